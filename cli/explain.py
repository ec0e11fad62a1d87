"""`namekit explain`: why a name means whom it means."""

import json
from collections.abc import Iterator
from typing import Any

import click

from namekit import Account, Evidence, Explanation, Registry, __version__, explain, tables_version
from namekit.wording import evidence_in_words

from .drawing import (
    breadth,
    columns,
    evidence_table,
    legend,
    odds,
    padded,
    probability,
    terms_as_json,
)

_SHOWN = 4  # candidates in the list of answers


@click.command("explain")
@click.argument("name")
@click.argument("entity_id", metavar="[ENTITY]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(name: str, entity_id: str | None, *, as_json: bool) -> None:
    r"""Show how the answer to NAME comes about: all evidence, what it adds up to, and why the runner-up lost.

    With ENTITY, an id, the evidence is that for and against this entity; if it is no candidate, the part that excluded it
    is named.

    \b
    namekit explain "Sergei Tikhanovsky"
    namekit explain "Viktor Lukashenko" aliaksandr-lukashenka
    """
    registry = Registry.starter()
    explanation = explain(registry, name, entity_id)
    click.echo(_json(explanation, registry) if as_json else "\n".join(_page(explanation, registry)))


def _page(e: Explanation, registry: Registry) -> Iterator[str]:
    width, r = columns(), e.resolution
    yield e.query
    if r.status == "match":
        yield f"  is {r.entity_id} ({r.name}): a match, probability {probability(r.probability)}"
    elif r.status == "ambiguous":
        yield "  is ambiguous: several registered people fit it alike"
    else:
        yield f"  is unknown: nobody in the registry fits it well; nobody has {probability(r.nobody)}"
    if e.account is None:
        yield "  No part of it sounds like a part of a registered name."
        return
    yield ""
    yield from _account(e.account, e, len(registry), width)
    yield ""
    yield from _answers(e)
    if e.other:
        yield ""
        yield from _differences(e, e.account, e.other, width)
    yield ""
    yield from legend(e.account.terms, width)


def _account(account: Account, e: Explanation, people: int, width: int) -> Iterator[str]:
    who = f"{account.entity.id} ({account.entity.name})"
    if account.probability is None:
        yield f"{who} is not among the candidates:"
        yield f"  {_excluded(account, e.excluded.evidence if e.excluded else None)}"
        if all(term.evidence.kind.endswith("apart") for term in account.terms):
            return
        yield ""
    yield f"For and against {who}, by its name {account.matched}"
    start = f"start: each of {people:,} people against nobody"
    yield from evidence_table(account.terms, ("in the name", "registered"), (start, account.prior), width)
    outcome = "" if account.probability is None else f"; probability {probability(account.probability)}"
    yield f"  {odds(account.bits)} against nobody{outcome}"


def _excluded(account: Account, evidence: Evidence | None) -> str:
    if evidence is None or evidence.kind.endswith("apart"):
        return "no part of the query sounds like a part of its names"
    if evidence.bits >= 0:
        return "others fit better, and only the best are shown"
    return f"{evidence.query or '-'} against {evidence.registered or '-'}: {evidence_in_words(evidence)}"


def _answers(e: Explanation) -> Iterator[str]:
    """All answers with their bits and probabilities; nobody's bits are none, the others count from there."""
    r = e.resolution
    prior = e.account.prior if e.account else 0.0
    rows = [
        (c.entity_id, f"{prior + sum(x.bits for x in c.evidence):+.1f}", probability(c.probability))
        for c in r.candidates[:_SHOWN]
    ]
    shown = [c.probability for c in r.candidates[:_SHOWN]]
    if (rest := 1 - r.nobody - sum(shown)) > 0 and len(r.candidates) > _SHOWN:
        rows.append(("all others together", "", probability(rest)))
    rows.append(("nobody in the registry", "0.0", probability(r.nobody)))
    size = max(breadth(row[0]) for row in rows)
    yield "The answers, weighed against each other"
    yield f"  {padded('', size)}     bits  probability"
    yield from (f"  {padded(who, size)}  {bits.rjust(7)}  {share}" for who, bits, share in rows)


def _differences(e: Explanation, account: Account, other: Account, width: int) -> Iterator[str]:
    """Where two entities part: what each has, and the bits between them."""
    asked = account.entity.id != e.resolution.candidates[0].entity_id
    name = f"{other.entity.id} ({other.entity.name})"
    yield f"Why {name} comes first" if asked else f"Why not {name}"
    if not e.differences:
        yield "  the evidence is the same for both"
        return
    for d in e.differences:
        against = [
            f"{(x.registered or '-')} {x.bits:+.1f} ({evidence_in_words(x)})" if x else "nothing" for x in (d.one, d.other)
        ]
        lines = [f"{d.query or '-'}: {account.entity.id} has {against[0]},", f"{other.entity.id} {against[1]}"]
        text = f"  {lines[0]} {lines[1]}: {d.bits:+.1f} bits"
        yield from _fold(text, width)


def _fold(text: str, width: int) -> Iterator[str]:
    import textwrap  # noqa: PLC0415

    yield from textwrap.wrap(text, width, subsequent_indent="    ", break_on_hyphens=False, drop_whitespace=True)


def _json(e: Explanation, registry: Registry) -> str:
    r = e.resolution
    row: dict[str, Any] = {
        "namekit": __version__,
        "tables": tables_version(),
        "registry": registry.version,
        "threshold": registry.threshold,
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
