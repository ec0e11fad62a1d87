"""The distinct name parts of a registry, and which of them a token may stand for.

Parts that sound alike in every reading are one class: a token is compared with classes, and with none but those that
it shares sounds, vowel-blind sounds, those without marks, a group of given names, or most of its consonants with.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import chain, repeat
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from namekit.names.frequency import is_borne
from namekit.names.kin import Kin, given, kin_heard, patronymic
from namekit.names.marks import is_plain, marks_lost, unmarked
from namekit.names.sounds import Reading, fresh_readings, readings, vowel_blind
from namekit.names.surnames import ending_sounds, gender_pair, halves, listed_cognates, masculine
from namekit.resolver.flat import Chains
from namekit.table import read_table

Level = Literal["same", "kin", "short", "vowels", "marks", "near", "far", "gender", "half"]
Field = Literal["given", "patronymic", "surname"]
ORDER: Mapping[Level, int] = {
    "same": 0, "kin": 1, "vowels": 2, "short": 3, "gender": 4, "marks": 5, "near": 6, "far": 7, "half": 8,
}  # fmt: skip
LEVELS = frozenset(ORDER)
_BY_RANK = tuple(ORDER)
_RANKS = len(ORDER)
_SLIPS: frozenset[Level] = frozenset({"near", "far"})
FIELDS: tuple[Field, ...] = ("given", "patronymic", "surname")
_KEYED_BY_DELETION = 4  # consonants: shorter skeletons less one say too little
_NO_KIN = Kin({}, frozenset())
_REMEMBERED = 131_072  # sounds of queries whose agreements are remembered


class Known(NamedTuple):
    """What a class of known given names, or of their patronymics, is kin to, and its sounds in every reading."""

    kin: Kin
    sounds: frozenset[str]


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
        self.fields: list[Field] = []  # of the classes
        self._spelt: array[int] = array("I")  # a word of each class, in plain Latin letters where there is such a one
        self.standing: list[Word] = []
        self._standing: array[int] = array("I")  # under two numbers a word, of which the second is for certain ones
        self._word_ids: dict[Field, dict[str, int]] = {field: {} for field in FIELDS}
        self._class_ids: dict[str, int] = {}
        self._known: dict[int, Known] = {}
        self._by_group: dict[tuple[Field, str], list[int]] = {}
        self._merged: list[str] = [""]
        self._merged_ids: dict[str, int] = {}
        self._sounding: array[int] = array("I")  # of the classes, the merged sounds in the common way
        self._classes, self._common = Chains(), Chains()  # by merged sounds, in any way and in the common one
        self._by_blind, self._by_masculine = Chains(), Chains()  # merged sounds
        self._by_plain = Chains()  # the same, of those that may have marks, without them
        self._halves = Chains()  # classes of double surnames, by the merged sounds of a half
        self._by_skeleton: dict[str, list[str]] = {}  # the same, written out: hundreds stand under a key
        self._agreeing = lru_cache(maxsize=_REMEMBERED)(self._agree)

    def add(self, text: str, field: Field) -> int:
        """The number of a word, a new one where it was not yet met."""
        low, known = text.lower(), self._word_ids[field]
        word = known.get(low)
        if word is None:
            word = known[low] = len(self.words)
            self.words.append(low)
            self._standing.extend((0, 0))
            self.class_of.append(self._class(low, field))
            if field == "surname":
                self._add_halves(low, self.class_of[word])
            self._spell(self.class_of[word], word)
        return word

    def _spell(self, number: int, word: int) -> None:
        """A word in plain letters stands for its class, the first of several by the alphabet."""
        known, low = self.words[self._spelt[number]], self.words[word]
        if is_plain(low) and (low < known or not is_plain(known)):
            self._spelt[number] = word

    def _add_halves(self, low: str, number: int) -> None:
        for merged in dict.fromkeys(sounds_of_halves(low)):
            if number not in self._halves[merged]:
                self._halves.add(merged, number)

    def word(self, text: str, field: Field, *, certain: bool) -> Word:
        """A word that stands in a name, added where it was not yet met."""
        number = self.add(text, field)
        key = 2 * number + certain
        if not self._standing[key]:
            place, heard = len(self.standing), self.class_of[number]
            self.standing.append(Word(place, number, heard, field, certain=certain))
            self._standing[key] = len(self.standing)  # one more than its place
        return self.standing[self._standing[key] - 1]

    def _class(self, low: str, field: Field) -> int:
        heard = fresh_readings(low)
        key = "\n".join([field, *[f"{r.sounds} {r.house}" for r in heard]])
        number = self._class_ids.setdefault(key, len(self.fields))
        if number == len(self.fields):
            self.fields.append(field)
            self._spelt.append(len(self.words) - 1)
            self._enter(number, heard, field)
        return number

    def _enter(self, number: int, heard: tuple[Reading, ...], field: Field) -> None:
        self._agreeing.cache_clear()
        kin = kin_heard(heard, field)
        if kin.groups:
            self._known[number] = Known(kin, frozenset(r.sounds for r in heard))
        for group in kin.groups:
            self._by_group.setdefault((field, group), []).append(number)
        for merged in dict.fromkeys(r.merged for r in heard):
            self._classes.add(merged, number)
            self._add_merged(merged)
            if field == "surname" and merged not in self._sounds_of(self._by_masculine, man := masculine(merged)):
                self._by_masculine.add(man, self._merged_ids[merged])
        self._sounding.append(self._merged_ids[heard[0].merged] if heard else 0)
        for reading in heard:
            if not reading.house:
                if reading.merged not in self._common:
                    for key in skeletons(reading.consonants):
                        self._by_skeleton.setdefault(key, []).append(reading.merged)
                self._common.add(reading.merged, number)

    def _add_merged(self, merged: str) -> None:
        number = self._merged_ids.setdefault(merged, len(self._merged))
        if number == len(self._merged):
            self._merged.append(merged)
            self._by_blind.add(vowel_blind(merged), number)
            if (plain := unmarked(merged)) != merged:
                self._by_plain.add(plain, number)

    def _sounds_of(self, chains: Chains, key: str) -> list[str]:
        """The merged sounds under a key."""
        return [self._merged[number] for number in chains[key]]

    def sounding(self, number: int) -> str:
        """The merged sounds of a class in the common way; "" where none are heard."""
        return self._merged[self._sounding[number]]

    def is_known(self, number: int) -> bool:
        """Whether a class is of a known given name, or of a patronymic made from one."""
        return number in self._known

    def keys(self, number: int) -> tuple[str, ...]:
        """What the frequency of a class is counted by, as `counted_by` says it."""
        known = self._known.get(number)
        return counted_by(self.sounding(number), known.kin if known else _NO_KIN)

    def matches(self, token: str) -> dict[int, Level]:
        """The classes that a token may stand for, each with the level of agreement."""
        heard = readings(token)
        kins = {field: kin for field in FIELDS if (kin := kin_of(token, field)).groups}
        found = self._by_sound(token, heard)
        for number in self._by_half(token, heard):
            found.setdefault(number, "half")
        if not kins:
            return found
        found = {n: level for n, level in found.items() if self.fields[n] not in kins or n not in self._known}
        sounds = {r.sounds for r in heard}
        for field, kin in kins.items():
            for group in kin.groups:
                for number in self._by_group.get((field, group), ()):
                    if relation := _kin_agreement(sounds, kin, self._known[number]):
                        found[number] = relation
        return found

    def _by_sound(self, token: str, heard: Sequence[Reading]) -> dict[int, Level]:
        """The classes that agree with one of a token's readings, each with the nearest level."""
        # A slip on top of a foreign reading: too many names would agree.
        agreeing = [self._agreeing(r.merged, "" if r.house else r.consonants) for r in heard]
        found: dict[int, Level] = {}
        for number, level in chain.from_iterable(map(unpacked, agreeing)):
            if number not in found or ORDER[level] < ORDER[found[number]]:
                if level == "marks" and not marks_lost(token, self.words[self._spelt[number]]):
                    continue
                found[number] = level
        return found

    def _by_half(self, token: str, heard: Sequence[Reading]) -> Iterator[int]:
        """The surnames of which a token is half, or which are half of it; and a double one turned round."""
        for reading in heard:
            yield from self._halves[reading.merged]
        for merged in sounds_of_halves(token):
            yield from (number for number in self._classes[merged] if self.fields[number] == "surname")

    def _agree(self, mine: str, skeleton: str) -> "array[int]":
        """The classes that agree with merged sounds of a skeleton, each with the nearest level; "": without slips.

        Those that agree but for marks have that level beside, since the letters tell whether any can be lost. A surname
        that somebody bears is no slip of one with another ending (Вдовина, Вдовенко), and two slips never are.
        """
        ending = ending_sounds(mine)
        borne: bool | None = None
        found: dict[int, Level] = {}
        plain = unmarked(mine)
        but_for_marks = [theirs for theirs in chain((plain,), self._sounds_of(self._by_plain, plain)) if theirs != mine]
        marks: list[tuple[int, Level]] = [(n, "marks") for theirs in but_for_marks for n in self._classes[theirs]]
        for theirs, level in self._alike(mine, skeleton):
            slip = level in _SLIPS
            other_surname = slip and ending != "" and ending_sounds(theirs) not in {"", ending}
            if other_surname and level == "near":
                borne = is_borne(mine) if borne is None else borne
                other_surname = borne
            for number in (self._common if slip else self._classes)[theirs]:
                if other_surname if self.fields[number] == "surname" else level == "gender":
                    continue
                if number not in found or ORDER[level] < ORDER[found[number]]:
                    found[number] = level
        return packed(chain(found.items(), marks))

    def _alike(self, mine: str, skeleton: str) -> Iterator[tuple[str, Level]]:
        """Merged sounds of the vocabulary that agree with others, and how far."""
        if mine in self._classes:
            yield mine, "same"
        for theirs in listed_cognates(mine):
            yield theirs, "same"
        for theirs in self._sounds_of(self._by_masculine, masculine(mine)):
            if theirs != mine and gender_pair(mine, theirs):
                yield theirs, "gender"
        for theirs in self._sounds_of(self._by_blind, vowel_blind(mine)):
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


def sounds_of_halves(text: str) -> Iterator[str]:
    """The merged sounds, in every way of reading them, of each half of a double surname, and of both turned round."""
    found = halves(text)
    each = (*found, "-".join(found[::-1])) if found else ()
    return (reading.merged for half in each for reading in readings(half))


def packed(levels: Iterable[tuple[int, Level]]) -> "array[int]":
    """Classes with their levels, a number each: a tenth of what a mapping takes, where many are remembered."""
    return array("I", [number * _RANKS + ORDER[level] for number, level in levels])


def unpacked(levels: "array[int]") -> Iterator[tuple[int, Level]]:
    """The classes with their levels that were `packed`."""
    return ((one // _RANKS, _BY_RANK[one % _RANKS]) for one in levels)


def counted_by(merged: str, kin: Kin) -> tuple[str, ...]:
    """What the frequency of a name is counted by: the groups of a given name, else its merged sounds, if any."""
    return tuple(sorted(kin.groups)) or ((merged,) if merged else ())


def kin_of(token: str, field: Field) -> Kin:
    """The groups of given names that a token may belong to in a field; none for a surname."""
    return given(token) if field == "given" else patronymic(token) if field == "patronymic" else _NO_KIN


def skeletons(skeleton: str) -> Iterable[str]:
    """The consonants of a name, and where they are enough, the same less each one of them."""
    if len(skeleton) < _KEYED_BY_DELETION:
        return (skeleton,)
    return dict.fromkeys([skeleton, *[skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton))]])


def _kin_agreement(sounds: AbstractSet[str], kin: Kin, other: Known) -> Level | None:
    """Two known given names agree if one group has both; else they are different names, however alike they sound."""
    if not (kin.genders & other.kin.genders):
        return None
    if not other.sounds.isdisjoint(sounds):
        return "same"
    relations = {r for g in kin.groups if g in other.kin.groups for r in (kin.groups[g], other.kin.groups[g])}
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
