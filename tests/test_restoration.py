"""Latin back to Cyrillic, and which system it was."""

import time

import pytest

import namekit
from namekit import identify, readings, restore


def test_the_likeliest_comes_first() -> None:
    assert restore("Tsikhanouski", "icao-bel-9303")[0] == "Ціханоўскі"
    assert restore("SERGEI", "icao-rus-9303")[0] == "СЕРГЕЙ"
    assert restore("Alekseevich", "icao-rus-9303")[0] == "Алексеевич"
    assert restore("Volodymyr Zelenskyi", "ua-ukr-2010")[:1] in {("Володимир Зеленський",), ("Володимир Зеленский",)}


def test_all_of_them_and_no_others() -> None:
    found = restore("Ilia", "icao-rus-9303")
    assert {"Илья", "Илиа"} <= set(found)
    assert all(namekit.romanize(x, "icao-rus-9303") == "Ilia" for x in found)
    assert len(found) == len(set(found)) == len(found.spellings)
    assert found[-1] in found
    assert found[1:3] == found.spellings[1:3]
    assert "cut=False" in repr(found)


def test_what_cannot_be_is_empty() -> None:
    assert restore("Łukasz", "icao-rus-9303").spellings == ()
    assert restore("", "icao-rus-9303").spellings == ("",)
    with pytest.raises(IndexError):
        restore("ŁŁ", "icao-rus-9303")[0]
    with pytest.raises(ValueError, match="limit is at least 1"):
        restore("x", "icao-rus-9303", limit=0)


@pytest.mark.parametrize("text", ["ch" * 100, "i" * 200, "Alekseevich" * 20, "e’" * 60])
def test_nothing_explodes(text: str) -> None:
    start = time.perf_counter()
    for system_id in ("icao-rus-9303", "lacinka-bel", "bgnpcgn-ukr-1965"):
        found = restore(text, system_id)
        assert found[:3] is not None
        assert found.cut or len(found[:50]) < 50
    assert time.perf_counter() - start < 60


def test_a_small_limit_is_a_cut() -> None:
    assert restore("Aleksandr", "icao-rus-9303", limit=1).cut
    assert len(restore("Aleksandr", "icao-rus-9303", limit=3)) == 3


def test_readings_across_systems() -> None:
    first, *_ = found = readings("Byalyatski", "be")
    assert first.text == "Бяляцкі"
    assert "bgnpcgn-bel-1979" in first.systems
    assert sum(r.likelihood for r in found) <= 1 + 1e-9
    assert readings("123 !", "ru")[0].text == "123 !"
    assert readings("ŋ", "ru") == ()
    assert not readings("ŋ", "ru").cut
    assert readings("Aleksandr", "ru", limit=2).cut
    assert len(readings("Aleksandr", "ru", limit=2)) == 2


def test_identify_by_both_spellings() -> None:
    assert identify("Siarhiej Cichanoŭski", "Сяргей Ціханоўскі")[0].system in {"lacinka-bel", "un-bel-2012"}
    ids = [i.system for i in identify("Yeltsin", "Ельцин")]
    assert "bgnpcgn-rus-1947" in ids  # but for the sign
    assert ids.index("economist-rus") < ids.index("bgnpcgn-rus-1947")
    assert identify("Smith", "Ельцин") == ()


def test_only_systems_of_the_language() -> None:
    ukrainian = {s.id for s in namekit.systems(provisional=True) if s.language == "uk"}
    assert {i.system for i in identify("Byalyatski", "Бяляцкі", language="uk")} <= ukrainian
    for wrong in (lambda: readings("Minsk", "pl"), lambda: identify("Minsk", language="pl")):
        with pytest.raises(namekit.InputError, match="language is one of be, ru, uk, not 'pl'"):
            wrong()


def test_readings_are_written_so_by_their_systems() -> None:
    for latin in ("SHCHUKIN", "Shchukin Yu.", "Kovaleva-PETROVA"):
        for r in readings(latin, "ru"):
            assert all(namekit.romanize(r.text, i) == latin for i in r.systems)


def test_identify_by_the_latin_alone() -> None:
    assert identify("Łukašenka")[0].system == "lacinka-bel"
    assert identify("Loukachenko")[0].system in {"fr-rus", "mvd310fr-rus-1997"}
    assert identify("Tschaikowski")[0].system == "duden-rus"
    assert {i.system for i in identify("Shevchenko", language="uk")} <= {
        s.id for s in namekit.systems(provisional=True) if s.language == "uk"
    }
    shares = [i.likelihood for i in identify("Byalyatski")]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
