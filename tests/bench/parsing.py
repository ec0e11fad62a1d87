"""How often the roles of a name are right, and how fast: `parts` on lists whose order is known.

Usage: python tests/bench/parsing.py GOLD_DIR [--wrong]

One list gives First Patronymic Last, the other Last First Patronymic. Only names of three words are asked, and only
of the people whose sha256 is odd, on whom nothing was fitted. A name is right if all its roles are. `--wrong` prints
fifty of those that are not.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from namekit.names.parsing import parts
from namekit.text import repair

sys.path.insert(0, str(Path(__file__).parents[1]))
from fit.gold import all_rows, even, rows

ORDERS = {"rupep": ("given", "patronymic", "surname"), "acf": ("surname", "given", "patronymic")}
Roles = dict[str, str]
FORMS: dict[str, Callable[[Roles], str]] = {
    "as written": lambda r: " ".join(r.values()),
    "UPPER": lambda r: " ".join(r.values()).upper(),
    "lower": lambda r: " ".join(r.values()).lower(),
    "Last, First Patronymic": lambda r: f"{r['surname']}, {r['given']} {r['patronymic']}",
    "First Last": lambda r: f"{r['given']} {r['surname']}",
    "Last First": lambda r: f"{r['surname']} {r['given']}",
    "Last, First": lambda r: f"{r['surname']}, {r['given']}",
    "F. P. Last": lambda r: f"{r['given'][0]}. {r['patronymic'][0]}. {r['surname']}",
    "Last F.P.": lambda r: f"{r['surname']} {r['given'][0]}.{r['patronymic'][0]}.",
    "FirstPatronymic Last": lambda r: f"{r['given']}{r['patronymic']} {r['surname']}",
}


def truths(gold: Path) -> Iterator[Roles]:
    """Roles of the names of three words, in the order of their list."""
    for name, order in ORDERS.items():
        for row in rows(gold / f"background_{name}.tsv"):
            words = repair(row["name"])[0].split()
            if len(words) == len(order) and not even(row["person"]):
                yield dict(zip(order, words, strict=True))


def right(text: str, roles: Roles) -> bool:
    """Whether every part of the text has the role that it has in the list."""
    found = parts(text)
    full = {p.role: p.text.casefold() for p in found if p.role != "initial"}
    expected = {k: v.casefold() for k, v in roles.items() if v.casefold() in text.casefold()}
    return full == expected


def per_second(names: list[str]) -> float:
    """Names a second, each asked once."""
    parts.cache_clear()
    start = time.perf_counter()
    for name in names:
        parts(name)
    return len(names) / (time.perf_counter() - start)


def main(gold: Path, *, wrong: bool) -> None:
    """Measure and print."""
    names = sorted({row["name"] for row in all_rows(gold)})
    parts("Ян")  # the tables
    print(f"{len(names):,} distinct names: {per_second(names):,.0f} a second cold, {per_second(names):,.0f} again")
    known = list(truths(gold))
    for script, those in (
        ("Cyrillic", [r for r in known if r["surname"][0] >= "Ѐ"]),
        ("Latin", [r for r in known if r["surname"][0] < "Ѐ"]),
    ):
        for form, write in FORMS.items():
            missed = [(write(r), parts(write(r))) for r in those if not right(write(r), r)]
            print(f"{script:9}{form:24}{1 - len(missed) / len(those):8.2%} of {len(those)}")
            for text, found in random.Random(1).sample(missed, min(50, len(missed))) if wrong else ():  # noqa: S311
                print("      ", text, "->", *(f"{p.text}:{p.role}{'' if p.certain else '?'}" for p in found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), wrong="--wrong" in sys.argv)
