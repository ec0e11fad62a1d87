"""Right and wrong on labelled names: what a registry of these people would get right, wrong, and miss.

Some of the people are registered under one spelling each; all their other spellings are asked for. The
rest stay out of the registry and are asked for in full, without patronymic, and by initial and surname.
Weak spellings (nicknames, surnames alone) are neither registered nor asked for.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from namekit.entity import Entity, Name
from namekit.errors import InputError
from namekit.names.parsing import parts
from namekit.registry import Registry
from namekit.resolver.answers import Resolution

KINDS = ("full", "no patronymic", "initial")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One spelling of a person; `kind` as in `Name`."""

    entity_id: str
    name: str
    kind: str = "alias"


@dataclass(frozen=True, slots=True)
class Miss:
    """An answer that was not right: `expected` is "" for a person who is not registered."""

    query: str
    expected: str
    got: str
    status: str
    asked: str


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What a threshold would have accepted, as shares of the queries of their kind, 0 to 1."""

    threshold: float
    accepted_right: float
    accepted_wrong: float
    absent_accepted: Mapping[str, float]


THRESHOLDS = (0.6, 0.7, 0.8, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999)


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts and shares. Shares are of the queries of their kind, 0 to 1 (0 where none was asked)."""

    registered: int
    queries: int
    recall_at_1: float
    accepted_right: float
    accepted_wrong: float
    ambiguous_with_right: float
    absent: Mapping[str, int]
    absent_accepted: Mapping[str, float]
    names_per_second: float
    thresholds: tuple[AtThreshold, ...]
    misses: tuple[Miss, ...]


def evaluate(
    rows: Iterable[Labelled],
    background: Iterable[Entity] = (),
    absent_share: float = 0.25,
    *,
    nobody: float | None = None,
    threshold: float | None = None,
) -> Measure:
    """Measure the resolver on labelled spellings, with its defaults or another prior of nobody and threshold.

    `background` are further people to register, without those who may be one of the labelled.
    `absent_share` is the share of the labelled people who are left out, chosen by a hash of their id, so the
    same for the same rows. Raises InputError where no person is left to register.
    """
    people = _by_person(rows)
    absent = {e for e in people if _left_out(e, absent_share)}
    entities = [Entity(e, [_registered(names)]) for e, names in people.items() if e not in absent]
    if not entities:
        msg = "no person to register"
        raise InputError(msg, advice="the table needs people with spellings that are not weak")
    registry = Registry.from_entities([*entities, *_strangers(background, people)])
    registry = registry.assuming(nobody=nobody, threshold=threshold)
    present = [
        (n.name, e)
        for e, names in people.items()
        if e not in absent
        for n in names
        if n.name.casefold() != _registered(names).text.casefold()
    ]
    start = time.perf_counter()
    answers = list(registry.resolve_many(name for name, _ in present))
    seconds = time.perf_counter() - start
    asked = [(q, kind) for e in sorted(absent) for q, kind in _as_absent(people[e][0].name)]
    return _measure(
        len(registry),
        [(r, e) for r, (_, e) in zip(answers, present, strict=True)],
        [(r, kind) for r, (_, kind) in zip(registry.resolve_many(q for q, _ in asked), asked, strict=True)],
        seconds,
    )


def _by_person(rows: Iterable[Labelled]) -> dict[str, list[Labelled]]:
    people: dict[str, dict[str, Labelled]] = {}
    for row in rows:
        if row.kind != "weak" and row.name.strip():
            people.setdefault(row.entity_id, {}).setdefault(row.name.casefold(), row)
    return {e: list(names.values()) for e, names in people.items()}


def _strangers(background: Iterable[Entity], people: Mapping[str, list[Labelled]]) -> Iterator[Entity]:
    """Background people who are surely none of the labelled: a double would make right answers count as wrong."""
    labelled = Registry.from_entities(Entity(e, [n.name for n in names]) for e, names in people.items())
    for entity in background:
        if entity.id not in people and all(labelled.resolve(n.text).status == "unknown" for n in entity.names):
            yield entity


def _left_out(entity_id: str, share: float) -> bool:
    return int(hashlib.sha256(entity_id.encode("utf-8", "surrogatepass")).hexdigest()[:8], 16) < share * 2**32


def _registered(names: list[Labelled]) -> Name:
    return Name(next((n for n in names if n.kind == "primary"), names[0]).name)


def _as_absent(name: str) -> Iterator[tuple[str, str]]:
    """An absent person's name in full and, where it has three parts, without patronymic and by initial."""
    yield name, "full"
    roles = {p.role: p.text for p in parts(name)}
    if {"given", "patronymic", "surname"} <= roles.keys():
        yield f"{roles['given']} {roles['surname']}", "no patronymic"
        yield f"{roles['given'][0]}. {roles['surname']}", "initial"


def _measure(
    registered: int, present: list[tuple[Resolution, str]], absent: list[tuple[Resolution, str]], seconds: float
) -> Measure:
    """Shares from the answers: beside the right id for people who are registered, beside the kind for others."""
    n = max(1, len(present))
    first = [(r.candidates[0].entity_id if r.candidates else "", r, e) for r, e in present]
    misses = [Miss(r.query, e, top, r.status, "present") for top, r, e in first if r.entity_id != e]
    misses += [
        Miss(r.query, "", r.entity_id, r.status, f"absent, {kind}") for r, kind in absent if r.entity_id is not None
    ]
    counts = {k: sum(kind == k for _, kind in absent) for k in KINDS}
    ambiguous = [(r, e) for r, e in present if r.status == "ambiguous"]
    return Measure(
        registered=registered,
        queries=len(present),
        recall_at_1=sum(top == e for top, _, e in first) / n,
        accepted_right=sum(r.entity_id == e for r, e in present) / n,
        accepted_wrong=sum(r.entity_id not in {None, e} for r, e in present) / n,
        ambiguous_with_right=sum(e in {c.entity_id for c in r.candidates} for r, e in ambiguous) / n,
        absent=counts,
        absent_accepted={k: sum(m.asked == f"absent, {k}" for m in misses) / max(1, counts[k]) for k in KINDS},
        names_per_second=len(present) / seconds if seconds else 0.0,
        thresholds=tuple(_at(t, present, absent, counts) for t in THRESHOLDS),
        misses=tuple(misses),
    )


def _at(
    threshold: float,
    present: list[tuple[Resolution, str]],
    absent: list[tuple[Resolution, str]],
    counts: Mapping[str, int],
) -> AtThreshold:
    likely = [r.candidates[0].entity_id == e for r, e in present if r.probability >= threshold]
    taken = [kind for r, kind in absent if r.probability >= threshold]
    n = max(1, len(present))
    return AtThreshold(
        threshold,
        sum(likely) / n,
        (len(likely) - sum(likely)) / n,
        {k: taken.count(k) / max(1, counts[k]) for k in KINDS},
    )
