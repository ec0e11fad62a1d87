"""What learning the prior from a list changes: lists of which few, half or most names are strangers'.

Usage: python tests/bench/learned.py GOLD_DIR

The registries are those of the measure of accuracy beside GOLD_DIR. Asked are its queries for the lists below, as they
are or without patronymic, with names of people who are not registered without theirs among them. Printed are
the share of strangers, what of it was learned, and what a missing patronymic says of who is registered with one, in
bits; then, with the default and with what was learned, right people accepted, wrong ones, and strangers accepted, in
percent of their kind.
"""

import random
import sys
from importlib import import_module
from pathlib import Path

from namekit import Entity, Registry

LISTS = ("belarus", "russia", "eu_russia_ukraine")
STRANGERS = (0.02, 0.1, 0.5, 0.9)
_SEED = 5
Asked = list[tuple[str, str]]


def mixed(present: Asked, absent: Asked, share: float, chance: random.Random) -> Asked:
    """As many of both as make this share of strangers."""
    people = min(len(present), int(len(absent) * (1 - share) / share))
    strangers = round(people * share / (1 - share))
    return chance.sample(present, people) + chance.sample(absent, strangers)


def counts(registry: Registry, asked: Asked) -> str:
    """Right, wrong, and strangers accepted, in percent."""
    found = list(zip(registry.resolve_many(n for n, _ in asked), (e for _, e in asked), strict=True))
    present = sum(bool(e) for _, e in found)
    right = sum(r.entity_id == e for r, e in found if e)
    wrong = sum(r.status == "match" for r, e in found if e) - right
    strangers = sum(r.status == "match" for r, e in found if not e)
    shares = right / present, wrong / present, strangers / (len(found) - present)
    return "".join(f"{share:8.2%}" for share in shares)


def main(gold: Path) -> None:
    """Measure and print."""
    sys.path.insert(0, str(gold.resolve().parent / "eval"))
    load, in_full = import_module("accuracy").load, import_module("rewritten").in_full
    print(f"{'':32}strangers learned   bits   default: right, wrong, strangers   learned: the same")
    for name in LISTS:
        entities, queries, absent = load(gold, name, 0, 2000)
        registry = Registry.from_entities(Entity(id_, spellings) for id_, spellings in entities)
        forms = {
            "as they are": [(query, id_) for id_, query, _ in queries],
            "without patronymic": [(f"{f[0]} {f[2]}", id_) for id_, query, _ in queries if (f := in_full(query))],
        }
        strangers = [(n, "") for n in absent["no patronymic"]]
        for form, present in forms.items():
            for share in STRANGERS:
                asked = mixed(present, strangers, share, random.Random(_SEED))  # noqa: S311 (a sample)
                prior = registry.learned(n for n, _ in asked)
                told = registry.assuming(prior=prior)
                found = f"{prior.nobody:7.1%} {prior.missing:+7.1f}   {counts(registry, asked)}   {counts(told, asked)}"
                print(f"{name:18}{form:14.14}{share:9.1%} {found}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
