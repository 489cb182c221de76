"""What a workbook file holds, flat and without meaning: sheets of non-blank cells."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache

from msgspec import Struct


class CellKind(Enum):
    """What was stored in a cell."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    """An Excel error value; `text` is ``#REF!`` and the like."""
    UNCALCULATED = "uncalculated"
    """A formula whose file holds no result; `text` is the formula with its ``=``."""


class Run(Struct, frozen=True):
    """A stretch of a text with one look."""

    text: str
    font: str
    """Empty: that of the cell."""
    struck: bool = False
    """Struck through: nobody says it."""
    shift: int = 0
    """1: superscript; -1: subscript."""
    is_own: bool = True
    """Whether it has a look of its own; else the cell's."""


class Cell(Struct, frozen=True, array_like=True, gc=False):
    """One non-blank cell, as stored. Nothing is cleaned, trimmed or guessed here.

    What is struck through is left out, and what a merge covers: nobody who looks at the sheet is told it.
    """

    row: int
    """From 1."""
    column: int
    """From 1."""
    kind: CellKind
    text: str
    """TEXT: the characters, ``_xHHHH_`` decoded once. NUMBER: the digits as stored. DATE: ISO form."""
    number: Decimal | None = None
    """NUMBER and DATE: the stored number, exactly."""
    when: datetime | None = None
    """DATE only: naive, the 1904 system already honoured."""
    number_format: str = "General"
    font: str = ""
    formula: str = ""
    """With its ``=``; the value is its cached result. ``=`` alone where the file does not spell it out."""
    runs: tuple[Run, ...] = ()
    """TEXT of which a part is in a font of legacy letters: its pieces, without what is struck through; else
    empty."""
    shown: str = ""
    """What a number or a date looks like, where the file says so itself (.ods); else empty: `number_format`
    tells."""

    @property
    def from_formula(self) -> bool:
        """Whether the value is the cached result of a formula."""
        return bool(self.formula)

    @property
    def reference(self) -> str:
        """``F12``."""
        return cell_reference(self.row, self.column)


class CellRange(Struct, frozen=True):
    """A rectangle of cells, both corners included, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def area(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"


class FloatingKind(Enum):
    """What lies over cells; the value is what a finding calls it."""

    TEXT_BOX = "hộp chữ"
    PICTURE = "hình"
    COMMENT = "ghi chú"
    DIAGRAM = "sơ đồ"
    OBJECT = "đối tượng nhúng"
    """A file of another program, seen as an icon or as its first page; a control."""


MOST_OF_A_COMMENT = 40


class Floating(Struct, frozen=True):
    """Something that is no cell: a person sees it, a table does not hold it."""

    kind: FloatingKind
    row: int
    """Where its upper left corner lies, or what it hangs on; from 1. 0: it lies on the sheet, at no cell."""
    column: int
    author: str = ""
    """Of a comment."""
    beginning: str = ""
    """How the text of a comment begins, at most `MOST_OF_A_COMMENT` characters of it."""
    bottom: int = 0
    """The last row that it covers by more than a sliver; 0: nobody says."""


class Sheet(Struct, frozen=True):
    """One worksheet."""

    name: str
    visible: bool
    cells: dict[tuple[int, int], Cell]
    """Non-blank cells by (row, column); never changed after reading."""
    merged: tuple[CellRange, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    """Hidden or filtered away; their cells are read all the same."""
    hidden_columns: frozenset[int] = frozenset()
    floating: tuple[Floating, ...] = ()
    """What lies over the cells or hangs on them, in the order of the file."""
    faint: frozenset[tuple[int, int]] = frozenset()
    """(Row, column) of cells whose letters have the colour of their ground, or whose format or a rule hides them; read all the same."""
    struck: dict[tuple[int, int], str] = {}
    """By (row, column), what is struck through and therefore not in the cell, or no cell is there at all."""

    def at(self, row: int, column: int) -> Cell | None:
        """The cell there, or None where it is blank."""
        return self.cells.get((row, column))

    def rows(self) -> dict[int, list[Cell]]:
        """Non-blank cells by row, each row from left to right, rows in order."""
        gathered: dict[int, list[Cell]] = {}
        for _, cell in sorted(self.cells.items()):
            gathered.setdefault(cell.row, []).append(cell)
        return gathered


class Workbook(Struct, frozen=True):
    """One workbook file, read."""

    file: str
    """As findings name it."""
    sheets: tuple[Sheet, ...]
    has_macros: bool = False
    has_external_links: bool = False

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of exactly that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


@lru_cache(maxsize=10_000)
def cell_reference(row: int, column: int) -> str:
    """``F12``; one text for the same cell of all files: a large month has a hundred thousand of them."""
    return f"{column_letters(column)}{row}"


@cache
def column_letters(column: int) -> str:
    """``AB`` for 28."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
