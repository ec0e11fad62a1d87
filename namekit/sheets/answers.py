"""What stands beside each row: answers of a registry, as short as a sheet needs them."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress, islice
from operator import not_

from namekit.names.scripts import engine_version
from namekit.reasons import lacks_patronymic, reason
from namekit.registry import FileRegistry, Registry
from namekit.resolver.answers import Resolution
from namekit.resolver.context import Query
from namekit.sheets.columns import Wishes
from namekit.store.decisions import Context, decided_keys, spelling_key
from namekit.store.history import Answer as Kept
from namekit.store.history import Assumed, record
from namekit.table import read_table

BATCH = 500
"""How many names are resolved at a time."""
_REMEMBERED = 50_000  # distinct names whose answers are kept, so that memory does not grow with rows
RUNS = tuple("=+-@\t\r")  # what a spreadsheet takes for a formula when a file of text begins a cell with it


@dataclass(frozen=True, slots=True, eq=False)  # each is only itself, which is quick to look up
class Answer:
    """What a name means: an id and name only where it is a match; `choices` are what a reader may decide."""

    id: str
    name: str
    status: str
    probability: float
    reason: str
    choices: tuple[str, ...]


class Answers:
    """Answers of one registry for one list; of a registry's file, in the light of what was decided for its rows.

    Those of the last distinct names are kept, so that memory does not grow with rows. In a registry's file, they
    are also kept in its history where the wishes say by whom.
    """

    def __init__(self, registry: Registry, wishes: Wishes, file: str, sheet: str = "") -> None:
        self._registry = registry
        self._known: dict[str | Query, Answer] = {}
        self.lacking = 0  # names that are unknown for want of a patronymic, each as often as it is resolved
        self._list = wishes.list_of(file, sheet)
        self._file = registry if isinstance(registry, FileRegistry) else None
        self._decided = decided_keys(self._file.store, self._list) if self._file else frozenset()
        self._keeping: Iterator[Kept] | None = None
        self._to_keep: deque[Kept] = deque()
        if self._file and wishes.by and self._file.store.writable:
            assumed = Assumed(**registry.assumptions, scripts=engine_version())
            self._keeping = record(self._file.store, self._list, wishes.by, assumed, self._waiting())

    @property
    def by_name(self) -> bool:
        """Whether equal names have equal answers, whatever their rows, and nothing is kept of these."""
        return not self._decided and not self._keeping

    def many(self, asked: Sequence[str | Query], rows: Sequence[int | str]) -> list[Answer | None]:
        """The answer for each name, in order; None where there is none. Equal ones share one answer.

        `rows` are the rows' numbers or own ids, by which decisions know them.
        """
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        known = self._known
        answers = list(map(known.get, asked))
        if None in answers:
            new = [each for each in dict.fromkeys(compress(asked, map(not_, answers))) if each]
            for each, resolution in zip(new, self._registry.resolve_many(new), strict=True):
                known[each] = _answer(resolution)
                self.lacking += lacks_patronymic(resolution)
            answers = list(map(known.get, asked))
        if self._file and self._decided:
            self._decide(self._file, asked, rows, answers)
        if self._keeping:
            self._keep(asked, rows, answers)
        return answers

    def _decide(
        self,
        registry: FileRegistry,
        asked: Sequence[str | Query],
        rows: Sequence[int | str],
        answers: list[Answer | None],
    ) -> None:
        """Answers again, each in its row, the names of which something was decided in this list or everywhere."""
        about = [i for i, each in enumerate(asked) if each and spelling_key(name_of(each)) in self._decided]
        contexts = [Context(self._list, str(rows[i])) for i in about]
        for i, found in zip(about, registry.resolve_many([asked[i] for i in about], contexts=contexts), strict=True):
            answers[i] = _answer(found)

    def _keep(self, asked: Sequence[str | Query], rows: Sequence[int | str], answers: Sequence[Answer | None]) -> None:
        for each, row, answer in zip(asked, rows, answers, strict=True):
            if answer and self._keeping:
                kept = (name_of(each), answer.status, answer.id or None, answer.probability, answer.reason)
                self._to_keep.append(Kept(str(row), *kept))
                next(self._keeping)

    def _waiting(self) -> Iterator[Kept]:
        while self._to_keep:
            yield self._to_keep.popleft()

    def close(self) -> None:
        """The last answers are kept, and the run is finished."""
        for _ in self._keeping or ():
            pass


def name_of(asked: str | Query) -> str:
    """The name alone."""
    return asked if isinstance(asked, str) else asked.name


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
