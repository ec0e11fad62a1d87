"""What `clean` tells of its work."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from namekit.sheets.answers import Answer

Progress = Callable[[int, float], None]
"""Called now and then with the rows done and the share of the work done (0 to 1)."""


@dataclass(slots=True)
class Report:
    """How the file was read, how many rows had which status, and what the user should know.

    `lacking` is how many of its names agree with somebody in all parts, and are unknown for want of the patronymic.
    """

    form: str
    statuses: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    lacking: int = 0

    @property
    def rows(self) -> int:
        """Rows below the titles, those without a name included."""
        return self.statuses.total()

    def count(self, statuses: Iterable[str]) -> None:
        """Take these rows into the account."""
        self.statuses.update(statuses)


def status(answer: Answer | None) -> str:
    """What the report counts a row as."""
    return answer.status if answer else "no name"
