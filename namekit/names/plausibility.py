"""How likely a word is as a given name or a surname, in bits; what is chosen stands in tables/names/cases.toml."""

import math
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from namekit.names.frequency import listed, stressed
from namekit.names.kin import GivenName, given, given_names
from namekit.names.sounds import readings
from namekit.names.surnames import Gender, masculine
from namekit.romanization.likelihood import latin_letters, letters, surnames
from namekit.romanization.orthography import LANGUAGES
from namekit.table import read_table
from namekit.text import letter_script, script


@cache
def case_table() -> Mapping[str, Any]:
    """tables/names/cases.toml."""
    return read_table("names", "cases")


@cache
def chance(name: str) -> float:
    """A constant of the table."""
    return float(case_table()["chances"][name])


class Known(NamedTuple):
    """A given name of the tables: as it is spelt, and the share of people who are men or women of that name.

    The shares are by language and gender; a Latin spelling has them by gender alone, the language being "". `exact` is
    False where only the merged sounds of a Latin spelling are those of a known name.
    """

    spelling: str
    shares: Mapping[tuple[str, Gender], float]
    exact: bool = True

    @property
    def genders(self) -> frozenset[Gender]:
        """The genders of those who bear it."""
        return frozenset(gender for _, gender in self.shares)

    def share(self, language: str, gender: Gender) -> float:
        """Share of people who bear it, of a gender, in a language."""
        return self.shares.get((language, gender)) or self.shares.get(("", gender), 0.0)


@lru_cache(maxsize=16_384)
def known_given(word: str) -> Known | None:
    """The given name that a word in lower case is, by its spelling, in Latin letters by its sounds."""
    if letter_script(word[:1]) == "Cyrl":
        return _cyrillic_given(word)
    kin = given(word)
    weights = {"full": 1.0} | (_like("doublet", "short", "western") if kin.exact else _like("doublet"))
    shares = [_share_of(group) * weights[how] for group, how in kin.groups.items() if how in weights]
    if not shares:
        return None
    common = max(shares) * (1.0 if kin.exact else chance("merged"))
    return Known(word, {("", gender): common for gender in kin.genders}, kin.exact)


def _like(*relations: str) -> dict[str, float]:
    return {relation: chance(relation) for relation in relations}


_Spelt = tuple[str, GivenName, str, int]
"""A form in lower case with its group, its key there, and its place among the forms of the key."""


@cache
def _spelt() -> tuple[Mapping[str, list[_Spelt]], Mapping[str, list[_Spelt]]]:
    """Given names in Cyrillic by their spelling, and those with ё that are not only Belarusian, spelt with е."""
    found: dict[str, list[_Spelt]] = {}
    without: dict[str, list[_Spelt]] = {}
    for name in given_names():
        for key, forms in name.forms:
            for at, form in enumerate(forms):
                low = form.lower().replace("'", "’")
                found.setdefault(low, []).append((low, name, key, at))
                if key not in {"be", "tarask"} and "ё" in low:
                    without.setdefault(low.replace("ё", "е"), []).append((low, name, key, at))
    return found, without


def _cyrillic_given(word: str) -> Known | None:
    """A given name in Cyrillic; a Russian one also with е for ё, unless that is another name.

    Of a spelling that several groups have, the commonest counts.
    """
    found, without = _spelt()
    spelt = found.get(word) or without.get(word)
    if not spelt:
        return None
    shares: dict[tuple[str, Gender], float] = {}
    for _, name, key, at in spelt:
        common = _share_of(name.id) * (chance("later_form") if at else 1.0)
        for code in LANGUAGES:
            share = common * _weight(key, code)
            shares[code, name.gender] = max(shares.get((code, name.gender), 0.0), share)
    return Known(spelt[0][0], shares)


def _share_of(group: str) -> float:
    return listed("given").get(group, chance("unlisted"))


def _weight(key: str, language: str) -> float:
    """How many bear a form of the table in a language, of those who bear the name."""
    if key in {"doublet", "short", "western"}:
        return chance(key)
    return 1.0 if key == language or (key, language) == ("tarask", "be") else chance("foreign_form")


def surname_bits(word: str, language: str) -> float:
    """log2 of how likely a word in lower case is as a surname in the nominative, by its letters.

    A Cyrillic word is taken as one of the language; a Latin one as romanized from any of them.
    """
    own = _surname_bits(word)
    return own[language] if language in own else own[""]


@lru_cache(maxsize=16_384)
def _surname_bits(word: str) -> Mapping[str, float]:
    """The bits of a surname by language; those of a Latin one by ""."""
    pieces = word.split("-")
    if script(word) != "Cyrl":
        return {"": math.fsum([latin_bits(piece) for piece in pieces])}
    found = [_cyrillic_bits(piece) for piece in pieces]
    return {code: math.fsum([bits[code] for bits in found]) for code in LANGUAGES}


def _cyrillic_bits(word: str) -> Mapping[str, float]:
    """The bits of a Cyrillic word as a surname of each language, by its letters, with ё or without."""
    spellings = {word, word.replace("ё", "е")}
    own = [max([surnames(code).word(spelt) for spelt in spellings]) for code in LANGUAGES]
    foreign = max(own) + math.log2(chance("foreign_surname"))  # names of the others are met in its texts
    found = {code: max(bits, foreign) for code, bits in zip(LANGUAGES, own, strict=True)}
    if _ADJECTIVE.search(word):
        found["ru"] = max(found["ru"], _bearers(word))
    return found


_ADJECTIVE = re.compile("[сц]кий$|(?<![аоеё]в|[иы]н)(?:ой|ая)$")


def standing_bits(word: str, language: str) -> float:
    """The same of a word as it stands: some that seem inflected are borne by men (Луговой)."""
    bits = surname_bits(word, language)
    return max(bits, _bearers(word)) if language == "ru" and word.endswith("ой") else bits


def _bearers(word: str) -> float:
    """log2 of the share of people who bear an adjective as their surname.

    Letters cannot tell it: a man is Трубецкой, while Тихановской is a woman's surname inflected.
    """
    heard = readings(word)
    if not heard:
        return -math.inf
    key = masculine(heard[0].merged)
    if word.endswith("я") and key == heard[0].merged:  # sounds like a noun: Толстая, Толста
        return -math.inf
    share = listed("surname").get(key, 0.0)
    if word.endswith(("ской", "цкой")):
        share *= stressed(word)
    return math.log2(share) if share else -math.inf


@lru_cache(maxsize=16_384)
def latin_bits(word: str) -> float:
    """log2 of how likely a Latin word in lower case is as a name that is romanized from one of the languages."""
    pattern, spellings = _anglicized()
    english = pattern.sub(lambda m: spellings[m.group() if m.group() in spellings else f"{m.group()}$"], word)
    return max(latin_letters(code).word(spelt) for spelt in {word, english} for code in LANGUAGES)


@cache
def _anglicized() -> tuple[re.Pattern[str], Mapping[str, str]]:
    spellings = case_table()["anglicized"]
    return re.compile("|".join(sorted(spellings, key=len, reverse=True))), spellings


@lru_cache(maxsize=16_384)
def unknown_given_bits(word: str) -> float:
    """log2 of how likely a word in lower case is as a given name that no table has."""
    pieces = word.split("-")
    if script(word) == "Cyrl":
        bits = max(math.fsum(letters(code).word(piece) for piece in pieces) for code in LANGUAGES)
    else:
        bits = math.fsum(latin_bits(piece) for piece in pieces)
    return math.log2(chance("unknown_given")) + bits


@cache
def _sure() -> tuple[str, ...]:
    return tuple(end for table in case_table()["language"] for end in table.get("sure", ()))


def oblique_bits(word: str) -> float:
    """What the ending of a word in lower case says against the nominative: 0 or less."""
    return chance("sure_bits") if word.endswith(_sure()) else 0.0
