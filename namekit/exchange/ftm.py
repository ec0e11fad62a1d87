"""FollowTheMoney entities, the format of OpenSanctions: one Person a line. Other schemata are passed over.

The model has one value of a property beside another and no languages; what a registry keeps goes into the property
that the model has for it. https://followthemoney.tech/docs/
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

from namekit.entity import Gender, Name, NameKind
from namekit.errors import InputError
from namekit.exchange.lines import Line, Row, objects, strings
from namekit.store.entries import Entry, birth_date, once
from namekit.table import read_table

_SCHEMA = "Person"
_PARTS = ("firstName", "fatherName", "lastName")
_QID = re.compile(r"Q[1-9]\d*")
_MOST_PRECISE = 10  # letters of a date with its day
_TAKEN = frozenset({*_PARTS, "birthDate", "gender", "wikidataId"})


@cache
def _table() -> Mapping[str, Any]:
    return dict(read_table("", "exchange")["ftm"])


def rows(some: Iterator[Line], not_taken: set[str]) -> Iterator[Row]:
    """An entry for each Person. Properties that a registry does not keep are added to `not_taken`."""
    taken = _TAKEN.union(*(names for names in _table().values()))
    for line, found, problem in objects(some):
        if found is None:
            yield Row(line.number, line.text, problem=problem)
        elif found.get("schema") != _SCHEMA:
            wrong = "" if isinstance(found.get("schema"), str) else "an entity has a schema"
            yield Row(line.number, line.text, problem=wrong)
        else:
            try:
                yield Row(line.number, line.text, _entry(found))
                not_taken.update(found["properties"].keys() - taken)
            except InputError as e:
                yield Row(line.number, line.text, problem=str(e))


def _entry(found: dict[str, Any]) -> Entry:
    properties, id_ = found.get("properties"), found.get("id")
    if not isinstance(properties, dict) or not isinstance(id_, str) or not id_:
        raise InputError("an entity has an id, a string, and properties, an object")

    def of(names: list[str]) -> list[str]:
        return [v for name in names for v in strings(properties.get(name), name)]

    kinds: tuple[NameKind, ...] = ("primary", "alias", "weak", "former")
    names = [Name(text, None, kind) for kind in kinds for text in once(of(_table()[kind]))]
    parts = [strings(properties.get(part), part) for part in _PARTS]
    if all(len(p) <= 1 for p in parts) and (parts[0] and parts[2]):
        whole = " ".join(p[0] for p in parts if p)
        if whole not in {n.text for n in names}:
            names.append(Name(whole, None, "alias" if names else "primary"))
    born, note = _born(strings(properties.get("birthDate"), "birthDate"))
    genders = once(g for g in of(["gender"]) if g in {"male", "female"})
    return Entry(
        id=id_,
        names=tuple(names),
        birth_date=born,
        gender=cast("Gender", genders[0]) if len(genders) == 1 else None,
        countries=once(of(_table()["countries"])),
        external_ids=tuple(("wikidata", q) for q in of(["wikidataId"])),
        notes=(*of(_table()["note"]), *note),
        sources=(*of(_table()["source"]), *(f"dataset {d}" for d in strings(found.get("datasets"), "datasets"))),
        redirects=strings(found.get("referents"), "referents"),
    )


def _born(given: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """The birth date of several: the most precise where they agree, else what they share, and a note of all."""
    dates = sorted({birth_date(g[:_MOST_PRECISE]) for g in given}, key=lambda d: (-len(d), d))
    if not dates or all(dates[0].startswith(d) for d in dates):
        return (dates[0] if dates else None), ()
    shared = next((dates[0][:n] for n in (7, 4) if len({d[:n] for d in dates}) == 1), None)
    return shared, (f"birth dates given: {', '.join(dates)}",)


def written(entry: Entry) -> str:
    """The entry as a Person on one line."""
    properties: dict[str, list[str]] = {}

    def add(name: str, *values: str) -> None:
        if values:
            properties.setdefault(name, []).extend(v for v in values if v not in properties.get(name, ()))

    for name in entry.names:
        add(_table()[name.kind][0], name.text)
    add("birthDate", *([entry.birth_date] if entry.birth_date else []))
    add("gender", *([entry.gender] if entry.gender else []))
    add("nationality", *(c.lower() for c in entry.countries))
    add("wikidataId", *(v for scheme, v in entry.external_ids if scheme == "wikidata" and _QID.fullmatch(v)))
    add("notes", *entry.notes)
    datasets = [s.removeprefix("dataset ") for s in entry.sources if s.startswith("dataset ")]
    for source in entry.sources:
        if not source.startswith("dataset "):
            add("sourceUrl" if source.startswith(("http://", "https://")) else "publisher", source)
    also = {"referents": list(entry.redirects), "datasets": datasets}
    person = {"id": entry.id, "schema": _SCHEMA, "properties": properties} | {k: v for k, v in also.items() if v}
    return json.dumps(person, ensure_ascii=False)
