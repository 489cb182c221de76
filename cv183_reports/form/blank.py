"""Sheet Số liệu of the form: one row for each indicator asked of the unit, under its topics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cv183_reports.form.answers import write_answers
from cv183_reports.form.layout import (
    ANSWER_COLUMNS,
    ANSWERS_SHEET,
    CONSTRAINTS_HEADING,
    FIGURE_COLUMNS,
    FIGURES_NOTE,
    FIGURES_SHEET,
    FIGURES_TITLE,
    FORM_VERSION,
    INSTRUCTIONS,
    INSTRUCTIONS_HEADINGS,
    INSTRUCTIONS_SHEET,
    INSTRUCTIONS_TITLE,
    META_SHEET,
    PARTIAL_TOTAL,
    TOTALS_NOTE,
    Input,
    Mark,
    MetaKey,
    choices_of,
    form_title,
)
from cv183_reports.form.looks import GrowingSheet, Styles, protect, put, set_up_page, write_heads
from cv183_reports.form.rules import (
    FIRST_LIST_COLUMN,
    check_figure,
    list_columns,
    mark_figures,
    position,
)
from cv183_reports.form.values import NOTHING, Answers, FigureAnswer, Form, LastMonth, Total
from cv183_reports.model import Constraint, Indicator, Period, Profile, Register, Unit
from cv183_reports.spreadsheet.style import FONT, SAMPLE_MARK
from cv183_reports.vietnamese.text import file_name
from cv183_reports.vietnamese.wording import deadline_words, lower_first

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
    """What the form shows as the sum of the months before; None where months do not add up."""
    return form.last.totals.get(indicator.code) if indicator.adds_up else None


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


_WIDTHS = (26, 62, 34)


def write_instructions(sheet: GrowingSheet, form: Form, styles: Styles) -> None:
    """Write sheet Hướng dẫn."""
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, INSTRUCTIONS_TITLE, styles.title)
    if form.sample:
        sheet.write_string(0, 2, SAMPLE_MARK, styles.sample)
    row = _write_lines(sheet, 1, _numbered(form), styles)
    row = _write_columns(sheet, row + 1, form.register.profile, styles)
    row = _write_legend(sheet, row + 1, styles)
    constraints = [constraint.text for constraint in constraints_of(form)]
    if constraints:
        sheet.write_string(row + 1, 0, CONSTRAINTS_HEADING, styles.heading)
        _write_lines(sheet, row + 2, constraints, styles)
    set_up_page(sheet, form.unit, form.period, landscape=False)
    protect(sheet)


def _numbered(form: Form) -> list[str]:
    dispatch = form.register.profile.dispatch
    told = {
        "due": deadline_words(form.due),
        "kind": lower_first(dispatch.kind),
        "issuer": dispatch.issuer,
    }
    return [f"{n}. {step.format(**told)}" for n, step in enumerate(INSTRUCTIONS, 1)]


def _write_lines(sheet: GrowingSheet, row: int, lines: Iterable[str], styles: Styles) -> int:
    """One text a row, over the whole width; returns the row after the last."""
    for line in lines:
        sheet.fit_row(row, [(line, sum(_WIDTHS))])
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", styles.prose)
        sheet.write_string(row, 0, line, styles.prose)
        row += 1
    return row


def _write_columns(sheet: GrowingSheet, row: int, profile: Profile, styles: Styles) -> int:
    for index, heading in enumerate(INSTRUCTIONS_HEADINGS):
        sheet.write_string(row, index, heading, styles.head)
    for column in (*ANSWER_COLUMNS, *FIGURE_COLUMNS):
        if column.input is not Input.LOCKED:
            row += 1
            texts = (column.header, column.hint, "\n".join(choices_of(column, profile)))
            sheet.fit_row(row, zip(texts, _WIDTHS, strict=True))
            for index, text in enumerate(texts):
                sheet.write_string(row, index, text, styles.plain)
    return row + 1


def _write_legend(sheet: GrowingSheet, row: int, styles: Styles) -> int:
    for mark in Mark:
        sheet.write_blank(row, 0, None, styles.marks[mark])
        sheet.write_string(row, 1, mark.value, styles.prose)
        row += 1
    return row


def form_name(unit: Unit, period: Period) -> str:
    """File name of a unit's form: ``11560-Phường Thủy Nguyên-2025-09.xlsx``."""
    return file_name(f"{unit.code}-{unit.short_name}-{period}.xlsx")


def write_form(
    unit: Unit,
    register: Register,
    period: Period,
    last: LastMonth,
    answers: Answers | None = None,
    *,
    sample: bool = False,
) -> bytes:
    """The workbook in which `unit` reports on `period`; the same bytes for the same arguments.

    Args:
        unit: Whose form; it holds exactly this unit's obligations and indicators.
        register: The register; the fingerprint of what it asks in `period` goes with the form.
        period: The month reported on.
        last: What the unit said the month before, for the grey cells.
        answers: What is already filled in; None leaves every input cell blank.
        sample: Mark the form, in sight and in the hidden sheet, as invented.
    """
    form = Form(unit, register.at(period), period, last, answers or NOTHING, sample)
    target = BytesIO()
    with Workbook(target, _options()) as book:
        _describe(book, form)
        styles = Styles.of(book)
        instructions, answers_sheet, figures, meta = (
            book.add_worksheet(name, GrowingSheet)
            for name in (INSTRUCTIONS_SHEET, ANSWERS_SHEET, FIGURES_SHEET, META_SHEET)
        )
        write_instructions(instructions, form, styles)
        write_answers(answers_sheet, form, styles)
        write_figures(figures, form, styles)
        _write_meta(meta, form)
        answers_sheet.activate()
    return target.getvalue()


def _options() -> dict[str, object]:
    font = {"font_name": FONT, "font_size": 11, "font_scheme": False}
    return {"in_memory": True, "default_format_properties": font}


def _describe(book: Workbook, form: Form) -> None:
    """Document properties; the date is the first of the month, so that bytes never change."""
    created = datetime(form.period.year, form.period.month, 1)  # noqa: DTZ001 the file holds no zone
    title = f"{form_title(form.register.profile)} – {form.unit.short_name} – {form.period}"
    mark = {"comments": SAMPLE_MARK} if form.sample else {}
    book.set_properties({"title": title, "subject": form.unit.code, "created": created, **mark})


def _write_meta(sheet: Worksheet, form: Form) -> None:
    values = {
        MetaKey.UNIT: form.unit.code,
        MetaKey.PERIOD: str(form.period),
        MetaKey.VERSION: FORM_VERSION,
        MetaKey.FINGERPRINT: form.register.fingerprint,
        MetaKey.ROWS: "; ".join(form.register.codes_of(form.unit)),
    }
    if form.sample:
        values[MetaKey.SAMPLE] = SAMPLE_MARK
    for row, (key, value) in enumerate(values.items()):
        sheet.write_string(row, 0, key.value)
        sheet.write_string(row, 1, value)
    for index, column in enumerate(list_columns(), FIRST_LIST_COLUMN):
        for row, choice in enumerate(choices_of(column, form.register.profile)):
            sheet.write_string(row, index, choice)
    sheet.protect()
    sheet.hide()
