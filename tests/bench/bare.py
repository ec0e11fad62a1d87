"""What becomes of people who are registered without patronymic, among others in full, and asked for without.

Usage: python tests/bench/bare.py GOLD_DIR     (with the extra `bench`)

The registries are those of the measure of accuracy beside GOLD_DIR, in which some of the people who are asked for, or
all, have lost their patronymics; in the last, everybody has. Asked are those people's other spellings without
patronymic, the Russian ones among them also inflected by pytrovich (the rules of petrovich), and people who are not
registered, without theirs. Printed are the share of registered names without patronymic, what it says that neither name
has one, in bits, and what is accepted, right, wrong, and of strangers, in percent of their kind.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.learned import LISTS, Asked, counts
from bench.rewritten import Full, in_full
from fit.gold import all_rows, even

from namekit import Entity, Registry
from namekit.names.kin import patronymic_gender

SHARES = (0.1, 0.3, 1.0)  # of the people who are asked for
CASES = ("GENITIVE", "DATIVE", "INSTRUMENTAL")


class Bare(NamedTuple):
    """A registry, what is asked of it (names in full, with their entities), and strangers without patronymic."""

    registry: Registry
    asked: tuple[tuple[Full, str, str], ...]
    strangers: Asked

    def without(self) -> Asked:
        """What is asked without patronymic, each spelling once, and none that is registered as it is asked."""
        registered = {e.id: e.name.casefold() for e in self.registry.entities}
        asked = dict.fromkeys((f"{g} {s}", entity) for (g, _, s), entity, _ in self.asked)
        return [(name, entity) for name, entity in asked if name.casefold() != registered[entity]]


def registries(gold: Path, one: str, shares: Iterable[float] = SHARES) -> Iterator[Bare]:
    """Registries of a list, of which such shares have lost their patronymics; and one where everybody has."""
    sys.path.insert(0, str(gold.resolve().parent / "eval"))
    measure = import_module("accuracy")
    entities, queries, absent = measure.load(gold, one, 0, 2000)
    people = sorted({id_ for id_, _, _ in queries}, key=measure.h)
    strangers = [(name, "") for name in absent["no patronymic"]]
    asked = [(full, id_, language) for id_, query, language in queries if (full := in_full(query))]
    for share in (*shares, None):
        some = set(people if share is None else people[: round(share * len(people))])
        bare = {id_ for id_, _ in entities} if share is None else some
        registry = Registry.from_entities(
            Entity(id_, [_bare(name) if id_ in bare else name for name in names]) for id_, names in entities
        )
        yield Bare(registry, tuple(one for one in asked if one[1] in some), strangers)


def _bare(name: str) -> str:
    full = in_full(name)
    return f"{full[0]} {full[2]}" if full else name


def of_odd_people(gold: Path, one: Bare) -> Bare:
    """The same, asked for people on whom nothing was fitted."""
    person = {row["entity_id"]: row["person"] for row in all_rows(gold)}
    return one._replace(asked=tuple(a for a in one.asked if not even(person[a[1]])))


def said(registry: Registry, asked: Asked) -> float:
    """What it says that neither name has a patronymic, by an answer in which it says anything."""
    evidence = (e for r in registry.resolve_many(n for n, _ in asked) for c in r.candidates for e in c.evidence)
    return next((e.bits for e in evidence if e.kind == "patronymic neither"), 0.0)


def inflector(case: str) -> Callable[[Full], str]:
    """What makes a case of a given name and a surname, as a Russian text has it."""
    from pytrovich.enums import Case, Gender, NamePart  # noqa: PLC0415 (the rest is measured without it, too)
    from pytrovich.maker import PetrovichDeclinationMaker  # noqa: PLC0415

    maker = PetrovichDeclinationMaker()

    def inflected(full: Full) -> str:
        gender = Gender.FEMALE if patronymic_gender(full[1]) == "female" else Gender.MALE
        parts = (NamePart.FIRSTNAME, full[0]), (NamePart.LASTNAME, full[2])
        return " ".join(maker.make(part, gender, Case[case], word) for part, word in parts)

    return inflected


def main(gold: Path) -> None:
    """Measure and print."""
    print(f"{'':20}bare  neither   names: right, wrong, strangers")
    for name in LISTS:
        for one in registries(gold, name):
            asked, bare = one.without(), one.registry._index.bare
            told = f"{said(one.registry, asked):+6.1f} {len(asked):9,}  {counts(one.registry, asked + one.strangers)}"
            print(f"{name:18}{bare:6.1%} {told}", flush=True)
            russian = [(full, id_) for full, id_, language in one.asked if language == "ru" and full[0][0] > "Ѐ"]
            for case in CASES if bare < 1 / 2 else ():
                made = list(dict.fromkeys((inflector(case)(full), id_) for full, id_ in russian))
                print(f"{case.lower():>24} {len(made):16,}  {counts(one.registry, made + one.strangers)}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
