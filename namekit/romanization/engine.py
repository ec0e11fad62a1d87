"""Cyrillic to Latin by a table: one left-to-right pass; longest source first, then most specific context.

Each place of the text is decided by a window of letters around it, and windows recur: what a window
gives is worked out once by `_decide` and then looked up, which makes the pass a loop over a dictionary.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from operator import itemgetter
from typing import Literal

from namekit.errors import Fault, InputError, OptionError, UnknownLetterError
from namekit.romanization.orthography import CONTEXT_CLASSES, fits, orthography, reach
from namekit.romanization.system import Rule, System, rules_of
from namekit.text import APOSTROPHE, apostrophes, letter_script, unmix

Unknown = Literal["error", "keep", "unidecode"]
_PAD = "\0"
_TIE = "\u0361"
_WORD = re.compile(r"[^\W\d_]+")
_HEAD, _TAIL = 2, 2  # letters that are looked up together at the beginning and the end of a short text
_SHORT = 40  # letters: longer texts take the careful pass
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
    `unknown` says what happens to a letter that the system has no rule for: "error", "keep" it as it is, or
    "unidecode" it (needs the extra `scripts`). `options` names options of the system to switch on, or with "no-"
    before the name, off. Raises UnknownSystemError, UnknownLetterError (with "error"), OptionError, InputError
    where Unidecode is asked for and not installed.
    """
    try:
        written, cuts, pad = _plain(system_id) if not options else _engine(system_id, tuple(sorted(options))).short
        return "".join(map(written, cuts[len(text)](pad + text + pad)))
    except (_Careful, IndexError):  # no plain text, or no short one
        return _carefully(_engine(system_id, tuple(sorted(options))), text, unknown)


def _carefully(engine: "Engine", text: str, unknown: Unknown) -> str:
    """The pass for what is long, mixed, decomposed, or holds apostrophes or letters that no rule has."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    latin = "".join([target for target, _, _ in engine.run(text, unknown)])
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
        flat = [r for r in table.rules if not r.option or r.option in chosen]
        # Case looks two places around, past an apostrophe; a context as far as its letters reach.
        self.left = max([2, *(reach(a) for r in flat for a in r.after)])
        self.right = max([2, *(len(r.source) - 1 + max(map(reach, r.before), default=0) for r in flat)])
        self._memo: dict[str, _Decision] = {}
        windows = _Windows(self, flat)
        self.short = windows.__getitem__, windows.cuts, _PAD * windows.radius

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
                decision = memo[window] = self.decide(window)
            if decision is _MIXED and not mixed_words:
                raise _MixedWord
            if decision is _UNKNOWN and unknown == "error":
                raise UnknownLetterError(text, at, self.table.id, self.spelling.name)
            if decision is _UNKNOWN and unknown == "unidecode":
                decision = (_unidecoded(text[at]), 1, None)
            if decision is _AS_IT_STANDS or decision is _UNKNOWN or decision is _MIXED:
                decision = (text[at], 1, None)
            out.append(decision)
            at += decision[1]
        return out

    def step_at(self, text: str, at: int) -> tuple[str, int]:
        """What is written for the letter at `at`, and for how many letters, where a step begins there."""
        window = f"{_PAD * self.left}{text}{_PAD * (self.right + 1)}"[at : at + self.left + self.right + 1]
        decision = self.decide(window)
        return (text[at], 1) if decision is _AS_IT_STANDS else decision[:2]

    def decide(self, window: str) -> _Decision:
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


_Short = tuple[Callable[[str], str], list[Callable[[str], tuple[str, ...]]], str]
"""What short texts need: what a window is written as, how a padded text is cut into windows, the pad."""


class _Windows(dict[str, str]):
    """What the letter at the centre of a window is written as, for plain text; raises _Careful for any other.

    A window reaches `radius` letters to both sides: as far as rules look, and one for case. What it does not
    hold it works out once. Where a letter may be taken by a rule that began before it, and that may itself be,
    there are no windows.
    """

    def __init__(self, engine: "Engine", rules: list[Rule]) -> None:
        super().__init__()
        self._engine, self._rules = engine, rules
        contexts = [c for r in rules for c in (*r.after, *r.before)]
        longest = max([1, *(len(r.source) for r in rules)])
        near = max([1, *(1 if c in CONTEXT_CLASSES else len(c) for c in contexts)])
        self.radius = near + longest - 1
        taken = {c for r in rules for c in r.source[1:]}
        begin = {r.source[0] for r in rules if len(r.source) > 1}
        self._longest, self._taken, self._usable = longest, taken, not taken & begin
        with_rules = {r.source[0] for r in rules} | taken
        self._safe = {c for low in engine.table.letters for c in (low, low.upper())} - {APOSTROPHE} | set(f" -.{_PAD}")
        self._told: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
        self._reduced: dict[str, str] = {}
        free = {c: t for c, t in engine.table.letters.items() if c not in with_rules and c != APOSTROPHE}
        self._free = free | {c.upper(): t.upper() for c, t in free.items() if len(t) <= 1 and len(c.upper()) == 1}
        self._width = 2 * self.radius + 1
        self.cuts = [_cut(size, self._width) for size in range(_SHORT)]

    def __missing__(self, window: str) -> str:
        width = self._width
        if len(window) > width:
            target = "".join([self[window[i : i + width]] for i in range(len(window) - width + 1)])
        else:
            letter = window[self.radius]
            free = self._free.get(letter)
            target = self._alike(window, letter) if free is None else free
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[window] = target
        return target

    def _alike(self, window: str, letter: str) -> str:
        """`_decided`, worked out once for neighbours that no rule tells apart."""
        if self.radius != 1 or window[0] not in self._safe or window[2] not in self._safe:
            return self._decided(window, letter)
        left, right = self._told.get(letter) or self._tell(letter)
        key = letter + left[window[0]] + right[window[2]]
        target = self._reduced.get(key)
        if target is None:
            target = self._reduced[key] = self._decided(window, letter)
        return target

    def _tell(self, letter: str) -> tuple[dict[str, str], dict[str, str]]:
        """Neighbours on both sides by what the letter's rules, and for a capital its case, can tell of them."""
        rules = [r for r in self._rules if letter.lower() in r.source]
        sides = []
        for left in (True, False):
            contexts = {c for r in rules for c in ((*r.after, *r.source) if left else (*r.before, *r.source))}
            known: dict[str, str] = {}
            for c in self._safe:
                text = c.lower() if c.isalpha() else " "
                said = (fits(i, text, 1, 1, self._engine.spelling, left=True) if left else
                        fits(i, text, 0, 0, self._engine.spelling, left=False) for i in contexts)  # fmt: skip
                case = c.isalpha() + c.isupper() if letter.isupper() else 0
                known[c] = "".join("01"[s] for s in said) + str(case)
            sides.append(known)
        self._told[letter] = sides[0], sides[1]
        return self._told[letter]

    def _decided(self, window: str, letter: str) -> str:
        plain = window.strip(_PAD)
        if not self._usable or not unicodedata.is_normalized("NFC", plain) or plain != apostrophes(plain):
            raise _Careful
        if APOSTROPHE in plain or unicodedata.combining(letter):
            raise _Careful
        engine = self._engine
        wide = f"{_PAD * engine.left}{window}{_PAD * engine.right}"
        for back in range(1, self._longest if letter.lower() in self._taken else 1):
            at = self.radius - back
            if engine.decide(wide[at : at + engine.left + engine.right + 1])[1] > back:
                return ""
        decision = engine.decide(wide[self.radius : self.radius + engine.left + engine.right + 1])
        if decision is _UNKNOWN or decision is _MIXED:
            raise _Careful
        return letter if decision is _AS_IT_STANDS else decision[0]


@cache
def _cut(size: int, width: int) -> Callable[[str], tuple[str, ...]]:
    """What cuts a padded text of `size` letters into windows: a longer one at each end, where names are alike."""
    if size <= _HEAD:
        return lambda padded: (padded,) if size else ()
    tail = min(_TAIL, size - _HEAD)
    places = [(0, _HEAD), *((i, i + 1) for i in range(_HEAD, size - tail)), (size - tail, size)]
    return itemgetter(*(slice(start, end + width - 1) for start, end in places))


def _unidecoded(letter: str) -> str:
    """A letter that no table of ours knows (of another script, or an ornament), by Unidecode."""
    try:
        from unidecode import unidecode  # noqa: PLC0415 (an extra, and GPL: only where it is asked for)
    except ImportError as e:
        msg = "unknown='unidecode' needs the package Unidecode"
        raise InputError(msg, advice="pip install 'namekit[scripts]'") from e
    return unidecode(letter)


class _Careful(Exception):  # noqa: N818 (a signal between two passes, never seen outside)
    pass


class _MixedWord(Exception):  # noqa: N818 (a signal between two methods, never seen outside)
    pass


@lru_cache(maxsize=256)
def _plain(system_id: str) -> _Short:
    return _engine(system_id, ()).short


@lru_cache(maxsize=256)
def _engine(system_id: str, options: tuple[str, ...]) -> Engine:
    return Engine(rules_of(system_id), options)


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
    letters = sum(len(s) for s in sides if s not in CONTEXT_CLASSES)
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
    engines: dict[tuple[str, ...], Engine] = {}
    for vector in table.vectors:
        try:
            if vector.options not in engines:
                engines[vector.options] = Engine(table, vector.options)
            run = engines[vector.options].run(unicodedata.normalize("NFC", vector.given), "error")
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
