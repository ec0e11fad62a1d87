"""`namekit registry`: the file of people and decisions. Each subcommand is imported when it is called."""

from importlib import import_module

import click

from .lazy import LazyGroup

_COMMANDS = {
    "init": ("files", "Make a new, empty registry."),
    "import": ("files", "Bring in people: CSV, spreadsheets, JSON lines, FollowTheMoney, Wikidata."),
    "export": ("files", "Write all people: CSV, JSON lines, FollowTheMoney."),
    "add": ("people", "Add one person."),
    "show": ("people", "All that is kept of a person."),
    "find": ("people", "People whose id or name holds a text."),
    "merge": ("people", "Two people are one: the old id leads to the other."),
    "split": ("people", "Undo a merge."),
    "decide": ("decisions", "Keep a decision: this spelling is this person, or is not, or is undecided."),
    "decisions": ("decisions", "List decisions, or undo one."),
    "history": ("decisions", "What happened to a person, or what runs said of a row."),
    "stats": ("files", "How much there is."),
    "check": ("files", "Is the file whole?"),
    "merge-file": ("files", "Bring another copy's people and decisions in."),
}


def _load(name: str) -> click.Command:
    command: click.Command = import_module(f"{__package__}.registry_{_COMMANDS[name][0]}").COMMANDS[name]
    return command


@click.group("registry", cls=LazyGroup, about={name: said for name, (_, said) in _COMMANDS.items()}, load=_load)
def command() -> None:
    """Keep people and decisions in a file of your own.

    The file is named by --registry FILE of each command, or by the variable NAMEKIT_REGISTRY. Without either, the
    registry that is shipped is read; it cannot be changed.
    """
