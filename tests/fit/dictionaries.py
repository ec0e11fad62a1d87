"""Draw the surnames from dictionaries, one a line, for tests/fit/surname_letters.py.

Usage: python tests/fit/dictionaries.py DATA_DIR > WORDS     of pymorphy3_dicts_ru/data or pymorphy3_dicts_uk/data
       python tests/fit/dictionaries.py be_BY.dic > WORDS    of hunspell-be

The first two need dawg2-python, as nothing else does: OpenCorpora and VESUM mark surnames (Surn), men's and women's,
and the nominative singular is taken. hunspell-be marks none: its capitalised words are taken that end like surnames.
"""

import array
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

LIKE_A_SURNAME = re.compile(
    "(?:[кы]і|[аоеёэ]ў|[аое]ва|к[оа]|віч|[іы]ч|[іы]н|іна|[юу]к|[ая]к|[іы]к|ец|[аы]р|ла|ы|ань|ель|ас|оўская"
    "|[аоу]н|аль|[аэе]й)$"
)
NOMINATIVE = {"nomn", "v_naz"}


def of_pymorphy(folder: Path) -> Iterator[str]:
    """Surnames in the nominative singular."""
    from dawg_python import RecordDAWG  # noqa: PLC0415 (only here)

    words = RecordDAWG(">HH")
    words.load(str(folder / "words.dawg"))
    tags = json.loads((folder / "gramtab-opencorpora-int.json").read_text(encoding="utf-8"))
    paradigms = list(_paradigms((folder / "paradigms.array").read_bytes()))
    for word, (paradigm, form) in words.iteritems():
        numbers = paradigms[paradigm]
        grammemes = set(re.split("[ ,]", tags[numbers[len(numbers) // 3 + form]]))
        if "Surn" in grammemes and "plur" not in grammemes and grammemes & NOMINATIVE:
            yield word


def _paradigms(data: bytes) -> Iterator[list[int]]:
    """Each paradigm: suffixes, tags and prefixes of its forms, by number."""
    at = 2
    for _ in range(int.from_bytes(data[:2], "little")):
        size = int.from_bytes(data[at : at + 2], "little")
        yield array.array("H", data[at + 2 : at + 2 + 2 * size]).tolist()
        at += 2 + 2 * size


def of_hunspell(file: Path) -> Iterator[str]:
    """Capitalised words that end like surnames."""
    for line in file.read_text(encoding="utf-8").splitlines():
        word = line.strip().split("/")[0]
        if word.istitle() and LIKE_A_SURNAME.search(word):
            yield word.lower()


if __name__ == "__main__":
    given = Path(sys.argv[1])
    print("\n".join(sorted(set(of_pymorphy(given) if given.is_dir() else of_hunspell(given)))))
