"""Several people in one text: *Ivan Ivanov and Anna Petrova*, *Иванов И. И., Петрова А. А.*, *Иван и Анна Ивановы*."""

import re
from collections.abc import Sequence
from functools import cache

from namekit.names.births import LOOKED_AT
from namekit.names.declension import given_groups
from namekit.names.initials import first_sounds
from namekit.names.kin import patronymic
from namekit.names.plain import plain_words
from namekit.names.sounds import readings
from namekit.names.words import WORD, listed

_COMMA = re.compile(r"\s*,\s*")
_STROKE = re.compile("[/|]")
_TWO = 2


def several(text: str) -> tuple[str, ...]:
    """The names of the people whom a text names, where these are two or more; else nothing.

    Each is a given name or an initial with another word, as wholes divided by signs, by *and* or by commas; or a given
    name has part in the surname of the other. The same name in two spellings is one person's, and behind a stroke the
    same given name with another surname, which may be a former one.
    """
    joint, divided = _divided()
    if len(text) > LOOKED_AT or (plain_words(text) and not text.islower()) or not divided.search(text):
        return ()
    pieces = [piece for piece in joint.split(text) if piece]
    joined = len(pieces) >= _TWO
    pieces = pieces if joined else _COMMA.split(text)
    words = [_words(piece) for piece in pieces]
    shown = not text.islower()
    found = [(p, w) for p, w in zip(pieces, words, strict=True) if _is_named(w) and not (shown and w[0].islower())]
    if (
        joined
        and len(found) == 1
        and len(pieces) == _TWO
        and found[0][0] == pieces[1]
        and _is_another_given(words[0], words[1])
    ):
        return " ".join([pieces[0], *filter(_is_last, words[1])]), pieces[1]
    people: list[tuple[str, list[str]]] = []
    for piece, of in found:
        if not any(_may_be_same(of, other, former=bool(_STROKE.search(text))) for _, other in people):
            people.append((piece, of))
    return tuple(piece for piece, _ in people) if len(people) >= _TWO else ()


@cache
def _divided() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands between people, a comma aside; and what shows that a text may have it or one (not *Ivanov, Ivan*)."""
    joining = "|".join(sorted(listed("and")))
    return re.compile(rf"\s*[;|/&\n\r+]\s*|\s+(?:{joining})\s+"), re.compile(rf"[;|/&\n\r+]|[ .].*,|\s(?:{joining})\s")


def _words(text: str) -> list[str]:
    return [match.group() for match in WORD.finditer(text)]


def _is_named(words: Sequence[str]) -> bool:
    """Whether words are a whole name in some case: a given name or an initial, and a word that is neither."""
    return any(map(_is_first, words)) and any(map(_is_last, words))


def _is_first(word: str) -> bool:
    return len(word) == 1 or bool(given_groups(word))


def _is_last(word: str) -> bool:
    return len(word) > _TWO and not given_groups(word) and not patronymic(word).groups


def _is_another_given(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether there is a given name alone, and it is none of a whole name: *Иван* of *Иван и Анна Ивановы*."""
    own = given_groups(one[0]) if len(one) == 1 else frozenset[str]()
    return bool(own) and all(own.isdisjoint(given_groups(word)) for word in other)


def _may_be_same(one: Sequence[str], other: Sequence[str], *, former: bool) -> bool:
    """Whether two whole names may be one person's: alike in given names or the letters of these, and in a surname.

    That is not asked for where it may be a `former` one.
    """
    surnames = [{r.merged for w in words if _is_last(w) for r in readings(w)} for words in (one, other)]
    groups = [{group for word in words for group in given_groups(word)} for words in (one, other)]
    if surnames[0].isdisjoint(surnames[1]) and not former:
        return False
    if all(groups):
        return not groups[0].isdisjoint(groups[1])
    begins = [set[str]().union(*[first_sounds(w) for w in words if _is_first(w)][:1]) for words in (one, other)]
    return not begins[0].isdisjoint(begins[1])
