"""Postings in the file: in step with the people, whoever changes them and whatever comes between."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import PEOPLE

from namekit import Registry, processes, ready, table
from namekit.entity import Name
from namekit.registry import FileRegistry
from namekit.resolver import postings
from namekit.resolver.file_index import FileIndex
from namekit.resolver.index import MemoryIndex
from namekit.resolver.postings import bring_up, disagreements, settle, throw_away, waiting
from namekit.resolver.weights import weights
from namekit.store import people
from namekit.store.entries import Entry
from namekit.store.file import Store
from namekit.store.merging import merge, split
from namekit.store.people import Origin

ANNA = Origin("Anna")
ORLOV = "Сергей Иванович Орлов"


def put(store: Store, id_: str, *names: str) -> int:
    with store.writing():
        return people.put(store, Entry(id=id_, names=tuple(map(Name, names))), ANNA)


def first(registry: Registry, name: str) -> str:
    return registry.resolve(name).candidates[0].entity_id


@pytest.fixture
def registry(store: Store, path: Path) -> Iterator[FileRegistry]:
    """The file of three people, which nobody has asked yet."""
    store.close()
    with Registry.open(path) as opened:
        yield opened


def in_file(registry: FileRegistry) -> bool:
    """Whether all that was asked was looked up in the file."""
    return "_resolver" not in registry.__dict__


def test_the_first_question_makes_them_and_the_next_finds_them(registry: FileRegistry, path: Path) -> None:
    assert waiting(registry.store) == len(PEOPLE)
    assert first(registry, ORLOV) == "p1"
    assert waiting(registry.store) == 0
    with Store.open(path, writable=False) as other:
        assert FileRegistry(other).resolve(ORLOV) == registry.resolve(ORLOV)
    assert in_file(registry)


def test_a_change_is_in_them_with_its_transaction(registry: FileRegistry) -> None:
    assert first(registry, ORLOV) == "p1"
    place = put(registry.store, "new", "Вера Зорка")
    assert waiting(registry.store) == 0
    assert first(registry, "Vera Zorka") == "new"
    with registry.store.writing():
        people.rewrite(registry.store, place, people.own_entry(registry.store, place),
                       Entry(id="new", names=(Name("Алена Крук"),)), ANNA)  # fmt: skip
    assert (first(registry, "Alena Kruk"), registry.resolve("Vera Zorka").status) == ("new", "unknown")
    with registry.store.writing():
        merge(registry.store, "p1", "new", ANNA)
    assert (first(registry, ORLOV), len(registry)) == ("new", 3)
    with registry.store.writing():
        split(registry.store, "p1", ANNA)
    assert (first(registry, ORLOV), first(registry, "Alena Kruk"), len(registry)) == ("p1", "new", 4)
    assert list(disagreements(registry.store)) == []
    assert in_file(registry)


def test_names_are_counted_by_their_words(registry: FileRegistry) -> None:
    """By those of two and of more; of one, there is no need."""

    def bare() -> float:
        first(registry, ORLOV)
        assert list(disagreements(registry.store)) == []
        with Store.open(registry.store.path, writable=False) as reader:
            of_file = FileIndex(reader).bare
        assert of_file == MemoryIndex(registry.entities).bare
        return of_file

    assert bare() == 3 / 4
    put(registry.store, "a", "Вера Зорка", "Вера Петровна Зорка", "Зорка")
    place = put(registry.store, "b", "Алена Крук")
    assert bare() == 5 / 7
    with registry.store.writing():
        people.rewrite(registry.store, place, people.own_entry(registry.store, place),
                       Entry(id="b", names=(Name("Алена Пятроўна Крук"),)), ANNA)  # fmt: skip
        merge(registry.store, "a", "b", ANNA)
    assert bare() == 4 / 7


def test_what_was_undone_is_not_in_them(registry: FileRegistry) -> None:
    first(registry, ORLOV)

    def change_and_fail() -> None:
        with registry.store.writing():
            people.put(registry.store, Entry(id="new", names=(Name("Вера Зорка"),)), ANNA)
            raise KeyError

    with pytest.raises(KeyError):
        change_and_fail()
    assert list(disagreements(registry.store)) == []
    assert registry.resolve("Vera Zorka").status == "unknown"


def test_a_change_of_dates_alone_leaves_them(registry: FileRegistry) -> None:
    first(registry, ORLOV)
    before = people.own_entry(registry.store, 3)
    with registry.store.writing():
        people.rewrite(registry.store, 3, before, Entry(id=before.id, names=before.names, birth_date="1980"), ANNA)
        assert registry.store.one("SELECT count(*) FROM stale") == (0,)
    assert registry.resolve("Hanna Maroz", birth_date="1980").candidates[0].entity_id == before.id


def test_many_wait_for_each_other(registry: FileRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    first(registry, ORLOV)
    monkeypatch.setattr(postings, "_FEW", 5)
    monkeypatch.setattr(postings, "_PART", 4)
    monkeypatch.setattr(postings, "_AT_ONCE", 3)
    with registry.store.writing():
        for i in range(10):
            people.put(registry.store, Entry(id=f"z{i}", names=(Name("Вера Зорка"),)), ANNA)
    assert waiting(registry.store) == 10
    assert list(bring_up(registry.store)) == [3, 4, 7, 8, 10]
    assert (waiting(registry.store), list(disagreements(registry.store))) == (0, [])
    assert len(registry.resolve("Vera Zorka").candidates) == 10


def test_several_processes_make_the_same(
    registry: FileRegistry, starter: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "_FEW", 5)
    with registry.store.writing():
        for entity in starter.entities:
            people.put(registry.store, Entry.of(entity), ANNA)
        merge(registry.store, "p1", starter.entities[0].id, ANNA)
        throw_away(registry.store)
    monkeypatch.setattr(postings, "reading_limits", lambda: (10, 0))
    monkeypatch.setattr(postings, "_AT_ONCE", 7)
    monkeypatch.setattr(processes, "processors", lambda: 2)
    assert list(bring_up(registry.store))[-1] == len(starter) + len(PEOPLE) - 1
    assert waiting(registry.store) == 0
    monkeypatch.setattr(processes, "processors", lambda: 1)
    assert list(disagreements(registry.store)) == []


def test_who_changes_while_names_are_read_waits_on(registry: FileRegistry, path: Path) -> None:
    put(registry.store, "a", "Вера Зорка")
    with registry.store.writing():
        throw_away(registry.store)
    reading = bring_up(registry.store)
    assert next(reading) == 4
    with Store.open(path) as other:
        place = people.needed_place(other, "a")
        with other.writing():
            people.rewrite(other, place, people.own_entry(other, place), Entry(id="a", names=(Name("Іна Крук"),)), ANNA)
            people.put(other, Entry(id="b", names=(Name("Вера Зорка"),)), ANNA)
    assert list(reading) == [6]
    assert list(disagreements(registry.store)) == []
    assert (first(registry, "Ina Kruk"), first(registry, "Vera Zorka")) == ("a", "b")


def test_two_at_once_do_not_count_twice(registry: FileRegistry, path: Path) -> None:
    one = bring_up(registry.store)
    next(one)
    with Store.open(path) as other:
        assert list(bring_up(other)) == [3]
    assert list(one) == []
    assert list(disagreements(registry.store)) == []


def test_other_tables_make_them_anew(registry: FileRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    first(registry, ORLOV)
    monkeypatch.setattr(postings, "made_by", lambda: "another edition")
    assert waiting(registry.store) == len(PEOPLE)
    assert list(disagreements(registry.store)) == []
    assert first(registry, ORLOV) == "p1"
    assert waiting(registry.store) == 0
    assert registry.store.one("SELECT value FROM meta WHERE key = 'postings'") == ("another edition",)
    monkeypatch.setattr(postings, "made_by", lambda: "a third")
    put(registry.store, "new", "Вера Зорка")
    assert (waiting(registry.store), list(disagreements(registry.store))) == (0, [])


def test_all_that_names_are_read_by_counts() -> None:
    """Postings are made anew when one of these tables or rooms has changed; none is forgotten."""
    code = """
import json, sys
import namekit.table
read, whole = set(), namekit.table.resource_text
namekit.table.resource_text = lambda folder, file: read.add((folder, file.removesuffix(".toml"))) or whole(folder, file)
import namekit.resolver.forms, namekit.resolver.keys
from namekit.entity import Name
for name in sys.argv[1:]:
    for text, field, _ in namekit.resolver.forms.spelt(None, Name(name)).words:
        list(namekit.resolver.keys.heard_as(text, field)), list(namekit.resolver.keys.near_to(text))
rooms = {m.removeprefix("namekit.") for m in sys.modules if m.startswith("namekit.")}
print(json.dumps([sorted(read), sorted(rooms)]))
"""
    names = (
        "Сергей Иванович Орлов",
        "Siarhei Arłoŭ",
        "Орлов С. И.",
        "СергейИванович",
        "Dr. von Petrov",
        "ბიძინა",
        "Петров, 1970 г.р.",
    )
    done = subprocess.run([sys.executable, "-c", code, *names], capture_output=True, text=True, check=True)
    tables, rooms = json.loads(done.stdout)
    assert {tuple(t) for t in tables} <= {*ready.SOURCES, *postings._TABLES, ready.FILE, table.READY}
    no_reading = {"resolver.flat", "resolver.index", "ready", "table", "tables"}
    no_reading |= {"entity", "errors", "packed", "processes"}
    folders = {"names", "resolver", "romanization"}
    assert set(rooms) - no_reading - folders <= set(postings._CODE.split())


def test_many_are_not_made_anew_by_a_small_change(registry: FileRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    first(registry, ORLOV)
    monkeypatch.setattr(postings, "made_by", lambda: "another edition")
    monkeypatch.setattr(postings, "_FEW", 2)
    put(registry.store, "new", "Вера Зорка")
    assert waiting(registry.store) == 4
    assert first(registry, "Vera Zorka") == "new"
    assert waiting(registry.store) == 0


def test_what_reads_other_scripts_counts_where_there_are_names_in_them(
    registry: FileRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "engine_version", lambda: "none")
    first(registry, ORLOV)
    assert registry.store.maybe("SELECT 1 FROM meta WHERE key = 'scripts'") is None
    put(registry.store, "new", "ბიძინა")
    assert waiting(registry.store) == 0
    monkeypatch.setattr(postings, "engine_version", lambda: "another")
    assert waiting(registry.store) == 4
    assert first(registry, ORLOV) == "p1"
    assert waiting(registry.store) == 0


def test_a_file_that_cannot_be_written_is_read_into_memory(store: Store, path: Path) -> None:
    expected = Registry.from_entities(e.entity() for e in PEOPLE).resolve(ORLOV)
    with Store.open(path, writable=False) as other:
        registry = FileRegistry(other)
        assert registry.resolve(ORLOV) == expected
        assert not in_file(registry)
        assert waiting(other) == len(PEOPLE)
        list(bring_up(store))
        assert first(registry, ORLOV) == "p1"


def test_a_full_disk_costs_time_only(registry: FileRegistry) -> None:
    (pages,) = registry.store.one("PRAGMA page_count")
    registry.store.db.execute(f"PRAGMA max_page_count = {pages}")
    for i in range(300):
        registry.store.settle = None
        if i == 0:
            registry.store.db.execute(f"PRAGMA max_page_count = {pages + 40}")
        put(registry.store, f"n{i}", f"Вера Зорка{'абвгдежз'[i % 8]}{'клмнпрст'[i // 8 % 8]}ова")
    registry.store.db.execute(f"PRAGMA max_page_count = {registry.store.one('PRAGMA page_count')[0]}")
    assert first(registry, ORLOV) == "p1"
    assert waiting(registry.store) == 303
    assert not in_file(registry)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM bearer WHERE entity = 2",
        "INSERT INTO bearer VALUES (5, 2, 0)",
        "DELETE FROM posting WHERE partner = 1",
        "UPDATE block SET names = names + 1",
        "UPDATE block SET bearers = bearers + 1",
        "DELETE FROM word WHERE text = 'мароз'",
        "INSERT INTO heard VALUES ('MARAZ', 'зорка', 0)",
        "DELETE FROM near WHERE key LIKE 'slip:%'",
        "INSERT INTO near VALUES ('slip:X', 'MARAX')",
    ],
)
def test_a_disagreement_is_told_and_mended(registry: FileRegistry, damage: str) -> None:
    first(registry, ORLOV)
    registry.store.db.execute(damage)
    assert next(disagreements(registry.store)).startswith("the postings do not agree with the people: ")
    with registry.store.writing():
        throw_away(registry.store)
    list(bring_up(registry.store))
    assert list(disagreements(registry.store)) == []


def test_a_long_list_is_read_into_memory_in_time(registry: FileRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [ORLOV, "Hanna Maroz", "Анна Мороз", "Орлов С. И.", "Вера"]
    expected = list(registry.resolve_many(names))
    assert in_file(registry)
    monkeypatch.setitem(limits(monkeypatch), "filed", 2)
    assert list(registry.resolve_many(names)) == expected
    assert not in_file(registry)
    put(registry.store, "new", "Вера Зорка")
    assert first(registry, "Vera Zorka") == "new"
    assert list(registry.resolve_many(names[:4])) != expected[:4]  # of four people, each is a little less likely


def limits(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    mine = dict(weights().limits)
    changed = type(weights())(**{f: getattr(weights(), f) for f in weights().__slots__} | {"limits": mine})
    monkeypatch.setattr("namekit.registry.weights", lambda: changed)
    return mine


def test_a_list_is_answered_by_those_who_were_there_at_its_start(registry: FileRegistry, path: Path) -> None:
    answers = registry.resolve_many(["Vera Zorka", "Vera Zorka", "Viera Zorka"])
    assert next(answers).status == "unknown"
    with Store.open(path) as other:
        other.settle = settle
        put(other, "new", "Вера Зорка")
    assert [r.status for r in answers] == ["unknown", "unknown"]
    assert first(registry, "Vera Zorka") == "new"


def test_where_no_log_is_kept_each_is_answered_by_those_who_are_there(tmp_path: Path) -> None:
    with Store.create(tmp_path / "s.registry", shared=True) as made:
        put(made, "p1", ORLOV)
    with Registry.open(tmp_path / "s.registry") as registry:
        assert registry.store.journal == "delete"
        answers = registry.resolve_many([ORLOV, "Vera Zorka"])
        assert next(answers).entity_id == "p1"
        put(registry.store, "new", "Вера Зорка")
        assert next(answers).candidates[0].entity_id == "new"


def test_on_a_network_drive_who_reads_lets_others_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("namekit.store.file.network_drive", lambda _: "nfs4")
    monkeypatch.setattr("namekit.store.file.BUSY_SECONDS", 1)
    with Registry.create(path) as registry:
        put(registry.store, "p1", ORLOV)
        assert first(registry, ORLOV) == "p1"
        with Store.open(path, busy_seconds=0.5) as other:
            put(other, "new", "Вера Зорка")
        assert first(registry, "Vera Zorka") == "new"
        put(registry.store, "z", "Іна Крук")
        assert first(registry, "Ina Kruk") == "z"
        assert (registry.store.journal, in_file(registry)) == ("delete", True)


def test_what_is_remembered_is_bounded(registry: FileRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [ORLOV, "Hanna Maroz", "Анна Мороз", "Орлов С. И.", "Вера"]
    expected = list(registry.resolve_many(names))
    for bound in ("_WORN", "_REMEMBERED"):
        monkeypatch.setattr(f"namekit.resolver.file_index.{bound}", 1)
    assert list(registry.assuming().resolve_many(names)) == expected


def test_assuming_another_prior_reads_the_same_file(registry: FileRegistry) -> None:
    usual, other = registry.resolve(ORLOV), registry.assuming(nobody=0.99).resolve(ORLOV)
    assert usual.probability > other.probability
    assert (registry.threshold, registry.nobody) == (weights().prior["threshold"], weights().prior["nobody"])
    assert in_file(registry)


def test_names_are_never_sql(registry: FileRegistry) -> None:
    hostile = ["'; DROP TABLE posting; --", '" OR 1=1', "Зорка\0", "%_", "\ud800"]
    for i, name in enumerate(hostile[:2]):
        put(registry.store, f"h{i}", name)
    assert len(list(registry.resolve_many(hostile))) == len(hostile)
    assert list(disagreements(registry.store)) == []


def test_progress_is_told(registry: FileRegistry) -> None:
    told: list[int] = []
    remember: Callable[[int], None] = told.append
    assert registry.prepared(remember)
    assert told == [3]
    assert list(disagreements(registry.store, remember)) == []
    assert told == [3, 3]


def test_a_row_more_in_a_table_aside_is_no_loss(store: Store) -> None:
    """Temporary tables of an earlier, broken attempt are empty at the next."""
    reading = bring_up(store)
    next(reading)
    reading.close()
    assert list(bring_up(store)) == [3]
    assert list(disagreements(store)) == []
    assert isinstance(store.db, sqlite3.Connection)
