"""Laws of variants."""

import contextlib
from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from properties.strategies import cased_words, hostile_text, names

import namekit
from namekit.names.parsing import parse
from namekit.names.surnames import endings, surname_gender
from namekit.table import read_table

SURNAMES = read_table("names", "surnames")["surname"]
MASCULINE = {pair[0]: pair[1] for e in endings() for forms in e.forms.values() for pair in forms if len(pair) > 1}
OF_MEN = sorted(
    {
        row[code]
        for row in SURNAMES
        for code in ("be", "ru", "uk")
        if code in row and surname_gender(row[code]) == "male"
    }
)
ANY_NAME = st.one_of(names(), cased_words("be"), cased_words("ru"), cased_words("uk"))


@given(ANY_NAME)
@settings(max_examples=60)
def test_every_recipe_replayed_gives_the_variant(name: str) -> None:
    assume(parse(name).readings)
    likelihood = float("inf")
    met = set()
    for variant in islice(namekit.variants(name), 200):
        assert variant.likelihood <= likelihood
        likelihood = variant.likelihood
        assert variant.text not in met
        met.add(variant.text)
        assert sum(r.share for r in variant.recipes) == pytest.approx(1)
        assert all(r.replay() == variant.text for r in variant.recipes)


@given(ANY_NAME)
@settings(max_examples=40)
def test_the_name_itself_is_among_its_variants(name: str) -> None:
    assume(parse(name).readings)
    assert any(v.text == name for v in namekit.variants(name))


@given(st.sampled_from(OF_MEN))
@settings(max_examples=40)
def test_variants_of_a_mans_surname_are_masculine(surname: str) -> None:
    for variant in islice(namekit.variants(surname), 300):
        for recipe in variant.recipes:
            assert all(surname_gender(text) != "female" for slot, text in recipe.forms if slot == "surname")
        assert surname_gender(variant.text) != "female", variant.text


@given(hostile_text)
@settings(max_examples=60)
def test_variants_take_any_text_or_say_why_not(text: str) -> None:
    with contextlib.suppress(namekit.InputError):
        found = list(islice(namekit.variants(text), 20))
        assert found
        assert parse(text).readings
