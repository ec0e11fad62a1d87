"""The XML of a worksheet with namekit's cells put in, as a stream: what is not namekit's passes as it is.

Rows are cut by patterns, which is quick; expat reads what stands before and after them (ECMA-376, part 1, 18.3.1).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from namekit.sheets import tail
from namekit.sheets.answers import Answer, bounds
from namekit.sheets.columns import column_letters, column_number
from namekit.sheets.edit import Edit
from namekit.sheets.extent import AREA
from namekit.sheets.markup import Element, check_encoding, outline, prefix, quoted

_WIDTHS = (26, 26, 18, 23, 60, 26)  # of namekit's columns, in characters
_RENDERED = 50_000  # answers whose cells are kept as text
_WRITTEN = 1 << 20  # bytes given on at a time
_ATTRIBUTES = rb"""(?P<attributes>(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*"""
_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(["'])""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})\d+["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
_BETWEEN = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_XML_MARK = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000A_ in a text as one character


def rewrite(chunks: Iterator[bytes], edit: Edit, progress: Callable[[int], None]) -> Iterator[bytes]:
    """The worksheet again, with namekit's cells; `progress` is told the rows now and then.

    Raises InputError, with sheet and cell, where the XML is no worksheet, broken, or a formula stands in
    one of namekit's columns.
    """
    stream = _Stream(chunks, edit)
    head, elements = _head(stream, edit)
    root, data = elements[0], elements[-1]
    p = prefix(head, data)
    yield _edit_head(head, elements, p, edit)
    rows = _Rows(p, edit)
    if data.inner and head[data.start : data.inner].endswith(b"/>"):
        raise edit.fail("the sheet has no rows")
    pieces: list[bytes] = []
    size = 0
    for piece, tag in stream.rows(p):
        new = rows.edited(piece, tag) if tag else piece
        pieces.append(new)
        size += len(new)
        if size > _WRITTEN:
            yield b"".join(pieces)
            pieces, size = [], 0
            progress(rows.number)
    if rows.number < rows.last:
        raise edit.fail("the sheet's rows end early", f"A{rows.number + 1}", "open and save it in its program")
    yield b"".join(pieces)
    yield tail.edited(head[root.start : root.inner], stream.rest(), p, edit, rows.choices)


class _Stream:
    """The bytes of a worksheet, cut where rows begin and end."""

    def __init__(self, chunks: Iterator[bytes], edit: Edit) -> None:
        self._chunks, self._edit = chunks, edit
        self.buffer, self.at = b"", 0
        self._most = bounds()["row"]

    def more(self) -> bool:
        """Take in another chunk, dropping what is done with. False at the end."""
        chunk = next(self._chunks, b"")
        if len(self.buffer) - self.at > self._most:
            raise self._edit.fail(f"a row of over {self._most:,} bytes", advice="it may be a trap")
        self.buffer, self.at = self.buffer[self.at :] + chunk, 0
        return bool(chunk)

    def rows(self, p: bytes) -> Iterator[tuple[bytes, re.Match[bytes] | None]]:
        """Each row as it stands with its tag, and what stands between rows; ends at the close of the rows."""
        start = re.compile(rb"<" + p + rb"row\b" + _ATTRIBUTES + rb"(?P<empty>/?)>")
        close = re.compile(rb"</" + p + rb"sheetData\s*>")
        ending = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|(?P<end></" + p + rb"row\s*>)", re.DOTALL)
        simple = b"</" + p + b"row>"
        while True:
            tag = start.match(self.buffer, self.at)
            if tag:
                begun, end = self.at, tag.end()
                if not tag["empty"]:
                    end = self._end(simple, ending, tag.end())
                if end >= 0:
                    self.at = end
                    yield self.buffer[begun:end], tag
                    continue
            elif close.match(self.buffer, self.at):
                return
            elif (between := _BETWEEN.match(self.buffer, self.at)) and between.end() < len(self.buffer):
                self.at = between.end()
                yield between.group(), None
                continue
            if not self.more():
                raise self._edit.fail("the sheet's XML is broken", advice="open and save it in its program")

    def _end(self, simple: bytes, ending: re.Pattern[bytes], begun: int) -> int:
        """Where the row ends whose content begins there, or -1; what is commented out does not end it."""
        end = self.buffer.find(simple, begun)
        if end >= 0 and self.buffer.find(b"<!", begun, end) < 0:
            return end + len(simple)
        return next((m.end() for m in ending.finditer(self.buffer, begun) if m["end"]), -1)

    def rest(self) -> bytes:
        """All that is left."""
        most = self._most * 4
        parts = [self.buffer[self.at :]]
        size = len(parts[0])
        for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size > most:
                raise self._edit.fail(f"over {most:,} bytes stand after the rows", advice="it may be a trap")
        return b"".join(parts)


def _head(stream: _Stream, edit: Edit) -> tuple[bytes, list[Element]]:
    """What stands before the first row, and its elements; the last is that of the rows."""
    while b"sheetData" not in stream.buffer:
        if not stream.more():
            raise edit.fail("the sheet has no rows")
    stream.more()
    part = f"sheet {edit.sheet!r}"
    check_encoding(stream.buffer, file=edit.file, part=part)
    elements = outline(stream.buffer, file=edit.file, part=part, until="sheetData")
    stream.at = elements[-1].inner
    return stream.buffer[: stream.at], elements


def _edit_head(head: bytes, elements: Sequence[Element], p: bytes, edit: Edit) -> bytes:
    """The head with a wider area and with widths for new columns."""
    changes: list[tuple[int, int, bytes]] = []
    new = [(place, width) for place, width in zip(edit.layout.own, _WIDTHS, strict=True) if place >= edit.layout.first]
    cols = next((e for e in elements if e.name == "cols" and e.depth == 1), None)
    taken = max((int(e.attributes.get("max", "0")) for e in elements if e.name == "col"), default=0)
    added = b"".join(
        b'<%scol min="%d" max="%d" width="%d" customWidth="1"/>' % (p, place + 1, place + 1, width)
        for place, width in new
        if place >= taken
    )
    if added and cols:
        changes.append((cols.close, cols.close, added))
    elif added:
        at = elements[-1].start
        changes.append((at, at, b"<%scols>%s</%scols>" % (p, added, p)))
    area = next((e for e in elements if e.name == "dimension" and e.depth == 1), None)
    if area and new:
        tag = head[area.start : area.inner]
        changes.append((area.start, area.inner, AREA.sub(lambda m: _wider(m, edit), tag, count=1)))
    for start, end, text in sorted(changes, reverse=True):
        head = head[:start] + text + head[end:]
    return head


def _wider(area: re.Match[bytes], edit: Edit) -> bytes:
    right = max(column_number((area[3] or area[1]).decode()), *edit.layout.own)
    low = max(int(area[4] or area[2]), edit.header_row)
    return b'ref="%s%s:%s%d"' % (area[1], area[2], column_letters(right).encode(), low)


class _Rows:
    """Puts cells into rows, and remembers where they stand."""

    def __init__(self, p: bytes, edit: Edit) -> None:
        self.edit, self._p = edit, p
        self.number = 0
        self.last = edit.last_row
        self.choices: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._lowest = bounds()["rows"]
        own = edit.layout.own
        self._first = min(own)
        self._letters = [column_letters(place).encode() for place in own]
        self._end = b"</" + p + b"row>"
        cell = rb"<" + p + rb"c\b" + _ATTRIBUTES + rb"(?:/>|>(?P<content>.*?)</" + p + rb"c\s*>)\s*"
        self._cell = re.compile(cell, re.DOTALL)
        self._last_cell = b"<" + p + b"c "
        self._formula = b"<" + p + b"f"
        self._known: dict[int, tuple[Answer, tuple[bytes | None, ...], bytes]] = {}

    def edited(self, raw: bytes, tag: re.Match[bytes]) -> bytes:
        """One row with namekit's cells."""
        attributes: bytes = tag["attributes"]
        stated = _NUMBER.search(attributes)
        number = int(stated[1]) if stated else self.number + 1
        if not self.number < number <= self._lowest:
            raise self.edit.fail(f"row {number} stands after row {self.number}", f"A{number}")
        self.number = number
        below = number - self.edit.header_row
        if not 0 <= below <= len(self.edit.answers):
            return raw
        answer = self.edit.answers[below - 1] if below else None
        if below and answer is None and self._first >= self.edit.layout.first:
            return raw  # nothing to say, and nothing said before
        content = b"" if tag["empty"] else raw[tag.end() - tag.start() : raw.rindex(b"</")]
        new = self._with_cells(content, answer, number)
        if new == content:
            return raw
        spans = _SPANS.sub(self._wider_span, attributes) if b"spans" in attributes else attributes
        return b"<%srow%s>%s%s" % (self._p, spans, new, self._end)

    def _rendered(self, answer: Answer) -> tuple[Answer, tuple[bytes | None, ...], bytes]:
        """The answer (kept, so that its identity stays its own), what its cells hold, and all of them written.

        A zero byte stands for the row's number.
        """
        if len(self._known) > _RENDERED:
            self._known.clear()
        values = (
            _text(answer.id),
            _text(answer.name),
            _text(answer.status),
            b"<v>%.4f</v>" % answer.probability,
            _text(answer.reason),
            None,
        )
        cells = [self._written(i, value, b"\0", b"") for i, value in enumerate(values) if value is not None]
        self._known[id(answer)] = found = answer, values, b"".join(cells)
        return found

    def _wider_span(self, span: re.Match[bytes]) -> bytes:
        right = max(int(span[3]), max(self.edit.layout.own) + 1)
        return b"%s%s:%d%s" % (span[1], span[2], right, span[4])

    def _with_cells(self, content: bytes, answer: Answer | None, number: int) -> bytes:
        """The cells of a row, namekit's among them; without an answer those of the titles, or of a row without name."""
        if answer is None:
            header = number == self.edit.header_row
            titles = tuple(_text(title) for title in self.edit.layout.titles)
            return self._merged(content, titles if header else (None,) * 6, number, header=header)
        _, values, written = self._known.get(id(answer)) or self._rendered(answer)
        self.choices[answer.choices].append(number)
        at = content.rfind(self._last_cell)
        place = _PLACE.search(content, at, at + 64) if at >= 0 else None
        if place and column_number(place[1].decode()) < self._first and content.find(b"extLst", at) < 0:
            return content + written.replace(b"\0", b"%d" % number)
        return self._merged(content, values, number, header=False)

    def _merged(self, content: bytes, values: tuple[bytes | None, ...], number: int, *, header: bool) -> bytes:
        """The cells of a row in the order of columns, namekit's among them."""
        before, cells, rest = self._cells(content, number)
        own = dict(zip(self.edit.layout.own, range(6), strict=True))
        style = cells[self.edit.layout.names[-1]][1] if header and self.edit.layout.names[-1] in cells else b""
        for place, i in own.items():
            old, kept_style = cells.get(place, (b"", style))
            if old and self._formula in old and i < 5:  # noqa: PLR2004 (the decision is the reader's)
                cell = f"{column_letters(place)}{number}"
                raise self.edit.fail(
                    "a formula stands in a column of namekit's", cell, "rename the column or delete it"
                )
            if old and i == 5 and not header:  # noqa: PLR2004
                continue
            if header and old and place < self.edit.layout.first:
                continue
            value = values[i]
            if old and place >= self.edit.layout.first and b"<" in old[1:].replace(b"</", b""):
                cell = f"{column_letters(place)}{number}"
                raise self.edit.fail("something stands where namekit's column would be", cell, "open and save the file")
            if value is None and not kept_style:
                cells.pop(place, None)
            else:
                cells[place] = self._written(i, value, b"%d" % number, kept_style), kept_style
        return before + b"".join(cells[place][0] for place in sorted(cells)) + rest

    def _cells(self, content: bytes, number: int) -> tuple[bytes, dict[int, tuple[bytes, bytes]], bytes]:
        """The space before the cells, place -> raw cell and style, and what stands after them."""
        cells: dict[int, tuple[bytes, bytes]] = {}
        at, place = len(content) - len(content.lstrip()), -1
        space = content[:at]
        while cell := self._cell.match(content, at):
            stated = _PLACE.search(cell["attributes"])
            before, place = place, column_number(stated[1].decode()) if stated else place + 1
            if place <= before or (cell["content"] and b"<!" in cell["content"]):
                raise self.edit.fail("the cells of this row are not in order", f"{column_letters(place)}{number}")
            style = _STYLE.search(cell["attributes"])
            cells[place] = cell.group(), style[1] if style else b""
            at = cell.end()
        if self._last_cell in content[at:]:
            raise self.edit.fail("the row's XML is broken", f"A{number}", "open and save it in its program")
        return space, cells, content[at:]

    def _written(self, i: int, value: bytes | None, number: bytes, style: bytes) -> bytes:
        """One cell of namekit's. Texts stand in the cell itself, so that the shared strings stay as they are."""
        p = self._p
        place = self._letters[i] + number
        styled = b' s="%s"' % style if style else b""
        if value is None:
            return b'<%sc r="%s"%s/>' % (p, place, styled)
        kind = b"" if value.startswith(b"<v>") else b' t="inlineStr"'
        if p:
            value = re.sub(rb"<(/?)(?=is>|t>|t xml|v>)", rb"<\1" + p, value)
        return b'<%sc r="%s"%s%s>%s</%sc>' % (p, place, styled, kind, value, p)


def _text(text: str) -> bytes | None:
    """A text for a cell, as plain text whatever it begins with."""
    if not text:
        return None
    text = quoted(_XML_MARK.sub("_x005F_", text[: bounds()["cell"]]))
    keep = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<is><t{keep}>{text}</t></is>".encode()
