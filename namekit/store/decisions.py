"""What people decided of a spelling: this person, not this person, or undecided; by whom, when, why, and where.

A decision holds in its context alone: a row of a list, or a document. One for everywhere is possible, and weaker than
one for the place itself. Nothing is deleted: a decision is undone, or replaced by a later one, and stays in the list.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from namekit.errors import InputError
from namekit.store.entries import shown
from namekit.store.file import Store, now
from namekit.store.people import id_at, needed_place, root
from namekit.text import repair

Verdict = Literal["is", "is not", "undecided"]
VERDICTS: tuple[Verdict, ...] = ("is", "is not", "undecided")
_ACTIVE = "undone_at IS NULL AND replaced_by IS NULL"
_COLUMNS = (
    "number, verdict, spelling, entity, context, row, by, at, why, replaced_by, undone_at, undone_by, undone_why, uid"
)


@dataclass(frozen=True, slots=True)
class Context:
    """Where a spelling stands: a list and its row, or a document, whose row is "". `EVERYWHERE` has neither."""

    where: str
    row: str = ""


EVERYWHERE = Context("")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `entity_id` is the person's id now, after merges; None where an undecided one names nobody."""

    number: int
    verdict: Verdict
    spelling: str
    entity_id: str | None
    context: Context
    by: str
    at: str
    why: str
    replaced_by: int | None
    undone_at: str | None
    undone_by: str | None
    undone_why: str | None
    uid: str
    place: int | None

    @property
    def active(self) -> bool:
        """Whether it still holds."""
        return self.undone_at is None and self.replaced_by is None


def spelling_key(spelling: str) -> str:
    """What two spellings share that are one for a decision: the same letters, whatever their case and apostrophes.

    Half of a character, which no file can hold, is a question mark.
    """
    return repair(spelling)[0].casefold().encode("utf-8", "replace").decode("utf-8")


def decide(  # noqa: PLR0913 (a decision has so many sides)
    store: Store, verdict: Verdict, spelling: str, entity_id: str | None, context: Context, *, by: str, why: str = ""
) -> Decision:
    """Keeps a decision, inside `writing`. What it contradicts in the same context, it replaces.

    Raises InputError for an unknown id, an empty spelling, or a verdict about nobody.
    """
    if verdict not in VERDICTS:
        raise InputError(f"no verdict {verdict!r}", advice=f"verdicts: {', '.join(VERDICTS)}")
    if not spelling_key(spelling):
        raise InputError("an empty spelling")
    if entity_id is None and verdict != "undecided":
        raise InputError(f"{shown(spelling)} {verdict} whom?", advice="name the person's id")
    place = None if entity_id is None else needed_place(store, entity_id)
    store.revise()
    values = (secrets.token_hex(8), verdict, spelling, spelling_key(spelling), place, *_where(context), by, now(), why)
    cursor = store.db.execute(
        "INSERT INTO decision (uid, verdict, spelling, spelling_key, entity, context, row, by, at, why) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    number = int(cursor.lastrowid or 0)
    for older in _in_context(store, spelling_key(spelling), context):
        if older.number != number and _contradict(older, verdict, place):
            store.db.execute("UPDATE decision SET replaced_by = ? WHERE number = ?", (number, older.number))
    return decision(store, number)


def _where(context: Context) -> tuple[str, str]:
    return context.where, context.row


def _contradict(older: Decision, verdict: Verdict, place: int | None) -> bool:
    """Whether a new verdict takes the place of an older one about the same spelling in the same context."""
    same = older.place == place
    if verdict == "is not":
        return same and older.verdict in {"is", "is not"}
    if verdict == "is":
        return older.verdict in {"is", "undecided"} or same
    return older.verdict in {"is", "undecided"}


def undo(store: Store, number: int, *, by: str, why: str = "") -> Decision:
    """Takes a decision back, inside `writing`; those that it had replaced hold again.

    Raises InputError where it is gone already.
    """
    found = decision(store, number)
    if not found.active:
        state = f"was replaced by {found.replaced_by}" if found.replaced_by else f"was undone on {found.undone_at}"
        raise InputError(f"decision {number} {state}")
    store.revise()
    store.db.execute(
        "UPDATE decision SET undone_at = ?, undone_by = ?, undone_why = ? WHERE number = ?", (now(), by, why, number)
    )
    store.db.execute("UPDATE decision SET replaced_by = NULL WHERE replaced_by = ?", (number,))
    return decision(store, number)


def decision(store: Store, number: int) -> Decision:
    """The decision with a number. Raises InputError where there is none."""
    row = store.maybe(f"SELECT {_COLUMNS} FROM decision WHERE number = ?", (number,))  # noqa: S608
    if row is None:
        raise InputError(f"no decision {number}", advice="`namekit registry decisions` lists them")
    return _decision(store, row)


def decisions(store: Store, *, every: bool = False) -> Iterator[Decision]:
    """The decisions that hold, oldest first; with `every`, also those that were undone or replaced."""
    where = "" if every else f"WHERE {_ACTIVE}"
    for row in store.db.execute(f"SELECT {_COLUMNS} FROM decision {where} ORDER BY number"):  # noqa: S608
        yield _decision(store, row)


def holding(store: Store, spelling: str, context: Context) -> list[Decision]:
    """What holds for a spelling in a context: what was decided there, else everywhere; the latest first.

    What a person is not is kept from both. Of a place and everywhere, the place has the last word.
    """
    wanted = spelling_key(spelling)
    here = _in_context(store, wanted, context)
    if context == EVERYWHERE:
        return here
    settled = any(d.verdict != "is not" for d in here)
    said = {d.place for d in here}
    return here + [
        d
        for d in _in_context(store, wanted, EVERYWHERE)
        if d.place not in said and not (settled and d.verdict != "is not")
    ]


def decided_keys(store: Store, where: str) -> frozenset[str]:
    """Keys of all spellings of which something holds in some row of a list, or everywhere."""
    found = store.db.execute(
        f"SELECT DISTINCT spelling_key FROM decision WHERE context IN (?, '') AND {_ACTIVE}",  # noqa: S608
        (where,),
    )
    return frozenset(key for (key,) in found)


def _in_context(store: Store, wanted: str, context: Context) -> list[Decision]:
    rows = store.db.execute(
        f"SELECT {_COLUMNS} FROM decision WHERE spelling_key = ? AND context = ? AND row = ? AND {_ACTIVE} "  # noqa: S608
        "ORDER BY number DESC",
        (wanted, *_where(context)),
    ).fetchall()
    return [_decision(store, row) for row in rows]


def _decision(store: Store, row: tuple[Any, ...]) -> Decision:
    leads = None if row[3] is None else root(store, row[3])
    id_ = None if leads is None else id_at(store, leads)
    values: list[Any] = [*row[:3], id_, Context(row[4], row[5]), *row[6:], leads]
    return Decision(*values)
