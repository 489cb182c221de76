"""Sheet Tổng quan: one page for a leader, the charts beside the tables they draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from cv183_reports.consolidated import (
    DONE_STANDINGS,
    Consolidated,
    FilingStanding,
    Standing,
    ThemeGroup,
)
from cv183_reports.finding import Severity
from cv183_reports.model import UnitGroup
from cv183_reports.workbook.sheet_style import Style, write_text
from cv183_reports.workbook.sheet_writer import (
    Amount,
    Book,
    Bottom,
    Formula,
    Placed,
    T,
    Table,
    TableColumn,
    write_table,
)
from cv183_reports.workbook.summary_charts import (
    filing_chart,
    indicator_chart,
    longest_run,
    progress_chart,
)
from cv183_reports.workbook.summary_columns import (
    CHANGE,
    LAST_MONTH,
    LOOKS,
    THIS_MONTH,
    TOTAL,
)
from cv183_reports.workbook.summary_figures import Compared

OVERVIEW_SHEET = "Tổng quan"

_LABEL, _COUNT, _SPACE = 38, 12, 3
"""Widths of the columns: labels, five of counts, and the space before the charts."""
_WIDTHS = (_LABEL, *[_COUNT] * 5, _SPACE)
_CHART_COLUMN = len(_WIDTHS)
_ROW = 24
"""Pixels of a row of this sheet; a header row has two."""
_GAP = 12
_RIGHT_WIDTH, _FULL_WIDTH = 720, 1462
_FILING_HEIGHT, _INDICATOR_HEIGHT = 280, 320
_BAR_HEIGHT, _BARS_FRAME = 20, 170
"""Pixels of one bar of the progress chart, and of its title, axis and legend together."""
_SHARE_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class Lists:
    """The list sheets that charts draw from."""

    progress: Placed
    indicators: Placed
    compared: Sequence[Compared]
    """The rows of `indicators`."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One label with a count of this month and of the last."""

    label: str
    now: int
    before: int | None


def write_overview(
    book: Book, sheet: Worksheet, now: Consolidated, before: Consolidated | None, lists: Lists
) -> None:
    """Fill `sheet` with key counts, filing by group, classes, and the charts."""
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_default_row(_points(_ROW))
    top = book.head(sheet, "TỔNG HỢP KẾT QUẢ THỰC HIỆN KẾT LUẬN SỐ 183-KL/TW")
    key = _section(book, sheet, top, "1. Số liệu chính", _key_table(now, before))
    filing = _section(book, sheet, key.bottom + 2, "2. Tình hình gửi báo cáo", _filing_table(now))
    title = "3. Lượt nhiệm vụ theo phân loại"
    classes = _section(book, sheet, filing.bottom + 2, title, _class_table(now, before))
    tables_height = (classes.bottom + 1 - top + len((key, filing, classes))) * _ROW
    beside = [*_filing_charts(book, now, filing), *_progress_charts(book, now, lists)]
    charts_height = _stack(sheet, beside, top)
    below = max(tables_height, charts_height) + _GAP
    run = longest_run(lists.compared)
    if run is not None:
        chart = indicator_chart(book.workbook, lists.indicators, run, compare=before is not None)
        chart.set_size({"width": _FULL_WIDTH, "height": _INDICATOR_HEIGHT})
        sheet.insert_chart(top, 0, chart, {"y_offset": below})
    book.set_up_page(sheet)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()


def _points(pixels: int) -> float:
    return pixels * 0.75


def _section(book: Book, sheet: Worksheet, row: int, title: str, table: Table[T]) -> Placed:
    """A heading at `row` and its table under it."""
    write_text(sheet, row, 0, title, book.formats.of(Style.HEADING))
    placed = write_table(sheet, book.formats, table, top=row + 1)
    sheet.set_row(placed.header_row, _points(2 * _ROW))
    return placed


def _speakers(groups: Sequence[ThemeGroup]) -> int:
    """How many units said any of it."""
    return len({unit.code for group in groups for theme in group.themes for unit in theme.units})


def _errors(month: Consolidated) -> int:
    return sum(finding.severity is Severity.ERROR for finding in month.findings)


_KEY_COUNTS: tuple[tuple[str, Callable[[Consolidated], int]], ...] = (
    ("Đơn vị phải gửi báo cáo", lambda c: len(c.filings)),
    ("Đơn vị đã gửi, đọc được", lambda c: len(c.accepted)),
    ("Đơn vị chưa gửi hoặc tệp không đọc được", lambda c: len(c.filings) - len(c.accepted)),
    ("Lượt nhiệm vụ được giao", lambda c: len(c.assignments)),
    ("Lượt nhiệm vụ hoàn thành", lambda c: sum(c.tally()[s] for s in DONE_STANDINGS)),
    ("Lượt nhiệm vụ quá hạn", lambda c: c.tally()[Standing.OVERDUE]),
    ("Đơn vị nêu khó khăn, vướng mắc", lambda c: _speakers(c.difficulties)),
    ("Đơn vị có kiến nghị, đề xuất", lambda c: _speakers(c.proposals)),
    ("Lỗi phát hiện trong các tệp", _errors),
)


def _key_table(now: Consolidated, before: Consolidated | None) -> Table[_Line]:
    lines = [_Line(text, of(now), of(before) if before else None) for text, of in _KEY_COUNTS]
    return Table(_line_columns("Nội dung"), lines)


def _class_table(now: Consolidated, before: Consolidated | None) -> Table[_Line]:
    tally, earlier = now.tally(), before.tally() if before else None
    lines = [_Line(s.value, tally[s], None if earlier is None else earlier[s]) for s in LOOKS]
    whole = tally.total()

    def share(line: _Line) -> Amount | None:
        return Amount(Decimal(line.now * 100) / whole, _SHARE_DECIMALS) if whole else None

    shares = TableColumn("Tỷ lệ (%)", _COUNT, share, Style.NUMBER, Bottom.SUM)
    return Table((*_line_columns("Phân loại"), shares), lines, TOTAL)


def _line_columns(heading: str) -> tuple[TableColumn[_Line], ...]:
    """Label, this month, last month, change."""
    return (
        TableColumn(heading, _LABEL, lambda line: line.label, Style.LABEL),
        TableColumn(THIS_MONTH, _COUNT, lambda line: line.now, Style.COUNT, Bottom.SUM),
        TableColumn(LAST_MONTH, _COUNT, lambda line: line.before, Style.COUNT, Bottom.SUM),
        TableColumn(CHANGE, _COUNT, _change, Style.CHANGE),
    )


def _change(line: _Line) -> Formula | None:
    if line.before is None:
        return None
    return Formula(f"[{THIS_MONTH}]-[{LAST_MONTH}]", line.now - line.before)


def _filing_table(now: Consolidated) -> Table[UnitGroup]:
    owing = {filing.unit.group for filing in now.filings}
    tallies = {group: now.filing_tally(group) for group in owing}

    def tallied(standing: FilingStanding) -> Callable[[UnitGroup], int]:
        return lambda group: tallies[group.code][standing]

    names = [standing.value for standing in FilingStanding]
    whole = f"SUM([{names[0]}]:[{names[-1]}])"
    return Table(
        (
            TableColumn("Nhóm đơn vị", _LABEL, lambda g: g.name, Style.LABEL),
            *(
                TableColumn(standing.value, _COUNT, tallied(standing), Style.COUNT, Bottom.SUM)
                for standing in FilingStanding
            ),
            TableColumn(
                TOTAL,
                _COUNT,
                lambda g: Formula(whole, tallies[g.code].total()),
                Style.TOTAL,
                Bottom.SUM,
            ),
        ),
        [group for group in now.register.groups if group.code in owing],
        TOTAL,
    )


def _filing_charts(book: Book, now: Consolidated, filing: Placed) -> list[tuple[Chart, int]]:
    """The chart and its height; none when nobody owes."""
    if not now.filings:
        return []
    tally = now.filing_tally()
    chart = filing_chart(book.workbook, filing, [tally[standing] for standing in FilingStanding])
    return [(chart, _FILING_HEIGHT)]


def _progress_charts(book: Book, now: Consolidated, lists: Lists) -> list[tuple[Chart, int]]:
    """The chart and its height; none when nothing is owed."""
    if not now.assignments:
        return []
    tally = now.tally()
    present = [standing for standing in LOOKS if tally[standing]]
    chart = progress_chart(book.workbook, lists.progress, present)
    return [(chart, _BARS_FRAME + _BAR_HEIGHT * len(now.register.obligations))]


def _stack(sheet: Worksheet, charts: Sequence[tuple[Chart, int]], top: int) -> int:
    """Put `charts` below each other at the right; the height they take."""
    taken = 0
    for chart, height in charts:
        chart.set_size({"width": _RIGHT_WIDTH, "height": height})
        sheet.insert_chart(top, _CHART_COLUMN, chart, {"y_offset": taken})
        taken += height + _GAP
    return taken
