"""Names in other scripts: by ICU, by Unidecode alone, and with neither."""

import csv
import doctest
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from conftest import ROOT, UNTIMED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from namekit.cli import main

import namekit
from namekit.names import parsing, scripts
from namekit.names.sounds import readings
from namekit.table import read_table
from namekit.text import Repaired, repair

TABLE = read_table("", "scripts")
with (ROOT / "tests" / "golden" / "scripts.tsv").open(encoding="utf-8") as file:
    SPELLINGS = [(row["person"], row["name"]) for row in csv.DictReader(file, delimiter="\t")]
ABSENT = {"icu": [], "unidecode": ["icu"], "none": ["icu", "unidecode"]}


def forget() -> None:
    for remembered in (scripts.engine, scripts.engine_version, parsing.parts):
        remembered.cache_clear()


@pytest.fixture
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Only this engine is there, or none."""
    if request.param != "none":
        pytest.importorskip(request.param)
    for module in ABSENT[request.param]:
        monkeypatch.setitem(sys.modules, module, None)
    forget()
    yield request.param
    monkeypatch.undo()
    forget()


either = pytest.mark.parametrize("engine", ["icu", "unidecode"], indirect=True)
with_icu = pytest.mark.parametrize("engine", ["icu"], indirect=True)
with_none = pytest.mark.parametrize("engine", ["none"], indirect=True)


@either
def test_people_are_found_by_spellings_in_other_scripts(engine: str, starter: namekit.Registry) -> None:
    """In common spellings: found, or unknown with the right person nearest."""
    del engine
    asked = [(person, starter.resolve(name)) for person, name in SPELLINGS if person]
    elsewhere = [r.query for person, r in asked if not r.candidates or r.candidates[0].entity_id != person]
    assert not elsewhere
    missed = [r.query for _, r in asked if r.status != "match"]
    assert len(missed) <= len(asked) / 50, missed


@either
def test_strangers_stay_strangers(engine: str, starter: namekit.Registry) -> None:
    del engine
    assert {starter.resolve(name).status for person, name in SPELLINGS if not person} == {"unknown"}


@either
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Αλέξανδρος Παππάς", "Aleksandros̥ Pappas̥"),
        ("Μπορίς Γκορμπατσόφ", "Boris̥ Gorbats̥ov"),
        ("გორბაჩოვი", "Gorbachovi̥"),
        ("ՊՈՒՏԻՆ Վլադիմիր", "PUTIN Vladimir"),
        ("Ա. Լուկաշենկո", "A. Lukashenko"),
        ("גורבצ'וב", "Go̤re̥b̥e̥cho̤v"),
        ("לוסיק", "Lo̤sik"),
        ("لوكاشينكو", "Lo̤kashine̥ko̤"),
        ("ﻟﻮﻛﺎﺷﻴﻨﻜﻮ", "Lo̤kashine̥ko̤"),  # as it comes out of a PDF
        ("لوکاشنکو", "Lw̥kashe̥ne̥kw̥"),
        ("नवलनी", "Navalni"),
        ("ルカシェンコ", "R̥ukashenko"),
        ("ﾙｶｼｪﾝｺ", "R̥ukashenko"),
        ("ウラジーミル・プーチン", "Vr̥azh̥imir̥ Puch̥in"),
        ("푸틴", "P̥utin"),
        ("卢卡申科", "Lukashenko"),
        ("盧卡申科", "Lukashenko"),
        ("普京", "Pṳt̥in"),
    ],
)
def test_what_is_written(engine: str, name: str, expected: str) -> None:
    del engine
    assert namekit.parse(name).text == unicodedata.normalize("NFC", expected)


@either
def test_every_conversion_is_a_change(engine: str) -> None:
    del engine
    parsed = namekit.parse("Дар'я  (Πούτιν) and გორბაჩოვი, 普京")
    assert [c.kind for c in parsed.changes] == ["space", "apostrophe", "script", "script", "script"]
    text = repair("Дар'я  (Πούτιν) and გორბაჩოვი, 普京")[0]
    for change in parsed.changes[2:]:
        assert text.startswith(change.before, change.position)
        assert change.after in parsed.text
    assert parsed.unread == ()


@either
@pytest.mark.parametrize(
    "name",
    [
        "Лукашенκο",  # two Greek letters
        "Αляксандр Рыгоравіч Лукашэнка",  # a Greek initial letter
        "Α. Лукашенко",
        "Иван 习近平",
        "Lukaშenko",
        "Łukaszenka Aliaksandr",
        "ลูกาเชนโก",  # a script that the table does not have
    ],
)
def test_what_is_left_as_it_is(engine: str, name: str) -> None:
    del engine
    text = repair(name)[0]
    assert scripts.in_latin(text) == (text, ())


@either
def test_two_scripts_side_by_side_are_two_words(engine: str) -> None:
    del engine
    assert [p.role for p in parsing.parts("ルカシェンコ漢字")].count("unknown") == 0
    assert len(parsing.parts("ルカシェンコ漢字")) == 2


@with_none
def test_with_neither_the_name_is_unread_and_the_advice_says_what_to_install(
    engine: str, starter: namekit.Registry
) -> None:
    del engine
    parsed = namekit.parse("Βλαντίμιρ Putin")
    assert parsed.text == "Βλαντίμιρ Putin"
    (unread,) = parsed.unread
    assert (unread.text, unread.why) == ("Βλαντίμιρ", "script")
    assert unread.advice == "pip install 'namekit[icu]' (or 'namekit[scripts]') to read Greek letters"
    assert starter.resolve("普京").status == "unknown"
    assert "namekit[icu]" in namekit.reason(starter.resolve("普京"))
    assert namekit.parse("ลูกาเชนโก").unread[0].advice == ""
    assert scripts.engine_version() == "none"


@with_none
def test_the_command_says_what_to_install(engine: str) -> None:
    del engine
    shown = CliRunner().invoke(main, ["parse", "Ιβάν"]).output
    assert "Ιβάν  (script: pip install 'namekit[icu]'" in shown
    (unread,) = json.loads(CliRunner().invoke(main, ["parse", "--json", "Ιβάν"]).output)["unread"]
    assert unread["advice"].startswith("pip install")


@either
def test_nothing_is_advised_where_an_engine_is(engine: str) -> None:
    assert namekit.parse("Иван 习近平").unread[0].advice == ""
    assert scripts.engine_version().lower().startswith(engine)


@either
def test_a_reason_shows_how_the_name_was_read(engine: str, starter: namekit.Registry) -> None:
    del engine
    said = namekit.reason(starter.resolve("პუტინი"))
    assert said == "პუტინი is read Putini̥; Putini̥ sounds like Putin"


@either
def test_a_registered_name_may_be_in_another_script(engine: str) -> None:
    del engine
    registry = namekit.Registry.from_entities([namekit.Entity("p", ["სერგეი ორლოვი"]), namekit.Entity("q", ["李白"])])
    assert registry.resolve("Сергей Орлов").entity_id == "p"
    assert registry.resolve("李白").entity_id == "q"


@with_icu
def test_variants_are_not_made_of_what_is_left_open(engine: str) -> None:
    del engine
    assert next(iter(namekit.variants("ლუკაშენკო"))).text == "Lukashenko"
    with pytest.raises(namekit.InputError, match="left open by its script"):
        namekit.variants("ルカシェンコ", limit=1)


@with_icu
def test_the_page_about_scripts_says_what_is_so(engine: str) -> None:
    del engine
    text = (ROOT / "docs/scripts.md").read_text("utf-8").replace("\n```\n", "\n\n")
    done = doctest.DocTestRunner().run(
        doctest.DocTestParser().get_doctest(text, {}, "scripts.md", "docs/scripts.md", 0)
    )
    assert done.attempted > 3
    assert done.failed == 0


@pytest.mark.parametrize(
    ("name", "entity", "said"),
    [
        ("Aliaksandr Luka\ufffdenka", "aliaksandr-lukashenka", "Luka\ufffdenka has lost a letter"),
        ("Sviat?ana Cichano?skaja", "sviatlana-tsikhanouskaya", "Cichano?skaja has lost a letter"),
        ("A?e? Bialacki", "ales-bialiatski", "A?e? has lost a letter"),
        ("Ale\ufffd Bialacki", "ales-bialiatski", "Ale\ufffd has lost a letter"),
        ("LukaÅ¡enka Aliaksandr", "aliaksandr-lukashenka", "LukaÅ¡enka Aliaksandr is read Lukašenka Aliaksandr"),
        ("Бяляцкі Алесь?", "ales-bialiatski", ""),
    ],
)
def test_what_an_encoding_did(starter: namekit.Registry, name: str, entity: str, said: str) -> None:
    r = starter.resolve(name)
    assert r.entity_id == entity
    assert said in namekit.reason(r)
    assert starter.resolve("Luka?o?ska?a?ina Vi?tar").status == "unknown"  # 256 ways are tried, and no more


def test_what_is_open_is_heard_in_each_way() -> None:
    heard = {r.sounds: r.house for r in readings("R̥ukashenko")}
    assert heard == {"RUKAŠENKO": "r or l: R", "LUKAŠENKO": "r or l: L"}
    assert {r.sounds for r in readings("Ar̥er̥")} == {"ARER", "AREL", "ALER", "ALEL"}
    assert readings("Pṳt̥in") == readings(unicodedata.normalize("NFD", "Pṳt̥in"))
    most = read_table("", "sounds")["other_scripts"]["most"]
    assert len(readings("o̥r̥" * 15)) <= most


@pytest.mark.parametrize("row", TABLE["script"], ids=lambda row: row["id"])
def test_the_table(row: dict[str, object]) -> None:
    """Rules hold no capturing group (the pass counts on it), and write what sounds.toml can hear."""
    passes = [row, row.get("icu", {}), row.get("unidecode", {})]
    rules = [rule for p in passes for when in ("before", "after") for rule in p.get(when, {}).items()]
    rules += list(row.get("characters", {}).items())
    heard = {each["letter"] for each in read_table("", "sounds")["other_scripts"]["open"]}
    for key, written in rules:
        assert re.compile(key).groups == 0, key
        assert set(re.findall("(?:[sc]h|[kz]h|ts|[a-z])[.:]", written)) <= heard, (key, written)
        assert re.fullmatch("(?:[a-z]+[.:]?)*|=", written), (key, written)
    assert row["source"]
    assert unicodedata.is_normalized("NFC", "".join(row.get("characters", {})))


def test_every_open_letter_is_written_somewhere() -> None:
    written = str(TABLE)
    for each in read_table("", "sounds")["other_scripts"]["open"]:
        assert each["letter"] in written or each["letter"] == "e.", each
        assert len(set(each["sounds"])) == len(each["sounds"]) > 1


@with_icu
def test_each_script_s_transform_is_registered(engine: str) -> None:
    del engine
    icu = pytest.importorskip("icu")
    assert {row["transform"] for row in TABLE["script"]} <= set(icu.Transliterator.getAvailableIDs())


SURNAMES = [row["ru"] for row in read_table("names", "surnames")["surname"] if "ru" in row][:400:2]


@with_icu
@pytest.mark.parametrize(("transform", "least"), [("ru-zh", 0.97), ("ru-ja", 0.94)])
def test_what_the_common_locale_data_write_is_read_back(engine: str, transform: str, least: float) -> None:
    """The transforms that CLDR has from Russian, which the rules here were not made by letter for letter."""
    del engine
    write = pytest.importorskip("icu").Transliterator.createInstance(transform).transliterate
    missed = []
    for surname in SURNAMES:
        (part,) = parsing.parts(write(surname)) or [None]
        known = {r.merged for r in readings(surname)}
        if part is None or known.isdisjoint(r.merged for r in readings(part.text)):
            missed.append((surname, write(surname), part and part.text))
    assert len(missed) <= (1 - least) * len(SURNAMES), missed


CHARACTERS = "".join(sorted({c for _, name in SPELLINGS for c in name} | set("’'.-,()1 ़ְّ́ゃッーяbŠ・·漢𠮷ﷺㄱᆨԱჀῼ׳ۀ")))
foreign = st.text(alphabet=CHARACTERS, max_size=30)
anything = st.one_of(foreign, st.text(max_size=40), st.sampled_from([name for _, name in SPELLINGS]))


def letters(*texts: str) -> Counter[str]:
    return Counter(c for text in texts for c in text if c.isalpha())


@pytest.mark.parametrize("engine", ["icu", "unidecode", "none"], indirect=True)
@given(text=anything)
@settings(max_examples=200, suppress_health_check=[*UNTIMED, HealthCheck.function_scoped_fixture])
def test_any_text_in_any_script_is_taken_and_nothing_is_lost(engine: str, text: str) -> None:
    del engine
    parsed = namekit.parse(text)
    beside = [piece.text for piece in (*parsed.aside, *parsed.unread)]
    read = [p.text for p in parsed.readings[0].parts] if parsed.readings else []
    assert letters(parsed.text) == letters(*beside, *read)
    assert parsing.parts(unicodedata.normalize("NFD", text)) == parsing.parts(unicodedata.normalize("NFC", text))

    before = repair(text)[0]
    after, changes = scripts.in_latin(before)
    assert after == parsed.text
    told, end = "", 0
    for change in changes:  # what was not told is as it was
        assert before.startswith(change.before, change.position)
        told += before[end : change.position] + change.after
        end = change.position + len(change.before)
    assert (told + before[end:]).replace(" ", "") == after.replace(" ", "")
    assert repair(after)[0] == after
    assert scripts.in_latin(Repaired(after))[0] == after


@with_icu
@given(text=foreign)
@settings(max_examples=50, suppress_health_check=[*UNTIMED, HealthCheck.function_scoped_fixture])
def test_resolving_takes_any_script(engine: str, starter: namekit.Registry, text: str) -> None:
    del engine
    assert 0 <= starter.resolve(text).probability <= 1
    assert "\n" not in namekit.reason(starter.resolve(text))
