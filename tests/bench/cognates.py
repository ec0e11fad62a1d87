"""How well names are taken from one language into another, on labelled lists; what is missed is printed.

Usage: python tests/bench/cognates.py GOLD_DIR [--missed]

There and back: each distinct surname with a Slavic ending goes into each other language, and what comes first there
goes back; right is a spelling that is then among the first five. Direct: the spellings of one person in two languages.
Persons whose sha256 of `person` is even were fitted on; the odd ones were not.
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "fit"))

from gold import all_rows, even

import namekit
from namekit.names.parsing import parts
from namekit.names.surnames import endings
from namekit.romanization.orthography import LANGUAGES, possible
from namekit.text import repair

AMONG = 5
ROLES = ("surname", "given", "patronymic")
BESIDE = {"be": ("Іван", "Іваноў"), "ru": ("Иван", "Иванов"), "uk": ("Іван", "Іванов")}


def spelled(gold: Path) -> dict[str, dict[tuple[str, str], set[str]]]:
    """By person, the parts of names: by language and role, in lower case with a capital."""
    people: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in all_rows(gold):
        if row["language"] in LANGUAGES and row["kind"] != "weak":
            found = parts(repair(row["name"])[0])
            for role in ROLES:
                only = ["-".join(map(str.capitalize, p.text.split("-"))) for p in found if p.role == role]
                if len(only) == 1 and possible(only[0].replace("-", ""), row["language"]):
                    people[row["person"]][row["language"], role].add(only[0])
    return people


def slavic(surname: str, language: str) -> bool:
    """Whether the surname has an ending of the table, of two letters or more."""
    ends = {form for ending in endings() for forms in ending.forms[language] for form in forms}
    return any(surname.lower().endswith(e) for e in ends if len(e) > 1)


def there_and_back(people: dict[str, dict[tuple[str, str], set[str]]], *, missed: bool) -> None:
    """Print the share that comes back, by direction and half; odd: borne by no person of the even half."""
    halves: dict[tuple[str, str], bool] = {}
    for person, said in people.items():
        for (language, role), names in said.items():
            if role == "surname":
                for name in names:
                    if slavic(name, language):
                        halves[language, name] = halves.get((language, name), False) or even(person)
    start = time.perf_counter()
    everything = Counter[bool]()
    for source, target in permutations(LANGUAGES, 2):
        right, total = Counter[bool](), Counter[bool]()
        for name, half in sorted((name, half) for (language, name), half in halves.items() if language == source):
            over = namekit.cognates(name, target, source=source)
            back = namekit.cognates(over[0].text, source, source=target)[:AMONG] if over else ()
            total[half] += 1
            right[half] += name in {c.text for c in back}
            everything[name in {c.text for c in back}] += 1
            if missed and name not in {c.text for c in back}:
                print("  missed", name, *(c.text for c in over[:2]), "->", *(c.text for c in back))
        print(f"{source}-{target}-{source}:", *(f"{title} {share(right[h], total[h])}" for h, title in _HALVES))
    print(f"all directions: {share(everything[True], everything.total())}")
    print(f"{4 * len(halves) / (time.perf_counter() - start):.0f} names a second")


_HALVES = ((True, "even"), (False, "odd"))


def share(right: int, total: int) -> str:
    """Hundredths, and of how many."""
    return f"{100 * right / total:.1f} of {total}" if total else "-"


def direct(people: dict[str, dict[tuple[str, str], set[str]]], *, missed: bool) -> None:
    """Print how often another spelling of the same person comes first, and among five."""
    for role in ROLES:
        for source, target in permutations(LANGUAGES, 2):
            counted = {half: [0, 0, 0] for half in (True, False)}
            for half, name, wanted in sorted(_pairs(people, role, source, target)):
                found = forms(name, role, source, target)
                counted[half][0] += 1
                counted[half][1] += found[:1] != [] and found[0] in wanted
                counted[half][2] += bool(set(found[:AMONG]) & set(wanted))
                if missed and (found[:1] == [] or found[0] not in wanted):
                    print("  missed", name, *wanted, "->", *found[:AMONG])
            for half, title in _HALVES:
                n, first, among = counted[half]
                if n:
                    print(f"{role} {source}-{target} {title}: first {share(first, n)}, among five {share(among, n)}")


def forms(name: str, role: str, source: str, target: str) -> list[str]:
    """The forms of a part in the other language; a patronymic stands between two other parts, as it does in life."""
    if role != "patronymic":
        return [c.text for c in namekit.cognates(name, target, source=source)]
    first, last = BESIDE[source]
    whole = namekit.cognates(f"{first} {name} {last}", target, source=source)
    return list(dict.fromkeys(c.text.split(" ")[1] for c in whole))


def _pairs(
    people: dict[str, dict[tuple[str, str], set[str]]], role: str, source: str, target: str
) -> set[tuple[bool, str, tuple[str, ...]]]:
    def found() -> Iterator[tuple[bool, str, tuple[str, ...]]]:
        for person, said in people.items():
            for name in said.get((source, role), ()):
                if wanted := said.get((target, role)):
                    yield even(person), name, tuple(sorted(wanted))

    return set(found())


if __name__ == "__main__":
    everyone = spelled(Path(sys.argv[1]))
    direct(everyone, missed="--missed" in sys.argv)
    there_and_back(everyone, missed="--missed" in sys.argv)
