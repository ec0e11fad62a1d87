"""Text with delimiters: each record goes out as it came, byte for byte, with cells added at its end."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO

from namekit.context import Query
from namekit.delimiters import SAID_BY_EXCEL, find_delimiter
from namekit.errors import InputError
from namekit.registry import Registry
from namekit.sheets.answers import RUNS, Answer, Answers, bounds
from namekit.sheets.charset import find_charset, given_charset
from namekit.sheets.columns import Layout, Wishes, find_layout, is_name
from namekit.sheets.facts import Facts, Row, in_text
from namekit.sheets.records import Records, Script, blocks, read_ahead, records
from namekit.sheets.report import Progress, Report

_LOOKED_AT = 1 << 16  # characters by which the delimiter is decided
_RENDERED = 50_000  # answers whose cells are kept as text


@dataclass(frozen=True, slots=True)
class Table:
    """A text file opened: how it is written, its titles and the bytes around them, and the records below as asked for.

    `preamble` stands above the titles, `raw_header` has these, `end` the end of their line.
    """

    script: Script
    delimiter: str
    preamble: bytes
    header: list[str]
    raw_header: bytes
    end: bytes
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
    charset = table.script.file
    report = Report(f"{charset.encoding}, {charset.evidence}; delimiter {table.delimiter!r}")
    out.write(charset.bom + write.head())
    for some in table.body:
        names = _names(some, table, layout, label)
        found = answers.many(*_asked(some, names, layout, facts))
        report.count(found)
        out.write(write.rows(some, found))
        progress(report.rows, min(1.0, source.tell() / size))
    answers.close()
    report.notes += facts.notes
    if write.lossy:
        report.notes.append(
            f"{write.lossy:,} of namekit's own cells hold letters that {charset.encoding} lacks, written as ?"
        )
    return report


def text_rows(source: IO[bytes], wishes: Wishes, label: str, *, chosen: bool) -> Iterator[Row]:
    """The rows that hold a name or a choice; with `chosen`, the latter only. Raises InputError without their column."""
    table = open_table(source, wishes, label)
    layout = find_layout(table.header, len(table.header), wishes, file=label)
    place, facts = layout.own[-1], Facts(layout, in_text(table.header))
    if chosen and place >= layout.first:
        raise InputError(f"no column {layout.titles[-1]!r}", file=label, advice="clean the file first")
    for some in table.body:
        names = _names(some, table, layout, label)
        for line, name, cells in zip(some.lines, names, some.cells, strict=True):
            choice = cells[place].strip() if place < len(cells) else ""
            if choice or (name and not chosen):
                asked, own_id = facts.query(name, cells, line), str(facts.row_id(cells, line))
                yield Row("", line, own_id, asked, choice, beside=facts.beside(table.header, cells))


def _asked(
    some: Records, names: list[str], layout: Layout, facts: Facts
) -> tuple[Sequence[str | Query], Sequence[int | str]]:
    """What is asked of each record, and its number or own id."""
    if not layout.facts and layout.row_id is None:
        return names, some.lines
    asked, ids = [], []
    for name, cells, line in zip(names, some.cells, some.lines, strict=True):
        asked.append(facts.query(name, cells, line))
        ids.append(facts.row_id(cells, line))
    return asked, ids


def open_table(source: IO[bytes], wishes: Wishes, label: str) -> Table:
    """The encoding, the delimiter and the titles of a text file, and its records.

    Raises InputError where one of them cannot be decided, or there are no titles.
    """
    start = source.read(8)
    source.seek(0)
    charset = given_charset(wishes.encoding, start) if wishes.encoding else find_charset(read_ahead(source), label)
    source.seek(len(charset.bom))
    script = Script.of(charset)
    lines = blocks(source, script, label)
    first = next(lines, b"")
    above = next(iter(first.splitlines(keepends=True)), b"")
    said = SAID_BY_EXCEL.fullmatch(script.text(above))
    above = above if said else b""
    delimiter = wishes.delimiter or (said[1] if said else "")
    if not delimiter:
        sample = script.text(first)[:_LOOKED_AT]
        delimiter = find_delimiter(
            sample,
            lambda header: _wanted(header, wishes),
            tab=label.lower().endswith((".tsv", ".tab")),
            header_row=wishes.header_row,
        )
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise InputError(f"a delimiter is one character, not {delimiter!r}")
    try:
        raw = script.raw(delimiter)
    except UnicodeEncodeError as e:
        raise InputError(f"the delimiter {delimiter!r} is no letter of {charset.encoding}", file=label) from e
    body = records(chain([first[len(above) :]], lines), raw, script, label, 2 if said else 1)
    return _from_titles(Table(script, delimiter, above, [], b"", b"", body), wishes.header_row - 1, label)


def _from_titles(table: Table, skip: int, label: str) -> Table:
    """The table with the titles that stand below `skip` records."""
    preamble, row = [table.preamble], skip + 1
    for some in table.body:
        if skip >= len(some.bodies):
            preamble += chain.from_iterable(zip(some.bodies, some.ends, strict=True))
            skip -= len(some.bodies)
            continue
        preamble += chain.from_iterable(zip(some.bodies[:skip], some.ends[:skip], strict=True))
        header = some.cells[skip]
        if not header:
            break
        body = chain([some.below(skip + 1)], table.body)
        titles = (header, some.bodies[skip], some.ends[skip])
        return Table(table.script, table.delimiter, b"".join(preamble), *titles, body)
    raise InputError("no row of titles here", file=label, line=row, advice="say --header-row")


def _wanted(header: Sequence[str], wishes: Wishes) -> int:
    """How many of the wanted columns a header has; of those with names, where none is wished for."""
    return sum(c in header for c in wishes.columns) if wishes.columns else sum(map(is_name, header))


def _names(some: Records, table: Table, layout: Layout, label: str) -> list[str]:
    """The names of records that are as wide as the header; empty lines have none."""
    width, longest = len(table.header), bounds()["longest_name"]
    names = some.column(layout.names[0], width) if len(layout.names) == 1 else None
    if names is None:
        cells = some.cells
        for line, row in zip(some.lines, cells, strict=True):
            if row and len(row) != width:
                advice = f"a {table.delimiter!r} in a cell without quotes, or another delimiter?"
                raise InputError(
                    f"this row has {len(row)} cells, the header {width}", file=label, line=line, advice=advice
                )
        names = [layout.name(row) for row in cells]
    if max(map(len, names), default=0) > longest:
        at = next(i for i, name in enumerate(names) if len(name) > longest)
        problem = f"a name of {len(names[at]):,} characters; {longest:,} at most"
        raise InputError(problem, file=label, line=some.lines[at], advice="is this the column of names?")
    return names


class _Writer:
    """Puts namekit's cells beside the bytes of records, in the way in which the file is written."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self._table, self._layout, self._script = table, layout, table.script
        self.lossy = 0
        self._delimiter = table.script.raw(table.delimiter)
        ends = re.escape(self._delimiter)
        self._field = re.compile(b'("[^"]*(?:""[^"]*)*"|(?:(?!%s).)*)(%s|\\Z)' % (ends, ends), re.DOTALL)
        self._special = re.compile(f'[{re.escape(table.delimiter)}"\r\n]|^ | $')
        self._specials = (table.delimiter, '"', "\r", " \n", "\n ")
        self._quotes_all = all(field.startswith(b'"') for field in self._fields(table.raw_header))
        self._new = [i for i, place in enumerate(layout.own) if place >= layout.first]
        self._old = [(i, place) for i, place in enumerate(layout.own[:-1]) if place < layout.first]
        self._known: dict[int, bytes] = {}
        self._renewing: dict[int, list[bytes]] = {}
        self._kept: list[Answer | None] = []

    def head(self) -> bytes:
        """What stands above the titles, and the titles."""
        table = self._table
        added = [self._cell(self._layout.titles[i], must=True) for i in self._new]
        return self._script.back(table.preamble + self._delimiter.join([table.raw_header, *added]) + table.end)

    def rows(self, some: Records, answers: Sequence[Answer | None]) -> bytes:
        """These records with an answer beside each."""
        bodies, ids = some.bodies, list(map(id, answers))
        added = self._added(ids, answers)
        if self._old:
            cells = self._renewing
            bodies = [body and self._renewed(body, cells[i]) for body, i in zip(bodies, ids, strict=True)]
        if b"" in bodies:  # an empty line stays one
            added = [new if body else b"" for body, new in zip(bodies, added, strict=True)]
        return self._script.back(b"".join(chain.from_iterable(zip(bodies, added, some.ends, strict=True))))

    def _renewed(self, body: bytes, cells: list[bytes]) -> bytes:
        """A record's bytes with these cells in the columns that were namekit's before."""
        fields = self._fields(body)
        for i, place in self._old:
            fields[place] = cells[i]
        return self._delimiter.join(fields)

    def _added(self, ids: list[int], answers: Sequence[Answer | None]) -> list[bytes]:
        """What is put at the end of each record, made once for each answer; that is kept, so that its id is its own."""
        if len(self._kept) > _RENDERED:
            for memory in (self._known, self._renewing, self._kept):
                memory.clear()
        found = list(map(self._known.get, ids))
        if None in found:
            missing = {ids[at]: answers[at] for at, new in enumerate(found) if new is None}
            for i, answer in missing.items():
                cells = self._cells(_own(answer))
                self._known[i] = b"".join([self._delimiter + cells[k] for k in self._new])
                if self._old:
                    self._renewing[i] = cells
            self._kept += missing.values()
        return [self._known[i] for i in ids]

    def _fields(self, body: bytes) -> list[bytes]:
        """The bytes of each cell, quotes included."""
        if b'"' not in body:
            return body.split(self._delimiter)
        fields, at = [], 0
        while match := self._field.match(body, at):
            fields.append(match.group(1))
            at = match.end()
            if not match.group(2):
                break
        return fields

    def _cells(self, texts: Sequence[str]) -> list[bytes]:
        """The cells of one row: all at once where the encoding has their letters, and none holds a line's end."""
        joined = "\n".join(texts)
        if self._quotes_all or any(special in joined for special in self._specials):
            joined = "\n".join(map(self._quoted, texts))
        try:
            made = joined.encode(self._script.file.encoding)
        except UnicodeEncodeError:
            made = b""
        if made and joined.count("\n") == len(texts) - 1:
            return (made if self._script.same else self._script.raw(joined)).split(b"\n")
        return [self._cell(text, must=i == 0) for i, text in enumerate(texts)]

    def _cell(self, text: str, *, must: bool) -> bytes:
        """A cell of namekit's, quoted as the file quotes; letters that the encoding lacks become ? unless it must."""
        encoding = self._script.file.encoding
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            if must:
                problem = f"{text!r} cannot be written in {encoding}"
                raise InputError(problem, advice="convert the file to UTF-8 first") from None
            self.lossy += 1
            text = text.replace("’", "'").encode(encoding, "replace").decode(encoding)
        return self._script.raw(self._quoted(text))

    def _quoted(self, text: str) -> str:
        """As the file quotes."""
        if self._quotes_all or self._special.search(text):
            return '"' + text.replace('"', '""') + '"'
        return text


def _own(answer: Answer | None) -> tuple[str, ...]:
    """Cells for OWN, the decision left to the reader, safe from being run as formulas."""
    if answer is None:
        return ("",) * 6
    cells = (answer.id, answer.name, answer.status, f"{answer.probability:.4f}", answer.reason, "")
    return tuple(f"'{cell}" if cell.startswith(RUNS) else cell for cell in cells)
