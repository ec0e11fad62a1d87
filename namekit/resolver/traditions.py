"""What it says less that a given name and a surname agree, where such names often stand together."""

import math
from array import array
from collections.abc import Sequence

from namekit.names.traditions import of_given, of_initial, of_surname, times, usual
from namekit.resolver.vocabulary import Vocabulary

Said = tuple[float, str, str, int | str]
"""Evidence in the making: bits, kind, the query's part, and the registered word's number, or a text."""
_UNKNOWN = -1.0  # a share that was not yet asked for


class Traditions:
    """The shares of the smaller tradition in the bearers of registered names, each worked out once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._shares = array("d")  # of the classes
        self._usual = usual()

    def together(self, said: Sequence[Said]) -> Said | None:
        """What speaks against a registered name of which given name, or its initial, and surname agree; or None.

        Names come in traditions: among those who bear the surname, the given name may be common that is rare elsewhere.
        Nothing is said where all else speaks against it anyway.
        """
        surname = given = initial = None
        total = 0.0
        for one in said:
            bits = one[0]
            total += bits
            if bits > 0:
                field = one[1][0]  # of surname, given, initial, patronymic
                if field == "s":
                    surname = one
                elif field == "g":
                    given = one
                elif field == "i" and initial is None:
                    initial = one
        first = given or initial
        if total <= 0 or surname is None or first is None:
            return None
        theirs = self._share(surname[3])
        if theirs < self._usual:
            return None
        oftener = times(self._share(given[3]) if given else _of_initial(first), theirs)
        return (-math.log2(oftener), "together", first[2], surname[3]) if oftener > 1 else None

    def _share(self, word: int | str) -> float:
        """Share of the smaller tradition in the bearers of a registered given name or surname, by its number."""
        number = self._vocabulary.class_of[int(word)]
        if number >= len(self._shares):
            self._shares.extend([_UNKNOWN] * (len(self._vocabulary.fields) - len(self._shares)))
        known = self._shares[number]
        if known == _UNKNOWN:
            known = self._shares[number] = self._of_class(number)
        return known

    def _of_class(self, number: int) -> float:
        vocabulary = self._vocabulary
        if vocabulary.fields[number] == "surname":
            return of_surname(vocabulary.sounding(number))
        return of_given(vocabulary.keys(number) if vocabulary.is_known(number) else ())


def _of_initial(said: Said) -> float:
    """Share of the smaller tradition where an initial agreed: the shorter one of the two that were compared."""
    about = said[3]
    return of_initial(min(said[2], about, key=len) if isinstance(about, str) else said[2])
