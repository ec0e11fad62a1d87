"""The index of a registry's file, read from its postings as far as a query needs them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from typing import Any, TypeVar

from namekit.entity import Entity
from namekit.names.initials import Bounds, within
from namekit.resolver.forms import MANY, Form, bare_share, spelt
from namekit.resolver.index import SCANNED
from namekit.resolver.keys import block, sought
from namekit.resolver.postings import ALONE, ANY, FIELDS_BY_RANK, SHORTENED
from namekit.resolver.vocabulary import Field, Level, Vocabulary
from namekit.store.file import Store
from namekit.store.people import count, entities_at

T = TypeVar("T")
_WORN = 100_000  # words that were met: then it is time for a new one, since all are remembered
_REMEMBERED = 20_000  # people, blocks and forms


class _Met(Vocabulary):
    """The words that were met so far: for each token, all that it may stand for are fetched first."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._fetched: set[str] = set()

    def matches(self, token: str) -> dict[int, Level]:
        """The classes that a token may stand for, each with the level of agreement."""
        for key in list(sought(token, self._near)):
            if key not in self._fetched:
                self._fetched.add(key)
                for text, field in self._store.db.execute("SELECT text, field FROM heard WHERE key = ?", (key,)):
                    self.add(text, FIELDS_BY_RANK[field])
        return super().matches(token)

    def _near(self, key: str) -> list[str]:
        return [sounds for (sounds,) in self._store.db.execute("SELECT sounds FROM near WHERE key = ?", (key,))]


class FileIndex:
    """The index of the people in a file, which must not change while it is used: see `state`.

    The file's postings must be complete (`namekit.resolver.postings.waiting` gives 0). What was read is remembered.
    """

    def __init__(self, store: Store) -> None:
        self._db = store.db
        self._store = store
        self.state = store.version
        self.people = count(store)
        self.bare = bare_share(dict(store.db.execute("SELECT number, names FROM block WHERE number <= ?", (MANY,))))
        self.vocabulary = _Met(store)
        self._blocks: list[tuple[int, ...]] = []
        self._counts: dict[int, tuple[int, int]] = {}
        self._forms: dict[int, Form] = {}
        self._shortens = self.size(SHORTENED) > 0
        self._entities: dict[int, Entity] = {}

    @property
    def is_worn(self) -> bool:
        """Whether it remembers so much that it should be made anew."""
        return len(self.vocabulary.words) > _WORN

    @property
    def blocks(self) -> Sequence[tuple[int, ...]]:
        """The blocks of each class of words."""
        fields, keys = self.vocabulary.fields, self.vocabulary.keys
        for number in range(len(self._blocks), len(fields)):
            self._blocks.append(tuple(block(fields[number], key) for key in keys(number)))
        return self._blocks

    def entity(self, place: int) -> Entity:
        """The entity at a place of the file."""
        return _remembered(self._entities, place, self._entity)

    def rank(self, place: int) -> str:
        """The entity's id."""
        return self.entity(place).id

    def _entity(self, place: int) -> Entity:
        return entities_at(self._store, [place])[place]

    def form(self, number: int) -> Form:
        """The form of this number, which is its mark: as one of those who bear it is registered."""
        return _remembered(self._forms, number, self._form)

    def _form(self, number: int) -> Form:
        place, position = self._store.one("SELECT entity, position FROM bearer WHERE form = ? LIMIT 1", (number,))
        entity = self.entity(place)
        said = spelt(entity.gender, entity.names[position])
        words = [self.vocabulary.word(text, field, certain=bool(sure)) for text, field, sure in said.words]
        return Form(words, said.initials, said.gender, said.other, weak=said.weak)

    def short(self, forms: Sequence[int]) -> Iterable[int]:
        """Those of some forms that have two words at most."""
        return [form for form in forms if form & MANY < MANY]

    def borne_by(self, form: int) -> Iterator[tuple[int, int]]:
        """Who bears a form: the entity's place, and the place of the name among its names."""
        return self._db.execute("SELECT entity, position FROM bearer WHERE form = ?", (form,))

    def bearers(self, block_: int) -> int:
        """How many entities bear a name of the block."""
        return _remembered(self._counts, block_, self._count)[0]

    def size(self, block_: int) -> int:
        """How many names have a word of the block."""
        return _remembered(self._counts, block_, self._count)[1]

    def _count(self, block_: int) -> tuple[int, int]:
        row: tuple[Any, Any] | None = self._db.execute(
            "SELECT bearers, names FROM block WHERE number = ?", (block_,)
        ).fetchone()
        return row or (0, 0)

    def seen(self, field: Field, keys: Sequence[str]) -> int:
        """How many entities bear a name that is counted by the keys, in a field."""
        return max((self.bearers(block(field, key)) for key in keys), default=0)

    def with_each(self, block_: int, partners: Sequence[AbstractSet[int]]) -> list[list[int]]:
        """For each set of partners, the forms that have a word of the block, and one of them or no other word."""
        alone = self._with_pair(block_, ALONE)
        return [alone + [form for one in wanted for form in self._with_both(block_, one)] for wanted in partners]

    def _with_both(self, one: int, other: int) -> list[int]:
        return self._with_pair(one, other) if one <= other else self._with_pair(other, one)

    def _with_pair(self, block_: int, partner: int) -> list[int]:
        sql = "SELECT form FROM posting WHERE block = ? AND partner = ?"
        return [form for (form,) in self._db.execute(sql, (block_, partner))]

    def with_one(self, block_: int, most: int) -> list[int]:
        """The first forms that have a word of the block, so many at most."""
        sql = "SELECT form FROM posting WHERE block = ? AND partner = ? ORDER BY form LIMIT ?"
        return [form for (form,) in self._db.execute(sql, (block_, ANY, most))]

    def shortened(self, blocks: Iterable[int]) -> Sequence[int]:
        """Some blocks, where any name has initials."""
        return list(blocks) if self._shortens else ()

    def with_initials(self, block_: int, bounds: Bounds, most: int) -> list[int]:
        """The first forms that have a surname of the block and a `beginning` within some bounds, so many at most."""
        sql = "SELECT form, partner FROM posting WHERE block = ? AND partner BETWEEN ? AND ?"
        few = SCANNED * len(bounds)
        lowest, highest = (bounds[0][0], bounds[-1][1]) if bounds else (0, 0)
        rows = self._db.execute(f"{sql} LIMIT ?", (block_, lowest, highest, few + 1)).fetchall()
        if len(rows) <= few:
            wanted = within(bounds)
            return nsmallest(most, {form for form, partner in rows if partner in wanted})
        return nsmallest(most, {form for two in bounds for form, _ in self._db.execute(sql, (block_, *two))})


def _remembered(known: dict[int, T], key: int, work_out: Callable[[int], T]) -> T:
    """What is known under a number, worked out where it is not; all is forgotten when it becomes too much."""
    found = known.get(key)
    if found is None:
        if len(known) >= _REMEMBERED:
            known.clear()
        found = known[key] = work_out(key)
    return found
