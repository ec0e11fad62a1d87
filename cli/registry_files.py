"""`namekit registry init`, `import`, `export`, `stats`, `check`, `merge-file`: the file as a whole."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial

import click

from namekit.errors import InputError
from namekit.exchange import exports, imports
from namekit.resolver.postings import bring_up, disagreements, throw_away, waiting
from namekit.store.checking import counts, faults, remarks
from namekit.store.file import Store
from namekit.store.joining import join

from .registry_options import by_option, registry_option, say_read, to_read, to_write
from .rows import one_character, writing

_SHOWN = 20  # contradictions listed on the screen


@click.command("init")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option(
    "--shared", is_flag=True, help="It will lie on a network drive: guard it in the way that is safe there, and slower."
)
def init(file: str, *, shared: bool) -> None:
    """Make a new, empty registry in FILE."""
    with Store.create(file, shared=shared) as store:
        safe = " (in the way that is safe on a network drive)" if store.journal == "delete" else ""
        click.echo(f"{file}: a new registry{safe}. Name it with --registry {file}, or set NAMEKIT_REGISTRY={file}")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("-f", "--format", "form", type=click.Choice(imports.FORMATS), help="Format.  [default: told by the file]")
@click.option("-m", "--map", "mapping", multiple=True, metavar="COLUMN=FIELD",
              help="What a column means, as in --map 'Full name=name:ru'; nothing after = leaves it out.")  # fmt: skip
@click.option("-s", "--source", help="What the list is called; ids are made with it.  [default: the file's name]")
@click.option(
    "-d", "--delimiter", callback=one_character, help=r"Delimiter of CSV; \t is a tab.  [default: by evidence]"
)
@click.option("--sheet", help="Sheet of a spreadsheet.  [default: the first]")
@click.option("--rejects", type=click.Path(dir_okay=False), help="Write rows that are set aside there.  "
              "[default: FILE.rejects.csv]")  # fmt: skip
@click.option("--renew", is_flag=True, help="Where FILE contradicts what is known, FILE is right.")
@by_option
@registry_option
def import_(
    *,
    files: tuple[str, ...],
    form: str | None,
    mapping: tuple[str, ...],
    source: str | None,
    delimiter: str | None,
    sheet: str | None,
    rejects: str | None,
    by: str,
    registry: str | None,
    renew: bool,
) -> None:
    """Bring the people of each FILE in.

    Rows that cannot be read are set aside in a file, and the rest goes in. The same import twice changes nothing; one
    that was stopped goes on where it was when it is typed again.
    """
    if rejects and len(files) > 1:
        raise click.UsageError("--rejects goes with one FILE: each would write it anew")
    chosen = dict(_pair(m) for m in mapping)
    with to_write(registry) as store:
        for file in files:
            plan = imports.Plan(file, by, form, source, chosen, delimiter, rejects, renew, sheet)
            *_, last = _watched(imports.importing(store, plan))
            _say(file, plan, last)


def _pair(mapping: str) -> tuple[str, str]:
    column, equals, field = mapping.rpartition("=")
    if not equals:
        raise click.UsageError(f"--map {mapping}: write COLUMN=FIELD")
    return column, field


def _watched(reports: Iterator[imports.Report]) -> Iterator[imports.Report]:
    """The reports; where standard error is a terminal, each is also shown there."""
    start, done = time.monotonic(), 0
    for report in reports:
        if sys.stderr.isatty():
            done = done or report.resumed
            rate = (report.rows - report.resumed) / max(time.monotonic() - start, 1e-3)
            rows = f"{report.rows:,} rows, {rate:,.0f} a second"
            said = f"{report.read:,} people can be found" if report.read else rows
            click.echo(f"\r{said}".ljust(50), err=True, nl=report.finished)
        yield report


def _say(file: str, plan: imports.Plan, report: imports.Report) -> None:
    kept = ("added", "changed", "unchanged", "passed_over", "rejected")
    said = ", ".join(
        f"{getattr(report, k):,} {k.replace('_', ' ')}" for k in kept if getattr(report, k) or k == "added"
    )
    click.echo(f"{file}: {report.rows:,} rows: {said}")
    if report.resumed:
        click.echo(f"  went on after row {report.resumed:,}, which an earlier import had reached")
    if report.not_taken:
        click.echo(f"  not taken, since a registry does not keep it: {', '.join(report.not_taken[:_SHOWN])}")
    if report.rejected or report.conflicts:
        click.echo(
            f"  {report.rejected:,} set aside, {report.conflicts:,} contradict what is known: see {plan.rejects_path}",
            err=True,
        )


@click.command("export")
@click.option("-f", "--format", "form", type=click.Choice(exports.FORMATS), default="jsonl", show_default=True)
@click.option("-o", "--output", default="-", type=click.Path(dir_okay=False, allow_dash=True),
              help="Write there.  [default: standard output]")  # fmt: skip
@registry_option
def export(form: str, output: str, registry: str | None) -> None:
    """Write all people. JSON lines and CSV keep everything and can be imported again."""
    with to_read(registry) as store, writing(output) as out:
        out.writelines(exports.exported(store, form))


@click.command("stats")
@registry_option
def stats(registry: str | None) -> None:
    """Say how much there is."""
    with to_read(registry) as store:
        click.echo(f"registry {store.version}")
        for what, number in counts(store).items():
            click.echo(f"{number:>12,}  {what}")


@click.command("check")
@click.option(
    "--mend", is_flag=True, help="Make anew what names are looked up in; people and decisions stay as they are."
)
@registry_option
def check(registry: str | None, *, mend: bool) -> None:
    """Look whether the file is whole: every fault is told. Exit code 1 if there is one.

    What names are looked up in is compared with all people, which takes as long as reading them in.
    """
    with to_write(registry) if mend else to_read(registry) as store:
        if mend:
            with store.writing():
                throw_away(store)
            for count in bring_up(store):
                say_read(store.label, count)
        found = 0
        for look in (faults, partial(disagreements, progress=partial(say_read, store.label))):
            for fault in () if found else look(store):
                found += 1
                click.echo(f"{registry}: {fault}", err=True)
        for remark in remarks(store):
            click.echo(remark)
        if found:
            raise SystemExit(1)
        late = waiting(store) if store.path else 0
        click.echo(
            f"{registry or store.label}: whole; {counts(store)['people']:,} people"
            + (f", of whom {late:,} are made ready to be found when a name is next resolved" if late else "")
        )


@click.command("merge-file")
@click.argument("other", type=click.Path(exists=True, dir_okay=False))
@by_option
@registry_option
def merge_file(other: str, by: str, registry: str | None) -> None:
    """Bring people and decisions of OTHER, another copy of the registry, in. OTHER stays as it is.

    Contradictions are listed, and what stands in the registry is kept; of two decisions, the later one holds.
    """
    with to_write(registry) as store, Store.open(other, writable=False) as there:
        if store.path and there.path and store.path.samefile(there.path):
            raise InputError("both are the same file", file=other)
        done: Counter[tuple[str, str]] = Counter()
        for joined in join(store, there, by):
            done[joined.kind, joined.what] += 1
            if joined.what == "conflict":
                click.echo(f"{joined.kind} {joined.id}: {joined.problem}")
        for count in bring_up(store):
            say_read(other, count)
        for kind, what in sorted(done):
            click.echo(f"{done[kind, what]:>12,}  {kind}: {what}")


COMMANDS = {
    "init": init,
    "import": import_,
    "export": export,
    "stats": stats,
    "check": check,
    "merge-file": merge_file,
}
