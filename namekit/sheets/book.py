"""A workbook's own part: which sheets it lists, and the hidden name that goes with a filter.

Every program that writes a filter writes beside it a hidden name with its area (`_xlnm._FilterDatabase`, ECMA-376,
part 1, 18.2.5); LibreOffice shows no filter without it. Nothing else of the part changes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from namekit.sheets.markup import Element, outline, prefix, quoted

_HIDDEN = "_xlnm._FilterDatabase"
_BEFORE = {"sheets", "functionGroups", "externalReferences"}  # what names follow: CT_Workbook
_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Book:
    """The part as it lies in the package called `label`, with its elements down to the names."""

    part: str
    text: bytes
    label: str
    elements: Sequence[Element]

    @classmethod
    def of(cls, part: str, text: bytes, label: str) -> "Book":
        """Read the part. Raises InputError where it is broken."""
        return cls(part, text, label, outline(text, file=label, part=part, deepest=3))

    @property
    def sheets(self) -> list[Element]:
        """The sheets, in order."""
        return [e for e in self.elements if e.name == "sheet"]

    def with_filter(self, at: int, title: str, area: str) -> bytes:
        """The part again, with the name for a filter on an area of the sheet at a place; one left over is renewed."""
        sheet, fixed = title.replace("'", "''"), _CELL.sub(r"$\1$\2", area)
        content = quoted(f"'{sheet}'!{fixed}").encode()
        names = [e for e in self.elements if e.name == "definedName" and e.attributes.get("name") == _HIDDEN]
        old = next((e for e in names if e.attributes.get("localSheetId") == str(at)), None)
        if old and old.close > old.inner:
            return self.text[: old.inner] + content + self.text[old.close :]
        p = prefix(self.text, self.elements[0])
        made = b'<%sdefinedName name="%s" localSheetId="%d" hidden="1">%s</%sdefinedName>' % (
            p,
            _HIDDEN.encode(),
            at,
            content,
            p,
        )
        if old:
            return self.text[: old.start] + made + self.text[old.end :]
        box = next((e for e in self.elements if e.name == "definedNames" and e.depth == 1), None)
        if box and box.close > box.inner:
            return self.text[: box.inner] + made + self.text[box.inner :]
        made = b"<%sdefinedNames>%s</%sdefinedNames>" % (p, made, p)
        if box:
            return self.text[: box.start] + made + self.text[box.end :]
        place = max(e.end for e in self.elements if e.depth == 1 and e.name in _BEFORE)
        return self.text[:place] + made + self.text[place:]
