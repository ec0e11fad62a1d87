"""The tables of the package `namekit.tables`: TOML files, read on demand, never at import.

Those that one answer needs are read from tables/ready.txt, where tests/fit/ready.py wrote them as JSON, which takes a
tenth of the time. They count only as long as the tables are the same, so an edited one is always read itself.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from namekit.errors import Fault, TableError

READY = ("", "ready.txt")
_PACKAGE = "namekit.tables"
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def table_names(folder: str) -> tuple[str, ...]:
    """File names, without `.toml`, of the tables in `folder`, sorted."""
    return tuple(sorted(f.name[:-5] for f in (files(_PACKAGE) / folder).iterdir() if f.name.endswith(".toml")))


def table_text(folder: str, name: str) -> str:
    """Text of one table. `folder` may be "" for the tables that stand alone."""
    return resource_text(folder, f"{name}.toml")


def resource_text(folder: str, file: str) -> str:
    """Text of a file beside the tables."""
    return (files(_PACKAGE) / folder / file).read_text("utf-8")


def parse_table(source: str, file: str) -> dict[str, Any]:
    """A table's text as a mapping; TableError, with the line, where it is no TOML."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as e:
        line = _TOML_LINE.search(str(e))
        raise TableError(file, (Fault(int(line.group(1)) if line else 0, f"not TOML: {e}"),)) from e


def read_table(folder: str, name: str) -> dict[str, Any]:
    """One table as a mapping."""
    source, file = table_text(folder, name), f"{folder}/{name}.toml".lstrip("/")
    digest, _, content = _ready().get(file, "").partition("\t")
    if digest == _digest(source):
        found: dict[str, Any] = json.loads(content)
        return found
    return parse_table(source, file)


def as_ready(folder: str, name: str) -> str:
    """The table's line of tables/ready.txt: its file, what tells its text from others, and what is in it."""
    source, file = table_text(folder, name), f"{folder}/{name}.toml".lstrip("/")
    return "\t".join((file, _digest(source), json.dumps(parse_table(source, file), ensure_ascii=False)))


@cache
def _ready() -> Mapping[str, str]:
    lines = resource_text(*READY).split("\n")[1:-1]
    return {file: rest for file, _, rest in (line.partition("\t") for line in lines)}


def _digest(source: str) -> str:
    """Sixteen hexadecimal digits that change when the text does."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


@cache
def tables_version() -> str:
    """Twelve hexadecimal digits that change when any table changes."""
    digest = hashlib.sha256()
    for folder in ("systems", "orthography", "names", "people", ""):
        for name in table_names(folder):
            digest.update(f"{folder}/{name}\0{table_text(folder, name)}\0".encode())
    return digest.hexdigest()[:12]
