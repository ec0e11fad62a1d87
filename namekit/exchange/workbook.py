"""Spreadsheets (.xlsx, .xlsm, .ods): the rows of one sheet as cells of text, for `columns`; with the extra `sheets`."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from namekit.errors import InputError
from namekit.exchange.lines import Line

ENDINGS = (".xlsx", ".xlsm", ".ods")
_LARGEST = 400_000_000  # bytes unpacked: a sheet is read into memory as a whole
_CHUNK = 1 << 20


def records(path: str, sheet: str | None) -> Iterator[tuple[Line, list[str], str]]:
    """The rows of a sheet (by default the first), each with its number there; empty ones are left out.

    Raises InputError where the file is no spreadsheet, unpacks to more than memory should bear, or has no such sheet.
    """
    _bounded(path)
    try:
        import python_calamine as calamine  # noqa: PLC0415 (an extra)
    except ImportError as e:
        raise InputError("spreadsheets need python-calamine", advice="pip install 'namekit[sheets]'") from e
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise InputError(f"no sheet {sheet!r}", advice=f"it has: {', '.join(names)}")
        found = book.get_sheet_by_name(sheet if sheet is not None else names[0])
        for number, row in enumerate(found.iter_rows(), 1):
            cells = [_text(c) for c in row]
            if any(cells):
                out = io.StringIO()
                csv.writer(out, lineterminator="").writerow(cells)
                yield Line(number, out.getvalue()), cells, ""
    except (calamine.CalamineError, OSError, IndexError, ValueError) as e:
        if isinstance(e, InputError):
            raise
        raise InputError(f"the spreadsheet cannot be read: {e}") from e


def _bounded(path: str) -> None:
    """Refuses what is no package, or unpacks to too much; what it says of its own size is not believed."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if sum(p.file_size for p in parts) > _LARGEST:
                raise InputError(f"it unpacks to more than {_LARGEST:,} bytes", advice="save it as CSV")
            for part in parts:
                with package.open(part) as stream:  # the sum at its end is checked
                    while stream.read(_CHUNK):
                        pass
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as e:
        raise InputError(f"no spreadsheet that can be read: {e}") from e


def _text(cell: object) -> str:
    """A cell as text: a number without a fraction as an integer, a date as ISO 8601."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
