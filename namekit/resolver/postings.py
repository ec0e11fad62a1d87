"""Postings kept in a registry's file: made from people's names, and kept in step with them.

Whoever changes people leaves them in the table `stale` with what they were. `settle` takes few of them into the
postings in the transaction that changed them; `bring_up` any number, each part of which is one transaction. Rows are
first put aside in temporary tables, then go in sorted, so that memory is bounded and a large import writes each page
a few times only.
"""

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

from namekit.entity import Name
from namekit.names.initials import beginning
from namekit.names.scripts import engine_version, is_foreign
from namekit.processes import shared_out
from namekit.ready import made_of
from namekit.resolver.forms import MANY, Spelt, spelt
from namekit.resolver.index import reading_limits
from namekit.resolver.keys import blocks_of, heard_as, near_to
from namekit.resolver.vocabulary import Field
from namekit.store.file import Store
from namekit.store.people import Image, changed_since, images_at
from namekit.table import table_text

ALONE, ANY = 0, 1  # partners that are no blocks
SHORTENED = MANY + 1  # the block of names with initials: no other has so low a number but those that count words
# Beside those of `ready`.
_TABLES = (*(("names", name) for name in ("births", "cases", "endings", "looks", "words")), ("", "scripts"))
_CODE = """names.births names.cases names.declension names.descriptions names.frequency names.graphemes
names.initials names.joined names.kin names.languages names.marks names.parsing names.plain names.plausibility
names.relatives names.roles names.scripts names.several names.sounds names.surnames names.tokens names.words
resolver.forms resolver.keys resolver.postings resolver.vocabulary romanization.likelihood romanization.orthography
text"""
_FEW = 1_000  # people whose postings are changed together with them
_PART = 250_000  # people in one transaction: others wait for it some twenty seconds
_AT_ONCE = 500  # people read at a time
FIELDS_BY_RANK: tuple[Field, ...] = ("surname", "patronymic", "given")  # as the file numbers them
RANKS = {field: rank for rank, field in enumerate(FIELDS_BY_RANK)}
_KEPT = ("posting", "bearer", "block", "word", "heard", "near")
_ASIDE = """
CREATE TEMP TABLE IF NOT EXISTS new_place (place INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS new_bearer (place INTEGER, sign INTEGER, form INTEGER, position INTEGER);
CREATE TEMP TABLE IF NOT EXISTS new_row (place INTEGER, sign INTEGER, block INTEGER, partner INTEGER, form INTEGER);
CREATE TEMP TABLE IF NOT EXISTS new_word (place INTEGER, sign INTEGER, text TEXT, field INTEGER);
CREATE TEMP TABLE IF NOT EXISTS word_delta (text TEXT, field INTEGER, names INTEGER);
CREATE TEMP TABLE IF NOT EXISTS new_heard (key TEXT, text TEXT, field INTEGER);
CREATE TEMP TABLE IF NOT EXISTS new_near (key TEXT, sounds TEXT);
"""
# Of a name with so many words, their number is a block as well: no other has so low a number.
_BLOCKS = (
    f"SELECT block, place, sign FROM new_row WHERE partner = {ANY} "  # noqa: S608 (our own queries)
    f"UNION ALL SELECT form & {MANY}, place, sign FROM new_bearer"
)
_COUNTED = (
    "SELECT block, sum(sign), sum(sign * names) FROM "  # noqa: S608
    f"(SELECT block, place, sign, count(*) AS names FROM ({_BLOCKS}) GROUP BY block, place, sign) GROUP BY block"
)
_SHOULD_BE = {  # what there is, and what there should be
    "bearer": ("SELECT form, entity, position FROM bearer", "SELECT form, place, position FROM new_bearer"),
    "posting": ("SELECT block, partner, form FROM posting", "SELECT block, partner, form FROM new_row"),
    "block": (
        "SELECT number, bearers, names FROM block",
        _COUNTED,
    ),
    "word": ("SELECT text, field, names FROM word", "SELECT text, field, names FROM word_delta"),
    "heard": ("SELECT key, text, field FROM heard", "SELECT key, text, field FROM new_heard"),
    "near": (
        (
            "SELECT key, sounds FROM near WHERE sounds NOT IN (SELECT sounds FROM new_near) "
            "UNION ALL SELECT key, sounds FROM new_near JOIN near USING (key, sounds)"
        ),
        "SELECT key, sounds FROM new_near",
    ),
}
_BY_PLACE = ("new_bearer", "new_row", "new_word")
_ALL_ASIDE = (*_BY_PLACE, "new_place", "word_delta", "new_heard", "new_near")


@cache
def made_by() -> str:
    """What the postings depend on beside people: changes with the tables that names are read by, and with the code."""
    digest = hashlib.sha256(made_of().encode())
    for folder, name in _TABLES:
        digest.update(table_text(folder, name).encode())
    for room in _CODE.split():
        digest.update((files("namekit") / f"{room.replace('.', '/')}.py").read_text("utf-8").encode())
    return digest.hexdigest()[:16]


def is_current(store: Store) -> bool:
    """Whether the postings are made by these tables and this code, however many people they lack."""
    kept = dict(store.db.execute("SELECT key, value FROM meta WHERE key IN ('postings', 'scripts')"))
    if kept.get("postings") != made_by():
        return False
    return "scripts" not in kept or kept["scripts"] == engine_version()  # which takes time to ask


def waiting(store: Store) -> int:
    """How many people's names the postings do not have as they are."""
    if not is_current(store):
        return int(store.one("SELECT count(*) FROM entity WHERE merged_into IS NULL")[0])
    return int(store.one("SELECT count(*) FROM stale")[0])


def settle(store: Store) -> None:
    """Inside `writing`: takes those who changed into the postings, if they are few; else they wait for `bring_up`."""
    if not is_current(store):
        if len(store.db.execute("SELECT 1 FROM entity LIMIT ?", (_FEW + 1,)).fetchall()) > _FEW:
            return
        throw_away(store)
    some = [place for (place,) in store.db.execute("SELECT place FROM stale ORDER BY place LIMIT ?", (_FEW + 1,))]
    if some and len(some) <= _FEW:
        making = _Making(store)
        for _ in making.read(some):
            pass
        making.take_in()


def bring_up(store: Store) -> Iterator[int]:
    """Takes all who wait into the postings; yields how many were read so far. Raises RegistryError, as writing does.

    Each part is one transaction: what is killed leaves the postings as they are after some of them.
    """
    if not is_current(store):
        with store.writing():
            throw_away(store)
    done = 0
    while True:
        with store.reading():
            part = [p for (p,) in store.db.execute("SELECT place FROM stale ORDER BY place LIMIT ?", (_PART,))]
            revision = store.revision
        if not part:
            return
        making = _Making(store)
        for count in making.read(part):
            yield done + count
        done += len(part)
        with store.writing():
            making.leave_out(changed_since(store, revision))
            making.take_in()


def throw_away(store: Store) -> None:
    """Inside `writing`: no postings are kept any longer, and everybody waits for `bring_up`, which makes them anew."""
    for table in (*_KEPT, "stale"):
        store.db.execute(f"DELETE FROM {table}")  # noqa: S608 (our own tables)
    store.db.execute("INSERT INTO stale SELECT place, NULL FROM entity WHERE merged_into IS NULL")
    store.db.execute("DELETE FROM meta WHERE key = 'scripts'")
    store.db.execute("INSERT OR REPLACE INTO meta VALUES ('postings', ?)", (made_by(),))


def rows_of(said: Spelt) -> set[tuple[int, int]]:
    """The pairs of blocks that a form stands under; a surname's also with the `beginning` of the form."""
    blocks = [blocks_of(text, field) for text, field, _ in said.words]
    rows = {(block, ANY) for mine in blocks for block in mine}
    rows.update([(SHORTENED, ANY)] if said.initials else [])
    begun = beginning([(text, field) for text, field, _ in said.words], said.initials)
    for i, mine in enumerate(blocks):
        others = [b for j, theirs in enumerate(blocks) if j != i for b in theirs]
        if said.initials or not others:
            rows.update((block, ALONE) for block in mine)
        rows.update((block, other) for block in mine for other in others if block <= other)
        if said.words[i][1] == "surname":
            rows.update(product(mine, begun))
    return rows


def disagreements(store: Store, progress: Callable[[int], None] = lambda _: None) -> Iterator[str]:
    """Where the postings are not what people's names make of them, in words; nothing where they agree.

    Those who still wait for `bring_up` are no disagreement. `progress` is told how many people were read.
    """
    if not is_current(store):
        return
    making = _Making(store)
    with store.reading():
        (last,) = store.one("SELECT coalesce(max(place), 0) FROM entity")
        for done in making.read(range(1, last + 1), as_kept=True):
            progress(done)
        for said in making.differences():
            yield f"the postings do not agree with the people: {said}"


def _image(was: str) -> Image:
    gender, names = json.loads(was)
    return gender, [(text, kind) for text, kind in names]


class _Making:
    """Rows about some people, put aside in temporary tables, and their way into the postings."""

    def __init__(self, store: Store) -> None:
        self._store, self._db = store, store.db
        self._foreign = False
        self._workers: int | None = 1
        with self._together():
            for statement in _ASIDE.strip().splitlines():
                self._db.execute(statement)
            for table in _ALL_ASIDE:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 (our own tables)

    @contextmanager
    def _together(self) -> Iterator[None]:
        """One transaction, on the temporary tables alone, where none is under way."""
        with self._store.in_words():
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                if self._store.db.in_transaction:  # a full disk has ended it
                    self._db.execute("COMMIT")

    def read(self, places: Sequence[int], *, as_kept: bool = False) -> Iterator[int]:
        """Puts aside what is said of the people at some places, and what was; yields how many were read so far.

        With `as_kept`, only what the postings should have now. The names of many are read by several processes, which
        are sent the people and have nothing to do with the file.
        """
        self._workers = 1 if len(places) < reading_limits()[0] else None
        parts = (places[first : first + _AT_ONCE] for first in range(0, len(places), _AT_ONCE))
        done = 0
        for (some, _), said in shared_out(
            _said_of, ((some, self._people(some, as_kept)) for some in parts), self._workers
        ):
            self._put_aside(some, said)
            done += len(some)
            yield done

    def _people(self, places: Sequence[int], as_kept: bool) -> list[tuple[int, int, Image]]:  # noqa: FBT001
        """Those at some places as they were (sign -1) and as they are (sign 1)."""
        marks = ",".join("?" * len(places))
        with self._store.reading():
            people = images_at(self._store, places)
            old = dict(self._db.execute(f"SELECT place, was FROM stale WHERE place IN ({marks})", places))  # noqa: S608
        gone = [(place, 1 if as_kept else -1, _image(was)) for place, was in old.items() if was]
        return gone + [(place, 1, image) for place, image in people.items() if not (as_kept and place in old)]

    def _put_aside(self, places: Sequence[int], said: "_Said") -> None:
        self._foreign |= said.foreign
        with self._together():
            self._db.executemany("INSERT INTO new_place VALUES (?)", [(place,) for place in places])
            self._db.executemany("INSERT INTO new_bearer VALUES (?, ?, ?, ?)", _by(4, said.bearers))
            self._db.executemany("INSERT INTO new_row VALUES (?, ?, ?, ?, ?)", _by(5, said.rows))
            self._db.executemany("INSERT INTO new_word VALUES (?, ?, ?, ?)", said.words)

    def leave_out(self, changed: Iterator[int]) -> None:
        """Those who changed since they were read, and those whom somebody else took in, are left out."""
        others = self._db.execute("SELECT place FROM new_place WHERE place NOT IN (SELECT place FROM stale)")
        known = self._db.execute("SELECT place FROM new_place")
        out = {place for (place,) in others} | (set(changed) & {place for (place,) in known})
        if out:
            self._db.executemany("DELETE FROM new_place WHERE place = ?", [(place,) for place in out])
            for table in _BY_PLACE:
                self._db.execute(f"DELETE FROM {table} WHERE place NOT IN (SELECT place FROM new_place)")  # noqa: S608

    def take_in(self) -> None:
        """Inside `writing`: what was put aside goes in, and nobody of it waits any longer."""
        self._take_bearers()
        self._take_blocks()
        self._take_words()
        if self._foreign:
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('scripts', ?)", (engine_version(),))
        self._db.execute("DELETE FROM stale WHERE place IN (SELECT place FROM new_place)")

    def _take_bearers(self) -> None:
        """Who bears a form; and where the forms stand, of which those go that nobody bears any longer."""
        db = self._db
        gone = "SELECT form, place, position FROM new_bearer WHERE sign < 0"
        db.executemany("DELETE FROM bearer WHERE form = ? AND entity = ? AND position = ?", db.execute(gone))
        db.execute(
            "INSERT INTO bearer SELECT form, place, position FROM new_bearer WHERE sign > 0 "
            "ORDER BY form, place, position"
        )
        unborne = (
            "SELECT DISTINCT block, partner, form FROM new_row WHERE sign < 0 "
            "AND NOT EXISTS (SELECT 1 FROM bearer WHERE bearer.form = new_row.form)"
        )
        db.executemany("DELETE FROM posting WHERE block = ? AND partner = ? AND form = ?", db.execute(unborne))
        db.execute(
            "INSERT OR IGNORE INTO posting SELECT DISTINCT block, partner, form FROM new_row WHERE sign > 0 "
            "ORDER BY block, partner, form"
        )

    def _take_blocks(self) -> None:
        """How many people bear a block, and how many names have it; and the same of names with so many words."""
        self._db.execute(
            f"INSERT INTO block {_COUNTED} "
            "ON CONFLICT (number) DO UPDATE SET bearers = bearers + excluded.bearers, names = names + excluded.names"
        )
        fewer = f"SELECT block FROM ({_BLOCKS}) WHERE sign < 0"  # noqa: S608 (our own query)
        self._db.execute(f"DELETE FROM block WHERE number IN ({fewer}) AND names = 0")  # noqa: S608

    def _take_words(self) -> None:
        """The words, with the keys of those that are new and without those of which no name is left."""
        db = self._db
        self._count_words()
        self._put_keys_aside(
            "SELECT text, field FROM word_delta WHERE NOT EXISTS "
            "(SELECT 1 FROM word WHERE word.text = word_delta.text AND word.field = word_delta.field)"
        )
        db.execute("INSERT INTO heard SELECT key, text, field FROM new_heard ORDER BY key, text, field")
        db.execute("INSERT OR IGNORE INTO near SELECT DISTINCT key, sounds FROM new_near ORDER BY key, sounds")
        db.execute(
            "INSERT INTO word SELECT text, field, names FROM word_delta WHERE true "
            "ON CONFLICT (text, field) DO UPDATE SET names = names + excluded.names"
        )
        lost = (
            "SELECT text, field FROM word_delta JOIN word USING (text, field) "
            "WHERE word_delta.names < 0 AND word.names = 0"
        )
        for text, field in db.execute(lost).fetchall():
            self._forget(text, field)

    def _count_words(self) -> None:
        self._db.execute(
            "INSERT INTO word_delta SELECT text, field, sum(sign) FROM new_word GROUP BY text, field "
            "HAVING sum(sign) <> 0 ORDER BY text, field"
        )

    def _put_keys_aside(self, words: str) -> None:
        """The keys of the words that a query gives."""
        found = self._db.execute(words)
        parts = iter(lambda: found.fetchmany(_AT_ONCE), [])
        for _, (heard, near) in shared_out(_keys_of, parts, self._workers):
            self._db.executemany("INSERT INTO new_heard VALUES (?, ?, ?)", heard)
            self._db.executemany("INSERT INTO new_near VALUES (?, ?)", near)

    def differences(self) -> Iterator[str]:
        """How the postings differ from what was put aside, which is all that they should have; in words."""
        self._count_words()
        self._put_keys_aside("SELECT text, field FROM word_delta")
        for table, (kept, wanted) in _SHOULD_BE.items():
            for said, one, other in (("too many", kept, wanted), ("missing", wanted, kept)):
                differing = f"SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other})"  # noqa: S608 (our own queries)
                (count,) = self._store.one(f"SELECT count(*) FROM ({differing})")  # noqa: S608
                if count:
                    yield f"{count:,} rows of {table} are {said}"

    def _forget(self, text: str, field: int) -> None:
        """A word that no name has any longer goes, and its sounds where no other word has them."""
        db = self._db
        db.execute("DELETE FROM word WHERE text = ? AND field = ?", (text, field))
        for key in heard_as(text, FIELDS_BY_RANK[field]):
            db.execute("DELETE FROM heard WHERE key = ? AND text = ? AND field = ?", (key, text, field))
        for key, sounds in near_to(text):
            if not self._store.maybe("SELECT 1 FROM heard WHERE key = ?", (sounds,)):
                db.execute("DELETE FROM near WHERE key = ? AND sounds = ?", (key, sounds))


class _Said(NamedTuple):
    """Rows for `new_bearer` and `new_row`, number after number, and for `new_word`; whether there are other scripts.

    Flat arrays, since they pass between processes.
    """

    bearers: "array[int]"
    rows: "array[int]"
    words: list[tuple[int, int, str, int]]
    foreign: bool


def _said_of(part: tuple[Sequence[int], Sequence[tuple[int, int, Image]]]) -> _Said:
    """What the names of some people say."""
    bearers, rows = array("q"), array("q")
    words: list[tuple[int, int, str, int]] = []
    foreign = False
    for place, sign, (gender, names) in part[1]:
        for position, (text, kind) in enumerate(names):
            said = spelt(gender, Name(text, None, kind))
            form = said.mark
            bearers.extend((place, sign, form, position))
            for block, partner in rows_of(said):
                rows.extend((place, sign, block, partner, form))
            words.extend([(place, sign, word, RANKS[field]) for word, field, _ in said.words])
            foreign = foreign or is_foreign(text)
    return _Said(bearers, rows, words, foreign)


def _keys_of(words: Sequence[tuple[str, int]]) -> tuple[list[tuple[str, str, int]], list[tuple[str, str]]]:
    """Rows for `new_heard` and `new_near` about some words, each with the number of its field."""
    heard = [(key, text, field) for text, field in words for key in heard_as(text, FIELDS_BY_RANK[field])]
    return heard, [pair for text, _ in words for pair in near_to(text)]


def _by(width: int, numbers: "array[int]") -> Iterator[tuple[int, ...]]:
    """The numbers as rows of so many."""
    return zip(*[iter(numbers)] * width, strict=True)
