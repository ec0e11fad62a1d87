"""An import: rows in, batch by batch. What was reported as done stays; what was not is done by the next try."""

import csv
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO

from namekit.delimiters import SAID_BY_EXCEL, find_delimiter
from namekit.errors import InputError
from namekit.exchange import columns, ftm, jsonl, wikidata, workbook
from namekit.exchange.lines import Line, Row, lines, objects, opened
from namekit.resolver.postings import bring_up
from namekit.store import people
from namekit.store.entries import Entry, checked, combined
from namekit.store.file import Store, now
from namekit.store.history import start
from namekit.store.ids import fingerprint, key
from namekit.store.merging import merge
from namekit.store.people import Origin

FORMATS = ("csv", "sheet", "jsonl", "ftm", "wikidata", "wikidata-csv")
_BATCH = 5_000  # rows in a transaction
_BATCH_LETTERS = 20_000_000  # of a transaction's rows: a hostile file has only long ones
_MOST_REJECTED = 100_000  # rows: beyond, the file is not what it is taken for
_HEAD = 1_000_000  # bytes by which a file is known again, or letters by which its delimiter is found
_HEAD_LINES = 200  # lines by which format and delimiter are found


@dataclass(frozen=True, slots=True)
class Plan:
    """What to import and how.

    `form` is one of FORMATS, or None to tell by the file; `source` the list's name, by default the file's. With
    `renew`, the file is right where it contradicts what is known.
    """

    path: str
    by: str
    form: str | None = None
    source: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    delimiter: str | None = None
    rejects: str | None = None
    renew: bool = False
    sheet: str | None = None

    @property
    def label(self) -> str:
        """The list's name: as given, else the file's without its endings."""
        return self.source or (Path(self.path).name.split(".")[0] if self.path != "-" else "standard input")

    @property
    def rejects_path(self) -> str:
        """Where rows that were set aside are written."""
        return self.rejects or (f"{self.path}.rejects.csv" if self.path != "-" else "standard-input.rejects.csv")


@dataclass(frozen=True, slots=True)
class Report:
    """How far an import has come: all counts are of rows that are in the file and stay there.

    `resumed` rows were done by an earlier try; `read` people were put into the postings so far, after the last row;
    `not_taken` are columns or properties that a registry does not keep.
    """

    run: int
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    passed_over: int = 0
    rejected: int = 0
    conflicts: int = 0
    resumed: int = 0
    read: int = 0
    finished: bool = False
    not_taken: tuple[str, ...] = ()


_COUNTS = ("rows", "added", "changed", "unchanged", "passed_over", "rejected", "conflicts")


def importing(store: Store, plan: Plan, *, batch: int = _BATCH) -> Iterator[Report]:
    """Imports a file; yields after each batch, which then is safe, while names go into the postings, and at the end.

    The same file again goes on after the last batch that was reported, or, when it was finished, changes nothing.
    Rows that cannot be read are set aside and, at the end, written to `plan.rejects_path`, as are those that contradict
    what is known. Raises InputError where the file as a whole cannot be read, RegistryError where the registry cannot
    be written.
    """
    with opened(plan.path) as stream, _named(plan.path):
        not_taken: set[str] = set()
        rows, mark = _rows(plan, stream, not_taken)
        report = _begin(store, plan, mark)
        for _ in islice(rows, report.resumed):
            pass
        while some := _next(rows, batch):
            with store.writing():
                report = _batch(store, plan, report, some)
            yield report
            if report.rejected > _MOST_REJECTED:
                _write_rejects(store, plan, report.run)
                raise InputError(f"more than {_MOST_REJECTED:,} rows cannot be read", advice="is the format right?")
        if report.rejected or report.conflicts:
            _write_rejects(store, plan, report.run)
        for read in bring_up(store):
            yield replace(report, read=read)
        with store.writing():
            store.db.execute("UPDATE run SET finished = ? WHERE number = ?", (now(), report.run))
            store.db.execute("DELETE FROM set_aside WHERE run = ?", (report.run,))
        yield replace(report, finished=True, not_taken=tuple(sorted(not_taken)))


def _next(rows: Iterator[Row], batch: int) -> list[Row]:
    """The rows of the next batch: so many, or fewer where they are long."""
    some, letters = list[Row](), 0
    while len(some) < batch and letters < _BATCH_LETTERS and (row := next(rows, None)):
        letters += len(row.text)
        some.append(row if row.text is (shown := row.shown) else replace(row, text=shown))
    return some


@contextmanager
def _named(path: str) -> Iterator[None]:
    """An InputError that does not say so yet is about this file."""
    try:
        yield
    except InputError as e:
        if e.file:
            raise
        label = path if path != "-" else "standard input"
        raise InputError(e.problem, file=label, line=e.line, advice=e.advice) from e


def _rows(plan: Plan, stream: IO[bytes], not_taken: set[str]) -> tuple[Iterator[Row], str]:
    """The rows of the file, and what tells the file with its reading from all others."""
    bare = plan.path.lower().removesuffix(".gz").removesuffix(".bz2")
    if plan.form == "sheet" or (plan.form is None and bare.endswith(workbook.ENDINGS)):
        return columns.rows(workbook.records(plan.path, plan.sheet), plan.mapping, not_taken), _mark(plan, "sheet")
    some = lines(stream, plan.path if plan.path != "-" else "standard input")
    head = _head(some)
    form = plan.form or _form(plan.path, head)
    if form not in FORMATS:
        raise InputError(f"no format {form!r}", advice=f"formats: {', '.join(FORMATS)}")
    every = chain(head, some)
    if form == "csv":
        if said := SAID_BY_EXCEL.fullmatch(head[0].text):
            plan = replace(plan, delimiter=plan.delimiter or said[1])
            next(every)
        return columns.rows(columns.records(every, _delimiter(plan, head)), plan.mapping, not_taken), _mark(plan, form)
    read = {"jsonl": jsonl.rows, "ftm": ftm.rows, "wikidata": wikidata.rows, "wikidata-csv": wikidata.csv_rows}[form]
    return read(every, not_taken), _mark(plan, form)


def _head(some: Iterator[Line]) -> list[Line]:
    """The first lines, as many as tell the format and the delimiter."""
    head, letters = list[Line](), 0
    while len(head) < _HEAD_LINES and letters < _HEAD and (line := next(some, None)):
        head.append(line)
        letters += len(line.text)
    return head


def _delimiter(plan: Plan, head: list[Line]) -> str:
    """The delimiter that was given, else by which most columns mean something."""
    if plan.delimiter:
        return plan.delimiter
    sample = "".join(f"{line.text}\n" for line in head)[:_HEAD]
    is_tsv = plan.path.lower().removesuffix(".gz").removesuffix(".bz2").endswith((".tsv", ".tab"))
    return find_delimiter(sample, lambda header: _meant(header, plan), tab=is_tsv)


def _meant(header: Sequence[str], plan: Plan) -> int:
    """How many columns of a header mean something, by their names or as they are mapped."""
    return sum(field is not None for field in columns.meanings(header, plan.mapping))


def _mark(plan: Plan, form: str) -> str:
    """What tells a file with its reading from all others; "" for standard input, which cannot be gone on with."""
    if plan.path == "-":
        return ""
    reading = (form, plan.label, sorted(plan.mapping.items()), plan.delimiter, plan.sheet, plan.renew)
    digest = hashlib.sha256(repr(reading).encode("utf-8", "surrogatepass"))
    with Path(plan.path).open("rb") as file:
        digest.update(file.read(_HEAD))
    digest.update(str(Path(plan.path).stat().st_size).encode())
    return digest.hexdigest()


def _form(path: str, head: list[Line]) -> str:
    """The format by the file's ending and its first lines. Raises InputError where they do not tell it."""
    if not head:
        raise InputError("the file is empty")
    bare = path.lower().removesuffix(".gz").removesuffix(".bz2")
    first = next((found for _, found, _ in objects(iter(head)) if found), None)
    if first is not None:
        return "ftm" if "schema" in first else "wikidata" if "claims" in first else "jsonl"
    if bare.endswith((".csv", ".tsv", ".txt")) or path == "-":
        header = head[0].text.lower().split(",")
        return "wikidata-csv" if len(head) > 1 and header[0] in {"item", "person"} and "/entity/q" in (
            head[1].text.lower()) else "csv"  # fmt: skip
    if bare.endswith((".jsonl", ".json", ".ndjson", ".ftm")):
        return "jsonl"
    raise InputError("what format is it?", advice=f"say --format: {', '.join(FORMATS)}")


def _begin(store: Store, plan: Plan, mark: str) -> Report:
    """The run of this file that was not finished, else a new one."""
    with store.writing():
        row = store.maybe(
            f"SELECT number, {', '.join(_COUNTS)} FROM run "  # noqa: S608 (our own columns)
            "WHERE kind = 'import' AND fingerprint = ? AND finished IS NULL AND fingerprint <> '' ORDER BY number DESC",
            (mark,),
        )
        if row:
            return replace(Report(*row), resumed=row[1])
        return Report(start(store, "import", plan.label, plan.by, fingerprint=mark))


def _batch(store: Store, plan: Plan, report: Report, rows: list[Row]) -> Report:
    """One batch, inside `writing`."""
    counts = {c: getattr(report, c) for c in _COUNTS}
    origin = Origin(plan.by, report.run, plan.label)
    for row in rows:
        counts["rows"] += 1
        problem, what = row.problem, "passed_over"
        conflicts: tuple[str, ...] = ()
        if row.entry is not None:
            try:
                own = replace(origin, own_id=row.own_id) if row.own_id else origin
                what, conflicts = _take(store, row, own, renew=plan.renew)
            except InputError as e:
                problem = str(e)
        aside = [("rejected", problem)] if problem else [("conflict", said) for said in conflicts]
        for kind, said in aside:
            store.db.execute(
                "INSERT INTO set_aside VALUES (?, ?, ?, ?, ?)", (report.run, row.line, kind, said, row.shown)
            )
        counts["rejected" if problem else what] += 1
        counts["conflicts"] += bool(conflicts)
    assigned = ", ".join(f"{c} = ?" for c in _COUNTS)
    store.db.execute(f"UPDATE run SET {assigned} WHERE number = ?", (*counts.values(), report.run))  # noqa: S608
    return replace(report, **counts)


def _take(store: Store, row: Row, origin: Origin, *, renew: bool) -> tuple[str, tuple[str, ...]]:
    """Puts in one row, all or nothing: "added", "changed" or "unchanged", and where it contradicts what is known."""
    entry = row.entry
    if entry is None or not entry.redirects:
        return _put_in(store, row, origin, renew=renew)
    store.db.execute("SAVEPOINT row")
    try:
        done = _put_in(store, row, origin, renew=renew)
    except BaseException:
        if store.db.in_transaction:  # a full disk has ended it
            store.db.execute("ROLLBACK TO row")
            store.db.execute("RELEASE row")
        raise
    store.db.execute("RELEASE row")
    return done


def _put_in(store: Store, row: Row, origin: Origin, *, renew: bool) -> tuple[str, tuple[str, ...]]:
    assert row.entry is not None  # noqa: S101 (for types: the caller looked)
    entry, own = _with_own_id(row.entry, origin)
    mark, place = _known(store, entry, own)
    conflicts: tuple[str, ...] = ()
    if place is None:
        place = people.put(store, _new(store, entry), own)
        what = "added"
    else:
        old = people.own_entry(store, place)
        entry = checked(replace(entry, names=entry.names or old.names))
        both, conflicts = combined(old, _new(store, entry))
        if renew:
            conflicts = ()
            both = replace(both, birth_date=entry.birth_date or both.birth_date, gender=entry.gender or both.gender)
        what = "changed" if people.rewrite(store, place, old, both, own) else "unchanged"
    if mark:
        store.db.execute(
            "INSERT OR REPLACE INTO minted VALUES (?, ?, ?, ?)", (mark, place, fingerprint(entry), own.run)
        )
    merged = _follow(store, place, entry, own)
    return ("changed" if merged and what == "unchanged" else what), conflicts


def _with_own_id(entry: Entry, origin: Origin) -> tuple[Entry, Origin]:
    """The entry with the source's own id among its external ids, and as the source the row's own, if it names one."""
    source = next((s for s in entry.sources if "://" not in s), origin.source)
    if source != origin.source:
        origin = replace(origin, source=source)
    if entry.id or not origin.own_id:
        return entry, origin
    return replace(entry, external_ids=((source, origin.own_id), *entry.external_ids)), origin


def _known(store: Store, entry: Entry, origin: Origin) -> tuple[bytes, int | None]:
    """The place of the person whom the row is about, None if nobody known; and the key of an id that is minted.

    By the id; else by the source's own id; else by name and birth date within the source. Of several rows with one
    name and birth date, each is its own person, known by everything that the row says.
    """
    if entry.id:
        row = store.maybe("SELECT place FROM entity WHERE id = ?", (entry.id,)) or store.maybe(
            "SELECT entity FROM redirect WHERE id = ?", (entry.id,)
        )
        return b"", row[0] if row else None
    if origin.own_id:
        mark = key("id", origin.source, origin.own_id)
        row = store.maybe("SELECT entity FROM minted WHERE key = ?", (mark,))
        return mark, row[0] if row else None
    mark = key("row", origin.source, entry.names[0].text if entry.names else "", entry.birth_date or "")
    rows = store.db.execute("SELECT entity, fingerprint, run FROM minted WHERE key = ?", (mark,)).fetchall()
    print_ = fingerprint(entry)
    same = [place for place, seen, _ in rows if seen == print_]
    if same:
        return mark, same[0]
    return mark, rows[0][0] if len(rows) == 1 and rows[0][2] != origin.run else None


def _new(store: Store, entry: Entry) -> Entry:
    """The entry with those of its redirects that are not known yet."""
    if not entry.redirects:
        return entry
    known = "SELECT 1 FROM redirect WHERE id = ?1 UNION ALL SELECT 1 FROM entity WHERE id = ?1"
    return replace(entry, redirects=tuple(r for r in entry.redirects if not store.maybe(known, (r,))))


def _follow(store: Store, place: int, entry: Entry, origin: Origin) -> bool:
    """Merges people whose ids the source says lead here; True where one was."""
    target = people.root(store, place)
    merged = False
    for old in entry.redirects:
        known = people.place_of(store, old)
        if known is not None and known != target:
            merge(store, old, people.id_at(store, target), origin, f"{origin.source} says so")
            merged = True
    return merged


def _write_rejects(store: Store, plan: Plan, run: int) -> None:
    """The rows that were set aside, as CSV; the file appears when it is whole."""
    target = Path(plan.rejects_path)
    found = store.db.execute("SELECT line, kind, problem, row FROM set_aside WHERE run = ? ORDER BY line", (run,))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with open(handle, "w", encoding="utf-8", newline="", errors="replace") as file:  # noqa: PTH123 (a descriptor)
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(("file", "line", "kind", "problem", "row"))
                writer.writerows((plan.path, *row) for row in found)
            os.replace(name, target)  # noqa: PTH105
        except BaseException:
            os.unlink(name)  # noqa: PTH108
            raise
    except OSError as e:
        problem = f"the rows that were set aside cannot be written there: {e.strerror}"
        advice = "all others are in; import the file again with --rejects FILE"
        raise InputError(problem, file=str(target), advice=advice) from e
