"""From a spelling to an entity: a posterior over all who may be meant, and *nobody in this registry*."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from namekit.entity import Entity
from namekit.evidence import Comparison, Evidence, Said, Token
from namekit.index import Index
from namekit.parsing import Part, gender, parts
from namekit.surnames import Gender
from namekit.weights import weights

Status = Literal["match", "ambiguous", "unknown"]
_TINY = 1e-12  # no prior is certain
_PAIR = 2


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

    `probability` is the first candidate's, `nobody` that of no one registered; with the probabilities of all
    candidates (those shown and those not) they sum to one. `prior` is the same for each candidate, in bits: with the
    bits of its evidence it makes the log2 of its odds against nobody. `cut` says that more names agree than were
    compared.
    """

    query: str
    status: Status
    entity_id: str | None
    name: str | None
    probability: float
    nobody: float
    prior: float
    candidates: tuple[Candidate, ...]
    cut: bool = False


class Resolver:
    """An index made ready to answer, with the prior probability of nobody and the threshold of a match."""

    def __init__(self, index: Index, *, nobody: float | None = None, threshold: float | None = None) -> None:
        self.weights = weights()
        self.index = index
        self.nobody = self.weights.prior["nobody"] if nobody is None else nobody
        self.threshold = self.weights.prior["threshold"] if threshold is None else threshold
        self._comparison = Comparison(index, self.weights)

    def resolve(self, query: str) -> Resolution:
        """The entity that the query means, or why there is no single one."""
        query_parts = parts(query)
        tokens = [self._comparison.token(p) for p in query_parts]
        forms, cut = self._forms(tokens)
        best = self._best(tokens, gender(query_parts), forms)
        nobody = self._nobody(query_parts)
        prior = math.log2(max(_TINY, 1 - nobody) / max(1, len(self.index.entities)) / max(_TINY, nobody))
        return self._posterior(query, prior, best, cut=cut)

    def _nobody(self, query_parts: Sequence[Part]) -> float:
        """Prior of nobody. A surname alone is how texts speak of a person who is known, so it is smaller there."""
        alone = len(query_parts) == 1 and query_parts[0].role == "surname"
        return self.nobody * self.weights.prior["surname_alone"] if alone else self.nobody

    def _forms(self, tokens: Sequence[Token]) -> tuple[list[int], bool]:
        """Forms worth comparing: those that hold two parts of the query, else the rarest one; and if some are cut."""
        index, limits = self.index, self.weights.limits
        met = [(sum(map(index.size, t.blocks)), i) for i, t in enumerate(tokens) if t.blocks]
        if not met:
            return [], False
        ordered = [tokens[i] for _, i in sorted(met)]
        found = Counter(f for one in ordered[1:] for f in self._together(ordered[0], one))
        if sum(t.part.role != "initial" for t in tokens) == 1:
            found.update(self._with_one(ordered[0], limits["rows"]))
        elif not found:  # the rarest part is not met with another one: what is nearest is shown, hardly accepted
            common = self._together(*ordered[1:3]) if len(ordered) > _PAIR else ()
            found.update((sorted(common) or self._with_one(ordered[0], limits["nearest"]))[: limits["nearest"]])
        if len(found) > limits["few"] and len(ordered) > _PAIR:
            whole = [f for f, n in found.items() if n > 1 or len(index.forms[f].words) < len(ordered)]
            found = Counter(dict.fromkeys(whole, _PAIR)) if whole else found
        if len(found) <= limits["forms"]:
            return sorted(found), False
        return sorted(sorted(found), key=lambda f: -found[f])[: limits["forms"]], True

    def _together(self, one: Token, other: Token) -> set[int]:
        """Forms that hold what the one may stand for, and what the other may."""
        return {f for block in one.blocks for f in self.index.with_both(block, other.blocks)}

    def _with_one(self, token: Token, rows: int) -> list[int]:
        """Forms that hold what the token may stand for, so many rows of each posting, the best agreement first."""
        return list(dict.fromkeys(f for block in token.blocks for f in self.index.with_one(block, rows)))

    def _best(
        self, tokens: Sequence[Token], query_gender: Gender | None, forms: Sequence[int]
    ) -> Mapping[int, tuple[float, list[Said], int]]:
        """For each entity that bears one of the forms, its best one: bits, evidence, and the place of the name."""
        best: dict[int, tuple[float, list[Said], int]] = {}
        for form in forms:
            said = self._comparison.compare(tokens, query_gender, form)
            bits = math.fsum([s[0] for s in said])
            for place, name in self.index.borne_by(form):
                if place not in best or bits > best[place][0]:
                    best[place] = bits, said, name
        return best

    def _posterior(
        self, query: str, prior: float, best: Mapping[int, tuple[float, list[Said], int]], *, cut: bool
    ) -> Resolution:
        entities, limits = self.index.entities, self.weights.limits
        top = max([0.0, *(prior + bits for bits, _, _ in best.values())])
        total = 2 ** (-top) + math.fsum(2 ** (prior + bits - top) for bits, _, _ in best.values())
        ranked = sorted(best, key=lambda place: (-best[place][0], entities[place].id))
        candidates: list[Candidate] = []
        for place in ranked[: limits["candidates"]]:
            bits, said, name = best[place]
            probability = 2 ** (prior + bits - top) / total
            if len(candidates) < limits["shown"] or probability >= self.weights.prior["shown"]:
                entity = entities[place]
                evidence = tuple(map(self._comparison.evidence, said))
                candidates.append(Candidate(entity, probability, evidence, entity.names[name].text))
        return self._resolution(query, tuple(candidates), 2 ** (-top) / total, prior, cut=cut)

    def _resolution(
        self, query: str, candidates: tuple[Candidate, ...], nobody: float, prior: float, *, cut: bool
    ) -> Resolution:
        first = candidates[0] if candidates else None
        if first and first.probability >= self.threshold:
            return Resolution(
                query, "match", first.entity_id, first.name, first.probability, nobody, prior, candidates, cut
            )
        probability = first.probability if first else 0.0
        share = self.weights.prior["shared"]
        shared = len(candidates) > 1 and candidates[1].probability >= share * probability
        status: Status = "ambiguous" if shared and nobody < 0.5 else "unknown"  # noqa: PLR2004 (more likely than not)
        return Resolution(query, status, None, None, probability, nobody, prior, candidates, cut)
