"""What a name costs among ten thousand, a hundred thousand, a million people; what Splink finds on the same files.

Usage: python tests/bench/scale.py GOLD_DIR [--entities N ...] [--names M] [--workers W] [--splink] [--dir FOLDER]
                                   [--only namekit|splink]

people.py makes the people and the names; without --names, as many names as entities. Each step is a process of its own:
making the files, namekit, the two steps of Splink (linkage.py; with the extra `bench`). The memory of a step is that of
its process and all its children: the peaks that the system counted for the process and for the largest child, and,
looked at every second, the proportional set size of them all, where the system (Linux) tells it.

A name that several registered people bear counts apart: one of them can only be guessed, and *ambiguous* is the answer.
So does the name of a stranger that a registered person bears as well. Names with a slip count under their form, too.
"""

import argparse
import dataclasses
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from people import Asked, read, write  # noqa: E402 (in this folder)
from speed import busy, load_tables  # noqa: E402

from namekit import Entity, Registry, Resolution, reason  # noqa: E402

Answer = tuple[str, list[str]]  # status, and the ids of the candidates, the best first
Figures = dict[str, object]
SIZES = (10_000, 100_000, 1_000_000)
SAMPLED = 5.0  # seconds between two looks at the memory
WORST = {
    "a given name": "Александр",
    "one letter": "И",
    "500 words": "Александр Иванов " * 250,
    "a surname": "Иванов",
    "initial and surname": "А. Иванов",
    "given name and surname": "Александр Иванов",
}


# What was found.


class Score:
    """Counts of answers, by what could be known and by the form of the name."""

    def __init__(self) -> None:
        self.met: Counter[tuple[str, str, str, bool, bool]] = Counter()

    def add(self, asked: Asked, answer: Answer) -> None:
        """Count one answer under its form and under all."""
        status, ids = answer
        several = asked.bearers > (1 if asked.entity else 0)
        group = ("registered" if asked.entity else "absent") + (", name of others" if several else "")
        first, shown = bool(asked.entity) and ids[:1] == [asked.entity], bool(asked.entity) and asked.entity in ids
        self.met[group, asked.form, status, first, shown] += 1

    def counts(self) -> Counter[tuple[str, str, str]]:
        """How many names of a group and form are what."""
        counts: Counter[tuple[str, str, str]] = Counter()
        for (group, asked, status, first, shown), n in self.met.items():
            found = ["n", status, *["first"] * first, *[f"{status}, shown"] * shown]
            if status == "match":
                found.append("right" if first else "wrong")
            for form in ("all", asked.split(",")[0], *(["slip"] if "slip" in asked else [])):
                counts.update({(group, form, kind): n for kind in found})
        return counts

    def lines(self) -> Iterator[str]:
        """The counts as shares, a line for each group and form."""
        counts = self.counts()
        for group, form in sorted({key[:2] for key in counts}):
            c = {kind: counts[group, form, kind] for kind in ("first", "right", "wrong", "ambiguous", "unknown")}
            n, shown = counts[group, form, "n"], counts[group, form, "ambiguous, shown"]
            if group.startswith("absent"):
                text = f"accepted {c['wrong'] / n:7.2%}   ambiguous {c['ambiguous'] / n:7.2%}"
            else:
                text = f"first {c['first'] / n:7.2%}   right {c['right'] / n:7.2%}   wrong {c['wrong'] / n:7.2%}   "
                text += f"ambiguous {c['ambiguous'] / n:7.2%} (with the right one {shown / n:.2%})"
            yield f"    {group:28}{form:16}{n:9,}   {text}"


def scored(folder: Path, answers: Iterable[Answer]) -> list[str]:
    """The score of answers in the order of the names."""
    score = Score()
    for asked, answer in zip(names(folder), answers, strict=True):
        score.add(asked, answer)
    return list(score.lines())


def names(folder: Path) -> Iterator[Asked]:
    """The names that are asked, with what is right."""
    return (Asked(name, entity, int(bearers), form) for name, entity, bearers, form in read(folder / "names.tsv"))


# namekit: the step that runs in a process of its own.


def resolve(folder: Path, workers: int) -> Figures:
    """Build the registry, resolve every name, then the worst names."""
    load_tables()
    start, used = time.perf_counter(), busy()
    registry = Registry.from_entities(Entity(id_, [name]) for id_, name in read(folder / "entities.tsv"))
    built, spent = time.perf_counter(), busy()
    answers = registry.resolve_many((asked.name for asked in names(folder)), workers=workers)
    lines = scored(folder, ((r.status, [c.entity_id for c in r.candidates]) for r in answers))
    figures = {"build": built - start, "resolve": time.perf_counter() - built, "score": lines, **peak()}
    figures |= {"build, processor": spent - used, "resolve, processor": busy() - spent}
    return figures | {"worst": [worst(registry, about, text) for about, text in WORST.items()]}


def worst(registry: Registry, about: str, text: str) -> str:
    """One name: milliseconds, the answer, and what is said about it beyond candidates and probabilities."""
    start = time.perf_counter()
    found = registry.resolve(text)
    took = 1000 * (time.perf_counter() - start)
    usual = {"query", "status", "entity_id", "name", "probability", "nobody", "candidates"}
    said = {f.name: getattr(found, f.name) for f in dataclasses.fields(Resolution) if f.name not in usual}
    extra = "".join(f"   {key}={value!r:.40}" for key, value in said.items())
    return f"    {about:24}{took:10.1f} ms   {found.status}{extra}   {reason(found)[:60]}"


def peak() -> dict[str, float]:
    """Peak memory of this process and of the largest of its children, in MB."""
    kib = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return dict(zip(("peak", "peak of a child"), (k / 1024 for k in kib), strict=True))


# Steps as processes, with their memory watched.


def step(*arguments: str) -> Figures:
    """Run this script's step in a process; its figures, the seconds it took, and its peak memory as sampled, in MB."""
    start, most = time.perf_counter(), 0.0
    with subprocess.Popen([sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            most = max(most, proportional(process.pid))
            try:
                process.wait(SAMPLED)
            except subprocess.TimeoutExpired:
                continue
        output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(f"{' '.join(arguments)}: exit code {process.returncode}")
    return json.loads(output or "{}") | {"wall": time.perf_counter() - start, "sampled": most}


def proportional(pid: int) -> float:
    """Proportional set size of a process and its descendants in MB; 0 where the system does not tell it."""
    total, left = 0, [pid]
    while left:
        one = Path(f"/proc/{left.pop()}")
        try:
            lines = (one / "smaps_rollup").read_text("ascii").splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            left += [int(p) for task in (one / "task").iterdir() for p in (task / "children").read_text().split()]
        except OSError:
            continue  # it has ended, or there is no /proc
    return total / 1024


def memory(figures: Figures) -> str:
    """Peaks in words."""
    child = f", of a child {figures['peak of a child']:,.0f}" if figures["peak of a child"] else ""
    return f"peak {figures['peak']:,.0f} MB{child}; of all together, sampled: {figures['sampled']:,.0f} MB"


def run_namekit(folder: Path, number: int, workers: int) -> float:
    """Print what namekit did; the microseconds of the processor a name."""
    f = step("--step", "namekit", str(folder), str(workers))
    for what in ("build", "resolve"):
        print(f"  namekit   {what:10}{f[what]:10,.1f} s, of the processor {f[f'{what}, processor']:,.1f} s")
    print(f"    {number / f['resolve']:,.0f} names a second   wall {f['wall']:,.1f} s   {memory(f)}")
    print(*f["score"], "  the worst names, once each", *f["worst"], sep="\n")
    return 1e6 * f["resolve, processor"] / number


def run_splink(folder: Path, number: int) -> None:
    """Print what Splink did."""
    prepared = step("--step", "columns", str(folder))
    f = step("--step", "splink", str(folder))
    print(f"  Splink {f['version']}   columns {prepared['wall']:,.1f} s   wall {f['wall']:,.1f} s")
    print(f"    {memory(f)}")
    for run in f["runs"]:
        spent = sum(run["seconds"].values())
        seconds = "   ".join(f"{what} {s:,.1f} s" for what, s in run["seconds"].items())
        print(f"   {run['way']}: {seconds}   {number / spent:,.0f} names a second   {run['pairs']:,} likely pairs")
        for threshold, lines in run["scores"].items():
            print(f"   match from {threshold}", *lines, sep="\n")


def main(o: argparse.Namespace, folder: Path) -> None:
    """Make the files of each size, run and print."""
    cost: dict[int, float] = {}
    for entities in o.entities:
        number = o.names or entities
        made = step("--step", "people", str(folder), str(entities), str(number), str(o.gold))
        print(f"{entities:,} entities, {number:,} names; made in {made['wall']:,.0f} s", flush=True)
        if o.only != "splink":
            cost[entities] = run_namekit(folder, number, o.workers)
            sys.stdout.flush()
        if o.splink or o.only == "splink":
            run_splink(folder, number)
            sys.stdout.flush()
    first = next(iter(cost.values()), 1.0)
    for entities, each in cost.items():
        print(f"among {entities:9,}   {each:10,.0f} microseconds of the processor a name   {each / first:6.2f} x")


def linkage_step(name: str) -> Callable[[Path], Figures]:
    """A step of linkage.py, which needs more packages."""
    from linkage import columns, link  # noqa: PLC0415

    return {"columns": columns, "splink": link}[name]


def run_step(name: str, folder: Path, *rest: str) -> None:
    """One step in this process; its figures go to standard output as JSON."""
    if name == "people":
        write(folder, int(rest[0]), int(rest[1]), Path(rest[2]))
    elif name == "namekit":
        print(json.dumps(resolve(folder, int(rest[0]))))
    else:
        print(json.dumps(linkage_step(name)(folder)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        run_step(sys.argv[2], Path(sys.argv[3]), *sys.argv[4:])
        sys.exit()
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("gold", type=Path)
    a.add_argument("--entities", type=int, nargs="+", default=SIZES)
    a.add_argument("--names", type=int, default=0, help="left out: as many as entities")
    a.add_argument("--workers", type=int, default=1, help="processes that resolve")
    a.add_argument("--splink", action="store_true", help="link the same files by Splink as well")
    a.add_argument("--only", choices=("namekit", "splink"))
    a.add_argument("--dir", type=Path, help="where the files are kept; left out, a temporary folder")
    options = a.parse_args()
    if options.dir:
        options.dir.mkdir(parents=True, exist_ok=True)
        main(options, options.dir)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(options, Path(temporary))
