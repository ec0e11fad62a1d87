"""Which registered names are worth comparing with a query."""

from collections import Counter
from collections.abc import Mapping, Sequence

from namekit.evidence import Token
from namekit.index import Index

_PAIR = 2


def worth_comparing(index: Index, tokens: Sequence[Token], limits: Mapping[str, int]) -> tuple[list[int], bool]:
    """Forms that hold two parts of the query, else some that hold its rarest one; and whether more would agree as well.

    Where only the given name and the patronymic are met together, or nothing is, the nearest few are kept: they are
    shown, hardly accepted.
    """
    met = [(sum(map(index.size, t.blocks)), i) for i, t in enumerate(tokens) if t.blocks]
    if not met:
        return [], False
    ordered = [tokens[i] for _, i in sorted(met)]
    found = Counter(f for one in ordered[1:] for f in _together(index, ordered[0], one))
    cut = False
    if sum(t.part.role != "initial" for t in tokens) == 1:
        found.update(_with_one(index, ordered[0], limits["rows"]))
        cut = any(index.size(block) > limits["rows"] for block in ordered[0].blocks)
    elif not found:
        common = sorted(_together(index, *ordered[1:3])) if len(ordered) > _PAIR else []
        found.update((common or _with_one(index, ordered[0], limits["nearest"]))[: limits["nearest"]])
    if len(found) > limits["few"] and len(ordered) > _PAIR:
        whole = [f for f, n in found.items() if n > 1 or len(index.forms[f].words) < len(ordered)]
        found = Counter(dict.fromkeys(whole, _PAIR)) if whole else found
    if len(found) <= limits["forms"]:
        return sorted(found), cut
    return sorted(sorted(found), key=lambda f: -found[f])[: limits["forms"]], True


def _together(index: Index, one: Token, other: Token) -> set[int]:
    """Forms that hold what the one may stand for, and what the other may."""
    return {f for block in one.blocks for f in index.with_both(block, other.blocks)}


def _with_one(index: Index, token: Token, rows: int) -> list[int]:
    """Forms that hold what the token may stand for, so many rows of each posting, the best agreement first."""
    return list(dict.fromkeys(f for block in token.blocks for f in index.with_one(block, rows)))
