"""The rows of one sheet of the register: header found by its folded text, cells by their column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cv183_reports.catalogue import register as rules
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.register.sheets import Column, SheetPlan
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook, column_letters
from cv183_reports.vietnamese.text import clean, fold

_HEADER_WITHIN = 20
"""Rows from the top in which the header row is looked for: a title and notes may stand above it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it."""

    file: str
    sheet: str
    number: int
    positions: dict[Column, int]
    cells: dict[int, Cell]
    """Non-blank cells by column number."""

    def cell(self, column: Column) -> Cell | None:
        """What stands in `column`; None where it is blank."""
        return self.cells.get(self.positions[column])

    def place(self, column: Column) -> Source:
        """Where `column` is in this row, blank or not."""
        letters = column_letters(self.positions[column])
        return Source(self.file, self.sheet, f"{letters}{self.number}")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the register."""

    place: Source
    """The sheet as a whole."""
    rows: tuple[Row, ...]


def read_table(workbook: Workbook, plan: SheetPlan) -> tuple[Table | None, tuple[Finding, ...]]:
    """The table that `plan` declares, or None with what is wrong with the sheet or its header."""
    sheet = next((s for s in workbook.sheets if fold(s.name) == fold(plan.name)), None)
    if sheet is None:
        return _absent(workbook, plan)
    place = Source(workbook.file, sheet.name)
    header, headings = _header(sheet, plan)
    faults = tuple(_header_faults(headings, plan, place))
    if faults:
        return None, faults
    positions = {column: headings[fold(column.header)][0].column for column in plan.columns}
    rows = tuple(_rows_below(sheet, header, positions, place))
    if not rows and not plan.may_be_empty:
        return None, (rules.SHEET_EMPTY.at(place),)
    return Table(place, rows), ()


def _absent(workbook: Workbook, plan: SheetPlan) -> tuple[Table | None, tuple[Finding, ...]]:
    """An optional sheet may be absent, but not hide under another name."""
    if not plan.optional:
        return None, (rules.SHEET_MISSING.at(Source(workbook.file), sheet=plan.name),)
    for sheet in workbook.sheets:
        _, headings = _header(sheet, plan)
        if all(fold(column.header) in headings for column in plan.columns):
            place = Source(workbook.file, sheet.name)
            return None, (rules.SHEET_RENAMED.at(place, sheet=plan.name),)
    return Table(Source(workbook.file, plan.name), ()), ()


def _header(sheet: Sheet, plan: SheetPlan) -> tuple[int, dict[str, list[Cell]]]:
    """The row near the top that holds most of the declared headers, and its cells by folded text."""
    wanted = {fold(column.header) for column in plan.columns}
    near_top = {n: cells for n, cells in sheet.rows().items() if n <= _HEADER_WITHIN}
    headings: dict[int, dict[str, list[Cell]]] = {}
    for number, cells in near_top.items():
        found = headings.setdefault(number, {})
        for cell in cells:
            if cell.kind is CellKind.TEXT:
                found.setdefault(fold(cell.text), []).append(cell)
    best = Counter({number: len(wanted & found.keys()) for number, found in headings.items()})
    number = best.most_common(1)[0][0] if best else 0
    return number, headings.get(number, {})


def _header_faults(
    headings: dict[str, list[Cell]], plan: SheetPlan, place: Source
) -> Iterator[Finding]:
    """Declared columns that are not there, or are there twice."""
    for column in plan.columns:
        cells = headings.get(fold(column.header), [])
        if not cells:
            yield rules.COLUMN_MISSING.at(place, column=column.header)
        for again in cells[1:]:
            where = Source(place.file, place.sheet, again.reference)
            yield rules.COLUMN_TWICE.at(where, column=column.header, first=cells[0].reference)


def _rows_below(
    sheet: Sheet, header: int, positions: dict[Column, int], place: Source
) -> Iterator[Row]:
    """Rows under the header with something in a declared column; hidden rows count."""
    declared = set(positions.values())
    for number, cells in sheet.rows().items():
        kept = {c.column: c for c in cells if c.column in declared and not _is_blank(c)}
        if number > header and kept:
            yield Row(place.file, place.sheet, number, positions, kept)


def _is_blank(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and not clean(cell.text).text
