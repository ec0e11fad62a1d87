"""A text cut into the words of a name, what stands beside the name, and what cannot be read.

Every letter ends up in one of the three.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Literal, NamedTuple

from namekit.names.births import birth
from namekit.names.descriptions import Label, follows, introduction, labels, relative
from namekit.names.joined import split_initials, split_run_together
from namekit.names.kin import given, patronymic
from namekit.names.scripts import advice
from namekit.names.words import WORD, NamePart, phrase_length, phrase_starts
from namekit.table import read_table
from namekit.text import APOSTROPHE, Change, Repaired, letter_script

AsideKind = Literal["title", "suffix", "former", "nickname", "alternative", "date", "description", "relative", "label"]
Why = Literal["empty", "digits", "symbol", "address", "script", "too long", "too many words"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `dotted`: a full stop follows; `side`: before or after the comma of `LAST, First`, "" without one.

    `role`: the part of the name that a form says it is.
    """

    text: str
    start: int
    dotted: bool
    side: Literal["", "before", "after"] = ""
    role: NamePart | None = None

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.text)

    @property
    def is_initial(self) -> bool:
        """Whether the word is one letter, or a dotted digraph such as Yu. or Dz."""
        return len(self.text) == 1 or (self.dotted and len(self.text) <= _LONGEST_INITIAL)


_LONGEST_INITIAL = 3  # letters, before a full stop: Dzm.


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands with a name and is no part of it.

    `text` is how it is written, from `start` in the repaired text; `name` is the text without its word for *born as*,
    its quotes or brackets. Of a `date`, which comes with all that follows it, `name` is the date of birth in ISO 8601,
    as precise as it is told, or "" where nothing says that it is one. Of a `relative`, words that may say whose wife or
    lawyer somebody is, it is the noun.
    """

    kind: AsideKind
    text: str
    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read, where in the repaired text, and why; `advice` says what would help, "" if nothing."""

    text: str
    start: int
    why: Why
    advice: str = ""


class Cut(NamedTuple):
    """The words of a name, and all else that its text holds."""

    tokens: tuple[Token, ...]
    aside: tuple[Aside, ...]
    unread: tuple[Unread, ...]
    changes: tuple[Change, ...]


_HYPHENS = r"\-‐‑–"  # inside a character class
_ODD = re.compile(rf"[^\w .,’{_HYPHENS}\u0300-\u036f\ufe20\ufe21]|[\d_]|(?<!\w)’|(?i:www)\.")
_USUAL_LETTERS = re.compile(r"[ -~\u00c0-\u024f\u0300-\u036f\u0400-\u052f‐-’\u1e00-\u1eff\ufe20\ufe21]*")
_ENCLOSED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|[“„][^“”„]*[”“]|\"[^\"]*\"|(?<!\w)’[^’]+’(?!\w)")
_BRACKETS = "()[]"
_ENCLOSING = _BRACKETS + '«»“”„"'
_NOT_BLANK = re.compile(r"\S+")
_NOT_READ = re.compile(rf"(?P<digits>[\d]+)|[^\w\s.,’{_HYPHENS}]+|_+")


@cache
def limits() -> dict[str, int]:
    """How long a word, and a name, may be (tables/names/roles.toml)."""
    return {key: n for key, n in read_table("names", "roles")["limits"].items() if key != "how"}


def cut(text: Repaired) -> Cut:
    """The words of the name in `text`, and what is none of it."""
    aside: list[Aside] = []
    unread: list[Unread] = []
    rest: str = text
    if (found := birth(text)) and (found.date or any(map(str.isalpha, text[found.start : found.end]))):
        aside.append(Aside("date", text[found.start : found.end].rstrip(), found.start, found.date))
        rest = _blank(text, found.start, found.end)
    if _ODD.search(rest):
        rest = _without_addresses(_without_enclosed(rest, aside, unread), unread)
    labelled = labels(rest)
    rest = _without_descriptions(text, rest, labelled, aside)
    words, others = _words(rest)
    unread += others
    if len(words) > 1:
        words = _without_phrases(rest, words, aside)
    changes: list[Change] = []
    words = _split_all(_hyphens_joined(rest, words, changes), changes)
    if len(words) > limits()["words"]:
        unread += [Unread(w.text, w.start, "too many words") for w in words[limits()["words"] :]]
        words = words[: limits()["words"]]
    if not (words or aside or unread):
        unread.append(Unread(text, 0, "empty"))
    in_order = sorted(aside, key=lambda a: a.start), sorted(unread, key=lambda u: u.start)
    words = _sides(rest, _with_roles(words, labelled) if labelled else words)
    return Cut(tuple(words), tuple(in_order[0]), tuple(in_order[1]), tuple(changes))


def _without_descriptions(text: str, rest: str, labelled: Sequence[Label], aside: list[Aside]) -> str:
    """What is left of the text without labels, and without what is said before the name and behind it."""
    for label in labelled:
        aside.append(_described(text, label.start, label.end, "label"))
        rest = _blank(rest, label.sign, label.end)
    if of := relative(rest):
        aside.append(Aside("relative", text[of.start : of.end], of.start, of.word))
        rest = _blank(rest, of.start, of.end)
    if begins := introduction(rest):
        aside.append(_described(text, len(rest) - len(rest.lstrip()), begins, "description"))
        rest = _blank(rest, 0, begins)
    if beside := follows(rest):
        kind: AsideKind = "alternative" if beside.is_name else "description"
        aside.append(_described(text, beside.start, len(rest.rstrip()), kind))
        rest = _blank(rest, beside.sign, len(rest))
    return rest


def _described(text: str, start: int, end: int, kind: AsideKind) -> Aside:
    said = text[start:end].rstrip()
    return Aside(kind, said, start, said)


def _blank(text: str, start: int, end: int) -> str:
    """The text with spaces in place of a stretch, so that positions hold."""
    return text[:start] + " " * (end - start) + text[end:]


def _without_enclosed(text: str, aside: list[Aside], unread: list[Unread]) -> str:
    """The text without what stands in brackets and quotation marks, unless that is all there is."""
    rest, found, without_letters = text, [], []
    for match in _ENCLOSED.finditer(text):
        inner = match.group()[1:-1].strip()
        if any(map(str.isalpha, inner)):
            found.append(Aside(_enclosed_kind(match.group()), match.group(), match.start(), _bare(inner)))
        else:
            why: Why = "digits" if any(map(str.isdigit, inner)) else "symbol"
            without_letters.append(Unread(match.group(), match.start(), why))
        rest = _blank(rest, *match.span())
    if found and not any(map(str.isalpha, rest)):
        return text.translate(dict.fromkeys(map(ord, _ENCLOSING), " "))
    aside += found
    unread += without_letters
    return rest


def _lowered(words: Sequence[Token]) -> list[str]:
    return [w.text.lower() + ("." if w.dotted else "") for w in words]


def _enclosed_kind(text: str) -> AsideKind:
    words, _ = _words(text)
    low = _lowered(words)
    if low and phrase_length("former", low, 0):
        return "former"
    if low and phrase_length("suffix", low, 0) == len(low):
        return "suffix"
    return "alternative" if text[0] in _BRACKETS else "nickname"


def _bare(text: str) -> str:
    """The text without a word for *born as* before it."""
    words, _ = _words(text)
    length = phrase_length("former", _lowered(words), 0) if words else 0
    return text[words[length].start :] if 0 < length < len(words) else text


def _without_addresses(text: str, unread: list[Unread]) -> str:
    """The text without addresses of mail and pages."""
    rest = text
    for match in _NOT_BLANK.finditer(text):
        word = match.group()
        if "@" in word.strip("@") or "://" in word or word.lower().startswith("www."):
            unread.append(Unread(word, match.start(), "address"))
            rest = _blank(rest, *match.span())
    return rest


def _words(text: str) -> tuple[list[Token], list[Unread]]:
    """The words of a text, and what is no word or cannot be read as one."""
    words: list[Token] = []
    unread: list[Unread] = []
    usual, odd = _USUAL_LETTERS.fullmatch(text), _ODD.search(text)
    longest = limits()["letters"]
    end = 0
    for match in WORD.finditer(text):
        if odd:
            unread += _not_words(text, end, match.start())
        end = match.end()
        word = match.group().rstrip(APOSTROPHE)
        if len(word) > longest:
            unread.append(Unread(word, match.start(), "too long"))
        elif not usual and (why := _unreadable(word)):
            unread.append(Unread(word, match.start(), why, advice(word) if why == "script" else ""))
        else:
            words.append(Token(word, match.start(), text[end : end + 1] == "."))
    return words, unread + (_not_words(text, end, len(text)) if odd else [])


def _not_words(text: str, start: int, end: int) -> list[Unread]:
    return [
        Unread(m.group(), m.start(), "digits" if m["digits"] else "symbol")
        for m in _NOT_READ.finditer(text, start, end)
    ]


def _unreadable(word: str) -> Why | None:
    """Why a word cannot be read: letters of another script, or no letter at all (²)."""
    if any(letter_script(c) == "other" for c in word):
        return "script"
    return None if any(map(str.isalpha, word)) else "digits"


def _without_phrases(text: str, words: list[Token], aside: list[Aside]) -> list[Token]:
    """The words without titles, suffixes and former surnames; one word at least stays."""
    low = _lowered(words)
    if phrase_starts().isdisjoint(w.rstrip(".") for w in low):
        return words
    kept: list[Token] = []
    at, left = 0, False  # left: a word of several letters was kept
    last_long = max((i for i, word in enumerate(words) if len(word.text) > 1), default=-1)
    while at < len(words):
        in_front = not kept or "," in text[words[at - 1].end : words[at].start]
        length = phrase_length("title", low, at) if in_front else 0
        kind: AsideKind = "title"
        if not length and kept:
            kind, length = "suffix", phrase_length("suffix", low, at)
        name = at
        if not length and kept and (length := phrase_length("former", low, at)):
            kind, name = "former", at + length
        elif not length and kept and (length := phrase_length("alias", low, at)):
            kind, name = "alternative", at + length
        if name > at:
            comma = text.find(",", words[at].start)
            ends = bisect_left(words, comma, at, key=attrgetter("start")) if comma >= 0 else len(words)
            length = ends - at if name < ends else 0
        if length and (left or last_long >= at + length):
            last = words[at + length - 1]
            end = last.end + last.dotted * (name == at)
            aside.append(Aside(kind, text[words[at].start : end], words[at].start, text[words[name].start : end]))
            at += length
        else:
            kept.append(words[at])
            left = left or len(words[at].text) > 1
            at += 1
    return kept


def _with_roles(words: Sequence[Token], labelled: Sequence[Label]) -> list[Token]:
    """The words, each with the part that the label before it says."""
    ends = [label.end for label in labelled]
    last = [bisect_right(ends, word.start) - 1 for word in words]
    return [replace(word, role=labelled[at].role) if at >= 0 else word for word, at in zip(words, last, strict=True)]


_SPACED_HYPHEN = re.compile(rf" ?[{_HYPHENS}] ?")


def _hyphens_joined(text: str, words: list[Token], changes: list[Change]) -> list[Token]:
    """The words with *Дунін - Марцінкевіч* as one: two surnames, or two given names, never a patronymic."""
    joined: list[Token] = []
    for word in words:
        before = joined[-1] if joined else None
        if before and _SPACED_HYPHEN.fullmatch(text, before.end, word.start) and _is_double(before.text, word.text):
            whole = Token(f"{before.text}-{word.text}", before.start, word.dotted)
            changes.append(Change("hyphen", before.start, text[before.start : word.end], whole.text))
            joined[-1] = whole
        else:
            joined.append(word)
    return joined


def _is_double(one: str, other: str) -> bool:
    known = [bool(given(w).groups) for w in (one, other)]
    return (
        min(len(one), len(other)) > 1 and known[0] == known[1] and not any(patronymic(w).groups for w in (one, other))
    )


def _split_all(words: list[Token], changes: list[Change]) -> list[Token]:
    """The words with those split that lost the space between them, and initials that stand together."""
    out: list[Token] = []
    others = [word.text for word in words if not split_initials(word.text)]
    shown = len(others) < len(words) and _shows_initials(others)
    for word in words:
        initials = _initials(word, shown=shown) if len(words) > 1 else ()
        pieces = initials or split_run_together(word.text)
        if len(pieces) == 1:
            out.append(word)
            continue
        changes.append(Change("run together", word.start, word.text, " ".join(pieces)))
        start = word.start
        for piece in pieces:
            out.append(replace(word, text=piece, start=start, dotted=bool(initials)))
            start += len(piece)
    return out


def _shows_initials(words: Sequence[str]) -> bool:
    """Whether two capitals are initials beside these words: small letters, and no given name. ЛИ is a surname, too."""
    return not (all(map(str.isupper, words)) or any(given(word).groups for word in words))


def _initials(word: Token, *, shown: bool) -> tuple[str, ...]:
    """The two initials that stand together in a word, as its capitals show, and the other words of the name."""
    found = () if word.dotted else split_initials(word.text)
    if not all(piece[0].isupper() for piece in found):
        return ()
    return found if shown or len(found) < len(word.text) else ()


def _sides(text: str, words: list[Token]) -> list[Token]:
    """The words, each with its side of the first comma that has words before it and after it."""
    if not words or (comma := text.find(",", words[0].end)) < 0 or comma > words[-1].start:
        return words
    return [replace(w, side="before" if w.start < comma else "after") for w in words]
