"""Sheet Số liệu of the form: one row for each indicator asked of the unit, under its topics."""

from __future__ import annotations

from itertools import groupby

from cv183_reports.model import Aggregation, Constraint, Indicator
from cv183_reports.workbook.form_rows import GrowingSheet
from cv183_reports.workbook.form_rules import check_figure, mark_figures, position
from cv183_reports.workbook.form_style import Styles, protect, put, set_up_page, write_heads
from cv183_reports.workbook.form_values import FigureAnswer, Form, Total
from cv183_reports.workbook.layout import (
    FIGURE_COLUMNS,
    FIGURES_NOTE,
    FIGURES_TITLE,
    PARTIAL_TOTAL,
    SAMPLE_MARK,
    TOTALS_NOTE,
    Input,
)

_HEAD_ROW = 4
_HEAD_HEIGHT = 34
_ZOOM = 100
_NUMBERS = {"total", "last_value"}
"""Locked columns that hold figures."""


def write_figures(sheet: GrowingSheet, form: Form, styles: Styles) -> None:
    """Write sheet Số liệu."""
    _write_top(sheet, form, styles)
    write_heads(sheet, _HEAD_ROW, FIGURE_COLUMNS, styles, _HEAD_HEIGHT)
    constraints = constraints_of(form)
    places = _write_rows(sheet, form, constraints, styles)
    for constraint in constraints:
        mark_figures(sheet, constraint, places, styles)
    sheet.set_zoom(_ZOOM)
    sheet.freeze_panes(_HEAD_ROW + 1, position(FIGURE_COLUMNS, "name") + 1)
    value = position(FIGURE_COLUMNS, "value")
    first = min(places.values(), default=_HEAD_ROW + 1)
    sheet.set_selection(first, value, first, value)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{len(places) * 2 + _HEAD_ROW + 1}"})
    set_up_page(sheet, form.unit, form.period, landscape=True)
    protect(sheet)


def constraints_of(form: Form) -> tuple[Constraint, ...]:
    """The constraints all of whose indicators are asked of the unit."""
    asked = {indicator.code for indicator in form.register.indicators_of(form.unit)}
    return tuple(c for c in form.register.constraints if asked.issuperset((*c.left, *c.right)))


def _write_top(sheet: GrowingSheet, form: Form, styles: Styles) -> None:
    sheet.write_string(0, 0, FIGURES_TITLE, styles.title)
    sheet.write_string(1, 0, f"{form.unit.name} ({form.unit.code})", styles.fact)
    if form.sample:
        mark = position(FIGURE_COLUMNS, "measure")
        sheet.write_string(0, mark, SAMPLE_MARK, styles.sample)
    sheet.write_string(2, 0, FIGURES_NOTE, styles.note)
    sheet.write_string(3, 0, TOTALS_NOTE, styles.note)


def _write_rows(
    sheet: GrowingSheet, form: Form, constraints: tuple[Constraint, ...], styles: Styles
) -> dict[str, int]:
    """The table; returns the row of each indicator by its code."""
    places: dict[str, int] = {}
    row = _HEAD_ROW + 1
    asked = form.register.indicators_of(form.unit)
    for topic, indicators in groupby(asked, key=lambda indicator: indicator.topic):
        _write_topic(sheet, row, topic, styles)
        row += 1
        for indicator in indicators:
            _write_indicator(sheet, row, indicator, form, styles)
            own = (c for c in constraints if indicator.code in (*c.left, *c.right))
            check_figure(sheet, row, indicator, own)
            places[indicator.code] = row
            row += 1
    return places


def total_of(indicator: Indicator, form: Form) -> Total | None:
    """What the form shows as the sum of the months before; None of stocks and averages."""
    is_sum = indicator.aggregation is Aggregation.SUM
    return form.last.totals.get(indicator.code) if is_sum else None


def _write_topic(sheet: GrowingSheet, row: int, topic: str, styles: Styles) -> None:
    for index in range(len(FIGURE_COLUMNS)):
        sheet.write_blank(row, index, None, styles.section)
    sheet.write_string(row, position(FIGURE_COLUMNS, "name"), topic, styles.section)


def _write_indicator(
    sheet: GrowingSheet, row: int, indicator: Indicator, form: Form, styles: Styles
) -> None:
    last = form.last.figures.get(indicator.code)
    total = total_of(indicator, form)
    known = {
        "code": indicator.code,
        "name": indicator.name,
        "measure": indicator.measure,
        "total": total.value if total else "",
        "last_value": last.value if last else "",
    }
    sheet.fit_row(row, [(indicator.name, FIGURE_COLUMNS[1].width)])
    answer = form.answers.figures.get(indicator.code, FigureAnswer())
    for index, column in enumerate(FIGURE_COLUMNS):
        match column.input:
            case Input.LOCKED if column.key == "total" and total and total.months < total.of:
                words = PARTIAL_TOTAL.format(months=total.months, of=total.of)
                style = styles.partial(indicator.decimals, words)
            case Input.LOCKED if column.key in _NUMBERS:
                style = styles.last_number(indicator.decimals)
            case Input.LOCKED:
                style = styles.locked_in(column)
            case Input.NUMBER:
                style = styles.number(indicator.decimals)
            case _:
                style = styles.inputs[column.input]
        value = known[column.key] if column.key in known else getattr(answer, column.key)
        put(sheet, row, index, value, style)
