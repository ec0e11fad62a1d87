"""Groups of spellings without a registry."""

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from namekit.cli import main

import namekit
from namekit import cluster
from namekit.errors import InputError
from namekit.store import people

NAMES = [
    "Вера Зоркая", "Vera Zorkaya", "Viera Zorkaja", "Андрей Иванович Орлов", "Andrei Arlou", "Алексей Иванович Орлов",
    "Орлов А. И.", "Ryhor Niachaj", "РЫГОР НЯЧАЙ", "Рыгор Нячай", "Рыгор Нячай", "Іна Крук", "???",
]  # fmt: skip


def bench() -> ModuleType:
    path = Path(__file__).parent / "bench" / "clusters.py"
    spec = importlib.util.spec_from_file_location("bench_clusters", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_name(groups: tuple[namekit.Group, ...]) -> dict[str, namekit.Group]:
    return {name: group for group in groups for name in group.names}


def test_spellings_of_one_person_are_together_and_brothers_are_not() -> None:
    of = by_name(cluster(NAMES))
    assert {n for n in of if of[n] is of["Вера Зоркая"]} == {"Вера Зоркая", "Vera Zorkaya", "Viera Zorkaja"}
    assert of["Andrei Arlou"] is of["Андрей Иванович Орлов"]
    assert of["Алексей Иванович Орлов"] is not of["Андрей Иванович Орлов"]
    assert of["Рыгор Нячай"].name == "Рыгор Нячай"  # the most frequent, not in capitals
    assert of["Рыгор Нячай"].rows == 4
    assert of["Андрей Иванович Орлов"].name == "Андрей Иванович Орлов"  # the fullest
    assert of["???"].names == ("???",)


def test_a_name_that_may_be_either_brother_stands_alone_and_says_so() -> None:
    of = by_name(cluster(NAMES))
    assert of["Орлов А. И."].names == ("Орлов А. И.",)
    assert of["Орлов А. И."].near == ("Алексей Иванович Орлов", "Андрей Иванович Орлов")
    assert "Орлов А. И." in of["Алексей Иванович Орлов"].near
    assert of["Іна Крук"].near == ()


def test_other_vowels_are_another_name_in_one_language_and_the_same_in_two() -> None:
    assert len(cluster(["Петров Иван Ильич", "Патров Иван Ильич"])) == 2
    (one,) = cluster(["Егоров Аркадий Борисович", "Ягораў Аркадзь Барысавіч"])
    assert len(one.names) == 2


def test_bonds_hold_all_of_a_group_together_and_the_weakest_is_last() -> None:
    for group in cluster(NAMES):
        reached = {group.names[0]}
        left = list(group.bonds)
        while left and (bond := next((b for b in left if {b.one, b.other} & reached), None)):
            left.remove(bond)
            reached |= {bond.one, bond.other}
        assert reached == set(group.names)
        assert len(group.bonds) == len(group.names) - 1
        assert [b.probability for b in group.bonds] == sorted((b.probability for b in group.bonds), reverse=True)
        assert group.weakest is (group.bonds[-1] if group.bonds else None)
        assert all(b.evidence for b in group.bonds)


@settings(max_examples=8, deadline=None)
@given(st.permutations(NAMES))
def test_the_order_of_rows_does_not_matter(names: list[str]) -> None:
    assert cluster(names) == cluster(NAMES)


def test_every_name_is_in_one_group() -> None:
    groups = cluster([*NAMES, "", " "])
    assert sorted(n for g in groups for n in g.names) == sorted(set(NAMES))
    assert sum(g.rows for g in groups) == len(NAMES)
    assert cluster([]) == ()


def test_the_threshold_decides_how_readily_groups_are_made() -> None:
    few, many = cluster(NAMES, threshold=0.2), cluster(NAMES, threshold=0.999999)
    assert len(few) < len(many)
    with pytest.raises(InputError, match="between 0 and 1"):
        cluster(NAMES, threshold=1)


def test_groups_are_right_on_lists_of_people_with_several_spellings(shared: Path) -> None:
    module = bench()
    for name, least in (("belarus", 0.99), ("belarus_culture", 0.98), ("news_english", 0.99)):
        rows = module.spellings(shared / "gold" / f"{name}.tsv", initials=False)
        random.Random(name).shuffle(rows)  # noqa: S311
        precision, recall, _, _ = module.measure(rows, cluster(n for n, _ in rows))
        assert precision >= 0.998
        assert recall >= least


def run(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["cluster", *args], input=text)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    path.write_text("who\n" + "\n".join(NAMES) + "\n", "utf-8")
    return path


def test_the_command_shows_groups_and_their_weakest_links(listed: Path) -> None:
    said = run(str(listed), "-c", "who")
    assert said.exit_code == 0, said.output
    assert "Андрей Иванович Орлов  (2 rows)\n    Andrei Arlou\n    weakest link, 0." in said.stdout
    assert "Арлоў" not in said.stdout
    assert "    perhaps also: Орлов А. И.\n" in said.stdout
    assert "Іна Крук" not in said.stdout
    assert "12 names, 7 people" in said.stderr
    assert "Іна Крук" in run("-", "--all", text=listed.read_text("utf-8")).stdout
    found = json.loads(run(str(listed), "--json").stdout)
    assert sum(len(g["names"]) for g in found) == len(set(NAMES))
    assert any(b["evidence"][0]["bits"] > 0 for g in found for b in g["bonds"])


def test_a_registry_is_made_of_the_groups(listed: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    said = run(str(listed), "-o", str(path), "--by", "ann")
    assert "a new registry" in said.stderr
    with namekit.Registry.open(path) as made:
        assert len(made) == 7
        kept = {e.names[0].text: e for e in people.entries(made.store)}
        assert made.resolve("Vera Zorkaja").status == "match"
    assert kept["Орлов А. И."].notes == (
        "perhaps the same person: Алексей Иванович Орлов", "perhaps the same person: Андрей Иванович Орлов",
    )  # fmt: skip
    assert kept["Іна Крук"].sources == ("names.csv",)
    assert run(str(listed), "-o", str(path)).exit_code == 1  # nothing is overwritten
