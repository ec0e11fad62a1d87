"""Text with delimiters as records, many at a time: bytes as they lie in the file, cut into cells when asked.

Where few cells are quoted and none holds a line's end, methods of bytes cut, and only the asked columns are decoded;
else Python's csv cuts. UTF-16 and other encodings in which ASCII is not ASCII are put into UTF-8 on the way, and back
by `Script.back`.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import IO

from namekit.errors import InputError
from namekit.sheets.answers import bounds
from namekit.sheets.charset import ESCAPE, Charset

_CHUNK = 1 << 18  # bytes read at a time
_QUOTES = 8  # of more quotes a line than this, csv is quicker
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
class Records:
    """Some records in order: the line on which each begins, its bytes, and the end of its line (none at a file's end).

    `quoted` has the cells that csv found. Without it the bytes are cut when asked for; `shown` has them with a zero
    byte for each delimiter that stands between quotes, if there are quotes.
    """

    lines: Sequence[int]
    bodies: Sequence[bytes]
    ends: Sequence[bytes]
    delimiter: bytes
    script: Script
    shown: Sequence[bytes] | None = None
    quoted: Sequence[list[str]] | None = None

    @property
    def cells(self) -> Sequence[list[str]]:
        """The cells of each record; none of an empty line."""
        if self.quoted is not None:
            return self.quoted
        delimiter, texts = self.script.text(self.delimiter), self._texts(self.bodies)
        if self.shown is not None:
            return list(csv.reader(texts, delimiter=delimiter, strict=True))
        return [text.split(delimiter) if text else [] for text in texts]

    def column(self, place: int, width: int) -> list[str] | None:
        """One column without spaces around, or None where a record is not of this width or, of one column, empty."""
        if self.quoted is not None:
            if set(map(len, self.quoted)) - {width}:
                return None
            return [row[place].strip() for row in self.quoted]
        shown = self.bodies if self.shown is None else self.shown
        if width == 1 or set(map(bytes.count, shown, repeat(self.delimiter))) - {width - 1}:
            return None
        delimiter, cuts = self.delimiter, place + 1
        texts = self._texts([body.split(delimiter, cuts)[place] for body in shown])
        if self.shown is not None:
            texts = [self._unquoted(text) if text[:1] == '"' else text for text in texts]
        return list(map(str.strip, texts))

    def below(self, count: int) -> "Records":
        """These without the first ones."""
        quoted = None if self.quoted is None else self.quoted[count:]
        lines, bodies, ends = self.lines[count:], self.bodies[count:], self.ends[count:]
        shown = None if self.shown is None else self.shown[count:]
        return Records(lines, bodies, ends, self.delimiter, self.script, shown, quoted)

    def _unquoted(self, cell: str) -> str:
        return cell[1:-1].replace('""', '"').replace("\0", self.script.text(self.delimiter))

    def _texts(self, pieces: Sequence[bytes]) -> list[str]:
        """All decoded at once; none of them holds a line's end."""
        return self.script.text(b"\n".join(pieces)).split("\n") if pieces else []


def read_ahead(source: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file, many at a time."""
    return iter(lambda: source.read(_CHUNK), b"")


def blocks(source: IO[bytes], script: Script, label: str) -> Iterator[bytes]:
    """Whole lines with their ends as they are, many at a time. InputError where bytes are none of the encoding."""
    decoder = codecs.getincrementaldecoder(script.file.encoding)(script.file.errors)
    decoded = not script.same or (script.file.errors == "strict" and not script.file.checked)
    held, number, most = b"", 1, bounds()["row"]
    while True:
        chunk = source.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk) if decoded else ""
        except UnicodeDecodeError as e:
            problem = f"not {script.file.encoding} (byte 0x{e.object[e.start]:02x})"
            raise InputError(problem, file=label, line=number, advice="on or after this line; say --encoding") from e
        raw = held + (chunk if script.same else script.raw(text))
        cut = max(raw.rfind(b"\n"), raw.rfind(b"\r", 0, -1)) + 1 if chunk else len(raw)
        held = raw[cut:]
        if len(held) > most:
            raise InputError(f"a line of over {most:,} bytes", file=label, line=number, advice="is it a table?")
        if cut:
            yield raw[:cut]
            number += raw.count(b"\n", 0, cut) or raw.count(b"\r", 0, cut)
        if not chunk:
            return


def records(found: Iterator[bytes], delimiter: bytes, script: Script, label: str, line: int) -> Iterator[Records]:
    """Records, many at a time; `line` is the number of the first line. Raises InputError, with the line."""
    longest = bounds()["longest_cell"]
    csv.field_size_limit(longest)
    open_ = b""  # a record of which the end is still to come
    for block in found:
        plain = b'"' not in block
        masked = block if plain else _masked(block, delimiter) if len(block) <= longest else None
        if open_ or masked is None:
            made, lines, open_ = _quoted(open_ + block, delimiter, script, line, label)
        else:
            bodies, ends = _lines(block)
            cut = None if plain else _lines(masked)[0]
            made, lines = Records(range(line, line + len(bodies)), bodies, ends, delimiter, script, cut), len(bodies)
            if max(map(len, bodies), default=0) > longest:
                _refuse_long(made, longest, label)
        yield made
        line += lines
    if open_:
        _quoted(open_, delimiter, script, line, label, last=True)


def _masked(block: bytes, delimiter: bytes) -> bytes | None:
    """A block with a zero byte for each delimiter between quotes, so that it can be cut at those that are left.

    None where csv must cut it: a line's end stands between quotes, quotes stand elsewhere than around cells, or there
    are so many that csv is quicker.
    """
    pieces = block.split(b'"')
    if len(pieces) % 2 == 0 or len(pieces) > _QUOTES * block.count(b"\n") or len(delimiter) > 1 or b"\0" in block:
        return None
    inside = b'"'.join(pieces[1::2])
    if b"\n" in inside or b"\r" in inside or not _around_cells(pieces[::2], delimiter):
        return None
    pieces[1::2] = inside.replace(delimiter, b"\0").split(b'"')
    return b'"'.join(pieces)


def _around_cells(outside: Sequence[bytes], delimiter: bytes) -> bool:
    """Whether all that stands outside quotes begins and ends where cells do, or is nothing (a doubled quote)."""
    edges = {delimiter, b"\n", b"\r"}
    between = {(piece[:1], piece[-1:]) for piece in set(outside[1:-1]) if piece}
    ends = {outside[0][-1:], outside[-1][:1]} - {b""}
    return ends <= edges and all(begin in edges and end in edges for begin, end in between)


def _lines(block: bytes) -> tuple[list[bytes], list[bytes]]:
    """Lines without their ends, and these."""
    end = b"\r\n" if b"\r" in block else b"\n"
    bodies = block.split(end)
    breaks = len(bodies) - 1
    if end == b"\r\n" and not (block.count(b"\n") == block.count(b"\r") == breaks):  # ends of several kinds
        return _cut_off(block.splitlines(keepends=True))
    ends = [end] * breaks
    if bodies[-1]:
        return bodies, [*ends, b""]
    return bodies[:-1], ends


def _cut_off(lines: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Lines without their ends, and these."""
    bodies = [each.rstrip(b"\r\n") for each in lines]
    return bodies, [each[len(body) :] for each, body in zip(lines, bodies, strict=True)]


def _quoted(  # noqa: PLR0913 (a block, and how it is written)
    block: bytes, delimiter: bytes, script: Script, line: int, label: str, *, last: bool = False
) -> tuple[Records, int, bytes]:
    """Records as csv cuts them, how many lines they take, and the bytes of one that goes on in the next block."""
    reader = csv.reader(io.StringIO(script.text(block), newline=""), delimiter=script.text(delimiter), strict=True)
    cells: list[list[str]] = []
    upto, left = [0], b""
    try:
        for row in reader:
            cells.append(row)
            upto.append(reader.line_num)
    except csv.Error as e:
        raws = block.splitlines(keepends=True)
        if last or reader.line_num < len(raws):
            at = line + upto[-1]
            raise InputError(f"not CSV: {e}", file=label, line=at, advice="check the quotes from this line on") from e
        left = b"".join(raws[upto[-1] :])
    if upto[-1] == len(cells) and not left:  # a line each
        bodies, ends = _lines(block)
    else:
        raws = block.splitlines(keepends=True)
        bodies, ends = _cut_off([b"".join(raws[a:b]) for a, b in pairwise(upto)])
    made = Records([line + at for at in upto[:-1]], bodies, ends, delimiter, script, None, cells)
    return made, upto[-1], left


def _refuse_long(made: Records, longest: int, label: str) -> None:
    for at, row in zip(made.lines, made.cells, strict=True):
        if max(map(len, row), default=0) > longest:
            raise InputError(f"a cell of over {longest:,} characters", file=label, line=at)
