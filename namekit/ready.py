"""What the tables of names come to, worked out beforehand, so that one name is answered soon: tables/names/ready.txt.

Hearing every given name and patronymic takes longer than all else that one answer needs. The file is written by
tests/fit/ready.py; it counts only as long as the tables that it was made from are the same, so an edited table is
always read itself.
"""

import hashlib
from collections.abc import Mapping
from functools import cache

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
