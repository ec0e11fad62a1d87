"""From a Cyrillic word to a Latin one, as links: by the systems of its language, and habits on top of them."""

import heapq
import math
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from namekit.names.sounds import readings
from namekit.relations.links import Link, Way, cost, limit, titled
from namekit.romanization.engine import romanize
from namekit.romanization.habits import habits
from namekit.romanization.shares import shares
from namekit.romanization.system import System, languages_and_statuses, rules_of
from namekit.table import read_table
from namekit.text import low, script


class Spelling(NamedTuple):
    """What some systems of a language write alike: the id of the best known of them, and what it costs."""

    system: str
    bits: float


@lru_cache(maxsize=4096)
def written(word: str, language: str) -> Mapping[str, Spelling]:
    """What the systems of a language write for a Cyrillic word, in lower case."""
    found: dict[str, list[System]] = {}
    for one in map(rules_of, _best_known_first(language)):
        latin = _by_system(word, one.id)
        if script(latin) == "Latn":
            found.setdefault(latin, []).append(one)
    often = shares().system[language]
    return {
        latin: Spelling(
            by[0].id,
            cost("link") + cost(by[0].status) - math.log2(math.fsum(often[s.same_as or s.id] for s in by)),
        )
        for latin, by in found.items()
    }


def writer(word: str, language: str, latin: str) -> str:
    """The best known system of a language that writes a Cyrillic word so, in lower case; "" where none does.

    The same as `written` says, but no more systems are read than it takes.
    """
    if not _sounds_alike(word, latin):
        return ""
    return next((id_ for id_ in _best_known_first(language) if _by_system(word, id_) == latin), "")


def _sounds_alike(cyrillic: str, latin: str) -> bool:
    """Whether some system might write the one as the other: half of the sounds agree; of what they write, 7 in 10."""
    return any(
        2 * Levenshtein.distance(mine.merged, theirs.merged) <= max(len(mine.merged), len(theirs.merged))
        for mine in readings(cyrillic)
        for theirs in readings(latin)
    )


@lru_cache(maxsize=65_536)
def _by_system(word: str, id_: str) -> str:
    return low(romanize(word, id_, unknown="keep"))


@cache
def _best_known_first(language: str) -> tuple[str, ...]:
    """Ids of the systems of a language: those in use first, then the superseded, then the provisional."""
    known: list[str] = read_table("", "relations")["systems"]["known"]
    places = {id_: place for place, id_ in enumerate(known)}
    statuses = {id_: status for id_, (its_own, status) in languages_and_statuses().items() if its_own == language}
    return tuple(sorted(statuses, key=lambda id_: (cost(statuses[id_]), places.get(id_, len(places)), id_)))


@lru_cache(maxsize=65_536)
def to_latin(word: str, language: str, latin: str) -> Way | None:
    """How a Cyrillic word in lower case became a Latin one: by a system, and habits where they are needed."""
    often = shares().habit
    heap: list[tuple[float, int, str, tuple[str, ...]]] = []
    ways: dict[tuple[str, tuple[str, ...]], tuple[Link, ...]] = {}
    for text, spelling in written(word, language).items():
        away = Levenshtein.distance(text, latin, score_cutoff=int(limit("changed")))
        if away <= limit("changed"):
            ways[text, ()] = (Link(titled(word), titled(text), "system", spelling.system, (language, "")),)
            heap.append((spelling.bits, away, text, ()))
    heapq.heapify(heap)
    while heap:
        bits, away, text, used = heapq.heappop(heap)
        links = ways[text, used]
        if not away:
            return Way(latin, "", links, bits)
        for id_ in _after(used) if len(used) < limit("habits") else ():
            changed = low(habits()[id_].apply(text))
            nearer = Levenshtein.distance(changed, latin, score_cutoff=away)
            if changed != text and nearer < away and (changed, (*used, id_)) not in ways:
                ways[changed, (*used, id_)] = (*links, Link(titled(text), titled(changed), "habit", id_))
                more = bits + cost("link") - math.log2(often[id_])
                heapq.heappush(heap, (more, nearer, changed, (*used, id_)))
    return None


def _after(used: tuple[str, ...]) -> Iterable[str]:
    """The habits that may follow those used: they have an order."""
    ids = tuple(habits())
    return ids[ids.index(used[-1]) + 1 :] if used else ids


def by_habit(one: str, other: str) -> Way | None:
    """The habit that made one Latin spelling from the other, both in lower case."""
    price = cost("link") + cost("habit_alone")
    found = (
        Way(other, "", (Link(titled(a), titled(b), "habit", id_),), price - math.log2(shares().habit[id_]))
        for a, b in ((one, other), (other, one))
        for id_, habit in habits().items()
        if low(habit.apply(a)) == b
    )
    return min(found, key=lambda way: way.bits, default=None)
