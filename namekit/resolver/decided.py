"""What people decided, applied to what the resolver says: the decision comes first, the evidence after it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from namekit.entity import Entity
from namekit.resolver.answers import Candidate, Resolution, Status
from namekit.resolver.evidence import Evidence
from namekit.resolver.weights import weights
from namekit.store.decisions import Decision

_MORE_LIKELY_THAN_NOT = 0.5


def settled(query: str, decisions: Sequence[Decision], person: Callable[[str], Entity]) -> Resolution | None:
    """The answer that a decision gives by itself: this spelling is that person. None where no decision says so."""
    first = next((d for d in decisions if d.verdict == "is"), None)
    undecided = next((d for d in decisions if d.verdict == "undecided"), None)
    if first is None or first.entity_id is None or (undecided and undecided.number > first.number):
        return None
    entity = person(first.entity_id)
    candidate = Candidate(entity, 1.0, (_evidence(first),), first.spelling)
    return Resolution(query, "match", entity.id, entity.name, 1.0, 0.0, 0.0, (candidate,))


def limited(resolution: Resolution, decisions: Sequence[Decision], threshold: float) -> Resolution:
    """A resolution without the people whom the spelling is not, and without a match where it was left undecided.

    The probabilities are those given that it is none of them.
    """
    refused = {d.entity_id: d for d in decisions if d.verdict == "is not"}
    undecided = next((d for d in decisions if d.verdict == "undecided"), None)
    out = _without(resolution, refused, threshold) if refused else resolution
    if undecided is None:
        return out
    status: Status = "ambiguous" if out.candidates else "unknown"
    candidates = tuple(
        replace(c, evidence=(_evidence(undecided), *c.evidence)) if i == 0 else c for i, c in enumerate(out.candidates)
    )
    return replace(out, status=status, entity_id=None, name=None, candidates=candidates)


def _without(resolution: Resolution, refused: dict[str | None, Decision], threshold: float) -> Resolution:
    gone = sum(c.probability for c in resolution.candidates if c.entity_id in refused)
    kept = sum(c.probability for c in resolution.candidates if c.entity_id not in refused)
    rest = max(1.0 - gone, resolution.nobody + kept)  # with those who are not shown; never less than what is known
    left = [
        replace(c, probability=c.probability / rest if rest > 0 else 0.0)
        for c in resolution.candidates
        if c.entity_id not in refused
    ]
    nobody = resolution.nobody / rest if rest > 0 else 1.0
    out = [
        replace(c, probability=0.0, evidence=(_evidence(refused[c.entity_id]), *c.evidence))
        for c in resolution.candidates
        if c.entity_id in refused
    ]
    first = left[0] if left else None
    probability = first.probability if first else 0.0
    if first and probability >= threshold:
        status: Status = "match"
    else:
        shared = len(left) > 1 and left[1].probability >= weights().prior["shared"] * probability
        status = "ambiguous" if shared and nobody < _MORE_LIKELY_THAN_NOT else "unknown"
    matched = first if first and status == "match" else None
    return replace(
        resolution,
        status=status,
        entity_id=matched.entity_id if matched else None,
        name=matched.name if matched else None,
        probability=probability,
        nobody=nobody,
        candidates=(*left, *out),
    )


def _evidence(decision: Decision) -> Evidence:
    why = f": {decision.why}" if decision.why else ""
    said = f"by {decision.by} on {decision.at[:10]} (decision {decision.number}){why}"
    return Evidence(f"decision {decision.verdict}", decision.spelling, said, 0.0)
