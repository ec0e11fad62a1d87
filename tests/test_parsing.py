"""The parts of a name and their roles."""

import doctest
import time

import pytest
from conftest import ROOT

import namekit
from namekit.names.joined import split_run_together
from namekit.names.parsing import gender, parts

SHORT = {"g": "given", "p": "patronymic", "s": "surname", "i": "initial", "x": "particle", "u": "unknown"}


def roles(name: str) -> dict[str, str]:
    return {p.role: p.text for p in parts(name)}


def first(name: str) -> str:
    """The first reading: a letter for each role, and the text."""
    letters = {role: letter for letter, role in SHORT.items()}
    return " ".join(f"{letters[p.role]}:{p.text}" for p in namekit.parse(name).readings[0].parts)


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


@pytest.mark.parametrize(
    ("name", "kind", "text", "said", "rest"),
    [
        ("Dr. Aliaksandr Lukashenka", "title", "Dr.", "Dr.", "g:Aliaksandr s:Lukashenka"),
        ("г-н Иванов И. И.", "title", "г-н", "г-н", "s:Иванов i:И i:И"),
        ("пані Олена Шевченко", "title", "пані", "пані", "g:Олена s:Шевченко"),
        ("спадар Алесь Бяляцкі", "title", "спадар", "спадар", "g:Алесь s:Бяляцкі"),
        ("архиепископ Тадеуш Кондрусевич", "title", "архиепископ", "архиепископ", "g:Тадеуш s:Кондрусевич"),
        ("Иванов Иван, генерал армии", "title", "генерал армии", "генерал армии", "s:Иванов g:Иван"),
        ("IVANOV, Mr Ivan", "title", "Mr", "Mr", "s:IVANOV g:Ivan"),
        ("Иван Петров мл.", "suffix", "мл.", "мл.", "g:Иван s:Петров"),
        ("Иван Петров (младший)", "suffix", "(младший)", "младший", "g:Иван s:Петров"),
        ("Joseph Biden, Jr.", "suffix", "Jr.", "Jr.", "g:Joseph s:Biden"),
        ("Ivan Petrov, Ph.D.", "suffix", "Ph.D.", "Ph.D.", "g:Ivan s:Petrov"),
        ("Петров Иван, к.т.н.", "suffix", "к.т.н.", "к.т.н.", "s:Петров g:Иван"),
        ("Анна Ковальская, урожд. Петрова", "former", "урожд. Петрова", "Петрова", "g:Анна s:Ковальская"),
        ("Hanna Nowak née Kowalska", "former", "née Kowalska", "Kowalska", "g:Hanna s:Nowak"),
        ("Марія Ковальчук (дівоче Петренко)", "former", "(дівоче Петренко)", "Петренко", "g:Марія s:Ковальчук"),
        ("Анна Петрова в девичестве Иванова", "former", "в девичестве Иванова", "Иванова", "g:Анна s:Петрова"),
        ("Kowalska z domu Nowak, Anna", "former", "z domu Nowak", "Nowak", "s:Kowalska g:Anna"),
        ("Дмитрий «Митя» Петров", "nickname", "«Митя»", "Митя", "g:Дмитрий s:Петров"),
        ("Ivan 'Vanya' Petrov", "nickname", "’Vanya’", "Vanya", "g:Ivan s:Petrov"),
        ("Иванова (Петрова) Анна", "alternative", "(Петрова)", "Петрова", "s:Иванова g:Анна"),
        (
            "Петров Иван, 18.08.1970 г.р., г. Минск",
            "date",
            "18.08.1970 г.р., г. Минск",
            "1970-08-18",
            "s:Петров g:Иван",
        ),
        ("Быкаў, Васіль, 1924-2003, аўтар", "date", "1924-2003, аўтар", "1924", "s:Быкаў g:Васіль"),
        ("Петров Иван - директор завода", "description", "директор завода", "директор завода", "s:Петров g:Иван"),
        ("Ivan Petrov — journalist", "description", "journalist", "journalist", "g:Ivan s:Petrov"),
        ("PETROV Ivan, journalist", "title", "journalist", "journalist", "s:PETROV g:Ivan"),
        ("PETROV Ivan, reporter at X", "description", "reporter at X", "reporter at X", "s:PETROV g:Ivan"),
        ("ivan petrov, minsk", "description", "minsk", "minsk", "g:ivan s:petrov"),
        ("Ivan Petrov, Minsk Region", "description", "Minsk Region", "Minsk Region", "g:Ivan s:Petrov"),
        ("Ivan Petrov | Flickr", "description", "Flickr", "Flickr", "g:Ivan s:Petrov"),
        ("Petr Miklashevich, Minsk", "description", "Minsk", "Minsk", "g:Petr s:Miklashevich"),
        ("Іван Пятроў - Вікіпедыя", "suffix", "Вікіпедыя", "Вікіпедыя", "g:Іван s:Пятроў"),
        ("Ivan Petrov - Wikipedia", "suffix", "Wikipedia", "Wikipedia", "g:Ivan s:Petrov"),
        ("Петров Иван - 5 лет колонии", "description", "5 лет колонии", "5 лет колонии", "s:Петров g:Иван"),
        ("судья в отставке Иван Петров", "description", "судья в отставке", "судья в отставке", "g:Иван s:Петров"),
        ("the Ivan Petrov", "description", "the", "the", "g:Ivan s:Petrov"),
        ("Head of the KGB Ivan Petrov", "description", "Head of the KGB", "Head of the KGB", "g:Ivan s:Petrov"),
        ("Директор завода Иван Петров", "description", "Директор завода", "Директор завода", "g:Иван s:Петров"),
        ("Ivan Petrov - Head of Sales", "description", "Head of Sales", "Head of Sales", "g:Ivan s:Petrov"),
        ("wife of Ivan Petrov", "relative", "wife of", "wife", "g:Ivan s:Petrov"),
        ("Ivan Petrov's wife", "relative", "’s wife", "wife", "g:Ivan s:Petrov"),
        ("бывшая жена Ивана Петрова", "relative", "бывшая жена", "жена", "g:Ивана s:Петрова"),
        ("ЖЕНА ИВАНА ПЕТРОВА", "relative", "ЖЕНА", "ЖЕНА", "g:ИВАНА s:ПЕТРОВА"),
        ("Адвокат Иван Петров", "relative", "Адвокат", "Адвокат", "g:Иван s:Петров"),
        ("Anna, wife of Ivan Petrov", "description", "wife of Ivan Petrov", "wife of Ivan Petrov", "g:Anna"),
        (
            "assistant to the head Ivan Petrov",
            "description",
            "assistant to the head",
            "assistant to the head",
            "g:Ivan s:Petrov",
        ),
        ("Ivan Petrov and others", "description", "and others", "and others", "g:Ivan s:Petrov"),
        ("or Ivan Petrov", "description", "or", "or", "g:Ivan s:Petrov"),
        ("ФИО: Петров Иван", "description", "ФИО:", "ФИО:", "s:Петров g:Иван"),
        ("Ivan Petrov b. 1970", "date", "b. 1970", "1970", "g:Ivan s:Petrov"),
        ("By Ivan Petrov", "title", "By", "By", "g:Ivan s:Petrov"),
        ("Политзаключённый Иван Петров", "title", "Политзаключённый", "Политзаключённый", "g:Иван s:Петров"),
        ("Ivan Petrov / Іван Пятроў", "alternative", "Іван Пятроў", "Іван Пятроў", "g:Ivan s:Petrov"),
        ("Петров Иван, Piatrou Ivan", "alternative", "Piatrou Ivan", "Piatrou Ivan", "s:Петров g:Иван"),
        ("Іван Пятроў, г. Мінск", "description", "г. Мінск", "г. Мінск", "g:Іван s:Пятроў"),
        ("Петров Иван, 45 лет", "description", "45 лет", "45 лет", "s:Петров g:Иван"),
        ("Ivan Petrov, age 45", "description", "age 45", "age 45", "g:Ivan s:Petrov"),
        ("Ivan Petrov aka Vanya Minsky", "alternative", "aka Vanya Minsky", "Vanya Minsky", "g:Ivan s:Petrov"),
        ("Іван Пятроў, ён жа Мінскі", "alternative", "ён жа Мінскі", "Мінскі", "g:Іван s:Пятроў"),
        ("Ivan Petrov et al.", "suffix", "et al.", "et al.", "g:Ivan s:Petrov"),
        ("Иван Петров 1970 Минск", "date", "1970 Минск", "", "g:Иван s:Петров"),
    ],
)
def test_asides(name: str, kind: str, text: str, said: str, rest: str) -> None:
    parsed = namekit.parse(name)
    (aside,) = parsed.aside
    assert (aside.kind, aside.text, aside.name) == (kind, text, said)
    assert parsed.text[aside.start :].startswith(text)
    assert first(name) == rest
    assert parsed.unread == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Пан", "s:Пан"),  # alone it is no title
        ("Max Born", "g:Max s:Born"),  # nor this a word before a former surname
        ("Мл. Петров", "i:Мл s:Петров"),  # nor this a suffix
        ("(Иван Петров)", "g:Иван s:Петров"),
        ("“Misha”", "g:Misha"),
        ("Born Max", "s:Born g:Max"),
        ("Петров, иван", "s:Петров g:иван"),
        ("ПЕТРОВ Иван, львович", "s:ПЕТРОВ g:Иван p:львович"),
        ("тихановская Светлана Георгиевна", "s:тихановская g:Светлана p:Георгиевна"),
        ("иванов Иван Петров", "s:иванов g:Иван p:Петров"),
        ("Иван Петров, Львов", "g:Иван s:Петров s:Львов"),
        ("Гарсия Маркес, Габриэль", "s:Гарсия s:Маркес g:Габриэль"),
        ("Roman Abramovich, Arkadyevich", "g:Roman s:Abramovich p:Arkadyevich"),
        ("Иван Петров, Анна Петрова", "s:Иван s:Петров g:Анна p:Петрова"),  # two people
        ("Шушкевич: Станислав", "s:Шушкевич g:Станислав"),
        ("Минск или Иван Петров", "g:Минск g:или g:Иван s:Петров"),
        ("Друг Иван Петрович", "s:Друг g:Иван p:Петрович"),  # no friend
        ("ДРУГ ИВАН", "s:ДРУГ g:ИВАН"),
        ("Иван Дед", "g:Иван s:Дед"),
        ("жена", "s:жена"),
        ("Светлана Тихановская де Пилипчук", "g:Светлана s:Тихановская x:де s:Пилипчук"),
        ("Вінцэнт Дунін - Марцінкевіч", "g:Вінцэнт s:Дунін-Марцінкевіч"),
    ],
)
def test_what_is_no_aside(name: str, expected: str) -> None:
    assert first(name) == expected
    assert namekit.parse(name).aside == ()


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("Иван Петров 1970", "1970", "digits"),
        ("Иван Петров (1970)", "(1970)", "digits"),
        ("Иван Петров (*)", "(*)", "symbol"),
        ("Иван² ²", "²", "digits"),
        ("PETROV* Alexander", "*", "symbol"),
        ("Иван 习近平", "习近平", "script"),
        ("Иван Петров ivan@example.org", "ivan@example.org", "address"),
        ("Иван www.example.org", "www.example.org", "address"),
        ("Иван " + "я" * 61, "я" * 61, "too long"),
        ("Иван " + "Петров " * 7 + "Лишний", "Лишний", "too many words"),
        ("", "", "empty"),
        (" . ", ".", "empty"),
    ],
)
def test_what_is_not_read(name: str, text: str, why: str) -> None:
    (unread,) = namekit.parse(name).unread
    assert (unread.text, unread.why) == (text, why)


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
