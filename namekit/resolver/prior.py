"""What a list of names shows of itself: how many are of nobody registered, and who in it goes without patronymic.

A list is a mixture of names of people who are registered and of strangers. Which of them a name is, its answer tells
by a probability, and with such probabilities the shares are counted, which make the probabilities better, until nothing
changes: the method of record linkage for data without labels (Winkler 1988, by expectation maximization).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import Literal, NamedTuple

from namekit.names.parsing import Part, parts
from namekit.resolver.answers import Resolution
from namekit.resolver.context import Query
from namekit.resolver.evidence import is_bare
from namekit.resolver.weights import Prior, usual_prior, weights

_LEAST = 1e-12  # a probability of nobody: of less, odds cannot be told in floating point
_STEPS = 200
_LITTLE = 1e-6
_TWO = 2  # parts of a name

_Form = Literal["bare", "initial", "full"]
_Said = Literal["missing", "neither", ""]


class _Found(NamedTuple):
    """A prior in numbers alone."""

    nobody: float
    missing: float
    neither: float


class _Row(NamedTuple):
    """A name, in what is counted of it. Equal ones are counted together.

    `times`: how much likelier it is of somebody registered than of nobody, but for what its lack of a patronymic says.
    `said`: what that says of, in the evidence for its first candidate, who is `known` with a patronymic or without.
    """

    times: float
    form: _Form
    said: _Said
    known: _Said


def telling(queries: Iterable[Query]) -> list[Query]:
    """The distinct queries of a list from which is learned: of a long one, some from all over it.

    A name of one word is none of them: it has a prior of its own.
    """
    distinct = list(dict.fromkeys(queries))
    step = max(1, len(distinct) // int(weights().learned["names"]))
    return [query for query in distinct[::step] if len(parts(query.name)) > 1]


def learned(resolutions: Iterable[Resolution], assumed: Prior) -> Prior:
    """What a list shows, by the answers to its names that were given with the prior `assumed`.

    Before any name is seen it is the usual prior, worth as many names as tables/weights.toml says.
    """
    rows = Counter(_row(resolution, assumed) for resolution in resolutions)
    found = usual = _usual()
    for _ in repeat(None, _STEPS):
        before, found = found, _counted(rows, found, usual)
        if max(abs(a - b) for a, b in zip(before, found, strict=True)) < _LITTLE:
            break
    return Prior(*found)


def _usual() -> _Found:
    """Before any name is seen, in a registry of any names."""
    usual = usual_prior()
    return _Found(usual.nobody, usual.missing, weights().other["neither"])


def _row(r: Resolution, assumed: Prior) -> _Row:
    nobody = max(_LEAST, r.nobody)
    times = (1 - nobody) / nobody * assumed.nobody / (1 - assumed.nobody)
    form = _form(parts(r.query))
    if not r.candidates:
        return _Row(times, form, "", "")
    first = r.candidates[0]
    for evidence in first.evidence:
        if evidence.kind == "patronymic missing":
            return _Row(times / 2**evidence.bits, form, "missing", "missing")
        if evidence.kind == "patronymic neither":
            return _Row(times / 2**evidence.bits, form, "neither", "neither")
    return _Row(times, form, "", "neither" if is_bare(parts(first.matched)) else "missing")


def _form(name: tuple[Part, ...]) -> _Form:
    """Whether a name is two words, or one and an initial; "full" where it has a patronymic, or an initial for one."""
    if is_bare(name):
        return "bare"
    return "full" if len(name) != _TWO or any(part.role == "patronymic" for part in name) else "initial"


def _counted(rows: Mapping[_Row, int], prior: _Found, usual: _Found) -> _Found:
    """The shares as the names have them, each of somebody and of nobody as likely as by the prior."""
    table = weights().learned
    worth, lack = table["worth"], table["lack"]
    factor = {"missing": 2**prior.missing, "neither": 2**prior.neither, "": 1.0}
    strangers = people = 0.0
    bare = without = worth * lack  # strangers of two words, and of these with those of a word and an initial
    known = {"missing": worth, "neither": worth, "": 0.0}
    lacking = {"missing": worth * lack * 2**usual.missing, "neither": worth * lack * 2**usual.neither, "": 0.0}
    for row, times in rows.items():
        likelier = row.times * factor[row.said] * (1 - prior.nobody) / prior.nobody
        nobody = times / (1 + likelier)
        somebody = times - nobody
        strangers += nobody
        people += somebody
        bare += nobody * (row.form == "bare")
        without += nobody * (row.form != "full")
        known[row.known] += somebody
        if row.form == "bare" or (row.form == "initial" and row.known == "missing"):
            lacking[row.known] += somebody
    total = strangers + worth
    return _Found(
        (strangers + worth * usual.nobody) / (strangers + people + worth),
        _bits(lacking["missing"] / known["missing"], without / total),
        _bits(lacking["neither"] / known["neither"], bare / total),
    )


def _bits(m: float, u: float) -> float:
    """log2(m / u) within bounds: what a few names seem to show must not decide all others."""
    table = weights().learned
    return min(max(math.log2(m / u), table["least"]), table["most"])
