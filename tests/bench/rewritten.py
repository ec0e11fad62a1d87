"""What becomes of full names that are written down otherwise: initials, capitals, lost spaces, typing errors.

Usage: python tests/bench/rewritten.py GOLD_DIR [LIST ...]     (belarus and eu_russia_ukraine)

The registry of a list is the one of the measure of accuracy beside GOLD_DIR. Each of its queries that has a given name,
a patronymic and a surname is asked for in every way of writing. Printed is the share of names whose person comes first,
is accepted (right), and how often another person is accepted (wrong). Typing errors are a letter that is dropped or
doubled, or two neighbours that change places, at random; the same run makes the same errors.
"""

import random
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from namekit import Entity, Registry, parse

Full = tuple[str, str, str]
LISTS = ("belarus", "eu_russia_ukraine")
_SEED = 3


def slipped(word: str, chance: random.Random) -> str:
    """The word with one typing error, not in its first letter unless that changes places with the second."""
    at = chance.randrange(1, len(word))
    kind = chance.choice(("dropped", "doubled", "changed places"))
    if kind == "dropped":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[:at] + word[at - 1] + word[at:]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def ways(chance: random.Random) -> dict[str, Callable[[str, str, str], str]]:
    """The ways of writing a given name, a patronymic and a surname."""
    return {
        "in full": lambda g, p, s: f"{g} {p} {s}",
        "in capitals": lambda g, p, s: f"{s} {g} {p}".upper(),
        "G. P. Surname": lambda g, p, s: f"{g[0]}. {p[0]}. {s}",
        "Surname GP": lambda g, p, s: f"{s} {g[0]}{p[0]}",
        "G. Surname": lambda g, _, s: f"{g[0]}. {s}",
        "Given P. Surname": lambda g, p, s: f"{g} {p[0]}. {s}",
        "without patronymic": lambda g, _, s: f"{g} {s}",
        "surname alone": lambda _, __, s: s,
        "GivenPatronymic Surname": lambda g, p, s: f"{g}{p} {s}",
        "with a birth date": lambda g, p, s: f"{s} {g} {p}, 18 августа 1978 года рождения, уроженец г. Минска",
        "born, in English": lambda g, p, s: f"{g} {p} {s}, DOB: 18/08/1978, POB: Minsk",
        "- journalist": lambda g, p, s: f"{s} {g} {p} - журналист",
        "a journalist": lambda g, p, s: f"известная журналистка {g} {p} {s}",
        "of Minsk": lambda g, p, s: f"{s} {g} {p}, Минск",
        "twice": lambda g, p, s: f"{s} {g} {p} / {g} {s}",
        "slip in the given name": lambda g, p, s: f"{slipped(g, chance)} {p} {s}",
        "slip in the patronymic": lambda g, p, s: f"{g} {slipped(p, chance)} {s}",
        "slip in the surname": lambda g, p, s: f"{g} {p} {slipped(s, chance)}",
    }


def in_full(name: str) -> Full | None:
    """Given name, patronymic and surname, of three letters or more each; None where the name has others."""
    readings = parse(name).readings
    if not readings or len(readings[0].parts) != 3:
        return None
    first = readings[0]
    parts = first.given.capitalize(), first.patronymic.capitalize(), first.surname.capitalize()
    return parts if min(map(len, parts)) >= 3 else None


def main(gold: Path, lists: list[str]) -> None:
    """Measure and print."""
    sys.path.insert(0, str(gold.resolve().parent / "eval"))
    load = import_module("accuracy").load
    for name in lists:
        entities, queries, _ = load(gold, name, 0, 0)
        registry = Registry.from_entities(Entity(id_, spellings) for id_, spellings in entities)
        asked = [(id_, full) for id_, query, _ in queries if (full := in_full(query))]
        print(f"{name}: {len(asked):,} names")
        for way, write in ways(random.Random(_SEED)).items():  # noqa: S311 (a sample)
            found = list(zip(registry.resolve_many(write(*full) for _, full in asked), asked, strict=True))
            first = sum(bool(r.candidates) and r.candidates[0].entity_id == id_ for r, (id_, _) in found)
            right = sum(r.entity_id == id_ for r, (id_, _) in found)
            wrong = sum(r.status == "match" for r, _ in found) - right
            print(f"  {way:24} first {first / len(asked):6.1%}   right {right / len(asked):6.1%}   wrong {wrong}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(LISTS))
