"""People in the registry's file: put in, read, found. A merged person's row stays; its reading leads to the other.

Other rooms may speak of a person by place, a number from 1, dense and stable. What is derived from people's names and
kept follows the table `stale`: who changes enters there, with what they were before.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from namekit.entity import Entity, Gender, Name, NameKind
from namekit.errors import InputError
from namekit.store.entries import Entry, checked, combined, shown
from namekit.store.file import Store, now
from namekit.store.ids import free, readable

_AT_ONCE = 500  # places in one query
_Row = tuple[Any, ...]
Image = tuple[Gender | None, list[tuple[str, NameKind]]]
"""A person's gender, and the text and kind of each name."""


def place_of(store: Store, id_: str) -> int | None:
    """The place that an id leads to, through merges and redirects; None where no id is or was that."""
    row = store.maybe("SELECT place FROM entity WHERE id = ?", (id_,)) or store.maybe(
        "SELECT entity FROM redirect WHERE id = ?", (id_,)
    )
    return root(store, row[0]) if row else None


def needed_place(store: Store, id_: str) -> int:
    """`place_of`, or InputError where there is none."""
    place = place_of(store, id_)
    if place is None:
        raise InputError(f"no person has the id {shown(id_)}", advice="`namekit registry find` looks for names")
    return place


def root(store: Store, place: int) -> int:
    """The place to which merges lead from a place."""
    row = store.maybe(
        "WITH RECURSIVE up(p, n) AS (SELECT ?, 0 UNION ALL SELECT merged_into, n + 1 FROM up JOIN entity ON place = p "
        "WHERE merged_into IS NOT NULL AND n < 10000) SELECT p FROM up ORDER BY n DESC LIMIT 1",
        (place,),
    )
    return int(row[0]) if row else place


def merged_places(store: Store, place: int) -> list[int]:
    """The place and all that were merged into it, in the order of their places, itself first."""
    below = store.db.execute(
        "WITH RECURSIVE down(p) AS (SELECT ? UNION SELECT place FROM entity JOIN down ON merged_into = p) "
        "SELECT p FROM down",
        (place,),
    )
    return [place, *sorted(p for (p,) in below if p != place)]


def id_at(store: Store, place: int) -> str:
    """The id of the row at a place, merged or not."""
    return str(store.one("SELECT id FROM entity WHERE place = ?", (place,))[0])


def entry_at(store: Store, place: int) -> Entry:
    """The person at a place with all that is kept, and with all that the people merged into it brought."""
    places = merged_places(store, place)
    whole = own_entry(store, places[0])
    for other in places[1:]:
        merged = own_entry(store, other)
        whole, _ = combined(whole, replace(merged, redirects=(*merged.redirects, merged.id)))
    return whole


def own_entry(store: Store, place: int) -> Entry:
    """What the row at a place itself keeps, without those merged into it."""
    (entry,) = _entries(store, [place])
    return entry


def _entries(store: Store, places: list[int]) -> Iterator[Entry]:
    """The rows' own entries, in the order of the places given, which must be `_AT_ONCE` at most."""
    marks = ",".join("?" * len(places))
    people = {r[0]: r for r in store.db.execute(
        f"SELECT place, id, birth_date, gender, countries FROM entity WHERE place IN ({marks})", places)}  # fmt: skip # noqa: S608 (marks)
    names = _grouped(store, f"SELECT entity, text, language, kind FROM name WHERE entity IN ({marks}) "  # noqa: S608
                     "ORDER BY entity, position", places)  # fmt: skip
    outside = _grouped(store, f"SELECT entity, scheme, value FROM external_id WHERE entity IN ({marks}) "  # noqa: S608
                       "ORDER BY entity, scheme, value", places)  # fmt: skip
    remarks = _grouped(store, f"SELECT entity, kind, text FROM remark WHERE entity IN ({marks}) "  # noqa: S608
                       "ORDER BY entity, kind, position", places)  # fmt: skip
    redirects = _grouped(store, f"SELECT entity, id FROM redirect WHERE entity IN ({marks}) ORDER BY entity, id",  # noqa: S608
                         places)  # fmt: skip
    for place in places:
        _, id_, born, gender, countries = people[place]
        yield Entry(
            id=id_,
            names=tuple(Name(text, language, kind) for _, text, language, kind in names.get(place, ())),
            birth_date=born,
            gender=cast("Gender | None", gender),
            countries=tuple((countries or "").split()),
            external_ids=tuple((scheme, value) for _, scheme, value in outside.get(place, ())),
            notes=tuple(text for _, kind, text in remarks.get(place, ()) if kind == "note"),
            sources=tuple(text for _, kind, text in remarks.get(place, ()) if kind == "source"),
            redirects=tuple(r for _, r in redirects.get(place, ())),
        )


def _grouped(store: Store, sql: str, values: Sequence[int]) -> dict[int, list[_Row]]:
    return {place: list(rows) for place, rows in groupby(store.db.execute(sql, values), key=itemgetter(0))}


def entries(store: Store) -> Iterator[Entry]:
    """All people, in the order of their places; those merged into another are with the other. One state of the file."""
    with store.reading():
        heads = {into for (into,) in store.db.execute("SELECT merged_into FROM entity WHERE merged_into IS NOT NULL")}
        places = store.db.execute("SELECT place FROM entity WHERE merged_into IS NULL ORDER BY place")
        while some := [p for (p,) in places.fetchmany(_AT_ONCE)]:
            for place, entry in zip(some, _entries(store, some), strict=True):
                yield entry_at(store, place) if place in heads else entry


def entities(store: Store) -> Iterator[tuple[int, Entity]]:
    """All people as the resolver needs them, each with the place: two passes side by side, nothing held in memory."""
    with store.reading():
        heads = {into for (into,) in store.db.execute("SELECT merged_into FROM entity WHERE merged_into IS NOT NULL")}
        names = groupby(
            store.db.execute("SELECT entity, text, language, kind FROM name ORDER BY entity, position"), itemgetter(0)
        )
        people = store.db.execute(
            "SELECT place, id, birth_date, gender, countries, merged_into FROM entity ORDER BY place"
        )
        for (place, id_, born, gender, countries, merged_into), (_, rows) in zip(people, names, strict=True):
            own = tuple(Name(text, language, kind) for _, text, language, kind in rows)
            if place in heads and merged_into is None:
                yield place, entry_at(store, place).entity()
            elif merged_into is None:
                yield place, Entity(id_, own, born, gender, tuple((countries or "").split()))


def count(store: Store) -> int:
    """How many people there are, those merged into another aside: places have no gaps."""
    (places,) = store.one("SELECT coalesce(max(place), 0) FROM entity")
    (merged,) = store.one("SELECT count(*) FROM entity WHERE merged_into IS NOT NULL")
    return int(places) - int(merged)


def latest(store: Store) -> int:
    """The revision in which people last changed; decisions alone do not move it."""
    return int(store.one("SELECT coalesce(max(revision), 0) FROM entity")[0])


def changed_since(store: Store, revision: int) -> Iterator[int]:
    """Places whose row changed after a revision, in order; a merged or split person counts as changed."""
    rows = store.db.execute("SELECT place FROM entity WHERE revision > ? ORDER BY place", (revision,))
    return (place for (place,) in rows)


def entities_at(store: Store, places: Sequence[int]) -> dict[int, Entity]:
    """The people at some places, `_AT_ONCE` at most, as the resolver needs them; none where one was merged."""
    marks = ",".join("?" * len(places))
    heads = {p for (p,) in store.db.execute(
        f"SELECT place FROM entity WHERE place IN ({marks}) AND merged_into IS NULL", places)}  # fmt: skip # noqa: S608
    joined = {p for (p,) in store.db.execute(f"SELECT merged_into FROM entity WHERE merged_into IN ({marks})", places)}  # noqa: S608
    alone = [p for p in places if p in heads and p not in joined]
    found = {place: entry.entity() for place, entry in zip(alone, _entries(store, alone), strict=True)}
    return found | {place: entry_at(store, place).entity() for place in heads & joined}


def images_at(store: Store, places: Sequence[int]) -> dict[int, Image]:
    """What postings are made from of the people at some places, `_AT_ONCE` at most; none where one was merged."""
    marks = ",".join("?" * len(places))
    genders: dict[int, Gender | None] = dict(store.db.execute(
        f"SELECT place, gender FROM entity WHERE place IN ({marks}) AND merged_into IS NULL", places))  # fmt: skip # noqa: S608 (marks)
    names = _grouped(store, f"SELECT entity, text, kind FROM name WHERE entity IN ({marks}) ORDER BY entity, position",  # noqa: S608
                     places)  # fmt: skip
    found = {
        place: (gender, [(text, kind) for _, text, kind in names.get(place, ())]) for place, gender in genders.items()
    }
    joined = store.db.execute(f"SELECT DISTINCT merged_into FROM entity WHERE merged_into IN ({marks})", places)  # noqa: S608
    for place in [p for (p,) in joined if p in found]:
        found[place] = found[place][0], [(n.text, n.kind) for n in entry_at(store, place).names]
    return found


def outdate(store: Store, place: int) -> None:
    """The person at a place is about to change: what their names are now is kept for what is derived from them."""
    if store.maybe("SELECT 1 FROM stale WHERE place = ?", (place,)):
        return
    known = images_at(store, [place]).get(place)
    was = known and json.dumps(known, ensure_ascii=False)
    store.db.execute("INSERT INTO stale VALUES (?, ?)", (place, was))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry comes from: who put it in, by which run, and the source with its own id for the person."""

    by: str = ""
    run: int | None = None
    source: str = ""
    own_id: str = ""


def put(store: Store, entry: Entry, origin: Origin) -> int:
    """A new person, inside `writing`; gives the place. An id of "" is minted.

    Raises InputError where the id is taken, or where the entry cannot be kept (see `checked`).
    """
    entry = checked(entry)
    wanted = "" if entry.id else readable(entry, origin.source, origin.own_id)
    id_ = entry.id or free(store, wanted)
    values = (id_, entry.birth_date, entry.gender, " ".join(entry.countries) or None, int(not entry.id), origin.run)
    try:
        cursor = store.db.execute(
            "INSERT INTO entity (id, birth_date, gender, countries, minted, run, revision) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*values, store.revise()),
        )
    except sqlite3.IntegrityError as e:
        raise InputError(f"the id {shown(id_)} is taken") from e
    place = int(cursor.lastrowid or 0)
    store.db.execute("INSERT INTO stale VALUES (?, NULL)", (place,))
    _put_parts(store, place, entry)
    if origin.run is None:
        changed(store, place, "added", origin)
        if wanted:  # by this, copies of the file know the person again
            store.db.execute("INSERT INTO minted VALUES (?, ?, ?, NULL)", (secrets.token_bytes(16), place, b""))
    if wanted and id_ != wanted:
        changed(store, place, "suffix", origin, detail={"wanted": wanted, "given": id_})
    return place


def rewrite(store: Store, place: int, before: Entry, entry: Entry, origin: Origin) -> bool:
    """The row at a place, which is `before`, as `entry` says, inside `writing`; False where it says so already.

    What it was is kept in the history.
    """
    entry = checked(entry)
    if _ordered(entry) == _ordered(before):
        return False
    revision = store.revise()
    if (entry.names, entry.gender) != (before.names, before.gender):
        outdate(store, root(store, place))
    store.db.execute(
        "UPDATE entity SET birth_date = ?, gender = ?, countries = ?, revision = ? WHERE place = ?",
        (entry.birth_date, entry.gender, " ".join(entry.countries) or None, revision, place),
    )
    store.db.execute("UPDATE entity SET revision = ? WHERE place = ?", (revision, root(store, place)))
    for table in ("name", "external_id", "remark", "redirect"):
        store.db.execute(f"DELETE FROM {table} WHERE entity = ?", (place,))  # noqa: S608 (our own tables)
    _put_parts(store, place, entry)
    changed(store, place, "changed", origin, detail=_difference(before, entry))
    return True


def _ordered(entry: Entry) -> Entry:
    """The entry with its ids in the order in which the file gives them."""
    return replace(entry, external_ids=tuple(sorted(entry.external_ids)), redirects=tuple(sorted(entry.redirects)))


def _put_parts(store: Store, place: int, entry: Entry) -> None:
    db = store.db
    db.executemany(
        "INSERT INTO name VALUES (?, ?, ?, ?, ?)",
        [(place, i, n.text, n.language, n.kind) for i, n in enumerate(entry.names)],
    )
    if entry.external_ids:
        db.executemany("INSERT INTO external_id VALUES (?, ?, ?)", [(*pair, place) for pair in entry.external_ids])
    remarks = [("note", i, t) for i, t in enumerate(entry.notes)] + [
        ("source", i, t) for i, t in enumerate(entry.sources)
    ]
    if remarks:
        db.executemany("INSERT INTO remark VALUES (?, ?, ?, ?)", [(place, *r) for r in remarks])
    for id_ in entry.redirects:
        known = store.maybe("SELECT place FROM entity WHERE id = ?", (id_,))
        if known is None:
            try:
                db.execute("INSERT INTO redirect VALUES (?, ?)", (id_, place))
            except sqlite3.IntegrityError as e:
                raise InputError(f"the id {shown(id_)} leads to another person already") from e
        elif root(store, known[0]) not in {place, root(store, place)}:
            raise InputError(f"the id {shown(id_)} is another person's", advice="merge the two first")


def changed(  # noqa: PLR0913 (a line has so many columns)
    store: Store,
    place: int,
    what: str,
    origin: Origin,
    *,
    other: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """A line of the history."""
    store.db.execute(
        "INSERT INTO change (at, by, what, entity, other, detail, run) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (now(), origin.by, what, place, other, json.dumps(detail or {}, ensure_ascii=False), origin.run),
    )


def changed_rows(store: Store, place: int) -> list[_Row]:
    """The history's lines about a place: when, who, what, of which place, the other place, and more as JSON."""
    return store.db.execute(
        "SELECT at, by, what, entity, other, detail FROM change WHERE entity = ?1 OR other = ?1 ORDER BY number",
        (place,),
    ).fetchall()


def _difference(before: Entry, after: Entry) -> dict[str, Any]:
    """The fields that differ: what they were, and what they are."""
    out: dict[str, Any] = {}
    for field in ("birth_date", "gender", "countries", "external_ids", "notes", "sources", "redirects"):
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            out[field] = [old, new]
    if before.names != after.names:
        out["names"] = [[(n.text, n.language, n.kind) for n in e.names] for e in (before, after)]
    return out


def find(store: Store, text: str, limit: int) -> list[int]:
    """Places of people whose id, external id or name holds the text, whatever its case; merges are followed."""
    wanted = text.casefold()
    store.db.create_function("holds", 1, lambda t: wanted in t.casefold(), deterministic=True)
    found: dict[int, None] = {}
    with store.reading():
        exact = place_of(store, text)
        if exact is not None:
            found[exact] = None
        for sql in (
            "SELECT entity FROM name WHERE holds(text)",
            "SELECT place FROM entity WHERE holds(id)",
            "SELECT entity FROM external_id WHERE holds(value)",
            "SELECT entity FROM redirect WHERE holds(id)",
        ):
            for (place,) in store.db.execute(sql):
                found[root(store, place)] = None
                if len(found) >= limit:
                    return list(found)
    return list(found)


def put_all(store: Store, people: Iterable[Entity]) -> None:
    """Entities as they are, in one transaction: for a registry in memory."""
    with store.writing():
        for entity in people:
            put(store, Entry.of(entity), Origin())
