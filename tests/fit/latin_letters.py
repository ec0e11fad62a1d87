"""Count which letters follow which in romanized names, and write tables/orthography/latin-{be,ru,uk}.toml.

Usage: python tests/fit/latin_letters.py GOLD_DIR

Romanizes the given names, patronymics and surnames of the tables by every current system of the language, those that
end like adjectives also with one y; adds the Latin spellings of that language in the gold lists, of the persons whose
sha256 of `person` is even. A word weighs the root of how many systems and lists write it. Only these counts go into the
table, no name.
"""

import sys
from collections import Counter, defaultdict
from pathlib import Path

from gold import all_rows, even

from namekit.names.kin import name_list
from namekit.names.parsing import parts
from namekit.romanization.engine import romanize
from namekit.romanization.habits import apply_habits
from namekit.romanization.orthography import LANGUAGES, orthography
from namekit.romanization.system import systems

FOLDER = Path(__file__).parents[2] / "tables" / "orthography"
SELDOM = 5  # letters that follow two others more seldom are left to the shorter context
HEAD = '''\
# Which letters follow two others, and how often, in names romanized from one language ({name}).
# "^" begins a name, "$" ends it.
# It tells from which language a name was romanized. Written by tests/fit/latin_letters.py; do not edit by hand.

how = """{words} spellings: the tables of names by {systems} current systems, and public lists (the even half of their
persons); what was met less than {seldom} times is left out"""

'''


def main(gold: Path) -> None:
    """Count and write."""
    for language in LANGUAGES:
        words: Counter[str] = Counter()
        used = [s for s in systems() if s.language == language and s.status == "current"]
        for name in name_list(language):
            romanized = {romanize(name, s.id, unknown="keep").lower() for s in used}
            words.update({*romanized, *(apply_habits(word, ("y-for-final-iy",)) for word in romanized)})
        for row in all_rows(gold):
            if row["language"] == f"{language}-Latn" and even(row["person"]) and row["kind"] != "weak":
                words.update({p.text.lower() for p in parts(row["name"]) if p.role != "initial"})
        after: dict[str, Counter[str]] = defaultdict(Counter)
        for word, n in words.items():
            for piece in word.split("-"):
                letters = "".join(filter(str.isalpha, piece))
                marked = f"^^{letters}$"
                for i in range(2, len(marked)):
                    after[marked[i - 2 : i]][marked[i]] += max(1, round(n**0.5))
        head = HEAD.format(name=orthography(language).name, words=len(words), systems=len(used), seldom=SELDOM)
        lines = [head, "after = '''\n"]
        for context in sorted(after):
            kept = sorted(((c, n) for c, n in after[context].items() if n >= SELDOM), key=lambda cn: (-cn[1], cn[0]))
            if kept:
                lines.append(f"{context} {' '.join(f'{c}{n}' for c, n in kept)}\n")
        lines.append("'''\n")
        (FOLDER / f"latin-{language}.toml").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
