"""Find which given names and surnames go together, and write tables/names/traditions.toml.

Usage: python tests/fit/traditions.py GOLD_DIR

A mixture of two traditions, by expectation and maximization: given name, father's name and surname are independent
within each (latent class analysis). A surname is told by its letters, each given up to three before it. Of the
background lists' persons whose sha256 of `person` is even; only sums go into the table. It begins where names are rare.
"""

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from contexts import counted, lines
from gold import all_rows, even

from namekit.names.frequency import per_million
from namekit.names.kin import fathers, given, patronymic
from namekit.names.parsing import parts
from namekit.names.sounds import ALPHABET, readings
from namekit.names.surnames import masculine
from namekit.romanization.likelihood import Surnames

TABLE = Path(__file__).parents[2] / "tables" / "names" / "traditions.toml"
STEPS, ENOUGH = 60, 1e-3
WORTH = 3  # people whom a name counts as before it is met, by how common it is in both
RARE = 400  # people in a million: of rarer names is begun
BANDS = (1000, 300, 100, 30, 0)  # people in a million
WEIGHT, MIXED, LONGEST = 0.5, 0.1, 3
LEAST = 3  # people: a name that fewer bear is left to how common it is
HEAD = """\
# Which names go together: given names and surnames come in traditions, so that who is called Нургалиев is called Рашид
# far oftener than others are. Two are told apart: the one that most names of the three languages are of, and all others
# together. It is said of names, never of a person. Written by tests/fit/traditions.py; do not edit by hand.

how   = "{people} people of two public lists (RuPEP and ACF, the even half), by expectation and maximization"
share = {share:.3g}   # of the people have names of the smaller one

# `weight`: how much the letters of a surname say, since those that follow each other are not independent. `mixed`: the
# people whose given name and surname are of either. Of 0.2 to 0.8, and 0 to 0.3, those that foretold best, for one
# half of these people, which given names the other half has beside its surnames.
weight = {weight}
mixed  = {mixed}

# Share of a given name's bearers who are of the smaller one, by the name's id; of a name that is not listed, by how
# many people in a million at least bear it; of one that is no known name.
[given]
"""


class Person(NamedTuple):
    """A given name and a father's name, each by its group or else its sounds, and the sounds of the surname."""

    given: str
    father: str
    surname: str


class Model(NamedTuple):
    """One tradition: its share, its given names and fathers, and the letters of its surnames."""

    share: float
    names: tuple[Mapping[str, float], Mapping[str, float]]
    letters: Surnames


def people(gold: Path) -> list[Person]:
    """The people of the background lists of whom a given name and a surname are told."""
    found: dict[str, Person] = {}
    for row in all_rows(gold, "background_*.tsv"):
        if not even(row["person"]) or row["person"] in found:
            continue
        told = {part.role: part.text for part in reversed(parts(row["name"])) if readings(part.text)}
        if {"given", "surname"} <= told.keys():
            known, father = given(told["given"]).groups, told.get("patronymic", "")
            found[row["person"]] = Person(
                min(known, default="?" + readings(told["given"])[0].merged),
                min(patronymic(father).groups, default="?" + "".join(fathers(readings(father))[:1])) if father else "",
                masculine(readings(told["surname"])[0].merged),
            )
    return list(found.values())


def letters(found: Sequence[Person], shares: Sequence[float]) -> list[str]:
    """The lines of the letter model of the surnames of people who are of a tradition by a share each."""
    return lines(counted(zip([person.surname for person in found], shares, strict=True), LONGEST), LONGEST)


def fitted(found: Sequence[Person], shares: Sequence[float]) -> Model:
    """The tradition of which each person is by a share."""
    total, names = sum(shares), []
    for field in (0, 1):
        everybody, counts = Counter(p[field] for p in found if p[field]), Counter[str]()
        for person, share in zip(found, shares, strict=True):
            counts[person[field]] += share
        worth = {name: WORTH * n / len(found) for name, n in everybody.items()}
        names.append({name: (counts[name] + worth[name]) / (total + WORTH) for name in everybody})
    model = Surnames(letters(found, shares), LONGEST, len(ALPHABET))
    return Model(total / len(found), (names[0], names[1]), model)


def of_second(person: Person, models: Sequence[Model]) -> float:
    """How likely a person's names are of the second tradition."""
    bits = [
        math.log2(m.share)
        + math.log2(m.names[0][person.given])
        + (math.log2(m.names[1][person.father]) if person.father else 0.0)
        + WEIGHT * m.letters.word(person.surname)
        for m in models
    ]
    return 1 / (1 + 2 ** (bits[0] - bits[1]))


def begun(person: Person) -> float:
    """A first guess, by how many of the two names are rare."""
    bearers = per_million("given").get(person.given, 0), per_million("patronymic").get(person.father, 0)
    return (0.05, 0.3, 0.9)[(bearers[0] < RARE) + (bearers[1] < RARE and bool(person.father))]


def band_of(name: str) -> int:
    """How many people in a million at least bear a name, of BANDS."""
    return next(band for band in BANDS if per_million("given").get(name, 0) >= band)


def main(gold: Path) -> None:
    """Fit and write."""
    found = people(gold)
    shares = list(map(begun, found))
    for _ in range(STEPS):
        before = shares
        models = fitted(found, [1 - s for s in shares]), fitted(found, shares)
        shares = [of_second(person, models) for person in found]
        if max(abs(a - b) for a, b in zip(before, shares, strict=True)) < ENOUGH:
            break
    bearers: dict[str, list[float]] = defaultdict(list)
    for person, share in zip(found, shares, strict=True):
        bearers[person.given].append(share)
    by_band: dict[int, list[float]] = defaultdict(list)
    for name, of_each in bearers.items():
        if not name.startswith("?"):
            by_band[band_of(name)] += of_each
    unknown = [s for name, of_each in bearers.items() if name.startswith("?") for s in of_each]
    band = {b: sum(by_band[b]) / len(by_band[b]) for b in BANDS}
    text = [HEAD.format(people=len(found), share=sum(shares) / len(found), weight=WEIGHT, mixed=MIXED)]
    for name, of_each in sorted(bearers.items()):
        if len(of_each) >= LEAST and not name.startswith("?"):
            usual = WORTH * band[band_of(name)]
            text.append(f"{name} = {(sum(of_each) + usual) / (len(of_each) + WORTH):.2g}\n")
    text += ["\n[by_bearers]\n", *(f"{b} = {band[b]:.2g}\n" for b in BANDS)]
    text.append(f"\n[unknown]\nshare = {sum(unknown) / len(unknown):.2g}\n")
    text.append("\n# Which letters follow up to so many others in surnames, by their merged sounds, and how often.\n")
    text.append(f"[surnames]\nlongest = {LONGEST}\n")
    for name, each in (("larger", [1 - s for s in shares]), ("smaller", shares)):
        text.append(f"{name} = '''\n" + "\n".join(letters(found, each)) + "\n'''\n")
    TABLE.write_text("".join(text), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
