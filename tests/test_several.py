"""Texts that name several people: each of them may be meant, and no one surely."""

import pytest

import namekit
from namekit import Entity, Registry
from namekit.names.several import several


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Сергей Иванов и Анна Петрова", ["Сергей Иванов", "Анна Петрова"]),
        ("Ivan Ivanov, Anna Petrova and Oleg Sidorov", ["Ivan Ivanov, Anna Petrova", "Oleg Sidorov"]),
        ("Ivanov, Ivan; Petrova, Anna", ["Ivanov, Ivan", "Petrova, Anna"]),
        ("Иванов И. И., Петрова А. А., Сидоров О.", ["Иванов И. И.", "Петрова А. А.", "Сидоров О."]),
        ("Иванов С. / Иванов А.", ["Иванов С.", "Иванов А."]),
        ("Иванов С., Иванова С.", ["Иванов С.", "Иванова С."]),
        ("Сергей и Анна Ивановы", ["Сергей Ивановы", "Анна Ивановы"]),
        ("Сергея Иванова и Анны Петровой", ["Сергея Иванова", "Анны Петровой"]),
        ("Сергеем Заславским, Анной Заславской", ["Сергеем Заславским", "Анной Заславской"]),
        ("Иван Иванов\nАнна Петрова", ["Иван Иванов", "Анна Петрова"]),
        ("сергей иванов и анна петрова", ["сергей иванов", "анна петрова"]),
    ],
)
def test_several_people(text: str, people: list[str]) -> None:
    assert list(several(text)) == people


@pytest.mark.parametrize(
    "text",
    [
        "Ivanov, Ivan Petrovich",
        "Ivan Ivanov / Іван Іваноў",
        "Иванов И. И. / Ivanov I. I.",
        "IVANOV, Ivan; aka Ivanou, Ivan",
        "Анна Иванова / Анна Петрова",  # a former surname, perhaps
        "Иван Иванов, Минск",
        "Иван Иванов, Великие Луки",
        "Иван Иванов, Роман Инвест",
        "Ivan Ivanov, San Jose",
        "Ivan Ivanov, brother of Petr Ivanov",
        "Иван Иванов и жена",
        "Иван Иванов и др.",
        "Гарсия Маркес, Габриэль Хосе",
        "Ортега и Гассет Хосе",
        "Иван и Марья",
        "Иванов И Петров",
        "",
        "и",
        ", ;",
    ],
)
def test_one_person_or_none(text: str) -> None:
    assert several(text) == ()


def test_each_of_several_may_be_meant() -> None:
    registry = Registry.from_entities([Entity("s", ["Сергей Борисович Нургалеев"]), Entity("a", ["Анна Заславская"])])
    for text in ("Нургалеев С. Б., Анна Заславская", "Anna Zaslavskaya & Sergei Borisovich Nurgaleev"):
        r = registry.resolve(text)
        assert (r.status, {c.entity_id for c in r.candidates}) == ("ambiguous", {"s", "a"})
        assert sum(c.probability for c in r.candidates) + r.nobody == pytest.approx(1)
        for candidate in r.candidates:
            odds = r.prior + sum(e.bits for e in candidate.evidence)
            assert candidate.probability / r.nobody == pytest.approx(2**odds)
        assert f"{text} names several people" in namekit.reason(r)


def test_one_of_several_is_no_match_though_the_other_is_not_registered() -> None:
    registry = Registry.from_entities([Entity("s", ["Сергей Борисович Нургалеев"])])
    assert registry.resolve("Сергей Борисович Нургалеев").status == "match"
    r = registry.resolve("Сергей Борисович Нургалеев и Анна Заславская")
    assert (r.status, r.candidates[0].entity_id) == ("unknown", "s")
    assert 0.4 < r.probability < 0.5 < r.nobody


def test_a_text_of_several_people_is_registered_as_such() -> None:
    both = "Сергей Нургалеев и Анна Заславская"
    registry = Registry.from_entities([Entity("both", [both])])
    assert registry.resolve(both).candidates[0].entity_id == "both"
    r = registry.resolve("Анна Заславская")
    assert r.status == "unknown"
    assert "several registered" in [e.kind for e in r.candidates[0].evidence]
    assert namekit.compare(both, "Анна Заславская").probability < 0.6


def test_a_group_has_no_text_of_several_people() -> None:
    names = ["Анна Заславская", "Anna Zaslavskaya", "Сергей Нургалеев", "Анна Заславская и Сергей Нургалеев"]
    groups = {frozenset(group.names) for group in namekit.cluster(names)}
    assert groups == {frozenset(names[:2]), frozenset(names[2:3]), frozenset(names[3:])}
