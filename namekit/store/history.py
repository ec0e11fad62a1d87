"""Runs and what they said, and the lines of the history: why has this row this id?"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from namekit.store.file import Store, now
from namekit.store.people import changed_rows, id_at, merged_places, needed_place
from namekit.table import tables_version

_AT_ONCE = 1_000  # answers in one transaction


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run said of a row: the status, the id (None unless it is a match), the probability, and why."""

    row: str
    spelling: str
    status: str
    entity_id: str | None
    probability: float
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history: when, who, what, and more in words."""

    at: str
    by: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a resolve assumed: threshold, prior of nobody, and what reads other scripts; None for an import.

    `missing` and `neither` are what a name without patronymic says, in bits, where that was learned from the list.
    """

    threshold: float | None = None
    nobody: float | None = None
    scripts: str | None = None
    missing: float | None = None
    neither: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A recorded run with what gave its answers."""

    number: int
    kind: str
    label: str
    at: str
    by: str
    namekit: str
    tables: str
    registry: str
    assumed: Assumed

    @property
    def versions(self) -> str:
        """All versions and assumptions in words: with the same, the answers are the same."""
        a = self.assumed
        given = {"namekit": self.namekit, "tables": self.tables, "registry": self.registry, "nobody": a.nobody,
                 "threshold": a.threshold, "scripts": a.scripts}  # fmt: skip
        learned = {"missing": a.missing, "neither": a.neither}
        return "; ".join(f"{k} {v}" for k, v in (given | learned).items() if k not in learned or v is not None)


_RUN = "number, kind, label, at, by, namekit, tables, registry, threshold, nobody, scripts, missing, neither"
_WIDTH = len(_RUN.split(","))  # columns; those of `Assumed` are the last
_ASSUMED = len(fields(Assumed))


def _run(row: tuple[Any, ...]) -> Run:
    values: list[Any] = [*row[: _WIDTH - _ASSUMED], Assumed(*row[_WIDTH - _ASSUMED : _WIDTH])]
    return Run(*values)


def start(  # noqa: PLR0913 (a run has so many sides)
    store: Store, kind: str, label: str, by: str, *, assumed: Assumed = Assumed(), fingerprint: str = ""
) -> int:
    """A new run, inside `writing`; gives its number."""
    from importlib.metadata import version  # noqa: PLC0415 (slow to import, and most answers are not recorded)

    cursor = store.db.execute(
        "INSERT INTO run (kind, label, at, by, namekit, tables, registry, threshold, nobody, scripts, missing, "
        "neither, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (kind, label, now(), by, version("namekit"), tables_version(), store.version,
         assumed.threshold, assumed.nobody, assumed.scripts, assumed.missing, assumed.neither, fingerprint),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def record(store: Store, label: str, by: str, assumed: Assumed, answers: Iterable[Answer]) -> Iterator[Answer]:
    """The answers as they come, each kept under a new run of the list `label` before the next thousand is asked for."""
    with store.writing():
        run = start(store, "resolve", label, by, assumed=assumed)
    waiting: list[Answer] = []
    for answer in answers:
        waiting.append(answer)
        yield answer
        if len(waiting) >= _AT_ONCE:
            _keep(store, run, waiting)
            waiting.clear()
    _keep(store, run, waiting)
    with store.writing():
        store.db.execute("UPDATE run SET finished = ? WHERE number = ?", (now(), run))


def _keep(store: Store, run: int, answers: list[Answer]) -> None:
    with store.writing():
        store.db.executemany(
            "INSERT INTO answer VALUES (?, ?, ?, ?, (SELECT place FROM entity WHERE id = ?), ?, ?)",
            [(run, a.row, a.spelling, a.status, a.entity_id, a.probability, a.reason) for a in answers],
        )
        store.db.execute("UPDATE run SET rows = rows + ? WHERE number = ?", (len(answers), run))


def answers(store: Store, label: str, row: str = "", day: str = "") -> Iterator[tuple[Run, Answer]]:
    """What recorded runs said of a list's row (or of all its rows), newest first; of one day, given as ISO 8601."""
    found = store.db.execute(
        f"SELECT {_RUN}, row, spelling, status, id, probability, reason FROM run "  # noqa: S608 (our own columns)
        "JOIN answer ON answer.run = run.number "
        "LEFT JOIN entity ON place = answer.entity "
        "WHERE label = ? AND (? = '' OR row = ?) AND substr(at, 1, ?) = ? ORDER BY number DESC, answer.rowid",
        (label, row, row, len(day), day),
    )
    return ((_run(r), Answer(*r[_WIDTH:])) for r in found)


def events(store: Store, id_: str) -> list[Event]:
    """All that happened to a person, oldest first. Raises InputError where no person has the id."""
    place = needed_place(store, id_)
    found: list[Event] = []
    for each in merged_places(store, place):
        own = id_at(store, each)
        brought = store.maybe(
            "SELECT at, by, label FROM entity JOIN run ON run.number = entity.run WHERE place = ?", (each,)
        )
        if brought:
            found.append(Event(brought[0], brought[1], "added", f"{own}, from {brought[2]}"))
        found += (
            Event(at, by, what, _said(store, what, (whose, other), detail))
            for at, by, what, whose, other, detail in changed_rows(store, each)
        )
        found += _decided(store, each)
        found += _answered(store, each)
    return sorted(dict.fromkeys(found), key=lambda e: e.at)


def _said(store: Store, what: str, places: tuple[int, int | None], detail: str) -> str:
    more = json.loads(detail)
    own, other = places
    words = [id_at(store, own)]
    if other is not None:
        words.append(f"{'from' if what == 'split' else 'into'} {id_at(store, other)}")
    if "why" in more:
        words.append(str(more.pop("why")))
    words += [f"{k}: {_plain(v[0])} -> {_plain(v[1])}" if isinstance(v, list) else f"{k} {v}" for k, v in more.items()]
    return "; ".join(w for w in words if w)


def _plain(value: Any) -> str:  # noqa: ANN401 (of JSON)
    return json.dumps(value, ensure_ascii=False) if value is not None else "nothing"


def _decided(store: Store, place: int) -> Iterator[Event]:
    rows = store.db.execute(
        "SELECT number, verdict, spelling, context, row, at, by, why, undone_at, undone_by, undone_why "
        "FROM decision WHERE entity = ?",
        (place,),
    )
    for number, verdict, spelling, context, row, at, by, why, undone_at, undone_by, undone_why in rows:
        where = (f" in {context}" + (f", row {row}" if row else "")) if context else " everywhere"
        yield Event(at, by, "decided", f"{spelling} {verdict} this person{where}: {why} (decision {number})")
        if undone_at:
            yield Event(undone_at, undone_by, "undone", f"decision {number}: {undone_why}")


def _answered(store: Store, place: int) -> Iterator[Event]:
    rows = store.db.execute(
        f"SELECT {_RUN}, row, spelling, probability, reason FROM answer JOIN run ON run.number = answer.run "  # noqa: S608
        "WHERE entity = ?",
        (place,),
    )
    for found in rows:
        run, (row, spelling, probability, reason) = _run(found), found[_WIDTH:]
        said = f"{run.label}, row {row}: {spelling}, {probability:.4f}: {reason} ({run.versions})"
        yield Event(run.at, run.by, "answered", said)
