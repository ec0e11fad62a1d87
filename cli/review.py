"""`namekit review`: the cases of a list that need a human, one at a time, with keys."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import tee
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill, shorten
from typing import Any

import click

from namekit import Candidate, Resolution, reason
from namekit.registry import FileRegistry
from namekit.sheets import Row, Wishes, rows
from namekit.sheets.learning import NEW, NEW_PERSON, NOBODY, Desk

from .lists import in_words, list_file_options, wished
from .registry_options import by_option, registry_option, to_write

_SHOWN = 9  # candidates, a key each
_KEYS = "a number: this person; n: new, somebody not registered yet; x: none of them; s: later; b: back; q: stop"
_OTHER = {"n": NEW, "x": NOBODY}
_WIDTH = 110  # characters of a line at most
_BESIDE = 300  # characters of what else stands in the row


class _Move(Enum):
    """What a key may ask for besides a choice."""

    LATER = "s"
    BACK = "b"
    STOP = "q"


@click.command("review")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--unknown", is_flag=True, help="Ask also about names that seem to be of nobody registered.")
@click.option("--why", default="", help="Why it is decided so.  [default: that it was chosen in this file]")
@list_file_options
@registry_option
@by_option
def command(
    file: Path,
    why: str,
    registry: str | None,
    by: str,
    *,
    unknown: bool,
    **asked: Any,  # noqa: ANN401 (options of several types)
) -> None:
    """Ask, for each ambiguous name of FILE, whom it means; each answer is kept in the registry at once.

    Keys: a number takes that candidate, n adds a new person, x says that it is none of them, s leaves it for
    later, b goes back to the case before, where the later answer holds, q stops. What is decided is not asked again,
    so that you may stop and go on at any time. Then clean the list, and the answers are in it. FILE itself is not
    changed.
    """
    with FileRegistry(to_write(registry)) as people:
        wishes = wished(asked, by=by)
        desk = Desk(people, wishes, str(file))
        click.echo(f"looking up the names of {file.name} …", err=True)
        cases = list(_cases(desk, file, wishes, unknown=unknown))
        click.echo(_lines(f"{len(cases):,} to decide. {_KEYS}", ""))
        click.echo("\n" + (in_words(Counter(_decided(desk, cases, why).values())) or "nothing decided"))


def _decided(desk: Desk, cases: Sequence[tuple[Row, Resolution]], why: str) -> dict[int, str]:
    """What was said of the cases that were asked, by number."""
    said: dict[int, str] = {}
    number = 1
    while number <= len(cases):
        row, resolution = cases[number - 1]
        click.echo(f"\n{number:,} of {len(cases):,}  {_place(row)}\n{_drawn(row, resolution)}")
        choice = _choice(resolution)
        if choice is _Move.STOP:
            break
        if choice is _Move.BACK:
            number = max(1, number - 1)
            continue
        if choice is _Move.LATER:
            said.setdefault(number, "left for later")
        else:
            with desk.registry.store.writing():
                refused = resolution if choice == NOBODY else None
                now = desk.take(row, choice, refused, why=why, again=True)
            click.echo(f"    {now}" + ("; who was new stays registered" if said.get(number) == NEW_PERSON else ""))
            said[number] = now
        number += 1
    return said


def _cases(desk: Desk, file: Path, wishes: Wishes, *, unknown: bool) -> Iterator[tuple[Row, Resolution]]:
    """The rows that need a human, each with what its name may mean there."""
    asked, shown, placed = tee(rows(file, wishes), 3)
    contexts = (desk.context(row) for row in placed)
    found = desk.registry.resolve_many((row.asked for row in asked), contexts=contexts)
    for row, resolution in zip(shown, found, strict=True):
        if resolution.status == "ambiguous" or (unknown and resolution.status == "unknown"):
            here = {d.verdict for d in desk.decided(row)}
            if not here or (here == {"is not"} and resolution.status == "ambiguous"):
                yield row, resolution


def _place(row: Row) -> str:
    where = f"sheet {row.sheet!r}, row {row.number}" if row.sheet else f"line {row.number}"
    return where if row.id == str(row.number) else f"{where} ({row.id})"


def _drawn(row: Row, resolution: Resolution) -> str:
    known = () if isinstance(row.asked, str) else (row.asked.birth_date, row.asked.gender, row.asked.country)
    more = ", ".join(k for k in known if k)
    beside = "; ".join(f"{title}: {text}" if title else text for title, text in row.beside)
    lines = [f"{row.name}" + (f"  ({more})" if more else "")]
    lines += [_lines(shorten(beside, _BESIDE, placeholder=" …"), "    ")] if beside else []
    lines += [_lines(reason(resolution), "    ")]
    lines += [_lines(f"{i}  {_person(c)}", "  ", "              ") for i, c in enumerate(_offered(resolution), 1)]
    return "\n".join(lines)


def _lines(text: str, indent: str, further: str | None = None) -> str:
    """As many lines as the terminal needs."""
    width = max(40, min(_WIDTH, get_terminal_size().columns))
    return fill(text, width, initial_indent=indent, subsequent_indent=indent if further is None else further)


def _offered(resolution: Resolution) -> tuple[Candidate, ...]:
    """The candidates that have a key: those who were refused before stand no more among them."""
    return tuple(c for c in resolution.candidates if c.probability > 0)[:_SHOWN]


def _person(c: Candidate) -> str:
    e = c.entity
    known = ", ".join([e.birth_date or "", e.gender or "", *e.countries]).strip(", ")
    others = "; ".join(n.text for n in e.names[:4] if n.text != e.name)
    return f"{c.probability:4.0%}  {e.id}  {e.name}" + (f" ({known})" if known else "") + (f": {others}" * bool(others))


def _choice(resolution: Resolution) -> str | _Move:
    """An id, `new` or `no`; or later, back, stop. A key that means nothing is asked again."""
    offered = _offered(resolution)
    while True:
        click.echo("? ", nl=False)
        key = _key()
        if key in {"q", "", "\x03", "\x04"}:
            return _Move.STOP
        if key in {_Move.LATER.value, _Move.BACK.value}:
            return _Move(key)
        if key in _OTHER:
            return _OTHER[key]
        if key.isdecimal() and 1 <= int(key) <= len(offered):
            return offered[int(key) - 1].entity_id
        click.echo(_lines(_KEYS, ""))


def _key() -> str:
    """One key; where there is no terminal, the next letter of standard input, "" at its end."""
    if sys.stdin.isatty():
        try:
            key = click.getchar().casefold()
        except (KeyboardInterrupt, EOFError):
            key = _Move.STOP.value
        click.echo(key)
        return key
    while (key := sys.stdin.read(1)).isspace():
        pass
    click.echo(key)
    return key.casefold()
