"""The knowledge: TOML files, read on demand, never at import. Their meaning is in README.md beside this file."""

import hashlib
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from namekit.errors import Fault, TableError

_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def names(folder: str) -> tuple[str, ...]:
    """File names, without `.toml`, of the tables in `folder`, sorted."""
    return tuple(sorted(f.name[:-5] for f in (files(__name__) / folder).iterdir() if f.name.endswith(".toml")))


def text(folder: str, name: str) -> str:
    """Text of one table. `folder` may be "" for the tables that stand alone."""
    return (files(__name__) / folder / f"{name}.toml").read_text("utf-8")


def parsed(source: str, file: str) -> dict[str, Any]:
    """A table's text as a mapping; TableError, with the line, where it is no TOML."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as e:
        line = _TOML_LINE.search(str(e))
        raise TableError(file, (Fault(int(line.group(1)) if line else 0, f"not TOML: {e}"),)) from e


def read(folder: str, name: str) -> dict[str, Any]:
    """One table as a mapping."""
    return parsed(text(folder, name), f"{folder}/{name}.toml".lstrip("/"))


@cache
def version() -> str:
    """Twelve hexadecimal digits that change when any table changes."""
    digest = hashlib.sha256()
    for folder in ("systems", "orthography", "names", "people", ""):
        for name in names(folder):
            digest.update(f"{folder}/{name}\0{text(folder, name)}\0".encode())
    return digest.hexdigest()[:12]
