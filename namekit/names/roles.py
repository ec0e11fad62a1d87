"""Which roles the words of a name have: every order of roles is weighed by what each word looks like.

The constants stand in tables/names/roles.toml and looks.toml.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from namekit.names.kin import Kin, given, patronymic, patronymic_gender, usual_groups
from namekit.names.surnames import Gender, has_common_ending, is_listed, surname_gender
from namekit.names.tokens import Token
from namekit.names.words import Particle, particles
from namekit.table import read_table

Role = Literal["given", "patronymic", "surname", "initial", "particle", "unknown"]
Order = tuple[Role, ...]

UnitKind = Literal["word", "initial", "either"]
GivenLooks = Literal["usual", "full", "near", "short", "western", "none"]


class Looks(NamedTuple):
    """What a word looks like in each role, and which gender it would then show."""

    given: GivenLooks
    patronymic: Literal["usual", "known", "near", "shaped", "none"]
    surname: Literal["listed", "gendered", "common", "none"]
    genders: tuple[Gender | None, Gender | None, Gender | None]


NO_LOOKS = Looks("none", "none", "none", (None, None, None))


@lru_cache(maxsize=4_096)
def looks(word: str) -> Looks:
    """What one word looks like."""
    name, father = given(word), patronymic(word)
    shaped, ending = patronymic_gender(word), surname_gender(word)
    return Looks(
        _given_looks(name),
        _patronymic_looks(father) if father.groups else "shaped" if shaped else "none",
        "listed" if is_listed(word) else "gendered" if ending else "common" if has_common_ending(word) else "none",
        (_only(name), shaped, ending),
    )


def _given_looks(name: Kin) -> GivenLooks:
    full = {group for group, relation in name.groups.items() if relation in {"full", "doublet"}}
    if full:
        return "near" if not name.exact else "usual" if full & usual_groups("given") else "full"
    if not name.groups or not name.exact:
        return "none"
    return "short" if "short" in name.groups.values() else "western"


def _patronymic_looks(father: Kin) -> Literal["usual", "known", "near"]:
    if not father.exact:
        return "near"
    return "usual" if father.groups.keys() & usual_groups("patronymic") else "known"


def _only(kin: Kin) -> Gender | None:
    return next(iter(kin.genders)) if len(kin.genders) == 1 else None


class Unit(NamedTuple):
    """A word with all that says which role it has: `side` of the comma, `fixed` the role that a particle gives it."""

    kind: UnitKind
    looks: Looks
    capitals: bool | None
    side: str
    fixed: Role | None


class Group(NamedTuple):
    """A word and the particles that stand before and after it."""

    word: Token
    before: tuple[Token, ...] = ()
    after: tuple[Token, ...] = ()
    fixed: Role | None = None


_TWO_INITIALS = 2


def groups(tokens: Sequence[Token]) -> tuple[Group, ...]:
    """The words with their particles: *фон Паулюс*, *Али оглы*."""
    if particles().keys().isdisjoint(word for t in tokens for word in t.text.lower().split("-")):
        return tuple([Group(token, fixed=token.role) for token in tokens])
    out: list[Group] = []
    waiting: list[tuple[Token, Particle]] = []
    for i, token in enumerate(tokens):
        particle = None if token.dotted else particles().get(token.text.lower())
        if particle and particle.side == "before" and out and not waiting and not out[-1].word.is_initial:
            last = out[-1]
            out[-1] = Group(last.word, last.before, (*last.after, token), particle.role)
        elif particle and particle.side == "after" and _leads(tokens, i):
            waiting.append((token, particle))
        else:
            before = tuple(t for t, _ in waiting)
            out.append(Group(token, before, (), waiting[-1][1].role if waiting else token.role or _hyphened(token)))
            waiting = []
    return tuple(out)


def _leads(tokens: Sequence[Token], i: int) -> bool:
    """Whether a surname follows, or another such particle: *Ван Пётр* is a surname and a given name."""
    if i + 1 == len(tokens) or len(tokens[i + 1].text) == 1 or tokens[i + 1].side != tokens[i].side:
        return False
    return len(tokens) > _PARTICLE_AND_WORD or looks(tokens[i + 1].text).given not in {"usual", "full", "near"}


_PARTICLE_AND_WORD = 2


def _hyphened(token: Token) -> Role | None:
    """The role of a word whose particle is written together with it: *аль-Асад*, *Али-оглы*."""
    first, _, last = token.text.lower().partition("-")
    for text, side in ((first, "after"), (last, "before")):
        if (particle := particles().get(text)) and particle.side == side:
            return particle.role
    return None


def units(found: Sequence[Group]) -> tuple[Unit, ...]:
    """What the groups look like."""
    shapes = [_shaped(g.word.text, _kind(g)) for g in found]
    return _together(shapes, [g.word.side for g in found], [g.fixed for g in found])


def _together(shapes: Sequence["_Shape"], sides: Sequence[str], fixed: Sequence[Role | None]) -> tuple[Unit, ...]:
    """What words look like side by side: capitals say something where other words are in small letters."""
    uppers = {shape.upper for shape in shapes}
    shown = True in uppers and False in uppers
    return tuple(
        Unit(shape.kind, shape.looks, shape.upper if shown else None, side, role)
        for shape, side, role in zip(shapes, sides, fixed, strict=True)
    )


def _kind(group: Group) -> UnitKind:
    kind = "initial" if group.word.is_initial else word_kind(group.word.text)
    return "word" if kind == "either" and group.before else kind


def word_kind(text: str) -> UnitKind:
    """What a word without a full stop is; two letters that are no known name may be two initials."""
    if len(text) == 1:
        return "initial"
    return "either" if len(text) == _TWO_INITIALS and looks(text).given == "none" else "word"


@dataclass(frozen=True, slots=True, eq=False)
class _Shape:
    """What a word looks like. Equal ones are one object, so that they are compared and hashed by identity."""

    kind: UnitKind
    looks: Looks
    upper: bool | None


def shown_genders(word: str) -> tuple[Gender | None, Gender | None, Gender | None]:
    """The genders that a word shows as a given name, a patronymic and a surname."""
    return _shape_of(word).looks.genders


@lru_cache(maxsize=131_072)
def _shape_of(word: str) -> _Shape:
    return _shaped(word, word_kind(word))


def _shaped(word: str, kind: UnitKind) -> _Shape:
    """What a word looks like that is of a kind."""
    if kind == "initial":
        return _shape(kind, NO_LOOKS, None)
    return _shape(kind, looks(word), word.isupper() if kind == "word" else None)


@lru_cache(maxsize=4_096)
def _shape(kind: UnitKind, seen: Looks, upper: bool | None) -> _Shape:  # noqa: FBT001 (the key of a cache)
    return _Shape(kind, seen, upper)


def plain_roles(words: Sequence[str], before: int) -> tuple[Order, tuple[bool, ...]]:
    """The likeliest roles of the words of a plain name, and which are certain.

    So many words stand before a comma (0: there is none between them).
    """
    return _roles(tuple(map(_shape_of, words)), before)


@lru_cache(maxsize=16_384)
def _roles(shapes: tuple[_Shape, ...], before: int) -> tuple[Order, tuple[bool, ...]]:
    sides = [("before" if i < before else "after") if before else "" for i in range(len(shapes))]
    weighed = ranked(_together(shapes, sides, [None] * len(shapes)))
    order = weighed[0][0]
    return order, certain(weighed, order)


@cache
def _table() -> Mapping[str, Any]:
    return MappingProxyType(read_table("names", "roles"))


@cache
def _shares() -> Mapping[tuple[str, str, str], float]:
    """By role, by what (given, patronymic, surname) a word looks like, and how: tables/names/looks.toml."""
    table = read_table("names", "looks")
    return {
        (role, what, how): share
        for what in ("given", "patronymic", "surname")
        for role, row in table[what].items()
        for how, share in row.items()
    }


@cache
def orders(length: int) -> Mapping[Order, float]:
    """The orders of so many roles with their shares, those with words of unknown role included."""
    listed: dict[Order, float] = {
        tuple(roles.split(" ")): share
        for roles, share in _table()["order"].items()
        if roles != "how" and roles.count(" ") + 1 == length
    }
    if length > 1:
        rare = _table()["unknown"]["unknown_word"]
        for shorter, share in orders(length - 1).items():
            if shorter.count("unknown") < _MOST_UNKNOWN:
                for i in range(length):
                    listed.setdefault((*shorter[:i], "unknown", *shorter[i:]), share * rare)
    else:
        listed["unknown",] = _table()["unknown"]["unknown_word"]
    return listed


_MOST_UNKNOWN = 5  # words of a name: of eight, three have a role at least


@lru_cache(maxsize=16_384)
def ranked(name: tuple[Unit, ...]) -> tuple[tuple[Order, float], ...]:
    """The readings of a name, each an order of roles with its likelihood, the likeliest first."""
    if not name:
        return ()
    evidence = [_evidence(unit) for unit in name]
    genders = [_genders(unit) for unit in name]
    initials = [at for at, unit in enumerate(name) if unit.kind == "initial"]
    weighed: dict[Order, float] = {}
    for order, share in orders(len(name)).items():
        weight = math.prod([of[role] for of, role in zip(evidence, order, strict=True)], start=share)
        if weight:
            shown = _with_initials(order, initials) if initials else order
            weighed[shown] = weighed.get(shown, 0.0) + weight * _gender_factor(genders, order)
    if not weighed:  # more initials than any order has
        weighed[tuple("initial" if unit.kind == "initial" else "unknown" for unit in name)] = 1.0
    total = math.fsum(weighed.values())
    floor = _table()["readings"]["floor"] * total
    kept = {order: weight for order, weight in weighed.items() if weight >= floor}
    total = math.fsum(kept.values())
    return tuple(sorted(((o, w / total) for o, w in kept.items()), key=lambda ow: (-ow[1], ow[0])))


def _with_initials(order: Order, initials: Sequence[int]) -> Order:
    roles = list(order)
    for at in initials:
        roles[at] = "initial"
    return tuple(roles)


@lru_cache(maxsize=16_384)
def certain(readings: tuple[tuple[Order, float], ...], order: Order) -> tuple[bool, ...]:
    """For each word, whether the role that it has in this order holds in readings that together are likely enough."""
    needed = _table()["readings"]["certain"]
    return tuple(
        math.fsum(likelihood for other, likelihood in readings if other[i] == role) >= needed
        for i, role in enumerate(order)
    )


_ROLES: tuple[Role, ...] = ("given", "patronymic", "surname", "initial", "unknown")


def _evidence(unit: Unit) -> Mapping[Role, float]:
    """How likely a word of each role is to be like this one."""
    if unit.kind == "initial":
        found: dict[Role, float] = dict.fromkeys(_ROLES, 0.0) | {"initial": 1.0, "unknown": 1.0}
    elif unit.fixed:
        against = _table()["readings"]["against_particle"]
        found = {role: 1.0 if role == unit.fixed else against for role in _ROLES} | {"initial": 0.0}
    else:
        found = {role: _looking(unit.looks, role) for role in _ROLES if role != "initial"}
        either = _table()["readings"]["initial"] if unit.kind == "either" else 0.0
        found = {role: share * (1 - either) for role, share in found.items()} | {"initial": either}
    for mark, marked in (("capitals", unit.capitals), ("comma", unit.side and unit.side == "before")):
        if marked in {True, False}:
            shares = _table()["marks"][mark]
            found = {role: n * (shares[role] if marked else 1 - shares[role]) for role, n in found.items()}
    return found


def _looking(word: Looks, role: Role) -> float:
    """Share of the words of a role that look like this one; what it looks like as each role is taken as independent."""
    shares = _shares()
    return (
        shares[role, "given", word.given]
        * shares[role, "patronymic", word.patronymic]
        * shares[role, "surname", word.surname]
    )


@cache
def _agreeing() -> float:
    """How often two words that each show a gender show the same."""
    return float(read_table("names", "looks")["genders"]["agree"])


def _gender_factor(genders: Sequence[Mapping[Role, Gender]], order: Order) -> float:
    """How much likelier (or less likely) the genders that the words show in these roles are than by chance.

    Those of given names and patronymics come first, then those of surnames.
    """
    names: list[Gender] = []
    surnames: list[Gender] = []
    for shown, role in zip(genders, order, strict=True):
        if role in shown:
            (surnames if role == "surname" else names).append(shown[role])
    agree = 2 * _agreeing()
    factor = 1.0
    for one, other in pairwise(names + surnames):
        factor *= agree if one == other else 2 - agree
    return factor


_GENDERED: tuple[Role, ...] = ("given", "patronymic", "surname")


def _genders(unit: Unit) -> Mapping[Role, Gender]:
    """The genders that a word shows in its roles."""
    if unit.kind != "word" or unit.fixed:
        return {}
    return {role: gender for role, gender in zip(_GENDERED, unit.looks.genders, strict=True) if gender}
