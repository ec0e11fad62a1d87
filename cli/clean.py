"""`namekit clean`: a spreadsheet or list in, the same with ids beside the names out."""

import sys
import time
from pathlib import Path
from typing import Self

import click

from namekit import Registry
from namekit.sheets import OWN, TITLES, Report, Wishes, clean

from .registry_options import by_option, list_options, registry_option

_EVERY = 0.2  # seconds between two drawings of the bar
_BAR = 24  # characters


@click.command("clean")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, allow_dash=True))
@click.option(
    "-c",
    "--column",
    "columns",
    multiple=True,
    help="Column with the names: its title, its number from 1, or its letter. Say it several times where the name "
    "stands in several (given name, patronymic, surname).  [default: name]",
)
@click.option("--sheet", help="The sheet: its title, or its number from 1.  [default: the first]")
@click.option("--header-row", default=1, show_default=True, type=click.IntRange(1), help="The row with the titles.")
@click.option("-o", "--output", help="Write there; - is standard output.  [default: people.clean.xlsx for people.xlsx]")
@click.option("--in-place", is_flag=True, help="Change the file itself; it is kept as people.backup.xlsx.")
@click.option("-d", "--delimiter", help=r"Delimiter of a text file; \t is a tab.  [default: by evidence]")
@click.option("--encoding", help="Encoding of a text file: utf-8, cp1251, koi8-u, …  [default: by evidence]")
@click.option("--birth-date", help="Column with birth dates, which narrow the answer.")
@click.option("--gender", help="Column with genders.")
@click.option("--country", help="Column with countries.")
@registry_option
@list_options
@click.option("--record/--no-record", default=True, help="Keep the answers in the registry's history.")
@by_option
@click.option(
    "--title",
    "titles",
    multiple=True,
    metavar="COLUMN=TITLE",
    help=f"Another title for a column of namekit's ({', '.join(OWN)}): --title id=person  [default: {TITLES['id']}, …]",
)
def command(
    file: str,
    columns: tuple[str, ...],
    sheet: str | None,
    header_row: int,
    output: str | None,
    delimiter: str | None,
    encoding: str | None,
    titles: tuple[str, ...],
    registry: str | None,
    by: str,
    *,
    in_place: bool,
    record: bool,
    **more: str | None,
) -> None:
    """Write FILE again with an answer beside each name, and nothing else changed.

    FILE is a workbook (.xlsx, .xlsm, .ods), a CSV or TSV file, or - for standard input. Columns are added: the
    id, the canonical name, the status (match, ambiguous, unknown), the probability, a reason in words, and one
    for your decision. Cleaning a cleaned file again renews these, except for your decisions.

    With a --registry FILE, what was decided for a row of the list comes first, and the answers are kept there.
    """
    if in_place and output:
        msg = "--in-place changes the file itself: leave --output out"
        raise click.UsageError(msg)
    source = None if file == "-" else Path(file)
    target = _target(source, output)
    wishes = Wishes(
        columns=columns,
        header_row=header_row,
        titles=dict(_titles(titles)),
        sheet=sheet,
        encoding=encoding,
        delimiter="\t" if delimiter == r"\t" else delimiter,
        birth_date=more["birth_date"],
        gender=more["gender"],
        country=more["country"],
        row_id=more["row_id"],
        list_name=more["list_"] or "",
        by=by if record else "",
    )
    with _Bar() as bar:
        people = Registry.open(registry) if registry else Registry.starter()
        report = clean(source, target, people, wishes, in_place=in_place, progress=bar.draw)
    _tell(report, source if in_place else target)


def _target(source: Path | None, output: str | None) -> Path | None:
    if output:
        return None if output == "-" else Path(output)
    return None if source is None else source.with_name(f"{source.stem}.clean{source.suffix}")


def _titles(given: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = [tuple(item.split("=", 1)) for item in given]
    if any(len(pair) != 2 or not pair[1] for pair in pairs):  # noqa: PLR2004 (a pair)
        msg = "say --title COLUMN=TITLE, for instance --title id=person"
        raise click.UsageError(msg)
    return [(pair[0], pair[1]) for pair in pairs]


def _tell(report: Report, written: Path | None) -> None:
    """To standard error: how the file was read, and what was found."""
    counts = ", ".join(f"{n:,} {status}" for status, n in sorted(report.statuses.items()))
    click.echo(f"{report.form}\n{report.rows:,} rows: {counts or 'none'}", err=True)
    for note in report.notes:
        click.echo(f"note: {note}", err=True)
    if written:
        click.echo(f"written to {written}", err=True)


class _Bar:
    """A bar with the rate on standard error, where that is a terminal; gone when the work is over."""

    def __init__(self) -> None:
        self._start = self._said = time.monotonic()
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def draw(self, rows: int, share: float) -> None:
        """So many rows are done, and this share of the work."""
        now = time.monotonic()
        if now - self._said < _EVERY or not sys.stderr.isatty():
            return
        self._said, self._drawn = now, True
        full, rate = int(share * _BAR), rows / max(1e-9, now - self._start)
        click.echo(f"\r[{'#' * full:<{_BAR}}] {share:4.0%}  {rows:,} rows, {rate:,.0f} a second ", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            click.echo(f"\r{' ' * 79}\r", err=True, nl=False)
