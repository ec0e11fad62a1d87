"""The rows of a table in OpenDocument as a stream, with namekit's cells put in; runs of equal ones stay runs."""

import re
from collections.abc import Iterator
from xml.parsers import expat

from namekit.errors import InputError
from namekit.sheets.answers import Answer, bounds
from namekit.sheets.columns import column_letters
from namekit.sheets.edit import Edit
from namekit.sheets.markup import quoted

_ATTRIBUTES = rb"""(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*"""
_ROW = re.compile(rb"<table:table-row(?=[\s/>])(" + _ATTRIBUTES + rb")(/?)>")
ROW_TAGS = (b"<table:table-row ", b"<table:table-row>", b"<table:table-row/")
_TABLE = re.compile(rb"<table:table(?=[\s/>])" + _ATTRIBUTES + rb"/?(>)")
_ROWS = re.compile(rb'\stable:number-rows-repeated="(\d+)"')
_COLUMNS = re.compile(rb'\stable:number-columns-repeated="(\d+)"')
_CELL = re.compile(
    rb"\s*<table:((?:covered-)?table-cell)\b(" + _ATTRIBUTES + rb")(?:/>|>(.*?)</table:(?:covered-)?table-cell\s*>)",
    re.DOTALL,
)
_STYLE = re.compile(rb'\stable:style-name="[^"]*"')
_LIST = re.compile(rb'\stable:content-validation-name="[^"]*"')


class Text:
    """An XML text in chunks, read up to this or that."""

    def __init__(self, chunks: Iterator[bytes], file: str, sheet: str) -> None:
        self._chunks, self._file, self._sheet = chunks, file, sheet
        self._held, self._at = next(chunks, b""), 0

    def begins(self, *tags: bytes) -> bool:
        """Whether the text goes on with one of these."""
        return self._held.startswith(tags, self._at)

    def start(self) -> bytes:
        """What is held of it, at first its beginning."""
        return self._held[self._at :]

    def until(self, pattern: bytes, *, past: bool = False) -> Iterator[bytes]:
        """All up to a tag (or its end): the pattern matches it whole. InputError where it does not come."""
        tag = re.compile(pattern)
        while not (found := tag.search(self._held, self._at)):
            cut = self._held.rfind(b"<", self._at)  # the tag may be cut
            if cut > self._at:
                yield self._take(cut)
            self._more()
        yield self._take(found.end() if past else found.start())

    def _take(self, end: int) -> bytes:
        taken, self._at = self._held[self._at : end], end
        return taken

    def _more(self) -> None:
        if len(self._held) - self._at > bounds()["row"]:
            raise InputError(f"a row of over {bounds()['row']:,} bytes", file=self._file, sheet=self._sheet)
        chunk = next(self._chunks, b"")
        if not chunk:
            raise InputError("the sheet's XML ends early", file=self._file, sheet=self._sheet, advice="it is damaged")
        self._held, self._at = self._held[self._at :] + chunk, 0

    def rest(self) -> bytes:
        """All that is left."""
        return self._take(len(self._held)) + b"".join(self._chunks)

    def piece(self, pattern: re.Pattern[bytes], end: bytes) -> bytes:
        """What stands at the place of a tag, up to the end of its element."""
        while True:
            if tag := pattern.match(self._held, self._at):
                close = self._held.find(end, tag.end())
                cut = tag.end() if tag.group(tag.re.groups) else close + len(end) if close >= 0 else 0
                if cut:
                    return self._take(cut)
            self._more()

    def elements(self) -> Iterator[bytes]:
        """The tags of all tables, and all rows whole, in order."""
        start = rb"<table:table-row(?=[\s/>])|<table:table(?=[\s/>])" + _ATTRIBUTES + rb"/?>|</office:spreadsheet\s*>"
        while True:
            for _passed in self.until(start):
                pass
            if self.begins(b"</"):
                return
            yield self.piece(_ROW, b"</table:table-row>") if self.begins(*ROW_TAGS) else self.piece(_TABLE, b">")


class Runs:
    """Puts cells into the rows of one table."""

    def __init__(self, edit: Edit) -> None:
        self.edit = edit
        self.lists: dict[tuple[str, ...], str] = {}
        for answer in edit.answers:
            if answer and answer.choices not in self.lists and len(self.lists) < bounds()["lists"]:
                self.lists[answer.choices] = f"namekit_{len(self.lists) + 1}"
        self._row = 1

    @staticmethod
    def size(row: bytes) -> tuple[int, int]:
        """How many rows a run stands for, and how many columns up to the last that holds something."""
        tag = _ROW.match(row)
        width = filled = 0
        for cell in _CELL.finditer(row, tag.end() if tag else 0):
            width += _count(_COLUMNS, cell[2])
            if cell[3] or b"office:value" in cell[2]:
                filled = width
        return _count(_ROWS, tag[1] if tag else b""), filled

    def edited(self, text: Text) -> Iterator[bytes]:
        """The table's rows with namekit's cells, up to the last one that is of interest."""
        last = self.edit.last_row
        while self._row <= last:
            yield from text.until(rb"<table:table-row(?=[\s/>])|</table:table\s*>|<table:table(?=[\s/>])")
            if not text.begins(*ROW_TAGS):
                raise self.edit.fail("the sheet's rows end early", f"A{self._row}", "open and save it in its program")
            yield self._with_cells(text.piece(_ROW, b"</table:table-row>"))

    def _with_cells(self, raw: bytes) -> bytes:
        """One run of rows; that of the titles is cut, so that they stand alone."""
        tag = _ROW.match(raw)
        if not tag or b"<!" in raw:
            raise self.edit.fail("the row's XML is broken", f"A{self._row}", "open and save it in its program")
        count, header = _count(_ROWS, tag[1]), self.edit.header_row
        content = b"" if tag[2] else raw[tag.end() : -len(b"</table:table-row>")]
        pieces = []
        while count:
            if self._row < header:
                size = min(count, header - self._row)
                values, answer = None, None
            elif self._row == header:
                size, answer = 1, None
                values = tuple(map(_text, self.edit.layout.titles))
            else:
                answer, size = self._run(self._row - header - 1, count)
                values = _values(answer)
            new = content if self._row < header else self._merged(content, values, answer)
            attributes = _ROWS.sub(b"", tag[1]) + (b' table:number-rows-repeated="%d"' % size if size > 1 else b"")
            whole = new == content and size == _count(_ROWS, tag[1])
            pieces.append(raw if whole else b"<table:table-row%s>%s</table:table-row>" % (attributes, new))
            self._row += size
            count -= size
        return b"".join(pieces)

    def _run(self, at: int, count: int) -> tuple[Answer | None, int]:
        """The answer of a row, and how many rows from there on in the run share it; there is none past the last."""
        answers = self.edit.answers
        if at >= len(answers):
            return None, count
        size = 1
        while size < count and at + size < len(answers) and answers[at + size] is answers[at]:
            size += 1
        return answers[at], size

    def _merged(self, content: bytes, values: "tuple[_Value, ...] | None", answer: Answer | None) -> bytes:
        """The cells of a row with namekit's among them."""
        own = {place: i for i, place in enumerate(self.edit.layout.own)}
        header = self._row == self.edit.header_row
        if values is None and not self._said(content):
            return content
        places = sorted(own)
        style, pieces, column, at = b"", [], 0, 0
        while cell := _CELL.match(content, at):
            at, left = cell.end(), _count(_COLUMNS, cell[2])
            if header and column <= self.edit.layout.names[-1] < column + left and (found := _STYLE.search(cell[2])):
                style = found.group()
            while left:
                size = min(left, places[0] - column) if places and places[0] < column + left else left
                if size:
                    whole = size == _count(_COLUMNS, cell[2])
                    pieces.append(cell.group() if whole else _repeated(cell, size))
                else:
                    size = 1
                    pieces.append(self._own(own[places.pop(0)], values, answer, cell, style))
                column += size
                left -= size
        if places and values:
            for place in places:
                if place > column:
                    pieces.append(b'<table:table-cell table:number-columns-repeated="%d"/>' % (place - column))
                pieces.append(self._own(own[place], values, answer, None, style))
                column = place + 1
        return b"".join(pieces) + content[at:]

    def _own(
        self,
        i: int,
        values: "tuple[_Value, ...] | None",
        answer: Answer | None,
        old: re.Match[bytes] | None,
        style: bytes,
    ) -> bytes:
        """One of namekit's cells, in the place of the one that stood there."""
        place, header = self.edit.layout.own[i], self._row == self.edit.header_row
        was_mine = old is not None and place < self.edit.layout.first
        if old and was_mine and header:
            return _repeated(old, 1)
        chosen = b""
        if i == 5 and answer and (name := self.lists.get(answer.choices)):  # noqa: PLR2004 (the decision)
            chosen = f' table:content-validation-name="{name}"'.encode()
        cell = f"{column_letters(place)}{self._row}"
        before, after = _drawn(old[3] or b"") if old else (b"", b"")
        if old and was_mine:
            if i == 5:  # noqa: PLR2004
                return _tagged(b"table-cell", _COLUMNS.sub(b"", _LIST.sub(b"", old[2])) + chosen, old[3] or b"")
            if b"table:formula" in old[2]:
                raise self.edit.fail("a formula stands in a column of namekit's", cell, "rename or delete the column")
            found = _STYLE.search(old[2])
            style = found.group() if found else b""
        elif old and b"office:value" in old[2]:
            raise self.edit.fail("something stands where namekit's column would be", cell, "open and save the file")
        kind, content = (values[i] if values else None) or (b"", b"")
        return _tagged(b"table-cell", style + chosen + kind, before + content + after)

    def _said(self, content: bytes) -> bool:
        """Whether one of namekit's cells in a row holds a value, the decision aside."""
        mine = [place for place in self.edit.layout.own[:-1] if place < self.edit.layout.first]
        column = 0
        for cell in _CELL.finditer(content) if mine else ():
            count = _count(_COLUMNS, cell[2])
            if b"office:value" in cell[2] and any(column <= place < column + count for place in mine):
                return True
            column += count
        return False


def _drawn(content: bytes) -> tuple[bytes, bytes]:
    """What a cell holds besides its text, before and after it: notes, and shapes that are fixed to it."""
    if b"<draw:" not in content and b"<office:" not in content:
        return b"", b""
    parser, depth, at, spans = expat.ParserCreate(), 0, 0, []

    def start(_: str, __: object) -> None:
        nonlocal depth, at
        if depth == 1:
            at = parser.CurrentByteIndex - 3
        depth += 1

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 1:
            now = parser.CurrentByteIndex - 3
            spans.append((name, at, now if content[:now].endswith(b"/>") else content.index(b">", now) + 1))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(b"<x>" + content + b"</x>", True)  # noqa: FBT003 (expat's way)
    texts = [k for k, (name, _, _) in enumerate(spans) if name == "text:p"] or [len(spans)]
    kept = [b"" if name == "text:p" else content[first:last] for name, first, last in spans]
    return b"".join(kept[: texts[0]]), b"".join(kept[texts[0] :])


def _tagged(name: bytes, attributes: bytes, content: bytes) -> bytes:
    if not content:
        return b"<table:%s%s/>" % (name, attributes)
    return b"<table:%s%s>%s</table:%s>" % (name, attributes, content, name)


_Value = tuple[bytes, bytes] | None  # the attributes that say a cell's value, and its text


def _values(answer: Answer | None) -> tuple[_Value, ...] | None:
    """What namekit's cells hold; None where one is empty."""
    if answer is None:
        return None
    number = b"%.4f" % answer.probability
    chance = b' office:value-type="float" office:value="%s"' % number, b"<text:p>%s</text:p>" % number
    return (_text(answer.id), _text(answer.name), _text(answer.status), chance, _text(answer.reason), None)


def _text(text: str) -> _Value:
    """A text for a cell, as plain text whatever it begins with."""
    if not text:
        return None
    return b' office:value-type="string"', f"<text:p>{quoted(' '.join(text.split()))}</text:p>".encode()


def _count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _repeated(cell: re.Match[bytes], count: int) -> bytes:
    """The cell as a run of another length."""
    attributes = _COLUMNS.sub(b"", cell[2]) + (b' table:number-columns-repeated="%d"' % count if count > 1 else b"")
    return _tagged(cell[1], attributes, cell[3] or b"")
