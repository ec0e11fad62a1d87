"""How likely a word is as a name of a language: letters given the two before them.

The counts stand in tables/orthography: letters-* for Cyrillic, latin-* for names in Latin letters.
"""

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from namekit.romanization.orthography import orthography
from namekit.table import read_table

_ENTRY = re.compile(r"(\D)(\d+)")


_Counts = tuple[Mapping[str, int], int]
"""How often each letter follows a context, and all of them together."""
_BEFORE = 2  # letters


class Letters:
    """The letter model of one language; look-ups are remembered, so they cost one dictionary each."""

    def __init__(self, language: str, table: str = "letters") -> None:
        lines = read_table("orthography", f"{table}-{language}")["after"].splitlines()
        self._rows: Mapping[str, str] = {line[:_BEFORE]: line[_BEFORE:] for line in lines}
        self._after: dict[str, _Counts] = {}
        self._backoff: float = ranking("letter_backoff")
        self._even = 1 / (len(orthography(language).alphabet) + 1)
        self._known: dict[str, float] = {}

    def log2(self, context: str, letter: str) -> float:
        """log2 of the probability of `letter` ("$": the end) after two others ("^": before the first)."""
        key = context + letter
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = math.log2(self._probability(context, letter))
        return known

    def _probability(self, context: str, letter: str) -> float:
        return self._mixed(context, letter, self._mixed(context[-1:], letter, self._even))

    def _mixed(self, context: str, letter: str, otherwise: float) -> float:
        counts, total = self._counted(context)
        return (counts.get(letter, 0) + self._backoff * otherwise) / (total + self._backoff)

    def _counted(self, context: str) -> _Counts:
        """The counts of two letters; those of one are of all pairs that end in it."""
        found = self._after.get(context)
        if found is None:
            whole = len(context) == _BEFORE
            found = self._after[context] = _counts(self._rows.get(context, "")) if whole else self._of_all(context)
        return found

    def _of_all(self, last: str) -> _Counts:
        counts: dict[str, int] = {}
        for before in self._rows:
            if before[-1] == last:
                for letter, n in self._counted(before)[0].items():
                    counts[letter] = counts.get(letter, 0) + n
        return counts, sum(counts.values())

    def word(self, word: str) -> float:
        """log2 of the probability of a word in lower case."""
        marked, known = f"^^{word}$", self._known
        keys = [marked[i - 2 : i + 1] for i in range(2, len(marked))]
        return math.fsum([known[key] if key in known else self.log2(key[:2], key[2]) for key in keys])


def _counts(row: str) -> _Counts:
    counts = {letter: int(n) for letter, n in _ENTRY.findall(row)}
    return counts, sum(counts.values())


def shares_of(bits: Mapping[str, float]) -> dict[str, float]:
    """Shares (0 to 1, summing to one) of what has so many bits each; nothing of nothing."""
    top = max(bits.values(), default=0.0)
    total = math.fsum(2.0 ** (b - top) for b in bits.values())
    return {key: 2.0 ** (b - top) / total for key, b in bits.items()}


@cache
def ranking(name: str, section: str = "ranking") -> float:
    """A constant of tables/usage.toml by which readings are ranked."""
    return float(read_table("", "usage")[section][name])


@cache
def letters(language: str) -> Letters:
    """The model of "be", "ru" or "uk"."""
    return Letters(language)


class Surnames:
    """A letter model of surnames: letters given so many before them as are known, up to four.

    Longer contexts know whole roots, so they can tell о from а where the other language merges them. Each context
    falls back on the shorter one by the number of letters seen after it (Witten and Bell, 1991, method C).
    """

    def __init__(self, after: Iterable[str], longest: int, alphabet: int) -> None:
        """`after`: lines of a context and what follows it how often; so many letters are in the `alphabet`."""
        self.longest = longest
        self._rows = dict(line.split(" ") for line in after)
        self._even = 1 / (alphabet + 1)
        self._parsed: dict[str, _Counts] = {}
        self._known: dict[str, float] = {}

    def log2(self, before: str, letter: str) -> float:
        """log2 of the probability of `letter` ("$": the end) after a text that begins with "^"."""
        key = before[-self.longest :] + letter
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = math.log2(self._probability(key[:-1], letter))
        return known

    def _probability(self, context: str, letter: str) -> float:
        share = self._even
        for start in range(len(context), -1, -1):
            here = context[start:]
            counted = self._parsed.get(here)
            if counted is None:
                row = self._rows.get(here)
                if row is None:  # nor are longer contexts known
                    break
                counted = self._parsed[here] = _counts(row)
            counts, total = counted
            share = (counts.get(letter, 0) + len(counts) * share) / (total + len(counts))
        return share

    def word(self, word: str) -> float:
        """log2 of the probability of a word in lower case."""
        known = self._known
        keys = _keys(word, self.longest)
        return math.fsum([known[key] if key in known else self.log2(key[:-1], key[-1]) for key in keys])


@lru_cache(maxsize=256)  # the models of several languages are asked for a word in turn
def _keys(word: str, longest: int) -> tuple[str, ...]:
    """Each letter of a word, and its end, with as many before it as are looked at."""
    marked = f"^{word}$"
    return tuple([marked[max(0, i - longest) : i + 1] for i in range(1, len(marked))])


@cache
def surnames(language: str) -> Surnames:
    """The model of the surnames of "be", "ru" or "uk"."""
    table = read_table("orthography", f"surnames-{language}")
    return Surnames(table["after"].splitlines(), table["longest"], len(orthography(language).alphabet))


@cache
def latin_letters(language: str) -> Letters:
    """The model of "be", "ru" or "uk" names in Latin letters."""
    return Letters(language, "latin")
