"""From a spelling to an entity: evidence in bits, and a posterior that includes *nobody in this registry*.

The model is Fellegi and Sunter's (1969) with name frequencies: an agreement says log2(m / u), where u is
how many people at large would agree as well. Weights are in tables/weights.toml.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from namekit.entity import Entity
from namekit.frequency import share
from namekit.index import Index, Level, Record, Word, frequency_keys
from namekit.initials import first_sounds, initial_share, kin_first_sounds
from namekit.names import given, patronymic
from namekit.parsing import Part, gender, parts
from namekit.table import read_table

Status = Literal["match", "ambiguous", "unknown"]
_CANDIDATES = 10  # shown with a resolution
_SCORED = 400  # records compared in full for one query, those with the most telling parts first
_TINY = 1e-12  # no prior is certain


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one comparison says, in bits for (+) or against (-) the candidate; `kind` is a field and a level."""

    kind: str
    query: str
    registered: str
    bits: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that the query may mean. `matched` is the registered spelling that was compared."""

    entity: Entity
    probability: float
    evidence: tuple[Evidence, ...]
    matched: str

    @property
    def entity_id(self) -> str:
        """The entity's id."""
        return self.entity.id

    @property
    def name(self) -> str:
        """The entity's canonical name."""
        return self.entity.name


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a query means. `entity_id` and `name` are None unless the status is "match".

    `probability` is the first candidate's, `nobody` that of no one registered; with the probabilities of
    all candidates (those shown and those not) they sum to one.
    """

    query: str
    status: Status
    entity_id: str | None
    name: str | None
    probability: float
    nobody: float
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """tables/weights.toml as numbers: m and spread by field and level, and the single constants.

    `chance` is the share of people with another surname that agrees at a level, by its number of sounds.
    """

    m: Mapping[tuple[str, str], float]
    spread: Mapping[tuple[str, str], float]
    chance: Mapping[str, Mapping[int, float]]
    other: Mapping[str, float]
    prior: Mapping[str, float]
    frequency: Mapping[str, float]


@cache
def weights() -> Weights:
    """The weights that are shipped."""
    table = read_table("", "weights")
    fields = ("surname", "given", "patronymic", "initial")
    return Weights(
        {(f, level): row["m"] for f in fields for level, row in table[f].items()},
        {(f, level): row["spread"] for f in fields for level, row in table[f].items() if "spread" in row},
        {
            level: {int(sounds): share / 1e6 for sounds, share in rows.items()}
            for level, rows in read_table("names", "chance").items()
            if level != "how"
        },
        MappingProxyType(table["other"]),
        MappingProxyType(table["prior"]),
        MappingProxyType(table["frequency"]),
    )


class Resolver:
    """An index made ready to answer: frequencies of its words, and the prior."""

    def __init__(self, index: Index, *, nobody: float | None = None, threshold: float | None = None) -> None:
        self.weights = weights()
        self.index = index
        self.nobody = self.weights.prior["nobody"] if nobody is None else nobody
        self.threshold = self.weights.prior["threshold"] if threshold is None else threshold
        self._bits = cache(self._agreement_bits)

    def _agreement_bits(self, word_id: int, level: Level) -> float:
        """log2(m / u) of an agreement with the word at the level."""
        word, share = self.index.words[word_id], self._share(word_id)
        m = self.weights.m[word.field, level]
        by_chance = self.weights.chance.get(level) if word.field == "surname" else None
        if by_chance is None:
            return math.log2(m / (share * self.weights.spread[word.field, level]))
        sounds = len(word.readings[0].merged)
        nearest = min(by_chance, key=lambda length: abs(length - sounds))
        return math.log2(m / (by_chance[nearest] + m * share))

    def _share(self, word_id: int) -> float:
        """Share of people at large who bear the word as this part of their name."""
        word, frequency = self.index.words[word_id], self.weights.frequency
        keys = list(frequency_keys(word))
        bearers = max((self.index.counts.get((word.field, k), 0) for k in keys), default=0)
        worth = frequency["table_worth"]
        seen = max(bearers - frequency["discount"], 0.0)
        return (seen + worth * share(word.field, keys)) / (len(self.index.entities) + worth)

    def resolve(self, query: str) -> Resolution:
        """The entity that the query means, or why there is no single one."""
        query_parts = parts(query)
        best = self._best_records(query_parts)
        nobody = self._nobody(query_parts)
        prior = math.log2(max(_TINY, 1 - nobody) / max(1, len(self.index.entities)))
        scores = {entity: prior + math.fsum(e.bits for e in evidence) for entity, (evidence, _) in best.items()}
        nobody_bits = math.log2(max(_TINY, nobody))
        top = max([nobody_bits, *scores.values()])
        total = 2 ** (nobody_bits - top) + math.fsum(2 ** (s - top) for s in scores.values())
        nobody = 2 ** (nobody_bits - top) / total
        ranked = sorted(scores, key=lambda e: (-scores[e], self.index.entities[e].id))[:_CANDIDATES]
        candidates = tuple(
            Candidate(
                self.index.entities[e],
                2 ** (scores[e] - top) / total,
                best[e][0],
                best[e][1].name.text,
            )
            for e in ranked
        )
        return _resolution(query, candidates, nobody, self.threshold, self.weights.prior["shared"])

    def _nobody(self, query_parts: Sequence[Part]) -> float:
        """Prior of nobody. A surname alone is how texts speak of a person who is known, so it is smaller there."""
        alone = len(query_parts) == 1 and query_parts[0].role == "surname"
        return self.nobody * self.weights.prior["surname_alone"] if alone else self.nobody

    def _best_records(self, query_parts: Sequence[Part]) -> dict[int, tuple[tuple[Evidence, ...], Record]]:
        """For each entity worth comparing, its best registered name with the evidence."""
        matches = [self.index.matches(p.text) if p.role != "initial" else {} for p in query_parts]
        query_gender = gender(tuple(query_parts))
        best: dict[int, tuple[float, tuple[Evidence, ...], Record]] = {}
        for record_id in self._worth_comparing(matches):
            record = self.index.records[record_id]
            evidence = tuple(self._compare(query_parts, matches, query_gender, record))
            bits = math.fsum(e.bits for e in evidence)
            if record.entity not in best or bits > best[record.entity][0]:
                best[record.entity] = bits, evidence, record
        return {entity: (evidence, record) for entity, (_, evidence, record) in best.items()}

    def _worth_comparing(self, matches: Sequence[Mapping[int, Level]]) -> list[int]:
        """Records that share the query's rarest part, or two parts of it; bounded by _SCORED."""
        postings = self.index.postings
        met = []
        for found in matches:
            records: set[int] = set()
            for word_id in found:
                records.update(postings[word_id])
            if records:
                met.append(records)
        if not met:
            return []
        met.sort(key=len)
        worth = set(met[0])
        for i, some in enumerate(met):
            for others in met[i + 1 :]:
                worth |= some & others
        if len(worth) <= _SCORED:
            return sorted(worth)
        return sorted(worth, key=lambda r: (-sum(r in some for some in met), r))[:_SCORED]

    def _compare(
        self,
        query_parts: Sequence[Part],
        matches: Sequence[Mapping[int, Level]],
        query_gender: str | None,
        record: Record,
    ) -> Iterator[Evidence]:
        """Evidence of one registered name, part by part."""
        words, other = self.index.words, self.weights.other
        pairs, left_query, left_words = self._pair(query_parts, matches, record)
        for part, word_id, level, bits in pairs:
            word = words[word_id]
            yield Evidence(f"{word.field} {level}", part.text, word.text, bits)
        left = [(words[w], certain) for w, certain in left_words]
        initials = list(record.initials)
        for part in left_query:
            if part.role == "initial":
                if evidence := self._initial(part, left, initials):
                    yield evidence
                continue
            facing = next((f for f in left if f[0].field == part.role), None)
            if facing is None and not part.certain:
                facing = left[0] if left else None
            if facing:
                left.remove(facing)
                yield self._disagreement(part, *facing)
            elif part.role != "patronymic":
                yield Evidence("extra", part.text, "", other["extra"])
        if query_gender and record.gender and query_gender != record.gender:
            yield Evidence("gender", query_gender, record.gender, other["gender"])
        if record.name.kind == "weak":
            yield Evidence("weak", "", record.name.text, other["weak"])

    def _disagreement(self, part: Part, word: Word, certain: bool) -> Evidence:  # noqa: FBT001 (of the word)
        """Two parts that face each other and do not meet: worst where both are known names, and different ones."""
        mine = given(part.text) if word.field == "given" else patronymic(part.text)
        known = bool(word.kin.groups and mine.groups)
        level = "none" if certain and part.certain and part.role == word.field else "unsure"
        if word.field == "patronymic" and not known:
            level = "unsure"  # of an unknown father: a slip is as likely as another name
        elif word.field != "surname" and level == "none" and known:
            level = "other"
        return Evidence(f"{word.field} {level}", part.text, word.text, math.log2(self.weights.m[word.field, level]))

    def _pair(
        self, query_parts: Sequence[Part], matches: Sequence[Mapping[int, Level]], record: Record
    ) -> tuple[list[tuple[Part, int, Level, float]], list[Part], list[tuple[int, bool]]]:
        """Parts of the query with the words that they meet, strongest first, and what is left on both sides."""
        words, w = self.index.words, self.weights
        options = []
        for i, (part, found) in enumerate(zip(query_parts, matches, strict=True)):
            for j, (word_id, certain) in enumerate(record.words):
                level = found.get(word_id)
                if level is not None:
                    field = words[word_id].field
                    bits = self._bits(word_id, level)
                    if part.certain and certain and part.role not in {field, "unknown"}:
                        bits += w.other["crossed"]
                    options.append((bits, i, j, word_id, level))
        options.sort(key=lambda o: (-o[0], o[1], o[2]))
        taken_query: set[int] = set()
        taken_words: set[int] = set()
        pairs = []
        for bits, i, j, word_id, level in options:
            if i not in taken_query and j not in taken_words:
                taken_query.add(i)
                taken_words.add(j)
                pairs.append((query_parts[i], word_id, level, bits))
        left_query = [p for i, p in enumerate(query_parts) if i not in taken_query]
        left_words = [word for j, word in enumerate(record.words) if j not in taken_words]
        return pairs, left_query, left_words

    def _initial(self, part: Part, left: list[tuple[Word, bool]], initials: list[str]) -> Evidence | None:
        """An initial meets the given name or the patronymic that is left, or an initial; else it is silent."""
        mine, w = first_sounds(part.text), self.weights
        found = next((pair for field in ("given", "patronymic") for pair in left if pair[0].field == field), None)
        facing = found[0] if found else None
        if found and facing:
            left.remove(found)
            theirs, kin = first_sounds(facing.text), kin_first_sounds(facing.text, facing.field)
        elif initials:
            theirs, kin = first_sounds(initials.pop(0)), frozenset()
        else:
            return None
        level = "same" if mine & theirs else "kin" if mine & kin else "none"
        bits = math.log2(w.m["initial", level] / (initial_share(part.text) if level != "none" else 1.0))
        return Evidence(f"initial {level}", part.text, facing.text if facing else "", bits)


def _resolution(
    query: str, candidates: tuple[Candidate, ...], nobody: float, threshold: float, share: float
) -> Resolution:
    first = candidates[0] if candidates else None
    if first and first.probability >= threshold:
        return Resolution(query, "match", first.entity_id, first.name, first.probability, nobody, candidates)
    probability = first.probability if first else 0.0
    shared = len(candidates) > 1 and candidates[1].probability >= share * probability
    status: Status = "ambiguous" if shared and nobody < 0.5 else "unknown"  # noqa: PLR2004 (more likely than not)
    return Resolution(query, status, None, None, probability, nobody, candidates)
