"""What names begin with: whether an initial may stand for a name, and how many people's names it may stand for."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from namekit.names.frequency import listed
from namekit.names.kin import given, given_names, patronymic
from namekit.names.sounds import ALPHABET, readings
from namekit.ready import ready


@lru_cache(maxsize=16_384)
def first_sounds(text: str) -> frozenset[str]:
    """What a name or an initial begins with: a sound, or J (я, ю, Y) with its vowel where that is written."""
    out = set()
    for reading in readings(text):
        first = reading.sounds.translate(_FIRST)
        out.add(first[:2] if first[0] == "J" and len(first) > 1 else first[0])
        if first[0] == "J":
            out.add("J")
    if text[:1].lower() in "еєё" or text[:2].lower() in {"ye", "je", "ie"}:
        out |= {"E", "J"}
    if len(text) == 1 and text in "IYJiyj":
        out |= {"I", "J"}
    if len(text) == 1 and text in "ЮЯЁюяё":
        out.discard("J")
    return frozenset(out)


def beginning(words: Iterable[tuple[str, str]], initials: Sequence[str]) -> int:
    """A number for what a name's given name and patronymic begin with, of its words with their fields and its initials.

    It stands between FIRST and LAST.
    """
    given_ = father = _NO_NAME
    left = list(initials)
    for word, field in words:
        if field == "given" and given_ == _NO_NAME:
            given_ = _begins(word)
        elif field == "patronymic":
            father = _begins(word)
    if given_ == _NO_NAME and left:
        given_ = _begins(left.pop(0))
    if father == _NO_NAME and left:
        father = _begins(left[0])
    return FIRST + _LETTERS * given_ + father


Bounds = tuple[tuple[int, int], ...]
"""Some ranges of numbers, each from its lowest to its highest."""


@cache
def beginnings(initials: Sequence[str]) -> tuple[Bounds, Bounds]:
    """The numbers of `beginning` that names of one or two initials usually have, as bounds.

    First those of names that begin so as they stand, then those that do so in another language. A second initial is
    one of the patronymic. Either may be missing in the name.
    """
    written = [frozenset({_NO_NAME, *_written(initial)}) for initial in initials]
    told = [frozenset({_NO_NAME, *_may_begin(initial)}) for initial in initials]
    first = _bounds(*written)
    return first, tuple(bound for bound in _bounds(*told) if bound not in first)


def _bounds(given_: Iterable[int], fathers: Iterable[int] | None = None) -> Bounds:
    found: list[tuple[int, int]] = []
    for letter in sorted(given_):
        low = FIRST + _LETTERS * letter
        found += [(low, low + _LETTERS - 1)] if fathers is None else [(low + f, low + f) for f in sorted(fathers)]
    return tuple(found)


@lru_cache(maxsize=16_384)
def _begins(word: str) -> int:
    """The number of the first sound of a name or an initial, heard in the common way."""
    heard = readings(word)
    return _numbered(heard[0].sounds.translate(_FIRST)) if heard else _NO_NAME


@cache
def _written(initial: str) -> frozenset[int]:
    """The numbers of the names that begin with an initial as they stand."""
    mine = first_sounds(initial)
    alike = {"J": {"E", "I"}, "I": {"J"}}  # Иосиф
    return frozenset(map(_numbered, mine.union(*(alike.get(sound, ()) for sound in mine))))


@cache
def _may_begin(initial: str) -> frozenset[int]:
    """The numbers of the names that an initial may stand for."""
    mine = first_sounds(initial)
    kin = (sound for one in _listed() if mine & one.all for sound in one.all)
    return _written(initial) | frozenset(map(_numbered, kin))


def _numbered(sound: str) -> int:
    return ALPHABET.find(sound[0]) + 1


_LETTERS = len(ALPHABET) + 2  # one is for others, one for no name
_NO_NAME = _LETTERS - 1
FIRST, LAST = 2, 2 + _LETTERS**2  # the numbers of `beginning`: 0 and 1 are taken by other partners in postings
_LEAST = 1e-4  # of a letter that no listed name begins with
_FIRST = str.maketrans({"H": "G", "X": "G", "Y": "J"})


@lru_cache(maxsize=16_384)
def kin_first_sounds(word: str, field: str) -> frozenset[str]:
    """First sounds of a given name's full forms in the other languages."""
    groups = given(word).groups if field == "given" else patronymic(word).groups
    return frozenset(sound for group in groups for sound in _first_sounds_of(group))


@cache
def _first_sounds_of(group: str) -> frozenset[str]:
    """First sounds of the full forms of a group of given names."""
    return frozenset(
        sound
        for key, spellings in _forms_by_group()[group]
        if key in {"be", "ru", "uk"}
        for form in spellings
        for sound in first_sounds(form)
    )


@cache
def _forms_by_group() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    return {name.id: name.forms for name in given_names()}


@cache
def initial_share(initial: str) -> float:
    """Share (0 to 1) of people whose given name, in its usual Russian form, may begin with an initial."""
    mine = first_sounds(initial)
    return sum(one.share for one in _listed() if mine & one.russian) or _LEAST


class Beginnings(NamedTuple):
    """A listed given name: its share of people; what its usual Russian form begins with, and what all full forms do."""

    share: float
    russian: frozenset[str]
    all: frozenset[str]

    def as_line(self) -> str:
        """A line of the file of what is worked out beforehand."""
        return "\t".join((repr(self.share), " ".join(sorted(self.russian)), " ".join(sorted(self.all))))


@cache
def _listed() -> tuple[Beginnings, ...]:
    lines = ready("beginnings")
    if lines is None:
        return made_beginnings()
    rows = (line.split("\t") for line in lines.splitlines())
    return tuple(Beginnings(float(share), frozenset(ru.split()), frozenset(kin.split())) for share, ru, kin in rows)


def made_beginnings() -> tuple[Beginnings, ...]:
    """The listed given names, from the tables themselves."""
    shares = listed("given")
    return tuple(
        Beginnings(
            shares[name.id],
            frozenset(s for form in forms.get("ru", ())[:1] for s in first_sounds(form)),
            frozenset(s for key in ("be", "ru", "uk") for form in forms.get(key, ()) for s in first_sounds(form)),
        )
        for name in given_names()
        if name.id in shares
        for forms in [dict(name.forms)]
    )
