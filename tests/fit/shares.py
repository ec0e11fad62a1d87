"""Fit how often each way of writing a name is met, and write tables/names/shares.toml.

Usage: python tests/fit/shares.py GOLD_DIR

For each person of the lists whose sha256 is even and who has a Cyrillic name in full, the Latin spellings of given
name and surname are explained by all recipes that give just them (case aside), and the shares of systems, habits,
languages and relations are those under which these spellings are likeliest (expectation-maximization; a spelling
without a recipe is left out). A list counts by the square root of its size. Only shares go into the table.
"""

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gold import even, rows

from namekit.names.kin import spelled
from namekit.names.parsing import parts
from namekit.relations.forms import Form, forms_of
from namekit.relations.spellings import Written, romanized, written
from namekit.romanization.habits import arrange, arrangements, habits, shown
from namekit.romanization.likelihood import ranking
from namekit.romanization.orthography import LANGUAGES
from namekit.romanization.shares import Shares
from namekit.romanization.system import systems
from namekit.text import repair, script

TABLE = Path(__file__).parents[2] / "tables" / "names" / "shares.toml"
ROUNDS = 20
UNSEEN_SYSTEMS = 0.1  # of all: spread over the systems of a language by their status, whatever was met
UNSEEN_HABITS = 0.5  # sightings, applied and not, that each habit starts with
UNSEEN_RELATIONS = 0.01  # sightings that each relation starts with
UNSEEN_WESTERN = 0.3  # sightings that the western forms of each given name start with, at the share of all
UNSEEN_ARRANGEMENTS = 1.0  # sightings that each arrangement starts with
RELATIONS = ("usual", "full", "tarask", "doublet", "short", "western", "е for ё", "ё in the ending", "ё in the stem")
USUAL = {"itself": "usual", "same name": "usual"}
SCRIPTS = {"Latn": 0.85, "Cyrl": 0.1, "as_given": 0.05}  # chosen
BARE = re.compile(r"[A-Za-z0-9_-]+")
HEAD = """\
# How often each way of writing a name is met. Written by tests/fit/shares.py; do not edit by hand.
# It stands for Latin spellings in sanctions lists, registers of officials and news, 2000 to 2025.

how      = "{how}"
"""


@dataclass(frozen=True)
class Seen:
    """A Latin spelling of one part of a name beside its Cyrillic one, and how much it counts."""

    slot: str
    cyrillic: str
    source: str
    latin: str
    weight: float


@dataclass(frozen=True)
class Way:
    """A recipe of a spelling: what of it is counted."""

    language: str
    relation: str
    group: str
    possible: tuple[str, ...]
    among: float
    system: str
    applied: tuple[str, ...]
    refused: tuple[str, ...]


def by_person(path: Path) -> Iterator[list[dict[str, str]]]:
    """The rows of a list that are fit to count, person by person."""
    people: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(path):
        if row["kind"] != "weak" and even(row["person"]):
            people[row["entity_id"]].append(row)
    yield from people.values()


def in_full(name: str) -> dict[str, str] | None:
    """Given name, patronymic and surname, where there is one of each."""
    found = {p.role: p.text for p in parts(name)}
    return found if len(found) == len(parts(name)) and {"given", "surname"} <= set(found) else None


def seen(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Slot, Cyrillic spelling, its language, and Latin spelling, each once a person."""
    for person in by_person(path):
        names = [(repair(r["name"])[0], r["language"]) for r in person]
        cyrillic = [(in_full(n), code) for n, code in names if script(n) == "Cyrl" and code in LANGUAGES]
        latin = [in_full(n) for n, _ in names if script(n) == "Latn"]
        yield from {
            (slot, one[slot].capitalize(), code, other[slot].casefold())
            for one, code in cyrillic
            if one
            for other in latin
            if other
            for slot in ("given", "surname")
        }


def start() -> Shares:
    """All ways equally likely."""
    return Shares(
        {
            code: {s.id: 1.0 for s in systems(provisional=True) if s.language == code and not s.same_as}
            for code in LANGUAGES
        },
        dict.fromkeys(habits(), 0.1),
        {code: dict.fromkeys(LANGUAGES, 1 / 3) for code in LANGUAGES},
        dict.fromkeys(RELATIONS, 1.0),
        {},
        {},
        {},
    )


def ways_of(slot: str, cyrillic: str, source: str, wanted: set[str], shares: Shares) -> dict[str, list[Way]]:
    """All ways to the wanted spellings."""
    found: dict[str, list[Way]] = defaultdict(list)
    for target in LANGUAGES:
        forms = forms_of(slot, cyrillic, source, target, shares)
        for text, way in written((forms,), shares.system[target], shares.habit, 1.0, 1e-7):
            if text.casefold() in wanted:
                found[text.casefold()].append(counted(way, cyrillic if slot == "given" else "", target, forms))
    return found


def counted(way: Written, cyrillic: str, language: str, forms: tuple[Form, ...]) -> Way:
    """What of a recipe is counted, the habits that it could have had and has not among it."""
    form = way.forms[0]
    now, applied, refused = romanized((form.text,), way.system if form.language else ""), [], []
    for habit in habits().values():
        after = habit.apply(now)
        if habit.id in way.habits:
            applied.append(habit.id)
            now = after
        elif after != now:
            refused.append(habit.id)
    relation = USUAL.get(form.relation, form.relation)
    alike = [f.likelihood for f in forms if USUAL.get(f.relation, f.relation) == relation]
    possible = tuple({USUAL.get(f.relation, f.relation) for f in forms} & set(RELATIONS))
    groups = spelled(cyrillic)
    group = groups[0][0].id if len(groups) == 1 else ""
    return Way(
        language, relation, group, possible, form.likelihood / sum(alike), way.system, tuple(applied), tuple(refused)
    )


def weight(way: Way, relation: str, shares: Shares) -> float:
    """Of a relation beside the usual form, for the given name of the way."""
    return (
        shares.western.get(way.group, shares.relation[relation]) if relation == "western" else shares.relation[relation]
    )


def likelihood(way: Way, source: str, shares: Shares) -> float:
    """Of a recipe under the shares."""
    p = shares.language[source][way.language] * way.among
    if way.relation in RELATIONS:
        p *= weight(way, way.relation, shares) / sum(weight(way, r, shares) for r in way.possible)
    p *= shares.system[way.language][way.system] if way.system else 1.0
    p *= math.prod(shares.habit[h] for h in way.applied)
    return p * math.prod(1 - shares.habit[h] for h in way.refused)


def maximized(counts: Mapping[str, Counter[str]], shares: Shares) -> Shares:
    """The shares that the counts show."""
    usual = {s.id: ranking(s.status, "status") for s in systems(provisional=True) if not s.same_as}
    by_language = {}
    for code in LANGUAGES:
        own = {s.id: usual[s.id] for s in systems(provisional=True) if s.language == code and s.id in usual}
        met, even_share = counts[f"system {code}"], sum(own.values())
        total = sum(met.values()) or 1.0
        by_language[code] = {
            i: (1 - UNSEEN_SYSTEMS) * met[i] / total + UNSEEN_SYSTEMS * own[i] / even_share for i in own
        }
    applied, refused = counts["applied"], counts["refused"]
    habit = {h: (applied[h] + UNSEEN_HABITS * 0.1) / (applied[h] + refused[h] + UNSEEN_HABITS) for h in habits()}
    language = {}
    for code in LANGUAGES:
        met = counts[f"language {code}"]
        language[code] = {c: (met[c] + 0.5) / (sum(met.values()) + 1.5) for c in LANGUAGES}
    met, could = counts["relation"], counts["could"]
    relation = {r: (met[r] + UNSEEN_RELATIONS) / (could[r] + 1.0) for r in RELATIONS}
    usual_relation = relation["usual"]
    relation = {r: often / usual_relation for r, often in relation.items()}
    pooled = UNSEEN_WESTERN * relation["western"]
    western = {
        group: (counts["western"][group] + pooled) / (could_be + UNSEEN_WESTERN) / usual_relation
        for group, could_be in counts["could be western"].items()
        if group
    }
    return Shares(by_language, habit, language, relation, western, shares.arrangement, shares.script)


def fitted(sightings: Mapping[Seen, list[Way]], shares: Shares) -> Shares:
    """One round of expectation and maximization."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one, ways in sightings.items():
        scores = [likelihood(w, one.source, shares) for w in ways]
        total = sum(scores) or 1.0
        for way, score in zip(ways, scores, strict=True):
            share = one.weight * score / total
            counts[f"language {one.source}"][way.language] += share
            if way.system:
                counts[f"system {way.language}"][way.system] += share
            if way.relation in RELATIONS:
                counts["relation"][way.relation] += share
                together = sum(weight(way, r, shares) for r in way.possible)
                for r in way.possible:
                    counts["could"][r] += share / together
                if "western" in way.possible:
                    counts["could be western"][way.group] += share / together
                    counts["western"][way.group] += share * (way.relation == "western")
            for h in way.applied:
                counts["applied"][h] += share
            for h in way.refused:
                counts["refused"][h] += share
    return maximized(counts, shares)


def arrangement_shares(gold: Path) -> dict[str, float]:
    """How often the names of the lists stand in each arrangement; names in several are shared out."""
    counts: Counter[str] = Counter()
    for path in sorted(gold.glob("*.tsv")):
        names = [r["name"] for person in by_person(path) for r in person if script(r["name"]) == "Latn"]
        for name in names:
            found = {p.role: p.text.capitalize() for p in parts(name)}
            fits = [a for a in arrangements() if set(shown(a, found)) <= set(found) and arrange(a, found) == name]
            for a in fits:
                counts[a] += len(names) ** -0.5 / len(fits)
    total = sum(counts.values()) + UNSEEN_ARRANGEMENTS * len(arrangements())
    return {a: (counts[a] + UNSEEN_ARRANGEMENTS) / total for a in arrangements()}


def section(title: str, values: Mapping[str, float]) -> str:
    """A part of the table, the most frequent first."""
    ranked = sorted(values.items(), key=lambda kv: (-kv[1], kv[0]))
    quoted = ((k if BARE.fullmatch(k) else f'"{k}"', v) for k, v in ranked)
    return f"\n[{title}]\n" + "".join(f"{k} = {v:.3g}\n" for k, v in quoted)


def main(gold: Path) -> None:
    """Fit and write."""
    shares = start()
    weights: Counter[tuple[str, str, str, str]] = Counter()
    for path in sorted(gold.glob("*.tsv")):
        found = list(seen(path))
        for item in found:
            weights[item] += len(found) ** -0.5
    wanted: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for slot, cyrillic, source, latin in weights:
        wanted[slot, cyrillic, source].add(latin)
    sightings: dict[Seen, list[Way]] = {}
    for key, spellings in wanted.items():
        for latin, ways in ways_of(*key, spellings, shares).items():
            sightings[Seen(*key, latin, weights[*key, latin])] = ways
    for _ in range(ROUNDS):
        shares = fitted(sightings, shares)
    counted_of = f"{len(sightings)} of {len(weights)} distinct spellings"
    how = f"{counted_of} of given names and surnames, of the even half of seven lists"
    lines = [HEAD.format(how=how)]
    lines += [section(f"system.{code}", shares.system[code]) for code in LANGUAGES]
    lines += [section(f"language.{code}", shares.language[code]) for code in LANGUAGES]
    lines += [section("habit", shares.habit), section("relation", shares.relation)]
    lines += [
        section("western", {g: w for g, w in shares.western.items() if abs(w - shares.relation["western"]) > 0.01})
    ]
    lines += [section("arrangement", arrangement_shares(gold))]
    lines += [section("script", SCRIPTS)]
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
