"""People in and out: every format, whatever is in the file."""

import bz2
import csv
import gzip
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from conftest import PEOPLE
from hypothesis import given, settings
from hypothesis import strategies as st

from namekit import InputError
from namekit.entity import Name
from namekit.exchange import columns, imports, jsonl, lines, wikidata
from namekit.exchange.exports import exported
from namekit.exchange.imports import Plan, Report, importing
from namekit.exchange.lines import Line
from namekit.store import people
from namekit.store.checking import faults, remarks
from namekit.store.entries import Entry
from namekit.store.file import Store
from namekit.store.history import events


def brought(store: Store, path: Path, **options: Any) -> Report:  # noqa: ANN401 (of Plan)
    *_, last = importing(store, Plan(str(path), "Anna", **options))
    assert last.finished
    return last


def entry(store: Store, id_: str) -> Entry:
    return people.entry_at(store, people.needed_place(store, id_))


def rejects(path: Path) -> list[dict[str, str]]:
    with Path(f"{path}.rejects.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_are_mapped_by_name(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "\ufeffКод,ФИО,name (be),Alias,Дата рождения,Пол,Гражданство,Notes,shoe size,Wikidata\n"
        '7,Вера Павловна Зорка,Вера Зорка,Viera Zorka; V. Zorka,03.05.1981,ж,by;ru,"one; two\nthree",38,Q5\n',
        encoding="utf-8",
    )
    report = brought(store, file)
    assert (report.added, report.not_taken) == (1, ("shoe size",))
    assert entry(store, "7") == Entry(
        id="7",
        names=(
            Name("Вера Павловна Зорка"),
            Name("Вера Зорка", "be"),
            Name("Viera Zorka", None, "alias"),
            Name("V. Zorka", None, "alias"),
        ),
        birth_date="1981-05-03",
        gender="female",
        countries=("BY", "RU"),
        notes=("one; two\nthree",),
        external_ids=(("wikidata", "Q5"),),
    )


def test_columns_are_mapped_as_chosen(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "list.tsv"
    file.write_text("who\tname\tno\tpapers\nВера Зорка\tx\t12\tAB1\n", encoding="utf-8")
    chosen = {"who": "name:ru", "name": "", "no": "source_id", "papers": "external_id:passport"}
    brought(store, file, mapping=chosen, source="Our List")
    made = entry(store, "our-list-12")
    assert made.names == (Name("Вера Зорка", "ru"),)
    assert made.external_ids == (("Our List", "12"), ("passport", "AB1"))
    for mapping, problem in (({"x": "name"}, "no column 'x'"), ({"who": "x"}, "no field 'x'"), ({"name": ""}, "names")):
        with pytest.raises(InputError, match=problem) as e:
            brought(store, file, mapping=mapping)
        assert str(file) in str(e.value)


def test_parts_make_a_name(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("id,Фамилия,Имя,Отчество,first name\nz,Зорка,x,Павловна,Вера\n", encoding="utf-8")
    brought(store, file, mapping={"Имя": ""})
    assert entry(store, "z").names == (Name("Вера Павловна Зорка"),)


def workbook(path: Path, rows: list[list[object]], title: str = "People") -> Path:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    book.active.append(["not", "this"])
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_spreadsheets(store: Store, tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    rows = [
        ["", ""],
        ["id", "name", "born", "", "note"],
        [7, "Вера Зорка", datetime.fromisoformat("1981-05-03"), "", 1.5],
        [],
        ["x", "Іна Крук", datetime.fromisoformat("1970-01-01T12:00")],
        ["007", "Ян Крук", date(1970, 1, 2)],
    ]
    file = workbook(tmp_path / "a.xlsx", rows)
    report = brought(store, file, sheet="People")
    assert (report.added, report.rejected, report.not_taken) == (2, 1, ())
    vera = entry(store, "7")
    assert (vera.names, vera.birth_date, vera.notes) == ((Name("Вера Зорка"),), "1981-05-03", ("1.5",))
    assert entry(store, "007").birth_date == "1970-01-02"
    assert [r["line"] for r in rejects(file)] == ["5"]
    for options, problem in (({"sheet": "Nobody"}, "it has: Sheet, People"), ({}, "no column holds names")):
        with pytest.raises(InputError, match=problem):
            brought(store, file, **options)


def test_hostile_spreadsheets(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine")
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"no package")
    with pytest.raises(InputError, match="no spreadsheet that can be read"):
        brought(store, file)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 3_000_000)
    with pytest.raises(InputError, match="the spreadsheet cannot be read"):
        brought(store, file)
    lying = bytearray(file.read_bytes())
    size = (3_000_000).to_bytes(4, "little")
    while (at := lying.find(size)) >= 0:  # it says that it is small
        lying[at : at + 4] = (3).to_bytes(4, "little")
    file.write_bytes(lying)
    with pytest.raises(InputError, match="no spreadsheet that can be read"):
        brought(store, file)
    workbook(file, [["id", "name"]])
    monkeypatch.setattr("namekit.exchange.workbook._LARGEST", 1000)
    with pytest.raises(InputError, match="unpacks to more than 1,000 bytes"):
        brought(store, file)
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(InputError, match=r"namekit\[sheets\]"):
        brought(store, file)


def test_one_bad_row_costs_itself_alone(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    bad = [
        (b'b1,"never closed', "a quote that is not closed"),
        (b"b2,too,many", "3 cells, the header has 2"),
        (b"b3,\xcf\xf3", "not UTF-8 (byte 0xcf at position 4)"),
        (b'b4,"x"y', "not CSV"),
        (b'b5,"never closed', "a quote that is not closed"),
        (b'b6,"",z', "3 cells, the header has 2"),
        (b"b5,", "no name"),
        (b"b6,a\xe2\x80\xaeb", "U+202E"),
        (b"b7,a\x00b", "U+0000"),
        (b"b8," + b"x" * 1_500_000, "field larger than field limit"),
        (b"b9," + "Х".encode() * 1500, "a name of 1,500 letters"),
    ]
    good = b"g%d,\xd0\x92\xd0\xb5\xd1\x80\xd0\xb0\n"
    file.write_bytes(b"id,name\n" + b"".join(b + b"\n" + good % i for i, (b, _) in enumerate(bad)))
    report = brought(store, file)
    assert (report.added, report.rejected, report.rows) == (len(bad), len(bad), 2 * len(bad))
    set_aside = rejects(file)
    assert [int(r["line"]) for r in set_aside] == [2 * i + 2 for i in range(len(bad))]
    for row, (_, problem) in zip(set_aside, bad, strict=True):
        assert problem in row["problem"]
        assert len(row["row"]) < 2100
    assert store.one("SELECT count(*) FROM set_aside") == (0,)
    assert list(faults(store)) == []


def test_hostile_json(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "list.jsonl"
    rows = [
        b'{"id": "g1", "names": ["\xd0\x92\xd0\xb5\xd1\x80\xd0\xb0"], "age": 4}',
        b"[" * 500_000,
        b'{"a":' * 300_000,
        b'{"id": "b", "names": ["' + b"x" * 9_000_000 + b'"]}',
        b'{"id": "b", "names": ["a\\u0000b"]}',
        b'{"id": "b", "names": ["\\ud800"]}',
        b'{"id": 7, "names": ["x"]}',
        b'{"id": "b", "names": [["x"]]}',
        b'{"id": "b", "names": [{"text": "x", "kind": "king"}]}',
        b'{"id": "b", "names": [{"text": 7}]}',
        b'{"id": "b", "names": [{"text": "x", "language": 7}]}',
        b'{"id": "b", "names": {"x": "y"}, "countries": [7]}',
        b'{"id": "b", "name": "x", "external_ids": ["Q1"]}',
        b'{"id": "b"}',
        b"[1, 2]",
        b'"text"',
        b"nonsense",
        b'{"id": "g2", "name": "x", "birth_date": "1970"},',
    ]
    file.write_bytes(b"\n".join(rows))
    report = brought(store, file)
    assert (report.added, report.rejected, report.not_taken) == (2, len(rows) - 2, ("age",))
    problems = [r["problem"] for r in rejects(file)]
    assert "nested too deeply" in problems[0]
    assert "a line of 9,000,0" in problems[2]


@pytest.mark.parametrize("opener", [gzip.open, bz2.open])
def test_packed_files(store: Store, tmp_path: Path, opener: Callable[..., BinaryIO]) -> None:
    file = tmp_path / f"list.jsonl.{'gz' if opener is gzip.open else 'bz2'}"
    with opener(file, "wb") as out:
        out.write(b'{"id": "g", "name": "x"}\n' + b"0" * 60_000_000 + b'\n{"id": "h", "name": "y"}\n')
    assert file.stat().st_size < 100_000
    report = brought(store, file)
    assert (report.added, report.rejected) == (2, 1)
    assert "a line of 60,000,001 bytes" in rejects(file)[0]["problem"]
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(InputError, match="cannot be unpacked"):
        brought(store, file)


def test_long_rows_make_short_batches(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_BATCH_LETTERS", 10_000)
    file = tmp_path / "a.jsonl"
    file.write_text("".join(json.dumps({"id": f"p{i}", "name": "x", "long": "y" * 4000}) + "\n" for i in range(9)))
    reports = list(importing(store, Plan(str(file), "Anna")))
    assert [r.rows for r in reports] == [3, 6, 9, 9, 9]  # then all are read


def test_a_line_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lines, "_HOPELESS", 20_000_000)
    (tmp_path / "x").write_bytes(b"0" * 40_000_000)
    with (tmp_path / "x").open("rb") as stream, pytest.raises(InputError, match="more than 20,000,000"):
        list(lines.lines(stream, "x"))


def test_files_that_are_none(store: Store, tmp_path: Path) -> None:
    for name, content, problem in (
        ("a.csv", "", "the file is empty"),
        ("a.csv", '"name\n', "not closed"),
        ("a.csv", "a,b\n1,2\n", "no column holds names"),
        ("a.xyz", "a,b\n1,2\n", "what format is it"),
        ("q.csv", "x,itemLabel\n", "no column holds names"),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match=problem):
            brought(store, tmp_path / name)
    with pytest.raises(InputError, match="cannot be read"):
        brought(store, tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match="no format 'x'"):
        brought(store, tmp_path / "a.csv", form="x")
    with pytest.raises(InputError, match="no format 'x'"):
        list(exported(store, "x"))


def test_a_hopeless_file_is_given_up(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_MOST_REJECTED", 10)
    (tmp_path / "a.jsonl").write_text("x\n" * 50)
    with pytest.raises(InputError, match="more than 10 rows cannot be read"):
        list(importing(store, Plan(str(tmp_path / "a.jsonl"), "Anna"), batch=20))
    assert len(rejects(tmp_path / "a.jsonl")) == 20


def test_rejects_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "g", "name": "x"}\nx\n')
    with pytest.raises(InputError, match="import the file again with --rejects"):
        brought(store, file, rejects=str(tmp_path / "nowhere" / "r.csv"))
    assert brought(store, file).rejected == 1
    assert rejects(file)[0]["row"] == "x"


def test_the_same_import_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    named = tmp_path / "named.csv"
    named.write_text("name,born,note\nВера Зорка,1981,a\nВера Зорка,1981,b\nВера Зорка,1981,b\nІван Крук,,\n", "utf-8")
    numbered = tmp_path / "numbered.csv"
    numbered.write_text("source_id,name\nA/1,Вера\nA-1,Іна\n", "utf-8")
    for file, ids in (
        (named, ["vera-zorka-1981", "vera-zorka-1981-2", "ivan-kruk"]),
        (numbered, ["numbered-a-1", "numbered-a-1-2"]),
    ):
        first = brought(store, file)
        assert (first.added, first.added + first.unchanged) == (len(ids), first.rows)
        before = store.version, list(people.entries(store))
        again = brought(store, file)
        assert (again.unchanged, again.rows) == (again.rows, first.rows)
        assert (store.version, list(people.entries(store))) == before
        assert [e.id for e in people.entries(store)][-len(ids) :] == ids
    named.write_text("name,born,note\nІван Крук,,a teacher\n", "utf-8")
    assert brought(store, named).changed == 1
    assert entry(store, "ivan-kruk").notes == ("a teacher",)
    assert entry(store, "numbered-a-1").external_ids == (("numbered", "A/1"),)
    assert list(faults(store)) == []


def test_two_lists_without_ids_are_never_one_person(store: Store, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text("name,born\nВера Зорка,1981\n", "utf-8")
        assert brought(store, tmp_path / f"{name}.csv").added == 1
    assert brought(store, tmp_path / "two.csv", source="one").unchanged == 1


def test_what_is_known_is_kept_and_contradictions_are_listed(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("id,name,born,gender\np2,Ганна Мароз,1970-05,female\np1,Сергей Орлов,1963,male\n", "utf-8")
    report = brought(store, file)
    assert (report.changed, report.conflicts) == (2, 1)
    assert (entry(store, "p2").birth_date, entry(store, "p1").birth_date) == ("1970-05", "1962-09-25")
    assert [r["problem"] for r in rejects(file)] == ["birth date: 1962-09-25 is kept, not 1963"]
    assert brought(store, file, renew=True).changed == 1
    assert entry(store, "p1").birth_date == "1963"
    assert any('birth_date: "1962-09-25" -> "1963"' in e.detail for e in events(store, "p1"))


def test_an_import_that_stopped_goes_on(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text("name\n" + "".join(f"Вера Зорка\nbad\0row\nІна Крук{i}\n" for i in range(30)), "utf-8")
    stopped = importing(store, Plan(str(file), "Anna"), batch=20)
    next(stopped)
    assert next(stopped).rows == 40
    stopped.close()
    assert list(remarks(store))[-1].endswith("stopped after 40 rows: import the file again to go on")
    *_, last = importing(store, Plan(str(file), "Anna"), batch=20)
    assert (last.resumed, last.rows, last.added, last.unchanged, last.rejected) == (40, 90, 31, 29, 30)
    assert len(rejects(file)) == 30
    assert brought(store, file).resumed == 0
    assert list(faults(store)) == []


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_goes_out_comes_in_again(store: Store, tmp_path: Path, form: str) -> None:
    rich = Entry(id='=1+1,"', names=(Name('a "b", c;d', "be"), Name("x", "ru", "former"), Name("y", None, "weak")),
                 notes=("one\ntwo", "three; four"), sources=("UN", "https://un.org"), redirects=("old 1", "old-2"),
                 external_ids=(("passport", "a:b"), ("wikidata", "Q1")), countries=("BY", "GB-SCT"))  # fmt: skip
    with store.writing():
        people.put(store, rich, people.Origin("Anna"))
    file = tmp_path / f"out.{form}"
    file.write_text("".join(exported(store, form)), encoding="utf-8", newline="")
    with Store.create(tmp_path / "b.registry") as other:
        assert brought(other, file).rejected == 0
        assert list(people.entries(other)) == list(people.entries(store))
        assert brought(other, file).changed == 0


CELL = st.text('аб"\n,;\t x', max_size=6)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6))
def test_rows_of_csv_are_read_as_the_standard_reads_them(rows: list[list[str]]) -> None:
    import io  # noqa: PLC0415

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    text = out.getvalue().removesuffix("\n").split("\n")
    read = list(columns.records((Line(i, t) for i, t in enumerate(text, 1)), ","))
    assert [cells for _, cells, problem in read if not problem] == rows


Reader = Callable[[Iterator[Line], set[str]], Iterator[lines.Row]]


@settings(max_examples=50)
@given(st.text(max_size=60), st.sampled_from([jsonl.rows, wikidata.rows]))
def test_any_text_is_read_or_told(text: str, read: Reader) -> None:
    for row in read((Line(i, t) for i, t in enumerate(text.split("\n"), 1)), set()):
        assert row.problem or row.entry or row.line


PERSON: dict[str, Any] = {
    "id": "NK-1",
    "schema": "Person",
    "referents": ["p2", "ofac-1"],
    "datasets": ["un_list"],
    "properties": {
        "name": ["Вера Зорка", "Vera Zorka"],
        "alias": ["Viera"],
        "weakAlias": ["Star"],
        "previousName": ["Vera Kruk"],
        "firstName": ["Vera"],
        "fatherName": ["Pavlovna"],
        "lastName": ["Zorka"],
        "birthDate": ["1981", "1981-05-03"],
        "gender": ["female"],
        "nationality": ["by", "suhh"],
        "wikidataId": ["Q5"],
        "sourceUrl": ["https://un.org/"],
        "notes": ["a teacher"],
        "position": ["teacher"],
    },
}


def test_ftm_comes_in(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "list.ftm.json"
    others = [
        {"id": "c", "schema": "Company", "properties": {"name": ["Zorka Ltd"]}},
        {"id": "d", "schema": "Person", "properties": {"name": ["Two"], "birthDate": ["1970-01-01", "1970-03-01"]}},
        {"id": "e", "schema": "Person", "properties": {"firstName": ["Іна"], "lastName": ["Крук"]}},
        {"id": "f", "schema": "Person", "properties": {}},
        {"id": "", "schema": "Person", "properties": {"name": ["x"]}},
        {"id": "g", "schema": "Person", "properties": {"name": "x", "birthDate": ["soon"]}},
        {"id": "h", "schema": 7},
    ]
    file.write_text("\n".join(json.dumps(p) for p in [PERSON, *others]), "utf-8")
    report = brought(store, file)
    assert (report.added, report.passed_over, report.rejected, report.not_taken) == (3, 1, 4, ("position",))
    vera = entry(store, "ofac-1")
    assert (vera.id, vera.birth_date, vera.countries) == ("NK-1", "1981-05-03", ("BY", "SUHH"))
    assert [(n.text, n.kind) for n in vera.names] == [
        ("Вера Зорка", "primary"), ("Vera Zorka", "primary"), ("Viera", "alias"), ("Star", "weak"),
        ("Vera Kruk", "former"), ("Vera Pavlovna Zorka", "alias"), ("Ганна Мароз", "primary"),
    ]  # fmt: skip
    assert entry(store, "p2").id == "NK-1"  # what was a person of its own now leads there
    assert any(e.what == "merged" and "list says so" in e.detail for e in events(store, "NK-1"))
    assert (entry(store, "d").birth_date, entry(store, "d").notes) == (
        "1970",
        ("birth dates given: 1970-01-01, 1970-03-01",),
    )
    assert entry(store, "e").names == (Name("Іна Крук"),)
    assert brought(store, file).changed == 0
    assert list(faults(store)) == []


def test_ftm_validates_what_goes_out(store: Store, tmp_path: Path) -> None:
    program = shutil.which("ftm", path=str(Path(sys.executable).parent))
    if not program:
        pytest.skip("followthemoney is not installed")
    (tmp_path / "in.jsonl").write_text(json.dumps(PERSON), "utf-8")
    brought(store, tmp_path / "in.jsonl")
    out = tmp_path / "out.jsonl"
    out.write_text("".join(exported(store, "ftm")), "utf-8")
    done = subprocess.run([program, "validate", "-i", out], capture_output=True, text=True, check=True)
    validated = [json.loads(line) for line in done.stdout.splitlines()]
    written = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(written) == 3
    for ours, theirs in zip(written, validated, strict=True):  # what it does not accept, it leaves out
        assert (ours["id"], ours["schema"]) == (theirs["id"], theirs["schema"])
        assert {k: sorted(v) for k, v in ours["properties"].items()} == {
            k: sorted(v) for k, v in theirs["properties"].items()
        }
    (vera,) = (w for w in written if w["id"] == "NK-1")
    assert vera["datasets"] == ["un_list"]
    assert set(vera["referents"]) == {"p2", "ofac-1"}
    with Store.create(tmp_path / "b.registry") as other:
        assert brought(other, out).rejected == 0
        assert [e.id for e in people.entries(other)] == [e.id for e in people.entries(store)]
        assert entry(other, "p2").id == "NK-1"


def statement(value: object, rank: str = "normal") -> dict[str, Any]:
    return {"rank": rank, "mainsnak": {"snaktype": "value", "datavalue": {"value": value}}}


def born(time: str, precision: int, calendar: str = "Q1985727") -> dict[str, Any]:
    return statement(
        {"time": time, "precision": precision, "calendarmodel": f"http://www.wikidata.org/entity/{calendar}"}
    )


ITEM: dict[str, Any] = {
    "id": "Q100",
    "type": "item",
    "labels": {
        "en": {"language": "en", "value": "Viera Zorka"},
        "be": {"language": "be", "value": "Вера Зорка"},
        "ru": {"language": "ru", "value": "Вера Зорка"},
        "mul": {"language": "mul", "value": "V. Zorka"},
        "ja": {"language": "ja", "value": "ヴェラ"},
    },
    "aliases": {"be-tarask": [{"language": "be-tarask", "value": "Вера Зорка-Крук"}]},
    "claims": {
        "P31": [statement({"id": "Q5"})],
        "P21": [statement({"id": "Q6581072"})],
        "P27": [statement({"id": "Q184"}), statement({"id": "Q999999"})],
        "P569": [born("+1981-05-03T00:00:00Z", 11), born("+1981-00-00T00:00:00Z", 9)],
        "P1559": [statement({"text": "Вера Паўлаўна Зорка", "language": "be"})],
        "P1477": [statement({"text": "Вера Крук", "language": "be"})],
    },
}


def test_wikidata_items_come_in(store: Store, tmp_path: Path) -> None:
    city = ITEM | {"id": "Q2", "claims": {"P31": [statement({"id": "Q515"})]}}
    bare = ITEM | {"id": "Q3", "labels": {}, "aliases": [], "claims": {"P31": ITEM["claims"]["P31"]}}
    odd = ITEM | {"id": "Q4", "labels": [1]}
    dump = tmp_path / "dump.json.gz"
    with gzip.open(dump, "wt", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(i) for i in (ITEM, city, bare, odd)) + "\n]\n")
    report = brought(store, dump)
    assert (report.added, report.passed_over, report.rejected) == (1, 2, 1)
    assert entry(store, "Q100") == Entry(
        id="Q100",
        names=(
            Name("Вера Зорка", "be"),
            Name("Viera Zorka", "en"),
            Name("V. Zorka"),
            Name("Вера Зорка-Крук", "be-tarask", "alias"),
            Name("Вера Паўлаўна Зорка", "be", "alias"),
            Name("Вера Крук", "be", "former"),
        ),
        birth_date="1981-05-03",
        gender="female",
        countries=("BY",),
        external_ids=(("wikidata", "Q100"),),
    )
    assert brought(store, dump).changed == 0


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([born("+1981-05-03T00:00:00Z", 11)], "1981-05-03"),
        ([born("+1981-05-00T00:00:00Z", 10)], "1981-05"),
        ([born("+1981-00-00T00:00:00Z", 9)], "1981"),
        ([born("+1980-00-00T00:00:00Z", 8)], None),
        ([born("-0044-03-15T00:00:00Z", 11)], None),
        ([born("+1873-02-13T00:00:00Z", 11, "Q1985786")], "1873-02-25"),
        ([born("+1900-02-28T00:00:00Z", 11, "Q1985786")], "1900-03-12"),
        ([born("+1900-02-29T00:00:00Z", 11, "Q1985786")], "1900-03-13"),
        ([born("+1900-03-01T00:00:00Z", 11, "Q1985786")], "1900-03-14"),
        ([born("+1981-05-03T00:00:00Z", 11), born("+1981-05-04T00:00:00Z", 11)], "1981-05"),
        ([born("+1981-05-03T00:00:00Z", 11), born("+1991-05-04T00:00:00Z", 11)], None),
        ([born("+1981-05-03T00:00:00Z", 11) | {"rank": "deprecated"}], None),
        ([born("+1981-05-03T00:00:00Z", 11) | {"rank": "preferred"}, born("+1979-00-00T00:00:00Z", 9)], "1981-05-03"),
    ],
)
def test_wikidata_dates(statements: list[dict[str, Any]], expected: str | None) -> None:
    line = json.dumps(ITEM | {"claims": ITEM["claims"] | {"P569": statements}})
    (row,) = wikidata.rows(iter([Line(1, line)]), set())
    assert row.entry is not None
    assert row.entry.birth_date == expected


def test_wikidata_query_results_come_in(store: Store, tmp_path: Path) -> None:
    q = "http://www.wikidata.org/entity/"
    file = tmp_path / "query.csv"
    file.write_text(
        "item,itemLabel,label_be,nameUk,itemAltLabel,itemDescription,dob,precision,gender,country,photo\n"
        f'{q}Q100,Viera Zorka,Вера Зорка,Віра Зорка,"V. Zorka, Star",a teacher,1981-05-01T00:00:00Z,11,'
        f"{q}Q6581072,{q}Q184,x\n"
        f"{q}Q100,Viera Zorka,Вера Зорка,,,,1981-05-01T00:00:00Z,11,female,{q}Q159,\n"
        f"{q}Q101,Q101,Іна Крук,,,,1975-01-01T00:00:00Z,,unknown,{q}Q999999,\n"
        f"{q}Q102,Inna,,,,,1975-04-01T00:00:00Z,,,BY,\n"
        f"{q}Q103,Iryna,,,,,http://www.wikidata.org/.well-known/genid/1,,,,\n"
        "x,Nobody,,,,,,,,,\n"
        f"{q}Q104,few\n"
        f"{q}Q105,Odd,,,,,soon,,,,\n",
        "utf-8",
    )
    report = brought(store, file)
    assert (report.added, report.changed, report.rejected, report.not_taken) == (4, 1, 3, ("photo",))
    vera = entry(store, "Q100")
    assert (vera.birth_date, vera.gender, vera.countries) == ("1981-05-01", "female", ("BY", "RU"))
    assert {(n.text, n.language, n.kind) for n in vera.names} == {
        ("Viera Zorka", None, "primary"),
        ("Вера Зорка", "be", "primary"),
        ("Віра Зорка", "uk", "primary"),
        ("V. Zorka", None, "alias"),
        ("Star", None, "alias"),
    }
    assert [entry(store, f"Q10{n}").birth_date for n in (1, 2, 3)] == ["1975", "1975-04", None]
    assert [n.text for n in entry(store, "Q101").names] == ["Іна Крук"]
    for content, problem in (("itemLabel,x\nA,b\n", "no column"), ("", "empty")):
        file.write_text(content)
        with pytest.raises(InputError, match=problem):
            brought(store, file, form="wikidata-csv")


def test_what_goes_out_is_one_state(store: Store) -> None:
    assert [json.loads(line)["id"] for line in exported(store, "jsonl")] == [e.id for e in PEOPLE]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ('id;name;aliases\np1;Вера Зорка;"В. Зорка; Зорка В."\np2;Іна, Мароз;\n', {}),
        ('sep=;\nid;name;aliases\np1;Вера Зорка;"В. Зорка; Зорка В."\np2;Іна, Мароз;\n', {}),
        ("id\tname\taliases\np1\tВера Зорка\tВ. Зорка; Зорка В.\np2\tІна, Мароз\t\n", {}),
        ("№|кто|aliases\np1|Вера Зорка|В. Зорка; Зорка В.\np2|Іна, Мароз|\n", {"mapping": {"№": "id", "кто": "name"}}),
        ('id;name;aliases\np1;Вера Зорка;"В. Зорка; Зорка В."\np2;Іна, Мароз;\n', {"delimiter": ";"}),
    ],
)
def test_the_delimiter_is_found(store: Store, tmp_path: Path, text: str, options: dict[str, Any]) -> None:
    (tmp_path / "desk.csv").write_text(text, "utf-8")
    report = brought(store, tmp_path / "desk.csv", **options)
    assert (report.rows, report.rejected, report.not_taken) == (2, 0, ())


def test_a_file_of_an_older_encoding_is_told_what_to_do(store: Store, tmp_path: Path) -> None:
    (tmp_path / "excel.csv").write_bytes("ФИО;Дата рождения\nОрлова Вера;01.02.1970\n".encode("cp1251"))
    with pytest.raises(InputError, match=r"not UTF-8.*iconv -f cp1251 -t utf-8"):
        brought(store, tmp_path / "excel.csv")
