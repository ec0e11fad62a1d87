"""Laws of relations, alignments, comparisons and explanations."""

import math
import unicodedata
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.strategies import first_and_last, hostile_text, listed_names, registered_spellings, words

import namekit
from namekit import Link, Registry, compare, explain, relate, romanize
from namekit.names.kin import given_names
from namekit.names.sounds import heard, readings
from namekit.relations.alignment import align
from namekit.relations.correspondences import respelling
from namekit.relations.kinship import cognates
from namekit.romanization.habits import habits
from namekit.romanization.orthography import LANGUAGES, possible
from namekit.text import low, repair

STARTER = Registry.starter()
language = st.sampled_from(LANGUAGES)
roles = st.sampled_from(["given", "patronymic", "surname", "unknown"])


@st.composite
def parts_of_a_name(draw: st.DrawFn) -> tuple[str, str]:
    """Two spellings: of the same listed name mostly, in Cyrillic or romanized; or whatever text."""
    code = draw(language)
    name = draw(st.one_of(*map(st.sampled_from, listed_names(code)), words(code)))
    systems = [s.id for s in namekit.systems() if s.language == code]

    def spelled(draw: st.DrawFn) -> str:
        how = draw(st.sampled_from(["itself", "latin", "latin", "cognate", "other"]))
        if how == "latin":
            return romanize(name, draw(st.sampled_from(systems)), unknown="keep")
        if how == "cognate" and possible(name, code):
            return next((c.text for c in cognates(name, draw(language), source=code, limit=1)), name)
        return name if how == "itself" else draw(st.one_of(hostile_text, words("ru")))

    return spelled(draw), spelled(draw)


@given(st.one_of(parts_of_a_name(), st.tuples(hostile_text, hostile_text)))
@settings(max_examples=100)
def test_letters_add_up_to_the_spellings_either_way_round(pair: tuple[str, str]) -> None:
    one, other = pair
    there, back = align(one, other), align(other, one)
    assert "".join(a.one for a in there) == unicodedata.normalize("NFC", one)
    assert "".join(a.other for a in there) == unicodedata.normalize("NFC", other)
    assert [(a.other, a.one, a.sounds[::-1], a.how) for a in back] == [(a.one, a.other, a.sounds, a.how) for a in there]
    assert all(a.how != "letters" for a in there if a.one.casefold() != a.other.casefold())
    assert all(a.sounds[0] == a.sounds[1] != "" for a in there if a.how == "sound")


@given(st.one_of(hostile_text, language.flatmap(words)))
def test_what_is_heard_is_the_reading(token: str) -> None:
    for reading in readings(token):
        found = heard(token, reading.house)
        assert "".join(found.graphemes) == unicodedata.normalize("NFC", token)
        assert "".join(sound for sound, _, _ in found.sounds) == reading.sounds
        assert "".join(sound for sound, _, _ in found.merged) == reading.merged
        assert all(0 <= a < b <= len(found.graphemes) for _, a, b in (*found.sounds, *found.merged))


@given(parts_of_a_name(), roles)
@settings(max_examples=40)
def test_a_relation_is_a_chain_of_true_links_either_way_round(pair: tuple[str, str], role: str) -> None:
    one, other = pair
    relation = relate(one, other, role)  # type: ignore[arg-type]
    assert relate(other, one, role).links == relation.links[::-1]  # type: ignore[arg-type]
    assert "\n" not in namekit.in_words(relation).replace(one, "").replace(other, "")
    assert "".join(a.one for a in relation.alignment) == repair(one)[0]
    here = one
    for link in relation.links:
        assert low(here) in {low(link.source), low(link.target)}
        here = link.target if low(link.source) == low(here) else link.source
        assert holds(link), link
    assert not relation.links or low(here) == low(other)


def holds(link: Link) -> bool:
    """Whether what a link says can be replayed."""
    source, target = low(link.source), low(link.target)
    if link.kind == "system":
        return low(romanize(source, link.by, unknown="keep")) == target
    if link.kind == "habit":
        return low(habits()[link.by].apply(source)) == target
    if link.kind == "cognate" and ":" in link.by and "-" not in source:
        return respelling(*link.languages).path(source, target) is not None
    if link.kind in {"short", "doublet", "western"}:
        return {source, target} <= forms_of_group()[link.by]
    return link.kind in {"identical", "cognate", "gender", "patronymic", "yo", "sounds"}


@cache
def forms_of_group() -> dict[str, set[str]]:
    return {name.id: {low(form) for _, forms in name.forms for form in forms} for name in given_names()}


@given(first_and_last, first_and_last, st.floats(0.001, 0.999))
@settings(max_examples=40)
def test_comparing_is_symmetric_and_adds_up(one: tuple[str, str], other: tuple[str, str], prior: float) -> None:
    a, b = " ".join(one), ", ".join(other[::-1])
    there, back = compare(a, b, prior=prior), compare(b, a, prior=prior)
    assert there.bits == back.bits
    assert there.probability == back.probability
    assert 0 <= there.probability <= 1
    assert there.bits == pytest.approx(math.log2(prior / (1 - prior)) + sum(e.bits for e in there.evidence))
    mirrored = sorted((e.kind, e.registered, e.query, e.bits) for e in back.evidence)
    assert mirrored == sorted((e.kind, e.query, e.registered, e.bits) for e in there.evidence)


@given(first_and_last)
@settings(max_examples=25)
def test_a_name_is_most_like_itself(name: tuple[str, str]) -> None:
    assert compare(" ".join(name), f"{name[1].upper()} {name[0]}").probability > 0.9


@given(st.one_of(registered_spellings().map(lambda pair: pair[1]), hostile_text))
@settings(max_examples=40)
def test_evidence_adds_up_to_the_odds_over_nobody(query: str) -> None:
    explanation = explain(STARTER, query)
    resolution = explanation.resolution
    for candidate in (*resolution.candidates, *explanation.candidates):
        if candidate.probability > 1e-250:
            bits = resolution.prior + sum(e.bits for e in candidate.evidence)
            assert bits == pytest.approx(math.log2(candidate.probability / resolution.nobody), abs=1e-6)
    if explanation.account and explanation.other:
        ahead = explanation.account.bits - explanation.other.bits
        assert ahead > -1e-9
        assert sum(d.bits for d in explanation.differences) == pytest.approx(ahead, abs=0.2)
