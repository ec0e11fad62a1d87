"""Names in another language, and what they rest on."""

import pytest

import namekit
from namekit.names.patronymics import known_patronymics, patronymics_in
from namekit.relations.correspondences import correspondences
from namekit.romanization.orthography import LANGUAGES
from namekit.table import read_table


def first(name: str, language: str, source: str | None = None) -> str:
    return namekit.cognates(name, language, source=source)[0].text


@pytest.mark.parametrize(
    ("be", "ru"),
    [
        ("Ціханоўскі", "Тихановский"),
        ("Ціханоўская", "Тихановская"),
        ("Шаціла", "Шатило"),
        ("Бяляцкі", "Беляцкий"),
        ("Лукашэнка", "Лукашенко"),
        ("Навумаў", "Наумов"),
        ("Воўк", "Волк"),
        ("Алексіевіч", "Алексиевич"),
        ("Мікалай", "Николай"),
        ("Яўген", "Евгений"),
        ("Сяргееўна", "Сергеевна"),
        ("Рыгоравіч", "Григорьевич"),
        ("Станіслававіч", "Станиславович"),
        ("Іваноў", "Иванов"),
        ("Рыбакова", "Рыбакова"),
        ("Дземідовіч", "Демидович"),
        ("Салаўёў", "Соловьёв"),
        ("Навумаў-Шаціла", "Наумов-Шатило"),
        ("Мікалаеў", "Николаев"),
        ("Радзівонава", "Родионова"),
    ],
)
def test_belarusian_and_russian(be: str, ru: str) -> None:
    assert first(be, "ru", "be") == ru
    if be not in {"Рыбакова", "Дземідовіч"}:
        assert first(ru, "be", "ru") == be


@pytest.mark.parametrize(
    ("ru", "uk"),
    [
        ("Беляцкий", "Біляцький"),
        ("Волк", "Вовк"),
        ("Николай", "Микола"),
        ("Николаевич", "Миколайович"),
        ("Григорьевна", "Григорівна"),
        ("Гусев", "Гусєв"),
        ("Исмаилов", "Ісмаїлов"),
        ("Ковалёва", "Ковальова"),
        ("Зеленский", "Зеленський"),
        ("Порошенко", "Порошенко"),
        ("Соловьёв", "Соловйов"),
    ],
)
def test_russian_and_ukrainian(ru: str, uk: str) -> None:
    assert first(ru, "uk", "ru") == uk
    assert ru in [c.text for c in namekit.cognates(uk, "ru", source="uk", limit=3)]


def test_a_spelling_that_leaves_the_stress_open_has_the_true_one_among_five() -> None:
    assert "Бабарико" in [c.text for c in namekit.cognates("Бабарыка", "ru", limit=5)]
    assert "Тихоновский" in [c.text for c in namekit.cognates("Ціханоўскі", "ru", limit=5)]


def test_relations() -> None:
    def relation(name: str, language: str, source: str) -> str:
        return namekit.cognates(name, language, source=source)[0].relation

    assert relation("Мікалай", "ru", "be") == "same name"
    assert relation("Міхась", "ru", "be") in {"doublet", "short form"}
    assert relation("Саша", "be", "ru") == "short form"
    assert relation("Николаевич", "uk", "ru") == "patronymic"
    assert relation("Беляцкий", "uk", "ru") == "correspondence"
    assert relation("Николай Беляцкий", "uk", "ru") == "correspondence"


def test_whole_names_keep_capitals_and_signs() -> None:
    assert first("Александр Григорьевич ЛУКАШЕНКО", "be") == "Аляксандр Рыгоравіч ЛУКАШЭНКА"
    assert first("ЛУКАШЕНКО, А.", "be", "ru") == "ЛУКАШЭНКА, А."
    assert first("дунин-марцинкевич", "be", "ru") == "дунін-марцінкевіч"
    assert first("Беляцкий (Viasna)", "be") == "Бяляцкі (Viasna)"


def test_all_full_forms_of_a_given_name_the_usual_first() -> None:
    found = namekit.cognates("Анатолий", "be", source="ru")
    assert [c.text for c in found] == ["Анатоль", "Анатолій"]
    assert found[0].likelihood > found[1].likelihood


def test_the_own_language_gives_the_name_itself() -> None:
    assert namekit.cognates("Бяляцкі", "be") == (namekit.Cognate("Бяляцкі", 1.0, "same name"),)
    assert namekit.cognates("Lukashenko Лукашенко", "ru", source="ru")[0].text == "Lukashenko Лукашенко"


def test_a_name_of_no_certain_language_is_read_in_each() -> None:
    assert {"Максім"} == {c.text for c in namekit.cognates("Максим", "be")}
    assert namekit.cognates("Барановский", "be") == namekit.cognates("Барановский", "be", source="ru")
    assert [c.text for c in namekit.cognates("Олена", "ru")] == ["Елена"]


def test_a_spelling_against_the_orthography_is_still_read() -> None:
    assert first("Евгеньевна", "ru", "uk") == "Евгеньевна"  # Russian letters that Ukrainian has too
    assert namekit.cognates("Ь", "ru") == ()


def test_limit() -> None:
    assert len(namekit.cognates("Шотман", "be", limit=2)) == 2
    assert namekit.cognates("Шотман", "be", limit=0) == ()


@pytest.mark.parametrize(
    ("name", "language", "source", "problem"),
    [
        ("Lukashenko", "be", None, "readings"),
        ("", "be", None, "no Cyrillic"),
        ("Лукашенко", "pl", None, "unknown language 'pl'"),
        ("Лукашенко", "be", "pl", "unknown language 'pl'"),
        ("Бяляцкі", "uk", "ru", "letters that ru does not have"),
        ("Ўґщъ", "uk", None, "no language"),
    ],
)
def test_errors(name: str, language: str, source: str | None, problem: str) -> None:
    with pytest.raises(namekit.InputError, match=problem):
        namekit.cognates(name, language, source=source)


@pytest.mark.parametrize(
    ("father", "language", "male", "female"),
    [
        ("Илья", "ru", "Ильич", "Ильинична"),
        ("Ілья", "be", "Ільіч", "Ільінічна"),
        ("Ілля", "uk", "Ілліч", "Іллівна"),
        ("Кузьма", "uk", "Кузьмич", "Кузьмівна"),
        ("Лука", "ru", "Лукич", "Лукинична"),
        ("Пётр", "ru", "Петрович", "Петровна"),
        ("Пётр", "be", "Пятровіч", "Пятроўна"),
        ("Яків", "uk", "Якович", "Яківна"),
        ("Якаў", "be", "Якаўлевіч", "Якаўлеўна"),
        ("Дмитрий", "ru", "Дмитриевич", "Дмитриевна"),
        ("Дзмітрый", "be", "Дзмітрыевіч", "Дзмітрыеўна"),
        ("Станіслаў", "be", "Станіслававіч", "Станіславаўна"),
        ("Федір", "uk", "Федорович", "Федорівна"),
        ("Ігор", "uk", "Ігорович", "Ігорівна"),
        ("Эмиль", "ru", "Эмильевич", "Эмильевна"),
    ],
)
def test_patronymics_of_one_language(father: str, language: str, male: str, female: str) -> None:
    made = patronymics_in(father, language)
    assert next(form for form, gender in made if gender == "male") == male
    assert next(form for form, gender in made if gender == "female") == female
    assert {"male", "female"} == {gender for _, gender in known_patronymics(language)[male.lower()]} | {
        gender for _, gender in known_patronymics(language)[female.lower()]
    }


@pytest.mark.parametrize("source", LANGUAGES)
@pytest.mark.parametrize("target", LANGUAGES)
def test_every_correspondence_is_fitted_and_sourced(source: str, target: str) -> None:
    table = read_table("names", "correspondences")
    for c in correspondences(source, target) if source != target else ():
        if c.row >= 0:
            row = table["correspondence"][c.row]
            assert row["why"] in table["source"]
            assert 0 < row["share"].get(f"{source}-{target}", 0.5) < 1
