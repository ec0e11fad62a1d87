"""Wikidata: items of the JSON dump, one a line, and query results in CSV. Ids are Wikidata's own, to the letter.

https://www.wikidata.org/wiki/Wikidata:Database_download, https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from namekit.entity import Gender, Name
from namekit.errors import InputError
from namekit.exchange.columns import gender, records
from namekit.exchange.lines import Line, Row, objects
from namekit.store.entries import Entry, country, once
from namekit.table import read_table

_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
_TIME = re.compile(r"\+?(\d{4,})-(\d\d)-(\d\d)(?:T00:00:00Z?)?")
_YEAR, _MONTH, _DAY = 9, 10, 11
_ITEM = ("item", "person", "human", "q", "qid", "entity")
_LABEL = re.compile(r"(?:\w*?(?:label|name))?_?([a-z]{2}(?:[-_][a-z]+)?)", re.IGNORECASE)
_DATES = frozenset({"dob", "birth", "born", "birthdate", "birth_date", "dateofbirth", "date_of_birth"})
_GENDERS = frozenset({"gender", "sex", "genderlabel", "sexlabel"})
_COUNTRIES = frozenset({"country", "countries", "citizenship", "nationality"})


@cache
def _table() -> Mapping[str, Any]:
    return dict(read_table("", "exchange")["wikidata"])


def rows(some: Iterator[Line], not_taken: set[str]) -> Iterator[Row]:
    """An entry for each item that is a human and has a label or alias; other items are passed over."""
    del not_taken  # an item's thousands of other statements are not what was asked for
    for line, item, problem in objects(some):
        if item is None:
            yield Row(line.number, line.text, problem=problem)
            continue
        try:
            yield Row(line.number, line.text, _entry(item))
        except InputError as e:
            yield Row(line.number, line.text, problem=str(e))
        except (AttributeError, KeyError, TypeError, ValueError) as e:
            yield Row(
                line.number, line.text, problem=f"an item of another form than Wikidata's: {type(e).__name__} {e}"
            )


def _entry(item: dict[str, Any]) -> Entry | None:
    claims = item.get("claims") or {}
    if not any(v.get("id") == _table()["human"] for v in _values(claims, "P31")):
        return None
    names = _names(item, claims)
    if not names:
        return None
    sexes = {g for g in (_gender(v.get("id", "")) for v in _values(claims, "P21")) if g}
    known = _table()["countries"]
    return Entry(
        id=item["id"],
        names=names,
        birth_date=_born(claims),
        gender=sexes.pop() if len(sexes) == 1 else None,
        countries=once(known[v["id"]] for v in _values(claims, "P27") if v.get("id") in known),
        external_ids=(("wikidata", item["id"]),),
    )


def _gender(value: str) -> Gender | None:
    """Male or female; None where Wikidata says anything else, which is no fault of the row."""
    try:
        return gender(value)
    except InputError:
        return None


def _names(item: dict[str, Any], claims: Mapping[str, Any]) -> tuple[Name, ...]:
    """Labels first, then aliases, the name in the native language and the one at birth; each text once."""
    found: dict[str, Name] = {}
    for language in _table()["languages"]:
        label = (item.get("labels") or {}).get(language)
        if label:
            found.setdefault(label["value"], Name(label["value"], _language(language)))
    for language in _table()["languages"]:
        for alias in (item.get("aliases") or {}).get(language, ()):
            found.setdefault(alias["value"], Name(alias["value"], _language(language), "alias"))
    for claim, kind in (("P1559", "primary"), ("P1477", "former")):
        for value in _values(claims, claim):
            language, text = value["language"], value["text"]
            if language in _table()["languages"]:
                found.setdefault(text, Name(text, language, "former" if kind == "former" else "alias"))
    return tuple(found.values())


def _language(code: str) -> str | None:
    return None if code == "mul" else code  # mul: a label for all languages


def _values(claims: Mapping[str, Any], claim: str) -> list[dict[str, Any]]:
    """Values of a statement: the preferred ones where there are such, never the deprecated ones."""
    every = claims.get(claim, ())
    said = [s for s in every if s["rank"] != "deprecated" and s["mainsnak"]["snaktype"] == "value"]
    preferred = [s for s in said if s["rank"] == "preferred"]
    return [s["mainsnak"]["datavalue"]["value"] for s in preferred or said]


def _born(claims: Mapping[str, Any]) -> str | None:
    """The birth date as precise as Wikidata knows it; of two that contradict each other, what they share."""
    dates = once(d for d in (_date(v) for v in _values(claims, "P569")) if d)
    longest = max(dates, key=len, default=None)
    if longest is None or all(longest.startswith(d) for d in dates):
        return longest
    return next((longest[:n] for n in (7, 4) if len({d[:n] for d in dates}) == 1), None)


def _date(value: Mapping[str, Any]) -> str | None:
    found = _TIME.fullmatch(value["time"])
    if not found or value["precision"] < _YEAR or len(found[1]) != 4:  # noqa: PLR2004 (digits of a year)
        return None
    year, month, day = found.groups()
    if value["precision"] == _DAY and not value["calendarmodel"].endswith(_table()["gregorian"]):
        return _gregorian(int(year), int(month), int(day)).isoformat()
    return "-".join((year, month, day)[: value["precision"] - _YEAR + 1])


def _gregorian(year: int, month: int, day: int) -> date:
    """A day of the Julian calendar in ours: it stands as many days behind as centuries were leap years too many."""
    before = year - (month < 3)  # noqa: PLR2004 (the leap day is at the end of February)
    behind = before // 100 - before // 400 - 2
    leap = day == 29 and month == 2  # noqa: PLR2004 (29 February of a year that has none with us)
    first = date(year, month, day - leap) + timedelta(days=behind)
    return first + timedelta(days=1) if leap else first


def csv_rows(some: Iterator[Line], not_taken: set[str]) -> Iterator[Row]:
    """An entry for each row of a query's results: ?item, ?itemLabel, ?itemAltLabel, ?label_be …, ?dob, ?gender ….

    A row for each combination of values is usual: those of one item come together. A date without a column
    ?precision is taken for a year where it is 1 January, for a month where it is another first day.
    """
    read = records(some, ",")
    line, header, problem = next(read, (Line(1, ""), [], "the file is empty"))
    if problem:
        raise InputError(problem, line=line.number)
    place = next((i for i, h in enumerate(header) if h.lower() in _ITEM), None)
    if place is None:
        raise InputError("no column ?item", line=1, advice=f"columns: {', '.join(header)}")
    meant = [_meaning(h) if i != place else "" for i, h in enumerate(header)]
    not_taken.update(h for i, h in enumerate(header) if not meant[i] and i != place)
    for line, cells, wrong in read:
        problem = wrong or (f"{len(cells)} cells, the header has {len(header)}" if len(cells) != len(header) else "")
        if problem:
            yield Row(line.number, line.text, problem=problem)
            continue
        try:
            yield Row(line.number, line.text, _csv_entry(cells[place], dict(zip(meant, cells, strict=True))))
        except InputError as e:
            yield Row(line.number, line.text, problem=str(e))


def _meaning(column: str) -> str:
    """What a query's column holds: "label be", "alias", "note", "born", "precision", "gender", "country"; else ""."""
    low = column.lower()
    if low in _DATES or low in _GENDERS or low in _COUNTRIES:
        return "born" if low in _DATES else "gender" if low in _GENDERS else "country"
    if low.endswith("precision"):
        return "precision"
    if low.endswith(("altlabel", "alias", "aliases")):
        return "alias"
    if low.endswith("description"):
        return "note"
    found = _LABEL.fullmatch(column)
    language = found[1].lower().replace("_", "-") if found else ""
    if language in _table()["languages"]:
        return f"label {language}"
    return "label" if low.endswith("label") and low[:-5] in _ITEM else ""


def _csv_entry(item: str, cells: Mapping[str, str]) -> Entry:
    qid = _QID.fullmatch(item.strip())
    if not qid:
        raise InputError(f"item {item!r} is no item of Wikidata")
    names = [
        Name(text.strip(), meaning[6:] or None)
        for meaning, text in cells.items()
        if meaning.startswith("label") and text.strip() and not _QID.fullmatch(text.strip())  # no label: its id
    ]
    names += [Name(a.strip(), None, "alias") for a in cells.get("alias", "").split(", ") if a.strip()]
    home = cells.get("country", "").strip()
    known = _QID.fullmatch(home)
    sex = _QID.fullmatch(cells.get("gender", "").strip())
    return Entry(
        id=qid[1],
        names=tuple(once(names)),
        birth_date=_csv_date(cells.get("born", "").strip(), cells.get("precision", "").strip()),
        gender=_gender(sex[1] if sex else cells.get("gender", "").strip()),
        countries=_csv_countries(home, known[1] if known else ""),
        external_ids=(("wikidata", qid[1]),),
        notes=tuple(n.strip() for n in (cells.get("note", ""),) if n.strip()),
    )


def _csv_countries(home: str, qid: str) -> tuple[str, ...]:
    if qid:
        return (_table()["countries"][qid],) if qid in _table()["countries"] else ()
    return (country(home),) if home else ()


def _csv_date(text: str, precision: str) -> str | None:
    """A query writes every date as a day; how much of it is known, the precision says."""
    if not text or "/" in text:  # an unknown value is an address
        return None
    found = _TIME.fullmatch(text)
    if not found:
        return text
    year, month, day = found.groups()
    guessed = _DAY if day != "01" else _YEAR if month == "01" else _MONTH
    known = int(precision) if precision.isdecimal() and len(precision) < 3 else guessed  # noqa: PLR2004 (0 to 14)
    return "-".join((year, month, day)[: min(known, _DAY) - _YEAR + 1]) if known >= _YEAR else None
