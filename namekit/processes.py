"""Work shared out to processes that are forked from this one, and so share all that it has in memory."""

import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 2  # items a process that are sent before their turn

_work: Callable[[Any], Any] | None = None  # in a process made for the work: what it was forked to do


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether the system can fork, and safely: the program runs no threads."""
    import multiprocessing  # noqa: PLC0415 (slow to import, and one name needs none of it)

    available = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return available and threading.active_count() == 1


def shared_out(work: Callable[[T], R], items: Iterable[T], workers: int | None = None) -> Iterator[tuple[T, R]]:
    """Each item with what `work` makes of it, in order, as they are asked for; done by so many processes.

    By default there is one for each processor. This one does the work itself where that is one, or the system cannot
    fork. Only items and results pass between processes: `work` is inherited, with all that it refers to. `items` are
    taken by this process, some time before their results are given. Raises what `work` raises.
    """
    workers = workers or processors()
    if workers == 1 or not can_fork():
        yield from ((item, work(item)) for item in items)
        return
    import multiprocessing  # noqa: PLC0415 (as above)
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    waiting = iter(items)
    pending: deque[tuple[T, Future[R]]] = deque()
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(workers, context, initializer=_take_up, initargs=(work,)) as pool:
            while True:
                for item in islice(waiting, _AHEAD * workers - len(pending)):
                    pending.append((item, pool.submit(_do, item)))
                if not pending:
                    return
                item, future = pending.popleft()
                yield item, future.result()
    finally:
        for _, future in pending:
            future.cancel()


def _take_up(work: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 (of the forked process alone)
    _work = work
    gc.freeze()  # what is inherited is the parent's: nothing of it, such as an open database, is closed here
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever, and keep its memory."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415 (as above)

    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(item: Any) -> Any:  # noqa: ANN401 (whatever the work is about)
    if _work is None:
        msg = "a process without work"
        raise RuntimeError(msg)
    return _work(item)
