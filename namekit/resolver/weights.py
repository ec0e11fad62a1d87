"""The weights of the resolver, from tables/weights.toml and names/chance.toml."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from namekit.table import read_table

_DISAGREEMENTS = ("none", "unsure", "other")
_FIELDS = ("surname", "given", "patronymic", "initial")


@dataclass(frozen=True, slots=True)
class Prior:
    """What is assumed of names before they are looked at; `usual_prior` is that of tables/weights.toml.

    `nobody` (0 to 1): how likely a name is of no one registered. `missing` and `neither`: what it says that a name has
    no patronymic, in bits, for somebody who is registered with one, and for somebody who is registered without;
    `neither` None: the more, the fewer names of the registry go without.
    """

    nobody: float
    missing: float
    neither: float | None


@dataclass(frozen=True, slots=True)
class Weights:
    """The tables as numbers: m and spread by field and level, and the single constants.

    `against` is what a disagreement says, in bits: strangers disagree nearly always, so that u is one.
    `slips` is how many names a slip of a level may make of one; `unheard` the share of people whose given name is in no
    table and like another one. `chance` is the share of people with another surname
    that agrees at a level, by its number of sounds.
    """

    m: Mapping[tuple[str, str], float]
    against: Mapping[tuple[str, str], float]
    spread: Mapping[tuple[str, str], float]
    chance: Mapping[str, Sequence[float]]
    other: Mapping[str, float]
    prior: Mapping[str, float]
    learned: Mapping[str, float]
    frequency: Mapping[str, float]
    worth: Mapping[str, int]
    slips: Mapping[str, float]
    unheard: Mapping[str, float]
    limits: Mapping[str, int]
    bare: Mapping[str, float]

    def with_prior(self, prior: Prior, bare: float) -> "Weights":
        """The same with what a prior says of names without patronymic, in a registry that has this share of them."""
        neither = self._neither(bare) if prior.neither is None else prior.neither
        return replace(self, other={**self.other, "missing": prior.missing, "neither": neither})

    def _neither(self, bare: float) -> float:
        """log2(m / u), where u, the share of strangers without patronymic, is smaller where few registered lack one."""
        like = self.bare["like"]
        return self.other["neither"] - math.log2(1 - like + like * min(1.0, bare / self.bare["usual"]))


@cache
def weights() -> Weights:
    """The weights that are shipped."""
    table = read_table("", "weights")
    m = {(f, level): row["m"] for f in _FIELDS for level, row in table[f].items()}
    return Weights(
        m,
        {key: math.log2(m[key]) for key in m if key[1] in _DISAGREEMENTS},
        {(f, level): row["spread"] for f in _FIELDS for level, row in table[f].items() if "spread" in row},
        {level: _by_length(rows) for level, rows in read_table("names", "chance").items() if level != "how"},
        MappingProxyType(table["other"]),
        MappingProxyType(table["prior"]),
        MappingProxyType({key: n for key, n in table["learned"].items() if key != "how"}),
        MappingProxyType({key: n for key, n in table["frequency"].items() if key != "worth"}),
        MappingProxyType(table["frequency"]["worth"]),
        MappingProxyType({key: n for key, n in table["slips"].items() if key != "how"}),
        MappingProxyType({key: n for key, n in table["unheard"].items() if key != "how"}),
        MappingProxyType({key: n for key, n in table["limits"].items() if key != "how"}),
        MappingProxyType(table["bare"]),
    )


def usual_prior() -> Prior:
    """The prior that is shipped."""
    return Prior(weights().prior["nobody"], weights().other["missing"], None)


def _by_length(per_million: Mapping[str, float]) -> tuple[float, ...]:
    """Shares by number of sounds; a length that is not listed takes the nearest that is."""
    listed = {int(sounds): share / 1e6 for sounds, share in per_million.items()}
    return tuple(listed[min(listed, key=lambda n: abs(n - length))] for length in range(max(listed) + 1))
