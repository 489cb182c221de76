"""What the form itself says beside an answer: the deadline, and in column Lưu ý what a clerk should see at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from cv183_reports.form.fields import (
    ASKED_NOTICE,
    DONE_HINT,
    DONE_HINT_DAY,
    DONE_LATE_NOTICE,
    DONE_NOTICE,
    DUE_NOTICE,
    NEW_NOTICE,
    NO_DATE,
    ON_DAY,
    OVERDUE_NOTICE,
    PAST_NOTICE,
    RECEIPT_NOTE,
    WAIVED_NOTE,
    Mark,
)
from cv183_reports.form.values import Form, Told
from cv183_reports.model import Kind, Obligation, Period, Register, Status
from cv183_reports.vietnamese.wording import (
    deadline_words,
    decision,
    period_noun,
    short_date,
    short_period,
)

_NOTICES = [
    re.compile(re.sub(r"\\{\w+\\}", ".*", re.escape(sentence)))
    for sentence in (
        WAIVED_NOTE,
        NEW_NOTICE,
        DUE_NOTICE,
        OVERDUE_NOTICE,
        ASKED_NOTICE,
        PAST_NOTICE,
        DONE_NOTICE,
        DONE_LATE_NOTICE,
    )
]
_OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS)


class Notice(Struct, frozen=True):
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
