"""What a word of each language can look like: its letters and where they may stand (tables/orthography)."""

from functools import cache
from typing import NamedTuple

from namekit.table import read_table

LANGUAGES = ("be", "ru", "uk")
CONTEXT_CLASSES = ("start", "end", "vowel", "consonant")
"""What a context may say in place of letters; see `fits`."""
_ORTHOGRAPHIES = (*LANGUAGES, "be-tarask")


class Place(NamedTuple):
    """Where one letter may stand: contexts as in a romanization rule; an empty tuple allows anything."""

    letter: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    never_after: tuple[str, ...] = ()
    never_before: tuple[str, ...] = ()


class Orthography(NamedTuple):
    """Letters of a language and their classes, all lower case."""

    language: str
    name: str
    alphabet: str
    vowels: str
    consonants: str
    signs: str
    borrowed: str
    unlike: str
    places: tuple[Place, ...]

    def is_letter(self, char: str) -> bool:
        """Whether `char`, lower case, belongs to the written language, borrowed letters included."""
        return char in self.alphabet or (char != "" and char in self.borrowed)


@cache
def orthography(language: str) -> Orthography:
    """The table of one orthography: "be", "be-tarask", "ru" or "uk". Raises KeyError for another."""
    if language not in _ORTHOGRAPHIES:
        raise KeyError(language)
    table = read_table("orthography", language)
    sides = ("after", "before", "never_after", "never_before")
    places = tuple(
        Place(letter=p["letter"], **{k: tuple(p[k]) for k in sides if k in p}) for p in table.get("place", ())
    )
    fields = ("language", "name", "alphabet", "vowels", "consonants", "signs", "borrowed", "unlike")
    return Orthography(**{k: table[k] for k in fields}, places=places)


def fits(  # noqa: PLR0913 (a place in a text has a start and an end)
    item: str, text: str, start: int, end: int, spelling: Orthography, *, left: bool
) -> bool:
    """Whether the context `item` holds beside text[start:end] (lower case): before it if `left`, else after it.

    `item` is "start", "end", "vowel", "consonant", or letters that must stand there.
    """
    if item in {"start", "end"}:
        neighbour = text[start - 1 : start] if left else text[end : end + 1]
        return not (neighbour.isalpha() or _inner_apostrophe(text, start - 1 if left else end))
    if item in {"vowel", "consonant"}:
        neighbour = text[start - 1 : start] if left else text[end : end + 1]
        return neighbour != "" and neighbour in (spelling.vowels if item == "vowel" else spelling.consonants)
    return text.endswith(item, 0, start) if left else text.startswith(item, end)


def reach(item: str) -> int:
    """How many characters the context `item` looks at; the edge of a word also past an apostrophe."""
    return {"start": 2, "end": 2, "vowel": 1, "consonant": 1}.get(item, len(item))


def _inner_apostrophe(text: str, at: int) -> bool:
    """An apostrophe between two letters belongs to its word; any other is a quotation mark."""
    return 0 < at < len(text) - 1 and text[at] == "’" and text[at - 1].isalpha() and text[at + 1].isalpha()


def possible(word: str, language: str) -> bool:
    """Whether `word` could be written in the language: its letters, each where it may stand."""
    spelling, low = orthography(language), word.lower()
    return all(spelling.is_letter(c) for c in low) and all(
        _stands(place, low, at, spelling, whole=True)
        for place in spelling.places
        for at, letter in enumerate(low)
        if letter == place.letter
    )


def may_grow(start: str, more: str, spelling: Orthography) -> bool:
    """Whether a text beginning with `start + more` (lower case) can still be possible, if `start` could be.

    Only the letters whose neighbours are known by now are looked at.
    """
    text = start + more
    return all(
        _stands(place, text, at, spelling, whole=at + 1 < len(text))
        for place in spelling.places
        for at in range(max(0, len(start) - 1), len(text))
        if text[at] == place.letter
    )


def may_end(text: str, spelling: Orthography) -> bool:
    """Whether a text (lower case) that could be possible so far can end here."""
    last = len(text) - 1
    return all(
        _stands(place, text, last, spelling, whole=True) for place in spelling.places if text[last:] == place.letter
    )


def _stands(place: Place, text: str, at: int, spelling: Orthography, *, whole: bool) -> bool:
    """Whether the letter at `at` may stand there; without `whole`, whatever may still follow it."""

    def beside(items: tuple[str, ...], *, left: bool) -> bool:
        return any(fits(item, text, at, at + 1, spelling, left=left) for item in items)

    return (
        (not place.after or beside(place.after, left=True))
        and (not whole or not place.before or beside(place.before, left=False))
        and not beside(place.never_after, left=True)
        and not (whole and beside(place.never_before, left=False))
    )
