"""Registered names by their parts, kept in flat arrays."""

from array import array
from collections.abc import Iterable, Iterator, Sequence

from namekit.names.surnames import Gender
from namekit.resolver.flat import Rows
from namekit.resolver.vocabulary import Word


class Form:
    """A registered name by its parts."""

    __slots__ = ("gender", "initials", "weak", "words")

    def __init__(self, words: Sequence[Word], initials: Sequence[str], gender: Gender | None, *, weak: bool) -> None:
        self.words = words
        self.initials = initials
        self.gender = gender
        self.weak = weak


class Forms:
    """Forms by number, of the words that stand in a vocabulary; each is put together when it is asked for."""

    def __init__(self, standing: Sequence[Word]) -> None:
        self._standing = standing
        self._words = Rows()  # of places in `standing`
        self._rest = array("I")  # of each form, which of `_beside`
        self._beside: list[tuple[tuple[str, ...], Gender | None, bool]] = []
        self._known: dict[tuple[tuple[str, ...], Gender | None, bool], int] = {}

    def append(self, form: Form) -> None:
        """Give a form the next number."""
        self._words.append([word.place for word in form.words])
        rest = tuple(form.initials), form.gender, form.weak
        known = self._known.setdefault(rest, len(self._beside))
        if known == len(self._beside):
            self._beside.append(rest)
        self._rest.append(known)

    def __len__(self) -> int:
        return len(self._rest)

    def __getitem__(self, number: int) -> Form:
        standing = self._standing
        initials, gender, weak = self._beside[self._rest[number]]
        return Form([standing[place] for place in self._words[number]], initials, gender, weak=weak)

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
