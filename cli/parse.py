"""`namekit parse`: the parts of a name and their roles."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import click

from namekit import Parsed, Unread, parse

from .rows import lines


@click.command("parse")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line for each name.")
def command(names: tuple[str, ...], *, as_json: bool) -> None:
    """Say which part of each NAME is the given name, the patronymic and the surname; - reads lines of standard input.

    Also shown are the gender and the language that the name is likely of, what stands beside it (titles, former
    surnames, nicknames), what could not be read, and other readings with their likelihoods.
    """
    for i, name in enumerate(_given(names)):
        parsed = parse(name)
        if as_json:
            click.echo(json.dumps(_as_json(name, parsed), ensure_ascii=False))
        else:
            click.echo(("\n" if i else "") + "\n".join(_page(name, parsed)))


def _given(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from lines() if name == "-" else (name,)


def _page(name: str, parsed: Parsed) -> Iterator[str]:
    yield name
    rows = list(_rows(parsed))
    width = max(len(kind) for kind, _ in rows)
    yield from (f"  {kind:{width}}  {text}" for kind, text in rows)


def _rows(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """What is said of a name, each with its kind."""
    first = next(iter(parsed.readings), None)
    if first:
        for i, part in enumerate(first.parts):
            share = sum(r.likelihood for r in parsed.readings if r.parts[i].role == part.role)
            yield part.role, part.text if part.certain else f"{part.text}  ({share:.0%})"
        if first.gender:
            yield "gender", first.gender
        yield "language", ", ".join(f"{code} {share:.0%}" for code, share in parsed.languages if round(share, 2))
    for aside in parsed.aside:
        yield aside.kind, aside.name or aside.text
    for unread in parsed.unread:
        why = f"({unread.why}: {unread.advice})" if unread.advice else f"({unread.why})"
        yield "not read", f"{unread.text}  {why}" if unread.text else why
    for change in parsed.changes:
        yield "changed", f"{change.before} -> {change.after}  ({change.kind})" if change.after.strip() else change.kind
    for reading in parsed.readings[1:]:
        said = ", ".join(f"{p.text} {p.role}" for p in reading.parts)
        yield "or", f"{said}  ({reading.likelihood:.0%})"


def _advice(unread: Unread) -> dict[str, str]:
    return {"advice": unread.advice} if unread.advice else {}


def _as_json(name: str, parsed: Parsed) -> dict[str, Any]:
    return {
        "name": name,
        "text": parsed.text,
        "script": parsed.script,
        "languages": {code: round(share, 6) for code, share in parsed.languages},
        "readings": [
            {
                "given": r.given,
                "patronymic": r.patronymic,
                "surname": r.surname,
                "order": r.order,
                "gender": r.gender,
                "likelihood": round(r.likelihood, 6),
                "parts": [{"text": p.text, "role": p.role, "certain": p.certain} for p in r.parts],
            }
            for r in parsed.readings
        ],
        "aside": [{"kind": a.kind, "text": a.text, "start": a.start, "name": a.name} for a in parsed.aside],
        "unread": [{"text": u.text, "start": u.start, "why": u.why, **_advice(u)} for u in parsed.unread],
        "changes": [
            {"kind": c.kind, "position": c.position, "before": c.before, "after": c.after} for c in parsed.changes
        ],
    }
