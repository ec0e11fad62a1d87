"""Names in inflected forms, as they stand in running text, put back into the nominative."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from namekit.declension import (
    HYPHENS,
    Case,
    Cell,
    Declined,
    Form,
    NameRole,
    anglicized,
    cells,
    chance,
    chance_of,
    declined,
    known_given,
    oblique_bits,
    verified,
)
from namekit.frequency import listed
from namekit.likelihood import latin_letters, letters, shares_of, surnames
from namekit.orthography import LANGUAGES
from namekit.sounds import readings
from namekit.surnames import masculine, surname_gender
from namekit.text import repair, script, unmix
from namekit.tokens import Token, cut
from namekit.words import particles, phrase_starts


@dataclass(frozen=True, slots=True)
class Nominative:
    """A name put back into the nominative, all its parts from one case of one language.

    `case` ("genitive", "dative", "accusative", "instrumental" or "locative") and `language` ("be", "ru", "uk", "pl", "cs",
    "sk", "sl", "hr") are the likeliest of those that give this text; `parts` has each word that is no initial as it stood
    and in the nominative. `likelihood` is between 0 and 1; what those of a name lack to one is how likely it is that
    the name stands in the nominative.
    """

    text: str
    case: Case
    language: str
    parts: tuple[tuple[str, str], ...]
    likelihood: float


_PLAIN = re.compile(r"[\w .,’'\-‐‑–]*")
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-‐‑–][^\W\d_]+)*(\.)?")
_MOST_WORDS = 5
_MOST_FORMS = 6  # of a word in one cell, the likeliest


@lru_cache(maxsize=65_536)
def nominatives(name: str) -> tuple[Nominative, ...]:
    """What an inflected name may be in the nominative, the likeliest first; nothing for a name that is in the nominative.

    All parts agree in case, gender and language. The given name, where there is one, is one that the tables know, or else
    the rest leaves no doubt. Weighed by Bayes: how common given names are, how surnames are spelt, how often names are
    inflected (tables/names/cases.toml). Any text is taken; titles and initials stay as they are.
    """
    if _PLAIN.fullmatch(name) and not _may_agree(
        [m.group() for m in _WORD.finditer(name) if not m[1] and len(m.group()) > 1]
    ):
        return ()
    text, _ = repair(name)
    words, initials = [], 0
    for token in cut(text).tokens:
        if text[token.start : token.end] != token.text:
            return ()
        if len(token.text) == 1 or token.dotted:
            initials += 1
        elif token.text.lower() not in particles():
            words.append(token)
    if not 0 < len(words) <= _MOST_WORDS or not _may_agree([w.text for w in words]):
        return ()
    return _weighed(text, words, alone=not initials)


def _may_agree(words: Sequence[str]) -> bool:
    """Whether the words, titles and particles aside, can all stand in one case, and one of them is not in the nominative."""
    everywhere, changed = -1, 0
    for word in words:
        found = declined(word)
        if not found.cells and (word.lower() in phrase_starts() or word.lower() in particles()):
            continue
        everywhere &= found.cells
        if not everywhere:
            return False
        changed |= found.changed
    return bool(everywhere & changed)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to put all words into the nominative, and its weight in bits."""

    forms: tuple[Form, ...]
    cell: Cell
    bits: float
    known: bool


def _weighed(text: str, words: Sequence[Token], *, alone: bool) -> tuple[Nominative, ...]:
    """The nominatives of a text whose words can agree."""
    found = list(_readings([w.text for w in words], alone=alone))
    if not found:
        return ()
    bits = {str(i): reading.bits for i, reading in enumerate(found)}
    likely = shares_of({**bits, "": _as_it_stands([w.text.lower() for w in words], alone=alone)})
    by_text: dict[str, list[tuple[float, _Reading]]] = {}
    for i, reading in enumerate(found):
        by_text.setdefault(_written(text, words, reading.forms), []).append((likely[str(i)], reading))
    ranked = [_nominative(key, words, rows) for key, rows in by_text.items()]
    ranked.sort(key=lambda n: -n.likelihood)
    sure = {key for key, rows in by_text.items() if any(reading.known for _, reading in rows)}
    told = [n for n in ranked if n.likelihood >= chance("least" if n.text in sure else "least_unknown")]
    return tuple(told[: int(chance("most"))])


def _nominative(text: str, words: Sequence[Token], rows: list[tuple[float, _Reading]]) -> Nominative:
    best = max(rows, key=lambda row: row[0])[1]
    parts = tuple((w.text, _cased(w.text, f.nominative)) for w, f in zip(words, best.forms, strict=True))
    return Nominative(text, best.cell.case, best.cell.language, parts, math.fsum(share for share, _ in rows))


def _readings(words: Sequence[str], *, alone: bool) -> Iterator[_Reading]:
    """The ways in which all words agree."""
    written = script(unmix(words[0]))
    if written not in {"Cyrl", "Latn"} or any(script(unmix(w)) != written for w in words):
        return
    found = [verified(w) for w in words]
    low = " ".join(words).lower()
    for at, cell in _cells(found, written):
        gender = chance("women") if cell.gender == "female" else 1.0 - chance("women")
        usual = math.log2(chance("inflected") * chance_of(cell.case) * gender * cell.share_of(low))
        columns = [_candidates(one.forms, at, cell) for one in found]
        for combination in product(*columns):
            forms = tuple(form for _, form in combination)
            if any(form.changed for form in forms) and (as_given := _as_given(forms, alone=alone)) is not None:
                bits = math.fsum(b for b, _ in combination) + as_given[0]
                yield _Reading(forms, cell, usual + bits, as_given[1])


def _cells(found: Sequence[Declined], written: str) -> Iterator[tuple[int, Cell]]:
    """The cells where all words are possible, and all but one as given names and patronymics, in Cyrillic all but two."""
    surnames_left = _WITH_UNKNOWN if written == "Cyrl" else 1
    left = sum(1 << at for at, _ in enumerate(cells(written))) if len(found) <= surnames_left else 0
    for others in combinations(found, len(found) - surnames_left) if not left else ():
        named = -1
        for one in others:
            named &= one.named
        left |= named
    for one in found:
        left &= one.cells
    for at, cell in enumerate(cells(written)) if left else ():
        if left >> at & 1:
            yield at, cell


def _candidates(forms: Sequence[Form], at: int, cell: Cell) -> list[tuple[float, Form]]:
    """The likeliest forms of a word in a cell, each with its bits."""
    weighed = [(_bits(form, cell), form) for form in forms if form.cells >> at & 1]
    if cell.script == "Latn":
        weighed = _as_spelt(weighed)
    return sorted((w for w in weighed if w[0] > -math.inf), key=lambda w: -w[0])[:_MOST_FORMS]


def _as_spelt(weighed: list[tuple[float, Form]]) -> list[tuple[float, Form]]:
    """Given names in Latin letters, those that are oddly spelt weighed less (Vladimirj beside Vladimir)."""
    spelt = [_latin_bits(f.nominative) if f.role == "given" and b > -math.inf else -math.inf for b, f in weighed]
    best = max(spelt, default=-math.inf)
    return [(b + s - best, f) if s > -math.inf else (b, f) for s, (b, f) in zip(spelt, weighed, strict=True)]


def _bits(form: Form, cell: Cell) -> float:
    """log2 of how many people have the form as their name in this role; minus infinity where it is none."""
    if form.role == "patronymic":
        return letters(cell.language).word(form.nominative) if cell.script == "Cyrl" else 0.0
    if form.role == "given":
        return _given_bits(form.nominative, cell)
    shown = surname_gender(form.nominative)
    odd = chance("other_gender") if shown and shown != cell.gender else 1.0
    return _surname_bits(form.nominative, cell.language) + math.log2(odd * chance("unchanged") ** form.frozen)


def _given_bits(nominative: str, cell: Cell) -> float:
    pieces = [known_given(piece) for piece in nominative.split("-")]
    total = 0.0
    for known in pieces:
        share = known and (known.shares.get((cell.language, cell.gender)) or known.shares.get(("", cell.gender)))
        if not share:
            return -math.inf
        total += math.log2(share)
    return total


@lru_cache(maxsize=65_536)
def _surname_bits(word: str, language: str) -> float:
    """log2 of how likely a word is as a surname, by its letters; an adjective also by how many bear it."""
    if script(word) == "Cyrl":
        model = surnames(language)
        return math.fsum(max(model.word(piece), _bearers(piece) if language == "ru" else -math.inf) for piece in word.split("-"))
    return math.fsum(_latin_bits(piece) for piece in word.split("-"))


_ADJECTIVE = re.compile("[оиы]й$|(?<![аоеё]в|[иы]н)ая$")


def _bearers(word: str) -> float:
    """log2 of the share of people who bear an adjective as their surname: a man is Трубецкой, of a woman it is another case."""
    heard = readings(word)
    if not heard or not _ADJECTIVE.search(word):
        return -math.inf
    merged = heard[0].merged
    key = masculine(merged)
    share = listed("surname").get(key, 0.0) if key != merged or word[-1] != "я" else 0.0
    return math.log2(share) if share else -math.inf


@lru_cache(maxsize=65_536)
def _latin_bits(word: str) -> float:
    """log2 of how likely a Latin word is as a name that is romanized from one of the languages, as English or as it stands."""
    return max(latin_letters(code).word(spelt) for spelt in {word, anglicized(word)} for code in LANGUAGES)


@lru_cache(maxsize=65_536)
def _unknown_given_bits(word: str) -> float:
    """log2 of how likely a word is as a given name that no table has."""
    cyrillic = script(word) == "Cyrl"
    bits = max(letters(code).word(word) for code in LANGUAGES) if cyrillic else _latin_bits(word)
    return math.log2(chance("unknown_given")) + bits


def _as_given(forms: tuple[Form, ...], *, alone: bool) -> tuple[float, bool] | None:
    """The bits of the roles that the forms have, and whether no given name is unknown; None where they are no name.

    One surname at most; of two, one is a given name that no table has.
    """
    roles = [form.role for form in forms]
    unknown = 0.0
    if roles.count("patronymic") > 1 or roles.count("given") > (1 if len(forms) < _DOUBLE_GIVEN else 2):
        return None
    if roles.count("surname") <= 1:
        if len(forms) == 1 and roles != ["patronymic"]:
            return _alone_bits(roles[0], alone=alone), True
        return unknown, True
    if roles.count("surname") > _WITH_UNKNOWN or "given" in roles:
        return None
    one, other = (form for form in forms if form.role == "surname")
    as_given = [
        _unknown_given_bits(name.nominative) - _any_surname_bits(name.nominative)
        for name, rest in ((one, other), (other, one))
        if rest.changed
    ]
    return (max(as_given), "patronymic" in roles) if as_given else None


_DOUBLE_GIVEN = 3  # words, of which two may be given names
_WITH_UNKNOWN = 2  # surnames, of which one is an unknown given name


def _any_surname_bits(word: str) -> float:
    return max(_surname_bits(word, code) for code in LANGUAGES)


def _alone_bits(role: NameRole, *, alone: bool) -> float:
    """The bits of one word that is a given name or a surname; beside initials it is a surname."""
    share = chance("lone_given") if alone else 0.0
    return math.log2(max(share if role == "given" else 1.0 - share, 1e-9))


def _as_it_stands(words: Sequence[str], *, alone: bool) -> float:
    """log2 of how likely the words are as a name in the nominative, whichever of them is the given name."""
    women = any(surname_gender(word) == "female" for word in words)
    usual = math.log2((1.0 - chance("inflected")) * (chance("women") if women else 1.0 - chance("women")))
    given = [_stands_as_given(word) for word in words]
    against = math.fsum(oblique_bits(word) for word in words)
    return usual + against + max(_stands(words, given, share, language, alone=alone) for language, share in _languages(words))


def _stands(words: Sequence[str], given: Sequence[float], share: float, language: str, *, alone: bool) -> float:
    surname = [_surname_bits(word, language) for word in words]
    if len(words) == 1:
        bits = max(given[0] + _alone_bits("given", alone=alone), surname[0] + _alone_bits("surname", alone=alone))
    else:
        bits = max(math.fsum(surname) - s + g for g, s in zip(given, surname, strict=True))
    return math.log2(share) + bits


def _languages(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """The languages that Cyrillic words may be of, with their shares; of Latin words, whichever they were romanized from."""
    if script(words[0]) == "Cyrl":
        yield from {cell.language: cell.share for cell in cells("Cyrl")}.items()
    else:
        yield "", 1.0


def _stands_as_given(word: str) -> float:
    known = known_given(word)
    if known and not known.exact:  # Viktora sounds nearly like Viktoria, but is Viktor's
        others = (known_given(f.nominative) for f in verified(word).forms if f.role == "given" and f.changed)
        known = None if any(other and other.exact for other in others) else known
    common = max(known.shares.values()) if known else 0.0
    return max(math.log2(common) if common else -math.inf, _unknown_given_bits(word))


def _written(text: str, words: Sequence[Token], forms: Sequence[Form]) -> str:
    """The text with its words in the nominative."""
    for token, form in zip(reversed(words), reversed(forms), strict=True):
        text = text[: token.start] + _cased(token.text, form.nominative) + text[token.end :]
    return text


def _cased(word: str, low: str) -> str:
    """A form in lower case with the capitals of the word that stood there, half by half."""
    halves = zip(HYPHENS.split(word), HYPHENS.split(low), strict=True)
    return "".join(
        c.upper() if old[min(at, len(old) - 1)].isupper() and len(c.upper()) == 1 else c
        for old, new in halves
        for at, c in enumerate(new)
    )
