"""Which registered names are worth comparing with a query."""

from collections.abc import Sequence
from itertools import chain, combinations, product
from operator import attrgetter

from namekit.names.initials import beginnings, shortened
from namekit.resolver.evidence import Comparison, Token
from namekit.resolver.index import Index

_PAIR = 2


def worth_comparing(comparison: Comparison, tokens: Sequence[Token]) -> tuple[list[int], bool]:
    """Forms that hold two parts of the query, else some that hold its rarest one; and whether more would agree as well.

    Where only the given name and the patronymic are met together, or nothing is, the nearest few are kept: they are
    shown, hardly accepted.
    """
    index, limits = comparison.index, comparison.weights.limits
    ordered = sorted([token for token in tokens if token.blocks], key=attrgetter("size"))
    if not ordered:
        return [], False
    most = limits["forms"]
    initials = [token.text for token in tokens if token.role == "initial"]
    if len(tokens) - len(initials) == 1:
        first, cut = _of_one_part(index, ordered[0], initials, most, limits["few"])
        return sorted(first), cut
    together = _together(index, ordered[0], ordered[1:], limits["rows"])
    if len(ordered) > _PAIR and ordered[0].role == "patronymic":  # whoever is registered without one
        together += _together(index, ordered[1], ordered[2:3], limits["rows"])
    found = list(dict.fromkeys(chain.from_iterable(together)))
    if short := _shortened(index, tokens, most + 1):
        found = list(dict.fromkeys([*found, *short]))
    if not found:
        return _nearest(comparison, ordered, limits["nearest"]), False
    if len(together) > 1 and len(found) > limits["few"]:  # names that lack a part which others have say little beside
        twice = [one.keys() & other.keys() for one, other in combinations(together, 2)]
        whole = list(filter(set(index.short(found)).union(*twice).__contains__, found))
        found = list(dict.fromkeys([*whole, *found]))[: max(len(whole), limits["few"])]
    return sorted(found[:most]), len(found) > most


def _nearest(comparison: Comparison, ordered: Sequence[Token], most: int) -> list[int]:
    """So many forms at most that hold the two commoner parts, else the most telling one."""
    index = comparison.index
    common = _together(index, ordered[1], ordered[2:3], most)[0] if len(ordered) > _PAIR else ()
    return sorted((list(common) or _with_one(index, max(ordered, key=comparison.most_telling), most))[:most])


def _together(index: Index, one: Token, others: Sequence[Token], most: int) -> list[dict[int, None]]:
    """For each other token, forms that hold what it and the one may stand for: the best agreement first.

    So many at most, and those of the last block.
    """
    found: list[dict[int, None]] = [{} for _ in others]
    sought = [other.partners for other in others]
    for block in one.blocks:
        each = index.with_each(block, sought)
        for at, known in enumerate(found):
            if each[at] and len(known) < most:
                known.update(dict.fromkeys(sorted(each[at])))
                if len(known) >= most:
                    sought[at] = frozenset()
        if not any(sought):
            break
    return found


def _shortened(index: Index, tokens: Sequence[Token], most: int) -> list[int]:
    """Forms that have the surname with initials which may be short for the given name and the patronymic."""
    surname = next((token for token in tokens if token.role == "surname"), None)
    blocks = index.shortened(surname.blocks) if surname else ()
    if not blocks:
        return []
    given, father = (next((t.text for t in tokens if t.role == role), None) for role in ("given", "patronymic"))
    if not given:
        return []
    bounds = shortened(given, father)
    found: dict[int, None] = {}
    for block in blocks:
        found.update(dict.fromkeys(index.with_initials(block, bounds, most)))
        if len(found) >= most:
            break
    return list(found)[:most]


def _of_one_part(index: Index, token: Token, initials: Sequence[str], most: int, few: int) -> tuple[list[int], bool]:
    """Forms that hold what the only part may stand for, so many at most; and whether more would agree as well.

    Where there are initials, those that may agree with them come first, and only these are more that would agree. With
    some that do, a few of the others are enough: an initial that is another says much.
    """
    found: dict[int, None] = {}
    several = bool(initials) and token.size > most
    begin = beginnings(tuple(initials[:_PAIR])) if several else ()
    for block, bounds in product(token.blocks, begin):
        found.update(dict.fromkeys(index.with_initials(block, bounds, most + 1)))
        if len(found) > most:
            return list(found)[:most], True
    wanted = max(few, len(found)) if found else most
    found.update(dict.fromkeys(_with_one(index, token, wanted + 1)))
    return list(found)[:wanted], len(found) > most and not initials


def _with_one(index: Index, token: Token, most: int) -> list[int]:
    """Forms that hold what the token may stand for: the best agreement first, so many at most."""
    found: dict[int, None] = {}
    for block in token.blocks:
        found.update(dict.fromkeys(index.with_one(block, most)))
        if len(found) >= most:
            break
    return list(found)[:most]
