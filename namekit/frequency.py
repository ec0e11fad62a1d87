"""How many people at large bear a name: tables/names/frequency.toml, surname-counts.toml, surnames.toml."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from namekit.sounds import readings
from namekit.surnames import masculine
from namekit.table import read_table

Field = Literal["given", "patronymic", "surname"]


def share(field: Field, keys: Iterable[str]) -> float:
    """Share (0 to 1) of people who bear the commonest of some names in a field; of a name that is not listed, little.

    `keys` are the groups of a given name or of a father's name, or the merged sounds of a surname.
    """
    listed, unlisted = _listed(field)
    return max((listed.get(masculine(k) if field == "surname" else k, 0.0) for k in keys), default=0.0) or unlisted


def listed(field: Field) -> Mapping[str, float]:
    """Shares of people by key, of the names that are listed."""
    return _listed(field)[0]


@cache
def _listed(field: Field) -> tuple[Mapping[str, float], float]:
    """Shares by key, and that of each name that is not listed."""
    if field != "surname":
        table = read_table("names", "frequency")
        return {group: per_million / 1e6 for group, per_million in table[field].items()}, table["unlisted"][field]
    counted = read_table("names", "surname-counts")
    lines = (line.split(" ") for line in counted["surnames"]["bearers"].splitlines())
    shares = {key: int(bearers) / counted["people"] for key, bearers in lines}
    for row in read_table("names", "surnames")["surname"]:
        for merged in {r.merged for code in ("be", "ru", "uk") if code in row for r in readings(row[code])}:
            # At home a Belarusian or Ukrainian name is commoner: halfway between there and all.
            shares[merged] = (shares.get(merged, 0.0) + row["per_million"] / 1e6) / 2
    return shares, counted["unlisted"]
