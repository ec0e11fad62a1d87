"""What the tables come to, worked out beforehand, so that one name is answered soon: ready.txt of names and of systems.

Hearing every given name and patronymic, and reading every system, takes longer than all else that one answer needs. The
files are written by tests/fit/ready.py; they count only as long as the tables that they were made from are the same, so
an edited table is always read itself.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from namekit.table import resource_text, table_text

SOURCES = (
    ("names", "given-male"),
    ("names", "given-female"),
    ("names", "surnames"),
    ("names", "frequency"),
    ("names", "roles"),
    ("", "sounds"),
)
FILE = ("names", "ready.txt")
SYSTEMS_FILE = ("systems", "ready.txt")


def ready(section: str) -> str | None:
    """The lines of a section; None where a table has changed since, and it must be worked out."""
    return _sections().get(section)


@cache
def _sections() -> Mapping[str, str]:
    head, *sections = resource_text(*FILE).rstrip().split("\n\n[")
    if not head.endswith(made_of()):
        return {}
    return {name: lines for name, _, lines in (text.partition("]\n") for text in sections)}


def made_of() -> str:
    """Sixteen hexadecimal digits that change when one of the tables does."""
    digest = hashlib.sha256()
    for folder, name in SOURCES:
        digest.update(f"{name}\0{table_text(folder, name)}\0".encode())
    return digest.hexdigest()[:16]


def ready_system(id_: str) -> dict[str, Any] | None:
    """A system's letters and rules; None where its table, or the one that it is the same as, has changed since."""
    made_from, _, rest = _system_lines().get(id_, "").partition("\t")
    digest, _, content = rest.partition("\t")
    if not digest or digest != system_made_of(made_from.split()):
        return None
    found: dict[str, Any] = json.loads(content)
    return found


@cache
def _system_lines() -> Mapping[str, str]:
    lines = resource_text(*SYSTEMS_FILE).splitlines()[1:]
    return {id_: rest for id_, _, rest in (line.partition("\t") for line in lines)}


def system_made_of(ids: list[str]) -> str:
    """Sixteen hexadecimal digits that change when one of the systems' tables does."""
    return hashlib.sha256("\0".join(table_text("systems", id_) for id_ in ids).encode()).hexdigest()[:16]
