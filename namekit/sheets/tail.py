"""What stands after the rows of a worksheet: a filter, drop-downs for decisions, colours for the status.

All of it stands in the sheet itself. The colours are written as Excel 2010's extension has them, with their look
beside the rule, so that the workbook's styles stay as they are ([MS-XLSX] 2.6.31 and 2.6.33).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from namekit.sheets.answers import bounds
from namekit.sheets.columns import Layout, column_letters
from namekit.sheets.edit import Edit
from namekit.sheets.markup import Element, outline, quoted

# The order in which the schema wants what follows the rows (CT_Worksheet).
_ORDER = [
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_COLOURS_URI = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
_RULE_ID = "{6E616D65-6B69-7400-8000-00000000000%d}"  # by these namekit knows its own rules again
COLOURS = {"match": "FFC6EFCE", "ambiguous": "FFFFEB9C", "unknown": "FFE7E6E6"}
"""Fills of the three statuses: green, amber, grey."""
_RANGES = 500  # in one rule


def edited(root: bytes, rest: bytes, p: bytes, edit: Edit, choices: Mapping[tuple[str, ...], Sequence[int]]) -> bytes:
    """The rest of a worksheet from the close of its rows on, with namekit's additions.

    `root` is the tag of the sheet, `p` its prefix, and `choices` has the rows that share a drop-down.
    """
    layout, opened = edit.layout, root + b"<%ssheetData>" % p
    text = opened + rest
    elements = outline(text, file=edit.file, part=f"sheet {edit.sheet!r}")
    top = [e for e in elements if e.depth == 1]
    changes: list[tuple[int, int, bytes]] = []
    if edit.filter:
        changes.append(_put(top, elements[0], "autoFilter", f'<autoFilter ref="{edit.area}"/>'.encode(), p))
    changes += _validations(text, elements, p, layout, choices)
    changes += _colours(text, elements, p, layout, edit.header_row, edit.last_row)
    pieces: list[bytes] = []
    at = len(opened)
    for start, end, new in sorted(changes, key=lambda change: change[:2]):  # at one place, in the order of the schema
        pieces += (text[at:start], new)
        at = end
    return b"".join([*pieces, text[at:]])


def _prefixed(new: bytes, p: bytes) -> bytes:
    """Elements without a prefix with the sheet's own."""
    return re.sub(rb"<(/?)(?=[A-Za-z]+[\s/>])", rb"<\1" + p, new) if p else new


def _put(top: Sequence[Element], root: Element, name: str, new: bytes, p: bytes) -> tuple[int, int, bytes]:
    """Where an element of this name belongs among those after the rows: before the first that must follow it."""
    rank = _ORDER.index(name)
    follows = (e.start for e in top if e.name in _ORDER and _ORDER.index(e.name) > rank)
    at = next(follows, root.close)
    return at, at, _prefixed(new, p)


def _validations(
    text: bytes,
    elements: Sequence[Element],
    p: bytes,
    layout: Layout,
    choices: Mapping[tuple[str, ...], Sequence[int]],
) -> Iterator[tuple[int, int, bytes]]:
    """A drop-down for each decision, instead of those that an earlier run left."""
    column = column_letters(layout.own[-1])
    mine = re.compile(rf"(?:{column}\d+(?::{column}\d+)?\s*)+")
    new = list(_drop_downs(column, choices))
    box = next((e for e in elements if e.name == "dataValidations" and e.depth == 1), None)
    if box is None:
        if new:
            made = f'<dataValidations count="{len(new)}">{"".join(new)}</dataValidations>'.encode()
            yield _put([e for e in elements if e.depth == 1], elements[0], "dataValidations", made, p)
        return
    inside = [e for e in elements if e.name == "dataValidation" and e.parent == elements.index(box)]
    old = [e for e in inside if mine.fullmatch(e.attributes.get("sqref", ""))]
    for e in old:
        yield e.start, e.end, b""
    made = _prefixed("".join(new).encode(), p)
    at = old[0].start if old else box.close
    yield at, at, made
    count = len(inside) - len(old) + len(new)
    tag = re.sub(rb'(\scount=")\d+"', rb'\g<1>%d"' % count, text[box.start : box.inner])
    yield box.start, box.inner, tag


def _drop_downs(column: str, choices: Mapping[tuple[str, ...], Sequence[int]]) -> Iterator[str]:
    """Rules for the rows that share a list; anything else may be typed too, as lists cannot hold every id."""
    left = bounds()["lists"]
    for listed, rows in sorted(choices.items(), key=lambda item: item[1][0]):
        ranges = list(_ranges(column, rows))[:left]
        left -= len(ranges)
        formula = quoted(",".join(listed))
        for at in range(0, len(ranges), _RANGES):
            yield (
                '<dataValidation type="list" allowBlank="1" '
                f'sqref="{" ".join(ranges[at : at + _RANGES])}"><formula1>"{formula}"</formula1></dataValidation>'
            )


def _ranges(column: str, rows: Iterable[int]) -> Iterator[str]:
    """Rows, in order, as N2 or N2:N5."""
    start = last = 0
    for row in (*rows, 0):
        if row == last + 1 and start:
            last = row
            continue
        if start:
            yield f"{column}{start}" + (f":{column}{last}" if last > start else "")
        start = last = row


def _colours(  # noqa: PLR0913, PLR0917
    text: bytes, elements: Sequence[Element], p: bytes, layout: Layout, header_row: int, last_row: int
) -> Iterator[tuple[int, int, bytes]]:
    """A fill by status, instead of the one that an earlier run left."""
    column = column_letters(layout.own[2])
    top = [e for e in elements if e.depth == 1]
    ids = {_RULE_ID % i for i in range(len(COLOURS))}
    old = [elements[e.parent] for e in elements if e.name == "cfRule" and e.attributes.get("id") in ids]
    used = [
        int(e.attributes["priority"])
        for e in elements
        if e.name == "cfRule" and e.attributes.get("priority", "").isdecimal() and e.attributes.get("id") not in ids
    ]
    rule = (
        _rules(column, header_row + 1, last_row, max(used, default=0))
        .replace(b"<main:", b"<" + p)
        .replace(b"</main:", b"</" + p)
    )
    if old:
        yield old[0].start, old[0].end, rule
        for e in old[1:]:
            if e.start != old[0].start:
                yield e.start, e.end, b""
        return
    box = next((e for e in elements if e.name == "conditionalFormattings" and e.space == _X14), None)
    if box:
        yield box.close, box.close, rule
        return
    opened = f'ext xmlns:x14="{_X14}" uri="{_COLOURS_URI}"><x14:conditionalFormattings>'.encode()
    made = b"<" + p + opened + rule + b"</x14:conditionalFormattings></" + p + b"ext>"
    last = next((e for e in top if e.name == "extLst"), None)
    if last and not text[last.start : last.end].endswith(b"/>"):
        yield last.inner, last.inner, made  # the first, as Excel orders extensions
    else:
        at = last.start if last else elements[0].close
        yield at, last.end if last else at, b"<%sextLst>%s</%sextLst>" % (p, made, p)


def _rules(column: str, first_row: int, last_row: int, used: int) -> bytes:
    """One rule a status; priorities after those of the sheet's own rules, so that these win."""
    made = "".join(
        f'<x14:cfRule type="cellIs" priority="{used + 1 + i}" operator="equal" id="{_RULE_ID % i}">'
        f'<xm:f>"{status}"</xm:f><x14:dxf><main:fill><main:patternFill><main:bgColor rgb="{colour}"/>'
        "</main:patternFill></main:fill></x14:dxf></x14:cfRule>"
        for i, (status, colour) in enumerate(COLOURS.items())
    )
    area = f"{column}{first_row}:{column}{max(first_row, last_row)}"
    return (
        f'<x14:conditionalFormatting xmlns:x14="{_X14}" xmlns:xm="{_XM}">{made}<xm:sqref>{area}</xm:sqref>'
        "</x14:conditionalFormatting>"
    ).encode()
