"""What stands beside a name in its row: birth date, gender, country. A cell that is none of these is left out and told.

A date may be ISO 8601, day.month.year, a date of the spreadsheet, or the number that Excel keeps for one.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from namekit.entity import Gender
from namekit.errors import InputError
from namekit.exchange.columns import gender
from namekit.resolver.context import Query
from namekit.sheets.answers import bounds, name_of
from namekit.sheets.columns import Layout, column_letters
from namekit.store.entries import birth_date
from namekit.table import read_table

_EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's calendar from March 1900 on: ECMA-376, part 1, 18.17.4.1
_SERIAL = re.compile(r"[1-7]\d{4}(?:\.0+)?")  # 18 May 1927 to 2118; shorter numbers are years
_TIMED = re.compile(r"(\d{4}-\d\d-\d\d)[T ][\d:.]+Z?")
_SLASHED = re.compile(r"(\d\d?)[/-](\d\d?)[/-](\d{4})")
_MONTHS = 12
_WORDS = {"birth_date": "birth date", "gender": "gender", "country": "country"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its number as spreadsheets count, what decisions know it by, what is asked, what was chosen.

    `cell` is that of the choice; "" in a text file, as `sheet`. `beside` has the titles and texts of the other cells.
    """

    sheet: str
    number: int
    id: str
    asked: str | Query
    choice: str
    cell: str = ""
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The name alone."""
        return name_of(self.asked)


class Facts:
    """Makes queries of rows; `notes` says which cells were left out."""

    def __init__(self, layout: Layout, where: Callable[[int, int], str]) -> None:
        self._layout, self._where = layout, where
        self._notes: list[str] = []
        self._more = 0

    def query(self, name: str, cells: Sequence[object], row: int) -> str | Query:
        """The name of a row, with what else is known; `row` counts from 1."""
        if not name or not self._layout.facts:
            return name
        said = {what: self._read(what, at, cells, row) for what, at in self._layout.facts}
        if not any(said.values()):
            return name
        known = cast("Gender | None", said.get("gender"))
        return Query(name, said.get("birth_date"), known, said.get("country"))

    def row_id(self, cells: Sequence[object], row: int) -> int | str:
        """What decisions know the row by: its own id where a column has that, else its number."""
        at = self._layout.row_id
        return row if at is None else (plain(cells[at]).strip() if at < len(cells) else "") or "-"

    def beside(self, titles: Sequence[str], cells: Sequence[object]) -> tuple[tuple[str, str], ...]:
        """What else stands in a row, each with its title: neither the name nor namekit's own."""
        mine = {*self._layout.names, *self._layout.own}
        told = ((i, plain(cell).strip()) for i, cell in enumerate(cells[: len(titles)]) if i not in mine)
        return tuple((titles[i], text) for i, text in told if text)

    @property
    def notes(self) -> list[str]:
        """The cells that were left out: each of the first, and how many more."""
        return [*self._notes, f"{self._more:,} more such cells"] if self._more else self._notes

    def _read(self, what: str, at: int, cells: Sequence[object], row: int) -> str | None:
        cell = cells[at] if at < len(cells) else ""
        text = plain(cell).strip()
        if not text:
            return None
        try:
            return _READERS[what](text)
        except InputError:
            if len(self._notes) < bounds()["notes"]:
                short = text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 (part of a line)
                self._notes.append(f"{self._where(at, row)}: {short!r} is no {_WORDS[what]}, and was left out")
            else:
                self._more += 1
            return None


def in_sheet(sheet: str) -> Callable[[int, int], str]:
    """How a cell of a sheet is called in a note."""
    return lambda at, row: f"sheet {sheet!r}, cell {column_letters(at)}{row}"


def in_text(header: Sequence[str]) -> Callable[[int, int], str]:
    """How a cell of a text file is called in a note."""
    return lambda at, row: f"line {row}, column {header[at]!r}"


def plain(cell: object) -> str:
    """A cell as text; a number without a fraction as an integer, a date as ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell)


def _date(text: str) -> str:
    """A birth date in ISO 8601. Where day and month cannot be told apart, the year alone. Raises InputError."""
    if _SERIAL.fullmatch(text):
        return (_EPOCH + dt.timedelta(days=int(float(text)))).isoformat()
    if timed := _TIMED.fullmatch(text):
        return birth_date(timed[1])
    if slashed := _SLASHED.fullmatch(text):
        one, two, year = int(slashed[1]), int(slashed[2]), slashed[3]
        if one > _MONTHS or one == two:
            return birth_date(f"{one}.{two}.{year}")
        return birth_date(f"{two}.{one}.{year}" if two > _MONTHS else year)
    return birth_date(text)


def _gender(text: str) -> str:
    return str(gender(text))


def _country(text: str) -> str:
    found = _countries().get(text.casefold().strip(" ."))
    if found is None:
        raise InputError(f"{text!r} is no country", advice="write the two letters of ISO 3166, such as BY")
    return found


@cache
def _countries() -> Mapping[str, str]:
    """Codes and names, in lower case, of the countries that tables/sheets.toml has."""
    table = read_table("", "sheets")["countries"]
    codes = {code.casefold(): code for code in table["codes"]}
    return codes | {name: code for code, names in table["names"].items() for name in names}


_READERS: Mapping[str, Callable[[str], str]] = {"birth_date": _date, "gender": _gender, "country": _country}
