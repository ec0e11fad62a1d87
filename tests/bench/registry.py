"""The registry's file at size: a million made-up people with three names each, and 200 kills.

    python tests/bench/registry.py [--people N] [--kills N] [--gold GOLD_DIR] [--keep FOLDER]

Prints seconds and megabytes of an import, the same import again, an export, a search and a check; then of single names
that are resolved by a process each, with the file in the system's cache and without it; then runs the kill test of
tests/test_registry_safety.py. The people are those of tests/bench/people.py, each written three times. Seconds are
those of the clock and, in brackets, of the processor (of all processes): other work on the machine is in the one, not
in the other. Megabytes are the peak of this process, and of the largest that it started. Single names are resolved with
Python's bytecode at hand, as where namekit is installed: it is kept in a temporary folder.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from people import Parts, written

from namekit.exchange.exports import exported
from namekit.exchange.imports import Plan, importing
from namekit.resolver.postings import disagreements
from namekit.store import people
from namekit.store.checking import faults
from namekit.store.file import Store

NAMES = 3  # of a person
ASKED = {
    "a stranger": "Zbigniew Brzęczyszczykiewicz",
    "a stranger with usual names": "Аркадий Вениаминович Крышталович",
    "a surname alone": "Ivanova",
    "the commonest given name alone": "Александр",
    "two common parts": "Aleksandr Ivanov",
    "initials and a common surname": "А. И. Иванов",
    "one letter": "А",
    "five hundred words": " ".join(
        f"{name} Иванов" for name in ("Александр", "Maria", "Орлов", "Petrov", "Зорка") * 50
    ),
}


def write_people(target: Path, number: int, gold: Path | None) -> list[str]:
    """Made-up people as JSON lines, with three names each; gives the names of one in the middle."""
    rng = random.Random("registry 1")  # noqa: S311 (nothing secret)
    parts = Parts(gold, rng)
    known: list[str] = []
    with target.open("w", encoding="utf-8") as out:
        for i, person in enumerate(list(parts.people(rng, number))):
            names = list(dict.fromkeys(written(parts, person, "full", rng) for _ in range(NAMES)))
            born = f"{1930 + i % 80}-{1 + i % 12:02}-{1 + i % 28:02}"
            whole = {"id": f"NK-{i:08}", "names": [{"text": name} for name in names], "birth_date": born,
                     "gender": parts.gender(person), "countries": ["BY"],
                     "external_ids": {"wikidata": [f"Q{i + 1}"]}}  # fmt: skip
            out.write(json.dumps(whole, ensure_ascii=False) + "\n")
            known = names if i == number // 2 else known
    return known


@contextmanager
def timed(what: str) -> Iterator[None]:
    start, busy = time.monotonic(), sum(os.times()[:4])
    yield
    peak, others = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    spent = f"{time.monotonic() - start:8.1f} s ({sum(os.times()[:4]) - busy:6.1f})"
    print(f"{what:30} {spent}   peak {peak:6.0f} MB, {others:4.0f} MB", flush=True)


def brought(store: Store, source: Path) -> None:
    *_, last = importing(store, Plan(str(source), "bench"))
    print(f"  {last.added:,} added, {last.changed:,} changed, {last.unchanged:,} unchanged, {last.rejected:,} rejected")


def checked(store: Store) -> None:
    print(f"  {len([*faults(store), *disagreements(store)])} faults")


def one_shot(path: Path, about: str, name: str, bytecode: str, *, cold: bool) -> None:
    """`namekit resolve NAME --registry FILE` as a whole process."""
    if cold:
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    start = time.monotonic()
    command = [sys.executable, "-m", "namekit.cli", "resolve", name, "--registry", str(path)]
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": bytecode}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=kept)
    assert process.stdout
    said = process.stdout.readline().rpartition(": ")[2].strip()
    process.stdout.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    spent = f"{time.monotonic() - start:6.2f} s ({used.ru_utime + used.ru_stime:5.2f})"
    where = "from the disk" if cold else "in the cache"
    print(f"  {about:34} {where:14} {spent}   peak {used.ru_maxrss / 1024:4.0f} MB   {said}", flush=True)


def main(people_: int, kills: int, gold: Path | None, folder: Path) -> None:
    source, path = folder / "people.jsonl", folder / "a.registry"
    with timed("people made up"):
        known = write_people(source, people_, gold)
    work: dict[str, Callable[[Store], object]] = {
        "import": lambda s: brought(s, source),
        "the same import": lambda s: brought(s, source),
        "export as JSON lines": lambda s: sum(1 for _ in exported(s, "jsonl")),
        "find a text": lambda s: people.find(s, "nobody has this", 20),
        "check": checked,
    }
    with Store.create(path) as store:
        for what, does in work.items():
            with timed(what):
                does(store)
    print(f"{'file':30} {path.stat().st_size / 1e6:8.0f} MB")
    asked = {f"a registered name, {i}": name for i, name in enumerate(known, 1)} | ASKED
    with tempfile.TemporaryDirectory() as bytecode:
        one_shot(path, "the first, which makes bytecode", "Ivanova", bytecode, cold=False)
        for about, name in asked.items():
            for cold in (True, False):
                one_shot(path, about, name, bytecode, cold=cold)
    test = Path(__file__).parents[1] / "test_registry_safety.py"
    with timed(f"{kills} kills"):
        subprocess.run([sys.executable, "-m", "pytest", "-q", "--no-cov", str(test)], check=True,
                       env=os.environ | {"NAMEKIT_KILLS": str(kills)})  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--keep", type=Path, help="an empty folder, where the files stay")
    given = parser.parse_args()
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory() as place:
        main(given.people, given.kills, given.gold, Path(place))
