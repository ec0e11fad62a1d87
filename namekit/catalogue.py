"""What can be said of a system as a whole: its page, and how many names it cannot tell apart."""

from collections import Counter
from collections.abc import Sequence

from namekit.names.kin import name_list
from namekit.romanization.engine import romanize
from namekit.romanization.system import System


def collisions(system: System) -> float:
    """Share of the names of `name_list` that another of them shares its romanization with, 0 to 1."""
    names = name_list(system.language)
    written = Counter(romanize(n, system.id) for n in names)
    return sum(n for n in written.values() if n > 1) / len(names)


def page(system: System) -> str:
    """The system as a page in Markdown: source, letters, rules, options, examples, errata."""
    s, source = system, system.source
    lines = [f"# {s.name}", "", f"`{s.id}` · language `{s.language}` · {s.status}", ""]
    if s.status == "provisional":
        lines += ["**Provisional:** its rules are unclear in places; see the head of its table.", ""]
    lines += [f"{source.title}. {source.publisher}, {source.date}; {source.locator}."]
    lines += ["", f"<{source.url}>"] if source.url else []
    lines += ["", f"Read in: {source.read}."] if source.read else []
    if s.same_as:
        lines += ["", f"Its letters and rules are those of [`{s.same_as}`]({s.same_as}.md)."]
    share = f"{collisions(s):.2%} of {len(name_list(s.language)):,}"
    lines += ["", f"Collisions: {share} names share their romanization with another.", "", "## Letters", ""]
    lines += _table(("letter", "written"), [(k, v or "(dropped)") for k, v in s.letters.items()])
    if s.rules:
        lines += ["", "## Rules", "", "The longest source and the most specific context win; else the letters.", ""]
        rows = [
            (r.source, r.target or "(dropped)", ", ".join(r.after), ", ".join(r.before), r.option, r.where)
            for r in s.rules
        ]
        lines += _table(("source", "written", "after", "before", "option", "where"), rows)
    if s.options:
        lines += ["", "## Options", ""]
        lines += [f"- `{k}` ({'on' if k in s.defaults else 'off'} by default): {v}" for k, v in s.options.items()]
    lines += ["", "## Examples", ""]
    lines += _table(("given", "written", "kind", "where"), [(v.given, v.expect, v.kind, v.where) for v in s.vectors])
    if s.errata:
        lines += ["", "## What sources get wrong", ""]
        columns = ("given", "expect", "where", "reason")
        lines += _table(columns, [tuple(e[c] for c in columns) for e in s.errata])
    return "\n".join(lines) + "\n"


def index(listed: Sequence[System]) -> str:
    """The list of systems as a page in Markdown, by language."""
    lines = [
        "# Romanization systems",
        "",
        "Each page is made from its table: `namekit systems ID --markdown`; this one: `namekit systems --markdown`.",
        "[Add a system](../add-a-system.md); [texts that are wanted](../wanted.md).",
    ]
    for language, name in (("be", "Belarusian"), ("ru", "Russian"), ("uk", "Ukrainian")):
        rows = [(f"[`{s.id}`]({s.id}.md)", s.status, s.name) for s in listed if s.language == language]
        lines += ["", f"## {name}", "", *_table(("id", "status", "name"), rows)]
    return "\n".join(lines) + "\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    cells = [[c.replace("|", "\\|").replace("\n", " ") for c in row] for row in (head, *rows)]
    drawn = ["| " + " | ".join(row) + " |" for row in cells]
    return [drawn[0], "|" + "---|" * len(head), *drawn[1:]]
