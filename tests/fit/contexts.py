"""Which letters follow up to so many others, and how often, as namekit.romanization.likelihood.Surnames reads it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping


def counted(words: Iterable[tuple[str, float]], longest: int) -> dict[str, Counter[str]]:
    """What follows each context of none to `longest` letters, rounded; each word counts as often as stands with it."""
    after: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for word, times in words:
        marked = f"^{word}$"
        for i in range(1, len(marked)):
            for length in range(min(i, longest) + 1):
                after[marked[i - length : i]][marked[i]] += times
    return {context: Counter({c: round(n) for c, n in counts.items()}) for context, counts in after.items()}


def lines(after: Mapping[str, Counter[str]], longest: int, least: int = 1) -> list[str]:
    """A line a context; in the longest ones what was seen less than `least` times is left out."""
    out = []
    for context in sorted(after, key=lambda c: (len(c), c)):
        enough = least if len(context) == longest else 1
        kept = [(c, n) for c, n in after[context].items() if n >= enough]
        if kept:
            out.append(f"{context} " + "".join(f"{c}{n}" for c, n in sorted(kept, key=lambda cn: (-cn[1], cn[0]))))
    return out
