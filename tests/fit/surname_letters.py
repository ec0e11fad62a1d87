"""Count which letters follow up to four others in surnames, and write tables/orthography/surnames-{be,ru,uk}.toml.

Usage: python tests/fit/surname_letters.py GOLD_DIR RU_WORDS UK_WORDS BE_WORDS

The lists of words, one a line, are what tests/fit/dictionaries.py draws from OpenCorpora, VESUM and hunspell-be. To
them come the rows of tables/names/surnames.toml, the given names and patronymics of the tables, and the surnames of the
gold lists' persons whose sha256 of `person` is even. Each distinct word counts once, and its feminine form beside it.
Only counts of letters go into the table, no name.
"""

import sys
from pathlib import Path

from contexts import counted, lines
from gold import all_rows, even

from namekit.names.kin import given_names
from namekit.names.parsing import parts
from namekit.names.patronymics import patronymics_in
from namekit.names.surnames import endings
from namekit.romanization.orthography import LANGUAGES, orthography, possible
from namekit.table import read_table

FOLDER = Path(__file__).parents[2] / "tables" / "orthography"
LONGEST = 4
MOST = 390_000  # bytes of a table
HEAD = """\
# Which letters follow up to four others in surnames, and how often, in {name}: "^" begins a name, "$" ends it.
# A line is a context and what follows it; the first line, the empty context. After {longest} letters, what was seen
# less than {least} times is left out. `namekit.cognates` ranks by it. Written by tests/fit/surname_letters.py.

how     = "{words} distinct words: {source}, public lists (the even half of their persons), and the tables of names"
longest = {longest}
after   = '''
"""
SOURCES = {
    "ru": "surnames of OpenCorpora (pymorphy3-dicts-ru 2.4.417150; CC BY-SA)",
    "uk": "surnames of VESUM (pymorphy3-dicts-uk 2.4.1.1)",
    "be": "names of hunspell-be 0.53",
}


def from_gold(gold: Path) -> dict[str, set[str]]:
    """The surnames of the even half by language, in lower case."""
    found: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for row in all_rows(gold):
        if row["language"] in found and even(row["person"]) and row["kind"] != "weak":
            found[row["language"]].update(p.text.lower() for p in parts(row["name"]) if p.role == "surname")
    return found


def from_tables(language: str) -> set[str]:
    """Given names, the patronymics made from them, and common surnames."""
    words = {row[language] for row in read_table("names", "surnames")["surname"] if language in row}
    for name in given_names():
        forms = dict(name.forms).get(language, ())
        words.update(forms)
        if name.gender == "male":
            words.update(form for father in forms for form, _ in patronymics_in(father, language)[:4])
    return {word.lower().replace("'", "’") for word in words}


def both_genders(word: str, language: str) -> set[str]:
    """The word, and its feminine form where its ending has one."""
    pairs = [f for e in endings() for f in e.forms[language] if len(f) > 1 and len(f[0]) > 1]
    found = {word}
    for male, female in sorted(pairs, key=lambda p: -len(p[0])):
        if word.endswith(male) and len(word) > len(male):
            found.add(word[: -len(male)] + female)
            break
    return found


def main(gold: Path, **listed: Path) -> None:
    """Count and write."""
    of_gold = from_gold(gold)
    for language in LANGUAGES:
        words = set(listed[language].read_text(encoding="utf-8").replace("'", "’").split())
        words |= of_gold[language] | from_tables(language)
        words = {p for w in words for p in w.split("-") if p}
        words = {w for word in words for w in both_genders(word, language)}
        after = counted(((word, 1) for word in sorted(words) if possible(word, language)), LONGEST)
        for least in range(2, 10):
            text = "\n".join(lines(after, LONGEST, least))
            if len(text.encode()) < MOST:
                break
        head = HEAD.format(
            name=orthography(language).name,
            words=len(words),
            source=SOURCES[language],
            longest=LONGEST,
            least=least,
        )
        (FOLDER / f"surnames-{language}.toml").write_text(f"{head}{text}\n'''\n", encoding="utf-8")
        print(language, len(words), least, len(text.encode()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), ru=Path(sys.argv[2]), uk=Path(sys.argv[3]), be=Path(sys.argv[4]))
