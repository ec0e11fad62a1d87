"""The forms that a part of a name may take before it is romanized: its own, its cognates', and western ones."""

import heapq
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from namekit.errors import InputError
from namekit.kinship import cognates
from namekit.likelihood import letters, ranking
from namekit.names import GivenName, given, given_names, spelled
from namekit.orthography import LANGUAGES, possible
from namekit.parsing import parts
from namekit.restoration import readings
from namekit.shares import Shares
from namekit.text import repair, script


@dataclass(frozen=True, slots=True)
class Source:
    """A name as one language has it: its parts in Cyrillic, each (given | patronymic | surname | g | p, text)."""

    language: str
    parts: tuple[tuple[str, str], ...]
    weight: float


def sources_of(name: str, language: str | None) -> tuple[Mapping[str, str], tuple[Source, ...]]:
    """The parts of a name as they stand, and in Cyrillic, by language. Raises InputError where there is no letter."""
    known = _known(name)
    if not known:
        msg = f"no name in {name!r}: variants are made of Cyrillic or Latin letters"
        raise InputError(msg)
    shares = {language: 1.0} if language else _languages(name)
    least = ranking("source", "variants")
    cyrillic = script("".join(known.values())) == "Cyrl"
    found = []
    for code, share in shares.items():
        if share >= least:
            every = [(tuple(known.items()), 1.0)] if cyrillic else _restored(known, code)
            found += [Source(code, slots, share * weight) for slots, weight in every]
    total = math.fsum(s.weight for s in found)
    return known, tuple(Source(s.language, s.parts, s.weight / total) for s in found)


def _known(name: str) -> dict[str, str]:
    """The parts by name; those of one kind together, what has no clear place with the surname."""
    texts: dict[str, list[str]] = {}
    initials = iter("gp")
    for part in parts(repair(name)[0]):
        slot = next(initials, "") if part.role == "initial" else part.role
        texts.setdefault(slot if slot in _SLOTS else "surname", []).append(_titled(part.text))
    return {slot: " ".join(texts[slot]) for slot in _SLOTS if slot in texts}


_SLOTS = ("given", "g", "patronymic", "p", "surname")


def _titled(word: str) -> str:
    """A word in capitals or in lower case, with a capital in front; else as it is."""
    return "-".join(w.capitalize() for w in word.split("-")) if word.isupper() or word.islower() else word


def _languages(name: str) -> dict[str, float]:
    """The languages that the spelling may be of, with their shares."""
    low = [w for w in repair(name)[0].lower().replace("-", " ").split() if w.isalpha()]
    fits = [code for code in LANGUAGES if all(possible(w, code) for w in low)] or list(LANGUAGES)
    scores = {code: math.fsum(letters(code).word(w) for w in low) for code in fits}
    top = max(scores.values())
    total = math.fsum(2.0 ** (score - top) for score in scores.values())
    return {code: 2.0 ** (score - top) / total for code, score in scores.items()}


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
    kin = given(latin) if slot == "given" else None
    if kin and kin.groups:
        usual = [dict(n.forms)[language][0] for n in given_names() if n.id in kin.groups and language in dict(n.forms)]
        if usual:
            return [(form, 1 / len(usual)) for form in usual]
    found = readings(latin, language, limit=int(ranking("readings", "variants")))
    return [(r.text, r.likelihood) for r in found] or [(latin, 1.0)]


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling: its language ("" for a western one, in Latin letters), relation, and share (0 to 1) in the language."""

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
    """The word itself in its language, in another its cognates."""
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
        steps = [4.0**-i for i in range(len(spellings))]  # the usual ones stand first in the table
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
