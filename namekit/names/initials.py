"""What names begin with: whether an initial may stand for a name, and how many people's names it may stand for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from namekit.names.frequency import listed
from namekit.names.kin import given, given_names, patronymic
from namekit.names.sounds import ALPHABET, readings
from namekit.ready import ready
from namekit.table import read_table


@lru_cache(maxsize=16_384)
def first_sounds(text: str) -> frozenset[str]:
    """What a name or an initial begins with: a sound, or J (я, ю, Y) with its vowel where that is written.

    A Latin letter alone may also be the first one of a grapheme (Z of Zh), by tables/sounds.toml.
    """
    out: set[str] = set()
    for reading in readings(text):
        first = reading.sounds.replace("Y", "J", 1) if reading.sounds[0] == "Y" else reading.sounds
        out.add(first[:2] if first[0] == "J" and len(first) > 1 else first[0])
        if first[0] == "J":
            out.add("J")
        elif first[0] == "H":  # h is г or х
            out |= {"G", "X"}
    if text[:1].lower() in "еєё" or text[:2].lower() in {"ye", "je", "ie"}:
        out |= {"E", "J"}
    if text in {"I", "i"}:
        out.add("J")  # of Iu, Ia
    if text in {"Y", "y", "J", "j"}:
        out -= {"I"}
    if len(text) == 1 and text in "ЮЯЁюяё":
        out.discard("J")
    return frozenset(out.union(_first_letters().get(text.lower(), ())))


@cache
def _first_letters() -> Mapping[str, Sequence[str]]:
    """What the graphemes sound like that begin with a letter."""
    found: Mapping[str, Sequence[str]] = read_table("", "sounds")["first_letter"]
    return found


def beginning(words: Iterable[tuple[str, str]], initials: Sequence[str]) -> tuple[int, ...]:
    """A number for what a name's given name and patronymic begin with, of its words with their fields and its initials.

    It stands between FIRST and LAST. A name with initials has another one as well, that only such names have.
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
    number = FIRST + _LETTERS * given_ + father
    return (number, number + _SHORT) if initials else (number,)


Bounds = tuple[tuple[int, int], ...]
"""Some ranges of numbers, each from its lowest to its highest."""


@lru_cache(maxsize=1_024)
def within(bounds: Bounds) -> frozenset[int]:
    """All numbers within some bounds."""
    return frozenset(chain.from_iterable(range(lowest, highest + 1) for lowest, highest in bounds))


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


@lru_cache(maxsize=16_384)
def shortened(given_: str, father: str | None) -> Bounds:
    """The numbers of `beginning` that names with initials have which may be short for a given name and a patronymic.

    Either may begin otherwise in another language. The patronymic may be missing in the name; of None, it is any.
    """
    fathers = None if father is None else _stood_for(father, "patronymic") | {_NO_NAME}
    return _bounds(_stood_for(given_, "given"), fathers, beyond=_SHORT)


def _stood_for(name: str, field: str) -> frozenset[int]:
    """The numbers of the initials that may stand for a name."""
    sounds = first_sounds(name) | kin_first_sounds(name, field)
    letters = (letter for letter, begun in _first_letters().items() if not sounds.isdisjoint(begun))
    return _alike(sounds).union(map(_begins, letters))


def _bounds(given_: Iterable[int], fathers: Iterable[int] | None = None, *, beyond: int = 0) -> Bounds:
    found: list[tuple[int, int]] = []
    for letter in sorted(given_):
        low = FIRST + beyond + _LETTERS * letter
        found += [(low, low + _LETTERS - 1)] if fathers is None else [(low + f, low + f) for f in sorted(fathers)]
    return tuple(found)


@lru_cache(maxsize=16_384)
def _begins(word: str) -> int:
    """The number of the first sound of a name or an initial, heard in the common way."""
    heard = readings(word)
    return _numbered(heard[0].sounds) if heard else _NO_NAME


@cache
def _written(initial: str) -> frozenset[int]:
    """The numbers of the names that begin with an initial as they stand."""
    return _alike(first_sounds(initial))


def _alike(sounds: frozenset[str]) -> frozenset[int]:
    """The numbers of some first sounds, and of those that are written in their place."""
    alike = {"J": {"E", "I"}, "I": {"J"}}  # Иосиф
    return frozenset(map(_numbered, sounds.union(*(alike.get(sound, ()) for sound in sounds))))


@cache
def _may_begin(initial: str) -> frozenset[int]:
    """The numbers of the names that an initial may stand for."""
    mine = first_sounds(initial)
    kin = (sound for one in _listed() if mine & one.all for sound in one.all)
    return _written(initial) | frozenset(map(_numbered, kin))


def _numbered(sound: str) -> int:
    return ALPHABET.find(sound[0].translate(_ONE_NUMBER)) + 1


_LETTERS = len(ALPHABET) + 2  # one is for others, one for no name
_NO_NAME = _LETTERS - 1
_SHORT = _LETTERS**2  # so much greater are the numbers that only names with initials have
FIRST, LAST = 2, 2 + 2 * _SHORT  # the numbers of `beginning`: 0 and 1 are taken by other partners in postings
_LEAST = 1e-4  # of a letter that no listed name begins with
_ONE_NUMBER = str.maketrans({"H": "G", "X": "G", "Y": "J"})  # sounds that one number is for


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
def initial_share(initial: str, field: str) -> float:
    """Share (0 to 1) of people whose given or father's name, in its usual Russian form, may begin with an initial."""
    return sum(one.given if field == "given" else one.father for one in _beginning_with(initial)) or _LEAST


@cache
def initial_bearers(initial: str) -> Mapping[str, float]:
    """Shares (0 to 1) of the given names, by id, that in their usual Russian form may begin with an initial."""
    return {one.id: one.given for one in _beginning_with(initial)}


def _beginning_with(initial: str) -> "Iterator[Beginnings]":
    mine = first_sounds(initial)
    return (one for one in _listed() if mine & one.russian)


class Beginnings(NamedTuple):
    """A listed given name: its share of people and of fathers; what its usual Russian form and all forms begin with."""

    id: str
    given: float
    father: float
    russian: frozenset[str]
    all: frozenset[str]

    def as_line(self) -> str:
        """A line of the file of what is worked out beforehand."""
        shares = repr(self.given), repr(self.father)
        return "\t".join((self.id, *shares, " ".join(sorted(self.russian)), " ".join(sorted(self.all))))


@cache
def _listed() -> tuple[Beginnings, ...]:
    lines = ready("beginnings")
    if lines is None:
        return made_beginnings()
    rows = (line.split("\t") for line in lines.splitlines())
    return tuple(
        Beginnings(id_, float(given_), float(father), frozenset(ru.split()), frozenset(kin.split()))
        for id_, given_, father, ru, kin in rows
    )


def made_beginnings() -> tuple[Beginnings, ...]:
    """The listed given names, from the tables themselves."""
    shares, fathers = listed("given"), listed("patronymic")
    return tuple(
        Beginnings(
            name.id,
            shares.get(name.id, 0.0),
            fathers.get(name.id, 0.0),
            frozenset(s for form in forms.get("ru", ())[:1] for s in first_sounds(form)),
            frozenset(s for key in ("be", "ru", "uk") for form in forms.get(key, ()) for s in first_sounds(form)),
        )
        for name in given_names()
        if name.id in shares or name.id in fathers
        for forms in [dict(name.forms)]
    )
