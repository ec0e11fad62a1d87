"""Repair: what is mended, and that it is said."""

import pytest

from namekit.text import letter_script, repair, romanized, script, unmix


@pytest.mark.parametrize(
    ("text", "repaired", "kind"),
    [
        ("Бактiбекавiч", "Бактібекавіч", "look-alike"),
        ("Mихаил", "Михаил", "look-alike"),
        ("Лукашэнĸа", "Лукашэнка", "look-alike"),
        ("Lukаshenka", "Lukashenka", "look-alike"),
        ("Алекса́ндр", "Александр", "stress mark"),
        ("Анатóлий", "Анатолий", "look-alike"),
        ("Дар'я", "Дар’я", "apostrophe"),
        ("Ales\u00a0Bialiatski", "Ales Bialiatski", "space"),
        ("Ales\u200bBialiatski", "AlesBialiatski", "invisible"),
        ("и\u0306ог", "йог", "normal form"),
        ("LukaÅ¡enka", "Lukašenka", "encoding"),
        ("Å\u0081ukaszenka", "Łukaszenka", "encoding"),
        ("Ð‘Ñ\u008fÐ»Ñ\u008fÑ†ÐºÑ–", "Бяляцкі", "encoding"),
        ("Р‘СЏР»СЏС†РєС–", "Бяляцкі", "encoding"),
        ("Navumaў", "Navumaŭ", "left over"),
        ("Єvhen", "Yevhen", "left over"),
        ("RAZVOZHAЄV", "RAZVOZHAYEV", "left over"),
        ("Igorь", "Igor’", "left over"),
        ("И В А Н О В  И В А Н", "ИВАНОВ ИВАН", "space"),
        ("Иванов&nbsp;Иван", "Иванов Иван", "entity"),
        ("&#1030;ван O&#x27;Neil", "Іван O’Neil", "entity"),
        ("Ivan Petrov's", "Ivan Petrov", "possessive"),
        ("Петренк0", "Петренко", "digit"),
        ("НА3АРЕНК0", "НАЗАРЕНКО", "digit"),
        ("3айцев", "Зайцев", "digit"),
    ],
)
def test_mends_and_says_so(text: str, repaired: str, kind: str) -> None:
    result, changes = repair(text)
    assert result == repaired
    assert kind in {c.kind for c in changes}


def test_what_is_right_stays() -> None:
    latin = ("Łukaszenka", "O’Connor", "Ďuriš", "Co", "Ägren Ñandú")
    no_letters = ("Иванов3", "3Иванов", "12 30", "А Б Ш", "R&D", "AT&T;")
    for text in (*latin, *no_letters, "Ціханоўскі", "Сідарэнка", "Ко", "РС", "Αθήνα"):
        assert repair(text) == (text, ())


def test_changes_have_places() -> None:
    (change,) = repair("Иван Iванов")[1]
    assert (change.position, change.before, change.after) == (5, "Iванов", "Іванов")


def test_scripts() -> None:
    assert [script(t) for t in ("Іван", "Ivan", "Ιβάν", "Ivаn", "12")] == ["Cyrl", "Latn", "other", "mixed", "none"]
    assert letter_script("ł") == "Latn"


def test_a_word_of_look_alikes_alone_goes_with_the_majority() -> None:
    assert unmix("Cаха") == "Саха"
    assert unmix("Pоpе") == "Pope" or unmix("Pоpе") == "Роре"
    assert unmix("zж") == "zж"


def test_only_a_word_that_is_mostly_latin_is_romanized() -> None:
    for text in ("Ivaнов", "Иванoff", "zж", "Ivanὲж"):
        assert romanized(text) == text
    assert romanized("Ivanoв") == "Ivanov"
