"""The spellings that a system may have read, as a lattice: all of them at once, counted, likeliest first.

A node is a place in the Latin text with as much of the spelling before it as still matters: the context of
the system's rules, of the orthography and of the letter model. An edge is one step of the system, backwards.
What the forward engine would write differently has no edge, so each path is a spelling, and each spelling one path.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count as counter

from namekit.romanization.engine import Engine
from namekit.romanization.likelihood import Letters, letters, ranking
from namekit.romanization.orthography import may_end, may_grow, reach
from namekit.romanization.system import System
from namekit.text import letter_script

_MOST_STATES = 400  # nodes at one place of the text: beyond, the least likely are dropped and the lattice is cut
_MEMO_LIMIT = 500_000
_COMMON_SIGNS = " -.,"

Step = tuple[str, int]
"""What is written, and for how many letters."""
Pending = tuple[tuple[int, Step], ...]
State = tuple[str, Pending]
"""The end of the spelling so far, and its steps whose right context is not known, placed from the end."""


@dataclass(slots=True)
class _Node:
    state: State
    score: float
    edges: list[tuple[int, str, str, float]] = field(default_factory=list)
    count: int = 0
    best: float = -1e300


class Backwards:
    """A system's table read backwards; what a state and a step give is worked out once."""

    def __init__(self, table: System) -> None:
        self.engine = Engine(table)
        self.model: Letters = letters(table.language)
        self.output = frozenset(table.output)
        pairs = [*table.letters.items(), *((r.source, r.target) for r in table.rules if self._in_force(r.option))]
        by_target: dict[str, dict[str, None]] = {}
        for source, target in pairs:
            if all(self.engine.spelling.is_letter(c) or c == " " for c in source):
                by_target.setdefault(target, {})[source] = None
        self.silent = tuple(by_target.pop("", {}))
        self.by_target = {t: tuple(s) for t, s in by_target.items()}
        self.longest = max(map(len, self.by_target))
        rules = [r for r in table.rules if self._in_force(r.option)]
        self._left = max([1, *(reach(a) for r in rules for a in r.after)])
        self._right = {"’": 2}  # letters that decide a step, itself the first; one where it is not listed
        for rule in rules:
            first, right = rule.source[0], len(rule.source) + max([0, *map(reach, rule.before)])
            self._right[first] = max(self._right.get(first, 1), right)
        self._grown: dict[tuple[State, str, str], tuple[State, float] | None] = {}

    def _in_force(self, option: str) -> bool:
        return not option or option in self.engine.table.defaults

    def grow(self, state: State, source: str, target: str) -> tuple[State, float] | None:
        """The state after one more step, with the step's log2 likelihood; None where it cannot stand."""
        key = (state, source, target)
        if key not in self._grown:
            if len(self._grown) >= _MEMO_LIMIT:
                self._grown.clear()
            self._grown[key] = self._grow(state, source, target)
        return self._grown[key]

    def _grow(self, state: State, source: str, target: str) -> tuple[State, float] | None:
        low, pending = state
        if not may_grow(low, source, self.engine.spelling):
            return None
        text, kept = low + source, []
        step = target, len(source)
        for start, wanted in (*((s - len(source), w) for s, w in pending), (-len(source), step)):
            at = len(text) + start
            if -start < self._right.get(text[at], 1):
                kept.append((start, wanted))
            elif self.engine.step_at(text, at) != wanted:
                return None
        matters = max(2, self._left + (-kept[0][0] if kept else 0))
        return (text[-matters:], tuple(kept)), self._likelihood(low, source)

    def _likelihood(self, low: str, source: str) -> float:
        text, total = "^^" + low + source, 0.0
        for i in range(len(text) - len(source), len(text)):
            before = "".join(c if is_spelling(c) else "^" for c in text[i - 2 : i])
            before = "^^" if before[1] == "^" else before
            total += self.model.log2(before, text[i] if is_spelling(text[i]) else "$")
            if not is_spelling(text[i]) and text[i] not in _COMMON_SIGNS:
                total += ranking("stray_sign_bits")
        return total

    def finish(self, state: State) -> float | None:
        """log2 likelihood that the spelling ends here; None where it cannot."""
        low, pending = state
        if any(self.engine.step_at(low, len(low) + start) != wanted for start, wanted in pending):
            return None
        if not may_end(low, self.engine.spelling):
            return None
        return self._likelihood(low, "$") if is_spelling(low[-1:]) else 0.0


def is_spelling(char: str) -> bool:
    """Whether the character belongs to a word: a letter or the apostrophe."""
    return char.isalpha() or char == "’"


class Lattice:
    """All spellings of one Latin text by one system. `count` is their number, `cut` that some were dropped."""

    def __init__(self, back: Backwards, latin: str) -> None:
        self._back = back
        self._low = latin.lower() if len(latin.lower()) == len(latin) else latin
        self._nodes: list[_Node] = [_Node(("", ()), 0.0)]
        self.cut = False
        self._ends: dict[int, float] = {}
        self._forward()
        self._backward()
        self.count = self._nodes[0].count

    @property
    def likelihood(self) -> float:
        """log2 likelihood of the best spelling; very low where there is none."""
        return self._nodes[0].best

    def _forward(self) -> None:
        size = len(self._low)
        places: list[dict[State, int]] = [{} for _ in range(size + 1)]
        places[0][self._nodes[0].state] = 0
        for at in range(size + 1):
            if len(places[at]) > _MOST_STATES:
                self.cut = True
                likely = sorted(places[at], key=lambda s: -self._nodes[places[at][s]].score)[:_MOST_STATES]
                places[at] = {s: places[at][s] for s in likely}
            written = self._written(at)
            queue = list(places[at].items())
            for state, node in queue:
                self._grow_node(at, node, state, written, places, queue)
                if at == size and (end := self._back.finish(state)) is not None:
                    self._ends[node] = end

    def _grow_node(  # noqa: PLR0913, PLR0917 (the inner loop of the forward pass)
        self,
        at: int,
        node: int,
        state: State,
        written: list[tuple[str, str]],
        places: list[dict[State, int]],
        queue: list[tuple[State, int]],
    ) -> None:
        grow, nodes = self._back.grow, self._nodes
        edges, score = nodes[node].edges, nodes[node].score
        last = state[0][-1:]
        silent = self._back.silent if last.isalpha() and last not in self._back.silent else ()
        for source, target in (*written, *((s, "") for s in silent)):
            grown = grow(state, source, target)
            if grown is None:
                continue
            new, step = grown
            there = places[at + len(target)]
            other = there.get(new)
            if other is None:
                other = there[new] = len(nodes)
                nodes.append(_Node(new, score + step))
                if not target:
                    queue.append((new, other))
            elif score + step > nodes[other].score:
                nodes[other].score = score + step
            edges.append((other, source, target, step))

    def _written(self, at: int) -> list[tuple[str, str]]:
        """What may have been written at a place: sources with their targets, or a character that is no letter."""
        char = self._low[at : at + 1]
        out = []
        if char and (char.isspace() or char not in self._back.output) and letter_script(char) == "none":
            out.append((char, char))
        for length in range(1, self._back.longest + 1):
            target = self._low[at : at + length]
            if len(target) == length:
                out += [(source, target) for source in self._back.by_target.get(target, ())]
        return out

    def _backward(self) -> None:
        for i in range(len(self._nodes) - 1, -1, -1):
            node = self._nodes[i]
            if i in self._ends:
                node.count, node.best = 1, self._ends[i]
            for other, _, _, step in node.edges:
                after = self._nodes[other]
                if after.count:
                    node.count += after.count
                    node.best = max(node.best, step + after.best)

    def paths(self) -> Iterator[tuple[float, list[tuple[str, int]]]]:
        """Spellings, likeliest first: log2 likelihood, and the steps as (source, length of its target)."""
        if not self.count:
            return
        tick = counter()
        heap: list[tuple[float, int, int, float, tuple[object, ...]]] = [(-self._nodes[0].best, 0, 0, 0.0, ())]
        while heap:
            minus, _, i, score, path = heapq.heappop(heap)
            if i < 0:
                yield -minus, _unlinked(path)
                continue
            if i in self._ends:
                total = score + self._ends[i]
                heapq.heappush(heap, (-total, next(tick), -1, total, path))
            for other, source, target, step in self._nodes[i].edges:
                after = self._nodes[other]
                if after.count:
                    so_far = score + step
                    link = (path, source, len(target))
                    heapq.heappush(heap, (-(so_far + after.best), next(tick), other, so_far, link))


def _unlinked(path: tuple[object, ...]) -> list[tuple[str, int]]:
    steps: list[tuple[str, int]] = []
    while path:
        path, source, length = path  # type: ignore[assignment]
        steps.append((source, length))  # type: ignore[arg-type]
    return steps[::-1]
