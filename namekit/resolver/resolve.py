"""From a spelling to an entity: a posterior over all who may be meant, and *nobody in this registry*."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from namekit.names.births import born
from namekit.names.cases import Nominative, nominatives
from namekit.names.parsing import Part, gender, parts
from namekit.names.plain import plain_words
from namekit.names.relatives import relative
from namekit.names.several import several
from namekit.names.sounds import readings
from namekit.resolver.answers import Candidate, Resolution, Status
from namekit.resolver.candidates import worth_comparing
from namekit.resolver.context import Query, context_evidence
from namekit.resolver.evidence import Asked, Comparison, Said
from namekit.resolver.forms import Other
from namekit.resolver.index import Index
from namekit.resolver.traditions import Traditions
from namekit.resolver.weights import Prior, usual_prior, weights
from namekit.text import APOSTROPHE, repair

_TINY = 1e-12  # no prior is certain
_MORE_LIKELY_THAN_NOT = 0.5
_BITS = itemgetter(0)  # of what is said


class Found(NamedTuple):
    """An answer in numbers, so that it can be remembered and passed between processes.

    Each row is a candidate: the entity's place, the place of the name among its names, its probability, and what
    is said for and against it.
    """

    prior: float
    nobody: float
    cut: bool
    rows: tuple[tuple[int, int, float, tuple[Said, ...]], ...]


_Best = dict[int, tuple[float, list[Said], int]]


class Resolver:
    """An index made ready to answer, with a prior and the threshold of a match."""

    def __init__(self, index: Index, *, prior: Prior | None = None, threshold: float | None = None) -> None:
        assumed = prior or usual_prior()
        self.weights = weights().with_prior(assumed, index.bare)
        self.index = index
        self.nobody = assumed.nobody
        self.threshold = self.weights.prior["threshold"] if threshold is None else threshold
        self._comparison = Comparison(index, self.weights)
        self._traditions = Traditions(index.vocabulary)

    def resolve(self, query: Query) -> Resolution:
        """The entity that the query means, or why there is no single one."""
        return self.resolution(query.name, self.find(query))

    def find(self, query: Query) -> Found:
        """Whom the query may mean, in numbers. A birth date that stands beside the name counts as one that is given."""
        if not query.birth_date and (date := born(query.name)):
            query = replace(query, birth_date=date)
        query_parts = parts(query.name)
        nobody = self._nobody(query_parts)
        people = max(self.weights.prior["people"], self.index.people)
        prior = math.log2(max(_TINY, 1 - nobody) / people / max(_TINY, nobody))
        named = several(query.name)
        best, cut = self._of_several(query, named, prior) if named else self._of_one(query, query.name)
        return self._posterior(prior, best, cut=cut)

    def _of_one(self, query: Query, name: str) -> tuple[_Best, bool]:
        """For each entity that a name may mean, what says most for it; and whether more would agree.

        It is the query's, or another one: that of one of several people in it.
        """
        best: _Best = {}
        cut = False
        of = relative(name)
        for said, read in self._readings(name, parts(name)):
            is_relative = of is not None and (of.sure or _is_inflected(said))
            other: Other = "relative" if is_relative else "" if name == query.name else "several"
            asked = self._comparison.asked(read, query.gender or gender(read), other, of.word if of else "")
            cut |= self._weigh(asked, said, best)
        for place in best if not query.bare else ():
            bits, said, at = best[place]
            more = context_evidence(query, self.index.entity(place))
            best[place] = bits + math.fsum(map(_BITS, more)), said + more, at
        return best, cut

    def _of_several(self, query: Query, names: Sequence[str], prior: float) -> tuple[_Best, bool]:
        """The same of a text that names several people, each of whom it means as likely as the others.

        So the probability of everybody, and of nobody, is the mean of what it is for each name.
        """
        nobody, cut = 0.0, False
        shares: dict[int, float] = {}
        best: _Best = {}
        for name in names:
            own, more = self._of_one(query, name)
            cut |= more
            odds = {place: math.exp2(prior + bits) for place, (bits, _, _) in own.items()}
            total = 1 + math.fsum(odds.values())
            nobody += 1 / total
            for place, (bits, said, at) in own.items():
                shares[place] = shares.get(place, 0.0) + odds[place] / total
                if place not in best or bits > best[place][0]:
                    best[place] = bits, [*said, (0.0, "several", name, query.name)], at
        for place, (bits, said, at) in best.items():
            less = math.log2(max(_TINY, shares[place]) / nobody) - prior - bits
            best[place] = bits + less, [*said[:-1], (less, *said[-1][1:])], at
        return best, cut

    def _readings(self, name: str, as_it_stands: tuple[Part, ...]) -> Iterator[tuple[list[Said], tuple[Part, ...]]]:
        """The parts of the name as it stands and, if it may be inflected, in the nominative, with what that costs."""
        least = self.weights.prior["inflected" if len(as_it_stands) > 1 else "inflected_alone"]
        inflected = [one for one in nominatives(name) if one.likelihood >= least]
        if not inflected:
            yield [], as_it_stands
            return
        left = max(self.weights.prior["stands"], 1 - math.fsum(one.likelihood for one in inflected))
        yield [(math.log2(left), "case nominative", name, name)], as_it_stands
        alike: dict[tuple[str, ...], list[Nominative]] = {}
        for one in inflected:
            alike.setdefault(_heard(parts(one.text)), []).append(one)
        for same in alike.values():
            bits = math.log2(math.fsum(one.likelihood for one in same)) + self.weights.other["inflected"]
            told = max(same, key=lambda one: sum(len(readings(p.text)) for p in parts(one.text)))
            yield [(bits, f"case {told.case}", name, told.text)], parts(told.text)

    def _nobody(self, query_parts: Sequence[Part]) -> float:
        """Prior of nobody. A surname alone is how texts speak of a person who is known, so it is smaller there."""
        alone = len(query_parts) == 1 and query_parts[0].role == "surname"
        return self.nobody * self.weights.prior["surname_alone"] if alone else self.nobody

    def _weigh(self, asked: Asked, before: list[Said], best: _Best) -> bool:
        """Put into `best`, for each entity, its name that says most for it: bits, evidence, place of the name.

        Of two that say the same it is the earlier one.
        """
        forms, cut = worth_comparing(self._comparison, asked.tokens)
        for form in forms:
            said = self._comparison.compare(asked, form)
            if before:
                said = before + said
            bits = math.fsum(map(_BITS, said))
            if bits > 0:
                bits += self._traditions.together(said)
            for place, name in self.index.borne_by(form):
                known = best.get(place)
                if known is None or bits > known[0] or (bits == known[0] and name < known[2]):
                    best[place] = bits, said, name
        return cut

    def _posterior(self, prior: float, best: _Best, *, cut: bool) -> Found:
        """The probabilities of the candidates, the likeliest first, and of nobody."""
        limits, rank = self.weights.limits, self.index.rank
        ranked = sorted([(-bits, rank(place), place) for place, (bits, _, _) in best.items()])
        top = max(0.0, prior - ranked[0][0]) if ranked else 0.0
        odds = [math.exp2(prior - minus - top) for minus, _, _ in ranked]
        total = math.exp2(-top) + math.fsum(odds)
        rows: list[tuple[int, int, float, tuple[Said, ...]]] = []
        few = limits["shown"]
        for (_, _, place), share in zip(ranked[: limits["candidates"]], odds, strict=False):
            probability = share / total
            if len(rows) >= few and probability < self.weights.prior["shown"]:
                break
            _, said, name = best[place]
            rows.append((place, name, probability, tuple(said)))
            few = 1 if rows[0][2] >= self.threshold else few
        return Found(prior, math.exp2(-top) / total, cut, tuple(rows))

    def resolution(self, name: str, found: Found) -> Resolution:
        """An answer in words: its status by the threshold, the entities, and the evidence."""
        entity, words = self.index.entity, self.index.vocabulary.words
        candidates = tuple(
            [
                Candidate.told(who := entity(place), probability, said, words, who.names[number].text)
                for place, number, probability, said in found.rows
            ]
        )
        first = candidates[0] if candidates else None
        share = self.weights.prior["shared"]
        status: Status = "unknown"
        if first and first.probability >= self.threshold:
            status = "match"
        elif first and found.nobody < _MORE_LIKELY_THAN_NOT and len(candidates) > 1:
            status = "ambiguous" if candidates[1].probability >= share * first.probability else "unknown"
        if status == "unknown" and any(
            _agrees(said, words) and _spelt_alike(name, c.matched)
            for c, (*_, said) in zip(candidates, found.rows, strict=True)
        ):
            status = "ambiguous"  # between who is registered by just this name and a namesake who is not
        met = first if status == "match" else None
        return Resolution(
            name,
            status,
            met.entity_id if met else None,
            met.name if met else None,
            first.probability if first else 0.0,
            found.nobody,
            found.prior,
            candidates,
            found.cut,
        )


def _is_inflected(said: Sequence[Said]) -> bool:
    """Whether what is said of a reading is that it was put into the nominative."""
    return any(kind.startswith("case ") and kind != "case nominative" for _, kind, _, _ in said)


def _heard(name: Sequence[Part]) -> tuple[str, ...]:
    """What the words of a name sound like in the common way; nominatives that sound alike say the same of everybody."""
    return tuple(next((r.merged for r in readings(p.text)), p.text) for p in name)


def _agrees(said: Sequence[Said], words: Sequence[str]) -> bool:
    """Whether nothing speaks against a candidate, and every word is spelt as the registered one is."""
    for bits, kind, text, theirs in said:
        if kind == "together":
            continue
        if bits <= 0 or (isinstance(theirs, int) and text.lower() != words[theirs]):
            return False
    return True


def _spelt_alike(one: str, other: str) -> bool:
    """Whether two spellings are the same but for case and what `repair` mends."""
    return one == other or (len(one) < 2 * len(other) and _mended(one).casefold() == _mended(other).casefold())


def _mended(name: str) -> str:
    """A name as `repair` mends it, which of a plain one needs no look."""
    return name.replace("'", APOSTROPHE) if plain_words(name) else repair(name)[0]
