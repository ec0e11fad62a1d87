"""Where the elements of an XML text stand, byte by byte, so that one can be changed and the rest left as it is.

expat reads; a document type, and so every entity trick, is refused. No address is ever followed.
"""

import re
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape

from namekit.errors import InputError

_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(/?)>""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = " "


@dataclass(slots=True)
class Element:
    """One element: its name without and with its namespace, attributes (likewise with theirs), and where it stands.

    `start` and `end` enclose it, `inner` is where its content begins, `close` where that ends, all in bytes; an
    empty element (`<a/>`) has `inner` and `close` at its end. `parent` is the place of its parent in the list, or -1.
    """

    name: str
    space: str
    attributes: dict[str, str]
    depth: int
    parent: int
    start: int
    inner: int = 0
    close: int = 0
    end: int = 0


class _Stop(Exception):  # noqa: N818 (no error)
    """Enough was read."""


def outline(  # noqa: C901 (expat's handlers share what they find)
    text: bytes, *, file: str, part: str, deepest: int = 99, until: str = ""
) -> list[Element]:
    """The elements of an XML text down to a depth (the root has 0), in order; with `until`, up to that one's start.

    Raises InputError where the text is no XML, not UTF-8, or has a document type.
    """
    found: list[Element] = []
    path: list[int] = []
    depth = 0
    parser = expat.ParserCreate(namespace_separator=_SPACE)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth <= deepest:
            space, _, local = name.rpartition(_SPACE)
            parent = path[-1] if path else -1
            element = Element(local, space, attributes, depth, parent, parser.CurrentByteIndex)
            tag = _TAG.match(text, element.start)
            element.inner = element.close = element.end = tag.end() if tag else element.start
            path.append(len(found))
            found.append(element)
            if local == until:
                raise _Stop
        depth += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1
        if depth <= deepest:
            element = found[path.pop()]
            at = parser.CurrentByteIndex
            if text[element.inner - 2 : element.inner] != b"/>":
                element.close, element.end = at, text.index(b">", at) + 1

    def refuse(*_: object) -> None:
        raise InputError(f"{part} has a document type", file=file, advice="spreadsheets have none: it may be a trap")

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, refuse
    check_encoding(text, file=file, part=part)
    try:
        parser.Parse(text, True)  # noqa: FBT003 (expat's way)
    except _Stop:
        pass
    except (expat.ExpatError, ValueError) as e:
        if isinstance(e, InputError):
            raise
        raise InputError(f"{part} is broken: {e}", file=file) from e
    return found


def check_encoding(text: bytes, *, file: str, part: str) -> None:
    """Raises InputError for XML that is not in UTF-8, as spreadsheet programs never write it."""
    declared = re.match(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""", text)
    name = declared.group(1).lower() if declared else b"utf-8"
    if name not in {b"utf-8", b"utf8", b"us-ascii"} or text.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{part} is not in UTF-8", file=file, advice="open and save it in its program")


def prefix(text: bytes, element: Element) -> bytes:
    """The prefix with which an element's tag is written, colon included; nothing where it has none."""
    tag = re.match(rb"<([^\s/>]*:)?", text[element.start :])
    return (tag.group(1) if tag else b"") or b""


def quoted(text: str) -> str:
    """Text for an attribute or a cell of a workbook: what XML does not allow becomes U+FFFD."""
    return escape(_ILLEGAL.sub("\ufffd", text), {'"': "&quot;"})
