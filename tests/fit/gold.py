"""The rows of gold lists, and which half of their people may be fitted on."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one tab-separated list, which has no quoting."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def all_rows(folder: Path, pattern: str = "*.tsv") -> Iterator[dict[str, str]]:
    """The rows of the folder's lists, list by list."""
    for path in sorted(folder.glob(pattern)):
        yield from rows(path)


def even(person: str) -> bool:
    """Whether the person belongs to the half that fitting may use."""
    return int(hashlib.sha256(person.encode()).hexdigest(), 16) % 2 == 0
