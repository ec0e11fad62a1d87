"""How well `cluster` finds again who is who in lists of people with several spellings each.

Usage: python tests/bench/clusters.py GOLD_DIR [--initials] [--wrong] [--even | --odd] [--bits N]

Each list by itself, its rows shuffled. A pair of spellings is right where both are one person's. Weak spellings
(nicknames, surnames alone) are left out. With --initials, each name is added with its given name cut to the
initial, and without its patronymic. Spellings that two people bear are one for `cluster`, and left out of the account.
--even and --odd take half of the people: what is chosen is chosen on the even one. --bits is another threshold, in log2
of the odds.
"""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "fit"))

from gold import even, rows  # noqa: E402 (beside this folder)

from namekit import Group, cluster  # noqa: E402
from namekit.names.parsing import parts  # noqa: E402


def spellings(path: Path, *, initials: bool, halves: tuple[bool, ...] = (True, False)) -> list[tuple[str, str]]:
    """Name and person, each pair once, shuffled."""
    found = {
        (row["name"], row["person"]) for row in rows(path) if row["kind"] != "weak" and even(row["person"]) in halves
    }
    if initials:
        found |= {(short, person) for name, person in found for short in shortened(name)}
    shuffled = sorted(found)
    random.Random(7).shuffle(shuffled)  # noqa: S311 (the same order each time)
    return shuffled


def shortened(name: str) -> Iterator[str]:
    """Initial and surname, given name and surname."""
    read = parts(name)
    slots = {part.role: part.text for part in read}
    if {"given", "surname"} <= set(slots) and all(part.certain for part in read):
        yield f"{slots['given'][0]}. {slots['surname']}"
        yield f"{slots['given']} {slots['surname']}"


def pairs(sizes: Iterable[int]) -> int:
    """How many pairs groups of these sizes have."""
    return sum(n * (n - 1) // 2 for n in sizes)


def measure(given: list[tuple[str, str]], groups: Iterable[Group]) -> tuple[float, float, int, int]:
    """Precision, recall, wrong pairs, missed pairs."""
    borne = Counter(name for name, _ in given)
    group_of = {name: number for number, group in enumerate(groups) for name in group.names}
    told_apart = [(name, person) for name, person in given if borne[name] == 1]
    right = pairs(Counter((group_of[n], p) for n, p in told_apart).values())
    found = pairs(Counter(group_of[n] for n, _ in told_apart).values())
    wanted = pairs(Counter(p for _, p in told_apart).values())
    return right / max(1, found), right / max(1, wanted), found - right, wanted - right


def main(folder: Path, given_options: list[str]) -> None:
    """Measure and print."""
    initials, show = "--initials" in given_options, "--wrong" in given_options
    halves = tuple(half for half, option in ((True, "--odd"), (False, "--even")) if option not in given_options)
    bits = float(given_options[given_options.index("--bits") + 1]) if "--bits" in given_options else None
    threshold = None if bits is None else 1 / (1 + 2**-bits)
    for path in sorted(folder.glob("*.tsv")):
        given = spellings(path, initials=initials, halves=halves)
        start = time.process_time()
        groups = cluster((name for name, _ in given), threshold=threshold)
        seconds = time.process_time() - start
        precision, recall, wrong, missed = measure(given, groups)
        torn = sum(bool(g.near) and len(g.names) == 1 for g in groups)
        print(
            f"{path.stem}: {len(given):,} spellings, precision {precision:.2%} ({wrong} wrong), "
            f"recall {recall:.2%} ({missed} missed), {torn} left alone beside others, {seconds:.1f} s"
        )
        people: dict[str, set[str]] = defaultdict(set)
        for name, person in given:
            people[name].add(person)
        for group in groups if show else ():
            if not set.intersection(*(people[name] for name in group.names)):
                print("   ", "; ".join(group.names))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
