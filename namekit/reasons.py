"""Why: one line in plain words for a resolution."""

from collections.abc import Iterable, Iterator

from namekit.entity import Entity
from namekit.names.parsing import parts
from namekit.names.scripts import advice, in_latin
from namekit.resolver.answers import Candidate, Resolution
from namekit.resolver.evidence import Evidence
from namekit.romanization.orthography import LANGUAGES
from namekit.text import low, repair, script

_SHOWN = 4  # candidates named in a line
_READ = {"encoding", "left over", "digit"}  # repairs that a reader would not make at sight

_AGREEMENTS = {"same", "kin", "short", "vowels", "marks", "near", "far"}
_OF_THE_WHOLE = {
    "gender": "a {q} name, and the person is {r}",
    "case": "{q} is a case form of {r}",
    "extra": "{q} is not in the registered name",
    "initial none": "{q}. does not stand for {r}",
    "initial": "{q}. may stand for {r}",
    "together": "{q} is often met beside {r}",
    "several": "{r} names several people",
    "relative asked": "{q} says that somebody else than {r} is meant",
    "relative registered": "{r} is registered for somebody else than who is named",
    "weak": "{r} is a nickname or a surname alone",
    "birth none": "born {q}, but the person {r}",
    "birth": "born {q}, the person {r}",
    "country none": "of {q}, but the person of {r}",
    "country": "of {q}, as the person",
    "decision undecided": "{q} was left undecided {r}",
    "decision is not": "{q} is not this person, decided {r}",
    "decision": "{q} is this person, decided {r}",
}
_PHRASES = {
    "same": "{q} sounds like {r}",
    "kin": "{q} is the same name as {r}",
    "short": "{q} is short for {r}",
    "vowels": "{q} is {r} but for vowels",
    "marks": "{q} is {r} but for marks on letters",
    "near": "{q} is {r} but for one slip",
    "far": "{q} is near {r}",
    "half": "of {q} and {r}, one is half of the other, or it turned round",
    "gender": "{q} is the other gender's form of {r}",
    "none": "{q} is not {r}",
    "unsure": "{q} is not {r}",
    "other": "{q} is another name than {r}",
    "missing": "the patronymic {r} is not given",
}


def reason(resolution: Resolution) -> str:
    """One line for people: which part met which, by which system, and what spoke against.

    A name in another script or encoding is also shown as it was read, or what would read it is said.
    """
    text, repaired = repair(resolution.query)
    changes = [change for change in repaired if change.kind in _READ]
    said = [
        f"{change.before} has lost a letter"
        if change.kind == "lost letter"
        else f"{change.before} is read {change.after}"
        for change in (*changes, *in_latin(text)[1])
    ]
    unread = advice(text)
    return "; ".join((*said, _reason(resolution))) + (f" ({unread})" if unread else "")


def lacks_patronymic(resolution: Resolution) -> bool:
    """Whether the nearest is likely, and no match only because the name does not say the registered patronymic."""
    if resolution.status != "unknown" or resolution.probability <= resolution.nobody:
        return False
    against = {e.kind for e in resolution.candidates[0].evidence if e.bits < 0} - {"together"}
    return against == {"patronymic missing"}


def _reason(resolution: Resolution) -> str:
    first = resolution.candidates[0] if resolution.candidates else None
    if first is None:
        return "no part of this name is registered"
    if resolution.status == "match":
        return _why(first)
    if resolution.status == "ambiguous":
        sharing = [c for c in resolution.candidates if c.probability * 20 >= first.probability]
        named = ", ".join(c.entity_id for c in sharing[:_SHOWN])
        more = f" and {len(sharing) - _SHOWN} more" if len(sharing) > _SHOWN else ""
        return f"may be {named}{more}: {_why(first)}"
    return f"nearest is {first.entity_id}: {_why(first)}"


def _why(candidate: Candidate) -> str:
    told = [e for e in candidate.evidence if (e.registered or e.kind == "extra") and e.kind != "case nominative"]
    for_it = [_phrase(e, candidate.entity) for e in told if e.bits >= 0 or e.kind.startswith("case ")]
    against = [_phrase(e, candidate.entity) for e in told if e.bits < 0 and not e.kind.startswith("case ")]
    return "; ".join(for_it) + ("; but " if for_it and against else "") + "; ".join(against)


def in_short(evidence: Iterable[Evidence]) -> str:
    """What speaks for two spellings, then what against, without the systems that wrote them."""
    said = [(e.bits, _worded(e)) for e in evidence if e.registered or e.kind == "extra"]
    for_it, against = [p for bits, p in said if bits >= 0], [p for bits, p in said if bits < 0]
    return "; ".join(for_it) + ("; but " if for_it and against else "") + "; ".join(against)


def _worded(evidence: Evidence) -> str:
    field, _, level = evidence.kind.partition(" ")
    wording = _OF_THE_WHOLE.get(evidence.kind) or _OF_THE_WHOLE.get(field) or _PHRASES[level]
    query, registered = evidence.query, evidence.registered
    if field == "initial" and len(registered) < len(query):  # it is the registered name that has the initial
        query, registered = registered, query
    return wording.format(q=query, r=registered)


def _phrase(evidence: Evidence, entity: Entity) -> str:
    field, _, level = evidence.kind.partition(" ")
    if level in _AGREEMENTS and (recipe := _recipe(evidence.query, entity)) and field != "initial":
        return recipe
    return _worded(evidence)


def _recipe(query: str, entity: Entity) -> str:
    """How the part is written from one of the entity's registered parts, where a system or a language says it."""
    wanted = low(query)
    for text, language in _parts(entity):
        if low(text) == wanted:
            return f"{query} is registered" + (f" ({language})" if language else "")
    if script(wanted) == "Latn":
        for text, language in _parts(entity):
            if script(text) == "Cyrl" and (by := _written_by(low(text), wanted, language)):
                return f"{query} is {text} by {by}"
    return ""


def _written_by(cyrillic: str, latin: str, language: str) -> str:
    """The system that writes a word so, of its language, or of any where that is not known; else ""."""
    from namekit.relations.writing import writer  # noqa: PLC0415 (reads systems: many an answer needs none)

    languages = (language[:2],) if language else LANGUAGES
    found = (writer(cyrillic, code, latin) for code in languages if code in LANGUAGES)
    return next(filter(None, found), "")


def _parts(entity: Entity) -> Iterator[tuple[str, str]]:
    return ((p.text, n.language or "") for n in entity.names for p in parts(n.text))
