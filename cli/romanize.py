"""`namekit romanize`: Cyrillic text in Latin letters."""

import sys

import click

from namekit import romanize
from namekit.romanization.engine import Unknown

from .rows import lines


@click.command("romanize")
@click.argument("texts", nargs=-1, metavar="[TEXT]...")
@click.option(
    "-s", "--system", "system", required=True, metavar="ID", help="A system's id; `namekit systems` lists them."
)
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME",
    help="Switch an option of the system on, or off with no- before its name; may be repeated.",
)
@click.option(
    "--unknown",
    type=click.Choice(["error", "keep", "unidecode"]),
    default="error",
    show_default=True,
    help="What to do with letters that the system has no rule for: stop, keep them, or write them by Unidecode.",
)
def command(texts: tuple[str, ...], system: str, options: tuple[str, ...], unknown: Unknown) -> None:
    """Write each TEXT, or each line of standard input, in Latin letters by one system."""
    if not texts and sys.stdin.isatty():
        msg = "give a TEXT, or text on standard input"
        raise click.UsageError(msg)
    for line in texts or lines():
        click.echo(romanize(line, system, unknown=unknown, options=options))
