"""What `explain` and `compare` draw: evidence as a table that adds up, letters under letters; and both as JSON."""

import math
import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from namekit import Evidence, Relation, Term
from namekit.romanization.system import system
from namekit.wording import evidence_in_words, in_words

_NARROWEST, _WIDEST = 48, 110
_BITS = 7  # columns: -1,000.0
_MARKS = {"languages": "~", "vowel": "v", "other": "x", "missing": "-"}
_LEGEND = {
    "~": "sounds that Belarusian, Russian and Ukrainian spell for each other",
    "v": "another vowel",
    "x": "another sound",
    "-": "a sound that the other does not have",
}


def columns() -> int:
    """How wide to draw: as the terminal is, within reason."""
    return min(max(shutil.get_terminal_size((88, 24)).columns, _NARROWEST), _WIDEST)


def probability(p: float) -> str:
    """Four decimals, and no certainty that is only rounded."""
    if 0 < p < _SMALLEST:
        return f"below {_SMALLEST}"
    return f"above {1 - _SMALLEST}" if 1 - _SMALLEST < p < 1 else f"{p:.4f}"


_SMALLEST = 0.0001


def odds(bits: float) -> str:
    """Bits as odds in two digits: 5,200 : 1."""
    if abs(bits) > _LARGEST:
        return "beyond counting"
    factor = 2 ** abs(bits)
    rounded = round(factor, 1 - int(math.log10(factor)))
    said = f"{rounded:,.0f}" if rounded >= _WHOLE else f"{rounded:g}"
    return f"{said} : 1" if bits >= 0 else f"1 : {said}"


_LARGEST, _WHOLE = 60, 10


def adding_up(values: Sequence[float]) -> list[str]:
    """Bits with one decimal, rounded so that they add up to their rounded sum, which comes last."""
    tenths = [value * 10 for value in values]
    down = [math.floor(tenth) for tenth in tenths]
    total = round(math.fsum(tenths))
    missing = total - sum(down)
    by_rest = sorted(range(len(values)), key=lambda i: down[i] - tenths[i])
    for i in by_rest[:missing]:
        down[i] += 1
    return [f"{tenth / 10:+.1f}" for tenth in (*down, total)]


def breadth(text: str) -> int:
    """Columns that a text takes: marks that sit on letters take none."""
    return sum(not unicodedata.combining(c) for c in text)


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text with spaces to this width."""
    space = " " * (width - breadth(text))
    return space + text if right else text + space


def evidence_table(terms: Sequence[Term], heads: tuple[str, str], last: tuple[str, float], width: int) -> Iterator[str]:
    """The terms and `last` (what else counts, and its bits), each with its bits, and their sum."""
    bits = adding_up([*(term.evidence.bits for term in terms), last[1]])
    texts = [facing(term.evidence) for term in terms]
    sizes = [min(width // 5, max(breadth(pair[i]) for pair in (*texts, heads))) for i in (0, 1)]
    room = width - sum(sizes) - _BITS - 6

    def line(one: str, other: str, what: str, number: str) -> str:
        left = f"{padded(one, sizes[0])}  {padded(other, sizes[1])}  {padded(what, room)}"
        return f"  {left}{number.rjust(_BITS)}".rstrip()

    yield line(*heads, "what", "bits")
    for term, (one, other), number in zip(terms, texts, bits, strict=False):
        said, *alignment = _what(term)
        cells = [_wrapped(one, sizes[0]), _wrapped(other, sizes[1]), _wrapped(said, room)]
        for i in range(max(map(len, cells))):
            row = [cell[i] if i < len(cell) else "" for cell in cells]
            yield line(row[0], row[1], row[2], number if i == 0 else "")
        for each in _folded(alignment, room):
            yield line("", "", each, "")
    for i, each in enumerate(_wrapped(last[0], room)):
        yield line("", "", each, "" if i else bits[-2])
    yield line("", "", "", "-" * (_BITS - 1))
    yield line("", "", "sum", bits[-1])


def facing(evidence: Evidence) -> tuple[str, str]:
    """The two texts that a piece of evidence is about, "-" where there is none."""
    return evidence.query or "-", evidence.registered or "-"


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def _what(term: Term) -> Iterator[str]:
    """What a term says, then its letters in columns: those of the one, of the other, and the marks."""
    said = evidence_in_words(term.evidence)
    relation = term.relation
    if relation is None:
        yield said
    elif all(a.how == "letters" for a in relation.alignment):
        yield f"{said}, letter by letter"
    else:
        yield f"{said}: {in_words(relation)}" if relation.links else said
        if not _another_word(relation):
            yield from letters(relation)


def _another_word(relation: Relation) -> bool:
    """Whether the two are forms of one name that need share no letters, or nothing relates them."""
    kinds = {link.kind for link in relation.links}
    return not kinds or not kinds.isdisjoint({"short", "doublet", "western", "patronymic"})


def letters(relation: Relation) -> Iterator[str]:
    """Each pair of letters as a column of three cells, joined by a line break."""
    for a in relation.alignment:
        yield f"{a.one or '·'}\n{a.other or '·'}\n{_MARKS.get(a.how, '')}"


def _folded(cells: Iterable[str], width: int) -> Iterator[str]:
    """Columns of three cells beside each other, in as many blocks as the width asks for."""
    rows = ["", "", ""]
    for cell in cells:
        texts = cell.split("\n")
        size = max(map(breadth, texts))
        if rows[0] and breadth(rows[0]) + size > width:
            yield from (row for row in rows if row.strip())
            rows = ["", "", ""]
        rows = [row + padded(text, size + 1) for row, text in zip(rows, texts, strict=True)]
    yield from (row.rstrip() for row in rows if row.strip())


def folded(text: str, width: int) -> list[str]:
    """A sentence in lines, those after the first set in."""
    return textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def legend(terms: Iterable[Term], width: int) -> Iterator[str]:
    """What the marks mean that were drawn, and the names of the systems that were named."""
    drawn = [term.relation for term in terms if term.relation]
    marks = {_MARKS.get(a.how, "") for r in drawn if not _another_word(r) for a in r.alignment}
    said = [f"{mark} {about}" for mark, about in _LEGEND.items() if mark in marks]
    used = dict.fromkeys(link.by for relation in drawn for link in relation.links if link.kind == "system")
    said += [f"{id_}: {system(id_).name}{_doubt(id_)}" for id_ in used]
    said.append("A bit is a factor of two: +3 bits are eight times as likely, -3 bits eight times less.")
    for each in said:
        yield from folded(each, width)


def _doubt(id_: str) -> str:
    status = system(id_).status
    return "" if status == "current" else f" ({status})"


def terms_as_json(terms: Iterable[Term]) -> list[dict[str, Any]]:
    """The terms with their relations."""
    return [
        {
            "kind": t.evidence.kind,
            "query": t.evidence.query,
            "registered": t.evidence.registered,
            "bits": round(t.evidence.bits, 6),
            "relation": _relation_as_json(t.relation) if t.relation else None,
        }
        for t in terms
    ]


def _relation_as_json(relation: Relation) -> dict[str, Any]:
    return {
        "words": in_words(relation),
        "links": [asdict(link) for link in relation.links],
        "sounds": relation.sounds,
        "alignment": [asdict(a) for a in relation.alignment],
    }
