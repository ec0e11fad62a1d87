"""How a romanized name is finally put down: habits on top of a system, and the arrangement of its parts.

Both are tables (tables/names/habits.toml, arrangements.toml).
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from namekit.table import read_table

_START, _END = r"(?<![\w’ʼʹʺ'])", r"(?![\w’ʼʹʺ'])"
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"})


class Habit(NamedTuple):
    """One habit: `apply` gives a Latin text as it is written by those who have it."""

    id: str
    about: str
    apply: Callable[[str], str]


@cache
def habits() -> Mapping[str, Habit]:
    """The habits by id, in the order in which they are applied."""
    rows = read_table("names", "habits")["habit"]
    return {row["id"]: Habit(row["id"], row["about"], _writer(row["write"])) for row in rows}


@cache
def undone() -> tuple[Callable[[str], str], ...]:
    """What may lead from a Latin spelling back to one that a system writes."""
    return tuple(map(_writer, read_table("names", "habits")["undo"]))


def _writer(write: Mapping[str, str] | str) -> Callable[[str], str]:
    if isinstance(write, str):
        return unmarked
    targets = {source.strip("^$"): target for source, target in write.items()}
    longest_first = sorted(write, key=lambda s: -len(s.strip("^$")))
    pattern = re.compile("|".join(map(_pattern, longest_first)), re.IGNORECASE)

    def replace(match: re.Match[str]) -> str:
        found = match.group()
        target = targets[found.lower()]
        return target[:1].upper() + target[1:] if found[:1].isupper() else target

    return lambda text: pattern.sub(replace, text)


def _pattern(source: str) -> str:
    start, end = _START if source.startswith("^") else "", _END if source.endswith("$") else ""
    return f"{start}{re.escape(source.strip('^$'))}{end}"


def unmarked(text: str) -> str:
    """A Latin text without marks on its letters."""
    stripped = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", stripped).translate(_PLAIN)


def apply_habits(text: str, ids: tuple[str, ...]) -> str:
    """The text after some habits, in their order. KeyError for an unknown one."""
    known = habits()
    for id_ in ids:
        text = known[id_].apply(text)
    return text


@cache
def arrangements() -> tuple[str, ...]:
    """The patterns in which the parts of a name are arranged."""
    return tuple(read_table("names", "arrangements")["patterns"])


_FIELD = re.compile(r"\{(\w+)\}")
_INITIALS = {"g": "given", "p": "patronymic"}


@lru_cache(maxsize=512)
def _fields(pattern: str) -> tuple[str, ...]:
    return tuple(name.lower() for name in _FIELD.findall(pattern))


def shown(pattern: str, known: Collection[str]) -> tuple[str, ...]:
    """The parts that fill a pattern: given, patronymic, surname, or the initials g and p where no more is known."""
    return tuple(_INITIALS[name] if _INITIALS.get(name) in known else name for name in _fields(pattern))


def arrange(pattern: str, name_parts: Mapping[str, str]) -> str:
    """A name's parts (given, patronymic, surname, g, p) by a pattern; KeyError where one that it shows is missing."""

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in _INITIALS:
            return (name_parts.get(_INITIALS[name]) or name_parts[name])[0].upper()
        text = name_parts[name.lower()]
        return text.upper() if name.isupper() else text

    return _FIELD.sub(fill, pattern)
