"""The file of a register with more units than it had, to try a size: rows below its own, which stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from typing import Any

from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.model import Unit
from cv183_reports.register.cells import RegisterRow, read_table
from cv183_reports.register.sheets import Units
from cv183_reports.spreadsheet.changing import (
    EXTENSIONS,
    NotKept,
    opened,
    rows_without_own_height,
    saved,
)
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.style import SAMPLE_MARK

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
        _dress(sheet.cell(number, at), sheet.cell(model.number, at))
    sheet.row_dimensions[number].height = sheet.row_dimensions[model.number].height


def _dress(cell: Any, model: Any) -> None:
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
