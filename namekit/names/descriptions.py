"""What follows a name in small letters, as lists and captions write it: Ivan Ivanov - journalist."""

import re

from namekit.names.births import LOOKED_AT
from namekit.names.kin import given, patronymic
from namekit.names.words import WORD, particles, phrase_starts

_DASHES = " ,;-‐‑–—"
_SIGN = re.compile(r"(?:\s[-‐‑–—]+\s|[,;]\s*(?:\d{1,3}\s)?|\s\d{1,3}\s)\s*")  # a number is an age
_ENOUGH = 2  # words with a capital are a name


def description(text: str) -> tuple[int, int] | None:
    """Where the dash, comma, semicolon or age before a description stands, and where what it says begins.

    None where there is none. A name of small letters alone has none, and no part of a name begins one, nor a title or
    suffix.
    """
    for match in _SIGN.finditer(text, 0, LOOKED_AT):
        word = WORD.match(text, match.end())
        if word and word.group()[0].islower() and not _belongs(word.group()):
            words = (w.group() for w in WORD.finditer(text, 0, match.start()))
            if sum(w[0].isupper() for w in words) >= _ENOUGH:
                return match.start(), match.start() + len(match.group()) - len(match.group().lstrip(_DASHES))
    return None


def _belongs(word: str) -> bool:
    known = given(word)
    is_name = bool(known.groups) and known.exact
    return is_name or bool(patronymic(word).groups) or word in phrase_starts() or word in particles()
