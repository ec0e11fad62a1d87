"""Count how often two different surnames look alike by chance, by length, and write tables/names/chance.toml.

Usage: python tests/fit/chance.py GOLD_DIR

Takes the surnames of the background lists' persons whose sha256 of `person` is even, in their Cyrillic
spelling; draws 2,000 of them by their frequency, and adds up, by level of agreement and by the number of
sounds, which share of all persons bears another surname that agrees at that level.
"""

import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from gold import all_rows, even

from namekit.names.marks import unmarked
from namekit.names.parsing import parts
from namekit.names.sounds import readings
from namekit.resolver.vocabulary import sound_level

TABLE = Path(__file__).parents[2] / "tables" / "names" / "chance.toml"
DRAWN, LONGEST = 2000, 12
HEAD = """\
# Of a million people, how many bear another surname that agrees with a given one by chance: by the level of
# agreement (see weights.toml) and the number of merged sounds of the surname. Written by tests/fit/chance.py;
# do not edit by hand. A length that is not listed takes the nearest that is.

how = "{drawn} surnames drawn by frequency from {persons} persons of two public lists (RuPEP and ACF, the even half)"
"""


def surnames(gold: Path) -> Counter[str]:
    """Merged sounds of the surnames, with the number of their bearers."""
    counts: Counter[str] = Counter()
    for row in all_rows(gold, "background_*.tsv"):
        if row["language"] == "ru" and even(row["person"]):
            counts.update(readings(p.text)[0].merged for p in parts(row["name"]) if p.role == "surname")
    return counts


def main(gold: Path) -> None:
    """Count and write."""
    counts = surnames(gold)
    persons, names = sum(counts.values()), list(counts)
    drawn = random.Random(1).choices(names, weights=[counts[n] for n in names], k=DRAWN)  # noqa: S311 (a sample)
    lengths: Counter[int] = Counter()
    mass: dict[str, Counter[int]] = defaultdict(Counter)
    for mine in drawn:
        length = min(len(mine), LONGEST)
        lengths[length] += 1
        for theirs in names:
            if theirs != mine and (level := sound_level(mine, theirs, gendered=True)):
                mass[level][length] += counts[theirs]
            if theirs != mine and unmarked(theirs) == unmarked(mine):
                mass["marks"][length] += counts[theirs]
    lines = [HEAD.format(drawn=DRAWN, persons=persons)]
    for level in ("vowels", "marks", "near", "far"):
        lines.append(f"\n[{level}]\n")
        for length in sorted(lengths):
            if mass[level][length]:
                share = 1e6 * mass[level][length] / lengths[length] / persons
                lines.append(f"{length} = {float(f'{share:.2g}'):g}\n")
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
