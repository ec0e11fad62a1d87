"""How far the probability of the first candidate can be trusted: a reliability curve, drawn as an SVG picture.

Usage: python tests/bench/calibration.py GOLD_DIR [PICTURE.svg]

Each list of the folder is its own registry, with one spelling a person and two thirds of the background people beside
them. Asked are the other spellings of the persons whose sha256 is odd (nothing was fitted on them), and as many names
of background people who are not registered: in full, without patronymic, by initial. Printed are fifteen bins of equal
count, and the expected calibration error: the mean distance of probability and right answers, weighted by bin.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import cycle, pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "fit"))

from gold import even, rows  # noqa: E402 (beside this folder)

from namekit import Entity, Registry  # noqa: E402
from namekit.names.parsing import parts  # noqa: E402

BINS = 15
Answer = tuple[float, bool]


def spellings(path: Path) -> dict[tuple[str, str], list[str]]:
    """The spellings of each person that are not weak, by entity and person; the primary one first."""
    people: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(rows(path), key=lambda r: r["kind"] != "primary"):
        if row["kind"] != "weak":
            people[row["entity_id"], row["person"]].append(row["name"])
    return people


def words(name: str) -> frozenset[str]:
    """The words of a name, in whatever order."""
    return frozenset(name.casefold().replace("ё", "е").split())


def shortened(name: str, form: str) -> str:
    """The name in full, without patronymic, or by initial; in full where its parts are not three."""
    roles = {p.role: p.text for p in parts(name)}
    if form == "full" or not {"given", "patronymic", "surname"} <= roles.keys():
        return name
    return f"{roles['given'] if form == 'no patronymic' else roles['given'][0] + '.'} {roles['surname']}"


def answers(gold: Path) -> Iterator[Answer]:
    """The first candidate's probability and whether it is the person, for each query of each list."""
    background = {e: n for f in sorted(gold.glob("background_*.tsv")) for (e, _), n in spellings(f).items()}
    for path in sorted(p for p in gold.glob("*.tsv") if not p.name.startswith("background_")):
        people = spellings(path)
        listed = Registry.from_entities(Entity(e, names) for (e, _), names in people.items())
        pool = [e for e, names in background.items() if all(listed.resolve(n).status == "unknown" for n in names)]
        known, others = pool[: len(pool) * 2 // 3], pool[len(pool) * 2 // 3 :]
        registered = {words(n) for e in known for n in background[e]}  # the two lists share people
        strangers = [e for e in others if registered.isdisjoint(map(words, background[e]))]
        registry = Registry.from_entities(
            [
                *(Entity(e, names[:1]) for (e, _), names in people.items()),
                *(Entity(e, background[e][:1]) for e in known),
            ]
        )
        asked = [(n, e) for (e, person), names in people.items() if not even(person) for n in dict.fromkeys(names[1:])]
        forms = zip(strangers, cycle(("full", "no patronymic", "initial")), strict=False)
        absent = [(shortened(background[e][-1], form), "") for e, form in forms]
        for name, entity in [*asked, *absent[: len(asked)]]:
            first = next(iter(registry.resolve(name).candidates), None)
            if first:
                yield first.probability, first.entity_id == entity


def bins(found: list[Answer]) -> list[tuple[float, float, int]]:
    """Mean probability, share of right answers, and count of each bin."""
    found = sorted(found)
    edges = [round(i * len(found) / BINS) for i in range(BINS + 1)]
    cut = [found[a:b] for a, b in pairwise(edges) if b > a]
    return [(sum(p for p, _ in c) / len(c), sum(r for _, r in c) / len(c), len(c)) for c in cut]


def picture(points: list[tuple[float, float, int]], error: float) -> str:
    """The reliability curve as SVG: probability to the right, share of right answers upward."""
    dots = "".join(
        f'<circle cx="{40 + 300 * p:.1f}" cy="{340 - 300 * r:.1f}" r="4" fill="#1f5fa8"/>' for p, r, _ in points
    )
    line = " ".join(f"{40 + 300 * p:.1f},{340 - 300 * r:.1f}" for p, r, _ in points)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="380" height="390" font-family="sans-serif" font-size="12">'
        '<rect width="380" height="390" fill="white"/><path d="M40 40V340H340" fill="none" stroke="black"/>'
        '<path d="M40 340L340 40" stroke="#999" stroke-dasharray="4"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8"/>{dots}'
        '<text x="190" y="372" text-anchor="middle">probability of the first candidate</text>'
        '<text x="16" y="190" text-anchor="middle" transform="rotate(-90 16 190)">share that is right</text>'
        f'<text x="50" y="30">expected calibration error {error:.1%}</text></svg>\n'
    )


def main(gold: Path, drawn: Path | None) -> None:
    """Measure, print and draw."""
    found = list(answers(gold))
    points = bins(found)
    error = sum(abs(p - r) * n for p, r, n in points) / len(found)
    for p, r, n in points:
        print(f"probability {p:7.2%}   right {r:7.2%}   of {n}")
    print(f"expected calibration error {error:.2%} of {len(found)}")
    if drawn:
        drawn.write_text(picture(points, error), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
