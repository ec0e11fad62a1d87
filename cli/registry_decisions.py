"""`namekit registry decide`, `decisions`, `history`: what people decided, and what was answered."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from typing import Any, cast

import click

from namekit import Resolution
from namekit.registry import FileRegistry
from namekit.store import history as past
from namekit.store.decisions import EVERYWHERE, VERDICTS, Context, Decision, Verdict, decide, decisions, undo

from .registry_options import by_option, registry_option, to_read, to_write

_COULD = 0.01  # probability from which somebody else is worth a warning
_COLUMNS = ("number", "verdict", "spelling", "id", "list", "row", "by", "at", "why", "state")


@click.command("decide")
@click.argument("spelling")
@click.argument("verdict", type=click.Choice(VERDICTS))
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--list", "list_", help="The list in which the spelling stands; with --row.")
@click.option("--row", help="Its row in the list: its number there, the header being row 1, or its own id.")
@click.option("--document", help="The document in which it stands.")
@click.option("--everywhere", is_flag=True, help="In every list and document. Think of namesakes.")
@click.option("--why", default="", help="Why.")
@by_option
@registry_option
def decide_(
    *,
    spelling: str,
    verdict: str,
    id_: str | None,
    list_: str | None,
    row: str | None,
    document: str | None,
    why: str,
    by: str,
    registry: str | None,
    everywhere: bool,
) -> None:
    """Keep that SPELLING 'is' the person ID, 'is not' the person, or is 'undecided'.

    A decision holds in one row of a list, or in one document:

    \b
    namekit registry decide "Ivanov A." is ivan-123 --list march.csv --row 17 --why "same passport"
    namekit registry decide "Ivanov A." "is not" ivan-123 --document letter-9.pdf
    """  # noqa: D301 (click's sign for: keep the lines)
    context = _context(list_, row, document, everywhere=everywhere)
    if id_ is None and verdict != "undecided":
        raise click.UsageError("say whom: ID")
    with to_write(registry) as store:
        if everywhere and verdict == "is" and id_:
            _warn(FileRegistry(store).resolve(spelling), id_)
        with store.writing():
            kept = decide(store, cast("Verdict", verdict), spelling, id_, context, by=by, why=why)
        click.echo(f"decision {kept.number}: {_said(kept)}")


def _context(list_: str | None, row: str | None, document: str | None, *, everywhere: bool) -> Context:
    chosen = [bool(list_), bool(document), everywhere]
    if sum(chosen) != 1 or bool(list_) != bool(row):
        raise click.UsageError("say where: --list LIST with --row ROW, or --document DOCUMENT, or --everywhere")
    return Context(list_, row or "") if list_ else Context(document) if document else EVERYWHERE


def _warn(resolution: Resolution, id_: str) -> None:
    """Says who else could bear the spelling."""
    others = [c for c in resolution.candidates if c.entity_id != id_ and c.probability >= _COULD]
    for c in others:
        click.echo(f"warning: {c.entity_id} ({c.name}) could bear this name too: {c.probability:.2f}", err=True)
    if resolution.nobody >= _COULD:
        said = f"somebody who is not registered could bear this name too: {resolution.nobody:.2f}"
        click.echo(f"warning: {said}", err=True)


def _said(d: Decision) -> str:
    where = (f"in {d.context.where}" + (f", row {d.context.row}" if d.context.row else "")) if d.context.where else (
        "everywhere")  # fmt: skip
    verdict = "left undecided" if d.verdict == "undecided" else d.verdict
    return " ".join(w for w in (d.spelling, verdict, d.entity_id or "", where) if w)


@click.command("decisions")
@click.option("--all", "every", is_flag=True, help="Also those that were undone or replaced.")
@click.option("--undo", "number", type=int, metavar="NUMBER", help="Undo this decision.")
@click.option("--why", default="", help="Why it is undone.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "jsonl"]), default="text", show_default=True)
@by_option
@registry_option
def decisions_(number: int | None, why: str, form: str, by: str, registry: str | None, *, every: bool) -> None:
    """List the decisions that hold, write them as CSV or JSON lines, or undo one."""
    if number is not None:
        with to_write(registry) as store:
            with store.writing():
                undone = undo(store, number, by=by, why=why)
            click.echo(f"undone: {_said(undone)}")
        return
    with to_read(registry) as store, store.reading():
        _list(decisions(store, every=every), form)


def _list(found: Iterator[Decision], form: str) -> None:
    if form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerow(_COLUMNS)
    for d in found:
        if form == "text":
            state = "" if d.active else f" [{_state(d)}]"
            why = f": {d.why}" if d.why else ""
            click.echo(f"{d.number}  {_said(d)} (by {d.by}, {d.at[:10]}){why}{state}")
        elif form == "jsonl":
            click.echo(json.dumps(_row(d), ensure_ascii=False))
        else:
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerow(_row(d).values())
            click.echo(out.getvalue(), nl=False)


def _row(d: Decision) -> dict[str, Any]:
    values = (
        d.number,
        d.verdict,
        d.spelling,
        d.entity_id,
        d.context.where,
        d.context.row,
        d.by,
        d.at,
        d.why,
        _state(d),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _state(d: Decision) -> str:
    if d.undone_at:
        return f"undone by {d.undone_by} on {d.undone_at[:10]}" + (f": {d.undone_why}" if d.undone_why else "")
    return f"replaced by {d.replaced_by}" if d.replaced_by else "holds"


@click.command("history")
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--list", "list_", help="A list that was resolved: what was said of its rows.")
@click.option("--row", default="", help="One row of the list.")
@click.option("--on", "day", default="", metavar="DATE", help="One day (or month, or year): 2026-05-03.")
@registry_option
def history_(id_: str | None, list_: str | None, row: str, day: str, registry: str | None) -> None:
    """Say what happened to the person ID, or why a row of a list was given its id.

    \b
    namekit registry history ivan-123
    namekit registry history --list march.csv --row 17 --on 2026-05-03
    """  # noqa: D301
    if bool(id_) == bool(list_):
        raise click.UsageError("say which: ID, or --list LIST")
    with to_read(registry) as store, store.reading():
        if id_:
            for event in past.events(store, id_):
                click.echo(f"{event.at}  {event.by or '-'}  {event.what}: {event.detail}")
            return
        found = 0
        for run, answer in past.answers(store, list_ or "", row, day):
            found += 1
            whom = f"{answer.status} {answer.entity_id}" if answer.entity_id else answer.status
            click.echo(f"{run.at}  {run.by}  row {answer.row}: {answer.spelling}: {whom}, {answer.probability:.4f}")
            click.echo(f"    {answer.reason}")
            click.echo(f"    run {run.number}: {run.versions}")
    if not found:
        click.echo("nothing is recorded: rows are kept by `namekit resolve --file LIST --registry FILE`", err=True)
        raise SystemExit(1)


COMMANDS = {"decide": decide_, "decisions": decisions_, "history": history_}
