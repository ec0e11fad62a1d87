"""Registered names by their parts: what a name says, and how many of them are kept in flat arrays."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from namekit.entity import Name
from namekit.names.parsing import Part, gender, parts
from namekit.names.relatives import relative
from namekit.names.several import several
from namekit.names.surnames import Gender
from namekit.resolver.flat import Rows
from namekit.resolver.vocabulary import Field, Word

MANY = 3  # words: a form's mark tells no more apart


Other = Literal["", "relative", "several"]
"""Whom a text means instead of the one named person: somebody's relative, or several people."""


class Form:
    """A registered name by its parts."""

    __slots__ = ("gender", "initials", "other", "weak", "words")

    def __init__(
        self, words: Sequence[Word], initials: Sequence[str], gender: Gender | None, other: Other, *, weak: bool
    ) -> None:
        self.words = words
        self.initials = initials
        self.gender = gender
        self.other: Other = other
        self.weak = weak


_Beside = tuple[tuple[str, ...], Gender | None, Other, bool]
"""What a form has beside its words."""


class Forms:
    """Forms by number, of the words that stand in a vocabulary; each is put together when it is asked for."""

    def __init__(self, standing: Sequence[Word]) -> None:
        self._standing = standing
        self._words = Rows()  # of places in `standing`
        self._rest = array("I")  # of each form, which of `_beside`
        self._beside: list[_Beside] = []
        self._known: dict[_Beside, int] = {}

    def append(self, form: Form) -> None:
        """Give a form the next number."""
        self._words.append([word.place for word in form.words])
        rest = tuple(form.initials), form.gender, form.other, form.weak
        known = self._known.setdefault(rest, len(self._beside))
        if known == len(self._beside):
            self._beside.append(rest)
        self._rest.append(known)

    def __len__(self) -> int:
        return len(self._rest)

    def __getitem__(self, number: int) -> Form:
        standing = self._standing
        initials, gender, other, weak = self._beside[self._rest[number]]
        return Form([standing[place] for place in self._words[number]], initials, gender, other, weak=weak)

    def __iter__(self) -> Iterator[Form]:
        return map(self.__getitem__, range(len(self)))

    def chosen(self, numbers: Iterable[int]) -> "Forms":
        """The forms of some numbers, in this order."""
        new = Forms(self._standing)
        new._beside, new._known = self._beside, self._known
        for number in numbers:
            new._words.append(self._words[number])
            new._rest.append(self._rest[number])
        return new


class Spelt(NamedTuple):
    """What a registered name says. `words`: in lower case, with the field, and 1 where the role is certain."""

    words: tuple[tuple[str, Field, int], ...]
    initials: tuple[str, ...]
    gender: Gender | None
    weak: bool
    other: Other

    @property
    def mark(self) -> int:
        """A number of 63 bits that stands for all this, by which forms are ordered.

        Its last two bits say how many words there are, 3 for more than two.
        """
        said = repr(tuple(self) if self.other else self[:-1]).encode("utf-8", "surrogatepass")
        digest = int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big")
        return digest >> MANY << 2 | min(MANY, len(self.words))


def bare_share(names: Mapping[int, int]) -> float:
    """`Index.bare`, by how many names have so many words as their marks tell."""
    two, more = names.get(MANY - 1, 0), names.get(MANY, 0)
    return two / (two + more) if two else float(not more)


def spelt(entity_gender: Gender | None, name: Name) -> Spelt:
    """What a name says of an entity of a gender, if that is known."""
    found = parts(name.text)
    return Spelt(
        tuple([_word(p) for p in found if p.role != "initial"]),
        tuple([p.text for p in found if p.role == "initial"]),
        entity_gender or gender(found),
        name.kind == "weak",
        _other_meant(name.text),
    )


def _other_meant(name: str) -> Other:
    """Whom a text surely means instead of the one named person."""
    if several(name):
        return "several"
    return "relative" if (found := relative(name)) and found.sure else ""


@lru_cache(maxsize=16_384)
def _word(part: Part) -> tuple[str, Field, int]:
    """A part as names say it. Equal ones are one object, so that a batch of names says each word once."""
    return part.text.lower(), field_of(part), int(part.certain)


def field_of(part: Part) -> Field:
    """The field that a part of a name is registered in."""
    return part.role if part.role in {"given", "patronymic"} else "surname"
