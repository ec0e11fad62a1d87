"""The registry's file at size: a million invented people with three names each, and 200 kills.

    python tests/bench/registry.py [PEOPLE] [KILLS]

Prints seconds and megabytes of an import, the same import again, a reading of everything, an export, a search and a
check; then runs the kill test of tests/test_registry_safety.py with KILLS kills.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from namekit.exchange.exports import exported
from namekit.exchange.imports import Plan, importing
from namekit.names import name_list
from namekit.romanization import romanize
from namekit.store import people
from namekit.store.checking import faults
from namekit.store.file import Store

IMPORT_SECONDS, MEGABYTES, FILE_MEGABYTES = 900, 1_000, 1_500  # what must hold for a million


def written(target: Path, number: int) -> None:
    """Invented people: given names of the lists with surnames made of two of them, in three spellings."""
    belarusian, russian = name_list("be"), name_list("ru")
    latin = [romanize(n, "bgnpcgn-rus-1947", unknown="keep") for n in russian]
    with target.open("w", encoding="utf-8") as out:
        for i in range(number):
            a, b, c = i % 997, i // 7 % 991, i // 991 % 983
            names = [
                {
                    "text": f"{belarusian[a % len(belarusian)]} {belarusian[b]}{belarusian[c].lower()}ёнак",
                    "language": "be",
                },
                {"text": f"{russian[a]} {russian[b]}{russian[c].lower()}енко", "language": "ru"},
                {"text": f"{latin[a]} {latin[b]}{latin[c].lower()}enko"},
            ]
            born = f"{1930 + i % 80}-{1 + i % 12:02}-{1 + i % 28:02}"
            person = {"id": f"NK-{i:08}", "names": names, "birth_date": born, "gender": "male", "countries": ["BY"],
                      "external_ids": {"wikidata": [f"Q{i + 1}"]}}  # fmt: skip
            out.write(json.dumps(person, ensure_ascii=False) + "\n")


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:30} {time.monotonic() - start:8.1f} s   peak {peak:6.0f} MB", flush=True)


def brought(store: Store, source: Path) -> None:
    *_, last = importing(store, Plan(str(source), "bench"))
    print(f"  {last.added:,} added, {last.changed:,} changed, {last.unchanged:,} unchanged, {last.rejected:,} rejected")


def main() -> None:
    number, kills = int((sys.argv[1:2] or ["1000000"])[0]), (sys.argv[2:3] or ["200"])[0]
    with tempfile.TemporaryDirectory() as folder:
        source, path = Path(folder) / "people.jsonl", Path(folder) / "a.registry"
        written(source, number)
        work: dict[str, Callable[[Store], object]] = {
            "import": lambda s: brought(s, source),
            "the same import": lambda s: brought(s, source),
            "people for the resolver": lambda s: sum(1 for _ in people.entities(s)),
            "export as JSON lines": lambda s: sum(1 for _ in exported(s, "jsonl")),
            "find a text": lambda s: people.find(s, "nobody has this", 20),
            "check": lambda s: print(f"  {len(list(faults(s)))} faults"),
        }
        with Store.create(path) as store:
            for what, does in work.items():
                with timed(what):
                    does(store)
        print(f"{'file':30} {path.stat().st_size / 1e6:8.0f} MB")
    test = Path(__file__).parents[1] / "test_registry_safety.py"
    with timed(f"{kills} kills"):
        subprocess.run([sys.executable, "-m", "pytest", "-q", "--no-cov", str(test)], check=True,
                       env=os.environ | {"NAMEKIT_KILLS": kills})  # fmt: skip


if __name__ == "__main__":
    main()
