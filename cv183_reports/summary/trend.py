"""Sheet Diễn biến: how the months went, as tables and as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from cv183_reports.consolidation.progress import Point
from cv183_reports.model import Aggregation, Indicator, Period
from cv183_reports.model.consolidated import IndicatorTotal
from cv183_reports.spreadsheet.style import Style, fitted_height, merge_text, write_text
from cv183_reports.spreadsheet.writer import (
    Amount,
    Formula,
    PlacedTable,
    SheetTable,
    T,
    TableColumn,
    WrittenBook,
    write_table,
)
from cv183_reports.summary.charts import course_chart
from cv183_reports.summary.columns import INDICATOR, PERIOD
from cv183_reports.summary.figures import amount
from cv183_reports.vietnamese.wording import tabular_month

TREND_SHEET = "Diễn biến"

_LABEL, _FIGURE = 46, 13
_NOTED = 8
"""Columns of figures that the note reaches over."""
_FILING, _DONE, _OVERDUE = "Tỷ lệ đã gửi (%)", "Tỷ lệ hoàn thành (%)", "Tỷ lệ quá hạn (%)"
_NOTE = (
    "Mỗi kỳ xét tại thời hạn của kỳ đó; không tính nhiệm vụ thường xuyên và nội dung được miễn, hoãn. Kỳ có đơn vị chưa gửi thì tỷ lệ hoàn "
    "thành thấp hơn thực tế; số hiện có, số lũy kế của đơn vị đó lấy theo báo cáo gần nhất, số phát sinh trong kỳ chưa đủ đơn vị (số đơn "
    "vị ở bên phải)."
)
_CHART_WIDTH, _CHART_HEIGHT, _GAP = 584, 420, 16
_CHART_ROWS = 22
"""Rows that the charts stand over."""
_SHARE_DECIMALS = 1
_LEAST = 2
"""Months that make a line."""


def write_trend(book: WrittenBook, trend: Sequence[Point], whole: str) -> None:
    """Add the sheet: lines of shares above, the numbers that they draw, and all main indicators below.

    Args:
        book: the workbook.
        trend: the months, the oldest first; at least one. A single month has no lines.
        whole: what all units together are called.
    """
    sheet = book.workbook.add_worksheet(TREND_SHEET)
    sheet.set_column(0, 0, _LABEL)
    sheet.set_column(1, 2 * len(trend) + 12, _FIGURE)
    top = book.head(sheet, "DIỄN BIẾN QUA CÁC KỲ BÁO CÁO") + 2
    merge_text(sheet, (top - 2, 0, _NOTED), _NOTE, book.formats.of(Style.NOTE))
    sheet.set_row(top - 2, fitted_height([(_NOTE, _LABEL + _NOTED * _FIGURE)]))
    ratios = [i for i in _main(trend) if i.aggregation is Aggregation.RATIO]
    at = top + (_CHART_ROWS if len(trend) >= _LEAST else 0)

    def below(row: int, title: str, table: SheetTable[T]) -> tuple[int, PlacedTable]:
        write_text(sheet, row, 0, title, book.formats.of(Style.HEADING))
        placed = write_table(sheet, book.formats, table, top=row + 1)
        return placed.bottom + 2, placed

    at, rates = below(at, "1. Gửi báo cáo và thực hiện nhiệm vụ", _rates(trend))
    lines: list[tuple[PlacedTable, str, tuple[str, ...]]]
    lines = [(rates, "Gửi báo cáo, thực hiện nhiệm vụ (%)", (_FILING, _DONE, _OVERDUE))]
    if ratios:
        at, shares = below(at, "2. Chỉ tiêu tỷ lệ chủ yếu (%)", _ratios(trend, ratios))
        lines.append((shares, "Chỉ tiêu tỷ lệ chủ yếu (%)", tuple(map(_headed, ratios))))
    number = 3 if ratios else 2
    _, main = below(at, f"{number}. Số liệu chủ yếu {whole}", _indicators(trend))
    if len(trend) >= _LEAST:
        for rank, (table, title, headers) in enumerate(lines):
            chart = course_chart(book.workbook, table, title, headers)
            chart.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
            offset = rank * (_CHART_WIDTH + _GAP)
            place = {"x_offset": offset, "y_offset": 4, "description": title}
            sheet.insert_chart(top - 1, 0, chart, place)
    figures = max(len(table.headers) for table in (*(table for table, _, _ in lines), main)) - 1
    book.set_up_page(sheet, (_LABEL, *[_FIGURE] * figures), repeated=1)


def _main(trend: Sequence[Point]) -> list[Indicator]:
    """Main indicators that some month knows, in the register's order."""
    known = {t.indicator.code for p in trend for t in p.totals if t.value is not None}
    return [
        t.indicator for t in trend[-1].totals if t.indicator.is_main and t.indicator.code in known
    ]


def _month(period: Period) -> str:
    return tabular_month(period.year, period.month)


def _period_column() -> TableColumn[Point]:
    return TableColumn(PERIOD, _LABEL, lambda point: _month(point.period))


def _rates(trend: Sequence[Point]) -> SheetTable[Point]:
    """How units filed and how far the assignments came."""

    def count(header: str, value: Callable[[Point], int]) -> TableColumn[Point]:
        return TableColumn(header, _FIGURE, value, Style.COUNT)

    def share(
        header: str, part: str, whole: str, value: Callable[[Point], Decimal | None]
    ) -> TableColumn[Point]:
        def shown(point: Point) -> Formula | None:
            rate = value(point)
            text = f"100*[{part}]/[{whole}]"
            return None if rate is None else Formula(text, Amount(rate, _SHARE_DECIMALS))

        return TableColumn(header, _FIGURE, shown, Style.NUMBER)

    owing, filed, owed = "Đơn vị phải gửi", "Đơn vị đã gửi", "Lượt phải hoàn thành"
    done, late = "Lượt hoàn thành", "Lượt quá hạn"
    columns = (
        _period_column(),
        count(owing, lambda p: p.owing),
        count(filed, lambda p: p.filed),
        share(_FILING, filed, owing, lambda p: p.filing_rate),
        count(owed, lambda p: p.owed),
        count(done, lambda p: p.done),
        share(_DONE, done, owed, lambda p: p.done_rate),
        count(late, lambda p: p.overdue),
        share(_OVERDUE, late, owed, lambda p: p.overdue_rate),
    )
    return SheetTable(columns, trend)


def _total(point: Point, indicator: Indicator) -> IndicatorTotal | None:
    return next((t for t in point.totals if t.indicator.code == indicator.code), None)


def _amount(point: Point, indicator: Indicator) -> Amount | None:
    total = _total(point, indicator)
    if total is None or total.value is None:
        return None
    return amount(indicator, total.value)


def _headed(indicator: Indicator) -> str:
    return f"{indicator.code}. {indicator.name}"


def _ratios(trend: Sequence[Point], ratios: Iterable[Indicator]) -> SheetTable[Point]:
    """The indicators that are shares: they compare whatever the number of units."""

    def column(indicator: Indicator) -> TableColumn[Point]:
        return TableColumn(
            _headed(indicator), _FIGURE, lambda point: _amount(point, indicator), Style.NUMBER
        )

    return SheetTable((_period_column(), *map(column, ratios)), trend)


def _indicators(trend: Sequence[Point]) -> SheetTable[Indicator]:
    """Every main indicator: its total in each month, and over how many units."""

    def value(point: Point) -> TableColumn[Indicator]:
        header = _month(point.period)
        return TableColumn(
            header, _FIGURE, lambda i: _amount(point, i), Style.NUMBER, group="Tổng hợp"
        )

    def given(point: Point) -> TableColumn[Indicator]:
        def units(indicator: Indicator) -> int | None:
            total = _total(point, indicator)
            return total.units if total else None

        header = f"{_month(point.period)} (đơn vị)"
        return TableColumn(header, _FIGURE, units, Style.COUNT, group="Số đơn vị có số liệu")

    columns = (
        TableColumn(INDICATOR, _LABEL, lambda i: i.name),
        TableColumn("Đơn vị tính", _FIGURE, lambda i: i.measure, Style.CENTRE),
        *map(value, trend),
        *map(given, trend),
    )
    return SheetTable(columns, _main(trend))
