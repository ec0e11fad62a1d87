"""Whom names mean: the pairs that must meet, the pairs that must not, and what the answer says."""

import copy
import dataclasses
import math
import pickle
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

import pytest

import namekit
import namekit.names.kin
import namekit.registry
import namekit.resolver.index
from namekit import Entity, Name, Query, Registry
from namekit.names.parsing import parts
from namekit.packed import Packed, kept
from namekit.resolver.forms import Form
from namekit.resolver.index import MemoryIndex
from namekit.resolver.vocabulary import Vocabulary
from namekit.store.entries import Entry
from namekit.store.people import Origin, put
from namekit.table import read_table

MEANS = {
    "ales-bialiatski": [
        "Ales Bialiatski",
        "Ales Byalyatski",
        "Алесь Беляцкий",
        "Алесь Бяляцкі",
        "Ales Bjaljazki",
        "Aleś Białacki",
        "BIALIATSKI, Ales",
        "А. Беляцкий",
    ],
    "viktar-babaryka": ["Viktar Babaryka", "Viktor Babariko", "Виктор Бабарико", "Babaryka"],
    "siarhei-tsikhanouski": [
        "Siarhei Tsikhanouski",
        "Syarhey Tsikhanouski",
        "Sergei Tikhanovsky",
        "Siarhiej Cichanoŭski",
        "Siergiej Tichanowski",
        "Сяргей Ціханоўскі",
        "Tsikhanouski",
    ],
    "sviatlana-tsikhanouskaya": ["Svetlana Tikhanovskaya", "Swetlana Tichanowskaja", "Tsikhanouskaya"],
    "aliaksandr-lukashenka": [
        "Aliaksandr Lukashenka",
        "Alexander Lukashenko",
        "Alexandre Loukachenko",
        "Alexander Lukaschenko",
        "Alaksandr Łukaszenka",
        "LUKASHENKA, Aliaksandr Ryhoravich",
        "Aliaksandr Ryhoravich Lukahshenka",
        "Лукашенко А.Г.",
    ],
    "viktar-lukashenka": ["Viktor Lukashenko", "Віктар Лукашэнка"],
    "wladimir-klitschko": ["Володимир Кличко", "Vladimir Klichko"],
    "svetlana-alexievich": ["Swetlana Alexijewitsch", "Swiatłana Aleksijewicz", "Святлана Алексіевіч"],
}
INFLECTED = {
    "siarhei-tsikhanouski": ["Тихановского", "Сергею Тихановскому", "Сяргея Ціханоўскага"],
    "sviatlana-tsikhanouskaya": [
        "Светланы Тихановской",
        "Светлане Тихановской",
        "Swiatłany Cichanouskiej",
        "Тихановской С.Г.",
    ],
    "ales-bialiatski": ["Алеся Бяляцкага", "Алесем Беляцким", "Алеся Біляцького"],
    "volodymyr-zelenskyy": ["Володимиром Зеленським", "Зеленського"],
    "aliaksandr-lukashenka": ["Александру Лукашенко", "Alexandra Lukašenka", "Alaksandrem Łukaszenką"],
}
NOBODY = [
    "Oleh Lukashenko",
    "Sergei Babaryka",
    "Виктор Тихановский",
    "Aliaksandr Savitski",
    "Аляксандр Рыгоравіч Савіцкі",
    "Сергей Иванов",
    "",
    "…",
    "42",
]


@pytest.mark.parametrize(("entity_id", "name"), [(e, n) for e, ns in MEANS.items() for n in ns])
def test_means(starter: Registry, entity_id: str, name: str) -> None:
    r = starter.resolve(name)
    assert (r.status, r.entity_id) == ("match", entity_id)
    assert r.name == r.candidates[0].name
    assert namekit.reason(r)


@pytest.mark.parametrize(("entity_id", "name"), [(e, n) for e, ns in INFLECTED.items() for n in ns])
def test_inflected_forms_mean_less_surely(starter: Registry, entity_id: str, name: str) -> None:
    r = starter.resolve(name)
    assert [c.entity_id for c in r.candidates[:1]] == [entity_id]
    assert r.status in {"match", "unknown"}
    assert any(e.kind.startswith("case ") for e in r.candidates[0].evidence)


@pytest.mark.parametrize("name", NOBODY)
def test_nobody(starter: Registry, name: str) -> None:
    r = starter.resolve(name)
    assert (r.status, r.entity_id, r.name) == ("unknown", None, None)
    assert r.nobody > 0.5


@pytest.mark.parametrize("name", ["Lukashenka", "Лукашенко", "Loukachenko", "ЛУКАШЭНКА"])
def test_a_surname_of_four_is_ambiguous(starter: Registry, name: str) -> None:
    r = starter.resolve(name)
    assert (r.status, r.entity_id) == ("ambiguous", None)
    assert {c.entity_id for c in r.candidates} == {
        "aliaksandr-lukashenka",
        "dzmitry-lukashenka",
        "mikalai-lukashenka",
        "viktar-lukashenka",
    }
    assert "may be" in namekit.reason(r)


def test_every_surname_of_one_bearer_is_enough(starter: Registry) -> None:
    """A bare surname is a match where one registered person bears it."""
    bearers: dict[str, set[str]] = {}
    for entity in starter.entities:
        for name in entity.names:
            for part in parts(name.text):
                if part.role == "surname":
                    bearers.setdefault(part.text.lower(), set()).add(entity.id)
    for surname, ids in bearers.items():
        r = starter.resolve(surname)
        if len(ids) == 1 and r.status == "match":
            assert {r.entity_id} == ids
        else:  # another person's surname may sound the same
            assert ids <= {c.entity_id for c in r.candidates}, surname
            assert r.status == "ambiguous" or r.probability > 0.9, (surname, r.probability)


def test_namesakes_are_ambiguous() -> None:
    registry = Registry.from_entities(
        [Entity("one", ["Михаил Иванович Волков"]), Entity("two", ["Михаил Петрович Волков"]), Entity("x", ["Иван Ли"])]
    )
    r = registry.resolve("Mikhail Volkov")
    assert r.status == "ambiguous"
    assert {c.entity_id for c in r.candidates[:2]} == {"one", "two"}
    assert registry.resolve("Mikhail Petrovich Volkov").entity_id == "two"


@pytest.mark.parametrize(
    ("registered", "query"),
    [
        ("Валянцін Стэфановіч", "Валянціна Стэфановіч"),
        ("Сергей Иванович Орлов", "Сергей Петрович Орлов"),
        ("Сергей Иванович Орлов", "Сергей Иванович Козлов"),
        ("Тихановский Сергей", "Тихановская Светлана"),
        ("Aliaksandr Sasnovich", "Aliaksandra Sasnovich"),
    ],
)
def test_different_people(registered: str, query: str) -> None:
    registry = Registry.from_entities([Entity("a", [registered])])
    assert registry.resolve(query).status == "unknown"


@pytest.mark.parametrize("name", ["Ales Byalyatski", "Лукашенко", "Viktor Babariko", "Алесь Беляцкая", "А. Беляцкий"])
def test_evidence_adds_up(starter: Registry, name: str) -> None:
    """The prior and the evidence, in bits, make the log-odds of each candidate against nobody."""
    r = starter.resolve(name)
    for c in r.candidates:
        assert r.prior + sum(e.bits for e in c.evidence) == pytest.approx(math.log2(c.probability / r.nobody))


def test_evidence_has_its_recipe(starter: Registry) -> None:
    by_kind = {e.kind: e for e in starter.resolve("Ales Byalyatski").candidates[0].evidence}
    surname = by_kind["surname same"].recipe
    assert surname is not None
    assert surname.links[0].by == "bgnpcgn-bel-1979"
    assert by_kind["patronymic neither"].recipe is None


def test_reasons_name_the_system(starter: Registry) -> None:
    assert "Byalyatski is Бяляцкі by bgnpcgn-bel-1979" in namekit.reason(starter.resolve("Ales Byalyatski"))
    assert "Беляцкий is registered (ru)" in namekit.reason(starter.resolve("Алесь Беляцкий"))
    assert "is another name than" in namekit.reason(starter.resolve("Ryhor Babaryka"))
    assert namekit.reason(starter.resolve("Zzz")) == "no part of this name is registered"
    assert "is not in the registered name" in namekit.reason(starter.resolve("Ales Bialiatski Qwerty"))
    assert "may stand for" in namekit.reason(starter.resolve("А. Беляцкий"))
    assert "does not stand for" in namekit.reason(starter.resolve("Ж. Беляцкий"))
    mixed = Registry.from_entities([Entity("a", ["Тихановский Сергей"], gender="male")])
    assert "a female name" in namekit.reason(mixed.resolve("Тихановская Светлана"))
    weak = Registry.from_entities([Entity("a", [Name("Батька Лукаш", "ru", "weak")])])
    assert "nickname" in namekit.reason(weak.resolve("Лукаш"))


def test_registered_initials() -> None:
    registry = Registry.from_entities([Entity("a", ["Козловский Ю. П."])])
    assert registry.resolve("Козловский Ю.").status == "match"
    assert registry.resolve("Козловский Т.").status == "unknown"


def test_entities_are_checked() -> None:
    with pytest.raises(namekit.InputError, match="has no name"):
        Entity("a", [])
    with pytest.raises(namekit.InputError, match="id is a string"):
        Entity("", ["x"])
    with pytest.raises(namekit.InputError, match="a name is a string"):
        Entity("a", [" "])
    with pytest.raises(namekit.InputError, match="kind is one of"):
        Name("a", None, "nick")  # type: ignore[arg-type]
    with pytest.raises(namekit.InputError, match="gender is one of"):
        Entity("a", "b", gender="x")  # type: ignore[arg-type]
    with pytest.raises(namekit.InputError, match="two entities have the id 'a'"):
        Registry.from_entities([Entity("a", ["x"]), Entity("a", ["y"])])


def test_values() -> None:
    entity = Entity("a", ["Ivan Ivanou", Name("Іван Іваноў", "be")], birth_date="1990", countries=["BY"])
    assert entity.name == "Ivan Ivanou"
    assert entity.names[0] == Name("Ivan Ivanou")
    assert entity.countries == ("BY",)
    assert Entity("b", [Name("x", kind="alias"), Name("y")]).name == "y"
    with pytest.raises(AttributeError):
        entity.id = "b"  # type: ignore[misc]


def _pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 (just made)


@pytest.mark.parametrize("done", [repr, hash, copy.copy, _pickled, dataclasses.astuple, dataclasses.replace])
def test_candidates_are_values_before_their_evidence_is_written(starter: Registry, done: Callable[..., object]) -> None:
    (candidate,), (same,) = (starter.resolve("Віктар Бабарыка").candidates for _ in range(2))
    assert same.evidence
    assert done(candidate) == done(same)
    with pytest.raises(dataclasses.FrozenInstanceError):
        candidate.evidence = ()  # type: ignore[misc]
    with pytest.raises(AttributeError, match="evidences"):
        candidate.evidences  # type: ignore[attr-defined]  # noqa: B018


def test_resolve_many_keeps_the_order(starter: Registry) -> None:
    names = ["Babaryka", "Zzz", "Babaryka", "Putin"]
    assert [r.query for r in starter.resolve_many(iter(names))] == names


def test_versions(starter: Registry) -> None:
    assert starter.version.startswith("starter ")
    assert Registry.starter().version == starter.version
    assert len(namekit.tables_version()) == 12


def test_an_empty_registry_knows_nobody() -> None:
    r = Registry.from_entities([]).resolve("Иван Иванов")
    assert (r.status, r.probability, r.nobody) == ("unknown", 0.0, 1.0)


def hard_pairs() -> list[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "golden" / "hard-pairs.tsv").read_text("utf-8").splitlines()[1:]
    return [(registered, asked, are) for registered, asked, are in (line.split("\t") for line in lines)]


@pytest.fixture(scope="module")
def all_of_the_pairs() -> Registry:
    """All people of the table together, so that a name has others to be mistaken for."""
    return Registry.from_entities(Entity(name, [name]) for name in dict.fromkeys(r for r, _, _ in hard_pairs()))


@pytest.mark.parametrize(("registered", "asked", "are"), hard_pairs())
def test_hard_pairs(all_of_the_pairs: Registry, registered: str, asked: str, are: str) -> None:
    """Spellings of one person that must meet, and namesakes in part who must not: the people are invented."""
    r = all_of_the_pairs.resolve(asked)
    assert (r.entity_id == registered) == (are == "same"), [(e.kind, e.bits) for e in r.candidates[0].evidence]


@pytest.mark.parametrize(("plain", "whole"), [("Usupov", "Юсупов"), ("Suskevic", "Шушкевич"), ("Surin", "Шурин")])
def test_lost_marks_say_as_much_as_the_plain_name_is_rare(plain: str, whole: str) -> None:
    """Сурин never had a mark, a Usupov hardly ever is one. Asked for the whole name, the family counts, too."""

    def bits(registered: str, asked: str) -> float:
        (candidate,) = Registry.from_entities([Entity("1", [registered])]).resolve(asked).candidates
        return next(e.bits for e in candidate.evidence if e.kind == "surname marks")

    assert bits(f"{whole} Иван", f"{plain} Ivan") >= bits(f"{plain} Ivan", f"{whole} Иван") > 0


def test_half_of_a_double_surname_is_shown_and_said(starter: Registry) -> None:
    """Neither half may be lost, though with a common name it is hardly the person."""
    r = starter.resolve("Мария Иванова-Колесникова")
    assert r.status == "unknown"
    assert r.candidates[0].entity_id == "maria-kalesnikava"
    (half,) = (e for e in r.candidates[0].evidence if e.kind == "surname half")
    assert half.compared == ("Колесникова", "Kalesnikava")
    assert half.recipe is not None
    assert "one is half of the other" in namekit.reason(r)
    registered = Registry.from_entities([Entity("i", ["Іванна Климпуш-Цинцадзе"])])
    for name in ("Ivanna Klympush", "Иванна Цинцадзе", "Ivanna Klympush–Tsintsadze"):
        assert registered.resolve(name).candidates, name
        assert namekit.compare(name, "Іванна Климпуш-Цинцадзе").bits == pytest.approx(
            namekit.compare("Іванна Климпуш-Цинцадзе", name).bits
        )


def test_who_is_registered_without_patronymic_is_found_with_one() -> None:
    """Though fewer people share the patronymic than the surname."""
    alike = [f"{given} Алексеева" for given in ("Татьяна", "Ольга", "Анна", "Вера", "Нина")]
    registry = Registry.from_entities(Entity(n, [n]) for n in [*alike, "Татьяна Олеговна Кривенко"])
    assert registry.resolve("Алексеева Татьяна Олеговна").candidates[0].entity_id == "Татьяна Алексеева"


@pytest.mark.parametrize(
    ("asked", "person"),
    [
        ("Т. Г. Иванов", "Тарас Григорьевич Иванов"),
        ("Ivanov T. H.", "Тарас Григорьевич Иванов"),
        ("Иванов Т.", "Тарас Григорьевич Иванов"),
        ("Т. Іваноў", "Тарас Григорьевич Иванов"),
        ("T. Iwanow", "Тарас Григорьевич Иванов"),
        ("Іваноў Я. Я.", "Jauhen Jakaulevitj Ivanou"),
        ("Иванова З. Л.", "Zoya Lvovna Ivanova"),
        ("И. Л. Иванов", "Иоанн Львович Иванов"),
        ("Н. Л. Иванова", "Анастасия Львовна Иванова"),
        ("Z. L. Ivanov", "Жорес Львович Иванов"),
        ("K. L. Ivanov", "Хасан Львович Иванов"),
    ],
)
@pytest.mark.parametrize("kept", ["in memory", "in a file"])
def test_of_many_with_one_surname_those_with_the_initials_are_compared(
    asked: str, person: str, kept: str, tmp_path: Path
) -> None:
    """Though a letter is heard in several ways, and a name begins otherwise in another language."""
    r = among_many_ivanovs(person, asked, tmp_path if kept == "in a file" else None)
    assert r.candidates[0].entity_id == person
    assert not r.cut


@pytest.mark.parametrize(
    ("asked", "person"),
    [
        ("Тарас Григорьевич Иванов", "Иванов Т. Г."),
        ("Taras Ivanov", "Т. Іваноў"),
        ("Ivanov, Taras Grigoryevich", "T.G. Iwanow"),
        ("Уладзімір Уладзіміравіч Іваноў", "В. В. Иванов"),
        ("Владимир Иванов", "Іваноў У. У."),
        ("Юрий Львович Иванов", "Ivanov Y. L."),
        ("Тарас Г. Иванов", "Т. Г. Иванов"),
        ("Жорес Львович Иванов", "Ivanov Z. L."),
        ("Халид Львович Иванов", "K. L. Ivanov"),
        ("Чингиз Львович Иванов", "C. L. Ivanov"),
    ],
)
@pytest.mark.parametrize("kept", ["in memory", "in a file"])
def test_a_full_name_meets_who_is_registered_by_initials(asked: str, person: str, kept: str, tmp_path: Path) -> None:
    r = among_many_ivanovs(person, asked, tmp_path if kept == "in a file" else None)
    assert r.candidates[0].entity_id == person
    said = [e.kind for e in r.candidates[0].evidence]
    assert said[0] == "surname same"
    assert set(said[1:]) <= {"initial same", "initial kin"}


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("wife of Mikalai Statkevich", "wife"),
        ("Mikalai Statkevich's wife", "wife"),
        ("жена Николая Викторовича Статкевича", "жена"),
        ("Жонка Мікалая Статкевіча", "Жонка"),
        ("бывший адвокат Статкевича", "адвокат"),
        ("брат Статкевич", "брат"),
        ("żona Mikołaja Statkiewicza", "żona"),
        ("жена Николай Статкевич", ""),  # an apposition
        ("адвокат Статкевич", ""),
        ("his friend Mikalai Statkevich", ""),
        ("Николай Статкевич, муж Марины Адамович", ""),
        ("Николай Статкевич (муж)", ""),
    ],
)
@pytest.mark.parametrize("kept", ["in memory", "in a file"])
def test_somebodys_relative_is_somebody_else(name: str, word: str, kept: str, tmp_path: Path) -> None:
    people = [Entity("he", ["Мікалай Віктаравіч Статкевіч"]), Entity("a relative", ["дочка Алеся Бяляцкага"])]
    r = answer(people, name, tmp_path if kept == "in a file" else None)
    assert [e.query for e in r.candidates[0].evidence if e.kind == "relative asked"] == [word] * bool(word)
    assert (r.status, r.entity_id) == (("unknown", None) if word else ("match", "he"))
    assert f"{word} says that somebody else" in namekit.reason(r) or not word


@pytest.mark.parametrize("kept", ["in memory", "in a file"])
@pytest.mark.parametrize(("name", "entity_id"), [("дочка Алеся Бяляцкага", "a relative"), ("Алеся Бяляцкага", None)])
def test_a_relative_is_registered_as_one(name: str, entity_id: str | None, kept: str, tmp_path: Path) -> None:
    r = answer([Entity("a relative", ["дочка Алеся Бяляцкага"])], name, tmp_path if kept == "in a file" else None)
    assert r.entity_id == entity_id
    assert ("relative registered" in [e.kind for e in r.candidates[0].evidence]) == (entity_id is None)


def test_a_registered_initial_is_told_from_another() -> None:
    registry = Registry.from_entities([Entity("a", ["Козловский Ю. П."])])
    assert registry.resolve("Юрий Козловский").status == "match"
    assert registry.resolve("Козловский Юрий Павлович").status == "match"
    assert registry.resolve("Тарас Козловский").status == "unknown"
    assert "Ю. may stand for Юрий" in namekit.reason(registry.resolve("Юрий Козловский"))
    assert "Ю. does not stand for Тарас" in namekit.reason(registry.resolve("Тарас Козловский"))


@pytest.mark.parametrize(
    ("initials", "name"),
    [
        ("Z. I.", "Жорес Иванович"),
        ("S. I.", "Шарип Иванович"),
        ("T. I.", "Цимафей Иванович"),
        ("H. I.", "Халид Иванович"),
    ],
)
def test_a_latin_initial_may_be_the_first_of_two_letters(initials: str, name: str) -> None:
    for registered, asked in product((f"{name} Алфёров", f"{initials} Alferov"), repeat=2):
        r = Registry.from_entities([Entity("a", [registered])]).resolve(asked)
        assert r.status == "match", (registered, asked)
    assert Registry.from_entities([Entity("a", [f"{name} Алфёров"])]).resolve("G. I. Alferov").status == "unknown"


def test_an_initial_of_another_language_counts_alike_on_either_side() -> None:
    registered, asked = "Уладзімір Алфёраў", "В. Алферов"
    bits = [namekit.compare(*two).evidence[1].bits for two in ((registered, asked), (asked, registered))]
    assert bits[0] == bits[1] > 0
    assert bits[0] < namekit.compare("В. Алферов", "Владимир Алферов").evidence[1].bits


def test_two_initials_are_a_brothers_as_well() -> None:
    """Of a rare surname, whose other bearers are mostly relatives; a given name that is met tells brothers apart."""
    said = {
        surname: [e.bits for e in namekit.compare(f"Р. Ф. {surname}", f"Ришат Фаритович {surname}").evidence][2]
        for surname in ("Иванов", "Алфёрычев")
    }
    named = namekit.compare("Ришат Ф. Алфёрычев", "Ришат Фаритович Алфёрычев").evidence[2].bits
    assert said["Алфёрычев"] < said["Иванов"] - 1
    assert said["Иванов"] < named


def among_many_ivanovs(person: str, asked: str, folder: Path | None) -> namekit.Resolution:
    """What is said of a name where somebody is registered among seventy Ivanovs, in memory or in a file of a folder."""
    given = ("Александр", "Иван", "Сергей", "Борис", "Дмитрий", "Николай", "Василий", "Павел", "Роман", "Фёдор")
    fathers = ("Григорьевич", "Иванович", "Сергеевич", "Борисович", "Дмитриевич", "Николаевич", "Тарасович")
    names = [" ".join(name) for name in product(given, fathers, ["Иванов"])]
    return answer([Entity(n, [n]) for n in (*names, person)], asked, folder)


def answer(people: Iterable[Entity], asked: str, folder: Path | None) -> namekit.Resolution:
    """What is said of a name where some people are registered, in memory or in a file of a folder."""
    if not folder:
        return Registry.from_entities(people).resolve(asked)
    with Registry.create(folder / "a.registry") as registry:
        with registry.store.writing():
            for each in people:
                put(registry.store, Entry(id=each.id, names=each.names), Origin("Anna"))
        return registry.resolve(asked)


@pytest.mark.parametrize("name", ["Рашид Нургалиев", "Rashid Nurgaliyev", "Р. Нургалиев"])
def test_names_that_go_together_agree_sooner_by_chance(name: str) -> None:
    people = [Entity("1", ["Рашид Гумарович Нургалиев"]), Entity("2", ["Сергей Петрович Морозов"])]
    evidence = Registry.from_entities(people).resolve(name).candidates[0].evidence
    (less,) = [e for e in evidence if e.kind == "together"]
    assert -4 < less.bits < -1
    assert less.registered == "Нургалиев"
    assert sum(e.bits for e in evidence if e.bits > 0) > -2 * less.bits


@pytest.mark.parametrize("name", ["Сергей Нургалиев", "Сергей Морозов", "С. Морозов", "Рашид Морозов"])
def test_other_names_agree_as_often_as_each_is_common(name: str) -> None:
    people = [Entity("1", ["Сергей Нургалиев"]), Entity("2", ["Сергей Морозов"]), Entity("3", ["Рашид Морозов"])]
    evidence = Registry.from_entities(people).resolve(name).candidates[0].evidence
    assert all(e.kind != "together" for e in evidence)


def test_nominatives_that_sound_alike_are_one_reading(starter: Registry) -> None:
    """Беляцкого may be of Беляцкий or Беляцкой: that is no doubt about who is meant."""
    r = starter.resolve("Алеся Беляцкого")
    cases = [e for e in r.candidates[0].evidence if e.kind.startswith("case")]
    assert [e.kind for e in cases] == ["case genitive"]
    assert cases[0].bits > -0.5


def test_what_else_is_known_narrows() -> None:
    registry = Registry.from_entities(
        [
            Entity("father", ["Иван Волков"], birth_date="1950-03-04", gender="male", countries=["RU"]),
            Entity("son", ["Иван Волков"], birth_date="1980-07", gender="male", countries=["BY"]),
        ]
    )
    assert registry.resolve("Ivan Volkov").status == "ambiguous"
    assert registry.resolve("Ivan Volkov", birth_date="1950-03-04").entity_id == "father"
    assert registry.resolve("Ivan Volkov", birth_date="1980-07-21").entity_id == "son"
    assert registry.resolve("Ivan Volkov", birth_date="1980").entity_id == "son"
    assert registry.resolve("Ivan Volkov", birth_date="1950-04-03", country="ru").candidates[0].entity_id == "father"
    assert registry.resolve("Ivan Volkov", birth_date="1966").status != "match"
    assert registry.resolve("Ivan Volkov", gender="female").status == "unknown"
    assert registry.resolve("Ivan Volkov", country="BY").candidates[0].entity_id == "son"
    (r,) = registry.resolve_many([Query("Ivan Volkov", "1980", "male", "BY")])
    assert {e.kind for e in r.candidates[0].evidence} >= {"birth year", "country same"}
    assert "born 1980" in namekit.reason(r)


@pytest.mark.parametrize("wrong", [{"birth_date": "4.3.1950"}, {"gender": "f"}, {"country": "Russia"}])
def test_what_else_is_known_is_checked(starter: Registry, wrong: dict[str, str]) -> None:
    with pytest.raises(namekit.InputError, match="write"):
        starter.resolve("Putin", **wrong)  # type: ignore[arg-type]


def test_an_index_is_made_once_for_all_priors() -> None:
    registry = Registry.from_entities([Entity("a", ["Вера Зорька"])])
    assert registry.assuming(nobody=0.1)._index is registry._index is registry.assuming(threshold=0.9)._index


def test_settings_are_checked(starter: Registry) -> None:
    assert starter.assuming(threshold=1.0).resolve("Алесь Беляцкий").status != "match"
    assert starter.assuming(nobody=0.9).resolve("Ales Bialiatski").nobody > starter.resolve("Ales Bialiatski").nobody
    with pytest.raises(namekit.InputError, match="prior of nobody"):
        starter.assuming(nobody=1)
    with pytest.raises(namekit.InputError, match="threshold"):
        starter.assuming(threshold=0.5)


def test_long_lists_are_shared_out(starter: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes give the same answers in the same order."""
    limits = dict(starter._resolver.weights.limits) | {"alone": 3, "batch": 2}
    monkeypatch.setattr(starter._resolver, "weights", dataclasses.replace(starter._resolver.weights, limits=limits))
    names = [n for names in MEANS.values() for n in names]
    assert list(starter.resolve_many(names, workers=2)) == list(starter.resolve_many(names, workers=1))


def _as_values(form: Form) -> tuple[object, ...]:
    return [(word.number, word.certain) for word in form.words], form.initials, form.gender, form.weak


def test_names_read_by_several_processes_make_the_same_index(
    starter: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namekit.resolver.index, "reading_limits", lambda: (10, 3))
    one, other = (MemoryIndex(starter.entities, workers=workers) for workers in (1, 2))
    assert one.vocabulary.words == other.vocabulary.words
    assert list(map(_as_values, one.forms)) == list(map(_as_values, other.forms))
    assert [list(one.borne_by(n)) for n in range(len(one.forms))] == [
        list(other.borne_by(n)) for n in range(len(other.forms))
    ]


def test_a_large_registry_answers_as_a_small_one(starter: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where people are packed and names put together each time."""
    names = [one.names[-1].text for one in starter.entities] + ["А. Ковалёв", "Сергей Иванов"]
    expected = list(starter.resolve_many(names))
    limits = {**read_table("", "weights")["limits"], "laid_out": 10}
    monkeypatch.setattr(namekit.resolver.index, "read_table", lambda *_: {"limits": limits})
    monkeypatch.setattr(namekit.registry, "kept", lambda entities, _: kept(entities, 10))
    large = Registry.from_entities(starter.entities)
    assert isinstance(large.entities, Packed)
    assert list(large.resolve_many(names)) == expected


def test_words_that_are_added_are_met() -> None:
    """What agrees with sounds is remembered, until another word agrees."""
    vocabulary = Vocabulary()
    for known, surname in enumerate(("Иванов", "Иванова", "Иваноу", "Ивонов"), start=1):
        vocabulary.add(surname, "surname")
        assert sorted(vocabulary.matches("Иванов")) == list(range(known))


def test_the_worst_names_are_cut() -> None:
    surnames = map("".join, product("бвгдклмнпрст", "аоуи", "бвгдклмнпрст", "аои"))
    registry = Registry.from_entities(Entity(s, [f"Иван {s}ненко"]) for s in surnames)
    r = registry.resolve("Иван")
    assert r.cut
    assert r.status != "match"
    assert not registry.resolve("И.").candidates
    assert registry.resolve("Иван " * 500).status != "match"
