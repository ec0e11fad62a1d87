"""`namekit explain`: why a name means whom it means."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from namekit import (
    Account,
    Difference,
    Evidence,
    Explanation,
    Registry,
    Term,
    __version__,
    explain,
    parse,
    tables_version,
)
from namekit.wording import evidence_in_words

from .drawing import (
    adding_up,
    breadth,
    columns,
    evidence_table,
    facing,
    folded,
    legend,
    odds,
    padded,
    probability,
    terms_as_json,
)
from .registry_options import assumption_options, registry_option, to_resolve

_SHOWN = 4  # candidates in the list of answers


@click.command("explain")
@click.argument("name")
@click.argument("entity_id", metavar="[ENTITY]", required=False)
@registry_option
@assumption_options
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(
    name: str,
    entity_id: str | None,
    registry: str | None,
    assumed: Mapping[str, Any],
    *,
    as_json: bool,
) -> None:
    """Show how the answer to NAME comes about: all evidence, what it adds up to, and why the runner-up lost.

    With ENTITY, an id, the evidence is that for and against this entity; if it is no candidate, the part that
    excluded it is named. With a --registry FILE, decisions that hold everywhere come first.

    \b
    namekit explain "Sergei Tikhanovsky"
    namekit explain "Viktor Lukashenko" aliaksandr-lukashenka
    """  # noqa: D301 (click's sign for: keep the lines)
    people = to_resolve(registry).assuming(**assumed)
    explanation = explain(people, name, entity_id)
    click.echo(_json(explanation, people) if as_json else "\n".join(_page(explanation)))


def _page(e: Explanation) -> Iterator[str]:
    width = columns()
    yield e.query
    read = parse(e.query)
    if mended := ", ".join(dict.fromkeys(change.kind for change in read.changes)):
        yield f"  read as {read.text} ({mended} mended)"
    yield f"  {_answer(e)}"
    decided = [(c, x) for c in e.resolution.candidates for x in c.evidence if x.kind.startswith("decision")]
    for candidate, evidence in decided:
        said = f"{evidence_in_words(evidence)} {candidate.entity_id}, {evidence.registered}"
        yield from folded(f"before all evidence, {evidence.query} {said}", width)
    if any(evidence.kind == "decision is" for _, evidence in decided):
        return  # whatever the evidence says
    if e.account is None:
        yield "  no part of it sounds like a part of a registered name"
        return
    if e.resolution.cut:
        yield "  more registered names agree with it than were compared"
    yield ""
    yield from _account(e.account, e, width)
    yield ""
    yield from _answers(e)
    if e.other:
        yield ""
        yield from _differences(e, e.account, e.other, width)
    yield ""
    yield from legend(e.account.terms, width)


def _answer(e: Explanation) -> str:
    r = e.resolution
    if r.status == "match":
        return f"is {r.entity_id} ({r.name}): a match, probability {probability(r.probability)}"
    if r.status == "unknown":
        return f"is unknown: with probability {probability(r.nobody)} it is nobody in the registry"
    if any(evidence.kind == "several" for evidence in r.candidates[0].evidence):
        return "is ambiguous: it names several people"
    if len(r.candidates) > 1 and r.candidates[1].probability * _ALIKE >= r.probability:
        return "is ambiguous: several registered people fit it alike"
    return "is ambiguous: it is either a registered person or somebody else of this name"


_ALIKE = 20  # times as likely, at most


def _account(account: Account, e: Explanation, width: int) -> Iterator[str]:
    who = f"{account.entity.id} ({account.entity.name})"
    if account.probability is None:
        yield f"{who} is not among the candidates:"
        yield from folded(_excluded(account, e.excluded), width)
        if not account.matched:
            return
        yield ""
    name = "" if account.matched == account.entity.name else f", by the name {account.matched}"
    yield f"For and against {who}{name}"
    start = "start: each registered person against nobody", account.prior
    yield from evidence_table(account.terms, ("in the name", "registered"), start, width)
    share = "" if account.probability is None else probability(account.probability)
    yield f"  {odds(account.bits)} against nobody" + (share and f"; among all answers, probability {share}")


def _excluded(account: Account, term: Term | None) -> str:
    if not account.matched:
        return "no part of the query sounds like a part of its names"
    if term is None:
        return "others fit better, and only the best are candidates"
    one, other = facing(term.evidence)
    return f"{one} against {other} excludes it: {evidence_in_words(term.evidence)}"


def _answers(e: Explanation) -> Iterator[str]:
    """All answers with their bits and probabilities; nobody's bits are none, the others count from there."""
    r = e.resolution
    shown = e.candidates[:_SHOWN]
    rows = [
        (c.entity_id, f"{r.prior + sum(x.bits for x in c.evidence):+.1f}", probability(c.probability)) for c in shown
    ]
    rest = 1 - r.nobody - sum(c.probability for c in shown)
    if len(e.candidates) > _SHOWN or rest > _ROUNDING:
        rows.append(("all others together", "", probability(max(rest, 0.0))))
    rows.append(("nobody in the registry", "0.0", probability(r.nobody)))
    size = max(breadth(row[0]) for row in rows)
    yield "The answers weighed against each other, nobody being the measure"
    yield f"  {padded('', size)}     bits  probability"
    yield from (f"  {padded(who, size)}  {bits.rjust(7)}  {share}" for who, bits, share in rows)


_ROUNDING = 1e-9


def _differences(e: Explanation, account: Account, other: Account, width: int) -> Iterator[str]:
    """Where two entities part: what each has, and the bits between them."""
    behind = account.entity.id != e.candidates[0].entity_id
    name = f"{other.entity.id} ({other.entity.name})"
    yield f"Why {name} comes first" if behind else f"Why not {name}"
    if not e.differences:
        yield "  the evidence is the same for both"
        return
    numbers = adding_up([d.bits for d in e.differences])
    for d, number in zip(e.differences, numbers, strict=False):
        about = _about(d)
        has = [_has(account, d.one), _has(other, d.other)]
        yield from folded(f"{about}: {has[0]}; {has[1]}: {number} bits", width)
    if len(e.differences) > 1:
        yield f"  together {numbers[-1]} bits"


def _about(d: Difference) -> str:
    """The part of the query that a difference is about; where it is no part, what it is."""
    field = next(x.kind for x in (d.one, d.other) if x).partition(" ")[0]
    return d.query if d.query and field not in {"gender", "birth", "country"} else field


def _has(account: Account, evidence: Evidence | None) -> str:
    if evidence is None:
        return f"{account.entity.id} has nothing"
    return f"{account.entity.id} has {facing(evidence)[1]}, {evidence_in_words(evidence)}"


def _json(e: Explanation, registry: Registry) -> str:
    r = e.resolution
    row: dict[str, Any] = {
        "namekit": __version__,
        "tables": tables_version(),
        "registry": registry.version,
        "nobody_prior": registry.nobody,
        **{name: number for name, number in registry.assumptions.items() if name != "nobody"},
        "query": e.query,
        "status": r.status,
        "entity_id": r.entity_id,
        "name": r.name,
        "probability": r.probability,
        "nobody": r.nobody,
        "account": _account_as_json(e.account) if e.account else None,
        "other": _account_as_json(e.other) if e.other else None,
        "differences": [
            {"query": d.query, "bits": round(d.bits, 6), "one": _evidence(d.one), "other": _evidence(d.other)}
            for d in e.differences
        ],
        "excluded": _evidence(e.excluded.evidence) if e.excluded else None,
    }
    return json.dumps(row, ensure_ascii=False)


def _account_as_json(account: Account) -> dict[str, Any]:
    return {
        "entity_id": account.entity.id,
        "name": account.entity.name,
        "matched": account.matched,
        "probability": account.probability,
        "prior_bits": round(account.prior, 6),
        "evidence": terms_as_json(account.terms),
        "bits": round(account.bits, 6),
    }


def _evidence(evidence: Evidence | None) -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {
        "kind": evidence.kind,
        "query": evidence.query,
        "registered": evidence.registered,
        "bits": round(evidence.bits, 6),
    }
