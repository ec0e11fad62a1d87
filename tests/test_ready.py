"""What is worked out beforehand is what the tables give, and one answer reads no more than it needs."""

import json
import runpy
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import ROOT

from namekit import Registry, ready, table
from namekit.errors import TableError
from namekit.names import frequency, initials, surnames
from namekit.names import kin as names
from namekit.names.parsing import parts
from namekit.names.sounds import readings
from namekit.relations import writing
from namekit.romanization import system
from namekit.table import table_names
from namekit.text import low, script

CACHED = (
    (ready, "_sections"),
    (names, "given_names"),
    (names, "_given_sounds"),
    (names, "_patronymic_sounds"),
    (names, "spellings"),
    (names, "given"),
    (names, "patronymic"),
    (surnames, "common_surnames"),
    (initials, "_listed"),
    (initials, "initial_share"),
    (ready, "_system_lines"),
    (system, "rules_of"),
)


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Nothing is remembered before, nor after."""

    def forget() -> None:
        for module, name in CACHED:
            getattr(module, name).cache_clear()

    forget()
    yield
    forget()


def test_the_file_is_what_the_tables_give() -> None:
    made = runpy.run_path(str(ROOT / "tests" / "fit" / "ready.py"))["made"]()
    shipped = (ROOT / "tables" / "names" / "ready.txt").read_text("utf-8")
    assert shipped == made, "a table or a rule of sounds has changed: run python tests/fit/ready.py"


def test_the_tables_that_are_read_soon_are_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    fit = runpy.run_path(str(ROOT / "tests" / "fit" / "ready.py"))
    shipped = (ROOT / "tables" / "ready.txt").read_text("utf-8")
    assert shipped == fit["made_tables"](), "a table has changed: run python tests/fit/ready.py"
    which = [(folder, name) for folder, names_ in fit["TABLES"].items() for name in names_]
    soon = [table.read_table(*one) for one in which]
    assert [table.parse_table(table.table_text(*one), "") for one in which] == soon
    text = table.table_text
    monkeypatch.setattr(table, "table_text", lambda *one: "edited = 1\n" + text(*one))
    assert all("edited" in table.read_table(*one) for one in which)


@pytest.mark.usefixtures("forgetful")
def test_after_an_edit_the_tables_themselves_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("Аляксандр", "Oleksandr", "Сашко", "Ивановна", "Petrovich", "Бяляцкі", "Хаджиахмедович")
    before = (
        [(names.given(a), names.patronymic(a)) for a in asked],
        (names.spellings(), names.given_names()),
        surnames.common_surnames(),
        initials.initial_share("А", "given"),
    )
    for module, name in CACHED:
        getattr(module, name).cache_clear()
    monkeypatch.setattr(ready, "made_of", lambda: "another edition")
    assert ready.ready("surnames") is None
    after = (
        [(names.given(a), names.patronymic(a)) for a in asked],
        (names.spellings(), names.given_names()),
        surnames.common_surnames(),
        initials.initial_share("А", "given"),
    )
    assert before == after


def test_every_source_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = ready.made_of()
    text = ready.table_text
    for edited in ready.SOURCES:
        monkeypatch.setattr(ready, "table_text", lambda *which, e=edited: text(*which) + "#" * (which == e))
        assert ready.made_of() != shipped


def test_a_system_is_read_soon_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = table_names("systems")
    assert sum(ready.ready_system(id_) is not None for id_ in ids) > len(ids) * 0.9, "run python tests/fit/ready.py"
    for id_ in ids:
        soon, whole = system.rules_of(id_), system.system(id_)
        assert replace(whole, source=soon.source, vectors=(), errata=()) == replace(soon, vectors=(), errata=())
        assert [rule.line for rule in soon.rules] == [rule.line for rule in whole.rules]
        assert (soon.letters, soon.options) == (whole.letters, whole.options)
    same = next(id_ for id_ in ids if system.system(id_).same_as)
    text = ready.table_text
    for edited in (same, system.system(same).same_as):
        monkeypatch.setattr(ready, "table_text", lambda *which, e=edited: text(*which) + "#" * (which[1] == e))
        assert ready.ready_system(same) is None
        monkeypatch.undo()
    assert ready.ready_system("nowhere") is None


def test_counted_surnames_are_a_mapping_of_the_table() -> None:
    counted = frequency.listed("surname")
    assert isinstance(counted, frequency._Counted)
    keys = list(counted)
    assert len(keys) == len(set(keys)) == len(counted)
    lines = table.read_table("names", "surname-counts")["surnames"]["bearers"].splitlines()
    assert list(counted._lines) == lines
    assert lines == sorted(lines)
    assert counted["IVANAV"] > counted["KAVALIV"] > 0
    assert all(key in counted for key in keys[:: len(keys) // 50])
    assert all(absent not in counted for absent in ("", " ", "IVANAV ", "IVANAV 12140", "ŽŽŽŽ", "~"))


def test_the_first_system_that_writes_a_word_is_the_one_that_all_would_give() -> None:
    """Whatever the systems write sounds like the word, so that what does not sound like it is no system's."""
    words = {
        (low(part.text), name.language or "")
        for entity in Registry.starter().entities[::4]
        for name in entity.names
        for part in parts(name.text)
        if script(part.text) == "Cyrl" and name.language in {"be", "ru", "uk"}
    }
    assert len(words) > 50
    for word, language in sorted(words):
        for latin, spelling in writing.written(word, language).items():
            assert writing.writer(word, language, latin) == spelling.system
        assert writing.writer(word, language, "wilhelmina") == ""
    assert readings("wilhelmina")


def test_one_answer_reads_few_tables_and_imports_little() -> None:
    code = """
import json, sys
import namekit.romanization.system
read = []
import namekit.names.kin, namekit.names.surnames
tables = []
def read_table(folder, name, whole=namekit.names.kin.read_table):
    tables.extend([name] if name in {"given-male", "given-female", "surnames"} else [])
    return whole(folder, name)
namekit.names.kin.read_table = namekit.names.surnames.read_table = read_table
rooms = namekit.romanization.system
system, rooms.parse = rooms.parse, lambda *a: read.append(a[1]) or system(*a)
sys.argv = ["namekit", "resolve", "Ales Byalyatski"]
from namekit.cli import main
try:
    main()
except SystemExit:
    pass
heavy = ("multiprocessing", "concurrent.futures", "icu", "importlib.metadata", "socket")
print(json.dumps([read, sorted(tables), [m for m in heavy if m in sys.modules]]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    answer, *_, said = done.stdout.splitlines()
    assert answer.startswith("Ales Byalyatski: ales-bialiatski")
    systems, tables, imported = json.loads(said)
    assert not systems
    assert not tables
    assert not imported


def test_a_head_without_a_language_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "table_text", lambda *_: 'id = "x"\n[letters]\n')
    system.languages_and_statuses.cache_clear()
    with pytest.raises(TableError, match="lacks 'language'"):
        system.languages_and_statuses()
