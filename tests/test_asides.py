"""What stands beside a name: what is cut off, what stays, and what cannot be read."""

import pytest
from parsed import first

import namekit
from namekit.names.parsing import parts


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
        (
            "гражданин Беларуси Иван Петров",
            "description",
            "гражданин Беларуси",
            "гражданин Беларуси",
            "g:Иван s:Петров",
        ),
        (
            "President of Ukraine Ivan Petrov",
            "description",
            "President of Ukraine",
            "President of Ukraine",
            "g:Ivan s:Petrov",
        ),
        ("Глава МИД Иван Петров", "description", "Глава МИД", "Глава МИД", "g:Иван s:Петров"),
        ("Ukrainian Ivan Petrov", "title", "Ukrainian", "Ukrainian", "g:Ivan s:Petrov"),
        ("Ivan Petrov - CEO", "description", "CEO", "CEO", "g:Ivan s:Petrov"),
        ("Ivan Petrov Ivan Petrov", "alternative", "Ivan Petrov", "Ivan Petrov", "g:Ivan s:Petrov"),
        ("Петров Иван Львович Petrov Ivan", "alternative", "Petrov Ivan", "Petrov Ivan", "s:Петров g:Иван p:Львович"),
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
        ("Ivan Petrov Ivan Sidorov", "g:Ivan g:Petrov g:Ivan s:Sidorov"),  # two people, too
        ("Анна Мария Анна Мария", "g:Анна g:Мария g:Анна s:Мария"),
        ("Вінцэнт Дунін - МАРЦІНКЕВІЧ", "g:Вінцэнт s:Дунін-МАРЦІНКЕВІЧ"),
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


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Фамилия: Иван Имя: Павел Отчество: Львович", "s:Иван g:Павел p:Львович"),
        ("FIRST NAME: PAVEL; LAST NAME: IVAN", "g:PAVEL s:IVAN"),
        ("Прозвішча: Іван, Імя: Павел, Імя па бацьку: Львовіч", "s:Іван g:Павел p:Львовіч"),
        ("Surname: de Witt Given names: Ivan Name: Anna", "x:de s:Witt g:Ivan g:Anna"),
        ("Прізвище: Алиев Ім'я: Вагиф По батькові: Али оглы", "s:Алиев g:Вагиф p:Али x:оглы"),
    ],
)
def test_labels_of_a_form_say_the_parts(form: str, expected: str) -> None:
    """Names that would be read the other way round, were it not for the labels."""
    assert first(form) == expected
    assert all(part.certain for part in parts(form))
    assert {aside.kind for aside in namekit.parse(form).aside} == {"label"}
    assert namekit.parse(form).unread == ()


def test_one_label_says_no_part() -> None:
    assert first("Name: Ivan Petrov") == "g:Ivan s:Petrov"
    assert [a.kind for a in namekit.parse("Name: Ivan Petrov").aside] == ["description"]
