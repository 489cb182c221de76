"""The sheets of indicators, each declared as columns over rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from cv183_reports.consolidation.indicators import Change, change_of
from cv183_reports.form.fields import asked_beside
from cv183_reports.model import Aggregation, Figure, Indicator, Unit
from cv183_reports.model.consolidated import Consolidated, IndicatorTotal, UnitFiling
from cv183_reports.spreadsheet.style import Style
from cv183_reports.spreadsheet.writer import (
    Amount,
    Bottom,
    Formula,
    Shade,
    SheetTable,
    T,
    TableColumn,
    Value,
    WrittenSheet,
)
from cv183_reports.summary.columns import (
    CARRIED,
    CHANGE,
    CODE,
    INDICATOR,
    LAST_MONTH,
    SAME_LAST_MONTH,
    SAME_THIS_MONTH,
    SAME_UNITS,
    THIS_MONTH,
    answer_column,
    cell_columns,
    file_column,
    rank_column,
    unit_columns,
    unit_of,
)
from cv183_reports.vietnamese.wording import tabular_month, upper_first

_NOT_COUNTED = "(*)"
_SAME_UNITS_ONLY = "Các đơn vị có số liệu cả hai kỳ"


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator, this month and last."""

    indicator: Indicator
    now: IndicatorTotal
    before: IndicatorTotal | None
    """As last month's own documents told it; None: it was not asked then, or there was no such month."""
    change: Change | None
    """None: of no unit it is known in both months."""


def compared(now: Consolidated, before: Consolidated | None) -> tuple[Compared, ...]:
    """Every indicator of the register, in its order."""
    return tuple(
        Compared(
            total.indicator,
            total,
            before.total(total.indicator.code) if before else None,
            change_of(total.indicator, now, before),
        )
        for total in now.totals
    )


def indicator_sheet(rows: Sequence[Compared], whole: str) -> WrittenSheet[Compared]:
    """Chỉ tiêu: totals with how many units stand behind them, and the change over the same units.

    `whole` is what all units together are called.
    """
    return WrittenSheet(
        "Chỉ tiêu",
        f"CHỈ TIÊU TỔNG HỢP {whole.upper()}",
        SheetTable(
            (
                TableColumn(CODE, 8, lambda c: c.indicator.code, Style.CENTRE),
                TableColumn("Nội dung", 27, lambda c: c.indicator.topic),
                TableColumn(INDICATOR, 52, lambda c: c.indicator.name),
                TableColumn("Đơn vị tính", 12, lambda c: c.indicator.measure, Style.CENTRE),
                TableColumn("Cách tổng hợp", 12, lambda c: c.indicator.aggregation.value),
                *total_columns(upper_first(whole)),
                *change_columns(_SAME_UNITS_ONLY),
            ),
            rows,
        ),
        frozen=3,
        note=(
            "Số đơn vị có số liệu mỗi kỳ có thể khác nhau, nên tăng, giảm chỉ tính trên các đơn vị "
            "có số liệu cả hai kỳ; số hiện có, số lũy kế của đơn vị chưa gửi lấy theo báo cáo gần nhất "
            "của đơn vị đó. Ô trống: không so sánh được."
        ),
    )


def total_columns(over: str = "") -> tuple[TableColumn[Compared], ...]:
    """Totals over every unit that the indicator is known of, under the heading `over`."""
    return (
        TableColumn(THIS_MONTH, 13, lambda c: _amount(c, c.now.value), Style.NUMBER, group=over),
        TableColumn(LAST_MONTH, 13, _last_month, Style.NUMBER, group=over),
        TableColumn("Số đơn vị được hỏi", 10, lambda c: c.now.asked, Style.COUNT, group=over),
        TableColumn("Số đơn vị có số liệu", 10, lambda c: c.now.units, Style.COUNT, group=over),
        TableColumn(CARRIED, 10, lambda c: c.now.carried, Style.COUNT, group=over),
    )


def _last_month(row: Compared) -> Amount | None:
    return _amount(row, row.before.value) if row.before else None


def change_columns(over: str = "") -> tuple[TableColumn[Compared], ...]:
    """Totals over the units of which it is known in both months."""

    def shown(part: Callable[[Change], Decimal]) -> Callable[[Compared], Amount | None]:
        return lambda c: _amount(c, part(c.change) if c.change else None)

    def units(row: Compared) -> int | None:
        return row.change.units if row.change else None

    def difference(row: Compared) -> Formula | None:
        if row.change is None:
            return None
        here, there = (
            amount(row.indicator, exact).value
            for exact in (row.change.exact_now, row.change.exact_before)
        )
        result = Amount(here - there, row.indicator.total_decimals)
        return Formula(f"[{SAME_THIS_MONTH}]-[{SAME_LAST_MONTH}]", result)

    now = shown(lambda change: change.exact_now)
    before = shown(lambda change: change.exact_before)
    return (
        TableColumn(SAME_UNITS, 11, units, Style.COUNT, group=over),
        TableColumn(SAME_THIS_MONTH, 13, now, Style.NUMBER, group=over),
        TableColumn(SAME_LAST_MONTH, 13, before, Style.NUMBER, group=over),
        TableColumn(CHANGE, 12, difference, Style.CHANGE, group=over),
    )


def _amount(row: Compared, value: Decimal | None) -> Amount | None:
    return None if value is None else amount(row.indicator, value)


def amount(indicator: Indicator, total: Decimal) -> Amount:
    """`total` exact, unless a cell would round a share to all or to nothing."""
    digits = indicator.total_decimals
    shown = indicator.rounded(total)
    is_as_shown = total.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) == shown
    return Amount(total if is_as_shown else shown, digits)


def matrix_sheet(now: Consolidated) -> WrittenSheet[Unit]:
    """Số liệu theo đơn vị: units × indicators."""
    asked = [i for i in now.register.indicators if i.aggregation is not Aggregation.RATIO]
    groups = {group for indicator in asked for group in indicator.groups}
    values = {(figure.unit, figure.indicator): figure.value for figure in now.known_figures}
    faulty = {(f.unit.code, code) for f in now.filings for code in f.faulty_figures}
    filings = {filing.unit.code: filing for filing in now.filings}
    return WrittenSheet(
        "Số liệu theo đơn vị",
        "SỐ LIỆU THEO ĐƠN VỊ",
        SheetTable(
            (
                rank_column(),
                *unit_columns(lambda unit: unit),
                _report_column(now, lambda unit: unit.code),
                *(_indicator_column(indicator, values, faulty, filings) for indicator in asked),
            ),
            tuple(filing.unit for filing in now.filings if filing.unit.group in groups),
            upper_first(now.register.profile.whole),
        ),
        frozen=3,
        note=(
            f"Ô trống: chưa có số liệu. {_NOT_COUNTED}: đơn vị có ghi nhưng không được tính vì có lỗi "
            "(xem trang Phát hiện). Ô xám: không phải báo cáo chỉ tiêu này. Đơn vị chưa gửi báo cáo kỳ này: "
            "số hiện có, số lũy kế theo báo cáo gần nhất."
        ),
    )


def _report_column(now: Consolidated, unit: Callable[[T], str]) -> TableColumn[T]:
    """Of which month the report is that tells the figures of a unit."""
    reports = {filing.unit: filing.period for filing in now.accepted}
    reports |= {each.unit.code: each.period for each in now.carried}

    def told(row: T) -> str:
        period = reports.get(unit(row))
        return tabular_month(period.year, period.month) if period else ""

    return TableColumn("Kỳ báo cáo", 8, told, Style.CENTRE)


def _indicator_column(
    indicator: Indicator,
    values: Mapping[tuple[str, str], Decimal],
    faulty: Collection[tuple[str, str]],
    filings: Mapping[str, UnitFiling],
) -> TableColumn[Unit]:
    def value(unit: Unit) -> Value:
        if not filings[unit.code].is_asked_for(indicator):
            return Shade.NOT_ASKED
        if (unit.code, indicator.code) in faulty:
            return _NOT_COUNTED
        given = values.get((unit.code, indicator.code))
        return None if given is None else Amount(given, indicator.decimals)

    average = indicator.aggregation is Aggregation.AVERAGE
    return TableColumn(
        f"{indicator.code}. {indicator.name} ({indicator.measure})",
        11,
        value,
        Style.NUMBER,
        Bottom.AVERAGE if average else Bottom.SUM,
        indicator.topic,
    )


def figure_sheet(now: Consolidated) -> WrittenSheet[Figure]:
    """Nguồn chỉ tiêu: every figure with the file, sheet and cell it was read from."""
    indicators = {i.code: i for i in now.register.indicators}
    return WrittenSheet(
        "Nguồn chỉ tiêu",
        "NGUỒN CỦA TỪNG SỐ LIỆU CHỈ TIÊU",
        SheetTable(
            (
                *unit_columns(lambda f: unit_of(now.register, f.unit)),
                TableColumn("Mã chỉ tiêu", 8, lambda f: f.indicator, Style.CENTRE),
                TableColumn(INDICATOR, 40, lambda f: indicators[f.indicator].name),
                TableColumn(
                    "Giá trị",
                    13,
                    lambda f: Amount(f.value, indicators[f.indicator].decimals),
                    Style.NUMBER,
                ),
                *cell_columns(lambda f: f.source),
                *(answer_column(c, lambda f: f.beside, printed=False) for c in asked_beside()),
                replace(_report_column(now, lambda f: f.unit), printed=False),
                file_column("Tệp nguồn", lambda f: f.source.file),
            ),
            now.known_figures,
        ),
        frozen=2,
        portrait=True,
    )
