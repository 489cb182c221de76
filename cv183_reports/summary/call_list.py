"""The list of units to phone as a workbook (danh-sach-goi-….xlsx) (XlsxWriter)."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook

from cv183_reports.consolidation.owing import Call, calls
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.spreadsheet.style import CREATED, Formats, Style, options
from cv183_reports.spreadsheet.writer import (
    SheetTable,
    TableColumn,
    WrittenBook,
    WrittenSheet,
    write_sheet,
)
from cv183_reports.summary.columns import rank_column
from cv183_reports.vietnamese.wording import instant, month_name


def write_call_list(now: Consolidated) -> bytes:
    """One row for each unit to phone, with room to write beside it."""
    stream = BytesIO()
    month = month_name(now.period.year, now.period.month)
    with Workbook(stream, options()) as workbook:
        workbook.set_properties({"title": f"Danh sách gọi {month}", "created": CREATED})
        caption = f"Kỳ báo cáo: {month} – lúc {instant(now.as_of)}"
        write_sheet(WrittenBook(workbook, Formats(workbook), caption, now.sample), _sheet(now))
    return stream.getvalue()


def _sheet(now: Consolidated) -> WrittenSheet[Call]:
    return WrittenSheet(
        "Danh sách gọi",
        "DANH SÁCH ĐƠN VỊ CẦN GỌI ĐIỆN ĐÔN ĐỐC",
        SheetTable(
            (
                rank_column(),
                TableColumn("Nhóm đơn vị", 20, lambda call: call.group),
                TableColumn("Cán bộ theo dõi", 18, lambda call: call.unit.officer),
                TableColumn("Đơn vị", 25, lambda call: call.unit.short_name),
                TableColumn("Điện thoại", 14, lambda call: call.unit.phone, Style.CENTRE),
                TableColumn("E-mail", 24, lambda call: call.unit.email),
                TableColumn("Tình trạng", 36, lambda call: call.state),
                TableColumn("Ghi chú", 24, lambda _: ""),
            ),
            tuple(call for group in calls(now) for call in group.calls),
        ),
        frozen=4,
    )
