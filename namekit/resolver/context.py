"""What is known of a person beside the name: a query with it, and what it says for or against somebody."""

import math
import re
from dataclasses import dataclass
from functools import cache

from namekit.entity import Entity, Gender
from namekit.errors import InputError
from namekit.resolver.evidence import Said
from namekit.table import read_table

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_COUNTRY = re.compile("[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class Query:
    """A name, with what narrows whom it may mean.

    `birth_date` is ISO 8601, as precise as known ("1962", "1962-09", "1962-09-25"); `country` an ISO 3166 alpha-2
    code. Raises InputError where one of these is something else; None and "" say nothing.
    """

    name: str
    birth_date: str | None = None
    gender: Gender | None = None
    country: str | None = None

    def __post_init__(self) -> None:
        if self.birth_date and not _DATE.fullmatch(self.birth_date):
            msg = f"{self.birth_date!r} is no birth date"
            raise InputError(msg, advice="write it as 1962, 1962-09 or 1962-09-25")
        if self.gender and self.gender not in {"male", "female"}:
            msg = f"{self.gender!r} is no gender"
            raise InputError(msg, advice="write male or female, or leave it out")
        if self.country and not _COUNTRY.fullmatch(self.country):
            msg = f"{self.country!r} is no country code"
            raise InputError(msg, advice="write the two letters of ISO 3166, such as BY")

    @property
    def bare(self) -> bool:
        """Whether nothing but the name is known."""
        return not (self.birth_date or self.gender or self.country)


@cache
def _bits() -> dict[str, float]:
    """What each finding says, in bits: log2(m / u)."""
    table = read_table("", "weights")["context"]
    return {kind: math.log2(row["m"] / row["u"]) for kind, row in table.items() if kind != "how"}


def context_evidence(query: Query, entity: Entity) -> list[Said]:
    """What birth date and country say of an entity; nothing where one of the two sides does not know them.

    Gender is weighed with the name, by the resolver.
    """
    said: list[Said] = []
    if query.birth_date and entity.birth_date and _DATE.fullmatch(entity.birth_date):
        kind = _dates(query.birth_date, entity.birth_date)
        said.append((_bits()[kind], kind.replace("_", " "), query.birth_date, entity.birth_date))
    if query.country and entity.countries:
        known = {c.upper() for c in entity.countries}
        kind = "country_same" if query.country.upper() in known else "country_none"
        said.append((_bits()[kind], kind.replace("_", " "), query.country, ", ".join(entity.countries)))
    return said


def _dates(mine: str, theirs: str) -> str:
    """How far two dates agree, as far as both are precise."""
    one, other = mine.split("-"), theirs.split("-")
    shared = min(len(one), len(other))
    if one[:shared] == other[:shared]:
        return ("birth_year", "birth_month", "birth_day")[shared - 1]
    if sorted(one[1:]) == sorted(other[1:]) and one[0] == other[0]:
        return "birth_near"  # day and month changed places
    differing = sum(a != b for a, b in zip(mine, theirs, strict=False))
    return "birth_near" if differing == 1 or (abs(int(one[0]) - int(other[0])) == 1 and shared == 1) else "birth_none"
