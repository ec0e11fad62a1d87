"""A group of commands that are imported when they are called, so that --help answers at once."""

from collections.abc import Callable, Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """Lists its commands, each with a sentence, without importing them; `load` brings one by its name."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 (click's own)
        about: Mapping[str, str],
        load: Callable[[str], click.Command],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self._about = about
        self._load = load

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """The commands in the order in which they are told."""
        return list(self._about)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now; None where there is none of the name."""
        return self._load(cmd_name) if cmd_name in self._about else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Each command with its sentence."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._about.items()))
