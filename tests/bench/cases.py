"""How often inflected names come back to the nominative, how often others are taken for inflected ones, and how fast.

Usage: python tests/bench/cases.py GOLD_DIR [--wrong]

The names are those of people whose sha256 is odd. Russian forms are made by pytrovich (the rules of petrovich),
Ukrainian ones by pymorphy3 (the dictionary VESUM), where it knows all words of a name; both are independent of the
tables here. `--wrong` prints thirty of each kind that are not right.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pymorphy3
from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from namekit.names.cases import nominatives
from namekit.names.kin import patronymic_gender
from namekit.names.parsing import parts

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.parsing import truths
from fit.gold import all_rows, even

Roles = dict[str, str]
FORMS: dict[str, Callable[[Roles], str]] = {
    "First Patronymic Last": lambda r: f"{r['given']} {r['patronymic']} {r['surname']}",
    "Last First Patronymic": lambda r: f"{r['surname']} {r['given']} {r['patronymic']}",
    "First Last": lambda r: f"{r['given']} {r['surname']}",
    "F. P. Last": lambda r: f"{r['given'][0]}. {r['patronymic'][0]}. {r['surname']}",
    "Last": lambda r: r["surname"],
}
PARTS = {"given": NamePart.FIRSTNAME, "patronymic": NamePart.MIDDLENAME, "surname": NamePart.LASTNAME}
UKRAINIAN = {"gent": "genitive", "datv": "dative", "accs": "accusative", "ablt": "instrumental", "loct": "locative"}
CASES = tuple(case for case in Case if case.name != "NOMINATIVE")


def russian(names: list[Roles]) -> Iterator[tuple[str, Roles, Roles]]:
    """Names in each case: the case, the roles as they stand in it, and in the nominative."""
    maker = PetrovichDeclinationMaker()
    for roles in names:
        gender = Gender.FEMALE if patronymic_gender(roles["patronymic"]) == "female" else Gender.MALE
        for case in CASES:
            yield case.name, {k: maker.make(PARTS[k], gender, case, word) for k, word in roles.items()}, roles


def ukrainian(names: list[Roles]) -> Iterator[tuple[str, Roles, Roles]]:
    """The same of Ukrainian names all of whose words the dictionary has."""
    analyser = pymorphy3.MorphAnalyzer(lang="uk")
    grammemes = {"given": {"Name"}, "patronymic": {"Patr"}, "surname": {"Surn"}}
    for roles in names:
        gender = "femn" if patronymic_gender(roles["patronymic"]) == "female" else "masc"
        for case, name in UKRAINIAN.items():
            made: Roles = {}
            for role, word in roles.items():
                found = [
                    p
                    for p in analyser.parse(word.lower())
                    if p.is_known and p.tag.case == "nomn" and gender in str(p.tag) and p.word == word.lower()
                ]
                named = [p for p in found if any(g in str(p.tag) for g in grammemes[role])] or found
                inflected = named[0].inflect({case}) if named else None
                if inflected:
                    made[role] = inflected.word.title()
            if len(made) == len(roles):
                yield name, made, roles


def measure(made: list[tuple[str, Roles, Roles]], *, wrong: bool) -> None:
    """Print the share that comes back, by the form of the name."""
    for form, write in FORMS.items():
        asked = [(case, write(roles), write(truth)) for case, roles, truth in made]
        asked = [a for a in asked if a[1].casefold() != a[2].casefold()]
        found = [[_plain(n.text) for n in nominatives(name)] for _, name, _ in asked]
        first = sum(_plain(truth) in texts[:1] for (_, _, truth), texts in zip(asked, found, strict=True))
        three = sum(_plain(truth) in texts[:3] for (_, _, truth), texts in zip(asked, found, strict=True))
        print(
            f"  {form:24}{first / len(asked):8.2%} first{three / len(asked):8.2%} of the first three, of {len(asked)}"
        )
        missed = [(a, t) for a, t in zip(asked, found, strict=True) if _plain(a[2]) not in t[:3]]
        for (case, name, truth), texts in random.Random(1).sample(missed, min(30, len(missed))) if wrong else ():  # noqa: S311
            print("     ", case.lower(), name, "->", texts[:3], "not", truth)


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def nominative(names: list[str], label: str, *, wrong: bool) -> None:
    """Print how many names in the nominative are taken for inflected ones."""
    taken = [(n, found) for n in names if (found := nominatives(n))]
    likely = sum(found[0].likelihood >= 0.5 for _, found in taken)
    share, sure = len(taken) / len(names), likely / len(names)
    print(f"  {label:32}{share:8.3%}, likelihood of a half or more {sure:8.3%}, of {len(names)}")
    for name, found in random.Random(1).sample(taken, min(30, len(taken))) if wrong else ():  # noqa: S311
        print("     ", name, "->", [(n.text, n.case, n.language, round(n.likelihood, 2)) for n in found[:2]])


FIRST = (
    "Ивана Петрова",
    "Івана Франка",
    "Алеся Бяляцкага",
    "Трубецкой",
    "Siarhieja Pietrova",
    "Łukaszenki",
    "Cichanouskiej",
)


def speed(names: list[str]) -> None:
    """Print names a second beyond `parts`, each asked once and again, without what is remembered of whole names."""
    for name in names:
        parts(name)
    for name in FIRST:  # reads the tables
        nominatives(name)
    for label in ("cold", "again"):
        nominatives.cache_clear()
        start = time.process_time()
        for name in names:
            nominatives(name)
        print(f"  {label}: {len(names) / (time.process_time() - start):,.0f} a second")


def main(gold: Path, *, wrong: bool) -> None:
    """Measure and print."""
    rows = [row for row in all_rows(gold) if row["kind"] != "weak"]
    names = sorted({row["name"] for row in rows})
    print("Speed:")
    speed(names)
    print(f"Names in the nominative that are taken for inflected ones; {len(names):,} distinct:")
    known = list(truths(gold))
    for script, cyrillic in (("Cyrillic", True), ("Latin", False)):
        nominative([n for n in names if (max(n) >= "Ѐ") == cyrillic], script, wrong=wrong)
        those = [r for r in known if (r["surname"][0] >= "Ѐ") == cyrillic]
        for form, write in FORMS.items():
            nominative([write(r) for r in those], f"{script}, {form}", wrong=wrong)
    print("Russian, back from pytrovich:")
    sample = [r for r in known if r["surname"][0] >= "Ѐ"]
    measure(list(russian(random.Random(1).sample(sample, 1500))), wrong=wrong)  # noqa: S311
    print("Ukrainian, back from pymorphy3:")
    measure(list(ukrainian(list(_ukrainian_names(rows)))), wrong=wrong)


def _ukrainian_names(rows: list[dict[str, str]]) -> Iterator[Roles]:
    for row in rows:
        if row["language"] == "uk" and not even(row["person"]):
            found = {p.role: p.text for p in parts(row["name"])}
            if set(found) == {"given", "patronymic", "surname"}:
                yield found


if __name__ == "__main__":
    main(Path(sys.argv[1]), wrong="--wrong" in sys.argv)
