"""Words that were written without a space between them, and initials without a full stop."""

import re
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from namekit.names.kin import given, patronymic, patronymic_gender, spellings, usual_groups
from namekit.names.sounds import HYPHEN
from namekit.names.surnames import gendered_endings, is_listed
from namekit.table import read_table


@cache
def _pairs() -> frozenset[str]:
    """What is written for the initial of one Cyrillic letter (tables/names/roles.toml)."""
    return frozenset(read_table("names", "roles")["initials"]["pairs"])


@lru_cache(maxsize=4_096)
def split_initials(word: str) -> tuple[str, ...]:
    """The two initials that a word without a full stop may be: two letters, whatever the case, or pairs (АВ, VYu).

    Nothing where it can be none, is such a pair itself, or a full given name (Ян).
    """
    if not 1 < len(word) <= 2 * _PAIR or word.capitalize() in _pairs():
        return ()
    at = _PAIR if word[:_PAIR] in _pairs() else 1
    first, second = word[:at], word[at:]
    if len(second) > 1 and second not in _pairs():
        return ()
    known = given(word)
    return () if known.exact and set(known.groups.values()) - {"short"} else (first, second)


_PAIR = 2


@cache
def _shortest() -> dict[str, int]:
    """How many letters the pieces of words run together have at least (tables/names/roles.toml)."""
    return {key: n for key, n in read_table("names", "roles")["run_together"].items() if key != "how"}


@lru_cache(maxsize=4_096)
def split_run_together(word: str) -> tuple[str, ...]:
    """The words that were written without a space between them, whatever the case; a word alone where none were.

    ЕвгенийАлексеевич and евгенийалексеевич are a known given name and a patronymic; ИвановИван is a surname with an
    ending, or a common one, and a known given name. In Cyrillic the given name must be there as it is spelt. Where a
    capital shows it, any name may stand before what ends like a patronymic (MykhayloHryhorovych), or beside a given one
    (AlesBialiatski).
    """
    if len(word) < _shortest()["word"] or HYPHEN.search(word):
        return (word,)
    low = word.lower()
    split = _split_cyrillic(low) if "\u0400" <= low[0] <= "\u052f" else _split_latin(word, low)
    split = split or _at_capitals(word)
    return tuple(word[a:b] for a, b in pairwise((0, *split, len(word)))) if split else (word,)


def _split_cyrillic(low: str) -> tuple[int, ...]:
    """Where to split: given name and patronymic, with or without a surname at either side; else surname and given."""
    known = spellings()
    if low in known.given or low in known.patronymics:
        return ()
    least = _shortest()
    ends = (len(low), *(len(low) - n for n in range(least["surname"], len(low) - least["word"])))
    for end in (end for end in ends if low[:end].endswith(_ends_of_patronymics())):
        for middle in range(least["given"], len(low) - least["given"] + 1):
            if low[middle:end] not in known.patronymics:
                continue
            for start in (0, *range(least["surname"], middle - least["given"] + 1)):
                whole = start == 0 or end == len(low)
                if whole and low[start:middle] in known.given and _is_usual(low[start:middle], low[middle:end]):
                    return tuple(n for n in (start, middle, end) if 0 < n < len(low))
    for middle in range(least["given_alone"], len(low) - least["given_alone"] + 1):
        left, right = low[:middle], low[middle:]
        if (left in known.full and _is_before(left, right)) or (right in known.full and _is_surname(left, right)):
            return (middle,)
    return ()


@cache
def _ends_of_patronymics() -> tuple[str, ...]:
    """The last two letters of the patronymics that are known."""
    return tuple({patronymic[-2:] for patronymic in spellings().patronymics})


def _is_before(name: str, rest: str) -> bool:
    """Whether the patronymic of a father who is not known, or a listed surname, stands after a full given name."""
    usual = name in spellings().usual
    if usual and len(rest) >= _shortest()["any_father"] and _is_of_one_gender(name, rest):
        return True
    return len(rest) >= _shortest()["listed_after_usual" if usual else "listed"] and is_listed(rest)


def _is_surname(word: str, name: str) -> bool:
    """Whether a word before a full given name is a surname: a listed one, or one with an ending."""
    return is_listed(word) or (_has_ending(word) and len(name) >= _shortest()["given_after"])


def _is_usual(name: str, father: str) -> bool:
    """Whether one of the two is usual: rarer ones are the halves of one name (Хаджи-Ахмед, Хаджиахмедович)."""
    return not (
        usual_groups("given").isdisjoint(given(name).groups)
        and usual_groups("patronymic").isdisjoint(patronymic(father).groups)
    )


def _is_of_one_gender(name: str, father: str) -> bool:
    """Whether the second looks like a patronymic, whoever the father, of the gender of the first."""
    shown = patronymic_gender(father)
    return shown is not None and given(name).genders == {shown} and not father.endswith(_NO_FATHER)


_NO_FATHER = ("кевич", "кевіч")  # of a father in -к it would be -кович: these are surnames (Петрушкевич)


def _has_ending(word: str) -> bool:
    return len(word) >= _shortest()["surname"] and word.endswith(gendered_endings())


def _split_latin(word: str, low: str) -> tuple[int, ...]:
    """Where a known given name ends and the patronymic of a known father begins, both by their sounds."""
    if not patronymic_gender(word) or patronymic(word).groups:
        return ()
    found: list[tuple[bool, int]] = []
    for middle in range(_shortest()["given_alone"], len(low) - _shortest()["given"] + 1):
        father = patronymic(low[middle:])
        if father.exact and father.groups and low[middle] != low[middle + 1]:
            name = given(low[:middle])
            if set(name.groups.values()) - {"short"} and _is_usual(low[:middle], low[middle:]):
                found.append((name.exact, middle))
    return (max(found)[1],) if found else ()


def _at_capitals(word: str) -> tuple[int, ...]:
    """Where the capitals inside a word stand, if a patronymic may begin there, or one of two words is a usual name."""
    pieces = [m[0] for m in _CAPITALIZED.finditer(word)]
    if "".join(pieces) != word:
        return ()
    known = len(pieces) == _PAIR and not all(usual_groups("given").isdisjoint(given(piece).groups) for piece in pieces)
    return tuple(accumulate(map(len, pieces[:-1]))) if known or any(map(patronymic_gender, pieces[1:])) else ()


_CAPITALIZED = re.compile(r"[A-ZА-ЯЁІЎЄЇҐ][^\W\d_A-ZА-ЯЁІЎЄЇҐ]{2,}")
