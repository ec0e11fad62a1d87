"""Count how common given names, fathers' names and endings of surnames are, and write tables/names/frequency.toml.

Usage: python tests/fit/frequencies.py RUSSIANNAMES_DIR     (needs duckdb)

RUSSIANNAMES_DIR is the folder `russiannames/data` of the package russiannames: names.parquet, midnames.parquet and
surnames.parquet, each a list of spellings with the number of people who bear them. Only sums go into the table.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb

from namekit.names.kin import Kin, given, patronymic
from namekit.names.surnames import ending

TABLE = Path(__file__).parents[2] / "tables" / "names" / "frequency.toml"
LEAST = 1.0  # per million: rarer names are left to the floor of weights.toml
HEAD = """\
# How many people in a million bear a given name (by the ids of given-male.toml and given-female.toml), how many have
# a father who bears it, and how many have a surname with an ending (by the ids of endings.toml). Written by
# tests/fit/frequencies.py; do not edit by hand. It stands for people in Russia and its neighbours who were adults
# about 2018, older ones more than younger; a name that is only Belarusian or Ukrainian is rarer here than at home.
# A name that is not listed is borne by fewer than one in a million.

how = "counted over {given:,} bearers of given names, {father:,} of patronymics, {surname:,} of surnames"

[source]
title     = "russiannames 2.0.0: names.parquet, midnames.parquet, surnames.parquet"
publisher = "I. Begtin"
url       = "https://github.com/datacoon/russiannames"
licence   = "BSD-3-Clause"

# Share of the people who bear one name that is not listed. Chosen: a spelling that is in no table is rather a
# misspelt common name than a rare one.
[unlisted]
given      = 0.0005
patronymic = 0.0005
"""


def spellings(folder: Path, table: str) -> Iterator[tuple[str, int]]:
    """Spellings with their bearers."""
    query = "SELECT text, sum(count) FROM read_parquet(?) WHERE text IS NOT NULL GROUP BY text ORDER BY text"
    yield from duckdb.execute(query, [str(folder / f"{table}.parquet")]).fetchall()


def full(kin: Kin) -> list[str]:
    """Groups of which the spelling is a full form, or else all."""
    return [g for g, r in kin.groups.items() if r == "full"] or list(kin.groups)


def section(title: str, counts: Counter[str], total: int) -> str:
    """A part of the table, the most frequent first."""
    ranked = sorted(((1e6 * n / total, name) for name, n in counts.items()), key=lambda row: (-row[0], row[1]))
    return f"\n[{title}]\n" + "".join(
        f"{name} = {float(f'{often:.3g}'):g}\n" for often, name in ranked if often >= LEAST
    )


def main(folder: Path) -> None:
    """Count and write."""
    counts: dict[str, Counter[str]] = {"given": Counter(), "patronymic": Counter(), "ending": Counter()}
    totals: Counter[str] = Counter()
    for title, table in (("given", "names"), ("patronymic", "midnames"), ("ending", "surnames")):
        for text, bearers in spellings(folder, table):
            totals[title] += bearers
            if title == "ending":
                found = [e.id] if (e := ending(text, "ru")) else []
            else:
                found = full(given(text) if title == "given" else patronymic(text))[:1]
            for id_ in found:
                counts[title][id_] += bearers
    lines = [HEAD.format(given=totals["given"], father=totals["patronymic"], surname=totals["ending"])]
    lines += [section(title, counts[title], totals[title]) for title in counts]
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
