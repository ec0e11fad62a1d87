"""What a spelling sounds like: readings of a token at three resolutions, from tables/sounds.toml.

A Cyrillic token has one reading. A Latin one has the common reading and one for each house (Polish,
German, French ...) whose graphemes it holds, so an ambiguous spelling costs a handful of readings,
never a product of choices. Only what another script leaves open (l or r in kana), marked by `scripts`
with a sign below its letter, is heard in every combination, up to a limit.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, groupby, islice, product, zip_longest
from operator import eq
from typing import NamedTuple

from namekit.names.graphemes import Reader, of_script
from namekit.table import read_table

VOWELS = "AEIOUY"
_VOWEL = f"[{VOWELS}]"
# The letters и, ы, й and their Latin spellings stand for a glide before a vowel and after one; е absorbs it.
_GLIDES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"([IYJ])[IYJ]+(?=[AOU])", r"\1"),  # Мария, Mariya, Maria
        (rf"(?<={_VOWEL})[IYJ](?=[AOU])", "J"),  # Майя
        (r"^[IYJ](?=[AOU])", "J"),  # Iulia, Юлия
        (r"(?<=[^AEIOUYJ])[IYJ](?=[AOU])", "I"),  # Bialiatski, Byalyatski, Бяляцкі
        (r"[IYJ]+(?=E)", ""),  # Yevgeny, Evgeny; Andreyev, Andreev
        (rf"(?<={_VOWEL})[IYJ](?!{_VOWEL})", "J"),  # Sergei, Sergey
        (r"(?<=[^AEIOUYJ])J(?![AEIOUY])", ""),  # the j that Ukrainian DSTU 9112 writes for ь
    )
)
_GLIDE = re.compile("[IYJ](?:[IYJ]+|(?<=[AEOU].)|(?=[AEOU])|(?<=J))")  # where one of them may change something
_DOUBLED = re.compile(r"(.)\1+")
# In this order, before the replacements of the table: what the merged sounds lose of their surroundings.
_LOOSENED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^U(?=[^AEIOUYJ])", "V"),  # Удавенка, Вдовенко
        (r"(?<=..)OJ$", "Y"),  # the stressed ending of surnames: Пустовой, Пуставы
        (r"[IYJ]O", "E"),  # ё is often written е: Semyonov, Semenov
        (r"[IYJ](?=[AU])", ""),  # я and ю against а and у: Наталля, Наталья
        (rf"(?<={_VOWEL})V?U", "V"),  # ў, and the в that Belarusian puts in: Навумаў, Наумов
    )
)
_ANY_LOOSENED = re.compile("|".join(pattern.pattern for pattern, _ in _LOOSENED))
ALPHABET = "ABCČDEFGHIJKLMNOPQRSŠTUVWXYZŽ"  # of sounds
# Letter by letter: of one that a table lacks, `translate` raises an error and drops it, which takes longer.
_KEPT: dict[int, str] = {ord(letter): letter for letter in ALPHABET}
_NO_VOWELS = _KEPT | {ord(vowel): "" for vowel in VOWELS}


class Reading(NamedTuple):
    """One way to hear a token. `house` is "" for the common reading and for Cyrillic."""

    sounds: str
    merged: str
    skeleton: str
    house: str

    @property
    def consonants(self) -> str:
        """The skeleton; where nothing but vowels is heard, these."""
        return self.skeleton or self.merged


def readings(token: str) -> tuple[Reading, ...]:
    """The distinct readings of one token (any case; hyphens and apostrophes are silent), common one first.

    Empty where the token holds no Cyrillic or Latin letter.
    """
    return _remembered(token.lower())


def fresh_readings(token: str) -> tuple[Reading, ...]:
    """`readings` of a token in lower case; not remembered, for one that is not asked for again."""
    low = token if _LETTERS_ALONE.fullmatch(token) else _spoken(token)
    if not low:
        return ()
    if _OPEN.search(low):
        return _distinct(list(_lost_readings(low)) if LOST in low else _open_readings(low))
    return _distinct(_by_house(low))


def _by_house(low: str) -> list[tuple[str, str]]:
    """What is heard of the letters in the common way, and as each house reads them whose marks they have."""
    common, houses, any_mark = of_script(low)
    heard = [("", common(low))]
    if any_mark.search(low):
        heard += [(house.name, house.read(house.respelt(low))) for house in houses if house.marks.search(low)]
    return heard


_remembered = lru_cache(maxsize=32_768)(fresh_readings)
_LETTERS_ALONE = re.compile("[a-zà-öø-ÿа-яёѓєіїјўґ]+")


def _spoken(token: str) -> str:
    """The letters of a token in NFC and lower case, with a space between the parts that hyphens divide."""
    pieces = map(_letters, HYPHEN.split(unicodedata.normalize("NFC", token).lower()))
    return " ".join(filter(None, pieces))


HYPHEN = re.compile("[-‐‑–]")
_OPEN = re.compile("[\u0325\u0324\u1e73]")  # a ring, two dots below; ṳ is one character
_TO_OPEN = str.maketrans(".:", "\u0325\u0324")  # how the table writes them
_SILENT = "ʹʺʼ\u0361"  # primes, the modifier apostrophe, and the tie of the Library of Congress


def _letters(piece: str) -> str:
    return "".join(c for c in piece if (c.isalpha() or unicodedata.combining(c)) and c not in _SILENT)


def _filled(pieces: Sequence[str], between: Sequence[str]) -> str:
    return "".join(chain.from_iterable(zip_longest(pieces, between, fillvalue="")))


def _open_readings(low: str) -> list[tuple[str, str]]:
    """A token from another script in every way to hear it, each with the ways that were taken as its house."""
    read, ways, most = _open_machinery()
    heard = _SIGN.split(read(unicodedata.normalize("NFD", low)))  # certain sounds and signs in turn
    here = [ways[sign] for sign in heard[1::2]]
    out = []
    for chosen in islice(product(*(sounds for _, sounds in here)), most):
        sounds = _filled(heard[::2], chosen)
        house = "; ".join(f"{name}: {sound or 'none'}" for (name, _), sound in zip(here, chosen, strict=True))
        out.append((house, sounds))
    return out


LOST = "x\u0325"  # stands in a token for a letter that was lost


def _lost_readings(low: str) -> Iterator[tuple[str, str]]:
    """A token of which letters were lost, with each letter of the table in their place."""
    table = read_table("", "sounds")
    whole = low.split(LOST)
    lost = product(table["lost"]["letters"], repeat=len(whole) - 1)
    for chosen in islice(lost, table["other_scripts"]["most"]):
        yield from ((f"lost: {' '.join(chosen)}", sounds) for _, sounds in _by_house(_filled(whole, chosen)))


@cache
def _open_machinery() -> "tuple[Reader, Mapping[str, tuple[str, list[str]]], int]":
    """A reader that writes a sign for each open letter, each sign's name and ways, and how many readings to try."""
    table = read_table("", "sounds")
    rows = {chr(_PRIVATE + i): row for i, row in enumerate(table["other_scripts"]["open"])}
    signs = {row["letter"].translate(_TO_OPEN): sign for sign, row in rows.items()}
    ways = {sign: (row["name"], row["sounds"]) for sign, row in rows.items()}
    return Reader({**table["latin"], **signs}), ways, table["other_scripts"]["most"]


_PRIVATE = 0xE000  # signs: from here, characters that are no letters
_SIGN = re.compile("([\ue000-\uf8ff])")


def _distinct(raw: list[tuple[str, str]]) -> tuple[Reading, ...]:
    merging = _merging()
    out: dict[str, Reading] = {}
    for house, letters in raw:
        sounds = _GLIDE.sub(_glide, letters)
        if sounds and sounds not in out:
            merged = merging.merged(sounds)
            out[sounds] = Reading(sounds, merged, merged.translate(_NO_VOWELS), house)
    return tuple(out.values())


def _glide(found: re.Match[str]) -> str:
    start, end = found.span()
    return _glided(found.string[max(0, start - 1) : start], found.group(), found.string[end : end + 1])


@lru_cache(maxsize=4_096)
def _glided(before: str, letters: str, after: str) -> str:
    """What `_GLIDES` make of и, ы, й in a row, which depends on what stands beside them alone."""
    sounds = before + letters + after
    for pattern, replacement in _GLIDES:
        sounds = pattern.sub(replacement, sounds)
    return sounds[len(before) : len(sounds) - len(after)]


def merge(sounds: str) -> str:
    """Sounds as they are merged."""
    return _merging().merged(sounds)


def vowel_blind(merged: str) -> str:
    """Merged sounds with every vowel alike but a final A, which tells genders apart."""
    blind = merged.translate(_ONE_VOWEL)
    return blind[:-1] + "A" if merged[-1:] == "A" else blind


_ONE_VOWEL = _KEPT | {ord(vowel): "I" for vowel in VOWELS}

Sound = tuple[str, int, int]
"""A sound with the graphemes that it is heard in: the first, and the one after the last."""


class Heard(NamedTuple):
    """The graphemes of a token (joined, they are the token in NFC), and the sounds of one reading in them."""

    graphemes: tuple[str, ...]
    sounds: tuple[Sound, ...]
    merged: tuple[Sound, ...]


def heard(token: str, house: str = "") -> Heard:
    """Which letters of a token (of at least one letter) each sound of a reading comes from, by its house.

    The sounds, joined, are those of the reading; letters that are silent belong to no sound or to the one beside them.
    """
    text = unicodedata.normalize("NFC", token)
    low, places = _low_with_places(text)
    common, houses, _ = of_script(low)
    own = next((h for h in houses if h.name == house), None)
    ends: list[int] = []
    sounds: list[Sound] = []
    for start, end, raw in own.read.graphemes(own.respelt(low)) if own else common.graphemes(low):
        first, after = places[start], places[end - 1] + 1
        if first > (ends[-1] if ends else 0):
            ends.append(first)  # what no reader looks at: an apostrophe, a sign
        if not ends or after > ends[-1]:
            ends.append(after)
        sounds += [(c, len(ends) - 1, len(ends)) for c in raw]
    if len(text) > (ends[-1] if ends else 0):
        ends.append(len(text))
    for pattern, replacement in _GLIDES:
        sounds = _replaced(pattern, replacement, sounds)
    merged = sounds
    replacements = [(re.compile(re.escape(one)), other) for one, other in _merging().same]
    for pattern, replacement in (*_LOOSENED, *replacements, (_DOUBLED, r"\1")):
        merged = _replaced(pattern, replacement, merged)
    graphemes = tuple(text[start:end] for start, end in zip([0, *ends], ends, strict=False))
    return Heard(graphemes, tuple(sounds), tuple(merged))


def _low_with_places(text: str) -> tuple[str, list[int]]:
    """What `readings` gives to a reader, with the place in the text that each character comes from."""
    low: list[str] = []
    places: list[int] = []
    hyphen = -1
    for place, letter in enumerate(text):
        for char in letter.lower():
            if HYPHEN.match(char):
                hyphen = place if low else -1
            elif _letters(char):
                if hyphen >= 0:
                    low.append(" ")
                    places.append(hyphen)
                    hyphen = -1
                low.append(char)
                places.append(place)
    return "".join(low), places


def _replaced(pattern: re.Pattern[str], replacement: str, sounds: list[Sound]) -> list[Sound]:
    """`pattern.sub` on sounds that keep their places. What is dropped is heard in the sound beside it."""
    text = "".join(sound for sound, _, _ in sounds)
    out: list[Sound] = []
    at, waiting = 0, -1
    for match in pattern.finditer(text):
        out += _after(waiting, sounds[at : match.start()])
        waiting = -1 if match.start() > at else waiting
        gone = sounds[match.start() : match.end()]
        at, first, after = match.end(), min(s[1] for s in gone), max(s[2] for s in gone)
        new = match.expand(replacement)
        if new:
            out += _after(waiting, [(c, first, after) for c in new])
            waiting = -1
        elif out and not (text[at : at + 1] and text[at] in VOWELS):
            out[-1] = out[-1][0], out[-1][1], max(after, out[-1][2])
        else:
            waiting = first
    return out + _after(waiting, sounds[at:])


def _after(waiting: int, sounds: list[Sound]) -> list[Sound]:
    """Sounds of which the first is also heard in the graphemes from `waiting` on."""
    if waiting < 0 or not sounds:
        return sounds
    (sound, first, after), *rest = sounds
    return [(sound, min(first, waiting), after), *rest]


class _Merging(NamedTuple):
    """What is the same when merged.

    `alike` has the last of `same`, those that are one sound for another, taken together; `first` are the others.
    """

    same: tuple[tuple[str, str], ...]
    first: tuple[tuple[str, str], ...]
    alike: Mapping[int, str]

    def merged(self, sounds: str) -> str:
        """Sounds as they are merged."""
        if _ANY_LOOSENED.search(sounds):
            for pattern, replacement in _LOOSENED:
                sounds = pattern.sub(replacement, sounds)
        for one, other in self.first:
            sounds = sounds.replace(one, other)
        sounds = sounds.translate(self.alike)
        return "".join(sound for sound, _ in groupby(sounds)) if any(map(eq, sounds, sounds[1:])) else sounds


@cache
def _merging() -> _Merging:
    same = tuple((one, other) for one, other in read_table("", "sounds")["merged"]["same"])
    alike: dict[int, str] = {}
    for one, other in same[::-1]:
        if len(one) > 1 or len(other) > 1 or ord(one) in alike:
            break
        alike[ord(one)] = alike.get(ord(other), other)
    first = same[: len(same) - len(alike)]
    return _Merging(same, first, _KEPT | alike)
