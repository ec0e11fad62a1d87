"""`namekit evaluate`: right and wrong on labelled names."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from namekit import Entity, __version__, tables_version
from namekit.errors import InputError
from namekit.evaluate import Labelled, Measure, evaluate

from .rows import column, one_character, reading, writing


@click.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "-b",
    "--background",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Further people to register, in the same form; may be repeated.",
)
@click.option(
    "--absent",
    "absent_share",
    type=click.FloatRange(0, 0.9),
    default=0.25,
    show_default=True,
    help="Share of the people who are left out of the registry and asked for.",
)
@click.option(
    "-d",
    "--delimiter",
    callback=one_character,
    help=r"Delimiter of the files; \t is a tab.  [default: comma; tab for .tsv]",
)
@click.option(
    "-e",
    "--errors",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Write what was missed or wrong there, as CSV.",
)
@click.option("--nobody", type=float, help="Prior probability that a name is of no one registered.  [default: 0.5]")
@click.option("--threshold", type=float, help="Probability from which a candidate is a match.  [default: 0.93]")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(
    file: str,
    background: tuple[str, ...],
    absent_share: float,
    delimiter: str | None,
    errors: str | None,
    nobody: float | None,
    threshold: float | None,
    *,
    as_json: bool,
) -> None:
    """Measure the resolver on a table with the columns entity_id, name and, optionally, kind.

    One spelling a person is registered (the one of kind "primary", else the first), all others are asked
    for. A share of the people is left out and asked for as well: in full, without patronymic, and by
    initial. Spellings of kind "weak" are passed over. Shown as well is what other thresholds would have
    accepted.
    """
    measure = evaluate(
        _labelled(file, delimiter),
        _people(background, delimiter),
        absent_share,
        nobody=nobody,
        threshold=threshold,
    )
    if errors:
        with writing(errors) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("query", "expected", "got", "status", "asked"))
            writer.writerows((m.query, m.expected, m.got, m.status, m.asked) for m in measure.misses)
    click.echo(_as_json(measure) if as_json else _as_text(measure))


def _labelled(path: str, delimiter: str | None) -> Iterator[Labelled]:
    with reading(path, delimiter) as rows:
        who, name = column(rows, "entity_id"), column(rows, "name")
        kind = rows.header.index("kind") if "kind" in rows.header else None
        for row in rows.body:
            if not row[who]:
                problem = f"the name {row[name]!r} has no entity_id"
                raise InputError(problem, file=rows.label, advice="give each person an id, the same for all spellings")
            yield Labelled(row[who], row[name], row[kind] if kind is not None else "alias")


def _people(paths: tuple[str, ...], delimiter: str | None) -> Iterator[Entity]:
    """One spelling for each person of the background files."""
    seen: set[str] = set()
    for path in paths:
        for row in _labelled(path, delimiter):
            if row.entity_id not in seen and row.kind != "weak" and row.name.strip():
                seen.add(row.entity_id)
                yield Entity(row.entity_id, [row.name])


def _as_json(measure: Measure) -> str:
    run: dict[str, Any] = {"namekit": __version__, "tables": tables_version()}
    return json.dumps(run | {k: v for k, v in asdict(measure).items() if k != "misses"}, ensure_ascii=False)


def _as_text(m: Measure) -> str:
    lines = [
        f"{m.registered:,} people registered, {m.queries:,} spellings asked for, {m.names_per_second:,.0f} a second",
        f"  the right person comes first   {m.recall_at_1:8.2%}",
        f"  accepted, right                {m.accepted_right:8.2%}",
        f"  accepted, wrong                {m.accepted_wrong:8.2%}",
        f"  ambiguous, the right one in it {m.ambiguous_with_right:8.2%}",
        "people who are not registered, accepted as somebody",
    ]
    lines += [f"  {kind:30} {m.absent_accepted[kind]:8.2%}  of {m.absent[kind]:,}" for kind in m.absent]
    lines += ["what a threshold would have accepted", "  threshold     right     wrong  absent: " + ", ".join(m.absent)]
    lines += [
        f"  {t.threshold:9} {t.accepted_right:9.2%} {t.accepted_wrong:9.2%}         "
        + ", ".join(f"{share:.2%}" for share in t.absent_accepted.values())
        for t in m.thresholds
    ]
    return "\n".join(lines)
