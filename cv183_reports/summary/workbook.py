"""The consolidated workbook of a month (tong-hop-….xlsx): every sheet from one Consolidated (XlsxWriter).

Sheet Tổng quan, its tables and the charts beside them, is laid out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from cv183_reports.consolidation.progress import Point, course_of
from cv183_reports.model.consolidated import (
    Consolidated,
)
from cv183_reports.narrative.owed import Call, calls
from cv183_reports.spreadsheet.style import (
    CREATED,
    Formats,
    Style,
    fitted_height,
    merge_text,
    options,
    write_text,
)
from cv183_reports.spreadsheet.writer import (
    PlacedTable,
    SheetTable,
    T,
    TableColumn,
    WrittenBook,
    WrittenSheet,
    write_sheet,
    write_table,
)
from cv183_reports.summary.charts import (
    FILING_TITLE,
    PROGRESS_TITLE,
    filing_chart,
    indicator_chart,
    progress_chart,
)
from cv183_reports.summary.columns import (
    LOOKS,
    rank_column,
)
from cv183_reports.summary.counts import (
    COUNT,
    LABEL,
    DrawnGroup,
    class_note,
    class_table,
    drawn_of,
    drawn_table,
    filing_table,
    key_note,
    key_table,
)
from cv183_reports.summary.figures import (
    compared,
    figure_sheet,
    indicator_sheet,
    matrix_sheet,
)
from cv183_reports.summary.sheets import (
    filing_sheet,
    finding_sheet,
    highlight_sheet,
    overdue_sheet,
    plan_sheet,
    progress_sheet,
    record_sheet,
    voice_sheet,
)
from cv183_reports.summary.trend import write_trend
from cv183_reports.vietnamese.wording import instant, month_name

OVERVIEW_SHEET = "Tổng quan"

_WIDTHS = (LABEL, *[COUNT] * 6, 2)
"""Labels, six columns of counts, and the space before the charts."""
_CHART_COLUMN = len(_WIDTHS)
_GAP = 16
_CHART_WIDTH = 720
_UNDER_CHARTS = 103
"""Width of the column under the charts: it cannot stand on the page of the tables."""
_BETWEEN = 6
"""Points between two sections."""
_FILING_HEIGHT, _INDICATOR_HEIGHT = 180, 320
_BAR_HEIGHT, _BARS_FRAME = 21, 170
"""Pixels of one bar of the progress chart, and of its title, axis and legend together."""


def write_overview(
    book: WrittenBook,
    sheet: Worksheet,
    months: tuple[Consolidated, Consolidated | None],
    progress: PlacedTable,
    drawn: DrawnGroup | None,
) -> None:
    """Fill `sheet` with key counts, filing by group, classes, a few indicators, and the charts.

    Args:
        book: the workbook.
        sheet: of the overview, empty.
        months: this month and the last.
        progress: the table by obligation, for its chart.
        drawn: the indicators to draw; None: there are none.
    """
    now, before = months
    for at, width in enumerate((*_WIDTHS, _UNDER_CHARTS)):
        sheet.set_column(at, at, width)
    directive = now.register.profile.dispatch.directive.upper()
    top = book.head(sheet, f"TỔNG HỢP KẾT QUẢ THỰC HIỆN {directive}")
    page = _Page(book, sheet)
    end, _ = page.section(top, "1. Số liệu chính", key_table(now, before), key_note(now, before))
    end, filing = page.section(end, "2. Tình hình gửi báo cáo", filing_table(now))
    title = "3. Lượt nhiệm vụ theo phân loại"
    end, _ = page.section(end, title, class_table(now, before), class_note(now, before))
    charts = []
    if now.filings:
        charts.append((filing_chart(book.workbook, filing), FILING_TITLE, _FILING_HEIGHT))
    if now.assignments:
        charts.append(_progress(book, now, progress))
    if drawn is not None:
        title = f"4. {drawn.title} ({drawn.measure})"
        _, table = page.section(end, title, drawn_table(drawn))
        chart = indicator_chart(book.workbook, table, drawn)
        charts.append((chart, drawn.title, _INDICATOR_HEIGHT))
    _stack(sheet, charts)
    book.set_up_page(sheet, (*_WIDTHS, _UNDER_CHARTS), landscape=False)


@dataclass(frozen=True, slots=True)
class _Page:
    """Puts sections below each other on the left."""

    book: WrittenBook
    sheet: Worksheet

    def section(
        self, row: int, title: str, table: SheetTable[T], note: str = ""
    ) -> tuple[int, PlacedTable]:
        """A heading at `row`, its table and a note under it; where the next section begins."""
        sheet, formats = self.sheet, self.book.formats
        write_text(sheet, row, 0, title, formats.of(Style.HEADING))
        placed = write_table(sheet, formats, table, top=row + 1)
        end = placed.bottom + 1
        if note:
            last = _CHART_COLUMN - 2
            merge_text(sheet, (end, 0, last), note, formats.of(Style.NOTE))
            sheet.set_row(end, fitted_height([(note, sum(_WIDTHS[: last + 1]))]))
            end += 1
        sheet.set_row(end, _BETWEEN)
        return end + 1, placed


def _progress(
    book: WrittenBook, now: Consolidated, progress: PlacedTable
) -> tuple[Chart, str, int]:
    """The chart, its title and height."""
    tally = now.tally()
    present = [standing for standing in LOOKS if tally[standing]]
    chart = progress_chart(book.workbook, progress, present)
    return chart, PROGRESS_TITLE, _BARS_FRAME + _BAR_HEIGHT * len(now.register.obligations)


def _stack(sheet: Worksheet, charts: Iterable[tuple[Chart, str, int]]) -> None:
    """Put `charts`, each with title and height, below each other at the right: a page of their own.

    Their alternative text is the title: what they draw stands in the tables beside them.
    """
    taken = 0
    for chart, title, height in charts:
        chart.set_size({"width": _CHART_WIDTH, "height": height})
        place = {"y_offset": taken, "description": title}
        sheet.insert_chart(0, _CHART_COLUMN, chart, place)
        taken += height + _GAP


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
        if any(group.highlight for group in now.register.groups):
            write_sheet(book, highlight_sheet(now))
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
