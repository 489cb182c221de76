"""The file of a register written anew (openpyxl), everything else in it left as staff left it.

An older one is completed with what it lacks; one for measuring grows by invented communes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from io import BytesIO
from typing import Any

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.model import Unit
from cv183_reports.register.cells import RegisterRow
from cv183_reports.register.older import COLUMN, ROW, Gap, gaps
from cv183_reports.register.sheets import Units
from cv183_reports.register.table import read_table
from cv183_reports.spreadsheet.changing import (
    EXTENSIONS,
    NotKept,
    copy_page,
    opened,
    rows_without_own_height,
    saved,
    what_is_lost,
)
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.wording import SAMPLE_MARK

_AnyCell = BookCell | MergedCell
_Dressed = dict[int, _AnyCell]
"""By a look of the shipped register the first of our cells that has it."""
_FIRST_ROW = 4
"""Of the tables in the shipped register, under title, hints and header."""


def completed(data: bytes, shipped: bytes) -> tuple[bytes, tuple[Gap, ...]] | NotKept:
    """`data` with what it lacks of `shipped`, and what that was."""
    before, theirs = _grid(data), _grid(shipped)
    book = opened(data)
    if before is None or theirs is None or book is None:
        return NotKept(EXTENSIONS)
    found = gaps(before, lambda: theirs, everything=True)
    source = load_workbook(BytesIO(shipped))
    free = rows_without_own_height(data, book)
    dressed: _Dressed = {}
    for gap in found:
        sheet = source[_named(source, gap.sheet)]
        if gap.sheet in book.sheetnames:
            _fill(book[gap.sheet], sheet, gap, dressed)
        else:
            _copy_sheet(book, sheet, source.sheetnames, dressed)
    fresh = saved(book, free)
    meant = {(gap.sheet, taken.row, taken.column) for gap in found for taken in gap.cells}
    lost = what_is_lost(data, fresh, meant)
    return NotKept(lost) if lost else (fresh, found)


def _grid(data: bytes) -> Workbook | None:
    return read_workbook(data, "")[0]


def _named(book: Book, name: str) -> str:
    return next(each for each in book.sheetnames if fold(each) == fold(name))


def _fill(sheet: Worksheet, source: Worksheet, gap: Gap, dressed: _Dressed) -> None:
    """Puts the cells of `gap` in, as they look in the shipped register."""
    end = max(sheet.max_column, *(taken.column for taken in gap.cells))
    for taken in gap.cells:
        ours = sheet.cell(taken.row, taken.column)
        theirs = source.cell(taken.shipped.row, taken.shipped.column)
        (_dress if taken.looks_only else _put)(ours, theirs, dressed)
        if gap.kind == ROW:
            _restrict(sheet, source, theirs.coordinate, ours.coordinate)
    if gap.kind == COLUMN:
        _widen(sheet, source, gap, dressed)
    if gap.kind == ROW and gap.what:
        row, theirs_row = gap.cells[0].row, gap.cells[0].shipped.row
        sheet.row_dimensions[row].height = source.row_dimensions[theirs_row].height
        if sheet.print_area:
            sheet.print_area = re.sub(r"\d+$", str(row), sheet.print_area)
    if sheet.auto_filter.ref:
        first = sheet.auto_filter.ref.partition(":")[0]
        last = int(re.sub(r"\D", "", sheet.auto_filter.ref.partition(":")[2]) or 1)
        bottom = max(last, *(taken.row for taken in gap.cells))
        sheet.auto_filter.ref = f"{first}:{get_column_letter(end)}{bottom}"


def _restrict(sheet: Worksheet, source: Worksheet, theirs: str, ours: str) -> None:
    """The cells `ours` take what the cell `theirs` takes in the shipped register."""
    for rule in source.data_validations.dataValidation:
        if theirs in rule.sqref:
            own = copy(rule)
            own.sqref = DataValidation(sqref=ours).sqref
            sheet.add_data_validation(own)


def _put(ours: _AnyCell, theirs: _AnyCell, dressed: _Dressed) -> None:
    assert isinstance(ours, BookCell), "what is free is not merged"
    ours.value = theirs.value
    _dress(ours, theirs, dressed)


def _dress(ours: _AnyCell, theirs: _AnyCell, dressed: _Dressed) -> None:
    """The look of a cell of the shipped register; one that looks the same is there as soon as one is dressed."""
    first = dressed.setdefault(theirs.style_id, ours)
    if first is not ours:
        _look_like(ours, first)
        return
    for name in ("font", "fill", "border", "alignment", "protection"):
        setattr(ours, name, copy(getattr(theirs, name)))
    ours.number_format = theirs.number_format


def _widen(sheet: Worksheet, source: Worksheet, gap: Gap, dressed: _Dressed) -> None:
    """The new column as wide as the shipped one, its blank cells framed and restricted like the others."""
    head = gap.cells[0]
    ours, theirs = (get_column_letter(at) for at in (head.column, head.shipped.column))
    sheet.column_dimensions[ours].width = source.column_dimensions[theirs].width
    taken = {cell.row for cell in gap.cells}
    model = source.cell(_FIRST_ROW, head.shipped.column)
    header = next(cell.row for cell in gap.cells if cell.shipped.row == _FIRST_ROW - 1)
    for row in range(header + 1, sheet.max_row + 1):
        if row not in taken:
            _dress(sheet.cell(row, head.column), model, dressed)
    _restrict(sheet, source, model.coordinate, f"{ours}{header + 1}:{ours}{sheet.max_row}")


def _copy_sheet(book: Book, source: Worksheet, order: Sequence[str], dressed: _Dressed) -> None:
    """A sheet that the register lacks, before the settings."""
    sheet = book.create_sheet(source.title, _place(book, source.title, order))
    for row in source.iter_rows():
        for theirs in row:
            _put(sheet.cell(theirs.row, theirs.column), theirs, dressed)
    for letter, column in source.column_dimensions.items():
        sheet.column_dimensions[letter].width = column.width
    for number, line in source.row_dimensions.items():
        sheet.row_dimensions[number].height = line.height
    sheet.sheet_view.showGridLines = source.sheet_view.showGridLines
    copy_page(source, sheet)


def _place(book: Book, title: str, order: Sequence[str]) -> int:
    """Before the first of the sheets that follow it in `order`; else the last."""
    following = order[order.index(title) + 1 :]
    ours = [fold(name) for name in book.sheetnames]
    known = [ours.index(fold(name)) for name in following if fold(name) in ours]
    return min(known, default=len(ours))


_LAST_ROW = re.compile(r"\d+$")


def with_units(data: bytes, workbook: Workbook, added: Sequence[Unit]) -> bytes | NotKept:
    """The register `data`, which `workbook` was read from, with a row for each of `added`, marked as invented."""
    table, _ = read_table(workbook, Units.SHEET)
    book = opened(data)
    if book is None or table is None:
        return NotKept(EXTENSIONS)
    sheet, free = book[table.place.sheet], rows_without_own_height(data, book)
    models = {cell.text: row for row in table.rows if (cell := row.cell(Units.GROUP))}
    last = table.rows[-1].number
    for number, unit in enumerate(added, last + 1):
        _write(sheet, number, unit, models[unit.group])
    _stretch(sheet, last + len(added))
    title = sheet.cell(1, 1)
    title.value = f"{title.value or ''} – {SAMPLE_MARK}"
    return saved(book, free)


def _write(sheet: Worksheet, number: int, unit: Unit, model: RegisterRow) -> None:
    """One unit, looking like `model`, a unit of its group."""
    said = {
        Units.CODE: unit.code,
        Units.NAME: unit.name,
        Units.SHORT_NAME: unit.short_name,
        Units.GROUP: unit.group,
        Units.STYLE: unit.style.value,
    }
    for column, text in said.items():
        sheet.cell(number, model.positions[column]).value = text
    for at in range(1, max(model.positions.values()) + 1):
        _look_like(sheet.cell(number, at), sheet.cell(model.number, at))
    sheet.row_dimensions[number].height = sheet.row_dimensions[model.number].height


def _look_like(cell: Any, model: Any) -> None:
    """All looks at once: set one by one by their names, they take ten times as long."""
    cell._style = copy(model._style)  # noqa: SLF001


def _stretch(sheet: Worksheet, last: int) -> None:
    """Filter, drop-downs and the printed area reach the last row."""
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _LAST_ROW.sub(str(last), sheet.auto_filter.ref)
    if sheet.print_area:
        sheet.print_area = _LAST_ROW.sub(str(last), sheet.print_area)
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange(_LAST_ROW.sub(str(last), str(rule.sqref)))
