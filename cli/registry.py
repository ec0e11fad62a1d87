"""`namekit registry`: the file of people and decisions. Each subcommand is imported when it is called."""

from importlib import import_module

import click

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


class _Lazy(click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        room = import_module(f"{__package__}.registry_{_COMMANDS[cmd_name][0]}")
        command: click.Command = room.COMMANDS[cmd_name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in _COMMANDS.items()])


@click.group("registry", cls=_Lazy)
def command() -> None:
    """Keep people and decisions in a file of your own.

    The file is named by --registry FILE of each command, or by the variable NAMEKIT_REGISTRY. Without either, the
    registry that is shipped is read; it cannot be changed.
    """
