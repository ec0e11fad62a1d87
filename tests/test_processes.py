"""Work that is shared out: in order, with its errors, and without anybody left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from namekit.dealing import _Deal, dealt_out
from namekit.processes import can_fork, shared_out
from namekit.resolver.postings import disagreements, waiting
from namekit.store import people
from namekit.store.checking import faults
from namekit.store.file import Store

FORKS = can_fork() and Path("/proc/self/task").is_dir()
ENDLESS = """
from itertools import count
from namekit.processes import shared_out
for item, square in shared_out(lambda n: n * n, count(), 2):
    print(item, square, flush=True)
"""
IMPORT = """
import sys
from namekit import processes
from namekit.resolver import postings
from namekit.exchange.imports import Plan, importing
from namekit.store.file import Store
postings.reading_limits = lambda: (1_000, 0)  # so few are many
processes.processors = lambda: 2
with Store.open(sys.argv[1]) as store:
    for report in importing(store, Plan(sys.argv[2], "Anna")):
        if 0 < report.read < 6_000:
            print("reading", flush=True)
    print("done" if report.finished else "stopped")
"""


@pytest.mark.skipif(not FORKS, reason="needs to fork")
def test_results_come_in_order() -> None:
    assert list(shared_out(lambda n: -n, range(20), 2)) == [(n, -n) for n in range(20)]


@pytest.mark.skipif(not FORKS, reason="needs to fork")
def test_results_larger_than_a_pipe_holds_come_while_items_are_sent() -> None:
    items = [str(n) * 300_000 for n in range(8)]
    assert [(len(item), result) for item, result in shared_out(str.upper, items, 2)] == [(300_000, i) for i in items]


@pytest.mark.skipif(not FORKS, reason="needs to fork")
def test_this_process_may_be_one_of_those_that_work() -> None:
    done = list(shared_out(lambda n: (n, os.getpid()), range(20), 2, joining=True))
    assert [(item, n) for item, (n, _) in done] == [(n, n) for n in range(20)]
    workers = {process for _, (_, process) in done}
    assert len(workers) == 2
    assert os.getpid() in workers
    for wrong in (2, 3):  # this one's turn, and the other's
        with pytest.raises(ZeroDivisionError):
            list(shared_out(lambda n, wrong=wrong: 1 // (wrong - n), range(20), 2, joining=True))


@pytest.mark.skipif(not FORKS, reason="needs to fork")
def test_names_with_the_same_seldom_word_are_dealt_to_one_process() -> None:
    names = [f"Вера Зорка{n % 40}" for n in range(1_000)]
    done = list(dealt_out(lambda some: [os.getpid()] * len(some), names, str, 50, 2))
    assert [name for name, _ in done] == names
    assert len({process for _, process in done}) == 2
    assert len(set(done)) < 48  # but for a few: what falls to this process changes
    deal = _Deal(2)
    assert len({(name, deal(name)) for name in names}) == 40  # while it does not


@pytest.mark.skipif(not FORKS, reason="needs to fork")
def test_a_process_that_is_slow_to_take_what_is_done_does_less_of_it() -> None:
    mine = []
    for count, (_, process) in enumerate(dealt_out(lambda some: [os.getpid()] * len(some), range(4_000), str, 10, 2)):
        mine.append(process == os.getpid())
        if count % 20 == 0:
            time.sleep(0.001)
    assert 0 < sum(mine[-1_000:]) < sum(mine[:1_000]) / 2


@pytest.mark.skipif(not FORKS, reason="needs to fork")
def test_an_error_of_the_work_is_raised() -> None:
    done = shared_out(lambda n: 1 // (3 - n), range(20), 2)
    with pytest.raises(ZeroDivisionError):
        list(done)


@pytest.mark.skipif(not FORKS, reason="needs to fork")
def test_it_is_said_that_a_process_was_killed() -> None:
    with pytest.raises(RuntimeError, match="ended by somebody else"):
        list(shared_out(lambda _: os.kill(os.getpid(), signal.SIGKILL), range(4), 2))


@pytest.mark.skipif(not FORKS, reason="needs to fork, and /proc")
def test_nobody_is_left_where_a_program_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stdout.readline() == "0 0\n"
        left = _left_when_killed(program)
    assert not left


@pytest.mark.skipif(not FORKS, reason="needs to fork, and /proc")
def test_an_import_that_is_killed_while_others_read_for_it_goes_on(tmp_path: Path) -> None:
    path, source = tmp_path / "a.registry", tmp_path / "list.csv"
    source.write_text("id,name\n" + "".join(f"p{i},Вера Зорка{i}\n" for i in range(6_000)), "utf-8")
    Store.create(path).close()
    for _ in range(3):
        command = [sys.executable, "-c", IMPORT, str(path), str(source)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
            assert program.stdout
            assert program.stdout.readline() == "reading\n"
            left = _left_when_killed(program)
        assert not left
        with Store.open(path) as store:
            assert [*faults(store), *disagreements(store)] == []
            assert (people.count(store), waiting(store)) == (6_000, 6_000)
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "done"
    with Store.open(path) as store:
        assert [*faults(store), *disagreements(store)] == []
        assert waiting(store) == 0


def _left_when_killed(program: "subprocess.Popen[str]") -> list[str]:
    """Which of a program's two processes are still there some time after it was killed; they are ended then."""
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text("ascii").split()
    assert len(children) == 2
    program.send_signal(signal.SIGKILL)
    end = time.monotonic() + 20
    while any(map(_lives, children)) and time.monotonic() < end:
        time.sleep(0.05)
    left = list(filter(_lives, children))
    for child in left:
        os.kill(int(child), signal.SIGKILL)
    return left


def _lives(process: str) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
