"""python-calamine as a second opinion on files of other kinds: what it reads, we read the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import python_calamine

from cv183_reports.spreadsheet.grid import Cell, CellKind, Workbook


def assert_read_alike(ours: Workbook, path: Path) -> None:
    """Sheets, their visibility and every cell but those with an error, which calamine leaves blank."""
    theirs = python_calamine.load_workbook(path)
    assert [sheet.name for sheet in ours.sheets] == theirs.sheet_names
    compared = 0
    for sheet, meta in zip(ours.sheets, theirs.sheets_metadata, strict=True):
        assert sheet.visible == (meta.visible == python_calamine.SheetVisibleEnum.Visible)
        if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
            known = calamine(theirs.get_sheet_by_name(sheet.name))
            kept = {at: c for at, c in sheet.cells.items() if c.kind is not CellKind.ERROR}
            assert {at: plain(cell) for at, cell in kept.items()} == known
            compared += len(known)
    assert compared >= 6


def plain(cell: Cell) -> object:
    """The value as calamine gives it."""
    match cell.kind:
        case CellKind.NUMBER:
            assert cell.number is not None
            return pytest.approx(float(cell.number))
        case CellKind.DATE:
            return cell.when
        case CellKind.BOOLEAN:
            return cell.text == "TRUE"
        case _:
            return cell.text


def calamine(sheet: python_calamine.CalamineSheet) -> dict[tuple[int, int], object]:
    top, left = sheet.start or (0, 0)
    return {
        (top + row, left + column): as_excel(value)
        for row, line in enumerate(sheet.to_python(), 1)
        for column, value in enumerate(line, 1)
        if value != ""
    }


def as_excel(value: object) -> object:
    """Dates as instants, amounts of time as days."""
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value
