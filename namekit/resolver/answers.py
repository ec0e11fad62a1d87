"""Answers as values: whom a query may mean, with what speaks for and against each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from namekit.entity import Entity
from namekit.names.parsing import parts
from namekit.names.plain import plain_words
from namekit.resolver.evidence import Evidence, Said

Status = Literal["match", "ambiguous", "unknown"]


class _Unwritten:
    """Has, until it is asked for, evidence as numbers: what was said, and the registered words that it is about."""

    __slots__ = ("_said", "_words")


@dataclass(frozen=True, slots=True)
class Candidate(_Unwritten):
    """An entity that the query may mean. `matched` is the registered spelling that was compared."""

    entity: Entity
    probability: float
    evidence: tuple[Evidence, ...]
    matched: str

    @property
    def entity_id(self) -> str:
        """The entity's id."""
        return self.entity.id

    @property
    def name(self) -> str:
        """The entity's canonical name."""
        return self.entity.name

    @classmethod
    def told(cls, entity: Entity, probability: float, said: Sequence[Said], words: Sequence[str], matched: str) -> Self:
        """One whose evidence is written out when it is first asked for: of most candidates it never is."""
        new, keep = object.__new__(cls), object.__setattr__
        keep(new, "entity", entity)
        keep(new, "probability", probability)
        keep(new, "matched", matched)
        keep(new, "_said", said)
        keep(new, "_words", words)
        return new

    if not TYPE_CHECKING:  # a type checker would take any attribute for evidence

        def __getattr__(self, name: str) -> tuple[Evidence, ...]:
            """The evidence where it is not yet written."""
            if name != "evidence":
                msg = f"a candidate has no {name!r}"
                raise AttributeError(msg, name=name, obj=self)
            evidence = _written(self._said, self._words, self.matched)
            object.__setattr__(self, name, evidence)
            return evidence


_OF_THE_NAME = frozenset({"weak", "relative asked", "relative registered", "several registered"})


def _written(said: Sequence[Said], words: Sequence[str], matched: str) -> tuple[Evidence, ...]:
    """What was said of a registered name, with the name and its parts as it is written."""
    spelt = {word.lower(): word for word in plain_words(matched) or ()}

    def as_written(kind: str, about: int | str) -> str:
        if kind in _OF_THE_NAME:
            return matched
        if not isinstance(about, int):
            return about
        word = words[about]
        return spelt.get(word) or next(p.text for p in parts(matched) if p.text.lower() == word)

    return tuple(Evidence(kind, query, as_written(kind, about), bits) for bits, kind, query, about in said)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a query means. `entity_id` and `name` are None unless the status is "match".

    `probability` is the first candidate's, `nobody` that of no one registered; with the probabilities of all
    candidates (those shown and those not) they sum to one. `prior` is the same for each candidate, in bits: with the
    bits of its evidence it makes the log2 of its odds against nobody. `cut` says that more names agree than were
    compared.
    """

    query: str
    status: Status
    entity_id: str | None
    name: str | None
    probability: float
    nobody: float
    prior: float
    candidates: tuple[Candidate, ...]
    cut: bool = False
