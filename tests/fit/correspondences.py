"""Fit how often each spelling correspondence is used, and write the shares into tables/names/correspondences.toml.

Usage: python tests/fit/correspondences.py GOLD_DIR

Aligns pairs of spellings of one name by Viterbi training: the likeliest alignment by the shares so far is counted, and
the shares are counted anew, ROUNDS times. The pairs are the rows of tables/names/surnames.toml, the usual given names
of the three languages, and the surnames of the gold lists' persons whose sha256 of `person` is even. A share is the
number of uses by the number of places where a correspondence could be used. A pair that no alignment explains is left
out.
"""

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

from gold import all_rows, even

from namekit.names.kin import given_names
from namekit.names.parsing import parts
from namekit.relations import correspondences
from namekit.relations.correspondences import Step, respelling
from namekit.romanization.orthography import LANGUAGES
from namekit.table import read_table
from namekit.text import repair

TABLE = Path(__file__).parents[2] / "tables" / "names" / "correspondences.toml"
ROUNDS = 4
LEAST, MOST = 0.002, 0.999


def spellings(gold: Path, role: str, *, half: bool) -> Iterator[dict[str, set[str]]]:
    """By person, the spellings of a part in each language, lower case; the even half or the odd one."""
    people: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in all_rows(gold):
        if row["language"] in LANGUAGES and row["kind"] != "weak" and even(row["person"]) == half:
            found = [p.text.lower() for p in parts(repair(row["name"])[0]) if p.role == role]
            if len(found) == 1:
                people[row["person"]][row["language"]].add(found[0])
    yield from people.values()


def pairs(gold: Path) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Spellings of one name by the two languages."""
    found: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)
    rows: list[dict[str, set[str]]] = [
        {code: {row[code].lower().replace("'", "’")} for code in LANGUAGES if code in row}
        for row in read_table("names", "surnames")["surname"]
    ]
    rows += [
        {code: {f[0].lower().replace("'", "’")} for code, f in name.forms if code in LANGUAGES}
        for name in given_names()
    ]
    rows += spellings(gold, "surname", half=True)
    for row in rows:
        for one, other in permutations(row, 2):
            found[one, other].update(dict.fromkeys((a, b) for a in sorted(row[one]) for b in sorted(row[other])))
    return {languages: list(words) for languages, words in found.items()}


def align(places: list[list[Step]], target: str) -> list[tuple[int, Step]]:
    """The likeliest way through the places that writes the target; empty where there is none."""
    best: dict[tuple[int, int, bool], tuple[float, tuple[object, ...]]] = {(0, 0, False): (0.0, ())}
    for at, steps in enumerate(places):
        for inserted in (False, True):
            for j in range(len(target) + 1):
                if (at, j, inserted) not in best:
                    continue
                score, path = best[at, j, inserted]
                for step in steps:
                    if (inserted and not step.length) or not target.startswith(step.text, j):
                        continue
                    key = (at + step.length, j + len(step.text), not step.length)
                    if score + step.bits > best.get(key, (-math.inf, ()))[0]:
                        best[key] = score + step.bits, (path, at, step)
    ends = [best[k] for i in (False, True) if (k := (len(places) - 1, len(target), i)) in best]
    way: list[tuple[int, Step]] = []
    if ends:
        path = max(ends, key=lambda e: e[0])[1]
        while path:
            path, at, step = path  # type: ignore[assignment]
            way.append((at, step))  # type: ignore[arg-type]
    return way[::-1]


def count(words: list[tuple[str, str]], source: str, target: str) -> tuple[Counter[str], Counter[str], int]:
    """How often each correspondence was used and could have been, and how many pairs no alignment explains."""
    channel = respelling(source, target)
    used: Counter[str] = Counter()
    could: Counter[str] = Counter()
    lost = 0
    for one, other in words:
        places = channel.steps(one)
        way = align(places, other)
        lost += not way
        used.update(name(step) for _, step in way)
        for at in {at for at, _ in way}:
            could.update({name(step) for step in places[at]})
    return used, could, lost


def name(step: Step) -> str:
    """What the share of a step is called: its row, or its letters."""
    c = step.used
    return f"row {c.row}" if c.row >= 0 else f"ending {c.ending}" if c.ending else f"kept {c.source}"


def write(shares: dict[str, dict[str, float]]) -> None:
    """Put the shares into the table; all else in it stays."""
    head, *blocks = TABLE.read_text(encoding="utf-8").split("\n[[correspondence]]\n")
    last, ranking = re.split(r"(?=\n\[ranking\])", blocks[-1], maxsplit=1)
    blocks[-1] = last
    ranking = re.split(r"\n\[kept\]", ranking)[0].rstrip()
    done = []
    for i, block in enumerate(blocks):
        mine = {d: s[f"row {i}"] for d, s in shares.items() if f"row {i}" in s}
        line = "share = { " + ", ".join(f"{d} = {v:g}" for d, v in mine.items()) + " }\n"
        kept = re.sub(r"^share = .*\n", "", block, flags=re.MULTILINE)
        done.append(
            re.sub(r"^(why = .*)\n?", lambda m, line=line: f"{m[1]}\n{line}", kept, count=1, flags=re.MULTILINE)
        )
    tail = [ranking, "\n"]
    for title, about in (("kept", "letters that stay as they are; not listed: all"), ("ending", "endings of surnames")):
        tail.append(f"\n[{title}]    # {about}\n")
        for d, s in shares.items():
            mine = {k.removeprefix(f"{title} "): v for k, v in s.items() if k.startswith(f"{title} ")}
            listed = ", ".join(f'"{k}" = {v:g}' for k, v in mine.items() if title == "ending" or v < MOST)
            tail.append(f"{d} = {{ {listed} }}\n")
    TABLE.write_text("\n[[correspondence]]\n".join([head, *done]).rstrip() + "\n" + "".join(tail), encoding="utf-8")


def main(gold: Path) -> None:
    """Fit and write."""
    words = pairs(gold)
    for turn in range(ROUNDS):
        for cached in ("table", "respelling", "correspondences", "constants", "ending_pairs"):
            getattr(correspondences, cached).cache_clear()
        shares: dict[str, dict[str, float]] = {}
        for one, other in sorted(words):
            used, could, lost = count(words[one, other], one, other)
            print(turn, one, other, len(words[one, other]), "pairs, unexplained", lost)
            shares[f"{one}-{other}"] = {
                k: min(MOST, max(LEAST, float(f"{used[k] / (n + 1):.3g}")))
                if not k.startswith("kept")
                else min(1.0, max(LEAST, float(f"{(used[k] + 1) / (n + 1):.3g}")))
                for k, n in sorted(could.items(), key=lambda kn: (kn[0].split()[0], _order(kn[0])))
            }
        write(shares)


def _order(key: str) -> tuple[int, str]:
    last = key.split(" ", 1)[1]
    return (int(last), "") if last.isdigit() else (0, last)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
