"""The parts of a name and their roles, in whatever order and however it is written."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from namekit.names import given, patronymic, patronymic_gender
from namekit.surnames import Gender, surname_gender
from namekit.text import APOSTROPHE, repair

Role = Literal["given", "patronymic", "surname", "initial", "unknown"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name. `certain` is False where the form allows another role."""

    text: str
    role: Role
    certain: bool


_TOKEN = re.compile(r"[^\W\d_]+(?:[’\-‐‑–][^\W\d_]+)*[’]?")
_RUN_ON = re.compile(r"(?<=[а-яёіўґєїa-zčšžŭćńśźł])(?=[А-ЯЁІЎҐЄЇA-ZČŠŽŬĆŃŚŹŁ])")
_MIN_RUN_ON = 3  # letters on both sides: МакКарты and McDonald stay whole


@lru_cache(maxsize=65_536)
def parts(name: str) -> tuple[Part, ...]:
    """The parts of a name in the order of the text, with their likely roles.

    Reads `First Patronymic LAST`, `LAST, First Patronymic`, `Last First Patronymic`, `F. P. Last`, `F.P. Last`,
    `First Last`, and names whose spaces were lost (ЕвгенийАлексеевич).
    """
    text, _ = repair(name)
    before_comma = text.find(",")
    found = []
    for match in _TOKEN.finditer(text):
        dotted = text[match.end() : match.end() + 1] == "."
        found += [
            _Token(token, dotted, 0 <= match.start() < before_comma)
            for token in _split_run_on(match.group().strip(APOSTROPHE))
        ]
    return _roles(tuple(found))


def _split_run_on(token: str) -> list[str]:
    pieces = _RUN_ON.split(token)
    if len(pieces) > 1 and all(len(p) >= _MIN_RUN_ON for p in pieces):
        return pieces
    return [token]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    dotted: bool
    before_comma: bool

    @property
    def is_initial(self) -> bool:
        """One letter, or a dotted digraph such as Yu. or Dz."""
        return len(self.text) == 1 or (self.dotted and len(self.text) <= _LONGEST_INITIAL)


_LONGEST_INITIAL = 3


def _roles(tokens: tuple[_Token, ...]) -> tuple[Part, ...]:
    full = [i for i, t in enumerate(tokens) if not t.is_initial]
    roles: dict[int, tuple[Role, bool]] = {i: ("initial", True) for i in range(len(tokens)) if i not in full}
    surnames = _marked_surnames(tokens, full)
    for i in surnames:
        roles[i] = "surname", True
    free = [i for i in full if i not in roles]
    middle = _patronymic_place(tokens, free, len(full) + bool(len(full) < len(tokens)))
    if middle is not None:
        roles[middle] = "patronymic", bool(patronymic(tokens[middle].text).groups)
        free.remove(middle)
    first = _given_place(tokens, free, middle, has_surname=bool(surnames), initials=len(full) < len(tokens))
    if first is not None:
        roles[first] = "given", bool(given(tokens[first].text).groups) or first + 1 == middle
        free.remove(first)
    sure = first is None or roles[first][1]
    for i in free:
        roles[i] = ("unknown" if surnames else "surname"), sure and len(free) == 1
    return tuple(Part(t.text, *roles[i]) for i, t in enumerate(tokens))


def _marked_surnames(tokens: tuple[_Token, ...], full: list[int]) -> list[int]:
    """Parts before a comma, or in capitals where others are not."""
    before = [i for i in full if tokens[i].before_comma]
    if before and len(before) < len(tokens):
        return before
    capitals = [i for i in full if tokens[i].text.isupper()]
    return capitals if capitals and len(capitals) < len(full) else []


_WITH_PATRONYMIC, _GIVEN_AND_PATRONYMIC = 3, 2  # parts of a name that can hold a patronymic; those beside the surname


def _patronymic_place(tokens: tuple[_Token, ...], free: list[int], count: int) -> int | None:
    """Where the patronymic stands: only in a name of three parts and more, never alone or first of two."""
    if count < _WITH_PATRONYMIC or len(free) < _GIVEN_AND_PATRONYMIC:
        return None
    known = [i for i in free if patronymic(tokens[i].text).groups]
    shaped = [i for i in free if i not in known and patronymic_gender(tokens[i].text)]
    candidates = [i for i in known + shaped if i > 0] or known + shaped
    after_given = [i for i in candidates if i - 1 in free and given(tokens[i - 1].text).groups]
    return next(iter(after_given or candidates), None)


def _given_place(
    tokens: tuple[_Token, ...], free: list[int], middle: int | None, *, has_surname: bool, initials: bool
) -> int | None:
    """Where the given name stands: before the patronymic, else the first part known as one, else the first part."""
    if not free:
        return None
    known = [i for i in free if given(tokens[i].text).groups]
    if middle is not None and middle - 1 in free and (not known or middle - 1 in known):
        return middle - 1
    full = [i for i in known if any(r != "short" for r in given(tokens[i].text).groups.values())]
    if full or known:
        return (full or known)[0]
    if initials and not has_surname:
        return None  # F. P. Last
    return free[0] if has_surname or len(free) > 1 else None


def gender(name_parts: tuple[Part, ...]) -> Gender | None:
    """Gender that the parts agree on: the patronymic says most, then the given name, then the surname's ending."""
    by_role: dict[Role, Gender] = {}
    for part in name_parts:
        if part.role == "patronymic" and (found := patronymic_gender(part.text)):
            by_role["patronymic"] = found
        elif part.role == "given":
            genders = given(part.text).genders
            if len(genders) == 1:
                by_role["given"] = next(iter(genders))
        elif part.role == "surname" and (found := surname_gender(part.text)):
            by_role.setdefault("surname", found)
    for role in ("patronymic", "given", "surname"):
        if role in by_role:
            return by_role[role]
    return None
