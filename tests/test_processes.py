"""Work that is shared out: in order, with its errors, and without anybody left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from namekit.processes import can_fork, shared_out

FORKS = can_fork() and Path("/proc/self/task").is_dir()
ENDLESS = """
from itertools import count
from namekit.processes import shared_out
for item, square in shared_out(lambda n: n * n, count(), 2):
    print(item, square, flush=True)
"""


@pytest.mark.skipif(not FORKS, reason="needs to fork")
def test_results_come_in_order() -> None:
    assert list(shared_out(lambda n: -n, range(20), 2)) == [(n, -n) for n in range(20)]


@pytest.mark.skipif(not FORKS, reason="needs to fork")
def test_an_error_of_the_work_is_raised() -> None:
    done = shared_out(lambda n: 1 // (3 - n), range(20), 2)
    with pytest.raises(ZeroDivisionError):
        list(done)


@pytest.mark.skipif(not FORKS, reason="needs to fork, and /proc")
def test_nobody_is_left_where_a_program_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stdout.readline() == "0 0\n"
        children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text("ascii").split()
        assert len(children) == 2
        program.send_signal(signal.SIGKILL)
    end = time.monotonic() + 20
    while any(map(_lives, children)) and time.monotonic() < end:
        time.sleep(0.05)
    left = list(filter(_lives, children))
    for child in left:
        os.kill(int(child), signal.SIGKILL)
    assert not left


def _lives(process: str) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
