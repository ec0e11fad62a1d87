"""Names of people: which given names are kin across be, ru and uk, patronymics, and the parts of a name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from namekit.orthography import possible
from namekit.sounds import readings
from namekit.table import read_table
from namekit.text import APOSTROPHE, repair, script

Role = Literal["given", "patronymic", "surname", "initial", "unknown"]
Gender = Literal["male", "female"]
Relation = Literal["full", "doublet", "short", "western"]
_RELATIONS: Mapping[str, Relation] = {
    "be": "full",
    "ru": "full",
    "uk": "full",
    "tarask": "full",
    "doublet": "doublet",
    "short": "short",
    "western": "western",
}


@dataclass(frozen=True, slots=True)
class GivenName:
    """All forms of one given name, by the key of the table (be, ru, uk, tarask, doublet, short, western)."""

    id: str
    gender: Gender
    forms: tuple[tuple[str, tuple[str, ...]], ...]
    patronymics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name. `certain` is False where the form allows another role."""

    text: str
    role: Role
    certain: bool


@cache
def given_names() -> tuple[GivenName, ...]:
    """The groups of tables/names/given-*.toml."""
    return tuple(
        GivenName(
            row["id"],
            row.get("gender", gender),
            tuple((key, tuple(row[key])) for key in _RELATIONS if key in row),
            tuple(row.get("patronymic", ())),
        )
        for gender in ("male", "female")
        for row in read_table("names", f"given-{gender}")["name"]
    )


@dataclass(frozen=True, slots=True)
class Kin:
    """What a token may be as a given name or a patronymic: group ids, each with its relation, and the gender."""

    groups: Mapping[str, Relation]
    genders: frozenset[Gender]


_NO_KIN = Kin({}, frozenset())


@lru_cache(maxsize=65_536)
def given(token: str) -> Kin:
    """The groups of given names that the token may be a form of; equal sounds before merged ones."""
    return _look_up(token, *_given_sounds())


@lru_cache(maxsize=65_536)
def patronymic(token: str) -> Kin:
    """The groups of given names of which the token may be the patronymic; `genders` is the bearer's."""
    return _look_up(token, *_patronymic_sounds())


_Lexicon = dict[str, dict[str, tuple[Relation, Gender]]]


def _look_up(token: str, exact: _Lexicon, merged: _Lexicon) -> Kin:
    heard = readings(token)
    for lexicon, keys in ((exact, [_one_g(r.sounds) for r in heard]), (merged, [r.merged for r in heard])):
        found: dict[str, tuple[Relation, Gender]] = {}
        for key in keys:
            for group, (relation, gender) in lexicon.get(key, {}).items():
                if group not in found or found[group][0] == "short":
                    found[group] = relation, gender
        if found:
            return Kin({g: r for g, (r, _) in found.items()}, frozenset(s for _, s in found.values()))
    return _NO_KIN


def _one_g(sounds: str) -> str:
    """Sounds with г as one: Oleg and Oleh are equal, not merely alike."""
    return sounds.replace("H", "G")


@cache
def _given_sounds() -> tuple[_Lexicon, _Lexicon]:
    forms = (
        (form, name.id, _RELATIONS[key], name.gender)
        for name in given_names()
        for key, spellings in name.forms
        for form in spellings
    )
    return _by_sounds(forms)


@cache
def _patronymic_sounds() -> tuple[_Lexicon, _Lexicon]:
    def forms() -> Iterator[tuple[str, str, Relation, Gender]]:
        for name in given_names():
            if name.gender == "male":
                fathers = [f for key, fs in name.forms if key in {"be", "ru", "uk", "tarask", "doublet"} for f in fs]
                for form in {p for f in fathers for p in patronymics(f)} | set(name.patronymics):
                    yield form, name.id, "full", "female" if form[-1] in "аa" else "male"

    return _by_sounds(forms())


def _by_sounds(forms: Iterator[tuple[str, str, Relation, Gender]]) -> tuple[_Lexicon, _Lexicon]:
    exact: _Lexicon = {}
    merged: _Lexicon = {}
    for form, group, relation, gender in forms:
        for reading in readings(form):
            for lexicon, key in ((exact, _one_g(reading.sounds)), (merged, reading.merged)):
                row = lexicon.setdefault(key, {})
                if group not in row or row[group][0] == "short":
                    row[group] = relation, gender
    return exact, merged


def patronymics(father: str) -> tuple[str, ...]:
    """Patronymics made by rule from a Cyrillic given name, masculine and feminine, as all three languages spell them.

    The endings are those of the three grammars; which of them a language uses after a given stem is left
    open here, since the resolver wants every spelling that occurs (Валерьевич and Валериевич).
    """
    stem, last = father[:-1], father[-1:].lower()
    if last == "й":
        soft = stem[:-1] + "ь" if stem[-1:] in {"и", "і", "ы"} else stem
        male = [stem + "евич", soft + "евич", stem + "евіч", soft + "евіч", stem + "йович"]
        female = [stem + "евна", soft + "евна", stem + "еўна", soft + "еўна", stem + "ївна"]
    elif last == "ь":
        male = [stem + "евич", stem + "ьевич", stem + "евіч", stem + "ьевіч", stem + "ьович", stem + "ович"]
        female = [stem + "евна", stem + "ьевна", stem + "еўна", stem + "ьеўна", stem + "івна"]
    elif last in "ая":
        male = [stem + "ич", stem + "іч", stem + "ович", stem + "авіч"]
        female = [stem + "ична", stem + "інічна", stem + "инична", stem + "івна", stem + "аўна", stem + "овна"]
    elif last in "оа":
        male = [stem + "ович", stem + "авіч"]
        female = [stem + "івна", stem + "овна", stem + "аўна"]
    elif last in "еиіэюуы":
        male = [father + "евич", father + "евіч", father + "йович"]
        female = [father + "евна", father + "еўна", father + "ївна"]
    else:
        male = [father + "ович", father + "авіч", father + "овіч", father + "евич"]
        female = [father + "овна", father + "аўна", father + "оўна", father + "івна", father + "евна"]
    return (*male, *female)


@cache
def name_list(language: str) -> tuple[str, ...]:
    """Names of a language, sorted: given names, the patronymics made from them, common surnames."""
    found = {row[language] for row in read_table("names", "surnames")["surname"] if language in row}
    for name in given_names():
        forms = dict(name.forms).get(language, ())
        found.update(forms)
        if name.gender == "male":
            found.update(p for f in forms for p in patronymics(f))
    return tuple(sorted(n for n in found if possible(n, language)))


# On merged sounds: -авіч, -ович, -евич; -аўна, -овна, -евна, -івна, -ична; and the Turkic sons and daughters.
_PATRONYMIC = re.compile(r"(?P<m>.(?:AVIČ|IVIČ|VIČ|UGLI|AGLI|AGLU|ULI|UULU))$|(?P<f>.(?:AVNA|IVNA|IČNA|KIZI))$")


@lru_cache(maxsize=65_536)
def patronymic_gender(token: str) -> Gender | None:
    """Gender of the bearer where the token ends like a patronymic, whoever the father is."""
    for reading in readings(token):
        if found := _PATRONYMIC.search(reading.merged):
            return "male" if found["m"] else "female"
    return None


# On merged sounds: endings of surnames that have both genders.
_FEMININE = re.compile(r"(?:AV|IV|IN)A$|[SZTK]KAA?$|[^AIU]AA$")
_MASCULINE = re.compile(r"(?:AV|IV|IN|[SZT]KI)$")


@lru_cache(maxsize=65_536)
def surname_gender(token: str) -> Gender | None:
    """Gender that the ending of a surname shows; None where both bear it (Лукашенко) or it is not of that kind."""
    for reading in readings(token)[:1]:
        if _FEMININE.search(reading.merged):
            return "female"
        if _MASCULINE.search(reading.merged):
            return "male"
    return None


_TOKEN = re.compile(r"[^\W\d_]+(?:[’\-‐‑–][^\W\d_]+)*[’]?")
_RUN_ON = re.compile(r"(?<=[а-яёіўґєїa-zčšžŭćńśźł])(?=[А-ЯЁІЎҐЄЇA-ZČŠŽŬĆŃŚŹŁ])")
_MIN_RUN_ON = 3  # letters on both sides: МакКарты and McDonald stay whole


@lru_cache(maxsize=65_536)
def parts(name: str) -> tuple[Part, ...]:
    """The parts of a name in the order of the text, with their likely roles.

    Reads `First Patronymic LAST`, `LAST, First Patronymic`, `Last First Patronymic`, `F. P. Last`, `F.P. Last`,
    `First Last`, and names whose spaces were lost (ЕвгенийАлексеевич).
    """
    text, _ = repair(name)
    before_comma = text.find(",")
    found = []
    for match in _TOKEN.finditer(text):
        dotted = text[match.end() : match.end() + 1] == "."
        found += [
            _Token(token, dotted, 0 <= match.start() < before_comma)
            for token in _split_run_on(match.group().strip(APOSTROPHE))
        ]
    return _roles(tuple(found))


def _split_run_on(token: str) -> list[str]:
    pieces = _RUN_ON.split(token)
    if len(pieces) > 1 and all(len(p) >= _MIN_RUN_ON for p in pieces):
        return pieces
    return [token]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    dotted: bool
    before_comma: bool

    @property
    def is_initial(self) -> bool:
        """One letter, or a dotted digraph such as Yu. or Dz."""
        return len(self.text) == 1 or (self.dotted and len(self.text) <= _LONGEST_INITIAL)


_LONGEST_INITIAL = 3


def _roles(tokens: tuple[_Token, ...]) -> tuple[Part, ...]:
    full = [i for i, t in enumerate(tokens) if not t.is_initial]
    roles: dict[int, tuple[Role, bool]] = {i: ("initial", True) for i in range(len(tokens)) if i not in full}
    surnames = _marked_surnames(tokens, full)
    for i in surnames:
        roles[i] = "surname", True
    free = [i for i in full if i not in roles]
    middle = _patronymic_place(tokens, free, len(full) + bool(len(full) < len(tokens)))
    if middle is not None:
        roles[middle] = "patronymic", bool(patronymic(tokens[middle].text).groups)
        free.remove(middle)
    first = _given_place(tokens, free, middle, has_surname=bool(surnames), initials=len(full) < len(tokens))
    if first is not None:
        roles[first] = "given", bool(given(tokens[first].text).groups) or first + 1 == middle
        free.remove(first)
    sure = first is None or roles[first][1]
    for i in free:
        roles[i] = ("unknown" if surnames else "surname"), sure and len(free) == 1
    return tuple(Part(t.text, *roles[i]) for i, t in enumerate(tokens))


def _marked_surnames(tokens: tuple[_Token, ...], full: list[int]) -> list[int]:
    """Parts before a comma, or in capitals where others are not."""
    before = [i for i in full if tokens[i].before_comma]
    if before and len(before) < len(tokens):
        return before
    capitals = [i for i in full if tokens[i].text.isupper()]
    return capitals if capitals and len(capitals) < len(full) else []


_WITH_PATRONYMIC, _GIVEN_AND_PATRONYMIC = 3, 2  # parts of a name that can hold a patronymic; those beside the surname


def _patronymic_place(tokens: tuple[_Token, ...], free: list[int], count: int) -> int | None:
    """Where the patronymic stands: only in a name of three parts and more, never alone or first of two."""
    if count < _WITH_PATRONYMIC or len(free) < _GIVEN_AND_PATRONYMIC:
        return None
    known = [i for i in free if patronymic(tokens[i].text).groups]
    shaped = [i for i in free if i not in known and patronymic_gender(tokens[i].text)]
    candidates = [i for i in known + shaped if i > 0] or known + shaped
    after_given = [i for i in candidates if i - 1 in free and given(tokens[i - 1].text).groups]
    return next(iter(after_given or candidates), None)


def _given_place(
    tokens: tuple[_Token, ...], free: list[int], middle: int | None, *, has_surname: bool, initials: bool
) -> int | None:
    """Where the given name stands: before the patronymic, else the first part known as one, else the first part."""
    if not free:
        return None
    known = [i for i in free if given(tokens[i].text).groups]
    if middle is not None and middle - 1 in free and (not known or middle - 1 in known):
        return middle - 1
    full = [i for i in known if any(r != "short" for r in given(tokens[i].text).groups.values())]
    if full or known:
        return (full or known)[0]
    if initials and not has_surname:
        return None  # F. P. Last
    return free[0] if has_surname or len(free) > 1 else None


def gender(name_parts: tuple[Part, ...]) -> Gender | None:
    """Gender that the parts agree on: the patronymic says most, then the given name, then the surname's ending."""
    by_role: dict[Role, Gender] = {}
    for part in name_parts:
        if part.role == "patronymic" and (found := patronymic_gender(part.text)):
            by_role["patronymic"] = found
        elif part.role == "given":
            genders = given(part.text).genders
            if len(genders) == 1:
                by_role["given"] = next(iter(genders))
        elif part.role == "surname" and (found := surname_gender(part.text)):
            by_role.setdefault("surname", found)
    for role in ("patronymic", "given", "surname"):
        if role in by_role:
            return by_role[role]
    return None


def language(name: str) -> str:
    """The language that a Cyrillic spelling shows by its letters: "be", "uk", "ru"; "" where it shows none."""
    low = name.lower()
    if script(name) != "Cyrl":
        return ""
    for code, letters in (("uk", "їєґ"), ("be", "ў"), ("ru", "щъ")):
        if any(c in low for c in letters):
            return code
    if "і" in low:
        return "be" if any(c in low for c in "ыэё") else ""
    return "ru" if any(c in low for c in "ыэё") and "и" in low else ""
