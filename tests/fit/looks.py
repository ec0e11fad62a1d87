"""Count what given names, patronymics and surnames look like, and write tables/names/looks.toml.

Usage: python tests/fit/looks.py GOLD_DIR

Counts the words of names of three words in the two background lists, whose order is known, of the persons whose
sha256 of `person` is even, in both scripts. Only shares go into the table, no name.
"""

import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

from gold import even, rows

from namekit.names.kin import given
from namekit.names.roles import Looks, looks
from namekit.table import read_table
from namekit.text import repair

TABLE = Path(__file__).parents[2] / "tables" / "names" / "looks.toml"
FREQUENT = frozenset(read_table("names", "frequency")["given"])
ORDERS = {"rupep": ("given", "patronymic", "surname"), "acf": ("surname", "given", "patronymic")}
PLACES = {"given": 0, "patronymic": 1, "surname": 2}
WAYS = {
    "given": ("usual", "full", "near", "short", "western", "none"),
    "patronymic": ("usual", "known", "near", "shaped", "none"),
    "surname": ("listed", "gendered", "common", "none"),
}
ABOUT = {
    "given": "as a given name: of a usual one or another, in full; in full by merged sounds only; short; western; none",
    "patronymic": "as a patronymic: of a usual father or another; of one by merged sounds only; of none known; none",
    "surname": "as a surname: a common one, with an ending that shows gender, with one of both genders, or none",
}
HEAD = '''\
# What the words of each role look like: the share of given names, of patronymics and of surnames (and of all three,
# for a word whose role is unknown) that look so. Written by tests/fit/looks.py; do not edit by hand.

how = """counted over {names} names of two public lists (RuPEP, ACF; the even half), in Cyrillic and Latin; half a word
is added to each; a given name that is not in frequency.toml is taken for an unknown one"""
'''


def as_if_new(word: str) -> Looks:
    """What a word looks like, the rarest given names taken for unknown: they were learnt from these very lists."""
    seen = looks(word)
    return seen if not FREQUENT.isdisjoint(given(word).groups) else seen._replace(given="none")


def main(gold: Path) -> None:
    """Count and write."""
    counts: Counter[tuple[str, str, str]] = Counter()
    names, agreeing, shown = 0, 0, 0
    for name, order in ORDERS.items():
        for row in rows(gold / f"background_{name}.tsv"):
            words = repair(row["name"])[0].split()
            if len(words) != len(order) or not even(row["person"]):
                continue
            names += 1
            genders = [looks(word).genders[PLACES[role]] for role, word in zip(order, words, strict=True)]
            for one, other in combinations([g for g in genders if g], 2):
                shown += 1
                agreeing += one == other
            for role, word in zip(order, words, strict=True):
                seen = as_if_new(word)
                for what in WAYS:
                    counts[role, what, getattr(seen, what)] += 1
                    counts["unknown", what, getattr(seen, what)] += 1
    lines = [HEAD.format(names=names)]
    for what, ways in WAYS.items():
        lines.append(f"\n# {ABOUT[what]}\n[{what}]\n")
        for role in ("given", "patronymic", "surname", "unknown"):
            total = sum(counts[role, what, way] + 0.5 for way in ways)
            shares = {way: float(f"{(counts[role, what, way] + 0.5) / total:.2g}") for way in ways}
            row = ", ".join(f"{way} = {f'{share:.5f}'.rstrip('0').ljust(3, '0')}" for way, share in shares.items())
            lines.append(f"{role:10} = {{ {row} }}\n")
    lines.append("\n# Of two words that each show a gender, how often it is the same.\n")
    lines.append(f"[genders]\nagree = {agreeing / shown:.3f}\n")
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
