"""The `namekit` command. Each subcommand is a module beside this one, imported when it is called."""

import errno
import io
import sys
from importlib import import_module

import click

from namekit.errors import NamekitError

from .lazy import LazyGroup

_COMMANDS = {
    "resolve": "Whom names mean: ids, probabilities and reasons.",
    "clean": "Ids beside the names of a spreadsheet or list, nothing else changed.",
    "learn": "What you chose in a cleaned file goes into the registry.",
    "review": "Decide, one case at a time, whom the names of a list mean.",
    "cluster": "Which names of a list are one person's, without a registry.",
    "explain": "Why a name means whom it means, bit by bit.",
    "compare": "Are these two names one person's?",
    "parse": "The parts of a name and their roles.",
    "romanize": "Cyrillic text in Latin letters, by a named system.",
    "restore": "Latin letters back to Cyrillic.",
    "identify": "Which system wrote this?",
    "variants": "All the spellings that a name may be met under.",
    "systems": "List the romanization systems, or show one.",
    "tables": "Check a romanization table.",
    "registry": "Keep people and decisions in a file of your own.",
    "evaluate": "Measure right and wrong on labelled names of your own.",
}


def _load(name: str) -> click.Command:
    command: click.Command = import_module(f"{__name__}.{name}").command
    return command


class _Main(LazyGroup):
    """What goes wrong is told in one line, with exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except NamekitError as e:
            click.echo(f"namekit: {e}", err=True)
        except OSError as e:
            if e.errno == errno.EPIPE:  # whoever reads the output has enough
                raise
            click.echo(f"namekit: {e.filename or 'a file'}: {e.strerror or e}", err=True)
        return ctx.exit(1)


@click.group(cls=_Main, about=_COMMANDS, load=_load, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="namekit")
def main() -> None:
    """Map any spelling of a Belarusian, Russian or Ukrainian name to one person."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever the terminal's own is: files come and go as UTF-8
