"""Ratios of speed: namekit.romanize and restore beside ICU's BGN transliterator and iuliia, in one run.

Usage: python tests/bench/romanization.py [GOLD_DIR]     (with the extra `bench`)

Distinct words, each asked once, nothing warmed. Words come from the gold lists if given, else from the tables.
"""

import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

import icu
import iuliia

import namekit
from namekit.names.kin import given_names, patronymics
from namekit.names.parsing import parts
from namekit.relations.restoration import restore

BGN, ICAO = "bgnpcgn-rus-1947", "icao-rus-9303"


def russian_words(gold: Path | None) -> list[str]:
    """Distinct Russian name parts."""
    words = {p for n in given_names() for f in dict(n.forms).get("ru", ()) for p in (f, *patronymics(f))}
    for path in sorted(gold.glob("*.tsv")) if gold else ():
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            words |= {p.text for r in rows if r["language"] == "ru" for p in parts(r["name"])}
    return sorted(w for w in words if all("а" <= c <= "я" or c == "ё" for c in w.lower()))


def per_second(function: Callable[[str], object], words: list[str]) -> float:
    """Words a second, the first call included."""
    start = time.perf_counter()
    for word in words:
        function(word)
    return len(words) / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    words = russian_words(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    table = {ord(c): c for c in "абвгдежзиклмнопрстуфхцчшщъыьэюя"}
    transliterator = icu.Transliterator.createInstance("Russian-Latin/BGN")
    print(f"{len(words):,} distinct words")
    translate = per_second(lambda w: w.translate(table), words)
    by_icu = per_second(transliterator.transliterate, words)
    by_iuliia = per_second(iuliia.BGN_PCGN.translate, words)
    ours = per_second(lambda w: namekit.romanize(w, BGN, unknown="keep"), words)
    print(f"str.translate {translate:12,.0f} a second")
    print(f"ICU           {by_icu:12,.0f}")
    print(f"iuliia        {by_iuliia:12,.0f}")
    print(f"romanize      {ours:12,.0f}   {ours / by_icu:.2f} x ICU   {ours / by_iuliia:.1f} x iuliia")
    latin = [namekit.romanize(w, ICAO, unknown="keep") for w in words]
    print(f"restore       {per_second(lambda w: restore(w, ICAO)[:1], latin):12,.0f}   the first spelling of each")
    others = per_second(lambda w: restore(w, "icao-bel-9303"), latin)
    print(f"restore       {others:12,.0f}   counted only, by another system")


if __name__ == "__main__":
    main()
