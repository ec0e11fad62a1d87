"""A long list dealt to processes by its words, so that what there is to know of a seldom word is worked out by one."""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar
from zlib import crc32

from namekit.processes import processors, shared_out

T = TypeVar("T")
R = TypeVar("R")
_WORD = re.compile(r"\w+")
_PLACES = 1 << 16  # that words are spread over
_COUNTED = 100_000  # words: from the first thousand names on, it is known which are common
_OWN, _OTHERS = 4, 5  # parts of the work that fall to this process and to each other at first: this one also deals
_STEP = 0.01  # by so much of itself this process's share changes with each list that another one did


def dealt_out(
    work: Callable[[list[T]], list[R]], things: Iterable[T], name: Callable[[T], str], at_once: int, workers: int | None
) -> Iterator[tuple[T, R]]:
    """Each thing with what `work` makes of it, in order, as `shared_out` does it.

    `work` is given lists of some `at_once`. Of things that have a `name` each, those with the same seldom word come
    to the same process, but for a few. This process is one of them, and does as much as keeps the others at work.
    """
    workers = workers or processors()
    waiting = iter(things)
    dealt: deque[list[int]] = deque()
    deal = _Deal(workers)

    def hands() -> Iterator[list[T]]:
        while some := list(islice(waiting, at_once * workers)):
            dealt.append([deal(name(one)) for one in some] if workers > 1 else [0] * len(some))
            for process in range(workers):
                yield [one for one, whose in zip(some, dealt[-1], strict=True) if whose == process]

    done = shared_out(work, hands(), workers, joining=True, waited=deal.after)
    while some := [zip(*both, strict=True) for both in islice(done, workers)]:
        yield from (next(some[whose]) for whose in dealt.popleft())


class _Deal:
    """Says which of so many processes a name is for: by the word that was met least often so far, a long one first."""

    def __init__(self, processes: int) -> None:
        self._others = processes - 1
        self._own = _OWN / (_OWN + _OTHERS * self._others)  # this process's share
        self._met: defaultdict[str, int] = defaultdict(int)

    def after(self, waited: bool) -> None:  # noqa: FBT001 (it is called with what there is to say)
        """Give this process more where it waited for another one, else less."""
        self._own = min(1.0, self._own * (1 + _STEP if waited else 1 - _STEP))

    def __call__(self, name: str) -> int:
        words = _WORD.findall(name.lower())
        if not words:
            return 0
        if len(self._met) > _COUNTED:
            self._met.clear()
        for word in words:
            self._met[word] += 1
        seldom = min(words, key=lambda word: (self._met[word], -len(word)))
        place, other = divmod(crc32(seldom.encode("utf-8", "surrogatepass")), _PLACES)
        return 0 if place < self._own * _PLACES else 1 + other % self._others
