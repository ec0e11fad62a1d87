"""How a spreadsheet or list is read: the options that `clean`, `learn` and `review` share."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from namekit.sheets import OWN, TITLES, Wishes

from .rows import COUNT, one_character

F = TypeVar("F", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "-c",
        "--column",
        "columns",
        multiple=True,
        help="Column with the names: its title, its number from 1, or its letter. Say it several times where the name "
        "stands in several (given name, patronymic, surname).  [default: name]",
    ),
    click.option("--sheet", help="The sheet: its title, or its number from 1.  [default: the first]"),
    click.option("--header-row", default=1, show_default=True, type=COUNT, help="The row with the titles."),
    click.option("--birth-date", help="Column with birth dates, which narrow the answer."),
    click.option("--gender", help="Column with genders, likewise."),
    click.option("--country", help="Column with countries, likewise."),
    click.option(
        "-d",
        "--delimiter",
        callback=one_character,
        help=r"Delimiter of a text file; \t is a tab.  [default: by evidence]",
    ),
    click.option("--encoding", help="Encoding of a text file: utf-8, cp1251, koi8-u, …  [default: by evidence]"),
    click.option(
        "--title",
        "titles",
        multiple=True,
        metavar="COLUMN=TITLE",
        help=f"Another title for a column of namekit's ({', '.join(OWN)}): --title id=person  "
        f"[default: {TITLES['id']}, …]",
    ),
    click.option(
        "--list",
        "list_name",
        default="",
        help="What decisions and history call the list.  [default: the file's name, and the sheet's]",
    ),
    click.option(
        "--row-id", help="Column with the rows' own ids, by which decisions know them.  [default: row numbers]"
    ),
)


def list_file_options(function: F) -> F:
    """The options, which `wished` reads."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def wished(asked: Mapping[str, Any], *, by: str) -> Wishes:
    """What the options ask for. Raises click.UsageError where --title is not a pair."""
    return Wishes(
        **{
            **asked,
            "titles": dict(_titles(asked["titles"])),
            "by": by,
        }
    )


def _titles(given: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = [tuple(item.split("=", 1)) for item in given]
    if any(len(pair) != 2 or not pair[1] for pair in pairs):  # noqa: PLR2004 (a pair)
        msg = "say --title COLUMN=TITLE, for instance --title id=person"
        raise click.UsageError(msg)
    return [(pair[0], pair[1]) for pair in pairs]


def in_words(counts: Mapping[str, int]) -> str:
    """How many choices came to what, the most frequent first."""
    return ", ".join(f"{n:,} × {what}" for what, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
