"""Two spellings of one name part, letter by letter: what was heard as what, and where they differ.

The merged sounds of the two are aligned (Levenshtein), and what is heard in one sound belongs together: *shch* stands
against *щ*, *ia* against *я*.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from rapidfuzz.distance import Levenshtein

from namekit.names.sounds import VOWELS, Heard, Reading, Sound, heard, readings, vowel_blind

How = Literal["letters", "sound", "languages", "vowel", "other", "missing", "silent"]
Resolution = Literal["sounds", "merged", "vowels", "one sound", "skeleton", ""]
_RESOLUTIONS: tuple[Resolution, ...] = ("sounds", "merged", "vowels", "one sound", "skeleton", "")
_ENOUGH = 2  # consonants: to share a single one says nothing


@dataclass(frozen=True, slots=True)
class Aligned:
    """Letters of the one against letters of the other, the sounds heard in each, and how these stand to each other.

    `how`: the same "letters"; other letters for the same "sound"; sounds that the three "languages" spell for each
    other (tables/sounds.toml, merged); another "vowel"; an "other" sound; "missing": one has no letter for it;
    "silent": heard in neither.
    """

    one: str
    other: str
    sounds: tuple[str, str]
    how: How


def sound_resolution(one: str, other: str) -> Resolution:
    """The finest resolution at which two spellings sound equal: all sounds, what the languages spell alike, ...

    "vowels": all but some vowels; "one sound": all but one; "skeleton": the consonants; "": they do not.
    """
    pairs = product(readings(one), readings(other))
    return min((_resolution(mine, theirs) for mine, theirs in pairs), key=_RESOLUTIONS.index, default="")


def _resolution(mine: Reading, theirs: Reading) -> Resolution:
    if mine.sounds == theirs.sounds:
        return "sounds"
    if mine.merged == theirs.merged:
        return "merged"
    if min(len(mine.skeleton), len(theirs.skeleton)) < _ENOUGH:
        return ""
    if len(mine.merged) == len(theirs.merged) and vowel_blind(mine.merged) == vowel_blind(theirs.merged):
        return "vowels"
    if Levenshtein.distance(mine.merged, theirs.merged, score_cutoff=1) == 1:
        return "one sound"
    return "skeleton" if mine.skeleton == theirs.skeleton else ""


@lru_cache(maxsize=4096)
def align(one: str, other: str) -> tuple[Aligned, ...]:
    """The letters of two spellings against each other; those of each, joined, are the spelling in NFC.

    Of the readings of the two (namekit.names.sounds) those are taken that sound most alike.
    """
    if one > other:
        return tuple(Aligned(a.other, a.one, a.sounds[::-1], a.how) for a in align(other, one))
    pairs = list(product(readings(one), readings(other)))
    if not pairs:
        return _without_sounds(unicodedata.normalize("NFC", one), unicodedata.normalize("NFC", other))
    mine, theirs = min(pairs, key=lambda pair: _unlike(*pair))
    left, right = heard(one, mine.house), heard(other, theirs.house)
    return tuple(_compared(left, right, *span) for span in _spans(left, right))


def _without_sounds(one: str, other: str) -> tuple[Aligned, ...]:
    """Two texts of which one at least holds no letter that can be heard."""
    how: How = "letters" if one == other else "other" if one and other else "missing"
    return (Aligned(one, other, ("", ""), how),) if one or other else ()


def _unlike(mine: Reading, theirs: Reading) -> tuple[int, int, int]:
    """How far two readings are from each other; the common ones go before those of a house."""
    return (
        Levenshtein.distance(mine.merged, theirs.merged),
        Levenshtein.distance(mine.sounds, theirs.sounds),
        bool(mine.house) + bool(theirs.house),
    )


_Span = tuple[int, int, int, int]
"""Graphemes of the one, from and to, and of the other."""


def _spans(left: Heard, right: Heard) -> Iterator[_Span]:
    """The graphemes that belong together, in the order of both."""
    joined = _joined(list(_paired(left.merged, right.merged)))
    at = to = 0
    for first, after, start, end in (*joined, (len(left.graphemes),) * 2 + (len(right.graphemes),) * 2):
        yield from _unpaired(list(_units(left, at, first)), list(_units(right, to, start)))
        if after > first or end > start:
            yield first, after, start, end
        at, to = after, end


def _paired(left: Sequence[Sound], right: Sequence[Sound]) -> Iterator[_Span]:
    """Each sound with the one that faces it."""
    texts = ["".join(sound for sound, _, _ in side) for side in (left, right)]
    for block in Levenshtein.opcodes(*texts):
        if block.tag in {"equal", "replace"}:
            places = range(block.src_start, block.src_end), range(block.dest_start, block.dest_end)
            for i, j in zip(*places, strict=True):
                yield *left[i][1:], *right[j][1:]


def _joined(spans: list[_Span]) -> list[_Span]:
    """The spans, those that share a grapheme as one."""
    out: list[_Span] = []
    for span in spans:
        if out and (span[0] < out[-1][1] or span[2] < out[-1][3]):
            last = out.pop()
            span = min(last[0], span[0]), max(last[1], span[1]), min(last[2], span[2]), max(last[3], span[3])  # noqa: PLW2901
        out.append(span)
    return out


_Unit = tuple[int, int, bool]
"""Graphemes that are heard together, from and to, and whether they are silent."""


def _units(side: Heard, first: int, after: int) -> Iterator[_Unit]:
    """The graphemes of a range, those that share a sound as one."""
    while first < after:
        end = max((b for _, a, b in (*side.sounds, *side.merged) if a <= first < b), default=first + 1)
        yield first, end, not _within(side.sounds, first, end)
        first = end


def _unpaired(mine: list[_Unit], theirs: list[_Unit]) -> Iterator[_Span]:
    """Units that face none: one by one, but silent ones face each other as far as both sides have some."""
    at, to = (mine[0][0] if mine else -1), (theirs[0][0] if theirs else -1)
    while mine or theirs:
        both = bool(mine and theirs) and (mine[0][2] and theirs[0][2])
        one = mine.pop(0) if mine and (both or not theirs or not mine[0][2]) else None
        other = theirs.pop(0) if theirs and (both or one is None) else None
        yield one[0] if one else at, one[1] if one else at, other[0] if other else to, other[1] if other else to
        at, to = one[1] if one else at, other[1] if other else to


def _compared(left: Heard, right: Heard, first: int, after: int, start: int, end: int) -> Aligned:  # noqa: PLR0913, PLR0917
    one, other = "".join(left.graphemes[first:after]), "".join(right.graphemes[start:end])
    sounds = _within(left.sounds, first, after), _within(right.sounds, start, end)
    merged = _within(left.merged, first, after), _within(right.merged, start, end)
    return Aligned(one, other, sounds, _how(one, other, sounds, merged))


def _within(sounds: Sequence[Sound], first: int, after: int) -> str:
    return "".join(sound for sound, a, b in sounds if first <= a and b <= after)


def _how(one: str, other: str, sounds: tuple[str, str], merged: tuple[str, str]) -> How:
    if one.casefold() == other.casefold():
        return "letters"
    if sounds[0] == sounds[1]:
        return "sound" if sounds[0] else "silent"
    if not one or not other:
        return "missing"
    if merged[0] == merged[1]:
        return "languages"
    return "vowel" if set(merged[0] + merged[1]) <= {*VOWELS, "J"} else "other"
