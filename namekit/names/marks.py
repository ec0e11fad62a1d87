"""Marks that were lost: *Suskevic* for *Šuškevič*, *Urij* for *Ûrij*, as lists in plain letters have them.

Which letters lost theirs, the spelling does not show: each *s* may be one. So names meet by their sounds without marks,
and whether the one can be what is left of the other is asked of the few that do.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from operator import ne
from typing import NamedTuple

from namekit.names.sounds import ALPHABET, merge, readings
from namekit.table import read_table

_LATIN = re.compile("[a-z'’ -]*[cszu][a-z'’ -]*")


class _Lost(NamedTuple):
    """Sounds without the marks of their letters, and with all that these may have had; the same of first sounds."""

    without: Mapping[int, str]
    restored: Mapping[int, str]
    first: Mapping[str, str]


@cache
def _lost() -> _Lost:
    table = read_table("", "sounds")["marks"]
    kept = {sound: sound for sound in ALPHABET}  # what a table of `translate` lacks takes long
    return _Lost(
        str.maketrans(kept | {sound: merge(left) for sound, left in table["lost"]}),
        str.maketrans(kept | {left: sound for sound, left in table["lost"]}),
        {left: sound for sound, left in table["first"]},
    )


def unmarked(merged: str) -> str:
    """Merged sounds as they are heard where all marks are lost."""
    lost = _lost()
    if merged[:1] in lost.first:
        merged = merge(merged)  # as if the first sound were just this: that of Юрий is, once merged
    return merged.translate(lost.without)


def marks(merged: str) -> int:
    """How many merged sounds are written with a mark that can be lost."""
    return sum(map(ne, merged, unmarked(merged)))


def is_plain(low: str) -> bool:
    """Whether a word in lower case is in Latin letters without marks, some of which may have lost theirs."""
    return bool(_LATIN.fullmatch(low))


@lru_cache(maxsize=4_096)
def marks_lost(one: str, other: str) -> bool:
    """Whether one of two spellings, in plain Latin letters, is the other less some of its marks."""
    return _is_left(one.lower(), other) or _is_left(other.lower(), one)


def _is_left(plain: str, other: str) -> bool:
    """Whether each sound is heard of the plain letters as they are, or as they may have been."""
    if not is_plain(plain):
        return False
    whole = {r.merged for r in readings(other)}
    for reading in readings(plain):
        mine, restored = reading.merged, _restored(reading.sounds)
        for theirs in whole - {mine}:
            if len(mine) == len(theirs) == len(restored) and all(map(_either, theirs, mine, restored)):
                return True
    return False


def _either(theirs: str, mine: str, restored: str) -> bool:
    return theirs in {mine, restored}


def _restored(sounds: str) -> str:
    """Sounds, merged, with all marks that their letters may have lost."""
    lost = _lost()
    return merge((lost.first.get(sounds[:1], sounds[:1]) + sounds[1:]).translate(lost.restored))
