"""Count how many people bear each surname, and write tables/names/surname-counts.toml.

Usage: python tests/fit/surname_counts.py RUSSIANNAMES_DIR     (needs duckdb)

RUSSIANNAMES_DIR is the folder `russiannames/data` of the package russiannames. Men's and women's forms are added up,
and so are the spellings that sound the same. Only these sums go into the table.
"""

import sys
from collections import Counter
from pathlib import Path

import duckdb

from namekit.names.sounds import readings
from namekit.names.surnames import masculine

TABLE = Path(__file__).parents[2] / "tables" / "names" / "surname-counts.toml"
LEAST = 5
HEAD = """\
# How many people bear each surname: the merged sounds of its masculine form (as namekit.names.sounds has them), and the
# count, in alphabetical order, since one is looked up where it stands. Written by tests/fit/surname_counts.py; do not
# edit by hand. It stands for people in Russia and its neighbours who were adults about 2018; what is common only in
# Belarus or Ukraine is rarer here than at home.

how      = "surnames of {people:,} people; those that {least} or more bear"
people   = {people}
# share of the people who bear one surname that is not listed: what is left, by how many there may be (Chao 1984)
unlisted = {unlisted:.2g}

[source]
title     = "russiannames 2.0.0: surnames.parquet"
publisher = "I. Begtin"
url       = "https://github.com/datacoon/russiannames"
licence   = "BSD-3-Clause"

[surnames]
bearers = '''
"""


def main(folder: Path) -> None:
    """Count and write."""
    counts: Counter[str] = Counter()
    query = "SELECT text, sum(count) FROM read_parquet(?) WHERE text IS NOT NULL GROUP BY text"
    for text, bearers in duckdb.execute(query, [str(folder / "surnames.parquet")]).fetchall():
        if heard := readings(text):
            counts[masculine(heard[0].merged)] += bearers
    people = sum(counts.values())
    listed = {key: n for key, n in counts.items() if n >= LEAST and key}
    once, twice = sum(n == 1 for n in counts.values()), sum(n == 2 for n in counts.values())
    others = len(counts) - len(listed) + once * once / (2 * twice)
    unlisted = (1 - sum(listed.values()) / people) / others
    lines = [HEAD.format(people=people, least=LEAST, unlisted=unlisted)]
    lines += sorted(f"{key} {n}\n" for key, n in listed.items())
    TABLE.write_text("".join(lines) + "'''\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
