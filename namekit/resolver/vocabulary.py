"""The distinct name parts of a registry, and which of them a token may stand for.

Parts that sound alike in every reading are one class: a token is compared with classes, and with none but those that
it shares sounds, vowel-blind sounds, a group of given names, or most of its consonants with.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import chain, repeat
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from namekit.names.kin import Kin, given, patronymic
from namekit.names.sounds import Reading, readings, vowel_blind
from namekit.names.surnames import ending_sounds, gender_pair, masculine
from namekit.table import read_table

Level = Literal["same", "kin", "short", "vowels", "near", "far", "gender"]
Field = Literal["given", "patronymic", "surname"]
ORDER: Mapping[Level, int] = {
    "same": 0, "kin": 1, "vowels": 2, "short": 3, "gender": 4, "near": 5, "far": 6,
}  # fmt: skip
LEVELS = frozenset(ORDER)
_SLIPS: frozenset[Level] = frozenset({"near", "far"})
FIELDS: tuple[Field, ...] = ("given", "patronymic", "surname")
_KEYED_BY_DELETION = 4  # consonants: shorter skeletons less one say too little
_NO_KIN = Kin({}, frozenset())
_REMEMBERED = 65_536  # sounds of queries whose agreements are remembered


class Sounds(NamedTuple):
    """What a class of parts sounds like, in the field that they stand in.

    `keys` say what its frequency is counted by.
    """

    field: Field
    readings: tuple[Reading, ...]
    kin: Kin
    keys: tuple[str, ...]


class Word:
    """A word as a registered name has it: its number in the vocabulary and that of its class, and its field.

    `certain` says whether the name's form allows no other field. Equal words are one object, at one `place` among
    those that stand in names.
    """

    __slots__ = ("certain", "field", "heard", "number", "place")

    def __init__(self, place: int, number: int, heard: int, field: Field, *, certain: bool) -> None:
        self.place = place
        self.number = number
        self.heard = heard
        self.field = field
        self.certain = certain


class Vocabulary:
    """Words (a text in lower case, in a field) and their classes, by number. Filled by `add`, then only read."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.class_of: array[int] = array("I")
        self.classes: list[Sounds] = []
        self.fields: list[Field] = []  # of the classes
        self.standing: list[Word] = []
        self._standing: dict[int, Word] = {}  # by twice their number, and one more where they are certain
        self._word_ids: dict[Field, dict[str, int]] = {field: {} for field in FIELDS}
        self._class_ids: dict[tuple[object, ...], int] = {}
        self._by_merged: dict[str, list[int]] = {}
        self._by_blind: dict[str, list[str]] = {}
        self._by_masculine: dict[str, list[str]] = {}
        self._by_group: dict[tuple[Field, str], list[int]] = {}
        self._common: dict[str, list[int]] = {}
        self._by_skeleton: dict[str, list[str]] = {}
        self._agreeing = lru_cache(maxsize=_REMEMBERED)(self._agree)

    def add(self, text: str, field: Field) -> int:
        """The number of a word, a new one where it was not yet met."""
        low, known = text.lower(), self._word_ids[field]
        word = known.get(low)
        if word is None:
            word = known[low] = len(self.words)
            self.words.append(low)
            self.class_of.append(self._class(text, field))
        return word

    def word(self, text: str, field: Field, *, certain: bool) -> Word:
        """A word that stands in a name, added where it was not yet met."""
        number = self.add(text, field)
        key = 2 * number + certain
        word = self._standing.get(key)
        if word is None:
            place, heard = len(self.standing), self.class_of[number]
            word = self._standing[key] = Word(place, number, heard, field, certain=certain)
            self.standing.append(word)
        return word

    def _class(self, text: str, field: Field) -> int:
        heard, kin = readings(text), kin_of(text, field)
        key = field, heard, frozenset(kin.groups.items()) if kin.groups else None, kin.genders
        if key not in self._class_ids:
            number = self._class_ids[key] = len(self.classes)
            self.classes.append(Sounds(field, heard, kin, counted_by(heard, kin)))
            self.fields.append(field)
            self._enter(number, heard, kin, field)
        return self._class_ids[key]

    def _enter(self, number: int, heard: tuple[Reading, ...], kin: Kin, field: Field) -> None:
        self._agreeing.cache_clear()
        for group in kin.groups:
            self._by_group.setdefault((field, group), []).append(number)
        for merged in dict.fromkeys(r.merged for r in heard):
            if merged not in self._by_merged:
                self._by_blind.setdefault(vowel_blind(merged), []).append(merged)
            self._by_merged.setdefault(merged, []).append(number)
            if field == "surname" and merged not in (men := self._by_masculine.setdefault(masculine(merged), [])):
                men.append(merged)
        for reading in heard:
            if not reading.house:
                if reading.merged not in self._common:
                    for key in skeletons(reading.consonants):
                        self._by_skeleton.setdefault(key, []).append(reading.merged)
                self._common.setdefault(reading.merged, []).append(number)

    def matches(self, token: str) -> Mapping[int, Level]:
        """The classes that a token may stand for, each with the level of agreement."""
        heard = readings(token)
        kins = {field: kin for field in FIELDS if (kin := kin_of(token, field)).groups}
        found = self._by_sound(heard)
        if not kins:
            return found
        found = {n: level for n, level in found.items() if self.fields[n] not in kins or not self.classes[n].kin.groups}
        sounds = {r.sounds for r in heard}
        for field, kin in kins.items():
            for group in kin.groups:
                for number in self._by_group.get((field, group), ()):
                    if relation := _kin_agreement(sounds, kin, self.classes[number]):
                        found[number] = relation
        return found

    def _by_sound(self, heard: Sequence[Reading]) -> Mapping[int, Level]:
        """The classes that agree with one of the readings, each with the nearest level."""
        # A slip on top of a foreign reading: too many names would agree.
        agreeing = [self._agreeing(r.merged, "" if r.house else r.consonants) for r in heard]
        if len(agreeing) == 1:
            return agreeing[0]
        found: dict[int, Level] = {}
        for levels in agreeing:
            for number, level in levels.items():
                if number not in found or ORDER[level] < ORDER[found[number]]:
                    found[number] = level
        return found

    def _agree(self, mine: str, skeleton: str) -> Mapping[int, Level]:
        """The classes that agree with merged sounds of a skeleton, each with the nearest level; "": without slips."""
        ending = ending_sounds(mine)
        found: dict[int, Level] = {}
        for theirs, level in self._alike(mine, skeleton):
            slip, rank = level in _SLIPS, ORDER[level]
            other_surname = slip and ending and ending_sounds(theirs) not in {"", ending}  # Вдовина, Вдовенко
            for number in (self._common if slip else self._by_merged)[theirs]:
                if other_surname if self.fields[number] == "surname" else level == "gender":
                    continue
                if number not in found or rank < ORDER[found[number]]:
                    found[number] = level
        return found

    def _alike(self, mine: str, skeleton: str) -> Iterator[tuple[str, Level]]:
        """Merged sounds of the vocabulary that agree with others, and how far."""
        if mine in self._by_merged:
            yield mine, "same"
        for theirs in self._by_masculine.get(masculine(mine), ()):
            if theirs != mine and gender_pair(mine, theirs):
                yield theirs, "gender"
        for theirs in self._by_blind.get(vowel_blind(mine), ()):
            if theirs != mine and len(theirs) == len(mine):
                yield theirs, "vowels"
        if skeleton:
            yield from self._slips(mine, skeleton)

    def _slips(self, mine: str, skeleton: str) -> Iterator[tuple[str, Level]]:
        """Merged sounds that a slip or two make of others, among those with most of their consonants.

        Two neighbours that have changed places are one slip (optimal string alignment), the commonest in typing.
        """
        near, far = lengths()
        if len(mine) < near:
            return
        most = 2 if len(mine) >= far else 1
        choices = list(chain.from_iterable(map(self._by_skeleton.get, skeletons(skeleton), repeat(()))))
        alike = extract(mine, choices, scorer=OSA.distance, limit=None, score_cutoff=most)
        for theirs, distance in {theirs: distance for theirs, distance, _ in alike}.items():
            if level := _slip(distance, min(len(mine), len(theirs))):
                yield theirs, level


def counted_by(heard: Sequence[Reading], kin: Kin) -> tuple[str, ...]:
    """What the frequency of a name is counted by: the groups of a given name, else its merged sounds."""
    return tuple(sorted(kin.groups)) or tuple(r.merged for r in heard[:1])


def kin_of(token: str, field: Field) -> Kin:
    """The groups of given names that a token may belong to in a field; none for a surname."""
    return given(token) if field == "given" else patronymic(token) if field == "patronymic" else _NO_KIN


def skeletons(skeleton: str) -> Iterable[str]:
    """The consonants of a name, and where they are enough, the same less each one of them."""
    if len(skeleton) < _KEYED_BY_DELETION:
        return (skeleton,)
    return dict.fromkeys([skeleton, *[skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton))]])


def _kin_agreement(sounds: AbstractSet[str], kin: Kin, word: Sounds) -> Level | None:
    """Two known given names agree if one group has both; else they are different names, however alike they sound."""
    if not (kin.genders & word.kin.genders):
        return None
    if any(r.sounds in sounds for r in word.readings):
        return "same"
    relations = {r for g in kin.groups if g in word.kin.groups for r in (kin.groups[g], word.kin.groups[g])}
    return "short" if "short" in relations else "kin"


def sound_level(mine: str, theirs: str, *, gendered: bool) -> Level | None:
    """How far two merged sounds agree; with `gendered`, also as the two genders' forms of one surname."""
    if mine == theirs:
        return "same"
    if gendered and gender_pair(mine, theirs):
        return "gender"
    if len(mine) == len(theirs) and vowel_blind(mine) == vowel_blind(theirs):
        return "vowels"
    return _slip(OSA.distance(mine, theirs, score_cutoff=2), min(len(mine), len(theirs)))


def _slip(distance: int, shorter: int) -> Level | None:
    """What so many sounds are that differ, in names of which the shorter one has so many."""
    near, far = lengths()
    if distance == 1 and shorter >= near:
        return "near"
    return "far" if 0 < distance <= 2 and shorter >= far else None  # noqa: PLR2004 (far is two sounds)


@cache
def lengths() -> tuple[int, int]:
    """How many sounds a name has at least where one of them, and where two, may differ."""
    sounds = read_table("", "weights")["sounds"]
    return sounds["near"], sounds["far"]
