"""Text with delimiters: each record goes out as it came, byte for byte, with cells added at its end."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, compress
from operator import itemgetter, not_
from typing import IO, NamedTuple, TypeVar, cast

from namekit.delimiters import SAID_BY_EXCEL, find_delimiter, is_delimiter
from namekit.errors import InputError
from namekit.registry import Registry
from namekit.resolver.context import Query
from namekit.sheets.answers import RUNS, Answer, Answers, bounds
from namekit.sheets.charset import find_charset, given_charset
from namekit.sheets.columns import OWN, Layout, Wishes, find_layout, is_name
from namekit.sheets.facts import Facts, Row, in_text
from namekit.sheets.records import Form, Records, Script, Shape, blocks, first_records, read_ahead, records
from namekit.sheets.report import Progress, Report, status

_LOOKED_AT = 1 << 16  # characters by which the delimiter is decided
_RENDERED = 50_000  # names or answers of which the cells are kept as bytes
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Table:
    """A text file opened: how it is written, its titles and the bytes around them, and the records below as asked for.

    `preamble` stands above the titles, `raw_header` has these, `end` the end of their line.
    """

    form: Form
    preamble: bytes
    header: list[str]
    raw_header: bytes
    end: bytes
    layout: Layout
    body: Iterator[Records]


def clean_text(  # noqa: PLR0913 (a source, a target, and how)
    source: IO[bytes], out: IO[bytes], registry: Registry, wishes: Wishes, *, label: str, progress: Progress
) -> Report:
    """Write the file that `source` holds to `out` with namekit's columns. Raises InputError, with the line."""
    size = max(1, source.seek(0, io.SEEK_END))
    source.seek(0)
    table = open_table(source, wishes, label)
    layout = table.layout
    answers, write, facts = Answers(registry, wishes, label), _Writer(table), Facts(layout, in_text(table.header))
    by_cell = answers.by_name and len(layout.names) == 1 and not layout.facts
    charset = table.form.script.file
    report = Report(f"{charset.encoding}, {charset.evidence}; delimiter {table.form.delimiter!r}")
    out.write(charset.bom + write.head())
    for some in table.body:
        if by_cell and some.column is not None:
            found = write.beside(some.column, partial(_answered, answers, some))
        else:
            found = write.beside(answers.many(*_asked(some, _names(some, table), layout, facts)), list)
        report.count(map(itemgetter(0), found))
        out.write(write.rows(some, found))
        progress(report.rows, min(1.0, source.tell() / size))
    answers.close()
    report.lacking += answers.lacking
    report.notes += facts.notes
    if write.lossy:
        report.notes.append(
            f"{write.lossy:,} texts in namekit's own cells hold letters that {charset.encoding} lacks, written as ?"
        )
    return report


def _answered(answers: Answers, some: Records, cells: Sequence[bytes]) -> Sequence[Answer | None]:
    """The answers for the names in some cells of the column of names, whatever their rows."""
    return answers.many(_of_cells(cells, some), range(len(cells)))


def text_rows(source: IO[bytes], wishes: Wishes, label: str, *, chosen: bool) -> Iterator[Row]:
    """The rows that hold a name or a choice; with `chosen`, the latter only. Raises InputError without their column."""
    table = open_table(source, wishes, label)
    layout = table.layout
    place, facts = layout.own[-1], Facts(layout, in_text(table.header))
    if chosen and place >= layout.first:
        raise InputError(f"no column {layout.titles[-1]!r}", file=label, advice="clean the file first")
    for some in table.body:
        for line, name, cells in zip(some.lines, _names(some, table), some.cells, strict=True):
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
    if not is_delimiter(delimiter):
        raise InputError(f"a delimiter is one character, not {delimiter!r}")
    try:
        script.raw(delimiter)
    except UnicodeEncodeError as e:
        raise InputError(f"the delimiter {delimiter!r} is no letter of {charset.encoding}", file=label) from e
    form, row = Form(script, delimiter, label), wishes.header_row
    top, below, line = first_records(chain([first[len(above) :]], lines), form, row, 2 if said else 1)
    if len(top.bodies) < row or not top.cells[-1]:
        raise InputError("no row of titles here", file=label, line=row, advice="say --header-row")
    over = chain.from_iterable(zip(top.bodies[:-1], top.ends[:-1], strict=True))
    header, end = top.cells[-1], top.ends[-1]
    layout = find_layout(header, len(header), wishes, file=label)
    shape = Shape.of(form, end or b"\n", len(header), layout.names[0])
    body = records(below, form, shape, line)
    return Table(form, b"".join([above, *over]), header, top.bodies[-1], end, layout, body)


def _wanted(header: Sequence[str], wishes: Wishes) -> int:
    """How many of the wanted columns a header has; of those with names, where none is wished for."""
    return sum(c in header for c in wishes.columns) if wishes.columns else sum(map(is_name, header))


def _names(some: Records, table: Table) -> list[str]:
    """The names of records; empty lines have none. InputError where one is not as wide as the titles."""
    layout, width, lines = table.layout, len(table.header), some.lines
    if some.column is not None and len(layout.names) == 1:
        return _of_cells(some.column, some)
    for line, row in zip(lines, some.cells, strict=True):
        if row and len(row) != width:
            problem = f"this row has {len(row)} cells, the header {width}"
            advice = f"a {some.form.delimiter!r} in a cell without quotes, or another delimiter?"
            raise InputError(problem, file=some.form.label, line=line, advice=advice)
    return _not_long([layout.name(row) for row in some.cells], lines.__getitem__, some.form.label)


def _of_cells(cells: Sequence[bytes], some: Records) -> list[str]:
    """The names in some cells of the column of names."""
    column = some.column or ()
    names = [some.form.text(cell).strip() for cell in cells]
    return _not_long(names, lambda at: some.lines[column.index(cells[at])], some.form.label)


def _not_long(names: list[str], line: Callable[[int], int], label: str) -> list[str]:
    longest = bounds()["longest_name"]
    for at, name in enumerate(names):
        if len(name) > longest:
            problem, advice = f"a name of {len(name):,} characters; {longest:,} at most", "is this the column of names?"
            raise InputError(problem, file=label, line=line(at), advice=advice)
    return names


class _Beside(NamedTuple):
    """What a record gets: how it is counted, the bytes at its end, and namekit's cells one by one."""

    status: str
    added: bytes
    cells: Sequence[bytes]


class _Writer:
    """Puts namekit's cells beside the bytes of records, in the way in which the file is written."""

    def __init__(self, table: Table) -> None:
        self._table, self._script = table, table.form.script
        layout, delimiter = table.layout, table.form.delimiter
        self.lossy = 0
        self._delimiter = self._script.raw(delimiter)
        ends = re.escape(self._delimiter)
        self._field = re.compile(b'("[^"]*(?:""[^"]*)*"|(?:(?!%s).)*)(%s|\\Z)' % (ends, ends), re.DOTALL)
        self._special = (delimiter, '"', "\r", "\n")
        self._quotes_all = all(field.startswith(b'"') for field in self._fields(table.raw_header))
        self._new = [i for i, place in enumerate(layout.own) if place >= layout.first]
        self._old = [(i, place) for i, place in enumerate(layout.own[:-1]) if place < layout.first]
        self._id = lru_cache(lambda text: self._cell(_safe(text), must=True))
        self._often = lru_cache(lambda text: self._cell(_safe(text)))
        self._known: dict[object, _Beside] = {}

    def head(self) -> bytes:
        """What stands above the titles, and the titles."""
        table = self._table
        added = [self._cell(table.layout.titles[i], must=True) for i in self._new]
        return self._script.back(table.preamble + self._delimiter.join([table.raw_header, *added]) + table.end)

    def beside(self, keys: Sequence[_Key], answered: Callable[[list[_Key]], Sequence[Answer | None]]) -> list[_Beside]:
        """What stands beside records with these keys, made once for each: cells of names, or the answers themselves.

        `answered` gives the answers for new keys.
        """
        known = self._known
        if len(known) > _RENDERED:
            known.clear()
        found = list(map(known.get, keys))
        if not all(found):
            at = list(compress(range(len(keys)), map(not_, found)))
            new = list(dict.fromkeys(map(keys.__getitem__, at)))
            known.update(zip(new, map(self._made, answered(new)), strict=True))
            for i in at:
                found[i] = known[keys[i]]
        return cast("list[_Beside]", found)

    def rows(self, some: Records, found: Sequence[_Beside]) -> bytes:
        """These records with what stands beside each."""
        bodies = some.bodies
        pieces = [b""] * (3 * len(bodies))
        pieces[::3], pieces[1::3], pieces[2::3] = bodies, map(itemgetter(1), found), some.ends
        if self._old:
            pieces[::3] = [body and self._renewed(body, new.cells) for body, new in zip(bodies, found, strict=True)]
        if b"" in bodies:  # an empty line stays one
            pieces[1::3] = [new.added if body else b"" for body, new in zip(bodies, found, strict=True)]
        return self._script.back(b"".join(pieces))

    def _made(self, answer: Answer | None) -> _Beside:
        cells = self._cells(answer)
        new = [cells[i] for i in self._new] if self._old else cells
        return _Beside(status(answer), self._delimiter.join((b"", *new)), cells if self._old else ())

    def _renewed(self, body: bytes, cells: Sequence[bytes]) -> bytes:
        """A record's bytes with these cells in the columns that were namekit's before."""
        fields = self._fields(body)
        for i, place in self._old:
            fields[place] = cells[i]
        return self._delimiter.join(fields)

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

    def _cells(self, answer: Answer | None) -> Sequence[bytes]:
        """Cells for OWN, the decision left to the reader."""
        often = self._often
        if answer is None:
            return [often("")] * len(OWN)
        own = (often(answer.name), often(answer.status), often(f"{answer.probability:.4f}"))
        return self._id(answer.id), *own, self._cell(_safe(answer.reason)), often("")

    def _cell(self, text: str, *, must: bool = False) -> bytes:
        """A cell of namekit's, quoted as the file quotes; letters that the encoding lacks become ? unless it must."""
        encoding = self._script.file.encoding
        try:
            raw = text.encode(encoding)
        except UnicodeEncodeError:
            if must:
                problem = f"{text!r} cannot be written in {encoding}"
                raise InputError(problem, advice="convert the file to UTF-8 first") from None
            self.lossy += 1
            raw = text.replace("’", "'").encode(encoding, "replace")
            text = raw.decode(encoding)
        if self._quotes_all or text != text.strip(" ") or any(map(text.__contains__, self._special)):
            return self._script.raw('"' + text.replace('"', '""') + '"')
        return raw if self._script.same else self._script.raw(text)


def _safe(text: str) -> str:
    """Text that is not run as a formula."""
    return f"'{text}" if text.startswith(RUNS) else text
