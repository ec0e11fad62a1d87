"""Which spellings of a list are one person's, without a registry: groups with what holds them together.

Each spelling is resolved in a registry of all the others, which gives links in bits. Groups grow by average linkage
(Sokal and Michener 1958): two are one where the mean over all pairs of their spellings says so, so that a spelling
which lies between two people does not chain them; and one that could stand in two groups stands in neither.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from namekit.entity import Entity
from namekit.errors import InputError
from namekit.names.births import born
from namekit.names.frequency import share
from namekit.names.languages import likely_languages
from namekit.names.parsing import parts
from namekit.names.sounds import readings
from namekit.resolver.batches import resolve_all
from namekit.resolver.context import Query
from namekit.resolver.evidence import Evidence
from namekit.resolver.index import MemoryIndex
from namekit.resolver.resolve import Resolver
from namekit.resolver.weights import Weights, usual_prior, weights
from namekit.table import read_table
from namekit.text import script


@dataclass(frozen=True, slots=True)
class Bond:
    """Two spellings that hold together: how probable it is that they are one person's (0 to 1), and what says so."""

    one: str
    other: str
    probability: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Spellings that are one person's. `name` is the one proposed as canonical, `names` has all, it first.

    `rows` counts how often they were given. `bonds` hold them together, the strongest first: one less than there are
    spellings. `near` names groups that may be the same person all the same.
    """

    name: str
    names: tuple[str, ...]
    rows: int
    bonds: tuple[Bond, ...]
    near: tuple[str, ...]

    @property
    def weakest(self) -> Bond | None:
        """The weakest of the bonds; None in a group of one."""
        return self.bonds[-1] if self.bonds else None


class _Link(NamedTuple):
    """What one of two spellings says of the other."""

    bits: float
    evidence: tuple[Evidence, ...]


_Pair = tuple[int, int]
_Scores = Mapping[_Pair, float]


def cluster(names: Iterable[str], *, threshold: float | None = None) -> tuple[Group, ...]:
    """The groups, the largest first. The order of the names does not matter; equal names are one, empty ones nobody.

    `threshold` is the probability from which two groups are one, by default that of tables/clusters.toml. Raises
    InputError where it is not between 0 and 1.
    """
    counts = Counter(name for name in names if name.strip())
    limits = read_table("", "clusters")
    probability = limits["threshold"] if threshold is None else threshold
    if not 0 < probability < 1:
        raise InputError(f"the threshold is {probability}", advice="give a probability between 0 and 1, such as 0.94")
    least = math.log2(probability / (1 - probability))
    spellings = sorted(counts)
    links, prior = _links(spellings, limits)
    scores = {
        pair: max(limits["unmet"], min(limits["most"], link.bits + prior - least)) for pair, link in links.items()
    }
    groups = _settled(_merged(len(spellings), scores, limits["unmet"]), scores, limits)
    near = _near(groups, scores, limits["unmet"], least)
    titles = [_title(spellings, group, counts, scores) for group in groups]
    made = [
        Group(
            spellings[title],
            tuple(spellings[i] for i in sorted(group, key=lambda i, t=title: (i != t, i))),  # type: ignore[misc]
            sum(counts[spellings[i]] for i in group),
            tuple(_bonds(spellings, group, links, prior)),
            tuple(sorted(spellings[titles[other]] for other in near[number])),
        )
        for number, (group, title) in enumerate(zip(groups, titles, strict=True))
    ]
    return tuple(sorted(made, key=lambda g: (-len(g.names), g.name)))


def _links(spellings: Sequence[str], bounds: Mapping[str, float]) -> tuple[dict[_Pair, _Link], float]:
    """What the likelier of the two directions says of each pair that meets, and what is to be added to its bits."""
    width = len(str(len(spellings)))
    index = MemoryIndex([Entity(f"{i:0{width}}", [name], birth_date=born(name)) for i, name in enumerate(spellings)])
    assumed = replace(usual_prior(), neither=weights().other["neither"])  # a list is asked by no other one
    resolver = Resolver(index, prior=assumed)
    given = resolver.weights
    prior = -math.log2(max(given.prior["people"], len(spellings)))
    resolver.weights = replace(
        given, limits={**given.limits, "candidates": int(bounds["candidates"])}, prior={**given.prior, "shown": 0.0}
    )
    links: dict[_Pair, _Link] = {}
    for i, resolution in enumerate(resolve_all(resolver, map(Query, spellings), None)):
        for candidate in resolution.candidates:
            j = int(candidate.entity_id)
            evidence = tuple(_slip(e, spellings[i], spellings[j], given, bounds) for e in candidate.evidence)
            link = _Link(math.fsum(e.bits for e in evidence), evidence)
            pair = min(i, j), max(i, j)
            if i != j and (pair not in links or link.bits > links[pair].bits):
                links[pair] = link
    return links, prior


def _slip(e: Evidence, one: str, other: str, weights: Weights, bounds: Mapping[str, float]) -> Evidence:
    """What surnames that differ in vowels say where both names are surely Cyrillic and of one language.

    No two ways of writing make them differ, only a slip; so they say no more than one that makes just the commoner of
    the two (Петров of Патров).
    """
    if e.kind != "surname vowels" or {script(e.query), script(e.registered)} != {"Cyrl"}:
        return e
    of_one, of_other = (dict(likely_languages(name.split())) for name in (one, other))
    if math.fsum(of_one[language] * of_other[language] for language in of_one) < bounds["one_language"]:
        return e
    strangers = max(share("surname", [r.merged for r in readings(text)[:1]]) for text in (e.query, e.registered))
    most = math.log2(weights.m["surname", "near"] / min(1.0, weights.slips["near"] * strangers))
    return e._replace(bits=min(e.bits, most))


class _Sum(NamedTuple):
    """The links that are known between two groups: their sum, and how many."""

    bits: float
    pairs: int


def _merged(count: int, scores: _Scores, unmet: float) -> list[list[int]]:
    """Average linkage: the two groups whose pairs say most are merged, as long as they say that they are one."""
    beside: dict[int, dict[int, _Sum]] = {i: {} for i in range(count)}
    for (i, j), score in scores.items():
        beside[i][j] = beside[j][i] = _Sum(score, 1)
    members = {i: [i] for i in range(count)}
    heap = [(-score, i, j) for (i, j), score in scores.items() if score > 0]
    heapq.heapify(heap)
    new = count
    while heap:
        _, one, other = heapq.heappop(heap)
        if one not in members or other not in members:
            continue
        both, more = beside.pop(one), beside.pop(other)
        members[new], beside[new] = members.pop(one) + members.pop(other), {}
        for third in sorted((both.keys() | more.keys()) - {one, other}):
            a, b = both.get(third, _Sum(0, 0)), more.get(third, _Sum(0, 0))
            known = _Sum(a.bits + b.bits, a.pairs + b.pairs)
            beside[third].pop(one, None)
            beside[third].pop(other, None)
            beside[new][third] = beside[third][new] = known
            mean = _mean(known, len(members[new]) * len(members[third]), unmet)
            if mean > 0:
                heapq.heappush(heap, (-mean, new, third))
        new += 1
    return [sorted(group) for group in members.values()]


def _mean(known: _Sum, pairs: int, unmet: float) -> float:
    return (known.bits + (pairs - known.pairs) * unmet) / pairs


def _settled(groups: list[list[int]], scores: _Scores, limits: Mapping[str, float]) -> list[list[int]]:
    """The groups without the spellings that another group would take nearly as gladly; these stand by themselves."""
    group_of = {i: number for number, group in enumerate(groups) for i in group}
    sums: defaultdict[int, dict[int, _Sum]] = defaultdict(dict)
    for (i, j), score in sorted(scores.items()):
        for one, other in ((i, group_of[j]), (j, group_of[i])):
            bits, pairs = sums[one].get(other, _Sum(0, 0))
            sums[one][other] = _Sum(bits + score, pairs + 1)

    def torn(i: int, own: int) -> bool:
        mine = _mean(sums[i].get(own, _Sum(0, 0)), len(groups[own]) - 1, limits["unmet"])
        others = (_mean(s, len(groups[n]), limits["unmet"]) for n, s in sums[i].items() if n != own)
        best = max(others, default=-math.inf)
        return best > 0 and mine - best < limits["margin"]

    alone = {i for number, group in enumerate(groups) if len(group) > 1 for i in group if torn(i, number)}
    kept = [[i for i in group if i not in alone] for group in groups]
    return [group for group in kept if group] + [[i] for i in sorted(alone)]


def _near(groups: Sequence[Sequence[int]], scores: _Scores, unmet: float, least: float) -> defaultdict[int, set[int]]:
    """For each group, those that are likelier the same person than not, though not likely enough to be one with it."""
    group_of = {i: number for number, group in enumerate(groups) for i in group}
    sums: dict[_Pair, _Sum] = {}
    for (i, j), score in sorted(scores.items()):
        pair = min(group_of[i], group_of[j]), max(group_of[i], group_of[j])
        bits, pairs = sums.get(pair, _Sum(0, 0))
        sums[pair] = _Sum(bits + score, pairs + 1)
    near: defaultdict[int, set[int]] = defaultdict(set)
    for (one, other), known in sums.items():
        if one != other and _mean(known, len(groups[one]) * len(groups[other]), unmet) > -least:
            near[one].add(other)
            near[other].add(one)
    return near


def _title(spellings: Sequence[str], group: Sequence[int], counts: Mapping[str, int], scores: _Scores) -> int:
    """The spelling with most whole parts; of such ones the most frequent, not in capitals, nearest to the others."""

    def rank(i: int) -> tuple[float, ...]:
        name = spellings[i]
        whole = {p.role for p in parts(name) if p.role != "initial"}
        central = math.fsum(scores.get((min(i, j), max(i, j)), 0.0) for j in group if j != i)
        capitals = any(len(word) > 1 and word.isupper() for word in name.split())
        return (-len(whole), -counts[name], capitals, -central, i)

    return min(group, key=rank)


def _bonds(
    spellings: Sequence[str], group: Sequence[int], links: Mapping[_Pair, _Link], prior: float
) -> Iterator[Bond]:
    """The strongest links that hold all of a group together, strongest first: a spanning tree (Kruskal 1956)."""
    tree = {i: i for i in group}

    def top(i: int) -> int:
        while tree[i] != i:
            i = tree[i]
        return i

    pairs = [(i, j) for at, i in enumerate(group) for j in group[at + 1 :] if (i, j) in links]
    for i, j in sorted(pairs, key=lambda pair: (-links[pair].bits, pair)):
        if top(i) != top(j):
            tree[top(i)] = top(j)
            link = links[i, j]
            probability = 1 / (1 + 2 ** -max(-1000.0, min(1000.0, link.bits + prior)))
            yield Bond(spellings[i], spellings[j], probability, link.evidence)
