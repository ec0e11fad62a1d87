"""Relations in plain words: *Bialiatski is Бяляцкі by icao-bel-9303, which is Беляцкий in Russian*."""

from collections.abc import Mapping

from namekit.links import Link, low
from namekit.relations import Relation
from namekit.table import read_table

LANGUAGE_NAMES: Mapping[str, str] = {"be": "Belarusian", "ru": "Russian", "uk": "Ukrainian"}
SOUNDS: Mapping[str, str] = {
    "sounds": "sounds like {}",
    "merged": "sounds like {} up to what the three languages spell for each other",
    "vowels": "sounds like {} but for vowels",
    "one sound": "sounds like {} but for one sound",
    "skeleton": "has the consonants of {}",
    "": "does not sound like {}",
}
_FORWARD: Mapping[str, str] = {  # from a link's source to its target
    "doublet": "has the by-form {}",
    "short": "has the short form {}",
    "western": "has the western form {}",
    "patronymic": "gives the patronymic {}",
    "gender": "is {} in the other gender",
    "yo": "is {} without the dots of ё",
}
_BACKWARD: Mapping[str, str] = {
    "doublet": "is a by-form of {}",
    "short": "is short for {}",
    "western": "is the western form of {}",
    "patronymic": "is the patronymic of {}",
    "gender": "is {} in the other gender",
    "yo": "is {} with the dots of ё",
}


_LETTERS = 2  # of the longest that is no word in a habit's id


def in_words(relation: Relation) -> str:
    """A relation as one sentence without its full stop."""
    here, clauses = relation.one, []
    for link in relation.links:
        forward = low(link.source) == low(here)
        here = link.target if forward else link.source
        clauses.append(_clause(link, here, forward=forward))
    return f"{relation.one} " + (", which ".join(clauses) or SOUNDS[relation.sounds].format(relation.other))


def _clause(link: Link, there: str, *, forward: bool) -> str:
    """A link from where it is read to what it leads to."""
    if link.kind == "system":
        return f"is {there} by {link.by}"
    if link.kind == "habit":
        return f"is {there} ({habit_in_words(link.by)})"
    if link.kind == "cognate":
        language = LANGUAGE_NAMES[link.languages[forward]]
        return f"{'is' if sure(link) else 'may be'} {there} in {language}{_spelt(link.by, forward=forward)}"
    if link.kind == "sounds":
        return SOUNDS[link.by].format(there)
    if link.kind == "identical":
        how = {"": "is the same as {}", "case": "differs in capitals only from {}"}.get(link.by, "is {} ({} mended)")
        return how.format(there, link.by)
    return (_FORWARD if forward else _BACKWARD)[link.kind].format(there)


def sure(link: Link) -> bool:
    """Whether a form in another language has a share worth speaking of."""
    return link.likelihood >= float(read_table("", "relations")["limits"]["likely"])


def habit_in_words(id_: str) -> str:
    """A habit by its id: "y for final iy", "i for ya/yu"."""
    letters, _, instead = id_.partition("-for-")
    words = instead.split("-")
    short = all(len(word) <= _LETTERS for word in words)
    return " for ".join(filter(None, (letters.replace("-", " "), ("/" if short else " ").join(words))))


def _spelt(by: str, *, forward: bool) -> str:
    """The correspondences of a cognate, read from its source or from its target."""
    if ":" not in by:
        return ""
    pairs = [pair.split(":") for pair in by.split(", ")]
    return " (" + ", ".join(f"{(a if forward else b) or '-'} : {(b if forward else a) or '-'}" for a, b in pairs) + ")"
