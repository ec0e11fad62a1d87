"""Names in inflected forms, as they stand in running text, put back into the nominative."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, product, repeat
from typing import NamedTuple

from namekit.names.declension import (
    HYPHENS,
    Case,
    Cell,
    Declined,
    Ends,
    Form,
    NameRole,
    cells,
    declined,
    possible,
    uninflected_patronymic,
    verified,
)
from namekit.names.kin import given
from namekit.names.plain import plain_words
from namekit.names.plausibility import (
    case_table,
    chance,
    known_given,
    latin_bits,
    oblique_bits,
    standing_bits,
    surname_bits,
    unknown_given_bits,
)
from namekit.names.surnames import Gender, surname_gender
from namekit.names.tokens import Token, cut
from namekit.names.words import particles
from namekit.romanization.likelihood import letters, shares_of
from namekit.romanization.orthography import LANGUAGES
from namekit.text import letter_script, repair, script, unmix


@dataclass(frozen=True, slots=True)
class Nominative:
    """A name put back into the nominative, all its parts from one case of one language.

    `case` ("genitive", "dative", "accusative", "instrumental" or "locative") and `language` ("be", "ru", "uk", "pl",
    "cs", "sk", "sl", "hr") are the likeliest of those that give this text. `parts` has each word that is no initial, as
    it stood and in the nominative. `likelihood` is between 0 and 1: what those of a name lack to one is how likely
    the name stands in the nominative, or is none of them.
    """

    text: str
    case: Case
    language: str
    parts: tuple[tuple[str, str], ...]
    likelihood: float


_MOST_WORDS = 5
_MOST_FORMS = 6  # of a word in one cell, the likeliest
_EVEN = 0.5
_DOUBLE_GIVEN = 3  # words, of which two may be given names
_WITH_UNKNOWN = 2  # surnames, of which one is a given name that no table has


@lru_cache(maxsize=1_024)  # several rooms ask for the same name in turn
def nominatives(name: str) -> tuple[Nominative, ...]:
    """What an inflected name may be in the nominative, the likeliest first, eight at most; nothing if it is not.

    All words agree in case, gender and language. A given name is one that the tables know once it is put into the
    nominative, or else the rest leaves no doubt. Weighed by Bayes: how common given names are, how surnames are spelt,
    how often names are inflected (tables/names/cases.toml). Any text is taken, and repaired like that of `parse`;
    titles, initials and what stands beside the name stay as they are.
    """
    plain = plain_words(name)
    if plain:
        words = tuple([w for w in plain if len(w) > 1])
        if not _told(words, alone=len(words) == len(plain)):
            return ()
    text, _ = repair(name)
    tokens = cut(text).tokens
    if any(text[t.start : t.end] != t.text for t in tokens):  # spaces around a hyphen
        return ()
    named = [t for t in tokens if not t.is_initial]
    inflected = [t for t in named if t.text.lower() not in particles()]
    told = _told(tuple([t.text for t in inflected]), alone=len(named) == len(tokens))
    return tuple(_nominative(text, inflected, likelihood, reading) for likelihood, reading in told)


def is_inflected(name: str) -> bool:
    """Whether a name is likelier to stand in another case than in the nominative."""
    return math.fsum(one.likelihood for one in nominatives(name)) > _EVEN


class _Reading(NamedTuple):
    """All words put into the nominative (lower case), the weight of that, and whether no given name is unknown."""

    words: tuple[str, ...]
    cell: Cell
    bits: float
    known: bool


def _told(words: tuple[str, ...], *, alone: bool) -> Sequence[tuple[float, _Reading]]:
    """What the words of a name are in the nominative, each with its likelihood; nothing if they are not inflected."""
    return _likely(words, alone=alone) if 0 < len(words) <= _MOST_WORDS and _may_agree(words) else ()


def _may_agree(words: Sequence[str]) -> bool:
    """Whether the words can all stand in one case other than the nominative.

    A patronymic that is not inflected refuses it soonest. One like a man's may be a woman's surname, unless there are
    more words than a given name and a surname.
    """
    if len(words) > 1:
        shown = [uninflected_patronymic(word) for word in words]
        if "female" in shown or (len(words) > _WITH_UNKNOWN and "male" in shown):
            return False
    return _agree([possible(word) for word in words]) and _agree([declined(word) for word in words])


def _agree(found: Iterable[Ends | Declined]) -> bool:
    everywhere, changed = -1, 0
    for one in found:
        everywhere &= one.cells
        changed |= one.changed
    return bool(everywhere & changed)


@lru_cache(maxsize=16_384)
def _likely(words: tuple[str, ...], *, alone: bool) -> tuple[tuple[float, _Reading], ...]:
    """The nominatives that are likely enough, the likeliest first, each by the likeliest reading that gives it."""
    found = list(_readings(words, alone=alone))
    if not found:
        return ()
    bits = {str(i): reading.bits for i, reading in enumerate(found)}
    low = [unmix(w).lower() for w in words]
    likely = shares_of({**bits, "stands": _as_it_stands(low, alone=alone), "disagrees": _in_no_case(low)})
    alike: dict[tuple[str, ...], list[tuple[float, _Reading]]] = {}
    for i, reading in enumerate(found):
        alike.setdefault(reading.words, []).append((likely[str(i)], reading))
    told = []
    for rows in alike.values():
        least = chance("least" if any(reading.known for _, reading in rows) else "least_unknown")
        if (share := math.fsum([share for share, _ in rows])) >= least:
            told.append((share, max(rows, key=lambda row: row[0])[1]))
    return tuple(sorted(told, key=lambda row: -row[0])[: int(chance("most"))])


def _nominative(text: str, words: Sequence[Token], likelihood: float, reading: _Reading) -> Nominative:
    parts = tuple((w.text, _cased(w.text, low)) for w, low in zip(words, reading.words, strict=True))
    for token, (_, nominative) in zip(reversed(words), reversed(parts), strict=True):
        text = text[: token.start] + nominative + text[token.end :]
    return Nominative(text, reading.cell.case, reading.cell.language, parts, likelihood)


def _readings(words: Sequence[str], *, alone: bool) -> Iterator[_Reading]:
    """The ways in which all words agree."""
    scripts = {script(unmix(w)) for w in words}
    written = scripts.pop()
    if scripts or written not in {"Cyrl", "Latn"}:
        return
    low = " ".join(words).lower()
    shares = {cell.language: cell.share_of(low) for cell in _one_of_each(written)}
    if len(words) == 1 and not alone and written == "Latn" and not oblique_bits(low) and not _is_marked(shares):
        return  # beside initials in plain letters, the word is hardly ever inflected, and no given name could tell
    found = _verified(words, written, alone=alone)
    if not _agree(found):
        return
    combined: dict[tuple[tuple[_Here, ...], str, Gender], list[_Combined]] = {}
    for at, cell in _cells(found, written):
        usual = _usual_bits(cell.case, shares[cell.language])
        here = tuple([tuple([(f.cells >> at & 1) + (f.rare >> at & 1) for f in one.forms]) for one in found])
        language = cell.language if written == "Cyrl" else ""  # Latin letters are weighed alike in all of them
        key = here, language, cell.gender
        if key not in combined:
            combined[key] = list(_combined(found, *key, alone=alone))
        for nominative, known, bits in combined[key]:
            yield _Reading(nominative, cell, math.fsum((usual, *bits)), known)


def _verified(words: Sequence[str], written: str, *, alone: bool) -> list[Declined]:
    """What each word may be the inflected form of; not all is worked out where they do not agree in the end.

    That is shown soonest by a known given name as it stands. Of two words, the other one is a surname then; so is one
    beside initials.
    """
    if len(words) == 1:
        return [verified(words[0], surname=not alone)]
    found = [declined(word) for word in words]
    unknown = [written == "Cyrl" or not (kin := given(word.lower())).groups or not kin.exact for word in words]
    surname = len(words) == _WITH_UNKNOWN and not all(unknown)
    for at in sorted(range(len(words)), key=unknown.__getitem__):
        found[at] = verified(words[at], surname=surname and unknown[at])
        if not _agree(found):
            break
    return found


@cache
def _one_of_each(written: str) -> Sequence[Cell]:
    """A cell of each language of a script."""
    return list({cell.language: cell for cell in cells(written)}.values())


def _is_marked(shares: Mapping[str, float]) -> bool:
    """Whether a word in Latin letters has marks of some language, by its share of each language."""
    return any(shares[cell.language] != cell.share for cell in _one_of_each("Latn"))


@lru_cache(maxsize=1_024)
def _usual_bits(case: Case, share: float) -> float:
    """log2 of how many of all names are inflected, in a case of a language that has a share of them."""
    return math.log2(chance("inflected") * case_table()["chances"]["cases"][case] * share)


_RARE = 2
_Here = tuple[int, ...]
"""Of each form of a word, whether it is one in a cell: 0 if not, `_RARE` where it is rare there, else 1."""
_Combined = tuple[tuple[str, ...], bool, tuple[float, ...]]
"""What all words are in the nominative, whether no given name is unknown, and their bits."""


def _combined(
    found: Sequence[Declined], here: Sequence[_Here], language: str, gender: Gender, *, alone: bool
) -> Iterator[_Combined]:
    """The forms of all words that go together in a cell."""
    for chosen in product(*map(_candidates, found, here, repeat(language), repeat(gender))):
        forms = [form for _, form in chosen]
        roles = _roles_bits(forms, alone=alone) if any(form.changed for form in forms) else None
        if roles:
            of_gender = 0.0 if any(form.role == "given" for form in forms) else _gender_bits(gender)
            bits = of_gender, roles[0], *[bits for bits, _ in chosen]
            yield tuple([form.nominative for form in forms]), roles[1], bits


def _cells(found: Sequence[Declined], written: str) -> Iterator[tuple[int, Cell]]:
    """The cells where all words are possible, all but one as given names and patronymics; in Cyrillic all but two."""
    surnames_left = _WITH_UNKNOWN if written == "Cyrl" else 1
    left = -1 if len(found) <= surnames_left else 0
    for others in combinations(found, len(found) - surnames_left) if not left else ():
        named = -1
        for one in others:
            named &= one.named
        left |= named
    for one in found:
        left &= one.cells
    if left:
        yield from ((at, cell) for at, cell in enumerate(cells(written)) if left >> at & 1)


def _candidates(found: Declined, here: _Here, language: str, gender: Gender) -> list[tuple[float, Form]]:
    """The likeliest forms of a word in a cell, each with its bits."""
    weighed = [
        (_bits(form, language, gender, rare=how == _RARE), form)
        for form, how in zip(found.forms, here, strict=True)
        if how
    ]
    if not language:
        weighed = _as_spelt(weighed)
    return sorted((w for w in weighed if w[0] > -math.inf), key=lambda w: -w[0])[:_MOST_FORMS]


def _as_spelt(weighed: list[tuple[float, Form]]) -> list[tuple[float, Form]]:
    """Given names in Latin letters, those that are oddly spelt weighed less (Vladimiro beside Vladimir)."""
    spelt = [latin_bits(form.nominative) if form.role == "given" else -math.inf for _, form in weighed]
    best = max(spelt, default=-math.inf)
    return [(b + s - best, f) if s > -math.inf else (b, f) for s, (b, f) in zip(spelt, weighed, strict=True)]


@lru_cache(maxsize=16_384)
def _bits(form: Form, language: str, gender: Gender, *, rare: bool) -> float:
    """log2 of how likely the form is as a name in its role; minus infinity where it is none."""
    if form.role == "given":
        known = [known_given(piece) for piece in HYPHENS.split(form.nominative)[::2]]
        share = math.prod(one.share(language, gender) if one else 0.0 for one in known)
        return math.log2(share) if share else -math.inf
    bits = surname_bits(form.nominative, language) + oblique_bits(form.nominative)
    unchanged = chance("unchanged") ** form.frozen
    if form.role == "patronymic":
        cyrillic = letter_script(form.nominative[0]) == "Cyrl"  # in Latin letters, the ending alone says it
        spelt = max(bits, letters(language).word(form.nominative)) if cyrillic else 0.0
        return spelt + math.log2(unchanged)
    shown = surname_gender(form.nominative)
    odd = chance("rare") if rare else chance("other_gender") if shown and shown != gender else 1.0
    return bits + math.log2(odd * unchanged)


def _roles_bits(forms: Sequence[Form], *, alone: bool) -> tuple[float, bool] | None:
    """The bits of the roles that the forms have, and whether no given name is unknown; None where they are no name.

    There is one surname at most; of two, one is a given name that no table has, while the other one is inflected.
    """
    roles = [form.role for form in forms]
    surnames = [form for form in forms if form.role == "surname"]
    if roles.count("patronymic") > 1 or roles.count("given") > (1 if len(forms) < _DOUBLE_GIVEN else 2):
        return None
    if len(surnames) <= 1:
        return (_alone_bits(roles[0], alone=alone) if len(forms) == 1 else 0.0), True
    if len(surnames) > _WITH_UNKNOWN or "given" in roles:
        return None
    as_given = [
        unknown_given_bits(name.nominative) - max(surname_bits(name.nominative, code) for code in LANGUAGES)
        for name, rest in (surnames, reversed(surnames))
        if rest.changed
    ]
    return (max(as_given), "patronymic" in roles) if as_given else None


def _alone_bits(role: NameRole, *, alone: bool) -> float:
    """The bits of one word that is a given name or a surname; beside initials it is a surname."""
    share = chance("lone_given") if alone else 0.0
    return math.log2(max(share if role == "given" else 1.0 - share, 1e-9))


def _gender_bits(gender: Gender) -> float:
    """log2 of how many of the people are of a gender; how common a given name is says it already."""
    return math.log2(chance("women") if gender == "female" else 1.0 - chance("women"))


def _as_it_stands(words: Sequence[str], *, alone: bool) -> float:
    """log2 of how likely the words are as a name in the nominative, whichever of them is the given name."""
    bits = [math.log2(1.0 - chance("inflected")), *(oblique_bits(word) for word in words)]
    if not any(known_given(word) for word in words):
        bits.append(_gender_bits("female" if any(surname_gender(word) == "female" for word in words) else "male"))
    bits.append(max(_stands(words, share, code, alone=alone) for code, share in _languages(words)))
    return math.fsum(bits)


def _stands(words: Sequence[str], share: float, language: str, *, alone: bool) -> float:
    surname = [standing_bits(word, language) for word in words]
    if len(words) > 1:
        return math.log2(share) + _with_one_given([_stands_as_given(word) for word in words], surname)
    bits, given = surname[0] + _alone_bits("surname", alone=alone), _alone_bits("given", alone=alone)
    if given > bits:  # beside initials, hardly ever
        bits = max(bits, given + _stands_as_given(words[0]))
    return math.log2(share) + bits


def _languages(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """The languages that Cyrillic words may be of, with their shares; of Latin ones, it does not matter."""
    if script(words[0]) == "Cyrl":
        yield from {cell.language: cell.share for cell in cells("Cyrl")}.items()
    else:
        yield "", 1.0


def _in_no_case(words: Sequence[str]) -> float:
    """log2 of how likely the words are as a name of one language, each of whose words stands in a case of its own."""
    if len(words) == 1:
        return -math.inf
    low, each = " ".join(words), _one_of_each(script(words[0]))
    bits = (math.log2(cell.share_of(low)) + _best_of_each(words, cell.language) for cell in each)
    return math.log2(chance("disagree")) + max(bits)


def _best_of_each(words: Sequence[str], language: str) -> float:
    """The bits of the likeliest forms of all words, whichever is the given name, in whatever case and gender."""
    given, other = [], []
    for word in words:
        bits: dict[NameRole, float] = {}
        for form in verified(word).forms:
            bits[form.role] = max(bits.get(form.role, -math.inf), _in_any_case(form, script(word), language))
        given.append(max(_stands_as_given(word), bits.get("given", -math.inf)))
        patronymic = bits.get("patronymic", -math.inf)
        as_it_stands = surname_bits(word, language) + oblique_bits(word)
        other.append(patronymic if patronymic > -math.inf else max(as_it_stands, bits.get("surname", -math.inf)))
    return _with_one_given(given, other)


def _with_one_given(given: Sequence[float], other: Sequence[float]) -> float:
    """The bits of several words, one of which, whichever is likeliest, is the given name."""
    return max(math.fsum((g, *other[:at], *other[at + 1 :])) for at, g in enumerate(given))


@lru_cache(maxsize=16_384)
def _in_any_case(form: Form, written: str, language: str) -> float:
    """The bits of a form in whichever cell of a language it is likeliest."""
    own = [(at, cell) for at, cell in enumerate(cells(written)) if cell.language == language and form.cells >> at & 1]
    kinds = {(cell.gender, bool(form.rare >> at & 1)) for at, cell in own}
    return max((_bits(form, language, gender, rare=rare) for gender, rare in kinds), default=-math.inf)


@lru_cache(maxsize=16_384)
def _stands_as_given(word: str) -> float:
    """log2 of how likely a word is as a given name as it stands."""
    known, unknown = known_given(word), unknown_given_bits(word)
    if not known:
        return unknown
    bits = math.log2(max(known.shares.values()))
    if letter_script(word[0]) == "Latn":
        for form in verified(word).forms:
            other = known_given(form.nominative) if form.role == "given" and form.changed else None
            if other and other.exact and not known.exact:  # Viktora sounds nearly like Viktoria, but is Viktor's
                return unknown
            if other and other.shares.keys() == known.shares.keys():  # of two that sound so, the one that is spelt so
                bits += min(0.0, latin_bits(word) - latin_bits(form.nominative))
    return max(bits, unknown)


def _cased(word: str, low: str) -> str:
    """A form in lower case with the capitals of the word that stood there, half by half."""
    halves = zip(HYPHENS.split(word), HYPHENS.split(low), strict=True)
    return "".join(
        c.upper() if old[min(at, len(old) - 1)].isupper() and len(c.upper()) == 1 else c
        for old, new in halves
        for at, c in enumerate(new)
    )
