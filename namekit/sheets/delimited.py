"""Text with delimiters: each record goes out as it came, byte for byte, with cells added at its end.

Records are cut by Python's csv; what it consumed for a record is kept as the record's raw text.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO

from namekit.context import Query
from namekit.errors import InputError
from namekit.registry import Registry
from namekit.sheets.answers import RUNS, Answer, Answers, bounds
from namekit.sheets.charset import ESCAPE, Charset, find_charset, given_charset
from namekit.sheets.columns import Layout, Wishes, find_layout, is_name
from namekit.sheets.facts import Facts, Row, in_text
from namekit.sheets.report import Progress, Report

_CHUNK = 1 << 18  # bytes read at a time
_DELIMITERS = ",;\t|"
_LOOKED_AT = 1 << 16  # characters by which the delimiter is decided
_AT_A_TIME = 1000  # records cut by csv
_RENDERED = 50_000  # answers whose cells are kept as text
_SAID_BY_EXCEL = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Records:
    """Some records in order: the line on which each begins, and its text, line end included.

    `quoted` has the cells that csv found; without it no cell is quoted, and the text is cut when it is asked for.
    """

    lines: Sequence[int]
    raw: Sequence[str]
    delimiter: str
    quoted: Sequence[list[str]] | None = None

    @property
    def cells(self) -> Sequence[list[str]]:
        """The cells of each record; none of an empty line."""
        if self.quoted is not None:
            return self.quoted
        cut = [raw.rstrip("\r\n").split(self.delimiter) for raw in self.raw]
        return [row if row != [""] else [] for row in cut]

    def column(self, place: int, width: int) -> list[str] | None:
        """One column without spaces around, if that needs no cutting of whole records of this width."""
        if self.quoted is not None or width == 1 or {raw.count(self.delimiter) for raw in self.raw} != {width - 1}:
            return None
        return [raw.split(self.delimiter, place + 1)[place].strip() for raw in self.raw]


@dataclass(frozen=True, slots=True)
class Table:
    """A text file opened: how it is written, its titles, and the records below, read as they are asked for."""

    charset: Charset
    delimiter: str
    preamble: str
    header: list[str]
    raw_header: str
    body: Iterator[Records]


def clean_text(  # noqa: PLR0913 (a source, a target, and how)
    source: IO[bytes], out: IO[bytes], registry: Registry, wishes: Wishes, *, label: str, progress: Progress
) -> Report:
    """Write the file that `source` holds to `out` with namekit's columns. Raises InputError, with the line."""
    size = max(1, source.seek(0, io.SEEK_END))
    source.seek(0)
    table = open_table(source, wishes, label)
    layout = find_layout(table.header, len(table.header), wishes, file=label)
    answers, write = Answers(registry, wishes, label), _Writer(table, layout)
    facts = Facts(layout, in_text(table.header))
    report = Report(f"{table.charset.encoding}, {table.charset.evidence}; delimiter {table.delimiter!r}")
    out.write(table.charset.bom + write.head())
    for records in table.body:
        names = _names(records, table, layout, label)
        found = answers.many(*_asked(records, names, layout, facts))
        report.count(found)
        out.write(write.rows(records, found))
        progress(report.rows, min(1.0, source.tell() / size))
    answers.close()
    report.notes += facts.notes
    if write.lossy:
        report.notes.append(
            f"{write.lossy:,} of namekit's own cells hold letters that {table.charset.encoding} lacks, written as ?"
        )
    return report


def text_rows(source: IO[bytes], wishes: Wishes, label: str, *, chosen: bool) -> Iterator[Row]:
    """The rows that hold a name or a choice; with `chosen`, the latter only. Raises InputError without their column."""
    table = open_table(source, wishes, label)
    layout = find_layout(table.header, len(table.header), wishes, file=label)
    place, facts = layout.own[-1], Facts(layout, in_text(table.header))
    if chosen and place >= layout.first:
        raise InputError(f"no column {layout.titles[-1]!r}", file=label, advice="clean the file first")
    for records in table.body:
        names = _names(records, table, layout, label)
        for line, name, cells in zip(records.lines, names, records.cells, strict=True):
            choice = cells[place].strip() if place < len(cells) else ""
            if choice or (name and not chosen):
                yield Row("", line, str(facts.row_id(cells, line)), facts.query(name, cells, line), choice)


def _asked(
    records: Records, names: list[str], layout: Layout, facts: Facts
) -> tuple[Sequence[str | Query], Sequence[int | str]]:
    """What is asked of each record, and its number or own id."""
    if not layout.facts and layout.row_id is None:
        return names, records.lines
    asked, ids = [], []
    for name, cells, line in zip(names, records.cells, records.lines, strict=True):
        asked.append(facts.query(name, cells, line))
        ids.append(facts.row_id(cells, line))
    return asked, ids


def open_table(source: IO[bytes], wishes: Wishes, label: str) -> Table:
    """The encoding, the delimiter and the titles of a text file, and its records.

    Raises InputError where one of them cannot be decided, or there are no titles.
    """
    start = source.read(8)
    source.seek(0)
    if wishes.encoding:
        charset = given_charset(wishes.encoding, start)
    else:
        charset = find_charset(iter(lambda: source.read(_CHUNK), b""), label)
    source.seek(len(charset.bom))
    blocks = _blocks(source, charset, label)
    first = next(blocks, [""])
    said = _SAID_BY_EXCEL.fullmatch(first[0])
    delimiter = wishes.delimiter or (said[1] if said else "")
    if not delimiter:
        sample = "".join(first)[:_LOOKED_AT]
        delimiter = _find_delimiter(sample, wishes, tab=label.lower().endswith((".tsv", ".tab")))
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise InputError(f"a delimiter is one character, not {delimiter!r}")
    above = [first[0]] if said else []
    records = _records(chain([first[len(above) :]], blocks), delimiter, label, len(above) + 1)
    block = next(records, Records((), (), delimiter))
    skip, cells = wishes.header_row - 1, block.cells
    if len(cells) <= skip or not cells[skip]:
        raise InputError("no row of titles here", file=label, line=wishes.header_row, advice="say --header-row")
    below = block.quoted[skip + 1 :] if block.quoted is not None else None
    rest = Records(block.lines[skip + 1 :], block.raw[skip + 1 :], delimiter, below)
    preamble = "".join([*above, *block.raw[:skip]])
    return Table(charset, delimiter, preamble, cells[skip], block.raw[skip], chain([rest], records))


def _blocks(source: IO[bytes], charset: Charset, label: str) -> Iterator[list[str]]:
    """Lines with their ends as they are, many at a time. InputError where bytes are none of the encoding."""
    errors = "strict" if charset.encoding.startswith("utf") else ESCAPE
    decoder = codecs.getincrementaldecoder(charset.encoding)(errors)
    held, number, most = "", 1, bounds()["row"]
    while True:
        chunk = source.read(_CHUNK)
        try:
            text = held + decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as e:
            problem = f"not {charset.encoding} (byte 0x{e.object[e.start]:02x})"
            raise InputError(problem, file=label, line=number, advice="on or after this line; say --encoding") from e
        cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1 if chunk else len(text)
        held = text[cut:]
        if len(held) > most:
            raise InputError(f"a line of over {most:,} characters", file=label, line=number, advice="is it a table?")
        if cut:
            lines = io.StringIO(text[:cut], newline="").readlines()
            yield lines
            number += len(lines)
        if not chunk:
            return


def _records(blocks: Iterator[list[str]], delimiter: str, label: str, line: int) -> Iterator[Records]:
    """Records, many at a time; `line` is the number of the first line.

    As long as no cell is quoted, a line is a record; from then on csv cuts them.
    """
    longest = bounds()["longest_cell"]
    csv.field_size_limit(longest)
    for block in blocks:
        if '"' in "".join(block):
            yield from _quoted(chain(block, chain.from_iterable(blocks)), delimiter, label, line)
            return
        records = Records(range(line, line + len(block)), block, delimiter)
        if max(map(len, block), default=0) > longest:
            for at, row in enumerate(records.cells):
                if max(map(len, row), default=0) > longest:
                    raise InputError(f"a cell of over {longest:,} characters", file=label, line=line + at)
        yield records
        line += len(block)


def _quoted(lines: Iterator[str], delimiter: str, label: str, line: int) -> Iterator[Records]:
    """Records as csv cuts them, with what it consumed for each."""
    held: list[str] = []

    def feed() -> Iterator[str]:
        for raw in lines:
            held.append(raw)
            yield raw

    reader = csv.reader(feed(), delimiter=delimiter, strict=True)
    numbers: list[int] = []
    cells: list[list[str]] = []
    raws: list[str] = []
    try:
        for row in reader:
            numbers.append(line)
            cells.append(row)
            raws.append("".join(held))
            line += len(held)
            held.clear()
            if len(raws) == _AT_A_TIME:
                yield Records(numbers, raws, delimiter, cells)
                numbers, cells, raws = [], [], []
    except csv.Error as e:
        raise InputError(f"not CSV: {e}", file=label, line=line, advice="check the quotes from this line on") from e
    yield Records(numbers, raws, delimiter, cells)


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
        even = sum(len(row) == len(header) for row in full) / len(full) if full else 1.0
        asked = sum(c in header for c in wishes.columns) if wishes.columns else sum(map(is_name, header))
        weight = (float(asked), even, tab == (delimiter == "\t"), len(header))
        if weight > best:
            best, chosen = weight, delimiter
    return chosen


def _names(records: Records, table: Table, layout: Layout, label: str) -> list[str]:
    """The names of records that are as wide as the header; empty lines have none."""
    width, longest = len(table.header), bounds()["longest_name"]
    names = records.column(layout.names[0], width) if len(layout.names) == 1 else None
    if names is None:
        cells = records.cells
        for line, row in zip(records.lines, cells, strict=True):
            if row and len(row) != width:
                advice = f"a {table.delimiter!r} in a cell without quotes, or another delimiter?"
                raise InputError(
                    f"this row has {len(row)} cells, the header {width}", file=label, line=line, advice=advice
                )
        names = [layout.name(row) for row in cells]
    if max(map(len, names), default=0) > longest:
        at = next(i for i, name in enumerate(names) if len(name) > longest)
        problem = f"a name of {len(names[at]):,} characters; {longest:,} at most"
        raise InputError(problem, file=label, line=records.lines[at], advice="is this the column of names?")
    return names


class _Writer:
    """Puts namekit's cells into the raw text of records, in the way in which the file is written."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self._table, self._layout = table, layout
        self._errors = "strict" if table.charset.encoding.startswith("utf") else ESCAPE
        self.lossy = 0
        escaped = re.escape(table.delimiter)
        self._field = re.compile(f'("[^"]*(?:""[^"]*)*"|[^{escaped}]*)({escaped}|\\Z)')
        self._special = re.compile(f'[{escaped}"\r\n]|^ | $')
        self._quotes_all = all(field.startswith('"') for field in self._fields(_body(table.raw_header)))
        self._new = [i for i, place in enumerate(layout.own) if place >= layout.first]
        self._old = [(i, place) for i, place in enumerate(layout.own[:-1]) if place < layout.first]
        self._known: dict[int, tuple[Answer | None, tuple[str, ...], str]] = {}

    def head(self) -> bytes:
        """What stands above the titles, and the titles."""
        raw = self._table.raw_header
        added = [self._cell(self._layout.titles[i], must=True) for i in self._new]
        body = _body(raw)
        return self._encoded(self._table.preamble + self._table.delimiter.join([body, *added]) + raw[len(body) :])

    def rows(self, records: Records, answers: Sequence[Answer | None]) -> bytes:
        """These records with an answer beside each."""
        parts: list[str] = []
        known, rendered = self._known, self._rendered
        for raw, answer in zip(records.raw, answers, strict=True):
            size = 2 if raw[-2:] == "\r\n" else 1 if raw[-1] in "\r\n" else 0
            body, end = (raw[:-size], raw[-size:]) if size else (raw, "")
            if not body:
                parts.append(raw)  # an empty line
                continue
            _, cells, added = known.get(id(answer)) or rendered(answer)
            if self._old:
                body = self._renewed(body, cells)
            parts += (body, added, end)
        return self._encoded("".join(parts))

    def _renewed(self, body: str, cells: tuple[str, ...]) -> str:
        """A record's text with these cells in the columns that were namekit's before."""
        fields = self._fields(body)
        for i, place in self._old:
            fields[place] = cells[i]
        return self._table.delimiter.join(fields)

    def _rendered(self, answer: Answer | None) -> tuple[Answer | None, tuple[str, ...], str]:
        """The answer (kept, so that its identity stays its own), its cells, and what is put at a record's end."""
        if len(self._known) >= _RENDERED:
            self._known.clear()
        cells = tuple(self._cell(text, must=i == 0) for i, text in enumerate(_own(answer)))
        new = "".join(self._table.delimiter + cells[i] for i in self._new)
        self._known[id(answer)] = answer, cells, new
        return answer, cells, new

    def _encoded(self, text: str) -> bytes:
        """Text of the file in its own bytes again."""
        return text.encode(self._table.charset.encoding, self._errors)

    def _fields(self, body: str) -> list[str]:
        """The raw text of each cell, quotes included."""
        fields, at = [], 0
        while match := self._field.match(body, at):
            fields.append(match.group(1))
            at = match.end()
            if not match.group(2):
                break
        return fields

    def _cell(self, text: str, *, must: bool) -> str:
        """A cell of namekit's, quoted as the file quotes; letters that the encoding lacks become ? unless it must."""
        encoding = self._table.charset.encoding
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            if must:
                problem = f"{text!r} cannot be written in {encoding}"
                raise InputError(problem, advice="convert the file to UTF-8 first") from None
            self.lossy += 1
            text = text.replace("’", "'").encode(encoding, "replace").decode(encoding)
        if self._quotes_all or self._special.search(text):
            text = '"' + text.replace('"', '""') + '"'
        return text


def _own(answer: Answer | None) -> tuple[str, ...]:
    """Cells for OWN, the decision left to the reader, safe from being run as formulas."""
    if answer is None:
        return ("",) * 6
    cells = (answer.id, answer.name, answer.status, f"{answer.probability:.4f}", answer.reason, "")
    return tuple(f"'{cell}" if cell.startswith(RUNS) else cell for cell in cells)


def _body(raw: str) -> str:
    """A record's text without its line end."""
    return raw[:-2] if raw.endswith("\r\n") else raw[:-1] if raw.endswith(("\n", "\r")) else raw
