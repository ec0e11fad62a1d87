"""The prior of nobody as a list shows it: what share of its names seems to be of no one registered."""

from collections.abc import Iterable, Sequence
from itertools import repeat

from namekit.names.parsing import parts
from namekit.resolver.answers import Resolution
from namekit.resolver.context import Query
from namekit.resolver.weights import weights

_LEAST = 1e-9  # a probability of nobody: of less, odds cannot be told in floating point


def telling(queries: Iterable[Query]) -> list[Query]:
    """The distinct queries of a list from which its share of nobody is learned: of a long one, some from all over it.

    A name of one word is none of them: it has a prior of its own.
    """
    distinct = list(dict.fromkeys(queries))
    step = max(1, len(distinct) // weights().learned["names"])
    return [query for query in distinct[::step] if len(parts(query.name)) > 1]


def share_of_nobody(resolutions: Iterable[Resolution], assumed: float) -> float:
    """The likeliest share of names that are of nobody (0 to 1), by their answers with the prior `assumed`.

    A list is a mixture of names of people who are registered and of strangers, and how much likelier a name is of the
    one than of the other its answer tells: the share is the maximum a posteriori of the mixing proportion, as the
    share of matches is learned in record linkage (Winkler 1988, by expectation maximization; here by bisection, since
    there is but one unknown and the likelihood is concave). Before any name is seen it is tables/weights.toml's
    prior, worth as many names as that says.
    """
    even = (1 - assumed) / assumed
    times = [(1 - (n := max(_LEAST, r.nobody))) / n / even for r in resolutions]  # likelier of somebody than of nobody
    usual, worth = weights().prior["nobody"], weights().learned["worth"]
    low, high = 0.0, 1.0
    for _ in repeat(None, 40):  # to a millionth of a millionth
        middle = (low + high) / 2
        if _slope(middle, times) + worth * (usual / middle - (1 - usual) / (1 - middle)) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _slope(share: float, times: Sequence[float]) -> float:
    """By how much the log likelihood of the list grows with the share of nobody."""
    return sum((1 - t) / (share + (1 - share) * t) for t in times)
