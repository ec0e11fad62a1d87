"""What is kept in flat arrays comes back as it was given."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from namekit.entity import Entity, Name
from namekit.packed import Packed, ids, kept
from namekit.resolver.flat import Chains, Rows
from namekit.resolver.vocabulary import ORDER, packed, unpacked

NUMBERS = st.integers(0, 2**32 - 1)
TEXTS = st.text(st.characters(), min_size=1).filter(str.strip)  # lone surrogates, too
NAMES = st.builds(
    Name,
    st.one_of(TEXTS, TEXTS.map("[".__add__)),
    st.sampled_from([None, "be", ""]),
    st.sampled_from(["primary", "weak", "former"]),
)
PEOPLE = st.builds(
    Entity,
    TEXTS,
    st.one_of(TEXTS, st.lists(NAMES, min_size=1, max_size=3)),
    st.sampled_from([None, "", "1962-09"]),
    st.sampled_from([None, "female"]),
    st.sampled_from([(), ("BY", "LT")]),
)


@given(st.lists(st.lists(NUMBERS, max_size=5)))
def test_rows_come_back(given_rows: list[list[int]]) -> None:
    rows = Rows()
    for row in given_rows:
        rows.append(row)
    assert [list(rows[at]) for at in range(len(rows))] == given_rows


@given(st.lists(st.tuples(st.sampled_from("abc"), NUMBERS)))
def test_numbers_come_back_under_their_key_the_latest_first(pairs: list[tuple[str, int]]) -> None:
    chains, expected = Chains(), defaultdict(list)
    for key, number in pairs:
        chains.add(key, number)
        expected[key].insert(0, number)
    for key in "abcd":
        assert chains[key] == expected[key]
        assert (key in chains) == bool(expected[key])


@given(st.dictionaries(st.integers(0, 2**28), st.sampled_from(sorted(ORDER))))
def test_levels_come_back(levels: dict[int, str]) -> None:
    assert dict(unpacked(packed(levels.items()))) == levels


@given(st.lists(PEOPLE, max_size=6), st.integers(0, 6))
def test_people_come_back_packed_or_not(people: list[Entity], few: int) -> None:
    held = kept(iter(people), few)
    assert isinstance(held, Packed) == (len(people) > few)
    assert (len(held), tuple(held), ids(held)) == (len(people), tuple(people), [one.id for one in people])
    assert [held[at] for at in range(-len(people), len(people))] == people + people
    assert held[1::2] == tuple(people[1::2])
