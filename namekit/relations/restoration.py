"""Latin back to Cyrillic: what a system, or any system of a language, may have read; and which system it was."""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Self, overload

from namekit.errors import InputError
from namekit.names.kin import name_list
from namekit.romanization.engine import romanize
from namekit.romanization.lattice import Backwards, Lattice
from namekit.romanization.likelihood import ranking
from namekit.romanization.orthography import LANGUAGES
from namekit.romanization.shares import shares
from namekit.romanization.system import System, system, systems
from namekit.text import apostrophes, repair

DEFAULT_LIMIT = 1_000_000
_TOGETHER = 24  # spellings that are ranked by known names, too; those after them by their letters alone


class Restoration(Sequence[str]):
    """Cyrillic spellings, likeliest first, found as they are asked for. `cut`: there are more than are given."""

    def __init__(self, lattice: Lattice, latin: str, system_id: str, limit: int) -> None:
        self.cut = lattice.cut or lattice.count > limit
        self._limit = limit
        self._language = system(system_id).language
        self._spelled = _spelled(lattice, latin, system_id)
        self._next: list[str] = []
        self._found: list[str] = []

    def _more(self, wanted: int) -> None:
        while len(self._found) < min(wanted, self._limit):
            if not self._next:
                self._next = self._ranked(_TOGETHER if not self._found else 1)
                if not self._next:
                    return
            self._found.append(self._next.pop())

    def _ranked(self, count: int) -> list[str]:
        """The next spellings, best last: by their letters, and by the words that are known names."""
        return [x for _, x in sorted((score + self._bonus(x), x) for score, x in islice(self._spelled, count))]

    def _bonus(self, spelling: str) -> float:
        known = _known_names(self._language)
        return ranking("known_name_bits") * sum(w in known for w in spelling.lower().replace("-", " ").split(" "))

    @property
    def spellings(self) -> tuple[str, ...]:
        """All of them."""
        self._more(self._limit)
        return tuple(self._found)

    def __len__(self) -> int:
        return len(self.spellings)

    def __iter__(self) -> Iterator[str]:
        i = 0
        while True:
            self._more(i + 1)
            if i >= len(self._found):
                return
            yield self._found[i]
            i += 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        """One spelling, or several; no more are worked out than are asked for."""
        if isinstance(index, slice):
            bounded = index.stop is not None and index.stop >= 0 and (index.start or 0) >= 0
            self._more(index.stop if bounded else self._limit)
            return tuple(self._found[index])
        self._more(index + 1 if index >= 0 else self._limit)
        return self._found[index]

    def __repr__(self) -> str:
        return f"Restoration({self[:5]!r}, cut={self.cut})"


@lru_cache(maxsize=4)
def _known_names(language: str) -> frozenset[str]:
    return frozenset(n.lower() for n in name_list(language))


class _Capitals:
    """Which places of a Latin text ask for a capital: a word in capitals, or a step that begins with one."""

    def __init__(self, latin: str) -> None:
        self._latin = latin
        self._all = [False] * len(latin)
        start = 0
        for word in latin.split(" "):
            shouting = word.isupper() and sum(c.isalpha() for c in word) > 1
            self._all[start : start + len(word)] = [shouting] * len(word)
            start += len(word) + 1

    def restore(self, steps: list[tuple[str, int]]) -> str:
        out, at, size = [], 0, len(self._latin)
        for source, length in steps:
            place = min(at, size - 1)
            if self._all[place] or (not length and at and self._all[at - 1]):
                out.append(source.upper())
            elif length and self._latin[at].isupper():
                out.append(source[0].upper() + source[1:])
            else:
                out.append(source)
            at += length
        return "".join(out)


def _spelled(lattice: Lattice, latin: str, system_id: str) -> Iterator[tuple[float, str]]:
    """The spellings of a lattice in the case of the Latin text, with their log2 likelihood, likeliest first."""
    capitals = _Capitals(latin)
    for score, steps in lattice.paths():
        spelling = capitals.restore(steps)
        if romanize(spelling, system_id, unknown="keep") == latin:
            yield score, spelling


def restore(latin: str, system_id: str, *, limit: int = DEFAULT_LIMIT) -> Restoration:
    """The orthographically possible x with `romanize(x, system_id) == latin`, likeliest as a name first.

    The method is a lattice of all readings, searched best-first by the letters of names in the language. At most
    `limit` are given; `.cut` says whether there are more. Raises UnknownSystemError, ValueError for a limit below 1.
    """
    if limit < 1:
        msg = f"limit is at least 1, not {limit}"
        raise ValueError(msg)
    latin = unicodedata.normalize("NFC", latin)
    return Restoration(Lattice(_backwards(system_id), latin), latin, system_id, limit)


@lru_cache(maxsize=256)
def _backwards(system_id: str) -> Backwards:
    return Backwards(system(system_id))


@dataclass(frozen=True, slots=True)
class PossibleSource:
    """A Cyrillic spelling that a Latin one may stand for: the systems that write it so, and its share (0 to 1)."""

    text: str
    systems: tuple[str, ...]
    likelihood: float


@dataclass(frozen=True, slots=True)
class Identified:
    """A system that may have written a spelling, from which Cyrillic, and its share (0 to 1) among all systems."""

    system: str
    text: str
    likelihood: float


class Readings(tuple[PossibleSource, ...]):  # noqa: SLOT001 (it has one attribute more)
    """Possible sources, likeliest first. `cut`: there are more than are given."""

    cut: bool

    def __new__(cls, sources: Iterable[PossibleSource], *, cut: bool) -> Self:
        """Keep the sources, and whether there are more."""
        self = super().__new__(cls, sources)
        self.cut = cut
        return self


def readings(latin: str, language: str, *, limit: int = 20) -> Readings:
    """What a Latin spelling may stand for in a language ("be", "ru", "uk"), across its systems, likeliest first.

    Likelihood is that of the spelling as a name, times how usual the systems are that write it so, as a share of
    all that was found. At most `limit` are given; `.cut` says whether there are more. Raises InputError for
    another language.
    """
    latin = unicodedata.normalize("NFC", latin)
    found: dict[str, tuple[float, list[str]]] = {}
    cut = False
    for one in _distinct_systems(language):
        lattice = Lattice(_backwards(one.id), latin)
        cut = cut or lattice.cut or lattice.count > limit
        for score, text in islice(_spelled(lattice, latin, one.id), limit):
            share, ids = found.setdefault(text, (0.0, []))
            found[text] = share + 2.0**score * _usage(one), [*ids, one.id]
    total = math.fsum(share for share, _ in found.values()) or 1.0
    ranked = sorted(found.items(), key=lambda kv: (-kv[1][0], kv[0]))
    sources = (PossibleSource(text, tuple(ids), share / total) for text, (share, ids) in ranked[:limit])
    return Readings(sources, cut=cut or len(ranked) > limit)


def identify(latin: str, cyrillic: str | None = None, *, language: str | None = None) -> tuple[Identified, ...]:
    """The systems that may have written a Latin spelling, likeliest first; with the Cyrillic given, those that did.

    With `cyrillic`, systems that write it exactly so come first, then those that do but for case and signs. Without,
    a system's likelihood is that of its best reading as a name, times how usual the system is. With `language`,
    only the systems of that language are looked at. Raises InputError for one that has none.
    """
    latin = unicodedata.normalize("NFC", latin)
    scored = _by_cyrillic(latin, cyrillic, language) if cyrillic is not None else _by_reading(latin, language)
    top = max((score for score, _, _ in scored), default=0.0)
    total = math.fsum(2.0 ** (score - top) for score, _, _ in scored)
    ranked = sorted(scored, key=lambda s: (-s[0], s[1]))
    return tuple(Identified(id_, text, 2.0 ** (score - top) / total) for score, id_, text in ranked)


def _by_reading(latin: str, language: str | None) -> list[tuple[float, str, str]]:
    out = []
    for one in _distinct_systems(language):
        lattice = Lattice(_backwards(one.id), latin)
        if lattice.count and (best := Restoration(lattice, latin, one.id, 1)[:1]):
            out += [
                (lattice.likelihood + math.log2(_usage(s)), s.id, best[0])
                for s in systems(provisional=True)
                if one.id in {s.id, s.same_as}
            ]
    return out


def _by_cyrillic(latin: str, cyrillic: str, language: str | None) -> list[tuple[float, str, str]]:
    text: str = repair(cyrillic)[0]
    out = []
    for one in _all_systems(language):
        written = romanize(text, one.id, unknown="keep")
        if written == latin:
            out.append((math.log2(_usage(one)), one.id, text))
        elif _bare(written) == _bare(latin):
            out.append((math.log2(_usage(one)) + ranking("inexact_bits"), one.id, text))
    return out


def _bare(latin: str) -> str:
    """Lower case without signs, so that a spelling typed without them is recognized."""
    return "".join(c for c in apostrophes(latin.casefold()) if c.isalpha() or c == " ")


def _all_systems(language: str | None) -> tuple[System, ...]:
    """Systems of the language, or of all. Raises InputError for a language that has none."""
    if language not in {None, *LANGUAGES}:
        msg = f"language is one of {', '.join(LANGUAGES)}, not {language!r}"
        raise InputError(msg)
    return tuple(s for s in systems(provisional=True) if language in {None, s.language})


def _distinct_systems(language: str | None) -> tuple[System, ...]:
    """Those with rules of their own."""
    return tuple(s for s in _all_systems(language) if not s.same_as)


def _usage(one: System) -> float:
    """How often the system is met among those of its language; one with the rules of another counts as that one."""
    return shares().system[one.language][one.same_as or one.id]
