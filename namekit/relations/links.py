"""The links between two spellings of one name part, and those of a Cyrillic word: forms in other languages, kin.

Each link costs bits (tables/relations.toml), so that of several explanations the likeliest and shortest can be taken.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import permutations
from typing import Literal, NamedTuple

from namekit.names.kin import GivenName, spelled
from namekit.names.patronymics import folded, known_patronymics, patronymics_in
from namekit.names.surnames import ending
from namekit.relations.correspondences import respelling
from namekit.relations.kinship import cognates
from namekit.romanization.likelihood import shares_of, surnames
from namekit.romanization.orthography import LANGUAGES, orthography, possible
from namekit.table import read_table

LinkKind = Literal[
    "identical", "system", "habit", "cognate", "doublet", "short", "western", "patronymic", "gender", "yo", "sounds"
]
PartRole = Literal["given", "patronymic", "surname", "unknown"]


@dataclass(frozen=True, slots=True)
class Link:
    """One step between two spellings: the target is made from the source.

    `kind` and `by`: "identical" (by "case", or what `repair` changed), "system" (its id; the source is Cyrillic),
    "habit" (its id; both are Latin), "cognate" (another language's form: by the group of given names, or the
    correspondences as "я:е, цкі:цкий"), "doublet", "short", "western" (forms of a given name, by its group),
    "patronymic" (made from the source, by its group), "gender" (the other gender's form of a surname, by the ending),
    "yo" (Russian е for ё), "sounds" (no more than equal sounds, by the resolution). `languages` are those of source and
    target, "" where there is none; `likelihood` (0 to 1) is below one for a cognate that may be another word.
    """

    source: str
    target: str
    kind: LinkKind
    by: str
    languages: tuple[str, str] = ("", "")
    likelihood: float = 1.0


class Way(NamedTuple):
    """What a word leads to, in lower case, with its language ("" in Latin letters), the links and what they cost."""

    text: str
    language: str
    links: tuple[Link, ...]
    bits: float


@cache
def cost(name: str) -> float:
    """Bits that a kind of link costs."""
    return float(read_table("", "relations")["cost"][name])


@cache
def language_cost(kind: str, language: str) -> float:
    """Bits that it costs that a "word", a "doublet" or a "short" form is of the language."""
    return float(read_table("", "relations")[kind][language])


@cache
def limit(name: str) -> float:
    """How far the search goes."""
    return float(read_table("", "relations")["limits"][name])


def titled(word: str) -> str:
    """A word in lower case as names are written."""
    return "-".join(piece[:1].upper() + piece[1:] for piece in word.split("-"))


def languages_of(word: str) -> dict[str, float]:
    """The languages that a Cyrillic word in lower case may be spelled in, with what each costs."""
    if listed := _listed_languages(word):
        return listed
    pieces = [piece for piece in re.split(r"[\s-]+", word) if piece]
    able = [code for code in LANGUAGES if all(possible(piece, code) for piece in pieces)] or [
        code for code in LANGUAGES if _in_alphabet(word, code)
    ]
    often = shares_of({code: surnames(code).word(word) for code in able})
    return {code: language_cost("word", code) - math.log2(max(often[code], _TINY)) for code in able}


def _in_alphabet(word: str, language: str) -> bool:
    """Whether a word has letters, and all of them are of the language."""
    letters = [char for char in word if char.isalpha() or unicodedata.combining(char)]
    return bool(letters) and all(map(orthography(language).is_letter, letters))


@lru_cache(maxsize=4096)
def _listed_languages(word: str) -> dict[str, float]:
    """Those of a form of a known given name."""
    found: dict[str, float] = {}
    for name, _ in spelled(word):
        for key, forms in name.forms:
            if key != "western" and word in map(str.lower, forms):
                for code, bits in languages_of_form(word, key):
                    found[code] = min(bits, found.get(code, bits))
    return found


_TINY = 1e-6


@lru_cache(maxsize=2048)
def forms_of_word(word: str, role: PartRole, language: str = "") -> tuple[Way, ...]:
    """The forms that a Cyrillic word in lower case leads to, itself among them, those that cost least first.

    `language` is that of the word; "" stands for any in which it may be spelled.
    """
    found: dict[tuple[str, str], Way] = {}
    may_be_of = {language: 0.0} if language else languages_of(word)
    for code, bits in may_be_of.items():
        own = [Way(word, code, (), bits)]
        if role in {"surname", "unknown"}:
            own += _with_links(own[0], _other_gender(word, code))
        for way in (*own, *_with_links(own[0], _without_yo(word, code))):
            _keep(found, way)
            for more in _with_links(way, _abroad(way.text, code, role)):
                _keep(found, more)
    if role in {"given", "unknown"}:
        for way in _kin(word, language):
            _keep(found, way)
    if role in {"patronymic", "unknown"}:
        for way in _of_father(word):
            _keep(found, way)
    return tuple(sorted(found.values(), key=lambda way: (way.bits, way.text, way.language)))


def _keep(found: dict[tuple[str, str], Way], way: Way) -> None:
    key = way.text, way.language
    if key not in found or way.bits < found[key].bits:
        found[key] = way


def _with_links(way: Way, more: Iterable[tuple[Link, float]]) -> list[Way]:
    return [_with_link(way, link, bits) for link, bits in more]


def _with_link(way: Way, link: Link, bits: float) -> Way:
    """A way with a link more; a form that another language spells alike is none."""
    if link.source == link.target:
        return way._replace(language=link.languages[1], bits=way.bits + cost("alike") + bits)
    return Way(link.target.lower(), link.languages[1], (*way.links, link), way.bits + cost("link") + bits)


def _other_gender(word: str, language: str) -> Iterator[tuple[Link, float]]:
    """The other gender's forms of a surname, by its ending."""
    found = ending(word, language)
    for forms in found.forms[language] if found else ():
        for mine, theirs in permutations(forms, 2):
            if word.endswith(mine) and len(word) > len(mine):
                other = word[: len(word) - len(mine)] + theirs
                yield Link(titled(word), titled(other), "gender", found.id, (language,) * 2), cost("gender")  # type: ignore[union-attr]


def _without_yo(word: str, language: str) -> Iterator[tuple[Link, float]]:
    if language == "ru" and "ё" in word:
        other = word.replace("ё", "е")
        yield Link(titled(word), titled(other), "yo", "е", (language,) * 2), cost("yo")


def _abroad(word: str, language: str, role: PartRole) -> Iterator[tuple[Link, float]]:
    """Its likely forms in the two other languages."""
    for target in LANGUAGES:
        for form in _cognates(word, language, target, role) if target != language else ():
            link, bits = _cognate(word, language, form, target, role)
            if link.likelihood >= limit("likely"):
                yield link, bits + _listed_languages(form).get(target, language_cost("word", target))


@lru_cache(maxsize=4096)
def _cognates(word: str, language: str, target: str, role: PartRole) -> Mapping[str, float]:
    if not _in_alphabet(word, language):
        return {}
    found = cognates(word, target, source=language, role=role, limit=int(limit("cognates")))
    return {form.text: form.likelihood for form in found}


def _cognate(word: str, language: str, form: str, target: str, role: PartRole) -> tuple[Link, float]:
    """The link to a form of another language, and its cost.

    What is hardly likely from the one side is looked at from the other: akanne is undone in many ways, but done in one.
    """
    likelihood = _cognates(word, language, target, role).get(form, 0.0)
    price = -math.log2(max(likelihood, _TINY))
    if likelihood < limit("likely"):
        likelihood = _cognates(form, target, language, role).get(word, 0.0)
        price = (price - math.log2(max(likelihood, _TINY))) / 2
    by, bits = _corresponding(word, language, form, target)
    return Link(titled(word), titled(form), "cognate", by, (language, target), likelihood), bits + price


def _corresponding(word: str, language: str, form: str, target: str) -> tuple[str, float]:
    """What makes a form of another language of a word: a group of names, or the correspondences; and what it costs."""
    fathers = {group.id for group, _ in known_patronymics(language).get(folded(word), ())}
    groups = {name.id for name, _ in spelled(word)} & {name.id for name, _ in spelled(form)}
    groups |= fathers & {group.id for group, _ in known_patronymics(target).get(folded(form), ())}
    if groups:
        return min(groups), 0.0
    by, bits = [], 0.0
    for one, other in zip(word.split("-"), form.split("-"), strict=False):
        path, more = respelling(language, target).path(one, other) or ((), -cost("respelled"))
        by += [f"{s.used.source}:{s.used.target}" for s in path if s.used.source != s.used.target]
        bits -= more
    return ", ".join(by), bits


def cognate_way(word: str, form: str, role: PartRole) -> Way | None:
    """How one Cyrillic word is another language's form of another, by correspondences."""
    found = []
    for language, mine in languages_of(word).items():
        for target, theirs in languages_of(form).items():
            if language != target:
                link, bits = _cognate(word, language, form, target, role)
                if ":" in link.by and link.likelihood >= limit("likely"):
                    found.append(Way(form, target, (link,), mine + theirs + cost("link") + bits))
    return min(found, key=lambda way: way.bits, default=None)


# --- Kin ---

_KINDS: Mapping[str, LinkKind] = {"doublet": "doublet", "short": "short", "western": "western"}


def _kin(word: str, own: str) -> Iterator[Way]:
    """All the forms of the given names that a word is a form of: from it to a full form, and from there on."""
    for name, relation in spelled(word):
        forms = dict(name.forms)
        start = [(form, code) for code in LANGUAGES for form in forms.get(code, ())]
        if relation == "full":
            start += [(form, "be") for form in forms.get("tarask", ())]
            start = [(form, code) for form, code in start if form.lower() == word and own in {"", code}]
        for form, language in start:
            first = Way(form.lower(), language, (), 0.0 if own else language_cost("word", language))
            if relation != "full":
                link = Link(form, titled(word), _KINDS[relation], name.id, (language, ""))
                first = Way(form.lower(), language, (link,), cost("link") + cost(relation))
            yield first
            yield from _with_links(first, _forms_of(name, form, language))


def _forms_of(name: GivenName, full: str, language: str) -> Iterator[tuple[Link, float]]:
    """The other forms of a given name, from one full form of it."""
    for key, forms in name.forms:
        kind = _KINDS.get(key, "cognate")
        for place, form in enumerate(forms):
            price = (cost(kind) if kind != "cognate" else 0.0) + min(place, 4) / 4
            for target, more in languages_of_form(form, key) if kind != "western" else (("", 0.0),):
                yield Link(full, form, kind, name.id, (language, target)), price + more


def languages_of_form(form: str, key: str) -> tuple[tuple[str, float], ...]:
    """The languages of a Cyrillic form that stands under a key of the tables of given names, with what each costs."""
    if key in {*LANGUAGES, "tarask"}:
        language = key if key in LANGUAGES else "be"
        return ((language, language_cost("word", language)),)
    able = (code for code in LANGUAGES if possible(form.lower().replace("-", ""), code))
    return tuple((code, language_cost(key, code)) for code in able)


def _of_father(word: str) -> Iterator[Way]:
    """A patronymic from its father's names, and a father's name from its patronymics."""
    for language in languages_of(word):
        for group, _ in known_patronymics(language).get(folded(word), ()):
            for father in dict(group.forms).get(language, ()):
                link = Link(father, titled(word), "patronymic", group.id, (language,) * 2)
                yield Way(father.lower(), language, (link,), cost("link") + cost("patronymic"))
        for group, _ in spelled(word):
            if group.gender == "male" and word in {form.lower() for form in dict(group.forms).get(language, ())}:
                for form, _ in patronymics_in(titled(word), language):
                    link = Link(titled(word), form, "patronymic", group.id, (language,) * 2)
                    yield Way(form.lower(), language, (link,), cost("link") + cost("patronymic"))


def flipped(way: Way, text: str) -> Way:
    """The same links from the other end, which is `text`."""
    return way._replace(text=text, links=way.links[::-1])
