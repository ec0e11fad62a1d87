"""Cyrillic to Latin by a table: one left-to-right pass; longest source first, then most specific context.

Each place of the text is decided by a window of letters around it, and windows recur: what a window
gives is worked out once by `_decide` and then looked up, which makes the pass a loop over a dictionary.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from namekit.errors import Fault, OptionError, UnknownLetterError
from namekit.orthography import fits, orthography
from namekit.system import Rule, System, system
from namekit.text import APOSTROPHE, apostrophes, letter_script, unmix

Unknown = Literal["error", "keep"]
_PAD = "\0"
_TIE = "\u0361"
_CLASSES = {"start", "end", "vowel", "consonant"}
_WORD = re.compile(r"[^\W\d_]+")
_MEMO_LIMIT = 200_000  # windows: far more than names have, and a bound where the text is hostile


@dataclass(frozen=True, slots=True)
class Step:
    """What stood in the text (NFC, code points from `start` to `end`), what was written, and by which rule.

    `rule` is None for a plain line of the table's letters and for what is no letter.
    """

    start: int
    end: int
    source: str
    target: str
    rule: Rule | None


def romanize(text: str, system_id: str, *, unknown: Unknown = "error", options: Iterable[str] = ()) -> str:
    """`text` in Latin letters by one system, in NFC; what is no letter, and Latin words, stay as they are.

    A Latin look-alike inside a Cyrillic word is read as the Cyrillic letter that it stands for.
    `options` names options of the system to switch on, or with "no-" before the name, off. Raises
    UnknownSystemError, UnknownLetterError (unless unknown="keep"), OptionError.
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    run = _engine(system_id, tuple(sorted(options))).run(text, unknown)
    latin = "".join([target for target, _, _ in run])
    return latin if unicodedata.is_normalized("NFC", latin) else unicodedata.normalize("NFC", latin)


def romanize_many(
    texts: Iterable[str], system_id: str, *, unknown: Unknown = "error", options: Iterable[str] = ()
) -> Iterator[str]:
    """`romanize` for each text in turn, as they are asked for."""
    options = tuple(options)
    return (romanize(t, system_id, unknown=unknown, options=options) for t in texts)


def steps(text: str, system_id: str, *, unknown: Unknown = "error", options: Iterable[str] = ()) -> tuple[Step, ...]:
    """Which rule wrote what.

    The sources of all steps, joined, are the text in NFC; the targets, joined and in NFC, its romanization.
    """
    engine = _engine(system_id, tuple(sorted(options)))
    composed = unicodedata.normalize("NFC", text)
    out, at = [], 0
    for target, length, rule in engine.run(composed, unknown):
        out.append(Step(at, at + length, composed[at : at + length], target, rule))
        at += length
    return tuple(out)


_Decision = tuple[str, int, Rule | None]
_AS_IT_STANDS: _Decision = ("", 1, None)
_UNKNOWN: _Decision = ("?", 1, None)
_MIXED: _Decision = ("!", 1, None)


class Engine:
    """One system with a choice of its options, ready to run."""

    def __init__(self, table: System, options: tuple[str, ...] = ()) -> None:
        chosen = _chosen(table, options)
        self.table = table
        self.spelling = orthography(table.language)
        self._rules = _by_first_letter(table, chosen)
        flat = [r for candidates in self._rules.values() for r, _, _ in candidates]
        # Case looks two places around, past an apostrophe; a context as far as its letters reach.
        self.left = max([2, *(len(a) + 1 for r in flat for a in r.after)])
        self.right = max([2, *(len(r.source) + max((len(b) for b in r.before), default=1) for r in flat)])
        self._memo: dict[str, _Decision] = {}

    def run(self, text: str, unknown: Unknown) -> list[_Decision]:
        """What each place of the text (NFC) gives: what is written, for how many code points, by which rule."""
        try:
            plain = text.isalpha() and "ʼ" not in text  # U+02BC counts as a letter
            return self._pass(text, text if plain else apostrophes(text), unknown)
        except _MixedWord:
            ready = _WORD.sub(lambda m: unmix(m.group()), apostrophes(text))
            return self._pass(text, ready, unknown, mixed_words=True)

    def _pass(self, text: str, ready: str, unknown: Unknown, *, mixed_words: bool = False) -> list[_Decision]:
        padded = f"{_PAD * self.left}{ready}{_PAD * (self.right + 1)}"
        memo, width, end = self._memo, self.left + self.right + 1, len(text)
        out, at = [], 0
        while at < end:
            window = padded[at : at + width]
            decision = memo.get(window)
            if decision is None:
                if len(memo) >= _MEMO_LIMIT:
                    memo.clear()
                decision = memo[window] = self._decide(window)
            if decision is _MIXED and not mixed_words:
                raise _MixedWord
            if decision is _UNKNOWN and unknown == "error":
                raise UnknownLetterError(text, at, self.table.id, self.spelling.name)
            if decision is _AS_IT_STANDS or decision is _UNKNOWN or decision is _MIXED:
                decision = (text[at], 1, None)
            out.append(decision)
            at += decision[1]
        return out

    def written_at(self, text: str, at: int) -> str:
        """What stands for the letter at `at` (with what follows it), where it begins a step of the pass."""
        window = f"{_PAD * self.left}{text}{_PAD * (self.right + 1)}"[at : at + self.left + self.right + 1]
        target = self._decide(window)[0]
        return target or (text[at] if self._decide(window) is _AS_IT_STANDS else target)

    def _decide(self, window: str) -> _Decision:
        """What the letter at the window's centre, with what follows it, is written as."""
        low, at = _lower(window), self.left
        letter = low[at]
        for rule, after, before in self._rules.get(letter, ()):
            end = at + len(rule.source)
            if (
                low.startswith(rule.source, at)
                and (not after or fits(after, low, at, end, self.spelling, left=True))
                and (not before or fits(before, low, at, end, self.spelling, left=False))
            ):
                return _cased(rule.target, window, at, end), len(rule.source), rule
        if letter == APOSTROPHE and not (low[at - 1].isalpha() and low[at + 1].isalpha()):
            return _AS_IT_STANDS  # a quotation mark
        target = self.table.letters.get(letter)
        if target is not None:
            return _cased(target, window, at, at + 1), 1, None
        if letter_script(letter) == "Latn":
            beside = {letter_script(low[at - 1]), letter_script(low[at + 1])}
            return _MIXED if "Cyrl" in beside else _AS_IT_STANDS
        return _UNKNOWN if letter.isalpha() else _AS_IT_STANDS


class _MixedWord(Exception):  # noqa: N818 (a signal between two methods, never seen outside)
    pass


@lru_cache(maxsize=256)
def _engine(system_id: str, options: tuple[str, ...]) -> Engine:
    return Engine(system(system_id), options)


def _chosen(table: System, options: tuple[str, ...]) -> frozenset[str]:
    """The options in force: the table's defaults, with each that is named, without each that is named as `no-`."""
    chosen = set(table.defaults)
    for option in options:
        name = option.removeprefix("no-") if option not in table.options else option
        if name not in table.options:
            msg = f"{table.id} has no option {option!r}; it has: {', '.join(table.options) or 'none'}"
            raise OptionError(msg)
        (chosen.add if name == option else chosen.discard)(name)
    return frozenset(chosen)


def _by_first_letter(table: System, options: frozenset[str]) -> dict[str, list[tuple[Rule, str, str]]]:
    """Rules with one context on each side ("" for none), by their first letter, in the order to try them.

    Longer sources come first; then contexts on two sides before one, letters before classes, and an
    option before what it overrides.
    """
    out: dict[str, list[tuple[Rule, str, str]]] = {}
    for rule in table.rules:
        if not rule.option or rule.option in options:
            for after, before in product(rule.after or ("",), rule.before or ("",)):
                out.setdefault(rule.source[0], []).append((rule, after, before))
    for candidates in out.values():
        candidates.sort(key=_specificity, reverse=True)
    return out


def _specificity(candidate: tuple[Rule, str, str]) -> tuple[int, int, int, bool]:
    rule, *sides = candidate
    letters = sum(len(s) for s in sides if s not in _CLASSES)
    return len(rule.source), sum(bool(s) for s in sides), letters, bool(rule.option)


def _lower(text: str) -> str:
    """Lower case, letter by letter: `str.lower` may lengthen a text (İ), and windows keep their length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _cased(target: str, window: str, at: int, end: int) -> str:
    """`target` in the case that the letters at window[at:end] ask for: Щ is Shch, in a word of capitals SHCH."""
    first = window[at]
    if first == first.lower() or not target:
        return target
    if end - at > 1 and not window[at:end].isupper():
        return _capital(target)
    after = window[end + 1] if window[end] == APOSTROPHE else window[end]
    before = window[at - 2] if window[at - 1] == APOSTROPHE else window[at - 1]
    capitals = after.isupper() if after.isalpha() else (end - at > 1 or before.isupper())
    return target.upper() if capitals else _capital(target)


def _capital(target: str) -> str:
    """With a capital; letters under one tie (i͡a) are one letter, and rise together, as libraries print them."""
    length = 3 if target[1:2] == _TIE else 1
    return target[:length].upper() + target[length:]


def verify(table: System) -> tuple[Fault, ...]:
    """What running a table shows: vectors that it does not fulfil, and rules that no vector exercises."""
    faults, used = [], set()
    for vector in table.vectors:
        try:
            run = Engine(table, vector.options).run(unicodedata.normalize("NFC", vector.given), "error")
        except (UnknownLetterError, ValueError) as e:
            faults.append(Fault(vector.line, f"{vector.given!r}: {e}"))
            continue
        used |= {id(rule) for _, _, rule in run}
        got = unicodedata.normalize("NFC", "".join(target for target, _, _ in run))
        if got != vector.expect:
            faults.append(Fault(vector.line, f"{vector.given!r} gives {got!r}, not {vector.expect!r}"))
    faults += [
        Fault(r.line, f"no vector exercises the rule for {r.source!r}") for r in table.rules if id(r) not in used
    ]
    return tuple(sorted(faults, key=lambda f: f.line))
