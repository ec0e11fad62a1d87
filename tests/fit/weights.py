"""Count what the resolver's weights are counted from, and write the counted ones into tables/weights.toml.

Usage: python tests/fit/weights.py GOLD_DIR

Only people whose sha256 of `person` is even. m: each spelling of a listed person is compared with the one that
`accuracy.py` registers; a list counts by the root of its length, and half a case is added to every level. Of
surnames it is only printed: the table says why.
Relatives: of background people whose surname hardly anyone bears, how many share it with another one of the list.
Table worth: the size of a registry for which mixing its own counts with the tables foretells best, by mean
log2 likelihood, which names other background people bear.
"""

import hashlib
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from gold import all_rows, even, rows

from namekit import Entity
from namekit.names.frequency import share
from namekit.names.initials import first_sounds, kin_first_sounds
from namekit.names.parsing import gender, parts
from namekit.resolver.evidence import Comparison
from namekit.resolver.index import MemoryIndex
from namekit.resolver.vocabulary import Vocabulary
from namekit.resolver.weights import weights

TABLE = Path(__file__).parents[2] / "tables" / "weights.toml"
COUNTED = {
    "surname": ("same", "vowels", "near", "far", "gender"),
    "given": ("same", "short", "vowels", "near", "far"),
    "patronymic": ("same", "vowels", "near", "far"),
}
UNSAID = (["missing"], ["neither"])  # of the form of a name, not of a part
RARE, WORTHS = 1e-6, (500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000)


def spellings(path: Path) -> dict[str, list[str]]:
    """The spellings of each even person of a list that are not weak, the primary one first."""
    people: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows(path), key=lambda r: r["kind"] != "primary"):
        if row["kind"] != "weak" and even(row["person"]):
            people[row["entity_id"]].append(row["name"])
    return people


def levels(path: Path) -> Counter[str]:
    """How often each level of agreement shows between a person's spellings and the registered one."""
    people = spellings(path)
    index = MemoryIndex([Entity(e, names[:1]) for e, names in people.items()])
    comparison = Comparison(index, weights())
    form_of = {index.entity(place).id: f for f in range(len(index.forms)) for place, _ in index.borne_by(f)}
    found: Counter[str] = Counter()
    for entity, names in people.items():
        for name in dict.fromkeys(names[1:]):
            found_parts = parts(name)
            asked = comparison.asked(found_parts, gender(found_parts))
            said = comparison.compare(asked, form_of[entity])
            found.update(kind.replace("kin", "same") for _, kind, _, _ in said if kind.split()[1:] not in UNSAID)
    return found


def shares(gold: Path) -> Iterator[tuple[str, str, float]]:
    """Field, level and m: the share of a level, each list weighted by the root of what it counts."""
    per_list = [levels(path) for path in lists(gold)]
    for field, counted in COUNTED.items():
        totals = [sum(n for kind, n in c.items() if kind.split()[0] == field) for c in per_list]
        for level in counted:
            m = by_root([(c[f"{field} {level}"], t) for c, t in zip(per_list, totals, strict=True)])
            yield field, level, min(1.0, m + 0.5 / sum(totals))


def lists(gold: Path) -> list[Path]:
    """The lists of people with several spellings."""
    return [path for path in sorted(gold.glob("*.tsv")) if not path.name.startswith("background_")]


def by_root(cases: list[tuple[int, int]]) -> float:
    """The share of cases, of so many in each list; a list counts by the root of its length."""
    return sum(n / math.sqrt(of) for n, of in cases if of) / sum(math.sqrt(of) for _, of in cases)


def begins(path: Path) -> Counter[str]:
    """How often spellings begin like the registered name ("same"), or otherwise, as another language has it ("kin").

    Of given names and patronymics that do begin otherwise in another language.
    """
    found: Counter[str] = Counter()
    for names in spellings(path).values():
        registered = {p.role: p.text for p in parts(names[0])}
        for part in (p for name in dict.fromkeys(names[1:]) for p in parts(name)):
            if part.role in {"given", "patronymic"} and part.role in registered:
                theirs = first_sounds(registered[part.role])
                others = kin_first_sounds(registered[part.role], part.role) - theirs
                mine = first_sounds(part.text[0])
                if others and mine & (theirs | others):
                    found["same" if mine & theirs else "kin"] += 1
    return found


def otherwise(gold: Path) -> float:
    """m of an initial that fits in another language."""
    return by_root([(found["kin"], found.total()) for found in map(begins, lists(gold))])


def background(gold: Path) -> list[tuple[str, str, str]]:
    """The even background people, once each: given name, patronymic and surname of those who have all three."""
    found: dict[str, tuple[str, str, str]] = {}
    for row in all_rows(gold, "background_*.tsv"):
        roles = {p.role: p.text for p in parts(row["name"])}
        if row["language"] == "ru" and even(row["person"]) and {"given", "patronymic", "surname"} <= roles.keys():
            found.setdefault(row["person"], (roles["given"], roles["patronymic"], roles["surname"]))
    return [found[person] for person in sorted(found, key=lambda p: hashlib.sha256(p.encode()).hexdigest())]


def keys(people: list[tuple[str, str, str]], field: str) -> list[tuple[str, ...]]:
    """What each one's name is counted by, in a field."""
    vocabulary = Vocabulary()
    place = ("given", "patronymic", "surname").index(field)
    return [vocabulary.keys(vocabulary.class_of[vocabulary.add(p[place], field)]) for p in people]  # type: ignore[arg-type]


def best_worth(people: list[tuple[str, str, str]], field: str) -> int:
    """The worth of the tables for a field, by how well one half of the people foretells the other's names."""
    borne = keys(people, field)
    known, others = borne[::2], borne[1::2]
    counts = Counter(k for ks in known for k in ks)
    discount = weights().frequency["discount"]

    def likelihood(worth: int) -> float:
        return math.fsum(
            math.log2(
                (max(max(counts[k] for k in ks) - discount, 0) + worth * share(field, ks)) / (len(known) + worth)  # type: ignore[arg-type]
            )
            for ks in others
        )

    for worth in WORTHS:
        print(f"{field:10} worth {worth:7,}: {likelihood(worth) / len(others):.4f} bits a name")
    return max(WORTHS, key=likelihood)


def relatives(people: list[tuple[str, str, str]]) -> float:
    """How often one of rare surname shares it with a given other of the list, though hardly anyone else bears it.

    Bearers of one given name are left out: they may be one person, listed twice.
    """
    surnames, names = [k[0] for k in keys(people, "surname")], keys(people, "given")
    bearers: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for surname, name in zip(surnames, names, strict=True):
        bearers[surname].append(name)
    rare = [(k, n) for k, n in zip(surnames, names, strict=True) if share("surname", (k,)) < RARE]
    return sum(other != name for k, name in rare for other in bearers[k]) / len(rare) / len(surnames)


def siblings(people: list[tuple[str, str, str]]) -> float:
    """How much oftener than by chance two of a rare surname and of different given names have the same father."""
    given, fathers, surnames = (keys(people, field) for field in ("given", "patronymic", "surname"))
    bearers: dict[str, list[int]] = defaultdict(list)
    for person, (surname, *_) in enumerate(surnames):
        if share("surname", (surname,)) < RARE:
            bearers[surname].append(person)
    couples = (c for each in bearers.values() for c in combinations(each, 2))
    pairs = [(a, b) for a, b in couples if not {*given[a]} & {*given[b]}]
    by_chance = math.fsum(share("patronymic", fathers[a]) for a, _ in pairs)
    return (sum(bool({*fathers[a]} & {*fathers[b]}) for a, b in pairs) - by_chance) / len(pairs)


def main(gold: Path) -> None:
    """Count and write; of surnames, print."""
    text = TABLE.read_text(encoding="utf-8")
    for field, level, m in shares(gold):
        if field == "surname":
            print(f"surname {level:7} {m:.2g}")
            continue
        value = f"{float(f'{m:.2g}' if m < 0.9 else f'{m:.3f}'):g}"
        for name in (level, "kin") if level == "same" else (level,):
            text = re.sub(rf"(?ms)(^\[{field}\].*?^{name} +=.*?m = )[\d.e-]+", rf"\g<1>{value}", text, count=1)
    text = re.sub(r"(?ms)(^\[initial\].*?^kin +=.*?m = )[\d.e-]+", rf"\g<1>{otherwise(gold):.2g}", text, count=1)
    people = background(gold)
    for field in ("given", "patronymic", "surname"):
        worth = best_worth(people, field)
        text = re.sub(rf"(?ms)(^\[frequency\.worth\].*?^{field} += )\d+", rf"\g<1>{worth}", text, count=1)
    for name, counted in (("relatives", relatives(people)), ("siblings", siblings(people))):
        text = re.sub(rf"(?m)^({name} += )[\d.e-]+", rf"\g<1>{float(f'{counted:.2g}'):g}", text, count=1)
    TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
