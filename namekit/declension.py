"""What one word of a name may be in the nominative: classes of declension (tables/names/cases.toml), taken backwards.

A cell is one language, gender and case. All cells of a script are bits of one number, so that asking whether the words
of a name can agree costs one operation a word.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from typing import Any, Literal

from namekit.frequency import listed
from namekit.names import given, given_names, patronymic_gender
from namekit.orthography import LANGUAGES
from namekit.surnames import Gender
from namekit.table import read_table
from namekit.text import letter_script, unmix

Case = Literal["genitive", "dative", "accusative", "instrumental", "locative"]
NameRole = Literal["given", "patronymic", "surname"]
CASES: tuple[Case, ...] = ("genitive", "dative", "accusative", "instrumental", "locative")
GENDERS: tuple[Gender, ...] = ("male", "female")
_ROLES: tuple[NameRole, ...] = ("given", "patronymic", "surname")
_ROW = re.compile(r"(?:\[(?P<after>[^]]+)\])?(?P<ending>\S+)")
_FOLDED = str.maketrans("ё", "е")
_SHORTEST = 2  # letters of a surname in the nominative
_LONGEST = 40  # letters of a word that is looked at
HYPHENS = re.compile("([-‐‑–])")


@dataclass(frozen=True, slots=True)
class Cell:
    """One language, gender and case."""

    language: str
    script: str
    gender: Gender
    case: Case
    share: float
    marks: tuple[str, ...]
    marked: float

    def share_of(self, low: str) -> float:
        """Share of names that are written so in the language, by the letters of a name in lower case."""
        return self.marked if any(mark in low for mark in self.marks) else self.share


@dataclass(frozen=True, slots=True)
class Form:
    """A word as one role, put into the nominative (lower case), and the cells in which it is written like the word.

    `frozen` halves of a double surname are left as they stand.
    """

    role: NameRole
    nominative: str
    cells: int
    changed: bool
    frozen: int = 0


@dataclass(frozen=True, slots=True)
class Declined:
    """All that a word may be the inflected form of.

    The cells are those of all forms, of those that differ from the word, and of those that are no surname.
    """

    forms: tuple[Form, ...]
    cells: int
    changed: int
    named: int


_NOTHING = Declined((), 0, 0, 0)
_Rows = Mapping[str, Sequence[tuple[NameRole, str, frozenset[str], int]]]


@cache
def chance(name: str) -> float:
    """A constant of tables/names/cases.toml."""
    return float(read_table("names", "cases")["chances"][name])


@cache
def chance_of(case: Case) -> float:
    """Share of inflected names that stand in the case."""
    return float(read_table("names", "cases")["chances"]["cases"][case])


@cache
def _sure() -> tuple[str, ...]:
    return tuple(end for table in read_table("names", "cases")["language"] for end in table.get("sure", ()))


def oblique_bits(word: str) -> float:
    """What the ending of a word in lower case says against the nominative: 0 or less."""
    return chance("sure_bits") if word.endswith(_sure()) else 0.0


@cache
def _anglicize() -> tuple[re.Pattern[str], Mapping[str, str]]:
    spellings: dict[str, str] = read_table("names", "cases")["anglicized"]
    return re.compile("|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))), spellings


def anglicized(word: str) -> str:
    """A Latin word in lower case, roughly as English texts would spell it."""
    pattern, spellings = _anglicize()
    return pattern.sub(lambda m: spellings[m.group()], word)


@dataclass(frozen=True, slots=True)
class _Script:
    """The classes of one script by the ending that a word may have, and the letters of each language."""

    cells: tuple[Cell, ...]
    genders: Mapping[Gender, int]
    rows: _Rows
    longest: int
    languages: tuple[tuple[int, frozenset[str], tuple[str, ...]], ...]


@cache
def _scripts() -> Mapping[str, _Script]:
    tables = read_table("names", "cases")["language"]
    return {script: _script([t for t in tables if t["script"] == script]) for script in ("Cyrl", "Latn")}


def cells(script: str) -> tuple[Cell, ...]:
    """The cells of a script, "Cyrl" or "Latn", in the order of their bits."""
    return _scripts()[script].cells


def _script(tables: list[dict[str, Any]]) -> _Script:
    every: list[Cell] = []
    merged: dict[tuple[str, NameRole, str, frozenset[str]], int] = {}
    languages = []
    for table in tables:
        whole = 0
        for gender in GENDERS:
            bits = [1 << (len(every) + i) for i in range(len(CASES))]
            share, marked = table["share"], table.get("marked", table["share"])
            marks = tuple(table.get("marks", ()))
            every += [Cell(table["code"], table["script"], gender, case, share, marks, marked) for case in CASES]
            whole |= sum(bits)
            for role in _ROLES:
                rows = table.get(role, {})
                for ending, nominative, after, at in _read(rows.get(gender, ()), rows.get(f"stays_{gender}", ())):
                    key = ending.translate(_FOLDED), role, nominative, after
                    merged[key] = merged.get(key, 0) | bits[at]
        languages.append((whole, frozenset(table["letters"] + "-"), tuple(table["never"])))
    by_ending: dict[str, list[tuple[NameRole, str, frozenset[str], int]]] = {}
    for (ending, role, nominative, after), mask in merged.items():
        by_ending.setdefault(ending, []).append((role, nominative, after, mask))
    genders = {g: sum(1 << i for i, cell in enumerate(every) if cell.gender == g) for g in GENDERS}
    return _Script(tuple(every), genders, by_ending, max(map(len, by_ending)), tuple(languages))


def _read(rows: Sequence[str], stays: Sequence[str]) -> Iterator[tuple[str, str, frozenset[str], int]]:
    """The endings of classes: as inflected, in the nominative, the letters one of which must precede, the case's place."""
    for row in rows:
        first, *inflected = row.split()
        after, nominative = _ending(first)
        for at, forms in enumerate(inflected):
            for form in forms.split("|"):
                yield form.strip("-"), nominative, after, at
    for one in stays:
        after, ending = _ending(one)
        for at in range(len(CASES)):
            yield ending, ending, after, at


def _ending(text: str) -> tuple[frozenset[str], str]:
    found = _ROW.fullmatch(text)
    if not found:
        raise ValueError(text)
    return frozenset(found["after"] or ""), found["ending"].strip("-")


@dataclass(frozen=True, slots=True)
class Known:
    """A given name of the tables: as it is spelt, and how common it is among the men or women of each language.

    `exact` is False where only the merged sounds of a Latin spelling are those of a known name.
    """

    spelling: str
    shares: Mapping[tuple[str, Gender], float]
    exact: bool = True

    @property
    def genders(self) -> frozenset[Gender]:
        """The genders of those who bear it."""
        return frozenset(gender for _, gender in self.shares)


@cache
def _cyrillic_given() -> Mapping[str, Known]:
    """Given names in Cyrillic, in lower case; Russian ones also with е for ё, unless that is another name."""
    found: dict[str, Known] = {}
    without: dict[str, Known] = {}
    for name in given_names():
        common = _share_of(name.id)
        for key, forms in name.forms:
            for at, form in enumerate(forms):
                low = form.lower().replace("'", "’")
                later = chance("later_form") if at else 1.0
                shares = {(code, name.gender): common * _weight(key, code) * later for code in LANGUAGES}
                _add(found, low, Known(low, shares))
                if key not in {"be", "tarask"} and "ё" in low:
                    _add(without, low.translate(_FOLDED), Known(low, shares))
    return {**without, **found}


def _weight(key: str, language: str) -> float:
    """How many bear a form of the table in a language, of those who bear the name."""
    if key in {"short", "western"}:
        return chance(key)
    return 1.0 if key == language or (key, language) == ("tarask", "be") else chance("foreign_form")


def _add(found: dict[str, Known], low: str, known: Known) -> None:
    """The name added; of one that several rows have, the commonest counts."""
    old = found.get(low, Known(known.spelling, {}))
    both = {key: max(old.shares.get(key, 0.0), known.shares.get(key, 0.0)) for key in {*old.shares, *known.shares}}
    found[low] = Known(old.spelling, both)


def _share_of(group: str) -> float:
    return listed("given").get(group, chance("unlisted"))


@lru_cache(maxsize=16_384)
def known_given(word: str) -> Known | None:
    """The given name that a word in lower case is, in Cyrillic as it is spelt, in Latin as it sounds; None for another."""
    if _is_cyrillic(word):
        return _cyrillic_given().get(word)
    kin = given(word)
    if not kin.groups:
        return None
    weights = {"full": 1.0, "doublet": chance("foreign_form")}
    common = max(_share_of(group) * weights.get(how, chance("short")) for group, how in kin.groups.items())
    common *= 1.0 if kin.exact else chance("merged")
    return Known(word, {("", gender): common for gender in kin.genders}, kin.exact)


def _is_cyrillic(word: str) -> bool:
    return letter_script(word[:1]) == "Cyrl"


@lru_cache(maxsize=65_536)
def declined(word: str) -> Declined:
    """What a word may be the inflected form of, in every language, gender and case of its script.

    A given name in Cyrillic is known to the tables; one in Latin letters is still to be looked up (`known_given`).
    Both halves of a double name stand in one case.
    """
    word = unmix(word)
    low = word.lower()
    if len(low) != len(word) or len(low) > _LONGEST:
        return _NOTHING
    pieces = HYPHENS.split(low)
    script = _scripts()["Cyrl" if _is_cyrillic(low) else "Latn"]
    usable = _usable(low, script)
    if not usable:
        return _NOTHING
    forms = _simple(pieces[-1], script, usable)
    if len(pieces) > 1:
        forms = _double(pieces, forms, script, usable)
    return _declined(forms)


def _declined(forms: Sequence[Form]) -> Declined:
    everywhere, changed, named = 0, 0, 0
    for form in forms:
        everywhere |= form.cells
        changed |= form.cells if form.changed else 0
        named |= form.cells if form.role != "surname" else 0
    return Declined(tuple(forms), everywhere, changed, named)


@lru_cache(maxsize=65_536)
def verified(word: str) -> Declined:
    """What `declined` finds, less those given names in Latin letters that are none.

    A word that is known as a given name or a patronymic in the nominative is no inflected surname, nor another spelling of
    the same name inflected (Serhii, of Serhi).
    """
    found = declined(word)
    low = unmix(word).lower()
    if not found.cells or _is_cyrillic(low):
        return found
    known = [given(piece) for piece in HYPHENS.split(low)[::2]]
    is_exact = all(kin.groups and kin.exact for kin in known)
    is_name = is_exact or patronymic_gender(low) is not None
    own = frozenset(group for kin in known if kin.exact for group in kin.groups) if low[-1] in "iy" else frozenset()
    script = _scripts()["Latn"]
    forms = []
    for form in found.forms:
        if form.role == "given":
            mask = form.cells
            for piece in HYPHENS.split(form.nominative)[::2]:
                one = known_given(piece)
                usual = one and (one.exact or not form.changed or not is_exact)
                mask &= _of_genders(one.genders, script) if one and usual else 0
            if mask and not (form.changed and any(own & given(p).groups.keys() for p in form.nominative.split("-"))):
                forms.append(replace(form, cells=mask))
        elif not (is_name and form.changed and form.role == "surname"):
            forms.append(form)
    return _declined(forms)


def _usable(low: str, script: _Script) -> int:
    """The cells of the languages that are written with the letters of the word."""
    letters, usable = frozenset(HYPHENS.sub("-", low)), 0
    for cells_of, alphabet, never in script.languages:
        if letters <= alphabet and not any(n in low for n in never):
            usable |= cells_of
    return usable


def _simple(low: str, script: _Script, usable: int) -> list[Form]:
    """The forms of a word without hyphens."""
    found: dict[tuple[NameRole, str], int] = {}
    folded = low.translate(_FOLDED)
    for length in range(min(script.longest, len(low) - 1) + 1):
        start = len(low) - length
        for role, nominative, after, mask in script.rows.get(folded[start:], ()):
            cells_left = mask & usable
            if cells_left and (not after or folded[start - 1] in after):
                key = role, low[:start] + nominative
                found[key] = found.get(key, 0) | cells_left
    cyrillic = script is _scripts()["Cyrl"]
    is_name = cyrillic and known_given(low) is not None
    forms = []
    for (role, nominative), mask in found.items():
        if _NOT_LAST.search(nominative):
            continue
        if role == "given" and cyrillic:
            known = known_given(nominative)
            if known and (kept := mask & _of_genders(known.genders, script)):
                forms.append(Form(role, known.spelling, kept, nominative != low))
        elif role != "surname" or nominative == low or (not is_name and _is_surname(nominative)):
            forms.append(Form(role, nominative, mask, nominative != low))
    return forms


_NOT_LAST = re.compile("[ъʼ’]$|[^aeiouyáéíóúýěąę]j$")


def _is_surname(nominative: str) -> bool:
    """Whether a word can be a surname in the nominative: not too short, with a vowel."""
    return len(nominative) >= _SHORTEST and bool(_VOWEL.search(nominative))


_VOWEL = re.compile("[аеёиіїоуыэюяєaeiouyáéíóúýąęěóů]")


def _of_genders(genders: frozenset[Gender], script: _Script) -> int:
    return sum(script.genders[gender] for gender in genders)


def _double(pieces: list[str], last: list[Form], script: _Script, usable: int) -> list[Form]:
    """The forms of a word with hyphens: all its pieces in one case, or earlier ones as they stand."""
    if not all(pieces[::2]) or len(pieces) > _MOST_PIECES:
        return []
    forms = []
    earlier = [[*_simple(p, script, usable), *_frozen(p, usable)] for p in pieces[:-1:2]]
    for combination in product(*earlier, last):
        mask = usable
        for form in combination:
            mask &= form.cells
        if mask and len({form.role for form in combination}) == 1:
            written = [form.nominative for form in combination]
            text = written[0] + "".join(h + w for h, w in zip(pieces[1::2], written[1:], strict=True))
            changed = any(form.changed for form in combination)
            forms.append(Form(combination[0].role, text, mask, changed, sum(form.frozen for form in combination)))
    return forms


def _frozen(piece: str, usable: int) -> Iterator[Form]:
    """The first half of a surname or patronymic as it stands: Бонч-Бруевича, Абдул-Хамидовича."""
    for role in _ROLES[1:]:
        yield Form(role, piece, usable, changed=False, frozen=1)


_MOST_PIECES = 5  # with the hyphens between them
