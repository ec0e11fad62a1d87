"""What people chose beside the rows of a list becomes decisions of a registry's file, each for its row alone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from namekit.entity import Name
from namekit.errors import InputError
from namekit.registry import FileRegistry
from namekit.resolver.answers import Resolution
from namekit.resolver.context import Query
from namekit.sheets.answers import name_of
from namekit.sheets.columns import Wishes
from namekit.sheets.facts import Row
from namekit.store.decisions import Context, Decision, decide, holding, spelling_key
from namekit.store.entries import Entry, shown
from namekit.store.people import Origin, entry_at, id_at, place_of, put, root

NEW, NOBODY = "new", "no"
NEW_PERSON = "new person"


@dataclass(slots=True)
class Learned:
    """What became of the choices: how many were which, and what could not be taken."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def learn(source: Path, registry: FileRegistry, wishes: Wishes, *, why: str = "") -> Learned:
    """Take the choices of a cleaned file into the registry, by whom the wishes say; the same file twice adds nothing.

    An id says that the name in this row is that person; `new` adds a person and says so of them; `no` says that it is
    none of the candidates. All goes in at once; choices that cannot be taken are told, and left out. Raises
    InputError where the file cannot be read, RegistryError where the registry cannot be written.
    """
    from namekit.sheets import rows  # noqa: PLC0415 (which opens this room)

    chosen = list(rows(source, wishes, chosen=True))
    refusing = [row.asked for row in chosen if row.choice.casefold() == NOBODY]
    resolved = iter(list(registry.resolve_many(refusing)))  # before anybody new is there
    learned, added = Learned(), Counter[str]()
    desk = Desk(registry, wishes, str(source))
    with registry.store.writing():
        for row in chosen:
            nobody = row.choice.casefold() == NOBODY
            try:
                done = desk.take(row, row.choice, next(resolved) if nobody else None, why=why)
            except InputError as e:
                where = {"cell": row.cell, "sheet": row.sheet} if row.cell else {"line": row.number}
                learned.problems.append(InputError(e.problem, file=str(source), advice=e.advice, **where))
                continue
            learned.counts[done] += 1
            added[spelling_key(row.name)] += done == NEW_PERSON
    learned.notes += _doubles(chosen, added)
    return learned


def _doubles(chosen: Iterable[Row], added: Counter[str]) -> Iterator[str]:
    names = {spelling_key(row.name): row.name for row in chosen}
    for key, count in added.items():
        if count > 1:
            yield f"{count} new people are called {shown(names[key])}: if they are one, `namekit registry merge` them"


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes choices about the rows of one list; `file` gives the list its name, with the row's sheet."""

    registry: FileRegistry
    wishes: Wishes
    file: str

    def context(self, row: Row) -> Context:
        """Where decisions about a row hold."""
        return Context(self.wishes.list_of(self.file, row.sheet), row.id)

    def decided(self, row: Row) -> list[Decision]:
        """What holds for just this row."""
        context = self.context(row)
        return [d for d in holding(self.registry.store, row.name, context) if d.context == context]

    def take(self, row: Row, choice: str, resolution: Resolution | None, *, why: str = "", again: bool = False) -> str:
        """A choice becomes decisions, inside `writing`; says what came of it. `no` comes with the resolution.

        With `again`, the choice is made now, and `no` refuses also who came after an earlier one.

        Raises InputError, and changes nothing, where the choice cannot be taken.
        """
        if not spelling_key(row.name):
            raise InputError(f"{shown(choice)} was chosen in a row without a name")
        if resolution is not None:
            return self._nobody(row, resolution, why, again=again)
        if choice.casefold() == NEW:
            return self._new(row, why)
        place = place_of(self.registry.store, choice)
        if place is None:
            raise InputError(f"no person has the id {shown(choice)}", advice="choose an id, new or no")
        return self._is(row, place, why)

    def _is(self, row: Row, place: int, why: str) -> str:
        if any(d.verdict == "is" and d.place == place for d in self.decided(row)):
            return "known already"
        store = self.registry.store
        why = why or f"chosen in {Path(self.file).name}"
        decide(store, "is", row.name, id_at(store, place), self.context(row), by=self.wishes.by, why=why)
        return "is this person"

    def _new(self, row: Row, why: str) -> str:
        """A person with the name of the row, who remembers the row: the same choice again finds them."""
        store, context = self.registry.store, self.context(row)
        source = f"{context.where}, row {context.row}"
        settled = next((d for d in self.decided(row) if d.verdict == "is" and d.place is not None), None)
        if settled and settled.place is not None and source in entry_at(store, settled.place).sources:
            return "known already"
        asked = row.asked if isinstance(row.asked, Query) else Query(row.asked)
        entry = Entry(
            names=(Name(row.name),),
            birth_date=asked.birth_date,
            gender=asked.gender,
            countries=(asked.country,) if asked.country else (),
            sources=(source,),
        )
        place = put(store, entry, Origin(self.wishes.by))
        self._is(row, root(store, place), why)
        return NEW_PERSON

    def _nobody(self, row: Row, resolution: Resolution, why: str, *, again: bool) -> str:
        """Not the candidates, and not whom an earlier decision said.

        People who came later than such a decision are not refused by the same choice: nobody has seen them there.
        """
        store, context, here = self.registry.store, self.context(row), self.decided(row)
        if here and all(d.verdict == "is not" for d in here) and not again:
            return "known already"
        refused = {d.place for d in here if d.verdict == "is not"}
        wrong = {place_of(store, c.entity_id): None for c in resolution.candidates}
        wrong |= {d.place: None for d in here if d.verdict == "is"}
        new = [place for place in wrong if place is not None and place not in refused]
        why = why or f"chosen in {Path(self.file).name}"
        for place in new:
            decide(store, "is not", name_of(row.asked), id_at(store, place), context, by=self.wishes.by, why=why)
        return "is nobody registered" if new else "has no candidates to refuse"
