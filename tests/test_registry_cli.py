"""`namekit registry`, as a person would type it."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from namekit.cli import main

from namekit.store.file import Store

LIST = "id,name,born\np9,Вера Зорка,1981\np10,Іна Крук,soon\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NAMEKIT_REGISTRY", raising=False)


def run(*args: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, args, input=text)


def desk(*args: str) -> Result:
    return run("registry", args[0], "--registry", "desk.registry", *args[1:])


def test_help_names_every_command() -> None:
    listed = run("registry", "--help").output
    for name in (
        "init", "import", "export", "add", "show", "find", "merge", "split", "decide", "decisions", "history", "stats",
        "check", "merge-file",
    ):  # fmt: skip
        assert f"  {name} " in listed
        assert run("registry", name, "--help").exit_code == 0
    assert run("registry", "nothing").exit_code == 2


def test_a_desk_from_the_first_day_on() -> None:
    assert "a new registry" in run("registry", "init", "desk.registry").output
    Path("list.csv").write_text(LIST, "utf-8")
    said = desk("import", "list.csv")
    assert (said.exit_code, said.stdout) == (0, "list.csv: 2 rows: 1 added, 1 rejected\n")
    assert "see list.csv.rejects.csv" in said.stderr
    assert "birth date 'soon' is no date" in Path("list.csv.rejects.csv").read_text("utf-8")
    assert desk("import", "list.csv").stdout == "list.csv: 2 rows: 0 added, 1 unchanged, 1 rejected\n"
    added = desk(
        "add", "Сергей Орлов", "--language", "ru", "--born", "1962", "--gender", "male", "--country", "BY", "--alias",
        "Siarhei Arlou", "--weak", "Орёл", "--former", "Сергей Крук", "--external", "wikidata:Q7", "--note", "x",
        "--source", "UN",
    )  # fmt: skip
    assert added.output == "sergei-orlov-1962\n"
    shown = desk("show", "sergei-orlov-1962").output
    assert shown.splitlines()[:3] == [
        "sergei-orlov-1962",
        "  Сергей Орлов  (ru, primary)",
        "  Siarhei Arlou  (ru, alias)",
    ]
    assert "external ids: wikidata Q7" in shown
    assert json.loads(desk("show", "p9", "--json").output)["birth_date"] == "1981"
    assert desk("find", "ЗОРКА").output == "p9\tВера Зорка\t1981\n"
    assert desk("find", "nobody").exit_code == 1
    assert desk("merge", "p9", "sergei-orlov-1962", "--why", "a test").exit_code == 0
    assert desk("show", "p9").output.startswith("sergei-orlov-1962  (p9 leads here)")
    assert desk("split", "p9").output == "p9 stands alone again; it led to sergei-orlov-1962\n"
    history = desk(
        "history",
        "p9",
    ).output
    assert [line.split("  ")[2].split(":")[0] for line in history.splitlines()] == ["added", "merged", "split"]
    assert "2  people" in desk("stats").output
    assert desk("check").output == "desk.registry: whole; 2 people\n"
    for form, lines in (("csv", 6), ("jsonl", 2), ("ftm", 2)):
        assert desk("export", "--format", form, "-o", f"out.{form}").exit_code == 0
        assert len(Path(f"out.{form}").read_text("utf-8").splitlines()) == lines


def test_import_says_what_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    run("registry", "init", "desk.registry")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    Path("a.csv").write_text("who,age\nВера,4\n", "utf-8")
    said = desk("import", "a.csv", "--map", "who=name")
    assert "not taken, since a registry does not keep it: age" in said.stdout
    assert desk("import", "a.csv", "--map", "who").exit_code == 2
    assert desk("import", "a.csv", "a.csv", "--rejects", "r.csv").exit_code == 2
    assert "no column holds names" in desk("import", "a.csv").stderr
    assert run("registry", "import", "-", "-r", "desk.registry", text="id,name\nx,Іна\n").exit_code == 0
    assert desk("show", "x").exit_code == 0


def test_decisions_and_history_of_a_list() -> None:
    run("registry", "init", "desk.registry")
    Path("list.csv").write_text("id,name\np1,Сергей Иванович Орлов\np2,Ганна Мароз\n", "utf-8")
    desk("import", "list.csv")
    rows = ["Орлов С. И.", "Мароз", "Орлов С. И."]
    Path("march.csv").write_text("name,no\n" + "".join(f"{n},{i}\n" for i, n in enumerate(rows, 7)), "utf-8")

    def answers(*more: str) -> list[str]:
        out = run("resolve", "-f", "march.csv", "-r", "desk.registry", *more).output
        return [row["namekit_id"] for row in csv.DictReader(io.StringIO(out))]

    first = answers()
    assert first[0] == first[2] == "p1"
    decided = desk("decide", "Орлов С. И.", "is not", "p1", "--list", "march.csv", "--row", "4", "--why", "his brother")
    assert decided.output == "decision 1: Орлов С. И. is not p1 in march.csv, row 4\n"
    assert answers() == [first[0], first[1], ""]
    assert answers("--list", "other") == first
    desk("decide", "Мароз", "is", "p2", "--list", "march.csv", "--row", "8", "--by", "Anna")
    assert answers("--row-id", "no", "--no-record") == ["p1", "p2", "p1"]
    said = desk("history", "--list", "march.csv", "--row", "4").output
    assert said.count("run ") == 2
    assert ("match p1" in said, "his brother" in said, "threshold 0.9" in said) == (True, True, True)
    assert desk("history", "--list", "march.csv", "--on", "1999-01-01").exit_code == 1
    listed = desk("decisions").output.splitlines()
    assert [line[:1] for line in listed] == ["1", "2"]
    assert (
        desk("decisions", "--undo", "1", "--why", "an error").output
        == "undone: Орлов С. И. is not p1 in march.csv, row 4\n"
    )
    assert answers() == first
    assert len(desk("decisions").output.splitlines()) == 1
    assert "[undone by" in desk("decisions", "--all").output
    (row,) = csv.DictReader(io.StringIO(desk("decisions", "--format", "csv").output))
    assert (row["id"], row["by"], row["state"]) == ("p2", "Anna", "holds")
    states = [json.loads(line)["state"] for line in desk("decisions", "--all", "--format", "jsonl").output.splitlines()]
    assert [s.partition(" by")[0] for s in states] == ["undone", "holds"]


def test_decisions_for_documents_and_everywhere() -> None:
    run("registry", "init", "desk.registry")
    Path("l.csv").write_text("id,name\np1,Іван Крук\np2,Іван Крук\n", "utf-8")
    desk("import", "l.csv")
    for where in ((), ("--list", "a"), ("--row", "1"), ("--list", "a", "--document", "b", "--row", "1")):
        assert "say where" in desk("decide", "Крук", "is", "p1", *where).stderr
    assert "say whom" in desk("decide", "Крук", "is", "--everywhere").stderr
    kept = desk("decide", "Крук", "undecided", "--document", "letter.pdf")
    assert kept.output == "decision 1: Крук left undecided in letter.pdf\n"
    everywhere = desk("decide", "Іван Крук", "is", "p1", "--everywhere")
    assert everywhere.stdout == "decision 2: Іван Крук is p1 everywhere\n"
    assert "warning: p2 (Іван Крук) could bear this name too" in everywhere.stderr
    assert run("resolve", "Іван Крук", "-r", "desk.registry").output.startswith("Іван Крук: p1")
    assert run("resolve", "Іван Крук", "--json", "-r", "desk.registry").exit_code == 0
    said = desk("decide", "Зорка", "is", "p1", "--everywhere").stderr
    assert "somebody who is not registered could bear this name too" in said
    assert "say which" in desk("history").stderr


def test_without_a_file_the_shipped_registry_is_read() -> None:
    assert run("registry", "find", "byalyatski").exit_code == 1
    assert "ales-bialiatski" in run("registry", "find", "бяляцкі").output
    assert len(run("registry", "export", "-f", "jsonl").output.splitlines()) > 70
    assert "starter: whole" in run("registry", "check").output
    said = run("registry", "add", "x")
    assert (said.exit_code, "registry init FILE" in said.stderr) == (1, True)


def test_the_variable_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMEKIT_REGISTRY", "desk.registry")
    assert "no such file" in run("registry", "stats").stderr
    run("registry", "init", "desk.registry")
    assert run("registry", "add", "Вера Зорка").output == "vera-zorka\n"
    assert run("resolve", "Вера Зорка").output.startswith("Вера Зорка: ")
    monkeypatch.setattr("os.access", lambda _, mode: mode != os.W_OK)
    assert "it is read-only" in run("registry", "add", "x").stderr


def test_a_fault_is_exit_code_one() -> None:
    run("registry", "init", "desk.registry")
    desk("add", "Вера Зорка")
    with Store.open("desk.registry") as store:
        store.db.execute("DELETE FROM name")
    said = desk("check")
    assert (said.exit_code, said.stderr) == (1, "desk.registry: vera-zorka has no name\n")
    assert desk("add", "Іна", "--external", "Q1").exit_code == 2


def test_who_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", nobody)
    run("registry", "init", "desk.registry")
    desk("add", "Вера Зорка")
    assert "  unknown  added: " in desk("history", "vera-zorka").output


def test_two_copies_come_together() -> None:
    run("registry", "init", "desk.registry")
    Path("l.csv").write_text("id,name,born\np1,Іван Крук,1950\np2,Вера Зорка,\np3,Іна Мароз,\np4,Іна Мароз,\n", "utf-8")
    desk("import", "l.csv")
    desk("add", "Ганна Крук", "--by", "Anna")
    desk("decide", "Крук", "is", "p1", "--document", "d", "--by", "Anna")
    desk("decide", "Зорка", "is", "p2", "--document", "d", "--by", "Anna")
    Path("away.registry").write_bytes(Path("desk.registry").read_bytes())

    def away(*args: str) -> Result:
        return run("registry", args[0], "-r", "away.registry", *args[1:])

    Path("more.csv").write_text("id,name,born\np1,Ян Крук,1951\nnew,Ян Мароз,\n", "utf-8")
    away("import", "more.csv", "--renew")
    for where in (desk, away):  # one minted id for two people
        assert where("add", "Пётр Арол").output == "petr-arol\n"
    away("decide", "Крук", "is", "p2", "--document", "d", "--by", "Vera")
    away("decide", "Арол", "is", "petr-arol", "--document", "d", "--by", "Vera")
    away("decisions", "--undo", "2")
    away("merge", "p4", "p3")
    before = Path("away.registry").read_bytes()
    said = desk("merge-file", "away.registry")
    assert said.exit_code == 0, said.stderr
    assert Path("away.registry").read_bytes() == before
    lines = said.output.splitlines()
    assert "person p1: birth date: 1950 is kept, not 1951" in lines
    assert "person petr-arol: the id was made for two people: in as petr-arol-2" in lines
    assert "           2  person: added" in lines
    assert json.loads(desk("show", "new", "--json").output)["id"] == "new"
    assert desk("show", "p4").output.startswith("p3")
    held = desk("decisions").output
    assert "Арол is petr-arol-2 in d (by Vera" in held
    assert "Крук is p2 in d (by Vera" in held
    assert "Зорка" not in held
    again = desk("merge-file", "away.registry").output
    assert "added" not in again
    assert "person: changed" not in again
    assert desk("check").exit_code == 0
    assert "both are the same file" in desk("merge-file", "desk.registry").stderr


def test_what_a_copy_should_not_hold_is_left_out() -> None:
    for name in ("desk", "away"):
        run("registry", "init", f"{name}.registry")
    run("registry", "add", "Вера Зорка", "--id", "p1", "-r", "away.registry")
    run("registry", "add", "Іна Крук", "--id", "p2", "-r", "away.registry")
    run("registry", "merge", "p1", "p2", "-r", "away.registry")
    run("registry", "decide", "Зорка", "is", "p1", "--document", "d", "-r", "away.registry")
    with Store.open("away.registry") as store:
        store.db.execute("UPDATE name SET text = 'a\u202eb'")
    lines = desk("merge-file", "away.registry").output.splitlines()
    assert lines[0].startswith("person p1: left out: name 'a\\u202eb'")
    assert "decision Зорка: left out: it is about a person who was left out" in lines
    assert "0  people" in desk("stats").output


def test_copies_that_contradict_each_other() -> None:
    run("registry", "init", "desk.registry")
    Path("l.csv").write_text("id,name\n" + "".join(f"p{i},Іван Крук{i}\n" for i in range(5)), "utf-8")
    desk("import", "l.csv")
    Path("away.registry").write_bytes(Path("desk.registry").read_bytes())
    other = {"desk": "p1", "away": "p2"}
    for name, id_ in other.items():
        r = ("-r", f"{name}.registry")
        run("registry", "decide", "Крук", "is", id_, "--document", "d", "--by", name, *r)
        run("registry", "decide", "Ян", ("is", "is not")[name == "away"], "p1", "--document", "d", "--by", name, *r)
        run("registry", "decide", "Янка", "is not", id_, "--document", "d", "--by", name, *r)
        run("registry", "merge", "p3", id_, *r)
    desk("merge", "p4", "p0")
    desk("split", "p4")
    run("registry", "merge", "p4", "p0", "-r", "away.registry")
    lines = desk("merge-file", "away.registry").output.splitlines()
    assert "merge p3: merged into p2 there, merged into p1 here" in lines
    assert "merge p4: merged into p0 there, split here" in lines
    assert [line.split(":")[0] for line in lines if line.startswith("decision ")] == [
        "decision Крук in d",
        "decision Ян in d",
    ]
    held = [line.split("  ")[1].split(" (")[0] for line in desk("decisions").output.splitlines()]
    assert held == ["Янка is not p1 in d", "Крук is p2 in d", "Ян is not p1 in d", "Янка is not p2 in d"]
    assert desk("check").exit_code == 0
