"""JSON lines: one person a line, with everything that a registry keeps."""

import json
from collections.abc import Iterator
from typing import Any, cast

from namekit.entity import Gender, Name, NameKind
from namekit.errors import InputError
from namekit.exchange.lines import Line, Row, objects, strings
from namekit.store.entries import Entry

_KEYS = frozenset(
    {"id", "name", "names", "birth_date", "gender", "countries", "external_ids", "notes", "sources", "redirects",
     "source_id"}
)  # fmt: skip


def rows(some: Iterator[Line], not_taken: set[str]) -> Iterator[Row]:
    """An entry for each line. Keys that mean nothing here are added to `not_taken`."""
    for line, found, problem in objects(some):
        if found is None:
            yield Row(line.number, line.text, problem=problem)
            continue
        try:
            own_id = "".join(strings(found.get("source_id"), "source_id"))
            yield Row(line.number, line.text, _entry(found), own_id)
            not_taken.update(found.keys() - _KEYS)
        except InputError as e:
            yield Row(line.number, line.text, problem=str(e))


def _entry(found: dict[str, Any]) -> Entry:
    given = found.get("names", [])
    names = [_name(n) for n in [*strings(found.get("name"), "name"), *(given if isinstance(given, list) else [given])]]
    outside = found.get("external_ids") or {}
    if not isinstance(outside, dict):
        raise InputError("external_ids is an object: a list of values for each scheme")
    id_ = found.get("id", "")
    if not isinstance(id_, str):
        raise InputError(f"id is a string, not {type(id_).__name__}", advice="put it in quotes")
    (born,) = strings(found.get("birth_date"), "birth_date") or (None,)
    (gender,) = strings(found.get("gender"), "gender") or (None,)
    return Entry(
        id=id_,
        names=tuple(names),
        birth_date=born,
        gender=cast("Gender | None", gender),
        countries=strings(found.get("countries"), "countries"),
        external_ids=tuple(
            (scheme, v) for scheme, values in outside.items() for v in strings(values, "an external id")
        ),
        notes=strings(found.get("notes"), "notes"),
        sources=strings(found.get("sources"), "sources"),
        redirects=strings(found.get("redirects"), "redirects"),
    )


def _name(value: object) -> Name:
    if isinstance(value, str):
        return Name(value)
    if not isinstance(value, dict):
        raise InputError("a name is a string, or an object with text, language and kind")
    language = value.get("language")
    if language is not None and not isinstance(language, str):
        raise InputError("a name's language is a string")
    return Name(value.get("text", ""), language, cast("NameKind", value.get("kind", "primary")))


def written(entry: Entry) -> str:
    """The entry as one line, which `rows` reads back as it was."""
    outside: dict[str, list[str]] = {}
    for scheme, value in entry.external_ids:
        outside.setdefault(scheme, []).append(value)
    kept = {
        "id": entry.id,
        "names": [{"text": n.text} | ({"language": n.language} if n.language else {}) | {"kind": n.kind}
                  for n in entry.names],
        "birth_date": entry.birth_date,
        "gender": entry.gender,
        "countries": entry.countries,
        "external_ids": outside,
        "notes": entry.notes,
        "sources": entry.sources,
        "redirects": entry.redirects,
    }  # fmt: skip
    return json.dumps({k: v for k, v in kept.items() if v}, ensure_ascii=False)
