"""The consolidated workbook of a month (tong-hop-….xlsx): every sheet from one Consolidated (XlsxWriter)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from cv183_reports.consolidation.progress import Point, course_of
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.narrative.owed import Call, calls
from cv183_reports.spreadsheet.style import CREATED, Formats, Style, options
from cv183_reports.spreadsheet.writer import (
    SheetTable,
    TableColumn,
    WrittenBook,
    WrittenSheet,
    write_sheet,
)
from cv183_reports.summary.columns import rank_column
from cv183_reports.summary.counts import drawn_of
from cv183_reports.summary.figures import (
    compared,
    figure_sheet,
    indicator_sheet,
    matrix_sheet,
)
from cv183_reports.summary.overview import OVERVIEW_SHEET, write_overview
from cv183_reports.summary.sheets import (
    filing_sheet,
    finding_sheet,
    overdue_sheet,
    plan_sheet,
    progress_sheet,
    record_sheet,
    voice_sheet,
)
from cv183_reports.summary.trend import write_trend
from cv183_reports.vietnamese.wording import instant, month_name


def write_summary(
    now: Consolidated, before: Consolidated | None, earlier: Sequence[Point] = ()
) -> bytes:
    """The workbook of `now`.

    Args:
        now: the month.
        before: the month before, where there is one.
        earlier: how the months before that one went, the oldest first.
    """
    stream = BytesIO()
    with Workbook(stream, options()) as workbook:
        month = month_name(now.period.year, now.period.month)
        rows = compared(now, before)
        workbook.set_properties({"title": f"Tổng hợp {month}", "created": CREATED})
        trend = course_of(earlier, before, now)
        sample = any(point.sample for point in trend)
        book = WrittenBook(workbook, Formats(workbook), _caption(now), sample)
        overview = workbook.add_worksheet(OVERVIEW_SHEET)
        write_trend(book, trend, now.register.profile.whole)
        write_sheet(book, filing_sheet(now))
        progress = write_sheet(book, progress_sheet(now))
        write_sheet(book, record_sheet(now))
        write_sheet(book, indicator_sheet(rows, now.register.profile.whole))
        write_sheet(book, matrix_sheet(now))
        write_sheet(book, figure_sheet(now))
        write_sheet(book, overdue_sheet(now))
        write_sheet(book, voice_sheet(now))
        write_sheet(book, plan_sheet(now))
        write_sheet(book, finding_sheet(now))
        drawn = drawn_of(rows, now.register.constraints)
        write_overview(book, overview, (now, before), progress, drawn)
    return stream.getvalue()


def _caption(now: Consolidated) -> str:
    """The month, the instant it is judged at, and how far what counts goes beyond it."""
    text = f"Kỳ báo cáo: {month_name(now.period.year, now.period.month)} – xét tại {instant(now.as_of)}"
    last = now.received_until
    if last is None or last <= now.as_of:
        return text
    late = "gửi sau hạn, " if last >= now.due else ""
    return f"{text}, gồm cả báo cáo {late}nhận đến {instant(last)}"


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
