"""`namekit cluster`: which names of a list are one person's."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from namekit.clusters import Bond, Group, cluster
from namekit.entity import Name
from namekit.reasons import in_short
from namekit.sheets import rows
from namekit.store.entries import Entry
from namekit.store.file import Store
from namekit.store.people import Origin, put

from .lists import list_file_options, wished
from .registry_options import by_option


@click.command("cluster")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, allow_dash=True))
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Make a new registry of the groups in this file.")
@click.option("--threshold", type=float, help="Probability from which names are one person's.  [default: 0.94]")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, with all that holds the groups together.")
@click.option("--all", "every", is_flag=True, help="Show also names that stand alone.")
@list_file_options
@by_option
def command(
    file: str,
    output: str | None,
    threshold: float | None,
    by: str,
    *,
    as_json: bool,
    every: bool,
    **asked: Any,  # noqa: ANN401 (options of several types)
) -> None:
    """Put the names of FILE, a spreadsheet or list (- is standard input), into groups, one for each person.

    A group shows the name that is proposed for the person, the other spellings, its weakest link, which is where to
    look first, and groups that may be the same person. With --output a registry is made of the groups, those of one
    name included; then `namekit clean --registry` finds everybody in it.
    """
    wishes = wished(asked, by=by)
    source = None if file == "-" else Path(file)
    groups = cluster((row.name for row in rows(source, wishes)), threshold=threshold)
    if output:
        _found(output, groups, wishes.list_of(file if source else "<standard input>", ""), by)
    if as_json:
        click.echo(json.dumps([_as_json(g) for g in groups], ensure_ascii=False, indent=1))
        return
    for group in groups:
        if every or len(group.names) > 1 or group.near:
            click.echo(_drawn(group))
    names = sum(len(g.names) for g in groups)
    click.echo(f"{names:,} names, {len(groups):,} people", err=True)


def _drawn(group: Group) -> str:
    lines = [f"{group.name}  ({group.rows:,} rows)", *(f"    {name}" for name in group.names[1:])]
    if (weakest := group.weakest) and len(group.names) > 1:
        lines.append(f"    weakest link, {weakest.probability:.3f}: {_said(weakest)}")
    lines += [f"    perhaps also: {name}" for name in group.near]
    return "\n".join(lines)


def _said(bond: Bond) -> str:
    return f"{bond.one} and {bond.other}: {in_short(bond.evidence)}"


def _as_json(group: Group) -> dict[str, Any]:
    bonds = [
        {
            "one": b.one,
            "other": b.other,
            "probability": round(b.probability, 6),
            "evidence": [
                {"kind": e.kind, "one": e.query, "other": e.registered, "bits": round(e.bits, 3)} for e in b.evidence
            ],
        }
        for b in group.bonds
    ]
    return {"name": group.name, "names": group.names, "rows": group.rows, "near": group.near, "bonds": bonds}


def _found(path: str, groups: Iterable[Group], source: str, by: str) -> None:
    """A new registry with a person for each group; what may be the same person is a note, for whoever merges."""
    with Store.create(path) as store, store.writing():
        for group in groups:
            names = (Name(group.name), *(Name(name, None, "alias") for name in group.names[1:]))
            notes = tuple(f"perhaps the same person: {name}" for name in group.near)
            put(store, Entry(names=names, notes=notes, sources=(source,)), Origin(by))
    click.echo(f"a new registry: {path}", err=True)
