"""What a list of names shows of itself."""

import csv
import dataclasses
import json
import math
import random
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import product
from pathlib import Path

import pytest
from bench.learned import counts, mixed
from bench.rewritten import in_full
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from namekit.cli import main

import namekit
from namekit import Entity, Name, Prior, Query, Registry, Resolution
from namekit.resolver.prior import learned, telling
from namekit.resolver.weights import usual_prior, weights
from namekit.store.entries import Entry
from namekit.store.people import Origin, put

KNOWN = ["Sviatlana Tsikhanouskaya", "Віктар Бабарыка", "Алесь Бяляцкі", "Maria Kalesnikava", "Васіль Быкаў"]
STRANGERS = ["Zorislava Quux", "Agafon Kvitkovich", "Ругнеда Перапёлка", "Onufriy Zaglada", "Ефросинья Незнайко"]
WORTH = weights().learned["worth"]
FULL = "Зорислава Агафоновна Незнайко"


def answered(nobody: float) -> Resolution:
    return Resolution(FULL, "unknown", None, None, 1 - nobody, nobody, 0.0, ())


def share(nobody: Sequence[float], assumed: float = 0.5) -> float:
    return learned(map(answered, nobody), dataclasses.replace(usual_prior(), nobody=assumed)).nobody


shares = st.floats(0, 1)


@given(st.lists(shares, max_size=30), st.floats(0.01, 0.99))
def test_a_share_is_a_share_and_no_order_matters(nobody: list[float], assumed: float) -> None:
    assert 0 < share(nobody, assumed) < 1
    assert share(nobody[::-1], assumed) == pytest.approx(share(nobody, assumed), abs=1e-6)


@given(st.integers(0, 200), st.integers(0, 200))
def test_sure_answers_are_counted(known: int, strangers: int) -> None:
    counted = (strangers + WORTH * usual_prior().nobody) / (known + strangers + WORTH)
    assert share([0.0] * known + [1.0] * strangers) == pytest.approx(counted, abs=1e-5)


@given(st.lists(shares, min_size=1, max_size=20), shares)
def test_a_name_more_of_nobody_never_lowers_the_share(nobody: list[float], one: float) -> None:
    before = share(nobody)
    assert share([*nobody, 1.0]) >= before - 1e-4
    assert share([max(nobody[0], one), *nobody[1:]]) >= before - 1e-4


@pytest.mark.parametrize(
    ("names", "strangers"), [(KNOWN, 0), (STRANGERS, 5), (KNOWN + STRANGERS, 5), (KNOWN[:1] + STRANGERS, 5)]
)
def test_learned_from_real_answers(starter: Registry, names: Sequence[str], strangers: int) -> None:
    counted = (strangers + WORTH / 2) / (len(names) + WORTH)
    prior = starter.learned(names)
    assert prior.nobody == pytest.approx(counted, abs=0.03)
    assert starter.learned([*names, *names, "Путин", "Орлова"]) == prior  # distinct names of two words
    other = starter.assuming(prior=Prior(0.9, -0.5, 0.2)).learned(names)  # what was assumed before does not matter
    assert dataclasses.astuple(other) == pytest.approx(dataclasses.astuple(prior), abs=1e-4)
    assert starter.assuming(prior=prior).prior == prior


def test_a_list_without_patronymics_shows_that_their_lack_says_nothing() -> None:
    """People are registered in full, and asked for without; then with, where strangers are asked for without."""
    full = [f"{g} {p} {s}" for g, p, s in zip(_GIVEN, _FATHERS, _SURNAMES, strict=True)]
    bare = [f"{g} {s}" for g, s in zip(_GIVEN, _SURNAMES, strict=True)]
    registry = Registry.from_entities(Entity(name, [name]) for name in full)
    usual = usual_prior()
    assert registry.learned([*bare, *STRANGERS]).missing == pytest.approx(0, abs=0.5)
    assert registry.learned([*full, *STRANGERS]).missing < usual.missing
    evidence = registry.assuming(prior=Prior(0.5, -0.25, 0.0)).resolve(bare[0]).candidates[0].evidence
    assert [e.bits for e in evidence if e.kind == "patronymic missing"] == [-0.25]


def test_without_patronymic_says_more_where_hardly_any_name_goes_without() -> None:
    """Somebody registered without, among others without, then among ever more who are registered in full."""
    base, most = weights().other["neither"], math.log2(1 / (1 - weights().bare["like"]))
    alone = [Entity("1", [f"{_GIVEN[1]} {_SURNAMES[1]}"]), Entity("2", ["Быков В. В."]), Entity("3", ["Пушкин"])]
    full = [f"{g} {p} {s}" for g, p, s in product(_GIVEN[2:], _FATHERS[2:], _SURNAMES[2:])]
    said = []
    for count in (0, 1, 2, 4, 20, len(full)):
        people = [*alone, *(Entity(name, [name]) for name in full[:count])]
        registry = Registry.from_entities(people)
        assert registry._index.bare == 1 / (1 + count)
        bits = neither(registry)
        said.append(bits)
        assert neither(registry.assuming(prior=Prior(0.5, -1.0, 0.25))) == 0.25  # what is given holds
    assert said[:3] == [base] * 3  # as where a third go without
    assert said == sorted(said)
    assert base + most - 0.1 < said[-1] < base + most


def neither(registry: Registry) -> float:
    evidence = registry.resolve(f"{_SURNAMES[1]} {_GIVEN[1]}").candidates[0].evidence
    return next(e.bits for e in evidence if e.kind == "patronymic neither")


_GIVEN = ("Зоряна", "Кузьма", "Аглая", "Тарас", "Лукерья", "Онуфрий", "Прохор", "Ядвига")
_FATHERS = ("Павловна", "Ильич", "Петровна", "Львович", "Фомовна", "Иванович", "Кириллович", "Антоновна")
_SURNAMES = ("Гайдай", "Ведмедев", "Шишова", "Перепелка", "Дубровина", "Загладин", "Ситцев", "Корсак")


def test_an_empty_list_shows_nothing(starter: Registry) -> None:
    prior, usual = starter.learned([]), usual_prior()
    assert (prior.nobody, prior.missing) == pytest.approx((usual.nobody, usual.missing))
    assert prior.neither == pytest.approx(weights().other["neither"])
    assert starter.assumptions == {"nobody": usual.nobody, "threshold": weights().prior["threshold"]}


def test_a_prior_is_checked(starter: Registry) -> None:
    with pytest.raises(namekit.InputError, match="given twice"):
        starter.assuming(nobody=0.5, prior=usual_prior())
    with pytest.raises(namekit.InputError, match="prior of nobody is 1"):
        starter.assuming(prior=Prior(1.0, 0.0, 0.0))
    with pytest.raises(namekit.InputError, match="no numbers"):
        starter.assuming(prior=Prior(0.5, float("nan"), 0.0))


def test_of_a_long_list_some_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    few = dataclasses.replace(weights(), learned={**weights().learned, "names": 10})
    monkeypatch.setattr("namekit.resolver.prior.weights", lambda: few)
    asked = telling(Query(f"Иван Орлов {n}") for n in range(95))
    assert 10 <= len(asked) <= 12
    assert asked[-1].name.endswith(("90", "91", "92", "93", "94"))


def test_the_command_learns_and_says_it(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("\n".join(["name", *KNOWN, *KNOWN]) + "\n", "utf-8")
    prior = Registry.starter().learned(KNOWN)
    for args in (["--file", str(names)], KNOWN):
        done = CliRunner().invoke(main, ["resolve", "--learn-prior", "--json", *args])
        assert done.exit_code == 0, done.output
        assert "learned from 5 distinct names: prior of nobody 0.1431; without patronymic -1.8 or" in done.stderr
        got = json.loads(done.stdout)
        assert (got["nobody"], got["missing"], got["neither"]) == dataclasses.astuple(prior)
        assert {r["status"] for r in got["results"]} == {"match"}
    said = [f"--{name}={number}" for name, number in dataclasses.asdict(prior).items()]
    for command in ("resolve", "explain"):  # one name, by what was learned from all
        done = CliRunner().invoke(main, [command, KNOWN[0], "--json", *said])
        assert done.exit_code == 0, done.output
        again = json.loads(done.stdout)
        again = again["results"][0] if command == "resolve" else again
        assert again["probability"] == pytest.approx(got["results"][0]["probability"], abs=1e-6)
    both = CliRunner().invoke(main, ["resolve", "--learn-prior", "--nobody", "0.2", *KNOWN])
    assert both.exit_code == 2
    assert "not both" in both.stderr


def test_a_sheet_is_cleaned_by_what_it_shows(tmp_path: Path) -> None:
    names, told = tmp_path / "names.csv", tmp_path / "told.csv"
    names.write_text("\n".join(["name", *KNOWN, *STRANGERS[:1], *KNOWN]) + "\n", "utf-8")
    done = CliRunner().invoke(main, ["clean", str(names), "-o", str(told), "--learn-prior"])
    assert done.exit_code == 0, done.output
    assert "learned from 6 distinct names: prior of nobody 0.25" in done.stderr
    starter = Registry.starter()
    people = starter.assuming(prior=starter.learned([*KNOWN, STRANGERS[0]]))
    rows = list(csv.DictReader(told.read_text("utf-8").splitlines()))
    said = [round(people.resolve(r["name"]).probability, 4) for r in rows]
    assert [float(r["namekit_probability"]) for r in rows] == said
    piped = CliRunner().invoke(main, ["clean", "-", "--learn-prior"], input="name\nПутин\n")
    assert piped.exit_code == 2
    assert "give a file" in piped.stderr


def test_a_file_registry_learns_alike_and_history_says_what(tmp_path: Path, starter: Registry) -> None:
    from namekit.store.people import put_all  # noqa: PLC0415

    desk, names = tmp_path / "desk.registry", tmp_path / "names.csv"
    names.write_text("\n".join(["name", *KNOWN, *STRANGERS]) + "\n", "utf-8")
    with Registry.create(desk) as registry:
        put_all(registry.store, starter.entities)
        prior = registry.learned(KNOWN + STRANGERS)
        assert dataclasses.astuple(prior) == pytest.approx(dataclasses.astuple(starter.learned(KNOWN + STRANGERS)))
    for more in (["--learn-prior"], []):
        done = CliRunner().invoke(main, ["resolve", "--file", str(names), "--registry", str(desk), *more])
        assert done.exit_code == 0, done.output
    told = (
        CliRunner()
        .invoke(main, ["registry", "history", "--list", "names.csv", "--row", "2", "--registry", str(desk)])
        .output
    )
    assert f"nobody {prior.nobody}; " in told
    assert f"; missing {prior.missing}; neither {prior.neither}" in told
    assert told.count("missing") == 1


def test_what_mixed_lists_show(shared: Path) -> None:
    """What is learned is near the truth, and a list of mostly registered people has more of them accepted."""
    sys.path.insert(0, str(shared / "eval"))
    entities, queries, absent = import_module("accuracy").load(shared / "gold", "belarus", 0, 1000)
    registry = Registry.from_entities(Entity(e, names) for e, names in entities)
    in_lists = [(n, e) for e, n, _ in queries]
    bare = [(f"{full[0]} {full[2]}", e) for n, e in in_lists if (full := in_full(n))]
    strangers = [(n, "") for n in absent["no patronymic"]]
    for present, share_, least in ((in_lists, 0.05, 99), (in_lists, 0.5, 0), (in_lists, 0.8, 0), (bare, 0.1, 92)):
        asked = mixed(present, strangers, share_, random.Random(1))  # noqa: S311 (a sample)
        prior = registry.learned(n for n, _ in asked)
        assert prior.nobody == pytest.approx(share_, abs=0.04)
        right, wrong, _ = (float(x.rstrip("%")) for x in counts(registry.assuming(prior=prior), asked).split())
        assert right >= least
        assert wrong <= 0.2


def test_a_list_without_patronymics_is_told_what_can_be_done(tmp_path: Path) -> None:
    """Names as common as these say little without the patronymic, unless most of the list is of people registered."""
    desk, names = tmp_path / "desk.registry", tmp_path / "names.csv"
    surnames = [
        "Кузнецов",
        "Попов",
        "Васильев",
        "Соколов",
        "Михайлов",
        "Новиков",
        "Морозов",
        "Волков",
        "Павлов",
        "Козлов",
    ]
    with Registry.create(desk) as registry, registry.store.writing():
        for surname in surnames:
            put(registry.store, Entry(id=surname, names=[Name(f"{surname} Сергей Иванович")]), Origin("Anna"))
    names.write_text("\n".join(["name", *(f"Сергей {surname}" for surname in surnames)]) + "\n", "utf-8")
    for command in (["resolve", "--file"], ["clean", "-o", str(tmp_path / "told.csv")]):
        args = [*command, str(names), "--registry", str(desk)]
        done = CliRunner().invoke(main, args)
        assert done.exit_code == 0, done.output
        assert re.search(r"note: \d+ names agree .*, but do not say the patronymic.*--learn-prior", done.stderr)
        (tmp_path / "told.csv").unlink(missing_ok=True)
        done = CliRunner().invoke(main, [*args, "--learn-prior"])
        assert done.exit_code == 0, done.output
        assert "do not say the patronymic" not in done.stderr
        (tmp_path / "told.csv").unlink(missing_ok=True)
    few = CliRunner().invoke(main, ["resolve", "--file", "-", "--registry", str(desk)], input="name\nСергей Попов\n")
    assert "do not say the patronymic" not in few.stderr
