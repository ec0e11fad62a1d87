"""How many people at large bear a name: tables/names/frequency.toml, surname-counts.toml, surnames.toml."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from namekit.names.surnames import common_surnames, masculine
from namekit.table import parse_table, read_table, table_text

Field = Literal["given", "patronymic", "surname"]


def share(field: Field, keys: Iterable[str]) -> float:
    """Share (0 to 1) of people who bear the commonest of some names in a field; of a name that is not listed, little.

    `keys` are the groups of a given name or of a father's name, or the merged sounds of a surname.
    """
    listed, unlisted = _listed(field)
    if isinstance(listed, _Counted):
        return max((listed.share(masculine(k)) for k in keys), default=0.0) or unlisted
    return max((listed.get(k, 0.0) for k in keys), default=0.0) or unlisted


def is_borne(surname: str, oftener: float = 0.0) -> bool:
    """Whether anybody in the count bears a surname, by its merged sounds: a larger share (0 to 1) of all than that."""
    return bool(share("surname", (surname,)) > max(oftener, _listed("surname")[1]))


def listed(field: Field) -> Mapping[str, float]:
    """Shares of people by key, of the names that are listed."""
    return _listed(field)[0]


def stressed(surname: str) -> float:
    """Share of the men of a surname in -ской (in lower case) who are called just so, rather than with -ский."""
    counted = _counted()[0]["stressed"]
    found: float = counted["names"].get(surname, counted["others"])
    return found


def per_million(field: Literal["given", "patronymic"]) -> Mapping[str, float]:
    """How many people in a million bear each listed name, by its group."""
    found: Mapping[str, float] = _table()[field]
    return found


@cache
def _table() -> Mapping[str, Any]:
    return MappingProxyType(read_table("names", "frequency"))


@cache
def _listed(field: Field) -> tuple[Mapping[str, float], float]:
    """Shares by key, and that of each name that is not listed."""
    if field != "surname":
        return {group: people / 1e6 for group, people in per_million(field).items()}, _table()["unlisted"][field]
    counted, lines = _counted()
    return _Counted(lines, counted["people"]), counted["unlisted"]


@cache
def _counted() -> tuple[Mapping[str, Any], Sequence[str]]:
    """The head of the table of surnames, and its lines, through every letter of which a TOML reader would go."""
    head, _, lines = table_text("names", "surname-counts").partition("[surnames]\nbearers = '''\n")
    return parse_table(head, "names/surname-counts.toml"), lines.removesuffix("'''\n").splitlines()


class _Counted(Mapping[str, float]):
    """Shares of surnames, from the sorted lines of the table: nearly all of them are never asked for."""

    def __init__(self, lines: Sequence[str], people: int) -> None:
        self._lines, self._people = lines, people
        self._at_home: dict[str, float] = {}
        for per_million, sounds in common_surnames():
            for merged in sounds:
                # At home a Belarusian or Ukrainian name is commoner: halfway between there and all.
                self._at_home[merged] = (self.share(merged) + per_million / 1e6) / 2

    def share(self, key: str) -> float:
        """The share of a surname; 0 where it is not listed, as most are: an error for each would take long."""
        if key in self._at_home:
            return self._at_home[key]
        at = bisect_left(self._lines, f"{key} ")
        found, _, bearers = self._lines[at].partition(" ") if at < len(self._lines) else ("", "", "")
        return int(bearers) / self._people if found == key else 0.0

    def __getitem__(self, key: str) -> float:
        if not (share := self.share(key)):
            raise KeyError(key)
        return share

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*(line.partition(" ")[0] for line in self._lines), *self._at_home)))

    def __len__(self) -> int:
        return sum(1 for _ in self)
