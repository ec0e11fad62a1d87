"""What one word of a name may be in the nominative: classes of declension (tables/names/cases.toml), taken backwards.

A cell is one language, gender and case. All cells of a script are bits of one number, so that asking whether the words
of a name can agree costs one operation a word.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Any, Literal, NamedTuple

from namekit.names.kin import given, patronymic_gender, spellings
from namekit.names.plausibility import case_table, known_given
from namekit.names.surnames import Gender
from namekit.text import apostrophes, letter_script, unmix

Case = Literal["genitive", "dative", "accusative", "instrumental", "locative"]
NameRole = Literal["given", "patronymic", "surname"]
CASES: tuple[Case, ...] = ("genitive", "dative", "accusative", "instrumental", "locative")
_HYPHENS = "-‐‑–"
HYPHENS = re.compile(f"([{_HYPHENS}])")
_GENDERS: tuple[Gender, ...] = ("male", "female")
_ROLES: tuple[NameRole, ...] = ("given", "patronymic", "surname")
_ROW = re.compile(r"(?P<mark>[!?]?)(?:\[(?P<after>[^]]+)\])?(?P<ending>\S+)")
_VOWEL = re.compile("[аеёиіїоуыэюяєaeiouyáéíóúýąęěóůāēīūėįų]")
_NO_END = re.compile("[ъ’]$|[^aeiouyáéíóúýěąę]j$|sk$|dz$")  # what no name in the nominative ends with
_SHORTEST_GIVEN = 3  # letters of a given name in Latin letters that is put into the nominative
_SHORTEST = 2  # letters of a surname in the nominative
_LONGEST = 40  # letters of a word that is looked at
_MOST_PIECES = 5  # of a word, with the hyphens between them


class Cell(NamedTuple):
    """One language, gender and case."""

    language: str
    script: str
    gender: Gender
    case: Case
    share: float
    marked: float
    marks: tuple[str, ...]

    def share_of(self, low: str) -> float:
        """Share of names that are spelt in the language, by the letters of a name in lower case."""
        return self.marked if any(map(low.__contains__, self.marks)) else self.share


class Form(NamedTuple):
    """A word as one role, put into the nominative (lower case), and the cells in which it is written like the word.

    In those that are `rare`, names that end so are hardly ever inflected like this. `frozen` earlier halves of a double
    name are left as they stand.
    """

    role: NameRole
    nominative: str
    cells: int
    changed: bool
    rare: int = 0
    frozen: int = 0


class Declined(NamedTuple):
    """All that a word may be the inflected form of.

    The cells are those of all forms, of those that differ from the word, and of those that are no surname.
    """

    forms: tuple[Form, ...]
    cells: int
    changed: int
    named: int


_NOTHING = Declined((), 0, 0, 0)


class _Row(NamedTuple):
    """A class: the ending in the nominative, and the letters one of which stands before it."""

    role: NameRole
    nominative: str
    after: frozenset[str]
    mark: str


class _Script(NamedTuple):
    """The classes of one script by the ending that a word may have, each with its cells.

    `letters` has the cells of the languages that have a letter, `never` of those that have not what is written so.
    """

    cells: tuple[Cell, ...]
    genders: Mapping[Gender, int]
    rows: Mapping[str, Sequence[tuple[_Row, int]]]
    usual: tuple[str, ...]
    longest: int
    letters: Mapping[str, int]
    never: Mapping[str, int]


@cache
def _scripts() -> Mapping[str, _Script]:
    tables = case_table()["language"]
    return {script: _script([t for t in tables if t["script"] == script]) for script in ("Cyrl", "Latn")}


def cells(script: str) -> tuple[Cell, ...]:
    """The cells of a script, "Cyrl" or "Latn", in the order of their bits."""
    return _scripts()[script].cells


def _script(tables: list[Mapping[str, Any]]) -> _Script:
    every: list[Cell] = []
    merged: dict[tuple[str, _Row], int] = {}
    letters: dict[str, int] = {}
    never: dict[str, int] = {}
    for table in tables:
        whole = 0
        for gender in _GENDERS:
            bits = [1 << (len(every) + i) for i in range(len(CASES))]
            share, marked, marks = table["share"], table.get("marked", table["share"]), tuple(table.get("marks", ()))
            every += [Cell(table["code"], table["script"], gender, case, share, marked, marks) for case in CASES]
            whole |= sum(bits)
            for role in _ROLES:
                rows = table[role]
                for ending, row, at in _read(role, rows[gender], rows.get(f"stays_{gender}", ())):
                    key = ending.replace("ё", "е"), row
                    merged[key] = merged.get(key, 0) | bits[at]
        for found, texts in ((letters, {*table["letters"], *_HYPHENS}), (never, table["never"])):
            found.update({text: found.get(text, 0) | whole for text in texts})
    by_ending: dict[str, list[tuple[_Row, int]]] = {}
    for (ending, row), mask in merged.items():
        by_ending.setdefault(ending, []).append((row, mask))
    genders = {g: sum(1 << i for i, cell in enumerate(every) if cell.gender == g) for g in _GENDERS}
    usual = tuple(sorted({row.nominative for _, row in merged if row.mark == "!"}))
    return _Script(tuple(every), genders, by_ending, usual, max(map(len, by_ending)), letters, never)


def _read(role: NameRole, rows: Sequence[str], stays: Sequence[str]) -> Iterator[tuple[str, _Row, int]]:
    """Endings as inflected, each with its row and the place of the case."""
    for text in rows:
        first, *inflected = text.split()
        row = _row(role, first)
        for at, forms in enumerate(inflected):
            for form in forms.split("|"):
                yield form.strip("-"), row, at
    for text in stays:
        row = _row(role, text)
        for at in range(len(CASES)):
            yield row.nominative, row, at


def _row(role: NameRole, text: str) -> _Row:
    mark, after, ending = _ROW.findall(text)[0]
    return _Row(role, ending.strip("-"), frozenset(after), mark)


@lru_cache(maxsize=8_192)
def declined(word: str) -> Declined:
    """What a word may be the inflected form of, in every language, gender and case of its script.

    A given name in Cyrillic is known to the tables; one in Latin letters is still to be looked up, as `verified` does.
    Both halves of a double name stand in one case.
    """
    low = _lowered(word)
    written = "Cyrl" if _is_cyrillic(low) else "Latn"
    usable = _usable(low, _scripts()[written]) if len(low) == len(word) <= _LONGEST else 0
    if not usable:
        return _NOTHING
    pieces = HYPHENS.split(low)
    forms = _simple(pieces[-1], written, usable)
    return _declined(forms if len(pieces) == 1 else list(_double(pieces, forms, written, usable)))


@lru_cache(maxsize=131_072)
def uninflected_patronymic(word: str) -> Gender | None:
    """The bearer's gender where a word is a patronymic that is not inflected; in Latin letters, sounds like one."""
    known = letter_script(word[0]) == "Latn" or word.lower() in spellings().patronymics
    return patronymic_gender(word) if known else None


class Ends(NamedTuple):
    """What the last letters of a word say: the cells that they allow, and those of them that may differ from it."""

    cells: int
    changed: int


@lru_cache(maxsize=16_384)
def possible(word: str) -> Ends:
    """No fewer cells than those of `declined`, and found sooner: nearly all names are refused by these."""
    low = _lowered(word).replace("ё", "е")
    written = "Cyrl" if _is_cyrillic(low) else "Latn"
    script = _scripts()[written]
    everywhere = changed = 0
    for start in range(max(0, len(low) - script.longest), len(low) + 1):
        if (ending := low[start:]) in script.rows:
            here, differing = _bounds(written, ending, low[start - 1 : start])
            everywhere |= here
            changed |= differing
    return Ends(everywhere, changed)


@lru_cache(maxsize=16_384)
def _bounds(script: str, ending: str, before: str) -> tuple[int, int]:
    """The cells of all classes with an ending after a letter, and of those whose nominative is another."""
    everywhere = changed = 0
    for row, mask in _rows(script, ending, before):
        everywhere |= mask
        changed |= mask if row.nominative != ending else 0
    return everywhere, changed


def _rows(script: str, ending: str, before: str) -> Iterator[tuple[_Row, int]]:
    """The classes with an ending after a letter, with their cells."""
    return (rm for rm in _scripts()[script].rows.get(ending, ()) if not rm[0].after or before in rm[0].after)


@lru_cache(maxsize=8_192)
def verified(word: str, *, surname: bool = False) -> Declined:
    """What `declined` finds, less those given names in Latin letters that are none; all, where it must be a `surname`.

    A word that is known as a given name or a patronymic in the nominative is no inflected surname, nor a name that only
    sounds nearly like a known one, nor another spelling of the same name inflected (Serhii, of Serhi).
    """
    found, low = declined(word), _lowered(word)
    if not found.cells or _is_cyrillic(low):
        return found
    known = [given(piece) for piece in HYPHENS.split(low)[::2]]
    is_exact = all(kin.groups and kin.exact for kin in known)
    is_name = is_exact or patronymic_gender(low) is not None
    own = frozenset(
        g for kin in known if kin.exact and low[-1] in "iy" for g, how in kin.groups.items() if how == "full"
    )
    forms = []
    for form in found.forms:
        if form.role != "given":
            if not (is_name and form.changed and form.role == "surname"):
                forms.append(form)
        elif not surname and (mask := form.cells & _of_known(form, exact=is_exact and form.changed, but=own)):
            forms.append(form._replace(cells=mask))
    return _declined(forms)


@lru_cache(maxsize=1_024)
def given_groups(word: str) -> frozenset[str]:
    """The groups of given names that a word may be of, in whatever case it stands."""
    forms = [word, *[form.nominative for form in verified(word).forms if form.role == "given"]]
    return frozenset(group for form in forms if (kin := given(form)).exact for group in kin.groups)


def _of_known(form: Form, *, exact: bool, but: frozenset[str]) -> int:
    """The cells of the gender that a given name in Latin letters has; none where it is not known."""
    mask = -1
    for piece in HYPHENS.split(form.nominative)[::2]:
        known = known_given(piece)
        if not known or (form.changed and len(piece) < _SHORTEST_GIVEN) or (exact and not known.exact):
            return 0
        if form.changed and not but.isdisjoint(given(piece).groups):
            return 0
        mask &= _of_genders(known.genders, _scripts()["Latn"])
    return mask


def _declined(forms: Sequence[Form]) -> Declined:
    everywhere, changed, named = 0, 0, 0
    for form in forms:
        everywhere |= form.cells
        changed |= form.cells if form.changed else 0
        named |= form.cells if form.role != "surname" else 0
    return Declined(tuple(forms), everywhere, changed, named)


_OF_ONE_SCRIPT = re.compile("[a-z]+|[\u0430-\u045f\u0491]+")


def _lowered(word: str) -> str:
    low = word.lower()
    return low if _OF_ONE_SCRIPT.fullmatch(low) else apostrophes(unmix(word)).lower()


def _is_cyrillic(word: str) -> bool:
    return letter_script(word[:1]) == "Cyrl"


def _usable(low: str, script: _Script) -> int:
    """The cells of the languages that are written with the letters of the word."""
    usable = -1
    for letter in low:
        usable &= script.letters.get(letter, 0)
    for text, refused in script.never.items() if usable else ():
        if text in low:
            usable &= ~refused
    return usable


class _Class(NamedTuple):
    """A role and the ending that a nominative has, with its cells: all of them, and those where it is usual.

    In those of `open` it is as well, unless the whole nominative ends like names that are inflected otherwise.
    """

    role: NameRole
    nominative: str
    cells: int
    usual: int
    open: int


@lru_cache(maxsize=16_384)
def _classes(script: str, ending: str, before: str, usable: int) -> tuple[_Class, ...]:
    """What a word with an ending after a letter may be in the nominative."""
    found: dict[tuple[NameRole, str], tuple[int, int, int]] = {}
    for row, mask in _rows(script, ending, before):
        if left := mask & usable:
            everywhere, usual, open_ = found.get((row.role, row.nominative), (0, 0, 0))
            usual |= left if row.mark == "!" or (not row.mark and row.role != "surname") else 0
            open_ |= left if not row.mark and row.role == "surname" else 0
            found[row.role, row.nominative] = everywhere | left, usual, open_
    return tuple(_Class(role, nominative, *masks) for (role, nominative), masks in found.items())


def _simple(low: str, written: str, usable: int) -> list[Form]:
    """The forms of a word without hyphens."""
    script, cyrillic = _scripts()[written], written == "Cyrl"
    found: dict[tuple[NameRole, str], tuple[int, int]] = {}
    folded = low.replace("ё", "е")
    for start in range(len(low), max(0, len(low) - script.longest) - 1, -1):
        if (ending := folded[start:]) not in script.rows:
            continue
        for role, tail, mask, usual, open_ in _classes(written, ending, folded[start - 1 : start], usable):
            nominative = low[:start] + _with_yo(tail, low[start:])
            if start or nominative == low:
                everywhere, before = found.get((role, nominative), (0, 0))
                here = usual if nominative.endswith(script.usual) else usual | open_
                found[role, nominative] = everywhere | mask, before | here
    is_name = cyrillic and known_given(low) is not None
    forms = []
    for (role, nominative), (mask, usual) in found.items():
        if _NO_END.search(nominative):
            continue
        if role == "given" and cyrillic:
            known = known_given(nominative)
            if known and (kept := mask & _of_genders(known.genders, script)):
                forms.append(Form(role, known.spelling, kept, nominative != low))
        elif role != "surname" or nominative == low or (not is_name and _is_surname(nominative)):
            forms.append(Form(role, nominative, mask, nominative != low, mask & ~usual))
    return forms


def _with_yo(ending: str, inflected: str) -> str:
    """An ending with ё where the inflected word has it: Ковалёва, Ковалёв."""
    if "ё" not in inflected:
        return ending
    same = min(len(ending), len(inflected))
    return "".join("ё" if (e, i) == ("е", "ё") else e for e, i in zip(ending, inflected, strict=False)) + ending[same:]


def _is_surname(nominative: str) -> bool:
    """Whether a word can be a surname in the nominative: not too short, with a vowel."""
    return len(nominative) >= _SHORTEST and bool(_VOWEL.search(nominative))


def _of_genders(genders: frozenset[Gender], script: _Script) -> int:
    return sum(script.genders[gender] for gender in genders)


def _double(pieces: list[str], last: list[Form], written: str, usable: int) -> Iterator[Form]:
    """The forms of a word with hyphens: all its pieces in one case, or earlier ones as they stand."""
    if not all(pieces[::2]) or len(pieces) > _MOST_PIECES:
        return
    earlier = [[*_simple(p, written, usable), *_frozen(p, usable)] for p in pieces[:-1:2]]
    for combination in product(*earlier, last):
        mask, rare = usable, 0
        for form in combination:
            mask &= form.cells
            rare |= form.rare
        if mask and len({form.role for form in combination}) == 1:
            spelt = [form.nominative for form in combination]
            text = spelt[0] + "".join(h + w for h, w in zip(pieces[1::2], spelt[1:], strict=True))
            changed, frozen = any(f.changed for f in combination), sum(f.frozen for f in combination)
            yield Form(combination[0].role, text, mask, changed, rare & mask, frozen)


def _frozen(piece: str, usable: int) -> Iterator[Form]:
    """The first half of a surname or patronymic as it stands: Бонч-Бруевича, Абдул-Хамидовича."""
    for role in _ROLES[1:]:
        yield Form(role, piece, usable, changed=False, frozen=1)
