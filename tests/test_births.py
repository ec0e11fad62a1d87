"""Dates of birth beside a name: where they begin and end, and what they say."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import namekit
from namekit import Entity, Registry
from namekit.names.births import birth


@pytest.mark.parametrize(
    ("name", "beside", "date"),
    [
        ("Иванов Иван", " 1978 года рождения", "1978"),
        ("Иванов Иван,", " 18 августа 1978 года рождения, уроженец г. Минска", "1978-08-18"),
        ("Иванов Иван, ", "уроженец г. Минска, 1978 г.р.", "1978"),
        ("Иванов Иван ", "(1978 г. р.), г. Минск", "1978"),
        ("Иванов И.И., ", "18.08.1978 р.н.", "1978-08-18"),
        ("Іваноў Іван, ", "нарадзіўся ў Горках 18 жніўня 1978 г.", "1978-08-18"),
        ("Иванов И., ", "род. в 1978 г.", "1978"),
        ("Ivan Ivanov, ", "born on 18.08.1978 in Minsk", "1978-08-18"),
        ("Ivan Ivanov ", "(born August 18, 1978)", "1978-08-18"),
        ("Ivan Ivanov; ", "DOB: 08/18/1978", "1978-08-18"),
        ("Ivan Ivanov, ", "d.o.b. 18 Aug 1978, POB: Minsk, Belarus", "1978-08-18"),
        ("Ivan Ivanov ", "(b. 1978)", "1978"),
        ("I. Ivanov, ", "geb. 18.08.1978", "1978-08-18"),
        ("Быкаў, Васіль, ", "1924-", "1924"),
        ("Иванов ", "(1978 г.р.)", "1978"),
        ("Иванов Иван, ", "31.02.1978 г.р.", "1978"),
        ("Max Born, ", "1882–1970", "1882"),
    ],
)
def test_births(name: str, beside: str, date: str) -> None:
    found = birth(name + beside)
    assert found
    assert (name + beside)[found.start : found.end].strip() == beside.strip()
    assert found.date == date


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Ivan B. 1978", "1978"),  # an initial
        ("Ivan Ivanov 1978-08-18", "1978-08-18"),
        ("Иванов Иван, арестован 12.08.2020", "12.08.2020"),
        ("Maria Ivanova, born Petrova, 1978", "1978"),
    ],
)
def test_a_date_of_something_else(text: str, beside: str) -> None:
    found = birth(text)
    assert found
    assert (text[found.start : found.end].strip(), found.date) == (beside, "")


@pytest.mark.parametrize(
    "text",
    ["Ivan Ivanov 4", "Батальон 2020", "18.08.1978 Иванов Иван", "Иванов Иван 1978 г.р. и Петров Пётр 1980 г.р."],
)
def test_what_is_left_as_it_is(text: str) -> None:
    assert birth(text) is None


@settings(max_examples=200)
@given(st.text("Иванов Иван,.;()[]-–1978/ бг.р. born", max_size=60))
def test_any_text_is_taken(text: str) -> None:
    found = birth(text)
    if found:
        assert 0 < found.start < found.end <= len(text)
        assert re.fullmatch(r"(\d{4}(-\d\d-\d\d)?)?", found.date)
    namekit.parse(text)


def test_what_follows_a_bracket_belongs_to_the_name() -> None:
    found = birth("Иванов (1978 г.р.) Иван")
    assert found
    assert (found.start, found.end) == (7, 18)


def test_a_birth_date_beside_the_name_narrows() -> None:
    people = [Entity(date, ["Иванов Иван Иванович"], birth_date=date) for date in ("1978-08-18", "1990-01-02")]
    registry = Registry.from_entities(people)
    assert registry.resolve("Иванов Иван").status == "ambiguous"
    found = registry.resolve("Иванов Иван, 18.08.1978 г.р., г. Минск")
    assert (found.status, found.entity_id) == ("match", "1978-08-18")
    assert found == registry.resolve_many(["Иванов Иван, 18.08.1978 г.р., г. Минск"]).__next__()
    assert "born 1978-08-18" in namekit.reason(found)
    assert registry.resolve("Ivanov Ivan 1978").status == "ambiguous"  # nothing says that it is of birth
    assert registry.resolve("Ivan Ivanov (b. 1978)", birth_date="1990-01-02").entity_id == "1990-01-02"


def test_birth_dates_beside_names_tell_groups_apart() -> None:
    names = ["Иванов Иван Иванович, 18.08.1978 г.р.", "Ivan Ivanov (b. 1978)", "Иванов Иван Иванович, 1990 г.р."]
    groups = namekit.cluster([*names, "Ivanov Ivan Ivanovich, born 2 January 1990"])
    assert [set(group.names) for group in groups][:1] == [{names[2], "Ivanov Ivan Ivanovich, born 2 January 1990"}]
    assert sorted(len(group.names) for group in groups) == [2, 2]
