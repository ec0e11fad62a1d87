"""The people whom the benchmarks make up: what must hold of them, so that the figures mean something."""

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from bench.people import FORMS, Parts, Person, Registered, read, write

from namekit.names.frequency import listed
from namekit.names.surnames import surname_gender

SCRIPT = Path(__file__).parent / "bench" / "people.py"


@pytest.fixture(scope="module")
def made() -> Parts:
    return Parts(None, random.Random(1))  # noqa: S311 (nothing secret)


@pytest.fixture(scope="module")
def people(made: Parts) -> list[Person]:
    return list(made.people(random.Random(2), 20_000))  # noqa: S311


def test_the_same_arguments_give_the_same_files(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    write(here, 200, 200, None)
    subprocess.run([sys.executable, SCRIPT, there, "200", "200"], check=True, env=os.environ | {"PYTHONHASHSEED": "7"})
    for name in ("entities.tsv", "names.tsv"):
        assert (here / name).read_bytes() == (there / name).read_bytes()
    registered = dict(read(here / "entities.tsv"))
    asked = list(read(here / "names.tsv"))
    assert len({name for name, *_ in asked}) == len(asked) == len(registered) == 200
    assert sum(bool(entity) for _, entity, *_ in asked) == 100
    assert all(registered[entity] != name and int(bearers) for name, entity, bearers, _ in asked if entity)


def test_genders_agree(made: Parts, people: list[Person]) -> None:
    rng, genders = random.Random(3), set()  # noqa: S311
    for person in people[:500]:
        gender, spelt = made.gender(person), made.spelling(person, "ru", rng)
        assert spelt
        assert spelt["patronymic"].endswith("на") == (gender == "female")
        assert surname_gender(spelt["surname"]) in {gender, None}
        genders.add(gender)
    assert genders == {"male", "female"}


def test_names_are_as_frequent_as_people_bear_them(made: Parts, people: list[Person]) -> None:
    given = Counter(made.given[p.given].id for p in people)
    fathers = Counter(made.fathers[p.father].id for p in people)
    for found, field in ((given, "given"), (fathers, "patronymic")):
        shares = listed(field)
        for name, n in found.most_common(10):
            assert n / len(people) == pytest.approx(shares[name] / sum(shares.values()), rel=0.2)
    assert Counter(made.surnames[p.surname] for p in people).most_common(1)[0][0] == "иванов"


@pytest.mark.parametrize("form", FORMS)
def test_bearers_are_those_of_whom_a_name_may_be(made: Parts, people: list[Person], form: str) -> None:
    some = people[:3000]
    registered, found = Registered(made, some), Counter[int]()
    for asked in people[2900:3100]:
        n = registered.bearers(asked, form)
        assert n == min(2, sum(o.surname == asked.surname and made.may_be(asked, o, form) for o in some))
        found[n] += 1
    assert found[0]
    assert found[1]
    assert found[2] or form == "full"
