"""Count how common given names and fathers' names are, and write tables/names/frequency.toml.

Usage: python tests/fit/frequencies.py GOLD_DIR

Counts the persons of the background lists whose sha256 of `person` is even (the half that fitting may use),
by their Cyrillic spelling. Only counts go into the table, no name of a person.
"""

import sys
from collections import Counter
from pathlib import Path

from gold import all_rows, even

from namekit.names import Kin, given, patronymic
from namekit.parsing import parts

TABLE = Path(__file__).parents[2] / "tables" / "names" / "frequency.toml"
HEAD = """\
# How many people in a million bear a given name, and how many have a father who bears it, by the ids of
# given-male.toml and given-female.toml. Written by tests/fit/frequencies.py; do not edit by hand.
# It stands for people in public life in Russia, three men to one woman; a name that is only Belarusian or
# Ukrainian is rarer here than at home. A name that is not listed was not met.

how     = "counted over {persons} persons of two public lists (RuPEP, ACF; the even half), by their Cyrillic spelling"
persons = {persons}
"""


def full(kin: Kin) -> list[str]:
    """Groups of which the spelling is a full form, or else all."""
    return [g for g, r in kin.groups.items() if r == "full"] or list(kin.groups)


def main(gold: Path) -> None:
    """Count and write."""
    given_names: Counter[str] = Counter()
    fathers: Counter[str] = Counter()
    seen = set()
    for row in all_rows(gold, "background_*.tsv"):
        if row["language"] != "ru" or not even(row["person"]) or row["person"] in seen:
            continue
        seen.add(row["person"])
        for part in parts(row["name"]):
            if part.role == "given":
                given_names.update(full(given(part.text))[:1])
            elif part.role == "patronymic":
                fathers.update(full(patronymic(part.text))[:1])
    lines = [HEAD.format(persons=len(seen))]
    for title, counts in (("given", given_names), ("patronymic", fathers)):
        lines.append(f"\n[{title}]\n")
        ranked = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
        lines += [f"{name} = {round(1e6 * n / len(seen))}\n" for name, n in ranked]
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
