"""Text with delimiters as records, many at a time: bytes as they lie in the file, cut into cells when asked.

A regular expression cuts records of the table's width and line end, and takes no others; these, and the titles,
Python's csv cuts or refuses. UTF-16 and other encodings in which ASCII is not ASCII are put into UTF-8 on the way, and
back by `Script.back`.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, pairwise
from typing import IO

from namekit.errors import InputError
from namekit.sheets.answers import bounds
from namekit.sheets.charset import ESCAPE, Charset

_CHUNK = 1 << 18  # bytes read at a time
_ASCII = bytes(range(128))


@dataclass(frozen=True, slots=True)
class Script:
    """How the text of records is encoded while namekit works on it: as in the file, or in UTF-8 instead."""

    encoding: str
    errors: str
    file: Charset

    @classmethod
    def of(cls, charset: Charset) -> "Script":
        """That of a file: its own, where ASCII is ASCII."""
        if charset.encoding.startswith("utf-16") or _ASCII.decode(charset.encoding, ESCAPE) != _ASCII.decode("ascii"):
            return cls("utf-8", "surrogatepass", charset)
        return cls(charset.encoding, charset.errors, charset)

    @property
    def same(self) -> bool:
        """Whether records have the bytes of the file."""
        return self.encoding == self.file.encoding

    def text(self, raw: bytes) -> str:
        """Bytes of records as text."""
        return raw.decode(self.encoding, self.errors)

    def raw(self, text: str) -> bytes:
        """Text as bytes of records."""
        return text.encode(self.encoding, self.errors)

    def back(self, raw: bytes) -> bytes:
        """Bytes of records as the file has them."""
        return raw if self.same else self.text(raw).encode(self.file.encoding, self.file.errors)


@dataclass(frozen=True, slots=True)
class Form:
    """How the records of a file are written; `label` is what errors call it."""

    script: Script
    delimiter: str
    label: str

    def text(self, cell: bytes) -> str:
        """What a cell says, by its bytes with their quotes."""
        if cell[:1] == b'"':
            cell = cell[1:-1].replace(b'""', b'"')
        return self.script.text(cell)


@dataclass(frozen=True, slots=True)
class Records:
    """Some records in order: the line on which each begins, its bytes, and the end of its line (none at a file's end).

    `column` has the bytes of one cell of each where patterns cut them: these are of the table's width, or empty lines.
    `read` has all cells where csv did.
    """

    form: Form
    lines: Sequence[int]
    bodies: Sequence[bytes]
    ends: Sequence[bytes]
    column: Sequence[bytes] | None = None
    read: Sequence[list[str]] | None = None

    @property
    def cells(self) -> Sequence[list[str]]:
        """The cells of each record; none of an empty line."""
        if self.read is not None:
            return self.read
        return list(csv.reader(map(self.form.script.text, self.bodies), delimiter=self.form.delimiter, strict=True))


@dataclass(frozen=True, slots=True)
class Shape:
    """Patterns for records of one width and one line end, with one of their cells; the last match may be all the rest.

    Cells are those of csv: what begins with a quote ends with one, elsewhere quotes are letters. In `quick`, cells
    without quotes go on to the next delimiter, which is searched fastest; it holds where each match is a line.
    """

    end: bytes
    quick: re.Pattern[bytes]
    strict: re.Pattern[bytes]

    @classmethod
    def of(cls, form: Form, end: bytes, width: int, place: int) -> "Shape | None":
        """The shape with the cell at `place`; none for a delimiter of several bytes."""
        raw = form.script.raw(form.delimiter)
        if len(raw) > 1:
            return None
        apart, last = re.escape(raw), end + b"(?!\n)" * (end == b"\r")
        cell = b'(?!")[^%s%s]*+|"[^"]*+"(?:"[^"]*+")*'
        quick, strict = ([cell % (apart, without)] * (width - 1) for without in (b"", b"\r\n"))
        for cells in (quick, strict):
            cells.append(cell % (apart, b"\r\n"))
            cells[:] = [(b"(%s)" if i == place else b"(?:%s)") % each for i, each in enumerate(cells)]
        return cls(
            end,
            re.compile(b"%s%s|[\\s\\S]+" % (apart.join(quick), last)),
            re.compile(b"(%s)%s|%s|([\\s\\S]+)" % (apart.join(strict), last, last)),
        )

    def cut(self, block: bytes, form: Form, line: int) -> tuple[Records, bytes, int]:
        """The records of a block as far as they have this shape, the bytes of the rest, and the number of its line."""
        bodies, column = block.splitlines(), self.quick.findall(block)
        below = line + len(bodies)
        if len(bodies) == len(column) and column[-1]:  # all the rest would have no such cell
            return Records(form, range(line, below), bodies, [self.end] * len(bodies), column), b"", below
        found = self.strict.findall(block)
        rest = found.pop()[2] if found[-1][2] else b""
        sizes = (len((body + self.end).splitlines()) for body, _, _ in found)
        *lines, below = accumulate(sizes, initial=line)
        bodies, column = [body for body, _, _ in found], [cell for _, cell, _ in found]
        return Records(form, lines, bodies, [self.end] * len(found), column), rest, below


def read_ahead(source: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file, many at a time."""
    return iter(lambda: source.read(_CHUNK), b"")


def blocks(source: IO[bytes], script: Script, label: str) -> Iterator[bytes]:
    """Whole lines with their ends as they are, many at a time. InputError where bytes are none of the encoding."""
    decoder = codecs.getincrementaldecoder(script.file.encoding)(script.file.errors)
    decoded = not script.same or (script.file.errors == "strict" and not script.file.checked)
    start, held, given, most = source.tell(), b"", 0, bounds()["row"]

    def line() -> int:
        """The number of the line below the given blocks, counted only where it is asked for."""
        source.seek(start)
        return 1 + sum(len(block.splitlines()) for block in islice(blocks(source, script, label), given))

    while True:
        chunk = source.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk) if decoded else ""
        except UnicodeDecodeError as e:
            problem = f"not {script.file.encoding} (byte 0x{e.object[e.start]:02x})"
            raise InputError(problem, file=label, line=line(), advice="on or after this line; say --encoding") from e
        raw = held + (chunk if script.same else script.raw(text))
        cut = max(raw.rfind(b"\n"), raw.rfind(b"\r", 0, -1)) + 1 if chunk else len(raw)
        held = raw[cut:]
        if len(held) > most:
            raise InputError(f"a line of over {most:,} bytes", file=label, line=line(), advice="is it a table?")
        if cut:
            yield raw[:cut]
            given += 1
        if not chunk:
            return


def first_records(found: Iterator[bytes], form: Form, count: int, line: int) -> tuple[Records, Iterator[bytes], int]:
    """So many records of any width, or fewer if there are no more; the blocks below, and the number of their line."""
    held = b""
    for block in found:
        held += block
        some, rest, below = _by_csv(held, form, line, most=count)
        if len(some.bodies) == count:
            return some, chain([rest], found), below
    some, rest, below = _by_csv(held, form, line, most=count, last=True)
    return some, iter([rest]), below


def records(found: Iterator[bytes], form: Form, shape: Shape | None, line: int) -> Iterator[Records]:
    """Records, many at a time; `line` is the number of the first line. Raises InputError, with the line."""
    longest = bounds()["longest_cell"]
    held = b""  # where the end of a record is still to come
    for block in found:
        goes_on = held and b'"' not in block  # or else one open quote is read again with each block
        held += block
        if goes_on and len(held) <= longest:
            continue
        if shape and 0 < len(held) <= longest:
            some, held, line = shape.cut(held, form, line)
            yield some
        if held:
            some, held, line = _by_csv(held, form, line)
            yield some
    if held:
        _by_csv(held, form, line, last=True)


def _by_csv(
    block: bytes, form: Form, line: int, *, most: int | None = None, last: bool = False
) -> tuple[Records, bytes, int]:
    """Records as csv cuts them, the bytes of what is left (it goes on in the next block), and its line's number."""
    longest = bounds()["longest_cell"]
    csv.field_size_limit(longest)
    text, raws = io.StringIO(form.script.text(block), newline=""), block.splitlines(keepends=True)
    reader = csv.reader(text, delimiter=form.delimiter, strict=True)
    cells: list[list[str]] = []
    upto = [0]
    try:
        for row in islice(reader, most):
            cells.append(row)
            upto.append(reader.line_num)
    except csv.Error as e:
        long = "field limit" in str(e)
        if long or last or reader.line_num < len(raws):
            problem = f"a cell of over {longest:,} characters" if long else f"not CSV: {e}"
            advice = "check the quotes from this line on"
            raise InputError(problem, file=form.label, line=line + upto[-1], advice=advice) from e
    whole = [b"".join(raws[a:b]) for a, b in pairwise(upto)]
    bodies = [each.rstrip(b"\r\n") for each in whole]
    ends = [each[len(body) :] for each, body in zip(whole, bodies, strict=True)]
    lines = [line + at for at in upto]
    return Records(form, lines[:-1], bodies, ends, None, cells), b"".join(raws[upto[-1] :]), lines[-1]
