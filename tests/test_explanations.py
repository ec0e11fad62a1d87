"""Explaining and comparing: sums that add up, the runner-up, who was excluded; and what the commands draw."""

import doctest
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from namekit.cli import main
from namekit.cli.drawing import adding_up, breadth, columns, odds, probability
from namekit.cli.explain import _page

from namekit import Entity, Evidence, InputError, Query, Registry, compare, explain
from namekit.resolver.weights import weights
from namekit.wording import evidence_in_words


def run(*args: str, width: int = 88) -> Result:
    return CliRunner().invoke(main, args, env={"COLUMNS": str(width)})


def test_the_first_candidate_against_the_runner_up(starter: Registry) -> None:
    e = explain(starter, "Loukachenko A. G.")
    assert len(e.resolution.candidates) == 1
    assert e.account
    assert e.other
    assert (e.account.entity.id, e.other.entity.id) == ("aliaksandr-lukashenka", "dzmitry-lukashenka")
    assert [(d.query, d.bits > 2) for d in e.differences] == [("A", True), ("G", True)]
    (surname,) = (term for term in e.account.terms if term.evidence.query == "Loukachenko")
    assert surname.relation
    assert surname.relation.role == "surname"
    assert [link.kind for link in surname.relation.links] == ["system"]
    assert {term.relation for term in e.account.terms if term.evidence.query == "A"} == {None}


def test_an_ambiguous_name_has_a_runner_up_like_the_first(starter: Registry) -> None:
    e = explain(starter, "Lukashenka")
    assert e.account
    assert e.other
    assert e.account.bits == e.other.bits
    assert e.differences == ()


def test_an_entity_that_is_asked_for(starter: Registry) -> None:
    second = explain(starter, "Loukachenko A. G.", "dzmitry-lukashenka")
    assert second.account
    assert second.other
    assert (second.account.probability or 1) < 0.01
    assert second.other.entity.id == "aliaksandr-lukashenka"
    assert all(d.bits < 0 for d in second.differences)
    assert second.excluded is None


def test_what_is_known_beside_the_name(starter: Registry) -> None:
    bubka = Query("Сергей Бубка", birth_date="1963")
    e = explain(starter, bubka)
    assert e.account
    assert e.resolution.entity_id == e.account.entity.id == "sergei-bubka-1963"
    assert "birth year" in {term.evidence.kind for term in e.account.terms}
    page = "\n".join(_page(e))
    assert "born in the same year" in page
    assert "birth: sergei-bubka-1963 has 1963" in page


def test_who_is_no_candidate_and_why(starter: Registry) -> None:
    brother = explain(starter, "Viktor Lukashenko", "dzmitry-lukashenka")
    assert brother.account
    assert brother.account.probability is None
    assert brother.excluded
    assert (brother.excluded.evidence.query, brother.excluded.evidence.registered) == ("Viktor", "Dmitry")
    assert brother.account.prior == brother.resolution.prior
    stranger = explain(starter, "Putin", "ales-bialiatski")
    assert stranger.excluded
    assert stranger.excluded.evidence.kind == "surname apart"
    nobody = explain(starter, "Zzz", "ales-bialiatski")
    assert nobody.account
    assert nobody.other is None
    with pytest.raises(InputError, match="has no entity 'nobody'"):
        explain(starter, "Putin", "nobody")


def test_more_namesakes_than_are_shown() -> None:
    people = [Entity(f"p{i:02}", ["Иван Петрович Волков"]) for i in range(12)]
    registry = Registry.from_entities(people)
    e = explain(registry, "Ivan Volkov", "p11")
    assert e.account
    assert e.account.probability is None
    assert e.excluded is None
    page = "\n".join(_page(e))
    assert "others fit better, and only the best are candidates" in page
    assert "all others together" in page


def test_a_text_of_several_people_is_said_to_be_one() -> None:
    page = run("explain", "Ales Bialiatski; Viktar Babaryka").output
    assert "is ambiguous: it names several people" in page
    assert "one of several people who are named in" in page


def test_decisions_come_first(tmp_path: Path) -> None:
    file = str(tmp_path / "desk.registry")
    run("registry", "init", file)
    for name, id_ in (("Сергей Орлов", "p1"), ("Сергей Иванович Орлов", "p2")):
        assert run("registry", "add", name, "--id", id_, "-r", file).exit_code == 0
    assert "is ambiguous" in run("explain", "Sergei Orlov", "-r", file).output
    run("registry", "decide", "Sergei Orlov", "is not", "p2", "--everywhere", "--by", "Anna", "-r", file)
    page = run("explain", "Sergei Orlov", "-r", file).output
    assert "  before all evidence, Sergei Orlov was decided not to be p2, by Anna on" in page
    assert "Why not p2" in page
    run("registry", "decide", "Sergei Orlov", "is", "p1", "--everywhere", "--why", "photo", "-r", file)
    page = run("explain", "Sergei Orlov", "-r", file).output
    assert "is p1 (Сергей Орлов): a match" in page
    assert "photo" in page
    assert "sum" not in page


def test_a_cut_search_is_told(starter: Registry) -> None:
    e = explain(starter, "Putin")
    cut = replace(e, resolution=replace(e.resolution, cut=True))
    assert "  more registered names agree with it than were compared" in _page(cut)


def test_comparing() -> None:
    same = compare("Sergei Tikhanovsky", "ЦІХАНОЎСКІ Сяргей")
    assert same.probability > 0.999
    assert {"surname same", "given kin"} <= {e.kind for e in same.evidence}
    wife = compare("Svetlana Tikhanovskaya", "Сергей Тихановский")
    assert wife.probability < 0.01
    strangers = compare("Иванов Иван", "Petrov Sergei")
    assert strangers.evidence[0].kind == "apart"
    assert strangers.terms[0].relation is None
    assert strangers.probability < 0.001
    assert compare("Иванов Иван", "Petrov Sergei", prior=0.9).probability > strangers.probability
    with pytest.raises(InputError, match="not empty"):
        compare("", "Иван")
    with pytest.raises(ValueError, match="above 0 and below 1"):
        compare("Иван", "Иван", prior=1.0)


def test_every_kind_of_evidence_has_words() -> None:
    levels = weights().m
    for field, level in levels:
        assert evidence_in_words(Evidence(f"{field} {level}", "a", "b", 0.0)) != f"{field} {level}"
    assert evidence_in_words(Evidence("something new", "a", "b", 0.0)) == "something new"


@pytest.mark.parametrize("values", [[14.35, 4.21, -6.21], [0.04, 0.04, 0.04], [], [-0.05, 0.05], [1e3, -0.96, 3.33]])
def test_drawn_bits_add_up(values: list[float]) -> None:
    *each, total = map(float, adding_up(values))
    assert sum(each) == pytest.approx(total)
    assert total == pytest.approx(sum(values), abs=0.051)
    assert all(abs(a - b) <= 0.1 + 1e-9 for a, b in zip(each, values, strict=True))


def test_numbers_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [odds(b) for b in (12.35, -9.3, 0.0, 1.3, 99.0)] == [
        "5,200 : 1",
        "1 : 630",
        "1 : 1",
        "2.5 : 1",
        "beyond counting",
    ]
    assert [probability(p) for p in (0.0, 1e-9, 0.25, 0.99999, 1.0)] == [
        "0.0000", "below 0.0001", "0.2500", "above 0.9999", "1.0000",
    ]  # fmt: skip
    monkeypatch.setenv("COLUMNS", "20")
    assert columns() == 48


@pytest.mark.parametrize("width", [48, 88])
@pytest.mark.parametrize(
    "args",
    [
        ("explain", "Tikhanovsky Sergei"),
        ("explain", "Viktor Lukashenko", "aliaksandr-lukashenka"),
        ("explain", "Sasha Lukashenka"),
        ("compare", "Siarhiej Cichanoŭski", "Т͡сіхановский, С."),
        ("compare", "Иванов Иван", "Petrov Sergei"),
    ],
)
def test_pages_fit_and_add_up(args: tuple[str, ...], width: int) -> None:
    result = run(*args, width=width)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    table = [line for line in lines if re.search(r" [-+][\d,]+\.\d$", line)]
    bits = [float(line.rsplit(" ", 1)[1].replace(",", "")) for line in table]
    total = next(i for i, line in enumerate(table) if line.strip().startswith("sum "))
    assert sum(bits[:total]) == pytest.approx(bits[total])
    assert max(map(breadth, table)) <= width
    assert max(map(breadth, lines)) <= max(width, 88)  # ids and the names asked for stay whole


def test_a_page_of_an_explanation() -> None:
    assert "  read as Алесь Бяляцкі (look-alike mended)" in run("explain", "Алесь Бяляцкi").output
    page = run("explain", "Ryhor Babaryka").output
    assert "is unknown: with probability 0.99" in page
    assert "another given name" in page
    assert "nobody in the registry" in page
    unheard = run("explain", "Zzz").output
    assert "no part of it sounds like a part of a registered name" in unheard
    same = run("explain", "Lukashenka").output
    assert "is ambiguous: several registered people" in same
    assert "the evidence is the same for both" in same
    namesake = run("explain", "Ales Bialiatski", "--nobody", "0.999999").output
    assert "either a registered person or somebody else of this name" in namesake
    stranger = run("explain", "Putin", "ales-bialiatski").output
    assert "no part of the query sounds like a part of its names" in stranger
    assert "Why vladimir-putin (Vladimir Putin) comes first" in stranger
    unknown = run("explain", "Putin", "nobody")
    assert (unknown.exit_code, "has no entity" in unknown.stderr) == (1, True)


def test_explanations_as_json() -> None:
    e = json.loads(run("explain", "Tikhanovsky Sergei", "--json").output)
    account = e["account"]
    assert account["entity_id"] == e["entity_id"] == "siarhei-tsikhanouski"
    assert account["prior_bits"] + sum(x["bits"] for x in account["evidence"]) == pytest.approx(
        account["bits"], abs=1e-5
    )
    relation = account["evidence"][0]["relation"]
    assert relation["links"][0]["by"]
    assert "".join(a["one"] for a in relation["alignment"]) == "Tikhanovsky"
    assert e["other"] is None
    assert e["excluded"] is None
    assert json.loads(run("explain", "Zzz", "--json").output)["account"] is None
    doubted = json.loads(run("explain", "Putin", "--nobody", "0.999", "--threshold", "1", "--json").output)
    assert doubted["status"] != "match"
    usual = json.loads(run("explain", "Putin", "--json").output)
    assert doubted["account"]["prior_bits"] < usual["account"]["prior_bits"]
    runner_up = json.loads(run("explain", "Лукашенко А.Г.", "--json").output)
    assert runner_up["other"]["entity_id"] == "dzmitry-lukashenka"
    assert runner_up["differences"][0]["other"]["kind"] == "initial none"
    assert runner_up["differences"][-1]["other"] is None
    excluded = json.loads(run("explain", "Viktor Lukashenko", "dzmitry-lukashenka", "--json").output)["excluded"]
    assert excluded["query"] == "Viktor"


def test_comparisons_as_json() -> None:
    there = json.loads(run("compare", "Ales Byalyatski", "Алесь Бяляцкі", "--json").output)
    back = json.loads(run("compare", "Алесь Бяляцкі", "Ales Byalyatski", "--json").output)
    assert there["bits"] == back["bits"]
    assert there["prior_bits"] + sum(x["bits"] for x in there["evidence"]) == pytest.approx(there["bits"], abs=1e-5)
    assert run("compare", "", "Иван").exit_code == 1
    assert run("compare", "Иван", "Иван", "--prior", "1").exit_code == 2


def test_the_page_of_the_documentation_is_what_the_command_says() -> None:
    """Numbers aside, which change with the weights."""
    page = (ROOT / "docs/explain.md").read_text("utf-8")
    blocks = re.findall(r"^```console\n\$ namekit (\w+) (.*)\n((?:.*\n)*?)```", page, re.MULTILINE)
    assert len(blocks) >= 2
    for command, arguments, expected in blocks:
        output = run(command, *re.findall(r'"([^"]*)"', arguments)).output
        assert numberless(output) == numberless(expected)


def test_the_python_of_the_documentation() -> None:
    text = (ROOT / "docs/explain.md").read_text("utf-8").replace("\n```\n", "\n\n")
    test = doctest.DocTestParser().get_doctest(text, {}, "explain.md", "docs/explain.md", 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def numberless(text: str) -> list[str]:
    return [" ".join(re.sub(r"(above |below )?[-+]?\d[\d,.]*", "#", line).split()) for line in text.splitlines()]
