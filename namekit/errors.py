"""Every error that namekit raises on purpose: one ladder, each rung says where and what to do."""

from dataclasses import dataclass


class NamekitError(Exception):
    """Root of the ladder: catch this to catch everything that namekit documents."""


class InputError(NamekitError, ValueError):
    """Input that cannot be read: says which file and line, or sheet and cell, and what would help."""

    def __init__(  # noqa: PLR0913 (each says where)
        self, problem: str, *, file: str = "", line: int = 0, sheet: str = "", cell: str = "", advice: str = ""
    ) -> None:
        self.problem, self.file, self.line, self.advice = problem, file, line, advice
        self.sheet, self.cell = sheet, cell
        within = [f"sheet {sheet!r}"] * bool(sheet) + [f"cell {cell}"] * bool(cell)
        where = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        where += f"{', '.join(within)}: " if within else ""
        super().__init__(f"{where}{problem}" + (f" ({advice})" if advice else ""))


class RegistryError(NamekitError):
    """A registry's file that cannot be opened, read or written: says which file, and what would help."""

    def __init__(self, problem: str, *, file: str = "", advice: str = "") -> None:
        self.problem, self.file, self.advice = problem, file, advice
        super().__init__((f"{file}: " if file else "") + problem + (f" ({advice})" if advice else ""))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a table: the line (1-based, 0 where unknown) and the problem."""

    line: int
    problem: str


class TableError(NamekitError, ValueError):
    """A table that must not be used; `faults` holds all that is wrong with it, not the first only."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.file, self.faults = file, faults
        super().__init__("\n".join(f"{file}:{f.line}: {f.problem}" for f in faults))


class UnknownSystemError(NamekitError, LookupError):
    """A romanization system that no table describes; `near` holds ids that look alike."""

    def __init__(self, system: str, near: tuple[str, ...]) -> None:
        self.system, self.near = system, near
        hint = f"did you mean {', '.join(near)}?" if near else "`namekit systems` lists them"
        super().__init__(f"no romanization system {system!r}: {hint}")


class OptionError(NamekitError, ValueError):
    """An option that the system does not have."""


class UnknownLetterError(NamekitError, ValueError):
    """A letter that the system has no rule for. `position` counts code points of `text` from 0."""

    def __init__(self, text: str, position: int, system: str, language: str) -> None:
        self.text, self.position, self.system = text, position, system
        self.letter = text[position]
        around = text[max(0, position - 12) : position + 13]
        super().__init__(
            f"{system} ({language}) has no rule for {self.letter!r} (U+{ord(self.letter):04X}) "
            f'at position {position}, in "{around}": choose a system of the text\'s language, '
            "or pass unknown='keep' to leave such letters as they are"
        )
