"""Work out what the tables come to, and write tables/ready.txt, tables/names/ready.txt and tables/systems/ready.txt.

Usage: python tests/fit/ready.py     after a system, one of TABLES, or a table of given names or surnames was edited
"""

from pathlib import Path

from namekit.names import kin as names
from namekit.names.initials import made_beginnings
from namekit.names.surnames import made_cognates, made_common_surnames
from namekit.ready import made_of
from namekit.romanization.system import as_ready, system
from namekit.table import as_ready as table_as_ready
from namekit.table import table_names

FOLDER = Path(__file__).parents[2] / "tables"
TABLES = {  # what one answer may read, but for what stands in the other two files
    "": ("relations", "scripts", "sounds", "usage", "weights"),
    "names": ("cases", "chance", "endings", "frequency", "looks", "patronymics", "roles", "traditions", "words"),
    "orthography": ("be", "ru", "uk"),
}
HEAD = """\
# What given names, patronymics and common surnames sound like and how they are spelt, worked out from the tables beside
# this one by tests/fit/ready.py; do not edit by hand. It counts only as long as they are the same:
# {made_of}
"""


def made() -> str:
    """The text of the file, from the tables alone."""
    sections = {"names": [names.as_line(name) for name in names.made_given_names()]}
    for field, lexicons in (("given", names.given_by_sounds()), ("patronymic", names.patronymics_by_sounds())):
        for kind, lexicon in zip(("exact", "merged"), lexicons, strict=True):
            sections[f"{field} {kind}"] = sorted(f"{sounds}\t{groups}" for sounds, groups in lexicon.items())
    spelt = names.made_spellings()
    for kind in ("usual", "full", "given", "patronymics"):
        sections[f"spelt {kind}"] = sorted(getattr(spelt, kind))
    sections["surnames"] = [" ".join((f"{share:g}", *sounds)) for share, sounds in made_common_surnames()]
    sections["cognates of surnames"] = [" ".join(pair) for pair in made_cognates()]
    sections["beginnings"] = [one.as_line() for one in made_beginnings()]
    texts = (f"[{name}]\n" + "\n".join(lines) for name, lines in sections.items())
    return "\n".join((HEAD.format(made_of=made_of()), "\n\n".join(texts))) + "\n"


def made_systems() -> str:
    """The text of the file of systems: what is needed to write by each."""
    head = "# id, tables, their digest, letters and rules: made by tests/fit/ready.py; do not edit by hand"
    return "\n".join((head, *(as_ready(system(id_)) for id_ in table_names("systems")))) + "\n"


def made_tables() -> str:
    """The text of the file of tables, as JSON."""
    head = "# table, its digest, what is in it: made by tests/fit/ready.py; do not edit by hand"
    return (
        "\n".join((head, *(table_as_ready(folder, name) for folder, names_ in TABLES.items() for name in names_)))
        + "\n"
    )


if __name__ == "__main__":
    (FOLDER / "ready.txt").write_text(made_tables(), encoding="utf-8")
    (FOLDER / "names" / "ready.txt").write_text(made(), encoding="utf-8")
    (FOLDER / "systems" / "ready.txt").write_text(made_systems(), encoding="utf-8")
