"""Names in inflected forms, put back into the nominative."""

import re
import time
from pathlib import Path

import pytest
from conftest import ROOT
from fit.gold import even, rows
from hypothesis import given
from hypothesis import strategies as st

import namekit
from namekit.names.cases import nominatives
from namekit.names.declension import CASES, HYPHENS, cells, declined
from namekit.names.plausibility import case_table
from namekit.table import read_table, table_names
from namekit.text import repair, script

LANGUAGES = case_table()["language"]
VECTORS = [vector for table in LANGUAGES for vector in table["vectors"]]
VECTOR = re.compile(r"(?P<inflected>.+) = (?P<nominative>.+) [(](?P<case>[a-z]+)[)]")


def texts(name: str) -> list[str]:
    return [n.text for n in nominatives(name)]


@pytest.mark.parametrize("vector", VECTORS)
def test_vectors_of_the_table(vector: str) -> None:
    found = VECTOR.fullmatch(vector)
    assert found
    back = [n for n in nominatives(found["inflected"])[:3] if n.text == found["nominative"]]
    assert [n.case for n in back] == [found["case"]]


@pytest.mark.parametrize(
    ("inflected", "expected"),
    [
        ("Тихановского", "Тихановский"),
        ("Светлане Георгиевне Тихановской", "Светлана Георгиевна Тихановская"),
        ("Александром Лукашенко", "Александр Лукашенко"),
        ("Анны Ахматовой", "Анна Ахматова"),
        ("Антоном Чеховым", "Антон Чехов"),
        ("Льве Толстом", "Лев Толстой"),
        ("Ильёй Репиным", "Илья Репин"),
        ("Николая Гоголя", "Николай Гоголь"),
        ("Алеся Бяляцкага", "Алесь Бяляцкі"),
        ("Максімам Багдановічам", "Максім Багдановіч"),
        ("Францыска Скарыны", "Францыск Скарына"),
        ("Наталлі Арсенневай", "Наталля Арсеннева"),
        ("Ларысай Геніюш", "Ларыса Геніюш"),
        ("Кастусём Каліноўскім", "Кастусь Каліноўскі"),
        ("Паўла Латушкі", "Павел Латушка"),
        ("Сергія Жадана", "Сергій Жадан"),
        ("Павлом Тичиною", "Павло Тичина"),
        ("Григорієм Сковородою", "Григорій Сковорода"),
        ("Вікторові Ющенку", "Віктор Ющенко"),
        ("Лесею Українкою", "Леся Українка"),
        ("Alaksandrem Łukaszenką", "Alaksandr Łukaszenko"),  # which of the two it is, Polish does not show
        ("Wołodymyrowi Zełenskiemu", "Wołodymyr Zełenski"),
        ("Anny Achmatowej", "Anna Achmatowa"),
        ("Fiodora Dostojewskiego", "Fiodor Dostojewski"),
        ("Antona Čechova", "Anton Čechov"),
        ("Anny Politkovské", "Anna Politkovská"),
        ("Vladimirem Putinem", "Vladimir Putin"),
        ("Fjodora Dostojevskega", "Fjodor Dostojevski"),
        ("Ane Ahmatove", "Ana Ahmatova"),
        ("Lukašenkem", "Lukašenko"),
    ],
)
def test_the_first_is_the_likeliest(inflected: str, expected: str) -> None:
    assert texts(inflected)[:1] == [expected]


@pytest.mark.parametrize(
    ("inflected", "expected"),
    [
        ("ТИХАНОВСКОГО Сергея Леонидовича", "ТИХАНОВСКИЙ Сергей Леонидович"),
        ("тихановского сергея", "тихановский сергей"),
        ("Тихановского С. Л.", "Тихановский С. Л."),
        ("С.Л. Тихановского", "С.Л. Тихановский"),
        ("Тихановского, Сергея Леонидовича", "Тихановский, Сергей Леонидович"),
        ("Дем'яна Многогрішного", "Дем’ян Многогрішний"),  # repaired like any name
        ("д-ра Бяляцкага", "д-ра Бяляцкага"),  # a title in another case is no title of ours
        ("д-р Алеся Бяляцкага", "д-р Алесь Бяляцкі"),
        ("Светланы Тихановской (урожд. Пилипчук)", "Светлана Тихановская (урожд. Пилипчук)"),
        ("Вінцэнта Дуніна-Марцінкевіча", "Вінцэнт Дунін-Марцінкевіч"),
        ("Ольги Книппер-Чеховой", "Ольга Книппер-Чехова"),
        ("Бонч-Бруевича", "Бонч-Бруевич"),
        ("Ахмеда Абдул-Хамидовича Ахмедова", "Ахмед Абдул-Хамидович Ахмедов"),
        ("Гейдара Алиева", "Гейдар Алиев"),
        ("Ахмеда Сулейман-оглы Алиева", "Ахмед Сулейман-оглы Алиев"),
        ("Анны-Марии Ковальской", "Анна-Мария Ковальская"),
        ("Бaбичa", "Бабич"),  # two Latin letters
        ("Фёдора Ивановича Бабича", "Фёдор Иванович Бабич"),
    ],
)
def test_what_stands_around_stays(inflected: str, expected: str) -> None:
    assert next(iter(texts(inflected)), inflected) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Ольга Иванова",
        "Иван Иванов",
        "Иванов Иван Иванович",
        "Алесь Бяляцкі",
        "Алеся Пашкевіч",
        "Ларыса Геніюш",
        "Aleksandr Lukashenko",
        "Sviatlana Tsikhanouskaya",
        "Aliaksandr Lukashenka",
        "Maria Sharapova",
        "Ivanova Maria Sergeevna",
        "Serhii Plokhii",
        "Mykola Lysenko",
        "Mykoła Kniażycki",
        "",
        "   ",
        "А. Б.",
        "1970",
        "Ivan Иванову",
        "習近平",
        "Иван Иванов Петров Сидоров Кузнецов Смирнов",
    ],
)
def test_a_name_in_the_nominative(name: str) -> None:
    assert nominatives(name) == ()


@pytest.mark.parametrize(
    "name",
    [
        "Ивану Иванова",
        "Ольга Ивановой",
        "Ольги Иванову",
        "Сергей Тихановского",
        "Светлане Тихановскую",
        "Александра Ивановичу Лукашенко",
        "Сяргею Ціханоўскага",
        "Сергію Жадана",
        "Władimira Putinem",
    ],
)
def test_parts_in_different_cases_are_no_name(name: str) -> None:
    assert nominatives(name) == ()


@pytest.mark.parametrize(
    ("surname", "least", "most"),
    [("Тихановской", 0.9, 1), ("Яворской", 0.9, 1), ("Трубецкой", 0, 0.1), ("Донской", 0, 0.1), ("Шумской", 0.5, 0.9)],
)
def test_few_men_are_called_so(surname: str, least: float, most: float) -> None:
    """By how many men of a name stand in -ской, it is theirs, or a woman's in another case."""
    for name in (surname, f"{surname} А. Б.", f"А. Б. {surname}"):
        (found,) = nominatives(name)
        assert found.parts == ((surname, f"{surname[:-2]}ая"),)
        assert least < found.likelihood < most
    assert nominatives(f"Сергей {surname}") == ()


def test_what_may_be_both_says_so() -> None:
    """A surname alone, or with a given name that men and women bear, may stand in the nominative."""
    for name, other in (("Иванова", "Иванов"), ("Александра Иванова", "Александр Иванов")):
        (found,) = nominatives(name)
        assert found.text == other
        assert found.likelihood < 0.5
    assert [n.text for n in nominatives("Путину")] == ["Путин", "Путина"]


def test_a_reading_is_told_in_full() -> None:
    (found,) = nominatives("С. Г. Тихановскую")
    assert (found.case, found.language, found.parts) == ("accusative", "ru", (("Тихановскую", "Тихановская"),))
    assert found.likelihood > 0.9
    assert nominatives("Анны Ахматовой")[0].parts == (("Анны", "Анна"), ("Ахматовой", "Ахматова"))
    assert nominatives("Анны Костенко")[0].parts == (("Анны", "Анна"), ("Костенко", "Костенко"))


def test_an_unknown_given_name_needs_a_sure_surname() -> None:
    assert texts("Выдумала Краснохолмского") == ["Выдумал Краснохолмский"]
    assert texts("Выдумала Сочинова") == []


def test_the_people_of_the_registry_stand_in_the_nominative() -> None:
    names = [
        name
        for table in table_names("people")
        for person in read_table("people", table)["person"]
        for spelt in person["names"].values()
        for name in ([spelt] if isinstance(spelt, str) else spelt)
    ]
    assert len(names) > 200
    assert [name for name in names if nominatives(name)] == []


FIRST = {
    "ru": (("Сергей", "Игорь", "Дмитрий", "Павел", "Никита", "Лев"), ("Ольга", "Мария", "Юлия", "Любовь", "Дарья")),
    "be": (("Сяргей", "Алесь", "Дзмітрый", "Павел", "Мікола", "Якаў"), ("Вольга", "Марыя", "Святлана", "Наталля")),
    "uk": (("Сергій", "Ігор", "Тарас", "Павло", "Микола", "Андрій"), ("Ольга", "Марія", "Надія", "Леся", "Оксана")),
}
LAST = {
    "ru": (("Выдуманский", "Сочиняев", "Небылин", "Придумчук"), ("Выдуманская", "Сочиняева", "Небылина", "Придумчук")),
    "be": (("Выдуманскі", "Прыдумаў", "Нябыліч", "Казачнюк"), ("Выдуманская", "Прыдумава", "Нябыліч", "Казачнюк")),
    "uk": (("Вигаданський", "Казкаренко", "Небилич", "Казчук"), ("Вигаданська", "Казкаренко", "Небилич", "Казчук")),
}


def inflect(word: str, language: str, role: str, gender: int, case: int) -> set[str]:
    """The forms of a word in a case, by the rows of the table whose ending fits best."""
    table = next(t for t in LANGUAGES if t["code"] == language and t["script"] == "Cyrl")[role]
    rows_of = [row.split() for row in table[("male", "female")[gender]]]
    fitting: dict[int, set[str]] = {}
    for first, *forms in rows_of:
        after, ending = re.findall(r"!?(?:\[(.+)\])?(\S+)", first)[0]
        ending = ending.strip("-")
        stem = word[: len(word) - len(ending)]
        if (
            word.lower().endswith(ending)
            and (not after or stem[-1] in after)
            and (ending or stem[-1] not in "аеёиоуыэюяіьй")
        ):
            made = {stem + form.strip("-") for form in forms[case].split("|")}
            fitting.setdefault(len(ending), set()).update(made)
    return fitting[max(fitting)] if fitting else {word}


@pytest.mark.parametrize("language", ["ru", "be", "uk"])
@pytest.mark.parametrize("gender", [0, 1])
def test_an_inflected_name_comes_back(language: str, gender: int) -> None:
    missed = []
    asked = 0
    for first in FIRST[language][gender]:
        for last in LAST[language][gender]:
            for case in range(len(CASES)):
                stays = gender and last[-1] in "чко"  # a woman's surname that is not inflected
                lasts = {last} if stays else inflect(last, language, "surname", gender, case)
                for one in sorted(inflect(first, language, "given", gender, case)):
                    for other in sorted(lasts):
                        name = f"{one} {other}"
                        asked += name != f"{first} {last}"
                        if f"{first} {last}" not in {name, *texts(name)}:
                            missed.append((name, texts(name)))
    assert asked > 80
    assert not missed[:5]


PIECES = (
    "Ольга|Ольгі|Ивана|Ивановича|Петровой|Бяляцкага|Шевченком|Łukaszenki|Putinem|Zelenského|Александра|Pavla|А.|д-р"
)
PIECE = st.sampled_from([*PIECES.split("|"), "оглы", "-", "(", ")", "’", "Жан-Поля", "’я", "ё", "İ", "ß", "ǅ", "Кара-"])


@given(
    st.one_of(st.text(max_size=40), st.lists(PIECE, max_size=7).map(" ".join), st.lists(PIECE, max_size=4).map("".join))
)
def test_any_text_is_taken(text: str) -> None:
    found = nominatives(text)
    assert len(found) <= case_table()["chances"]["most"]
    assert sum(n.likelihood for n in found) <= 1 + 1e-9
    assert sorted(found, key=lambda n: -n.likelihood) == list(found)
    whole = repair(text)[0]
    for one in found:
        assert one.text != whole
        assert 0 < one.likelihood <= 1
        rest, put = whole, one.text
        for old, new in one.parts:  # nothing but the words is changed
            assert old in rest
            assert new in put
            assert rest.split(old, 1)[0] == put.split(new, 1)[0]
            rest, put = rest.split(old, 1)[1], put.split(new, 1)[1]
        assert rest == put


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяіўїєґabcdefghijklmnoprstuvwyzšžłą-", min_size=1, max_size=30))
def test_any_word_is_taken(word: str) -> None:
    found = declined(word)
    every = cells("Cyrl" if script(word) == "Cyrl" else "Latn")
    assert found.cells < 1 << len(every)
    assert found.changed | found.named | found.cells == found.cells
    assert all(len(HYPHENS.split(form.nominative)) == len(HYPHENS.split(word)) for form in found.forms)


def test_many_words_that_may_be_anything_do_not_take_long() -> None:
    start = time.perf_counter()
    for name in ("Павла Івана Петра Олександра Валентина", "Ивана-Петра-Павла Ивана-Петра-Павла Павла-Петра-Ивана"):
        nominatives(name)
    assert time.perf_counter() - start < 5


def test_the_table_is_sound() -> None:
    for table in LANGUAGES:
        letters = set(table["letters"])
        for role in ("given", "patronymic", "surname"):
            for key, listed in table[role].items():
                for row in listed:
                    assert set(re.sub(r"[!?|\[\] -]", "", row)) <= letters, row
                    assert len(row.split()) == (1 if key.startswith("stays") else 1 + len(CASES)), row
        assert set("".join(table.get("marks", ()) + table.get("sure", ()))) <= letters


def test_floors_on_the_odd_half(shared: Path) -> None:
    """Names of the lists stand in the nominative."""
    names = sorted(
        {
            repair(row["name"])[0]
            for path in (shared / "gold").glob("*.tsv")
            for row in rows(path)
            if row["kind"] != "weak" and not even(row["person"])
        }
    )[::3]
    taken = [found for name in names if (found := nominatives(name))]
    assert len(names) > 2500
    assert len(taken) / len(names) < 0.001


def test_tables_page_names_the_table() -> None:
    assert "`names/cases.toml`" in (ROOT / "tables" / "README.md").read_text("utf-8")


def test_public_names() -> None:
    assert namekit.nominatives("Тихановского")[0].text == "Тихановский"
    assert isinstance(namekit.nominatives("Тихановского")[0], namekit.Nominative)
