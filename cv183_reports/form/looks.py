"""The looks of the form that travels: its colours say what a cell is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from functools import cache

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cv183_reports.form.fields import Column, Input
from cv183_reports.form.layout import Mark
from cv183_reports.form.values import NoValue, Typed
from cv183_reports.model import Period, Unit
from cv183_reports.spreadsheet.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    WHOLE,
    YELLOW,
    Formats,
    Look,
    ToFill,
    write_text,
)
from cv183_reports.vietnamese.wording import month_name

COLOURS = {
    Mark.INPUT: YELLOW,
    Mark.LOCKED: GREY,
    Mark.DONE: GREEN,
    Mark.OVERDUE: RED,
    Mark.CONTRADICTORY: ORANGE,
    Mark.NEW: BLUE,
}
_TEXT = "@"
"""Keeps what begins with ``-``, ``=`` or ``+``, and a telephone number's leading zero, as typed."""
_DECIMAL = f"{WHOLE}.0#"
_NARROW = 15
"""Columns up to this width hold codes, dates and states, not prose."""

TITLE_BLOCK = replace(ToFill.TITLE, across="center", down="vcenter", wrap=True)
"""Stands over the columns that are printed on every page."""
NOTE = Look(italic=True)
LABEL = Look(bold=True, across="right", down="vcenter", indent=1)
FACT = Look(down="vcenter", wrap=True)
SECTION = Look(bold=True, above="#000000", below="#000000", fill="#DCE6F1")
HEADING = Look(bold=True)
PROSE = Look(wrap=True, down="top")
LAST_NUMBERS = (replace(ToFill.OURS, pattern=WHOLE), replace(ToFill.OURS, pattern=_DECIMAL))
"""Figures of the months before: whole, with decimals."""
_WRITTEN = replace(ToFill.THEIRS, pattern=_TEXT)
INPUTS = {
    Input.TEXT: _WRITTEN,
    Input.PROSE: _WRITTEN,
    Input.CHOICE: ToFill.THEIRS,
    Input.PERCENT: ToFill.THEIRS_CENTRE,
    Input.DATE: replace(ToFill.THEIRS_CENTRE, pattern="dd/mm/yyyy"),
    Input.NUMBER: replace(ToFill.THEIRS, pattern=WHOLE),
}
DECIMALS = replace(ToFill.THEIRS, pattern=_DECIMAL)
"""Input of a figure with decimals."""
ENTRY = replace(_WRITTEN, down="vcenter")
"""Input cell of the header block and of the plan."""
NOTICES = {
    mark: replace(ToFill.OURS_CENTRE, bold=True, fill=fill) for mark, fill in COLOURS.items()
}
"""Of column Lưu ý."""
MARKS = {mark: Look(fill=fill) for mark, fill in COLOURS.items()}
"""Fills only, for conditional formats and the legend."""


def number_input(decimals: int) -> Look:
    """Of an input figure."""
    return DECIMALS if decimals else INPUTS[Input.NUMBER]


@cache
def partial(decimals: int, words: str) -> Look:
    """Of a locked figure with that many decimals, and words after it that do not belong to its value."""
    look = LAST_NUMBERS[decimals > 0]
    return replace(look, pattern=f'{look.pattern}" {words}"')


def locked_in(column: Column) -> Look:
    """Of a locked cell: short values stand in the middle."""
    return ToFill.OURS if column.width > _NARROW else ToFill.OURS_CENTRE


def put(sheet: Worksheet, row: int, column: int, value: Typed | None, style: Format) -> None:
    """Write `value` as what it is; a text is never taken for a formula, a number or a link."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        write_text(sheet, row, column, value, style)
    elif isinstance(value, NoValue):
        sheet.write_formula(row, column, "=NA()", style, "#N/A")
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), style)
    else:
        sheet.write_number(row, column, float(value), style)


def write_heads(
    sheet: Worksheet, row: int, columns: tuple[Column, ...], formats: Formats, height: float
) -> None:
    """The header row of a table, with the widths of its columns; yellow over what is to fill in."""
    sheet.set_row(row, height)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        look = ToFill.HEAD if column.input is Input.LOCKED else ToFill.HEAD_INPUT
        sheet.write_string(row, index, column.header, formats.of(look))


def foot(unit: Unit, period: Period) -> str:
    """What stands at the foot of every page, in Excel's own code."""
    name = unit.short_name.replace("&", "&&")
    return f"{name} – {month_name(period.year, period.month)}"


def protect(sheet: Worksheet) -> None:
    """Lock all but the input cells, without a password; rows, columns and cells may be formatted."""
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
