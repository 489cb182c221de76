"""The consolidated workbook of a month (tong-hop-….xlsx): every sheet from one Consolidated (XlsxWriter).

Sheet Tổng quan, its tables and the charts beside them, and sheet Diễn biến, how the months went, are laid out here.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from msgspec import Struct
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from cv183_reports.consolidation.progress import Point, course_of
from cv183_reports.model import Aggregation, Indicator
from cv183_reports.model.consolidated import Consolidated, IndicatorTotal
from cv183_reports.narrative.filing import Call, calls
from cv183_reports.spreadsheet.style import (
    CREATED,
    Formats,
    NewWorkbook,
    Style,
    fitted_height,
    merge_text,
    write_text,
)
from cv183_reports.spreadsheet.writer import (
    Amount,
    Formula,
    PlacedTable,
    SheetTable,
    T,
    TableColumn,
    WrittenBook,
    WrittenSheet,
    write_sheet,
    write_table,
)
from cv183_reports.summary.columns import INDICATOR, LOOKS, PERIOD, rank_column
from cv183_reports.summary.counts import (
    COUNT,
    FILING_TITLE,
    LABEL,
    PROGRESS_TITLE,
    DrawnGroup,
    class_note,
    class_table,
    course_chart,
    drawn_of,
    drawn_table,
    filing_chart,
    filing_table,
    indicator_chart,
    key_note,
    key_table,
    progress_chart,
)
from cv183_reports.summary.sheets import (
    amount,
    compared,
    figure_sheet,
    filing_sheet,
    finding_sheet,
    highlight_sheet,
    indicator_sheet,
    matrix_sheet,
    overdue_sheet,
    plan_sheet,
    progress_sheet,
    record_sheet,
    voice_sheet,
)
from cv183_reports.vietnamese.wording import instant, period_name, tabular_period

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
_LINES_WIDTH, _LINES_HEIGHT, _LINES_GAP = 584, 420, 16
_CHART_ROWS = 22
"""Rows that the charts stand over."""
_SHARE_DECIMALS = 1
_MANY = 10_000
"""Figures beyond which the parts of the workbook wait on the disk."""
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
    mains = _main(trend)
    ratios = [i for i in mains if i.aggregation is Aggregation.RATIO]
    at = top + (_CHART_ROWS if len(trend) >= _LEAST else 0)

    def below(row: int, title: str, table: SheetTable[T]) -> tuple[int, PlacedTable]:
        write_text(sheet, row, 0, title, book.formats.of(Style.HEADING))
        placed = write_table(sheet, book.formats, table, top=row + 1)
        return placed.bottom + 2, placed

    at, rates = below(at, "1. Gửi báo cáo và thực hiện nhiệm vụ", _rates(trend))
    lines: list[tuple[PlacedTable, str, tuple[str, ...]]]
    lines = [(rates, "Gửi báo cáo, thực hiện nhiệm vụ (%)", (_FILING, _DONE, _OVERDUE))]
    pages = [at] if ratios and len(trend) >= _LEAST else []
    if ratios:
        at, shares = below(at, "2. Chỉ tiêu tỷ lệ chủ yếu (%)", _ratios(trend, ratios))
        lines.append((shares, "Chỉ tiêu tỷ lệ chủ yếu (%)", tuple(map(_headed, ratios))))
    number = 3 if ratios else 2
    sheet.set_h_pagebreaks([*pages, *([at] if mains else [])])
    _, main = below(at, f"{number}. Số liệu chủ yếu {whole}", _indicators(trend))
    if len(trend) >= _LEAST:
        for rank, (table, title, headers) in enumerate(lines):
            highest = max((value for i in ratios for value in _values(trend, i)), default=Decimal())
            chart = course_chart(
                book.workbook, table, title, headers, highest if rank else Decimal()
            )
            chart.set_size({"width": _LINES_WIDTH, "height": _LINES_HEIGHT})
            offset = rank * (_LINES_WIDTH + _LINES_GAP)
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


def _period_column() -> TableColumn[Point]:
    return TableColumn(PERIOD, _LABEL, lambda point: tabular_period(point.period))


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


def _values(trend: Sequence[Point], indicator: Indicator) -> Iterator[Decimal]:
    """What is known of it in the months."""
    known = (_total(point, indicator) for point in trend)
    yield from (total.value for total in known if total is not None and total.value is not None)


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
        header = tabular_period(point.period)
        return TableColumn(
            header, _FIGURE, lambda i: _amount(point, i), Style.NUMBER, group="Tổng hợp"
        )

    def given(point: Point) -> TableColumn[Indicator]:
        def units(indicator: Indicator) -> int | None:
            total = _total(point, indicator)
            return total.units if total else None

        header = f"{tabular_period(point.period)} (đơn vị)"
        return TableColumn(header, _FIGURE, units, Style.COUNT, group="Số đơn vị có số liệu")

    columns = (
        TableColumn(INDICATOR, _LABEL, lambda i: i.name),
        TableColumn("Đơn vị tính", _FIGURE, lambda i: i.measure, Style.CENTRE),
        *map(value, trend),
        *map(given, trend),
    )
    return SheetTable(columns, _main(trend))


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


class _Page(Struct, frozen=True):
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
    is_large = len(now.known_figures) > _MANY
    with NewWorkbook(stream, large=is_large) as workbook:
        month = period_name(now.period)
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
    del workbook, book, overview
    if is_large:
        gc.collect()  # the sheets know their workbook: it is not given back before somebody looks
    return stream.getvalue()


def _caption(now: Consolidated) -> str:
    """The month, the instant it is judged at, and how far what counts goes beyond it."""
    text = f"Kỳ báo cáo: {period_name(now.period)} – xét tại {instant(now.as_of)}"
    last = now.received_until
    if last is None or last <= now.as_of:
        return text
    late = "gửi sau hạn, " if last >= now.due else ""
    return f"{text}, gồm cả báo cáo {late}nhận đến {instant(last)}"


def write_call_list(now: Consolidated) -> bytes:
    """One row for each unit to phone, with room to write beside it."""
    stream = BytesIO()
    month = period_name(now.period)
    with NewWorkbook(stream) as workbook:
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
