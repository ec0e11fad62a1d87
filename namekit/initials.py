"""What names begin with: whether an initial may stand for a name, and how many people's names it may stand for."""

from functools import cache

from namekit.frequency import listed
from namekit.names import given, given_names, patronymic
from namekit.sounds import readings


@cache
def first_sounds(text: str) -> frozenset[str]:
    """What a name or an initial begins with: a sound, or J (я, ю, Y) with its vowel where that is written."""
    out = set()
    for reading in readings(text):
        first = reading.sounds.translate(_FIRST)
        out.add(first[:2] if first[0] == "J" and len(first) > 1 else first[0])
        if first[0] == "J":
            out.add("J")
    if text[:1].lower() in "еєё" or text[:2].lower() in {"ye", "je", "ie"}:
        out |= {"E", "J"}
    if len(text) == 1 and text in "IYJiyj":
        out |= {"I", "J"}
    if len(text) == 1 and text in "ЮЯЁюяё":
        out.discard("J")
    return frozenset(out)


_LEAST = 1e-4  # of a letter that no listed name begins with
_FIRST = str.maketrans({"H": "G", "X": "G", "Y": "J"})


@cache
def kin_first_sounds(word: str, field: str) -> frozenset[str]:
    """First sounds of a given name's full forms in the other languages."""
    groups = given(word).groups if field == "given" else patronymic(word).groups
    return frozenset(sound for group in groups for sound in _first_sounds_of(group))


@cache
def _first_sounds_of(group: str) -> frozenset[str]:
    """First sounds of the full forms of a group of given names."""
    forms = next(name.forms for name in given_names() if name.id == group)
    return frozenset(
        sound
        for key, spellings in forms
        if key in {"be", "ru", "uk"}
        for form in spellings
        for sound in first_sounds(form)
    )


@cache
def initial_share(initial: str) -> float:
    """Share (0 to 1) of people whose given name, in its usual Russian form, may begin with an initial."""
    mine = first_sounds(initial)
    shares = listed("given")
    usual = ((name.id, dict(name.forms).get("ru", ())) for name in given_names() if name.id in shares)
    return sum(shares[group] for group, forms in usual for form in forms[:1] if mine & first_sounds(form)) or _LEAST
