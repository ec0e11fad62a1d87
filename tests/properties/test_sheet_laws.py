"""Laws of cleaning: for any table, what was there is there still, byte for byte, and doing it again changes nothing."""

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

import namekit
from namekit.sheets import Wishes, clean, rows
from namekit.sheets.charset import given_charset
from namekit.sheets.delimited import open_table
from namekit.sheets.records import Shape

PEOPLE = namekit.Registry.from_entities(
    [namekit.Entity("p1", ["Сергей Орлов"]), namekit.Entity("p2", ["Янка Кавальчук"])]
)
CELLS = st.one_of(
    st.sampled_from(["Орлов С.", "Кавальчук", "=1+1", "007", "", " ", "a;b", 'a"b', "a\nb", "1,5"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8),
)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5))


@settings(max_examples=60)
@given(
    TABLES,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_record_is_kept(table: list[list[str]], delimiter: str, end: str, quoting: int, encoding: str) -> None:
    held = io.StringIO()
    header = ["Name", *(f"c{i}" for i in range(1, len(table[0]) if table else 1))]
    csv.writer(held, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([header, *table])  # type: ignore[arg-type]
    wishes = Wishes(columns=("1",), delimiter=delimiter)
    with tempfile.TemporaryDirectory() as folder:
        path, once, again = (Path(folder) / name for name in ("a.csv", "b.csv", "c.csv"))
        path.write_bytes(held.getvalue().encode(encoding))
        clean(path, once, PEOPLE, wishes)
        clean(once, again, PEOPLE, wishes)
        assert once.read_bytes() == again.read_bytes()
        given_raw, cleaned_raw = records(path, wishes), records(once, wishes)
    assert len(given_raw) == len(cleaned_raw)
    for raw, new in zip(given_raw, cleaned_raw, strict=True):
        assert new.startswith(raw)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Tables as people and programs leave them: now and then not CSV, of another width, or with another line end."""
    width, end = draw(st.integers(1, 4)), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    bare = st.text('abЯ .="', max_size=4)
    quoted = st.text('abЯ ,"\r\n', max_size=5).map(lambda cell: '"' + cell.replace('"', '""') + '"')
    usual = st.one_of(st.sampled_from(["Орлов С.", "", "Кавальчук", " a", 'a"b"']), quoted)
    record = st.lists(usual, min_size=width, max_size=width)
    odd = st.lists(st.one_of(bare, quoted), min_size=max(0, width - 1), max_size=width + 1)
    chosen = st.sampled_from([record] * draw(st.sampled_from([1, 30])) + [odd, st.just([])]).flatmap(lambda made: made)
    ends = st.sampled_from([end] * 30 + ["\n", "\r\n", "\r"])
    header = [f"c{i}" for i in range(1, width)]
    header.insert(draw(st.integers(0, width - 1)), "Name")
    lines = [(header, end), *draw(st.lists(st.tuples(chosen, ends), max_size=12))]
    text = "".join(",".join(cells) + end for cells, end in lines)
    return text if draw(st.booleans()) else text.removesuffix(lines[-1][1])


@settings(max_examples=300)
@given(texts(), st.sampled_from(["utf-8", "utf-16", "cp1251"]), st.sampled_from([23, 70, 1 << 18]))
def test_patterns_cut_what_csv_cuts(text: str, encoding: str, chunk: int) -> None:
    wishes = Wishes(columns=("Name",), delimiter=",", encoding=encoding)
    with tempfile.TemporaryDirectory() as folder, mock.patch("namekit.sheets.records._CHUNK", chunk):
        path = Path(folder) / "a.csv"
        path.write_bytes(text.encode(encoding))
        found = outcome(path, Path(folder) / "b.csv", wishes)
        with mock.patch.object(Shape, "of", return_value=None):
            assert outcome(path, Path(folder) / "c.csv", wishes) == found
        read = list(csv_rows(text))
        if found[1] is None:
            assert [(row.number, row.name) for row in rows(path, wishes)] == [(at, name) for at, name in read if name]
        else:
            assert found[1] in [at for at, name in read if name is None]


def outcome(path: Path, target: Path, wishes: Wishes) -> tuple[bytes, int | None, str]:
    """What cleaning writes, or on which line it stops, and why."""
    try:
        report = clean(path, target, PEOPLE, wishes)
    except namekit.InputError as e:
        assert not target.exists()
        return b"", e.line, e.problem
    return target.read_bytes(), None, str(report.statuses)


def csv_rows(text: str) -> Iterator[tuple[int, str | None]]:
    """Line and name of each row, as csv has them; None where the row is not as wide as the titles, or is not CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(reader)
    at, below = header.index("Name"), reader.line_num + 1
    try:
        for row in reader:
            yield below, (row[at].strip() if len(row) == len(header) else None if row else "")
            below = reader.line_num + 1
    except csv.Error:
        yield below, None


def records(path: Path, wishes: Wishes) -> list[bytes]:
    with path.open("rb") as file:
        table = open_table(file, wishes, str(path))
        return [table.raw_header, *(raw for block in table.body for raw in block.bodies)]


@given(st.binary(max_size=300))
def test_single_byte_encodings_give_every_byte_back(data: bytes) -> None:
    for name in ("cp1251", "koi8-u", "cp866", "mac-cyrillic", "latin-1"):
        encoding = given_charset(name, data).encoding
        assert data.decode(encoding, "surrogateescape").encode(encoding, "surrogateescape") == data
