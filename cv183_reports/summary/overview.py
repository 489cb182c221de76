"""Sheet Tổng quan: its tables, and the charts beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from cv183_reports.model.consolidated import (
    Consolidated,
)
from cv183_reports.spreadsheet.style import Style, fitted_height, merge_text, write_text
from cv183_reports.spreadsheet.writer import (
    PlacedTable,
    SheetTable,
    T,
    WrittenBook,
    write_table,
)
from cv183_reports.summary.charts import filing_chart, indicator_chart, progress_chart
from cv183_reports.summary.columns import (
    LOOKS,
)
from cv183_reports.summary.counts import (
    COUNT,
    LABEL,
    DrawnGroup,
    class_note,
    class_table,
    drawn_table,
    filing_table,
    key_note,
    key_table,
)

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
        charts.append((filing_chart(book.workbook, filing), _FILING_HEIGHT))
    if now.assignments:
        charts.append(_progress(book, now, progress))
    if drawn is not None:
        title = f"4. {drawn.title} ({drawn.measure})"
        _, table = page.section(end, title, drawn_table(drawn))
        charts.append((indicator_chart(book.workbook, table, drawn), _INDICATOR_HEIGHT))
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


def _progress(book: WrittenBook, now: Consolidated, progress: PlacedTable) -> tuple[Chart, int]:
    """The chart and its height."""
    tally = now.tally()
    present = [standing for standing in LOOKS if tally[standing]]
    chart = progress_chart(book.workbook, progress, present)
    return chart, _BARS_FRAME + _BAR_HEIGHT * len(now.register.obligations)


def _stack(sheet: Worksheet, charts: Iterable[tuple[Chart, int]]) -> None:
    """Put `charts`, each with its height, below each other at the right: a page of their own."""
    taken = 0
    for chart, height in charts:
        chart.set_size({"width": _CHART_WIDTH, "height": height})
        sheet.insert_chart(0, _CHART_COLUMN, chart, {"y_offset": taken})
        taken += height + _GAP
