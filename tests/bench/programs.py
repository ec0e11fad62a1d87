"""Names as other programs romanize them, with the marks of their systems and without: who is found.

Usage: python tests/bench/programs.py GOLD_DIR [LIST]     (eu_russia_ukraine; with the extra `bench`)

The registry is that of the measure of accuracy beside GOLD_DIR. One Russian spelling of each person is written by each
system of iuliia and by ICU, as it stands and less all marks, as lists in plain letters have it. Printed is the share of
names whose person comes first, is accepted (right), and how often another person is accepted (wrong).
"""

import sys
import unicodedata
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import icu
import iuliia

from namekit import Entity, Registry
from namekit.text import script

ICU = ("Russian-Latin/BGN", "Cyrillic-Latin")
_SIGNS = str.maketrans("", "", "ʹʺ")


def programs() -> Mapping[str, Callable[[str], str]]:
    """What romanizes, by name; the same output twice is left out later."""
    schemas = {name: getattr(iuliia, name).translate for name in dir(iuliia) if name.isupper()}
    return schemas | {f"ICU {id_}": icu.Transliterator.createInstance(id_).transliterate for id_ in ICU}


def plain(name: str) -> str:
    """A name less all marks."""
    letters = unicodedata.normalize("NFD", name).translate(_SIGNS)
    return "".join(c for c in letters if not unicodedata.combining(c))


def main(gold: Path, one: str) -> None:
    """Measure and print."""
    sys.path.insert(0, str(gold.resolve().parent / "eval"))
    entities, queries, _ = import_module("accuracy").load(gold, one, 0, 0)
    registry = Registry.from_entities(Entity(id_, names) for id_, names in entities)
    russian = {
        id_: name.title() for id_, name, language in queries[::-1] if language == "ru" and script(name) == "Cyrl"
    }
    told: dict[str, str] = {}
    for program, write in programs().items():
        for marks, as_it_is in (("", str), (", without marks", plain)):
            asked = [(id_, as_it_is(write(name))) for id_, name in russian.items()]
            found = list(zip(registry.resolve_many(name for _, name in asked), (id_ for id_, _ in asked), strict=True))
            first = sum(bool(r.candidates) and r.candidates[0].entity_id == id_ for r, id_ in found)
            right = sum(r.entity_id == id_ for r, id_ in found)
            wrong = sum(r.status == "match" for r, _ in found) - right
            figures = f"first {first / len(asked):6.1%}   right {right / len(asked):6.1%}   wrong {wrong}"
            told.setdefault("\n".join(name for _, name in asked), f"  {program + marks:36} {figures}")
    print(f"{one}: {len(russian):,} names")
    print(*told.values(), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(sys.argv[2:] or ["eu_russia_ukraine"]))
