"""Numbers in flat arrays: by number, and under keys.

A registry may have millions of names. As objects they would take ten times the memory, and of what processes share,
whatever one of them looks at would be copied for it, since Python counts references inside objects.
"""

from array import array
from collections.abc import Iterable


class Rows:
    """Rows of numbers, themselves numbered from 0."""

    def __init__(self) -> None:
        self._numbers, self._ends = array("I"), array("I", [0])

    def append(self, row: Iterable[int]) -> None:
        """Add a row."""
        self._numbers.extend(row)
        self._ends.append(len(self._numbers))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, row: int) -> list[int]:
        """A row as a list, which for a few numbers takes less time than a slice."""
        numbers = self._numbers
        return [numbers[at] for at in range(self._ends[row], self._ends[row + 1])]


class Chains:
    """Numbers under keys, the latest first."""

    def __init__(self) -> None:
        self._latest: dict[str, int] = {}
        self._number, self._before = array("I", [0]), array("I", [0])

    def add(self, key: str, number: int) -> None:
        """Add a number under a key."""
        self._before.append(self._latest.get(key, 0))
        self._latest[key] = len(self._number)
        self._number.append(number)

    def __contains__(self, key: str) -> bool:
        return key in self._latest

    def __getitem__(self, key: str) -> list[int]:
        found: list[int] = []
        at = self._latest.get(key, 0)
        while at:
            found.append(self._number[at])
            at = self._before[at]
        return found
