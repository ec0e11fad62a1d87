"""People who do not exist, as many as wanted: real parts of names, put together anew as often as each is met.

Usage: python tests/bench/people.py FOLDER ENTITIES NAMES [GOLD_DIR]

Given names, fathers and surnames are drawn with their shares among people (namekit.names.frequency), each by itself.
How a surname is spelt is taken from namekit's table, from the men of the gold lists (read, never copied), and, since
only two in five people bear one of these, from stems and endings of them, put together anew: a spelling that sounds
like a counted surname gets its share; of the others, as many as were counted share what is left.

Written are FOLDER/entities.tsv (id, name: one spelling each) and FOLDER/names.tsv (name, id or nothing, how many people
of the registry may be meant: 0, 1, or 2 for more, form). Half of the names are other spellings of registered people,
half are names of people who are not registered; all are distinct. A spelling is in Cyrillic or by a writer, who has one
romanization system and habits of his own, drawn by their shares (tables/names/shares.toml). The same arguments give the
same files.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "fit"))

from gold import all_rows

from namekit import cognates, romanize
from namekit.names.frequency import listed
from namekit.names.kin import GivenName, given_names, patronymic_gender
from namekit.names.parsing import parts
from namekit.names.patronymics import patronymics_in
from namekit.names.sounds import readings
from namekit.names.surnames import Gender, ending, endings, masculine
from namekit.romanization.habits import apply_habits, arrange, arrangements, habits
from namekit.romanization.likelihood import surnames as letters
from namekit.romanization.orthography import possible
from namekit.romanization.shares import shares
from namekit.table import read_table

LANGUAGES = {"ru": 0.7, "uk": 0.15, "be": 0.15}  # of a spelling; chosen
LATIN = 0.5  # share of spellings in Latin letters; chosen
FORMS = {"full": 0.6, "no patronymic": 0.25, "initials": 0.15}  # of asked names; chosen
SLIP = 0.05  # share of asked names with one letter doubled, dropped, replaced or changed for its neighbour; chosen
NEXT_FORM = 0.15  # share of spellings with another form of a given name than the usual one; chosen
WRITERS = 30  # in each language
SHORTEST_STEM = 3
UNLISTED = 2e-7  # share of an attested surname that the count does not have

Weighted = tuple[Sequence[int], Sequence[float]]  # places, and their weights added up


class Person(NamedTuple):
    """Places in the pools of `Parts`."""

    surname: int
    given: int
    father: int


@dataclass(frozen=True)
class Writer:
    """How somebody romanizes a language."""

    language: str
    system: str
    habits: tuple[str, ...]


class Asked(NamedTuple):
    """A line of names.tsv: the right entity or "", how many registered people may be meant (2: more), and the form."""

    name: str
    entity: str
    bearers: int
    form: str


def drawn(weights: Sequence[float]) -> Weighted:
    """What `random.choices` takes to draw places by these weights."""
    return range(len(weights)), tuple(accumulate(weights))


# Surnames: how they are spelt, and how many bear them.


def sounds(surname: str) -> str:
    """The key under which surnames are counted: merged sounds of the masculine form."""
    return masculine(readings(surname)[0].merged)


def attested(gold: Path) -> Iterator[str]:
    """Surnames of the men of the gold lists, as Russian spells them, once a man."""
    men = {}
    for row in all_rows(gold):
        if row["language"] == "ru" and row["kind"] != "weak" and row["person"] not in men:
            roles = {p.role: p.text for p in parts(row["name"])}
            if {"surname", "patronymic"} <= roles.keys() and patronymic_gender(roles["patronymic"]) == "male":
                men[row["person"]] = roles["surname"].lower()
    return (s for s in men.values() if possible(s, "ru"))


def recombined(known: Mapping[str, str]) -> Mapping[str, str]:
    """Spellings of other surnames by their sounds: stems of known ones and of given names, with every ending."""
    ends = sorted({form[0] for e in endings() for form in e.forms["ru"]})
    given = {f.lower() for n in given_names() for key, forms in n.forms if key in {"ru", "short"} for f in forms}
    stems = {name[: -len(e)] for name in known.values() for e in ends if name.endswith(e)}
    stems |= {name[:-1] if name[-1] in "аеийояь" else name for name in given}
    stems |= {name[:-1] for name in known.values() if name[-1] in "ая"}
    best: dict[str, tuple[float, str]] = {}
    for stem in sorted(s for s in stems if len(s) >= SHORTEST_STEM):
        for end in ends:
            name = stem + end
            if possible(name, "ru") and not patronymic_gender(name) and (key := sounds(name)) not in known:
                likely = letters("ru").word(name) / len(name)  # bits a letter: long names are no worse
                best[key] = max(best.get(key, (likely, name)), (likely, name))
    return {key: name for key, (_, name) in sorted(best.items(), key=lambda item: item[1], reverse=True)}


def surname_pool(gold: Path | None) -> Mapping[str, float]:
    """Masculine surnames as Russian spells them, with their shares among people; no two of them sound alike."""
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read_table("names", "surnames")["surname"]:
        if "ru" in row:
            spelt[sounds(row["ru"])][row["ru"].lower()] += 1
    for name in attested(gold) if gold else ():
        spelt[sounds(name)][name] += 1
    known = {key: max(names, key=lambda n: (names[n], n)) for key, names in spelt.items()}
    counted = listed("surname")
    if gold is None:
        return {name: counted[key] for key, name in known.items() if key in counted}
    others = recombined(known)
    known |= {key: name for key, name in others.items() if key in counted}
    pool = {name: counted.get(key, UNLISTED) for key, name in known.items()}
    rare = [name for key, name in others.items() if key not in counted][: len(counted) - len(known)]
    return pool | by_ending(rare, sum(counted.values()) - sum(pool.values()))


def by_ending(names: Sequence[str], share: float) -> Mapping[str, float]:
    """The share of them all, divided as frequent as the endings of surnames are, and equally within an ending."""
    frequency = read_table("names", "frequency")["ending"]
    kinds = {name: found.id for name in names if (found := ending(name, "ru")) and found.id in frequency}
    sizes = Counter(kinds.values())
    total = sum(frequency[kind] for kind in sizes)
    return {name: share * frequency[kind] / total / sizes[kind] for name, kind in kinds.items()}


@cache
def surname_in(surname: str, language: str, gender: Gender) -> str | None:
    """A masculine Russian surname as a language and a gender have it; None where the language cannot spell it."""
    if gender == "female":
        male = surname_in(surname, language, "male")
        return male and feminine(male, language)
    if language == "ru":
        return surname.capitalize()
    return next((c.text for c in cognates(surname.capitalize(), language, source="ru", limit=1)), None)


def feminine(surname: str, language: str) -> str:
    """The surname with the feminine ending, or as it is where men and women bear the same."""
    found = ending(surname, language)
    for form in sorted(found.forms[language], key=lambda f: -len(f[0])) if found else ():
        if len(form) > 1 and surname.endswith(form[0]):
            return surname[: -len(form[0])] + form[1]
    return surname


# The other parts, and how each is written.


class Parts:
    """The pools of surnames, given names and fathers, with what is drawn from them."""

    def __init__(self, gold: Path | None, rng: random.Random) -> None:
        groups = {n.id: n for n in given_names()}
        usable = {id_: n for id_, n in groups.items() if {"be", "ru", "uk"} <= dict(n.forms).keys()}
        given, fathers = ({i: s for i, s in listed(f).items() if i in usable} for f in ("given", "patronymic"))
        pool = surname_pool(gold)
        self.surnames = tuple(pool)
        self.given = tuple(usable[i] for i in given)
        self.fathers = tuple(usable[i] for i in fathers)
        self._shares = drawn(tuple(pool.values())), drawn(tuple(given.values())), drawn(tuple(fathers.values()))
        self.writers = {code: _writers(code, rng) for code in LANGUAGES}
        self._letters = cache(self._first_letters)

    def people(self, rng: random.Random, number: int) -> Iterator[Person]:
        """So many people; two may bear one name."""
        columns = (rng.choices(places, cum_weights=weights, k=number) for places, weights in self._shares)
        return map(Person, *columns)

    def gender(self, person: Person) -> Gender:
        """The gender of the given name."""
        return self.given[person.given].gender

    def spelling(self, person: Person, language: str, rng: random.Random) -> dict[str, str] | None:
        """The parts of the person's name in Cyrillic; None where the language cannot spell one of them."""
        gender = self.gender(person)
        found = {
            "surname": surname_in(self.surnames[person.surname], language, gender),
            "given": _form(self.given[person.given], language, rng),
            "patronymic": patronymic_in(self.fathers[person.father], language, gender),
        }
        return {role: text for role, text in found.items() if text} if all(found.values()) else None

    def may_be(self, asked: Person, other: Person, form: str) -> bool:
        """Whether a name of the one, written in that form, may be meant for the other, of the same surname."""
        if form == "full":
            return asked == other
        if form == "no patronymic":
            return asked.given == other.given
        inflected = feminine(self.surnames[asked.surname], "ru") != self.surnames[asked.surname]
        if inflected and self.gender(asked) != self.gender(other):
            return False
        given = self._letters(self.given[asked.given]) & self._letters(self.given[other.given])
        return bool(given and self._letters(self.fathers[asked.father]) & self._letters(self.fathers[other.father]))

    def _first_letters(self, name: GivenName) -> frozenset[str]:
        """The letters with which any writer begins any form of a given name."""
        forms = [(code, form) for code in LANGUAGES for form in dict(name.forms)[code]]
        return frozenset(
            [form[0] for _, form in forms]
            + [latin(form, w)[0].upper() for code, form in forms for w in self.writers[code]]
        )


def _writers(language: str, rng: random.Random) -> tuple[Writer, ...]:
    systems, known = shares().system[language], shares().habit
    chosen = rng.choices(tuple(systems), tuple(systems.values()), k=WRITERS)
    return tuple(Writer(language, s, tuple(h for h in habits() if rng.random() < known.get(h, 0.0))) for s in chosen)


def _form(name: GivenName, language: str, rng: random.Random) -> str:
    usual, *others = dict(name.forms)[language]
    return rng.choice(others) if others and rng.random() < NEXT_FORM else usual


@cache
def patronymic_in(father: GivenName, language: str, gender: Gender) -> str | None:
    """The usual patronymic of a father's usual form."""
    made = patronymics_in(dict(father.forms)[language][0], language)
    return next((form.capitalize() for form, bearer in made if bearer == gender), None)


@lru_cache(maxsize=500_000)
def latin(text: str, writer: Writer) -> str:
    """One part of a name as a writer romanizes it."""
    return apply_habits(romanize(text, writer.system, unknown="keep"), writer.habits)


# Names in their forms.


@cache
def patterns(form: str) -> tuple[Sequence[str], Sequence[float]]:
    """The arrangements of a form, with their shares."""
    shown = {
        "full": lambda p: "surname" in p and "given" in p and "patronymic" in p,
        "no patronymic": lambda p: "surname" in p and "given" in p and "patronymic" not in p,
        "initials": lambda p: "surname" in p and "{g}" in p and "{p}" in p,
    }[form]
    fitting = [p for p in arrangements() if shown(p.lower())]
    return fitting, [shares().arrangement[p] for p in fitting]


def written(parts_: Parts, person: Person, form: str, rng: random.Random) -> str:
    """A person's name in a language, a script and an arrangement that are drawn."""
    (language,) = rng.choices(tuple(LANGUAGES), tuple(LANGUAGES.values()))
    spelt = parts_.spelling(person, language, rng)
    if spelt is None:
        language, spelt = "ru", parts_.spelling(person, "ru", rng)
    assert spelt, "Russian forms were asked for when the pools were made"
    if rng.random() < LATIN:
        writer = rng.choice(parts_.writers[language])
        spelt = {role: latin(text, writer) for role, text in spelt.items()}
    (pattern,) = rng.choices(*patterns(form))
    return arrange(pattern, spelt)


def slipped(name: str, rng: random.Random) -> str:
    """A name with one slip in its longest word, past the first letter; as it is where no word has three letters."""
    word = max(name.split(), key=len)
    if len(word) < 3:
        return name
    i = rng.randrange(1, len(word) - 1)
    slip: Callable[[], str] = rng.choice(
        (
            lambda: word[:i] + word[i] + word[i:],
            lambda: word[:i] + word[i + 1 :],
            lambda: word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            lambda: word[:i] + rng.choice(word) + word[i + 1 :],
        )
    )
    return name.replace(word, slip(), 1)


class Registered:
    """The people of a registry by their names, to tell how many an asked name may be meant for."""

    def __init__(self, parts_: Parts, people: Sequence[Person]) -> None:
        self._parts = parts_
        self._full = Counter(people)
        self._short = Counter((p.surname, p.given) for p in people)
        self._by_surname: dict[int, list[Person]] = defaultdict(list)
        for person in self._full:
            self._by_surname[person.surname].append(person)

    def __contains__(self, person: Person) -> bool:
        return person in self._full

    def bearers(self, asked: Person, form: str) -> int:
        """How many registered people a name in a form may be meant for; 2 stands for more."""
        if form == "full":
            return min(2, self._full[asked])
        if form == "no patronymic":
            return min(2, self._short[asked.surname, asked.given])
        found = 0
        for other in self._by_surname.get(asked.surname, ()):
            if self._parts.may_be(asked, other, form):
                found += self._full[other]
                if found > 1:
                    return 2
        return found


def asked_names(parts_: Parts, people: Sequence[Person], texts: Mapping[int, str], seed: int) -> Iterator[Asked]:
    """Names to ask without end: of the registered people who have a text, and of strangers, by turns."""
    rng = random.Random(f"names {seed}")  # noqa: S311 (nothing secret)
    registered, seen = Registered(parts_, people), set(texts.values())
    strangers = (p for _ in iter(int, 1) for p in parts_.people(rng, 1000) if p not in registered)
    picked = list(texts)
    forms, weights = tuple(FORMS), tuple(FORMS.values())
    while True:
        for place in (rng.choice(picked), None):
            person = next(strangers) if place is None else people[place]
            (form,) = rng.choices(forms, weights)
            for _ in range(5):  # some have few other spellings
                name, slip = written(parts_, person, form, rng), rng.random() < SLIP
                name = slipped(name, rng) if slip else name
                if name not in seen:
                    seen.add(name)
                    entity = "" if place is None else f"P{place}"
                    yield Asked(name, entity, registered.bearers(person, form), form + (", slip" if slip else ""))
                    break


def write(folder: Path, entities: int, names: int, gold: Path | None, seed: int = 1) -> None:
    """Write both files."""
    rng = random.Random(f"entities {seed}")  # noqa: S311 (nothing secret)
    parts_ = Parts(gold, rng)
    people = list(parts_.people(rng, entities))
    wanted = frozenset(rng.sample(range(entities), min(entities, names // 2 + 1)))
    texts = {}
    with (folder / "entities.tsv").open("w", encoding="utf-8", newline="\n") as file:
        for i, person in enumerate(people):
            text = written(parts_, person, "full", rng)
            if i in wanted:
                texts[i] = text
            file.write(f"P{i}\t{text}\n")
    with (folder / "names.tsv").open("w", encoding="utf-8", newline="\n") as file:
        asked = asked_names(parts_, people, texts, seed)
        for _ in range(names):
            file.write("\t".join(map(str, next(asked))) + "\n")


def read(path: Path) -> Iterator[list[str]]:
    """The fields of each line of a file that `write` has made."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]) if len(sys.argv) > 4 else None)
