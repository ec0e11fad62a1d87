"""The parts of a name and their roles."""

import pytest

from namekit.parsing import gender, parts


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


def test_initials_and_lost_spaces() -> None:
    assert [p.role for p in parts("А.Г. Лукашенко")] == ["initial", "initial", "surname"]
    assert [p.role for p in parts("Лукашенко А. Г.")] == ["surname", "initial", "initial"]
    assert [p.role for p in parts("Yu. Dz. Karatkevich")] == ["initial", "initial", "surname"]
    assert roles("ЕвгенийАлексеевич Примаков") == {
        "given": "Евгений",
        "patronymic": "Алексеевич",
        "surname": "Примаков",
    }


def test_a_surname_in_ich_is_no_patronymic() -> None:
    assert roles("Святлана Алексіевіч") == {"given": "Святлана", "surname": "Алексіевіч"}
    assert roles("Дунін-Марцінкевіч") == {"surname": "Дунін-Марцінкевіч"}


def test_gender() -> None:
    assert gender(parts("Святлана Ціханоўская")) == "female"
    assert gender(parts("Сяргей Ціханоўскі")) == "male"
    assert gender(parts("Ціханоўская")) == "female"
    assert gender(parts("Саша Лукашенко")) is None
