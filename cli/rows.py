"""Rows of CSV files and standard input: text stays text, and a bad file is named with its line."""

import csv
import io
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

import click

from namekit.delimiters import is_delimiter
from namekit.errors import InputError

T = TypeVar("T")
_EVERY = 0.5  # seconds between two messages of progress
_STDIN = "<standard input>"
_LONGEST_CELL = 10_000_000  # characters; csv's own bound of 131,072 is met by real notes columns


COUNT = click.IntRange(1, 1_000_000_000)


def one_character(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001 (click's)
    r"""What an option says is between cells, `\t` for a tab. A usage error where it cannot be."""
    cut = "\t" if value == r"\t" else value
    if cut is not None and not is_delimiter(cut):
        raise click.BadParameter(rf"{value!r}: say one character that is no quotation mark, or \t for a tab")
    return cut


@dataclass(frozen=True, slots=True)
class Rows:
    """A file's column names, its rows (read as they are asked for), and how it is called in messages."""

    header: list[str]
    body: Iterator[list[str]]
    label: str


@contextmanager
def reading(path: str, delimiter: str | None) -> Iterator[Rows]:
    """A CSV or TSV file in UTF-8 ("-" is standard input).

    Raises InputError, with file and line, for other encodings, broken quoting and ragged rows.
    """
    label = _STDIN if path == "-" else path
    with _opened(path) as file:
        rows = _rows(file, label, delimiter or ("\t" if Path(path).suffix.lower() == ".tsv" else ","))
        _, header = next(rows, (1, []))
        if not header:
            raise InputError("the file is empty", file=label, line=1, advice="it needs a row of column names")
        yield Rows(header, _even(rows, len(header), label), label)


@contextmanager
def _opened(path: str) -> Iterator[IO[str]]:
    if path != "-":
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            yield file
        return
    stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
    try:
        yield stream
    finally:
        stream.detach()


def _rows(file: IO[str], label: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which each ends."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as e:
            raise InputError(f"not CSV: {e}", file=label, line=reader.line_num, advice="check the quotes") from e
        except UnicodeDecodeError as e:
            raise InputError(
                f"not UTF-8 (byte 0x{e.object[e.start]:02x})",
                file=label,
                line=reader.line_num + 1,
                advice="on or after this line; save the file as UTF-8, or convert it: iconv -f cp1251 -t utf-8",
            ) from e
        yield reader.line_num, row


def _even(rows: Iterator[tuple[int, list[str]]], width: int, label: str) -> Iterator[list[str]]:
    """Rows as wide as the header; empty lines, which spreadsheets leave at the end, are passed over."""
    for line, row in rows:
        if not row:
            continue
        if len(row) != width:
            raise InputError(
                f"this row has {len(row)} cells, the header {width}",
                file=label,
                line=line,
                advice="a delimiter in a cell without quotes, or another delimiter than -d says?",
            )
        yield row


def column(rows: Rows, wanted: str | None, default: str = "name") -> int:
    """Place of the column with this name, or this number from 1; without one, `default` or the only column."""
    header = rows.header
    if wanted is None:
        if default in header:
            return header.index(default)
        if len(header) == 1:
            return 0
        problem, advice = "which column is meant?", f"choose with -c one of: {', '.join(header)}"
    elif wanted in header:
        return header.index(wanted)
    elif wanted.isdecimal() and 1 <= int(wanted) <= len(header):
        return int(wanted) - 1
    else:
        problem, advice = f"no column {wanted!r}", f"the file has: {', '.join(header)}"
        if len(header) == 1 and (other := next((d for d in ";\t|" if d in header[0]), "")):
            advice += f"; is its delimiter {other!r}? then say -d"
    raise InputError(problem, file=rows.label, line=1, advice=advice)


def lines() -> Iterator[str]:
    """Lines of standard input without their ends. Raises InputError where one is not UTF-8."""
    count = 0
    try:
        for line in sys.stdin:
            count += 1
            yield line.rstrip("\n")
    except UnicodeDecodeError as e:
        problem = f"not UTF-8 (byte 0x{e.object[e.start]:02x})"
        raise InputError(problem, file=_STDIN, line=count + 1, advice="on or after this line") from e


@contextmanager
def writing(path: str) -> Iterator[IO[str]]:
    """A file to write ("-" is standard output). It appears under its name only when all went well."""
    if path == "-":
        yield sys.stdout
        return
    target = Path(path)
    with _placed(path):
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 (a descriptor)
            yield file
        with _placed(path):
            os.chmod(name, _permissions(target))  # noqa: PTH101
            os.replace(name, target)  # noqa: PTH105
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise


@contextmanager
def _placed(path: str) -> Iterator[None]:
    """What keeps a file from being written where it is wanted, in plain words and with that name."""
    try:
        yield
    except OSError as e:
        problem = f"nothing can be written there: {e.strerror}"
        raise InputError(problem, file=path or "''", advice="choose another place") from e


def _permissions(target: Path) -> int:
    """Permissions of the file that is replaced, else those that a new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def progress(items: Iterable[T], what: str) -> Iterator[T]:
    """The items; where standard error is a terminal and the work is long, also how far it has come."""
    if not sys.stderr.isatty():
        yield from items
        return
    start = said = time.monotonic()
    count = 0
    for item in items:
        yield item
        count += 1
        now = time.monotonic()
        if now - said >= _EVERY:
            said = now
            click.echo(f"\r{count:,} {what}, {count / (now - start):,.0f} a second ", err=True, nl=False)
    if said != start:
        click.echo(f"\r{count:,} {what}: done".ljust(50), err=True)
