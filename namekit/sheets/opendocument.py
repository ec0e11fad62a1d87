"""Workbooks of LibreOffice (.ods): one table of content.xml gets namekit's cells, and styles.xml three colours.

All sheets lie in content.xml (OpenDocument 1.3, part 3, 9); what is not namekit's passes as it is, every other part is
copied. Runs of equal rows and cells, which are written once with a count, stay runs.
"""

import re
from collections.abc import Iterator
from typing import IO
from xml.sax.saxutils import unescape

from namekit.errors import InputError
from namekit.registry import Registry
from namekit.sheets.answers import bounds
from namekit.sheets.columns import Wishes, column_letters
from namekit.sheets.edit import Edit
from namekit.sheets.facts import Row
from namekit.sheets.markup import check_encoding, outline, quoted
from namekit.sheets.package import Package, opened
from namekit.sheets.reading import answered, read_grid, read_rows
from namekit.sheets.report import Progress, Report
from namekit.sheets.runs import ROW_TAGS, Runs, Text

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_COLOURS = {"match": "#c6efce", "ambiguous": "#ffeb9c", "unknown": "#e7e6e6"}
_MINE = b"namekit_"  # what namekit's styles and rules are called
_FOLLOWS = rb"<table:(?:data-pilot-tables|consolidation|dde-links)\b|</office:spreadsheet\s*>"  # what a filter precedes


def clean_opendocument(  # noqa: PLR0913 (a source, a target, and how)
    source: IO[bytes], out: IO[bytes], registry: Registry, wishes: Wishes, *, label: str, progress: Progress
) -> Report:
    """Write the workbook in `source` to `out` with namekit's columns. Raises InputError, with sheet and cell."""
    with opened(source, label) as package:
        title, at = _checked(package, wishes)
        grid = read_grid(source, title, wishes, label, lambda width: width)
        report = Report(f"sheet {title!r}, titles in row {wishes.header_row}")
        if "META-INF/documentsignatures.xml" in package.parts:
            report.notes.append("the workbook is signed: its signature no longer holds, as the sheet is another now")
        found = answered(grid, registry, wishes, label, title, report, progress)
        edit = Edit(grid.layout, wishes.header_row, found, label, title)
        anew = {"content.xml": _content(package.stream("content.xml"), edit, at)}
        if "styles.xml" in package.parts:
            anew["styles.xml"] = iter([_styles(package.read("styles.xml"), label)])
        package.write(out, anew)
    return report


def opendocument_rows(source: IO[bytes], wishes: Wishes, label: str, *, chosen: bool) -> Iterator[Row]:
    """The rows of the sheet, or those where a reader has chosen."""
    with opened(source, label) as package:
        title, _ = _checked(package, wishes)
        yield from read_rows(source, title, wishes, label, chosen=chosen)


def _checked(package: Package, wishes: Wishes) -> tuple[str, int]:
    """The title and place of the wanted sheet, once the workbook was found bearable.

    Raises InputError where it is encrypted, has no such sheet, or holds runs of cells beyond all measure.
    """
    label = package.label
    manifest = "META-INF/manifest.xml"
    if manifest in package.parts and b"encryption-data" in package.read(manifest):
        raise InputError("the workbook is encrypted", file=label, advice="save it without a password first")
    package.check(name for name in package.parts if name.endswith(".xml"))
    titles = _titles(package)
    wanted = wishes.sheet
    if wanted is None:
        at = 0
    elif wanted in titles:
        at = titles.index(wanted)
    else:
        at = int(wanted) - 1 if wanted.isdecimal() else -1
    if not 0 <= at < len(titles):
        problem = "the workbook has no sheets" if wanted is None else f"no sheet {wanted!r}"
        raise InputError(problem, file=label, advice=f"it has: {', '.join(titles) or 'none'}")
    return titles[at], at


def _titles(package: Package) -> list[str]:
    """Titles of all sheets; on the way, runs of rows and cells are counted, which a reader would write out."""
    text = Text(package.stream("content.xml"), package.label, "")
    check_encoding(text.start(), file=package.label, part="content.xml")
    if b"<!DOCTYPE" in text.start():
        raise InputError("content.xml has a document type", file=package.label, advice="it may be a trap")
    titles: list[str] = []
    rows = width = 0
    for element in text.elements():
        if element.startswith(ROW_TAGS):
            count, filled = Runs.size(element)
            rows, width = rows + count, max(width, filled)
            if filled and rows * width > bounds()["cells"]:
                problem = f"{rows:,} rows of {width:,} columns; {bounds()['cells']:,} cells at most"
                advice = "delete stray cells far down or right"
                raise InputError(problem, file=package.label, sheet=titles[-1], advice=advice)
        else:
            tag = outline(
                element[:-1]
                .rstrip(b"/")
                .replace(b"<table:table", b'<table:table xmlns:table="%s"' % _TABLE.encode(), 1)
                + b"/>",
                file=package.label,
                part="content.xml",
            )
            rows = width = 0
            titles.append(tag[0].attributes.get(f"{_TABLE} name", ""))
    return titles


def _content(chunks: Iterator[bytes], edit: Edit, at: int) -> Iterator[bytes]:
    """content.xml again, with namekit's cells in the table at this place, its drop-downs and its filter."""
    text = Text(chunks, edit.file, edit.sheet)
    runs = Runs(edit)
    yield from text.until(rb"<office:spreadsheet\b[^>]*>", past=True)
    prelude = b"".join(text.until(rb"<table:table(?=[\s/>])"))
    yield _with_validations(prelude, runs, edit)
    for _ in range(at):
        yield from text.until(rb"</table:table\s*>", past=True)
        yield from text.until(rb"<table:table(?=[\s/>])")
    yield from text.until(rb"<table:table(?=[\s/>])[^>]*>", past=True)
    yield from runs.edited(text)
    yield _with_colours(b"".join(text.until(rb"</table:table\s*>")), edit)
    yield from text.until(rb"<table:database-ranges\b|" + _FOLLOWS)
    yield _with_filter(text.rest(), edit, at)


def _address(edit: Edit, place: int, first: int, last: int) -> str:
    plain = edit.sheet.isascii() and edit.sheet.isalnum() and not edit.sheet[:1].isdecimal()
    sheet = edit.sheet if plain else "'" + edit.sheet.replace("'", "''") + "'"
    letters = column_letters(place)
    return quoted(f"{sheet}.{letters}{first}" + (f":{sheet}.{letters}{last}" if last > first else ""))


def _with_validations(prelude: bytes, runs: Runs, edit: Edit) -> bytes:
    """The drop-downs, which cells call by name, instead of those of an earlier run."""
    old = rb"<table:content-validation\b[^>]*table:name=\"namekit_[^>]*(?:/>|>.*?</table:content-validation>)"
    prelude = re.sub(old, b"", prelude, flags=re.DOTALL)
    base = _address(edit, edit.layout.own[-1], edit.header_row + 1, 0)
    made = "".join(
        f'<table:content-validation table:name="{name}" table:condition="of:cell-content-is-in-list('
        + ";".join(f"&quot;{quoted(choice)}&quot;" for choice in choices)
        + f')" table:allow-empty-cell="true" table:display-list="unsorted" table:base-cell-address="{base}">'
        '<table:error-message table:display="false"/></table:content-validation>'
        for choices, name in runs.lists.items()
    ).encode()
    close = b"</table:content-validations>"
    if close in prelude:
        return prelude.replace(close, made + close)
    before = prelude.find(b"<table:label-ranges")
    place = before if before >= 0 else len(prelude)
    return prelude[:place] + b"<table:content-validations>" + made + close + prelude[place:]


def _with_colours(rest: bytes, edit: Edit) -> bytes:
    """What stands after a table's rows, with colours by status, instead of those of an earlier run."""
    one = rb"<calcext:conditional-format [^>]*>(?:(?!</calcext:conditional-format>).)*?</calcext:conditional-format>"
    rest = re.sub(one, lambda m: b"" if _MINE in m.group() else m.group(), rest, flags=re.DOTALL)
    first, last = edit.header_row + 1, max(edit.last_row, edit.header_row + 1)
    area, base = _address(edit, edit.layout.own[2], first, last), _address(edit, edit.layout.own[2], first, 0)
    made = f'<calcext:conditional-format xmlns:calcext="{_CALCEXT}" calcext:target-range-address="{area}">'
    for status in _COLOURS:
        made += f'<calcext:condition calcext:apply-style-name="namekit_{status}" '
        made += f'calcext:value="=&quot;{status}&quot;" calcext:base-cell-address="{base}"/>'
    made += "</calcext:conditional-format>"
    close = b"</calcext:conditional-formats>"
    if close in rest:
        return rest.replace(close, made.encode() + close)
    whole = f'<calcext:conditional-formats xmlns:calcext="{_CALCEXT}">{made}</calcext:conditional-formats>'.encode()
    return rest + whole


def _with_filter(rest: bytes, edit: Edit, at: int) -> bytes:
    """The end of the document, with a filter on the sheet where no range of data lies on it yet."""
    sheet = edit.sheet.replace("'", "''")
    starts = (f'address="{edit.sheet}.', f"address=\"'{sheet}'.")
    for tag in re.findall(rb"<table:database-range\s[^>]*", rest):
        plain = unescape(tag.decode("utf-8", "replace"), {"&apos;": "'", "&quot;": '"'}).replace("$", "")
        if any(start in plain for start in starts):
            return rest
    area = _address(edit, 0, edit.header_row, 0) + ":"
    area += _address(edit, max(edit.layout.own), edit.last_row, 0)
    made = f'<table:database-range table:name="__Anonymous_Sheet_DB__{at}" '
    made += f'table:target-range-address="{area}" table:display-filter-buttons="true"/>'
    close = b"</table:database-ranges>"
    if close in rest:
        return rest.replace(close, made.encode() + close, 1)
    whole = f"<table:database-ranges>{made}</table:database-ranges>".encode()
    follows = re.search(_FOLLOWS, rest)
    place = follows.start() if follows else 0
    return rest[:place] + whole + rest[place:]


def _styles(text: bytes, label: str) -> bytes:
    """styles.xml with the three colours; LibreOffice knows rules by the name of a style only."""
    if _MINE in text:
        return text
    root = outline(text, file=label, part="styles.xml", deepest=1)
    box = next((e for e in root if e.name == "styles"), None)
    if box is None or box.close == box.inner == box.end:
        return text
    made = "".join(
        f'<style:style xmlns:style="{_STYLE}" xmlns:fo="{_FO}" style:name="namekit_{status}" '
        'style:family="table-cell" style:parent-style-name="Default">'
        f'<style:table-cell-properties fo:background-color="{colour}"/></style:style>'
        for status, colour in _COLOURS.items()
    ).encode()
    return text[: box.close] + made + text[box.close :]
