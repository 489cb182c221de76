"""bien-tap.xlsx brought up to date where it lies (openpyxl): what `changes` says, and nothing that staff wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.editor.blank import ASSESSMENTS, ProgramRow, Shown, look_of, write_pages
from cv183_reports.editor.changes import Changes
from cv183_reports.editor.reading import EditorSheet
from cv183_reports.model import Period
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.spreadsheet.changing import (
    EXTENSIONS,
    WHOLE,
    NotKept,
    begin_with,
    opened,
    rows_without_own_height,
    saved,
    what_is_lost,
)
from cv183_reports.spreadsheet.style import FONT, Look, argb, fitted_height


def updated(data: bytes, changes: Changes, period: Period, *, sample: bool) -> bytes | NotKept:
    """`data`, the sheet of `period`, with `changes` in it; the same bytes for the same arguments.

    What openpyxl would drop (pictures, drawings, threaded comments) it warns of, or it is found out by
    comparing the result with the original, part by part and cell by cell; then nothing is written.
    """
    book = opened(data)
    written = {change.sheet for change in changes.cells}
    written |= {sheet.sheet.name for sheet, _ in changes.newcomers}
    if book is None or not written <= {*book.sheetnames}:
        return NotKept(EXTENSIONS)
    free = rows_without_own_height(data, book)
    for change in changes.cells:
        _put(book[change.sheet], change.row, change.column, change.value)
    _grow(book, changes, free)
    for sheet, lines in changes.newcomers:
        free.setdefault(sheet.sheet.name, set()).update(
            _append(book[sheet.sheet.name], sheet, lines)
        )
    if changes.assessments:
        whole = write_pages({ASSESSMENTS: changes.assessments}, period, sample=sample)
        free |= begin_with(book, whole)
    try:
        fresh = saved(book, free)
    except Refusal:  # larger than can be read again
        return NotKept(WHOLE)
    lost = what_is_lost(data, fresh, {(c.sheet, c.row, c.column) for c in changes.cells})
    return NotKept(lost) if lost else fresh


_WIDEST = 255.0


def _put(sheet: Worksheet, row: int, column: int, value: Shown) -> None:
    cell = sheet.cell(row, column)
    cell.value = value or None
    if isinstance(value, str) and value:
        cell.data_type = "s"  # a text may begin with "="


def _grow(book: Workbook, changes: Changes, free: Mapping[str, AbstractSet[int]]) -> None:
    """Rows whose height nobody set are made high enough for what they say now."""
    for name, number in {(change.sheet, change.row) for change in changes.cells}:
        sheet, row = book[name], book[name].row_dimensions[number]
        if number in free.get(name, ()) and row.height:
            cells = enumerate(sheet[number], start=1)
            texts = [(str(cell.value or ""), _width(sheet, at)) for at, cell in cells]
            row.height = max(row.height, fitted_height(texts))


def _width(sheet: Worksheet, column: int) -> float:
    """Of a column as it is now; columns that nobody set, or that are hidden, ask for no height."""
    held = (d for d in sheet.column_dimensions.values() if (d.min or 0) <= column <= (d.max or 0))
    return next((d.width for d in held if not d.hidden), _WIDEST)


def _append(sheet: Worksheet, read: EditorSheet, lines: Iterable[ProgramRow]) -> list[int]:
    """Writes `lines` under the last row; the rows they got, high enough for their text."""
    rows = []
    for row, line in enumerate(lines, start=read.last_row + 1):
        for column, position in read.positions.items():
            _put(sheet, row, position, line.values.get(column, ""))
            _dress(sheet, row, position, look_of(column))
        texts = [(str(line.values.get(column, "")), column.width) for column in read.positions]
        sheet.row_dimensions[row].height = fitted_height(texts)
        rows.append(row)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _down_to(sheet.auto_filter.ref, sheet.max_row)
    printed = sheet.print_area.rpartition("!")[2].replace("$", "")
    if printed.count(":") == 1 and read.last_row <= CellRange(printed).max_row:
        sheet.print_area = _down_to(printed, sheet.max_row)
    return rows


def _down_to(area: str, row: int) -> str:
    """The cells of `area` and those below it, to `row`."""
    first, _, end = area.partition(":")
    letters = end.rstrip("0123456789") or first.rstrip("0123456789")
    return f"{first}:{letters}{row}"


def _dress(sheet: Worksheet, row: int, position: int, look: Look) -> None:
    """As the rows of the first build look."""
    cell = sheet.cell(row, position)
    side = Side("thin", argb(look.frame))
    cell.font = Font(name=FONT, size=look.size, color=argb(look.colour) if look.colour else None)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.fill = PatternFill("solid", fgColor=argb(look.fill))
    cell.alignment = Alignment(
        horizontal=look.across or None, vertical=look.down, wrap_text=look.wrap
    )
