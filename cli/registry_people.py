"""`namekit registry add`, `show`, `find`, `merge`, `split`: one person, or two."""

import json

import click

from namekit.entity import Name
from namekit.exchange.jsonl import written
from namekit.store import people
from namekit.store.entries import Entry
from namekit.store.merging import merge, split
from namekit.store.people import Origin

from .registry_options import by_option, registry_option, to_read, to_write
from .rows import COUNT


@click.command("add")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--id", "id_", default="", help="The person's id, kept to the letter.  [default: made from the name]")
@click.option("-l", "--language", help="Language of the names: be, ru, uk …")
@click.option("--alias", multiple=True, help="Another name; may be repeated.")
@click.option("--weak", multiple=True, help="A nickname or a surname alone; may be repeated.")
@click.option("--former", multiple=True, help="A name borne earlier; may be repeated.")
@click.option("--born", help="Birth date, as precise as known: 1962, 1962-09 or 1962-09-25.")
@click.option("--gender", type=click.Choice(["male", "female"]))
@click.option("--country", "countries", multiple=True, help="BY, RU, UA …; may be repeated.")
@click.option("--external", multiple=True, metavar="SCHEME:ID", help="An id elsewhere, as in wikidata:Q42.")
@click.option("--note", "notes", multiple=True, help="A note; may be repeated.")
@click.option("--source", "sources", multiple=True, help="Where this is from; may be repeated.")
@by_option
@registry_option
def add(
    *,
    names: tuple[str, ...], id_: str, language: str | None, alias: tuple[str, ...], weak: tuple[str, ...],
    former: tuple[str, ...], born: str | None, gender: str | None, countries: tuple[str, ...],
    external: tuple[str, ...], notes: tuple[str, ...], sources: tuple[str, ...], by: str, registry: str | None,
) -> None:  # fmt: skip
    """Add one person with each NAME as a name. Says the id."""
    outside = tuple((scheme, value) for scheme, _, value in (e.partition(":") for e in external))
    if not all(value for _, value in outside):
        raise click.UsageError("--external: write SCHEME:ID, as in wikidata:Q42")
    entry = Entry(
        id=id_,
        names=(
            *(Name(n, language) for n in names),
            *(Name(n, language, "alias") for n in alias),
            *(Name(n, language, "weak") for n in weak),
            *(Name(n, language, "former") for n in former),
        ),
        birth_date=born,
        gender="male" if gender == "male" else "female" if gender else None,
        countries=countries,
        external_ids=outside,
        notes=notes,
        sources=sources,
    )
    with to_write(registry) as store:
        with store.writing():
            place = people.put(store, entry, Origin(by))
            given = people.id_at(store, place)
        click.echo(given)


@click.command("show")
@click.argument("id_", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@registry_option
def show(id_: str, registry: str | None, *, as_json: bool) -> None:
    """Show all that is kept of the person to whom ID leads."""
    with to_read(registry) as store, store.reading():
        entry = people.entry_at(store, people.needed_place(store, id_))
    if as_json:
        click.echo(written(entry))
        return
    click.echo(entry.id + (f"  ({id_} leads here)" if entry.id != id_ else ""))
    for name in entry.names:
        click.echo(f"  {name.text}  ({', '.join(w for w in (name.language, name.kind) if w)})")
    kept = json.loads(written(entry))
    for key in ("birth_date", "gender", "countries", "external_ids", "redirects", "sources", "notes"):
        if key in kept:
            click.echo(f"  {key.replace('_', ' ')}: {_plain(kept[key])}")


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{scheme} {v}" for scheme, values in value.items() for v in values)
    return "; ".join(value) if isinstance(value, list) else str(value)


@click.command("find")
@click.argument("text")
@click.option("-n", "--limit", default=20, show_default=True, type=COUNT, help="At most so many people.")
@registry_option
def find(text: str, limit: int, registry: str | None) -> None:
    """List people whose id, external id or a name holds TEXT, whatever its case.

    This looks for letters. `namekit resolve` knows spellings.
    """
    with to_read(registry) as store:
        found = [people.entry_at(store, place).entity() for place in people.find(store, text, limit)]
    for entity in found:
        about = ", ".join(w for w in (entity.birth_date, *entity.countries) if w)
        click.echo(f"{entity.id}\t{entity.name}" + (f"\t{about}" if about else ""))
    if not found:
        click.echo(f"nobody is found by {text!r}", err=True)
        raise SystemExit(1)


@click.command("merge")
@click.argument("old", metavar="OLD_ID")
@click.argument("into", metavar="ID")
@click.option("--why", default="", help="Why they are one person.")
@by_option
@registry_option
def merge_(old: str, into: str, why: str, by: str, registry: str | None) -> None:
    """OLD_ID and ID are one person: from now on OLD_ID leads to ID. `namekit registry split` undoes it."""
    with to_write(registry) as store:
        with store.writing():
            conflicts = merge(store, old, into, Origin(by), why)
        click.echo(f"{old} leads to {into}")
    for conflict in conflicts:
        click.echo(f"  they contradict each other: {conflict}", err=True)


@click.command("split")
@click.argument("id_", metavar="OLD_ID")
@click.option("--why", default="", help="Why they are two people.")
@by_option
@registry_option
def split_(id_: str, why: str, by: str, registry: str | None) -> None:
    """Undo the merge of OLD_ID: it stands for a person of its own again, as before."""
    with to_write(registry) as store:
        with store.writing():
            from_ = split(store, id_, Origin(by), why)
        click.echo(f"{id_} stands alone again; it led to {from_}")


COMMANDS = {"add": add, "show": show, "find": find, "merge": merge_, "split": split_}
