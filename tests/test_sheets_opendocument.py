"""Cleaning workbooks of LibreOffice: runs stay runs, shapes and notes stay in their cells."""

import re
import zipfile
from pathlib import Path

import pytest
import workbooks
from python_calamine import CalamineWorkbook

import namekit
from namekit.sheets import Decision, Wishes, clean, decisions

PEOPLE = [
    namekit.Entity("p1", ["Сергей Иванович Орлов", "Siarhei Arlou"]),
    namekit.Entity("p2", ["Марыя Кавальчук"]),
    namekit.Entity("p3", ["Янка Кавальчук"]),
]
WISHES = Wishes(columns=("Name",), sheet="It's one")
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("draw", "drawing"),
        ("style", "style"),
    )
)
TEXT = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
SHAPE = '<draw:frame draw:name="x"><draw:text-box><text:p>a shape</text:p></draw:text-box></draw:frame>'
NOTE = "<office:annotation><text:p>a note</text:p></office:annotation>"
RANGE = '<table:database-ranges><table:database-range table:target-range-address="{}"/></table:database-ranges>'
EMPTY_ROWS = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="64"/>'
)
EMPTY_ROWS += "</table:table-row>"


def row(*cells: str, attributes: str = "") -> str:
    inside = "".join(cell if "<" in cell else TEXT.format("", cell) for cell in cells)
    return f"<table:table-row{attributes}>{inside}</table:table-row>"


FILLER = '<table:table-cell table:number-columns-repeated="62"/>'
ROWS = [
    row('<table:table-cell table:number-columns-repeated="64"/>', attributes=' table:number-rows-repeated="2"'),
    row("Nr", TEXT.format(' table:style-name="ce1"', "Name"), FILLER),
    row(TEXT.format(' table:number-columns-repeated="2"', "Siarhei Arlou"), FILLER),
    row(
        "2",
        "Кавальчук",
        '<table:table-cell table:number-columns-repeated="3"/>',
        f"<table:table-cell>{SHAPE}</table:table-cell>",
    ),
    row("3", "Кавальчук", f"<table:table-cell>{NOTE}</table:table-cell>", attributes=' table:number-rows-repeated="3"'),
    row("4", "<table:table-cell/>", f"<table:table-cell>{SHAPE}</table:table-cell>"),
    row("5", "Ryhor Niachaj"),
]


def make(
    path: Path, rows: list[str] | None = None, *, before: str = "", after: str = "", end: str = "", **other: str
) -> Path:
    """A workbook with two sheets; the second is the one of interest."""
    body = "".join(ROWS if rows is None else rows)
    first = f'<table:table table:name="First">{row("Name")}{EMPTY_ROWS}</table:table>'
    group = f"<table:table-column/><table:table-row-group>{body}</table:table-row-group>{EMPTY_ROWS}"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:body><office:spreadsheet>'
        f'{before}{first}<table:table table:name="It\'s one">{group}{after}</table:table>{end}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    styles = f'<office:document-styles {NAMESPACES}><office:styles><style:style style:name="Default"/></office:styles>'
    styles += "</office:document-styles>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content,
        "styles.xml": styles,
        "META-INF/manifest.xml": "<manifest/>",
        "Pictures/red.png": "not a picture",
    } | other
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return path


@pytest.fixture(scope="module")
def people() -> namekit.Registry:
    return namekit.Registry.from_entities(PEOPLE)


def twice(path: Path, people: namekit.Registry, wishes: Wishes = WISHES) -> Path:
    once, again = path.with_name("once.ods"), path.with_name("again.ods")
    for target in (once, again):
        target.unlink(missing_ok=True)
    clean(path, once, people, wishes)
    clean(once, again, people, wishes)
    assert workbooks.parts(once) == workbooks.parts(again)
    return once


def grid(path: Path) -> list[list[object]]:
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("It's one")
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def content(path: Path) -> str:
    return workbooks.parts(path)["content.xml"].decode()


def test_only_content_and_styles_change(tmp_path: Path, people: namekit.Registry) -> None:
    path = make(tmp_path / "people.ods")
    wishes = Wishes(columns=("B",), header_row=3, sheet="2")
    once = twice(path, people, wishes)
    before, after = workbooks.parts(path), workbooks.parts(once)
    assert [name for name in before if before[name] != after[name]] == ["content.xml", "styles.xml"]
    assert zipfile.ZipFile(once).infolist()[0].compress_type == zipfile.ZIP_STORED
    old, new = grid(path), grid(once)
    assert [r[:2] for r in new] == [r[:2] for r in old]
    assert new[2][2:8] == [f"namekit_{t}" for t in ("id", "name", "status", "probability", "reason", "decision")]
    assert [r[4] for r in new[3:]] == ["match", "ambiguous", "ambiguous", "ambiguous", "ambiguous", "", "unknown"]
    text = content(once)
    assert text.count(SHAPE) == 2
    assert text.count(NOTE) == 1
    assert re.search(f'office:value="0.[0-9]+">{SHAPE}<text:p>0.[0-9]+</text:p></table:table-cell>', text)
    assert text.count('table:number-rows-repeated="3"') == 1
    assert text.count('table:number-columns-repeated="56"') == 2
    assert text.count(EMPTY_ROWS) == 2
    assert '<table:table-cell table:style-name="ce1" office:value-type="string"><text:p>namekit_id</text:p>' in text
    assert "of:cell-content-is-in-list(&quot;p2&quot;;&quot;p3&quot;;&quot;new&quot;;&quot;no&quot;)" in text
    assert "calcext:target-range-address=\"'It''s one'.E4:'It''s one'.E10\"" in text
    assert "table:target-range-address=\"'It''s one'.A3:'It''s one'.H10\"" in text
    assert 'style:name="namekit_match"' in workbooks.parts(once)["styles.xml"].decode()


def test_a_workbook_packed_by_another_program_is_known(tmp_path: Path, people: namekit.Registry) -> None:
    path = make(tmp_path / "people.ods", [row("Name"), row("Кавальчук")])
    parts = workbooks.parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, reverse=True):
            package.writestr(name, parts[name])
        package.writestr("Configurations2/", b"")
    assert "namekit_id" in content(twice(path, people))


def test_what_is_there_is_added_to(tmp_path: Path, people: namekit.Registry) -> None:
    rules = '<calcext:conditional-formats xmlns:calcext="c"><calcext:conditional-format a="b">'
    rules += "</calcext:conditional-format></calcext:conditional-formats>"
    path = make(
        tmp_path / "people.ods",
        [row("Name"), row("Кавальчук")],
        before='<table:content-validations><table:content-validation table:name="val1"/></table:content-validations>',
        after=rules,
        end=RANGE.format("First.A1"),
    )
    text = content(twice(path, people))
    assert text.count("<table:content-validations>") == text.count("<calcext:conditional-formats ") == 1
    assert text.count("<table:database-ranges>") == 1
    assert text.count("<table:database-range ") == 2
    assert '<table:content-validation table:name="val1"/>' in text
    assert '<calcext:conditional-format a="b"></calcext:conditional-format>' in text
    filtered = RANGE.format("'It''s one'.A1")
    for end in (filtered, filtered.replace("'", "&apos;")):
        path = make(tmp_path / "people.ods", [row("Name"), row("Кавальчук")], end=end)
        assert content(twice(path, people)).count("<table:database-range ") == 1
    path = make(
        tmp_path / "people.ods", [row("Name"), row("x")], before="<table:label-ranges/>", end="<table:dde-links/>"
    )
    text = content(twice(path, people))
    assert text.index("<table:content-validations") < text.index("<table:label-ranges")
    assert text.index("<table:database-ranges") < text.index("<table:dde-links")


def test_decisions_stay_and_are_read(tmp_path: Path, people: namekit.Registry) -> None:
    path = make(
        tmp_path / "people.ods",
        [row("Name", "namekit_id"), row("Кавальчук", "stale"), row("", "stale"), row("Ryhor Niachaj")],
    )
    once = twice(path, people)
    assert [r[1] for r in grid(once)] == ["namekit_id", "", "", ""]
    with zipfile.ZipFile(once) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    decided = b'<table:table-cell office:value-type="string" table:content-validation-name="namekit_1">'
    decided += b"<text:p>p2</text:p></table:table-cell>"
    parts["content.xml"] = parts["content.xml"].replace(
        b'<table:table-cell table:content-validation-name="namekit_1"/>', decided, 1
    )
    with zipfile.ZipFile(once, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert list(decisions(once, WISHES)) == [Decision("It's one", 2, "Кавальчук", "p2")]
    again = tmp_path / "third.ods"
    clean(once, again, people, WISHES)
    assert list(decisions(again, WISHES)) == [Decision("It's one", 2, "Кавальчук", "p2")]


@pytest.mark.parametrize(
    ("rows", "wishes", "message"),
    [
        ([row("Name")], Wishes(sheet="Nobody"), r"no sheet 'Nobody' \(it has: First, It's one\)"),
        (
            [row("Name"), row("x", attributes=' table:number-rows-repeated="50000000"')],
            WISHES,
            "50,000,001 rows of 1 columns; 40,000,000 cells at most",
        ),
        (
            [row("Name"), "<table:table-row><!-- --></table:table-row>", row("x")],
            WISHES,
            "the sheet cannot be read|cell A2: the row's XML is broken",
        ),
        (
            [row("Name", "namekit_id"), row("x", TEXT.format(' table:formula="of:=1"', "1"))],
            WISHES,
            "sheet \"It's one\", cell B2: a formula stands in a column of namekit's",
        ),
        ([row("Name"), row("а" * 1001)], WISHES, "cell A2: a name of 1,001 characters"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, people: namekit.Registry, rows: list[str], wishes: Wishes, message: str
) -> None:
    path = make(tmp_path / "people.ods", rows)
    with pytest.raises(namekit.InputError, match=message):
        clean(path, tmp_path / "out.ods", people, wishes)
    assert [p.name for p in tmp_path.iterdir()] == ["people.ods"]


def test_hostile_and_broken_workbooks(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.ods"
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data/>"}
    whole = content(make(path))
    for parts, message in (
        (manifest, "the workbook is encrypted"),
        ({"content.xml": whole.replace("<office:document", "<!DOCTYPE a><office:document", 1)}, "has a document type"),
        ({"content.xml": whole.replace("UTF-8", "UTF-16")}, "not in UTF-8"),
        ({"content.xml": whole[: len(whole) // 2]}, "ends early"),
        ({"content.xml": "<a/>"}, "ends early"),
    ):
        make(path, **parts)
        with pytest.raises(namekit.InputError, match=message):
            clean(path, tmp_path / "out.ods", people, WISHES)
    make(path, **{"META-INF/documentsignatures.xml": "<a/>", "styles.xml": "<a/>"})
    report = clean(path, tmp_path / "out.ods", people, Wishes(header_row=3, columns=("Name",), sheet="2"))
    assert "signature no longer holds" in report.notes[0]


def test_chunks_may_be_cut_anywhere(tmp_path: Path, people: namekit.Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "people.ods")
    wishes = Wishes(columns=("B",), header_row=3, sheet="2")
    whole = workbooks.parts(twice(path, people, wishes))
    monkeypatch.setattr("namekit.sheets.package._CHUNK", 61)
    assert workbooks.parts(twice(path, people, wishes)) == whole


def test_odfpy_writes_them_too(tmp_path: Path, people: namekit.Registry) -> None:
    odf = pytest.importorskip("odf.opendocument")
    from odf.table import Table, TableCell, TableRow  # noqa: PLC0415
    from odf.text import P  # noqa: PLC0415

    document = odf.OpenDocumentSpreadsheet()
    table = Table(name="It's one")
    for name in ("Name", "Siarhei Arlou", "=1+1"):
        line, cell = TableRow(), TableCell(valuetype="string")
        cell.addElement(P(text=name))
        line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    path = tmp_path / "people.ods"
    document.save(str(path))
    assert [r[3] for r in grid(twice(path, people))] == ["namekit_status", "match", "unknown"]
