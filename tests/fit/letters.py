"""Count which letters follow which in names, and write tables/orthography/letters-{be,ru,uk}.toml.

Usage: python tests/fit/letters.py GOLD_DIR

Counts the letters that follow two others in the Cyrillic spellings of the gold lists' persons whose sha256 of
`person` is even, each distinct part of a name once a list, and in the given names, patronymics and surnames of
the tables. Only these counts go into the table, no name.
"""

import sys
from collections import Counter, defaultdict
from pathlib import Path

from gold import all_rows, even

from namekit.names.kin import given_names, patronymics
from namekit.names.parsing import parts
from namekit.romanization.orthography import LANGUAGES, orthography
from namekit.table import read_table

FOLDER = Path(__file__).parents[2] / "tables" / "orthography"
HEAD = """\
# Which letters follow two others in names, and how often, in {name}: "^" begins a name, "$" ends it.
# Restored spellings are ranked by it. Written by tests/fit/letters.py; do not edit by hand.

how = "{words} distinct parts of names: public lists (the even half of their persons), and the tables of names"

after = '''
"""


def from_gold(gold: Path) -> dict[str, Counter[str]]:
    """Parts of names by language, lower case, with the number of lists and persons that have them (root of it)."""
    found: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for row in all_rows(gold):
        if row["language"] in found and even(row["person"]) and row["kind"] != "weak":
            found[row["language"]].update({p.text.lower() for p in parts(row["name"]) if p.role != "initial"})
    return found


def from_tables(language: str) -> Counter[str]:
    """Given names, the patronymics made from them, and surnames."""
    words: Counter[str] = Counter()
    for name in given_names():
        forms = dict(name.forms).get(language, ())
        words.update(f.lower() for f in forms)
        if name.gender == "male":
            letters = set(orthography(language).alphabet)
            made = [p.lower() for f in forms for p in patronymics(f)] + [p.lower() for p in name.patronymics]
            words.update(p for p in made if set(p) <= letters)
    words.update(row[language].lower() for row in read_table("names", "surnames")["surname"] if language in row)
    return words


def main(gold: Path) -> None:
    """Count and write."""
    listed = from_gold(gold)
    for language in LANGUAGES:
        words = listed[language] + from_tables(language)
        spelling = orthography(language)
        after: dict[str, Counter[str]] = defaultdict(Counter)
        kept = 0
        for word, n in words.items():
            for piece in word.split("-"):
                if piece and all(spelling.is_letter(c) for c in piece):
                    kept += 1
                    marked = f"^^{piece}$"
                    for i in range(2, len(marked)):
                        after[marked[i - 2 : i]][marked[i]] += max(1, round(n**0.5))
        lines = [HEAD.format(name=spelling.name, words=kept)]
        for context in sorted(after):
            row = " ".join(f"{c}{n}" for c, n in sorted(after[context].items(), key=lambda cn: (-cn[1], cn[0])))
            lines.append(f"{context} {row}\n")
        lines.append("'''\n")
        (FOLDER / f"letters-{language}.toml").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
