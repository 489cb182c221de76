"""The consolidated workbook of a month (tong-hop-….xlsx): every sheet from one Consolidated (XlsxWriter)."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook

from cv183_reports.consolidated import Consolidated
from cv183_reports.vietnamese.wording import instant, month_name
from cv183_reports.workbook.sheet_style import Formats
from cv183_reports.workbook.sheet_writer import Book, write_sheet
from cv183_reports.workbook.summary_figures import figure_sheet, indicator_sheet, matrix_sheet
from cv183_reports.workbook.summary_overview import OVERVIEW_SHEET, Lists, write_overview
from cv183_reports.workbook.summary_sheets import (
    filing_sheet,
    finding_sheet,
    overdue_sheet,
    plan_sheet,
    progress_sheet,
    record_sheet,
    voice_sheet,
)

_CREATED = datetime(2025, 1, 1, tzinfo=UTC)
"""A constant, so that the same figures give the same bytes."""


def write_summary(now: Consolidated, before: Consolidated | None) -> bytes:
    """The workbook of `now`, compared with the month before where there is one."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        month = month_name(now.period.year, now.period.month)
        workbook.set_properties({"title": f"Tổng hợp {month}", "created": _CREATED})
        caption = f"Kỳ báo cáo: {month} – số liệu tính đến {instant(now.as_of)}"
        sample = any(part.sample for part in (now, before) if part is not None)
        book = Book(workbook, Formats(workbook), caption, sample)
        overview = workbook.add_worksheet(OVERVIEW_SHEET)
        write_sheet(book, filing_sheet(now))
        progress = write_sheet(book, progress_sheet(now))
        write_sheet(book, record_sheet(now))
        indicators = indicator_sheet(now, before)
        placed = write_sheet(book, indicators)
        write_sheet(book, matrix_sheet(now))
        write_sheet(book, figure_sheet(now))
        write_sheet(book, overdue_sheet(now))
        write_sheet(book, voice_sheet(now))
        write_sheet(book, plan_sheet(now))
        write_sheet(book, finding_sheet(now))
        lists = Lists(progress, placed, indicators.table.rows)
        write_overview(book, overview, now, before, lists)
    return stream.getvalue()
