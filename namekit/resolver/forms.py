"""Registered names by their parts, kept in flat arrays.

A registry may have millions. Objects would take ten times the memory, and of what processes share, whatever one of
them only looks at would be copied for it, since Python counts references inside objects.
"""

from array import array
from collections.abc import Iterator
from typing import NamedTuple

from namekit.names.surnames import Gender
from namekit.resolver.vocabulary import Vocabulary, Word


class Form(NamedTuple):
    """A registered name by its parts."""

    words: tuple[Word, ...]
    initials: tuple[str, ...]
    gender: Gender | None
    weak: bool


class Forms:
    """Forms by number, of words of a vocabulary; each is put together when it is asked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._standing = vocabulary.standing
        self._words, self._ends = array("I"), array("I", [0])
        self._rest = array("I")  # of each form, which of `_beside`
        self._beside: list[tuple[tuple[str, ...], Gender | None, bool]] = []
        self._known: dict[tuple[tuple[str, ...], Gender | None, bool], int] = {}

    def append(self, form: Form) -> None:
        """Give a form the next number."""
        self._words.extend([word.place for word in form.words])
        rest = form.initials, form.gender, form.weak
        known = self._known.setdefault(rest, len(self._beside))
        if known == len(self._beside):
            self._beside.append(rest)
        self._rest.append(known)
        self._ends.append(len(self._words))

    def __len__(self) -> int:
        return len(self._rest)

    def __getitem__(self, number: int) -> Form:
        standing = self._standing
        words = self._words[self._ends[number] : self._ends[number + 1]]
        initials, gender, weak = self._beside[self._rest[number]]
        return Form(tuple([standing[place] for place in words]), initials, gender, weak)

    def __iter__(self) -> Iterator[Form]:
        return map(self.__getitem__, range(len(self)))

    def words_of(self, number: int) -> int:
        """How many words a form has."""
        return self._ends[number + 1] - self._ends[number]
