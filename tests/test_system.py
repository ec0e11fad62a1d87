"""Tables: every one that is shipped is right, and a bad one is refused with its line."""

from pathlib import Path

import pytest

import namekit
from namekit.romanization.engine import verify
from namekit.romanization.system import parse, system
from namekit.table import table_names

BAD = Path(__file__).parent / "golden" / "bad-tables"
WORDS = {
    "not-toml": "not TOML",
    "letter-missing": "the letter 'ш' of the language has no line",
    "beyond-output": "'š' holds 'š', which is not in 'output'",
    "cyrillic-output": "'е' holds 'е', which is not in 'output'",
    "capital": "'Sh' is not lower case",
    "no-source": "the source's title is empty",
    "no-vectors": "lacks 'vector'",
    "conflict": "has this context in the rule of line",
    "unknown-key": "[rule] has the unknown key 'behind'",
    "bad-context": "the context 'vowels' is neither Cyrillic letters nor one of",
    "latin-letter": "'c' is no Cyrillic letter: Cyrillic 'с' (U+0441) meant?",
    "latin-context": "the context 'c' is neither Cyrillic letters",
    "latin-rule": "a rule's 'from' is Cyrillic letters, not 'a': Cyrillic 'а' (U+0430) meant?",
    "unwritten": "'output' holds 'w', which nothing writes",
    "rule-without-vector": "no vector exercises the rule for 'зг'",
    "false-vector": "'Ялта' gives 'Yalta', not 'Jalta'",
    "other-name": "id 'another' differs from the file's name",
    "not-nfc": "is not in normal form C",
    "option-unknown": "the option 'dots' is not described under [options]",
    "same-as-nothing": "same_as names no system: 'nothing-ukr-1900'",
    "wrong-types": "'language' is a string",
}


def faults(path: Path) -> tuple[namekit.Fault, ...]:
    try:
        return verify(parse(path.read_text("utf-8"), str(path)))
    except namekit.TableError as e:
        return e.faults


@pytest.mark.parametrize("id_", table_names("systems"))
def test_shipped_tables_keep_their_vectors(id_: str) -> None:
    assert verify(system(id_)) == ()


def test_a_good_table_has_no_faults() -> None:
    assert faults(BAD / "good.toml") == ()


@pytest.mark.parametrize("name", sorted(p.stem for p in BAD.glob("*.toml") if p.stem != "good"))
def test_a_bad_table_is_refused_with_its_line(name: str) -> None:
    found = faults(BAD / f"{name}.toml")
    (fault,) = [f for f in found if WORDS[name] in f.problem]
    lines = (BAD / f"{name}.toml").read_text("utf-8").splitlines()
    assert 1 <= fault.line <= len(lines)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(namekit.TableError, match="'after' is a list of strings") as e:
        parse((BAD / "wrong-types.toml").read_text("utf-8"), "wrong-types.toml")
    assert len(e.value.faults) == 2
    assert "wrong-types.toml:3: 'language' is a string" in str(e.value)


def test_an_unknown_system_names_the_near_ones() -> None:
    with pytest.raises(namekit.UnknownSystemError, match="did you mean icao-bel-9303") as e:
        namekit.romanize("а", "icao-bel-9304")
    assert "icao-bel-9303" in e.value.near


def test_listing() -> None:
    listed = namekit.systems()
    assert [s.id for s in listed] == sorted(s.id for s in listed)
    for s in listed:
        assert s.name
        assert s.language in {"be", "ru", "uk"}
        assert s.status in {"current", "superseded"}
        assert s.source.title
    assert {s.status for s in namekit.systems(provisional=True)} >= {s.status for s in listed}
