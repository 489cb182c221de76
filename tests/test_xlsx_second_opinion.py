"""What other programs write is read as they meant it, and as openpyxl reads it."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from cv183_reports.spreadsheet.grid import Cell, CellKind, Workbook
from tests.builders_xlsx import filled_form, only_sheet, read

LIBREOFFICE = Path(__file__).parent / "data" / "libreoffice.xlsx"
"""Saved once by LibreOffice 7.4 (soffice --convert-to xlsx)."""

Plain = str | float | bool | datetime | None


def as_openpyxl_says(cell: Cell) -> Plain:
    """The value of our cell as openpyxl would give it."""
    if cell.kind is CellKind.BOOLEAN:
        return cell.text == "TRUE"
    if cell.kind is CellKind.NUMBER:
        assert cell.number is not None
        return float(cell.number)
    return cell.when if cell.kind is CellKind.DATE else cell.text


def by_openpyxl(data: bytes) -> dict[str, dict[tuple[int, int], Plain]]:
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    return {
        sheet.title: {
            (cell.row, cell.column): cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }


def by_us(workbook: Workbook) -> dict[str, dict[tuple[int, int], Plain]]:
    return {
        sheet.name: {place: as_openpyxl_says(cell) for place, cell in sheet.cells.items()}
        for sheet in workbook.sheets
    }


def written_by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Báo cáo"
    sheet.append(["Mã", 1, 2.5, True, datetime(2025, 8, 15), datetime(2025, 9, 22, 15, 59, 59)])
    sheet.append(["  hai dấu cách ", "a\nb", -0.1 + 0.3, 1e15, "#khác", "ệ"])
    sheet["A2"].font = Font(name="VNI-Times")
    sheet["H9"] = "=A1"
    sheet.auto_filter.ref = "A1:F2"
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("_meta").sheet_state = "veryHidden"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_form_of_xlsxwriter_reads_as_openpyxl_reads_it() -> None:
    form = filled_form()
    workbook = read(form)
    assert by_us(workbook) == by_openpyxl(form)
    assert [sheet.visible for sheet in workbook.sheets] == [True, True, False]
    assert [sheet.hidden_rows for sheet in workbook.sheets] == [{4}] * 3
    assert [str(merge) for sheet in workbook.sheets for merge in sheet.merged] == ["A8:C8"] * 3


def test_a_workbook_of_openpyxl_reads_as_openpyxl_reads_it() -> None:
    data = written_by_openpyxl()
    workbook = read(data)
    ours = by_us(workbook)
    assert ours["Báo cáo"].pop((9, 8)) == "=A1"
    assert ours == by_openpyxl(data)
    report, meta = workbook.sheets
    assert report.cells[9, 8].kind is CellKind.UNCALCULATED
    assert report.cells[2, 1].font == "VNI-Times"
    assert report.cells[2, 3].number == Decimal("0.2")
    assert (report.hidden_rows, meta.visible) == ({2}, False)


def test_a_workbook_of_libreoffice() -> None:
    data = LIBREOFFICE.read_bytes()
    workbook = read(data)
    assert by_us(workbook) == by_openpyxl(data)
    report, meta = workbook.sheets
    assert (meta.name, meta.visible) == ("_meta", False)
    assert (report.hidden_rows, report.hidden_columns) == ({3}, {8})
    found = {cell.reference: cell for cell in report.cells.values()}
    assert found["B2"].when == datetime(2025, 8, 15)
    assert (found["C2"].number, found["C2"].number_format) == (Decimal("0.8"), "0%")
    assert (found["D2"].text, found["D2"].font) == ("Dòng một\nDòng hai", ".VnTime")
    assert (found["E2"].text, found["E2"].from_formula) == ("80", True)
    assert (found["G2"].kind, found["G2"].text) == (CellKind.ERROR, "#DIV/0!")
    assert found["A3"].text == "=không phải công thức"


def test_times_of_day_are_dates_of_day_zero() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = time(16, 0)
    target = BytesIO()
    book.save(target)
    (cell,) = only_sheet(target.getvalue()).cells.values()
    assert (cell.kind, cell.text) == (CellKind.DATE, "1899-12-31T16:00:00")


XLSXWRITER_LOSES = re.compile("_x[0-9a-fA-F]{4}(?=_x[0-9a-fA-F]{4}_)")
"""Where XlsxWriter's own escaping cannot be undone: it leaves the second of two overlapping escapes."""

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1
) | st.lists(st.sampled_from(["_", "x", "_x000D_", "_x005F_", "ệ", "e\u0302\u0323", "\r\n", "<", "&", "\x07", " "]), min_size=1).map("".join)  # fmt: skip


@given(st.lists(TEXT.filter(lambda text: not XLSXWRITER_LOSES.search(text)), max_size=8))
def test_any_text_written_by_xlsxwriter_comes_back(texts: list[str]) -> None:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Báo cáo")
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, text)
    book.close()
    cells = only_sheet(target.getvalue()).cells
    assert [cells[row + 1, 1].text for row in range(len(texts))] == texts
