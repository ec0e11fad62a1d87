"""`namekit resolve`: names in, whom they mean out."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import tee
from pathlib import Path
from typing import IO, Any

import click

from namekit import Registry, Resolution, __version__, reason, tables_version
from namekit.names.scripts import engine_version
from namekit.reasons import lacks_patronymic
from namekit.registry import FileRegistry
from namekit.store.decisions import Context

from .registry_options import (
    assumption_options,
    by_option,
    learn_prior_option,
    learned,
    registry_option,
    say_lacking,
    to_resolve,
)
from .rows import Rows, column, one_character, progress, reading, writing

_ADDED = ("id", "name", "status", "probability", "reason", "run")


@click.command("resolve")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "-f",
    "--file",
    "path",
    type=click.Path(dir_okay=False, exists=True, allow_dash=True),
    help="A CSV or TSV file in UTF-8; - is standard input.",
)
@click.option(
    "-c", "--column", "wanted", help="Column with the names: its name, or its number from 1.  [default: name]"
)
@click.option(
    "-d",
    "--delimiter",
    callback=one_character,
    help=r"Delimiter of the file; \t is a tab.  [default: comma; tab for .tsv]",
)
@click.option(
    "-o",
    "--output",
    default="-",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Write there.  [default: standard output]",
)
@assumption_options
@learn_prior_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON, with all candidates and their evidence.")
@registry_option
@click.option("--list", "list_", help="What the file is called in decisions and history.  [default: its name]")
@click.option("--row-id", help="Column with the rows' own ids, by which decisions know them.  [default: row numbers]")
@click.option("--record/--no-record", default=True, help="Keep the answers for a file in the registry's history.")
@by_option
def command(
    *,
    names: tuple[str, ...],
    path: str | None,
    wanted: str | None,
    delimiter: str | None,
    output: str,
    assumed: Mapping[str, Any],
    learn: bool,
    as_json: bool,
    registry: str | None,
    list_: str | None,
    row_id: str | None,
    record: bool,
    by: str,
) -> None:
    """Say whom each NAME means, or each name in a column of a file.

    A file comes back with columns added: the id, the canonical name, the status (match, ambiguous or
    unknown), the probability, a reason in words, and the versions that gave the answer. Id and name stay
    empty unless the status is match. Without NAME and --file, standard input is read as a file.

    With a --registry FILE, decisions made for a row of the list come first, and what was answered is kept there:
    `namekit registry history` says later why a row got its id.
    """
    if names and path:
        msg = "give names or a file, not both"
        raise click.UsageError(msg)
    if learn and assumed["prior"]:
        msg = "give --nobody, --missing and --neither, or --learn-prior, not both"
        raise click.UsageError(msg)
    people = to_resolve(registry).assuming(**assumed)
    if names:
        if learn:
            people, told = learned(people, names)
            click.echo(told, err=True)
        with writing(output) as out:
            write = _write_json if as_json else _write_text
            write(people, people.resolve_many(names), out)
        return
    if path is None and sys.stdin.isatty():
        msg = "give a NAME, or a file with --file"
        raise click.UsageError(msg)
    with reading(path or "-", delimiter) as rows, writing(output) as out:
        place = column(rows, wanted)
        body: Iterable[list[str]] = rows.body
        if learn:
            body = list(body)
            people, told = learned(people, (row[place] for row in body))
            click.echo(told, err=True)
        rows_again, for_names = tee(body)
        if isinstance(people, FileRegistry):
            label = list_ or (Path(path).name if path and path != "-" else "standard input")
            at = None if row_id is None else column(rows, row_id)
            resolutions = _in_list(people, progress(for_names, "names"), place, (label, at))
            if record and people.store.writable:
                resolutions = _recorded(people, resolutions, label, by)
            answers: Iterable[Resolution] = (resolution for _, resolution in resolutions)
        else:
            answers = people.resolve_many(row[place] for row in progress(for_names, "names"))
        found = _Seen(answers)
        if as_json:
            _write_json(people, found, out)
        else:
            _write_csv(people, rows, zip(rows_again, found, strict=True), out)
    say_lacking(found.lacking, found.rows, learn=learn)


class _Seen:
    """Resolutions as they pass by, counted: all, and those that are unknown for want of a patronymic."""

    def __init__(self, resolutions: Iterable[Resolution]) -> None:
        self._resolutions = resolutions
        self.rows = self.lacking = 0

    def __iter__(self) -> Iterator[Resolution]:
        for each in self._resolutions:
            self.rows += 1
            self.lacking += lacks_patronymic(each)
            yield each


def _in_list(
    people: FileRegistry, rows: Iterable[list[str]], place: int, where: tuple[str, int | None]
) -> Iterator[tuple[str, Resolution]]:
    """Each row's id or number (the header is row 1), and whom its name means there."""
    label, at = where
    names, ids, contexts = tee(
        ((row[place], str(number) if at is None else row[at]) for number, row in enumerate(rows, 2)), 3
    )
    found = people.resolve_many((n for n, _ in names), contexts=(Context(label, row or "-") for _, row in contexts))
    return ((row, resolution) for (_, row), resolution in zip(ids, found, strict=False))


def _recorded(
    people: FileRegistry, resolutions: Iterable[tuple[str, Resolution]], label: str, by: str
) -> Iterator[tuple[str, Resolution]]:
    """The resolutions as they come, each kept in the registry's history."""
    from namekit.store.history import Answer, Assumed, record  # noqa: PLC0415 (single names are not kept)

    kept, given = tee(resolutions)
    answers = (Answer(row, r.query, r.status, r.entity_id, r.probability, reason(r)) for row, r in kept)
    assumed = Assumed(**people.assumptions, scripts=engine_version())
    done = record(people.store, label, by, assumed, answers)
    return (each for each, _ in zip(given, done, strict=True))  # strict: the last answers are kept at its end


def _run(registry: Registry) -> dict[str, Any]:
    """What gave the answers: with all the same, the answers are the same."""
    return {
        "namekit": __version__,
        "tables": tables_version(),
        "registry": registry.version,
        **registry.assumptions,
        "scripts": engine_version(),
    }


def _write_text(_: Registry, resolutions: Iterable[Resolution], out: IO[str]) -> None:
    for r in resolutions:
        whom = f"{r.entity_id} ({r.name})" if r.status == "match" else r.status
        out.write(f"{r.query}: {whom}, {r.probability:.3f}\n    {reason(r)}\n")


def _write_csv(registry: Registry, rows: Rows, answered: Iterable[tuple[list[str], Resolution]], out: IO[str]) -> None:
    run = "; ".join(f"{k} {v}" for k, v in _run(registry).items())
    writer = csv.writer(out, lineterminator="\n")
    added = [f"namekit_{a}" for a in _ADDED]
    kept = [i for i, name in enumerate(rows.header) if name not in added]
    writer.writerow([*(rows.header[i] for i in kept), *added])
    for row, r in answered:
        answer = (r.entity_id or "", r.name or "", r.status, f"{r.probability:.4f}", reason(r), run)
        writer.writerow([*(row[i] for i in kept), *answer])


def _write_json(registry: Registry, resolutions: Iterable[Resolution], out: IO[str]) -> None:
    """One JSON object: the run, then `results`, written as they come."""
    head = json.dumps(_run(registry), ensure_ascii=False)
    out.write(head[:-1] + ', "results": [')
    for i, r in enumerate(resolutions):
        out.write(("," if i else "") + "\n" + json.dumps(_as_json(r), ensure_ascii=False))
    out.write("\n]}\n")


def _as_json(r: Resolution) -> dict[str, Any]:
    return {
        "query": r.query,
        "status": r.status,
        "entity_id": r.entity_id,
        "name": r.name,
        "probability": round(r.probability, 6),
        "nobody": round(r.nobody, 6),
        "reason": reason(r),
        "candidates": [
            {
                "entity_id": c.entity_id,
                "name": c.name,
                "probability": round(c.probability, 6),
                "matched": c.matched,
                "evidence": [
                    {"kind": e.kind, "query": e.query, "registered": e.registered, "bits": round(e.bits, 3)}
                    for e in c.evidence
                ],
            }
            for c in r.candidates
        ],
    }
