"""Long lists: names are answered in batches, by several processes where that pays."""

import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING

from namekit.context import Query
from namekit.resolve import Found, Resolution, Resolver

if TYPE_CHECKING:
    from concurrent.futures import Future

_at_work: Resolver | None = None  # in a process made for the work: the resolver that it was forked with


def resolve_all(resolver: Resolver, queries: Iterable[Query], workers: int | None) -> Iterator[Resolution]:
    """A resolution for each query, in order, as they are asked for; `workers` processes, by default one a processor.

    The first are answered by this process, and all where the system cannot fork or the program runs threads: forked
    processes share the index, and what was worked out so far.
    """
    waiting = iter(queries)
    wanted = _processors() if workers is None else workers
    with _frozen():
        yield from _alone(resolver, islice(waiting, resolver.weights.limits["alone"]) if wanted > 1 else waiting)
        if (first := next(waiting, None)) is not None:
            rest = chain((first,), waiting)
            yield from _forked(resolver, rest, wanted) if _can_fork() else _alone(resolver, rest)


@contextmanager
def _frozen() -> Iterator[None]:
    """Leave what there is out of garbage collection: going through a large index takes long, and forks copy it then."""
    mine = gc.get_freeze_count() == 0
    if mine:
        gc.freeze()
    try:
        yield
    finally:
        if mine:
            gc.unfreeze()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    import multiprocessing  # noqa: PLC0415 (slow to import, and one name needs none of it)

    available = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return available and threading.active_count() == 1


def _alone(resolver: Resolver, queries: Iterable[Query]) -> Iterator[Resolution]:
    """Equal queries are worked out once, as long as they are remembered."""
    done: dict[Query, Found] = {}
    for query in queries:
        found = done.get(query)
        if found is None:
            if len(done) >= resolver.weights.limits["answers"]:
                done.clear()
            found = done[query] = resolver.find(query)
        yield resolver.resolution(query.name, found)


def _forked(resolver: Resolver, queries: Iterator[Query], workers: int) -> Iterator[Resolution]:
    import multiprocessing  # noqa: PLC0415 (as above)
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    global _at_work  # noqa: PLW0603 (what is forked is inherited, not sent)
    limits = resolver.weights.limits
    _at_work = resolver
    pending: deque[tuple[list[Query], Future[list[Found]]]] = deque()
    try:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
            while True:
                while len(pending) < 2 * workers and (batch := list(islice(queries, limits["batch"]))):
                    sent = [query.name if query.bare else query for query in batch]
                    pending.append((batch, pool.submit(_find_all, sent)))
                if not pending:
                    return
                batch, future = pending.popleft()
                for query, found in zip(batch, future.result(), strict=True):
                    yield resolver.resolution(query.name, found)
    finally:
        for _, future in pending:
            future.cancel()
        _at_work = None


def _find_all(sent: list[str | Query]) -> list[Found]:
    """Answers in a process made for the work; a query with nothing but a name is sent as the name, which is sooner."""
    if _at_work is None:
        msg = "a process without a resolver"
        raise RuntimeError(msg)
    done = {one: _at_work.find(Query(one) if isinstance(one, str) else one) for one in dict.fromkeys(sent)}
    return [done[one] for one in sent]
