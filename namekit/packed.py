"""Many entities in little memory: a person takes a hundred bytes, not six hundred, and is put together when asked for.

They are also left alone by what counts references inside objects: of those that processes share, none is copied.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import overload

from namekit.entity import Entity, Name

_MORE = "["  # begins what is written of one who has more than a name alone


def kept(entities: Iterable[Entity], few: int) -> Sequence[Entity]:
    """Entities to be kept: so many as they are, packed where there are more."""
    waiting = iter(entities)
    first = tuple(islice(waiting, few + 1))
    return first if len(first) <= few else Packed(chain(first, waiting))


def ids(entities: Sequence[Entity]) -> list[str]:
    """The ids of all, in their order."""
    return list(entities.ids) if isinstance(entities, Packed) else [entity.id for entity in entities]


class Texts:
    """Strings one after another, as UTF-8."""

    def __init__(self) -> None:
        self._bytes, self._ends = bytearray(), array("Q", [0])

    def append(self, text: str) -> None:
        """Add a string at the end. Any is taken, lone surrogates as well."""
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[str]:
        return map(self.at, range(len(self)))

    def at(self, place: int) -> str:
        """The string at a place from 0 on, which is there."""
        return self._bytes[self._ends[place] : self._ends[place + 1]].decode("utf-8", "surrogatepass")


class Packed(Sequence[Entity]):
    """Entities in the order in which they came; equal ones are given each time, not the same ones."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.ids, self._said = Texts(), Texts()
        for entity in entities:
            self.ids.append(entity.id)
            self._said.append(_written(entity))

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Entity: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entity, ...]: ...
    def __getitem__(self, place: int | slice) -> Entity | tuple[Entity, ...]:
        if isinstance(place, slice):
            return tuple(self[at] for at in range(len(self))[place])
        at = range(len(self))[place]
        return _read(self.ids.at(at), self._said.at(at))

    def __iter__(self) -> Iterator[Entity]:
        return map(_read, self.ids, self._said)


def _written(entity: Entity) -> str:
    """All but the id: the name where there is nothing else, else JSON."""
    name, *others = entity.names
    alone = not others and (name.language, name.kind) == (None, "primary") and not name.text.startswith(_MORE)
    if alone and (entity.birth_date, entity.gender, entity.countries) == (None, None, ()):
        return name.text
    names = [(n.text, n.language, n.kind) for n in entity.names]
    return json.dumps([names, entity.birth_date, entity.gender, entity.countries], ensure_ascii=False)


def _read(id_: str, said: str) -> Entity:
    if not said.startswith(_MORE):
        return Entity(id_, said)
    names, *rest = json.loads(said)
    return Entity(id_, [Name(*name) for name in names], *rest)
