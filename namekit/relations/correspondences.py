"""A word of one language as another spells it: weighted correspondences, and what surnames look like.

A noisy channel (Shannon; Knight and Graehl 1998 for transliteration): a spelling scores the shares of its
correspondences (tables/names/correspondences.toml) in both directions, and how likely its letters are as a surname. The
search goes through the word letter by letter and keeps the best spellings so far, so a long word costs its length.
"""

import math
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from namekit.names.surnames import endings
from namekit.romanization.likelihood import surnames
from namekit.romanization.orthography import fits, may_end, may_grow, orthography
from namekit.table import read_table

_TAIL = 4  # letters of a spelling that decide how it may go on: for the letter model and the orthography
_LONGEST_ENDING = 5
_MEMO_LIMIT = 500_000
_STRESSED = "оё"  # in Belarusian, letters of the stressed syllable


class Correspondence(NamedTuple):
    """One row of the table, read from one language into another; contexts hold in the word that is read."""

    source: str
    target: str
    after: tuple[str, ...]
    before: tuple[str, ...]
    row: int = -1
    ending: str = ""
    sure: bool = True


class Step(NamedTuple):
    """A correspondence used at a place of a word: how many letters it reads, what it writes, its weight in bits."""

    length: int
    text: str
    bits: float
    used: Correspondence


@cache
def table() -> Mapping[str, Any]:
    """tables/names/correspondences.toml."""
    return read_table("names", "correspondences")


@cache
def constants() -> Mapping[str, Any]:
    """Section `ranking` of the table."""
    ranking: dict[str, Any] = table()["ranking"]
    return ranking


@cache
def correspondences(source: str, target: str) -> tuple[Correspondence, ...]:
    """The rows of the table that two languages take part in, and the letters that both have."""
    rows = table()["correspondence"]
    contexts = [(tuple(r.get("after", ())), tuple(r.get("before", ()))) for r in rows]
    found = [
        Correspondence(r[source], r[target], *context, i)
        for i, (r, context) in enumerate(zip(rows, contexts, strict=True))
        if source in r and target in r and r[source] != r[target]
    ]
    found.sort(key=lambda c: -len(c.after) - len(c.before))
    both = set(orthography(source).alphabet) & set(orthography(target).alphabet)
    return (*found, *(Correspondence(c, c, (), ()) for c in sorted(both)))


@cache
def ending_pairs(source: str, target: str) -> tuple[Correspondence, ...]:
    """Endings of surnames that show a gender, and what they are in the other language; the masculine form is named."""
    found: dict[tuple[str, str], tuple[str, bool]] = {}
    for ending in endings():
        for mine in ending.forms[source]:
            for theirs in ending.forms[target]:
                if len(mine) == len(theirs) == 2:  # noqa: PLR2004 (masculine and feminine)
                    for pair in zip(mine, theirs, strict=True):
                        found.setdefault(pair, (f"{mine[0]} {theirs[0]}", not ending.nouns))
    return tuple(Correspondence(a, b, (), ("end",), ending=name, sure=sure) for (a, b), (name, sure) in found.items())


_Weighed = tuple[Correspondence, float, float]
"""A correspondence with its bits and its share in the direction that is asked for."""


class Respelling:
    """All that is known about writing words of one language in another."""

    def __init__(self, source: str, target: str) -> None:
        self._read, self._write = orthography(source), orthography(target)
        self._model = surnames(target)
        self._one_stress = target == "be"
        self._by_letter: dict[str, list[_Weighed]] = {}
        for c in correspondences(source, target):
            shares = _shares(c, source, target)
            self._by_letter.setdefault(c.source[:1], []).append((c, _bits(*shares), shares[0]))
        self._endings: dict[str, list[tuple[Correspondence, float]]] = {}
        shown = table().get("ending", {})
        for c in ending_pairs(source, target):
            there = shown.get(f"{source}-{target}", {}).get(c.ending, constants()["unseen_share"])
            back = shown.get(f"{target}-{source}", {}).get(
                " ".join(c.ending.split()[::-1]), constants()["unseen_share"]
            )
            self._endings.setdefault(c.source, []).append((c, _bits(there, back)))
        self._weight = float(constants()["letters_weight"])
        self._grown: dict[tuple[str, str], float | None] = {}

    def steps(self, word: str) -> list[list[Step]]:
        """The steps that may be used at each place of a word in lower case.

        A sure ending, the longest that fits, is read as a whole; no other step begins or ends within it.
        """
        places: list[list[Step]] = [[] for _ in range(len(word) + 1)]
        length = next((n for n in range(min(len(word) - 1, _LONGEST_ENDING), 0, -1) if word[-n:] in self._endings), 0)
        ending = self._endings[word[-length:]] if length else []
        stem = len(word) - length
        places[stem] += [Step(length, c.target, bits, c) for c, bits in ending]
        within = stem if ending and all(c.sure for c, _ in ending) else len(word)
        for at in range(within + 1):
            fitting: dict[tuple[str, str], _Weighed] = {}
            for weighed in (*self._by_letter.get("", ()), *self._by_letter.get(word[at : at + 1], ())):
                c = weighed[0]
                if at + len(c.source) <= within and self._fits(c, word, at):
                    fitting.setdefault((c.source, c.target), weighed)  # the row with contexts comes first
            changed = math.fsum(there for c, _, there in fitting.values() if c.source and c.row >= 0)
            kept = _weighted(max(constants()["least_kept"], 1 - changed), "there")
            places[at] += [
                Step(len(c.source), c.target, bits if c.row >= 0 else bits + kept, c) for c, bits, _ in fitting.values()
            ]
        return places

    def _fits(self, c: Correspondence, word: str, at: int) -> bool:
        end = at + len(c.source)
        return (
            word.startswith(c.source, at)
            and (not c.after or any(fits(a, word, at, end, self._read, left=True) for a in c.after))
            and (not c.before or any(fits(b, word, at, end, self._read, left=False) for b in c.before))
        )

    def grow(self, tail: str, more: str) -> float | None:
        """Bits of the letters of `more` after the end of a spelling; None where they cannot stand there."""
        key = tail, more
        if key not in self._grown:
            if len(self._grown) > _MEMO_LIMIT:
                self._grown.clear()
            self._grown[key] = self._grow(tail, more)
        return self._grown[key]

    def _grow(self, tail: str, more: str) -> float | None:
        if more == "$":
            return self._weight * self._model.log2(tail, more) if may_end(tail.lstrip("^"), self._write) else None
        if not may_grow(tail.lstrip("^"), more, self._write):
            return None
        text = tail + more
        return self._weight * math.fsum(self._model.log2(text[:i], text[i]) for i in range(len(tail), len(text)))

    def spellings(self, word: str) -> Iterator[tuple[str, float]]:
        """Spellings of a word in lower case, each with its score in bits, best first."""
        places = self.steps(word)
        beam: list[dict[str, float]] = [{} for _ in range(len(word) + 1)]
        beam[0]["^"] = 0.0
        for at, steps in enumerate(places):
            here = _best(beam[at])
            inserted: dict[str, float] = {}
            for step in steps:
                there = beam[at + step.length] if step.length else inserted
                self._extend(here, step, there)
                if step.length and inserted:
                    self._extend(_best(inserted), step, there)
            beam[at] = _best(here | {t: s for t, s in inserted.items() if s > here.get(t, -math.inf)})
        whole = {}
        for text, score in beam[-1].items():
            if len(text) > 1 and (end := self.grow(text[-_TAIL:], "$")) is not None:
                whole[text[1:]] = score + end
        yield from sorted(whole.items(), key=lambda kv: (-kv[1], kv[0]))

    def path(self, word: str, spelling: str) -> tuple[tuple[Step, ...], float] | None:
        """The steps, best by their bits, that write a word in lower case just so, with the bits; None without any."""
        best: list[dict[int, tuple[float, tuple[Step, ...]]]] = [{} for _ in range(len(word) + 1)]
        best[0][0] = 0.0, ()
        for at, steps in enumerate(self.steps(word)):
            for step in sorted(steps, key=lambda s: s.length):  # those that read nothing first, one at a place
                there = best[at + step.length]
                for end, (bits, path) in list(best[at].items()):
                    new, total = end + len(step.text), bits + step.bits
                    twice = not step.length and path and not path[-1].length
                    if spelling.startswith(step.text, end) and not twice and total > there.get(new, (-math.inf,))[0]:
                        there[new] = total, (*path, step)
        bits, path = best[-1].get(len(spelling), (-math.inf, ()))
        return (path, bits) if path else None

    def _extend(self, here: Mapping[str, float], step: Step, there: dict[str, float]) -> None:
        second = self._one_stress and any(c in step.text for c in _STRESSED)
        for text, score in here.items():
            grown = self.grow(text[-_TAIL:], step.text) if step.text else 0.0
            if grown is None:
                continue
            total = score + step.bits + grown
            if second and any(c in text for c in _STRESSED):
                total += constants()["second_stress_bits"]
            new = text + step.text
            if total > there.get(new, -math.inf):
                there[new] = total


def _best(spellings: dict[str, float]) -> dict[str, float]:
    width = constants()["width"]
    if len(spellings) <= width:
        return spellings
    return dict(sorted(spellings.items(), key=lambda kv: (-kv[1], kv[0]))[:width])


def _shares(c: Correspondence, source: str, target: str) -> tuple[float, float]:
    there, back = f"{source}-{target}", f"{target}-{source}"
    if c.row >= 0:
        share = table()["correspondence"][c.row].get("share", {})
        return share.get(there, constants()["unseen_share"]), share.get(back, constants()["unseen_share"])
    kept = table().get("kept", {})
    return 1.0, kept.get(back, {}).get(c.source, 1.0)


def _bits(there: float, back: float) -> float:
    return _weighted(there, "there") + _weighted(back, "back")


def _weighted(share: float, direction: str) -> float:
    return float(constants()[f"{direction}_weight"]) * math.log2(share)


@cache
def respelling(source: str, target: str) -> Respelling:
    """From one of "be", "ru", "uk" to another."""
    return Respelling(source, target)


@lru_cache(maxsize=16_384)
def respell(word: str, source: str, target: str) -> tuple[tuple[str, float], ...]:
    """Spellings of a word (lower case) in another language, each with its share of all that were kept, best first."""
    scored = list(respelling(source, target).spellings(word))
    weights = [2 ** (score - scored[0][1]) for _, score in scored]
    total = math.fsum(weights)
    return tuple((text, weight / total) for (text, _), weight in zip(scored, weights, strict=True))
