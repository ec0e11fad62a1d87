"""The cells of a sheet, read by calamine: the row of titles, and the name in each row below."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from namekit.errors import InputError
from namekit.sheets.answers import bounds
from namekit.sheets.columns import OWN, Layout, Wishes, column_letters, find_layout


@dataclass(frozen=True, slots=True)
class Grid:
    """What a sheet holds of interest: places of columns, and the names below the titles; "" where there is none."""

    layout: Layout
    names: list[str]


def read_grid(source: IO[bytes], sheet: str, wishes: Wishes, label: str, wider: Callable[[int], int]) -> Grid:
    """The names of a sheet; `wider` is asked for its width once that of the cells with values is known.

    Raises InputError, with sheet and cell, where they cannot be read.
    """
    rows = _rows(source, sheet, label)
    layout = _layout(rows, wider(next(rows)), wishes, label, sheet)
    if max(layout.own) >= bounds()["columns"]:
        advice = f"a sheet has {bounds()['columns']:,} columns at most"
        raise InputError(f"no room for {len(OWN)} more columns", file=label, sheet=sheet, advice=advice)
    longest, places, names = bounds()["longest_name"], layout.names, []
    for number, cells in enumerate(rows, wishes.header_row + 1):
        name = " ".join(part for i in places if i < len(cells) and (part := text(cells[i]).strip()))
        if len(name) > longest:
            raise InputError(
                f"a name of {len(name):,} characters; {longest:,} at most",
                file=label,
                sheet=sheet,
                cell=f"{column_letters(places[0])}{number}",
                advice="is this the column of names?",
            )
        names.append(name)
    return Grid(layout, names)


def read_decisions(source: IO[bytes], sheet: str, wishes: Wishes, label: str) -> Iterator[tuple[int, str, str]]:
    """Row, name and choice of each row where a reader has decided. Raises InputError without such a column."""
    rows = _rows(source, sheet, label)
    layout = _layout(rows, next(rows), wishes, label, sheet)
    place = layout.own[-1]
    if place >= layout.first:
        raise InputError(f"no column {layout.titles[-1]!r}", file=label, sheet=sheet, advice="clean the file first")
    for number, cells in enumerate(rows, wishes.header_row + 1):
        if choice := text(cells[place]).strip():
            yield number, layout.name([text(cell) for cell in cells]), choice


def _layout(rows: Iterator[Any], width: int, wishes: Wishes, label: str, sheet: str) -> Layout:
    """Places of columns by the row of titles; the rows stand below it then."""
    header = next(islice(rows, wishes.header_row - 1, None), ())
    titles = [text(cell) for cell in header]
    if not any(titles):
        where = f"A{wishes.header_row}"
        raise InputError("this row has no titles", file=label, sheet=sheet, cell=where, advice="say --header-row")
    return find_layout(titles, width, wishes, file=label, sheet=sheet)


def _rows(source: IO[bytes], sheet: str, label: str) -> Iterator[Any]:
    """First the sheet's width, then its rows from the first on, empty ones too."""
    try:
        import python_calamine as calamine  # noqa: PLC0415 (an extra)
    except ImportError as e:
        raise InputError("workbooks need python-calamine", file=label, advice="pip install 'namekit[sheets]'") from e
    source.seek(0)
    try:
        with calamine.CalamineWorkbook.from_filelike(source) as book:
            found = book.get_sheet_by_name(sheet)
            start, end = found.start or (0, 0), found.end or (0, -1)
            yield end[1] + 1
            before = [""] * start[1]
            for row in found.iter_rows():
                yield before + row if before else row
    except (calamine.CalamineError, OSError, ValueError) as e:
        if isinstance(e, InputError):
            raise
        raise InputError(f"the sheet cannot be read: {e}", file=label, sheet=sheet) from e


def text(cell: object) -> str:
    """A cell as text; a number without a fraction as an integer."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
