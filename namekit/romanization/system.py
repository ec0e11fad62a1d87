"""Romanization systems as values: one TOML file each, read, checked and listed. The form is in tables/README.md."""

import difflib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from namekit.errors import Fault, TableError, UnknownSystemError
from namekit.ready import ready_system, system_made_of
from namekit.romanization.orthography import CONTEXT_CLASSES, LANGUAGES, orthography
from namekit.table import parse_table, read_table, table_names, table_text
from namekit.text import letter_script, unmix

Status = Literal["current", "superseded", "provisional"]
_STATUSES = ("current", "superseded", "provisional")
_VECTOR_KINDS = ("printed", "attested", "derived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a system is laid down, and where its text was read."""

    title: str
    publisher: str
    date: str
    locator: str
    url: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Letters that are written differently in some contexts, or together. All lower case."""

    source: str
    target: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    where: str = ""
    option: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A word and how the system writes it. `kind`: printed in the standard, attested elsewhere, derived by hand."""

    given: str
    expect: str
    where: str
    kind: str
    options: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One romanization system."""

    id: str
    name: str
    language: str
    status: Status
    source: Source
    output: str
    letters: Mapping[str, str] = field(hash=False)
    rules: tuple[Rule, ...] = ()
    vectors: tuple[Vector, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    defaults: frozenset[str] = frozenset()
    errata: tuple[Mapping[str, str], ...] = field(default=(), hash=False)
    iso24229: str = ""
    same_as: str = ""


class _Lines:
    """Line numbers of a table's parts, from 1: tomllib keeps none. Keys are looked for only when a fault needs one."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._heads: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines, 1):
            if line.startswith("["):
                self._heads.setdefault(line.strip(), []).append(number)

    def head(self, section: str) -> int:
        return self._heads.get(f"[{section}]", [1])[0]

    def nth(self, section: str, n: int) -> int:
        heads = self._heads.get(f"[[{section}]]", [])
        return heads[n] if n < len(heads) else 0

    def key(self, section: str, key: str) -> int:
        pattern, inside = re.compile(rf'\s*(["\']?){re.escape(key)}\1\s*='), section == ""
        for number, line in enumerate(self._lines, 1):
            if line.startswith("["):
                inside = line.strip() == f"[{section}]"
            elif inside and pattern.match(line):
                return number
        return 1


def systems(*, provisional: bool = False) -> tuple[System, ...]:
    """All systems, by id; those whose rules stay unclear in places only with `provisional`."""
    return tuple(s for s in map(system, table_names("systems")) if provisional or s.status != "provisional")


@cache
def languages_and_statuses() -> Mapping[str, tuple[str, str]]:
    """Language and status of every system by its id, from the heads of the tables; the rest is not checked.

    Raises TableError where a head is no TOML or lacks one of the two.
    """
    found: dict[str, tuple[str, str]] = {}
    for id_ in table_names("systems"):
        head = parse_table(table_text("systems", id_).partition("\n[")[0], f"tables/systems/{id_}.toml")
        try:
            found[id_] = head["language"], head["status"]
        except KeyError as e:
            raise TableError(f"tables/systems/{id_}.toml", (Fault(1, f"lacks {e.args[0]!r}"),)) from e
    return found


@cache
def system(id_: str) -> System:
    """The system of this id. Raises UnknownSystemError, with the ids that look alike."""
    known = table_names("systems")
    if id_ not in known:
        raise UnknownSystemError(id_, tuple(difflib.get_close_matches(id_, known, n=3, cutoff=0.5)))
    return parse(table_text("systems", id_), f"tables/systems/{id_}.toml")


@cache
def rules_of(id_: str) -> System:
    """The system without its citation, vectors and errata, for those who only write by it: it is read sooner.

    Raises UnknownSystemError, as `system` does.
    """
    known = ready_system(id_)
    if known is None:
        return system(id_)
    rules = (row | {side: tuple(row[side]) for side in ("after", "before")} for row in known["rules"])
    made = {"rules": tuple(Rule(**row) for row in rules), "defaults": frozenset(known["defaults"])}
    not_read = Source(title="", publisher="", date="", locator="")
    return System(**(known | made), source=not_read)


def as_ready(one: System) -> str:
    """What `rules_of` needs of a system, as a line of systems/ready.txt has it."""
    made_from = [one.id, *([one.same_as] if one.same_as else [])]
    plain = {key: getattr(one, key) for key in ("id", "name", "language", "status", "output", "iso24229", "same_as")}
    content = plain | {
        "letters": dict(one.letters),
        "options": dict(one.options),
        "defaults": sorted(one.defaults),
        "rules": [asdict(rule) for rule in one.rules],
    }
    return "\t".join((one.id, " ".join(made_from), system_made_of(made_from), json.dumps(content, ensure_ascii=False)))


def parse(text: str, file: str) -> System:
    """A system from the text of its table. Raises TableError with every fault and its line.

    A table that says `same_as` takes letters, rules, options and output from that system's table; its citation and
    vectors are its own.
    """
    table = parse_table(text, file)
    lines = _Lines(text)
    if isinstance(table.get("same_as"), str):
        table = _with_shared(table, file, lines)
    faults = list(_shape_faults(table, lines))
    if not faults:
        faults = list(_content_faults(table, lines, file))
    if faults:
        raise TableError(file, tuple(sorted(faults, key=lambda f: f.line)))
    return System(
        **{k: table[k] for k in ("id", "name", "language", "status", "output")},
        iso24229=table.get("iso24229", ""),
        same_as=table.get("same_as", ""),
        source=Source(**table["source"]),
        letters=MappingProxyType(table["letters"]),
        rules=tuple(_rule(r, lines.nth("rule", n)) for n, r in enumerate(table.get("rule", ()))),
        vectors=tuple(
            Vector(**{**v, "options": tuple(v.get("options", ()))}, line=lines.nth("vector", n))
            for n, v in enumerate(table.get("vector", ()))
        ),
        options=MappingProxyType({k: v["about"] for k, v in table.get("options", {}).items()}),
        defaults=frozenset(k for k, v in table.get("options", {}).items() if v["default"]),
        errata=tuple(table.get("errata", ())),
    )


_OF_THE_OTHER = ("output", "letters", "rule", "options")


def _with_shared(table: dict[str, Any], file: str, lines: _Lines) -> dict[str, Any]:
    """The table with what it takes from the system that it names under `same_as`."""
    line = lines.key("", "same_as")
    own = [k for k in _OF_THE_OTHER if k in table]
    if own:
        raise TableError(
            file, (Fault(line, f"has same_as and {', '.join(own)}: the rules are the other's, or its own"),)
        )
    if table["same_as"] not in table_names("systems"):
        raise TableError(file, (Fault(line, f"same_as names no system: {table['same_as']!r}"),))
    other = read_table("systems", table["same_as"])
    return {**{k: other[k] for k in _OF_THE_OTHER if k in other}, **table}


def _rule(row: Mapping[str, Any], line: int) -> Rule:
    return Rule(
        source=row["from"],
        target=row["to"],
        after=tuple(row.get("after", ())),
        before=tuple(row.get("before", ())),
        where=row.get("where", ""),
        option=row.get("option", ""),
        line=line,
    )


_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {  # section: required keys, optional keys
        "": (
            ("id", "name", "language", "status", "output", "source", "letters", "vector"),
            ("iso24229", "same_as", "rule", "options", "errata"),
        ),
        "source": (("title", "publisher", "date", "locator"), ("url", "read")),
        "rule": (("from", "to"), ("after", "before", "where", "option")),
        "vector": (("given", "expect", "where", "kind"), ("options",)),
        "errata": (("given", "expect", "where", "reason"), ()),
    }
)
_LISTS = ("after", "before", "options")


def _shape_faults(table: Mapping[str, Any], lines: _Lines) -> Iterator[Fault]:
    """Missing and unknown keys, and values of the wrong type."""
    yield from _keys("", table, lambda key: lines.key("", key))
    if not all(isinstance(table.get(k, {}), dict) for k in ("source", "letters", "options")):
        yield Fault(1, "[source], [letters] and [options] are tables")
        return
    if "source" in table:
        yield from _keys("source", table["source"], lambda key: lines.key("source", key))
    for letter, target in table.get("letters", {}).items():
        if not isinstance(target, str):
            yield Fault(lines.key("letters", letter), f"letter {letter!r} is written as a string")
    for option, row in table.get("options", {}).items():
        if not (isinstance(row, dict) and {*row} == {"about", "default"} and isinstance(row["default"], bool)):
            yield Fault(
                lines.key("options", option), f'option {option!r} is {{ about = "...", default = true | false }}'
            )
    for section in ("rule", "vector", "errata"):
        rows = table.get(section, [])
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            yield Fault(lines.head(section), f"[[{section}]] has two brackets on each side")
            continue
        for n, row in enumerate(rows):
            yield from (Fault(lines.nth(section, n), f.problem) for f in _keys(section, row, lambda _: 0))


def _keys(section: str, row: Mapping[str, Any], line_of: Callable[[str], int]) -> Iterator[Fault]:
    required, optional = _KEYS[section]
    name = f"[{section}] " if section else ""
    for key in required:
        if key not in row:
            yield Fault(line_of(key), f"{name}lacks {key!r}")
    for key, value in row.items():
        if key not in required + optional:
            yield Fault(line_of(key), f"{name}has the unknown key {key!r}")
        elif section and key in _LISTS and not _strings(value):
            yield Fault(line_of(key), f"{name}{key!r} is a list of strings")
        elif (section or key in {"id", "name", "language", "status", "output", "iso24229", "same_as"}) and not (
            isinstance(value, str) or key in _LISTS
        ):
            yield Fault(line_of(key), f"{name}{key!r} is a string")


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _content_faults(table: Mapping[str, Any], lines: _Lines, file: str) -> Iterator[Fault]:
    """What a well-formed table may still get wrong."""
    if table["id"] != file.rsplit("/", 1)[-1].removesuffix(".toml"):
        yield Fault(lines.key("", "id"), f"id {table['id']!r} differs from the file's name")
    if table["status"] not in _STATUSES:
        yield Fault(lines.key("", "status"), f"status is one of {', '.join(_STATUSES)}")
    if table["language"] not in LANGUAGES:
        yield Fault(lines.key("", "language"), f"language is one of {', '.join(LANGUAGES)}")
        return
    for key in ("title", "publisher", "date", "locator"):
        if not table["source"][key].strip():
            yield Fault(lines.key("source", key), f"the source's {key} is empty")
    if not table["vector"]:
        yield Fault(1, "no vectors: a table that nothing tests is not a table")
    yield from _letter_faults(table, lines)
    yield from _rule_faults(table, lines)
    targets = "".join([*table["letters"].values(), *(r["to"] for r in table.get("rule", ()))])
    if never := sorted(set(table["output"]) - set(targets)):
        yield Fault(lines.key("", "output"), f"'output' holds {' '.join(never)!r}, which nothing writes")
    for n, vector in enumerate(table["vector"]):
        if vector["kind"] not in _VECTOR_KINDS:
            yield Fault(lines.nth("vector", n), f"a vector's kind is one of {', '.join(_VECTOR_KINDS)}")


def _letter_faults(table: Mapping[str, Any], lines: _Lines) -> Iterator[Fault]:
    allowed = set(table["output"])
    for letter in orthography(table["language"]).alphabet:
        if letter not in table["letters"]:
            yield Fault(lines.head("letters"), f"the letter {letter!r} of the language has no line in [letters]")
    for letter, target in table["letters"].items():
        problems = _spelling_problems(letter, target, allowed)
        if len(letter) != 1:
            problems.append(f"{letter!r} is not one letter: several letters are a [[rule]]")
        elif not _is_source(letter):
            problems.append(f"{letter!r} is no Cyrillic letter{_meant(letter)}")
        yield from (Fault(lines.key("letters", letter), p) for p in problems)


def _is_source(char: str) -> bool:
    """What a system reads: Cyrillic letters and the apostrophe, and the space between two words."""
    return char in "’ " or letter_script(char) == "Cyrl"


def _meant(letter: str) -> str:
    """The Cyrillic letter that looks like a Latin one, for a message."""
    alike = unmix(f"{letter}ю").removesuffix("ю")
    return f": Cyrillic {alike!r} (U+{ord(alike):04X}) meant?" if alike not in {letter, ""} else ""


def _rule_faults(table: Mapping[str, Any], lines: _Lines) -> Iterator[Fault]:
    allowed = set(table["output"])
    seen: dict[tuple[str, str, str, str], int] = {}
    for n, row in enumerate(table.get("rule", ())):
        line = lines.nth("rule", n)
        yield from (Fault(line, p) for p in _spelling_problems(row["from"], row["to"], allowed))
        if not row["from"] or not all(map(_is_source, row["from"])):
            yield Fault(line, f"a rule's 'from' is Cyrillic letters, not {row['from']!r}{_meant(row['from'])}")
        if row.get("option", "") and row["option"] not in table.get("options", {}):
            yield Fault(line, f"the option {row['option']!r} is not described under [options]")
        for item in (*row.get("after", ()), *row.get("before", ())):
            if item not in CONTEXT_CLASSES and not (item and all(map(_is_source, item))):
                yield Fault(
                    line, f"the context {item!r} is neither Cyrillic letters nor one of {', '.join(CONTEXT_CLASSES)}"
                )
        for after in row.get("after", ()) or ("",):
            for before in row.get("before", ()) or ("",):
                key = (row["from"], after, before, row.get("option", ""))
                if key in seen:
                    yield Fault(line, f"{row['from']!r} has this context in the rule of line {seen[key]} too")
                seen[key] = line


def _spelling_problems(source: str, target: str, allowed: set[str]) -> list[str]:
    out = []
    for text in (source, target):
        if not unicodedata.is_normalized("NFC", text):
            out.append(f"{text!r} is not in normal form C")
        if text != text.lower():
            out.append(f"{text!r} is not lower case: the engine does capitals")
    if beyond := sorted(set(target) - allowed):
        out.append(f"{target!r} holds {' '.join(beyond)!r}, which is not in 'output'")
    return out
