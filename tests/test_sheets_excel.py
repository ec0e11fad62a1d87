"""Cleaning workbooks of Excel: only the sheet changes, and only by namekit's cells."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import workbooks
from click.testing import CliRunner
from namekit.cli import main
from python_calamine import CalamineWorkbook

import namekit
from namekit.sheets import Decision, Wishes, clean, decisions
from namekit.sheets.book import Book
from namekit.sheets.columns import column_letters, column_number
from namekit.sheets.tail import _ORDER

PEOPLE = [
    namekit.Entity("p1", ["Сергей Иванович Орлов", "Siarhei Arlou"]),
    namekit.Entity("p2", ["Марыя Кавальчук"]),
    namekit.Entity("p3", ["Янка Кавальчук"]),
]
WISHES = Wishes(columns=("Name",))
LEFT = "<{p}definedName name='_xlnm._FilterDatabase' localSheetId='{sheet}'>x</{p}definedName>"
HIDDEN = re.compile(rb'<definedName name="_xlnm\._FilterDatabase" localSheetId="0" hidden="1">[^<]*</definedName>')


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch, starter: namekit.Registry) -> None:
    """The starter registry is read once for all runs of the command."""
    monkeypatch.setattr(namekit.Registry, "starter", lambda: starter)


@pytest.fixture(scope="module")
def people() -> namekit.Registry:
    return namekit.Registry.from_entities(PEOPLE)


def grid(path: Path, sheet: str = "People") -> list[list[object]]:
    return [
        list(row)
        for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    ]


def twice(path: Path, people: namekit.Registry, wishes: Wishes = WISHES) -> Path:
    """The cleaned workbook, after making sure that cleaning it again changes nothing."""
    once, again = path.with_name(f"once{path.suffix}"), path.with_name(f"again{path.suffix}")
    for target in (once, again):
        target.unlink(missing_ok=True)
    clean(path, once, people, wishes)
    clean(once, again, people, wishes)
    assert workbooks.parts(once) == workbooks.parts(again)
    return once


@pytest.mark.parametrize(
    ("make", "header_row"),
    [(workbooks.by_xlsxwriter, 1), (workbooks.by_openpyxl, 3), (workbooks.by_hand, 1)],
)
def test_only_the_sheet_changes(
    tmp_path: Path, people: namekit.Registry, make: Callable[[Path], None], header_row: int
) -> None:
    path = tmp_path / "people.xlsx"
    make(path)
    once = twice(path, people, Wishes(columns=("Name",), header_row=header_row))
    before, after = workbooks.parts(path), workbooks.parts(once)
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name] and name != "xl/workbook.xml"]
    assert len(changed) == 1
    assert "sheet" in changed[0]
    assert HIDDEN.sub(b"", after["xl/workbook.xml"]).replace(b"<definedNames></definedNames>", b"") in (
        before["xl/workbook.xml"],
        before["xl/workbook.xml"].replace(b"<definedNames />", b""),
    )
    old, new = grid(path), grid(once)
    width = max(map(len, old))
    for row, was in zip(new, old, strict=True):
        assert row[:width] == was
    titles = new[header_row - 1]
    at = titles.index("namekit_id")
    assert titles[at : at + 6] == [
        f"namekit_{t}" for t in ("id", "name", "status", "probability", "reason", "decision")
    ]
    statuses = {row[titles.index("Name")]: row[at : at + 3] for row in new[header_row:]}
    assert statuses["Siarhei Arlou"] == ["p1", "Сергей Иванович Орлов", "match"]
    assert statuses["Кавальчук"] == ["", "", "ambiguous"]


def test_what_openpyxl_would_lose_survives(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_xlsxwriter(path)
    sheet = workbooks.parts(twice(path, people))["xl/worksheets/sheet1.xml"].decode()
    was = workbooks.parts(path)["xl/worksheets/sheet1.xml"].decode()
    for kept in (
        '<c r="D3"><f>A3*2</f><v>4</v></c>',
        '<mergeCell ref="A11:B11"/>',
        "<x14:sparkline><xm:f>People!A2:D2</xm:f><xm:sqref>E2</xm:sqref></x14:sparkline>",
        '<legacyDrawing r:id="rId3"/>',
        'ht="30" customHeight="1"',
        '<hyperlink ref="A13" r:id="rId1"/>',
        '<cfRule type="cellIs" dxfId="0"',
        'type="date" operator="greaterThan"',
    ):
        assert kept in was
        assert kept in sheet
    assert 'r="F1" s="1" t="inlineStr"' in sheet  # beside the sparkline, in the look of the titles
    assert '<dimension ref="A1:K13"/>' in sheet
    assert '<autoFilter ref="A1:K13"/>' in sheet
    assert '<dataValidations count="5">' in sheet
    assert '<formula1>"p2,p3,new,no"</formula1>' in sheet
    assert sheet.index("<autoFilter") < sheet.index("<mergeCells") < sheet.index("<dataValidations")
    assert sheet.count("x14:conditionalFormattings>") == was.count("x14:conditionalFormattings>") == 2
    assert '<xm:f>"ambiguous"</xm:f><x14:dxf><fill><patternFill><bgColor rgb="FFFFEB9C"/>' in sheet


def test_a_table_keeps_the_sheet_from_a_filter(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_openpyxl(path)
    once = twice(path, people, Wishes(columns=("B",), header_row=3, sheet="1"))
    sheet = workbooks.parts(once)["xl/worksheets/sheet1.xml"].decode()
    assert "<autoFilter" not in sheet
    assert "<f>D4*2</f>" in sheet  # it has no value yet, and still nothing was put there
    assert grid(once)[2][5] == "namekit_id"


def test_what_is_added_stands_in_the_order_of_the_schema(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    for tail in ("", "<pageMargins/>", "<mergeCells/><pageMargins/><extLst><ext uri='x'/></extLst>"):
        workbooks.by_hand(path, prefix="", tail=tail)
        sheet = workbooks.parts(twice(path, people))["xl/sheet.xml"].decode()
        after = re.findall(r"<(autoFilter|mergeCells|dataValidations|pageMargins|extLst)\b", sheet)
        assert after == [name for name in _ORDER if name in after]
        assert {"autoFilter", "dataValidations", "extLst"} <= set(after)
        assert "uri='x'" not in tail or sheet.index("x14:conditionalFormattings") < sheet.index("uri='x'")


def test_space_between_cells_stays(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    row = '\n <row r="{0}">\n  <c r="A{0}" t="str"><v>{1}</v></c>\n </row>'
    rows = row.format(1, "Name") + row.format(2, "x") + "\n"
    workbooks.by_hand(path, prefix="", rows=rows)
    sheet = workbooks.parts(twice(path, people))["xl/sheet.xml"].decode()
    assert '<row r="2">\n  <c r="A2" t="str"><v>x</v></c>\n ' in sheet


def test_styled_cells_far_away_are_no_reason_to_refuse(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    rows = '<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="AMJ1" s="0"/></row>'
    rows += '<row r="2"><c r="A2" t="str"><v>x</v></c></row>'
    for last in (
        '<row r="1048576"><c r="AMJ1048576" s="0"/></row>',
        '<row r="1048576"><c r="B1048576" s="0"></c></row>',
    ):
        workbooks.by_hand(path, prefix="", rows=rows + last)
        assert grid(twice(path, people))[0][1] == "namekit_id"


def test_a_filter_of_a_custom_view_is_not_the_sheets(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    view = '<customSheetViews><customSheetView><autoFilter ref="A1:B2"/></customSheetView></customSheetViews>'
    for tail, filters in ((view, 2), (f'<autoFilter ref="A1:B2"/>{view}', 2), ("", 1)):
        workbooks.by_hand(path, prefix="", tail=tail)
        parts = workbooks.parts(twice(path, people))
        assert parts["xl/sheet.xml"].count(b"<autoFilter") == filters
        assert (b"_xlnm._FilterDatabase" in parts["xl/workbook.xml"]) == (not tail.startswith("<auto"))


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize(
    "names",
    [
        "",
        "<{p}definedNames/>",
        "<{p}definedNames><{p}definedName name='_xlnm._FilterDatabase' localSheetId='0'/></{p}definedNames>",
        "<{p}definedNames><{p}definedName name='All' hidden='1'>People!$A$1</{p}definedName></{p}definedNames>",
        "<{p}definedNames>" + LEFT.format(p="{p}", sheet=0) + "</{p}definedNames>",
        "<{p}definedNames>" + LEFT.format(p="{p}", sheet=1) + "</{p}definedNames>",
    ],
)
def test_a_filter_has_its_hidden_name(prefix: str, names: str) -> None:
    p = prefix
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f"<{p}workbook xmlns{':x' if p else ''}='{main}'><{p}sheets><{p}sheet name='a'/></{p}sheets>"
    text += f"<{p}externalReferences/>{names.format(p=p)}<{p}calcPr/></{p}workbook>"
    new = Book.of("xl/workbook.xml", text.encode(), "people.xlsx").with_filter(0, "It's & more", "A1:AB20").decode()
    book = ET.fromstring(new)  # noqa: S314 (our own)
    assert [child.tag.split("}")[1] for child in book] == ["sheets", "externalReferences", "definedNames", "calcPr"]
    (mine,) = (
        name for name in book[2] if name.get("name") == "_xlnm._FilterDatabase" and name.get("localSheetId") == "0"
    )
    assert mine.text == "'It''s & more'!$A$1:$AB$20"
    assert len(book[2]) == 1 + ("All" in names or "'1'>x" in names)
    kept = re.sub(rf"<{p}definedName name=.?_xlnm.*?definedName>", "", names.format(p=p))
    assert "All" not in kept or kept[kept.index(">") + 1 :] in new


def test_a_prefix_and_places_left_out(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsm"
    workbooks.by_hand(path)
    once = twice(path, people)
    sheet = workbooks.parts(once)["xl/sheet.xml"].decode()
    assert "<!-- </x:row> -->" in sheet
    assert '<x:c r="C3"' not in sheet
    assert '<x:c r="E3" t="inlineStr"><x:is><x:t>ambiguous</x:t></x:is></x:c>' in sheet
    assert '<x:c r="C5" t="inlineStr"><x:is><x:t>p1</x:t></x:is></x:c>' in sheet
    assert "<x:extLst><x:ext" in sheet
    assert "<x:fill><x:patternFill>" in sheet
    assert workbooks.parts(once)["xl/vbaProject.bin"] == bytes(range(256))


def test_decisions_stay_and_are_read(tmp_path: Path, people: namekit.Registry) -> None:
    import openpyxl  # noqa: PLC0415

    path = tmp_path / "people.xlsx"
    workbooks.by_openpyxl(path)
    wishes = Wishes(columns=("Name",), header_row=3)
    with pytest.raises(
        namekit.InputError, match=r"sheet 'People': no column 'namekit_decision' \(clean the file first\)"
    ):
        list(decisions(path, wishes))
    once = twice(path, people, wishes)
    with pytest.warns(UserWarning, match="extension is not supported and will be removed"):  # so openpyxl's way
        book = openpyxl.load_workbook(once)
    book["People"]["K5"] = "p2"
    book["People"]["K7"] = "new"
    book["People"]["H5"] = "whatever stands here"
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    assert list(decisions(edited, wishes)) == [
        Decision("People", 5, "Кавальчук", "p2"),
        Decision("People", 7, "Ryhor Niachaj", "new"),
    ]
    again = twice(edited, people, wishes)
    assert [d.choice for d in decisions(again, wishes)] == ["p2", "new"]
    assert grid(again)[4][7] == "ambiguous"


def test_a_name_that_is_no_longer_there_loses_its_answer(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    cells = {"Name": "Орлов Сергей", "namekit_id": "stale", "namekit_reason": "old"}
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(path)
    sheet, coloured = book.add_worksheet("People"), book.add_format({"bg_color": "red"})
    sheet.write_row(0, 0, [*cells, "kept"])
    sheet.write_row(1, 0, [*cells.values(), "a"])
    sheet.write_row(2, 0, ["", "stale", "old", "b"])
    sheet.write(1, 1, "stale", coloured)
    sheet.write(2, 1, "stale", coloured)
    sheet.autofilter("A1:D3")
    book.close()
    once = twice(path, people)
    rows = grid(once)
    assert rows[1][:5] == ["Орлов Сергей", "p1", rows[1][2], "a", "Сергей Иванович Орлов"]
    assert rows[2][:4] == ["", "", "", "b"]
    xml = workbooks.parts(once)["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="B3" s="1"/>' in xml
    assert '<c r="B2" s="1" t="inlineStr">' in xml
    assert '<autoFilter ref="A1:D3"/>' in xml


def test_a_hostile_name_is_text(tmp_path: Path) -> None:
    registry = namekit.Registry.from_entities([namekit.Entity("=x", ['=Зянон <&"> _x0041_ Крупскі'])])
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(
        path,
        prefix="",
        rows='<row><c t="str"><v>Name</v></c></row><row><c t="str"><v>Крупскі</v></c></row>',
    )
    rows = grid(twice(path, registry))
    assert rows[1][1:3] == ["=x", '=Зянон <&"> _x0041_ Крупскі']
    xml = workbooks.parts(tmp_path / "once.xlsx")["xl/sheet.xml"].decode()
    assert "<f>" not in xml
    assert "_x005F_x0041_" in xml


def test_styled_cells_where_the_columns_go(tmp_path: Path, people: namekit.Registry) -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>Name</v></c></row>'
    rows += '<row r="2" spans="1:9"><c r="A2" t="str"><v>Кавальчук</v></c>'
    rows += '<c r="D2" s="0"/><c r="I2" s="0"/></row>'
    path = tmp_path / "people.xlsx"
    tail = '<conditionalFormatting sqref="A1"/><extLst/>'
    workbooks.by_hand(path, prefix="", rows=rows, tail=tail, head="")
    sheet = workbooks.parts(twice(path, people))["xl/sheet.xml"].decode()
    assert '<c r="D2" s="0" t="inlineStr"><is><t>ambiguous</t></is></c>' in sheet
    assert re.findall(r'r="([A-Z]+)2"', sheet) == ["A", "D", "E", "F", "I"]
    assert 'spans="1:9"' in sheet


def test_columns_are_named_by_letters() -> None:
    for place, letters in ((0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")):
        assert (column_letters(place), column_number(letters)) == (letters, place)


def test_sheets_are_chosen(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_xlsxwriter(path)
    for wishes, message in (
        (Wishes(sheet="Nobody"), r"no sheet 'Nobody' \(it has: People, Other & more\)"),
        (Wishes(sheet="3"), "no sheet '3'"),
        (Wishes(columns=("Surname",)), r"sheet 'People': no column 'Surname' \(there are: Nr, Name, Born, Sum\)"),
        (Wishes(header_row=10), r"sheet 'People', cell A10: this row has no titles"),
        (Wishes(header_row=99), r"sheet 'People', cell A99: this row has no titles"),
    ):
        with pytest.raises(namekit.InputError, match=message):
            clean(path, tmp_path / "out.xlsx", people, wishes)
    report = clean(path, tmp_path / "out.xlsx", people, Wishes(sheet="Other & more", columns=("1",)))
    assert report.form == "sheet 'Other & more', titles in row 1"


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_xlsxwriter(path)
    done = CliRunner().invoke(main, ["clean", str(path), "-c", "Name", "--sheet", "People"])
    assert done.exit_code == 0, done.output
    assert "sheet 'People', titles in row 1\n12 rows: " in done.stderr
    assert zipfile.is_zipfile(tmp_path / "people.clean.xlsx")
    piped = CliRunner().invoke(main, ["clean", "-"], input=path.read_bytes())
    assert piped.stdout_bytes.startswith(b"PK")
