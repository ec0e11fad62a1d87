"""Workbooks of every writer at hand, with everything that a clean must not touch."""

import datetime as dt
import io
import struct
import zipfile
import zlib
from pathlib import Path

NAMES = ["Орлов С. И.", "Кавальчук", "Siarhei Arlou", "Ryhor Niachaj", "=1+1|'x'!A1", "", "Марыя Кавальчук"]
TITLES = ["Nr", "Name", "Born", "Sum"]


def picture() -> bytes:
    """A small red PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff\0\0" * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def by_xlsxwriter(path: Path) -> None:
    """Shared strings, and all that openpyxl loses: sparklines, a text box, cached values, extended rules."""
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("People"), book.add_worksheet("Other & more")
    bold = book.add_format({"bold": True, "bg_color": "#DDDDFF"})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, TITLES, bold)
    for i, name in enumerate(NAMES, 1):
        sheet.write_number(i, 0, i)
        sheet.write_string(i, 1, name)
        sheet.write_datetime(i, 2, dt.datetime(1960 + i, 1, 2), date)  # noqa: DTZ001 (a cell has no zone)
        sheet.write_formula(i, 3, f"=A{i + 1}*2", None, i * 2)
    sheet.merge_range("A11:B11", "merged", bold)
    sheet.data_validation("C2:C8", {"validate": "date", "criteria": ">", "value": dt.date(1900, 1, 1)})
    sheet.conditional_format("A2:A8", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("D2:D8", {"type": "cell", "criteria": ">", "value": 5, "format": bold})
    sheet.write_comment("B2", "a comment")
    sheet.insert_textbox("H12", "a text box")
    sheet.add_sparkline("E2", {"range": "A2:D2"})
    sheet.set_column(1, 1, 30)
    sheet.set_row(3, 30)
    sheet.freeze_panes(1, 0)
    sheet.write_url("A13", "https://example.org")
    sheet.insert_image("H30", "red.png", {"image_data": io.BytesIO(picture())})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=People!$A$2:$A$8"})
    sheet.insert_chart("H14", chart)
    book.define_name("Everyone", "=People!$B$2:$B$8")
    other.write(0, 0, "another sheet")
    book.close()


def by_openpyxl(path: Path) -> None:
    """Formulas without cached values, a table, a protected sheet, titles in the third row."""
    import openpyxl  # noqa: PLC0415
    from openpyxl.worksheet.table import Table  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    sheet["A1"] = "A register"
    for column, title in enumerate([*TITLES, "Twice"], 1):
        sheet.cell(3, column, title)
    for i, name in enumerate(NAMES):
        sheet.cell(4 + i, 1, i)
        cell = sheet.cell(4 + i, 2, name)
        cell.data_type = "s"
        sheet.cell(4 + i, 3, dt.date(1970, 1, 1 + i))
        sheet.cell(4 + i, 4, 1.5)
        sheet.cell(4 + i, 5, f"=D{4 + i}*2")
    sheet.add_table(Table(displayName="People1", ref=f"A3:E{3 + len(NAMES)}"))
    sheet.protection.sheet = True
    book.save(path)


def by_hand(path: Path, *, prefix: str = "x:", rows: str | None = None, tail: str = "", head: str = "") -> None:
    """Inline strings, a prefix for the namespace, cells and rows without places, comments between rows."""
    p = prefix
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    bind = f"xmlns:{p[:-1]}" if p else "xmlns"

    def text(value: str) -> str:
        return f"<{p}c t='inlineStr'><{p}is><{p}t>{value}</{p}t></{p}is></{p}c>"

    if rows is None:
        rows = f"<{p}row>{text('Name')}{text('n')}</{p}row><!-- </{p}row> -->\n <{p}row r='3'>{text('Кавальчук')}"
        rows += f"<{p}c r='B3'><{p}v>1</{p}v></{p}c></{p}row><{p}row/><{p}row>{text('Siarhei Arlou')}</{p}row>"
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<{p}worksheet {bind}="{main}"><{p}sheetData>{rows}</{p}sheetData>'
    )
    sheet += f"{tail}</{p}worksheet>"
    listed = '<sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{main}" xmlns:r="{kinds}">{listed}</workbook>'
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        content = "http://schemas.openxmlformats.org/package/2006/content-types"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{content}"><Default Extension="xml" ContentType="{kind}.sheet.main+xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/sheet.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        to_book = f'<Relationship Id="a" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/>'
        package.writestr("_rels/.rels", f'<Relationships xmlns="{relations}">{to_book}</Relationships>')
        outside = f'<Relationship Id="r0" Type="{kinds}/externalLink" Target="http://x/" TargetMode="External"/>'
        to_sheet = f'<Relationship Id="r1" Type="{kinds}/worksheet" Target="/xl/sheet.xml"/>'
        package.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{relations}">{outside}{to_sheet}</Relationships>'
        )
        package.writestr("xl/workbook.xml", book)
        package.writestr("xl/sheet.xml", sheet)
        package.writestr("xl/vbaProject.bin", bytes(range(256)))


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
