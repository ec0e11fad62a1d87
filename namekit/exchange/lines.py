"""A file line by line, whatever is in it: no line costs more memory than the longest that is read."""

import bz2
import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from namekit.errors import InputError
from namekit.store.entries import Entry

LONGEST = 8_000_000  # bytes of a line: twice the largest item that Wikidata allows
_HOPELESS = 2_000_000_000  # bytes without the end of a line: no file of lines
_KEPT = 2_000  # letters of a bad row that are shown to people
_CHUNK = 1 << 20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end, counted from 1. With a `problem`, the text is what could be made of it."""

    number: int
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of a file gives: an entry, or a problem, or neither, where it is about something else.

    `own_id` is the source's own id for the person, where the row has no id to keep; `source` the row's own source.
    """

    line: int
    text: str
    entry: Entry | None = None
    own_id: str = ""
    problem: str = ""

    @property
    def shown(self) -> str:
        """The row's text, cut to what people read."""
        return self.text if len(self.text) <= _KEPT else self.text[:_KEPT] + "…"


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """A file as bytes; .gz and .bz2 are unpacked as they are read. "-" is standard input."""
    if path == "-":
        yield sys.stdin.buffer
        return
    ending = Path(path).suffix.lower()
    opener: Any = gzip.open if ending == ".gz" else bz2.open if ending == ".bz2" else open
    try:
        with opener(path, "rb") as file:
            yield cast("IO[bytes]", file)
    except (EOFError, zlib.error, gzip.BadGzipFile) as e:
        raise InputError(f"it cannot be unpacked: {e}", file=path, advice="is it whole?") from e
    except OSError as e:
        raise InputError(f"it cannot be read: {e.strerror or e}", file=path) from e


def lines(stream: IO[bytes], label: str) -> Iterator[Line]:
    """The lines of a stream. What is too long or not UTF-8 comes with its problem, and the next line follows."""
    number = 0
    while raw := stream.readline(LONGEST + 1):
        number += 1
        if number == 1:
            raw = raw.removeprefix(_BOM)
        if len(raw) > LONGEST and not raw.endswith(b"\n"):
            size = len(raw) + _skip(stream, label, number)
            text = raw[:_KEPT].decode("utf-8", "replace")
            yield Line(number, text, f"a line of {size:,} bytes; {LONGEST:,} at most")
            continue
        try:
            yield Line(number, raw.decode("utf-8").rstrip("\r\n"))
        except UnicodeDecodeError as e:
            text = raw.decode("utf-8", "replace").rstrip("\r\n")
            yield Line(number, text, f"not UTF-8 (byte 0x{e.object[e.start]:02x} at position {e.start + 1})")


def _skip(stream: IO[bytes], label: str, number: int) -> int:
    """Reads to the end of the line; gives the bytes that were passed over."""
    size = 0
    while piece := stream.readline(_CHUNK):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
        if size > _HOPELESS:
            raise InputError(f"a line of more than {_HOPELESS:,} bytes", file=label, line=number)
    return size


def objects(some: Iterator[Line]) -> Iterator[tuple[Line, dict[str, Any] | None, str]]:
    """JSON objects, one a line, each with its line, or with a problem; a list's brackets are passed over."""
    for line in some:
        text = line.text.strip().removesuffix(",")
        if line.problem or text in {"", "[", "]"}:
            if line.problem:
                yield line, None, line.problem
            continue
        try:
            found = json.loads(text)
        except RecursionError:
            yield line, None, "JSON that is nested too deeply"
        except ValueError as e:
            yield line, None, f"not JSON: {e}"
        else:
            right = isinstance(found, dict)
            yield line, found if right else None, "" if right else "not one JSON object on a line"


def strings(value: object, what: str) -> tuple[str, ...]:
    """A string or a list of strings as a tuple, without what is empty; () for None. Raises InputError."""
    if value is None:
        return ()
    values: list[Any] = value if isinstance(value, list) else [value]
    for one in values:
        if not isinstance(one, str):
            raise InputError(f"{what} is a string or a list of strings, not {type(one).__name__}")
    return tuple(v.strip() for v in values if v.strip())
