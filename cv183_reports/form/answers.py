"""Column Lưu ý: what a clerk should see at once of one obligation, from what the unit told before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cv183_reports.form.layout import (
    ANSWER_COLUMNS,
    DONE_HINT,
    DONE_HINT_DAY,
    DONE_LATE_NOTICE,
    DONE_NOTICE,
    DUE_NOTICE,
    HEADER_FIELDS,
    NEW_NOTICE,
    NO_DATE,
    ON_DAY,
    OVERDUE_NOTICE,
    PAST_NOTICE,
    PLAN_HEADING,
    PLAN_LINES,
    RECEIPT_HINT,
    RECEIPT_NOTE,
    WAIVED_NOTE,
    HeaderField,
    Input,
    Mark,
    form_title,
)
from cv183_reports.form.looks import GrowingSheet, Styles, protect, put, set_up_page, write_heads
from cv183_reports.form.rules import Colouring, check_answer, position
from cv183_reports.form.values import Form, RowAnswer, Told, Typed
from cv183_reports.model import Kind, Obligation, Period, Record, Register, Status
from cv183_reports.spreadsheet.style import SAMPLE_MARK
from cv183_reports.vietnamese.wording import (
    deadline_words,
    decision,
    month_name,
    short_date,
    short_month,
)

_NOTICES = [
    re.compile(re.sub(r"\\{\w+\\}", ".*", re.escape(sentence)))
    for sentence in (
        WAIVED_NOTE,
        NEW_NOTICE,
        DUE_NOTICE,
        OVERDUE_NOTICE,
        PAST_NOTICE,
        DONE_NOTICE,
        DONE_LATE_NOTICE,
    )
]
_OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the cell."""

    text: str
    mark: Mark
    """The colour that says the same."""


def deadline_text(obligation: Obligation, period: Period, register: Register) -> str:
    """The deadline as the form shows it."""
    if obligation.deadline is None:
        return NO_DATE if obligation.kind is Kind.ONE_OFF else obligation.kind.value
    words = deadline_words(obligation.deadline.at(period))
    if not obligation.judged_by_receipt:
        return words
    return f"{words} ({RECEIPT_NOTE.format(board=register.settings.board.name)})"


def is_notice(text: str) -> bool:
    """Whether `text` is one line that the cell can say, of whatever month."""
    return any(pattern.fullmatch(text) for pattern in _NOTICES)


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
    elif told is not None and told.record.status not in _OPEN:
        return
    elif deadline is not None and deadline <= form.period.instant(1):
        yield Notice(OVERDUE_NOTICE, Mark.OVERDUE) if told else Notice(PAST_NOTICE, Mark.LOCKED)
    elif deadline is not None and deadline <= form.period.following.instant(1):
        yield Notice(DUE_NOTICE, Mark.LOCKED)


def done_hint(obligation: Obligation, form: Form) -> str | None:
    """What the status cell tells of an obligation that was done before; None of any other."""
    told = form.last.told.get(obligation.code)
    if obligation.kind is not Kind.ONE_OFF or told is None or told.record.status is not Status.DONE:
        return None
    taken_over = obligation.deadline and told.record.done_on and told.period == form.period.previous
    return _telling(DONE_HINT, told) + (DONE_HINT_DAY if taken_over else "")


def _telling(sentence: str, told: Told) -> str:
    day = told.record.done_on
    return sentence.format(day=_on(day), month=short_month(told.period.year, told.period.month))


def _on(day: date | None) -> str:
    return ON_DAY.format(day=short_date(day)) if day else ""


_HEADER_PLACES = {
    "unit": (1, "text", "last_result"),
    "period": (1, "status", "done_on"),
    "due": (1, "result", "difficulty"),
    "prepared_by": (2, "text", "last_result"),
    "phone": (2, "status", "done_on"),
}
"""By field: row, column of the label, last column of the value, which begins right of the label.

Few and short rows, so that the frozen part leaves the screen to the obligations.
"""
_HEAD_ROW = 3
_FIRST_ROW = 4
_ZOOM = 85
_HEADER_HEIGHT = 20
_HEAD_HEIGHT = 48
_PLAN_HEIGHT = 34
_LEAST_LINES = 4
"""Room to write in even where the obligation is short."""
_PLAN_LAST = "evidence"
"""A line of the plan reaches as far as this column."""


def write_answers(sheet: GrowingSheet, form: Form, styles: Styles) -> None:
    """Write sheet Báo cáo."""
    _write_top(sheet, form, styles)
    write_heads(sheet, _HEAD_ROW, ANSWER_COLUMNS, styles, _HEAD_HEIGHT)
    places = _write_rows(sheet, form, styles)
    last = max(places.values(), default=_HEAD_ROW)
    _write_plan(sheet, form, styles, last + 2)
    _set_up_view(sheet, min(places.values(), default=_FIRST_ROW))
    sheet.repeat_rows(_HEAD_ROW)
    sheet.ignore_errors({"number_stored_as_text": f"A{_FIRST_ROW}:A{last + 1}"})
    set_up_page(sheet, form.unit, form.period, landscape=True)
    protect(sheet)


def _set_up_view(sheet: GrowingSheet, first: int) -> None:
    """Code and text stay in view; the cursor waits in the first status cell."""
    sheet.set_zoom(_ZOOM)
    sheet.freeze_panes(_FIRST_ROW, position(ANSWER_COLUMNS, "text") + 1)
    status = position(ANSWER_COLUMNS, "status")
    sheet.set_selection(first, status, first, status)


def _write_top(sheet: GrowingSheet, form: Form, styles: Styles) -> None:
    sheet.write_string(0, 0, form_title(form.register.profile), styles.title)
    if form.sample:
        sheet.write_string(0, position(ANSWER_COLUMNS, "status"), SAMPLE_MARK, styles.sample)
    for field in HEADER_FIELDS:
        _write_field(sheet, form, field, styles)


def _write_field(sheet: GrowingSheet, form: Form, field: HeaderField, styles: Styles) -> None:
    row, label, last = _HEADER_PLACES[field.key]
    first = position(ANSWER_COLUMNS, label)
    style = styles.fact if field.input is Input.LOCKED else styles.entry
    sheet.set_row(row, _HEADER_HEIGHT)
    sheet.write_string(row, first, field.label, styles.label)
    sheet.merge_range(row, first + 1, row, position(ANSWER_COLUMNS, last), "", style)
    put(sheet, row, first + 1, _field_value(form, field.key), style)


def _field_value(form: Form, key: str) -> str:
    match key:
        case "unit":
            return f"{form.unit.name} ({form.unit.code})"
        case "period":
            return month_name(form.period.year, form.period.month)
        case "due":
            return deadline_words(form.due)
        case "prepared_by":
            return form.answers.prepared_by
        case "phone":
            return form.answers.phone
    raise KeyError(key)


def _write_rows(sheet: GrowingSheet, form: Form, styles: Styles) -> dict[str, int]:
    """The table; returns the row of each obligation by its code."""
    places: dict[str, int] = {}
    row = _FIRST_ROW
    owed = form.register.obligations_of(form.unit)
    for section, obligations in groupby(owed, key=lambda obligation: obligation.section):
        _write_section(sheet, row, section, styles)
        row += 1
        for obligation in obligations:
            _write_obligation(sheet, row, obligation, form, styles)
            _write_rules(sheet, row, obligation, form, styles)
            places[obligation.code] = row
            row += 1
    return places


def _write_section(sheet: GrowingSheet, row: int, section: str, styles: Styles) -> None:
    """A heading has no code; its text runs over the empty cells right of it."""
    for index in range(len(ANSWER_COLUMNS)):
        sheet.write_blank(row, index, None, styles.section)
    sheet.write_string(row, position(ANSWER_COLUMNS, "text"), section, styles.section)


def _write_obligation(
    sheet: GrowingSheet, row: int, obligation: Obligation, form: Form, styles: Styles
) -> None:
    answer = form.answers.rows.get(obligation.code, RowAnswer())
    told, waiver = notices(obligation, form), form.waiver(obligation)
    known = _known(obligation, form, told)
    texts = []
    for index, col in enumerate(ANSWER_COLUMNS):
        locked = col.input is Input.LOCKED
        value = known[col.key] if locked else getattr(answer, col.key)
        is_open = not (locked or waiver)
        style = styles.inputs[col.input] if is_open else styles.locked_in(col)
        if col.key == "notice" and told:
            style = styles.notices[told[0].mark]
        put(sheet, row, index, value, style)
        texts.append((str(value), col.width))
    sheet.fit_row(row, texts, _LEAST_LINES)


def _known(obligation: Obligation, form: Form, told: Sequence[Notice]) -> Mapping[str, Typed]:
    """What the locked cells of a row say, by column key."""
    record = form.last.records.get(obligation.code)
    return {
        "code": obligation.code,
        "text": obligation.text,
        "deadline": deadline_text(obligation, form.period, form.register),
        "notice": "\n".join(notice.text for notice in told),
        "last_status": record.status.value if record else "",
        "last_percent": _percent(record),
        "last_result": record.result if record else "",
    }


def _percent(record: Record | None) -> Typed:
    return "" if record is None or record.percent is None else record.percent


def _write_plan(sheet: GrowingSheet, form: Form, styles: Styles, top: int) -> None:
    text, last = (position(ANSWER_COLUMNS, key) for key in ("text", _PLAN_LAST))
    sheet.write_string(top, text, PLAN_HEADING, styles.heading)
    for number in range(1, PLAN_LINES + 1):
        row = top + number
        sheet.set_row(row, _PLAN_HEIGHT)
        sheet.write_string(row, 0, f"{number}.", styles.locked_centre)
        sheet.merge_range(row, text, row, last, "", styles.entry)
        put(sheet, row, text, "".join(form.answers.plans[number - 1 : number]), styles.entry)


def _write_rules(
    sheet: GrowingSheet, row: int, obligation: Obligation, form: Form, styles: Styles
) -> None:
    if form.waiver(obligation):
        return
    for col in ANSWER_COLUMNS:
        if col.input is not Input.LOCKED:
            hint = _status_hint(obligation, form) if col.key == "status" else None
            check_answer(sheet, row, col, form, hint or col.hint)
    colouring = Colouring(sheet, styles, row)
    colouring.contradictions()
    deadline = obligation.deadline.at(form.period) if obligation.deadline else None
    if deadline and deadline <= form.due and not obligation.judged_by_receipt:
        colouring.overdue(deadline)
    colouring.done()


def _status_hint(obligation: Obligation, form: Form) -> str | None:
    """What the status cell of this obligation says in place of its column's hint."""
    return RECEIPT_HINT if obligation.judged_by_receipt else done_hint(obligation, form)
