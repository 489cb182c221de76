"""What the cells of one row say together, against the deadline and against last month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form.submission import Row
from cv183_reports.model import Kind, Obligation, Period, Receipt, Record, Status
from cv183_reports.model.finding import Finding
from cv183_reports.validation.reading import doubtful_percents, either
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.text import fold_words

_FULL = 100
_TELLING_LENGTH = 20
"""Shorter results ("Đã ban hành") may well be the same in two months."""
_FIRST_PLAUSIBLE = date(2025, 1, 1)
"""Conclusion 183 is of 2025: nothing it asks for was done before."""
_TWO_TIERS_BEGAN = date(2025, 7, 1)
"""The two-tier government of the dispatch; earlier dates may be a day taken for a month."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one row is judged against."""

    unit: str
    obligation: Obligation
    period: Period
    receipt: Receipt
    last: Record | None
    """What the unit validly said last month."""
    waived: bool = False
    """A decision excuses the unit: the row may stay blank."""

    @property
    def starts_afresh(self) -> bool:
        """Whether last month says nothing of this one."""
        return self.obligation.kind is Kind.MONTHLY

    @property
    def plausible(self) -> tuple[date, date]:
        """The first and the last day on which anything can have been done."""
        return _FIRST_PLAUSIBLE, self.receipt.at.date()


Check = Callable[[Row, Record, Asked], Iterator[Finding]]


def contradictions(row: Row, record: Record, asked: Asked) -> tuple[Finding, ...]:
    """Everything that does not fit together in one row; `record` is what its cells say."""
    return tuple(finding for check in _CHECKS for finding in check(row, record, asked))


def _done_with_less_than_all(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    """Also of a percentage with two meanings, where neither is all."""
    if record.status is not Status.DONE:
        return
    slot = row.slot("percent")
    known = doubtful_percents(slot) if record.percent is None else (record.percent,)
    if known and max(known) < _FULL:
        percent = either(wording.number(reading) for reading in known)
        yield catalogue.DONE_NOT_FULL.at(slot.place, percent=percent)


def _all_but_not_done(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    open_ = record.status in (Status.NOT_STARTED, Status.IN_PROGRESS)
    if open_ and record.percent == _FULL:
        status = record.status.value
        yield catalogue.FULL_NOT_DONE.at(row.place("percent"), status=status)


def _percent_of_nothing(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    nothing = record.status in (Status.NOT_ARISING, Status.NOT_COMPETENT)
    begun = record.status is Status.NOT_STARTED and 0 < (record.percent or 0) < _FULL
    if begun or (nothing and record.percent):
        assert record.percent is not None
        percent, status = wording.number(record.percent), record.status.value
        place = row.place("percent")
        yield catalogue.PERCENT_NOT_OWED.at(place, status=status, percent=percent)


def _date_but_not_done(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    if record.done_on is not None and record.status is not Status.DONE:
        place, value = row.place("done_on"), wording.short_date(record.done_on)
        yield catalogue.DATE_NOT_DONE.at(place, value=value, status=record.status.value)


def _done_without_date(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """Before the deadline the receipt itself shows that it was done in time."""
    slot, obligation = row.slot("done_on"), asked.obligation
    if obligation.deadline is None or obligation.judged_by_receipt:
        return
    is_undated = record.status is Status.DONE and record.done_on is None and slot.cell is None
    if is_undated and asked.receipt.at >= obligation.deadline.at(asked.period):
        yield catalogue.DONE_WITHOUT_DATE.at(slot.place, code=row.code)


def _date_to_come(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    received = asked.receipt.at.date()
    if record.done_on is not None and record.done_on > received:
        yield catalogue.DATE_FUTURE.at(
            row.place("done_on"),
            value=wording.long_date(record.done_on),
            received=wording.short_date(received),
        )


def _date_out_of_place(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """A machine with American dates stores 5/8 as 8 May; from the 13th on it leaves text."""
    slot, day = row.slot("done_on"), record.done_on
    if day is None or slot.cell is None:
        return
    received = asked.receipt.at.date()
    swapped = _swapped(day) if slot.cell.when is not None else None
    is_plausible = _TWO_TIERS_BEGAN <= day <= received
    if not is_plausible and swapped and _TWO_TIERS_BEGAN <= swapped <= received:
        words = wording.long_date(day), wording.long_date(swapped)
        yield catalogue.DATE_SWAPPED.at(slot.place, value=words[0], swapped=words[1])
    elif day < _FIRST_PLAUSIBLE:
        yield catalogue.DATE_EARLY.at(slot.place, value=wording.long_date(day))


def _done_before_the_month(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    """What is owed every month is not done by what was done for the month before."""
    first = date(asked.period.year, asked.period.month, 1)
    if not asked.starts_afresh or asked.obligation.judged_by_receipt:
        return
    if record.status is Status.DONE and record.done_on is not None and record.done_on < first:
        value = wording.short_date(record.done_on)
        yield catalogue.DATE_OF_LAST_MONTH.at(row.place("done_on"), value=value)


def _swapped(day: date) -> date | None:
    """The date with day and month exchanged, where there is such a date."""
    try:
        return date(day.year, day.day, day.month)
    except ValueError:
        return None


def _less_than_last(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    last = asked.last.percent if asked.last and not asked.starts_afresh else None
    if last is not None and record.percent is not None and record.percent < last:
        yield catalogue.LESS_THAN_LAST.at(
            row.place("percent"),
            percent=wording.number(record.percent),
            last=wording.number(last),
        )


def _no_longer_done(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    was_done = asked.last is not None and asked.last.status is Status.DONE
    if was_done and not asked.starts_afresh and record.status is not Status.DONE:
        yield catalogue.UNDONE.at(row.place("status"), status=record.status.value)


def _copied_from_last(row: Row, record: Record, asked: Asked) -> Iterator[Finding]:
    is_open = record.status in (Status.NOT_STARTED, Status.IN_PROGRESS)
    if asked.last is None or not is_open or len(record.result) < _TELLING_LENGTH:
        return
    if fold_words(record.result) == fold_words(asked.last.result):
        yield catalogue.RESULT_UNCHANGED.at(row.place("result"))


def _nothing_told(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    slot = row.slot("result")
    if record.status in (Status.IN_PROGRESS, Status.DONE) and slot.cell is None:
        yield catalogue.RESULT_EMPTY.at(slot.place, status=record.status.value)


def _addressed_to_nobody(row: Row, record: Record, _: Asked) -> Iterator[Finding]:
    slot = row.slot("level")
    if record.proposal and slot.cell is None:
        yield catalogue.LEVEL_MISSING.at(slot.place)


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
    _copied_from_last,
    _nothing_told,
    _addressed_to_nobody,
)
