"""The cells of a sheet, read by calamine: the row of titles, and the name in each row below."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from namekit.errors import InputError
from namekit.registry import Registry
from namekit.resolver.context import Query
from namekit.sheets.answers import BATCH, Answer, Answers, bounds
from namekit.sheets.columns import OWN, Layout, Wishes, column_letters, find_layout
from namekit.sheets.facts import Facts, Row, in_sheet, plain
from namekit.sheets.report import Progress, Report, status

_READING, _RESOLVING = 0.1, 0.8  # shares of the work, for the bar


@dataclass(frozen=True, slots=True)
class Grid:
    """What a sheet holds of interest: places of columns, and what is asked below the titles; "" where there is no name.

    `rows` are the rows' numbers or own ids; `notes` say which cells could not be read.
    """

    layout: Layout
    asked: list[str | Query]
    rows: Sequence[int | str]
    notes: list[str]


def read_grid(source: IO[bytes], sheet: str, wishes: Wishes, label: str, wider: Callable[[int], int]) -> Grid:
    """The names of a sheet; `wider` is asked for its width once that of the cells with values is known.

    Raises InputError, with sheet and cell, where they cannot be read.
    """
    rows = _rows(source, sheet, label)
    layout, _ = _layout(rows, wider(next(rows)), wishes, label, sheet)
    if max(layout.own) >= bounds()["columns"]:
        advice = f"a sheet has {bounds()['columns']:,} columns at most"
        raise InputError(f"no room for {len(OWN)} more columns", file=label, sheet=sheet, advice=advice)
    longest, places, facts = bounds()["longest_name"], layout.names, Facts(layout, in_sheet(sheet))
    asked: list[str | Query] = []
    ids: list[int | str] = []
    for number, cells in enumerate(rows, wishes.header_row + 1):
        name = " ".join(part for i in places if i < len(cells) and (part := plain(cells[i]).strip()))
        if len(name) > longest:
            raise InputError(
                f"a name of {len(name):,} characters; {longest:,} at most",
                file=label,
                sheet=sheet,
                cell=f"{column_letters(places[0])}{number}",
                advice="is this the column of names?",
            )
        asked.append(facts.query(name, cells, number))
        if layout.row_id is not None:
            ids.append(facts.row_id(cells, number))
    first = wishes.header_row + 1
    return Grid(layout, asked, ids or range(first, first + len(asked)), facts.notes)


def answered(  # noqa: PLR0913, PLR0917 (what is asked, of whom, and who is told)
    grid: Grid, registry: Registry, wishes: Wishes, label: str, sheet: str, report: Report, progress: Progress
) -> list[Answer | None]:
    """The answer for each row of a sheet; the report counts them, and has the notes of the reading."""
    answers, total = Answers(registry, wishes, label, sheet), max(1, len(grid.asked))
    found: list[Answer | None] = []
    for at in range(0, len(grid.asked), BATCH):
        found += answers.many(grid.asked[at : at + BATCH], grid.rows[at : at + BATCH])
        report.count(map(status, found[at:]))
        progress(report.rows, _READING + _RESOLVING * report.rows / total)
    answers.close()
    report.lacking += answers.lacking
    report.notes += grid.notes
    return found


def read_rows(source: IO[bytes], sheet: str, wishes: Wishes, label: str, *, chosen: bool) -> Iterator[Row]:
    """The rows that hold a name or a choice; with `chosen`, the latter only. Raises InputError without their column."""
    cells_of = _rows(source, sheet, label)
    layout, titles = _layout(cells_of, next(cells_of), wishes, label, sheet)
    place, facts = layout.own[-1], Facts(layout, in_sheet(sheet))
    if chosen and place >= layout.first:
        raise InputError(f"no column {layout.titles[-1]!r}", file=label, sheet=sheet, advice="clean the file first")
    for number, cells in enumerate(cells_of, wishes.header_row + 1):
        choice = plain(cells[place]).strip() if place < len(cells) else ""
        name = layout.name([plain(cell) for cell in cells])
        if choice or (name and not chosen):
            asked = facts.query(name, cells, number)
            where, own_id = f"{column_letters(place)}{number}", str(facts.row_id(cells, number))
            yield Row(sheet, number, own_id, asked, choice, where, facts.beside(titles, cells))


def _layout(rows: Iterator[Any], width: int, wishes: Wishes, label: str, sheet: str) -> tuple[Layout, list[str]]:
    """Places of columns by the row of titles, and these; the rows stand below it then."""
    header = next(islice(rows, wishes.header_row - 1, None), ())
    titles = [plain(cell) for cell in header]
    if not any(titles):
        where = f"A{wishes.header_row}"
        raise InputError("this row has no titles", file=label, sheet=sheet, cell=where, advice="say --header-row")
    return find_layout(titles, width, wishes, file=label, sheet=sheet), titles


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
        advice = "open and save it in its program"
        raise InputError(f"the sheet cannot be read: {e}", file=label, sheet=sheet, advice=advice) from e
