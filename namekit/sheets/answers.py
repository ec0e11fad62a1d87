"""What stands beside each row: answers of a registry, as short as a sheet needs them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from namekit.reasons import reason
from namekit.registry import Registry
from namekit.resolve import Resolution
from namekit.table import read_table

BATCH = 500
"""How many names are resolved at a time."""
_REMEMBERED = 50_000  # distinct names whose answers are kept, so that memory does not grow with rows
RUNS = tuple("=+-@\t\r")  # what a spreadsheet takes for a formula when a file of text begins a cell with it


@dataclass(frozen=True, slots=True)
class Answer:
    """What a name means: an id and name only where it is a match; `choices` are what a reader may decide."""

    id: str
    name: str
    status: str
    probability: float
    reason: str
    choices: tuple[str, ...]


class Answers:
    """Answers of one registry; those of the last distinct names are kept, so that memory does not grow with rows."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[str, Answer] = {}

    def many(self, names: Sequence[str]) -> list[Answer | None]:
        """The answer for each name, in order; None where there is none. Equal names share one answer."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        new = [name for name in dict.fromkeys(names) if name and name not in self._known]
        for resolution in self._registry.resolve_many(new):
            self._known[resolution.query] = _answer(resolution)
        known = self._known
        return [known[name] if name else None for name in names]


def _answer(r: Resolution) -> Answer:
    ids = [c.entity_id for c in r.candidates]
    whom = (r.entity_id or "", r.name or "")
    return Answer(*whom, r.status, round(r.probability, 4), " ".join(reason(r).split()), _choices(ids))


def _choices(ids: Iterable[str]) -> tuple[str, ...]:
    """The likeliest candidates as far as a drop-down has room, then `new` and `no`; its separator is the comma."""
    limits = bounds()
    chosen: list[str] = []
    room = limits["list"] - len(",new,no")
    for id_ in islice((i for i in ids if "," not in i and '"' not in i), limits["choices"]):
        if len(",".join([*chosen, id_])) <= room:
            chosen.append(id_)
    return (*chosen, "new", "no")


@cache
def bounds() -> dict[str, int]:
    """The limits of tables/sheets.toml."""
    return dict(read_table("", "sheets")["limits"])
