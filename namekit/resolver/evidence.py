"""What a query says for or against a registered name, part by part, in bits.

The model is Fellegi and Sunter's (1969) with name frequencies: an agreement says log2(m / u), where u is
how many people at large would agree as well. Weights are in tables/weights.toml.
"""

import math
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, product, repeat
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from namekit.names.frequency import share
from namekit.names.initials import first_sounds, initial_share, kin_first_sounds
from namekit.names.kin import fathers
from namekit.names.marks import marks
from namekit.names.parsing import Part
from namekit.names.sounds import readings
from namekit.names.surnames import Gender, in_common
from namekit.resolver.forms import Form, Other
from namekit.resolver.index import Index
from namekit.resolver.vocabulary import LEVELS, ORDER, Field, Level, Word, counted_by, kin_of, packed, unpacked
from namekit.resolver.weights import Weights

if TYPE_CHECKING:
    from namekit.relations.relate import Relation

_TWO_PARTS = 2  # a given name and a surname
_NOTHING: frozenset[str] = frozenset()
_UNKNOWN = -1.0  # a share that was not yet asked for


class Evidence(NamedTuple):
    """What one comparison says, in bits for (+) or against (-) the candidate; `kind` is a field and a level."""

    kind: str
    query: str
    registered: str
    bits: float

    @property
    def compared(self) -> tuple[str, str]:
        """The two spellings that were compared: the parts, and of a double surname that half which the other one is."""
        return in_common(self.query, self.registered) if self.kind == "surname half" else (self.query, self.registered)

    @property
    def recipe(self) -> "Relation | None":
        """How the two parts are related, by which systems, forms and kin: worked out when asked for.

        None where no two parts are compared, or they have nothing in common.
        """
        field, _, level = self.kind.partition(" ")
        if field not in {"given", "patronymic", "surname"} or level not in LEVELS:
            return None
        from namekit.relations.relate import relate  # noqa: PLC0415 (its rooms are needed for this alone)

        return relate(*self.compared, field)


Said = tuple[float, str, str, int | str]
"""Evidence in the making: bits, kind, the query's part, and the registered word's number, or a text."""


class Hit(NamedTuple):
    """A class of registered parts that a token may stand for: the field of the class, and what the agreement says."""

    field: Field
    kind: str
    bits: float
    level: Level


def _level(met: Level | Hit) -> Level:
    return met.level if isinstance(met, Hit) else met


class Token:
    """A part of a query with what it meets: the classes of registered parts, each with what the agreement says.

    That is only the level until more is asked for: most classes are of nobody who has the query's other parts as well.
    `blocks` are those of the classes, the best first, `partners` the same as a set; `size` is how many names have a
    word of one of them. An initial meets nothing by itself; `stood_for` is what it said of words, by their places.
    """

    __slots__ = ("blocks", "certain", "met", "own", "partners", "role", "size", "stood_for", "telling", "text")

    def __init__(self, part: Part, levels: "array[int]", blocks: "array[int]", size: int) -> None:
        self.text = part.text
        self.role = part.role
        self.certain = part.certain
        self.met: dict[int, Level | Hit] = dict(unpacked(levels))
        self.blocks = blocks
        self.partners = frozenset(blocks)
        self.size = size
        self.own: float | None = None  # share of people whose surname is just this text, once it is worked out
        self.telling: float | None = None  # see Comparison.most_telling
        self.stood_for: dict[int, tuple[float, str]] = {}


class Asked(NamedTuple):
    """The parts of a query as tokens. `bare`: see `is_bare`; `relative`: the word by which one is meant."""

    tokens: tuple[Token, ...]
    gender: Gender | None
    bare: bool
    other: Other
    relative: str


def is_bare(name: Sequence[Part]) -> bool:
    """Whether a name has two parts, neither of them a patronymic or an initial."""
    roles = [part.role for part in name]
    return len(roles) == _TWO_PARTS and "initial" not in roles and "patronymic" not in roles


class Comparison:
    """Weighs tokens against the forms of an index; what a token meets is worked out once."""

    def __init__(self, index: Index, weights: Weights) -> None:
        self.index = index
        self.weights = weights
        self._vocabulary = index.vocabulary
        # Fields and levels at which the query's own name decides, too.
        self._by_text = set(product(("surname",), ("half", "marks", *weights.slips)))
        self._by_text |= set(product(("given", "patronymic"), weights.unheard))
        self._against = {key: (bits, intern(" ".join(key))) for key, bits in weights.against.items()}
        self._hits: dict[tuple[int, Level], Hit] = {}
        self._shares = array("d")
        self._met = lru_cache(maxsize=weights.limits["tokens"])(self._meet)
        remembered = lru_cache(maxsize=weights.limits["at_hand"])
        self._token, self._initial_bits = remembered(self._told), remembered(self._weigh_initial)

    def asked(self, query_parts: Sequence[Part], gender: Gender | None, other: Other = "", relative: str = "") -> Asked:
        """The parts of a query of a person of some gender, with what they meet; and who else is meant."""
        return Asked(tuple(map(self._token, query_parts)), gender, is_bare(query_parts), other, relative)

    def _told(self, part: Part) -> Token:
        if part.role == "initial":
            return Token(part, array("I"), array("Q"), 0)
        return Token(part, *self._met(part.text.lower()))

    def _meet(self, low: str) -> "tuple[array[int], array[int], int]":
        """Of a text in lower case: the classes with their levels, packed; the blocks; and the size of a token."""
        levels, blocks = self._vocabulary.matches(low), self.index.blocks
        fields, sounding = self._vocabulary.fields, self._vocabulary.sounding
        best = sorted(levels, key=lambda n: (ORDER[levels[n]], fields[n], sounding(n)))
        own = array("Q", dict.fromkeys([b for number in best for b in blocks[number]]))
        return packed((number, levels[number]) for number in best), own, sum(map(self.index.size, own))

    def most_telling(self, token: Token) -> float:
        """The most bits that an agreement says of those at the best level that the token meets at all."""
        if token.telling is None:
            ranked = [(ORDER[_level(met)], number) for number, met in token.met.items()]
            best = min(ranked)[0]
            token.telling = max([self._hit(token, number, token.met[number]).bits for r, number in ranked if r == best])
        return token.telling

    def _hit(self, token: Token, number: int, met: "Level | Hit") -> Hit:
        """What an agreement with a class that is met says: log2(m / u)."""
        if isinstance(met, Hit):
            return met
        hit = token.met[number] = self._weighed(token, number, met)
        return hit

    def _weighed(self, token: Token, number: int, level: Level) -> Hit:
        """The same; remembered for all tokens that meet the class at the level, unless the text decides it, too."""
        known = self._hits.get((number, level))
        if known is not None:
            return known
        field = self._vocabulary.fields[number]
        by_text = (field, level) in self._by_text
        bits = math.log2(self.weights.m[field, level] / min(1.0, self._by_chance(token, number, level)))
        hit = Hit(field, intern(f"{field} {level}"), bits, level)
        if not by_text:
            if len(self._hits) >= self.weights.limits["tokens"]:
                self._hits.clear()  # it is worked out soon
            self._hits[number, level] = hit
        return hit

    def _own_share(self, token: Token) -> float:
        """Share of people at large whose surname is just this text: how likely a stranger is to be called so."""
        if token.own is None:
            token.own = self._share_of_text(token.text, "surname")
        return token.own

    def _share_of_text(self, text: str, field: Field) -> float:
        heard = readings(text)
        keys = counted_by(heard[0].merged, kin_of(text, field)) if heard else ()
        return self._mixed(field, keys, self.index.seen(field, keys)) if keys else 0.0

    def _by_chance(self, token: Token, number: int, level: Level) -> float:
        """u: the share of strangers whose name agrees with a class at a level.

        Of a slip in a surname: strangers of the asked name itself, where it is a listed one; a slip makes just this
        name of the registered one as seldom as it makes any other (`slips`). Where marks are lost: those whose name
        never had any. Of half a double surname: those who have a double one with the single name for its half.
        """
        field, w = self._vocabulary.fields[number], self.weights
        common, m = self._share(number), w.m[field, level]
        if field == "surname" and level in w.chance:
            by_length, sounds = w.chance[level], self._vocabulary.sounding(number)
            alike = by_length[min(len(sounds), len(by_length) - 1)]
            if level in w.slips:
                alike = max(w.frequency["rare"] * alike, w.slips[level] * self._own_share(token))
            if level == "marks":
                asked = readings(token.text)[0].merged
                alike += self._own_share(token) if marks(asked) < marks(sounds) else common
            return alike + m * common
        if level == "half":  # the single name of the two is the commoner one
            common = max(common, self._own_share(token))
        if level in w.unheard:  # of an unknown given name: one of the bearers slipped, or there is such a name
            bearers = max(common, self._share_of_text(token.text, field))  # if the registered one slipped, of ours
            return m * bearers * w.spread[field, level] + w.unheard[level]
        return common * w.spread[field, level]

    def _share(self, number: int) -> float:
        """Share of people at large who bear a name of the class as this part of theirs."""
        if number >= len(self._shares):
            self._shares.extend([_UNKNOWN] * (len(self._vocabulary.fields) - len(self._shares)))
        if self._shares[number] == _UNKNOWN:
            self._shares[number] = self._share_of_class(number)
        return self._shares[number]

    def _share_of_class(self, number: int) -> float:
        field = self._vocabulary.fields[number]
        bearers = max(map(self.index.bearers, self.index.blocks[number]), default=0)
        common = self._mixed(field, self._vocabulary.keys(number), bearers)
        return common + self.weights.frequency["relatives"] if field == "surname" else common

    def _mixed(self, field: Field, keys: Sequence[str], bearers: int) -> float:
        """The share of a name, mixed of the registry's own count and the tables."""
        worth = self.weights.worth[field]
        seen = max(bearers - self.weights.frequency["discount"], 0.0)
        return (seen + worth * share(field, keys)) / (self.index.people + worth)

    def compare(self, asked: Asked, number: int) -> list[Said]:
        """What is said of one form, part by part."""
        form, tokens = self.index.form(number), asked.tokens
        said, left_tokens, left_words = self._pair(tokens, form.words)
        if left_tokens:
            initials = _with_fields(form) if form.initials else []
            alone = len(left_tokens) == len(left_words) == 1 and len(said) >= _TWO_PARTS
            for token in left_tokens:
                if token.role == "initial":
                    more = self._initial(token, left_words, initials, said)
                elif initials and initials[0][1] == token.role and not any(w.field == token.role for w in left_words):
                    more = self._for_initial(token, *initials.pop(0))
                else:
                    more = self._facing(token, left_words, alone=alone)
                if more:
                    said.append(more)
        if len(tokens) > 1 and (more := self._without_patronymic(asked, form, left_words)):
            said.append(more)
        self._add_of_the_whole(said, asked, form)
        return said

    def _add_of_the_whole(self, said: list[Said], asked: Asked, form: Form) -> None:
        """What is said of whole names: their genders, and whom they mean."""
        w = self.weights.other
        if asked.gender and form.gender and asked.gender != form.gender:
            said.append((w["gender"], "gender", asked.gender, form.gender))
        if form.weak:
            said.append((w["weak"], "weak", "", ""))
        if form.other != asked.other:
            if asked.other == "relative":
                said.append((w["relative"], "relative asked", asked.relative, ""))
            if form.other:
                said.append((w[form.other], f"{form.other} registered", "", ""))

    def _pair(self, tokens: Sequence[Token], words: Sequence[Word]) -> tuple[list[Said], list[Token], list[Word]]:
        """What the tokens and words say that meet, strongest first, and what is left on both sides."""
        options: list[tuple[float, int, int, str]] = []
        for i, token in enumerate(tokens):
            all_met = token.met
            for j, word in enumerate(words):
                number = word.heard
                if number in all_met:
                    met = all_met[number]
                    field, kind, bits, _ = met if isinstance(met, Hit) else self._hit(token, number, met)
                    if word.certain and token.certain and token.role not in {field, "unknown"}:
                        bits += self.weights.other["crossed"]
                    options.append((-bits, i, j, kind))
        options.sort()
        said: list[Said] = []
        left_tokens, left_words = list(tokens), list(words)
        for minus, i, j, kind in options:
            token, word = tokens[i], words[j]
            if token in left_tokens and word in left_words:
                left_tokens.remove(token)
                left_words.remove(word)
                said.append((-minus, kind, token.text, word.number))
        return said, left_tokens, left_words

    def _facing(self, token: Token, left: list[Word], *, alone: bool) -> Said | None:
        """What a token says that met nothing: against the word that is left in its role, or as one too many.

        `alone`: all other parts of both names met, so that the two are surely the same part.
        """
        for word in left:
            if word.field == token.role:
                break
        else:
            if not left or (token.certain and not alone):
                return None if token.role == "patronymic" else (self.weights.other["extra"], "extra", token.text, "")
            word = left[0]
        left.remove(word)
        bits, kind = self._against[word.field, self._disagreement(token, word, alone=alone)]
        return bits, kind, token.text, word.number

    def _without_patronymic(self, asked: Asked, form: Form, left: Sequence[Word]) -> Said | None:
        """What a query without patronymic says of a name that has one, and of a name that has none either."""
        for word in left:
            if word.field == "patronymic":
                return self.weights.other["missing"], "patronymic missing", "", word.number
        short = asked.bare and len(form.words) == _TWO_PARTS and not form.initials
        if short and all(word.field != "patronymic" for word in form.words):
            return self.weights.other["neither"], "patronymic neither", "", ""
        return None

    def _disagreement(self, token: Token, word: Word, *, alone: bool) -> str:
        """How far two parts disagree that face each other: worst where both are known names, and different ones."""
        field = word.field
        sure = alone or (word.certain and token.certain and token.role == field)
        if field == "surname":
            return "none" if sure else "unsure"
        known = self._vocabulary.is_known(word.heard) and bool(kin_of(token.text, field).groups)
        if field == "patronymic" and not known:  # of an unknown father: a slip, if it is at all alike
            registered = self._vocabulary.words[word.number]
            return "unsure" if self._alike(token.text, registered) else "other"
        return ("other" if known else "none") if sure else "unsure"

    def _alike(self, patronymic: str, registered: str) -> bool:
        """Whether so much of two fathers' names is alike, or the one begins with the other."""
        least = self.weights.other["alike"]
        return any(
            mine.startswith(theirs) or theirs.startswith(mine) or OSA.normalized_similarity(mine, theirs) >= least
            for mine, theirs in product(fathers(readings(patronymic)), fathers(readings(registered)))
        )

    def _initial(
        self, token: Token, left: list[Word], initials: list[tuple[str, str]], said: Sequence[Said]
    ) -> Said | None:
        """An initial meets the given name or the patronymic that is left, or an initial; else it is silent."""
        more: Said
        for field in ("given", "patronymic"):
            for word in left:
                if word.field == field:
                    left.remove(word)
                    more = *(token.stood_for.get(word.place) or self._stands_for(token, word)), token.text, word.number
                    return more if field == "given" else self._of_one_father(more, said)
        if initials:
            theirs, field = initials.pop(0)
            more = *self._initial_bits(token.text, field, first_sounds(theirs), _NOTHING), token.text, ""
            return more if field == "given" else self._of_one_father(more, said)
        return None

    def _of_one_father(self, agreed: Said, said: Sequence[Said]) -> Said:
        """What an initial of a patronymic says beside a surname, where no given name is met: brothers agree in both."""
        bits, kind, query, registered = agreed
        surname = next((n for _, k, _, n in said if k.startswith("surname") and isinstance(n, int)), None)
        if bits < 0 or surname is None or any(k.startswith("given") for _, k, _, _ in said):
            return agreed
        family = self.weights.frequency["relatives"] / self._share(self._vocabulary.class_of[surname])
        siblings = self.weights.frequency["siblings"] * min(1.0, family)
        u = self.weights.m["initial", kind.removeprefix("initial ")] / 2**bits
        return bits - math.log2(1 + siblings * (1 / u - 1)), kind, query, registered

    def _for_initial(self, token: Token, initial: str, field: str) -> Said:
        """What a given name or a patronymic says of a registered initial."""
        bits, kind = self._initial_bits(initial, field, first_sounds(token.text), kin_first_sounds(token.text, field))
        return bits, kind, token.text, initial

    def _stands_for(self, token: Token, word: Word) -> tuple[float, str]:
        """What an initial says of a word, and how it meets it."""
        if len(token.stood_for) >= self.weights.limits["at_hand"]:
            token.stood_for.clear()
        theirs = self._vocabulary.words[word.number]
        found: tuple[float, str] = self._initial_bits(
            token.text, word.field, first_sounds(theirs), kin_first_sounds(theirs, word.field)
        )
        token.stood_for[word.place] = found
        return found

    def _weigh_initial(
        self, initial: str, field: str, theirs: frozenset[str], kin: frozenset[str]
    ) -> tuple[float, str]:
        """What an initial says of a name in a field, or of another initial, and how it meets it.

        That begins with one of `theirs`, or with one of `kin` in another language. Whichever of the two is the query's,
        a stranger agrees as often as names begin like the initial.
        """
        mine = first_sounds(initial)
        level = "same" if mine & theirs else "kin" if mine & kin else "none"
        u = initial_share(initial, field) if level != "none" else 1.0
        return math.log2(self.weights.m["initial", level] / u), intern(f"initial {level}")


def _with_fields(form: Form) -> list[tuple[str, str]]:
    """The initials of a form, each with what it stands for: the first for the given name, where that is not written."""
    named = any(word.field == "given" for word in form.words)
    return list(zip(form.initials, chain(() if named else ("given",), repeat("patronymic")), strict=False))
