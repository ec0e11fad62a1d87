"""`namekit clean`: a spreadsheet or list in, the same with ids beside the names out."""

import sys
import time
from pathlib import Path
from typing import Any, Self

import click

from namekit.sheets import Report, clean, rows

from .lists import list_file_options, wished
from .registry_options import by_option, learn_prior_option, learned, registry_option, say_lacking, to_resolve

_EVERY = 0.2  # seconds between two drawings of the bar
_BAR = 24  # characters
_LINE = 79  # characters
_INTERRUPTED = 130  # the exit code of programs that Ctrl-C stopped


@click.command("clean")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, allow_dash=True))
@click.option("-o", "--output", help="Write there; - is standard output.  [default: people.clean.xlsx for people.xlsx]")
@click.option("--in-place", is_flag=True, help="Change the file itself; it is kept as people.backup.xlsx.")
@click.option("--record/--no-record", default=True, help="Keep the answers in the registry's history.")
@learn_prior_option
@list_file_options
@registry_option
@by_option
def command(
    file: str,
    output: str | None,
    registry: str | None,
    by: str,
    *,
    in_place: bool,
    record: bool,
    learn: bool,
    **asked: Any,  # noqa: ANN401 (options of several types)
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
    if learn and source is None:
        msg = "--learn-prior reads the names twice: give a file"
        raise click.UsageError(msg)
    target = _target(source, output)
    wishes, told = wished(asked, by=by if record else ""), ""
    try:
        with _Bar() as bar:
            people = to_resolve(registry)
            if learn:
                people, told = learned(people, (row.asked for row in rows(source, wishes)))
            report = clean(source, target, people, wishes, in_place=in_place, progress=bar.draw)
    except KeyboardInterrupt:
        click.echo("stopped: no file was written or changed", err=True)
        sys.exit(_INTERRUPTED)
    if told:  # not before: the bar has its line until the work is over
        click.echo(told, err=True)
    _tell(report, source if in_place else target, learn=learn)


def _target(source: Path | None, output: str | None) -> Path | None:
    if output:
        return None if output == "-" else Path(output)
    return None if source is None else source.with_name(f"{source.stem}.clean{source.suffix}")


def _tell(report: Report, written: Path | None, *, learn: bool) -> None:
    """To standard error: how the file was read, and what was found."""
    counts = ", ".join(f"{n:,} {status}" for status, n in sorted(report.statuses.items()))
    click.echo(f"{report.form}\n{report.rows:,} rows: {counts or 'none'}", err=True)
    for note in report.notes:
        click.echo(f"note: {note}", err=True)
    say_lacking(report.lacking, report.rows, learn=learn)
    if written:
        click.echo(f"written to {written}", err=True)


class _Bar:
    """A bar with the rate on standard error, where that is a terminal; gone when the work is over.

    The rate is that of the rows alone: it counts from when the first of them are done, as a registry opens before.
    """

    def __init__(self) -> None:
        self._start = self._said = 0.0
        self._before = 0
        self._drawn = False

    def __enter__(self) -> Self:
        self._put("reading …")
        return self

    def draw(self, rows: int, share: float) -> None:
        """So many rows are done, and this share of the work."""
        now = time.monotonic()
        if now - self._said < _EVERY:
            return
        if not self._start:
            self._start, self._before = now, rows
        self._said = now
        full, rate = int(share * _BAR), (rows - self._before) / max(1e-9, now - self._start)
        told = f", {rate:,.0f} a second" if rows > self._before else ""
        self._put(f"[{'#' * full:<{_BAR}}] {share:4.0%}  {rows:,} rows{told} ")

    def _put(self, text: str) -> None:
        if sys.stderr.isatty():
            self._drawn = True
            click.echo(f"\r{text:<{_LINE}}", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            click.echo(f"\r{' ' * _LINE}\r", err=True, nl=False)
