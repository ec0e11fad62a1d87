"""Cleaning text files: bytes stay as they were, namekit's cells stand beside them."""

import codecs
import csv
import io
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from namekit.cli import main

import namekit
from namekit.sheets import Decision, Wishes, charset, clean, decisions, rows
from namekit.sheets.charset import find_charset, given_charset, weigh_encodings

PEOPLE = [
    namekit.Entity("p1", ["Сергей Иванович Орлов", "Siarhei Arlou"]),
    namekit.Entity("p2", ["Марыя Кавальчук"]),
    namekit.Entity("p3", ["Янка Кавальчук"]),
    namekit.Entity("@sum", ["=Зянон Крупскі"]),
]
OWN = "namekit_id,namekit_name,namekit_status,namekit_probability,namekit_reason,namekit_decision"


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch, starter: namekit.Registry) -> None:
    """The starter registry is read once for all runs of the command."""
    monkeypatch.setattr(namekit.Registry, "starter", lambda: starter)


@pytest.fixture(scope="module")
def people() -> namekit.Registry:
    return namekit.Registry.from_entities(PEOPLE)


def cleaned(path: Path, people: namekit.Registry, wishes: Wishes | None = None) -> bytes:
    target = path.with_name(f"{path.stem}.clean{path.suffix}")
    target.unlink(missing_ok=True)
    clean(path, target, people, wishes)
    return target.read_bytes()


def listed(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def run(*args: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["clean", *args], input=text)


TEXT = 'Nr;Імя;"a ""note"""\r\n007;Орлов С. И.;"x;\r\ny"\r\n\r\n1,50;Кавальчук;01.02.03\r\n=1+1;;'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "mac-cyrillic", "utf-16-be", "utf-16-le"]
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_each_record_keeps_its_bytes(tmp_path: Path, people: namekit.Registry, encoding: str, end: str) -> None:
    path = tmp_path / "list.csv"
    text = TEXT.replace("\r\n", end)
    path.write_bytes(text.encode(encoding))
    got = cleaned(path, people, Wishes(columns=("Імя",)))
    bom = next((b for b in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE) if path.read_bytes().startswith(b)), b"")
    assert got.startswith(bom)
    decoded = got.decode(encoding)
    rows = list(csv.reader(io.StringIO(decoded, newline=""), delimiter=";"))
    assert [row[:3] for row in rows] == list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[0][3:] == OWN.split(",")
    assert [row[5] for row in rows if row] == ["namekit_status", "match", "ambiguous", ""]
    assert rows[1][3] == "p1"
    assert {"p2", "p3"} <= set(rows[3][7].replace(",", " ").replace(":", " ").split())
    at = 0
    for line in text.split(end):  # all that stood there still stands there, in order
        assert (at := decoded.index(line, at)) >= 0
    assert decoded.count(end) == text.count(end)
    path.write_bytes(got)
    assert cleaned(path, people, Wishes(columns=("Імя",))) == got


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "cp866", "mac-cyrillic"])
def test_the_letters_tell_the_encoding(encoding: str) -> None:
    text = "Фамилия,Год\nСергей Орлов,1970\nМАРИЯ КОВАЛЬЧУК,1971\n«Зенон» Крупский,1980\n"
    sample = text.encode(encoding, "ignore")
    assert find_charset([sample], "list.csv").encoding == encoding
    assert weigh_encodings(sample)[encoding] > 0.999


def test_what_is_in_no_such_encoding_is_refused() -> None:
    for text, encoding in (("Łukaszenka, Wałęsa, Żółć\n" * 9, "cp1250"), ("Müller, Groß\n" * 9, "cp1252")):
        with pytest.raises(namekit.InputError, match="cannot tell its encoding"):
            find_charset([text.encode(encoding)], "list.csv")
    with pytest.raises(namekit.InputError, match=r"cp1251, mac-cyrillic\?|mac-cyrillic, cp1251\?"):
        find_charset(["орлов,ковальчук\n".encode("cp1251")], "list.csv")  # the same letters in both
    assert find_charset([b"abc\n", b"def\n"], "x").evidence == "it is plain ASCII"
    assert find_charset(["імя\n".encode()], "x").encoding == "utf-8"
    assert find_charset([b"a,b\n" * 3, "Орлов\n".encode("cp1251") * 9000, b"x"], "x").encoding == "cp1251"
    assert find_charset(["Орлов, 1\n".encode("utf-16-be")], "x").encoding == "utf-16-be"
    assert charset._wide(b"a\0b") == ""


def test_an_encoding_that_is_said() -> None:
    assert given_charset("windows-1251", b"abc").encoding == "cp1251"
    assert given_charset("utf-16", b"\xfe\xff\0a") == charset.Charset("utf-16-be", b"\xfe\xff", "as asked for")
    assert given_charset("UTF8", b"\xef\xbb\xbfa").bom == b"\xef\xbb\xbf"
    for unknown in ("klingon", "base64", "rot13"):
        with pytest.raises(namekit.InputError, match="no encoding"):
            given_charset(unknown, b"")
    for other in ("utf-7", "shift_jis", "gb18030"):
        with pytest.raises(namekit.InputError, match="byte for byte"):
            given_charset(other, b"")


def test_bytes_that_an_encoding_lacks_are_kept(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("name,note\nЖанна Рыкова,Город Рязань\nОрлов С. И.,".encode("cp1251") + b"\x98\n")
    assert cleaned(path, people).startswith("name,note,namekit_id".encode("cp1251"))
    assert b",\x98,p1," in cleaned(path, people)


def test_letters_that_an_encoding_lacks_are_told(tmp_path: Path) -> None:
    registry = namekit.Registry.from_entities(
        [namekit.Entity("p5", ["Зянон Крупскі"]), namekit.Entity("пятро", ["Piotr Zhdanko"])]
    )
    path = tmp_path / "list.csv"
    path.write_bytes(b"name\nZianon Krupski\n")
    report = clean(path, tmp_path / "out.csv", registry, Wishes(encoding="latin-1"))
    assert "hold letters that iso8859-1 lacks" in report.notes[0]
    assert b"?" in (tmp_path / "out.csv").read_bytes()
    path.write_bytes(b"name\nPiotr Zhdanko\n")
    with pytest.raises(namekit.InputError, match="cannot be written in iso8859-1"):
        clean(path, tmp_path / "other.csv", registry, Wishes(encoding="latin-1"))
    assert not (tmp_path / "other.csv").exists()


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name;a,b\nx;1,2\n", ";"),
        ("name,a;b\n1,2\n", ","),
        ("name\ta,b\n1\t2,5\n", "\t"),
        ("name|a\n1|2\n", "|"),
        ("name\nx\n", ","),
        ('sep=;\nname;a\n"x";1\n', ";"),
    ],
)
def test_the_delimiter_is_found(tmp_path: Path, people: namekit.Registry, text: str, delimiter: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8", newline="")
    got = cleaned(path, people).decode()
    assert f"{delimiter}namekit_id{delimiter}" in got
    assert got.startswith("sep=;\n") == text.startswith("sep=;\n")


def test_quoting_is_the_files_own(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "list.csv"
    path.write_text('"name","n"\n"Кавальчук","007"\n', encoding="utf-8")
    first, second = cleaned(path, people).decode().splitlines()
    assert first == '"name","n",' + ",".join(f'"{title}"' for title in OWN.split(","))
    assert second.startswith('"Кавальчук","007","","","ambiguous","0.4')
    assert second.endswith(',""')


def test_quotes_are_read_the_same_however_they_are_cut(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "list.csv"
    names = ['"Кавальчук, Янка"', '"Орлов ""С"" И."', '""', '"Кавальчук"', 'a"b', '"\n"', '"a\0b"']
    for extra in ("", ',"x"' * 20):
        for count in range(1, len(names) + 1):
            head = "name,n" + "".join(f",c{i}" for i in range(extra.count(",")))
            text = head + "\n" + "".join(f"{name},{i}{extra}\n" for i, name in enumerate(names[:count]))
            path.write_text(text, encoding="utf-8")
            expected = [row[0].strip() for row in csv.reader(io.StringIO(text, newline=""))][1:]
            found = {row.number: row.name for row in rows(path)}
            assert list(found.values()) == [name for name in expected if name]
            assert cleaned(path, people).decode().startswith(head)


def test_nothing_added_can_run_as_a_formula(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "list.csv"
    path.write_text('name\nКрупскі Зянон\n"=HYPERLINK(""http://x"")"\n@Орлов\n-Орлов\n', encoding="utf-8")
    found = list(csv.reader(io.StringIO(cleaned(path, people).decode())))
    assert found[1][1:3] == ["'@sum", "'=Зянон Крупскі"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in found for cell in row[1:])


def test_several_columns_and_other_titles(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "list.tsv"
    path.write_text("An export\nof 2020\nsurname\tgiven\tyear\nОрлов\tСергей\t1970\n\t\t\n", encoding="utf-8")
    wishes = Wishes(columns=("given", "A"), header_row=3, titles={"id": "person", "status": "check"})
    once = cleaned(path, people, wishes).decode()
    assert once.startswith("An export\nof 2020\nsurname\tgiven\tyear\tperson\tnamekit_name\tcheck\t")
    assert "\nОрлов\tСергей\t1970\tp1\t" in once
    path.write_text(once.replace("p1", "stale"), encoding="utf-8")
    assert cleaned(path, people, wishes).decode() == once


def test_decisions_stay_and_are_read(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,n\nКавальчук,1\nОрлов С. И.,2\nКавальчук,3\n", encoding="utf-8")
    with pytest.raises(namekit.InputError, match="no column 'namekit_decision'"):
        list(decisions(path))
    lines = cleaned(path, people).decode().splitlines()
    lines[1] += "p2"
    lines[3] += " new "
    path.write_text("\n".join(lines), encoding="utf-8")
    assert list(decisions(path)) == [Decision("", 2, "Кавальчук", "p2"), Decision("", 4, "Кавальчук", "new")]
    path.write_bytes(cleaned(path, people))
    assert [d.choice for d in decisions(path)] == ["p2", "new"]


@pytest.mark.parametrize(
    ("text", "wishes", "message"),
    [
        ("name,b\n1,2\n1\n", Wishes(), r"list.csv:3: this row has 1 cells, the header 2"),
        ('name,b\n1,"2\n1,3\n', Wishes(), r"list.csv:2: not CSV: unexpected end of data"),
        ("name,b\n1,2\n", Wishes(columns=("c",)), r"no column 'c' \(there are: name, b\)"),
        ("name,b\n1,2\n", Wishes(columns=("3",)), r"no column '3'"),
        ("a,b\n1,2\n", Wishes(), r"which column holds the names"),
        ("x,x\n1,2\n", Wishes(columns=("x",)), r"2 columns are called 'x' \(say which by its number: 1 or 2\)"),
        ("", Wishes(), r"list.csv:1: no row of titles"),
        ("name\n", Wishes(header_row=5), r"list.csv:5: no row of titles"),
        ("name,namekit_id,namekit_id\n1,2,3\n", Wishes(), r"two columns are called 'namekit_id'"),
        ("name,namekit_id\n1,2\n", Wishes(columns=("namekit_id",)), r"namekit's own column"),
        ("name\n1\n", Wishes(titles={"id": "x", "name": "x"}), r"two of namekit's columns have one title"),
        ("name\n1\n", Wishes(titles={"what": "x"}), r"no column of namekit's is called 'what'"),
        ("name\n1\n", Wishes(delimiter=";;"), r"a delimiter is one character"),
        ("name\nx\n" + "а" * 1001, Wishes(), r"list.csv:3: a name of 1,001 characters"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, people: namekit.Registry, text: str, wishes: Wishes, message: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(namekit.InputError, match=message):
        clean(path, tmp_path / "out.csv", people, wishes)
    assert listed(tmp_path) == ["list.csv"]
    assert path.read_text(encoding="utf-8") == text


def test_bytes_and_cells_beyond_bounds(
    tmp_path: Path, people: namekit.Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("name\nОрлов\n".encode() + b"\xff\n")
    with pytest.raises(namekit.InputError, match=r"list.csv:1: not utf-8 \(byte 0xff\)"):
        clean(path, tmp_path / "out.csv", people, Wishes(encoding="utf-8"))
    bounds = {"longest_cell": 50, "longest_name": 20, "row": 300}
    for room in ("delimited", "records"):
        monkeypatch.setattr(f"namekit.sheets.{room}.bounds", lambda: bounds)
    for text, message in (
        ("name,b\nx," + "y" * 51 + "\n", "list.csv:2: a cell of over 50 characters"),
        ('name,b\nx,"' + "y" * 51 + '"\n', "list.csv:2: a cell of over 50 characters"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(namekit.InputError, match=message):
            clean(path, tmp_path / "out.csv", people)
    monkeypatch.setattr("namekit.sheets.records._CHUNK", 100)
    path.write_text("name\n" + "x" * 1000, encoding="utf-8")
    with pytest.raises(namekit.InputError, match="a line of over 300 bytes"):
        clean(path, tmp_path / "out.csv", people)


def test_blocks_may_be_cut_anywhere(tmp_path: Path, people: namekit.Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    text = "Nr;Імя;note\r\n" + 'n1;Орлов С. И.;"two\r\nlines"\r\n' * 30 + "n2;Кавальчук;x\r\n" * 30
    for content in (text, text.replace('"two\r\nlines"', "one")):
        path.write_bytes(content.encode("utf-16"))
        monkeypatch.undo()
        whole = cleaned(path, people, Wishes(columns=("Імя",)))
        monkeypatch.setattr("namekit.sheets.records._CHUNK", 37)
        assert cleaned(path, people, Wishes(columns=("Імя",))) == whole


def test_delimiters_of_several_bytes(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "list.csv"
    path.write_text('name§n\nОрлов С. И.§"a§b"\n', encoding="utf-8")
    assert '\nОрлов С. И.§"a§b"§p1§' in cleaned(path, people, Wishes(delimiter="§")).decode()


def test_a_quote_that_nothing_closes(tmp_path: Path, people: namekit.Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,n\nОрлов,1\n" + 'Орлов,"2\n' + "Орлов,3\n" * 20, encoding="utf-8")
    monkeypatch.setattr("namekit.sheets.records._CHUNK", 37)
    with pytest.raises(namekit.InputError, match=r"list.csv:3: not CSV: unexpected end of data"):
        cleaned(path, people)


def test_memories_are_bounded(tmp_path: Path, people: namekit.Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name\n" + "".join(f"Орлов {c}.\n" for c in "абвгдежзиклмно" * 2), encoding="utf-8")
    whole = cleaned(path, people)
    for name in ("answers._REMEMBERED", "delimited._RENDERED"):
        monkeypatch.setattr(f"namekit.sheets.{name}", 3)
    monkeypatch.setattr("namekit.sheets.records._CHUNK", 37)
    assert cleaned(path, people) == whole


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Имя;Год\r\nПутин;1952\r\n".encode("cp1251"))
    done = run(str(path))
    assert done.exit_code == 0, done.output
    assert "cp1251, by its letters; delimiter ';'\n1 rows: 1 match" in done.stderr
    assert (
        (tmp_path / "list.clean.csv")
        .read_bytes()
        .decode("cp1251")
        .split("\r\n")[1]
        .startswith("Путин;1952;vladimir-putin;")
    )
    again = run(str(path))
    assert again.exit_code == 1
    assert "there is such a file already (choose another name with -o)" in again.stderr
    assert run(str(path), "-o", str(path)).exit_code == 1
    assert run(str(path), "--in-place", "-o", "x").exit_code == 2
    assert run(str(path), "--title", "id").exit_code == 2
    assert run("-", "--in-place", text="name\n").exit_code == 1
    assert "no such folder" in run(str(path), "-o", str(tmp_path / "no" / "x.csv")).stderr


def test_ctrl_c_says_that_nothing_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "list.csv"
    path.write_text("name\nPutin\n", encoding="utf-8")
    monkeypatch.setattr("namekit.sheets.delimited.Answers.many", interrupt)
    done = run(str(path))
    assert (done.exit_code, done.stderr) == (130, "stopped: no file was written or changed\n")
    assert listed(tmp_path) == ["list.csv"]


def test_standard_input_and_output() -> None:
    done = run("-", "-d", r"\t", "--title", "id=who", text="name\tn\nPutin\t7\n")
    assert done.stdout.splitlines()[0].startswith("name\tn\twho\tnamekit_name")
    assert done.stdout.splitlines()[1].startswith("Putin\t7\tvladimir-putin\t")
    broken = run("-", text="name,n\nPutin\n")
    assert (broken.stdout, broken.exit_code) == ("", 1)
    assert "<standard input>:2: this row has 1 cells" in broken.stderr


def test_in_place_keeps_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name\nPutin\n", encoding="utf-8")
    path.chmod(0o640)
    assert run(str(path), "--in-place").exit_code == 0
    assert run(str(path), "--in-place").exit_code == 0
    assert path.read_text(encoding="utf-8").splitlines()[1].startswith("Putin,vladimir-putin")
    assert path.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "list.backup.csv").read_text(encoding="utf-8") == "name\nPutin\n"
    assert listed(tmp_path) == ["list.backup-2.csv", "list.backup.csv", "list.csv"]
    (tmp_path / "~$list.csv").touch()
    assert "open in another program" in run(str(path), "--in-place").stderr


def test_a_file_that_changes_meanwhile_is_left_alone(tmp_path: Path, people: namekit.Registry) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name\nОрлов\n", encoding="utf-8")

    def meddle(_rows: int, _share: float) -> None:
        path.write_text("name\nsomething else\n", encoding="utf-8")

    with pytest.raises(namekit.InputError, match="changed while it was being cleaned"):
        clean(path, None, people, in_place=True, progress=meddle)
    assert listed(tmp_path) == ["list.csv"]
    assert "something else" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("in_place", [True, False])
def test_an_interruption_leaves_nothing(tmp_path: Path, people: namekit.Registry, *, in_place: bool) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name\nОрлов\n", encoding="utf-8")

    def interrupt(_rows: int, _share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clean(path, None if in_place else tmp_path / "out.csv", people, in_place=in_place, progress=interrupt)
    assert listed(tmp_path) == ["list.csv"]
    assert path.read_text(encoding="utf-8") == "name\nОрлов\n"


def test_a_target_that_appears_meanwhile_is_not_overwritten(tmp_path: Path, people: namekit.Registry) -> None:
    path, target = tmp_path / "list.csv", tmp_path / "out.csv"
    path.write_text("name\nОрлов\n", encoding="utf-8")
    with pytest.raises(namekit.InputError, match="such a file already"):
        clean(path, target, people, progress=lambda *_: target.touch())
    assert target.read_bytes() == b""


def test_file_systems_without_links(tmp_path: Path, people: namekit.Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    path, target = tmp_path / "list.csv", tmp_path / "out.csv"
    path.write_text("name\nОрлов\n", encoding="utf-8")
    clean(path, target, people)
    clean(path, None, people, in_place=True)
    assert path.read_bytes() == target.read_bytes()
    assert (tmp_path / "list.backup.csv").read_text(encoding="utf-8") == "name\nОрлов\n"


def test_the_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from namekit.cli import clean as command  # noqa: PLC0415

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(command, "_EVERY", 0.0)
    with command._Bar() as bar:
        bar.draw(1234, 0.5)
        bar.draw(2234, 0.75)
    said = capsys.readouterr().err
    assert "reading" in said
    assert "[############            ]  50%  1,234 rows  " in said  # no rate yet: a registry was opened before
    assert "[##################      ]  75%  2,234 rows, " in said
    assert " a second" in said
    assert said.endswith(f"\r{' ' * 79}\r")
