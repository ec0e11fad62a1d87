"""Evidence and relations in plain words: *Bialiatski is Бяляцкі by icao-bel-9303, which is Беляцкий in Russian*."""

from collections.abc import Mapping

from namekit.relations.links import Link
from namekit.relations.relate import Relation
from namekit.resolver.evidence import Evidence
from namekit.text import low

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


_FIELDS: Mapping[str, str] = {
    "given": "given name",
    "patronymic": "patronymic",
    "surname": "surname",
    "unknown": "part",
}
_LEVELS: Mapping[str, str] = {
    "same": "the same {}",
    "kin": "the same {} in another form",
    "short": "a short form of the {}",
    "vowels": "the same {} but for vowels",
    "marks": "the same {} but for marks on letters",
    "near": "the same {} but for one slip",
    "far": "the same {} but for two sounds",
    "gender": "the same {}, in the other gender",
    "half": "half of a double {}, or turned round",
    "other": "another {}",
    "none": "another {}",
    "unsure": "another word, perhaps not the {}",
    "apart": "another {}",
}
_KINDS: Mapping[str, str] = {
    "initial same": "the initial fits",
    "initial kin": "the initial fits a form of the name",
    "initial none": "the initial does not fit",
    "extra": "a part that the other name does not have",
    "patronymic missing": "the patronymic is not given",
    "patronymic neither": "neither has a patronymic",
    "gender": "names of different genders",
    "decision is": "was decided to be",
    "decision is not": "was decided not to be",
    "decision undecided": "was left undecided, perhaps",
    "case nominative": "hardly as it stands",
    "case genitive": "read as the genitive of",
    "case dative": "read as the dative of",
    "case accusative": "read as the accusative of",
    "case instrumental": "read as the instrumental of",
    "case locative": "read as the locative of",
    "birth day": "born on the same day",
    "birth month": "born in the same month",
    "birth year": "born in the same year",
    "birth near": "a date of birth that may be a slip",
    "birth none": "another date of birth",
    "country same": "of the same country",
    "country none": "of another country",
    "together": "often met beside",
    "several": "one of several people who are named in",
    "several registered": "registered with several people's names",
    "relative asked": "says that somebody else is meant than",
    "relative registered": "registered for somebody else than who is named",
    "weak": "registered as a nickname or a surname alone",
    "apart": "no part sounds like a part of the other",
}


def evidence_in_words(evidence: Evidence) -> str:
    """What a piece of evidence says; its kind where there are no words for it."""
    field, _, level = evidence.kind.partition(" ")
    if evidence.kind in _KINDS:
        return _KINDS[evidence.kind]
    if field not in _FIELDS or level not in _LEVELS:
        return evidence.kind
    return _LEVELS[level].format(_FIELDS[field])


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
    if link.kind in {"system", "habit"}:
        return f"is {there} " + (f"by {link.by}" if link.kind == "system" else f"({habit_in_words(link.by)})")
    if link.kind == "cognate" and link.languages[0] == link.languages[1]:
        return f"is also spelled {there}"
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
    """Whether a form in another language is likelier than all others."""
    return link.likelihood >= 0.5  # noqa: PLR2004 (more likely than not)


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
    pairs = [pair.split(":")[:: 1 if forward else -1] for pair in by.split(", ")]
    return " (" + ", ".join(f"{a}→{b}" if a and b else f"+{b}" if b else f"-{a}" for a, b in pairs) + ")"
