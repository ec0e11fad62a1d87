"""When somebody was born, as lists write it beside a name (tables/names/births.toml), and what follows there."""

import re
from contextlib import suppress
from datetime import date
from functools import cache
from typing import NamedTuple

from namekit.names.words import WORD
from namekit.table import read_table

_DIGIT = re.compile(r"\d")
_YEAR = r"(?:1[789]|20)\d\d(?!\d)"
_DAY = r"(?<!\d)\d\d?"
_OPEN, _CLOSED = "([", ")]"
_ENOUGH = 2  # words before a date are a name; one is where a word for *born* or a bracket stands with the date
_SHORTEST = 3  # letters of a month
_DATES = range(1, 6)  # ways to write one
LOOKED_AT = 500  # characters: what follows a name begins soon


class Birth(NamedTuple):
    """Where in a text a date of birth stands with all that follows it, and the date in ISO 8601, as precise as told.

    The date is "" where nothing says that it is one of birth.
    """

    start: int
    end: int
    date: str


def birth(text: str) -> Birth | None:
    """The first date that stands behind a name, with what belongs to it; None where there is none.

    In brackets it ends with these, unless nothing but more of it follows. A text with two dates of birth is of two
    people.
    """
    if not _DIGIT.search(text):
        return None
    words = counted = 0
    for match in _patterns().said.finditer(text, 0, LOOKED_AT):
        before, begins = match["before"], match.start()
        opened = max(text.rfind(bracket, 0, begins + 1) for bracket in _OPEN)
        enclosed = opened >= 0 and not any(bracket in text[opened:begins] for bracket in _CLOSED)
        begins = opened if enclosed else begins
        words += sum(1 for _ in WORD.finditer(text, counted, begins))
        counted = max(counted, begins)
        if before and words < _ENOUGH and not enclosed and text[:begins].rstrip()[-1:] not in {",", ";"}:
            before, begins, words = "", match.end("before"), words + 1  # Max Born, 1882-1970
        told = bool(before or match["after"])
        if words < _ENOUGH and not (words and (told or enclosed)):
            continue
        if any(later["before"] or later["after"] for later in _patterns().said.finditer(text, match.end(), LOOKED_AT)):
            return None
        end = _end(text, match.end()) if enclosed else len(text)
        return Birth(begins, end, _iso(match) if told or match["until"] else "")
    return None


def born(text: str) -> str | None:
    """The date of birth that stands beside a name, in ISO 8601, as precise as it is told; None where there is none."""
    found = birth(text)
    return (found.date or None) if found else None


def _end(text: str, after: int) -> int:
    """Where a bracket ends that is open; with the text where nothing follows, or only after a comma."""
    closed = min((at for bracket in _CLOSED if (at := text.find(bracket, after)) >= 0), default=len(text) - 1) + 1
    rest = text[closed:].lstrip()
    return len(text) if not rest or rest[0] in ",;." else closed


class _Patterns(NamedTuple):
    """What tells a date, and the months with their numbers."""

    said: re.Pattern[str]
    months: dict[str, int]


@cache
def _patterns() -> _Patterns:
    table = read_table("names", "births")
    months = {name.lower(): at for names in table["months"].values() for at, name in enumerate(names, 1)}
    month = "|".join(_abbreviated(name) for name in sorted(months, key=len, reverse=True))
    dates = (
        rf"(?P<y1>{_YEAR})-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)",
        rf"(?P<d2>{_DAY})[./-](?P<m2>\d\d?)[./-](?P<y2>{_YEAR})",
        rf"(?P<d3>{_DAY})(?:st|nd|rd|th|-?го)?\.?\s+(?P<m3>{month})\.?,?\s+(?P<y3>{_YEAR})",
        rf"(?P<m4>{month})\.?\s+(?P<d4>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<y4>{_YEAR})",
        rf"(?P<d5>)(?P<m5>)(?P<y5>(?<!\d){_YEAR})",
    )
    where = "|".join(word for listed in table["at"].values() for word in listed)
    at = rf"(?:\W{{0,3}}(?<!\w)(?:{where})(?!\w)\D{{0,60}}?)?"
    before = rf"(?:{_any_of(table['before'])})(?!\w){at}\W{{0,4}}?|(?:{_any_of(table['from'])})(?!\w)\D{{0,60}}?"
    until = rf"(?P<until>\s*[-–—]\s*(?:{_YEAR})?(?![\d-]))?"
    after = rf"(?:\s*,?\s*(?P<after>{_any_of(table['after'])})(?!\w))?"
    said = rf"(?:(?<!\w)(?P<before>{before}))?(?:{'|'.join(dates)}){until}{after}"
    return _Patterns(re.compile(said, re.IGNORECASE), months)


def _any_of(words: dict[str, list[str]]) -> str:
    """The words of all languages as a pattern, full stops and spaces between them as they come."""
    return "|".join(sorted(map(_spelt, dict.fromkeys(w for listed in words.values() for w in listed)), key=len)[::-1])


def _spelt(words: str) -> str:
    pattern = r"[.\s]{0,3}".join(map(re.escape, words.split(" ")))
    if len(words) > 1:
        return pattern
    return rf"(?<=[(\[,;]\s){pattern}|(?<=[(\[,;]){pattern}|(?-i:{pattern})(?=\.\s?{_YEAR})"  # but Ivan B. 1978


def _abbreviated(month: str) -> str:
    """A month as a pattern: whole, or cut after three letters at least."""
    rest = month[_SHORTEST:]
    return month[:_SHORTEST] + "".join(f"(?:{letter}" for letter in rest) + ")?" * len(rest)


def _iso(match: re.Match[str]) -> str:
    """The date, or its year where there is no such day; 08/18/1978 is of August."""
    year, month, day = (next((match[f"{part}{n}"] for n in _DATES if match[f"{part}{n}"]), "") for part in "ymd")
    if not day:
        return year
    numbers = int(month) if month.isdigit() else _month(month), int(day)
    for one, other in (numbers, numbers[::-1]):
        with suppress(ValueError):
            return date(int(year), one, other).isoformat()
    return year


def _month(text: str) -> int:
    """The number of a month that begins so; 0 of none."""
    low = text.lower()
    return next((number for name, number in _patterns().months.items() if low and name.startswith(low)), 0)
