"""What a returned form says, cell by cell: the values that `filled` describes and `validation` judges."""

from __future__ import annotations

from dataclasses import dataclass

from cv183_reports.model import Source
from cv183_reports.workbook.grid import Cell


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the form and what stands there."""

    place: Source
    cell: Cell | None
    """None: blank."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table that has a code."""

    number: int
    hidden: bool
    code: str
    place: Source
    """Its code cell."""
    slots: dict[str, Slot]
    """By key of the column; blank places too. Columns that the sheet lacks are not here."""

    def slot(self, key: str) -> Slot:
        """What stands in column `key`; a blank at the code cell where the sheet lacks the column."""
        return self.slots.get(key) or Slot(self.place, None)

    def has_any(self, keys: tuple[str, ...]) -> bool:
        """Whether something stands in one of these columns."""
        return any(self.slot(key).cell is not None for key in keys)


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
    extra: tuple[Slot, ...]
    """Headers that the form does not have."""
    rows: tuple[Row, ...]
    """In the order of the sheet."""
    uncoded: tuple[Slot, ...]
    """First cell of each row that answers without a code."""
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """The hidden sheet, as written; a key that is not there is empty."""

    unit: str
    period: str
    version: str
    fingerprint: str
    sample: str


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
    leftovers: tuple[Slot, ...]
    """Non-blank cells that `layout` does not account for, in the order of the sheets. The headings
    and names that a form takes from the register are among them."""
    has_macros: bool
    has_external_links: bool
