"""CSV: one name a row or one person a row, columns mapped to fields by their names. Cells are text, and stay text."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import cast

from namekit.entity import Gender, Name, NameKind
from namekit.errors import InputError
from namekit.exchange.lines import Line, Row
from namekit.store.entries import Entry, once
from namekit.table import read_table

_RECORD_LINES, _RECORD_LETTERS = 1_000, 1_000_000  # of one row: beyond, its quotes are taken for broken
_NAMES = ("name", "alias", "weak", "former")
_SPLIT = frozenset({"alias", "weak", "former", "countries", "redirect"})  # several values, with semicolons between
_HEADER = ("id", "name", "language", "kind", "birth_date", "gender", "countries", "external_id", "note", "source",
           "redirect")  # fmt: skip


Records = Iterator[tuple[Line, list[str], str]]
"""Rows of cells, each with its line, and with the problem where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a column means; `more` is a name's language or an external id's scheme."""

    what: str
    more: str = ""


def records(some: Iterator[Line], delimiter: str) -> Records:
    """Rows of cells, each with its first line and, where it cannot be read, the problem. A bad quote costs one line."""
    csv.field_size_limit(_RECORD_LETTERS)
    waiting: list[Line] = []
    width = 0
    while line := waiting.pop(0) if waiting else next(some, None):
        if line.problem:
            yield line, [], line.problem
            continue
        if not line.text:
            continue
        taken, cells, problem = [line], *_cells(line.text, delimiter)
        whole = line.text
        while problem == _OPEN and len(taken) < _RECORD_LINES and len(whole) < _RECORD_LETTERS:
            after = waiting.pop(0) if waiting else next(some, None)
            if after is None:
                break
            taken.append(after)
            whole += "\n" + after.text
            if '"' in after.text:
                cells, problem = _cells(whole, delimiter)
        width = width or len(cells)
        if len(taken) > 1 and (problem or len(cells) != width):
            cells, problem, waiting = [], _OPEN, taken[1:] + waiting
        yield line, cells, problem


_OPEN = "a quote that is not closed"


def _cells(text: str, delimiter: str) -> tuple[list[str], str]:
    try:
        (cells,) = csv.reader([text], delimiter=delimiter, strict=True)
    except csv.Error as e:
        return [], _OPEN if "unexpected end of data" in str(e) else f"not CSV: {e}"
    return cells, ""


def fields(header: Sequence[str], chosen: Mapping[str, str]) -> list[Field | None]:
    """What each column means: as chosen ("Full name" -> "name:ru"), else by its name; None where it means nothing.

    Raises InputError where a chosen column or field does not exist, or where nothing tells a person.
    """
    known = [h.strip() for h in header]
    for name in chosen:
        if name not in known:
            advice = f"--map is COLUMN=FIELD; the file has: {', '.join(known)}"
            raise InputError(f"no column {name!r}", line=1, advice=advice)
    out = meanings(header, chosen)
    if not any(f and f.what in {*_NAMES, "last", "first"} for f in out):
        raise InputError(
            "no column holds names", line=1, advice=f"say which does: --map COLUMN=name; columns: {', '.join(known)}"
        )
    return out


def meanings(header: Sequence[str], chosen: Mapping[str, str]) -> list[Field | None]:
    """What each column means, whatever the header is. Raises InputError where a chosen field does not exist."""
    return [_chosen(chosen[h]) if h in chosen else _field(h) for h in (title.strip() for title in header)]


def _chosen(wanted: str) -> Field | None:
    if not wanted:
        return None
    what, _, more = wanted.partition(":")
    if what not in _columns().values():
        raise InputError(f"no field {what!r}", advice=f"fields: {', '.join(once(_columns().values()))}")
    return Field(what, more)


@cache
def _columns() -> Mapping[str, str]:
    return {_plain(n): field for field, names in read_table("", "exchange")["columns"].items() for n in [field, *names]}


def _plain(name: str) -> str:
    return re.sub(r"[\s_.\-]+", " ", name.casefold()).strip()


def _field(name: str) -> Field | None:
    """The field of a column by its name: "name", "Full name", "name_be", "name:ru", "alias (uk)"."""
    plain = _plain(name)
    if plain in _columns():
        return Field(_columns()[plain])
    found = re.fullmatch(r"(.+?)[ :(]+(be|ru|uk|en|pl|de|be tarask|latin)\)?", plain)
    if found and _columns().get(found[1].strip()) in _NAMES:
        return Field(_columns()[found[1].strip()], "" if found[2] == "latin" else found[2].replace(" ", "-"))
    return None


def rows(read: Records, chosen: Mapping[str, str], not_taken: set[str]) -> Iterator[Row]:
    """An entry for each row. Columns that mean nothing are added to `not_taken`. Raises InputError for the header."""
    line, header, problem = next(read, (Line(1, ""), [], "the file is empty"))
    if problem:
        utf = "save it as CSV in UTF-8, or convert it: iconv -f cp1251 -t utf-8"
        advice = utf if problem.startswith("not UTF-8") else "it needs a row of column names"
        raise InputError(problem, line=line.number, advice=advice)
    meant = fields(header, chosen)
    not_taken.update(h for h, field in zip(header, meant, strict=True) if field is None and h)
    for line, cells, problem in read:
        wrong = problem or (f"{len(cells)} cells, the header has {len(header)}" if len(cells) != len(header) else "")
        if wrong:
            yield Row(line.number, line.text, problem=wrong)
            continue
        try:
            entry, own_id = entry_of(meant, cells)
            yield Row(line.number, line.text, entry, own_id)
        except InputError as e:
            yield Row(line.number, line.text, problem=str(e))


def entry_of(meant: Sequence[Field | None], cells: Sequence[str]) -> tuple[Entry, str]:
    """A row's entry and the source's own id. Raises InputError for values that cannot be read."""
    values: dict[str, list[tuple[str, str]]] = {}
    for field, cell in zip(meant, cells, strict=True):
        if field is None or not cell.strip():
            continue
        for text in cell.split(";") if field.what in _SPLIT else [cell]:
            if text.strip():
                values.setdefault(field.what, []).append((text.strip(), field.more))
    kind = cast("NameKind", _first(values, "kind") or "primary")
    outside = [("wikidata", v) for v in _all(values, "wikidata")]
    for text, more in values.get("external_id", ()):
        scheme, _, value = (more, "", text) if more else text.partition(":")
        if not value:
            raise InputError(f"external id {text!r} has no scheme", advice='write it as "wikidata:Q42"')
        outside.append((scheme.strip(), value.strip()))
    entry = Entry(
        id=next((c for f, c in zip(meant, cells, strict=True) if f and f.what == "id" and c), ""),
        names=_all_names(values, kind),
        birth_date=_first(values, "birth_date"),
        gender=gender(_first(values, "gender")),
        countries=tuple(_all(values, "countries")),
        external_ids=tuple(outside),
        notes=tuple(_all(values, "note")),
        sources=tuple(_all(values, "source")),
        redirects=tuple(_all(values, "redirect")),
    )
    return entry, _first(values, "source_id") or ""


def _all_names(values: Mapping[str, list[tuple[str, str]]], kind: NameKind) -> tuple[Name, ...]:
    language = _first(values, "language")
    composed = " ".join(t for what in ("first", "father", "last") for t in _all(values, what))
    whole = [*values.get("name", ()), *([(composed, "")] if composed else [])]
    names = [Name(text, more or language, kind) for text, more in whole]
    others: tuple[NameKind, ...] = ("alias", "weak", "former")
    for what in others:
        names += [Name(text, more or None, what) for text, more in values.get(what, ())]
    return once(names)


def _all(values: Mapping[str, list[tuple[str, str]]], what: str) -> list[str]:
    return [text for text, _ in values.get(what, ())]


def _first(values: Mapping[str, list[tuple[str, str]]], what: str) -> str | None:
    return next(iter(_all(values, what)), None)


@cache
def _genders() -> Mapping[str, Gender]:
    return {word: cast("Gender", g) for g, words in read_table("", "exchange")["gender"].items() for word in words}


def gender(text: str | None) -> Gender | None:
    """Male or female, by the words of the table. Raises InputError for another word."""
    if text is None:
        return None
    found = _genders().get(text.casefold().rstrip("."))
    if found is None:
        raise InputError(f"gender {text!r} is not known", advice="write male or female, or leave it empty")
    return found


def header() -> tuple[str, ...]:
    """The columns that `written` fills."""
    return _HEADER


def written(entry: Entry) -> Iterator[tuple[str, ...]]:
    """The entry as rows, one for each name, and one for each further note or id; `rows` reads them back as it was."""
    first = (entry.birth_date or "", entry.gender or "", "; ".join(entry.countries))
    outside = [f"{scheme}:{value}" for scheme, value in entry.external_ids]
    lists = (entry.names, outside, entry.notes, entry.sources, entry.redirects)
    for i, (name, external, note, source, redirect) in enumerate(zip_longest(*lists)):
        of_name = (name.text, name.language or "", name.kind) if name else ("", "", "")
        yield (
            entry.id,
            *of_name,
            *(first if i == 0 else ("", "", "")),
            external or "",
            note or "",
            source or "",
            (redirect or ""),
        )
