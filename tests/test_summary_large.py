"""tong-hop of thousands of units: rows that are settled as text on the way say and look the same."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from cv183_reports.spreadsheet import writer
from cv183_reports.summary import workbook
from cv183_reports.summary.workbook import write_summary
from tests.summary_cases import september


def test_long_tables_say_the_same_when_their_rows_are_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = september()
    whole = write_summary(now, None)
    monkeypatch.setattr(writer, "LONG", 2)
    monkeypatch.setattr(writer, "AT_ONCE", 40)
    monkeypatch.setattr(workbook, "_MANY", 2)
    settled = write_summary(now, None)
    assert settled != whole
    assert cells(settled) == cells(whole)
    assert write_summary(now, None) == settled


def cells(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """What every cell says and looks like, and the heights of the rows."""
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        sheet.title: [
            (cell.coordinate, cell.value, cell.number_format, cell.fill.fgColor.rgb, cell.font.b)
            for row in sheet.iter_rows()
            for cell in row
        ]
        + [(row, each.height) for row, each in sheet.row_dimensions.items()]
        for sheet in book
    }
