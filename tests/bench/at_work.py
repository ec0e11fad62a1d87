"""A program that works on a registry and says what is done, for tests that kill it or run several at once.

python tests/bench/at_work.py all REGISTRY CSV N     import, decide and merge in turn, until it is killed
python tests/bench/at_work.py write REGISTRY TIMES N write five people at a time
python tests/bench/at_work.py read REGISTRY PEOPLE N    count people and resolve a name, until there are so many
"""

import sys
import time

from namekit.entity import Name
from namekit.exchange.imports import Plan, importing
from namekit.registry import FileRegistry
from namekit.resolver.postings import settle
from namekit.store import people
from namekit.store.decisions import Context, decide
from namekit.store.entries import Entry
from namekit.store.file import Store
from namekit.store.merging import merge
from namekit.store.people import Origin


def said(kind: str, what: object) -> None:
    print(f"{kind} {what}", flush=True)


def all_kinds(store: Store, source: str, n: str) -> None:
    batches = importing(store, Plan(source, "Anna"), batch=200)
    for i in range(1_000_000):
        report = next(batches, None)
        if report:
            said("rows", report.rows)
        old = f"{n}-{i}"
        with store.writing():
            for id_ in (old, f"into-{old}"):
                people.put(store, Entry(id=id_, names=(Name("Вера Зорка"),)), Origin("Anna"))
        with store.writing():
            merge(store, old, f"into-{old}", Origin("Anna"))
        said("merged", old)
        with store.writing():
            decide(store, "is", f"Зорка{old}", old, Context("march.csv", old), by="Anna")
        said("decided", f"Зорка{old}")


def write(store: Store, times: str, n: str) -> None:
    for i in range(int(times)):
        with store.writing():
            for j in range(5):
                people.put(store, Entry(id=f"{n}-{i}-{j}", names=(Name(f"Вера Зорка{i}"),)), Origin(n))
        said("wrote", f"{n}-{i}")


def read(store: Store, until: str, _: str) -> None:
    registry, seen = FileRegistry(store), -1
    while seen < int(until):
        seen = sum(1 for _ in people.entries(store))
        said("people", seen)
        said("found", len(registry.resolve("Vera Zorka1").candidates))
        time.sleep(0.02)


def main() -> None:
    what, path, *rest = sys.argv[1:]
    with Store.open(path) as store:
        store.settle = settle
        {"all": all_kinds, "write": write, "read": read}[what](store, *rest)


if __name__ == "__main__":
    main()
