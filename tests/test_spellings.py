"""All the spellings of a name: what is among them, in which order, and by which ways."""

from itertools import islice, pairwise

import pytest

import namekit
from namekit import InputError, UnknownSystemError, variants
from namekit.romanization.habits import apply_habits, arrange, arrangements, habits, shown
from namekit.romanization.shares import shares
from namekit.romanization.system import systems


def texts(name: str, limit: int = 400, **options: object) -> list[str]:
    return [v.text for v in islice(variants(name, **options), limit)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "among"),
    [
        (
            "Алесь Бяляцкі",
            ["Ales Bialiatski", "Ales Byalyatski", "Алесь Беляцкий", "A. Bialiatski", "BIALIATSKI, Ales"],
        ),
        ("Аляксандр Лукашэнка", ["Alexander Lukashenko", "Aliaksandr Lukashenka", "Aleksandr Lukashenko"]),
        ("Святлана Ціханоўская", ["Sviatlana Tsikhanouskaya", "Svetlana Tikhanovskaya", "Светлана Тихановская"]),
        ("Виктор Бабарико", ["Viktar Babaryka", "Viktor Babariko", "Віктар Бабарыка"]),
        ("Володимир Зеленський", ["Volodymyr Zelenskyy", "Vladimir Zelensky", "Volodymyr Zelensky"]),
        ("Sviatlana Tsikhanouskaya", ["Святлана Ціханоўская", "Svetlana Tikhanovskaya"]),
        ("Мария Колесникова", ["Maria Kolesnikova", "Maryia Kalesnikava", "Марыя Калеснікава"]),
    ],
)
def test_what_papers_write_is_among_the_variants(name: str, among: list[str]) -> None:
    found = texts(name, 3000)
    for text in among:
        assert text in found, text


@pytest.mark.parametrize(
    ("part", "first"),
    [
        ("Бяляцкі", ["Bialiatski", "Byalyatski", "Беляцкий"]),
        ("Дзмітрый", ["Dmitry", "Dzmitry", "Dmitriy", "Dmitri"]),
        ("Евгений", ["Evgeny", "Evgeniy", "Yevgeny", "Yevgeniy", "Евгений"]),
        ("Шевченко", ["Shevchenko", "Šewczenko"]),
        ("Щукин", ["Shchukin", "Schukin"]),
    ],
)
def test_parts_by_themselves(part: str, first: list[str]) -> None:
    found = texts(part, 60)
    for text in first[:1]:
        assert text in found[:5]
    for text in first:
        assert text in found or text.startswith("Š"), text


def test_likelihoods_fall_and_every_recipe_can_be_replayed() -> None:
    found = list(islice(variants("Мікалай Статкевіч"), 1500))
    assert len({v.text for v in found}) == len(found)
    for one, other in pairwise(found):
        assert one.likelihood >= other.likelihood > 0
    assert sum(v.likelihood for v in found) <= 1.1
    for variant in found:
        assert sum(r.share for r in variant.recipes) == pytest.approx(1)
        assert all(r.replay() == variant.text for r in variant.recipes)


@pytest.mark.parametrize(
    "name",
    [
        "Бяляцкі",
        "бяляцкі алесь",
        "Bialiatski, Ales",
        "О. Пушкін",
        "ЛУКАШЕНКО А.Г.",
        "Smith",
        "X",
        "Іван",
        "Дунін-Марцінкевіч",
    ],
)
def test_the_name_itself_is_among_them(name: str) -> None:
    assert name in texts(name, 5000)


def test_a_given_name_that_is_a_surname_too_gives_each_text_once() -> None:
    found = list(variants("Иван, Иван"))
    assert len({v.text for v in found}) == len(found)
    both = next(v for v in found if v.text == "Ivan Ivan")
    assert {r.arrangement for r in both.recipes} >= {"{given} {surname}", "{surname} {given}"}


def test_only_the_systems_that_are_asked_for() -> None:
    found = list(variants("Лукашэнка", "be", systems=["bgnpcgn-bel-1979", "bgnpcgn-rus-1947"]))
    assert {r.system for v in found for r in v.recipes} == {"", "bgnpcgn-bel-1979", "bgnpcgn-rus-1947"}
    assert {"Lukashenka", "Lukashenko"} <= {v.text for v in found}
    assert not any(r.habits for v in found for r in v.recipes)


def test_a_limit_and_what_is_refused() -> None:
    assert len(list(variants("Лукашэнка", limit=3))) == 3
    with pytest.raises(ValueError, match="at least 1"):
        variants("Лукашэнка", limit=0)
    with pytest.raises(InputError, match="language"):
        variants("Лукашэнка", "pl")
    with pytest.raises(InputError, match="letters"):
        variants("12 - 34")
    with pytest.raises(InputError, match="are of ru"):
        variants("Пушкін", "ru")
    assert texts("Ђорђе")[0] == "Ђорђе"
    assert {"Святлана Ціханоўская", "Svetlana Tikhanovskaya"} <= set(texts("Святлана Тихановская"))
    with pytest.raises(UnknownSystemError):
        variants("Лукашэнка", systems=["bgn"])


def test_the_language_that_is_said_counts() -> None:
    assert texts("Гринько", 5, language="uk") != texts("Гринько", 5, language="ru")
    assert namekit.variants("Гринько", "uk", limit=1) is not None


def test_every_habit_changes_something_and_keeps_capitals() -> None:
    sample = (
        "Vasil’yev Vasil’ev’ Čarnyšoŭ Aleksei Anatoliy Yelena Andreyev Evgeni Dudaev Semyonov Sergey Sergei Iulia "
        "Tatyana "
        "Mariya Khariton Dzhamal Lyudmila Lyashko Shchukin Kutsov Vladimir Romanov Ryzhkov Gennadi Dunin-Bykov"
    )
    for habit in habits().values():
        changed = habit.apply(sample)
        assert changed != sample, habit.id
        assert apply_habits(sample, (habit.id,)) == changed
        assert habit.apply(habit.apply(changed)) is not None
    assert habits()["e-for-initial-ye"].apply("Yelena yelena") == "Elena elena"
    assert habits()["no-marks"].apply("Łukašenka Čyžoŭ") == "Lukasenka Cyzou"
    assert habits()["y-for-final-iy"].apply("Anatoliy Kovalskii") == "Anatoly Kovalsky"


def test_arrangements() -> None:
    known = {"given": "Ales", "patronymic": "Viktaravich", "surname": "Bialiatski"}
    assert arrange("{SURNAME}, {g}.{p}.", known) == "BIALIATSKI, A.V."
    assert shown("{g}. {surname}", known) == ("given", "surname")
    assert shown("{g}. {surname}", {"g": "A", "surname": "B"}) == ("g", "surname")
    with pytest.raises(KeyError):
        arrange("{given} {patronymic}", {"given": "Ales"})


def test_the_shares_are_of_what_there_is() -> None:
    often = shares()
    own = {s.id for s in systems(provisional=True) if not s.same_as}
    assert {id_ for by in often.system.values() for id_ in by} == own
    assert set(often.habit) == set(habits())
    assert set(often.arrangement) == set(arrangements())
    for by in often.system.values():
        assert sum(by.values()) == pytest.approx(1, abs=0.01)
