"""Surnames by their endings (tables/names/endings.toml): the gender that they show, and the other gender's form."""

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import permutations, product
from typing import Literal, NamedTuple

from namekit.names.sounds import HYPHEN, readings
from namekit.ready import ready
from namekit.table import read_table

Gender = Literal["male", "female"]
_LANGUAGES = ("be", "ru", "uk")
_HALF = 3  # letters: of less, it is a particle or an initial
_SHORTEST = 2  # sounds: of a single A, nothing can be said


class Ending(NamedTuple):
    """One ending by language: its forms, each (masculine, feminine), or (common,) where both genders bear it.

    `nouns`: the letters may also be the end of a stem, so they are no sure ending.
    """

    id: str
    forms: Mapping[str, tuple[tuple[str, ...], ...]]
    nouns: bool


@cache
def endings() -> tuple[Ending, ...]:
    """The endings of the table."""
    return tuple(
        Ending(row["id"], {code: tuple(map(tuple, row[code])) for code in _LANGUAGES}, row.get("nouns", False))
        for row in read_table("names", "endings")["ending"]
    )


def ending(surname: str, language: str) -> Ending | None:
    """The ending of a Cyrillic surname as the language spells it, the longest that the table has; None without one."""
    low = surname.lower()
    for start in range(1, len(low)):
        if found := _by_spelling(language).get(low[start:]):
            return found
    return None


@cache
def _by_spelling(language: str) -> Mapping[str, Ending]:
    found: dict[str, Ending] = {}
    for one in endings():
        for form in one.forms[language]:
            for spelling in form:
                found.setdefault(spelling, one)
    return found


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """The merged sounds of masculine and feminine endings, longest first, else in the order of the table."""
    found = dict.fromkeys(
        (_merged(male), _merged(female))
        for ending in endings()
        for forms in ending.forms.values()
        for male, female in (f for f in forms if len(f) > 1)
    )
    return tuple(sorted((p for p in found if len(p[1]) >= _SHORTEST), key=lambda p: -len(p[1])))


def _merged(ending: str) -> str:
    """The merged sounds of an ending after a hard consonant."""
    return readings("б" + ending)[0].merged[1:]


@cache
def gendered_endings() -> tuple[str, ...]:
    """The endings that show gender as they are spelt, those of one letter left out."""
    pairs = [p for ending in endings() for forms in ending.forms.values() for p in forms if len(p) > 1]
    return tuple(sorted({form for pair in pairs for form in pair if len(form) > 1}))


@cache
def _of_both_genders() -> tuple[str, ...]:
    """The merged sounds of the endings that men and women bear alike."""
    forms = {f for ending in endings() for listed in ending.forms.values() for f in listed if len(f) == 1}
    return tuple(sorted(merged for merged in {_merged(form) for (form,) in forms} if len(merged) >= _SHORTEST))


@lru_cache(maxsize=16_384)
def ending_sounds(merged: str) -> str:
    """The merged sounds of a surname's ending, those of the masculine form; "" where it has none of the table's."""
    male = masculine(merged)
    known = _ending_sounds()
    return next((tail for tail in _suffixes(male) if tail in known), "")


@cache
def _ending_sounds() -> frozenset[str]:
    return frozenset((*_of_both_genders(), *(male for male, _ in _pairs() if len(male) >= _SHORTEST)))


def has_common_ending(token: str) -> bool:
    """Whether the token ends like a surname that men and women bear alike (Лукашенко, Савіч, Каваль)."""
    heard = readings(token)
    return bool(heard) and heard[0].merged.endswith(_of_both_genders())


@cache
def common_surnames() -> tuple[tuple[float, tuple[str, ...]], ...]:
    """The commonest surnames: how many people in a million bear each at home, and its merged sounds, masculine."""
    lines = ready("surnames")
    if lines is None:
        return made_common_surnames()
    rows = (line.split(" ") for line in lines.splitlines())
    return tuple((float(per_million), tuple(sounds)) for per_million, *sounds in rows)


def made_common_surnames() -> tuple[tuple[float, tuple[str, ...]], ...]:
    """`common_surnames`, worked out from tables/names/surnames.toml."""
    return tuple(
        (
            float(row["per_million"]),
            tuple(dict.fromkeys(readings(row[code])[0].merged for code in _LANGUAGES if code in row)),
        )
        for row in read_table("names", "surnames")["surname"]
    )


@cache
def _listed() -> frozenset[str]:
    return frozenset(merged for _, sounds in common_surnames() for merged in sounds)


@cache
def _cognates() -> Mapping[str, tuple[str, ...]]:
    lines = ready("cognates of surnames")
    pairs = made_cognates() if lines is None else tuple(tuple(line.split(" ")) for line in lines.splitlines())
    found: dict[str, tuple[str, ...]] = {}
    for one, other in pairs:
        found[one] = (*found.get(one, ()), other)
    return found


def made_cognates() -> tuple[tuple[str, ...], ...]:
    """Pairs of merged sounds: forms of one surname of tables/names/surnames.toml that have no reading in common.

    With them those of women. Where men's forms meet, women's are left to be alike: Белова, Бялова, but Балова.
    """
    found: dict[tuple[str, ...], None] = {}
    for row in read_table("names", "surnames")["surname"]:
        men = [(row[code], code) for code in _LANGUAGES if code in row]
        for one, other in permutations(men, 2):
            if _heard(one[0]).isdisjoint(_heard(other[0])):
                for mine, theirs in zip(both_genders(*one), both_genders(*other), strict=False):
                    found[readings(mine)[0].merged, readings(theirs)[0].merged] = None
    return tuple(found)


def both_genders(surname: str, language: str) -> tuple[str, ...]:
    """A masculine surname as the language spells it, and its feminine form where its ending has one."""
    for male, female in _gendered(language):
        if surname.endswith(male):
            return surname, surname[: len(surname) - len(male)] + female
    return (surname,)


@cache
def _gendered(language: str) -> tuple[tuple[str, str], ...]:
    pairs = [(f[0], f[1]) for e in endings() for f in e.forms[language] if len(f) > 1 and not e.nouns]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def listed_cognates(merged: str) -> tuple[str, ...]:
    """How one of the commonest surnames sounds in the other languages, where that is not heard: Николаев, Мікалаеў."""
    return _cognates().get(merged, ())


def is_listed(token: str) -> bool:
    """Whether the token sounds like one of the commonest surnames (tables/names/surnames.toml), in either gender."""
    heard = readings(token)
    return bool(heard) and (heard[0].merged in _listed() or masculine(heard[0].merged) in _listed())


@cache
def _gender_of_ending() -> Mapping[str, Gender]:
    shown: dict[str, Gender] = {}
    for male, female in _pairs():
        shown[female] = "female"
        if len(male) >= _SHORTEST:
            shown[male] = "male"
    return shown


@cache
def _unlike_endings() -> tuple[str, ...]:
    """What sounds before merging end with that are like an ending which shows gender only once they are merged."""
    return tuple(read_table("names", "endings")["unlike"]["sounds"])


_ADJECTIVE = "AJA"  # Белая: the sounds of -ая and -яя, of which merging leaves a single A


@lru_cache(maxsize=4_096)
def surname_gender(token: str) -> Gender | None:
    """Gender that the ending of a surname shows; None where both bear it (Лукашенко) or it shows none."""
    for reading in readings(token)[:1]:
        if reading.sounds.endswith(_ADJECTIVE):
            return "female"
        if reading.sounds.endswith(_unlike_endings()):
            return None
        shown = _gender_of_ending()
        for ending in _suffixes(reading.merged):
            if ending in shown:
                return shown[ending]
    return None


def _suffixes(merged: str) -> list[str]:
    """Proper suffixes, longest first."""
    return [merged[start:] for start in range(1, len(merged) - 1)]


def gender_pair(one: str, other: str) -> bool:
    """Whether two surnames, as merged sounds, are the masculine and the feminine form of one."""
    if len(one) > len(other):
        one, other = other, one
    return any(
        one.endswith(male)
        and other.endswith(female)
        and one[: len(one) - len(male)] == other[: len(other) - len(female)]
        for male, female in _pairs()
    )


@lru_cache(maxsize=16_384)  # several rooms ask for the same name in turn
def masculine(merged: str) -> str:
    """Merged sounds of a surname's masculine form, given those of either form."""
    male = _masculine_endings()
    longest = len(_pairs()[0][1])
    for start in range(max(0, len(merged) - longest), len(merged)):
        if merged[start:] in male:
            return merged[:start] + male[merged[start:]]
    return merged


@cache
def _masculine_endings() -> Mapping[str, str]:
    """The masculine endings by the feminine ones, of several the first."""
    return {female: male for male, female in _pairs()[::-1]}


def halves(text: str) -> tuple[str, ...]:
    """The two halves of a double surname, of three letters or more each; empty where it is none."""
    found = tuple(HYPHEN.split(text))
    return found if len(found) == 2 and min(map(len, found)) >= _HALF else ()  # noqa: PLR2004 (two halves)


def in_common(one: str, other: str) -> tuple[str, str]:
    """Of two surnames, the one or the other of them double, what sounds alike: a half of it; else both as they are."""
    choices = product(halves(one) or (one,), halves(other) or (other,))
    heard = ((a, b) for a, b in choices if not _heard(a).isdisjoint(_heard(b)))
    return next(heard, (one, other))


def _heard(text: str) -> frozenset[str]:
    return frozenset(reading.merged for reading in readings(text))
