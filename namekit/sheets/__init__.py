"""Spreadsheets and lists: the same file comes back with namekit's columns, and nothing else is touched.

`clean` takes CSV, TSV, .xlsx, .xlsm and .ods; `decisions` reads what a reader chose in a cleaned file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from namekit.errors import InputError
from namekit.registry import Registry
from namekit.sheets.columns import OWN, TITLES, Wishes
from namekit.sheets.facts import Row
from namekit.sheets.files import in_place as _in_place
from namekit.sheets.files import new_file, spooled
from namekit.sheets.package import opened, refuse_ole
from namekit.sheets.report import Progress, Report

__all__ = ["OWN", "TITLES", "Decision", "Progress", "Report", "Row", "Wishes", "clean", "decisions", "rows"]

_START = 200
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"  # OpenDocument's first part, not packed
_Kind = Literal["text", "xlsx", "ods"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reader chose for one row: an entity's id, "new" or "no". `row` counts from 1 as spreadsheets do."""

    sheet: str
    row: int
    name: str
    choice: str


def clean(  # noqa: PLR0913 (a source, a target, and how)
    source: Path | None,
    target: Path | None,
    registry: Registry,
    wishes: Wishes | None = None,
    *,
    in_place: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Write `source` to `target` (None: standard input and output) with an answer beside each name.

    `target` must not be there yet. With `in_place` the source itself is replaced, at once and whole, and kept as
    people.backup.xlsx. Raises InputError, with line or sheet and cell, for what cannot be read; then nothing is
    written.
    """
    wishes, progress = wishes or Wishes(), progress or _silent
    label = "<standard input>" if source is None else str(source)
    if in_place and source is None:
        raise InputError("standard input cannot be changed in place")
    if target is not None and source is not None and target.exists() and target.samefile(source):
        raise InputError("the file would overwrite itself", file=label, advice="say --in-place, or another -o")
    writing = _in_place(source) if in_place and source else new_file(target)
    with spooled(source) as file, writing as out:
        kind = _kind(file, label)
        if kind == "text":
            from namekit.sheets.delimited import clean_text  # noqa: PLC0415 (each kind brings its own readers)

            return clean_text(file, out, registry, wishes, label=label, progress=progress)
        if kind == "ods":
            from namekit.sheets.opendocument import clean_opendocument  # noqa: PLC0415

            return clean_opendocument(file, out, registry, wishes, label=label, progress=progress)
        from namekit.sheets.excel import clean_excel  # noqa: PLC0415

        return clean_excel(file, out, registry, wishes, label=label, progress=progress)


def decisions(source: Path, wishes: Wishes | None = None) -> Iterator[Decision]:
    """The choices that stand in the decision column of a cleaned file, in the order of its rows.

    `wishes` as they were when it was cleaned. Raises InputError where there is no such column.
    """
    return (Decision(row.sheet, row.number, row.name, row.choice) for row in rows(source, wishes, chosen=True))


def rows(source: Path | None, wishes: Wishes | None = None, *, chosen: bool = False) -> Iterator[Row]:
    """The rows of a list (None: standard input) that hold a name or a choice; with `chosen`, the latter only.

    Raises InputError where the file cannot be read, or where no column holds the choices that are asked for.
    """
    wishes, label = wishes or Wishes(), "<standard input>" if source is None else str(source)
    with spooled(source) as file:
        kind = _kind(file, label)
        if kind == "text":
            from namekit.sheets.delimited import text_rows as read  # noqa: PLC0415
        elif kind == "ods":
            from namekit.sheets.opendocument import opendocument_rows as read  # noqa: PLC0415
        else:
            from namekit.sheets.excel import excel_rows as read  # noqa: PLC0415
        yield from read(file, wishes, label, chosen=chosen)


def _silent(_rows: int, _share: float) -> None:
    """Nobody wants to know how far it is."""


def _kind(file: IO[bytes], label: str) -> _Kind:
    """By what it holds, not by its name."""
    start = file.read(_START)
    file.seek(0)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        refuse_ole(file, label)
    if not start.startswith(b"PK"):
        return "text"
    with opened(file, label) as package:  # OpenDocument's type is its first part, unless another program packed it
        return "ods" if _ODS in start or {"mimetype", "content.xml"} <= package.parts.keys() else "xlsx"
