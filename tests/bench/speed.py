"""How many names are resolved a second on one core, beside rapidfuzz over transliterated names in the same run.

Usage: python tests/bench/speed.py GOLD_DIR [SAMPLE]     (with the extra `bench`)

The registry is the one that the measure of accuracy beside GOLD_DIR makes for its list `russia`; asked are all its
queries and all its names of people who are not registered, each distinct name once. Tables are read beforehand, by
resolving names of several kinds among the people of the starter registry, and the index is built beforehand; both are
given apart. Nothing else is warm: the pass over the names is the first one. Seconds are those of the processor, so that
other work on the machine does not count. What rapidfuzz does is to compare a name with every registered one, by
`process.extractOne` over names in lower case that Unidecode has transliterated. WRatio, which is slow, is asked SAMPLE
names (300).
"""

import os
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

from rapidfuzz import fuzz, process
from unidecode import unidecode

from namekit import Entity, Registry

LIST, ABSENT = "russia", 2000  # of each form, as that measure has it
_OF_ALL_KINDS = (
    "Алесь Бяляцкі",
    "Sergei Ivanovich Ivanov",
    "В. Быкова",
    "V. Bykova",
    "Василя Быкова",
    "Vasilem Bykovem",
)


def busy() -> float:
    """Processor seconds that this process and its ended children have used: other work on the machine is left out."""
    return sum(os.times()[:4])


def load_tables() -> float:
    """Have the tables read that resolving needs; the processor seconds that it took."""
    start = busy()
    for _ in Registry.starter().resolve_many(_OF_ALL_KINDS):
        pass
    return busy() - start


def data(gold: Path) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """Entities with their names, and the distinct names that are asked, as the measure of accuracy has them."""
    sys.path.insert(0, str(gold.resolve().parent / "eval"))
    entities, queries, absent = import_module("accuracy").load(gold, LIST, 0, ABSENT)
    return entities, list(dict.fromkeys([*(q[1] for q in queries), *(n for names in absent.values() for n in names)]))


def plain(name: str) -> str:
    """Lower-case Latin letters, as rapidfuzz is given them."""
    return " ".join(unidecode(name).lower().replace(",", " ").replace("'", "").split())


def main(gold: Path, sample: int) -> None:
    """Measure and print."""
    entities, names = data(gold)
    print(f"{len(entities):,} entities, {len(names):,} distinct names")
    print(f"tables        {load_tables():10.2f} s")
    start = busy()
    registry = Registry.from_entities(Entity(id_, spellings) for id_, spellings in entities)
    print(f"index         {busy() - start:10.2f} s")
    start = busy()
    statuses = Counter(r.status for r in registry.resolve_many(names, workers=1))
    ours = len(names) / (busy() - start)
    print(f"namekit       {ours:10,.0f} a second   {dict(statuses)}")
    choices = [plain(n) for _, spellings in entities for n in spellings]
    for scorer, asked in (
        (fuzz.ratio, names),
        (fuzz.token_sort_ratio, names),
        (fuzz.WRatio, names[:: len(names) // sample]),
    ):
        start = busy()
        for name in asked:
            process.extractOne(plain(name), choices, scorer=scorer)
        theirs = len(asked) / (busy() - start)
        print(f"{scorer.__name__:14}{theirs:10,.0f} a second   of {len(asked):,}   namekit is {ours / theirs:.2f} x")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300)
