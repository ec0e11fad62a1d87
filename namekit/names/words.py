"""Words beside or inside a name: titles, suffixes, particles, words for *born as* (tables/names/words.toml)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

from namekit.names.surnames import Gender
from namekit.table import read_table

PhraseKind = Literal["title", "suffix", "former", "alias"]
NamePart = Literal["given", "patronymic", "surname"]
WORD = re.compile(r"[^\W\d_][\u0300-\u036f\ufe20\ufe21]*(?:[’\-‐‑–]?[^\W\d_][\u0300-\u036f\ufe20\ufe21]*)*’?")
"""A word of a name: letters with their marks, and apostrophes and hyphens between them."""
_NO_WORDS = {"about", "side", "role", "gender"}


class Particle(NamedTuple):
    """A small word inside a name; `side` is where the word stands that it belongs to, `role` what both are."""

    side: Literal["before", "after"]
    role: Literal["patronymic", "surname"]
    gender: Gender | None


@cache
def _phrases() -> Mapping[PhraseKind, Mapping[str, tuple[tuple[str, ...], ...]]]:
    """Phrases, as words in lower case, by their kind and first word, the longest first."""
    kinds: tuple[PhraseKind, ...] = ("title", "suffix", "former", "alias")
    table = read_table("names", "words")
    found: dict[PhraseKind, dict[str, tuple[tuple[str, ...], ...]]] = {kind: {} for kind in kinds}
    for kind in kinds:
        texts = {text for row in table[kind] for text in _texts(row)}
        for phrase in {tuple(text.split(" ")) for text in texts}:
            first = phrase[0].rstrip(".")
            same_start = (*found[kind].get(first, ()), phrase)
            found[kind][first] = tuple(sorted(same_start, key=lambda p: (-len(p), p)))
    return found


@cache
def phrase_starts() -> frozenset[str]:
    """The first words of all phrases, and the words for relatives."""
    return listed("relative").union(*_phrases().values())


@cache
def letter_phrases() -> frozenset[tuple[str, str]]:
    """The first two words of the phrases that begin with one letter (к т н), which is sooner an initial."""
    phrases = (phrase for starts in _phrases().values() for listed in starts.values() for phrase in listed)
    return frozenset(
        (phrase[0].rstrip("."), phrase[1].rstrip("."))
        for phrase in phrases
        if len(phrase) > 1 and len(phrase[0].rstrip(".")) == 1
    )


def phrase_length(kind: PhraseKind, words: Sequence[str], start: int) -> int:
    """How many of the words, from `start` on, are a phrase of the kind; 0 if none is.

    Words come in lower case, each with the full stop that follows it.
    """
    for phrase in _phrases()[kind].get(words[start].rstrip("."), ()):
        here = words[start : start + len(phrase)]
        if len(here) == len(phrase) and all(w in {p, p + "."} for w, p in zip(here, phrase, strict=True)):
            return len(phrase)
    return 0


@cache
def listed(kind: Literal["relative", "and", "or", "belonging", "place"]) -> frozenset[str]:
    """Words in lower case: for somebody's relatives and the like, places, and what joins a name to words before it."""
    return frozenset(text for row in read_table("names", "words")[kind] for text in _texts(row))


@cache
def part_names() -> Mapping[str, NamePart]:
    """What forms call the parts of a name, in lower case, by the part that it is."""
    return {text: row["role"] for row in read_table("names", "words")["label"] for text in _texts(row)}


@cache
def particles() -> Mapping[str, Particle]:
    """The particles by their spelling in lower case."""
    return {
        text: Particle(row["side"], row["role"], row.get("gender"))
        for row in read_table("names", "words")["particle"]
        for text in _texts(row)
    }


def _texts(row: Mapping[str, Any]) -> Iterator[str]:
    """What a row lists, in all its languages."""
    return (text for key, texts in row.items() if key not in _NO_WORDS for text in texts)


def words_in(text: str) -> list[str]:
    """The words of a text as they are written."""
    return [match.group() for match in WORD.finditer(text)]
