"""namekit maps any spelling of a Belarusian, Russian or Ukrainian name to one canonical entity id.

Importing it reads no table and loads no heavy library: each name below is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from namekit.alignment import Aligned
    from namekit.answers import Candidate, Resolution
    from namekit.cases import Nominative, nominatives
    from namekit.clusters import Bond, Group, cluster
    from namekit.context import Query
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
    from namekit.evidence import Evidence
    from namekit.explanations import (
        Account,
        Comparison,
        Difference,
        Explanation,
        Term,
        compare,
        explain,
    )
    from namekit.kinship import Cognate, cognates
    from namekit.links import Link
    from namekit.parsing import NameReading, Parsed, Part, parse
    from namekit.queries import search_expression
    from namekit.reasons import reason
    from namekit.registry import Registry
    from namekit.relations import Relation, relate
    from namekit.restoration import Identified, PossibleSource, Restoration, identify, readings, restore
    from namekit.romanization import Step, romanize, romanize_many, steps
    from namekit.spellings import Recipe, Variant, variants
    from namekit.system import Rule, Source, System, Vector, systems
    from namekit.table import tables_version
    from namekit.text import Change
    from namekit.tokens import Aside, Unread
    from namekit.wording import in_words

__version__ = "0.1.0"

_HOME = {
    "Account": "explanations",
    "Aligned": "alignment",
    "Aside": "tokens",
    "Bond": "clusters",
    "Candidate": "answers",
    "Cognate": "kinship",
    "Change": "text",
    "Comparison": "explanations",
    "Difference": "explanations",
    "Entity": "entity",
    "Evidence": "evidence",
    "Explanation": "explanations",
    "Fault": "errors",
    "InputError": "errors",
    "Link": "links",
    "Name": "entity",
    "NamekitError": "errors",
    "NameReading": "parsing",
    "Nominative": "cases",
    "OptionError": "errors",
    "Parsed": "parsing",
    "Part": "parsing",
    "Registry": "registry",
    "RegistryError": "errors",
    "Query": "context",
    "Recipe": "spellings",
    "Relation": "relations",
    "Resolution": "answers",
    "Group": "clusters",
    "Identified": "restoration",
    "PossibleSource": "restoration",
    "Restoration": "restoration",
    "Rule": "system",
    "Source": "system",
    "Step": "romanization",
    "System": "system",
    "TableError": "errors",
    "Term": "explanations",
    "UnknownLetterError": "errors",
    "UnknownSystemError": "errors",
    "Variant": "spellings",
    "Unread": "tokens",
    "Vector": "system",
    "cluster": "clusters",
    "cognates": "kinship",
    "compare": "explanations",
    "explain": "explanations",
    "identify": "restoration",
    "nominatives": "cases",
    "in_words": "wording",
    "parse": "parsing",
    "readings": "restoration",
    "reason": "reasons",
    "relate": "relations",
    "restore": "restoration",
    "romanize": "romanization",
    "romanize_many": "romanization",
    "search_expression": "queries",
    "steps": "romanization",
    "systems": "system",
    "tables_version": "table",
    "variants": "spellings",
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
