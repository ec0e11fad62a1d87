"""The vocabulary of a registry: its distinct name parts, keyed by sound, and where each occurs.

A query part meets only the vocabulary that shares a key with it (a skeleton, a skeleton less one
consonant, or a group of given names), and is compared with each once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.distance import Levenshtein

from namekit.entity import Entity, Name
from namekit.names import Kin, given, patronymic
from namekit.parsing import Part, gender, parts
from namekit.sounds import Reading, readings, vowel_blind
from namekit.surnames import Gender, gender_pair
from namekit.table import read_table

Level = Literal["same", "kin", "short", "vowels", "near", "far", "gender", "other"]
Field = Literal["given", "patronymic", "surname"]
_ORDER: Mapping[Level, int] = {
    "same": 0, "kin": 1, "vowels": 2, "short": 3, "gender": 4, "near": 5, "far": 6,
}  # fmt: skip
_KEYED_BY_DELETION = 4  # consonants: shorter skeletons less one say too little


@dataclass(frozen=True, slots=True)
class Word:
    """A distinct part of registered names: its text as first seen and the field it stands in."""

    text: str
    field: Field
    readings: tuple[Reading, ...]
    kin: Kin


@dataclass(frozen=True, slots=True)
class Record:
    """One registered name: the entity's place, the name, its words with their roles, initials, and gender."""

    entity: int
    name: Name
    words: tuple[tuple[int, bool], ...]
    initials: tuple[str, ...]
    gender: Gender | None


class Index:
    """The vocabulary and postings of some entities. Built once, then only read (and remembers comparisons)."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.entities = entities
        self.words: list[Word] = []
        self.records: list[Record] = []
        self.postings: list[list[int]] = []
        self._ids: dict[tuple[str, Field], int] = {}
        self._by_key: dict[str, list[int]] = {}
        for place, entity in enumerate(entities):
            for name in dict.fromkeys(entity.names):
                self._add(place, entity, name)
        self.counts = self._count_bearers()
        self._matches = lru_cache(maxsize=200_000)(self._compare_all)

    def _add(self, place: int, entity: Entity, name: Name) -> None:
        name_parts = parts(name.text)
        words = tuple((self._word(p), p.certain) for p in name_parts if p.role != "initial")
        record = len(self.records)
        self.records.append(
            Record(
                place,
                name,
                words,
                tuple(p.text for p in name_parts if p.role == "initial"),
                entity.gender or gender(name_parts),
            )
        )
        for word, _ in set(words):
            self.postings[word].append(record)

    def _word(self, part: Part) -> int:
        field: Field = part.role if part.role in {"given", "patronymic"} else "surname"
        key = part.text.lower(), field
        if key not in self._ids:
            word = Word(part.text, field, readings(part.text), _kin(part.text, field))
            self._ids[key] = len(self.words)
            for sound_key in _keys(word.readings, word.kin, field):
                self._by_key.setdefault(sound_key, []).append(len(self.words))
            self.words.append(word)
            self.postings.append([])
        return self._ids[key]

    def _count_bearers(self) -> Mapping[tuple[Field, str], int]:
        """How many entities bear a name, counted by merged sounds and, for given names, by group."""
        bearers: dict[tuple[Field, str], set[int]] = {}
        for record in self.records:
            for word_id, _ in record.words:
                word = self.words[word_id]
                for key in frequency_keys(word):
                    bearers.setdefault((word.field, key), set()).add(record.entity)
        return {key: len(places) for key, places in bearers.items()}

    def matches(self, token: str) -> Mapping[int, Level]:
        """The vocabulary words that a token may stand for, each with the level of agreement."""
        return self._matches(token)

    def _compare_all(self, token: str) -> Mapping[int, Level]:
        heard = readings(token)
        kins: dict[Field, Kin] = {f: _kin(token, f) for f in ("given", "patronymic", "surname")}
        found: dict[int, Level] = {}
        met: set[int] = set()
        for field, kin in kins.items():
            for key in _keys(heard, kin, field):
                met.update(self._by_key.get(key, ()))
        for word_id in met:
            word = self.words[word_id]
            if level := agreement(heard, kins[word.field], word):
                found[word_id] = level
        return found


def frequency_keys(word: Word) -> Iterable[str]:
    """What a name's frequency is counted by: the groups of a given name, else its merged sounds."""
    return word.kin.groups or {r.merged for r in word.readings[:1]}


def _kin(token: str, field: Field) -> Kin:
    return given(token) if field == "given" else patronymic(token) if field == "patronymic" else _NO_KIN


_NO_KIN = Kin({}, frozenset())


def _keys(heard: tuple[Reading, ...], kin: Kin, field: Field) -> set[str]:
    keys = {f"{field[0]}:{group}" for group in kin.groups}
    for reading in heard:
        skeleton = reading.skeleton or reading.merged
        keys.add(skeleton)
        if len(skeleton) >= _KEYED_BY_DELETION:
            keys.update(skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton)))
    return keys


def agreement(heard: tuple[Reading, ...], kin: Kin, word: Word) -> Level | None:
    """How far a token, given by its readings and kin, agrees with a word; None where it does not."""
    if kin.groups and word.kin.groups:
        return _kin_agreement(heard, kin, word)
    best: Level | None = None
    for mine in heard:
        for theirs in word.readings:
            level = sound_level(mine.merged, theirs.merged, gendered=word.field == "surname")
            if level in {"near", "far"} and (mine.house or theirs.house):
                continue  # a slip on top of a foreign reading: too many names would agree
            if level and (best is None or _ORDER[level] < _ORDER[best]):
                best = level
    return best


def _kin_agreement(heard: tuple[Reading, ...], kin: Kin, word: Word) -> Level | None:
    """Two known given names agree if one group has both; else they are different names, however alike they sound."""
    shared = [g for g in kin.groups if g in word.kin.groups]
    if not shared or not (kin.genders & word.kin.genders):
        return None
    mine = {r.sounds for r in heard}
    if any(r.sounds in mine for r in word.readings):
        return "same"
    relations = {r for g in shared for r in (kin.groups[g], word.kin.groups[g])}
    return "short" if "short" in relations else "kin"


@lru_cache(maxsize=1_000_000)
def sound_level(mine: str, theirs: str, *, gendered: bool) -> Level | None:
    """How far two merged sounds agree; with `gendered`, also as the two genders' forms of one surname."""
    if mine == theirs:
        return "same"
    if gendered and gender_pair(mine, theirs):
        return "gender"
    if len(mine) == len(theirs) and vowel_blind(mine) == vowel_blind(theirs):
        return "vowels"
    distance = Levenshtein.distance(mine, theirs, score_cutoff=2)
    shorter = min(len(mine), len(theirs))
    near, far = _lengths()
    if distance == 1 and shorter >= near:
        return "near"
    return "far" if distance <= 2 and shorter >= far else None  # noqa: PLR2004 (far is two sounds)


@cache
def _lengths() -> tuple[int, int]:
    """How many sounds a name has at least where one of them, and where two, may differ."""
    sounds = read_table("", "weights")["sounds"]
    return sounds["near"], sounds["far"]
