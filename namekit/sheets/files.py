"""Files that appear whole or not at all: nothing is overwritten unless asked, and then with a backup."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from namekit.errors import InputError

_LOCKS = ("~${}", ".~lock.{}#")  # what Excel and LibreOffice lay beside a file that is open


@contextmanager
def spooled(source: Path | None) -> Iterator[IO[bytes]]:
    """A file to read, from its start; standard input (None) is first put into a file without a name."""
    if source is not None:
        with source.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.seek(0)
        yield file


@contextmanager
def new_file(target: Path | None) -> Iterator[IO[bytes]]:
    """A file to write, which appears under its name only when all went well (None: standard output, likewise).

    Raises InputError where the target is there already.
    """
    if target is None:
        with tempfile.TemporaryFile() as file:
            yield file
            file.seek(0)
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    refuse_existing(target)
    with _temporary(target) as (file, name):
        yield file
        _finish(file)
        try:
            os.link(name, target)  # fails where the target appeared meanwhile, as a rename would not
        except FileExistsError:
            refuse_existing(target)
        except OSError:  # a file system without links
            refuse_existing(target)
            shutil.copyfile(name, target)
        target.chmod(_usual_permissions())


@contextmanager
def in_place(source: Path) -> Iterator[IO[bytes]]:
    """A file to write, which takes the source's place when all went well; the source stays as a backup beside it.

    Raises InputError where the source is open in a spreadsheet program, or changed meanwhile.
    """
    source = source.resolve()
    for lock in _LOCKS:
        if (source.parent / lock.format(source.name)).exists():
            raise InputError("the file is open in another program", file=str(source), advice="close it there first")
    before = source.stat()
    with _temporary(source) as (file, name):
        yield file
        _finish(file)
        now = source.stat()
        if (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size):
            raise InputError("the file changed while it was being cleaned", file=str(source), advice="try again")
        os.chmod(name, before.st_mode & 0o777)  # noqa: PTH101
        _keep_backup(source)
        os.replace(name, source)  # noqa: PTH105


def refuse_existing(target: Path) -> None:
    """Raises InputError where there is such a file."""
    if target.exists():
        raise InputError("there is such a file already", file=str(target), advice="choose another name with -o")


def _keep_backup(source: Path) -> Path:
    """The source under a second name that nothing bore before."""
    number = 1
    while True:
        backup = source.with_name(f"{source.stem}.backup{f'-{number}' if number > 1 else ''}{source.suffix}")
        number += 1
        if backup.exists():
            continue
        try:
            os.link(source, backup)
        except FileExistsError:
            continue
        except OSError:  # a file system without links
            shutil.copy2(source, backup)
        return backup


@contextmanager
def _temporary(target: Path) -> Iterator[tuple[IO[bytes], str]]:
    """A file beside the target with a name of its own, which is gone at the end whatever happens."""
    if not target.parent.is_dir():
        raise InputError("there is no such folder", file=str(target.parent))
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with open(handle, "w+b") as file:  # noqa: PTH123 (a descriptor)
            yield file, name
    finally:
        Path(name).unlink(missing_ok=True)


def _finish(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _usual_permissions() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
