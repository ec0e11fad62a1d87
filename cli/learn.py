"""`namekit learn`: what was chosen in a cleaned file goes into the registry."""

import sys
from pathlib import Path
from typing import Any

import click

from namekit.registry import FileRegistry
from namekit.sheets.learning import learn

from .lists import in_words, list_file_options, wished
from .registry_options import by_option, registry_option, to_write


@click.command("learn")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--why", default="", help="Why it was chosen so.  [default: that it was chosen in this file]")
@list_file_options
@registry_option
@by_option
def command(file: Path, why: str, registry: str | None, by: str, **asked: Any) -> None:  # noqa: ANN401 (options)
    """Take what was chosen in the column namekit_decision of FILE, a cleaned list, into the registry.

    An id says that the name in this row is that person; `new` adds a person with this name; `no` says that it is
    none of the candidates. Each holds in its row of this list alone, and cleaning the list again follows it. Name the
    columns as you did for `clean`. The same file twice adds nothing.
    """
    with FileRegistry(to_write(registry)) as people:
        learned = learn(file, people, wished(asked, by=by), why=why)
    click.echo(f"{learned.counts.total():,} choices: {in_words(learned.counts) or 'none'}")
    for note in learned.notes:
        click.echo(f"note: {note}", err=True)
    for problem in learned.problems:
        click.echo(f"left out: {problem}", err=True)
    if learned.problems:
        sys.exit(1)
