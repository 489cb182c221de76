"""Sheet Báo cáo of the form: a row for each obligation, and in its column Lưu ý what a clerk should see at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from cv183_reports.form import fields, looks
from cv183_reports.form.fields import (
    ASKED_NOTICE,
    CODE,
    CUT_RESULT,
    DEADLINE,
    DONE_HINT,
    DONE_HINT_DAY,
    DONE_LATE_NOTICE,
    DONE_NOTICE,
    DUE_NOTICE,
    EVIDENCE,
    LAST_PERCENT,
    LAST_RESULT,
    LAST_STATUS,
    NEW_NOTICE,
    NOTICE,
    ON_DAY,
    OVERDUE_NOTICE,
    PAST_NOTICE,
    PLAN_LINES,
    PROOF_HINT,
    RECEIPT_HINT,
    RESULT,
    STATUS,
    TEXT,
    WAIVED_NOTE,
    Column,
    HeaderField,
    Input,
    Mark,
    deadline_text,
    form_title,
    highlight_hint,
    inputs,
    plan_heading,
    position,
)
from cv183_reports.form.looks import Colouring, check_answer, protect, put, write_heads
from cv183_reports.form.values import NO_CELLS, Cells, Form, Told, Typed
from cv183_reports.model import Kind, Obligation, Record, Status
from cv183_reports.spreadsheet.style import (
    MOST_LINES,
    Formats,
    GrowingSheet,
    ToFill,
    fitted_height,
    keep_together,
    set_up_page,
    wrapped_lines,
    write_text,
)
from cv183_reports.vietnamese.wording import (
    SAMPLE_MARK,
    deadline_words,
    decision,
    period_name,
    period_noun,
    short_date,
    short_period,
)

_HEAD_ROW = 3
_FIRST_ROW = 4
_ZOOM = 85
_HEADER_HEIGHT = 20
_HEAD_HEIGHT = 48
_PLAN_HEIGHT = 34
_HIGHLIGHT_LINES = 5
_LEAST_LINES = 4
"""Room to write in even where the obligation is short."""
_PLAN_LAST = RESULT
"""A line of the plan reaches as far as this column, the last of the first printed page."""


def write_answers(sheet: GrowingSheet, form: Form, formats: Formats) -> None:
    """Write sheet Báo cáo."""
    _write_top(sheet, form, formats)
    write_heads(sheet, _HEAD_ROW, fields.ANSWER_COLUMNS, formats, _HEAD_HEIGHT)
    places = _write_rows(sheet, form, formats)
    last = max(places.values(), default=_HEAD_ROW)
    top = _write_highlight(sheet, form, formats, last + 2)
    _write_plan(sheet, form, formats, top)
    _set_up_view(sheet, min(places.values(), default=_FIRST_ROW))
    sheet.repeat_rows(_HEAD_ROW)
    sheet.ignore_errors({"number_stored_as_text": f"A{_FIRST_ROW}:A{last + 1}"})
    widths = [column.width for column in fields.ANSWER_COLUMNS]
    text = position(fields.ANSWER_COLUMNS, TEXT)
    set_up_page(sheet, looks.foot(form.unit, form.period), widths, repeated=text + 1)
    begun = [last + 2] if form.highlight else []
    sheet.set_h_pagebreaks([*_begin_pages(sheet, places.values(), top, widths), *begun])
    protect(sheet)


def _begin_pages(
    sheet: GrowingSheet, rows: Collection[int], plan: int, widths: Sequence[float]
) -> list[int]:
    """Where a page has to begin for no section to leave its heading behind, nor the plan, which follows the last row."""
    blocks = [range(row - 1, row + 1) for row in rows if row - 1 not in rows]
    if plan == max(rows, default=_HEAD_ROW) + 2:
        blocks.append(range(plan, plan + PLAN_LINES + 1))
    return keep_together(sheet, blocks, widths, repeated=_HEAD_HEIGHT)


def _set_up_view(sheet: GrowingSheet, first: int) -> None:
    """Code and text stay in view; the cursor waits in the first status cell."""
    sheet.set_zoom(_ZOOM)
    sheet.freeze_panes(_FIRST_ROW, position(fields.ANSWER_COLUMNS, TEXT) + 1)
    status = position(fields.ANSWER_COLUMNS, STATUS)
    sheet.set_selection(first, status, first, status)


def _write_top(sheet: GrowingSheet, form: Form, formats: Formats) -> None:
    last = max(line.row for line in fields.HEADER_FIELDS)
    text = position(fields.ANSWER_COLUMNS, TEXT)
    title = form_title(form.register.profile)
    shape = formats.of(looks.TITLE_BLOCK)
    sheet.merge_range(0, 0, last, text, "", shape)
    write_text(sheet, 0, 0, title, shape)
    if form.sample:
        sheet.write_string(
            0, position(fields.ANSWER_COLUMNS, STATUS), SAMPLE_MARK, formats.of(ToFill.SAMPLE)
        )
    heights: dict[int, float] = {}
    for line in fields.HEADER_FIELDS:
        height = _write_line(sheet, form, line, formats)
        heights[line.row] = max(heights.get(line.row, _HEADER_HEIGHT), height)
    for row, height in heights.items():
        sheet.set_row(row, height)


def _write_line(sheet: GrowingSheet, form: Form, line: HeaderField, formats: Formats) -> float:
    """One line of the header block; returns the height that it needs."""
    first, last = (position(fields.ANSWER_COLUMNS, column) for column in (line.under, line.until))
    is_locked = line.input is Input.LOCKED
    value = (_known_of_unit(form) if is_locked else form.answers.header).get(line.key, "")
    shape = formats.of(looks.FACT if is_locked else looks.ENTRY)
    sheet.write_string(line.row, first, line.label, formats.of(looks.LABEL))
    sheet.merge_range(line.row, first + 1, line.row, last, "", shape)
    put(sheet, line.row, first + 1, value, shape)
    width = sum(column.width for column in fields.ANSWER_COLUMNS[first + 1 : last + 1])
    return fitted_height([(str(value), width)])


def _known_of_unit(form: Form) -> Cells:
    """What the locked cells of the header block say."""
    return {
        fields.UNIT.key: f"{form.unit.name} ({form.unit.code})",
        fields.PERIOD.key: period_name(form.period),
        fields.DUE.key: deadline_words(form.due),
    }


def _write_rows(sheet: GrowingSheet, form: Form, formats: Formats) -> dict[str, int]:
    """The table; returns the row of each obligation by its code."""
    places: dict[str, int] = {}
    row = _FIRST_ROW
    owed = form.register.obligations_of(form.unit)
    for section, obligations in groupby(owed, key=lambda obligation: obligation.section):
        looks.write_title(sheet, row, fields.ANSWER_COLUMNS, TEXT, section, formats)
        row += 1
        for obligation in obligations:
            _write_obligation(sheet, row, obligation, form, formats)
            _write_rules(sheet, row, obligation, form, formats)
            places[obligation.code] = row
            row += 1
    return places


def _write_obligation(
    sheet: GrowingSheet, row: int, obligation: Obligation, form: Form, formats: Formats
) -> None:
    typed = form.answers.rows.get(obligation.code, NO_CELLS)
    told, waiver = notices(obligation, form), form.waiver(obligation)
    known = _known(obligation, form, told)
    texts = []
    for index, column in enumerate(fields.ANSWER_COLUMNS):
        locked = column.input is Input.LOCKED
        value = (known if locked else typed).get(column.key, "")
        is_open = not (locked or waiver)
        look = looks.INPUTS[column.input] if is_open else looks.locked_in(column)
        if column.key == NOTICE.key and told:
            look = looks.NOTICES[told[0].mark]
        put(sheet, row, index, value, formats.of(look))
        texts.append((str(value), column.width))
    sheet.fit_row(row, texts, _LEAST_LINES)


def _known(obligation: Obligation, form: Form, told: Sequence[Notice]) -> Cells:
    """What the locked cells of a row say."""
    record = form.last.records.get(obligation.code)
    return {
        CODE.key: obligation.code,
        TEXT.key: obligation.text,
        DEADLINE.key: deadline_text(obligation, form.period, form.register),
        NOTICE.key: "\n".join(notice.text for notice in told),
        LAST_STATUS.key: record.status.value if record else "",
        LAST_PERCENT.key: _percent(record),
        LAST_RESULT.key: _recalled(record.result) if record else "",
    }


def _recalled(result: str) -> str:
    """As much of last month's result as a row can show, and a sign where that is not all."""
    if wrapped_lines(result, LAST_RESULT.width) <= MOST_LINES:
        return result
    words = result.split(" ")

    def is_too_much(count: int) -> bool:
        return wrapped_lines(" ".join(words[:count]) + CUT_RESULT, LAST_RESULT.width) > MOST_LINES

    most = bisect_left(range(len(words)), True, key=is_too_much) - 1  # noqa: FBT003 - no keyword
    return " ".join(words[:most]) + CUT_RESULT


def _percent(record: Record | None) -> Typed:
    return "" if record is None or record.percent is None else record.percent


def _write_highlight(sheet: GrowingSheet, form: Form, formats: Formats, top: int) -> int:
    """The text that the group is asked for; returns the row of what follows it.

    On paper it begins a page, with the plan below it, so that neither is parted from its heading.
    """
    label = form.highlight
    if not label:
        return top
    first, last = (position(fields.ANSWER_COLUMNS, column) for column in (TEXT, _PLAN_LAST))
    sheet.write_string(top, first, label, formats.of(looks.HEADING))
    row, text = top + 1, form.answers.highlight
    width = sum(column.width for column in fields.ANSWER_COLUMNS[first : last + 1])
    sheet.set_row(row, fitted_height([(text, width)], _HIGHLIGHT_LINES))
    sheet.merge_range(row, first, row, last, "", formats.of(looks.TEXT_ENTRY))
    put(sheet, row, first, text, formats.of(looks.TEXT_ENTRY))
    looks.prompt(sheet, row, first, highlight_hint(form.period.cycle))
    return row + 2


def _write_plan(sheet: GrowingSheet, form: Form, formats: Formats, top: int) -> None:
    text, last = (position(fields.ANSWER_COLUMNS, column) for column in (TEXT, _PLAN_LAST))
    heading = plan_heading(form.period.cycle)
    sheet.write_string(top, text, heading, formats.of(looks.HEADING))
    for number in range(1, PLAN_LINES + 1):
        row = top + number
        sheet.set_row(row, _PLAN_HEIGHT)
        sheet.write_string(row, 0, f"{number}.", formats.of(ToFill.OURS_CENTRE))
        sheet.merge_range(row, text, row, last, "", formats.of(looks.ENTRY))
        put(
            sheet,
            row,
            text,
            "".join(form.answers.plans[number - 1 : number]),
            formats.of(looks.ENTRY),
        )


def _write_rules(
    sheet: GrowingSheet, row: int, obligation: Obligation, form: Form, formats: Formats
) -> None:
    if form.waiver(obligation):
        return
    for column in inputs(fields.ANSWER_COLUMNS):
        check_answer(sheet, row, column, form, _hint(column, obligation, form))
    colouring = Colouring(sheet, formats, row)
    colouring.contradictions()
    deadline = obligation.deadline.at(form.period) if obligation.deadline else None
    is_past = deadline is not None and deadline <= form.due and not obligation.judged_by_receipt
    colouring.new_deadline(is_past=is_past)
    if deadline and is_past:
        colouring.overdue(deadline)
    colouring.done()


def _hint(column: Column, obligation: Obligation, form: Form) -> str:
    """What the cell of this obligation says when it is selected."""
    match column.key:
        case STATUS.key if obligation.judged_by_receipt:
            return RECEIPT_HINT
        case STATUS.key:
            return done_hint(obligation, form) or column.hint
        case EVIDENCE.key if obligation.proof:
            return f"{PROOF_HINT.format(proof=obligation.proof)}\n{column.hint}"
        case _:
            return column.hint


class Notice(Struct, frozen=True):
    """One line of the cell."""

    text: str
    mark: Mark
    """The colour that says the same."""


def notices(obligation: Obligation, form: Form) -> tuple[Notice, ...]:
    """What is to be said of `obligation`, the most pressing first.

    Judged at the beginning of the month, so that a form is the same on whatever day it is made.
    """
    waiver = form.waiver(obligation)
    if waiver is not None:
        words = decision(waiver.document, waiver.decided_on)
        return (Notice(WAIVED_NOTE.format(decision=words), Mark.LOCKED),)
    told = form.last.told.get(obligation.code)
    found = tuple(_progress(obligation, form, told))
    is_new = obligation.code in form.last.unseen and told is None
    return (*found, Notice(NEW_NOTICE, Mark.NEW)) if is_new else found


def _progress(obligation: Obligation, form: Form, told: Told | None) -> Iterator[Notice]:
    """Of what is done once; the deadline of what is owed every month stands in its own column."""
    if obligation.kind is not Kind.ONE_OFF:
        return
    deadline = obligation.deadline.at(form.period) if obligation.deadline else None
    if told is not None and told.record.status is Status.DONE:
        done_on = told.record.done_on
        late = deadline is not None and done_on is not None and done_on >= deadline.date()
        text = _telling(DONE_LATE_NOTICE if late else DONE_NOTICE, told)
        yield Notice(text, Mark.OVERDUE if late else Mark.DONE)
    elif told is not None and not told.record.status.is_open:
        return
    elif deadline is not None and deadline <= form.period.begin:
        yield Notice(_overdue(told), Mark.OVERDUE) if told else Notice(PAST_NOTICE, Mark.LOCKED)
    elif deadline is not None and deadline <= form.period.end:
        yield Notice(DUE_NOTICE.format(noun=period_noun(form.period.cycle)), Mark.LOCKED)


def _overdue(told: Told) -> str:
    day = told.record.new_deadline
    if day is None:
        return OVERDUE_NOTICE
    month = short_period(told.period)
    return ASKED_NOTICE.format(day=short_date(day), month=month)


def done_hint(obligation: Obligation, form: Form) -> str | None:
    """What the status cell tells of an obligation that was done before; None of any other."""
    told = form.last.told.get(obligation.code)
    if obligation.kind is not Kind.ONE_OFF or told is None or told.record.status is not Status.DONE:
        return None
    taken_over = obligation.deadline and told.record.done_on and told.period == form.period.previous
    return _telling(DONE_HINT, told) + (DONE_HINT_DAY if taken_over else "")


def _telling(sentence: str, told: Told) -> str:
    day = told.record.done_on
    return sentence.format(day=_on(day), month=short_period(told.period))


def _on(day: date | None) -> str:
    return ON_DAY.format(day=short_date(day)) if day else ""
