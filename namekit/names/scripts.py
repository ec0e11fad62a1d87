"""Names in other scripts (Greek, Georgian, Arabic, kana ...), read into Latin letters by tables/scripts.toml.

ICU's transliterators do it where the module `icu` is installed (extra `icu`), else Unidecode (extra `scripts`). What
either gets wrong for the ear is mended by rules before and after it. What a script leaves open (l or r, a vowel or
none) is written as a letter with a ring or two dots below, which `sounds` hears in each of its ways.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from namekit.names.sounds import LOST, readings
from namekit.table import read_table
from namekit.text import Change, Repaired, closed_up, letter_script

Engine = Literal["icu", "unidecode"]
_OPEN = "\u0325\u0324"  # ring and two dots below
_TO_OPEN = str.maketrans(".:", _OPEN)  # how the table writes them
_LATIN_WORD = re.compile(f"[a-z][a-z{_OPEN}]*")
_MARKS = "\u0300-\u036f"


class Rules(NamedTuple):
    """Regular expressions with what is written for them, tried in this order at each place of one pass."""

    pattern: re.Pattern[str] | None
    written: tuple[str, ...]

    def apply(self, text: str, others: Callable[[str], str]) -> str:
        """The text with every match replaced, and `others` done to each stretch between."""
        out, end = [], 0
        for match in self.pattern.finditer(text) if self.pattern else ():
            out += [others(text[end : match.start()]), self.written[(match.lastindex or 1) - 1]]
            end = match.end()
        return "".join(out) + others(text[end:])


class _Script(NamedTuple):
    """One script of the table. `run` is a stretch of its words; `between` stands between two of them in it."""

    id: str
    name: str
    run: str
    between: re.Pattern[str]
    cased: bool
    vowels: bool
    transform: str
    before: Mapping[Engine, Rules]
    after: Mapping[Engine, Rules]


@cache
def engine() -> Engine | None:
    """What reads other scripts here: ICU, else Unidecode, else nothing."""
    known: tuple[Engine, ...] = ("icu", "unidecode")
    for name in known:
        try:
            import_module(name)
        except ImportError:
            continue
        return name
    return None


@cache
def engine_version() -> str:
    """What reads other scripts here, with its version, for the record of a run."""
    found = engine()
    if found == "icu":
        return f"ICU {import_module('icu').ICU_VERSION}"
    return f"Unidecode {import_module('importlib.metadata').version('unidecode')}" if found else "none"


def in_latin(text: Repaired) -> tuple[Repaired, tuple[Change, ...]]:
    """The text with the words in other scripts in Latin letters, and what was changed, in the order of the text.

    Left as they are: words in a script that the table does not have, words that mix scripts, a text most of whose
    letters are Cyrillic (there, a foreign letter is a slip), and everything where neither ICU nor Unidecode is
    installed. A letter of a Latin word that was lost (Luka�enka, Luka?enka) is left open. Positions of this step count
    in the text that was given, those of other scripts in the text after it.
    """
    text, changes = _with_losses(text)
    by = None if _USUAL.fullmatch(text) else engine()
    if by is None or _is_cyrillic(text):
        return text, tuple(changes)
    out: list[str] = []
    end = 0
    for match in _runs().finditer(text):
        new = _run_in_latin(match.group(), match.lastgroup or "", by)
        if not new or _mixes(text, match):
            continue
        glued = out and end == match.start()  # カタカナ beside 漢字: two words
        out += [text[end : match.start()], " " * bool(glued), new]
        changes.append(Change("script", match.start(), match.group(), new))
        end = match.end()
    return Repaired(closed_up("".join(out) + text[end:])), tuple(changes)


def _with_losses(text: Repaired) -> tuple[Repaired, list[Change]]:
    """The text with an open letter for each that an encoding lost: U+FFFD, or "?" in a word that has one inside."""
    changes: list[Change] = []
    if not _LOST.search(text):
        return text, changes

    def one(word: re.Match[str]) -> str:
        before = word.group()
        after = _ANY_LOST.sub(LOST, before) if _LOST.search(before) else before
        if after != before:
            changes.append(Change("lost letter", word.start(), before, after))
        return after

    return Repaired(_WITH_LOSSES.sub(one, text)), changes


_LETTER = "[A-Za-z\u00c0-\u024f]"
_LOST = re.compile(f"(?<={_LETTER})[?\ufffd](?={_LETTER})|\ufffd(?={_LETTER})|(?<={_LETTER})\ufffd")
_ANY_LOST = re.compile("[?\ufffd]")
_WITH_LOSSES = re.compile(f"(?:{_LETTER}|[?\ufffd])+")


def is_open(text: str) -> bool:
    """Whether the text has letters that another script left open, written with a ring or two dots below."""
    return not set(_OPEN).isdisjoint(unicodedata.normalize("NFD", text))


def advice(word: str) -> str:
    """Which extra would read a word in another script; "" where none would, or one is installed already."""
    found = None if _USUAL.fullmatch(word) or engine() else _runs().search(word)
    if not found:
        return ""
    name = _scripts()[found.lastgroup or ""].name
    return f"pip install 'namekit[icu]' (or 'namekit[scripts]') to read {name} letters"


def is_foreign(text: str) -> bool:
    """Whether a text has letters that neither Latin nor Cyrillic has, so that how it is read depends on the engine."""
    return not _USUAL.fullmatch(text)


_USUAL = re.compile("[\0-\u036f\u0400-\u052f\u1e00-\u1eff\u2000-\u206f]*")


def _is_cyrillic(text: str) -> bool:
    """Whether most letters are Cyrillic."""
    return 2 * sum("\u0400" <= c <= "\u052f" for c in text) > sum(map(str.isalpha, text))


def _mixes(text: str, run: re.Match[str]) -> bool:
    """Whether the run is part of a word that has letters of other scripts, the runs of the table aside."""
    beside = text[run.start() - 1 : run.start()] if run.start() else "", text[run.end() : run.end() + 1]
    return any(letter_script(c) != "none" and not _runs().match(c) for c in beside if c)


@cache
def _scripts() -> Mapping[str, _Script]:
    return {row["id"]: _script(row) for row in read_table("", "scripts")["script"]}


@cache
def _runs() -> re.Pattern[str]:
    """A stretch of words in one script of the table; the group's name is the script's id."""
    return re.compile("|".join(f"(?P<{script.id}>{script.run})" for script in _scripts().values()))


def _script(row: Mapping[str, Any]) -> _Script:
    letter, also = f"[{row['letters']}]", f"[{row['letters']}{_MARKS}{row.get('inside', '')}]"
    between = f"[ {row.get('between', '')}]"
    engines: tuple[Engine, ...] = ("icu", "unidecode")
    before, after = ({e: _rules(row, when, e) for e in engines} for when in ("before", "after"))
    run = f"{letter}{also}*(?:{between}{letter}{also}*)*"
    if "sign" in row:
        run = f"(?=(?:{also}|{between})*[{row['sign']}]){run}"
    cased, vowels = row.get("cased", False), row.get("vowels", True)
    return _Script(row["id"], row["name"], run, re.compile(between), cased, vowels, row["transform"], before, after)


def _rules(row: Mapping[str, Any], when: str, of: Engine) -> Rules:
    """The rules of one pass: those for the one engine alone come first."""
    rules: dict[str, str] = {**row.get(of, {}).get(when, {}), **row.get(when, {})}
    for characters, written in row.get("characters", {}).items() if when == "before" else ():
        rules.setdefault(f"[{characters}]", written)
    pattern = re.compile("|".join(f"({key})" for key in rules)) if rules else None
    return Rules(pattern, tuple(written.translate(_TO_OPEN) for written in rules.values()))


@lru_cache(maxsize=65_536)
def _run_in_latin(run: str, script_id: str, by: Engine) -> str:
    """A run of words in Latin letters; "" where one of them has letters that the engine does not know."""
    script = _scripts()[script_id]
    words = [_word_in_latin(word, script, by) for word in script.between.split(run)]
    return " ".join(words) if all(words) else ""


def _word_in_latin(word: str, script: _Script, by: Engine) -> str:
    low = unicodedata.normalize("NFKC", word).lower()
    latin = script.before[by].apply(low, lambda stretch: _transliterated(stretch, script.transform, by))
    latin = script.after[by].apply(unicodedata.normalize("NFC", latin), str)
    latin = "".join(c for c in unicodedata.normalize("NFD", latin) if c.isalpha() or c in _OPEN)
    if not _LATIN_WORD.fullmatch(latin):
        return ""
    latin = unicodedata.normalize("NFC", latin if script.vowels else _with_open_vowels(latin))
    if script.cased and word.isupper() and len(word) > 1:
        return latin.upper()
    return latin if script.cased and word[0].islower() else latin[0].upper() + latin[1:]


def _transliterated(stretch: str, transform: str, by: Engine) -> str:
    if not stretch:
        return ""
    if by == "icu":
        return str(_icu(transform).transliterate(stretch)).lower()
    return str(import_module("unidecode").unidecode(stretch)).lower()


@cache
def _icu(transform: str) -> Any:  # noqa: ANN401 (PyICU has no types)
    return import_module("icu").Transliterator.createInstance(transform)


_UNIT = re.compile(f"(?:shch|dzh|sh|ch|kh|zh|ts|[a-z])[{_OPEN}]?")
_OPEN_VOWEL = "e\u0325"


def _with_open_vowels(latin: str) -> str:
    """A word of a script that leaves vowels out, with "a vowel or none" where names seldom join two consonants."""
    units = _UNIT.findall(latin)
    out = units[:1]
    for one, other in pairwise(units):
        if not {one[0], other[0]} & set("aeiouwy") and _sound(one) + _sound(other) not in _joined():
            out.append(_OPEN_VOWEL)
        out.append(other)
    return "".join(out)


def _sound(unit: str) -> str:
    return readings(unit)[0].merged


@cache
def _joined() -> frozenset[str]:
    """The pairs of consonants, as merged sounds, that names often have together."""
    return frozenset(read_table("", "scripts")["unwritten"]["joined"].split())
