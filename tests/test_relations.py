"""How two spellings of a name part are related: golden rows, read one by one, and what must not be said."""

import csv
from itertools import combinations

import pytest
from conftest import ROOT

from namekit import Link, in_words, relate, romanize
from namekit.names.sounds import readings
from namekit.relations.alignment import align, sound_resolution
from namekit.relations.relate import Relation
from namekit.romanization.orthography import possible
from namekit.table import read_table
from namekit.wording import sure

with (ROOT / "tests/golden/relations.tsv").open(encoding="utf-8", newline="") as file:
    GOLDEN = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def letters(relation: Relation) -> str:
    return " ".join(
        f"{a.one}:{a.other}" + ("" if a.how in {"letters", "sound"} else f"({a.how})") for a in relation.alignment
    )


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row[0]}~{row[1]}")
def test_golden(row: list[str]) -> None:
    one, other, role, there, back, alignment = row
    assert in_words(relate(one, other, role)) == there  # type: ignore[arg-type]
    assert in_words(relate(other, one, role)) == back  # type: ignore[arg-type]
    assert letters(relate(one, other, role)) == alignment  # type: ignore[arg-type]


def test_a_link_says_who_wrote_what() -> None:
    assert relate("Byalyatski", "Бяляцкі").links == (
        Link("Бяляцкі", "Byalyatski", "system", "bgnpcgn-bel-1979", ("be", "")),
    )
    system, cognate = relate("Bialiatski", "Беляцкий", "surname").links
    assert (system.source, system.target, system.by) == ("Бяляцкі", "Bialiatski", "icao-bel-9303")
    assert (cognate.kind, set(cognate.languages)) == ("cognate", {"be", "ru"})
    assert cognate.likelihood == pytest.approx(1, abs=1e-4)
    assert relate("Мікалай", "Николай", "given").links[0].by == "mikalai"


def test_the_spelling_keeps_its_case() -> None:
    (link,) = relate("BYALYATSKI", "бяляцкі", "surname").links
    assert (link.source, link.target) == ("бяляцкі", "BYALYATSKI")


def test_repair_is_told_at_either_end() -> None:
    kinds = [(link.kind, link.by) for link in relate("Бяляцкi", "Byalyatski\u00ad", "surname").links]
    assert kinds == [("identical", "look-alike"), ("system", "bgnpcgn-bel-1979"), ("identical", "invisible")]
    assert [link.by for link in relate("Бяляцкi", "Бяляцкi").links] == [""]
    assert [link.by for link in relate("Бяляцкi", "Бяляцкі").links] == ["look-alike"]
    assert relate("Grigor'ev", "Grigor’ev").links[0].by == "case"


@pytest.mark.parametrize(
    "pair", [("", "x"), ("x", ""), ("", ""), ("12", "Иван"), ("王", "Ван"), ("王", "王x"), ("ɨ", "y")]
)
def test_what_cannot_be_related(pair: tuple[str, str]) -> None:
    assert relate(*pair).links == ()
    assert in_words(relate(*pair)) == f"{pair[0]} does not sound like {pair[1]}"


def test_a_rare_form_is_no_more_than_possible() -> None:
    relation = relate("Родионов", "Радыонаў", "surname")
    assert not sure(relation.links[0])
    assert in_words(relation) == "Родионов may be Радыонаў in Belarusian (о→а, ди→ды, ов→аў)"


def test_names_of_two_groups_are_no_relatives() -> None:
    """Slava is short for many names; two doublets, or short forms, of one name meet in it."""
    assert relate("Станислав", "Вячеслав", "given").links == ()
    assert [link.kind for link in relate("Саша", "Шура", "given").links] == ["short", "short"]
    assert {link.kind for link in relate("Alexander", "Alexandre", "given").links} == {"western"}


def test_different_common_surnames_are_not_related() -> None:
    """Of the surnames that share their consonants, none is said to be another one."""
    by_sound: dict[str, list[tuple[int, str]]] = {}
    for i, row in enumerate(read_table("names", "surnames")["surname"]):
        for text in (row[code] for code in ("be", "ru", "uk") if code in row):
            by_sound.setdefault(readings(text)[0].skeleton, []).append((i, text))
    alike = [(a, b) for names in by_sound.values() for (i, a), (j, b) in combinations(names, 2) if i != j]
    assert len(alike) > 50
    latin = [(romanize(a, "icao-rus-9303"), b) for a, b in alike if possible(a, "ru")][::2]
    said = [in_words(r) for pair in (*alike, *latin) if (r := relate(*pair, "surname")).links and not only_sounds(r)]
    assert said == []


def only_sounds(relation: Relation) -> bool:
    return [link.kind for link in relation.links] == ["sounds"]


@pytest.mark.parametrize(
    ("one", "other", "resolution"),
    [
        ("Шевченко", "Schewtschenko", "sounds"),
        ("Лукашенко", "Лукашэнка", "merged"),
        ("Беляцкий", "Бяляцкі", "merged"),
        ("Lukahshenka", "Лукашэнка", "one sound"),
        ("Alexander", "Аляксандр", "skeleton"),
        ("Ли", "Лу", ""),
        ("Путин", "Бабарико", ""),
        ("", "Ли", ""),
    ],
)
def test_sound_resolution(one: str, other: str, resolution: str) -> None:
    assert sound_resolution(one, other) == sound_resolution(other, one) == resolution


def test_silent_letters_face_each_other() -> None:
    assert [(a.one, a.other, a.how) for a in align("Васильев", "Vasil’ev")][5] == ("ь", "’", "silent")
    assert [(a.one, a.other) for a in align("Dunin-X", "Дунин-Х")][5] == ("-", "-")
    assert [(a.one, a.other, a.how) for a in align("12", "Ли")] == [("12", "Ли", "other")]
    assert [(a.one, a.other, a.how) for a in align("12", "12")] == [("12", "12", "letters")]
    assert align("", "") == ()


def test_letters_of_no_alphabet_are_no_obstacle() -> None:
    assert relate("İvan", "Ivan", "surname").links[0].by == "no-marks"
    assert relate("i̇", "I", "surname").links


def test_two_spellings_in_one_language() -> None:
    relation = relate("Уладзімер", "Uladzimir", "given")
    assert in_words(relation) == "Уладзімер is also spelled Уладзімір, which is Uladzimir by bgnpcgn-bel-1979"
