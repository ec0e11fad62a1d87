"""ICU as a witness for the three BGN/PCGN tables; each known difference is named."""

import pytest

import namekit
from namekit.names.kin import name_list

icu = pytest.importorskip("icu", reason="the extra `icu` is not installed")

ORACLES = {
    "bgnpcgn-bel-1979": "Belarusian-Latin/BGN",
    "bgnpcgn-rus-1947": "Russian-Latin/BGN",
    "bgnpcgn-ukr-1965": "Ukrainian-Latin/BGN",
}


@pytest.mark.parametrize(("system_id", "oracle"), ORACLES.items())
def test_icu_agrees(system_id: str, oracle: str) -> None:
    """Known difference: ICU writes the primes ʹ ʺ where BGN/PCGN prints ’ ”."""
    transliterator = icu.Transliterator.createInstance(oracle)
    language = {"bel": "be", "rus": "ru", "ukr": "uk"}[system_id.split("-")[1]]
    for name in name_list(language):
        theirs = transliterator.transliterate(name).translate(str.maketrans("ʹʺ", "’”"))
        assert namekit.romanize(name, system_id) == theirs


def test_where_icu_is_not_followed() -> None:
    """ICU knows one apostrophe of three, and writes capitals as in a title."""
    transliterator = icu.Transliterator.createInstance("Belarusian-Latin/BGN")
    written = {transliterator.transliterate(f"сям{a}я") for a in "'’ʼ"}
    assert len(written) > 1
    assert {namekit.romanize(f"сям{a}я", "bgnpcgn-bel-1979") for a in "'’ʼ"} == {"syam”ya"}
