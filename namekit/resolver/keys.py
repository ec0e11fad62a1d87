"""Under what a registered word is found by another spelling, and under what it is counted: for postings that are kept.

What `Vocabulary.matches` accepts shares a key with the token; these are all such keys.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from namekit.names.marks import unmarked
from namekit.names.sounds import readings, vowel_blind
from namekit.names.surnames import listed_cognates, masculine
from namekit.resolver.vocabulary import FIELDS, Field, counted_by, kin_of, lengths, skeletons, sounds_of_halves

_REMEMBERED = 100_000  # words
_BLOCK_BITS = 45  # of a digest; the field stands above them, so that a number has six bytes


@lru_cache(maxsize=_REMEMBERED)
def blocks_of(text: str, field: Field) -> tuple[int, ...]:
    """The blocks of a word: what its frequency is counted by."""
    return tuple(block(field, key) for key in _counted_by(text, field))


def _counted_by(text: str, field: Field) -> tuple[str, ...]:
    heard = readings(text)
    return counted_by(heard[0].merged if heard else "", kin_of(text, field))


@lru_cache(maxsize=_REMEMBERED)
def block(field: Field, key: str) -> int:
    """A block's number, of 47 bits. Surnames have the lowest: of two blocks, the rarer one mostly stands first."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    rank = {"surname": 1, "patronymic": 2, "given": 3}[field]
    return rank << _BLOCK_BITS | int.from_bytes(digest, "big") >> (64 - _BLOCK_BITS)


def heard_as(text: str, field: Field) -> Iterator[str]:
    """The keys under which a word is looked up: its merged sounds, those of its halves, the groups that it is of."""
    yield from dict.fromkeys(r.merged for r in readings(text))
    if field == "surname":
        yield from (f"half:{merged}" for merged in dict.fromkeys(sounds_of_halves(text)))
    yield from (f"{field}:{group}" for group in kin_of(text, field).groups)


def near_to(text: str) -> Iterator[tuple[str, str]]:
    """The keys under which merged sounds are found that are like those asked for, each with the word's sounds."""
    heard = readings(text)
    for merged in dict.fromkeys(r.merged for r in heard):
        yield f"blind:{vowel_blind(merged)}", merged
        yield f"man:{masculine(merged)}", merged
        if (plain := unmarked(merged)) != merged:
            yield f"plain:{plain}", merged
    for reading in heard:
        if not reading.house:
            yield from ((f"slip:{key}", reading.merged) for key in skeletons(reading.consonants))


def sought(token: str, near: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """The keys of all words that a token may stand for; `near` gives the sounds that stand under a key of `near_to`."""
    heard = readings(token)
    for field in FIELDS:
        yield from (f"{field}:{group}" for group in kin_of(token, field).groups)
    yield from sounds_of_halves(token)
    for mine in dict.fromkeys(r.merged for r in heard):
        yield mine
        yield from listed_cognates(mine)
        yield f"half:{mine}"
        yield from near(f"man:{masculine(mine)}")
        yield from (theirs for theirs in near(f"blind:{vowel_blind(mine)}") if len(theirs) == len(mine))
        plain = unmarked(mine)
        yield plain
        yield from near(f"plain:{plain}")
    least, far = lengths()
    for reading in heard:
        mine = reading.merged
        if not reading.house and len(mine) >= least:
            most = 2 if len(mine) >= far else 1
            for key in skeletons(reading.consonants):
                choices = list(near(f"slip:{key}"))
                alike = extract(mine, choices, scorer=OSA.distance, limit=None, score_cutoff=most)
                yield from (theirs for theirs, _, _ in alike)
