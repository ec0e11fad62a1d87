"""How names are read, written short, for tables of expectations."""

import namekit

SHORT = {"g": "given", "p": "patronymic", "s": "surname", "i": "initial", "x": "particle", "u": "unknown"}


def first(name: str) -> str:
    """The first reading: a letter for each role, and the text."""
    letters = {role: letter for letter, role in SHORT.items()}
    return " ".join(f"{letters[p.role]}:{p.text}" for p in namekit.parse(name).readings[0].parts)
