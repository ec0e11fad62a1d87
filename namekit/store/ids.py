"""Ids that namekit makes: readable, told apart by a recorded suffix, and never given twice."""

import hashlib
import re
import unicodedata

from namekit.store.entries import Entry
from namekit.store.file import Store
from namekit.text import script

# passports: their letters are plain, and known to the people themselves
_SYSTEMS = {"be": "icao-bel-9303", "ru": "icao-rus-9303", "uk": "ua-ukr-2010"}
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ŭ": "u"})
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 80  # letters of an id, before its suffix


def key(*parts: str) -> bytes:
    """Sixteen bytes that stand for the parts, each told from the next."""
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def fingerprint(entry: Entry) -> bytes:
    """Eight bytes that change when anything in the entry does."""
    return hashlib.blake2b(repr(entry).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def readable(entry: Entry, source: str, own_id: str) -> str:
    """The id that the entry should have: its source and the source's own id, else its name and birth date."""
    if own_id:
        return plain(f"{source} {own_id}") or "person"
    latin = next((n.text for n in entry.names if n.kind == "primary" and script(n.text) == "Latn"), "")
    name = latin or _romanized(entry)
    return plain(f"{name} {entry.birth_date or ''}") or "person"


def plain(text: str) -> str:
    """Latin text as lower-case ASCII letters and digits with hyphens between words; other scripts are left out."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return _NOT_PLAIN.sub("-", re.sub("[’'ʹʺ]", "", bare.translate(_PLAIN))).strip("-")[:_LONGEST].strip("-")


def _romanized(entry: Entry) -> str:
    from namekit.romanization.engine import romanize  # noqa: PLC0415 (nobody gets an id who is only looked up)

    name = next((n for n in entry.names if n.kind == "primary"), entry.names[0])
    language = (name.language or "")[:2]
    if language not in _SYSTEMS:
        letters = set(name.text.lower())
        ukrainian = letters & set("їєґ") or {"и", "і"} <= letters  # Belarusian has no и, Russian no і
        language = "uk" if ukrainian else "be" if letters & set("ўі") else "ru"
    return romanize(name.text, _SYSTEMS[language], unknown="keep")


def free(store: Store, wanted: str) -> str:
    """`wanted` if no id is or ever was that, else with the first suffix (-2, -3 …) that is free, which is recorded."""
    if not _taken(store, wanted):
        return wanted
    row = store.maybe("SELECT last FROM id_suffix WHERE base = ?", (wanted,))
    number = row[0] if row else 1
    while True:
        number += 1
        if not _taken(store, given := f"{wanted}-{number}"):
            break
    store.db.execute("INSERT OR REPLACE INTO id_suffix VALUES (?, ?)", (wanted, number))
    return given


def _taken(store: Store, id_: str) -> bool:
    return bool(
        store.maybe("SELECT 1 FROM entity WHERE id = ?", (id_,))
        or store.maybe("SELECT 1 FROM redirect WHERE id = ?", (id_,))
    )
