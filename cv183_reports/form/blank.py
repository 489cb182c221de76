"""The blank form, ready to be filled in: Hướng dẫn, Số liệu and _meta are written here, Báo cáo by `answers`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from types import MappingProxyType

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cv183_reports.form import fields, looks
from cv183_reports.form.answers import write_answers
from cv183_reports.form.fields import (
    ANSWERS_SHEET,
    CODE,
    CONSTRAINTS_HEADING,
    FIGURES_NOTE,
    FIGURES_SHEET,
    FIGURES_TITLE,
    INSTRUCTIONS,
    INSTRUCTIONS_HEADINGS,
    INSTRUCTIONS_SHEET,
    INSTRUCTIONS_TITLE,
    LAST_VALUE,
    MEASURE,
    META_SHEET,
    NAME,
    PARTIAL_TOTAL,
    PROOF_HEADINGS,
    TOTAL,
    TOTALS_NOTE,
    VALUE,
    Column,
    Input,
    Mark,
    MetaKey,
    choices_of,
    form_title,
    highlight_hint,
    inputs,
    position,
)
from cv183_reports.form.looks import (
    FIRST_LIST_COLUMN,
    check_figure,
    list_columns,
    mark_figures,
    protect,
    put,
    write_heads,
)
from cv183_reports.form.values import (
    NO_CELLS,
    UNANSWERED,
    Answers,
    Cells,
    Form,
    LastMonth,
    NoValue,
    Row,
    Submission,
    Table,
    Total,
    Typed,
)
from cv183_reports.model import Constraint, Indicator, Period, Register, Unit
from cv183_reports.spreadsheet.grid import Cell, CellKind
from cv183_reports.spreadsheet.style import (
    Formats,
    GrowingSheet,
    NewWorkbook,
    ToFill,
    keep_together,
    set_up_page,
    write_text,
)
from cv183_reports.vietnamese.text import file_name
from cv183_reports.vietnamese.wording import SAMPLE_MARK, deadline_words, lower_first, short_date

_HEAD_ROW = 4
_HEAD_HEIGHT = 34
_ZOOM = 100
_NUMBERS = {TOTAL.key, LAST_VALUE.key}
"""Locked columns that hold figures."""


def write_figures(sheet: GrowingSheet, form: Form, formats: Formats) -> None:
    """Write sheet Số liệu."""
    _write_top(sheet, form, formats)
    write_heads(sheet, _HEAD_ROW, fields.FIGURE_COLUMNS, formats, _HEAD_HEIGHT)
    constraints = constraints_of(form)
    places = _write_rows(sheet, form, constraints, formats)
    for constraint in constraints:
        mark_figures(sheet, constraint, places, formats)
    sheet.set_zoom(_ZOOM)
    sheet.freeze_panes(_HEAD_ROW + 1, position(fields.FIGURE_COLUMNS, NAME) + 1)
    value = position(fields.FIGURE_COLUMNS, VALUE)
    first = min(places.values(), default=_HEAD_ROW + 1)
    sheet.set_selection(first, value, first, value)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{len(places) * 2 + _HEAD_ROW + 1}"})
    widths = [column.width for column in fields.FIGURE_COLUMNS]
    name = position(fields.FIGURE_COLUMNS, NAME)
    set_up_page(sheet, looks.foot(form.unit, form.period), widths, repeated=name + 1)
    protect(sheet)


def constraints_of(form: Form) -> tuple[Constraint, ...]:
    """The constraints all of whose indicators are asked of the unit."""
    asked = {indicator.code for indicator in form.register.indicators_of(form.unit)}
    return tuple(c for c in form.register.constraints if asked.issuperset((*c.left, *c.right)))


def _write_top(sheet: GrowingSheet, form: Form, formats: Formats) -> None:
    sheet.write_string(0, 0, FIGURES_TITLE, formats.of(ToFill.TITLE))
    sheet.write_string(1, 0, f"{form.unit.name} ({form.unit.code})", formats.of(looks.LINE))
    if form.sample:
        mark = position(fields.FIGURE_COLUMNS, MEASURE)
        sheet.write_string(0, mark, SAMPLE_MARK, formats.of(ToFill.SAMPLE))
    sheet.write_string(2, 0, FIGURES_NOTE, formats.of(looks.NOTE))
    sheet.write_string(3, 0, TOTALS_NOTE, formats.of(looks.NOTE))


def _write_rows(
    sheet: GrowingSheet, form: Form, constraints: tuple[Constraint, ...], formats: Formats
) -> dict[str, int]:
    """The table; returns the row of each indicator by its code."""
    places: dict[str, int] = {}
    row = _HEAD_ROW + 1
    asked = form.register.indicators_of(form.unit)
    for topic, indicators in groupby(asked, key=lambda indicator: indicator.topic):
        looks.write_title(sheet, row, fields.FIGURE_COLUMNS, NAME, topic, formats)
        row += 1
        for indicator in indicators:
            _write_indicator(sheet, row, indicator, form, formats)
            own = (c for c in constraints if indicator.code in (*c.left, *c.right))
            check_figure(sheet, row, indicator, own)
            places[indicator.code] = row
            row += 1
    return places


def total_of(indicator: Indicator, form: Form) -> Total | None:
    """What the form shows as the sum of the months before; None where months do not add up."""
    return form.last.totals.get(indicator.code) if indicator.adds_up else None


def _write_indicator(
    sheet: GrowingSheet, row: int, indicator: Indicator, form: Form, formats: Formats
) -> None:
    last = form.last.figures.get(indicator.code)
    total = total_of(indicator, form)
    known: Cells = {
        CODE.key: indicator.code,
        NAME.key: indicator.name,
        MEASURE.key: indicator.measure,
        TOTAL.key: total.value if total else "",
        LAST_VALUE.key: last.value if last else "",
    }
    sheet.fit_row(row, [(indicator.name, NAME.width)])
    typed = form.answers.figures.get(indicator.code, NO_CELLS)
    for index, column in enumerate(fields.FIGURE_COLUMNS):
        match column.input:
            case Input.LOCKED if column.key == TOTAL.key and total and total.months < total.of:
                words = PARTIAL_TOTAL.format(months=total.months, of=total.of)
                look = looks.partial(indicator.decimals, words)
            case Input.LOCKED if column.key in _NUMBERS:
                look = looks.LAST_NUMBERS[indicator.decimals > 0]
            case Input.LOCKED:
                look = looks.locked_in(column)
            case Input.NUMBER:
                look = looks.number_input(indicator.decimals)
            case _:
                look = looks.INPUTS[column.input]
        values = known if column.input is Input.LOCKED else typed
        put(sheet, row, index, values.get(column.key), formats.of(look))


_WIDTHS = (24, 60, 34)


def write_instructions(sheet: GrowingSheet, form: Form, formats: Formats) -> None:
    """Write sheet Hướng dẫn."""
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, INSTRUCTIONS_TITLE, formats.of(ToFill.TITLE))
    if form.sample:
        sheet.write_string(0, 2, SAMPLE_MARK, formats.of(ToFill.SAMPLE))
    row = _write_lines(sheet, 1, _numbered(form), formats)
    row = _write_table(sheet, row + 1, INSTRUCTIONS_HEADINGS, _explained(form), formats)
    blocks = [range(row + 1, row + 3)]
    row = _write_table(sheet, row + 1, PROOF_HEADINGS, _proofs(form), formats)
    blocks.append(range(row + 1, row + 1 + len(Mark)))
    row = _write_legend(sheet, row + 1, formats)
    constraints = [constraint.text for constraint in constraints_of(form)]
    if constraints:
        sheet.write_string(row + 1, 0, CONSTRAINTS_HEADING, formats.of(looks.HEADING))
        _write_lines(sheet, row + 2, constraints, formats)
        blocks.append(range(row + 1, row + 3))
    set_up_page(sheet, looks.foot(form.unit, form.period), _WIDTHS, landscape=False)
    sheet.set_h_pagebreaks(keep_together(sheet, blocks, _WIDTHS, landscape=False))
    protect(sheet)


def _numbered(form: Form) -> list[str]:
    dispatch = form.register.profile.dispatch
    told = {
        "due": deadline_words(form.due),
        "kind": lower_first(dispatch.kind),
        "issuer": dispatch.issuer,
    }
    return [f"{n}. {step.format(**told)}" for n, step in enumerate(INSTRUCTIONS, 1)]


def _write_lines(sheet: GrowingSheet, row: int, lines: Iterable[str], formats: Formats) -> int:
    """One text a row, over the whole width; returns the row after the last."""
    for line in lines:
        sheet.fit_row(row, [(line, sum(_WIDTHS))])
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", formats.of(looks.PROSE))
        sheet.write_string(row, 0, line, formats.of(looks.PROSE))
        row += 1
    return row


def _explained(form: Form) -> list[Sequence[str]]:
    """How each column is filled in, and the text that the group is asked for."""
    profile, columns = (
        form.register.profile,
        inputs((*fields.ANSWER_COLUMNS, *fields.FIGURE_COLUMNS)),
    )
    told = [(each.header, each.hint, "\n".join(choices_of(each, profile))) for each in columns]
    hint = highlight_hint(form.period.cycle)
    return [*told, *([(form.highlight, hint, "")] if form.highlight else [])]


def _proofs(form: Form) -> list[Sequence[str]]:
    """What proves each obligation of the unit done."""
    owed = form.register.obligations_of(form.unit)
    return [(each.code, each.short_text, each.proof) for each in owed if each.proof]


def _write_table(
    sheet: GrowingSheet,
    row: int,
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    formats: Formats,
) -> int:
    """Three columns under their heads; returns the row after the last. Without lines, nothing."""
    if not lines:
        return row
    for index, head in enumerate(heads):
        sheet.write_string(row, index, head, formats.of(ToFill.HEAD))
    for at, texts in enumerate(lines, row + 1):
        sheet.fit_row(at, zip(texts, _WIDTHS, strict=True))
        for index, text in enumerate(texts):
            write_text(sheet, at, index, text, formats.of(ToFill.PLAIN))
    return row + 1 + len(lines)


def _write_legend(sheet: GrowingSheet, row: int, formats: Formats) -> int:
    for mark in Mark:
        sheet.write_blank(row, 0, None, formats.of(looks.MARK_LOOKS[mark]))
        sheet.write_string(row, 1, mark.value, formats.of(looks.PROSE))
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
    form = Form(unit, register.at(period), period, last, answers or UNANSWERED, sample)
    target = BytesIO()
    with NewWorkbook(target) as book:
        _describe(book, form)
        formats = Formats(book)
        instructions, answers_sheet, figures, meta = (
            book.add_worksheet(name, GrowingSheet)
            for name in (INSTRUCTIONS_SHEET, ANSWERS_SHEET, FIGURES_SHEET, META_SHEET)
        )
        write_instructions(instructions, form, formats)
        write_answers(answers_sheet, form, formats)
        write_figures(figures, form, formats)
        _write_meta(meta, form)
        answers_sheet.activate()
    return target.getvalue()


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
        MetaKey.VERSION: str(fields.FORM_VERSION),
        MetaKey.FINGERPRINT: form.register.fingerprint,
        MetaKey.ROWS: "; ".join(form.register.codes_of(form.unit)),
    }
    if form.highlight:
        values[MetaKey.HIGHLIGHT] = form.highlight
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


_HUNDRED = Decimal(100)
_WITHOUT_VALUE = frozenset({CellKind.ERROR, CellKind.UNCALCULATED})


def carried_over(
    submission: Submission, unit: Unit, register: Register, period: Period, last: LastMonth
) -> bytes:
    """A form of `unit` for `period` in which its answers stand, right or wrong, as it wrote them.

    Carried over are the rows whose codes the unit owes (of two rows of one code the first), the
    figures, the text asked of the group, the plan, and who made the form. A cell without a value (an error, a formula that was
    never calculated) is ``#N/A``, so that nobody takes it for blank. What stands elsewhere has no place in a form; it is
    in the file that came, and in the findings on it.
    """
    month = register.at(period)
    owed = {obligation.code for obligation in month.obligations_of(unit)}
    asked = {indicator.code for indicator in month.indicators_of(unit)}
    rows = {
        row.code: _typed(row, fields.inputs(fields.ANSWER_COLUMNS))
        for row in _rows(submission.answers)
        if row.code in owed
    }
    figures = {
        row.code: _typed(row, fields.inputs(fields.FIGURE_COLUMNS))
        for row in _rows(submission.figures)
        if row.code in asked
    }
    answers = Answers(
        MappingProxyType(rows),
        MappingProxyType(figures),
        tuple(_words(slot.cell) for slot in submission.plans if slot.cell),
        MappingProxyType(dict(_header(submission))),
        _words(told.cell) if (told := submission.highlight) and told.cell else "",
    )
    sample = submission.meta is not None and bool(submission.meta.sample)
    return write_form(unit, register, period, last, answers, sample=sample)


def _rows(tables: Iterable[Table]) -> Iterable[Row]:
    """The rows of all tables, the first of each code last, so that it counts."""
    return reversed([row for table in tables for row in table.rows])


def _typed(row: Row, columns: Iterable[Column]) -> Cells:
    """What is typed into those cells of a row."""
    return {
        column.key: _value(cell, column.input) for column in columns if (cell := row.cell(column))
    }


def _value(cell: Cell, wanted: Input) -> Typed:
    """The cell's value where the new cell shows the same, else the words that were shown."""
    if cell.kind in _WITHOUT_VALUE:
        return NoValue()
    is_amount = wanted is not Input.DATE and "%" not in cell.number_format
    if cell.kind is CellKind.NUMBER and cell.number is not None and is_amount:
        return cell.number
    is_day = cell.when is not None and cell.when.time() == time()
    if cell.kind is CellKind.DATE and cell.when is not None and is_day and wanted is Input.DATE:
        return cell.when.date()
    return _words(cell)


def _words(cell: Cell) -> str:
    """The cell as text, as its program showed it."""
    if cell.kind is CellKind.NUMBER and cell.number is not None and "%" in cell.number_format:
        return f"{(cell.number * _HUNDRED).normalize():f}%"
    if cell.kind is CellKind.DATE and cell.when is not None:
        day = short_date(cell.when)
        return day if cell.when.time() == time() else f"{day} {cell.when:%H:%M:%S}"
    return cell.text


def _header(submission: Submission) -> Iterable[tuple[str, Typed]]:
    for line in fields.header_inputs():
        slot = submission.header.get(line.key)
        if slot is not None and slot.cell is not None:
            yield line.key, _words(slot.cell)
