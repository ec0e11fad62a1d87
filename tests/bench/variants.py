"""How many attested Latin spellings of names are among the first variants of their Cyrillic form.

Usage: python tests/bench/variants.py GOLD_DIR [--missed]

For each person who has a Cyrillic name with patronymic: the Latin spellings of the given name and of the surname,
each asked for by itself, case and primes aside; the shares of the table are fitted on the even half of the persons.
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "fit"))

from gold import even, rows  # noqa: E402 (beside this folder)

import namekit  # noqa: E402
from namekit.names.parsing import parts  # noqa: E402
from namekit.text import repair, script  # noqa: E402

FIRST, ALL = 30, 200


def pairs(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Person, slot, Cyrillic spelling, Latin spelling; each once a person."""
    people: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows(path):
        if row["kind"] != "weak":
            people[row["entity_id"], row["person"]].append(repair(row["name"])[0])
    for (_, person), names in people.items():
        found: set[tuple[str, str, str]] = set()
        read = [(n, {p.role: p.text for p in parts(n)}, len(parts(n))) for n in names]
        whole = [(n, slots) for n, slots, size in read if size == len(slots) and {"given", "surname"} <= set(slots)]
        cyrillic = [s for n, s in whole if script(n) == "Cyrl" and "patronymic" in s]
        latin = [s for n, s in whole if script(n) == "Latn"]
        found = {(k, one[k].title(), bare(two[k])) for one in cyrillic for two in latin for k in ("given", "surname")}
        yield from ((person, *item) for item in sorted(found))


def bare(text: str) -> str:
    """Without case and primes."""
    return "".join(c for c in text.casefold() if c not in "’ʼʹʺ'`\"′″")


def ranks(slot_and_text: tuple[str, str], known: dict[tuple[str, str], dict[str, int]]) -> dict[str, int]:
    """The rank of each of the first variants."""
    if slot_and_text not in known:
        found: dict[str, int] = {}
        for rank, variant in enumerate(islice(namekit.variants(slot_and_text[1]), ALL), 1):
            found.setdefault(bare(variant.text), rank)
        known[slot_and_text] = found
    return known[slot_and_text]


def main(gold: Path, *, show: bool) -> None:
    """Measure and print."""
    known: dict[tuple[str, str], dict[str, int]] = {}
    total: Counter[tuple[str, str]] = Counter()
    early: Counter[tuple[str, str]] = Counter()
    late: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str, str]] = Counter()
    start = time.perf_counter()
    for path in sorted(gold.glob("*.tsv")):
        for person, slot, cyrillic, latin in pairs(path):
            rank = ranks((slot, cyrillic), known).get(latin, ALL + 1)
            for key in ((path.stem, slot), ("even half" if even(person) else "odd half", slot), ("all", slot)):
                total[key] += 1
                early[key] += rank <= FIRST
                late[key] += rank <= ALL
            if rank > ALL:
                missed[slot, cyrillic, latin] += 1
    print(f"{len(known)} forms, {len(known) / (time.perf_counter() - start):.0f} a second")
    for key in sorted(total):
        n = total[key]
        print(
            f"{key[0]:18} {key[1]:8} {n:6}   first {FIRST}: {early[key] / n:6.1%}   first {ALL}: {late[key] / n:6.1%}"
        )
    if show:
        for (slot, cyrillic, latin), n in missed.most_common():
            print(f"missed  {slot:8} {cyrillic:24} {latin:24} {n}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), show="--missed" in sys.argv)
