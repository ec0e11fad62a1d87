"""What the subcommands of `namekit registry` share: which file, and who is at work."""

import getpass
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from namekit.errors import RegistryError
from namekit.store.file import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from namekit import Prior, Query, Registry

F = TypeVar("F", bound=Callable[..., Any])
_NAME = "NAMEKIT_REGISTRY"
_MANY = 5_000  # people: reading them is felt
_FEW, _WORTH_SAYING = 5, 0.05  # names of a list, and their share, that are worth a note


def registry_option(function: F) -> F:
    """--registry FILE, else the variable NAMEKIT_REGISTRY."""
    return click.option(
        "-r",
        "--registry",
        "registry",
        envvar=_NAME,
        type=click.Path(dir_okay=False),
        help=f"The registry's file.  [default: the variable {_NAME}; else the registry that is shipped]",
    )(function)


def by_option(function: F) -> F:
    """--by NAME: who decides, adds, imports."""
    return click.option("--by", default=_user, help="Who does this.  [default: your name on this machine]")(function)


def assumption_options(function: F) -> F:
    """--nobody, --missing, --neither and --threshold: as `assumed`, what `Registry.assuming` takes."""

    @wraps(function)
    def with_assumed(
        *,
        nobody: float | None,
        missing: float | None,
        neither: float | None,
        threshold: float | None,
        **others: Any,  # noqa: ANN401 (all other options)
    ) -> Any:  # noqa: ANN401 (what the command gives)
        return function(assumed={"prior": _prior(nobody, missing, neither), "threshold": threshold}, **others)

    without = "Bits that a name without patronymic says of somebody registered {}."
    for option, words in reversed(
        [
            ("--nobody", "Prior probability that a name is of no one registered.  [default: 0.5]"),
            ("--missing", without.format("with theirs") + "  [default: -1.8]"),
            ("--neither", without.format("without") + "  [default: 1.2, more where few are]"),
            ("--threshold", "Probability from which a candidate is a match.  [default: 0.93]"),
        ]
    ):
        with_assumed = click.option(option, type=float, help=words)(with_assumed)
    return cast("F", with_assumed)


def _prior(nobody: float | None, missing: float | None, neither: float | None) -> "Prior | None":
    """The usual prior with what was given; None where nothing was."""
    from namekit.resolver.weights import usual_prior  # noqa: PLC0415 (reads tables)

    given = {"nobody": nobody, "missing": missing, "neither": neither}
    changed = {name: number for name, number in given.items() if number is not None}
    return replace(usual_prior(), **changed) if changed else None


def learn_prior_option(function: F) -> F:
    """--learn-prior, which `learned` does."""
    words = "Learn from these names how many are of people registered, and how often patronymics are left out; say it."
    return click.option("--learn-prior", "learn", is_flag=True, help=words)(function)


def learned(people: "Registry", asked: "Iterable[str | Query]") -> "tuple[Registry, str]":
    """The registry with the prior that a list itself shows, and what that is, in words."""
    from .drawing import probability  # noqa: PLC0415 (reads more than other commands need)

    distinct = dict.fromkeys(each for each in asked if each)
    prior = people.learned(distinct)
    bits = " or ".join(f"{said:+.1f}" for said in (prior.missing, prior.neither) if said is not None)
    said = f"nobody {probability(prior.nobody)}; without patronymic {bits} bits"
    told = f"learned from {len(distinct):,} distinct names: prior of {said}"
    return people.assuming(prior=prior, threshold=people.threshold), told


def say_lacking(names: int, of: int, *, learn: bool) -> None:
    """That so many names of a list are unknown for want of a patronymic, and what can be done, where it is many."""
    if not learn and names >= max(_FEW, of * _WORTH_SAYING):
        said = f"note: {names:,} names agree with somebody in all parts, but do not say the patronymic, and are unknown"
        advice = "if most of this list is of people registered, --learn-prior takes that into account"
        click.echo(f"{said}, since namesakes may be meant; {advice}", err=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a machine that does not know its user
        return "unknown"


def to_resolve(registry: str | None) -> "Registry":
    """The registry in the file, ready to be asked; without one, that which is shipped. Raises RegistryError."""
    from namekit import Registry  # noqa: PLC0415 (reads tables)

    if not registry:
        return Registry.starter()
    people = Registry.open(registry)
    people.prepared(partial(say_read, registry))
    return people


def say_read(file: str, count: int) -> None:
    """How many people are read, to be found by their names: said where it takes long, and shown on a terminal."""
    if count == _MANY or (count > _MANY and sys.stderr.isatty()):
        click.echo(f"\r{file}: the names of {count:,} people are read ", err=True, nl=not sys.stderr.isatty())


def to_read(registry: str | None) -> Store:
    """The file, or without one the registry that is shipped. Raises RegistryError."""
    if registry:
        return Store.open(registry, writable=Path(registry).exists())
    from namekit import Registry  # noqa: PLC0415 (reads tables)
    from namekit.store.people import put_all  # noqa: PLC0415

    store = Store.in_memory("starter")
    put_all(store, Registry.starter().entities)
    store.writable = False
    return store


def to_write(registry: str | None) -> Store:
    """The file. Raises RegistryError where none is named, or where it cannot be written."""
    if not registry:
        advice = f"make one with `namekit registry init FILE`, and name it with --registry FILE or {_NAME}"
        raise RegistryError("the registry that is shipped is read-only", advice=advice)
    store = Store.open(registry)
    store.settle = _settle
    if not store.writable:
        store.close()
        raise RegistryError(
            "it is read-only", file=registry, advice="look at the permissions of the file and its folder"
        )
    return store


def _settle(store: Store) -> None:
    from namekit.resolver.postings import settle  # noqa: PLC0415 (reads tables, and not every change is of people)

    settle(store)
