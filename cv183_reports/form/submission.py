"""What a returned form says, cell by cell: the values that `filled` describes and `validation` judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cv183_reports.form.fields import CODE, Column
from cv183_reports.model import Source
from cv183_reports.spreadsheet.grid import Cell, Floating, column_letters


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the form and what stands there."""

    file: str
    sheet: str
    row: int
    column: int
    cell: Cell | None
    """None: blank."""

    @property
    def place(self) -> Source:
        """Where it is, as findings name it."""
        return Source(self.file, self.sheet, f"{column_letters(self.column)}{self.row}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table that has a code."""

    file: str
    sheet: str
    number: int
    hidden: bool
    code: str
    columns: dict[str, int]
    """Column numbers by key; what the sheet lacks is not here."""
    cells: dict[str, Cell]
    """Non-blank cells by key."""

    def cell(self, column: Column) -> Cell | None:
        """What stands in that column; None: blank."""
        return self.cells.get(column.key)

    def slot(self, column: Column) -> Slot:
        """What stands in that column; a blank at the code cell where the sheet lacks the column."""
        at = self.columns.get(column.key) or self.columns[CODE.key]
        return Slot(self.file, self.sheet, self.number, at, self.cell(column))

    def place(self, column: Column) -> Source:
        """Where that column is in this row."""
        return self.slot(column).place


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range that reaches over several rows of a table, in columns that units fill."""

    place: Source
    """Its range as a cell reference: ``J5:J7``."""
    codes: tuple[str, ...]
    """Of the rows it touches."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the form, found by its header row."""

    place: Source
    """The first cell of the header row."""
    missing: tuple[str, ...]
    """Headers of required columns that are not there."""
    lost: tuple[str, ...]
    """Headers of other columns to fill in that are not there: whatever was answered in them is gone."""
    extra: tuple[Slot, ...]
    """Headers that the form does not have."""
    filled_extra: frozenset[int]
    """Those of their columns under which something stands."""
    rows: tuple[Row, ...]
    """In the order of the sheet."""
    uncoded: tuple[Slot, ...]
    """First cell of each row that answers without a code."""
    merges: tuple[Merge, ...]
    columns: Mapping[str, int]
    """Column numbers by key; what the sheet lacks is not here."""
    hidden_columns: frozenset[int]
    """Of the sheet."""
    floating: tuple[Floating, ...]
    """What lies over its rows or hangs on them."""
    is_seen: bool
    """Whether its sheet is not hidden."""


@dataclass(frozen=True, slots=True)
class Meta:
    """The hidden sheet, as written; a key that is not there is empty."""

    unit: str
    period: str
    version: str
    fingerprint: str
    sample: str
    highlight: str = ""
    """The label of the text that the form asked for above next month's plan."""
    rows: frozenset[str] = frozenset()
    """Codes that the form was issued with; of forms that do not tell, nothing."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One returned form, described and not judged. Every non-blank cell is in it, or is the form's own."""

    file: str
    meta: Meta | None
    header: dict[str, Slot]
    """Value cells of the header block by key of their HeaderField; a label not found is not here."""
    answers: tuple[Table, ...]
    """Every table that has the header row of Báo cáo: one, if all is well."""
    figures: tuple[Table, ...]
    """Likewise for Số liệu."""
    plans: tuple[Slot, ...]
    highlight: Slot | None
    """Under the label that the hidden sheet names; None: the form has no such label."""
    leftovers: tuple[Slot, ...]
    """Non-blank cells that `layout` does not account for, in the order of the sheets. The headings
    and names that a form takes from the register are among them."""
    has_macros: bool
    has_external_links: bool
