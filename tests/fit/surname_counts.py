"""Count how many people bear each surname, and write tables/names/surname-counts.toml.

Usage: python tests/fit/surname_counts.py RUSSIANNAMES_DIR     (needs duckdb)

RUSSIANNAMES_DIR is the folder `russiannames/data` of the package russiannames. Men's and women's forms are added up,
and so are the spellings that sound the same. Only these sums go into the table, and, since -ской and -ский sound the
same, the share of men in -ской for each name of which there are some.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import duckdb

from namekit.names.sounds import readings
from namekit.names.surnames import masculine

TABLE = Path(__file__).parents[2] / "tables" / "names" / "surname-counts.toml"
LEAST = 5
STRESSED = re.compile("[а-яё]+[сц]кой")
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

# Men whose surname ends in -ской or -цкой (Трубецкой), as a share of those who are called so or with -ский or -цкий
# instead: of the names that {least} or more bear, and of all others. Тихановской is hardly ever a man's.
[stressed]
others = {others:.2g}

[stressed.names]
{names}

[surnames]
bearers = '''
"""


def main(folder: Path) -> None:
    """Count and write."""
    counts: Counter[str] = Counter()
    spelt: Counter[str] = Counter()
    query = "SELECT text, sum(count) FROM read_parquet(?) WHERE text IS NOT NULL GROUP BY text"
    for text, bearers in duckdb.execute(query, [str(folder / "surnames.parquet")]).fetchall():
        if heard := readings(text):
            counts[masculine(heard[0].merged)] += bearers
            spelt[text.lower()] += bearers
    people = sum(counts.values())
    listed = {key: n for key, n in counts.items() if n >= LEAST and key}
    once, twice = sum(n == 1 for n in counts.values()), sum(n == 2 for n in counts.values())
    others = len(counts) - len(listed) + once * once / (2 * twice)
    unlisted = (1 - sum(listed.values()) / people) / others
    named, other = stressed(spelt)
    names = "\n".join(f'"{name}" = {share:.2g}' for name, share in sorted(named.items()))
    lines = [HEAD.format(people=people, least=LEAST, unlisted=unlisted, others=other, names=names)]
    lines += sorted(f"{key} {n}\n" for key, n in listed.items())
    TABLE.write_text("".join(lines) + "'''\n", encoding="utf-8")


def stressed(spelt: Counter[str]) -> tuple[dict[str, float], float]:
    """The share of men in -ской, of each name that enough bear, and of all others together."""
    unstressed = Counter({word[:-2] + "ой": n for word, n in spelt.items() if re.fullmatch("[а-яё]+[сц]кий", word)})
    in_oj = Counter({word: n for word, n in spelt.items() if STRESSED.fullmatch(word)})
    named = {word: n / (n + unstressed[word]) for word, n in in_oj.items() if n >= LEAST}
    others = sum(n for word, n in in_oj.items() if word not in named)
    return named, others / (others + sum(n for word, n in unstressed.items() if word not in named))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
