"""Laws of names in another language."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.strategies import cased_words, hostile_text, words

import namekit
from namekit.names.surnames import endings
from namekit.relations.correspondences import ending_pairs, respell
from namekit.romanization.orthography import LANGUAGES, possible

DIRECTIONS = [(a, b) for a in LANGUAGES for b in LANGUAGES if a != b]


@given(hostile_text, st.sampled_from(LANGUAGES), st.sampled_from([None, *LANGUAGES]))
def test_cognates_raise_only_what_they_say(text: str, language: str, source: str | None) -> None:
    with contextlib.suppress(namekit.InputError):
        found = namekit.cognates(text, language, source=source)
        assert found == namekit.cognates(text, language, source=source)


@given(st.data(), st.sampled_from(DIRECTIONS))
@settings(max_examples=300)
def test_cognates_are_possible_and_ranked(data: st.DataObject, direction: tuple[str, str]) -> None:
    source, target = direction
    word = data.draw(cased_words(source))
    found = namekit.cognates(word, target, source=source, limit=100)
    assert all(possible(c.text, target) for c in found)
    assert len({c.text for c in found}) == len(found)
    shares = [c.likelihood for c in found]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1 + 1e-9
    assert found[:3] == namekit.cognates(word, target, source=source, limit=3)


@given(st.data(), st.sampled_from(DIRECTIONS))
def test_the_style_of_capitals_is_kept(data: st.DataObject, direction: tuple[str, str]) -> None:
    source, target = direction
    word = data.draw(words(source))
    low = [c.text for c in namekit.cognates(word, target, source=source)]
    titled = namekit.cognates(word[:1].upper() + word[1:], target, source=source)
    assert [c.text for c in titled] == [text[:1].upper() + text[1:] for text in low]
    if len(word) > 1 and word.upper().isupper():
        capitals = namekit.cognates(word.upper(), target, source=source)
        assert [c.text for c in capitals] == [text.upper() for text in low]


@given(st.data(), st.sampled_from(DIRECTIONS), st.sampled_from([0, 1]))
@settings(max_examples=300)
def test_a_surname_keeps_its_gender(data: st.DataObject, direction: tuple[str, str], gender: int) -> None:
    source, target = direction
    pairs = [e.forms for e in endings() if not e.nouns and len(e.forms[source][0]) > 1]
    ending = data.draw(st.sampled_from(pairs))[source][0][gender]
    surname = data.draw(words(source)) + ending
    longest = max((c.source for c in ending_pairs(source, target) if surname.endswith(c.source)), key=len)
    theirs = tuple(c.target for c in ending_pairs(source, target) if c.source == longest)
    assert all(text.endswith(theirs) for text, _ in respell(surname, source, target))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_long_words_cost_their_length(direction: tuple[str, str]) -> None:
    source, target = direction
    assert len(namekit.cognates("тарасова" * 25, target, source=source)) == 10
