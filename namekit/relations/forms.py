"""The forms that a part of a name may take before it is romanized: its own, its cognates', and western ones."""

import heapq
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from namekit.errors import InputError
from namekit.names.kin import GivenName, given, given_names, spelled
from namekit.names.parsing import Parsed, parse
from namekit.names.scripts import is_open
from namekit.names.sounds import readings as heard
from namekit.relations.kinship import cognates
from namekit.relations.restoration import readings
from namekit.romanization.habits import undone
from namekit.romanization.likelihood import letters, ranking, shares_of, surnames
from namekit.romanization.orthography import LANGUAGES, orthography, possible
from namekit.romanization.shares import Shares
from namekit.text import script


@dataclass(frozen=True, slots=True)
class Source:
    """A name as one language has it: its parts in Cyrillic, each (given | patronymic | surname | g | p, text)."""

    language: str
    parts: tuple[tuple[str, str], ...]
    weight: float


def sources_of(name: str, language: str | None) -> tuple[Mapping[str, str], tuple[Source, ...]]:
    """The parts of a name as they stand, and in Cyrillic, by language. Raises InputError where no name can be read."""
    parsed = parse(name)
    known = _known(parsed)
    if not known:
        msg = f"no name in {name!r}: variants are made of Cyrillic or Latin letters"
        raise InputError(msg)
    if any(map(is_open, known.values())):
        msg = f"how {name!r} sounds is left open by its script (read as {parsed.text!r})"
        raise InputError(msg, advice="give the name in Cyrillic or Latin letters")
    cyrillic = script("".join(known.values())) == "Cyrl"
    shares = _languages(parsed, known, language, cyrillic=cyrillic)
    least = ranking("source", "variants")
    found = []
    for code, share in shares.items():
        if share >= least:
            every = [(tuple(known.items()), 1.0)] if cyrillic else _restored(known, code)
            found += [Source(code, slots, share * weight) for slots, weight in every]
    found = [s for s in found if all(script(text) == "Cyrl" for _, text in s.parts)] or found
    total = math.fsum(s.weight for s in found)
    return known, tuple(Source(s.language, s.parts, s.weight / total) for s in found)


def _languages(
    parsed: Parsed, known: Mapping[str, str], language: str | None, *, cyrillic: bool
) -> Mapping[str, float]:
    """The languages that the name may be of, with their shares; InputError for one that has not all its letters."""
    if not cyrillic:
        return {language: 1.0} if language else dict(parsed.languages)
    low = "".join(known.values()).lower()
    able = _able(low)
    if language not in {None, *able}:
        msg = f"not all letters of {parsed.text!r} are of {language}: leave the language out"
        raise InputError(msg)
    return {language: 1.0} if language else {code: s for code, s in parsed.languages if not able or code in able}


def _able(low: str) -> list[str]:
    """The languages that have all letters of a Cyrillic text in lower case."""
    return [code for code in LANGUAGES if all(orthography(code).is_letter(c) for c in low if c.isalpha())]


def _known(parsed: Parsed) -> dict[str, str]:
    """The parts of the first reading by name; those of one kind together, what has no clear place with the surname."""
    if not parsed.readings:
        return {}
    read = parsed.readings[0]
    initials = [p.text for p in read.parts if p.role == "initial"]
    rest = " ".join(p.text for p in read.parts if p.role == "unknown")
    texts = {
        "given": read.given,
        "g": "" if read.given else "".join(initials[:1]),
        "patronymic": read.patronymic,
        "p": "" if read.patronymic else "".join(initials[0 if read.given else 1 :][:1]),
        "surname": " ".join(filter(None, (read.surname, rest))),
    }
    low = parsed.text.islower()
    return {slot: _titled(text, low=low) for slot, text in texts.items() if text}


def _titled(text: str, *, low: bool) -> str:
    """Words in capitals with a single one in front; with `low`, those in lower case, too (of others, фон stays)."""
    return re.sub(r"[^\s-]+", lambda m: m.group().capitalize() if m.group().isupper() or low else m.group(), text)


def _restored(known: Mapping[str, str], language: str) -> list[tuple[tuple[tuple[str, str], ...], float]]:
    """Latin parts in Cyrillic, in the likeliest combinations."""
    options = [
        [(slot, cyrillic, share) for cyrillic, share in _readings(slot, latin, language)]
        for slot, latin in known.items()
    ]
    every = (
        (tuple((slot, text) for slot, text, _ in combined), math.prod(share for _, _, share in combined))
        for combined in product(*options)
    )
    return heapq.nlargest(int(ranking("readings", "variants")), every, key=lambda kv: kv[1])


def _readings(slot: str, latin: str, language: str) -> list[tuple[str, float]]:
    """The Cyrillic spellings of one Latin part, with their shares; itself where it has none."""
    if slot == "given" and (forms := _heard_alike(latin, language)):
        return [(form, 1 / len(forms)) for form in forms]
    return restored_word(latin, language) or [(latin, 1.0)]


def restored_word(latin: str, language: str) -> list[tuple[str, float]]:
    """Cyrillic spellings of a Latin word, by what a system may have read before habits, and what surnames look like."""
    limit, weight = int(ranking("readings", "variants")), ranking("reading_weight", "variants")
    scores: dict[str, float] = {}
    for place, text in enumerate(dict.fromkeys([latin, *(undo(latin) for undo in undone())])):
        for reading in readings(text, language, limit=limit):
            bits = math.fsum(surnames(language).word(w) for w in re.split(r"[\s-]+", reading.text.lower()))
            bits += weight * math.log2(reading.likelihood) + (ranking("undone_bits", "variants") if place else 0.0)
            scores[reading.text] = max(bits, scores.get(reading.text, -math.inf))
    best = heapq.nlargest(limit, scores, key=lambda text: scores[text])
    return list(shares_of({text: scores[text] for text in best}).items())


def _heard_alike(latin: str, language: str) -> list[str]:
    """The forms of known given names that a Latin one may stand for: those that sound the same, else the usual ones."""
    groups = given(latin).groups
    forms = [dict(name.forms) for name in given_names() if name.id in groups]
    sounds = {r.sounds for r in heard(latin)}
    own = [
        form
        for keys in forms
        for key in (language, "doublet", "short")
        for form in keys.get(key, ())
        if possible(form.lower(), language) and not sounds.isdisjoint(r.sounds for r in heard(form))
    ]
    return list(dict.fromkeys(own)) or [keys[language][0] for keys in forms if language in keys]


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling: its language ("" for a western one, in Latin letters), relation, and share (0 to 1)."""

    text: str
    language: str
    relation: str
    likelihood: float


def forms_of(slot: str, text: str, source: str, target: str, how_often: Shares) -> tuple[Form, ...]:
    """The forms that a part (Cyrillic, of the source language) takes in the target language, likeliest first."""
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for form in _forms(slot, text, source, target, how_often):
        key = form.text, form.language
        likelihood, relation = found.get(key, (0.0, form.relation))
        found[key] = likelihood + form.likelihood, relation
    ranked = sorted(found.items(), key=lambda kv: (-kv[1][0], kv[0]))
    total = sum(likelihood for likelihood, _ in found.values()) or 1.0
    return tuple(Form(t, lang, relation, p / total) for (t, lang), (p, relation) in ranked)


def _forms(slot: str, text: str, source: str, target: str, how_often: Shares) -> Iterator[Form]:
    groups = spelled(text) if slot == "given" else ()
    if not groups:
        yield from _like(text, source, target, how_often)
    for name, relation in groups:
        for form in _given_forms(name, relation, text, source, target, how_often):
            yield Form(form.text, form.language, form.relation, form.likelihood / len(groups))


def _like(text: str, source: str, target: str, how_often: Shares) -> Iterator[Form]:
    """The word itself in its language, in another its cognates; what could not be restored stays in Latin letters."""
    if script(text) != "Cyrl":
        yield Form(text, "", "itself", how_often.relation["usual"])
        return
    able = _able(text.lower())
    if source not in able:  # a name of parts in two languages
        source = target if target in able or not able else able[0]
    if source == target:
        yield Form(text, target, "itself", how_often.relation["usual"])
        yield from _with_yo(text, how_often.relation) if target == "ru" else ()
        return
    for cognate in cognates(text, target, source=source, limit=int(ranking("cognates", "variants"))):
        yield Form(cognate.text, target, cognate.relation, cognate.likelihood)


def _given_forms(  # noqa: PLR0913, PLR0917 (a group, a form of it, and where to)
    name: GivenName, relation: str, text: str, source: str, target: str, how_often: Shares
) -> Iterator[Form]:
    """The forms of a group of given names: what corresponds to the form asked for, then the others by kind."""
    forms = dict(name.forms)
    full = forms.get(target, ())
    western = how_often.western.get(name.id, how_often.relation["western"])
    if relation != "full":  # a doublet or a short form goes its own way: of Алесь, Alexander is no more than Аляксандр
        usual = {form.text: form for form in _like(text, source, target, how_often)}
        western *= how_often.relation["full"]
    elif source == target:
        usual = {text: Form(text, target, "itself", 1.0)}
    else:
        usual = {form: Form(form, target, "same name", 1.0) for form in full[:1]}
    for form in usual.values():
        yield Form(form.text, target, form.relation, how_often.relation["usual"] * form.likelihood)
    others = {
        "full": [f for f in full if f not in usual],
        "tarask": list(forms.get("tarask", ())) if target == "be" else [],
        "doublet": [f for f in forms.get("doublet", ()) if f not in usual],
        "short": [f for f in forms.get("short", ()) if f not in usual],
        "western": list(forms.get("western", ())),
    }
    weights = {**how_often.relation, "western": western}
    for kind, spellings in others.items():
        # The usual ones stand first in the table.
        steps = [ranking("next_form", "variants") ** i for i in range(len(spellings))]
        for spelling, step in zip(spellings, steps, strict=True):
            language = "" if kind == "western" else target
            yield Form(spelling, language, kind, weights[kind] * step / sum(steps))


_YO_ENDING = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])е(?=ва?$)")


def _with_yo(text: str, how_often: Mapping[str, float]) -> Iterator[Form]:
    """Russian words in which one е stands for ё, as print has it; or ё for е."""
    low = text.lower()
    if "ё" in low:
        yield Form(text.replace("ё", "е").replace("Ё", "Е"), "ru", "е for ё", 1.0)
        return
    ending = _YO_ENDING.search(low)
    stem = [i for i in range(1, len(text)) if low[i] == "е" and not (ending and i == ending.start())]
    places = {"ё in the ending": [ending.start()] if ending else [], "ё in the stem": stem}
    for relation, at in places.items():
        options = [text[:i] + "ё" + text[i + 1 :] for i in at]
        scores = [2.0 ** letters("ru").word(option.lower()) for option in options]
        for option, score in zip(options, scores, strict=True):
            yield Form(option, "ru", relation, how_often[relation] * score / sum(scores))
