"""Workbooks as packages: a zip of parts, of which one is written anew and all others are copied as they lie there.

Every size is bounded before anything is unpacked, and what the directory says is checked against what is there.
"""

import copy
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import IO, NoReturn

from namekit.errors import InputError
from namekit.sheets.answers import bounds

_CHUNK = 1 << 18
_LOCAL_HEADER = 30  # bytes before the name
_LEVEL = 3  # of zlib: a sheet at level 6 takes twice the time and is a tenth smaller
_ENCRYPTED = 0x1
_DESCRIPTOR = 0x8  # sizes stand after the data
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Package:
    """An open zip whose sizes were found bearable."""

    def __init__(self, file: IO[bytes], archive: zipfile.ZipFile, label: str) -> None:
        self._file, self._archive, self.label = file, archive, label
        self.parts: Mapping[str, zipfile.ZipInfo] = {info.filename: info for info in archive.infolist()}

    def read(self, name: str) -> bytes:
        """A whole part. Raises InputError where it is not there or broken."""
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """A part in chunks, unpacked. Raises InputError where it is not there, broken, or longer than it says."""
        info = self.parts.get(name)
        if info is None:
            raise InputError(f"the workbook has no part {name!r}", file=self.label, advice="the file is damaged")
        try:
            with self._archive.open(info) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as e:
            raise InputError(f"the part {name!r} is broken: {e}", file=self.label) from e

    def check(self, names: Iterable[str], watch: Callable[[str, bytes], None] | None = None) -> None:
        """Unpack these parts and count, for readers that trust the directory; `watch` sees what is unpacked.

        Raises InputError where one is broken, or holds more than the directory says.
        """
        for name in names:
            info = self.parts[name]
            see = partial(watch, name) if watch else None
            if info.compress_type == zipfile.ZIP_DEFLATED:
                self._check_deflated(info, see)
            elif see:
                for chunk in self.stream(name):
                    see(chunk)

    def _check_deflated(self, info: zipfile.ZipInfo, see: Callable[[bytes], None] | None) -> None:
        self._file.seek(self._data_at(info))
        left, unpacked, reader = info.compress_size, 0, zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            while left and not reader.eof:
                packed = self._file.read(min(left, _CHUNK))
                if not packed:
                    break
                left -= len(packed)
                while packed and unpacked <= info.file_size:
                    chunk = reader.decompress(packed, _CHUNK * 16)
                    unpacked += len(chunk)
                    packed = reader.unconsumed_tail
                    if see:
                        see(chunk)
                if unpacked > info.file_size:
                    break
        except zlib.error as e:
            raise InputError(f"the part {info.filename!r} is broken: {e}", file=self.label) from e
        if unpacked != info.file_size or not reader.eof:
            problem = f"the part {info.filename!r} does not hold the {info.file_size:,} bytes that it should"
            raise InputError(problem, file=self.label, advice="the file is damaged, or a trap")

    def _data_at(self, info: zipfile.ZipInfo) -> int:
        """Where the part's data begin, by its local header."""
        self._file.seek(info.header_offset)
        header = self._file.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise InputError(f"the part {info.filename!r} is not where it should be", file=self.label)
        name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        return info.header_offset + _LOCAL_HEADER + name + extra

    def write(self, out: IO[bytes], anew: Mapping[str, Iterable[bytes]]) -> None:
        """The package again: the parts of `anew` written from their chunks, all others copied, packed as they are."""
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target:
            target.comment = self._archive.comment
            for info in self._archive.infolist():
                if info.filename in anew:
                    fresh = zipfile.ZipInfo(info.filename, info.date_time)
                    fresh.compress_type, fresh.external_attr = zipfile.ZIP_DEFLATED, info.external_attr
                    fresh._compresslevel = _LEVEL  # type: ignore[attr-defined] # noqa: SLF001 (3.13 makes it public)
                    with target.open(fresh, "w", force_zip64=info.file_size > 1 << 30) as part:
                        for chunk in anew[info.filename]:
                            part.write(chunk)
                else:
                    self._copy(info, target)

    def _copy(self, info: zipfile.ZipInfo, target: zipfile.ZipFile) -> None:
        """A part with its packed bytes; zipfile has no door for this, so the entry is put into its list by hand."""
        at = self._data_at(info)
        entry = copy.copy(info)
        entry.flag_bits &= ~_DESCRIPTOR
        out = target.fp
        if out is None:  # pragma: no cover (the archive is open)
            raise AssertionError
        out.seek(target.start_dir)
        entry.header_offset = out.tell()
        out.write(entry.FileHeader())
        self._file.seek(at)
        left = info.compress_size
        while left:
            chunk = self._file.read(min(left, _CHUNK))
            if not chunk:
                raise InputError(f"the part {info.filename!r} ends early", file=self.label)
            out.write(chunk)
            left -= len(chunk)
        target.start_dir = out.tell()
        target.filelist.append(entry)
        target.NameToInfo[entry.filename] = entry


@contextmanager
def opened(file: IO[bytes], label: str) -> Iterator[Package]:
    """The package that a file holds. Raises InputError where it is none, encrypted, or unbearably large."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as e:
        raise InputError(f"the workbook is damaged: {e}", file=label, advice="open and save it in its program") from e
    with archive:
        _check_directory(archive, label)
        yield Package(file, archive, label)


def _check_directory(archive: zipfile.ZipFile, label: str) -> None:
    limits, infos = bounds(), archive.infolist()
    if len(infos) > limits["parts"]:
        raise InputError(f"the workbook has {len(infos):,} parts; {limits['parts']:,} at most", file=label)
    if len({info.filename for info in infos}) < len(infos):
        raise InputError("two parts of the workbook have one name", file=label, advice="the file is damaged, or a trap")
    if sum(info.file_size for info in infos) > limits["package"]:
        raise InputError(f"the workbook unpacks to over {limits['package']:,} bytes", file=label)
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise InputError("the workbook is encrypted", file=label, advice="save it without a password first")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise InputError(f"the part {info.filename!r} is packed in an unusual way", file=label)
        swollen = info.file_size > limits["ratio_from"] and info.file_size > limits["ratio"] * info.compress_size
        if info.file_size > limits["part"] or swollen:
            problem = f"the part {info.filename!r} unpacks from {info.compress_size:,} to {info.file_size:,} bytes"
            raise InputError(problem, file=label, advice="it looks like a trap, and is not opened")


def refuse_ole(file: IO[bytes], label: str) -> NoReturn:
    """Raises InputError for the container of old and of encrypted workbooks, saying which it is."""
    if _OLE_ENCRYPTED in file.read():
        raise InputError("the workbook is encrypted", file=label, advice="save it without a password first")
    raise InputError("an old binary workbook (.xls)", file=label, advice="save it as .xlsx first")
