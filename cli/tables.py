"""`namekit tables check`: is a table right?"""

from pathlib import Path

import click

from namekit import TableError
from namekit.romanization.engine import verify
from namekit.romanization.system import parse


@click.group("tables")
def command() -> None:
    """Work on romanization tables."""


@command.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
def check(files: tuple[str, ...]) -> None:
    """Check each FILE: every fault is told with its line. Exit code 1 if there is one."""
    faults = 0
    for file in files:
        try:
            text = Path(file).read_text("utf-8")
            system = parse(text, file)
            found = verify(system)
        except UnicodeDecodeError as e:
            click.echo(f"{file}: not UTF-8 (byte {e.start})", err=True)
            faults += 1
            continue
        except TableError as e:
            found = e.faults
        for fault in found:
            click.echo(f"{file}:{fault.line}: {fault.problem}", err=True)
        faults += len(found)
        if not found:
            click.echo(f"{file}: right; {len(system.vectors)} vectors hold")
    if faults:
        raise SystemExit(1)
