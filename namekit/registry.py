"""A registry of people, ready to resolve names."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Self

from namekit.decided import limited, settled
from namekit.entity import Entity, Name
from namekit.errors import InputError
from namekit.index import Index
from namekit.resolve import Resolution, Resolver
from namekit.store import people
from namekit.store.decisions import EVERYWHERE, Context, holding
from namekit.store.file import Store
from namekit.table import read_table, table_names

_LANGUAGES = ("be", "ru", "uk", "latin")


class Registry:
    """Entities with their index. Made by `starter` or `from_entities`, which never change afterwards, or by `open`."""

    def __init__(self, entities: tuple[Entity, ...], label: str) -> None:
        self._given = entities
        self.label = label

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All people of the registry."""
        return self._given

    @classmethod
    def starter(cls) -> "Registry":
        """The public figures of tables/people, shipped with namekit."""
        return cls(tuple(e for name in table_names("people") for e in _people(name)), "starter")

    @classmethod
    def from_entities(cls, entities: Iterable[Entity]) -> "Registry":
        """A registry of these entities. Raises InputError where two share an id."""
        kept = tuple(entities)
        twice = [id_ for id_, n in Counter(e.id for e in kept).items() if n > 1]
        if twice:
            msg = f"two entities have the id {twice[0]!r}"
            raise InputError(msg, advice="ids are unique; give one entity all its names")
        return cls(kept, "in memory")

    @staticmethod
    def open(path: str | Path) -> "FileRegistry":
        """The registry in a file. Raises RegistryError where it is none, or damaged, or of a newer namekit."""
        return FileRegistry(Store.open(path))

    @staticmethod
    def create(path: str | Path) -> "FileRegistry":
        """A new registry in a file, still empty. Raises RegistryError where there is a file already."""
        return FileRegistry(Store.create(path))

    def __len__(self) -> int:
        return len(self.entities)

    @cached_property
    def version(self) -> str:
        """The registry's label and twelve hexadecimal digits that change with its entities."""
        digest = hashlib.sha256("\n".join(map(repr, self.entities)).encode("utf-8", "surrogatepass"))
        return f"{self.label} {digest.hexdigest()[:12]}"

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(Index(self.entities))

    @property
    def threshold(self) -> float:
        """Probability from which a candidate is a match."""
        return self._resolver.threshold

    def resolve(self, name: str) -> Resolution:
        """Whom the name means. Any string is allowed; one without letters is "unknown"."""
        return self._resolver.resolve(name)

    def resolve_many(self, names: Iterable[str]) -> Iterator[Resolution]:
        """`resolve` for each name, in order, as they are asked for; equal names are worked out once."""
        done: dict[str, Resolution] = {}
        for name in names:
            if name not in done:
                if len(done) >= _REMEMBERED:
                    done.clear()
                done[name] = self.resolve(name)
            yield done[name]


_REMEMBERED = 100_000


class FileRegistry(Registry):
    """A registry kept in a file, with the decisions that people made; closed by `close` or at the end of a `with`.

    `store` is the file, which the rooms of `namekit.store` and `namekit.exchange` read and change. The index is built
    from it when a name is first resolved, and again after people were added or changed, by whomever.
    """

    def __init__(self, store: Store) -> None:
        super().__init__((), store.label)
        self.store = store
        self._revision = -1

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All people of the registry, those merged into another with the other."""
        revision = people.latest(self.store)
        if revision != self._revision:
            self._given = tuple(entity for _, entity in people.entities(self.store))
            self._revision = revision
            self.__dict__.pop("_resolver", None)
        return self._given

    @property
    def version(self) -> str:
        """The file's name, its revision, and eight hexadecimal digits that no other state of it has."""
        return self.store.version

    def resolve(self, name: str, *, context: Context = EVERYWHERE) -> Resolution:
        """Whom the name means, in a context: what people decided there comes first, then everywhere, then evidence."""
        (resolution,) = self.resolve_many([name], contexts=[context])
        return resolution

    def resolve_many(self, names: Iterable[str], *, contexts: Iterable[Context] | None = None) -> Iterator[Resolution]:
        """`resolve` for each name, in order, each in its context; all by the people who are there at the start."""
        if people.latest(self.store) != self._revision:
            len(self.entities)
        done: dict[str, Resolution] = {}
        for name, context in zip(names, contexts or repeat(EVERYWHERE), strict=False):
            decisions = holding(self.store, name, context)
            found = settled(name, decisions, self._person) if decisions else None
            if found is None:
                if name not in done:
                    if len(done) >= _REMEMBERED:
                        done.clear()
                    done[name] = self._resolver.resolve(name)
                found = limited(done[name], decisions, self.threshold) if decisions else done[name]
            yield found

    def _person(self, id_: str) -> Entity:
        return people.entry_at(self.store, people.needed_place(self.store, id_)).entity()

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _people(name: str) -> Iterator[Entity]:
    for row in read_table("people", name)["person"]:
        primary = [
            Name(row["names"][lang], lang if lang != "latin" else None) for lang in _LANGUAGES if lang in row["names"]
        ]
        canonical = sorted(primary, key=lambda n: n.language is not None)  # the person's own Latin spelling first
        also = [Name(a["text"], a["language"], a["kind"]) for a in row.get("also", ())]
        yield Entity(row["id"], [*canonical, *also], row.get("born"), row["gender"], row["countries"])
