"""Two copies of a registry brought together: people and decisions of the other come in, contradictions are listed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from namekit.errors import InputError
from namekit.store import people
from namekit.store.decisions import Decision, decisions
from namekit.store.entries import Entry, checked, combined
from namekit.store.file import Store, now
from namekit.store.history import start
from namekit.store.ids import free
from namekit.store.merging import merge
from namekit.store.people import Origin

_AT_ONCE = 1_000  # people in one transaction


@dataclass(frozen=True, slots=True)
class Joined:
    """What one person or decision of the other file became: "added", "changed", "unchanged", or "conflict" with why."""

    what: str
    kind: str
    id: str
    problem: str = ""


def join(store: Store, other: Store, by: str) -> Iterator[Joined]:
    """Brings the people and decisions of `other` into `store`; `other` is not changed. What was yielded is kept.

    People are one where their given ids are, or where what their minted ids stand for is. A minted id that stands for
    two people is given a suffix. Contradictions are yielded, and what stands in `store` is kept; of two decisions, the
    later one holds. The same file again changes nothing.
    """
    with store.writing():
        run = start(store, "merge-file", str(other.path), by)
        store.db.execute("CREATE TEMP TABLE IF NOT EXISTS mapped (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL)")
        store.db.execute("DELETE FROM mapped")
    origin = Origin(by, run, str(other.path))
    with other.reading():
        (last,) = other.one("SELECT coalesce(max(place), 0) FROM entity")
        for first in range(1, last + 1, _AT_ONCE):
            with store.writing():
                done = [
                    j for p in range(first, min(first + _AT_ONCE, last + 1)) for j in _person(store, other, p, origin)
                ]
            yield from done
        with store.writing():
            done = [*_merges(store, other, origin), *_decisions(store, other)]
            store.db.execute("UPDATE run SET finished = ?, rows = ? WHERE number = ?", (now(), last, run))
        yield from done


def _person(store: Store, other: Store, place: int, origin: Origin) -> Iterator[Joined]:
    try:
        entry = checked(people.own_entry(other, place))
    except InputError as e:
        yield Joined("conflict", "person", people.id_at(other, place), f"left out: {e}")
        return
    minted, marks = bool(other.one("SELECT minted FROM entity WHERE place = ?", (place,))[0]), _marks(other, place)
    ours, problem = _ours(store, entry.id, minted=minted, marks=marks)
    fresh, taken = _redirects(store, entry, ours)
    entry = replace(entry, redirects=fresh)
    if ours is None:
        given = free(store, entry.id) if problem else entry.id
        ours = people.put(store, replace(entry, id=given), origin)
        store.db.execute("UPDATE entity SET minted = ? WHERE place = ?", (minted, ours))
        if problem:
            people.changed(store, ours, "suffix", origin, detail={"wanted": entry.id, "given": given})
            problem += f": in as {given}"
        conflicts: tuple[str, ...] = (problem,) if problem else ()
        what = "added"
    else:
        before = people.own_entry(store, ours)
        both, conflicts = combined(before, entry)
        what = "changed" if people.rewrite(store, ours, before, both, origin) else "unchanged"
    store.db.executemany("INSERT OR IGNORE INTO minted VALUES (?, ?, ?, NULL)", [(m, ours, f) for m, f in marks])
    store.db.execute("INSERT INTO mapped VALUES (?, ?)", (place, ours))
    yield Joined(what, "person", entry.id)
    for said in (*conflicts, *taken):
        yield Joined("conflict", "person", entry.id, said)


def _marks(store: Store, place: int) -> list[tuple[Any, ...]]:
    return store.db.execute("SELECT key, fingerprint FROM minted WHERE entity = ?", (place,)).fetchall()


def _ours(store: Store, id_: str, *, minted: bool, marks: list[tuple[Any, ...]]) -> tuple[int | None, str]:
    """Our place of their person, None where the person is new; and what is wrong where an id stands for two."""
    for mark, seen in marks:
        row = store.maybe("SELECT entity FROM minted WHERE key = ? AND fingerprint = ?", (mark, seen))
        if row:
            return int(row[0]), ""
    row = store.maybe("SELECT place, minted FROM entity WHERE id = ?", (id_,))
    if row is None:
        lead = store.maybe("SELECT entity FROM redirect WHERE id = ?", (id_,))
        return (int(lead[0]) if lead else None), ""
    place, ours_minted = row
    shared = {m for m, _ in marks} & {m for m, _ in _marks(store, place)}
    if shared or (not minted and not ours_minted):
        return int(place), ""
    return None, "the id was made for two people"


def _redirects(store: Store, entry: Entry, ours: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Their redirects that are new here, and those that lead elsewhere here, in words."""
    fresh, taken = [], []
    for id_ in entry.redirects:
        place = people.place_of(store, id_)
        if place is None:
            fresh.append(id_)
        elif ours is None or place != people.root(store, ours):
            taken.append(f"{id_} leads to {people.id_at(store, place)} here, and to {entry.id} there")
    return tuple(fresh), tuple(taken)


def _merges(store: Store, other: Store, origin: Origin) -> Iterator[Joined]:
    """Merges that were made there, unless they were undone here."""
    for theirs, target in other.db.execute("SELECT place, merged_into FROM entity WHERE merged_into IS NOT NULL"):
        old, into = _mapped(store, theirs), _mapped(store, target)
        if old is None or into is None:
            continue
        id_ = people.id_at(store, old)
        (here,) = store.one("SELECT merged_into FROM entity WHERE place = ?", (old,))
        if people.root(store, old) == people.root(store, into):
            continue
        was_split = store.maybe("SELECT 1 FROM change WHERE entity = ? AND what = 'split'", (old,))
        if here is not None or was_split:
            state = f"merged into {people.id_at(store, here)}" if here is not None else "split"
            yield Joined("conflict", "merge", id_, f"merged into {people.id_at(store, into)} there, {state} here")
            continue
        conflicts = merge(store, id_, people.id_at(store, into), origin, "merged in the other file")
        yield Joined("changed", "merge", id_)
        for said in conflicts:
            yield Joined("conflict", "merge", id_, said)


def _mapped(store: Store, theirs: int) -> int | None:
    """Our place of their person; None where the person was left out."""
    row = store.maybe("SELECT ours FROM mapped WHERE theirs = ?", (theirs,))
    return int(row[0]) if row else None


def _decisions(store: Store, other: Store) -> Iterator[Joined]:
    """Decisions that are new here come in as they are; one that was undone there is undone here."""
    known = {d.uid: d for d in decisions(store, every=True)}
    for theirs in decisions(other, every=True):
        mine = known.get(theirs.uid)
        if mine is None:
            yield from _new_decision(store, other, theirs)
        elif mine.undone_at is None and theirs.undone_at is not None:
            store.revise()
            store.db.execute(
                "UPDATE decision SET undone_at = ?, undone_by = ?, undone_why = ? WHERE number = ?",
                (theirs.undone_at, theirs.undone_by, theirs.undone_why, mine.number),
            )
            store.db.execute("UPDATE decision SET replaced_by = NULL WHERE replaced_by = ?", (mine.number,))
            yield Joined("changed", "decision", theirs.spelling)
        else:
            yield Joined("unchanged", "decision", theirs.spelling)
    for number, uid in other.db.execute(
        "SELECT a.number, b.uid FROM decision a JOIN decision b ON a.replaced_by = b.number"
    ):
        (mine_uid,) = other.one("SELECT uid FROM decision WHERE number = ?", (number,))
        store.db.execute(
            "UPDATE decision SET replaced_by = (SELECT number FROM decision WHERE uid = ?) "
            "WHERE uid = ? AND replaced_by IS NULL AND undone_at IS NULL "
            "AND (SELECT undone_at FROM decision WHERE uid = ?) IS NULL",
            (uid, mine_uid, uid),
        )


def _new_decision(store: Store, other: Store, theirs: Decision) -> Iterator[Joined]:
    (own,) = other.one("SELECT entity FROM decision WHERE number = ?", (theirs.number,))
    place = None if own is None else _mapped(store, own)
    if own is not None and place is None:
        yield Joined("conflict", "decision", theirs.spelling, "left out: it is about a person who was left out")
        return
    store.revise()
    cursor = store.db.execute(
        "INSERT INTO decision (uid, verdict, spelling, spelling_key, entity, context, row, by, at, why, undone_at, "
        "undone_by, undone_why) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?",
        (
            theirs.uid, theirs.verdict, theirs.spelling, _key_of(other, theirs), place, theirs.context.where,
            theirs.context.row, theirs.by, theirs.at, theirs.why, theirs.undone_at, theirs.undone_by, theirs.undone_why,
        ),
    )  # fmt: skip
    yield Joined("added", "decision", theirs.spelling)
    if theirs.active:
        yield from _contradictions(store, int(cursor.lastrowid or 0), theirs)


def _key_of(other: Store, decision: Decision) -> str:
    return str(other.one("SELECT spelling_key FROM decision WHERE number = ?", (decision.number,))[0])


def _contradictions(store: Store, number: int, theirs: Decision) -> Iterator[Joined]:
    """Decisions of both copies about one spelling in one place that cannot both hold: the later one does."""
    rows = store.db.execute(
        "SELECT a.number, a.verdict, a.by, a.at, a.entity = b.entity FROM decision a, decision b "
        "WHERE b.number = ? AND a.number <> b.number AND a.spelling_key = b.spelling_key "
        "AND a.context = b.context AND a.row = b.row AND a.undone_at IS NULL AND a.replaced_by IS NULL",
        (number,),
    ).fetchall()
    for mine, verdict, by, at, same in rows:
        both_settle = verdict != "is not" and theirs.verdict != "is not"
        if not (both_settle and not (same and verdict == theirs.verdict)) and not (same and verdict != theirs.verdict):
            continue
        later, earlier = (number, mine) if theirs.at >= at else (mine, number)
        store.db.execute("UPDATE decision SET replaced_by = ? WHERE number = ?", (later, earlier))
        where = theirs.context.where + (f", row {theirs.context.row}" if theirs.context.row else "")
        said = f"{verdict}, by {by} on {at[:10]} here; {theirs.verdict}, by {theirs.by} on {theirs.at[:10]} there"
        yield Joined("conflict", "decision", f"{theirs.spelling} in {where}" if where else theirs.spelling, said)
