"""tong-hop of thousands of units: rows that are settled as text on the way say and look the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from cv183_reports.spreadsheet import writer
from cv183_reports.spreadsheet.style import Formats, NewWorkbook, Style
from cv183_reports.spreadsheet.writer import (
    Amount,
    Bottom,
    Formula,
    Link,
    SettlingSheet,
    Shade,
    SheetTable,
    TableColumn,
    WrittenValue,
    write_table,
)
from cv183_reports.summary import workbook
from cv183_reports.summary.workbook import write_summary
from tests.summary_cases import september


def test_long_tables_say_the_same_when_their_rows_are_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = september()
    whole = write_summary(now, None)
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
            (
                *(cell.coordinate, cell.value, cell.number_format, cell.fill.fgColor.rgb),
                *(cell.font.b, cell.hyperlink and cell.hyperlink.target),
            )
            for row in sheet.iter_rows()
            for cell in row
        ]
        + [(row, each.height) for row, each in sheet.row_dimensions.items()]
        for sheet in book
    }


VALUES: tuple[WrittenValue, ...] = (
    *("Báo cáo", "", " đầu & <b>", "=1+1", "<r>x</r>", "dòng một\ndòng hai", "hỏng \ud800"),
    *("Ủy ban nhân dân phường " * 9, 0, -3, 10**20, None, Shade.NOT_ASKED),
    *(Amount(Decimal("92.50"), 1), Amount(Decimal(7), 2), Formula("2*[Số]", 8)),
    *(Link("tệp đã ký", "nguồn/tệp #1.xlsx"), date(2025, 9, 30)),
    datetime(2025, 9, 30, 17, 5, tzinfo=UTC),
)


@pytest.mark.parametrize("at_once", [1, 20, 20_000])
def test_rows_of_text_say_and_look_like_cells(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(writer, "AT_ONCE", at_once)
    assert cells(tabled(SettlingSheet)) == cells(tabled(Worksheet))


def tabled(kind: type[Worksheet]) -> bytes:
    """A table of two columns with every kind of value and a total row."""
    columns: tuple[TableColumn[WrittenValue], ...] = (
        TableColumn("Nội dung", 20, lambda value: value),
        TableColumn("Số", 9, lambda value: len(str(value)), Style.COUNT, Bottom.SUM),
    )
    out = BytesIO()
    with NewWorkbook(out) as book:
        sheet = book.add_worksheet("Bảng", kind)
        write_table(sheet, Formats(book), SheetTable(columns, VALUES, "Cộng"), top=3)
    return out.getvalue()
