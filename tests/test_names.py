"""Kinship of given names, and patronymics."""

import pytest

from namekit import Entity, Registry
from namekit.names.kin import given, given_names, patronymic, patronymic_gender, patronymics
from namekit.names.surnames import surname_gender
from namekit.names.traditions import of_given, of_initial, of_surname, times


@pytest.mark.parametrize(
    "kin",
    [
        "Мікалай Николай Микола Mikalai Nikolay Mykola Nikolaj",
        "Уладзімір Владимир Володимир Uladzimir Vladimir Volodymyr Wladimir",
        "Вольга Ольга Volha Olga",
        "Ганна Анна Hanna Anna",
        "Яўген Евгений Євген Yauhen Evgeny Yevhen Eugene",
        "Дзмітрый Дмитрий Дмитро Dzmitry Dmitri Dmytro",
        "Рыгор Григорий Григорій Ryhor Grigory",
        "Аляксандр Александр Олександр Аляксандар Alexander Alexandre Aleksander",
        "Алег Олег Oleh Aleh Oleg",
    ],
)
def test_forms_of_one_name_are_kin(kin: str) -> None:
    first, *others = kin.split()
    for other in others:
        assert set(given(first).groups) & set(given(other).groups), (first, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Валянцін", "Валянціна"), ("Яна", "Анна"), ("Марыя", "Марына"), ("Олег", "Александр"), ("Юрий", "Георгий")],
)
def test_different_names_are_not_kin(one: str, other: str) -> None:
    assert not set(given(one).groups) & set(given(other).groups)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Рыгоравіч", "Григорьевич"),
        ("Ryhoravich", "Grigoryevich"),
        ("Мікалаевіч", "Николаевич"),
        ("Миколайович", "Nikolaevich"),
        ("Уладзіміраўна", "Владимировна"),
        ("Ильич", "Ільіч"),
        ("Valerievich", "Валер’евіч"),
        ("Vladimirovitj", "Владимирович"),
    ],
)
def test_patronymics_of_one_father(one: str, other: str) -> None:
    assert set(patronymic(one).groups) & set(patronymic(other).groups)


def test_patronymics_are_made_by_rule() -> None:
    assert {"Сергеевич", "Сергеевна"} <= set(patronymics("Сергей"))
    assert {"Валерьевич", "Валериевич"} <= set(patronymics("Валерий"))
    assert {"Игоревич"} <= set(patronymics("Игорь"))
    assert {"Іванавіч", "Іванович"} & set(patronymics("Іван"))


def test_unknown_fathers_still_show_the_gender() -> None:
    assert patronymic_gender("Хаджымуратавіч") == "male"
    assert patronymic_gender("Шамильевна") == "female"
    assert patronymic_gender("Лукашенко") is None


def test_the_table_of_given_names_is_sound() -> None:
    ids = [n.id for n in given_names()]
    assert len(ids) == len(set(ids))
    assert len(ids) > 400
    full = {}
    for name in given_names():
        for key, forms in name.forms:
            for form in forms if key in {"be", "ru", "uk"} else ():
                assert full.setdefault((form, name.gender), name.id) == name.id, form


@pytest.mark.parametrize("surname", ["Бортко", "Bortko", "Пасько", "Руденя", "Тен", "Мень"])
def test_what_merged_sounds_make_like_an_ending_shows_no_gender(surname: str) -> None:
    assert surname_gender(surname) is None


@pytest.mark.parametrize("surname", ["Беляцкая", "Byalyatskaya", "Біляцька", "Калинина"])
def test_endings_of_women_still_do(surname: str) -> None:
    assert surname_gender(surname) == "female"


def test_a_man_whose_surname_ends_so_is_found_without_his_given_name() -> None:
    registry = Registry.from_entities([Entity("b", ["Владимир Владимирович Бортко"], gender="male")])
    assert registry.resolve("Бортко").candidates[0].probability > 0.5
    assert registry.resolve("В. Бортко").entity_id == "b"


def test_names_come_in_traditions() -> None:
    rare = of_surname("NURGALIV"), of_given(("rashyd",)), of_initial("Р")
    usual = of_surname("IVANAV"), of_given(("siarhiei",)), of_initial("С")
    assert all(0 < a < b < 1 for a, b in zip(usual, rare, strict=True))
    assert of_surname("MARAZAVA") == of_surname("MARAZAV")  # his and hers
    assert times(rare[1], rare[0]) > 2
    assert 1.2 > times(usual[1], usual[0]) > times(usual[1], rare[0]) > 0
    assert 0 < of_given(()) < 1
