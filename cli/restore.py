"""`namekit restore`: Latin back to Cyrillic."""

import itertools
import json

import click

from namekit import readings, restore
from namekit.romanization.system import system

from .rows import COUNT


@click.command("restore")
@click.argument("latin")
@click.option(
    "-s", "--system", "system_id", metavar="ID", help="The system that wrote it; `namekit identify` finds it."
)
@click.option("-l", "--language", type=click.Choice(["be", "ru", "uk"]), help="Any system of this language.")
@click.option("-n", "--limit", type=COUNT, default=10, show_default=True, help="Show so many.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(latin: str, system_id: str | None, language: str | None, limit: int, *, as_json: bool) -> None:
    """Show the Cyrillic spellings that LATIN may stand for, the likeliest as a name first.

    With --system, those that the system writes exactly so; with --language, those that any system of the
    language does, each with its share and its systems.
    """
    if (system_id is None) == (language is None):
        msg = "say --system or --language"
        raise click.UsageError(msg)
    if system_id:
        found = restore(latin, system_id)
        shown = list(itertools.islice(found, limit))
        more = found[limit : limit + 1] != () or found.cut
        if as_json:
            click.echo(
                json.dumps({"latin": latin, "system": system_id, "spellings": shown, "more": more}, ensure_ascii=False)
            )
            return
        click.echo("\n".join(shown) if shown else f"{system_id} writes no Cyrillic word so")
        if more:
            click.echo("there are more: -n shows them", err=True)
        return
    sources = readings(latin, str(language), limit=limit)
    if as_json:
        rows = [{"text": r.text, "likelihood": round(r.likelihood, 6), "systems": r.systems} for r in sources]
        click.echo(json.dumps({"latin": latin, "language": language, "readings": rows}, ensure_ascii=False))
        return
    for r in sources:
        click.echo(f"{r.likelihood:6.1%}  {r.text}  ({_few(r.systems)})")


def _few(ids: tuple[str, ...]) -> str:
    marked = [f"{i} (provisional)" if system(i).status == "provisional" else i for i in ids]
    return ", ".join(marked[:4]) + (f" and {len(ids) - 4} more" if len(ids) > 4 else "")  # noqa: PLR2004
