"""Names that are nothing but words, as most are: read by what is known of each word, without cutting a text.

What is not plain (titles, particles, hyphens, brackets, two scripts, anything to repair) is left to `parsing`, which
reads plain names alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from namekit.roles import NO_LOOKS, Looks, Role, Unit, UnitKind, certain, looks, ranked, word_kind
from namekit.tokens import split_run_together
from namekit.words import particles, phrase_starts

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0137\u0139-\u017e"  # composed letters, without kra, typed for к
_CYRILLIC = "\u0400-\u0481\u048a-\u052f"
_MOST_WORDS, _LONGEST = 8, 30  # shorter than the limits of tables/names/roles.toml: the rest is cut


def _name_of(letters: str) -> str:
    word = rf"(?:[{letters}]{{2,{_LONGEST}}}|[{letters}]\.?)"
    return rf"{word}(?:(?:,? |,|(?<=\.)){word}){{0,{_MOST_WORDS - 1}}}"


_PLAIN = re.compile(f"{_name_of(_LATIN)}|{_name_of(_CYRILLIC)}")
_WORDS = re.compile(f"[{_LATIN}{_CYRILLIC}]+")


@dataclass(frozen=True, slots=True, eq=False)
class _Shape:
    """What a word looks like. Equal ones are one object, so that they are compared and hashed by identity."""

    kind: UnitKind
    looks: Looks
    upper: bool | None


def plain_words(name: str) -> list[str] | None:
    """The words of a plain name; None where it is none."""
    return _WORDS.findall(name) if _PLAIN.fullmatch(name) and name.count(",") <= 1 else None


def plain_roles(name: str, words: Sequence[str]) -> tuple[tuple[Role, bool], ...] | None:
    """The likeliest role of each of a plain name's words, and whether it is certain; None where words are not plain."""
    shapes = tuple(map(_shape_of, words))
    if None in shapes:
        return None
    before = len(_WORDS.findall(name, 0, name.index(","))) if "," in name else 0
    return _roles(shapes, before)


@lru_cache(maxsize=65_536)
def _shape_of(word: str) -> _Shape | None:
    """What a word looks like; None where it may be no word of a name, or two."""
    low = word.lower()
    if low in phrase_starts() or low in particles() or len(split_run_together(word)) > 1:
        return None
    kind = word_kind(word)
    if kind == "initial":
        return _shape(kind, NO_LOOKS, None)
    return _shape(kind, looks(word), word.isupper() if kind == "word" else None)


@lru_cache(maxsize=4_096)
def _shape(kind: UnitKind, seen: Looks, upper: bool | None) -> _Shape:  # noqa: FBT001 (the key of a cache)
    return _Shape(kind, seen, upper)


@lru_cache(maxsize=65_536)
def _roles(shapes: tuple[_Shape, ...], before: int) -> tuple[tuple[Role, bool], ...]:
    """The likeliest roles of words, of which so many stand before a comma (0: there is none between them)."""
    uppers = {shape.upper for shape in shapes}
    shown = True in uppers and False in uppers
    units = tuple(
        Unit(s.kind, s.looks, s.upper if shown else None, ("before" if i < before else "after") if before else "", None)
        for i, s in enumerate(shapes)
    )
    weighed = ranked(units)
    order = weighed[0][0]
    return tuple(zip(order, certain(weighed, order), strict=True))
