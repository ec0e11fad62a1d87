"""Broken and hostile workbooks: a clear error, nothing written, nothing run, nothing fetched."""

import io
import zipfile
import zlib
from pathlib import Path

import pytest
import workbooks

import namekit
from namekit.sheets import Wishes, clean
from namekit.sheets.answers import bounds
from namekit.sheets.package import opened

WISHES = Wishes(columns=("Name",))
CELL = '<c t="str"><v>{}</v></c>'
NAME = f"<row>{CELL.format('Name')}</row>"


@pytest.fixture(scope="module")
def people() -> namekit.Registry:
    return namekit.Registry.from_entities([namekit.Entity("p1", ["Сергей Орлов"])])


def refused(path: Path, people: namekit.Registry, message: str, wishes: Wishes = WISHES) -> None:
    """The error says so, the source is as it was, and nothing else lies beside it."""
    before = path.read_bytes()
    with pytest.raises(namekit.InputError, match=message):
        clean(path, path.with_name("out.xlsx"), people, wishes)
    with pytest.raises(namekit.InputError, match=message):
        clean(path, None, people, wishes, in_place=True)
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (f"{NAME}<row><c t='str'><v>{'а' * 1001}</v></c></row>", "sheet 'People', cell A2: a name of 1,001 characters"),
        (f"{NAME}<row r='5'/><row r='3'>{CELL.format('x')}</row>", "cell A3: row 3 stands after row 5"),
        (f"{NAME}<row r='1048577'><c r='A1048577'/></row>", "row 1048577"),
        (f"{NAME}<row r='1048576'><c r='AZ1048576' t='str'><v>x</v></c></row>", "cells far apart: up to 54,5"),
        (
            (
                f"<row>{CELL.format('Name')}{CELL.format('namekit_id')}</row>"
                f"<row>{CELL.format('x')}<c r='B2'><f>1+1</f><v>2</v></c></row>"
            ),
            "sheet 'People', cell B2: a formula stands in a column of namekit's",
        ),
        (
            f"{NAME}<row><c r='B2'/><c r='A2' t='str'><v>a</v></c><c r='B2'/></row>",
            "cell A2: the cells of this row are not in order",
        ),
        (f"{NAME}<row>{CELL.format('x')}<extLst><ext/></extLst><!-- --></rov>", "People"),
        (f"{NAME}<oddity/>", "the sheet's XML is broken"),
        (f"{NAME}<row r='2'><c r='XFC2' t='str'><v>x</v></c></row>", "no room for 6 more columns"),
    ],
)
def test_the_cell_at_fault_is_named(tmp_path: Path, people: namekit.Registry, rows: str, message: str) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path, prefix="", rows=rows)
    refused(path, people, message)


def test_entity_tricks_are_refused(tmp_path: Path, people: namekit.Registry) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path, prefix="", rows=NAME + f"<row>{CELL.format('x')}</row>", head=laughs)
    refused(path, people, "sheet 'People' has a document type")


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1"])
def test_other_encodings_of_xml_are_refused(tmp_path: Path, people: namekit.Registry, encoding: str) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path, prefix="", rows=NAME)
    change(path, "xl/sheet.xml", lambda old: old.replace(b"UTF-8", encoding.encode()))
    refused(path, people, "not in UTF-8")


def change(path: Path, name: str, how: object, *, drop: bool = False) -> None:
    """Write a workbook again with one part changed or left out."""
    parts = workbooks.parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, data in parts.items():
            if part != name:
                package.writestr(part, data)
            elif not drop:
                package.writestr(part, how(data))  # type: ignore[operator]


def test_parts_that_are_missing_or_broken(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    for name in ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sheet.xml"):
        workbooks.by_hand(path)
        change(path, name, None, drop=True)
        refused(path, people, "the workbook has no part|the sheet cannot be read")
        workbooks.by_hand(path)
        change(path, name, lambda old: old[: len(old) // 2])
        refused(path, people, "broken|cannot be read|no sheet|no workbook|end early")
    workbooks.by_hand(path)
    change(path, "xl/_rels/workbook.xml.rels", lambda old: old.replace(b"/worksheet", b"/chartsheet"))
    refused(path, people, "no sheet of cells")
    refused(path, people, "sheet 'People': this sheet has no cells", Wishes(sheet="People"))
    workbooks.by_hand(path)
    change(path, "_rels/.rels", lambda old: old.replace(b"workbook.xml", b"workbook.bin"))
    refused(path, people, r"no workbook of Excel in this package \(save it as .xlsx first\)")


def test_every_cut_file_is_refused(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path)
    whole = path.read_bytes()
    for length in range(4, len(whole), 97):
        path.write_bytes(whole[:length])
        refused(path, people, "damaged|broken")


def test_a_flipped_byte_never_goes_unseen_in_what_is_read(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path)
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("xl/sheet.xml")
    whole = bytearray(path.read_bytes())
    whole[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0x55
    path.write_bytes(whole)
    refused(path, people, "broken|does not hold|cannot be read")


def test_containers_of_old_and_encrypted_workbooks(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(ole)
    refused(path, people, r"an old binary workbook \(.xls\) \(save it as .xlsx first\)")
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    refused(path, people, r"the workbook is encrypted \(save it without a password first\)")


def test_a_bomb_is_not_unpacked(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path)
    change(path, "xl/vbaProject.bin", lambda _: bytes(bounds()["ratio_from"] + 1))
    refused(path, people, "'xl/vbaProject.bin' unpacks from .*it looks like a trap")


def test_a_bomb_that_lies_about_its_size_is_not_read(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path)
    change(path, "xl/workbook.xml", lambda old: old + b" " * 5_000_000)
    lies = path.read_bytes().replace(
        len(workbooks.parts(path)["xl/workbook.xml"]).to_bytes(4, "little"), (300).to_bytes(4, "little")
    )
    path.write_bytes(lies)
    refused(path, people, "broken|does not hold the 300 bytes")


def entry(name: str, **fields: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info


@pytest.mark.parametrize(
    ("infos", "message"),
    [
        ([entry(f"p{i}") for i in range(10_001)], "10,001 parts"),
        ([entry("a"), entry("a")], "two parts of the workbook have one name"),
        ([entry(f"p{i}", file_size=2_000_000_000, compress_size=2_000_000_000) for i in range(3)], "unpacks to over"),
        ([entry("a", flag_bits=1)], "the workbook is encrypted"),
        ([entry("a", compress_type=zipfile.ZIP_LZMA)], "packed in an unusual way"),
    ],
)
def test_directories_beyond_bounds(monkeypatch: pytest.MonkeyPatch, infos: list[zipfile.ZipInfo], message: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w"):
        pass
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda _: infos)
    with pytest.raises(namekit.InputError, match=message), opened(held, "people.xlsx"):
        pass


def test_rows_and_tails_beyond_bounds(
    tmp_path: Path, people: namekit.Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "people.xlsx"
    limits = bounds() | {"row": 400}
    monkeypatch.setattr("namekit.sheets.worksheet.bounds", lambda: limits)
    monkeypatch.setattr("namekit.sheets.package._CHUNK", 100)
    workbooks.by_hand(path, prefix="", rows=NAME + f"<row>{CELL.format('x' * 700)}</row>")
    refused(path, people, "sheet 'People': a row of over 400 bytes")
    workbooks.by_hand(
        path, prefix="", rows=NAME + f"<row>{CELL.format('x')}</row>", tail=f"<pageSetup a='{'x' * 2000}'/>"
    )
    refused(path, people, "over 1,600 bytes stand after the rows")


def test_a_sheet_without_rows(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path, prefix="", rows="")
    refused(path, people, "cell A1: this row has no titles")


def test_stored_parts_and_a_comment_are_kept(tmp_path: Path, people: namekit.Registry) -> None:
    path, out = tmp_path / "people.xlsm", tmp_path / "out.xlsm"
    workbooks.by_hand(path)
    parts = workbooks.parts(path)
    with zipfile.ZipFile(path, "w") as package:
        package.comment = b"kept"
        for name, data in parts.items():
            package.writestr(name, data, zipfile.ZIP_STORED if "vba" in name else zipfile.ZIP_DEFLATED)
    report = clean(path, out, people, WISHES)
    assert report.rows == 4
    with zipfile.ZipFile(out) as package:
        assert package.testzip() is None
        assert package.comment == b"kept"
        assert package.getinfo("xl/vbaProject.bin").compress_type == zipfile.ZIP_STORED
    raw = zlib.compressobj(wbits=-15)
    squeezed = raw.compress(parts["xl/_rels/workbook.xml.rels"]) + raw.flush()
    assert squeezed in path.read_bytes()
    assert squeezed in out.read_bytes()  # packed as it lay there


def test_a_signed_workbook_says_so(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<a/>")
    assert "its signature no longer holds" in clean(path, tmp_path / "out.xlsx", people, WISHES).notes[0]


def test_workbooks_need_a_reader(tmp_path: Path, people: namekit.Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "people.xlsx"
    workbooks.by_hand(path)
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    refused(path, people, r"workbooks need python-calamine \(pip install 'namekit\[sheets\]'\)")
