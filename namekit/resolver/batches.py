"""Long lists: names are answered in batches, by several processes where that pays."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice

from namekit.dealing import dealt_out
from namekit.processes import can_fork, processors
from namekit.resolver.answers import Resolution
from namekit.resolver.context import Query
from namekit.resolver.resolve import Found, Resolver

_SELDOM = 1_000_000  # objects made and kept between two collections; Python's own default is 700


def resolve_all(resolver: Resolver, queries: Iterable[Query], workers: int | None) -> Iterator[Resolution]:
    """A resolution for each query, in order, as they are asked for; `workers` processes, by default one a processor.

    The first are answered by this process, and all where the system cannot fork or the program runs threads: forked
    processes share the index, and what was worked out so far.
    """
    waiting = iter(queries)
    wanted = processors() if workers is None else workers
    with _frozen():
        yield from _alone(resolver, islice(waiting, resolver.weights.limits["alone"]) if wanted > 1 else waiting)
        if (first := next(waiting, None)) is not None:
            rest = chain((first,), waiting)
            yield from _forked(resolver, rest, wanted) if can_fork() else _alone(resolver, rest)


@contextmanager
def _frozen() -> Iterator[None]:
    """Leave what there is out of garbage collection: going through a large index takes long, and forks copy it then.

    What is made meanwhile has no cycles and is mostly kept, so it is gone through more seldom.
    """
    mine, often = gc.get_freeze_count() == 0, gc.get_threshold()
    if mine:
        gc.freeze()
        gc.set_threshold(_SELDOM, *often[1:])
    try:
        yield
    finally:
        if mine:
            gc.freeze()  # what was made meanwhile is old, too: else the next name waits until it was gone through
            gc.unfreeze()
            gc.set_threshold(*often)


def _alone(resolver: Resolver, queries: Iterable[Query]) -> Iterator[Resolution]:
    """Equal queries are worked out once, as long as they are remembered."""
    done: dict[str | Query, Found] = {}
    for query in queries:
        key = _brief(query)
        found = done.get(key)
        if found is None:
            if len(done) >= resolver.weights.limits["answers"]:
                done.clear()
            found = done[key] = resolver.find(query)
        yield resolver.resolution(query.name, found)


def _forked(resolver: Resolver, queries: Iterator[Query], workers: int) -> Iterator[Resolution]:
    batch = resolver.weights.limits["batch"]
    for one, found in dealt_out(partial(_find_all, resolver), map(_brief, queries), _name, batch, workers):
        yield resolver.resolution(_name(one), found)


def _brief(query: Query) -> str | Query:
    """A query with nothing but a name as the name, which is sooner sent and found."""
    return query.name if query.bare else query


def _name(one: str | Query) -> str:
    return one if isinstance(one, str) else one.name


def _find_all(resolver: Resolver, batch: list[str | Query]) -> list[Found]:
    done = {one: resolver.find(Query(one) if isinstance(one, str) else one) for one in dict.fromkeys(batch)}
    return [done[one] for one in batch]
