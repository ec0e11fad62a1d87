"""A registry's people as text: CSV, JSON lines, FollowTheMoney."""

import csv
import io
from collections.abc import Iterator

from namekit.errors import InputError
from namekit.exchange import columns, ftm, jsonl
from namekit.store.file import Store
from namekit.store.people import entries

FORMATS = ("csv", "jsonl", "ftm")


def exported(store: Store, form: str) -> Iterator[str]:
    """The people as lines with their ends: first the header, if the format has one, then one item a person.

    All are of one state of the file. Raises InputError for an unknown format.
    """
    if form not in FORMATS:
        raise InputError(f"no format {form!r}", advice=f"formats: {', '.join(FORMATS)}")
    if form == "csv":
        yield _csv([columns.header()])
    for entry in entries(store):
        if form == "csv":
            yield _csv(columns.written(entry))
        else:
            yield (jsonl.written(entry) if form == "jsonl" else ftm.written(entry)) + "\n"


def _csv(rows: object) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()
