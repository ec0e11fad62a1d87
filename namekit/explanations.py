"""Why: the evidence of a resolution made to add up (`namekit.explain`), and two names compared (`namekit.compare`)."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from namekit.entity import Entity
from namekit.errors import InputError
from namekit.links import PartRole
from namekit.parsing import parts
from namekit.registry import Registry
from namekit.relations import Relation, relate
from namekit.resolve import Candidate, Evidence, Resolution
from namekit.table import read_table

_TINY = 2.0**-1000  # for a probability too small to be told from zero


@dataclass(frozen=True, slots=True)
class Term:
    """One piece of evidence, and how the two spellings are related where it is about two spellings."""

    evidence: Evidence
    relation: Relation | None


def terms(evidence: Iterable[Evidence]) -> tuple[Term, ...]:
    """Each piece of evidence with its relation."""
    return tuple(Term(e, _relation(e)) for e in evidence)


def _relation(evidence: Evidence) -> Relation | None:
    field = evidence.kind.partition(" ")[0]
    if field not in _ROLES or not evidence.query or not evidence.registered:
        return None
    return relate(evidence.query, evidence.registered, _ROLES[field])


_ROLES: Mapping[str, PartRole] = {role: role for role in get_args(PartRole)}


def shared_prior(resolution: Resolution) -> float:
    """Bits by which each registered person starts ahead of *nobody* (below zero: behind).

    It is what the first candidate's evidence leaves over of log2(p / p of nobody), and the same for all candidates;
    0.0 where there is none.
    """
    if not resolution.candidates:
        return 0.0
    first = resolution.candidates[0]
    odds = math.log2(max(first.probability, _TINY)) - math.log2(max(resolution.nobody, _TINY))
    return odds - math.fsum(e.bits for e in first.evidence)


@dataclass(frozen=True, slots=True)
class Account:
    """What speaks for and against an entity. `prior` and the terms' bits add up to `bits`, its log2 odds over *nobody*.

    `probability` is None for an entity that was not among the candidates; its terms are then those that it has alone.
    """

    entity: Entity
    matched: str
    probability: float | None
    prior: float
    terms: tuple[Term, ...]

    @property
    def bits(self) -> float:
        """The prior and all evidence: log2 of how much likelier the entity is than nobody."""
        return self.prior + math.fsum(term.evidence.bits for term in self.terms)


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the query on which two entities differ: the evidence of each (None: none), and what lies between."""

    query: str
    one: Evidence | None
    other: Evidence | None

    @property
    def bits(self) -> float:
        """How many bits the one has more."""
        return (self.one.bits if self.one else 0.0) - (self.other.bits if self.other else 0.0)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A resolution with the account of one entity, and of the one to compare it with.

    `account` is that of the entity asked for, else of the first candidate; None where no part of the query meets any
    name. `other` is the runner-up, or the first candidate where another entity was asked for; `differences` say where
    the two part. `excluded` is the term that speaks most against an entity that was asked for and is no candidate.
    """

    query: str
    resolution: Resolution
    account: Account | None
    other: Account | None
    differences: tuple[Difference, ...]
    excluded: Term | None


def explain(registry: Registry, name: str, entity_id: str | None = None) -> Explanation:
    """Why a name resolves as it does, or why it is (not) the entity of this id.

    Takes a few milliseconds more than `resolve`. Raises InputError where the registry has no entity of the id.
    """
    resolution = registry.resolve(name)
    prior = shared_prior(resolution)
    accounts = [_account(candidate, prior) for candidate in resolution.candidates[:2]]
    if entity_id is None:
        first, second = (*accounts, None, None)[:2]
        return Explanation(name, resolution, first, second, _differences(first, second), None)
    asked = _asked(registry, resolution, entity_id, prior)
    others = (account for account in accounts if account.entity.id != entity_id)
    other = next(others, None)
    out = None
    if asked.probability is None:
        out = min(asked.terms, key=lambda term: term.evidence.bits, default=None)
    return Explanation(name, resolution, asked, other, _differences(asked, other), out)


def _account(candidate: Candidate, prior: float) -> Account:
    return Account(candidate.entity, candidate.matched, candidate.probability, prior, terms(candidate.evidence))


def _asked(registry: Registry, resolution: Resolution, entity_id: str, prior: float) -> Account:
    """The account of the entity asked for; of one that is no candidate, what it would have alone in a registry."""
    for candidate in resolution.candidates:
        if candidate.entity_id == entity_id:
            return _account(candidate, prior)
    entity = next((e for e in registry.entities if e.id == entity_id), None)
    if entity is None:
        msg = f"the registry has no entity {entity_id!r}"
        raise InputError(msg, advice="`namekit resolve --json` shows the ids of candidates")
    alone = Registry.from_entities([entity]).resolve(resolution.query)
    if alone.candidates:
        found = alone.candidates[0]
        prior = prior if resolution.candidates else shared_prior(alone)
        return Account(entity, found.matched, None, prior, terms(found.evidence))
    return Account(entity, entity.name, None, prior, tuple(_apart(resolution.query, entity)))


def _apart(query: str, entity: Entity) -> Iterator[Term]:
    """The parts of a query that meets no name of the entity, each against its canonical name's of the same role."""
    theirs = {part.role: part.text for part in parts(entity.name)}
    for part in parts(query):
        role = _ROLES.get(part.role, "unknown")
        facing = theirs.get(part.role, "")
        yield Term(Evidence(f"{part.role} apart", part.text, facing, 0.0), relate(part.text, facing, role))


def _differences(one: Account | None, other: Account | None) -> tuple[Difference, ...]:
    """Where two accounts part, what counts most first."""
    if one is None or other is None:
        return ()
    mine, theirs = _by_query(one), _by_query(other)
    found = [Difference(key[0], mine.get(key), theirs.get(key)) for key in {**mine, **theirs}]
    return tuple(sorted((d for d in found if not _even(d)), key=lambda d: (-abs(d.bits), d.query)))


def _even(difference: Difference) -> bool:
    """Whether the two agree: in the bits, or in all but how many people in the registry bear the name."""
    one, other = difference.one, difference.other
    alike = one and other and (one.kind, one.registered) == (other.kind, other.registered)
    return bool(alike) or abs(difference.bits) < _TOO_LITTLE


_TOO_LITTLE = 0.05  # bits


def _by_query(account: Account) -> dict[tuple[str, str, int], Evidence]:
    """The evidence by the part of the query; what is about no part, by its kind."""
    out: dict[tuple[str, str, int], Evidence] = {}
    for evidence in (term.evidence for term in account.terms):
        kind = "" if evidence.query and evidence.kind != "gender" else evidence.kind
        place = sum(key[:2] == (evidence.query, kind) for key in out)
        out[evidence.query, kind, place] = evidence
    return out


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two names without a registry. `prior` and the terms' bits add up to `bits`, log2 of the odds of one person.

    `probability` is 1 / (1 + 2 ** -bits). A term's `query` is a part of the one name, `registered` of the other.
    """

    one: str
    other: str
    probability: float
    bits: float
    prior: float
    terms: tuple[Term, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence without the relations."""
        return tuple(term.evidence for term in self.terms)


def compare(one: str, other: str, *, prior: float = 0.5) -> Comparison:
    """How likely two names are one person's, and why; `prior` is how likely that is before they are looked at.

    Each name is resolved in a registry of the other alone, and of each piece of evidence the mean of both directions is
    taken, so `compare(b, a)` says the same. Raises InputError for an empty name and ValueError for a prior that is not
    between 0 and 1.
    """
    if not 0 < prior < 1:
        msg = f"prior is a probability above 0 and below 1, not {prior}"
        raise ValueError(msg)
    turned = one > other
    first, second = (other, one) if turned else (one, other)
    evidence = _mean(_of_one(first, second), [_turned(e) for e in _of_one(second, first)])
    if turned:
        evidence = [_turned(e) for e in evidence]
    before = math.log2(prior / (1 - prior))
    bits = before + math.fsum(e.bits for e in evidence)
    return Comparison(one, other, 1 / (1 + 2 ** min(-bits, _MOST)), bits, before, terms(evidence))


_MOST = 1000.0  # bits: beyond, 2 ** bits is no float


def _of_one(query: str, registered: str) -> tuple[Evidence, ...]:
    """Evidence that a name is the one person's of a registry."""
    found = Registry.from_entities([Entity("the other", [registered])]).resolve(query).candidates
    if found:
        return found[0].evidence
    return (Evidence("apart", query, registered, float(read_table("", "relations")["compare"]["apart"])),)


def _turned(evidence: Evidence) -> Evidence:
    return Evidence(evidence.kind, evidence.registered, evidence.query, evidence.bits)


def _mean(there: Iterable[Evidence], back: Iterable[Evidence]) -> list[Evidence]:
    """Evidence on the same two parts as one, with the mean of the bits; what one direction lacks counts as 0 bits."""
    kinds: dict[tuple[str, str, str], str] = {}
    bits: dict[tuple[str, str, str], float] = {}
    for e in (*there, *back):
        key = (e.kind.partition(" ")[0], e.query, e.registered)
        kinds.setdefault(key, e.kind)
        bits[key] = bits.get(key, 0.0) + e.bits / 2
    return [Evidence(kinds[key], key[1], key[2], bits[key]) for key in kinds]
