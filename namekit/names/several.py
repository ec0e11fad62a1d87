"""Several people in one text: *Ivan Ivanov and Anna Petrova*, *Иванов И. И., Петрова А. А.*, *Иван и Анна Ивановы*."""

import re
from collections.abc import Sequence
from functools import cache

from namekit.names.births import LOOKED_AT
from namekit.names.declension import given_groups, verified
from namekit.names.descriptions import is_common_surname
from namekit.names.initials import first_sounds
from namekit.names.kin import given, patronymic
from namekit.names.plain import plain_words
from namekit.names.sounds import readings
from namekit.names.surnames import ending_sounds
from namekit.names.words import listed, words_in

_COMMA = re.compile(r"\s*,\s*")
_STROKE = re.compile("[/|]")
_TWO = 2


def several(text: str) -> tuple[str, ...]:
    """The names of the people whom a text names, where these are two or more; else nothing.

    Each is a given name or an initial with a surname, as wholes divided by signs, by *and* or by commas; or a given
    name has part in the surname of the other. The same name in two spellings is one person's, and behind a stroke the
    same given name with another surname, which may be a former one.
    """
    joint, divided = _divided()
    if len(text) > LOOKED_AT or (plain_words(text) and not text.islower()) or not divided.search(text):
        return ()
    pieces = [piece for piece in joint.split(text) if piece]
    joined = len(pieces) >= _TWO
    pieces = pieces if joined else _COMMA.split(text)
    words = list(map(words_in, pieces))
    shown = not text.islower()
    found = [
        (p, w)
        for p, w in zip(pieces, words, strict=True)
        if any(map(_is_last, w)) and (_stands(w) or _is_inflected(w)) and not (shown and w[0].islower())
    ]
    if not all(_is_inflected(w) for _, w in found):  # Иван Петров, Великие Луки
        found = [(p, w) for p, w in found if _stands(w)]
    if (
        joined
        and len(found) == 1
        and len(pieces) == _TWO
        and found[0][0] == pieces[1]
        and _is_another_given(words[0], words[1])
    ):
        return " ".join([pieces[0], *filter(_is_last, words[1])]), pieces[1]
    former = bool(_STROKE.search(text))
    people: list[tuple[str, list[str]]] = []
    for piece, of in found:
        if not any(_may_be_same(of, other, former=former) for _, other in people):
            people.append((piece, of))
    return tuple(piece for piece, _ in people) if len(people) >= _TWO else ()


@cache
def _divided() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands between people, a comma aside; and what shows that a text may have it or one (not *Ivanov, Ivan*)."""
    joining = "|".join(sorted(listed("and")))
    return re.compile(rf"\s*[;|/&\n\r+]\s*|\s+(?:{joining})\s+"), re.compile(rf"[;|/&\n\r+]|[ .].*,|\s(?:{joining})\s")


def _stands(words: Sequence[str]) -> bool:
    """Whether there is an initial, or a given name in full in the nominative."""
    return any(len(word) == 1 or not _FULL.isdisjoint(given(word).groups.values()) for word in words)


_FULL = frozenset({"full", "doublet"})


def _is_inflected(words: Sequence[str]) -> bool:
    return any(form.changed and form.role == "given" for word in words for form in verified(word).forms)


def _is_last(word: str) -> bool:
    """Whether a word is a surname: no given name nor patronymic, but one that ends like a surname or is not rare."""
    if len(word) <= _TWO or given_groups(word) or patronymic(word).groups:
        return False
    forms = [word, *[form.nominative for form in verified(word).forms if form.role == "surname"]]
    heard = {merged for form in forms for r in readings(form) for merged in (r.merged, r.merged[:-1])}  # Ивановы
    return any(map(ending_sounds, heard)) or is_common_surname(word)


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
    first = [next((w for w in words if len(w) == 1 or given_groups(w)), "") for words in (one, other)]
    begins = [first_sounds(word) for word in first]
    return not begins[0].isdisjoint(begins[1])
