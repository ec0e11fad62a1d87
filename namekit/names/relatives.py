"""Whose wife, brother or lawyer is meant: then it is somebody else than who is named."""

from typing import NamedTuple

from namekit.names import descriptions
from namekit.names.cases import is_inflected
from namekit.names.parsing import parts
from namekit.names.plain import plain_words
from namekit.names.scripts import in_latin
from namekit.names.words import phrase_length
from namekit.text import repair, script


class Relative(NamedTuple):
    """A word beside a name for somebody's relative, friend or lawyer.

    Where the name is inflected, this other person is meant: жена Сергея Иванова. In the nominative the word says what
    the named person is: жена Светлана Иванова. `sure`: somebody else is meant, however the name is read.
    """

    word: str
    sure: bool


def relative(name: str) -> Relative | None:
    """The word by which a text may mean somebody's relative, not who is named; None in nearly all texts.

    It surely does with *of*, and where the name is likelier inflected than not. A surname alone, which may be either
    (брат Лукашенко), is taken for inflected.
    """
    if plain_words(name):
        return None
    found = descriptions.relative(in_latin(repair(name)[0])[0])
    if found is None:
        return None
    title = phrase_length("title", [found.word.lower()], 0) > 0
    alone = not title and script(name) == "Cyrl" and all(part.role != "given" for part in parts(name))
    return Relative(found.word, found.of or alone or is_inflected(name))
