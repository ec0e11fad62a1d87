"""Names that are nothing but words, as most are: told by a pattern and by what is known of each word, without a cut.

What is not plain (titles, particles, hyphens, brackets, two scripts, anything to repair but an apostrophe) is left to
`tokens`, which cuts plain names alike.
"""

import re
from functools import lru_cache
from itertools import pairwise

from namekit.names.joined import split_initials, split_run_together
from namekit.names.words import letter_phrases, particles, phrase_starts
from namekit.text import APOSTROPHE, POSSESSIVE, SPACED, looks_misread

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0137\u0139-\u017e"  # composed letters, without kra, typed for к
_CYRILLIC = "\u0400-\u0481\u048a-\u052f"
_PERHAPS_TWICE = (4, 6, 8)  # words: the same name may stand there again
_MOST_WORDS, _LONGEST = 8, 60  # words, and letters of all: within the limits of tables/names/roles.toml


def _name_of(letters: str) -> str:
    word = rf"(?:[{letters}]+(?:{APOSTROPHE}[{letters}]+)*|[{letters}]\.)"
    return rf"{word}(?:(?:,? |,|(?<=\.)){word}){{0,{_MOST_WORDS - 1}}}"


_PLAIN = re.compile(f"{_name_of(_LATIN)}|{_name_of(_CYRILLIC)}")


@lru_cache(maxsize=1_024)  # several rooms ask for the same name in turn
def plain_words(name: str) -> tuple[str, ...] | None:
    """The words of a plain name; None where it is none."""
    text = name.replace("'", APOSTROPHE)
    if len(text) > _LONGEST or not _PLAIN.fullmatch(text) or text.count(",") > 1 or looks_misread(text):
        return None
    if APOSTROPHE in text and POSSESSIVE.search(text):
        return None
    words = tuple(text.replace(",", " ").replace(".", " ").split())
    if words_before_comma(text) > 1 or (not text.islower() and any(word[0].islower() for word in words)):
        return None
    if not all(map(_is_plain, words)):
        return None
    letters = sum(len(word) == 1 for word in words)
    if (
        len(words) in _PERHAPS_TWICE
        or letters >= SPACED
        or (letters and not letter_phrases().isdisjoint(pairwise(map(str.lower, words))))
    ):
        return None
    return words


def words_before_comma(name: str) -> int:
    """How many words of a plain name stand before its comma; 0 where there is none."""
    return len(name[: name.index(",")].replace(".", " ").split()) if "," in name else 0


@lru_cache(maxsize=131_072)
def _is_plain(word: str) -> bool:
    """Whether a word can be nothing but one word of a name; a letter alone is one, unless others follow (к т н)."""
    low = word.lower()
    return len(word) == 1 or not (
        low in phrase_starts() or low in particles() or split_initials(word) or len(split_run_together(word)) > 1
    )
