"""What cleaning a large file costs, beside reading it and writing it again with the fastest libraries.

Usage: python tests/bench/sheets.py [ROWS]          (needs the extra `bench`)

A workbook and three CSV files of ROWS rows (200,000) and eight columns are made: in cp1251 without quotes, in UTF-8
with a quoted cell a row, and in UTF-8 without quotes; the names are recombined from the starter registry. Each way runs
three times (the slow ones once) in a process of its own, so that its peak memory is its own; the best run by processor
time counts, as other work on the machine does not change that. What resolving costs is taken off: three answers are
worked out before, and the time in which they are put into words is counted and subtracted.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from namekit import Registry, Resolution
from namekit.sheets import Wishes, clean

_ROWS = 200_000
_DISTINCT = 20_000
_TITLES = ["Nr", "Name", "Born", "Place", "Amount", "Share", "Note", "Source"]


TEXTS = {"people.csv": ("cp1251", ";"), "quoted.csv": ("utf-8", ","), "plain.csv": ("utf-8", ";")}


def rows(count: int) -> Iterator[list[str | int | float]]:
    """Made-up people: names of the registry taken apart and put together anew."""
    chance = random.Random(1)  # noqa: S311 (no secret)
    names = [n.text.split() for e in Registry.starter().entities for n in e.names if " " in n.text]
    mixed = [f"{chance.choice(names)[0]} {chance.choice(names)[-1]}" for _ in range(_DISTINCT)]
    for i in range(count):
        yield [
            i + 1,
            chance.choice(mixed),
            f"19{i % 100:02}-0{i % 9 + 1}-11",
            f"Place {i % 997}",
            i * 7 % 10_000,
            i / 7,
            f"case {i} of {count}, see the file",
            "register",
        ]


class Ready(Registry):
    """The starter registry with three answers in turn; `spent` counts the seconds until they are put into words."""

    spent = 0.0

    @cached_property
    def three(self) -> list[Resolution]:
        """The answers."""
        return [self.resolve(name) for name in ("Putin", "Lukashenka", "Ryhor Babaryka")]

    def resolve_many(self, names: Iterable[str]) -> Iterator[Resolution]:
        """One of three answers for each name."""
        three = self.three
        for i, name in enumerate(names):
            started = time.process_time()
            r = three[i % 3]
            yield replace(r, query=name)
            self.spent += time.process_time() - started


def make(folder: Path, count: int) -> None:
    """The three files."""
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(folder / "people.xlsx", {"constant_memory": False})
    sheet = book.add_worksheet("People")
    with ExitStack() as files:
        write = [
            csv.writer(
                files.enter_context((folder / name).open("w", encoding=encoding, errors="replace", newline="")),
                delimiter=delimiter,
            )
            for name, (encoding, delimiter) in TEXTS.items()
        ]
        for i, row in enumerate([_TITLES, *rows(count)]):
            sheet.write_row(i, 0, row)
            for each in write:
                each.writerow(row)
    book.close()


def clean_one(path: Path) -> None:
    """namekit's way."""
    starter = Registry.starter()
    registry = Ready(starter.entities, "ready")
    assert registry.three
    started = _clock()
    clean(path, path.with_name(f"out{path.suffix}"), registry, Wishes(columns=("Name",)))
    _said(started, less=registry.spent)


def fastexcel_rust(path: Path) -> None:
    """Read by fastexcel, written by rustpy-xlsxwriter."""
    import fastexcel  # noqa: PLC0415
    import rustpy_xlsxwriter  # noqa: PLC0415

    started = _clock()
    frame = fastexcel.read_excel(path).load_sheet(0).to_polars()
    rustpy_xlsxwriter.write_worksheet(frame.to_dicts(), str(path.with_name("out.xlsx")))
    _said(started)


def fastexcel_polars(path: Path) -> None:
    """Read by fastexcel, written by polars (xlsxwriter)."""
    import polars as pl  # noqa: PLC0415

    started = _clock()
    pl.read_excel(path).write_excel(path.with_name("out.xlsx"), autofit=False)
    _said(started)


def calamine_openpyxl(path: Path) -> None:
    """Read by calamine, written by openpyxl without keeping anything in memory."""
    import openpyxl  # noqa: PLC0415
    import python_calamine  # noqa: PLC0415

    started = _clock()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("People")
    with python_calamine.CalamineWorkbook.from_path(path) as found:
        for row in found.get_sheet_by_index(0).iter_rows():
            sheet.append(row)
    book.save(path.with_name("out.xlsx"))
    _said(started)


def python_csv(path: Path) -> None:
    """Python's csv, as text."""
    started = _clock()
    encoding, delimiter = TEXTS[path.name]
    with (
        path.open(encoding=encoding, newline="") as file,
        path.with_name("out.csv").open("w", encoding=encoding, newline="") as out,
    ):
        csv.writer(out, delimiter=delimiter).writerows(csv.reader(file, delimiter=delimiter))
    _said(started)


def polars_csv(path: Path) -> None:
    """polars, all columns as text; it reads UTF-8 only, so another encoding is changed on the way."""
    import polars as pl  # noqa: PLC0415

    started = _clock()
    encoding, delimiter = TEXTS[path.name]
    out = path.with_name("out.csv")
    if encoding == "utf-8":
        pl.read_csv(path, separator=delimiter, infer_schema=False).write_csv(out, separator=delimiter)
    else:
        frame = pl.read_csv(path.read_bytes().decode(encoding).encode(), separator=delimiter, infer_schema=False)
        out.write_bytes(frame.write_csv(separator=delimiter).encode(encoding))
    _said(started)


def _clock() -> tuple[float, float]:
    """Seconds by the clock on the wall, and of the processor."""
    return time.perf_counter(), time.process_time()


def _said(started: tuple[float, float], *, less: float = 0.0) -> None:
    """Seconds (by the wall, of the processor) less those of resolving, and peak memory (MB) of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage counts the parent's too
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    wall, processor = (now - then - less for now, then in zip(_clock(), started, strict=True))
    sys.stdout.write(f"{wall:.2f} {processor:.2f} {peak:.0f}")


_SLOW = (fastexcel_polars, calamine_openpyxl)  # run once
WAYS: dict[str, tuple[Callable[[Path], None], ...]] = {
    "people.xlsx": (fastexcel_rust, fastexcel_polars, calamine_openpyxl),
    **dict.fromkeys(TEXTS, (python_csv, polars_csv)),
}


def main(count: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, count)
        for file, ways in WAYS.items():
            size = (folder / file).stat().st_size / 1e6
            print(f"{file}: {count:,} rows, {size:.0f} MB")
            best = float("inf")
            for way in (*ways, clean_one):
                command = [sys.executable, __file__, "--run", way.__name__, str(folder / file)]
                found = [_run(command, folder / f"out{Path(file).suffix}") for _ in range(1 if way in _SLOW else 3)]
                wall, processor, peak = min(found, key=lambda f: f[1])
                best = min(best, processor) if way is not clean_one else best
                ratio = f"  {processor / best:.1f} times the fastest" if way is clean_one else ""
                print(f"  {way.__name__:<20} {wall:6.2f} s, of the processor {processor:6.2f} s  {peak:4.0f} MB{ratio}")


def _run(command: list[str], out: Path) -> tuple[float, float, float]:
    wall, processor, peak = map(
        float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    )
    out.unlink()
    return wall, processor, peak


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        globals()[sys.argv[2]](Path(sys.argv[3]))
    else:
        os.environ.setdefault("POLARS_MAX_THREADS", "2")
        main(int(sys.argv[1]) if len(sys.argv) > 1 else _ROWS)
