"""Count which consonants names have together, and write them into tables/scripts.toml (`unwritten`).

Usage: python tests/fit/unwritten.py

Counts over the shipped tables: the surnames of surname-counts.toml and the given names of frequency.toml, each with its
share of the people. A pair is written where it stands together in `LEAST` or more of the places where its two
consonants have one vowel or none between them, and is met among one person in ten thousand at least.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from namekit.names.frequency import listed
from namekit.names.kin import given_names
from namekit.names.sounds import VOWELS, readings

TABLE = Path(__file__).parents[2] / "tables" / "scripts.toml"
LEAST, MET = 0.6, 1e-4


def names() -> Iterator[tuple[str, float]]:
    """Merged sounds of names with the share of people who bear them."""
    yield from listed("surname").items()
    shares = listed("given")
    for name in given_names():
        if name.id in shares:
            for form in dict(name.forms).get("ru", ())[:1]:
                yield readings(form)[0].merged, shares[name.id]


def joined() -> list[str]:
    """The pairs of consonants that stand together often enough."""
    together: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    for merged, share in names():
        for i, sound in enumerate(merged[:-1]):
            if sound in VOWELS:
                continue
            if merged[i + 1] not in VOWELS:
                together[sound + merged[i + 1]] += share
            elif merged[i + 2 : i + 3] and merged[i + 2] not in VOWELS:
                apart[sound + merged[i + 2]] += share
    return sorted(p for p, n in together.items() if n >= MET and n >= LEAST * (n + apart[p]))


def main() -> None:
    """Count and write."""
    text = TABLE.read_text("utf-8")
    line = f'joined = "{" ".join(joined())}"'
    TABLE.write_text(re.sub(r'^joined = ".*"$', lambda _: line, text, count=1, flags=re.MULTILINE), "utf-8")


if __name__ == "__main__":
    main()
