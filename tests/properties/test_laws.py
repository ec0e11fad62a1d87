"""Laws that hold for every table and every text."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties.strategies import (
    SYSTEMS,
    any_text,
    cased_words,
    first_and_last,
    hostile_text,
    names,
    registered_spellings,
    words,
    words_for_a_system,
)

import namekit
from namekit.names.parsing import parts
from namekit.names.plain import plain_words
from namekit.names.sounds import readings
from namekit.romanization.orthography import possible
from namekit.romanization.system import parse, system
from namekit.text import APOSTROPHE, repair

STARTER = namekit.Registry.starter()
GOST = "gost779b-rus-2000"
ONE_TO_ONE = ("iso9-bel-1995", "iso9-rus-1995", "iso9-ukr-1995", "gost779b-bel-2000", "gost779b-rus-2000")
ONE_TO_ONE += ("dstu9112a-ukr-2021", "dstu9112b-ukr-2021")


_INITIALS = ["А.", "Yu.", "Ю.А.", "к.", "т"]
_WORDS = ["ПЕТРОВ", "Ho", "ван", "Dr", "Иван,", "Ivanov,", "Анна-Мария", "d’Arc", "O'Neil", "ИванИванович"]
_pieces = st.one_of(names().map(lambda name: name.split(" ")[0]), st.sampled_from(_INITIALS + _WORDS))


@given(st.lists(_pieces, min_size=1, max_size=5), st.sampled_from([" ", ", ", ",", "  "]))
def test_plain_names_are_read_like_all_others(pieces: list[str], between: str) -> None:
    """`parts` reads most names without cutting their text; `parse` cuts every one."""
    name = between.join([" ".join(pieces[:2]), " ".join(pieces[2:])]).strip()
    readings_ = namekit.parse(name).readings
    assert parts(name) == tuple(p for p in readings_[0].parts if p.role != "particle") if readings_ else not parts(name)


@given(hostile_text, st.sampled_from(SYSTEMS))
def test_romanize_raises_only_what_it_says(text: str, system_id: str) -> None:
    namekit.romanize(text, system_id, unknown="keep")
    error: namekit.UnknownLetterError | None = None
    try:
        namekit.romanize(text, system_id)
    except namekit.UnknownLetterError as e:
        error = e
    if error:
        assert error.letter.isalpha()
        assert unicodedata.normalize("NFC", text)[error.position] == error.letter


@given(hostile_text)
def test_resolving_takes_any_text(text: str) -> None:
    r = STARTER.resolve(text)
    assert (r.entity_id is None) == (r.name is None) == (r.status != "match")
    assert 0 <= r.probability <= 1
    assert 0 <= r.nobody <= 1
    assert sum(c.probability for c in r.candidates) + r.nobody <= 1 + 1e-9
    assert "\n" not in namekit.reason(r)


@given(hostile_text)
@settings(max_examples=50)
def test_restoring_takes_any_text(text: str) -> None:
    for spelling in namekit.restore(text, GOST, limit=5):
        assert namekit.romanize(spelling, GOST, unknown="keep") == unicodedata.normalize("NFC", text)


@given(any_text)
def test_a_bad_table_is_a_table_error(text: str) -> None:
    with pytest.raises(namekit.TableError) as e:
        parse(text, "nowhere.toml")
    assert e.value.faults


@given(st.one_of(names(), hostile_text, st.text("ÐÑÃÄÅšžŽRomanРСЎЈі'’ ,.", min_size=1, max_size=9)))
@example("ÐšÐž")  # КО in another encoding, and nothing but letters
def test_a_plain_name_needs_no_repair_but_of_apostrophes(name: str) -> None:
    if plain_words(name):
        assert repair(name)[0] == name.replace("'", APOSTROPHE)


@given(hostile_text)
def test_repair_reports_every_change_and_is_done_once(text: str) -> None:
    repaired, changes = repair(text)
    assert bool(changes) == (repaired != text) or repaired == text.strip()
    assert repair(repaired) == (repaired, ())


@given(st.one_of(hostile_text, cased_words("be"), cased_words("ru"), cased_words("uk")), st.sampled_from(SYSTEMS))
def test_normal_forms_agree(text: str, system_id: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    romanized = [namekit.romanize(t, system_id, unknown="keep") for t in (composed, decomposed)]
    assert romanized[0] == romanized[1]
    assert parts(composed) == parts(decomposed)
    assert readings(composed) == readings(decomposed)
    first, second = STARTER.resolve(composed), STARTER.resolve(decomposed)
    assert (first.status, first.probability) == (second.status, second.probability)


@given(words_for_a_system(), st.sampled_from("'’ʼ"))
def test_apostrophes_are_alike(pair: tuple[str, str], apostrophe: str) -> None:
    system_id, word = pair
    other = word.replace("’", apostrophe)
    if apostrophe not in system(system_id).output:
        assert namekit.romanize(other, system_id) == namekit.romanize(word, system_id)


@given(words_for_a_system())
def test_output_is_within_the_table(pair: tuple[str, str]) -> None:
    system_id, word = pair
    assert set(namekit.romanize(word, system_id)) <= set(system(system_id).output)


@given(words_for_a_system())
def test_capitals_commute(pair: tuple[str, str]) -> None:
    system_id, word = pair
    if sum(c.isalpha() for c in word) > 1:
        assert namekit.romanize(word.upper(), system_id) == namekit.romanize(word, system_id).upper()


@given(st.one_of(words_for_a_system(), st.tuples(st.sampled_from(SYSTEMS), hostile_text)))
def test_steps_rebuild_the_text(pair: tuple[str, str]) -> None:
    system_id, text = pair
    steps = namekit.steps(text, system_id, unknown="keep")
    assert "".join(s.source for s in steps) == unicodedata.normalize("NFC", text)
    written = unicodedata.normalize("NFC", "".join(s.target for s in steps))
    assert written == namekit.romanize(text, system_id, unknown="keep")
    assert [s.start for s in steps[1:]] == [s.end for s in steps[:-1]]


@given(words_for_a_system())
@settings(max_examples=300)
def test_every_possible_source_is_restored(pair: tuple[str, str]) -> None:
    system_id, word = pair
    latin = namekit.romanize(word, system_id)
    restored = namekit.restore(latin, system_id)
    assert restored.cut or word in restored
    assert len(set(restored[:50])) == len(restored[:50])
    assert all(
        namekit.romanize(x, system_id) == latin and possible(x, system(system_id).language) for x in restored[:50]
    )


@given(st.data(), st.sampled_from(ONE_TO_ONE))
@settings(max_examples=300)
def test_one_to_one_systems_restore_the_one(data: st.DataObject, system_id: str) -> None:
    word = data.draw(cased_words(system(system_id).language))
    assert namekit.restore(namekit.romanize(word, system_id), system_id).spellings == (word,)


@given(cased_words("ru"))
@settings(max_examples=500)
def test_gost_b_is_reversible(word: str) -> None:
    restored = namekit.restore(namekit.romanize(word, GOST), GOST)
    assert restored.spellings == (word,)
    assert not restored.cut


@given(words("ru"))
def test_words_are_possible(word: str) -> None:
    assert possible(word, "ru")


@given(registered_spellings())
@settings(max_examples=300)
def test_a_registered_spelling_finds_its_person(pair: tuple[str, str]) -> None:
    entity_id, spelling = pair
    r = STARTER.resolve(spelling)
    assert r.entity_id == entity_id or (r.status == "ambiguous" and entity_id in {c.entity_id for c in r.candidates})


@given(st.permutations(STARTER.entities[:12]))
@settings(max_examples=10)
def test_the_order_of_registration_does_not_matter(entities: list[namekit.Entity]) -> None:
    shuffled = namekit.Registry.from_entities(entities)
    straight = namekit.Registry.from_entities(STARTER.entities[:12])
    for query in ("Lukashenka", "Aleksandr Lukashenko", "Viktar Babaryka", "Сергей Ковалев"):
        assert shuffled.resolve(query).candidates == straight.resolve(query).candidates


@given(st.lists(names(), min_size=2, max_size=12, unique=True), st.data())
@settings(max_examples=60)
def test_probabilities_and_unrelated_people(spellings: list[str], data: st.DataObject) -> None:
    """Probabilities sum to one at most; further people take a match away at most, and never give it to another."""
    people = [namekit.Entity(str(i), [name]) for i, name in enumerate(spellings)]
    few = namekit.Registry.from_entities(people[: len(people) // 2])
    many = namekit.Registry.from_entities(people)
    query = data.draw(st.sampled_from(spellings[: len(people) // 2]))
    before, after = few.resolve(query), many.resolve(query)
    for r in (before, after):
        assert r.nobody + sum(c.probability for c in r.candidates) <= 1 + 1e-9
        assert all(0 <= c.probability <= 1 for c in r.candidates)
    added = {e.id for e in people[len(people) // 2 :]}
    spelt = {n.text for e in people if e.id in added for n in e.names}
    if before.status == "match" and query not in spelt:
        assert after.entity_id in {before.entity_id, None}


def has_words(name: str) -> bool:
    """Whether the name is more than initials, by which nobody is found."""
    return any(p.role != "initial" for p in parts(name))


@given(st.lists(names().filter(has_words), min_size=1, max_size=6, unique=True), st.data())
@settings(max_examples=60)
def test_a_registered_spelling_is_its_person_or_ambiguous(spellings: list[str], data: st.DataObject) -> None:
    registry = namekit.Registry.from_entities(namekit.Entity(str(i), [name]) for i, name in enumerate(spellings))
    i = data.draw(st.integers(0, len(spellings) - 1))
    r = registry.resolve(spellings[i])
    assert r.entity_id == str(i) or (r.status == "ambiguous" and str(i) in {c.entity_id for c in r.candidates})


def letters(*texts: str) -> Counter[str]:
    return Counter(c for text in texts for c in text if c.isalpha())


@given(st.one_of(hostile_text, names()))
@settings(max_examples=300)
def test_parsing_takes_any_text_and_accounts_for_every_letter(text: str) -> None:
    parsed = namekit.parse(text)
    beside = [a.text for a in parsed.aside] + [u.text for u in parsed.unread]
    for reading in parsed.readings:
        assert letters(parsed.text) == letters(*beside, *(p.text for p in reading.parts))
    if not parsed.readings:
        assert parsed.unread or parsed.aside
        assert letters(parsed.text) == letters(*beside)
    for piece in (*parsed.aside, *parsed.unread):
        assert parsed.text.startswith(piece.text, piece.start)


@given(st.one_of(hostile_text, names()))
def test_likelihoods_sum_to_one(text: str) -> None:
    parsed = namekit.parse(text)
    assert sum(share for _, share in parsed.languages) == pytest.approx(1)
    if parsed.readings:
        assert sum(r.likelihood for r in parsed.readings) == pytest.approx(1)
        assert parts(text) == tuple(p for p in parsed.readings[0].parts if p.role != "particle")


def roles_of(text: str) -> dict[tuple[tuple[str, str], ...], float]:
    """The readings without case: text and role of each part, with the likelihood."""
    return {
        tuple((p.text.casefold(), p.role) for p in r.parts): round(r.likelihood, 9)
        for r in namekit.parse(text).readings
    }


@given(names())
@settings(max_examples=300)
def test_case_throughout_does_not_matter(text: str) -> None:
    title = " ".join(word.capitalize() for word in text.split(" "))
    assert roles_of(text.upper()) == roles_of(text.lower()) == roles_of(title)


@given(first_and_last)
@settings(max_examples=300)
def test_a_comma_does_not_change_the_roles(pair: tuple[str, str]) -> None:
    first, last = pair
    expected = {(first.casefold(), "given"), (last.casefold(), "surname")}
    for text in (f"{first} {last}", f"{last}, {first}", f"{first} {last.upper()}", f"{last.upper()} {first}"):
        assert {(p.text.casefold(), p.role) for p in parts(text)} == expected
