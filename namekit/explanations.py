"""Why: the evidence of a resolution made to add up (`namekit.explain`), and two names compared (`namekit.compare`)."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from namekit.entity import Entity
from namekit.errors import InputError
from namekit.names.parsing import parts
from namekit.packed import ids
from namekit.registry import Registry
from namekit.relations.links import PartRole
from namekit.relations.relate import Relation, relate
from namekit.resolver.answers import Candidate, Resolution
from namekit.resolver.context import Query
from namekit.resolver.evidence import Evidence
from namekit.table import read_table


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
    return relate(*evidence.compared, _ROLES[field])


_ROLES: Mapping[str, PartRole] = {role: role for role in get_args(PartRole)}


@dataclass(frozen=True, slots=True)
class Account:
    """What speaks for and against an entity. `prior` and the terms' bits add up to `bits`, its log2 odds over *nobody*.

    `probability` is None for an entity that was not among the candidates; its terms are then those that it has alone,
    and `matched` is "" where no part of the query meets a part of its names.
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

    `candidates` are those of the resolution, or more of them, so that a match has its runner-up here. `account` is
    that of the entity asked for, else of the first candidate; None where no part of the query meets any name. `other`
    is the runner-up, or the first candidate where another entity was asked for; `differences` say where the two part.
    `excluded` is the term that speaks most against an entity that was asked for and is no candidate; None where others
    merely fit better.
    """

    query: str
    resolution: Resolution
    candidates: tuple[Candidate, ...]
    account: Account | None
    other: Account | None
    differences: tuple[Difference, ...]
    excluded: Term | None


def explain(registry: Registry, name: str | Query, entity_id: str | None = None) -> Explanation:
    """Why a name resolves as it does, or why it is (not) the entity of this id.

    Takes some milliseconds more than `resolve`. Raises InputError where the registry has no entity of the id.
    """
    query = name if isinstance(name, Query) else Query(name)
    resolution = _resolved(registry, query)
    # With a threshold that nothing meets, the runner-up of a match is told as well.
    ranked = _resolved(registry.assuming(prior=registry.prior, threshold=1.0), query).candidates
    asked = next((c for c in ranked if entity_id in {None, c.entity_id}), None)
    excluded = None
    if asked is not None:
        account: Account | None = _account(asked, resolution.prior)
    elif entity_id is not None:
        account = _asked(registry, query, entity_id, resolution.prior)
        excluded = _excluding(account)
    else:
        account = None
    rival = next((c for c in ranked if account and c.entity_id != account.entity.id), None)
    other = _account(rival, resolution.prior) if rival else None
    return Explanation(query.name, resolution, ranked, account, other, _differences(account, other), excluded)


def _resolved(registry: Registry, query: Query) -> Resolution:
    return registry.resolve(query.name, birth_date=query.birth_date, gender=query.gender, country=query.country)


def _account(candidate: Candidate, prior: float) -> Account:
    return Account(candidate.entity, candidate.matched, candidate.probability, prior, terms(candidate.evidence))


def _asked(registry: Registry, query: Query, entity_id: str, prior: float) -> Account:
    """The account of an entity that is no candidate: what it would have alone in a registry."""
    people = registry.entities
    known = ids(people)
    if entity_id not in known:
        msg = f"the registry has no entity {entity_id!r}"
        raise InputError(msg, advice="`namekit resolve --json` shows the ids of candidates")
    entity = people[known.index(entity_id)]
    alone = _resolved(Registry.from_entities([entity]), query).candidates
    if alone:
        return Account(entity, alone[0].matched, None, prior, terms(alone[0].evidence))
    return Account(entity, "", None, prior, tuple(_apart(query.name, entity)))


def _excluding(account: Account) -> Term | None:
    """The term that speaks most against an entity; None where nothing does, and others fit better."""
    worst = min(account.terms, key=lambda term: term.evidence.bits, default=None)
    against = worst and (worst.evidence.bits <= _AGAINST or worst.evidence.kind.endswith("apart"))
    return worst if against else None


_AGAINST = -2.0  # bits: less is no disagreement, as that the query has no patronymic


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
        kind = "" if evidence.query and evidence.kind != "gender" else evidence.kind.partition(" ")[0]
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
    taken, so `compare(b, a)` says the same. Raises InputError for an empty name, and for a prior that is not between 0
    and 1.
    """
    if not 0 < prior < 1:
        raise InputError(f"the prior is {prior}", advice="give a probability above 0 and below 1, such as 0.5")
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
