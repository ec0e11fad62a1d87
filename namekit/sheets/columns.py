"""Which columns hold the name and which are namekit's own: worked out once, from the row of column names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from namekit.errors import InputError
from namekit.table import read_table

OWN = ("id", "name", "status", "probability", "reason", "decision")
"""What namekit writes beside each row. `decision` is the reader's: it is made, and never written again."""
TITLES = {key: f"namekit_{key}" for key in OWN}
"""How the columns are called unless the user says otherwise."""
FACTS = ("birth_date", "gender", "country")
"""What other columns may say of a row's person."""
_LETTERS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a user asks of `clean`.

    `columns` name those whose cells make the name, joined in this order, by title, number from 1, or letter (none: the
    column with a usual title, or the only one); `header_row` counts from 1; `titles` call namekit's own columns.
    `sheet` is a title or a number from 1; `encoding` and `delimiter` are for text, decided by evidence without.
    `birth_date`, `gender` and `country` name columns that narrow the answer, `row_id` one with the rows' own ids. With
    a registry's file, decisions know the list as `list_name` (none: the file's name, and the sheet's), and `by` is
    under whose name the answers are kept in its history (none: they are not kept).
    """

    columns: tuple[str, ...] = ()
    header_row: int = 1
    titles: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    birth_date: str | None = None
    gender: str | None = None
    country: str | None = None
    row_id: str | None = None
    list_name: str = ""
    by: str = ""

    def list_of(self, file: str, sheet: str) -> str:
        """What decisions call the list: a cleaned file is the same list as the one that it was made from."""
        if self.list_name:
            return self.list_name
        path = Path(file)
        name = path.stem.removesuffix(".clean") + path.suffix if file != "<standard input>" else "standard input"
        return f"{name} [{sheet}]" if sheet else name


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of columns, from 0. `own` stands in the order of OWN; `first` is the first that was not there before.

    `facts` are the columns that narrow the answer, each with what it holds.
    """

    names: tuple[int, ...]
    own: tuple[int, ...]
    titles: tuple[str, ...]
    first: int
    facts: tuple[tuple[str, int], ...] = ()
    row_id: int | None = None

    def name(self, cells: Sequence[str]) -> str:
        """The name of a row: its cells of the name columns, in the order in which they were asked for."""
        if len(self.names) == 1:
            at = self.names[0]
            return cells[at].strip() if at < len(cells) else ""
        return " ".join(part for at in self.names if at < len(cells) and (part := cells[at].strip()))


def find_layout(header: Sequence[str], width: int, wishes: Wishes, *, file: str, sheet: str = "") -> Layout:
    """Places of the name's columns, and of namekit's own: where they stand by title, else after `width` columns.

    Raises InputError where a column is not there, or twice.
    """
    for key in wishes.titles:
        if key not in OWN:
            raise InputError(f"no column of namekit's is called {key!r}", advice=f"it has: {', '.join(OWN)}")
    titles = tuple(wishes.titles.get(key) or TITLES[key] for key in OWN)
    try:
        if len(set(titles)) < len(titles):
            _refuse("two of namekit's columns have one title", "give each its own")
        names = tuple(_place(header, wanted) for wanted in wishes.columns) or (_default(header, titles),)
        facts = tuple((key, _place(header, wanted)) for key in FACTS if (wanted := getattr(wishes, key)))
        row_id = None if wishes.row_id is None else _place(header, wishes.row_id)
        free, own = max(width, len(header)), []
        for title in titles:
            at = [i for i, cell in enumerate(header) if cell == title]
            if len(at) > 1:
                _refuse(f"two columns are called {title!r}", "rename or delete one")
            own.append(at[0] if at else free)
            free += not at
        taken = set(own) & {*names, *(at for _, at in facts), row_id}
        if taken:
            _refuse(f"{header[min(taken)]!r} is namekit's own column", "choose another")
    except InputError as e:
        raise InputError(e.problem, file=file, sheet=sheet, advice=e.advice) from None
    return Layout(names, tuple(own), titles, max(width, len(header)), facts, row_id)


def _refuse(problem: str, advice: str) -> None:
    raise InputError(problem, advice=advice)


def _default(header: Sequence[str], titles: Sequence[str]) -> int:
    """Without a wish: a column that is called a name, or the only one that is not namekit's."""
    called = [i for i, title in enumerate(header) if is_name(title)]
    others = [i for i, title in enumerate(header) if title and title not in titles]
    if len(called) != 1 and len(others) != 1:
        _refuse("which column holds the names?", f"choose with -c one of: {_listed(header)}")
    return called[0] if len(called) == 1 else others[0]


def is_name(title: str) -> bool:
    """Whether a column with this title holds names, as far as the usual titles go."""
    return title.strip().casefold() in read_table("", "sheets")["columns"]["name"]


def _place(header: Sequence[str], wanted: str) -> int:
    """Place of the column with this title, else with this number from 1, else with this letter."""
    at = [i for i, title in enumerate(header) if title == wanted]
    at = at or [i for i, title in enumerate(header) if title.strip().casefold() == wanted.strip().casefold()]
    if len(at) == 1:
        return at[0]
    if at:
        _refuse(f"{len(at)} columns are called {wanted!r}", f"say which by its number: {at[0] + 1} or {at[1] + 1}")
    place = int(wanted) - 1 if wanted.isdecimal() else column_number(wanted) if _is_letters(wanted) else -1
    if not 0 <= place < len(header):
        _refuse(f"no column {wanted!r}", f"there are: {_listed(header)}")
    return place


def _listed(header: Sequence[str]) -> str:
    named = [title for title in header if title.strip()]
    return ", ".join(named[:30]) or "none: is the row of titles another one? then say --header-row"


def _is_letters(text: str) -> bool:
    return text.isascii() and text.isalpha() and text.isupper() and len(text) <= 3  # noqa: PLR2004 (XFD is the last)


def column_number(letters: str) -> int:
    """Place of a column, from 0, by its letters: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - 64
    return number - 1


def column_letters(place: int) -> str:
    """The letters of a column by its place from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, _LETTERS)
        letters = chr(65 + rest) + letters
    return letters
