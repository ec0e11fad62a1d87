"""In which encoding a text file is, by evidence: its marks, its validity, and the letters that it would hold.

For the single-byte encodings each reading of the bytes is weighed in bits: words of Cyrillic letters by the letter
models of the three languages (`namekit.romanization.likelihood`), all else by tables/sheets.toml. A reading as noise
is one of the hypotheses, so a file in none of the encodings is refused and not guessed.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from namekit.errors import InputError
from namekit.romanization.likelihood import letters, shares_of
from namekit.romanization.orthography import LANGUAGES, orthography
from namekit.table import read_table

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EVERY_BYTE = bytes(range(256))
ESCAPE = "surrogateescape"  # keeps bytes that a single-byte encoding does not have
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Charset:
    """An encoding as Python calls it, the bytes of the mark that the file begins with, and what spoke for it.

    `checked` says that all bytes of the file were found to be of it.
    """

    encoding: str
    bom: bytes
    evidence: str
    checked: bool = False

    @property
    def errors(self) -> str:
        """What Python's codecs do with bytes that it does not have: refuse them, or keep them."""
        return "strict" if self.encoding.startswith("utf") else ESCAPE


def given_charset(name: str, start: bytes) -> Charset:
    """The encoding that the user says; the mark at the file's start is kept.

    Raises InputError where it is unknown, or could not give every byte back.
    """
    advice = "for instance utf-8, utf-16, cp1251, koi8-u, cp866, mac-cyrillic"
    try:
        known = {"utf-8-sig": "utf-8"}.get(codecs.lookup(name).name, codecs.lookup(name).name)
        every = "" if known.startswith("utf-") else _EVERY_BYTE.decode(known, ESCAPE)
        whole = not every or (len(every) == len(_EVERY_BYTE) and every.encode(known, ESCAPE) == _EVERY_BYTE)
    except (LookupError, TypeError, UnicodeError) as e:
        raise InputError(f"no encoding {name!r}", advice=advice) from e
    if not whole or known in {"utf-7", "utf-32"}:
        raise InputError(f"the encoding {name!r} cannot be kept byte for byte", advice=advice)
    if known == "utf-16":
        known = "utf-16-be" if start.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    bom = next((bom for bom, encoding in _BOMS if encoding == known and start.startswith(bom)), b"")
    return Charset(known, bom, "as asked for")


def find_charset(chunks: Iterable[bytes], label: str) -> Charset:
    """The encoding of a file, read once in chunks. Raises InputError where the evidence does not decide."""
    evidence = _Evidence()
    for chunk in chunks:
        if not evidence.start:
            evidence.start = chunk[:4096]
            for bom, encoding in _BOMS:
                if chunk.startswith(bom):
                    return Charset(encoding, bom, "by its byte order mark")
            if wide := _wide(evidence.start):
                return Charset(wide, b"", "by its zero bytes")
        evidence.add(chunk)
        if evidence.full:
            break
    if evidence.utf8:
        said = "all its bytes are valid UTF-8" if evidence.sample else "it is plain ASCII"
        return Charset("utf-8", b"", said, checked=evidence.whole)
    shares = weigh_encodings(bytes(evidence.sample))
    best = max(shares, key=lambda encoding: shares[encoding])
    if best == "" or shares[best] < read_table("", "sheets")["encodings"]["sure"]:
        likely = ", ".join(e for e in sorted(shares, key=lambda e: -shares[e]) if e and shares[e] > 0.01)  # noqa: PLR2004
        raise InputError(
            "cannot tell its encoding" + (f": {likely}?" if likely else ""), file=label, advice="say --encoding"
        )
    return Charset(best, b"", "by its letters")


class _Evidence:
    """What was seen of a file so far."""

    def __init__(self) -> None:
        self.start = b""
        self.sample = bytearray()
        self.utf8 = True
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._most: int = read_table("", "sheets")["encodings"]["sample"]

    def add(self, chunk: bytes) -> None:
        """Take in the next bytes of the file."""
        if self.utf8:
            try:
                self._decoder.decode(chunk)
            except UnicodeDecodeError:
                self.utf8 = False
        if len(self.sample) >= self._most or chunk.isascii():
            return
        for line in chunk.splitlines():
            if len(self.sample) < self._most and not line.isascii():
                self.sample += line[: self._most] + b"\n"

    @property
    def whole(self) -> bool:
        """Whether no letter is cut at the end."""
        return not self._decoder.getstate()[0]

    @property
    def full(self) -> bool:
        """Whether more bytes would say no more."""
        return not self.utf8 and len(self.sample) >= self._most


def _wide(start: bytes) -> str:
    """UTF-16 without a mark: Latin letters have a zero byte, Cyrillic ones a four, always on the same side."""
    if len(start) < 4 or b"\0" not in start:  # noqa: PLR2004
        return ""
    even, odd = (sum(c in (0, 4) for c in start[side::2]) / (len(start) // 2) for side in (0, 1))
    return "utf-16-le" if odd > 0.8 > even else "utf-16-be" if even > 0.8 > odd else ""  # noqa: PLR2004


def weigh_encodings(sample: bytes) -> dict[str, float]:
    """Probabilities (0 to 1, summing to one) of the single-byte encodings, and of "": none of them."""
    table = read_table("", "sheets")["encodings"]
    bits = {encoding: _reading_bits(sample, encoding, table) for encoding in table["single_byte"]}
    bits[""] = -table["noise_bits"] * len(_HIGH.findall(sample))
    return shares_of(bits)


def _reading_bits(sample: bytes, encoding: str, table: dict[str, Any]) -> float:
    """log2 of how likely the text is, if it is in this encoding; only what is not ASCII is weighed."""
    text = sample.decode(encoding, "replace")
    models, word_pattern = [letters(language) for language in LANGUAGES], _words()
    bits = 0.0
    for word, n in Counter(word_pattern.findall(text)).items():
        bits += n * max(model.word(word.lower()) for model in models)
        if not (word.islower() or word.isupper() or word[1:].islower()):
            bits -= n * table["case_bits"]
    for sign, n in Counter(word_pattern.sub("", text)).items():
        if sign == "\ufffd":
            bits -= n * table["absent_bits"]
        elif sign > "\x7f":
            bits -= n * (table["common_bits"] if sign in table["common"] else table["other_bits"])
    return bits


@cache
def _words() -> re.Pattern[str]:
    alphabet = "".join(sorted({c for language in LANGUAGES for c in orthography(language).alphabet if c.isalpha()}))
    return re.compile(f"[{alphabet}{alphabet.upper()}]+")
