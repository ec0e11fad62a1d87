"""Whose wife, brother or lawyer is meant: then it is somebody else than who is named."""

from namekit.names import descriptions
from namekit.names.cases import is_inflected
from namekit.names.descriptions import Relative
from namekit.names.parsing import parts
from namekit.names.plain import plain_words
from namekit.names.scripts import in_latin
from namekit.names.words import phrase_length
from namekit.text import repair, script


def relative(name: str) -> Relative | None:
    """The word by which a text may mean somebody's relative, not who is named; None in nearly all texts.

    Where the name is inflected, this other person is meant (жена Сергея Иванова); in the nominative the word says what
    the named person is (жена Светлана Иванова). It is `sure` with *of*, and where the name is likelier inflected than
    not. A surname alone, which may be either (брат Лукашенко), is taken for inflected.
    """
    if plain_words(name):
        return None
    found = descriptions.relative(in_latin(repair(name)[0])[0])
    if found is None or found.sure:
        return found
    title = phrase_length("title", [found.word.lower()], 0) > 0
    alone = not title and script(name) == "Cyrl" and all(part.role != "given" for part in parts(name))
    return found._replace(sure=alone or is_inflected(name))
