"""How well names in other scripts find their person, and how many strangers match: through CLDR's transforms.

Usage: python tests/bench/scripts.py GOLD_DIR     (needs ICU)

The registry holds the first 1,500 people of a public list (by the sha256 of `person`), with their full Russian names.
Asked are the given name and surname of 1,400 of them, and of 1,400 who are not registered, in Cyrillic, and as CLDR's
ru-zh and ru-ja write them: conventions that others laid down, which the rules of tables/scripts.toml were checked by.
"""

import hashlib
import sys
from collections import Counter
from pathlib import Path

import icu

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "fit"))

from gold import rows  # noqa: E402 (beside this folder)

from namekit import Entity, Registry  # noqa: E402
from namekit.names.parsing import parts  # noqa: E402

REGISTERED, ASKED = 1500, 1400
BETWEEN = {"ru-zh": "·", "ru-ja": "・"}
Person = tuple[str, str, str, str]


def people(gold: Path) -> list[Person]:
    """Id, full name, given name and surname of those whose name has three parts."""
    found: dict[str, Person] = {}
    for row in rows(gold / "background_rupep.tsv"):
        roles = {p.role: p.text for p in parts(row["name"])} if row["language"] == "ru" else {}
        if {"given", "patronymic", "surname"} <= roles.keys():
            found.setdefault(row["person"], (row["person"], row["name"], roles["given"], roles["surname"]))
    return sorted(found.values(), key=lambda p: hashlib.sha256(p[0].encode()).hexdigest())


def main(gold: Path) -> None:
    """Ask and print."""
    listed = people(gold)
    known = {(given, surname) for _, _, given, surname in listed[:REGISTERED]}
    strangers = [p for p in listed[REGISTERED:] if p[2:] not in known][:ASKED]
    registry = Registry.from_entities(Entity(person, [name]) for person, name, _, _ in listed[:REGISTERED])
    for transform in ("", *BETWEEN):
        write = icu.Transliterator.createInstance(transform).transliterate if transform else str
        counts: Counter[str] = Counter()
        for person, _, given, surname in (*listed[:ASKED], *strangers):
            asked = f"{write(given)}{BETWEEN.get(transform, ' ')}{write(surname)}"
            r = registry.resolve(asked)
            first = r.candidates[0].entity_id if r.candidates else None
            here = "stranger" if (given, surname) not in known else "right" if first == person else "other"
            counts[f"{here} {r.status}"] += 1
        print(transform or "Cyrillic", dict(sorted(counts.items())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
