"""The sheets of indicators, each declared as columns over rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cv183_reports.consolidated import Consolidated, IndicatorTotal
from cv183_reports.model import Aggregation, Figure, Indicator, Unit
from cv183_reports.workbook.sheet_style import Style
from cv183_reports.workbook.sheet_writer import (
    Amount,
    Bottom,
    Formula,
    Shade,
    Sheet,
    Table,
    TableColumn,
    Value,
)
from cv183_reports.workbook.summary_columns import (
    CHANGE,
    CODE,
    INDICATOR,
    LAST_MONTH,
    THIS_MONTH,
    rank_column,
    source_columns,
    unit_columns,
    unit_of,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator, this month and last."""

    now: IndicatorTotal
    before: Decimal | None


def indicator_sheet(now: Consolidated, before: Consolidated | None) -> Sheet[Compared]:
    """Chỉ tiêu: totals against last month, and how many units stand behind them."""
    return Sheet(
        "Chỉ tiêu",
        "CHỈ TIÊU TỔNG HỢP TOÀN THÀNH PHỐ",
        Table(
            (
                TableColumn(CODE, 8, lambda c: c.now.indicator.code, Style.CENTRE),
                TableColumn("Nội dung", 30, lambda c: c.now.indicator.topic),
                TableColumn(INDICATOR, 52, lambda c: c.now.indicator.name),
                TableColumn("Đơn vị tính", 12, lambda c: c.now.indicator.measure, Style.CENTRE),
                TableColumn("Cách tổng hợp", 13, lambda c: c.now.indicator.aggregation.value),
                TableColumn(THIS_MONTH, 14, lambda c: _amount(c.now, c.now.value), Style.NUMBER),
                TableColumn(LAST_MONTH, 14, lambda c: _amount(c.now, c.before), Style.NUMBER),
                TableColumn(CHANGE, 14, _change, Style.CHANGE),
                TableColumn("Số đơn vị được hỏi", 11, lambda c: c.now.asked, Style.COUNT),
                TableColumn("Số đơn vị có số liệu", 11, lambda c: c.now.given, Style.COUNT),
            ),
            tuple(Compared(total, _value_of(total.indicator, before)) for total in now.totals),
        ),
        frozen=3,
    )


def _value_of(indicator: Indicator, month: Consolidated | None) -> Decimal | None:
    total = month.total(indicator.code) if month else None
    return total.value if total else None


def _amount(total: IndicatorTotal, value: Decimal | None) -> Amount | None:
    return None if value is None else Amount(value, total.indicator.total_decimals)


def _change(compared: Compared) -> Formula | None:
    """Between the values as shown, so that it adds up on paper, and with the report's own words."""
    if compared.now.value is None or compared.before is None:
        return None
    decimals = compared.now.indicator.total_decimals
    now, before = (
        compared.now.indicator.rounded(value) for value in (compared.now.value, compared.before)
    )
    return Formula(
        f"ROUND([{THIS_MONTH}],{decimals})-ROUND([{LAST_MONTH}],{decimals})",
        Amount(now - before, decimals),
    )


def matrix_sheet(now: Consolidated) -> Sheet[Unit]:
    """Số liệu theo đơn vị: units × indicators. Blank: not given; grey: not asked; 0: zero."""
    asked = [i for i in now.register.indicators if i.aggregation is not Aggregation.RATIO]
    groups = {group for indicator in asked for group in indicator.groups}
    values = {(figure.unit, figure.indicator): figure.value for figure in now.figures}
    return Sheet(
        "Số liệu theo đơn vị",
        "SỐ LIỆU THEO ĐƠN VỊ (ô trống: chưa có số liệu; ô xám: không phải báo cáo chỉ tiêu này)",
        Table(
            (
                rank_column(),
                *unit_columns(lambda unit: unit),
                *(_indicator_column(indicator, values) for indicator in asked),
            ),
            tuple(filing.unit for filing in now.filings if filing.unit.group in groups),
            "Toàn thành phố",
        ),
        frozen=3,
    )


def _indicator_column(
    indicator: Indicator, values: Mapping[tuple[str, str], Decimal]
) -> TableColumn[Unit]:
    def value(unit: Unit) -> Value:
        if unit.group not in indicator.groups:
            return Shade.NOT_ASKED
        given = values.get((unit.code, indicator.code))
        return None if given is None else Amount(given, indicator.decimals)

    average = indicator.aggregation is Aggregation.AVERAGE
    return TableColumn(
        f"{indicator.code}. {indicator.name} ({indicator.measure})",
        13,
        value,
        Style.NUMBER,
        Bottom.AVERAGE if average else Bottom.SUM,
        indicator.topic,
    )


def figure_sheet(now: Consolidated) -> Sheet[Figure]:
    """Nguồn chỉ tiêu: every figure with the file, sheet and cell it was read from."""
    indicators = {i.code: i for i in now.register.indicators}
    return Sheet(
        "Nguồn chỉ tiêu",
        "NGUỒN CỦA TỪNG SỐ LIỆU CHỈ TIÊU",
        Table(
            (
                *unit_columns(lambda f: unit_of(now.register, f.unit)),
                TableColumn("Mã chỉ tiêu", 9, lambda f: f.indicator, Style.CENTRE),
                TableColumn(INDICATOR, 52, lambda f: indicators[f.indicator].name),
                TableColumn(
                    "Giá trị",
                    13,
                    lambda f: Amount(f.value, indicators[f.indicator].decimals),
                    Style.NUMBER,
                ),
                *source_columns(lambda f: f.source),
            ),
            now.figures,
        ),
        frozen=2,
    )
