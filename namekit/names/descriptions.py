"""What lists and captions write around a name, and is no part of it: journalist Ivan Ivanov, Minsk / Іван Іваноў."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from namekit.names.births import LOOKED_AT
from namekit.names.declension import given_groups
from namekit.names.frequency import is_borne
from namekit.names.kin import given, patronymic, patronymic_gender
from namekit.names.sounds import readings
from namekit.names.surnames import masculine
from namekit.names.words import WORD, NamePart, PhraseKind, listed, part_names, particles, phrase_length, words_in
from namekit.table import read_table
from namekit.text import POSSESSIVE, letter_script

_DASHES = " ,;|/-‐‑–—"
_AFTER: tuple[PhraseKind, ...] = ("suffix", "former", "alias")
_ENOUGH = 2  # words with a capital are a name
_LABEL = 3  # words before a colon, at most


class Beside(NamedTuple):
    """What follows a name: where the sign before it stands, where what it says begins, and whether that is a name."""

    sign: int
    start: int
    is_name: bool


def introduction(text: str) -> int:
    """Where a name begins behind what is said of it: *Head of the KGB Ivan Ivanov*; 0 where nothing is.

    That is words up to a colon (*Name: Ivanov*), or before a given name and a surname all words up to the last in small
    letters, or a title, with an office in capitals or a place (*KGB*, *of Belarus*). None of them is a word that a name
    may have. What `relative` finds is none of it.
    """
    label, colon, rest = text[:LOOKED_AT].partition(":")
    if colon and (words := words_in(label)) and (named := words_in(rest)) and len(words) <= _LABEL:
        about = _may_be_named if _is_full(named, shown=not rest.islower()) else _is_borne  # Шушкевич: Станислав
        return 0 if any(map(about, words)) else len(label) + 1
    found, words = _looked_at(text)
    low = [word.lower() for word in words]
    front = next((at for at in range(len(words), 0, -1) if words[at - 1][0].islower()), 0)
    front = front or (phrase_length("title", low, 0) if low else 0)
    office = 0
    for word in words[front:-_ENOUGH] if front else ():
        if word.lower() not in listed("place") and (not word.isupper() or _may_be_named(word)):
            break
        office += 1
    if not front or not _is_full(words[front + office :], shown=True):
        return 0
    return found[front + office].start() if _describe(words[:front], whole=not office) else 0


def _describe(words: Sequence[str], *, whole: bool) -> bool:
    """Whether words before a name describe who bears it, rather than be more of it or somebody else.

    As a `whole` they are neither a title, nor do they join the name to what stands before it.
    """
    low = [word.lower() for word in words]
    if phrase_length("former", low, 0) or not particles().keys().isdisjoint(words):
        return False
    joining = listed("and") | listed("or") | listed("belonging")
    if whole and (_are_titles(low) or (len(low) > 1 and low[-1] in joining)):
        return False
    return not any(
        len(word) > 1 and _may_be_named(word) and not phrase_length("title", low, at) for at, word in enumerate(low)
    )


class Label(NamedTuple):
    """What a form calls the part of a name that follows, and its colon; `sign` is where a sign before it stands."""

    sign: int
    start: int
    end: int
    role: NamePart


def labels(text: str) -> tuple[Label, ...]:
    """The labels before the parts of a name: *Surname: Ivanov, Given name: Ivan*; none where not two parts have one."""
    if text.count(":", 0, LOOKED_AT) < _ENOUGH:
        return ()
    names = part_names()
    found = tuple(
        Label(match.start(), match.start("label"), match.end(), names[match["label"].lower()])
        for match in _label().finditer(text, 0, LOOKED_AT)
    )
    return found if len({label.role for label in found}) >= _ENOUGH else ()


@cache
def _label() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(part_names(), key=len, reverse=True)))
    return re.compile(rf"(?:^|[\s,;|/]+)(?P<label>{names})\s*:\s*", re.IGNORECASE)


class Relative(NamedTuple):
    """A word for somebody's relative with what joins it to the name, and where they stand.

    `sure`: it is one of the named person (*wife of*), rather than that this may be the person (*his wife Anna*).
    """

    start: int
    end: int
    word: str
    sure: bool


def relative(text: str) -> Relative | None:
    """Words before a name that may say whose wife, brother or lawyer is meant, or behind one in the possessive.

    *жена Сергея Иванова*, *wife of Ivan Ivanov*, *Ivan Ivanov’s wife*. A word that may be a surname (Друг) is followed
    by a whole name, unless it is in small letters.
    """
    found, words = _looked_at(text)
    low = [word.lower() for word in words]
    if listed("relative").isdisjoint(low):
        return None
    if low[-1] in listed("relative") and len(low) > 1 and (owner := POSSESSIVE.search(words[-2])):
        return Relative(found[-2].start() + owner.start(), found[-1].end(), words[-1], sure=True)
    others = takewhile(lambda at: low[at] in listed("relative") or not _may_be_named(low[at]), range(len(low)))
    at = max((at for at in others if low[at] in listed("relative")), default=-1)
    of = 0 <= at < len(low) - 1 and low[at + 1] in listed("belonging")
    named = words[at + 1 + of :]
    if of and named and named[0].islower() and not text.islower():  # assistant to the president Ivan Ivanov
        return None
    small = of or (words[at][0].islower() and not text.islower())
    if at < 0 or not (any(len(word) > 1 for word in named) if small else _is_named(named)):
        return None
    return Relative(found[0].start(), found[at + of].end(), words[at], sure=of)


def _is_named(words: Sequence[str]) -> bool:
    """Whether words are a whole name in some case: a given name, and one that is neither that nor a patronymic."""
    named = [bool(given_groups(word)) for word in words]
    return any(named) and any(not (is_given or patronymic(w).groups) for is_given, w in zip(named, words, strict=True))


@cache
def _sign() -> re.Pattern[str]:
    """What stands before what follows a name. A number after a comma or alone is an age."""
    joining = "|".join(sorted(listed("and")))
    return re.compile(
        r"(?P<dash>\s[-‐‑–—]+\s\s*(?:\d{1,4}\s)?)|(?P<stop>\s*[,;|/=]\s*(?:\d{1,3}\s)?)"
        rf"|(?P<age>\s\d{{1,3}}\s)\s*|\s(?:{joining})\s+"
    )


def follows(text: str) -> Beside | None:
    """What follows a name behind a dash, comma, stroke or age; None where nothing does.

    Words in small letters follow two words with a capital. Others follow a given name and a surname, and are none that
    a name has: a place (*Ivan Ivanov, Minsk*); or they are the same name in another spelling (*Ivan Ivanov / Іван
    Іваноў*), which needs no sign. Behind a dash, one of them is in small letters or an office in capitals (*Ivan Ivanov
    - Head of Sales*, *- CEO*; *Dunin - Marcinkievič*).
    """
    shown = not text.islower()
    for match in _sign().finditer(text, 0, LOOKED_AT):
        word = WORD.match(text, match.end())
        before = words_in(text[: match.start()])
        enough = 1 if word and word.group() in listed("relative") else _ENOUGH  # Anna, wife of Ivan Ivanov
        if not word or sum(shown and w[0].islower() for w in before) > len(before) - enough:
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip(_DASHES))
        low = _low(text[match.end() : LOOKED_AT])
        after = words_in(text[match.end() : LOOKED_AT])
        if shown and after[0][0].islower():
            if not (_belongs(low, 0) or (match["stop"] and _are_titles(low))):
                return Beside(match.start(), start, is_name=False)
        elif not match["age"] and _is_full(before, shown=shown):
            if _is_full(after, shown=shown) and _is_same(before, after):
                return Beside(match.start(), start, is_name=True)
            known = any(_may_be_named(word) or _belongs(low, at) for at, word in enumerate(after))
            told = match["stop"] or (shown and any(word[0].islower() or _is_office(word) for word in after))
            if told and not (known or _are_titles(low)):
                return Beside(match.start(), start, is_name=False)
    return _again(text)


def _again(text: str) -> Beside | None:
    """The same name once more without a sign between: in another script, or as the second half of the words."""
    found, words = _looked_at(text)
    for at in range(_ENOUGH, len(words) - _ENOUGH + 1):
        if at == len(words) / 2 or letter_script(words[at - 1][0]) != letter_script(words[at][0]):
            before, after = words[:at], words[at:]
            if _is_full(before, shown=False) and _is_full(after, shown=False) and _is_same(before, after):
                return Beside(found[at].start(), found[at].start(), is_name=True)
    return None


def _looked_at(text: str) -> tuple[list[re.Match[str]], list[str]]:
    """The words that are looked at, with where they stand and as they are written."""
    found = list(WORD.finditer(text, 0, LOOKED_AT))
    return found, [match.group() for match in found]


def _low(text: str) -> list[str]:
    """The words in lower case, each with the full stop that follows it."""
    return [match.group().lower() + "." * (text[match.end() : match.end() + 1] == ".") for match in WORD.finditer(text)]


def _belongs(low: Sequence[str], at: int) -> bool:
    """Whether a word is a part of a name, or begins a suffix, or a word for another name."""
    word = low[at].rstrip(".")
    if _is_given(word) or patronymic(word).groups or word in particles():
        return True
    return any(phrase_length(kind, low, at) for kind in _AFTER)


def _are_titles(low: Sequence[str]) -> bool:
    at = 0
    while at < len(low) and (length := phrase_length("title", low, at)):
        at += length
    return at == len(low)


def _is_given(word: str) -> bool:
    known = given(word)
    return bool(known.groups) and known.exact


def _is_full(words: Iterable[str], *, shown: bool) -> bool:
    """Whether words are a given name and a surname at least, with a capital where such are `shown`."""
    capital = [word for word in words if len(word) > 1 and not (shown and word[0].islower())]
    named = [word for word in capital if given(word).groups]
    others = [word for word in capital if not (_is_given(word) or patronymic(word).groups)]
    return any(one is not other for one in named for other in others)


def _may_be_named(word: str) -> bool:
    """Whether a word is a given name, a patronymic, an initial, or a surname that is not rare."""
    return _is_borne(word, _common())


def _is_borne(word: str, oftener: float = 0.0) -> bool:
    """Whether a word is a given name, a patronymic, an initial, or a surname that so large a share of people bears."""
    if len(word) == 1 or _is_given(word) or patronymic_gender(word):
        return True
    heard = readings(word)
    return bool(heard) and is_borne(heard[0].merged, oftener)


def _is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names are one in two spellings: kin given names, and another word that sounds alike."""
    groups = [{group for word in words for group in given(word).groups} for words in (one, other)]
    others = [{masculine(r.merged) for w in words if not _is_given(w) for r in readings(w)} for words in (one, other)]
    return not groups[0].isdisjoint(groups[1]) and not others[0].isdisjoint(others[1])


def _is_office(word: str) -> bool:
    """Whether a word is written as what is called by its first letters is: *CEO*."""
    return word.isupper() and len(word) <= _beside()["letters"]


def is_common_surname(word: str) -> bool:
    """Whether a word is heard as a surname that is not rare."""
    heard = readings(word)
    return bool(heard) and is_borne(heard[0].merged, _common())


def _common() -> float:
    return _beside()["surname"]


@cache
def _beside() -> Mapping[str, float]:
    return {key: n for key, n in read_table("names", "roles")["beside"].items() if key != "how"}
