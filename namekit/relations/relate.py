"""How two spellings of one name part are related, with the shortest honest recipe (`namekit.relate`)."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from namekit.names.kin import given, given_names, patronymic, spelled
from namekit.names.languages import likely_languages
from namekit.names.sounds import readings
from namekit.relations.alignment import Aligned, Resolution, align, sound_resolution
from namekit.relations.forms import restored_word
from namekit.relations.links import (
    Link,
    PartRole,
    Way,
    cognate_way,
    cost,
    flipped,
    forms_of_word,
    language_cost,
    languages_of_form,
    limit,
)
from namekit.relations.writing import by_habit, to_latin
from namekit.romanization.likelihood import surnames
from namekit.romanization.orthography import LANGUAGES
from namekit.text import low, repair, script


@dataclass(frozen=True, slots=True)
class Relation:
    """How two spellings of one name part are related.

    `links` lead from the one to the other, each the target or the source of the next; they are empty where nothing
    relates the two. `sounds` is the finest resolution at which they sound equal, "" where they do not. `alignment` has
    the letters of the two against each other, as repaired.
    """

    one: str
    other: str
    role: PartRole
    links: tuple[Link, ...]
    sounds: Resolution
    alignment: tuple[Aligned, ...]


@lru_cache(maxsize=4096)
def relate(one: str, other: str, role: PartRole = "unknown") -> Relation:
    """How two spellings of a name part, of any script, are related: a chain of links, and letter by letter.

    Of all chains through systems, habits, forms in the three languages, kin of given names and the genders' forms of
    surnames, the one that costs least is taken (tables/relations.toml): current systems and few links first. Two Latin
    spellings meet in a Cyrillic one that both may stand for. Where there is no chain, equal sounds are told. Symmetric:
    the other way round, the links and the alignment come from the other end. Takes any text.
    """
    if one > other:
        back = relate(other, one, role)
        mirrored = tuple(Aligned(a.other, a.one, a.sounds[::-1], a.how) for a in back.alignment)
        return Relation(one, other, role, back.links[::-1], back.sounds, mirrored)
    mended = repair(one)[0], repair(other)[0]
    sounds = sound_resolution(*mended)
    return Relation(one, other, role, tuple(_links(one, other, role, sounds)), sounds, align(*mended))


def _links(one: str, other: str, role: PartRole, sounds: Resolution) -> Iterator[Link]:
    """The chain, with what was repaired at its ends."""
    if one == other:
        yield from (Link(one, other, "identical", "") for _ in one[:1])
        return
    (mine, *before), (theirs, *after) = _mended(one), _mended(other)
    ends = low(mine), low(theirs)
    if not all(ends):
        return
    if ends[0] == ends[1]:
        chain = [Link(mine, theirs, "identical", "case")] if mine != theirs else []
    elif way := _way(*ends, role):
        chain = [_as_spelled(link, dict(zip(ends, (mine, theirs), strict=True))) for link in way.links]
    elif sounds:
        chain = [Link(mine, theirs, "sounds", sounds)]
    else:
        return
    yield from before
    yield from chain
    yield from after


def _mended(text: str) -> tuple[str, *tuple[Link, ...]]:
    """A text as it was repaired, and the link that says what was; the kind of apostrophe is no damage."""
    repaired, changes = repair(text)
    kinds = dict.fromkeys(change.kind for change in changes if change.kind not in {"apostrophe", "normal form"})
    return (repaired, Link(text, repaired, "identical", ", ".join(kinds))) if kinds else (text,)


def _as_spelled(link: Link, ends: dict[str, str]) -> Link:
    """The link with the two spellings in the case that they came in."""
    return replace(link, source=ends.get(low(link.source), link.source), target=ends.get(low(link.target), link.target))


def _way(one: str, other: str, role: PartRole) -> Way | None:
    """The way from the one to the other that costs least, both in lower case and of one script."""
    if not _kindred(one, other) and not _alike(one, other, int(limit("apart"))):
        return None
    scripts = script(one), script(other)
    if scripts == ("Cyrl", "Cyrl"):
        ways = _between_cyrillic(one, other, role)
    elif scripts == ("Latn", "Cyrl"):
        ways = (flipped(way, other) for way in _romanized(other, one, role))
    elif scripts == ("Latn", "Latn"):
        ways = _between_latin(one, other, role)
    else:
        return None
    best = min(filter(_of_one_name, ways), key=lambda way: (way.bits, len(way.links)), default=None)
    return best if best and best.bits <= limit("most") else None


def _of_one_name(way: Way) -> bool:
    """Whether its links are of one given name: a short form that two names share makes them no relatives."""
    groups = {
        link.by for link in way.links if link.kind in _OF_A_GROUP or (link.kind == "cognate" and ":" not in link.by)
    }
    return len(groups) <= 1


_OF_A_GROUP = ("doublet", "short", "western", "patronymic")


def _between_cyrillic(one: str, other: str, role: PartRole) -> Iterator[Way]:
    mine, theirs = forms_of_word(one, role), forms_of_word(other, role)
    yield from (way for way in mine if way.text == other)
    yield from (flipped(way, other) for way in theirs if way.text == one)
    yield from (way for way in (cognate_way(one, other, role),) if way)
    yield from _meeting(mine, theirs, other)


def _meeting(mine: Iterable[Way], theirs: Iterable[Way], other: str) -> Iterator[Way]:
    """Ways that meet in one form; of two respellings in a row, no one can say what they have in common."""
    there = {(way.text, way.language): way for way in theirs}
    for way in mine:
        back = there.get((way.text, way.language))
        if back and sum(link.kind == "cognate" for link in (*way.links, *back.links)) <= 1:
            yield Way(other, "", (*way.links, *back.links[::-1]), way.bits + back.bits)


def _romanized(cyrillic: str, latin: str, role: PartRole, language: str = "") -> Iterator[Way]:
    """Ways from a Cyrillic word (of a language) through one of its forms, and a system, to a Latin word."""
    for form in forms_of_word(cyrillic, role, language):
        if not form.language:
            if low(form.text) == latin:
                yield form
        elif _alike(form.text, latin, int(limit("written"))) and (way := to_latin(form.text, form.language, latin)):
            yield Way(latin, "", (*form.links, *way.links), form.bits + way.bits)


def _alike(one: str, other: str, most: int) -> bool:
    """Whether two words sound alike but for so many sounds."""
    pairs = ((mine.merged, theirs.merged) for mine in readings(one) for theirs in readings(other))
    return any(Levenshtein.distance(*pair, score_cutoff=most) <= most for pair in pairs)


def _kindred(one: str, other: str) -> bool:
    """Whether both may be forms of one given name, or patronymics made from it."""
    mine, theirs = (given(word).groups.keys() | patronymic(word).groups.keys() for word in (one, other))
    return not mine.isdisjoint(theirs)


def _between_latin(one: str, other: str, role: PartRole) -> Iterator[Way]:
    direct = by_habit(one, other)
    yield from (way for way in (direct,) if way)
    if role in {"given", "unknown"}:
        yield from _meeting(_western(one), _western(other), other)
    best = direct.bits if direct else limit("most")
    for start, end in ((one, other), (other, one)):
        found = False
        for pivot in _pivots(start, role):
            if pivot.bits + cost("link") > best:
                break
            for way in _romanized(pivot.text, end, role, pivot.language):
                links = (*pivot.links[::-1], *way.links)
                best, found = min(best, pivot.bits + way.bits), True
                yield Way(other, "", links if end == other else links[::-1], pivot.bits + way.bits)
        if found:
            return


def _western(latin: str) -> Iterator[Way]:
    for name, relation in spelled(latin):
        for language in LANGUAGES:
            for form in dict(name.forms).get(language, ())[:1] if relation == "western" else ():
                link = Link(form, latin, "western", name.id, (language, ""))
                yield Way(form.lower(), language, (link,), cost("link") + cost("western"))


@lru_cache(maxsize=1024)
def _pivots(latin: str, role: PartRole) -> tuple[Way, ...]:
    """Cyrillic words that a Latin one may stand for, each with the system that writes it so: the way *to the Latin*."""
    found: dict[tuple[str, str], Way] = {}
    restored = list(_restored_pivots(latin, role))
    likeliest = min((bits for _, _, bits in restored), default=0.0)
    for word, language, bits in (
        *_known_pivots(latin, role),
        *((word, code, bits - likeliest) for word, code, bits in restored),
    ):
        if (word, language) not in found and (way := to_latin(word, language, latin)):
            found[word, language] = Way(word, language, way.links, bits + way.bits)
    western = _western(latin) if role in {"given", "unknown"} else ()
    return tuple(sorted((*found.values(), *western), key=lambda way: (way.bits, way.text, way.language)))


def _known_pivots(latin: str, role: PartRole) -> Iterator[tuple[str, str, float]]:
    """Forms of known given names that sound like it."""
    if role not in {"given", "unknown"}:
        return
    groups = given(latin).groups
    heard = {reading.merged for reading in readings(latin)}
    for name in given_names():
        for key, forms in name.forms if name.id in groups else ():
            for form in forms if key != "western" else ():
                if not heard.isdisjoint(reading.merged for reading in readings(form)):
                    yield from ((form.lower(), code, bits) for code, bits in languages_of_form(form, key))


_TINY = 1e-9


def _restored_pivots(latin: str, role: PartRole) -> Iterator[tuple[str, str, float]]:
    """What systems may have read, with the bits of its letters and its language."""
    if role == "given" and given(latin).groups:
        return
    for language, often in likely_languages([latin]):
        for word, share in restored_word(latin, language) if often >= limit("source") else ():
            bits = language_cost("word", language) - cost("letters") * surnames(language).word(word.lower())
            yield word.lower(), language, bits - math.log2(max(share * often, _TINY))
