"""A person as the registry's file keeps them, and what is refused: values alone, no file."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from namekit.entity import Entity, Gender, Name
from namekit.errors import InputError

T = TypeVar("T")
_LONGEST = {"id": 500, "name": 1_000, "note": 100_000, "source": 2_000, "external id": 500}  # letters
_MOST = 2_000  # names, notes, ids of one person
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")
_COUNTRY = re.compile(r"[A-Za-z]{2}(?:[A-Za-z]{2}|-[A-Za-z0-9]{1,3})?")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HELD_IN_TEXT = frozenset("\t\n\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A person with all that is kept. An `id` of "" is minted when the entry is put in.

    `birth_date` is ISO 8601, as precise as known; `countries` ISO 3166 codes; `external_ids` pairs of a scheme
    ("wikidata", a list's name) and a value; `redirects` other ids that lead here.
    """

    id: str = ""
    names: tuple[Name, ...]
    birth_date: str | None = None
    gender: Gender | None = None
    countries: tuple[str, ...] = ()
    external_ids: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()

    def entity(self) -> Entity:
        """What the resolver needs of it."""
        return Entity(self.id, self.names, self.birth_date, self.gender, self.countries)

    @classmethod
    def of(cls, entity: Entity) -> "Entry":
        """An entity, with nothing besides."""
        return cls(
            id=entity.id,
            names=entity.names,
            birth_date=entity.birth_date,
            gender=entity.gender,
            countries=entity.countries,
        )


def checked(entry: Entry) -> Entry:
    """The entry as it will be kept: dates and countries in their form, no value twice.

    Raises InputError for a name, id, date, gender or country that cannot be one, for control characters and
    signs that turn the direction of text, and for what is too long.
    """
    _signs(entry)
    _sizes(entry)
    if entry.gender not in {None, "male", "female"}:
        raise InputError(f"gender {shown(entry.gender)} is not male or female")
    return replace(
        entry,
        names=once(entry.names),
        birth_date=birth_date(entry.birth_date) if entry.birth_date else None,
        countries=once(country(c) for c in entry.countries),
        external_ids=once(entry.external_ids),
        notes=once(entry.notes),
        sources=once(entry.sources),
        redirects=tuple(r for r in once(entry.redirects) if r != entry.id),
    )


def _signs(entry: Entry) -> None:
    """Refuses what is empty or holds signs that it must not hold."""
    for name in entry.names:
        _text("name", name.text)
        if name.language is not None:
            _word("language", name.language)
    for id_ in (entry.id, *entry.redirects):
        if id_:
            _word("id", id_)
    for scheme, value in entry.external_ids:
        _word("external id", scheme)
        _word("external id", value)
    for note in entry.notes:
        _text("note", note)
    for source in entry.sources:
        _text("source", source)


def _sizes(entry: Entry) -> None:
    if not entry.names:
        raise InputError("no name")
    many = max(map(len, (entry.names, entry.notes, entry.sources, entry.external_ids, entry.redirects)))
    if many > _MOST:
        raise InputError(f"{many:,} values of one kind for one person", advice=f"{_MOST:,} at most")


def once(values: Iterable[T]) -> tuple[T, ...]:
    """The values in order, each once."""
    return tuple(dict.fromkeys(values))


def shown(text: object) -> str:
    """A value for a message: quoted, no sign in it acting on the terminal, and not longer than a line."""
    whole = ascii(text) if any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in str(text)) else repr(text)
    return whole if len(whole) <= 80 else f"{whole[:60]}… ({len(str(text)):,} letters)"  # noqa: PLR2004 (a line)


def birth_date(text: str) -> str:
    """A date in ISO 8601, of a year, a month or a day; "25.09.1962" is day, month, year. Raises InputError."""
    if dotted := _DOTTED.fullmatch(text):
        day, month, year = dotted.groups()
        text = f"{year}-{int(month):02}-{int(day):02}"
    found = _DATE.fullmatch(text) if text.isascii() else None
    try:
        if found is None:
            raise ValueError  # noqa: TRY301 (one message for both)
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError as e:
        raise InputError(
            f"birth date {shown(text)} is no date", advice='write it as "1962", "1962-09" or "1962-09-25"'
        ) from e
    return text


def country(text: str) -> str:
    """A country's code, in capitals. Raises InputError where it is no code."""
    if not _COUNTRY.fullmatch(text):
        raise InputError(f"country {shown(text)} is no code", advice="write BY, RU, UA … (ISO 3166)")
    return text.upper()


def combined(old: Entry, new: Entry) -> tuple[Entry, tuple[str, ...]]:
    """`old` with what `new` knows besides, and where they contradict each other (there, what is old is kept).

    A date that says the same more precisely is no contradiction.
    """
    conflicts = []
    born = old.birth_date or new.birth_date
    if old.birth_date and new.birth_date and old.birth_date != new.birth_date:
        if new.birth_date.startswith(old.birth_date):
            born = new.birth_date
        elif not old.birth_date.startswith(new.birth_date):
            conflicts.append(f"birth date: {old.birth_date} is kept, not {new.birth_date}")
    if old.gender and new.gender and old.gender != new.gender:
        conflicts.append(f"gender: {old.gender} is kept, not {new.gender}")
    both = Entry(
        id=old.id,
        names=_names(old.names, new.names),
        birth_date=born,
        gender=old.gender or new.gender,
        countries=once((*old.countries, *new.countries)),
        external_ids=once((*old.external_ids, *new.external_ids)),
        notes=once((*old.notes, *new.notes)),
        sources=once((*old.sources, *new.sources)),
        redirects=once((*old.redirects, *new.redirects)),
    )
    return both, tuple(conflicts)


def _names(old: tuple[Name, ...], new: tuple[Name, ...]) -> tuple[Name, ...]:
    """Names of both. A text that is known keeps its kind, and gets a language if it had none."""
    names = list(old)
    for name in new:
        same = [i for i, n in enumerate(names) if n.text == name.text]
        if any(name.language in {None, names[i].language} for i in same):
            continue
        bare = next((i for i in same if names[i].language is None), None)
        if bare is None:
            names.append(name)
        else:
            names[bare] = replace(names[bare], language=name.language)
    return tuple(names)


def _text(what: str, text: str) -> None:
    if not text.strip():
        raise InputError(f"an empty {what}")
    if len(text) > _LONGEST[what]:
        raise InputError(f"a {what} of {len(text):,} letters", advice=f"{_LONGEST[what]:,} at most")
    if text.isprintable():  # which none of those signs is
        return
    held = _HELD_IN_TEXT if what == "note" else frozenset()
    for place, sign in enumerate(text, 1):
        if sign in _TURNS or (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in held):
            kind = "turns the direction of text" if sign in _TURNS else "is no letter"
            raise InputError(f"{what} {shown(text)}: U+{ord(sign):04X} at letter {place} {kind}", advice="take it out")


def _word(what: str, text: str) -> None:
    """An id or a code: kept to the letter, so that what cannot be seen is refused."""
    if what in _LONGEST:
        _text(what, text)
    hidden = not text.isprintable() and any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in text)
    if text != text.strip() or hidden:
        raise InputError(f"{what} {shown(text)} begins or ends with a space, or holds a sign that cannot be seen")
