"""The parts of a name and their roles, in whatever order and however it is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from namekit.names.joined import split_initials
from namekit.names.languages import likely_languages
from namekit.names.plain import plain_words, words_before_comma
from namekit.names.roles import Group, Order, Role, certain, groups, plain_roles, ranked, shown_genders, units
from namekit.names.scripts import in_latin
from namekit.names.surnames import Gender
from namekit.names.tokens import Aside, Token, Unread, cut
from namekit.names.words import particles
from namekit.text import Change, Script, repair, script


class Part(NamedTuple):
    """One part of a name. `certain` is False where the form allows another role."""

    text: str
    role: Role
    certain: bool


@dataclass(frozen=True, slots=True)
class NameReading:
    """One way to read a name: its parts in the order of the text, and how likely they have these roles.

    `order` says whether the given name (or an initial) or the surname comes first, and is "" where one is missing;
    `gender` is None where no part shows it, or where those that do differ.
    """

    parts: tuple[Part, ...]
    order: Literal["given first", "surname first", ""]
    gender: Gender | None
    likelihood: float

    @property
    def given(self) -> str:
        """The given names, "" where there are none."""
        return self._joined("given")

    @property
    def patronymic(self) -> str:
        """The patronymic with its particle (Али оглы), "" where there is none."""
        return self._joined("patronymic")

    @property
    def surname(self) -> str:
        """The surname with its particles (фон Паулюс), "" where there is none."""
        return self._joined("surname")

    def _joined(self, role: Role) -> str:
        return " ".join(p.text for p, belongs in _with_particles(self.parts) if belongs == role)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name with all that its text holds. Every letter of `text` is in a part, an aside, or unread.

    `text` is repaired, as `changes` says; positions count in it. `readings` come with the likeliest first, their
    likelihoods sum to one, and there are none where no word can be read. `languages` has "be", "ru" and "uk" with
    likelihoods that sum to one: of the spelling, or of what it was romanized from.
    """

    text: str
    readings: tuple[NameReading, ...]
    script: Script
    languages: tuple[tuple[str, float], ...]
    aside: tuple[Aside, ...]
    unread: tuple[Unread, ...]
    changes: tuple[Change, ...]


def parse(name: str) -> Parsed:
    """The parts of a name with their roles, in every reading that its form allows, and what else the text holds.

    Takes `First Patronymic LAST`, `LAST, First Patronymic`, `Last First Patronymic`, `F.P. Last`, `Last F. P.`,
    `First Last`; titles, suffixes, former surnames, nicknames in quotes and other spellings in brackets; particles,
    double surnames, lost spaces (ЕвгенийАлексеевич), any case. Any text is taken: what cannot be read is reported.
    Each order of roles is weighed by naive Bayes over what the words look like (tables/names/roles.toml, looks.toml).
    """
    repaired_text, repaired = repair(name)
    text, read = in_latin(repaired_text)
    found = cut(text)
    grouped = groups(found.tokens)
    weighed = ranked(units(grouped))
    readings = tuple(_reading(grouped, order, likelihood, certain(weighed, order)) for order, likelihood in weighed)
    words = [p.text for p in readings[0].parts if p.role not in {"initial", "particle"}] if readings else []
    return Parsed(
        text,
        readings,
        script(text),
        likely_languages(words),
        found.aside,
        found.unread,
        (*repaired, *read, *found.changes),
    )


@lru_cache(maxsize=4_096)
def parts(name: str) -> tuple[Part, ...]:
    """The parts of a name in the order of the text, as in the first reading of `parse`, without particles."""
    words = plain_words(name)
    if words:
        return tuple(map(Part, words, *plain_roles(words, words_before_comma(name))))
    text, _ = in_latin(repair(name)[0])
    grouped = groups(cut(text).tokens)
    weighed = ranked(units(grouped))
    if not weighed:
        return ()
    order = weighed[0][0]
    found = zip(grouped, order, certain(weighed, order), strict=True)
    return tuple(part for group, role, sure in found for part in _part(group.word, role, sure=sure))


def _reading(grouped: Sequence[Group], order: Order, likelihood: float, sure: Sequence[bool]) -> NameReading:
    found = tuple(_parts_of(grouped, order, sure))
    return NameReading(found, _order(order), gender(found), likelihood)


def _parts_of(grouped: Sequence[Group], order: Order, sure: Sequence[bool]) -> Iterator[Part]:
    for group, role, is_certain in zip(grouped, order, sure, strict=True):
        yield from (Part(t.text, "particle", is_certain) for t in group.before)
        yield from _part(group.word, role, sure=is_certain)
        yield from (Part(t.text, "particle", is_certain) for t in group.after)


def _part(word: Token, role: Role, *, sure: bool) -> Iterator[Part]:
    """One part, or two where a word is two initials."""
    pieces = split_initials(word.text) if role == "initial" and not word.dotted else ()
    yield from (Part(piece, role, sure) for piece in pieces or (word.text,))


def _order(order: Order) -> Literal["given first", "surname first", ""]:
    names = [i for i, role in enumerate(order) if role in {"given", "initial"}]
    surnames = [i for i, role in enumerate(order) if role == "surname"]
    if not names or not surnames:
        return ""
    return "given first" if names[0] < surnames[0] else "surname first"


def _with_particles(found: Sequence[Part]) -> Iterator[tuple[Part, Role]]:
    """The parts, each with its role, a particle with the role of the part that it belongs to."""
    roles: list[Role] = [p.role for p in found]
    for i in reversed(range(len(found))):
        if roles[i] == "particle" and particles()[found[i].text.lower()].side == "after":
            roles[i] = roles[i + 1]
    for i, part in enumerate(found):
        if roles[i] == "particle":
            roles[i] = roles[i - 1]
        yield part, roles[i]


def gender(name_parts: tuple[Part, ...]) -> Gender | None:
    """Gender that the parts agree on: the patronymic says most, then the given name, then the surname's ending."""
    by_role: dict[Role, Gender] = {}
    for part in name_parts:
        role = part.role
        if role == "particle":
            found = particles()[part.text.lower()].gender
        elif role == "surname":
            found = by_role.get(role) or shown_genders(part.text)[2]
        else:
            found = shown_genders(part.text)[role == "patronymic"] if role in {"given", "patronymic"} else None
        if found:
            by_role["patronymic" if role == "particle" else role] = found
    return by_role.get("patronymic") or by_role.get("given") or by_role.get("surname")
