"""`namekit compare`: are these two names one person's?"""

import json

import click

from namekit import Comparison, __version__, compare, tables_version

from .drawing import columns, evidence_table, legend, odds, probability, terms_as_json


@click.command("compare")
@click.argument("one")
@click.argument("other")
@click.option(
    "-p",
    "--prior",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.5,
    show_default=True,
    help="How likely it is that they are one person's, before they are looked at.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(one: str, other: str, prior: float, *, as_json: bool) -> None:
    """Say how likely it is that the names ONE and OTHER are one person's, and why, part by part and letter by letter.

    No registry is needed. Which name comes first does not matter.

    \b
    namekit compare "Sergei Tikhanovsky" "Сяргей Ціханоўскі"
    """  # noqa: D301 (click's sign for: keep the lines)
    comparison = compare(one, other, prior=prior)
    click.echo(_json(comparison) if as_json else _page(comparison, prior))


def _page(c: Comparison, prior: float) -> str:
    width = columns()
    heads = ("one", "other")
    start = f"before the names are looked at: probability {prior:g}"
    return "\n".join(
        [
            c.one,
            c.other,
            f"  one person's with probability {probability(c.probability)}",
            "",
            *evidence_table(c.terms, heads, (start, c.prior), width),
            f"  {odds(c.bits)} that they are one person's",
            "",
            *legend(c.terms, width),
        ]
    )


def _json(c: Comparison) -> str:
    row = {
        "namekit": __version__,
        "tables": tables_version(),
        "one": c.one,
        "other": c.other,
        "probability": c.probability,
        "bits": round(c.bits, 6),
        "prior_bits": round(c.prior, 6),
        "evidence": terms_as_json(c.terms),
    }
    return json.dumps(row, ensure_ascii=False)
