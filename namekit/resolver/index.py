"""The registered names by their parts: which names hold a part, and which hold two parts together.

Names that are alike part by part are one form, however many people bear it. Forms stand in postings by pairs of
parts, so that a common surname and a common given name are looked up together. What an index answers depends on who is
registered alone, not on the order in which they came nor on where the index is kept.
"""

import gc
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import cache, partial
from heapq import nsmallest
from itertools import compress
from typing import NamedTuple, Protocol

from namekit.entity import Entity
from namekit.names.initials import FIRST, LAST, Bounds, beginning, within
from namekit.packed import ids
from namekit.processes import can_fork, processors, shared_out
from namekit.resolver.flat import Rows
from namekit.resolver.forms import MANY, Form, Forms, Spelt, bare_share, spelt
from namekit.resolver.vocabulary import FIELDS, Field, Vocabulary, Word
from namekit.table import read_table

_ALONE = 0  # the partner of a part in a form that has no other, or that has initials
SCANNED = 8  # a posting of no more rows a partner, or a form that is wanted, is read through rather than searched
_REMEMBERED = 16_384  # blocks whose first forms are remembered


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection, which would go through all that is kept again and again, for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Numbered(Protocol):
    """Rows of numbers, by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, row: int, /) -> Sequence[int]: ...


class Index(Protocol):
    """What the rooms that choose and weigh read of a registry's names, wherever they are kept.

    Words and their classes are numbers of `vocabulary`. Blocks, forms and places of entities are numbers, too: forms
    in the same order in every index of the same people, the others with no meaning outside.
    """

    @property
    def vocabulary(self) -> Vocabulary:
        """The words, their classes, and which of these a token may stand for."""

    @property
    def blocks(self) -> Numbered:
        """The blocks of each class of words."""

    @property
    def people(self) -> int:
        """How many entities there are."""

    @property
    def bare(self) -> float:
        """The share of names that have two words, of all that have two or more; 1 where there are none."""

    def entity(self, place: int) -> Entity:
        """The entity at a place."""

    def rank(self, place: int) -> int | str:
        """By what entities are ordered of whom all else is equal: their ids, or what stands in the same order."""

    def form(self, number: int) -> Form:
        """The form of this number."""

    def short(self, forms: Sequence[int]) -> Iterable[int]:
        """Those of some forms that have two words at most."""

    def borne_by(self, form: int) -> Iterable[tuple[int, int]]:
        """Who bears a form: the entity's place, and the place of the name among its names."""

    def bearers(self, block: int) -> int:
        """How many entities bear a name of the block."""

    def size(self, block: int) -> int:
        """How many names have a word of the block."""

    def seen(self, field: Field, keys: Sequence[str]) -> int:
        """How many entities bear a name that is counted by the keys, in a field."""

    def with_each(self, block: int, partners: Sequence[AbstractSet[int]]) -> Sequence[Sequence[int]]:
        """For each set of partners, the forms that have a word of the block, and one of them or no other word.

        In any order, and more than once where it comes so.
        """

    def with_one(self, block: int, most: int) -> Sequence[int]:
        """The first forms that have a word of the block, so many at most."""

    def with_initials(self, block: int, bounds: Bounds, most: int) -> Sequence[int]:
        """The first forms that have a surname of the block and a `beginning` within some bounds, so many at most."""

    def shortened(self, blocks: Iterable[int]) -> Sequence[int]:
        """Some blocks less those of surnames that are known not to stand beside initials."""


@cache
def reading_limits() -> tuple[int, int]:
    """From how many entities on several processes read their names, and how many of them at a time."""
    limits = read_table("", "weights")["limits"]
    return limits["read_alone"], limits["batch"]


class _Names(NamedTuple):
    """All names in the order in which they are read: as forms, with their marks, whose they are, and which of his."""

    forms: Forms
    marks: "array[int]"
    places: "array[int]"
    names: "array[int]"


_Posting = tuple[int, int, "array[int]", "array[int]"]
"""The rows of a block, from one to that before another: each a partner and a form, ordered by the partner."""


def _scanned(rows: _Posting, wanted: AbstractSet[int]) -> Sequence[int]:
    """The forms of the rows with a wanted partner or none, where all are looked at."""
    low, high, partners, forms = rows
    if low == high or (partners[low] != _ALONE and wanted.isdisjoint(partners[low:high])):
        return ()
    return [forms[row] for row in range(low, high) if partners[row] in wanted or partners[row] == _ALONE]


def _sought(rows: _Posting, wanted: AbstractSet[int]) -> Sequence[int]:
    """The same, where each partner is sought."""
    alone = _within(rows, _ALONE, _ALONE) if rows[2][rows[0]] == _ALONE else ()
    return [*alone, *[form for partner in wanted for form in _within(rows, partner, partner)]]


def _within(rows: _Posting, lowest: int, highest: int) -> Sequence[int]:
    """The forms of the rows with a partner from the lowest to the highest."""
    low, high, partners, forms = rows
    first = bisect_left(partners, lowest, low, high)
    if first == high or partners[first] > highest:  # as beside most
        return ()
    return forms[first : bisect_right(partners, highest, first, high)]


class MemoryIndex:
    """An index in memory. Built once, then only read. The order of the entities does not matter."""

    def __init__(self, entities: Sequence[Entity], *, workers: int | None = None) -> None:
        """The names of many entities are read by `workers` processes, by default one for each processor."""
        self._entities = entities
        self._by_id = array("I", sorted(range(len(entities)), key=ids(entities).__getitem__))  # a place is one in it
        self.people = len(entities)
        self.vocabulary = Vocabulary()
        self._block_ids: dict[Field, dict[str, int]] = {field: {} for field in FIELDS}
        self.blocks = Rows()
        self._bearers = array("I", [0]) * LAST  # blocks are numbered from there on: other partners stand below
        self._firsts: dict[tuple[int, Bounds, int], array[int]] = {}
        self._shortened: set[int] = set()  # blocks of surnames that stand beside initials
        few, batch = reading_limits()
        workers = 1 if len(entities) < few or not can_fork() else workers or processors()
        with _uncollected():
            self._add_all(batch, workers)
            self._post_all(workers)

    def _add_all(self, batch: int, workers: int) -> None:
        """The forms and who bears them. Entities are read in the order of their ids, so many at a time."""
        rows = _Names(Forms(self.vocabulary.standing), array("Q"), array("I"), array("H"))
        batches = (range(first, min(first + batch, self.people)) for first in range(0, self.people, batch))
        for places, read in shared_out(self._read, batches, workers):
            for place, said_of in zip(places, read, strict=True):
                self._add(place, said_of, rows)
        self._first, self._short = array("I"), bytearray()  # of each form: its first bearer; whether its words are few
        self._places, self._names = array("I"), array("H")
        distinct = array("I")
        last = -1
        for row in sorted(range(len(rows.marks)), key=rows.marks.__getitem__):
            if rows.marks[row] != last:
                last = rows.marks[row]
                distinct.append(row)
                self._first.append(len(self._places))
                self._short.append(last & MANY < MANY)
            self._places.append(rows.places[row])
            self._names.append(rows.names[row])
        self._first.append(len(self._places))
        self.forms = rows.forms.chosen(distinct)
        most = read_table("", "weights")["limits"]["laid_out"]
        self._laid_out = list(self.forms) if len(self.forms) <= most else []
        self.bare = bare_share(Counter(mark & MANY for mark in rows.marks))

    def _add(self, place: int, said_of: Sequence[tuple[Spelt, int]], rows: _Names) -> None:
        """The names of one entity."""
        met: set[int] = set()
        for name, (said, mark) in enumerate(said_of):
            form = self._form(said)
            rows.forms.append(form)
            rows.marks.append(mark)
            rows.places.append(place)
            rows.names.append(min(name, 0xFFFF))
            for word in form.words:
                met.update(self.blocks[word.heard])
                if form.initials and word.field == "surname":
                    self._shortened.update(self.blocks[word.heard])
        for block in met:
            self._bearers[block] += 1

    def _read(self, places: Sequence[int]) -> list[list[tuple[Spelt, int]]]:
        """What the names of the entities at some places say, with their marks."""
        chosen = map(self.entity, places)
        return [[(said := spelt(e.gender, name), said.mark) for name in e.names] for e in chosen]

    def _form(self, said: Spelt) -> Form:
        """A name as a form."""
        words = [self._word(text, field, certain=bool(certain)) for text, field, certain in said.words]
        return Form(words, said.initials, said.gender, said.other, weak=said.weak)

    def _word(self, text: str, field: Field, *, certain: bool) -> Word:
        word = self.vocabulary.word(text, field, certain=certain)
        for number in range(len(self.blocks), len(self.vocabulary.fields)):
            blocks = self._block_ids[self.vocabulary.fields[number]]
            self.blocks.append([self._block(blocks, key) for key in self.vocabulary.keys(number)])
        return word

    def _block(self, known: dict[str, int], key: str) -> int:
        block = known.setdefault(key, len(self._bearers))
        if block == len(self._bearers):
            self._bearers.append(0)
        return block

    def _post_all(self, workers: int) -> None:
        """Postings by block: its forms, sorted by the block of another word of the form, as two arrays side by side.

        Each of so many processes makes those of as many blocks, and as it made them they are kept.
        """
        made = shared_out(partial(self._posted, workers), range(workers), workers)
        self._postings = [rows for _, rows in made]

    def _rows(self, block: int) -> _Posting:
        _, ends, partners, forms = self._postings[block % len(self._postings)]
        at = block // len(self._postings)
        return ends[at], ends[at + 1], partners, forms

    def _posted(self, parts: int, part: int) -> "tuple[array[int], array[int], array[int], array[int]]":
        """Of every so-manieth block: how many names it has, and where its rows end; then the rows, in two arrays."""
        postings: defaultdict[int, array[int]] = defaultdict(lambda: array("Q"))
        sizes = array("I", [0]) * (len(self._bearers) // parts + 1)
        for number, form in enumerate(self.forms):
            blocks = [self.blocks[word.heard] for word in form.words]
            names = self._first[number + 1] - self._first[number]
            for block in {b for mine in blocks for b in mine if b % parts == part}:
                sizes[block // parts] += names
            for i, mine in enumerate(blocks):
                chosen = [block for block in mine if block % parts == part]
                if not chosen:
                    continue
                partners = [b for j, theirs in enumerate(blocks) if j != i for b in theirs]
                if form.initials or not partners:
                    partners.append(_ALONE)
                if form.words[i].field == "surname":
                    partners.extend(self._beginning(form))
                rows = [partner << 32 | number for partner in partners]
                for block in chosen:
                    postings[block].extend(rows)
        ends, partners_, forms = array("I", [0]), array("I"), array("I")
        for block in range(part, len(self._bearers), parts):  # of part 0, block 0 is nobody's
            in_order = sorted(postings.pop(block, ()))
            partners_.extend([row >> 32 for row in in_order])
            forms.extend([row & 0xFFFFFFFF for row in in_order])
            ends.append(len(forms))
        return sizes, ends, partners_, forms

    def _beginning(self, form: Form) -> Sequence[int]:
        text_of = self.vocabulary.words
        return beginning([(text_of[word.number], word.field) for word in form.words], form.initials)

    def entity(self, place: int) -> Entity:
        """The entity at a place in the order of the ids."""
        return self._entities[self._by_id[place]]

    def rank(self, place: int) -> int:
        """The place itself."""
        return place

    def form(self, number: int) -> Form:
        """The form of this number."""
        return self._laid_out[number] if self._laid_out else self.forms[number]

    def short(self, forms: Sequence[int]) -> Iterable[int]:
        """Those of some forms that have two words at most."""
        return compress(forms, map(self._short.__getitem__, forms))

    def bearers(self, block: int) -> int:
        """How many entities bear a name of the block."""
        return self._bearers[block]

    def seen(self, field: Field, keys: Sequence[str]) -> int:
        """How many entities bear a name that is counted by the keys, in a field."""
        return max((self._bearers[self._block_ids[field].get(key, 0)] for key in keys), default=0)

    def size(self, block: int) -> int:
        """How many names have a word of the block."""
        return self._postings[block % len(self._postings)][0][block // len(self._postings)]

    def with_each(self, block: int, partners: Sequence[AbstractSet[int]]) -> list[Sequence[int]]:
        """For each set of partners, the forms that have a word of the block, and one of them or no other word."""
        rows = self._rows(block)
        many = rows[1] - rows[0]
        return [_scanned(rows, one) if many <= SCANNED * len(one) else _sought(rows, one) for one in partners]

    def with_one(self, block: int, most: int) -> Sequence[int]:
        """The first forms that have a word of the block, so many at most."""
        low, high, _, forms = self._rows(block)
        if high - low <= SCANNED * most:
            return sorted(set(forms[low:high]))[:most]
        return self._first_of(block, ((_ALONE, len(self._bearers)),), most)

    def with_initials(self, block: int, bounds: Bounds, most: int) -> Sequence[int]:
        """The first forms that have a surname of the block and a `beginning` within some bounds, so many at most."""
        low, high, partners, forms = self._rows(block)
        low = bisect_left(partners, FIRST, low, high)
        high = bisect_left(partners, LAST, low, high)
        if high - low > SCANNED * len(bounds):
            return self._first_of(block, bounds, most)
        wanted = within(bounds)
        return sorted({forms[row] for row in range(low, high) if partners[row] in wanted})[:most]

    def shortened(self, blocks: Iterable[int]) -> Sequence[int]:
        """Those of some blocks of surnames that stand beside initials."""
        return list(filter(self._shortened.__contains__, blocks)) if self._shortened else ()

    def _first_of(self, block: int, bounds: Bounds, most: int) -> Sequence[int]:
        """The first forms of a block beside partners within some bounds; sought once where there are many."""
        key = block, bounds, most
        found = self._firsts.get(key)
        if found is None:
            rows = self._rows(block)
            forms = {form for lowest, highest in bounds for form in _within(rows, lowest, highest)}
            if len(forms) <= most:
                return sorted(forms)
            if len(self._firsts) >= _REMEMBERED:
                self._firsts.clear()
            found = self._firsts[key] = array("I", nsmallest(most, forms))
        return found

    def borne_by(self, form: int) -> Iterable[tuple[int, int]]:
        """Who bears a form: the entity's place, and the place of the name among its names."""
        first, end = self._first[form], self._first[form + 1]
        if end - first == 1:  # as of most
            return ((self._places[first], self._names[first]),)
        return zip(self._places[first:end], self._names[first:end], strict=True)
