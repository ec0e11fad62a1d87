"""Search expressions from spellings: what people do with variants."""

import re
from collections.abc import Callable, Iterable
from typing import Literal

from namekit.errors import InputError

Dialect = Literal["lucene", "regex", "sql"]
_COLUMN = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_ESCAPE = "!"  # a sign that no dialect gives a meaning of its own, as the backslash has in MySQL's strings


def search_expression(texts: Iterable[str], dialect: Dialect, field: str = "") -> str:
    """One expression that finds any of the texts, spellings that differ in case alone taken once.

    "lucene": quoted phrases joined by OR (Lucene, Solr, Elasticsearch, OpenSearch), in the field if one is named.
    "regex": for Python, PCRE, Java, .NET and JavaScript, to be used with their flag for any case; whole words.
    "sql": LIKE conditions on the column `field` ("name" if none is named), in standard SQL.
    Raises InputError for another dialect, a field that is no plain identifier, and where there is no text.
    """
    distinct = list({text.casefold(): text for text in reversed(list(texts))}.values())[::-1]
    if not distinct:
        msg = "no spelling to search for"
        raise InputError(msg)
    if field and not _COLUMN.fullmatch(field):
        msg = f"a field is a plain name such as person.name, not {field!r}"
        raise InputError(msg)
    if dialect not in _DIALECTS:
        msg = f"a query is one of {', '.join(_DIALECTS)}, not {dialect!r}"
        raise InputError(msg)
    return _DIALECTS[dialect](distinct, field)


def _lucene(texts: list[str], field: str) -> str:
    phrases = ('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
    expression = " OR ".join(phrases)
    return f"{field}:({expression})" if field else expression


def _regex(texts: list[str], _: str) -> str:
    words = sorted((r"\s+".join(map(_escaped, text.split())) for text in texts), key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"


def _escaped(word: str) -> str:
    """A word with the signs escaped that mean something in a regular expression; re.escape knows Python's alone."""
    return re.sub(r"([.^$*+?{}\[\]\\|()/])", r"\\\1", word)


def _sql(texts: list[str], field: str) -> str:
    return " OR ".join(f"{field or 'name'} LIKE {_like(text)}" for text in texts)


def _like(text: str) -> str:
    escaped = re.sub(f"[%_{_ESCAPE}]", lambda m: _ESCAPE + m.group(), text)
    literal = "'%" + escaped.replace("'", "''") + "%'"
    return literal if escaped == text else f"{literal} ESCAPE '{_ESCAPE}'"


_DIALECTS: dict[str, Callable[[list[str], str], str]] = {"lucene": _lucene, "regex": _regex, "sql": _sql}
