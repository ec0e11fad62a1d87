"""Two people who are one: the old id leads to the other, and nothing of either is lost; splitting undoes it."""

from namekit.errors import InputError
from namekit.store.entries import combined, shown
from namekit.store.file import Store
from namekit.store.people import Origin, changed, entry_at, id_at, needed_place, outdate, root


def merge(store: Store, old: str, into: str, origin: Origin, why: str = "") -> tuple[str, ...]:
    """The person `old` is the person `into`: from now on the old id leads there. Inside `writing`.

    Gives what the two contradict each other in. Raises InputError where an id is unknown or both are one already.
    """
    place, target = needed_place(store, old), needed_place(store, into)
    if place == target:
        raise InputError(f"{shown(old)} and {shown(into)} are one person already")
    _, conflicts = combined(entry_at(store, target), entry_at(store, place))
    revision = store.revise()
    outdate(store, place)
    outdate(store, target)
    store.db.execute("UPDATE entity SET merged_into = ?, revision = ? WHERE place = ?", (target, revision, place))
    store.db.execute("UPDATE entity SET revision = ? WHERE place = ?", (revision, target))
    changed(store, place, "merged", origin, other=target, detail={"why": why} if why else None)
    return conflicts


def split(store: Store, id_: str, origin: Origin, why: str = "") -> str:
    """The person `id_`, merged earlier, stands alone again, as before. Inside `writing`; gives the id it led to.

    Raises InputError where the id is unknown or was not merged.
    """
    row = store.maybe("SELECT place, merged_into FROM entity WHERE id = ?", (id_,))
    if row is None or row[1] is None:
        needed_place(store, id_)
        raise InputError(f"{shown(id_)} was not merged into another person")
    place, target = row
    revision = store.revise()
    outdate(store, place)
    outdate(store, root(store, target))
    store.db.execute("UPDATE entity SET merged_into = NULL, revision = ? WHERE place = ?", (revision, place))
    store.db.execute("UPDATE entity SET revision = ? WHERE place IN (?, ?)", (revision, target, root(store, target)))
    changed(store, place, "split", origin, other=target, detail={"why": why} if why else None)
    return id_at(store, target)
