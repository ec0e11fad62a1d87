"""Facts beside the names, a registry's decisions in lists, and what people chose going back into the registry."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from namekit.cli import main, review

import namekit
from namekit.errors import InputError
from namekit.registry import FileRegistry
from namekit.sheets import Wishes, clean, rows
from namekit.sheets.facts import _country, _date, _gender, plain
from namekit.store import people
from namekit.store.decisions import decisions
from namekit.store.history import answers

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")  # openpyxl's loss

TWO = [
    namekit.Entity("k1", ["Янка Кавальчук"], "1962-09-25", "male", ["BY"]),
    namekit.Entity("k2", ["Марыя Кавальчук"], "1970", "female", ["BY"]),
    namekit.Entity("o1", ["Сергей Иванович Орлов"], "1950-03-02", "male", ["RU"]),
]
LIST = "name,born,sex,land,key\nКавальчук,1962-09-25,м,BY,a7\nКавальчук,soon,?,Atlantis,b8\nОрлов С. И.,,,,c9\n,,,,\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NAMEKIT_REGISTRY", raising=False)
    with namekit.Registry.create("desk.db") as desk:
        people.put_all(desk.store, TWO)
    Path("list.csv").write_text(LIST, "utf-8")


def run(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [args[0], *args[1:], "-r", "desk.db", "--by", "ann"], input=text)


def workbook(path: str, names: list[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    for row in (["Name", "Born"], *([name, None] for name in names)):
        sheet.append(row)
    book.save(path)


def choose(path: str, row: int, choice: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["People"]
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(row, titles.index("namekit_decision") + 1, choice)
    book.save(path)


def cells(path: str, title: str) -> list[object]:
    book = openpyxl.load_workbook(path)
    first, *below = book["People"].iter_rows(values_only=True)
    return [row[first.index(title)] for row in below]


def held() -> list[tuple[str, str, str | None, str]]:
    with FileRegistry.open("desk.db") as desk:
        return [(d.spelling, d.verdict, d.entity_id, d.context.row) for d in decisions(desk.store)]


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("1962", "1962"), ("1962-09", "1962-09"), ("25.9.1962", "1962-09-25"), ("1962-09-25T00:00:00", "1962-09-25"),
        ("22914", "1962-09-25"), ("25/09/1962", "1962-09-25"), ("09/25/1962", "1962-09-25"), ("03/04/1962", "1962"),
        ("4/4/1962", "1962-04-04"),
    ],
)  # fmt: skip
def test_dates_as_lists_write_them(cell: str, date: str) -> None:
    assert _date(cell) == date


@pytest.mark.parametrize("cell", ["soon", "31.02.1962", "13/13/1962", "962", "1962-13", "22914.5"])
def test_what_is_no_date(cell: str) -> None:
    with pytest.raises(InputError):
        _date(cell)


@given(st.dates(dt.date(1927, 5, 18), dt.date(2100, 1, 1)))
def test_a_day_is_the_same_in_every_way_of_writing(day: dt.date) -> None:
    number = str((day - dt.date(1899, 12, 30)).days)
    ways = (day.isoformat(), f"{day:%d.%m.%Y}", number, plain(float(number)), plain(dt.datetime(*day.timetuple()[:6])))  # noqa: DTZ001 (a cell has no zone)
    assert {_date(way) for way in ways} == {day.isoformat()}


def test_genders_and_countries() -> None:
    assert [_gender(c) for c in ("м", "Жен.", "female", "чол")] == ["male", "female", "female", "male"]
    assert [_country(c) for c in ("by", "Беларусь", "РФ", "BLR")] == ["BY", "BY", "RU", "BY"]
    with pytest.raises(InputError, match="Atlantis"):
        _country("Atlantis")


FACTS = ("--birth-date", "born", "--gender", "sex", "--country", "land")


def test_what_stands_beside_a_name_narrows_the_answer_and_what_cannot_be_read_is_told() -> None:
    said = run("clean", "list.csv", *FACTS)
    assert said.exit_code == 0, said.output
    found = Path("list.clean.csv").read_text("utf-8").splitlines()
    assert found[1].startswith("Кавальчук,1962-09-25,м,BY,a7,k1,Янка Кавальчук,match,")
    assert ",ambiguous," in found[2]
    for note in (
        "line 3, column 'born': 'soon' is no birth date, and was left out",
        "line 3, column 'sex': '?' is no gender",
        "line 3, column 'land': 'Atlantis' is no country",
    ):
        assert f"note: {note}" in said.stderr


def test_notes_do_not_grow_with_rows(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("name,born\n" + "Кавальчук,soon\n" * 30, "utf-8")
    report = clean(path, tmp_path / "out.csv", namekit.Registry.from_entities(TWO), Wishes(birth_date="born"))
    assert len(report.notes) == 21
    assert report.notes[-1] == "10 more such cells"


def test_cells_of_a_workbook_that_are_no_dates_are_told_with_sheet_and_cell() -> None:
    workbook("people.xlsx", ["Кавальчук", "Кавальчук", "Кавальчук"])
    book = openpyxl.load_workbook("people.xlsx")
    for row, born in enumerate((dt.date(1962, 9, 25), 1970, "long ago"), 2):
        book["People"].cell(row, 2, born)
    book.save("people.xlsx")
    said = run("clean", "people.xlsx", "--birth-date", "Born")
    assert "sheet 'People', cell B4: 'long ago' is no birth date" in said.stderr
    assert cells("people.clean.xlsx", "namekit_id") == ["k1", "k2", None]


def test_choices_go_into_the_registry_and_come_back() -> None:
    workbook("people.xlsx", ["Кавальчук", "Кавальчук", "Кавальчук", "Кавальчук", "Кавальчук"])
    assert run("clean", "people.xlsx").exit_code == 0
    assert cells("people.clean.xlsx", "namekit_id") == [None] * 5
    for row, choice in ((2, "k2"), (3, "new"), (4, "no"), (5, "nobody-7")):
        choose("people.clean.xlsx", row, choice)
    said = run("learn", "people.clean.xlsx", "--why", "asked her")
    assert said.exit_code == 1
    assert said.stdout == "3 choices: 1 × is nobody registered, 1 × is this person, 1 × new person\n"
    assert "people.clean.xlsx: sheet 'People', cell H5: no person has the id 'nobody-7'" in said.stderr
    known = held()
    new = known[1][2]
    assert new not in {"k1", "k2"}
    assert [k[1:] for k in known[:2]] == [("is", "k2", "2"), ("is", new, "3")]
    assert {k[1:] for k in known[2:]} == {("is not", "k1", "4"), ("is not", "k2", "4")}
    again = run("learn", "people.clean.xlsx")
    assert again.stdout == "3 choices: 3 × known already\n"
    assert held() == known
    assert run("clean", "people.clean.xlsx", "-o", "again.xlsx").exit_code == 0
    ids = cells("again.xlsx", "namekit_id")
    assert ids[:2] == ["k2", new]
    assert ids[2] not in {"k1", "k2"}
    assert cells("again.xlsx", "namekit_decision")[:4] == ["k2", "new", "no", "nobody-7"]
    assert "asked her" in str(cells("again.xlsx", "namekit_reason")[0])


def test_a_choice_may_be_changed() -> None:
    workbook("people.xlsx", ["Кавальчук"])
    run("clean", "people.xlsx")
    for choice, said in (("k1", "is this person"), ("no", "is nobody registered"), ("k2", "is this person")):
        choose("people.clean.xlsx", 2, choice)
        assert said in run("learn", "people.clean.xlsx").output
    run("clean", "people.clean.xlsx", "-o", "again.xlsx")
    assert cells("again.xlsx", "namekit_id") == ["k2"]


def test_new_people_of_one_name_are_told(tmp_path: Path) -> None:
    Path("list.clean.csv").write_text(
        "name,born,sex,key,namekit_decision\nЗорка,1981,ж,1,new\nЗорка,,,2,new\n,,,3,new\n", "utf-8"
    )
    said = run("learn", "list.clean.csv", "--birth-date", "born", "--gender", "sex", "--row-id", "key")
    assert "2 new people are called 'Зорка'" in said.stderr
    assert "list.clean.csv:4: 'new' was chosen in a row without a name" in said.stderr
    with FileRegistry.open(tmp_path / "desk.db") as desk:
        (first, second) = (e for e in people.entries(desk.store) if e.names[0].text == "Зорка")
    assert (first.birth_date, first.gender, first.sources) == ("1981", "female", ("list.csv, row 1",))
    assert second.birth_date is None


def test_a_new_person_has_an_id_that_can_be_read() -> None:
    Path("list.clean.csv").write_text("name,namekit_decision\nПетро Невідомий,new\nІна Ўладзева,new\n", "utf-8")
    run("learn", "list.clean.csv")
    assert [id_ for _, _, id_, _ in held()] == ["petro-nevidomyi", "ina-uladzeva"]


def test_rows_are_known_by_their_own_ids_and_runs_are_kept() -> None:
    for number in (1, 2):
        said = run("clean", "list.csv", "--row-id", "key", "-o", f"{number}.csv", "--list", "prison letters")
        assert said.exit_code == 0
        Path("chosen.csv").write_text("key,name,namekit_decision\nb8,Кавальчук,k2\n", "utf-8")
        run("learn", "chosen.csv", "--row-id", "key", "--list", "prison letters")
    assert "b8,k2,Марыя Кавальчук,match" in Path("2.csv").read_text("utf-8")
    with FileRegistry.open("desk.db") as desk:
        kept = list(answers(desk.store, "prison letters", "b8"))
    assert [(answer.status, answer.entity_id) for _, answer in kept] == [("match", "k2"), ("ambiguous", None)]
    assert run("clean", "list.csv", "--no-record", "-o", "3.csv").exit_code == 0
    with FileRegistry.open("desk.db") as desk:
        assert not list(answers(desk.store, "list.csv"))


def test_learning_needs_a_registry_and_a_cleaned_file() -> None:
    assert "no column 'namekit_decision'" in run("learn", "list.csv").output
    alone = CliRunner().invoke(main, ["learn", "list.csv"])
    assert "read-only" in alone.output


def test_review_asks_one_case_at_a_time_and_goes_on_later() -> None:
    first = run("review", "list.csv", "--birth-date", "born", text="z\n2\n")
    assert first.exit_code == 0, first.output
    assert "1 to decide" in first.output
    assert "line 3\nКавальчук" in first.output
    assert "a number: this person" in first.output.split("? ", 1)[1]  # z means nothing
    ((_, verdict, chosen, row),) = held()
    assert (verdict, row) == ("is", "3")
    assert chosen in {"k1", "k2"}
    assert "0 to decide" in run("review", "list.csv", "--birth-date", "born", text="x").output
    run("clean", "list.csv", "--birth-date", "born")
    assert f"Кавальчук,soon,?,Atlantis,b8,{chosen}," in Path("list.clean.csv").read_text("utf-8")


def test_review_knows_new_none_later_and_stop() -> None:
    Path("more.csv").write_text("name\n" + "Кавальчук\n" * 4 + "Нявядомы Хтосьці\n", "utf-8")
    said = run("review", "more.csv", text="n\nx\ns\nq\n")
    assert "1 × is nobody registered, 1 × left for later, 1 × new person" in said.output
    assert [row for *_, row in held()] == ["2", "3", "3"]
    assert "3 to decide" in run("review", "more.csv", "--unknown", text="").output  # lines 4, 5, and who is unknown
    assert "nothing decided" in run("review", "more.csv", text="").output


def test_review_goes_back_and_shows_what_stands_beside_a_name() -> None:
    Path("more.csv").write_text("name,source\nКавальчук,the file of 1937\nКавальчук,\n", "utf-8")
    said = run("review", "more.csv", text="nb1q").output
    assert "source: the file of 1937" in said
    assert said.count("1 of 2") == 2
    assert "who was new stays registered" in said
    assert "1 × is this person\n" in said
    found = [(verdict, chosen) for _, verdict, chosen, row in held() if row == "2"]
    assert ("is", "k1") in found or ("is", "k2") in found


def test_a_terminal_gives_single_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review.sys, "stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr(review.click, "getchar", lambda: "N")
    assert review._key() == "n"

    def interrupt() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(review.click, "getchar", interrupt)
    assert review._key() == "q"


def test_rows_of_a_list() -> None:
    found = list(rows(Path("list.csv"), Wishes(row_id="key", gender="sex")))
    assert [(row.number, row.id, row.name, row.choice) for row in found] == [
        (2, "a7", "Кавальчук", ""),
        (3, "b8", "Кавальчук", ""),
        (4, "c9", "Орлов С. И.", ""),
    ]
    assert found[0].asked == namekit.Query("Кавальчук", gender="male")
