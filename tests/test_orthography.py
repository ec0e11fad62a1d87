"""What a word can look like."""

import pytest

from namekit.romanization.orthography import orthography, possible


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("подъезд", "ru", True),
        ("ЩУКИН", "ru", True),
        ("ьмя", "ru", False),
        ("подъ", "ru", False),
        ("ыва", "ru", False),
        ("маль", "ru", True),
        ("быкаў", "be", True),
        ("сям’я", "be", True),
        ("щука", "be", False),
        ("сьвятлана", "be-tarask", True),
        ("ґанак", "be-tarask", True),
        ("кйот", "be", False),
        ("комп’ютер", "uk", True),
        ("быть", "uk", False),
        ("", "ru", True),
    ],
)
def test_possible(word: str, language: str, expected: bool) -> None:  # noqa: FBT001
    assert possible(word, language) is expected


@pytest.mark.parametrize("language", ["be", "be-tarask", "ru", "uk"])
def test_tables_are_whole(language: str) -> None:
    o = orthography(language)
    assert set(o.vowels) | set(o.consonants) | set(o.signs) == set(o.alphabet)
    assert not set(o.unlike) & set(o.alphabet)


def test_another_language_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        orthography("pl")
