"""`namekit identify`: which system is this?"""

import json

import click

from namekit import identify
from namekit.romanization.system import system

from .rows import COUNT


@click.command("identify")
@click.argument("latin")
@click.option("-x", "--cyrillic", help="The Cyrillic spelling, if it is known: then the systems that write it so.")
@click.option("-l", "--language", type=click.Choice(["be", "ru", "uk"]), help="Only systems of this language.")
@click.option("-n", "--limit", type=COUNT, default=10, show_default=True, help="Show so many.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(latin: str, cyrillic: str | None, language: str | None, limit: int, *, as_json: bool) -> None:
    """Say which romanization systems may have written LATIN, the likeliest first, each with what it may have read.

    Systems whose rules are unclear in places are marked (provisional).
    """
    found = identify(latin, cyrillic, language=language)[:limit]
    if as_json:
        rows = [
            {
                "system": f.system,
                "status": system(f.system).status,
                "text": f.text,
                "likelihood": round(f.likelihood, 6),
            }
            for f in found
        ]
        click.echo(json.dumps({"latin": latin, "systems": rows}, ensure_ascii=False))
        return
    for f in found:
        mark = " (provisional)" if system(f.system).status == "provisional" else ""
        click.echo(f"{f.likelihood:6.1%}  {f.system}{mark}  {f.text}")
    if not found:
        click.echo("no system writes this")
