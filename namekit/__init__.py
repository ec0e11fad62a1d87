"""namekit maps any spelling of a Belarusian, Russian or Ukrainian name to one canonical entity id.

Importing it reads no table and loads no heavy library: each name below is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from namekit.clusters import Bond, Group, cluster
    from namekit.entity import Entity, Name
    from namekit.errors import (
        Fault,
        InputError,
        NamekitError,
        OptionError,
        RegistryError,
        TableError,
        UnknownLetterError,
        UnknownSystemError,
    )
    from namekit.explanations import (
        Account,
        Comparison,
        Difference,
        Explanation,
        Term,
        compare,
        explain,
    )
    from namekit.names.cases import Nominative, nominatives
    from namekit.names.parsing import NameReading, Parsed, Part, parse
    from namekit.names.tokens import Aside, Unread
    from namekit.reasons import reason
    from namekit.registry import Registry
    from namekit.relations.alignment import Aligned
    from namekit.relations.kinship import Cognate, cognates
    from namekit.relations.links import Link
    from namekit.relations.queries import search_expression
    from namekit.relations.relate import Relation, relate
    from namekit.relations.restoration import Identified, PossibleSource, Restoration, identify, readings, restore
    from namekit.relations.spellings import Recipe, Variant, variants
    from namekit.resolver.answers import Candidate, Resolution
    from namekit.resolver.context import Query
    from namekit.resolver.evidence import Evidence
    from namekit.resolver.weights import Prior
    from namekit.romanization.engine import Step, romanize, romanize_many, steps
    from namekit.romanization.system import Rule, Source, System, Vector, systems
    from namekit.table import tables_version
    from namekit.text import Change
    from namekit.wording import in_words

__version__ = "0.1.0"

_HOME = {
    "Account": "explanations",
    "Aligned": "relations.alignment",
    "Aside": "names.tokens",
    "Bond": "clusters",
    "Candidate": "resolver.answers",
    "Cognate": "relations.kinship",
    "Change": "text",
    "Comparison": "explanations",
    "Difference": "explanations",
    "Entity": "entity",
    "Evidence": "resolver.evidence",
    "Explanation": "explanations",
    "Fault": "errors",
    "InputError": "errors",
    "Link": "relations.links",
    "Name": "entity",
    "NamekitError": "errors",
    "NameReading": "names.parsing",
    "Nominative": "names.cases",
    "OptionError": "errors",
    "Parsed": "names.parsing",
    "Part": "names.parsing",
    "Registry": "registry",
    "RegistryError": "errors",
    "Prior": "resolver.weights",
    "Query": "resolver.context",
    "Recipe": "relations.spellings",
    "Relation": "relations.relate",
    "Resolution": "resolver.answers",
    "Group": "clusters",
    "Identified": "relations.restoration",
    "PossibleSource": "relations.restoration",
    "Restoration": "relations.restoration",
    "Rule": "romanization.system",
    "Source": "romanization.system",
    "Step": "romanization.engine",
    "System": "romanization.system",
    "TableError": "errors",
    "Term": "explanations",
    "UnknownLetterError": "errors",
    "UnknownSystemError": "errors",
    "Variant": "relations.spellings",
    "Unread": "names.tokens",
    "Vector": "romanization.system",
    "cluster": "clusters",
    "cognates": "relations.kinship",
    "compare": "explanations",
    "explain": "explanations",
    "identify": "relations.restoration",
    "nominatives": "names.cases",
    "in_words": "wording",
    "parse": "names.parsing",
    "readings": "relations.restoration",
    "reason": "reasons",
    "relate": "relations.relate",
    "restore": "relations.restoration",
    "romanize": "romanization.engine",
    "romanize_many": "romanization.engine",
    "search_expression": "relations.queries",
    "steps": "romanization.engine",
    "systems": "romanization.system",
    "tables_version": "table",
    "variants": "relations.spellings",
}
__all__ = [  # noqa: RUF022 (the order of _HOME)
    "__version__",
    "Account",
    "Aligned",
    "Aside",
    "Bond",
    "Candidate",
    "Cognate",
    "Change",
    "Comparison",
    "Difference",
    "Entity",
    "Evidence",
    "Explanation",
    "Fault",
    "InputError",
    "Link",
    "Name",
    "NamekitError",
    "NameReading",
    "Nominative",
    "OptionError",
    "Parsed",
    "Part",
    "Registry",
    "RegistryError",
    "Prior",
    "Query",
    "Recipe",
    "Relation",
    "Resolution",
    "Group",
    "Identified",
    "PossibleSource",
    "Restoration",
    "Rule",
    "Source",
    "Step",
    "System",
    "TableError",
    "Term",
    "UnknownLetterError",
    "UnknownSystemError",
    "Variant",
    "Unread",
    "Vector",
    "cluster",
    "cognates",
    "compare",
    "explain",
    "identify",
    "nominatives",
    "in_words",
    "parse",
    "readings",
    "reason",
    "relate",
    "restore",
    "romanize",
    "romanize_many",
    "search_expression",
    "steps",
    "systems",
    "tables_version",
    "variants",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever the name stands for)
    if name not in _HOME:
        msg = f"module 'namekit' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"namekit.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
