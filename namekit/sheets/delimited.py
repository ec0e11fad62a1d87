"""Text with delimiters: each record goes out as it came, byte for byte, with cells added at its end.

Records are cut by Python's csv; what it consumed for a record is kept as the record's raw text.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from namekit.errors import InputError
from namekit.registry import Registry
from namekit.sheets.answers import RUNS, Answer, answers, bounds
from namekit.sheets.charset import ESCAPE, Charset, find_charset, given_charset
from namekit.sheets.columns import Layout, Wishes, find_layout
from namekit.sheets.report import Progress, Report

_CHUNK = 1 << 18
_DELIMITERS = ",;\t|"
_LOOKED_AT = 1 << 16  # characters by which the delimiter is decided
_AT_A_TIME = 1000  # records written at once
_SAID_BY_EXCEL = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells, and its text as it stands in the file, line end included."""

    line: int
    cells: list[str]
    raw: str


@dataclass(frozen=True, slots=True)
class Table:
    """A text file opened: how it is written, and the records from the header on, read as they are asked for."""

    charset: Charset
    delimiter: str
    preamble: str
    header: Record
    body: Iterator[Record]


def clean_text(  # noqa: PLR0913 (a source, a target, and how)
    source: IO[bytes], out: IO[bytes], registry: Registry, wishes: Wishes, *, label: str, progress: Progress
) -> Report:
    """Write the file that `source` holds to `out` with namekit's columns. Raises InputError, with the line."""
    size = max(1, source.seek(0, io.SEEK_END))
    source.seek(0)
    table = open_table(source, wishes, label)
    layout = find_layout(table.header.cells, len(table.header.cells), wishes, file=label)
    write = _Writer(table, layout)
    report = Report(f"{table.charset.encoding}, {table.charset.evidence}; delimiter {table.delimiter!r}")
    out.write(table.charset.bom + write.encoded(table.preamble) + write.record(table.header, layout.titles))
    records = _checked(table, label)
    while batch := list(islice(records, _AT_A_TIME)):
        names = (layout.name(record.cells) if record.cells else "" for record in batch)
        lines = []
        for record, answer in zip(batch, answers(registry, _short(names, batch, label)), strict=True):
            report.count(answer)
            lines.append(write.record(record, _own(answer)) if record.cells else write.encoded(record.raw))
        out.write(b"".join(lines))
        progress(report.rows, min(1.0, source.tell() / size))
    if write.lossy:
        report.notes.append(
            f"{write.lossy:,} of namekit's own cells hold letters that {table.charset.encoding} lacks, written as ?"
        )
    return report


def open_table(source: IO[bytes], wishes: Wishes, label: str) -> Table:
    """The encoding, the delimiter and the header of a text file, and its records.

    Raises InputError where one of them cannot be decided, or there is no header.
    """
    start = source.read(8)
    source.seek(0)
    if wishes.encoding:
        charset = given_charset(wishes.encoding, start)
    else:
        charset = find_charset(iter(lambda: source.read(_CHUNK), b""), label)
    source.seek(len(charset.bom))
    errors = "strict" if charset.encoding.startswith("utf") else ESCAPE
    text = io.TextIOWrapper(source, encoding=charset.encoding, errors=errors, newline="")
    lines = _lines(text, label, charset)
    first = next(lines, "")
    said = _SAID_BY_EXCEL.fullmatch(first)
    preamble = [first] if said else []
    lines = lines if said else _chain(first, lines)
    if wishes.delimiter or said:
        delimiter = wishes.delimiter or (said.group(1) if said else "")
        if len(delimiter) != 1:
            raise InputError(f"a delimiter is one character, not {delimiter!r}")
    else:
        ahead = _ahead(lines)
        delimiter = _find_delimiter("".join(ahead), wishes, tab=label.lower().endswith((".tsv", ".tab")))
        lines = _chain(*ahead, lines)
    body = _records(lines, delimiter, label, len(preamble))
    preamble += [record.raw for record in islice(body, wishes.header_row - 1)]
    header = next(body, None)
    if header is None or not header.cells:
        raise InputError("no row of titles here", file=label, line=wishes.header_row, advice="say --header-row")
    return Table(charset, delimiter, "".join(preamble), header, body)


def _chain(*items: "str | Iterator[str]") -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            if item:
                yield item
        else:
            yield from item


def _ahead(lines: Iterator[str]) -> list[str]:
    """The first lines, as many as the delimiter is decided by."""
    found: list[str] = []
    size = 0
    for line in lines:
        found.append(line)
        size += len(line)
        if size > _LOOKED_AT:
            break
    return found


def _lines(text: io.TextIOWrapper, label: str, charset: Charset) -> Iterator[str]:
    """Lines with their ends as they are; InputError where bytes are none of the encoding, or a line has no end."""
    longest, number = bounds()["longest_cell"], 0
    try:
        while line := text.readline(longest):
            number += 1
            if len(line) == longest:
                raise InputError(f"a cell of over {longest:,} characters", file=label, line=number)
            yield line
    except UnicodeDecodeError as e:
        problem = f"not {charset.encoding} (byte 0x{e.object[e.start]:02x})"
        raise InputError(problem, file=label, line=number + 1, advice="on or after this line; say --encoding") from e
    finally:
        text.detach()  # whoever opened the file closes it


def _records(lines: Iterable[str], delimiter: str, label: str, before: int) -> Iterator[Record]:
    """Records with the number of the line on which each begins (`before` lines stood above)."""
    longest = bounds()["longest_cell"]
    csv.field_size_limit(longest)
    held: list[str] = []

    def feed() -> Iterator[str]:
        for line in lines:
            held.append(line)
            yield line

    reader, line = csv.reader(feed(), delimiter=delimiter, strict=True), before + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as e:
            raise InputError(f"not CSV: {e}", file=label, line=line, advice="check the quotes from this line on") from e
        yield Record(line, cells, "".join(held))
        line += len(held)
        held.clear()


def _find_delimiter(sample: str, wishes: Wishes, *, tab: bool) -> str:
    """The delimiter by which the wanted columns are in the header, and most rows are as wide as it."""
    best, chosen = (-1.0, 0.0, False, 0), "\t" if tab else ","
    for delimiter in _DELIMITERS:
        rows: list[list[str]] = []
        try:
            rows.extend(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        header, *body = rows[wishes.header_row - 1 :] or [[]]
        if len(header) < 2:  # noqa: PLR2004 (nothing delimited)
            continue
        full = [row for row in (body[:-1] or body) if row]
        even = sum(len(row) == len(header) for row in full) / max(1, len(full)) if full else 1.0
        asked = sum(column in header for column in wishes.columns)
        weight = (float(asked), even, tab == (delimiter == "\t"), len(header))
        if weight > best:
            best, chosen = weight, delimiter
    return chosen


def _checked(table: Table, label: str) -> Iterator[Record]:
    """Records as wide as the header; empty lines pass."""
    width = len(table.header.cells)
    for record in table.body:
        if record.cells and len(record.cells) != width:
            raise InputError(
                f"this row has {len(record.cells)} cells, the header {width}",
                file=label,
                line=record.line,
                advice=f"a {table.delimiter!r} in a cell without quotes, or another delimiter?",
            )
        yield record


def _short(names: Iterable[str], records: Iterable[Record], label: str) -> Iterator[str]:
    longest = bounds()["longest_name"]
    for name, record in zip(names, records, strict=True):
        if len(name) > longest:
            raise InputError(f"a name of {len(name):,} characters; {longest:,} at most", file=label, line=record.line)
        yield name


def _own(answer: Answer | None) -> tuple[str, ...]:
    """Cells for OWN but the decision, which is the reader's, safe from being run as formulas."""
    if answer is None:
        return ("",) * 5
    cells = (answer.id, answer.name, answer.status, f"{answer.probability:.4f}", answer.reason)
    return tuple(f"'{cell}" if cell.startswith(RUNS) else cell for cell in cells)


class _Writer:
    """Puts namekit's cells into the raw text of records, in the way in which the file is written."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.delimiter, self.layout = table.delimiter, layout
        self.encoding = table.charset.encoding
        self._errors = "strict" if self.encoding.startswith("utf") else ESCAPE
        self.lossy = 0
        escaped = re.escape(self.delimiter)
        self._field: re.Pattern[str] = re.compile(f'("[^"]*(?:""[^"]*)*"|[^{escaped}]*)({escaped}|\\Z)')
        self._special = re.compile(f'[{escaped}"\r\n]|^ | $')
        raw, _ = _without_end(table.header.raw)
        self._quotes_all = all(field.startswith('"') for field in self._fields(raw))
        self._end = _without_end(table.header.raw)[1]

    def encoded(self, raw: str) -> bytes:
        """Text of the file in its own bytes again."""
        return raw.encode(self.encoding, self._errors)

    def record(self, record: Record, own: tuple[str, ...]) -> bytes:
        """The record with these cells in namekit's columns; without a sixth, the decision stays as it is."""
        body, end = _without_end(record.raw)
        fields: list[str] | None = None
        added: list[bytes] = []
        for i, place in enumerate(self.layout.own):
            old = place < self.layout.first
            if old and fields is None:
                fields = self._fields(body)
            if i < len(own):
                cell = self._cell(own[i], must=i == 0)
                if old and fields is not None:
                    fields[place] = cell.decode(self.encoding)
                else:
                    added.append(cell)
            elif not old:
                added.append(self._cell("", must=False))
        kept = body if fields is None else self.delimiter.join(fields)
        delimiter = self.encoded(self.delimiter)
        return delimiter.join([self.encoded(kept), *added]) + self.encoded(end)

    def _fields(self, body: str) -> list[str]:
        """The raw text of each cell, quotes included."""
        fields, at = [], 0
        while match := self._field.match(body, at):
            fields.append(match.group(1))
            at = match.end()
            if not match.group(2):
                break
        return fields

    def _cell(self, text: str, *, must: bool) -> bytes:
        """A cell of namekit's, quoted as the file quotes; letters that the encoding lacks become ? unless it must."""
        if self._quotes_all or self._special.search(text):
            text = '"' + text.replace('"', '""') + '"'
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError:
            if must:
                problem = f"the id {text!r} cannot be written in {self.encoding}"
                raise InputError(problem, advice="convert the file to UTF-8 first") from None
            self.lossy += 1
            return text.replace("’", "'").encode(self.encoding, "replace")


def _without_end(raw: str) -> tuple[str, str]:
    """A record's text and its line end."""
    for end in ("\r\n", "\n", "\r"):
        if raw.endswith(end):
            return raw[: -len(end)], end
    return raw, ""


def text_decisions(source: IO[bytes], wishes: Wishes, label: str) -> Iterator[tuple[int, str, str]]:
    """Line, name and choice of each row where a reader has decided."""
    table = open_table(source, wishes, label)
    layout = find_layout(table.header.cells, len(table.header.cells), wishes, file=label)
    place = layout.own[-1]
    if place >= layout.first:
        problem = f"no column {layout.titles[-1]!r}"
        raise InputError(problem, file=label, line=table.header.line, advice="clean it first")
    for record in _checked(table, label):
        if record.cells and (choice := record.cells[place].strip()):
            yield record.line, layout.name(record.cells), choice
