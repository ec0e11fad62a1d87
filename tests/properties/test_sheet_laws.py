"""Laws of cleaning: for any table, what was there is there still, byte for byte, and doing it again changes nothing."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import namekit
from namekit.sheets import Wishes, clean
from namekit.sheets.charset import given_charset
from namekit.sheets.delimited import open_table

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


def records(path: Path, wishes: Wishes) -> list[bytes]:
    with path.open("rb") as file:
        table = open_table(file, wishes, str(path))
        return [table.raw_header, *(raw for block in table.body for raw in block.bodies)]


@given(st.binary(max_size=300))
def test_single_byte_encodings_give_every_byte_back(data: bytes) -> None:
    for name in ("cp1251", "koi8-u", "cp866", "mac-cyrillic", "latin-1"):
        encoding = given_charset(name, data).encoding
        assert data.decode(encoding, "surrogateescape").encode(encoding, "surrogateescape") == data
