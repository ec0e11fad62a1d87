"""The engine: case, initials, apostrophes, options, look-alikes, and what no table knows."""

import sys
import unicodedata

import pytest

import namekit
from namekit import romanize

BE, BY, ICAO = "bgnpcgn-bel-1979", "by-bel-2007", "icao-bel-9303"
RU, GOST = "bgnpcgn-rus-1947", "gost779b-rus-2000"


@pytest.mark.parametrize(
    ("text", "system", "expected"),
    [
        ("ЩУКИН", RU, "SHCHUKIN"),
        ("Щукин", RU, "Shchukin"),
        ("Ю. Петров", RU, "Yu. Petrov"),
        ("Ю.А. ПЕТРОВ", RU, "Yu.A. PETROV"),
        ("ПЕТРОВ Ю.", RU, "PETROV Yu."),
        ("Ельцин", RU, "Yel’tsin"),
        ("ПОДЪЕЗД", RU, "POD”YEZD"),
        ("СЯМ’Я", BE, "SYAM”YA"),
        ("сям'я", BE, "syam”ya"),
        ("Бяляцкі", BE, "Byalyatski"),
        ("Бяляцкі", BY, "Bialiacki"),
        ("Ціханоўскі", ICAO, "Tsikhanouski"),
        ("Дунін-Марцінкевіч", ICAO, "Dunin-Martsinkevich"),
        ("Цыц", GOST, "Cy`cz"),
        ("«Иванов», 42!", RU, "«Ivanov», 42!"),
        ("", RU, ""),
    ],
)
def test_writes(text: str, system: str, expected: str) -> None:
    assert romanize(text, system) == expected


def test_quotation_marks_are_no_apostrophes() -> None:
    assert romanize("'Аб'ект' ’а’", BE) == "'Ab”yekt' ’a’"


def test_look_alikes_are_read_as_what_they_stand_for() -> None:
    assert romanize("Мiхаіл Hовік", ICAO) == "Mikhail Novik"
    assert romanize("канал TUT.by", ICAO) == "kanal TUT.by"


def test_decomposed_letters() -> None:
    assert romanize(unicodedata.normalize("NFD", "Ёлкин Йошкар Ўладзь"), BE, unknown="keep") == romanize(
        "Ёлкин Йошкар Ўладзь", BE, unknown="keep"
    )


def test_unknown_letters() -> None:
    with pytest.raises(namekit.UnknownLetterError, match="no rule for 'ў'") as e:
        romanize("Быкаў", RU)
    assert (e.value.letter, e.value.position) == ("ў", 4)
    assert romanize("Быкаў", RU, unknown="keep") == "Bykaў"


def test_letters_of_other_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("unidecode")
    assert romanize("Иван Παππάς", RU, unknown="unidecode") == "Ivan Pappas"
    monkeypatch.setitem(sys.modules, "unidecode", None)
    with pytest.raises(namekit.InputError, match=r"namekit\[scripts\]"):
        romanize("Иван Παππάς", RU, unknown="unidecode")


def test_options() -> None:
    assert romanize("Братск", RU) == "Brat·sk"
    assert romanize("Братск", RU, options=["no-middle-dot"]) == "Bratsk"
    with pytest.raises(namekit.OptionError, match="it has: middle-dot"):
        romanize("Братск", RU, options=["dots"])
    with pytest.raises(namekit.OptionError, match="it has: none"):
        romanize("Братск", GOST, options=["dots"])


def test_steps_say_which_rule_wrote_what() -> None:
    first, *_ = namekit.steps("Ельцин", RU)
    assert (first.source, first.target, first.start, first.end) == ("Е", "Ye", 0, 1)
    assert first.rule is not None
    assert first.rule.where
    assert all(s.rule is None for s in namekit.steps("42", RU))


def test_many() -> None:
    assert list(namekit.romanize_many(["Минск", "Гродно"], RU, options=["no-middle-dot"])) == ["Minsk", "Grodno"]
