"""The form that goes out (biểu mẫu): written by XlsxWriter from the one declaration in `layout`."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cv183_reports.model import Period, Register, Unit
from cv183_reports.spreadsheet.style import FONT
from cv183_reports.vietnamese.text import file_name
from cv183_reports.workbook.form_answers import write_answers
from cv183_reports.workbook.form_figures import write_figures
from cv183_reports.workbook.form_instructions import write_instructions
from cv183_reports.workbook.form_rows import GrowingSheet
from cv183_reports.workbook.form_rules import FIRST_LIST_COLUMN, list_columns
from cv183_reports.workbook.form_style import Styles
from cv183_reports.workbook.form_values import NOTHING, Answers, Form, LastMonth
from cv183_reports.workbook.layout import (
    ANSWERS_SHEET,
    FIGURES_SHEET,
    FORM_TITLE,
    FORM_VERSION,
    INSTRUCTIONS_SHEET,
    META_SHEET,
    SAMPLE_MARK,
    MetaKey,
)


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
        register: The register; its fingerprint goes with the form.
        period: The month reported on.
        last: What the unit said the month before, for the grey cells.
        answers: What is already filled in; None leaves every input cell blank.
        sample: Mark the form, in sight and in the hidden sheet, as invented.
    """
    form = Form(unit, register, period, last, answers or NOTHING, sample)
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
    title = f"{FORM_TITLE} – {form.unit.short_name} – {form.period}"
    mark = {"comments": SAMPLE_MARK} if form.sample else {}
    book.set_properties({"title": title, "subject": form.unit.code, "created": created, **mark})


def _write_meta(sheet: Worksheet, form: Form) -> None:
    values = {
        MetaKey.UNIT: form.unit.code,
        MetaKey.PERIOD: str(form.period),
        MetaKey.VERSION: FORM_VERSION,
        MetaKey.FINGERPRINT: form.register.fingerprint,
    }
    if form.sample:
        values[MetaKey.SAMPLE] = SAMPLE_MARK
    for row, (key, value) in enumerate(values.items()):
        sheet.write_string(row, 0, key.value)
        sheet.write_string(row, 1, value)
    for index, column in enumerate(list_columns(), FIRST_LIST_COLUMN):
        for row, choice in enumerate(column.choices):
            sheet.write_string(row, index, choice)
    sheet.protect()
    sheet.hide()
