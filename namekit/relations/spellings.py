"""All the spellings that a person may be met under: forms in three languages, systems, habits, arrangements.

A variant is one way through all four; its likelihood is the product of how often each is met
(tables/names/shares.toml), added up over all the ways that give the same text.
"""

import heapq
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import count, islice, product

from namekit.errors import InputError
from namekit.relations.forms import Form, Source, forms_of, sources_of
from namekit.romanization.engine import romanize
from namekit.romanization.habits import apply_habits, arrange, arrangements, habits, shown
from namekit.romanization.likelihood import ranking
from namekit.romanization.orthography import LANGUAGES
from namekit.romanization.shares import shares
from namekit.romanization.system import System, system
from namekit.text import script

AS_GIVEN = "as_given"
"""The arrangement of the name just as it was asked for."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to a variant: which forms, in which system, with which habits, arranged how.

    `forms` are the parts before romanization, each (given | patronymic | surname, text), `relations` how they relate to
    those asked for; `system` is "" where they stand as they are. `share` is its part of the variant's likelihood.
    """

    forms: tuple[tuple[str, str], ...]
    relations: tuple[str, ...]
    system: str
    habits: tuple[str, ...]
    arrangement: str
    share: float

    def replay(self) -> str:
        """The variant that this recipe gives."""
        if self.arrangement == AS_GIVEN:
            return self.forms[0][1]
        texts = apply_habits(romanized(tuple(text for _, text in self.forms), self.system), self.habits).split("\n")
        return arrange(self.arrangement, dict(zip((slot for slot, _ in self.forms), texts, strict=True)))


@dataclass(frozen=True, slots=True)
class Variant:
    """A spelling, how likely it is to be met (0 to 1, among all variants), and the ways to it, likeliest first."""

    text: str
    likelihood: float
    recipes: tuple[Recipe, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One way to write some parts of a name: weight, forms (one a part), system and habits."""

    weight: float
    forms: tuple[Form, ...]
    system: str
    habits: tuple[str, ...]


@lru_cache(maxsize=20_000)
def _in_latin(text: str, system_id: str) -> str:
    return romanize(text, system_id, unknown="keep")


def romanized(texts: Iterable[str], system_id: str) -> str:
    """The parts, each on a line: in Latin letters by the system; Latin ones, and all without a system, as they are."""
    return "\n".join(_in_latin(text, system_id) if system_id else text for text in texts)


def written(
    slots: Sequence[tuple[Form, ...]],
    usual: Mapping[str, float],
    habit_shares: Mapping[str, float],
    weight: float,
    floor: float,
) -> Iterator[tuple[str, Written]]:
    """Each way to write the parts by the systems of one language, with the text: the parts, each on a line.

    `slots` has the forms of each part, `usual` the shares of the systems, `habit_shares` those of habits (empty: none),
    `weight` what all ways together have. Ways that have less than `floor` are left out.
    """
    for forms in _combined(slots):
        of_forms = weight * math.prod(form.likelihood for form in forms)
        texts = tuple(form.text for form in forms)
        ways: dict[str, list[tuple[str, float]]] = {}
        if any(form.language for form in forms):
            for system_id, often in usual.items():
                if (text := romanized(texts, system_id)).isascii() or script(text) == "Latn":
                    ways.setdefault(text, []).append((system_id, of_forms * often))
        else:
            ways["\n".join(texts)] = [("", of_forms)]
        for text, by in ways.items():
            together = sum(often for _, often in by)
            if together <= floor:
                continue
            for out, ids, share in _with_habits(text, habit_shares, floor / together):
                for system_id, often in by if all(out.split("\n")) else ():
                    if often * share > floor:
                        yield out, Written(often * share, forms, system_id, ids)


def _combined(slots: Sequence[tuple[Form, ...]]) -> list[tuple[Form, ...]]:
    """The likeliest combinations of one form a part."""
    every = product(*slots)
    return heapq.nlargest(
        int(ranking("combined", "variants")), every, key=lambda forms: math.prod(form.likelihood for form in forms)
    )


def _with_habits(
    text: str, habit_shares: Mapping[str, float], least: float
) -> list[tuple[str, tuple[str, ...], float]]:
    """The text as each set of habits leaves it, with the share of those who have just these."""
    states: list[tuple[str, tuple[str, ...], float]] = [(text, (), 1.0)]
    for habit in habits().values() if habit_shares else ():
        often = habit_shares[habit.id]
        grown = []
        for now, ids, share in states:
            after = habit.apply(now)
            if after == now:
                grown.append((now, ids, share))
                continue
            if share * (1 - often) > least:
                grown.append((now, ids, share * (1 - often)))
            if share * often > least:
                grown.append((after, (*ids, habit.id), share * often))
        states = grown
    return states


def variants(
    name: str, language: str | None = None, *, systems: Sequence[str] = (), limit: int | None = None
) -> Iterator[Variant]:
    """The spellings that the person called `name` may be met under, likeliest first, the name itself among them.

    `name` is in Cyrillic or Latin letters, of the language "be", "ru" or "uk" (None: as it shows). With `systems`,
    Latin spellings are those of these systems alone, without habits. Each text comes once, with all its recipes; what
    hardly anybody writes is left out (tables/usage.toml). Raises InputError for an unknown language or a name without
    letters, UnknownSystemError, and ValueError for a limit below 1.
    """
    if limit is not None and limit < 1:
        msg = f"limit is at least 1, not {limit}"
        raise ValueError(msg)
    if language not in {None, *LANGUAGES}:
        msg = f"language is one of {', '.join(LANGUAGES)}, not {language!r}"
        raise InputError(msg)
    chosen = tuple(map(system, systems))
    known, from_ = sources_of(name, language)
    return islice(_Spellings(name, known, from_, chosen).likeliest_first(), limit)


_Ways = Mapping[str, Sequence[Written]]
"""The texts of some parts of a name, each part on a line, with the ways to each."""


class _Met:
    """A text, the ways to it with their weights and patterns, and the weight of having been asked for just so."""

    __slots__ = ("as_given", "likelihood", "text", "ways")

    def __init__(self, text: str, ways: list[tuple[float, str, Written]], as_given: float) -> None:
        self.text = text
        self.ways = ways
        self.as_given = as_given
        self.likelihood = as_given + math.fsum(weight for weight, _, _ in ways)


class _Spellings:
    """The variants of one name, worked out pattern by pattern as they are asked for."""

    def __init__(self, name: str, known: Mapping[str, str], from_: Sequence[Source], chosen: Sequence[System]) -> None:
        self._name = name
        self._known = known
        self._sources = from_
        self._chosen = chosen
        self._often = shares()
        self._ways_of: Callable[[tuple[str, ...]], _Ways] = cache(self._ways)

    def likeliest_first(self) -> Iterator[Variant]:
        """All of them. Patterns are filled only when nothing that is filled already can be likelier."""
        patterns = self._patterns()
        # Where a given name is a surname, too, orders give the same text: these are filled together.
        groups = [tuple(patterns)] if self._alike() else [(p,) for p in patterns]
        tick = count()
        heap: list[tuple[float, int, tuple[str, ...] | _Met]]
        own, own_share = self._own_pattern(patterns), self._often.script[AS_GIVEN]
        bounds = [math.fsum(patterns[p] for p in group) + own_share * (own in group) for group in groups]
        heap = [(-bound, next(tick), group) for bound, group in zip(bounds, groups, strict=True)]
        heapq.heapify(heap)
        if own == AS_GIVEN:
            heapq.heappush(heap, (-own_share, next(tick), _Met(self._name, [], own_share)))
        given = False  # as given: a text that several patterns may give, where the name is put down unusually
        while heap:
            _, _, found = heapq.heappop(heap)
            if isinstance(found, _Met):
                if found.text != self._name or not given:
                    yield self._variant(found)
                given = given or found.text == self._name
                continue
            for met in self._filled(found, patterns, own):
                heapq.heappush(heap, (-met.likelihood, next(tick), met))

    def _patterns(self) -> dict[str, float]:
        """The arrangements that can be filled and show what the name is known by, each with its share."""
        known, often = self._known, self._often.arrangement
        core = next((slot for slot in ("surname", "given", "g", "patronymic") if slot in known), "")
        shows = {pattern: shown(pattern, known) for pattern in arrangements()}
        fit = [
            pattern
            for pattern, slots in shows.items()
            if core in slots and all(slot in known for slot in slots) and len(slots) >= min(2, len(known))
        ]
        total = math.fsum(often[p] for p in fit)
        return {p: often[p] / total for p in fit}

    def _own_pattern(self, patterns: Iterable[str]) -> str:
        """The arrangement that the name itself stands in; AS_GIVEN where there is none."""
        return next((p for p in patterns if arrange(p, self._known) == self._name), AS_GIVEN)

    def _alike(self) -> bool:
        """Whether two parts of the name can be spelled alike."""
        columns = [{text.lower() for text in self._ways_of((slot,))} for slot in self._known]
        return any(one & other for i, one in enumerate(columns) for other in columns[i + 1 :])

    def _filled(self, group: Sequence[str], patterns: Mapping[str, float], own: str) -> Iterator[_Met]:
        """The texts that some patterns give together."""
        found: dict[str, list[tuple[float, str, Written]]] = {}
        for pattern in group:
            slots, often = shown(pattern, self._known), patterns[pattern]
            for text, ways in self._ways_of(slots).items():
                arranged = arrange(pattern, dict(zip(slots, text.split("\n"), strict=True)))
                found.setdefault(arranged, []).extend((often * way.weight, pattern, way) for way in ways)
        if own in group:
            found.setdefault(self._name, [])
        for text, weighed in found.items():
            yield _Met(text, weighed, self._often.script[AS_GIVEN] if own in group and text == self._name else 0.0)

    def _variant(self, met: _Met) -> Variant:
        recipes = [
            Recipe(
                tuple(zip(shown(pattern, self._known), (form.text for form in way.forms), strict=True)),
                tuple(form.relation for form in way.forms),
                way.system,
                way.habits,
                pattern,
                weight / met.likelihood,
            )
            for weight, pattern, way in sorted(met.ways, key=lambda w: -w[0])
        ]
        if met.as_given:
            share = met.as_given / met.likelihood
            recipes.insert(0, Recipe((("name", self._name),), ("itself",), "", (), AS_GIVEN, share))
        return Variant(met.text, met.likelihood, tuple(recipes))

    def _ways(self, slots: tuple[str, ...]) -> _Ways:
        """All ways to write some parts of the name, by text."""
        found: dict[str, list[Written]] = {}
        floor = ranking(f"floor_{len(slots)}", "variants")
        for target in LANGUAGES:
            weight = math.fsum(s.weight * self._often.language[s.language][target] for s in self._sources)
            forms = [self._forms(slot, target) for slot in slots]
            usual = self._often.system[target]
            if self._chosen:
                own = [s.id for s in self._chosen if s.language == target]
                usual = dict.fromkeys(own, 1 / max(1, len(own)))
            habit = {} if self._chosen else self._often.habit
            latin = written(forms, usual, habit, weight * self._often.script["Latn"], floor)
            for text, way in (*latin, *_cyrillic(forms, weight * self._often.script["Cyrl"])):
                found.setdefault(text, []).append(way)
        return found

    def _forms(self, slot: str, target: str) -> tuple[Form, ...]:
        """The forms of one part in a language, from all the sources, likeliest first."""
        weights: dict[tuple[str, str], float] = {}
        first: dict[tuple[str, str], Form] = {}
        for source in self._sources:
            often = source.weight * self._often.language[source.language][target]
            for form in forms_of(slot, dict(source.parts)[slot], source.language, target, self._often):
                key = form.text, form.language
                weights[key] = weights.get(key, 0.0) + often * form.likelihood
                first.setdefault(key, form)
        total = math.fsum(weights.values()) or 1.0
        ranked = sorted(weights, key=lambda key: (-weights[key], key))
        return tuple(replace(first[key], likelihood=weights[key] / total) for key in ranked)


def _cyrillic(forms: Sequence[tuple[Form, ...]], weight: float) -> Iterator[tuple[str, Written]]:
    """The forms as they are, without a system; western ones are not Cyrillic."""
    for combined in _combined([tuple(f for f in options if f.language) for options in forms]):
        share = math.prod(form.likelihood for form in combined)
        yield "\n".join(form.text for form in combined), Written(weight * share, combined, "", ())
