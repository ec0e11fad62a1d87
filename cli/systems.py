"""`namekit systems`: the catalogue, or one system with its letters and rules."""

import json

import click

from namekit import System, systems
from namekit.catalogue import collisions, index, page
from namekit.romanization.system import system


@click.command("systems")
@click.argument("system_id", required=False, metavar="[ID]")
@click.option("--all", "everything", is_flag=True, help="Also those whose rules stay unclear in places (provisional).")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option(
    "--markdown", is_flag=True, help="Write the page of ID, or without it the list of all, for the documentation."
)
def command(system_id: str | None, *, everything: bool, as_json: bool, markdown: bool) -> None:
    """List the romanization systems, or show the letters, rules and source of one."""
    if system_id:
        found = system(system_id)
        if markdown:
            click.echo(page(found), nl=False)
        else:
            click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=1) if as_json else _page(found))
        return
    listed = systems(provisional=everything)
    if markdown:
        click.echo(index(systems(provisional=True)), nl=False)
        return
    if as_json:
        click.echo(json.dumps([_as_json(s) for s in listed], ensure_ascii=False, indent=1))
        return
    width = max((len(s.id) for s in listed), default=0)
    for s in listed:
        click.echo(f"{s.id:{width}}  {s.language}  {s.status:11}  {s.name}")


def _as_json(s: System) -> dict[str, object]:
    source = {k: getattr(s.source, k) for k in ("title", "publisher", "date", "url", "locator", "read")}
    return {
        "id": s.id,
        "name": s.name,
        "language": s.language,
        "status": s.status,
        "source": source,
        "letters": dict(s.letters),
        "rules": [
            {
                "from": r.source,
                "to": r.target,
                "after": r.after,
                "before": r.before,
                "option": r.option,
                "where": r.where,
            }
            for r in s.rules
        ],
        "options": dict(s.options),
    }


def _page(s: System) -> str:
    source = s.source
    lines = [f"{s.id}: {s.name}", f"language {s.language}, {s.status}", f"source: {source.title}"]
    lines += [f"        {source.publisher}, {source.date}; {source.locator}"]
    lines += [f"        {source.url}"] if source.url else []
    lines += [f"        same rules as {s.same_as}"] if s.same_as else []
    lines += ["", f"collisions: {collisions(s):.2%} of names share their romanization with another", "", "letters"]
    pairs = [f"{letter} {target or '(dropped)'}" for letter, target in s.letters.items()]
    lines += ["  " + "   ".join(f"{p:8}" for p in pairs[i : i + 8]) for i in range(0, len(pairs), 8)]
    if s.rules:
        lines += ["", "rules (before the letters; the longest and most specific first)"]
    for r in s.rules:
        after = f" after {', '.join(r.after)}" if r.after else ""
        before = f" before {', '.join(r.before)}" if r.before else ""
        option = f" [option {r.option}]" if r.option else ""
        lines.append(
            f"  {r.source} -> {r.target or '(dropped)'}{after}{before}{option}" + (f"  ({r.where})" if r.where else "")
        )
    if s.options:
        lines += ["", "options", *(f"  {k} ({'on' if k in s.defaults else 'off'}): {v}" for k, v in s.options.items())]
    lines += ["", "examples", *(f"  {v.given} -> {v.expect}  ({v.kind}; {v.where})" for v in s.vectors[:8])]
    return "\n".join(lines)
