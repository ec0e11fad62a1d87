"""From letters to sounds: the graphemes of a script, read in the common way and as each house reads them.

The knowledge is in tables/sounds.toml, whose head says how it is written.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from namekit.table import read_table


class Reader:
    """From a lower-case token to letters of the sound alphabet, longest grapheme first.

    "^" before a grapheme: only at the beginning of a word, and before all others; "$" after it: only at the end.
    """

    def __init__(self, graphemes: Mapping[str, Any]) -> None:
        self._graphemes = graphemes
        first = {g.removeprefix("^"): graphemes[g] for g in sorted(graphemes, key=len, reverse=True) if g[0] == "^"}
        self._first = first
        final = {g.removesuffix("$"): sounds for g, sounds in graphemes.items() if g.endswith("$")}
        self._final = final
        self._sound = partial(_sound, graphemes, first, final)
        self._anywhere = _Sounds(graphemes)
        self._compiled: re.Pattern[str] | None = None

    @property
    def _pattern(self) -> re.Pattern[str]:
        """Compiled when it is first needed: an answer needs few of all houses."""
        if self._compiled is None:  # remembered by hand, since mypyc works a cached property out each time
            self._compiled = self._made_pattern()
        return self._compiled

    def _made_pattern(self) -> re.Pattern[str]:
        after: dict[str, list[str]] = {}  # by the first letter, so that few alternatives are tried
        for grapheme in sorted(self._graphemes, key=len, reverse=True):
            if not grapheme.startswith("^"):
                after.setdefault(grapheme[0], []).append(re.escape(grapheme[1:]).replace(r"\$", r"\b"))
        by_first = (f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in after.items() if rest != [""])
        return re.compile("|".join([*(rf"\b{re.escape(g)}" for g in self._first), *by_first, "."]), re.DOTALL)

    def __call__(self, token: str) -> str:
        """The sounds of a token in lower case."""
        first, final = self._first, self._final
        if (first or final) and " " in token:  # more than one word
            return self._pattern.sub(self._sound, token)
        graphemes = self._pattern.findall(token)
        sounds = list(map(self._anywhere.__getitem__, graphemes))
        if first and graphemes[0] in first:
            sounds[0] = str(first[graphemes[0]])
        if final and graphemes[-1] in final:
            sounds[-1] = str(final[graphemes[-1]])
        return "".join(sounds)

    def graphemes(self, token: str) -> Iterator[tuple[int, int, str]]:
        """Where each grapheme begins and ends, and its sounds."""
        return ((m.start(), m.end(), self._sound(m)) for m in self._pattern.finditer(token))


class _Sounds(dict[str, str]):
    """Sounds by grapheme; of a letter with a mark that changes nothing here, those of the letter."""

    def __missing__(self, grapheme: str) -> str:
        return str(self.get(unicodedata.normalize("NFD", grapheme)[0], ""))


def _sound(
    graphemes: Mapping[str, Any], first: Mapping[str, Any], final: Mapping[str, Any], match: re.Match[str]
) -> str:
    grapheme = match.group()
    if grapheme in final and match.string[match.end() : match.end() + 1] in {"", " "}:
        return str(final[grapheme])
    if grapheme in first and match.string[match.start() - 1 : match.start()] in {"", " "}:
        return str(first[grapheme])
    found = graphemes.get(grapheme)
    if found is None:  # a letter with a mark that changes nothing here
        found = graphemes.get(unicodedata.normalize("NFD", grapheme)[0], "")
    return str(found)


class House(NamedTuple):
    """How some read what the common way reads otherwise: words with one of the marks, with letters replaced first."""

    name: str
    marks: re.Pattern[str]
    read: Reader
    letters: tuple[tuple[re.Pattern[str], str], ...]

    def respelt(self, low: str) -> str:
        """A lower-case token with letters replaced, one for one."""
        for pattern, replacement in self.letters:
            low = pattern.sub(replacement, low)
        return low


class OfScript(NamedTuple):
    """What reads one script: the common reader, the houses beside it, and all their marks."""

    common: Reader
    houses: tuple[House, ...]
    any_mark: re.Pattern[str]


def of_script(low: str) -> OfScript:
    """The readers for a token in lower case."""
    return _readers("cyrillic" if _CYRILLIC.search(low) else "latin")


_CYRILLIC = re.compile("[\u0400-\u052f]")


@cache
def _readers(script: str) -> OfScript:
    table = read_table("", "sounds")
    common, letters = Reader(table[script]), table[script]
    houses, marks = [], []
    for row in table["house"]:
        if row.get("script", "latin") == script:
            marks.append("|".join(row["marks"]).replace("$", r"\b"))
            read = Reader({**letters, **row["graphemes"]}) if "graphemes" in row else common
            replaced = tuple((re.compile(pattern), replacement) for pattern, replacement in row.get("letters", ()))
            houses.append(House(row["name"], re.compile(marks[-1]), read, replaced))
    return OfScript(common, tuple(houses), re.compile("|".join(marks)))
