"""The command, run as a person would."""

import csv
import errno
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from namekit.cli import main

LUKASHENKAS = [f"{n}-lukashenka" for n in ("aliaksandr", "dzmitry", "mikalai", "viktar")]


def run(*args: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, args, input=text)


def test_help_names_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in (
        "resolve",
        "clean",
        "parse",
        "romanize",
        "restore",
        "identify",
        "variants",
        "explain",
        "compare",
        "systems",
        "tables",
        "evaluate",
    ):
        assert f"  {name} " in result.output
        told = run(name, "--help")
        assert told.exit_code == 0
        assert "\\b" not in told.output  # click's mark for lines that stay as they are
    assert run("nothing").exit_code == 2
    assert "0.1.0" in run("--version").output


def test_resolve_names() -> None:
    result = run("resolve", "Ales Byalyatski", "Lukashenka", "Zzz")
    assert result.output.splitlines() == [
        "Ales Byalyatski: ales-bialiatski (Ales Bialiatski), 0.999",
        "    Byalyatski is Бяляцкі by bgnpcgn-bel-1979; Ales is registered",
        "Lukashenka: ambiguous, 0.250",
        f"    may be {', '.join(LUKASHENKAS)}: Lukashenka is Лукашэнка by bgnpcgn-bel-1979",
        "Zzz: unknown, 0.000",
        "    no part of this name is registered",
    ]


def test_examples_come_out_as_expected() -> None:
    result = run("resolve", "--file", str(ROOT / "examples/names.csv"), "-c", "name")
    assert result.exit_code == 0, result.output
    got = list(csv.DictReader(io.StringIO(result.output)))
    with (ROOT / "examples/expected.csv").open(encoding="utf-8", newline="") as f:
        expected = list(csv.DictReader(f))
    assert [(g["name"], g["namekit_status"], g["namekit_id"]) for g in got] == [
        (e["name"], e["status"], e["entity_id"]) for e in expected
    ]
    for g, e in zip(got, expected, strict=True):
        assert g["namekit_reason"]
        assert bool(g["namekit_name"]) == (e["status"] == "match")
        assert all(c in g["namekit_reason"] for c in e["candidates"].split()), g
    assert len({g["namekit_run"] for g in got}) == 1
    assert all(
        word in got[0]["namekit_run"] for word in ("namekit 0.1.0", "tables ", "registry starter ", "threshold ")
    )


def test_columns_stay_and_added_ones_are_renewed() -> None:
    once = run("resolve", "-c", "who", text='who,"note, kept",n\nPutin,"a ""b""",007\n').output
    twice = run("resolve", "-c", "1", text=once).output
    assert once == twice
    (row,) = csv.DictReader(io.StringIO(twice))
    assert (row["who"], row["note, kept"], row["n"], row["namekit_id"]) == ("Putin", 'a "b"', "007", "vladimir-putin")


def test_json() -> None:
    answer = json.loads(run("resolve", "--json", text="name\nPutin\nLukashenka\n").output)
    assert set(answer) == {"namekit", "tables", "scripts", "registry", "nobody", "threshold", "results"}
    putin, many = answer["results"]
    assert putin["entity_id"] == "vladimir-putin"
    assert putin["candidates"][0]["evidence"][0]["bits"] > 0
    assert (many["entity_id"], many["status"], len(many["candidates"])) == (None, "ambiguous", 4)
    assert json.loads(run("resolve", "--json", "Putin").output)["results"][0]["name"]


def test_output_file(tmp_path: Path) -> None:
    source, target = tmp_path / "names.tsv", tmp_path / "out.csv"
    source.write_text("name\tx\nPutin\t1\n\n", encoding="utf-8")
    assert run("resolve", "-f", str(source), "-o", str(target)).output == ""
    assert "vladimir-putin" in target.read_text("utf-8")
    source.write_text("name\tx\nPutin\t1\nPutin\n", encoding="utf-8")
    before = target.read_text("utf-8")
    assert run("resolve", "-f", str(source), "-o", str(target)).exit_code == 1
    assert target.read_text("utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["names.tsv", "out.csv"] or len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("text", "args", "message"),
    [
        (b"name\nPutin\n\xcf\xf3\xf2\xe8\xed\n", (), "not UTF-8 (byte 0xcf)"),
        (b'name\n"Putin\n', (), "not CSV"),
        (b"name,x\nPutin\n", (), "<standard input>:2: this row has 1 cells, the header 2"),
        (b"", (), "the file is empty"),
        (b"a,b\n1,2\n", (), "which column is meant? (choose with -c one of: a, b)"),
        (b"a,b\n1,2\n", ("-c", "c"), "no column 'c'"),
        (b"a,b\n1,2\n", ("-c", "3"), "no column '3'"),
        (b"a,b\n1,2\n", ("-c", "c"), "(the file has: a, b)"),
        (b"a;b\n1;2\n", ("-c", "a"), "is its delimiter ';'? then say -d"),
    ],
)
def test_bad_input_says_where_and_what(text: bytes, args: tuple[str, ...], message: str) -> None:
    result = run("resolve", *args, text=text)
    assert result.exit_code == 1
    assert message in result.stderr
    assert "<standard input>:" in result.stderr


def test_wrong_usage() -> None:
    assert run("resolve", "Putin", "--file", str(ROOT / "examples/names.csv")).exit_code == 2
    assert run("resolve", "--file", "nowhere.csv").exit_code == 2
    for command in (("resolve", "--file"), ("clean",), ("cluster",), ("evaluate",), ("registry", "import")):
        refused = run(*command, str(ROOT / "examples/names.csv"), "-d", "tab")
        assert (refused.exit_code, "one character" in refused.stderr) == (2, True), command
    assert run("romanize", "х").exit_code == 2


@pytest.mark.parametrize("where", ["nowhere/out.csv", ""])
def test_what_cannot_be_written_is_told_in_a_line(where: str, tmp_path: Path) -> None:
    result = run("resolve", "Putin", "-o", str(tmp_path / where) if where else "")
    assert result.exit_code == 1
    assert "nothing can be written there" in result.stderr
    assert not list(tmp_path.iterdir())


def test_an_error_of_the_system_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "out.csv")

    monkeypatch.setattr("namekit.cli.resolve.Registry.starter", full)
    result = run("resolve", "Putin")
    assert (result.exit_code, result.stderr) == (1, "namekit: out.csv: No space left on device\n")


def test_romanize() -> None:
    assert run("romanize", "-s", "by-bel-2007", "Сяргей Ціханоўскі").output == "Siarhiej Cichanoŭski\n"
    assert run("romanize", "-s", "icao-rus-9303", text="Щука\nЁж\n").output == "Shchuka\nEzh\n"
    assert run("romanize", "-s", "bgnpcgn-rus-1947", "--option", "no-middle-dot", "Братск").output == "Bratsk\n"
    wrong = run("romanize", "-s", "bgnpcgn-rus-1948", "х")
    assert (wrong.exit_code, "did you mean bgnpcgn-rus-1947" in wrong.stderr) == (1, True)
    alien = run("romanize", "-s", "bgnpcgn-rus-1947", "Быкаў")
    assert (alien.exit_code, "no rule for 'ў'" in alien.stderr) == (1, True)
    assert run("romanize", "-s", "bgnpcgn-rus-1947", "--unknown", "keep", "Быкаў").output == "Bykaў\n"
    assert run("romanize", "-s", "bgnpcgn-rus-1947", text=b"\xcf\n").exit_code == 1


def test_systems() -> None:
    listed = run("systems").output
    assert "bgnpcgn-bel-1979" in listed
    page = run("systems", "bgnpcgn-rus-1947").output
    for word in ("source: ", "letters", "ж zh", "е -> ye after start, vowel", "middle-dot", "examples"):
        assert word in page
    assert json.loads(run("systems", "bgnpcgn-rus-1947", "--json").output)["letters"]["ж"] == "zh"
    assert len(json.loads(run("systems", "--all", "--json").output)) >= len(json.loads(run("systems", "--json").output))
    assert run("systems", "x").exit_code == 1


def test_systems_markdown() -> None:
    page = run("systems", "mosmetro-rus", "--markdown").output
    assert page == (ROOT / "docs/systems/mosmetro-rus.md").read_text("utf-8")


def test_restore() -> None:
    shown = run("restore", "Tsikhanouski", "-s", "icao-bel-9303", "-n", "2")
    assert shown.stdout.splitlines()[0] == "Ціханоўскі"
    assert "there are more" in shown.stderr
    assert json.loads(run("restore", "Minsk", "-s", "icao-rus-9303", "--json").output)["spellings"][0] == "Минск"
    assert "writes no Cyrillic word so" in run("restore", "Łódź", "-s", "icao-rus-9303").output
    assert "Бяляцкі  (bgnpcgn-bel-1979" in run("restore", "Byalyatski", "-l", "be").output
    rows = json.loads(run("restore", "Byalyatski", "-l", "be", "--json").output)["readings"]
    assert rows[0]["text"] == "Бяляцкі"
    assert run("restore", "Minsk").exit_code == 2
    assert run("restore", "Minsk", "-s", "icao-rus-9304").exit_code == 1


def test_identify() -> None:
    assert "bgnpcgn-bel-1979  Бяляцкі" in run("identify", "Byalyatski").output
    assert "(provisional)" in run("identify", "Byalyatski", "-x", "Бяляцкі").output
    assert "no system writes this" in run("identify", "ŋ").output
    found = json.loads(run("identify", "Łukašenka", "--json").output)["systems"]
    assert found[0]["system"] == "lacinka-bel"
    assert found[0]["status"] == "current"


def test_tables_check(tmp_path: Path) -> None:
    bad = ROOT / "tests/golden/bad-tables"
    good = run("tables", "check", str(bad / "good.toml"))
    assert (good.exit_code, good.output) == (0, f"{bad / 'good.toml'}: right; 1 vectors hold\n")
    wrong = run("tables", "check", str(bad / "conflict.toml"), str(bad / "false-vector.toml"))
    assert wrong.exit_code == 1
    assert "conflict.toml:" in wrong.stderr
    assert "gives 'Yalta', not 'Jalta'" in wrong.stderr
    (tmp_path / "x.toml").write_bytes(b"\xff")
    assert "not UTF-8" in run("tables", "check", str(tmp_path / "x.toml")).stderr


def test_evaluate(tmp_path: Path) -> None:
    table, errors = tmp_path / "t.csv", tmp_path / "e.csv"
    people = [
        ("a", "Ales Bialiatski", "Алесь Бяляцкі"),
        ("b", "Viktar Babaryka", "Виктор Бабарико"),
        ("c", "X Y", "Q Z"),
    ]
    rows = "".join(f"{e},{n},{k}\n" for e, n, m in people for n, k in ((n, "primary"), (m, "alias"), ("nick", "weak")))
    table.write_text("entity_id,name,kind\n" + rows, encoding="utf-8")
    result = run("evaluate", str(table), "--absent", "0", "-e", str(errors), "-b", str(table))
    assert result.exit_code == 0, result.output
    assert "3 people registered, 3 spellings asked for" in result.output
    assert "accepted, right                  66.67%" in result.output
    assert errors.read_text("utf-8") == "query,expected,got,status,asked\nQ Z,c,,unknown,present\n"
    measured = json.loads(run("evaluate", str(table), "--json").output)
    assert measured["accepted_wrong"] == 0
    table.write_text("entity_id,name\n,Ivan\n", encoding="utf-8")
    assert "has no entity_id" in run("evaluate", str(table)).stderr
    table.write_text("entity_id,name,kind\na,Ivan,weak\n", encoding="utf-8")
    assert "no person to register" in run("evaluate", str(table)).stderr


def test_a_closed_pipe_is_no_traceback() -> None:
    program = [sys.executable, "-m", "namekit.cli", "resolve", "--file", str(ROOT / "examples/names.csv")]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_importing_reads_no_table_and_loads_nothing_heavy() -> None:
    heavy = ("tomllib", "rapidfuzz", "click", "namekit.resolver.resolve")
    code = f"import sys, namekit; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_unknown_attribute() -> None:
    import namekit  # noqa: PLC0415

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        namekit.nothing  # noqa: B018
    assert "resolve" not in dir(namekit)
    assert "Registry" in dir(namekit)
    modules = {p.stem for p in (ROOT / "namekit").glob("*.py")}
    for name in namekit.__all__:
        assert getattr(namekit, name)
        assert name not in modules  # importing the room would replace the function


def test_variants() -> None:
    lines = run("variants", "Алесь Бяляцкі", "-n", "5").output.splitlines()
    assert len(lines) == 5
    assert lines[1].split()[1:3] == ["Ales", "Bialiatski"]
    assert "icao-bel-9303" in lines[1]
    rows = [json.loads(line) for line in run("variants", "Бяляцкі", "--json", "-n", "3").output.splitlines()]
    assert rows[0]["recipes"][0]["forms"]
    assert rows[0]["likelihood"] > rows[1]["likelihood"]


def test_variants_as_a_query() -> None:
    assert run("variants", "Бяляцкі", "-n", "2", "-q", "lucene").output.count('"') == 4
    assert run("variants", "Алесь Бяляцкі", "-n", "9", "-q", "lucene").output.count(" OR ") == 8
    assert "person.name LIKE '%" in run("variants", "Бяляцкі", "-q", "sql", "--field", "person.name").output
    assert run("variants", "Бяляцкі", "-q", "regex").output.startswith(r"(?<!\w)(?:")
    assert run("variants", "Бяляцкі", "-q", "sql", "--json").exit_code == 2
    assert run("variants", "Бяляцкі", "-q", "sql", "--field", "a b").exit_code == 1
    unknown = run("variants", "Бяляцкі", "-s", "bgnpcgn-bel-1978")
    assert unknown.exit_code == 1
    assert "bgnpcgn-bel-1979" in unknown.output


def test_parse_for_people() -> None:
    result = run("parse", "Dr. Яна Марына (Ковальчук) 7", "ЕвгенийАлексеевич", "12")
    assert re.sub(r" *\(?\d+%\)?", "", result.output).splitlines() == [
        "Dr. Яна Марына (Ковальчук) 7",
        "  given        Яна",
        "  surname      Марына",
        "  gender       female",
        "  language     be, ru",
        "  title        Dr.",
        "  alternative  Ковальчук",
        "  not read     7  (digits)",
        "  or           Яна surname, Марына given",
        "  or           Яна given, Марына given",
        "",
        "ЕвгенийАлексеевич",
        "  given       Евгений",
        "  patronymic  Алексеевич",
        "  gender      male",
        "  language    ru",
        "  changed     ЕвгенийАлексеевич -> Евгений Алексеевич  (run together)",
        "  or          Евгений given, Алексеевич surname",
        "",
        "12",
        "  not read  12  (digits)",
    ]


def test_parse_lines_as_json() -> None:
    result = run("parse", "-", "Иванов (Петров) 3", "--json", text="Леся Українка\nSay\u00a0Ivan\n")
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [r["name"] for r in rows] == ["Леся Українка", "Say\u00a0Ivan", "Иванов (Петров) 3"]
    first = rows[0]["readings"][0]
    assert (first["given"], first["surname"], first["order"]) == ("Леся", "Українка", "given first")
    assert sum(rows[0]["languages"].values()) == pytest.approx(1, abs=1e-5)
    assert rows[1]["changes"][0]["kind"] == "space"
    assert rows[2]["aside"] == [{"kind": "alternative", "text": "(Петров)", "start": 7, "name": "Петров"}]
    assert rows[2]["unread"] == [{"text": "3", "start": 16, "why": "digits"}]
    assert run("parse").exit_code == 2
