"""People as values: an entity and its names. No reading of files, no resolving."""

from dataclasses import dataclass, field
from typing import Literal

from namekit.errors import InputError

NameKind = Literal["primary", "alias", "weak", "former"]
Gender = Literal["male", "female"]
_KINDS = ("primary", "alias", "weak", "former")
_GENDERS = ("male", "female")


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of a person's name. `weak`: a nickname or a surname alone; `former`: borne earlier."""

    text: str
    language: str | None = None
    kind: NameKind = "primary"

    def __post_init__(self) -> None:
        if not isinstance(self.text, str) or not self.text.strip():
            msg = f"a name is a string that is not empty, not {self.text!r}"
            raise InputError(msg)
        if self.kind not in _KINDS:
            msg = f"a name's kind is one of {', '.join(_KINDS)}, not {self.kind!r}"
            raise InputError(msg)


@dataclass(frozen=True, slots=True)
class Entity:
    """One person: a stable id, all known names, and what narrows a search.

    `names` may be given as plain strings, `Name`s, or both; it is kept as a tuple of `Name`. `birth_date` is
    ISO 8601, as precise as known ("1962", "1962-09", "1962-09-25"); `gender` "male" or "female"; `countries`
    ISO 3166 alpha-2 codes. Raises InputError where the id or the names are empty.
    """

    id: str
    names: tuple[Name, ...] = field()
    birth_date: str | None = None
    gender: Gender | None = None
    countries: tuple[str, ...] = ()

    def __init__(
        self,
        id: str,  # noqa: A002 (the interface's word)
        names: "str | Name | list[str | Name] | list[str] | list[Name] | tuple[str | Name, ...]",
        birth_date: str | None = None,
        gender: Gender | None = None,
        countries: "list[str] | tuple[str, ...]" = (),
    ) -> None:
        if not isinstance(id, str) or not id:
            msg = f"an entity's id is a string that is not empty, not {id!r}"
            raise InputError(msg)
        if gender is not None and gender not in _GENDERS:
            msg = f"entity {id!r}: gender is one of {', '.join(_GENDERS)} or None, not {gender!r}"
            raise InputError(msg)
        given = [names] if isinstance(names, (str, Name)) else names
        values = tuple([n if isinstance(n, Name) else Name(n) for n in given])
        if not values:
            msg = f"entity {id!r} has no name"
            raise InputError(msg)
        keep = object.__setattr__
        keep(self, "id", id)
        keep(self, "names", values)
        keep(self, "birth_date", birth_date)
        keep(self, "gender", gender)
        keep(self, "countries", tuple(countries))

    @property
    def name(self) -> str:
        """The canonical name: the first primary one, else the first."""
        return next((n.text for n in self.names if n.kind == "primary"), self.names[0].text)
