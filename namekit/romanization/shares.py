"""How often each way of writing a name is met (tables/names/shares.toml), as shares between 0 and 1."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from namekit.table import read_table


class Shares(NamedTuple):
    """Shares of systems by language; of habits, where they could be met; of the rest, among their like.

    `language` is that of the spelling behind a Latin one, given the language of the name that was asked for;
    `relation` weighs the kinds of forms that a part has against its usual one, and `western` those western forms that
    are commoner or rarer than others, by the id of the given name.
    """

    system: Mapping[str, Mapping[str, float]]
    habit: Mapping[str, float]
    language: Mapping[str, Mapping[str, float]]
    relation: Mapping[str, float]
    western: Mapping[str, float]
    arrangement: Mapping[str, float]
    script: Mapping[str, float]


@cache
def shares() -> Shares:
    """The shares that are shipped."""
    table = read_table("names", "shares")
    return Shares(
        table["system"],
        table["habit"],
        table["language"],
        table["relation"],
        table["western"],
        table["arrangement"],
        table["script"],
    )
