"""How the invented obligations go: when each was done, and how far it had come on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cv183_reports.model import Kind, Obligation, Period, Status, Unit

FIRST_PERIOD = Period(2025, 8)
"""The first month of the dispatch: before it there is nothing to report."""
ISSUED = date(2025, 8, 5)
"""About when units had the dispatch in hand."""
_EARLIEST = {"3.2": date(2025, 8, 29)}
"""What cannot be done before: an evaluation of the first two months, July and August."""
_FAR_AWAY = date(2026, 3, 2)
_SATURDAY = 5
_NATIONAL_DAYS = {(9, 1), (9, 2)}
_MOST = 95


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one obligation of one unit stands on the day of a report."""

    status: Status
    percent: Decimal | None
    done_on: date | None


def progress(unit: Unit, obligation: Obligation, period: Period, day: date, seed: str) -> Progress:
    """How far `obligation` had come when `unit` reported on `day` of `period`.

    The day it is done depends on seed, unit and obligation only, so that what was done stays done.
    """
    draw = Random(f"{seed}-{unit.code}-{obligation.code}")  # noqa: S311 invented data
    if obligation.judged_by_receipt:
        return Progress(Status.DONE, Decimal(100), day)
    if _is_not_theirs(unit, obligation, draw):
        status = draw.choice((Status.NOT_ARISING, Status.NOT_ARISING, Status.NOT_COMPETENT))
        return Progress(status, None, None)
    done_on = _done_on(obligation, draw)
    if done_on <= day:
        return Progress(Status.DONE, Decimal(100), done_on)
    return _under_way(obligation, period, draw)


def _is_not_theirs(unit: Unit, obligation: Obligation, draw: Random) -> bool:
    """Some city units have nobody whom a dated task of everyone could concern."""
    is_everyones = len(obligation.assigned_to) > 1 and obligation.deadline is not None
    return is_everyones and not unit.code.isdigit() and draw.random() < 0.35  # noqa: PLR2004


def _done_on(obligation: Obligation, draw: Random) -> date:
    """The working day on which it is done; far away for what never ends."""
    chance = draw.random()
    deadline = obligation.deadline.once if obligation.deadline else None
    if deadline is not None:
        last = deadline.date() - timedelta(days=1)
        if chance < 0.82:  # noqa: PLR2004
            return _drawn(draw, ISSUED, last)
        return _drawn(draw, last + timedelta(days=1), last + timedelta(days=60))
    if obligation.kind is Kind.ONE_OFF:
        days = 28 if chance < 0.75 else 80  # noqa: PLR2004
        first = _EARLIEST.get(obligation.code, ISSUED)
        return _drawn(draw, first, first + timedelta(days=days))
    return _FAR_AWAY


def _drawn(draw: Random, first: date, last: date) -> date:
    return workday(first + timedelta(days=draw.randrange((last - first).days + 1)), first)


def workday(day: date, first: date) -> date:
    """`day`, or the last working day before it; never before `first`."""
    while day > first and (day.weekday() >= _SATURDAY or (day.month, day.day) in _NATIONAL_DAYS):
        day -= timedelta(days=1)
    return max(day, first)


def _under_way(obligation: Obligation, period: Period, draw: Random) -> Progress:
    age = (period.year - FIRST_PERIOD.year) * 12 + period.month - FIRST_PERIOD.month
    waits = draw.random() < 0.12  # noqa: PLR2004
    if waits and obligation.kind is Kind.ONE_OFF and age < 1:
        return Progress(Status.NOT_STARTED, Decimal(0), None)
    percent = draw.randrange(35, 75, 5) + draw.randrange(5, 20, 5) * age
    return Progress(Status.IN_PROGRESS, Decimal(min(percent, _MOST)), None)
