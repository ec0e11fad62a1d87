"""Killed at any moment, or used by several at once: nothing acknowledged is lost, nothing is read half-done."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from namekit.entity import Name
from namekit.exchange.imports import Plan, importing
from namekit.resolver.postings import disagreements, waiting
from namekit.store import people
from namekit.store.checking import faults
from namekit.store.decisions import decisions
from namekit.store.entries import Entry
from namekit.store.file import Store
from namekit.store.people import Origin

KILLS = int(os.environ.get("NAMEKIT_KILLS", "6"))  # 200 in tests/bench/registry.py
AT_WORK = Path(__file__).parent / "bench" / "at_work.py"


def start(*args: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, AT_WORK, *args], stdout=subprocess.PIPE, text=True)


def acknowledged(said: str) -> list[list[str]]:
    """The lines that came whole: what the program said was done."""
    return [line.split() for line in said.split("\n")[:-1]]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no kill that cannot be caught")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    path, source = tmp_path / "a.registry", tmp_path / "list.csv"
    source.write_text("id,name\n" + "".join(f"p{i},Вера Зорка{i}\n" for i in range(20_000)), "utf-8")
    Store.create(path).close()
    chance = random.Random(7)  # noqa: S311 (moments, not secrets)
    rows, decided, merged = 0, set[str](), set[str]()
    for n in range(KILLS):
        work = start("all", str(path), str(source), str(n))
        assert work.stdout is not None
        first = work.stdout.readline()  # the program is up
        time.sleep(chance.uniform(0, 0.35))
        work.kill()
        for kind, what in acknowledged(first + work.stdout.read()):
            rows = max(rows, int(what)) if kind == "rows" else rows
            decided.update([what] * (kind == "decided"))
            merged.update([what] * (kind == "merged"))
        work.stdout.close()
        work.wait()
        with Store.open(path) as store:
            assert list(faults(store)) == []
            if n % max(1, KILLS // 3) == 0:  # all names are read for that
                assert list(disagreements(store)) == []
            assert store.one("SELECT count(*) FROM entity WHERE run IS NOT NULL")[0] >= rows
            assert decided <= {d.spelling for d in decisions(store)}
            assert all(people.id_at(store, people.needed_place(store, m)) == f"into-{m}" for m in merged)
    assert rows
    assert decided
    assert merged
    with Store.open(path) as store:
        *_, last = importing(store, Plan(str(source), "Anna"))
        assert last.finished
        assert store.one("SELECT count(*) FROM entity WHERE run IS NOT NULL") == (20_000,)
        assert [*faults(store), *disagreements(store)] == []
        assert waiting(store) == 0


def test_two_write_and_four_read(tmp_path: Path) -> None:
    path = tmp_path / "a.registry"
    Store.create(path).close()
    readers = [start("read", str(path), "600", str(n)) for n in range(4)]
    first = [r.stdout.readline() for r in readers if r.stdout]  # they are up
    writers = [start("write", str(path), "60", str(n)) for n in range(2)]
    said = [w.communicate(timeout=240)[0] for w in writers]
    seen = [line + r.communicate(timeout=240)[0] for line, r in zip(first, readers, strict=True)]
    assert all(w.returncode == 0 for w in [*writers, *readers])
    done = {what for text in said for _, what in acknowledged(text)}
    assert len(done) == 120
    with Store.open(path) as store:
        assert {e.id for e in people.entries(store)} == {f"{d}-{i}" for d in done for i in range(5)}
        assert [*faults(store), *disagreements(store)] == []
        assert waiting(store) == 0
    assert all(int(what) <= 10 for text in seen for kind, what in acknowledged(text) if kind == "found")
    counts = [[int(what) for kind, what in acknowledged(text) if kind == "people"] for text in seen]
    assert all(c == sorted(c) and all(n % 5 == 0 for n in c) for c in counts)  # whole transactions, never fewer
    assert all((c[0], c[-1]) == (0, 600) for c in counts)


@pytest.mark.skipif(os.name == "nt", reason="locks are those of the file's handles there")
def test_opened_twice_in_one_program_its_log_stays(path: Path) -> None:
    """Closing a descriptor ends all locks of a program: whoever closes the file elsewhere would take the log away."""
    code = "import sys; from namekit.store.file import Store; Store.open(sys.argv[1]).close()"
    with Store.create(path) as store, store.writing():
        people.put(store, Entry(id="a", names=(Name("Вера Зорка"),)), Origin("Anna"))
    with Store.open(path) as first:
        assert people.count(first) == 1
        Store.open(path, writable=False).close()
        subprocess.run([sys.executable, "-c", code, path], check=True)
        assert path.with_name(path.name + "-wal").exists()
