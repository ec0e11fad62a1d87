"""Work shared out to processes that are forked from this one, and so share all that it has in memory."""

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 2  # items a process that are sent before their turn


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether the system can fork, and safely: the program runs no threads."""
    import multiprocessing  # noqa: PLC0415 (slow to import, and one name needs none of it)

    available = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return available and threading.active_count() == 1


def shared_out(
    work: Callable[[T], R],
    items: Iterable[T],
    workers: int | None = None,
    *,
    joining: bool = False,
    waited: Callable[[bool], None] | None = None,
) -> Iterator[tuple[T, R]]:
    """Each item with what `work` makes of it, in order, as they are asked for; done by so many processes, in turn.

    By default there is one for each processor. This process is one of them where it is `joining`, which saves the
    memory of another; else it only takes what they make. It does all the work where that is for one, or the system
    cannot fork. Only items and results pass between processes: `work` is inherited, with all that it refers to.
    `items` are taken by this process, some time before their results are given. `waited` is told of each result of
    another process whether it is waited for. Raises what `work` raises.
    """
    workers = workers or processors()
    if workers == 1 or not can_fork():
        yield from ((item, work(item)) for item in items)
        return
    waiting = iter(items)
    pending: deque[T] = deque()
    with _forked(work, workers - joining) as pipes:
        turns = [None, *pipes] if joining else pipes
        asked, answered = cycle(turns), cycle(turns)
        while True:
            for item in islice(waiting, _AHEAD * workers - len(pending)):
                pending.append(item)
                if pipe := next(asked):
                    with _both_ends():
                        pipe.send(item)
            if not pending:
                return
            pipe = next(answered)
            if pipe and waited:
                waited(not pipe.poll())
            yield (item := pending.popleft()), _result(pipe, work, item)


def _result(pipe: "Connection | None", work: Callable[[T], R], item: T) -> R:
    """What comes from another process, or is made here."""
    if pipe is None:
        return work(item)
    with _both_ends():
        result, error = pipe.recv()
    if error is not None:
        raise error
    return cast("R", result)


@contextmanager
def _both_ends() -> Iterator[None]:
    """What passes through a pipe, in plain words where its other end is gone."""
    try:
        yield
    except (EOFError, ConnectionError):
        msg = "a process that shared the work was ended by somebody else"
        raise RuntimeError(msg) from None


@contextmanager
def _forked(work: Callable[[Any], Any], workers: int) -> "Iterator[list[Connection]]":
    """Pipes to so many processes that do the work. They are ended with the block: they keep nothing to be finished."""
    import multiprocessing  # noqa: PLC0415 (as above)

    context = multiprocessing.get_context("fork")
    pipes: list[Connection] = []
    processes: list[ForkProcess] = []
    try:
        for _ in range(workers):
            mine, theirs = context.Pipe()
            pipes.append(mine)
            processes.append(context.Process(target=_serve, args=(work, theirs, tuple(pipes)), daemon=True))
            processes[-1].start()
            theirs.close()
        yield pipes
    finally:
        for process in processes:
            process.kill()
            process.join()
        for pipe in pipes:
            pipe.close()


def _serve(work: Callable[[Any], Any], pipe: "Connection", inherited: "tuple[Connection, ...]") -> None:
    """Do the work on what comes through the pipe, until this process is ended."""
    gc.freeze()  # what is inherited is the parent's: nothing of it, such as an open database, is closed here
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told as well, and ends this process
    for other in inherited:
        other.close()
    items: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, items), daemon=True).start()
    while True:
        item = items.get()
        try:
            pipe.send((work(item), None))
        except Exception as error:  # noqa: BLE001 (it is raised in the parent)
            pipe.send((None, error))


def _receive(pipe: "Connection", items: "SimpleQueue[Any]") -> None:
    """Take what comes at once, so that the parent never waits to send while its own results wait to be taken.

    A process whose parent was killed would wait for work for ever, and keep its memory.
    """
    try:
        while True:
            items.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(1)
