"""Is a registry's file whole? SQLite's own check, and what must hold of people and decisions."""

from collections.abc import Iterator

from namekit.store.file import Store

# Each gives what must not be: an id or a number, in words.
_LOOPS = """
  WITH RECURSIVE up(start, p, n) AS (
    SELECT place, merged_into, 1 FROM entity WHERE merged_into IS NOT NULL
    UNION ALL
    SELECT start, merged_into, n + 1 FROM up JOIN entity ON place = p
    WHERE merged_into IS NOT NULL AND p <> start AND n < 10000
  ) SELECT id FROM up JOIN entity ON place = start WHERE p = start"""
_LATER = "SELECT id FROM entity WHERE revision > (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'revision')"
_MISCOUNTED = "added + changed + unchanged + passed_over + rejected"
_MUST_NOT_BE = {
    "{} has no name": "SELECT id FROM entity WHERE place NOT IN (SELECT entity FROM name)",
    "{} is a person's id and a redirect": "SELECT id FROM redirect WHERE id IN (SELECT id FROM entity)",
    "the places have a gap before {}": "SELECT id FROM entity WHERE place > (SELECT count(*) FROM entity) OR place < 1",
    "{} was changed after the last revision": _LATER,
    "{} leads back to itself": _LOOPS,
    "decision {} is about nobody": "SELECT number FROM decision WHERE entity IS NULL AND verdict <> 'undecided'",
    "run {} counts other rows than it has": f"SELECT number FROM run WHERE kind = 'import' AND rows <> {_MISCOUNTED}",  # noqa: S608
    "run {} says that it added other people than are there": "SELECT number FROM run WHERE kind = 'import' "
    "AND added <> (SELECT count(*) FROM entity WHERE run = run.number)",
}


def faults(store: Store) -> Iterator[str]:
    """What is wrong with the file, in words; nothing where it is whole."""
    with store.reading():
        for (said,) in store.db.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield f"the file is damaged: {said}"
        for table, row, parent, _ in store.db.execute("PRAGMA foreign_key_check"):
            yield f"row {row} of {table} speaks of a row of {parent} that is not there"
        for problem, sql in _MUST_NOT_BE.items():
            for (what,) in store.db.execute(sql):
                yield problem.format(what)


def remarks(store: Store) -> Iterator[str]:
    """What may be right but deserves a look: ids outside that two people share, imports that were not finished."""
    rows = store.db.execute(
        "SELECT scheme, value, group_concat(entity.id, ', ') FROM external_id JOIN entity ON place = entity "
        "WHERE merged_into IS NULL GROUP BY scheme, value HAVING count(*) > 1 ORDER BY scheme, value"
    )
    for scheme, value, ids in rows:
        yield f"{scheme} {value} is the id of several people: {ids}"
    for label, at, done in store.db.execute(
        "SELECT label, at, rows FROM run WHERE kind = 'import' AND finished IS NULL ORDER BY number"
    ):
        yield f"the import of {label} on {at[:10]} stopped after {done:,} rows: import the file again to go on"


def counts(store: Store) -> dict[str, int]:
    """How many people, names, decisions and runs there are."""
    queries = {
        "people": "SELECT count(*) FROM entity WHERE merged_into IS NULL",
        "merged": "SELECT count(*) FROM entity WHERE merged_into IS NOT NULL",
        "redirects": "SELECT count(*) FROM redirect",
        "names": "SELECT count(*) FROM name",
        "with a birth date": "SELECT count(*) FROM entity WHERE birth_date IS NOT NULL",
        "external ids": "SELECT count(*) FROM external_id",
        "decisions": "SELECT count(*) FROM decision WHERE undone_at IS NULL AND replaced_by IS NULL",
        "decisions undone or replaced": "SELECT count(*) FROM decision WHERE undone_at IS NOT NULL OR replaced_by > 0",
        "imports": "SELECT count(*) FROM run WHERE kind = 'import'",
        "recorded runs": "SELECT count(*) FROM run WHERE kind = 'resolve'",
    }
    with store.reading():
        return {what: int(store.one(sql)[0]) for what, sql in queries.items()}
