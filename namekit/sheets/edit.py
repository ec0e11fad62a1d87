"""What is put into a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from namekit.errors import InputError
from namekit.sheets.answers import Answer
from namekit.sheets.columns import Layout, column_letters


@dataclass(frozen=True, slots=True)
class Edit:
    """`answers` for the rows below `header_row` (from 1), in order, and a filter where the sheet has none."""

    layout: Layout
    header_row: int
    answers: Sequence[Answer | None]
    file: str
    sheet: str
    filter: bool = False

    @property
    def last_row(self) -> int:
        """The last row that has an answer."""
        return self.header_row + len(self.answers)

    @property
    def area(self) -> str:
        """The titles and the rows below."""
        return f"A{self.header_row}:{column_letters(max(self.layout.own))}{self.last_row}"

    def fail(self, problem: str, cell: str = "", advice: str = "") -> InputError:
        """An error that says where."""
        return InputError(problem, file=self.file, sheet=self.sheet, cell=cell, advice=advice)
