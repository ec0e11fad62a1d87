"""Which given names and surnames go together: tables/names/traditions.toml."""

import math
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from namekit.names.frequency import per_million
from namekit.names.initials import initial_bearers
from namekit.names.sounds import ALPHABET
from namekit.names.surnames import masculine
from namekit.romanization.likelihood import Surnames
from namekit.table import read_table


def times(given: float, surname: float) -> float:
    """How many times as often a given name stands beside a surname as it would if any name stood beside any other.

    Both are given by their share in the smaller of two traditions, within which they are independent.
    """
    smaller = of_all()
    together = given * surname / smaller + (1 - given) * (1 - surname) / (1 - smaller)
    return _mixed() + (1 - _mixed()) * together


@cache
def of_all() -> float:
    """Share (0 to 1) of the smaller tradition in all people."""
    found: float = _table()["share"]
    return found


@cache
def _mixed() -> float:
    """Share of the people whose names are of either by chance."""
    found: float = _table()["mixed"]
    return found


def of_given(groups: tuple[str, ...]) -> float:
    """Share (0 to 1) of the smaller tradition in the bearers of a given name, by its groups; () is no known name."""
    if not groups:
        unknown: float = _table()["unknown"]["share"]
        return unknown
    bearers = {group: per_million("given").get(group, 1.0) for group in groups}
    return math.fsum(n * _of_group(group) for group, n in bearers.items()) / math.fsum(bearers.values())


@cache
def _of_group(group: str) -> float:
    listed: float | None = _table()["given"].get(group)
    if listed is not None:
        return listed
    bearers = per_million("given").get(group, 0.0)
    by_bearers: Mapping[str, float] = _table()["by_bearers"]
    return next(share for least, share in by_bearers.items() if bearers >= int(least))


@cache
def of_initial(initial: str) -> float:
    """The same of the people whose given name may begin with an initial."""
    bearers = initial_bearers(initial)
    total = math.fsum(bearers.values())
    return math.fsum(n * _of_group(group) for group, n in bearers.items()) / total if total else of_all()


@lru_cache(maxsize=16_384)
def of_surname(merged: str) -> float:
    """The same of the bearers of a surname, by its merged sounds."""
    surname, weight = masculine(merged), _table()["weight"]
    larger, smaller = _letters()
    odds: float = of_all() / (1 - of_all()) * 2 ** (weight * (smaller.word(surname) - larger.word(surname)))
    return odds / (1 + odds)


@cache
def _table() -> Mapping[str, Any]:
    return MappingProxyType(read_table("names", "traditions"))


@cache
def _letters() -> tuple[Surnames, Surnames]:
    """The letters of the surnames of the larger and of the smaller tradition."""
    table = _table()["surnames"]
    longest, alphabet = table["longest"], len(ALPHABET)
    larger, smaller = (Surnames(table[of].splitlines(), longest, alphabet) for of in ("larger", "smaller"))
    return larger, smaller
