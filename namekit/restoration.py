"""Latin back to Cyrillic: the spellings that a system would write as the given Latin.

A depth-first walk over the system's table read backwards. Each letter is checked against the forward
engine as soon as enough of its right context is known, so a wrong turn ends a few letters later.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import overload

from namekit.orthography import may_grow, possible
from namekit.romanization import Engine, romanize
from namekit.system import system
from namekit.text import letter_script

_MOST_TURNS = 20_000  # pieces tried for one text


@dataclass(frozen=True, slots=True)
class Restoration(Sequence[str]):
    """Cyrillic spellings, likelier ones first. `cut`: there may be more, the search met its bound."""

    spellings: tuple[str, ...]
    cut: bool

    def __len__(self) -> int:
        return len(self.spellings)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        """One spelling, or several."""
        return self.spellings[index]


def restore(latin: str, system_id: str, *, limit: int = 100) -> Restoration:
    """The orthographically possible x with `romanize(x, system_id) == latin`, at most `limit` of them.

    Those with fewer letters that the system does not write (a dropped soft sign) come first. Raises
    UnknownSystemError, ValueError for a limit below 1.
    """
    if limit < 1:
        msg = f"limit is at least 1, not {limit}"
        raise ValueError(msg)
    latin = unicodedata.normalize("NFC", latin)
    walk = _Walk(_backwards(system_id), latin)
    found: dict[str, int] = {}
    for spelling, silent in walk.spellings():
        found.setdefault(spelling, silent)
        if len(found) > limit:
            walk.cut = True
            break
    ranked = sorted(found, key=lambda s: (found[s], len(s), s))
    return Restoration(tuple(ranked[:limit]), walk.cut)


@dataclass(frozen=True, slots=True)
class _Backwards:
    engine: Engine
    by_target: dict[str, tuple[str, ...]]
    silent: tuple[str, ...]
    longest: int


@lru_cache(maxsize=256)
def _backwards(system_id: str) -> _Backwards:
    table = system(system_id)
    pairs = [*table.letters.items(), *((r.source, r.target) for r in table.rules if not r.option)]
    by_target: dict[str, list[str]] = {}
    for source, target in pairs:
        if source not in by_target.setdefault(target, []):
            by_target[target].append(source)
    silent = tuple(s for s in by_target.pop("", ()))
    targets = {t: tuple(s) for t, s in by_target.items()}
    return _Backwards(Engine(table), targets, silent, max(map(len, targets)))


class _Walk:
    """One search: the text, what has been spelled so far, and how many turns are left."""

    def __init__(self, backwards: _Backwards, latin: str) -> None:
        self.back, self.latin, self.low = backwards, latin, latin.lower()
        self.turns, self.cut = _MOST_TURNS, len(latin.lower()) != len(latin)

    def spellings(self) -> Iterator[tuple[str, int]]:
        """Spellings with the number of their silent letters."""
        stack: list[tuple[int, str, str, tuple[tuple[int, str], ...], int]] = [(0, "", "", (), 0)]
        while stack and not self.cut:
            at, low, cased, pieces, silent = stack.pop()
            if at == len(self.latin) and self._true(low, cased):
                yield cased, silent
            for source, target in self._next(at, low):
                if not may_grow(low, source, self.back.engine.spelling):
                    continue
                self.turns -= 1
                if self.turns <= 0:
                    self.cut = True
                    return
                grown = (*pieces, (len(low), target))
                kept = self._settled(low + source, grown)
                if kept is not None:
                    written = self._case(source, at, target)
                    stack.append((at + len(target), low + source, cased + written, kept, silent + (not target)))

    def _next(self, at: int, low: str) -> Iterator[tuple[str, str]]:
        """Sources that may stand next, with what they are written as."""
        if low[-1:] not in self.back.silent:  # never two silent letters together
            yield from ((source, "") for source in self.back.silent)
        if at < len(self.low):
            char = self.low[at]
            if letter_script(char) == "none" and char not in self.back.engine.table.output:
                yield char, char
            for length in range(1, self.back.longest + 1):
                target = self.low[at : at + length]
                if len(target) == length:
                    yield from ((source, target) for source in self.back.by_target.get(target, ()))

    def _settled(self, low: str, pieces: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...] | None:
        """Pieces whose right context is not yet known; None where one that is known is written otherwise."""
        engine = self.back.engine
        kept = list(pieces)
        while kept and kept[0][0] + engine.right + 1 < len(low):
            start, target = kept.pop(0)
            if engine.written_at(low, start) != target:
                return None
        return tuple(kept)

    def _case(self, source: str, at: int, target: str) -> str:
        """`source` in the case of the Latin that it is written as; signs go with the capitals around them."""
        start, end = at, at + len(target)
        while start > 0 and not self.latin[start - 1].isspace():
            start -= 1
        while end < len(self.latin) and not self.latin[end].isspace():
            end += 1
        word = self.latin[start:end]
        if word.isupper() and sum(c.isalpha() for c in word) > 1:
            return source.upper()
        return source[0].upper() + source[1:] if self.latin[at : at + 1].isupper() and target else source

    def _true(self, low: str, cased: str) -> bool:
        words = "".join(c if c.isalpha() or c == "’" else " " for c in low).split()
        language = self.back.engine.table.language
        return all(possible(w.strip("’"), language) for w in words) and (
            romanize(cased, self.back.engine.table.id, unknown="keep") == self.latin
        )
