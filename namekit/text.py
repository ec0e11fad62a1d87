"""Repair of what keyboards, OCR and spreadsheets do to names; scripts and tokens.

Nothing is changed in silence: `repair` returns the text together with every change it made.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Literal, NewType

Repaired = NewType("Repaired", str)
"""Text that went through `repair`: NFC, one kind of apostrophe and of space, one script a word."""

Script = Literal["Cyrl", "Latn", "mixed", "other", "none"]
ChangeKind = Literal[
    "encoding",
    "entity",
    "normal form",
    "stress mark",
    "apostrophe",
    "invisible",
    "space",
    "look-alike",
    "digit",
    "possessive",
    "left over",
    "lost letter",
    "script",
    "run together",
    "hyphen",
]

APOSTROPHE = "’"
# U+2018 and U+201B are quotation marks by name, the rest accents or primes: all typed for the apostrophe.
_APOSTROPHES = "'‘‛ʼʻ´`′＇ʹˈ"
_ANY_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_TO_APOSTROPHE = str.maketrans(dict.fromkeys("'ʼ´′", APOSTROPHE))
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]")
_STRESS = re.compile("(?<=[\u0400-\u052f])[\u0300\u0301]")  # dictionaries mark the stressed vowel
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+")

# Letters with a space after each (И В А Н О В), words apart by more: so many are no initials any more.
SPACED = 4
_SPACED = re.compile(rf"(?<!\S)[^\W\d_](?:\s[^\W\d_]){{{SPACED - 1},}}(?!\S)")

# HTML that was taken for text. With the semicolon alone: "R&D" and "&lt" are as they are.
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]*|#\d+|#[xX][0-9A-Fa-f]+);")

# Digits that optical recognition gives for letters: О anywhere in a word, З before letters (Иванов3 has a footnote, and
# 3Иванов a number before it).
_DIGIT = re.compile(
    "(?<=[\u0400-\u052f])(?:0(?!\\d)|3(?=[\u0400-\u052f]))"
    "|(?<!\\w)[03](?=[\u0430-\u045f\u0491]{2}|[\u0400-\u042f]{2}(?![\u0430-\u045f]))"
)

POSSESSIVE = re.compile(f"(?<=[A-Za-z\u00c0-\u024f]){APOSTROPHE}[sS]$")  # Lukashenko's, as English texts have it

_ONE_SCRIPT = re.compile("[ -~’]*|[ -@[-`{-~’\u0400-\u052f]*")  # nothing to tell apart

# Letters that print alike in the two scripts (Unicode confusables, the single-letter pairs of
# Latin and the Cyrillic of be, ru, uk), plus kra, which optical recognition gives for к.
_LATIN, _CYRILLIC = "AaBCcEeHIiJjKMOoPpSsTXxYyĸÏïËë", "АаВСсЕеНІіЈјКМОоРрЅѕТХхУукЇїЁё"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN.replace("ĸ", "k"))

# Letters that a romanization for another language leaves (Navumaў, made by a Russian one), as BGN/PCGN writes them.
_LEFT_OVER = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "’", "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ў": "ŭ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One repair: what stood there and what stands there now (`position` in the text before it)."""

    kind: ChangeKind
    position: int
    before: str
    after: str


@lru_cache(maxsize=4096)
def letter_script(letter: str) -> Script:
    """Script of one character; "none" for what is no letter."""
    if "a" <= letter <= "z" or "A" <= letter <= "Z":
        return "Latn"
    if not letter.isalpha() or letter == "ʹ":
        return "none"
    if "\u0400" <= letter <= "\u052f":
        return "Cyrl"
    return "Latn" if unicodedata.name(letter, "").startswith("LATIN") or letter == "ĸ" else "other"


@lru_cache(maxsize=16_384)
def script(text: str) -> Script:
    """Script of the letters of `text`: one of them, "mixed", or "none" where it holds no letter."""
    found = {letter_script(c) for c in text} - {"none"}
    return found.pop() if len(found) == 1 else "mixed" if found else "none"


def apostrophes(text: str) -> str:
    """The signs that stand for an apostrophe in running text (' ’ ʼ ´ ′), as U+2019."""
    return text.translate(_TO_APOSTROPHE)


def unmix(word: str) -> str:
    """A word of both scripts as a word of one, where look-alike letters explain the mixture.

    The script with letters that cannot be mistaken wins; a tie goes to the script with more letters.
    """
    if script(word) != "mixed":
        return word
    word = _STRESSED.sub(lambda m: _unstressed(m.group()), word)
    certain = {letter_script(c) for c in word if c not in _LATIN and c not in _CYRILLIC}
    if certain == {"Cyrl"}:
        return word.translate(_TO_CYRILLIC)
    if certain == {"Latn"}:
        return word.translate(_TO_LATIN)
    if not certain:
        cyrillic = sum(letter_script(c) == "Cyrl" for c in word)
        return word.translate(_TO_CYRILLIC if cyrillic * 2 >= len(word) else _TO_LATIN)
    return word


_STRESSED = re.compile("[áéíóúýàèìòùÁÉÍÓÚÝÀÈÌÒÙ]")


def _unstressed(letter: str) -> str:
    """A Latin vowel with a stress mark, typed for a stressed Cyrillic one, without the mark."""
    return unicodedata.normalize("NFD", letter)[0]


def repair(text: str) -> tuple[Repaired, tuple[Change, ...]]:
    """`text` in NFC, with one kind of apostrophe and space and one script a word, and what was changed.

    UTF-8 that was read in another encoding is decoded anew; if it only looks so once the rest is repaired, then. The
    steps run in this order; the positions of a step's changes count in the text that it was given.
    """
    changes: list[Change] = []
    while True:
        text = _composed(text, changes)
        if looks_misread(text) and (decoded := _decoded(text)) != text:
            changes.append(Change("encoding", 0, text, decoded))
            text = _composed(decoded, changes)
        text = _mended(text, changes)
        if not looks_misread(text) or _decoded(text) == text:
            return Repaired(text), tuple(changes)


def _composed(text: str, changes: list[Change]) -> str:
    text = _replace(_ENTITY, lambda m: unescape(m.group()), "entity", text, changes) if "&" in text else text
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        changes.append(Change("normal form", 0, text, composed))
    return composed


def _mended(text: str, changes: list[Change]) -> str:
    text = _replace(_STRESS, lambda _: "", "stress mark", text, changes)
    text = _replace(_INVISIBLE, lambda _: "", "invisible", text, changes)
    text = _replace(_SPACED, _joined, "space", text, changes)  # while two spaces still tell words apart
    text = _replace(_SPACES, lambda _: " ", "space", text.strip(), changes)
    text = _replace(_SPACED, _joined, "space", text, changes)
    text = _replace(_ANY_APOSTROPHE, lambda _: APOSTROPHE, "apostrophe", text, changes)
    text = _replace(POSSESSIVE, lambda _: "", "possessive", text, changes)
    text = _replace(_DIGIT, _lettered, "digit", text, changes)
    if not _ONE_SCRIPT.fullmatch(text):
        text = _replace(_WORD, lambda m: unmix(m.group()), "look-alike", text, changes)
        text = _replace(_WORD, lambda m: romanized(m.group()), "left over", text, changes)
    return text


def closed_up(text: str) -> str:
    """A text with the spaces gone between letters that are spaced out: И В А Н О В."""
    return _SPACED.sub(_joined, text)


def _joined(letters: re.Match[str]) -> str:
    return "".join(letters.group().split())


def _lettered(digit: re.Match[str]) -> str:
    """The letter for a digit, small after a small letter."""
    letter = "О" if digit.group() == "0" else "З"
    return letter.lower() if digit.string[: digit.start()][-1:].islower() else letter


# UTF-8 that was read as windows-1252 (LukaÅ¡enka) or windows-1251 (РЎС–): its first bytes of two, with what may follow.
_AFTER_1252 = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_AFTER_1251 = "[\u0098\u00a0\u00adЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈ¤Ґ¦§Ё©Є«¬®Ї°±Ііґµ¶·ё№є»јЅѕї]"
_WRONGLY_DECODED = re.compile(f"[ÃÄÅ]{_AFTER_1252}|(?:[ÐÑ]{_AFTER_1252}){{2}}|(?:[РС]{_AFTER_1251}){{2}}")


def looks_misread(text: str) -> bool:
    """Whether a text may be UTF-8 that was read in another encoding."""
    return bool(_WRONGLY_DECODED.search(text))


def _decoded(text: str) -> str:
    """A text whose UTF-8 was read in another encoding, read anew; as it is where it is none."""
    from ftfy import fix_encoding  # noqa: PLC0415 (hardly any name needs it)

    return fix_encoding(text)


@lru_cache(maxsize=16_384)
def low(text: str) -> str:
    """A text repaired and in lower case, as spellings are compared."""
    return repair(text)[0].lower()


def romanized(word: str) -> str:
    """A word of Latin letters with fewer Cyrillic ones, all of it in Latin letters; any other word as it is."""
    scripts = [letter_script(c) for c in word]
    if not 0 < scripts.count("Cyrl") < scripts.count("Latn") or "other" in scripts:
        return word
    written = [_LEFT_OVER.get(c.lower(), c) for c in word]
    if word.isupper():
        return "".join(written).upper()
    return "".join(w.capitalize() if c.isupper() and c not in w else w for w, c in zip(written, word, strict=True))


def _replace(
    pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], kind: ChangeKind, text: str, changes: list[Change]
) -> str:
    """`text` with each match replaced, and what was replaced added to `changes`."""

    def one(match: re.Match[str]) -> str:
        after = new(match)
        if after != match.group():
            changes.append(Change(kind, match.start(), match.group(), after))
        return after

    return pattern.sub(one, text)
