"""What the cells of one row say together, against the deadline and against last month."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType

from msgspec import Struct

from cv183_reports.catalogue import structure
from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form import fields
from cv183_reports.form.fields import (
    CAUSE,
    CUT_RESULT,
    DEADLINE,
    DIFFICULTY,
    DONE_ON,
    DUE,
    LAST_PERCENT,
    LAST_RESULT,
    LAST_STATUS,
    LAST_VALUE,
    LEVEL,
    NEW_DEADLINE,
    NOTICE,
    PERCENT,
    RESULT,
    STATUS,
    TEXT,
    TOTAL,
    VALUE,
    Column,
    deadline_text,
    inputs,
    is_notice,
    last_day,
    recalls,
)
from cv183_reports.form.values import Row, Slot, Submission
from cv183_reports.model import (
    Answer,
    Dispatch,
    Figure,
    Obligation,
    Period,
    Receipt,
    Record,
    Register,
    Status,
    Unit,
)
from cv183_reports.model.finding import Finding, Severity, needs_action
from cv183_reports.spreadsheet.grid import Cell, CellKind
from cv183_reports.validation.reading import (
    at_most,
    doubtful_percents,
    either,
    is_left_blank,
)
from cv183_reports.validation.seen import exact, shown
from cv183_reports.validation.structure import Asking, Issued, as_issued
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.parsing import is_none
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import deadline_words

_FULL = 100
_NOTHING = (Status.NOT_ARISING, Status.NOT_COMPETENT)
_A_LETTER = re.compile(r"[^\W\d_]")
_TELLING_LENGTH = 20
"""Shorter results ("Đã ban hành") may well be the same in two months."""
_LEAD = 25
"""Letters, tones apart, that may stand before the words of a task and add nothing: "Đang tiếp tục"."""
_PART = 40
"""Characters of a task that are no turn of phrase any more."""


class Asked(Struct, frozen=True):
    """What one row is judged against."""

    asking: Asking
    obligation: Obligation
    last: Record | None
    """What the unit validly said last month."""

    @property
    def starts_afresh(self) -> bool:
        """Whether last month says nothing of this one."""
        return self.obligation.kind.recurs

    @property
    def may_be_blank(self) -> bool:
        """Whether the row need not be filled in."""
        return self.obligation.judged_by_receipt or self.asking.is_waived(self.obligation)

    @property
    def receipt(self) -> Receipt:
        """When the file came."""
        return self.asking.receipt

    @property
    def received(self) -> date:
        """The day the file came; where nobody knows it, the last of its month."""
        return self.asking.plausible[1]

    @property
    def dispatch(self) -> Dispatch:
        """What asked for it."""
        return self.asking.register.profile.dispatch


Check = Callable[[Row, Record, Asked], Iterator[Finding]]


def contradictions(row: Row, record: Record, asked: Asked) -> tuple[Finding, ...]:
    """Everything that does not fit together in one row; `record` is what its cells say."""
    return tuple(finding for check in _CHECKS for finding in check(row, record, asked))


def _done_with_less_than_all(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    """Also of a percentage with two meanings, where neither is all."""
    if record.status is not Status.DONE:
        return
    slot = row.slot(PERCENT)
    known = doubtful_percents(slot) if record.percent is None else (record.percent,)
    if known and max(known) < _FULL:
        percent = either(wording.number(reading) for reading in known)
        yield catalogue.DONE_NOT_FULL.at(slot.place, percent=percent)


def _all_but_not_done(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    open_ = record.status in (Status.NOT_STARTED, Status.IN_PROGRESS)
    if open_ and record.percent == _FULL:
        status = record.status.value
        yield catalogue.FULL_NOT_DONE.at(row.place(PERCENT), status=status)


def _percent_of_nothing(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    nothing = record.status in _NOTHING
    begun = record.status is Status.NOT_STARTED and 0 < (record.percent or 0) < _FULL
    if begun or (nothing and record.percent):
        assert record.percent is not None
        percent, status = wording.number(record.percent), record.status.value
        place = row.place(PERCENT)
        yield catalogue.PERCENT_NOT_OWED.at(place, status=status, percent=percent)


def _date_but_not_done(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    if record.done_on is not None and record.status is not Status.DONE:
        place, value = row.place(DONE_ON), wording.short_date(record.done_on)
        yield catalogue.DATE_NOT_DONE.at(place, value=value, status=record.status.value)


def _done_without_date(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """Before the deadline the receipt itself shows that it was done in time."""
    slot, obligation = row.slot(DONE_ON), asked.obligation
    if obligation.deadline is None or obligation.judged_by_receipt:
        return
    is_done = record.status is Status.DONE and record.done_on is None
    is_undated = is_done and is_left_blank(slot.cell)
    if is_undated and not asked.receipt.is_before(obligation.deadline.at(asked.asking.period)):
        yield catalogue.DONE_WITHOUT_DATE.at(slot.place, code=row.code)


def _date_to_come(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    received = asked.received
    if record.done_on is not None and record.done_on > received:
        yield catalogue.DATE_FUTURE.at(
            row.place(DONE_ON),
            value=wording.long_date(record.done_on),
            received=wording.short_date(received)
            if asked.receipt.at
            else catalogue.UNKNOWN_DAY.format(last=wording.short_date(received)),
        )


def _date_out_of_place(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """A machine with American dates stores 5/8 as 8 May; from the 13th on it leaves text."""
    slot, day = row.slot(DONE_ON), record.done_on
    if day is None or slot.cell is None:
        return
    received = asked.received
    swapped = _swapped(day) if slot.cell.when is not None else None
    is_plausible = asked.dispatch.begun_on <= day <= received
    if not is_plausible and swapped and asked.dispatch.begun_on <= swapped <= received:
        words = wording.long_date(day), wording.long_date(swapped)
        yield catalogue.DATE_SWAPPED.at(slot.place, value=words[0], swapped=words[1])
    elif day < asked.dispatch.earliest:
        yield catalogue.DATE_EARLY.at(slot.place, value=wording.long_date(day))


def _done_before_the_month(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """What is owed every month is not done by what was done for the month before."""
    first = asked.asking.period.begin.date()
    if not asked.starts_afresh or asked.obligation.judged_by_receipt:
        return
    if record.status is Status.DONE and record.done_on is not None and record.done_on < first:
        value = wording.short_date(record.done_on)
        kind = asked.obligation.kind.value.lower()
        yield catalogue.DATE_OF_LAST_MONTH.at(row.place(DONE_ON), kind=kind, value=value)


def _swapped(day: date) -> date | None:
    """The date with day and month exchanged, where there is such a date."""
    try:
        return date(day.year, day.day, day.month)
    except ValueError:
        return None


def _less_than_last(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    last = asked.last.percent if asked.last and not asked.starts_afresh else None
    is_nothing = record.status in _NOTHING and not record.percent
    if last is not None and record.percent is not None and record.percent < last and not is_nothing:
        yield catalogue.LESS_THAN_LAST.at(
            row.place(PERCENT),
            percent=wording.number(record.percent),
            last=wording.number(last),
        )


def _no_longer_done(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    was_done = asked.last is not None and asked.last.status is Status.DONE
    if was_done and not asked.starts_afresh and record.status is not Status.DONE:
        yield catalogue.UNDONE.at(row.place(STATUS), status=record.status.value)


def _not_owed_by_name(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """Of what a whole group owes, a unit may have nothing; not of what it alone was chosen for."""
    nothing = record.status in _NOTHING
    if nothing and asked.asking.unit.code in asked.obligation.assigned_to:
        yield catalogue.NOT_OWED_BY_NAME.at(
            row.place(STATUS),
            status=record.status.value,
            dispatch=asked.asking.register.profile.dispatch.kind,
            code=row.code,
        )


def _copied_from_last(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """Also what a grey cell recalls only in part: nobody means to say «… (xem đủ ở báo cáo kỳ trước)»."""
    is_recalled = record.result.endswith(CUT_RESULT.strip())
    is_telling = record.status.is_open and len(record.result) >= _TELLING_LENGTH
    if is_recalled or (
        is_telling
        and asked.last is not None
        and fold_words(record.result) == fold_words(asked.last.result)
    ):
        yield catalogue.RESULT_UNCHANGED.at(row.place(RESULT))


def _copied_from_the_task(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """Its words, or a good part of them, say what was owed and not what was done; of what goes on, also behind «Đã», «Tiếp tục»."""
    if record.status not in (Status.IN_PROGRESS, Status.DONE) or len(record.result) < _PART:
        return
    told, task = fold_words(record.result), fold_words(asked.obligation.text)
    lead = _LEAD if record.status is Status.IN_PROGRESS else 0
    if told in task or (told.endswith(task) and len(told) - len(task) <= lead):
        yield catalogue.RESULT_IS_TASK.at(row.place(RESULT), code=row.code)


def _nothing_told(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    if record.status not in (Status.IN_PROGRESS, Status.DONE):
        return
    slot = row.slot(RESULT)
    is_day = slot.cell is not None and slot.cell.kind is CellKind.DATE
    is_number = record.result and not is_day and not _A_LETTER.search(record.result)
    if is_number or _tells_nothing(slot.cell):
        yield catalogue.RESULT_EMPTY.at(slot.place, status=record.status.value)


def _tells_nothing(cell: Cell | None) -> bool:
    """Whether a cell for a text is blank, or says that there is nothing to tell."""
    return cell is None or (cell.kind is CellKind.TEXT and is_none(cell.text))


def _addressed_to_nobody(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    slot = row.slot(LEVEL)
    if record.proposal and is_left_blank(slot.cell):
        yield catalogue.LEVEL_MISSING.at(slot.place)


def _cause_of_nothing(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """What is overdue has a cause, whether or not the unit names a difficulty."""
    deadline = _deadline(asked)
    due = asked.asking.register.due(asked.asking.period)
    is_overdue = record.status.is_open and deadline is not None and deadline <= due
    if record.cause is not None and not is_overdue and _tells_nothing(row.cell(DIFFICULTY)):
        yield catalogue.CAUSE_ALONE.at(row.place(CAUSE), value=record.cause.value)


def _deadline(asked: Asked) -> datetime | None:
    deadline = asked.obligation.deadline
    return deadline.at(asked.asking.period) if deadline else None


def _new_deadline(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """Of what is overdue it has to lie ahead; of anything else it says nothing."""
    day = record.new_deadline
    if day is None:
        return
    place, value = row.place(NEW_DEADLINE), wording.short_date(day)
    period, due = asked.asking.period, asked.asking.register.due(asked.asking.period)
    deadline = _deadline(asked)
    first, last = due.date() + timedelta(days=1), last_day(NEW_DEADLINE, period)
    if not record.status.is_open:
        why = catalogue.STATUS_IS.format(status=record.status.value)
    elif deadline is None:
        why = catalogue.NO_DEADLINE
    elif deadline > due or asked.obligation.judged_by_receipt:
        why = catalogue.DEADLINE_IS.format(deadline=deadline_words(deadline))
    elif not first <= day <= last:
        limits = {"first": wording.short_date(first), "last": wording.short_date(last)}
        yield catalogue.NEW_DEADLINE_UNFIT.at(place, value=value, **limits)
        return
    else:
        return
    yield catalogue.NEW_DEADLINE_UNNEEDED.at(place, value=value, code=row.code, why=why)


_CHECKS: tuple[Check, ...] = (
    _done_with_less_than_all,
    _all_but_not_done,
    _percent_of_nothing,
    _date_but_not_done,
    _done_without_date,
    _date_to_come,
    _date_out_of_place,
    _done_before_the_month,
    _less_than_last,
    _no_longer_done,
    _not_owed_by_name,
    _copied_from_last,
    _copied_from_the_task,
    _nothing_told,
    _addressed_to_nobody,
    _cause_of_nothing,
    _new_deadline,
)


LastSaid = tuple[Mapping[tuple[str, str], Record], Mapping[tuple[str, str], Figure]]
"""What the units said a month ago: records by (unit, obligation), figures by (unit, indicator)."""
_NUMBERS = (TOTAL, LAST_VALUE)
_STATUSES = {fold_words(status.value) for status in Status}


def grey_cells(
    submission: Submission,
    unit: Unit,
    register: Register,
    period: Period,
    last: LastSaid,
) -> Iterator[Finding]:
    """One finding for each sheet on the cells beside the answers that hold what no form prints there.

    What was said in the months before may have changed since the form was issued: only the kind is looked at.
    But beside a result or a figure left blank, another one than last month's was typed there by mistake.
    `last`: last month's records by (unit, obligation), and its figures by (unit, indicator).
    """
    records, figures = last
    owed = {obligation.code: obligation for obligation in register.obligations_of(unit)}
    slots = [*_in_header(submission, register, period)]
    for row in (row for table in submission.answers for row in table.rows if row.code in owed):
        issued = deadline_text(owed[row.code], period, register)
        slots += _in_answers(row, issued, records.get((unit.code, row.code)))
    for row in (row for table in submission.figures for row in table.rows):
        slots += _in_figures(row, figures.get((unit.code, row.code)))
    by_sheet: dict[str, list[Slot]] = {}
    for slot in slots:
        by_sheet.setdefault(slot.sheet, []).append(slot)
    for found in by_sheet.values():
        cells = at_most([slot.place.cell for slot in found], structure.MORE_CELLS)
        assert found[0].cell is not None
        yield structure.GREY_CELLS.at(found[0].place, cells=cells, value=shown(found[0].cell))


def _in_header(submission: Submission, register: Register, period: Period) -> Iterator[Slot]:
    slot = submission.header.get(DUE.key)
    if slot and slot.cell and not _says(slot.cell, deadline_words(register.due(period))):
        yield slot


def _in_answers(row: Row, issued_deadline: str, last: Record | None) -> Iterator[Slot]:
    deadline, notice = row.cell(DEADLINE), row.cell(NOTICE)
    status, result = row.cell(LAST_STATUS), row.cell(LAST_RESULT)
    if deadline is not None and not _says(deadline, issued_deadline):
        yield row.slot(DEADLINE)
    if notice is not None and not all(map(is_notice, notice.text.splitlines())):
        yield row.slot(NOTICE)
    if status is not None and fold_words(status.text) not in _STATUSES:
        yield row.slot(LAST_STATUS)
    if _is_text(row.cell(LAST_PERCENT)):
        yield row.slot(LAST_PERCENT)
    if (
        result is not None
        and last is not None
        and row.cell(RESULT) is None
        and not recalls(result.text, last.result)
        and not _says(result, last.result)
    ):
        yield row.slot(LAST_RESULT)


def _in_figures(row: Row, last: Figure | None) -> Iterator[Slot]:
    yield from (row.slot(column) for column in _NUMBERS if _is_text(row.cell(column)))
    told = row.cell(LAST_VALUE)
    if row.cell(VALUE) is not None or told is None or told.number is None or last is None:
        return
    if exact(told.number) != last.value:
        yield row.slot(LAST_VALUE)


def _says(cell: Cell, text: str) -> bool:
    return cell.text == text or fold_words(cell.text) == fold_words(text)


def _is_text(cell: Cell | None) -> bool:
    return cell is not None and cell.kind is not CellKind.NUMBER


_SORTED = Issued(swapped=structure.TEXT_SWAPPED, changed=structure.TEXT_CHANGED)


class RowVerdict(Struct, frozen=True):
    """One row, judged."""

    record: Record | None
    blank: bool
    """Nothing was filled in."""
    findings: tuple[Finding, ...]

    @property
    def is_faulty(self) -> bool:
        """Whether something was filled in that cannot be taken."""
        return not self.blank and self.record is None

    @property
    def is_short(self) -> bool:
        """Whether it counts, but for a cell that is wrong."""
        return self.record is not None and needs_action(self.findings)


def judge_row(row: Row, asked: Asked) -> RowVerdict:
    """What `row` validly says; no record if a cell of it is wrong and others hang on that cell."""
    text = tuple(as_issued(row.slot(TEXT), row.code, asked.asking.texts, _SORTED))
    columns = inputs(fields.ANSWER_COLUMNS)
    if not any(row.cell(column) for column in columns):
        place = row.place(STATUS)
        missing = () if asked.may_be_blank else (catalogue.ROW_BLANK.at(place, code=row.code),)
        return RowVerdict(None, blank=True, findings=text + missing)
    record, found = _read(row, columns, asked)
    findings = text + found
    if record is not None:
        record, dated = _date_of_last_month(row, record, asked)
        findings += dated + contradictions(row, record, asked)
    alone = {
        row.place(column): column.key
        for column in columns
        if column.stands_alone and row.cell(column)
    }
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if any(f.code not in catalogue.CELL_ALONE and f.place not in alone for f in errors):
        record = None
    for key in (alone[f.place] for f in errors if f.place in alone):
        record = record and record.saying(key, None)
    return RowVerdict(record, blank=False, findings=findings)


def _read(
    row: Row, columns: Sequence[Column], asked: Asked
) -> tuple[Record | None, tuple[Finding, ...]]:
    """The record that the cells make, each taken by itself; None without a status."""
    answers: dict[str, Answer] = {}
    findings: list[Finding] = []
    for column in columns:
        read = asked.asking.read(row, column)
        answers[column.key] = read.value
        findings += read.findings
    if answers.get(STATUS.key) is None:
        return None, (*_status_blank(row), *findings)
    record = Record(asked.asking.unit.code, row.code, MappingProxyType(answers), row.place(STATUS))
    return record, tuple(findings)


def _status_blank(row: Row) -> Iterator[Finding]:
    slot = row.slot(STATUS)
    if slot.cell is None:
        yield catalogue.STATUS_BLANK.at(slot.place, code=row.code)


def _date_of_last_month(
    row: Row, record: Record, asked: Asked
) -> tuple[Record, tuple[Finding, ...]]:
    """What was done by a fixed date stays done on the day that was told before."""
    slot, deadline, last = row.slot(DONE_ON), asked.obligation.deadline, asked.last
    is_undated = record.status is Status.DONE and is_left_blank(slot.cell)
    if not is_undated or deadline is None or deadline.once is None:
        return record, ()
    if last is None or last.status is not Status.DONE or last.done_on is None:
        return record, ()
    told = catalogue.DATE_FROM_LAST.at(slot.place, value=wording.short_date(last.done_on))
    return record.saying(DONE_ON.key, last.done_on), (told,)
