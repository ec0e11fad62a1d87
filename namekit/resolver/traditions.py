"""What it says less that a given name and a surname agree, where such names often stand together."""

import math

from namekit.names.traditions import of_all, of_given, of_initial, of_surname, times
from namekit.resolver.evidence import Said
from namekit.resolver.vocabulary import Vocabulary


class Traditions:
    """The shares of the smaller tradition in the bearers of registered names, each worked out once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._shares: dict[int, float] = {}  # of the classes that were asked for
        self._of_all = of_all()

    def together(self, said: list[Said]) -> float:
        """Add to what is said of a registered name how much less it says that given name and surname agree: the bits.

        Names come in traditions: among those who bear the surname, the given name may be common that is rare elsewhere.
        The same of an initial. Nothing is added, and 0 given back, where either does not agree.
        """
        surname: Said | None = None
        given: Said | None = None
        initial: Said | None = None
        for one in said:
            if one[0] > 0:
                field = one[1][0]  # of surname, given, initial, patronymic
                if field == "s":
                    surname = one
                elif field == "g":
                    given = one
                elif field == "i" and initial is None:
                    initial = one
        first = given or initial
        if surname is None or first is None:
            return 0.0
        mine = self._share(given[3]) if given else _of_initial(first)
        if mine <= self._of_all:  # such a name stands beside any surname
            return 0.0
        bits = -math.log2(max(1.0, times(mine, self._share(surname[3]))))
        if not bits:
            return 0.0
        said.append((bits, "together", first[2], surname[3]))
        return bits

    def _share(self, word: int | str) -> float:
        """Share of the smaller tradition in the bearers of a registered given name or surname, by its number."""
        number = self._vocabulary.class_of[int(word)]
        known = self._shares.get(number)
        if known is None:
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
