"""Given names: which are kin across be, ru and uk, and the patronymics made from them (tables/names/given-*)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from namekit.names.frequency import per_million
from namekit.names.sounds import Reading, readings
from namekit.names.surnames import Gender
from namekit.ready import ready
from namekit.romanization.orthography import LANGUAGES, possible
from namekit.table import read_table

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


class GivenName(NamedTuple):
    """All forms of one given name, by the key of the table (be, ru, uk, tarask, doublet, short, western)."""

    id: str
    gender: Gender
    forms: tuple[tuple[str, tuple[str, ...]], ...]
    patronymics: tuple[str, ...]


@cache
def given_names() -> tuple[GivenName, ...]:
    """The groups of tables/names/given-*.toml."""
    lines = ready("names")
    return made_given_names() if lines is None else tuple(map(_given_name, lines.splitlines()))


def _given_name(line: str) -> GivenName:
    id_, gender, patronymics, *forms = line.split("\t")
    keyed = (row.partition("=") for row in forms)
    return GivenName(
        id_,
        "male" if gender == "male" else "female",
        tuple((key, tuple(spellings.split(","))) for key, _, spellings in keyed),
        tuple(patronymics.split(",")) if patronymics else (),
    )


def as_line(name: GivenName) -> str:
    """A group as a line of names/ready.txt has it."""
    forms = (f"{key}={','.join(spellings)}" for key, spellings in name.forms)
    return "\t".join((name.id, name.gender, ",".join(name.patronymics), *forms))


def made_given_names() -> tuple[GivenName, ...]:
    """`given_names`, read from the tables."""
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


@cache
def _by_form() -> Mapping[str, tuple[tuple[GivenName, str], ...]]:
    found: dict[str, dict[tuple[str, str], GivenName]] = {}
    for name in given_names():
        for key, forms in name.forms:
            for form in forms:
                found.setdefault(form.lower(), {}).setdefault((name.id, _RELATIONS[key]), name)
    return {form: tuple((name, relation) for (_, relation), name in rows.items()) for form, rows in found.items()}


def spelled(form: str) -> tuple[tuple[GivenName, str], ...]:
    """The groups that have just this form, case aside, each with its relation; full forms alone where there are any."""
    rows = _by_form().get(form.lower(), ())
    return tuple(row for row in rows if row[1] == "full") or rows


class Kin(NamedTuple):
    """What a token may be as a given name or a patronymic: group ids, each with its relation, and the gender.

    `exact` is False where only the merged sounds are those of a known name.
    """

    groups: Mapping[str, Relation]
    genders: frozenset[Gender]
    exact: bool = True


_NO_KIN = Kin({}, frozenset())


@lru_cache(maxsize=16_384)
def given(token: str) -> Kin:
    """The groups of given names that the token may be a form of; equal sounds before merged ones."""
    return kin_heard(readings(token), "given")


@lru_cache(maxsize=16_384)
def patronymic(token: str) -> Kin:
    """The groups of given names of which the token may be the patronymic; `genders` is the bearer's."""
    return kin_heard(readings(token), "patronymic")


def kin_heard(heard: Sequence[Reading], field: str) -> Kin:
    """`given` or `patronymic` of what is heard, which is all that they depend on; nothing for another field."""
    if field not in {"given", "patronymic"}:
        return _NO_KIN
    return _look_up(heard, *(_given_sounds() if field == "given" else _patronymic_sounds()))


_Lexicon = Mapping[str, str]
"""By sounds, the groups that have them: `id:rg` each, with the first letters of the relation and of the gender."""


def _look_up(heard: Sequence[Reading], exact: _Lexicon, merged: _Lexicon) -> Kin:
    rows = [row for r in heard if (row := exact.get(_one_g(r.sounds)))]
    is_exact = bool(rows)
    if not is_exact:
        rows = [row for r in heard if (row := merged.get(r.merged))]
    found: dict[str, tuple[Relation, Gender]] = {}
    for row in rows:
        for entry in row.split():
            group = entry[:-3]
            if group not in found or found[group][0] == "short":
                found[group] = _BY_LETTER[entry[-2]], "male" if entry[-1] == "m" else "female"
    if not found:
        return _NO_KIN
    return Kin({g: r for g, (r, _) in found.items()}, frozenset(s for _, s in found.values()), exact=is_exact)


_BY_LETTER: Mapping[str, Relation] = {relation[0]: relation for relation in _RELATIONS.values()}


def _one_g(sounds: str) -> str:
    """Sounds with г as one: Oleg and Oleh are equal, not merely alike."""
    return sounds.replace("H", "G")


@cache
def _given_sounds() -> tuple[_Lexicon, _Lexicon]:
    return _ready_lexicons("given") or given_by_sounds()


@cache
def _patronymic_sounds() -> tuple[_Lexicon, _Lexicon]:
    return _ready_lexicons("patronymic") or patronymics_by_sounds()


def _ready_lexicons(field: str) -> tuple[_Lexicon, _Lexicon] | None:
    exact, merged = ready(f"{field} exact"), ready(f"{field} merged")
    return None if exact is None or merged is None else (_rows(exact), _rows(merged))


def _rows(section: str) -> _Lexicon:
    fields = section.replace("\n", "\t").split("\t")
    return dict(zip(fields[::2], fields[1::2], strict=True))


def given_by_sounds() -> tuple[_Lexicon, _Lexicon]:
    """Given names by their sounds, and by their merged sounds, worked out from the tables."""
    return _by_sounds(
        (heard, name.id, _RELATIONS[key], name.gender)
        for name in given_names()
        for key, spellings in name.forms
        for form in spellings
        for heard in _heard_as(form, key)
    )


def _heard_as(form: str, key: str) -> Iterable[str]:
    """A form, and a Ukrainian one also as its Latin spellings sound, with y for и: Mykola, Dmytro."""
    return dict.fromkeys((form, form.replace("и", "ы"))) if key == "uk" else (form,)


def patronymics_by_sounds() -> tuple[_Lexicon, _Lexicon]:
    """The like for patronymics."""

    def forms() -> Iterator[tuple[str, str, Relation, Gender]]:
        for name in given_names():
            if name.gender == "male":
                fathers = [f for key, fs in name.forms if key in {"be", "ru", "uk", "tarask", "doublet"} for f in fs]
                made = [p for f in fathers for p in patronymics(f)]
                for form in dict.fromkeys((*made, *name.patronymics)):
                    yield form, name.id, "full", "female" if form[-1] in "аa" else "male"

    return _by_sounds(forms())


def _by_sounds(forms: Iterator[tuple[str, str, Relation, Gender]]) -> tuple[_Lexicon, _Lexicon]:
    lexicons: tuple[dict[str, dict[str, tuple[Relation, Gender]]], ...] = ({}, {})
    for form, group, relation, gender in forms:
        for reading in readings(form):
            for lexicon, key in zip(lexicons, (_one_g(reading.sounds), reading.merged), strict=True):
                row = lexicon.setdefault(key, {})
                if group not in row or row[group][0] == "short":
                    row[group] = relation, gender
    exact, merged = (
        {key: " ".join(f"{group}:{r[0]}{g[0]}" for group, (r, g) in row.items()) for key, row in lexicon.items()}
        for lexicon in lexicons
    )
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
def usual_groups(field: Literal["given", "patronymic"]) -> frozenset[str]:
    """The groups whose names many people bear as a given name, or many fathers (tables/names/frequency.toml)."""
    least = read_table("names", "roles")["usual"]["per_million"]
    return frozenset(g for g, people in per_million(field).items() if people >= least)


class Spellings(NamedTuple):
    """Names as they are spelt in Cyrillic, in lower case: usual and full given names, all forms, and patronymics."""

    usual: frozenset[str]
    full: frozenset[str]
    given: frozenset[str]
    patronymics: frozenset[str]


@cache
def spellings() -> Spellings:
    """The given names of the tables and the patronymics made from them."""
    usual, full, every, fathers = (ready(f"spelt {kind}") for kind in ("usual", "full", "given", "patronymics"))
    if usual is None or full is None or every is None or fathers is None:
        return made_spellings()
    return Spellings(*(frozenset(section.split()) for section in (usual, full, every, fathers)))


def made_spellings() -> Spellings:
    """`spellings`, worked out from the tables."""
    usual, full, every, fathers = set(), set(), set(), set()
    for name in given_names():
        own = {f.lower() for key, forms in name.forms if key in LANGUAGES for f in forms}
        full |= own
        usual |= own if name.id in usual_groups("given") else set()
        every |= own | {f.lower() for _, forms in name.forms for f in forms}
        fathers |= {p.lower() for p in name.patronymics}
        if name.gender == "male":
            fathers.update(p for father in own for p in patronymics(father))
    return Spellings(frozenset(usual), frozenset(full), frozenset(every), frozenset(fathers))


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
_SONS = ("VIČ", "UGLI", "AGLI", "AGLU", "ULI", "UULU")
_DAUGHTERS = ("AVNA", "IVNA", "IČNA", "KIZI")


_OF_FATHER = re.compile(r"(?:[AIVČ]*VIČ|IČ|[AI]*VNA|IČNA|UGLI|AGLI|AGLU|ULI|UULU|KIZI)$")


def fathers(patronymic: Iterable[Reading]) -> tuple[str, ...]:
    """What is left of the merged sounds of a patronymic without its ending, in the readings that have one."""
    heard = dict.fromkeys(reading.merged for reading in patronymic)
    without = {merged: _OF_FATHER.sub("", merged) for merged in heard}
    return tuple(stem for merged, stem in without.items() if stem != merged) or tuple(heard)


@lru_cache(maxsize=4_096)
def patronymic_gender(token: str) -> Gender | None:
    """Gender of the bearer where the token ends like a patronymic, whoever the father is."""
    for reading in readings(token):
        if reading.merged.endswith(_SONS, 1):
            return "male"
        if reading.merged.endswith(_DAUGHTERS, 1):
            return "female"
    return None
