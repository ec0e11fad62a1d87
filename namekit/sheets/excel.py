"""Workbooks of Excel (.xlsx, .xlsm): one sheet's XML gets namekit's cells, every other part is copied as it is.

Where the sheet gets a filter, the workbook's part gets the hidden name for it (`namekit.sheets.book`).
calamine reads the names; where the sheet's part lies is found by the package's own relations (ECMA-376, part 2).
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

from namekit.errors import InputError
from namekit.registry import Registry
from namekit.sheets.answers import bounds
from namekit.sheets.book import Book
from namekit.sheets.columns import Wishes, column_letters
from namekit.sheets.edit import Edit
from namekit.sheets.extent import Extent, filled_area, used_width
from namekit.sheets.facts import Row
from namekit.sheets.markup import outline
from namekit.sheets.package import Package, opened
from namekit.sheets.reading import answered, read_grid, read_rows
from namekit.sheets.report import Progress, Report
from namekit.sheets.worksheet import rewrite

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its title, the part with its XML, and its place in the workbook's list."""

    title: str
    part: str
    at: int
    book: Book


def clean_excel(  # noqa: PLR0913 (a source, a target, and how)
    source: IO[bytes], out: IO[bytes], registry: Registry, wishes: Wishes, *, label: str, progress: Progress
) -> Report:
    """Write the workbook in `source` to `out` with namekit's columns. Raises InputError, with sheet and cell."""
    with opened(source, label) as package:
        sheet = find_sheet(package, wishes)
        filtered = check_reading(package, sheet)
        grid = read_grid(
            source, sheet.title, wishes, label, lambda width: used_width(package.stream(sheet.part), width)
        )
        report = Report(f"sheet {sheet.title!r}, titles in row {wishes.header_row}")
        if any(name.startswith("_xmlsignatures/") for name in package.parts):
            report.notes.append("the workbook is signed: its signature no longer holds, as the sheet is another now")
        found = answered(grid, registry, wishes, label, sheet.title, report, progress)
        stretches = sum(
            one is not None and (two is None or one.choices != two.choices) for one, two in pairwise([*found, None])
        )
        if stretches > bounds()["lists"]:
            report.notes.append("drop-downs for so many rows are too many: some have none, and take what is typed")
        edit = Edit(grid.layout, wishes.header_row, found, label, sheet.title, filter=not filtered)
        body = rewrite(
            package.stream(sheet.part), edit, lambda rows: progress(rows, 0.9 + 0.1 * rows / (len(found) + 2))
        )
        anew: dict[str, Iterable[bytes]] = {sheet.part: body}
        if edit.filter:
            anew[sheet.book.part] = [sheet.book.with_filter(sheet.at, sheet.title, edit.area)]
        package.write(out, anew)
    return report


def excel_rows(source: IO[bytes], wishes: Wishes, label: str, *, chosen: bool) -> Iterator[Row]:
    """The rows of the sheet, or those where a reader has chosen."""
    with opened(source, label) as package:
        sheet = find_sheet(package, wishes)
        check_reading(package, sheet)
        yield from read_rows(source, sheet.title, wishes, label, chosen=chosen)


def check_reading(package: Package, sheet: Sheet) -> bool:
    """Whether the sheet has a filter or a table.

    Raises InputError where a reader would unpack more than the directory says, or lay out cells beyond measure.
    """
    extent, most = Extent(), bounds()["cells"]
    parts = [name for name in package.parts if name.endswith((".xml", ".rels"))]
    package.check(parts, lambda name, chunk: extent.see(chunk) if name == sheet.part else None)
    if extent.cells > most:
        area = filled_area(package.stream(sheet.part))
        cells, last = (area[0] * area[1], f"{column_letters(area[1] - 1)}{area[0]}") if area else (extent.cells, "")
        if cells > most:
            problem = f"cells far apart: up to {cells:,} between them; {most:,} at most"
            advice = "delete stray cells far down or right"
            raise InputError(problem, file=package.label, sheet=sheet.title, cell=last, advice=advice)
    return extent.filtered


def find_sheet(package: Package, wishes: Wishes) -> Sheet:
    """The sheet that is meant. Raises InputError where there is none, or it has no cells."""
    book = _target(package, "", "officeDocument")
    read = Book.of(book, package.read(book), package.label)
    sheets = read.sheets
    titles = [e.attributes.get("name", "") for e in sheets]
    targets = _relations(package, book)
    wanted = wishes.sheet
    if wanted is None:
        at = next(
            (i for i, e in enumerate(sheets) if targets.get(_relation(e.attributes), ("", ""))[0] == "worksheet"), -1
        )
    elif wanted in titles:
        at = titles.index(wanted)
    else:
        at = int(wanted) - 1 if wanted.isdecimal() else -1
    if not 0 <= at < len(sheets):
        problem = "the workbook has no sheet of cells" if wanted is None else f"no sheet {wanted!r}"
        raise InputError(problem, file=package.label, advice=f"it has: {', '.join(titles) or 'none'}")
    kind, part = targets.get(_relation(sheets[at].attributes), ("", ""))
    if kind != "worksheet":
        raise InputError(
            "this sheet has no cells", file=package.label, sheet=titles[at], advice="it is a chart or dialog"
        )
    return Sheet(titles[at], part, at, read)


def _relation(attributes: dict[str, str]) -> str:
    return attributes.get(f"{_RELATIONS} id") or attributes.get(f"{_STRICT_RELATIONS} id", "")


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relations of a part ("" is the package): id -> kind and the part that it leads to. External ones are left out."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for e in outline(package.read(path), file=package.label, part=path, deepest=1)[1:]:
        a = e.attributes
        if a.get("TargetMode") != "External":
            target = a.get("Target", "")
            absolute = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[a.get("Id", "")] = a.get("Type", "").rsplit("/", 1)[-1], absolute
    return found


def _target(package: Package, part: str, kind: str) -> str:
    found = next((target for k, target in _relations(package, part).values() if k == kind), "")
    if not found.endswith(".xml"):
        advice = "save it as .xlsx first" if found.endswith(".bin") else "is it a workbook?"
        raise InputError("no workbook of Excel in this package", file=package.label, advice=advice)
    return found
