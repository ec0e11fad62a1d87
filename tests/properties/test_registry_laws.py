"""Laws: a registry in a file answers as one in memory does, whatever became of its people."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import hostile_text, listed_names, names

from namekit import InputError, Registry
from namekit.entity import Name
from namekit.registry import FileRegistry
from namekit.resolver import postings
from namekit.resolver.context import Query
from namekit.resolver.postings import disagreements, waiting
from namekit.store import people
from namekit.store.entries import Entry
from namekit.store.file import Store
from namekit.store.merging import merge, split
from namekit.store.people import Origin

ANNA = Origin("Anna")
Work = Callable[[Store], object]


@st.composite
def few_names(draw: st.DrawFn) -> str:
    """Names that meet each other often: of few words, doubles among them, in any case, with initials, or whatever."""
    given_, patronymics, surnames = listed_names(draw(st.sampled_from(["be", "ru", "uk"])))
    word = st.one_of(
        *(st.sampled_from(some[:6]) for some in (given_, patronymics, surnames)), st.sampled_from(["А.", "И"])
    )
    double = st.tuples(*[st.sampled_from(surnames[:6])] * 2).map("-".join)
    name = " ".join(draw(st.lists(st.one_of(word, word, word, double), min_size=1, max_size=4)))
    return draw(st.sampled_from([str, str.upper, str.lower]))(name)


any_name = st.one_of(few_names(), few_names(), names(), hostile_text)
registered = any_name.filter(str.strip).flatmap(
    lambda text: st.builds(Name, st.just(text), kind=st.sampled_from(["primary", "alias", "weak"]))
)
entries = st.builds(
    lambda found, born, gender: Entry(names=tuple(found), birth_date=born, gender=gender),
    st.lists(registered, min_size=1, max_size=4),
    st.sampled_from([None, "1962", "1962-09-25"]),
    st.sampled_from(["male", "female", None, None]),
)


def put(entry: Entry) -> Work:
    return lambda store: people.put(store, entry, ANNA)


def rewrite(place: int, entry: Entry) -> Work:
    def work(store: Store) -> None:
        before = people.own_entry(store, place)
        people.rewrite(store, place, before, Entry(id=before.id, names=entry.names, gender=entry.gender), ANNA)

    return work


def joined(old: int, into: int) -> Work:
    return lambda store: merge(store, people.id_at(store, old), people.id_at(store, into), ANNA)


def parted(place: int) -> Work:
    return lambda store: split(store, people.id_at(store, place), ANNA)


places = st.integers(1, 5)
works = st.one_of(
    st.builds(put, entries),
    st.builds(rewrite, places, entries),
    st.builds(joined, places, places),
    st.builds(parted, places),
)


def done(store: Store, works_: list[Work]) -> None:
    """What is done in one transaction, or nothing where something of it cannot be."""
    try:
        with store.writing():
            for work in works_:
                work(store)
    except (InputError, KeyError, TypeError, ValueError):  # a person who is not there, or who was not merged
        pass


def same(registry: FileRegistry, queries: list[Query]) -> None:
    """The file answers as a registry of its people in memory."""
    everybody = [entity for _, entity in people.entities(registry.store)]
    memory = Registry.from_entities(everybody)
    assert list(registry.resolve_many(queries)) == list(memory.resolve_many(queries))
    assert "_resolver" not in registry.__dict__, "it was read into memory"
    assert waiting(registry.store) == 0
    assert list(disagreements(registry.store)) == []


@settings(max_examples=60)
@given(
    st.lists(entries, min_size=1, max_size=6),
    st.lists(st.lists(works, min_size=1, max_size=3), max_size=8),
    st.lists(st.builds(Query, any_name, birth_date=st.sampled_from([None, "1962-09-25"])), min_size=1, max_size=6),
    st.booleans(),
)
def test_a_file_answers_as_memory_does(
    first: list[Entry],
    then: list[list[Work]],
    queries: list[Query],
    at_once: bool,  # noqa: FBT001
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(postings, "_FEW", 1_000 if at_once else 0),
        Registry.create(Path(folder) / "a.registry") as registry,
    ):
        for entry in first:
            done(registry.store, [put(entry)])
        queries += [Query(name.text) for entry in first for name in entry.names]
        same(registry, queries)
        for works_ in then:
            done(registry.store, works_)
        same(registry, queries)
