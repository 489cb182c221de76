"""One filled form, as its unit saved it in other kinds of file.

``tests/data/saved`` holds what LibreOffice 7.4 made of ``filled()``, of ``filled(since_1904=True)`` and
of ``odd()``: ``soffice --headless --convert-to xls`` (and ``ods``, ``xlsx``) of the .xlsx.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cv183_reports.form.blank import write_form
from cv183_reports.form.values import Answers, LastMonth
from tests.builders import REGISTER, WARD, typed_row
from tests.months import SEPTEMBER

FOLDER = Path(__file__).parent / "data" / "saved"
RESULT = "Đã ban hành Quy chế số 01-QC/ĐU;\nphân công < 5 đồng chí & bố trí “nơi tiếp dân”"
ANSWERS = Answers(
    {
        "1.1": typed_row("Đang thực hiện", 80, "", RESULT, "", "Thiếu\u00a0biên chế", field="Cán bộ, biên chế"),
        "1.3": typed_row("Hoàn thành", 100, date(2025, 8, 12), "=> đã ban hành", "Số 15-BC/ĐU"),
        "1.4": typed_row("Hoàn thành", "", "", "Đã gửi đúng hạn"),
        "3.1": typed_row("Đang thực hiện", Decimal("66.5"), "", "Đang sửa chữa trụ sở"),
    },
    {
        "CD01": {"value": 1234, "note": "gồm cả trực tuyến"},
        "CD02": {"value": 1200},
        "CD03": {"value": 34},
        "CD04": {"value": Decimal("57.2")},
    },
    ("Hoàn thành kiện toàn tổ chức", "Sơ kết"),
    {"prepared_by": "Nguyễn Thị Thủy", "phone": "0225 3 123 456"},
)  # fmt: skip


def filled(*, since_1904: bool = False) -> bytes:
    """The form as Excel would save it; one percentage was typed into a cell of percent format."""
    data = write_form(WARD, REGISTER, SEPTEMBER, LastMonth(), ANSWERS)
    book = openpyxl.load_workbook(BytesIO(data))
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    share = _below(book["Báo cáo"], "3.1", "Tỷ lệ (%)")
    share.value, share.number_format = 0.665, "0.0%"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _below(
    sheet: openpyxl.worksheet.worksheet.Worksheet, code: str, header: str
) -> openpyxl.cell.Cell:
    """The cell of that row and column."""
    head = next(row for row in sheet.iter_rows() if row[0].value == "Mã")
    column = next(cell.column for cell in head if cell.value == header)
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == code)
    return sheet.cell(row, column)


def odd() -> bytes:
    """What forms hold besides: errors, formulas, times, blanks, merged and hidden cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, openpyxl.worksheet.worksheet.Worksheet)
    sheet.title = "Báo cáo"
    rows: dict[str, object] = {
        "C3": date(2025, 8, 15), "D3": datetime(2025, 8, 15, 14, 30), "E3": time(7, 30),
        "C4": 0.1 + 0.2, "D4": -5, "E4": 1e20, "F4": 0.29,
        "C5": "=1/0", "D5": "=NA()", "E5": '=VALUE("a")', "F5": "=khong_co(1)",
        "C6": "=1+1", "D6": '="chữ"', "E6": '=""', "F6": "=TRUE()",
        "C7": "dòng 1\ndòng 2", "D7": " hai  bên ", "E7": "a\tb", "F7": "'80", "G7": "15/8/2025",
        "C8": "ẩn", "C10": "gộp", "C14": "x" * 32_767,
    }  # fmt: skip
    for place, value in rows.items():
        sheet[place] = value
    sheet.merge_cells("C10:D12")
    sheet.row_dimensions[8].hidden = True
    sheet.column_dimensions["J"].hidden = True
    sheet["C8"].font = Font(name=".VnTime")
    meta = book.create_sheet("_meta")
    meta.sheet_state = "hidden"
    meta["A1"] = "unit"
    target = BytesIO()
    book.save(target)
    return target.getvalue()
