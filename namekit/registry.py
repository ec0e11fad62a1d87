"""A registry of people, ready to resolve names."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cached_property
from typing import Self

from namekit.batches import resolve_all
from namekit.context import Query
from namekit.entity import Entity, Gender, Name
from namekit.errors import InputError
from namekit.index import Index
from namekit.resolve import Resolution, Resolver
from namekit.table import read_table, table_names

_EVEN = 0.5  # two people cannot both be likelier
_LANGUAGES = ("be", "ru", "uk", "latin")


class Registry:
    """Entities with their index. Made by `starter` or `from_entities`; never changes afterwards."""

    def __init__(self, entities: tuple[Entity, ...], label: str) -> None:
        self.entities = entities
        self.label = label
        self._nobody: float | None = None
        self._threshold: float | None = None

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

    def __len__(self) -> int:
        return len(self.entities)

    @cached_property
    def version(self) -> str:
        """The registry's label and twelve hexadecimal digits that change with its entities."""
        digest = hashlib.sha256("\n".join(map(repr, self.entities)).encode("utf-8", "surrogatepass"))
        return f"{self.label} {digest.hexdigest()[:12]}"

    @cached_property
    def _index(self) -> Index:
        return Index(self.entities)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._index, nobody=self._nobody, threshold=self._threshold)

    def assuming(self, *, nobody: float | None = None, threshold: float | None = None) -> Self:
        """The same people, with another prior of nobody or threshold; None is the default of tables/weights.toml.

        `nobody` (0 to 1) is the probability that a name is of no one registered, before it is looked at; `threshold`
        (over 0.5, to 1) the probability from which a candidate is a match. Raises InputError where one is outside.
        """
        if nobody is not None and not 0 < nobody < 1:
            msg = f"the prior of nobody is {nobody}"
            raise InputError(msg, advice="give a probability between 0 and 1, such as 0.5")
        if threshold is not None and not _EVEN < threshold <= 1:
            msg = f"the threshold is {threshold}"
            raise InputError(msg, advice="give a probability over 0.5, such as 0.965: below, two people could match")
        other = copy(self)
        other.__dict__.pop("_resolver", None)
        other._nobody, other._threshold = nobody, threshold  # noqa: SLF001 (a copy of this one)
        return other

    @property
    def nobody(self) -> float:
        """Prior probability that a name is of no one registered."""
        return self._resolver.nobody

    @property
    def threshold(self) -> float:
        """Probability from which a candidate is a match."""
        return self._resolver.threshold

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
        queries = (n if isinstance(n, Query) else Query(n) for n in names)
        return resolve_all(self._resolver, queries, workers)


def _people(name: str) -> Iterator[Entity]:
    for row in read_table("people", name)["person"]:
        primary = [
            Name(row["names"][lang], lang if lang != "latin" else None) for lang in _LANGUAGES if lang in row["names"]
        ]
        canonical = sorted(primary, key=lambda n: n.language is not None)  # the person's own Latin spelling first
        also = [Name(a["text"], a["language"], a["kind"]) for a in row.get("also", ())]
        yield Entity(row["id"], [*canonical, *also], row.get("born"), row["gender"], row["countries"])
