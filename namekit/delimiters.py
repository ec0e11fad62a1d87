"""Which character stands between the cells of a text file."""

import csv
import io
import re
from collections.abc import Callable, Sequence

DELIMITERS = ",;\t|"
SAID_BY_EXCEL = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
"""A first line that names the delimiter."""


def is_delimiter(text: str) -> bool:
    """Whether a text can stand between cells: one character that neither quotes nor ends them."""
    return len(text) == 1 and text not in '"\r\n'


def find_delimiter(sample: str, asked: Callable[[Sequence[str]], int], *, tab: bool, header_row: int = 1) -> str:
    """The delimiter by which most of what is asked for is in the header, and most rows are as wide as it.

    `sample` is the beginning of the file; `asked` counts the titles of a header that are of use. With `tab`, a tab is
    likelier than others, else less likely. Without evidence it is a tab or a comma.
    """
    best, chosen = (-1.0, 0.0, False, 0), "\t" if tab else ","
    for delimiter in DELIMITERS:
        rows: list[list[str]] = []
        try:
            rows.extend(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        header, *body = rows[header_row - 1 :] or [[]]
        if len(header) < 2:  # noqa: PLR2004 (nothing delimited)
            continue
        full = [row for row in (body[:-1] or body) if row]
        even = sum(len(row) == len(header) for row in full) / len(full) if full else 1.0
        weight = (float(asked(header)), even, tab == (delimiter == "\t"), len(header))
        if weight > best:
            best, chosen = weight, delimiter
    return chosen
