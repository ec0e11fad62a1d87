"""Cognates: the form that a name has in another of the three languages (`namekit.cognates`).

A given name is looked up among its kin (tables/names/given-*), a patronymic is made anew from the father's name, and a
surname, or a word that is not known, is respelled by the correspondences (namekit.relations.correspondences).
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Literal, get_args

from namekit.errors import InputError
from namekit.names.kin import given_names
from namekit.names.parsing import parts
from namekit.names.patronymics import folded, known_patronymics, patronymics_in
from namekit.names.roles import Role
from namekit.names.surnames import both_genders
from namekit.relations.correspondences import constants, respell, table
from namekit.romanization.likelihood import surnames
from namekit.romanization.orthography import LANGUAGES, orthography, possible
from namekit.table import read_table, table_names
from namekit.text import repair, script

Relation = Literal["same name", "doublet", "short form", "patronymic", "correspondence"]


@dataclass(frozen=True, slots=True)
class Cognate:
    """A form of a name in another language.

    `likelihood` is its share, 0 to 1, of all that was found. `relation` says how it was found: as the "same name", a
    "doublet" or a "short form" of a given name, as a "patronymic", or by spelling ("correspondence"); of a name of
    several words, the last of these that holds for one of them.
    """

    text: str
    likelihood: float
    relation: Relation


_RELATIONS: tuple[Relation, ...] = get_args(Relation)
_Shares = dict[str, tuple[float, Relation]]
_PIECE = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)*")


def cognates(
    name: str, language: str, *, source: str | None = None, role: Role = "unknown", limit: int = 10
) -> tuple[Cognate, ...]:
    """The likely forms of a Cyrillic name in "be", "ru" or "uk", likeliest first, at most `limit`.

    `source` is the language of the spelling; left out, it is inferred from the letters, and where several languages
    are possible, each counts by its likelihood. Words and parts joined by hyphens are taken one by one; their capitals
    and the signs between them stay, and what is in other scripts stays as it is. Asked for the language that it is
    in, a name comes back as it was repaired. The answer is empty where no spelling is possible in the language.
    `role` is the part of a name that a single word is.

    Raises InputError for an unknown language, for a name without Cyrillic letters, and for one with letters that
    `source`, or any language, does not have.
    """
    for code in (language, source):
        if code is not None and code not in LANGUAGES:
            raise InputError(f"unknown language {code!r}", advice=f"one of {', '.join(LANGUAGES)}")
    text, _ = repair(name)
    words = [m for m in _PIECE.finditer(text) if script(m.group()) == "Cyrl"]
    if not words:
        raise InputError(f"no Cyrillic letters in {name!r}", advice="namekit.readings takes Latin spellings")
    weights = {source: 1.0} if source else _sources([m.group().lower() for m in words])
    for code in weights:
        if not all(orthography(code).is_letter(c) for m in words for c in m.group().lower()):
            raise InputError(f"{name!r} has letters that {code} does not have", advice="leave out the source")
    if not weights:
        raise InputError(f"no language has all letters of {name!r}", advice=f"one of {', '.join(LANGUAGES)}")
    roles = _roles(text) if len(words) > 1 else {}
    choices = [_mixed(m.group(), roles.get(m.start(), role), weights, language) for m in words]
    return tuple(islice(_combined(text, words, choices), max(limit, 0)))


def _sources(words: list[str]) -> dict[str, float]:
    """Languages that the words may be spelled in, with their probabilities by the letter models."""
    able = [c for c in LANGUAGES if all(possible(w, c) for w in words)] or [
        c for c in LANGUAGES if all(orthography(c).is_letter(x) for w in words for x in w)
    ]
    bits = {code: math.fsum(_likelihood(w, code) for w in words) for code in able}
    weights = {code: 2.0 ** (b - max(bits.values())) for code, b in bits.items()}
    likely = {code: w for code, w in weights.items() if w >= constants()["least_source"]}
    return {code: w / math.fsum(likely.values()) for code, w in likely.items()}


def _likelihood(word: str, language: str) -> float:
    low = folded(word)
    lists = (_given(language), known_patronymics(language), *(_known_surnames(language, c) for c in LANGUAGES))
    known = any(low in listed for listed in lists)
    return surnames(language).word(word) + (constants()["known_name_bits"] if known else 0.0)


def _roles(text: str) -> dict[int, Role]:
    """The role of each piece of a name of several words, by where the piece starts."""
    found = parts(text)
    roles: dict[int, Role] = {}
    at = 0
    for part in found:
        at = text.find(part.text, at)
        roles.update({at + m.start(): part.role for m in _PIECE.finditer(part.text)})
        at += len(part.text)
    return roles


def _mixed(word: str, role: Role, weights: Mapping[str, float], language: str) -> list[tuple[str, float, Relation]]:
    """Forms of one piece, from all languages that it may be in, in the word's capitals."""
    mixed: _Shares = {}
    for source, weight in weights.items():
        for form, share, relation in _piece(word.lower(), role, source, language):
            before = mixed.get(form, (0.0, relation))
            mixed[form] = before[0] + weight * share, before[1]
    style = _style(word)
    styled = [(style(form), share, relation) for form, (share, relation) in mixed.items()]
    return sorted(styled, key=lambda fsr: (-fsr[1], fsr[0]))


def _style(word: str) -> Callable[[str], str]:
    if len(word) > 1 and word.isupper():
        return str.upper
    if word[:1].isupper():
        return lambda form: form[:1].upper() + form[1:]
    return str.lower


@lru_cache(maxsize=16_384)
def _piece(word: str, role: Role, source: str, language: str) -> tuple[tuple[str, float, Relation], ...]:
    """Forms of a word in lower case, with their shares; what is looked up goes before what is spelled."""
    if source == language:
        return ((word, 1.0, "same name"),) if possible(word, language) else ()
    found: _Shares = {}
    if role in {"given", "unknown"}:
        found = _given_forms(word, source, language)
    if not found and role in {"patronymic", "unknown"}:
        found = _patronymics(word, source, language)
    if role == "surname" or (role == "unknown" and all(r == "patronymic" for _, r in found.values())):
        weight = constants()["surname_weight"] if found else 1.0
        found = {f: (s * weight, r) for f, (s, r) in _surname(word, source, language).items()} | found
    if not found:
        found = {form: (share, "correspondence") for form, share in respell(word, source, language)}
    total = math.fsum(share for share, _ in found.values())
    ordered = sorted(found.items(), key=lambda kv: (-kv[1][0], kv[0]))
    return tuple((form, share / total, relation) for form, (share, relation) in ordered)


@cache
def _given(language: str) -> Mapping[str, tuple[tuple[int, Relation], ...]]:
    """Places in `given_names()` and relations by form of the language; a full form hides what else it may be."""
    found: dict[str, list[tuple[int, Relation]]] = {}
    own = (language, "tarask") if language == "be" else (language,)
    for keys, relation in ((own, "same name"), (("doublet",), "doublet"), (("short",), "short form")):
        layer: dict[str, list[tuple[int, Relation]]] = {}
        for i, name in enumerate(given_names()):
            for form in (f for key, forms in name.forms if key in keys for f in forms):
                if possible(folded(form).replace("-", ""), language):
                    layer.setdefault(folded(form), []).append((i, relation))  # type: ignore[arg-type]
        found |= {form: at for form, at in layer.items() if form not in found}
    return {form: tuple(at) for form, at in found.items()}


def _given_forms(word: str, source: str, language: str) -> _Shares:
    """Kin of a given name: of a full form all full forms; of a doublet or a short form, its like."""
    found: _Shares = {}
    for at, relation in _given(source).get(folded(word), ()):
        forms = dict(given_names()[at].forms)
        if relation == "same name":
            _ranked(found, forms.get(language, ()), relation, language)
        else:
            like = {folded(f) for f in forms.get("doublet" if relation == "doublet" else "short", ())}
            spelled = respell(word, source, language)
            listed = [(f, s) for f, s in spelled if folded(f) in like]
            for form, share in listed or spelled:
                found[form] = share, relation
    return found


def _ranked(found: _Shares, forms: Iterable[str], relation: Relation, language: str, weight: float = 1.0) -> None:
    """Add forms, each a fixed share as likely as the one before it."""
    for form in forms:
        low = form.lower()
        if possible(low.replace("-", ""), language):
            found[low] = max(found.get(low, (0.0, relation)), (weight, relation))
            weight *= constants()["next_form"]


def _patronymics(word: str, source: str, language: str) -> _Shares:
    """Patronymics of the same gender from the father's name in the other language."""
    found: _Shares = {}
    for group, gender in known_patronymics(source).get(folded(word), ()):
        usual = {form for father in dict(group.forms).get(source, ())[:1] for form, _ in patronymics_in(father, source)}
        weight = 1.0 if folded(word) in map(folded, usual) else constants()["next_form"]
        for father in dict(group.forms).get(language, ()):
            made = [form for form, bearer in patronymics_in(father, language) if bearer == gender]
            _ranked(found, made, "patronymic", language, weight)
            weight *= constants()["next_form"]
    return found


def _surname(word: str, source: str, language: str) -> _Shares:
    """Spellings of a surname; the one that the table of surnames lists counts for more, by rule or not (Мікалаеў)."""
    known = _known_surnames(source, language).get(folded(word))
    more = 2 ** constants()["known_pair_bits"]
    spelled = dict(respell(word, source, language))
    if known and possible(known, language) and known not in map(folded, spelled):
        spelled[known] = max(spelled.values(), default=1.0)
    return {
        form: (share * more if folded(form) == known else share, "correspondence") for form, share in spelled.items()
    }


@cache
def _known_surnames(source: str, language: str) -> Mapping[str, str]:
    """Surnames whose form in the other language is known, men's and women's, as `folded` spells them.

    Section `known` of correspondences.toml goes before tables/names/surnames.toml, that before tables/people.
    """
    found: dict[str, str] = {}
    for row in _known_rows():
        if source in row and language in row:
            mine, theirs = (both_genders(folded(row[code]), code) for code in (source, language))
            for one, other in zip(mine, theirs, strict=False):
                found.setdefault(one, other)
    return found


@cache
def _known_rows() -> tuple[Mapping[str, str], ...]:
    people = (p["names"] for file in table_names("people") for p in read_table("people", file)["person"])
    surnames_last = ({code: text.split()[-1] for code, text in names.items()} for names in people)
    return (*table()["known"], *read_table("names", "surnames")["surname"], *surnames_last)


def _combined(
    text: str, words: list[re.Match[str]], choices: list[list[tuple[str, float, Relation]]]
) -> Iterable[Cognate]:
    """Whole names, likeliest first: each piece in one of its forms, what stands between them kept."""
    whole: list[tuple[str, float, Relation]] = [("", 1.0, "same name")]
    end = 0
    for word, forms in zip(words, choices, strict=True):
        between = text[end : word.start()]
        end = word.end()
        grown = [
            (t + between + form, p * share, max(r, other, key=_RELATIONS.index))
            for t, p, other in whole
            for form, share, r in forms
        ]
        whole = sorted(grown, key=lambda tpr: (-tpr[1], tpr[0]))[: constants()["width"]]
    return (Cognate(t + text[end:], p, r) for t, p, r in whole)
