"""Sheet Hướng dẫn of the form: the steps, the columns, the colours, what the figures must satisfy."""

from __future__ import annotations

from collections.abc import Iterable

from cv183_reports.vietnamese.wording import deadline_words
from cv183_reports.workbook.form_figures import constraints_of
from cv183_reports.workbook.form_rows import GrowingSheet
from cv183_reports.workbook.form_style import Styles, protect, set_up_page
from cv183_reports.workbook.form_values import Form
from cv183_reports.workbook.layout import (
    ANSWER_COLUMNS,
    CONSTRAINTS_HEADING,
    FIGURE_COLUMNS,
    INSTRUCTIONS,
    INSTRUCTIONS_HEADINGS,
    INSTRUCTIONS_TITLE,
    SAMPLE_MARK,
    Input,
    Mark,
)

_WIDTHS = (26, 62, 34)


def write_instructions(sheet: GrowingSheet, form: Form, styles: Styles) -> None:
    """Write sheet Hướng dẫn."""
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, INSTRUCTIONS_TITLE, styles.title)
    if form.sample:
        sheet.write_string(0, 2, SAMPLE_MARK, styles.sample)
    row = _write_lines(sheet, 1, _numbered(form), styles)
    row = _write_columns(sheet, row + 1, styles)
    row = _write_legend(sheet, row + 1, styles)
    constraints = [constraint.text for constraint in constraints_of(form)]
    if constraints:
        sheet.write_string(row + 1, 0, CONSTRAINTS_HEADING, styles.heading)
        _write_lines(sheet, row + 2, constraints, styles)
    set_up_page(sheet, form.unit, form.period, landscape=False)
    protect(sheet)


def _numbered(form: Form) -> list[str]:
    due = deadline_words(form.due)
    return [f"{n}. {step.format(due=due)}" for n, step in enumerate(INSTRUCTIONS, 1)]


def _write_lines(sheet: GrowingSheet, row: int, lines: Iterable[str], styles: Styles) -> int:
    """One text a row, over the whole width; returns the row after the last."""
    for line in lines:
        sheet.fit_row(row, [(line, sum(_WIDTHS))])
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", styles.prose)
        sheet.write_string(row, 0, line, styles.prose)
        row += 1
    return row


def _write_columns(sheet: GrowingSheet, row: int, styles: Styles) -> int:
    for index, heading in enumerate(INSTRUCTIONS_HEADINGS):
        sheet.write_string(row, index, heading, styles.head)
    for column in (*ANSWER_COLUMNS, *FIGURE_COLUMNS):
        if column.input is not Input.LOCKED:
            row += 1
            texts = (column.header, column.hint, "\n".join(column.choices))
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
