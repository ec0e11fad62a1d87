"""Compiles the rooms that read and weigh names where NAMEKIT_COMPILE=1 asks for it; pyproject.toml says all the rest.

They stay the same Python, of which mypyc makes C: the answers are the same, and a name takes some three quarters of the
time. It takes a C compiler and the headers of Python. Not for an editable installation, in which what was compiled
would hide what is edited afterwards.
"""

import os
import sys

from setuptools import Extension, setup

_ROOMS = """\
packed text
names/cases names/declension names/frequency names/graphemes names/initials names/joined names/kin names/marks
names/parsing names/patronymics names/plain names/plausibility names/roles names/sounds names/surnames names/tokens
names/relatives names/several names/traditions names/words
resolver/candidates resolver/evidence resolver/file_index resolver/flat resolver/forms resolver/index resolver/keys
resolver/postings resolver/resolve resolver/traditions resolver/vocabulary
romanization/lattice romanization/likelihood"""
_NEEDED = ["mypy[mypyc]>=1.18", "ftfy>=6.2", "rapidfuzz>=3.9"]  # to compile; the last two for their types


def compiled() -> list[Extension]:
    """The extension modules. The build needs them, questions about the package do not."""
    if not {"bdist_wheel", "build_ext"} & set(sys.argv):
        return []
    from mypyc.build import mypycify  # noqa: PLC0415 (there in a build that compiles alone)

    rooms = [f"namekit/{room}.py" for room in _ROOMS.split()]
    return mypycify(["--follow-imports=silent", *rooms], opt_level="3", multi_file=True, group_name="namekit")


if os.environ.get("NAMEKIT_COMPILE") == "1":
    if "editable_wheel" in sys.argv:
        sys.exit("NAMEKIT_COMPILE=1 is not for an editable installation: pip install .")
    setup(ext_modules=compiled(), setup_requires=_NEEDED)
else:
    setup()
