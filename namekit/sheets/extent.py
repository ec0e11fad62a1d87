"""How far the cells of a worksheet reach, and whether a filter stands after its rows, seen as its XML goes by."""

import re
from collections.abc import Iterator
from itertools import chain

from namekit.sheets.columns import column_number

AREA = re.compile(rb'ref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
"""The area that a sheet says it fills."""
_DRAWN = re.compile(
    rb"""<(?:[^\s/>:]+:)?(?:sparkline>(?:<[^<>]+>[^<]*</[^<>]+>)?<[^<>]+>([A-Z]{1,3})\d+<|"""
    rb"""mergeCell\s[^<>]*ref="[A-Z]+\d+:([A-Z]{1,3})\d+")"""
)
_FILLED = re.compile(
    _DRAWN.pattern + rb"""|<(?:[^\s/>:]+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Z]{1,3})\d+["'][^<>]*(?<!/)>(?!</)"""
)
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:([A-Z]{2,3})\d|(\d{4,7})["'])""")  # columns from AA on, rows from 1000 on
_CELL = re.compile(rb"<(?:[^\s/>:]+:)?c(?:\s([^<>]*?))?(?<!/)>(?!</)")  # one that is not empty
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_CLOSING = re.compile(rb"</(?:[^\s<>/:]+:)?\Z")
_VIEWS = re.compile(rb"<((?:[^\s/>:]+:)?customSheetViews)\b.*?</\1\s*>", re.DOTALL)  # each has a filter of its own
_FILTER = re.compile(rb"<(?:[^\s/>:]+:)?(?:autoFilter|tableParts)[\s/>]")
_LETTERS = 26
_OVERLAP = 1000  # bytes looked at again with the next chunk: an element may be cut


class Extent:
    """How far the cells of a worksheet reach, seen as its XML goes by: a reader lays out all that lies between."""

    def __init__(self) -> None:
        self._held = self._tail = b""
        self._rows, self._columns, self._tags = 1, _LETTERS, 0

    def see(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        text = self._held + chunk
        for found in _FAR.finditer(text):
            if found[1]:
                self._columns = max(self._columns, column_number(found[1].decode()) + 1)
            else:
                self._rows = max(self._rows, int(found[2]))
        self._tags += chunk.count(b"row")  # rows need not say their number; most have two tags
        if self._tail:
            self._tail += chunk
        elif _CLOSING.search(text, 0, at := max(0, text.rfind(b"sheetData"))):
            self._tail = text[at:]
        self._held = text[-_OVERLAP:]

    @property
    def filtered(self) -> bool:
        """Whether the sheet has a filter, or a table, which has one."""
        return bool(_FILTER.search(_VIEWS.sub(b"", self._tail)))

    @property
    def cells(self) -> int:
        """How many cells there may be at most."""
        return max(self._rows, self._tags // 2) * self._columns


def filled_area(chunks: Iterator[bytes]) -> tuple[int, int] | None:
    """How many rows and columns lie up to the last that holds something; None where a cell does not say its place."""
    held, rows, columns = b"", 0, 0
    for chunk in chain(chunks, [b""]):
        held += chunk
        known = len(held) - len(b"</") if chunk else len(held)  # whether a tag is followed by its close
        for cell in _CELL.finditer(held):
            if cell.end() <= known:
                place = _PLACE.search(cell[1] or b"")
                if not place:
                    return None
                rows, columns = max(rows, int(place[2])), max(columns, column_number(place[1].decode()) + 1)
        held = held[max(0, held.rfind(b"<", 0, -_OVERLAP)) :]
    return rows, columns


def used_width(chunks: Iterator[bytes], width: int) -> int:
    """How many columns hold something, where `width` hold values: formulas may have none yet, sparklines have none.

    Where the area that the sheet states is no wider, its rows are not looked at.
    """
    held = next(chunks, b"")
    area = AREA.search(held)
    look = not area or column_number((area[3] or area[1]).decode()) >= width
    while held:
        drawn = b"sparkline>" in held or b"mergeCell" in held
        for cell in _FILLED.finditer(held) if look else _DRAWN.finditer(held) if drawn else ():
            width = max(width, *(column_number(place.decode()) + 1 for place in cell.groups() if place))
        chunk = next(chunks, b"")
        held = held[max(0, held.rfind(b"<", 0, -_OVERLAP)) :] + chunk if chunk else b""
    return width
