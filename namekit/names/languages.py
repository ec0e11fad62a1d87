"""Of which language a name is: by its letters and known names in Cyrillic, by how it was romanized in Latin."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from namekit.names.kin import name_list
from namekit.names.sounds import readings
from namekit.romanization.likelihood import latin_letters, letters, ranking, shares_of
from namekit.romanization.orthography import LANGUAGES, possible
from namekit.text import APOSTROPHE, script


def likely_languages(words: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """The languages "be", "ru" and "uk", the likeliest first, with likelihoods that sum to one.

    Bayes over the letters of the words, each given the two before it. A Cyrillic word says much by a letter or a place
    that another language does not have (ў, ы, ї), and by being a listed name; a Latin one by how it is spelt
    (Uladzimir, Volodymyr). The constants stand in tables/usage.toml. Without a word, the three are equal.
    """
    heard = [(piece, script(piece)) for word in words for piece in word.lower().split("-") if piece]
    bits = {
        language: ranking("weight", "languages")
        * math.fsum(_SCRIPTS[written](piece, language) for piece, written in heard if written in _SCRIPTS)
        for language in LANGUAGES
    }
    return tuple(sorted(shares_of(bits).items(), key=lambda pair: (-pair[1], pair[0])))


def _cyrillic(word: str, language: str) -> float:
    """log2 of how likely a Cyrillic word is as a name of the language."""
    bits = letters(language).word(word)
    if not (possible(word, language) or (language == "be" and possible(word, "be-tarask"))):
        bits += ranking("impossible_bits", "languages")
    return bits + (ranking("spelling_bits", "languages") if word in _names(language) else 0.0)


def _latin(word: str, language: str) -> float:
    """log2 of how likely a Latin word is as a name romanized from the language."""
    bits = latin_letters(language).word(word.replace(APOSTROPHE, ""))
    known = any(reading.sounds in _sounds(language) for reading in readings(word))
    return bits + (ranking("sounds_bits", "languages") if known else 0.0)


_SCRIPTS: Mapping[str, Callable[[str, str], float]] = {"Cyrl": _cyrillic, "Latn": _latin}


@cache
def _names(language: str) -> frozenset[str]:
    return frozenset(name.lower() for name in name_list(language))


@cache
def _sounds(language: str) -> frozenset[str]:
    return frozenset(reading.sounds for name in _names(language) for reading in readings(name))
