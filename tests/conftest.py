"""Fixtures: the starter registry, a registry's file, and the folder of shared measures where it is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import namekit
from namekit.entity import Name
from namekit.store import people
from namekit.store.entries import Entry
from namekit.store.file import Store
from namekit.store.people import Origin

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

# no test is timed, nor how long its examples take to draw: other work on the machine would fail it
UNTIMED = [HealthCheck.too_slow]
settings.register_profile("namekit", deadline=None, database=None, derandomize=True, suppress_health_check=UNTIMED)
settings.load_profile("namekit")


@pytest.fixture(scope="session")
def starter() -> namekit.Registry:
    return namekit.Registry.starter()


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the folder of shared measures is not beside the project")
    return SHARED


PEOPLE = (
    Entry(id="p1", names=(Name("Сяргей Арлоў", "be"), Name("Сергей Иванович Орлов", "ru")), birth_date="1962-09-25"),
    Entry(id="p2", names=(Name("Ганна Мароз", "be"),), birth_date="1970", gender="female", countries=("BY",)),
    Entry(id="P-3/7", names=(Name("Hanna Maroz"), Name("Аня", None, "weak")), external_ids=(("wikidata", "Q7"),)),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.registry"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A registry's file with three invented people."""
    with Store.create(path) as made:
        with made.writing():
            for entry in PEOPLE:
                people.put(made, entry, Origin("Anna"))
        yield made
