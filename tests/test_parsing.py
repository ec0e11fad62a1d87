"""The parts of a name and their roles."""

import doctest
import time

import pytest
from conftest import ROOT
from parsed import first

import namekit
from namekit.names.joined import split_run_together
from namekit.names.parsing import gender, parts


def roles(name: str) -> dict[str, str]:
    return {p.role: p.text for p in parts(name)}


@pytest.mark.parametrize(
    "name",
    [
        "Aliaksandr Ryhoravich LUKASHENKA",
        "LUKASHENKA, Aliaksandr Ryhoravich",
        "Lukashenka Aliaksandr Ryhoravich",
        "Aliaksandr Ryhoravich Lukashenka",
        "aliaksandr ryhoravich lukashenka",
        "LUKASHENKA ALIAKSANDR RYHORAVICH",
    ],
)
def test_orders(name: str) -> None:
    assert {k: v.lower() for k, v in roles(name).items()} == {
        "given": "aliaksandr",
        "patronymic": "ryhoravich",
        "surname": "lukashenka",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Васіль Уладзіміравіч Быкаў", "g:Васіль p:Уладзіміравіч s:Быкаў"),
        ("Быкаў Васіль", "s:Быкаў g:Васіль"),
        ("Леся Українка", "g:Леся s:Українка"),
        ("Шевченко Тарас Григорович", "s:Шевченко g:Тарас p:Григорович"),
        ("Ганна Ахматова", "g:Ганна s:Ахматова"),
        ("Сергей Иванович", "g:Сергей p:Иванович"),
        ("Святлана Алексіевіч", "g:Святлана s:Алексіевіч"),  # her name shows that it is no patronymic
        ("Svetlana Alexievich", "g:Svetlana s:Alexievich"),
        ("Наталья Король", "g:Наталья s:Король"),
        ("Иван Ли", "g:Иван s:Ли"),
        ("Bykaŭ, Vasil", "s:Bykaŭ g:Vasil"),
        ("Iu͡riĭ Gagarin", "g:Iu͡riĭ s:Gagarin"),  # the tie of the Library of Congress belongs to its word
        ("IVANOV Ivan", "s:IVANOV g:Ivan"),
        ("Roman VALERY", "g:Roman s:VALERY"),  # of two given names, the one in capitals
        ("Павлов, Павел Роман", "s:Павлов g:Павел g:Роман"),
    ],
)
def test_first_readings(name: str, expected: str) -> None:
    assert first(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("А.Г. Лукашенко", "i:А i:Г s:Лукашенко"),
        ("Лукашенко А. Г.", "s:Лукашенко i:А i:Г"),
        ("Лукашенко А.Г.", "s:Лукашенко i:А i:Г"),
        ("А.Г.Лукашенко", "i:А i:Г s:Лукашенко"),
        ("Шевченко Т. Г.", "s:Шевченко i:Т i:Г"),
        ("Я. Купала", "i:Я s:Купала"),
        ("Yu. Dz. Karatkevich", "i:Yu i:Dz s:Karatkevich"),
        ("Иванов ИИ", "s:Иванов i:И i:И"),
        ("Joseph R. Biden", "g:Joseph i:R s:Biden"),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert first(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ЕвгенийАлексеевич Примаков", "g:Евгений p:Алексеевич s:Примаков"),
        ("ЕВГЕНИЙАЛЕКСЕЕВИЧ", "g:ЕВГЕНИЙ p:АЛЕКСЕЕВИЧ"),
        ("евгенийалексеевич", "g:евгений p:алексеевич"),
        ("ИвановИван", "s:Иванов g:Иван"),
        ("ТарасШевченко", "g:Тарас s:Шевченко"),
        ("ИвановИванИванович", "s:Иванов g:Иван p:Иванович"),
        ("ИванИвановичИванов", "g:Иван p:Иванович s:Иванов"),
        ("AlexanderAlekseevich", "g:Alexander p:Alekseevich"),
        ("vitalyyurievich", "g:vitaly p:yurievich"),
        ("MykhayloHryhorovych Malyshev", "g:Mykhaylo p:Hryhorovych s:Malyshev"),
        ("AlesBialiatski", "g:Ales s:Bialiatski"),
        ("#МарыяКалеснікава", "g:Марыя s:Калеснікава"),
        ("НаталляМікалаеўна Ейсмант", "g:Наталля p:Мікалаеўна s:Ейсмант"),
        ("IvanovIvanIvanovich", "s:Ivanov g:Ivan p:Ivanovich"),
        ("Быков АВ", "s:Быков i:А i:В"),
        ("VYu Bykov", "i:V i:Yu s:Bykov"),
        ("Иванов ИИ", "s:Иванов i:И i:И"),
    ],
)
def test_lost_spaces(name: str, expected: str) -> None:
    assert first(name) == expected
    assert [c.kind for c in namekit.parse(name).changes] == ["run together"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("BYKOV AV", "s:BYKOV i:A i:V"),
        ("Быков ЯН", "s:Быков g:ЯН"),
        ("Bykov YU", "s:Bykov i:YU"),
        ("Иван ЛИ", "g:Иван s:ЛИ"),
        ("быков ав", "s:быков i:а i:в"),
        ("Ив. Быков", "i:Ив s:Быков"),
    ],
)
def test_two_letters(name: str, expected: str) -> None:
    """Two initials where nothing else is likelier: a given name, or the digraph of one letter."""
    assert first(name) == expected


@pytest.mark.parametrize(
    "word",
    [
        "МакКарты",
        "McDonald",
        "Іванна",
        "Иванович",
        "Янукович",
        "Алимбекова",
        "Романюкевич",
        "Хаджиахмедович",
        "Yanukovych",
        "Aleksandrovich",
        "Alimbekova",
        "Иван-Алексеевич",
    ],
)
def test_whole_words_stay_whole(word: str) -> None:
    assert split_run_together(word) == (word,)


@pytest.mark.parametrize(
    ("name", "expected", "patronymic", "surname"),
    [
        ("Алиев Гейдар Али оглы", "s:Алиев g:Гейдар p:Али x:оглы", "Али оглы", "Алиев"),
        ("Гейдар Али оглы Алиев", "g:Гейдар p:Али x:оглы s:Алиев", "Али оглы", "Алиев"),
        ("Тофик Али-оглы Алиев", "g:Тофик p:Али-оглы s:Алиев", "Али-оглы", "Алиев"),
        ("Людвиг ван Бетховен", "g:Людвиг x:ван s:Бетховен", "", "ван Бетховен"),
        ("de la Cruz Juan", "x:de x:la s:Cruz g:Juan", "", "de la Cruz"),
        ("фон Паулюс", "x:фон s:Паулюс", "", "фон Паулюс"),
        ("Башар аль-Асад", "g:Башар s:аль-Асад", "", "аль-Асад"),
        ("Ван Пётр", "s:Ван g:Пётр", "", "Ван"),
        ("Иван Ван", "g:Иван s:Ван", "", "Ван"),
    ],
)
def test_particles(name: str, expected: str, patronymic: str, surname: str) -> None:
    assert first(name) == expected
    reading = namekit.parse(name).readings[0]
    assert (reading.patronymic, reading.surname) == (patronymic, surname)
    assert all(p.role != "particle" for p in parts(name))


@pytest.mark.parametrize("hyphen", ["-", " - ", " – ", "- "])
def test_double_surnames(hyphen: str) -> None:
    parsed = namekit.parse(f"Вінцэнт Дунін{hyphen}Марцінкевіч")
    assert (parsed.readings[0].given, parsed.readings[0].surname) == ("Вінцэнт", "Дунін-Марцінкевіч")
    assert [c.kind for c in parsed.changes] == ([] if hyphen == "-" else ["hyphen"])
    assert roles("Дунін-Марцінкевіч") == {"surname": "Дунін-Марцінкевіч"}


def test_two_surnames_and_what_is_no_double() -> None:
    reading = namekit.parse("Вінцэнт Дунін Марцінкевіч").readings[0]
    assert (reading.given, reading.surname) == ("Вінцэнт", "Дунін Марцінкевіч")
    assert first("Иван - Петров") == "g:Иван s:Петров"
    assert first("Анна - Мария Петрова") == "g:Анна-Мария s:Петрова"


def test_nothing_to_read_is_no_reading() -> None:
    parsed = namekit.parse("12")
    assert parsed.readings == ()
    assert parsed.script == "none"
    assert {share for _, share in parsed.languages} == {1 / 3}
    assert parts("12") == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Яна Марына", {("given", "surname"), ("surname", "given"), ("given", "given")}),
        ("Іван Аляксандр", {("given", "surname"), ("surname", "given"), ("given", "given")}),
        ("Александр Павел", {("given", "surname"), ("surname", "given"), ("given", "given")}),
        ("Anna Maria", {("given", "surname"), ("surname", "given"), ("given", "given")}),
        ("Глеб Иванович", {("given", "patronymic"), ("given", "surname")}),
    ],
)
def test_several_readings(name: str, expected: set[tuple[str, ...]]) -> None:
    readings = namekit.parse(name).readings
    assert expected <= {tuple(p.role for p in r.parts) for r in readings}
    assert not any(p.certain for p in readings[0].parts[1:])
    assert [r.likelihood for r in readings] == sorted((r.likelihood for r in readings), reverse=True)


def test_what_is_certain_has_one_reading() -> None:
    for name in ("Аляксандр Рыгоравіч Лукашэнка", "Путин Владимир", "А. Пушкин"):
        (reading,) = namekit.parse(name).readings
        assert all(p.certain for p in reading.parts)


def test_order_and_gender_of_a_reading() -> None:
    def shown(name: str) -> tuple[str, str | None]:
        reading = namekit.parse(name).readings[0]
        return reading.order, reading.gender

    assert shown("Ольга Иванова") == ("given first", "female")
    assert shown("Петров А. А.") == ("surname first", "male")
    assert shown("Сергей Иванович") == ("", "male")
    assert shown("Эльдар кызы Мехрибан")[1] == "female"
    assert shown("Лукашенко") == ("", None)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Алесь Бяляцкі", "be"),
        ("Зянон Пазьняк", "be"),
        ("Святлана Ціханоўская", "be"),
        ("Владимир Путин", "ru"),
        ("Сергей Лавров", "ru"),
        ("Володимир Зеленський", "uk"),
        ("Леся Українка", "uk"),
        ("Ihor Kolomoiskyi", "uk"),
        ("Volodymyr Zelenskyi", "uk"),
        ("Uladzimir Karatkievich", "be"),
        ("Aliaksandr Lukashenka", "be"),
        ("Vladimir Vladimirovich Putin", "ru"),
    ],
)
def test_languages(name: str, language: str) -> None:
    languages = namekit.parse(name).languages
    assert languages[0][0] == language
    assert languages[0][1] > 0.5
    assert {code for code, _ in languages} == {"be", "ru", "uk"}


def test_changes_are_those_of_the_repair() -> None:
    parsed = namekit.parse("Iван Пе́тров")  # a Latin I, a stress mark
    assert parsed.text == "Иван Петров".replace("И", "І")
    assert {c.kind for c in parsed.changes} == {"stress mark", "look-alike"}


def test_long_lines_cost_bounded_time() -> None:
    for line in (
        "а" * 10_000,
        "Иван " * 2_000,
        "(" * 10_000,
        "Иван(" * 2_000,
        "’а" * 5_000,
        "а@" * 5_000,
        "“а" * 5_000,
        "а , " * 10_000,
        "aka, " * 10_000,
        "Ivan Petrov, " * 5_000,
        "Ivan Ivanov " + "b. 1990 " * 10_000,
    ):
        start = time.perf_counter()
        namekit.parse(line)
        assert time.perf_counter() - start < 1


def test_gender() -> None:
    assert gender(parts("Святлана Ціханоўская")) == "female"
    assert gender(parts("Сяргей Ціханоўскі")) == "male"
    assert gender(parts("Ціханоўская")) == "female"
    assert gender(parts("Саша Лукашенко")) is None


def test_the_page_about_names_says_what_is_so() -> None:
    text = (ROOT / "docs/names.md").read_text("utf-8").replace("\n```\n", "\n\n")
    runner = doctest.DocTestRunner()
    done = runner.run(doctest.DocTestParser().get_doctest(text, {}, "names.md", "docs/names.md", 0))
    assert done.attempted > 5
    assert done.failed == 0
