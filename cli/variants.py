"""`namekit variants`: the spellings that a person may be met under."""

import json
from itertools import chain, islice

import click

from namekit import Variant, search_expression, variants
from namekit.relations.queries import Dialect

from .rows import COUNT


@click.command("variants")
@click.argument("name")
@click.option("-l", "--language", type=click.Choice(["be", "ru", "uk"]), help="The language of NAME.")
@click.option("-n", "--limit", type=COUNT, default=30, show_default=True, help="Give the likeliest so many.")
@click.option("-s", "--system", "systems", multiple=True, metavar="ID", help="Only what it writes; may be repeated.")
@click.option("-q", "--query", type=click.Choice(["lucene", "regex", "sql"]), help="Write one search expression.")
@click.option("--field", default="", metavar="NAME", help="With --query: the field or column to search in.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, one variant a line, with all its recipes.")
def command(
    *,
    name: str,
    language: str | None,
    limit: int,
    systems: tuple[str, ...],
    query: Dialect | None,
    field: str,
    as_json: bool,
) -> None:
    """Show the spellings that NAME may be met under, the likeliest first.

    They come from its forms in Belarusian, Russian and Ukrainian and in the west, the romanization systems, what
    people do on top of these, and the orders of a name. Beside each stand its likelihood and the likeliest way to it.

    \b
    namekit variants "Алесь Бяляцкі"
    namekit variants "Святлана Ціханоўская" --query lucene --limit 100
    """  # noqa: D301 (click's sign for: keep the lines)
    if query and as_json:
        msg = "--query writes an expression, --json lists variants: say one of them"
        raise click.UsageError(msg)
    found = variants(name, language, systems=systems)
    if query:  # whose limit counts what differs in more than case
        distinct: dict[str, str] = {}
        for variant in found:
            distinct.setdefault(variant.text.casefold(), variant.text)
            if len(distinct) == limit:
                break
        click.echo(search_expression(distinct.values(), query, field))
        return
    for variant in islice(found, limit):
        click.echo(_json(variant) if as_json else _line(variant))


def _line(variant: Variant) -> str:
    return f"{variant.likelihood:7.2%}  {variant.text:<34}  {_way(variant)}".rstrip()


def _way(variant: Variant) -> str:
    """The likeliest recipe in words."""
    recipe = variant.recipes[0]
    if recipe.system == recipe.arrangement == "":
        return "as given"
    forms = " ".join(text for _, text in recipe.forms)
    steps = chain([forms] if forms != variant.text else [], [recipe.system] if recipe.system else [], recipe.habits)
    return ", ".join(steps)


def _json(variant: Variant) -> str:
    recipes = [
        {
            "forms": dict(r.forms),
            "relations": r.relations,
            "system": r.system,
            "habits": r.habits,
            "arrangement": r.arrangement,
            "share": round(r.share, 6),
        }
        for r in variant.recipes
    ]
    row = {"text": variant.text, "likelihood": round(variant.likelihood, 8), "recipes": recipes}
    return json.dumps(row, ensure_ascii=False)
