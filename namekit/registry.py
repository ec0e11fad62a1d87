"""A registry of people, ready to resolve names."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice, repeat, tee
from math import isfinite
from pathlib import Path
from typing import Self

from namekit.entity import Entity, Gender, Name
from namekit.errors import InputError, RegistryError
from namekit.packed import ids, kept
from namekit.resolver.answers import Resolution
from namekit.resolver.batches import resolve_all
from namekit.resolver.context import Query
from namekit.resolver.decided import limited, settled
from namekit.resolver.file_index import FileIndex
from namekit.resolver.index import MemoryIndex
from namekit.resolver.postings import bring_up, settle, waiting
from namekit.resolver.prior import learned, telling
from namekit.resolver.resolve import Resolver
from namekit.resolver.weights import Prior, usual_prior, weights
from namekit.store import people
from namekit.store.decisions import EVERYWHERE, Context, Decision, holding
from namekit.store.file import Store
from namekit.table import read_table, table_names

_EVEN = 0.5  # two people cannot both be likelier
_LANGUAGES = ("be", "ru", "uk", "latin")


class Registry:
    """Entities with their index. Made by `starter` or `from_entities`, which never change afterwards, or by `open`."""

    def __init__(self, entities: Sequence[Entity], label: str) -> None:
        self._given = entities
        self.label = label
        self._prior: Prior | None = None
        self._threshold: float | None = None

    @property
    def entities(self) -> Sequence[Entity]:
        """All people of the registry."""
        return self._given

    @classmethod
    def starter(cls) -> "Registry":
        """The public figures of tables/people, shipped with namekit."""
        return cls(tuple(e for name in table_names("people") for e in _people(name)), "starter")

    @classmethod
    def from_entities(cls, entities: Iterable[Entity]) -> "Registry":
        """A registry of these entities, their names read and indexed. Raises InputError where two share an id."""
        people_ = kept(entities, weights().limits["at_hand"])
        twice = [id_ for id_, n in Counter(ids(people_)).items() if n > 1]
        if twice:
            msg = f"two entities have the id {twice[0]!r}"
            raise InputError(msg, advice="ids are unique; give one entity all its names")
        registry = cls(people_, "in memory")
        registry.__dict__["_index"] = MemoryIndex(people_)  # now, so that copies with another prior share it
        return registry

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
    def _index(self) -> MemoryIndex:
        return MemoryIndex(self.entities)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._index, prior=self._prior, threshold=self._threshold)

    def assuming(
        self, *, nobody: float | None = None, threshold: float | None = None, prior: Prior | None = None
    ) -> Self:
        """The same people, with another prior or threshold; None is the default of tables/weights.toml.

        `nobody` (0 to 1) is the probability that a name is of no one registered, before it is looked at; `prior` says
        this and more, as `learned` finds it; `threshold` (over 0.5, to 1) is the probability from which a candidate is
        a match. Raises InputError where one is outside, or both `nobody` and `prior` are given.
        """
        if nobody is not None and prior is not None:
            raise InputError("the prior of nobody is given twice", advice="give `nobody`, or a `prior` that has it")
        if nobody is not None:
            prior = replace(usual_prior(), nobody=nobody)
        if prior is not None and not 0 < prior.nobody < 1:
            msg = f"the prior of nobody is {prior.nobody}"
            raise InputError(msg, advice="give a probability between 0 and 1, such as 0.5")
        if prior is not None and not all(map(isfinite, (prior.missing, prior.neither or 0.0))):
            raise InputError("the prior's bits are no numbers", advice="0.0 is what says nothing")
        if threshold is not None and not _EVEN < threshold <= 1:
            msg = f"the threshold is {threshold}"
            raise InputError(msg, advice="give a probability over 0.5, such as 0.93: below, two people could match")
        other = copy(self)
        other._forget_resolvers()  # noqa: SLF001 (a copy of this one)
        other._prior, other._threshold = prior, threshold  # noqa: SLF001
        return other

    def _forget_resolvers(self) -> None:
        self.__dict__.pop("_resolver", None)

    @property
    def prior(self) -> Prior:
        """What is assumed of a name before it is looked at."""
        return usual_prior() if self._prior is None else self._prior

    @property
    def nobody(self) -> float:
        """Prior probability that a name is of no one registered."""
        return self.prior.nobody

    @property
    def threshold(self) -> float:
        """Probability from which a candidate is a match."""
        return weights().prior["threshold"] if self._threshold is None else self._threshold

    @property
    def assumptions(self) -> dict[str, float]:
        """Prior and threshold by their names; what is said of names without patronymic only where it was learned."""
        said = {"nobody": self.nobody, "threshold": self.threshold}
        mine, usual = self.prior, usual_prior()
        if (mine.missing, mine.neither) != (usual.missing, usual.neither):
            bits = {"missing": mine.missing, "neither": mine.neither}
            said |= {name: number for name, number in bits.items() if number is not None}
        return said

    def resolve(
        self,
        name: str,
        *,
        birth_date: str | None = None,
        gender: Gender | None = None,
        country: str | None = None,
    ) -> Resolution:
        """Whom the name means. Any string is allowed; one without letters is "unknown".

        What else is known narrows the answer, as in `Query`, which says what may be written and what is raised.
        """
        return self._resolver.resolve(Query(name, birth_date, gender, country))

    def resolve_many(self, names: Iterable[str | Query], *, workers: int | None = None) -> Iterator[Resolution]:
        """`resolve` for each name or query, in order, as they are asked for; equal ones are worked out once.

        A long list is shared out to `workers` processes, by default one for each processor; 1 keeps to this one.
        """
        return self._found(_queries(names), workers)

    def _found(self, queries: Iterator[Query], workers: int | None) -> Iterator[Resolution]:
        """What the evidence says of each query."""
        return resolve_all(self._resolver, queries, workers)

    def learned(self, names: Iterable[str | Query], *, workers: int | None = None) -> Prior:
        """What a list shows of itself: the share of nobody among its names, and what a missing patronymic says in it.

        With `assuming(prior=registry.learned(names))` its names are weighed as the list is. Of a long list some ten
        thousand names are asked. Names of one word say nothing of it, nor do decisions.
        """
        return learned(self._found(iter(telling(_queries(names))), workers), self.prior)


class FileRegistry(Registry):
    """A registry kept in a file, with the decisions that people made; closed by `close` or at the end of a `with`.

    `store` is the file, which the rooms of `namekit.store` and `namekit.exchange` read and change. Names are looked up
    in the postings that it holds. Where many are asked, all people are read into memory, which answers the same.
    """

    def __init__(self, store: Store) -> None:
        super().__init__((), store.label)
        self.store = store
        store.settle = settle
        self._revision = -1
        self._reader: Store | None = None
        self._filed: tuple[FileIndex, Resolver] | None = None

    @property
    def entities(self) -> Sequence[Entity]:
        """All people of the registry, those merged into another with the other."""
        self._follow()
        return self._given

    def __len__(self) -> int:
        with self.store.reading():
            return people.count(self.store)

    def _follow(self) -> None:
        """Read the people again where they have changed; what is derived from them is then made anew."""
        revision = people.latest(self.store)
        if revision != self._revision:
            read = (entity for _, entity in people.entities(self.store))
            self._given = kept(read, weights().limits["at_hand"])
            self._revision = revision
            self.__dict__.pop("_index", None)
            self.__dict__.pop("_resolver", None)

    def _forget_resolvers(self) -> None:
        super()._forget_resolvers()
        self._filed = None

    @property
    def version(self) -> str:
        """The file's name, its revision, and eight hexadecimal digits that no other state of it has."""
        return self.store.version

    def resolve(
        self,
        name: str,
        *,
        birth_date: str | None = None,
        gender: Gender | None = None,
        country: str | None = None,
        context: Context = EVERYWHERE,
    ) -> Resolution:
        """Whom the name means, in a context: what people decided there comes first, then everywhere, then evidence."""
        query = Query(name, birth_date, gender, country)
        (resolution,) = self.resolve_many([query], workers=1, contexts=[context])
        return resolution

    def resolve_many(
        self, names: Iterable[str | Query], *, workers: int | None = None, contexts: Iterable[Context] | None = None
    ) -> Iterator[Resolution]:
        """`resolve` for each name, in order, each in its context; all by the people who are there at the start.

        Where the file is guarded as network drives need it, each is by those who are there at its turn.
        """
        asked, shown = tee(names)
        found = self._found(_queries(asked), workers)
        for name, context, resolution in zip(shown, contexts or repeat(EVERYWHERE), found, strict=False):
            spelling = name.name if isinstance(name, Query) else name
            decisions = holding(self.store, spelling, context)
            yield self._decided(spelling, decisions, resolution) if decisions else resolution

    def _found(self, queries: Iterator[Query], workers: int | None) -> Iterator[Resolution]:
        """What the evidence says of each query: from the postings, until it pays to read all people into memory."""
        if not self._is_loaded() and (reader := self.prepared()):
            limits = weights().limits
            most = max(limits["filed"], people.count(reader) // limits["filed_share"])
            done: dict[Query, Resolution] = {}
            with reader.reading() if reader.journal == "wal" else nullcontext():
                for query in islice(queries, most):
                    resolution = self._looked_up(reader, query, done)
                    if resolution is None:
                        queries = chain((query,), queries)
                        break
                    yield resolution
        if (first := next(queries, None)) is not None:
            self._follow()
            yield from resolve_all(self._resolver, chain((first,), queries), workers)

    def _is_loaded(self) -> bool:
        """Whether all people are in memory as they are."""
        return "_resolver" in self.__dict__ and people.latest(self.store) == self._revision

    def prepared(self, progress: Callable[[int], None] = lambda _: None) -> Store | None:
        """The file, to look names up in its postings; None where they lack people and cannot be written now.

        Postings lack people after an import that was stopped, and all where namekit or its tables have changed.
        `progress` is told how many of them were read.
        """
        if self.store.path is None:
            return None
        if self._reader is None:
            self._reader = Store.open(self.store.path, writable=False)
        if waiting(self._reader) and self.store.writable:
            with suppress(RegistryError):  # another program writes, or the disk is full
                for done in bring_up(self.store):
                    progress(done)
        return None if waiting(self._reader) else self._reader

    def _looked_up(self, reader: Store, query: Query, done: dict[Query, Resolution]) -> Resolution | None:
        """What the postings say of a query; None where somebody has changed many people since they were complete."""
        with reader.reading():
            if waiting(reader):
                return None
            resolver = self._filed_resolver(reader, done)
            if query not in done:
                if len(done) >= resolver.weights.limits["answers"]:
                    done.clear()
                done[query] = resolver.resolve(query)
            return done[query]

    def _filed_resolver(self, reader: Store, done: dict[Query, Resolution]) -> Resolver:
        """One that reads the file as it is now; where it is another than before, what was answered is forgotten."""
        if self._filed and self._filed[0].state == reader.version and not self._filed[0].is_worn:
            return self._filed[1]
        done.clear()  # they may hold what has changed
        index = FileIndex(reader)
        self._filed = index, Resolver(index, prior=self._prior, threshold=self._threshold)
        return self._filed[1]

    def _decided(self, spelling: str, decisions: list[Decision], resolution: Resolution) -> Resolution:
        settled_ = settled(spelling, decisions, self._person)
        return settled_ or limited(resolution, decisions, self.threshold)

    def _person(self, id_: str) -> Entity:
        return people.entry_at(self.store, people.needed_place(self.store, id_)).entity()

    def close(self) -> None:
        """Close the file."""
        if self._reader:
            self._reader.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _queries(names: Iterable[str | Query]) -> Iterator[Query]:
    return (n if isinstance(n, Query) else Query(n) for n in names)


def _people(name: str) -> Iterator[Entity]:
    for row in read_table("people", name)["person"]:
        primary = [
            Name(row["names"][lang], lang if lang != "latin" else None) for lang in _LANGUAGES if lang in row["names"]
        ]
        canonical = sorted(primary, key=lambda n: n.language is not None)  # the person's own Latin spelling first
        also = [Name(a["text"], a["language"], a["kind"]) for a in row.get("also", ())]
        yield Entity(row["id"], [*canonical, *also], row.get("born"), row["gender"], row["countries"])
