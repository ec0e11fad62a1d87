"""The share of nobody that a list shows."""

import csv
import dataclasses
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest
from bench.learned import counts, mixed
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from namekit.cli import main

import namekit
from namekit import Query, Registry, Resolution
from namekit.resolver.prior import share_of_nobody, telling
from namekit.resolver.weights import weights

KNOWN = ["Sviatlana Tsikhanouskaya", "Віктар Бабарыка", "Алесь Бяляцкі", "Maria Kalesnikava", "Васіль Быкаў"]
STRANGERS = ["Zorislava Quux", "Agafon Kvitkovich", "Ругнеда Перапёлка", "Onufriy Zaglada", "Ефросинья Незнайко"]
WORTH = weights().learned["worth"]


def answered(nobody: float) -> Resolution:
    return Resolution("Орлова", "unknown", None, None, 1 - nobody, nobody, 0.0, ())


shares = st.floats(0, 1)


@given(st.lists(shares, max_size=30), st.floats(0.01, 0.99))
def test_a_share_is_a_share_and_no_order_matters(nobody: list[float], assumed: float) -> None:
    share = share_of_nobody(map(answered, nobody), assumed)
    assert 0 < share < 1
    assert share_of_nobody(map(answered, reversed(nobody)), assumed) == pytest.approx(share, abs=1e-6)


@given(st.integers(0, 200), st.integers(0, 200))
def test_sure_answers_are_counted(known: int, strangers: int) -> None:
    share = share_of_nobody(map(answered, [0.0] * known + [1.0] * strangers), 0.5)
    assert share == pytest.approx((strangers + WORTH / 2) / (known + strangers + WORTH), abs=1e-6)


@given(st.lists(shares, min_size=1, max_size=20), shares)
def test_a_name_more_of_nobody_never_lowers_the_share(nobody: list[float], one: float) -> None:
    before = share_of_nobody(map(answered, nobody), 0.5)
    assert share_of_nobody(map(answered, [*nobody, 1.0]), 0.5) >= before - 1e-9
    more = [max(nobody[0], one), *nobody[1:]]
    assert share_of_nobody(map(answered, more), 0.5) >= before - 1e-9


@pytest.mark.parametrize(
    ("names", "strangers"), [(KNOWN, 0), (STRANGERS, 5), (KNOWN + STRANGERS, 5), (KNOWN[:1] + STRANGERS, 5)]
)
def test_learned_from_real_answers(starter: Registry, names: Sequence[str], strangers: int) -> None:
    counted = (strangers + WORTH / 2) / (len(names) + WORTH)
    learned = starter.nobody_among(names)
    assert learned == pytest.approx(counted, abs=0.03)
    assert starter.nobody_among([*names, *names, "Путин", "Орлова"]) == pytest.approx(learned)  # distinct, two words
    # What was assumed before does not matter, but for the evidence of a surname alone, which is not asked.
    assert starter.assuming(nobody=0.9).nobody_among(names) == pytest.approx(learned, abs=1e-6)
    assert starter.assuming(nobody=learned).nobody == learned


def test_an_empty_list_shows_nothing(starter: Registry) -> None:
    assert starter.nobody_among([]) == pytest.approx(weights().prior["nobody"])


def test_of_a_long_list_some_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    few = dataclasses.replace(weights(), learned={"worth": 2, "names": 10})
    monkeypatch.setattr("namekit.resolver.prior.weights", lambda: few)
    asked = telling(Query(f"Иван Орлов {n}") for n in range(95))
    assert 10 <= len(asked) <= 12
    assert asked[-1].name.endswith(("90", "91", "92", "93", "94"))


def test_the_command_learns_and_says_it(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("\n".join(["name", *KNOWN, *KNOWN]) + "\n", "utf-8")
    for args in (["--file", str(names)], KNOWN):
        done = CliRunner().invoke(main, ["resolve", "--learn-nobody", "--json", *args])
        assert done.exit_code == 0, done.output
        assert "prior of nobody, learned from 5 distinct names: 0.14" in done.stderr
        got = json.loads(done.stdout)
        assert got["nobody"] == namekit.Registry.starter().nobody_among(KNOWN)
        assert {r["status"] for r in got["results"]} == {"match"}
    both = CliRunner().invoke(main, ["resolve", "--learn-nobody", "--nobody", "0.2", *KNOWN])
    assert both.exit_code == 2
    assert "not both" in both.stderr


def test_a_sheet_is_cleaned_by_what_it_shows(tmp_path: Path) -> None:
    names, told = tmp_path / "names.csv", tmp_path / "told.csv"
    names.write_text("\n".join(["name", *KNOWN, *STRANGERS[:1], *KNOWN]) + "\n", "utf-8")
    done = CliRunner().invoke(main, ["clean", str(names), "-o", str(told), "--learn-nobody"])
    assert done.exit_code == 0, done.output
    assert "prior of nobody, learned from 6 distinct names: 0.25" in done.stderr
    learned = namekit.Registry.starter().nobody_among([*KNOWN, STRANGERS[0]])
    people = namekit.Registry.starter().assuming(nobody=learned)
    rows = list(csv.DictReader(told.read_text("utf-8").splitlines()))
    assert [float(r["namekit_probability"]) for r in rows] == [
        round(people.resolve(r["name"]).probability, 4) for r in rows
    ]
    piped = CliRunner().invoke(main, ["clean", "-", "--learn-nobody"], input="name\nПутин\n")
    assert piped.exit_code == 2
    assert "give a file" in piped.stderr


def test_a_file_registry_learns_alike(tmp_path: Path, starter: Registry) -> None:
    from namekit.store.people import put_all  # noqa: PLC0415

    names = KNOWN + STRANGERS
    with Registry.create(tmp_path / "r.registry") as registry:
        put_all(registry.store, starter.entities)
        assert registry.nobody_among(names) == pytest.approx(starter.nobody_among(names), abs=1e-9)


def test_the_share_of_mixed_lists_is_found(shared: Path) -> None:
    """What is learned is near the truth, and a list of mostly registered people has more of them accepted."""
    import random  # noqa: PLC0415 (a sample)

    sys.path.insert(0, str(shared / "eval"))
    entities, queries, absent = import_module("accuracy").load(shared / "gold", "belarus", 0, 1000)
    registry = Registry.from_entities(namekit.Entity(e, names) for e, names in entities)
    present, strangers = [(n, e) for e, n, _ in queries], [(n, "") for n in absent["no patronymic"]]
    for share in (0.05, 0.5, 0.8):
        asked = mixed(present, strangers, share, random.Random(1))  # noqa: S311 (a sample)
        learned = registry.nobody_among(n for n, _ in asked)
        assert learned == pytest.approx(share, abs=0.04)
        if share == 0.05:
            right, wrong, _ = (float(x.rstrip("%")) for x in counts(registry.assuming(nobody=learned), asked).split())
            assert right >= 99
            assert wrong <= 0.2
