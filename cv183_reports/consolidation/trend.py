"""How a month stood, in the few figures that are compared over many months (diễn biến)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cv183_reports.model import Period
from cv183_reports.model.consolidated import DONE_STANDINGS, Consolidated, IndicatorTotal, Standing


@dataclass(frozen=True, slots=True)
class Point:
    """One month: counts over what was owed, so that a waiver is neither a fall nor a rise."""

    period: Period
    owing: int
    """Units that had to file."""
    filed: int
    """Of those, in time or not."""
    owed: int
    """Assignments that no waiver excuses."""
    done: int
    overdue: int
    totals: tuple[IndicatorTotal, ...]
    """Of every indicator, in the register's order."""
    sample: bool

    @property
    def filing_rate(self) -> Decimal | None:
        """In points; None when nobody had to file."""
        return _share(self.filed, self.owing)

    @property
    def done_rate(self) -> Decimal | None:
        """In points; None when nothing was owed."""
        return _share(self.done, self.owed)

    @property
    def overdue_rate(self) -> Decimal | None:
        """In points; None when nothing was owed."""
        return _share(self.overdue, self.owed)


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part * 100) / whole if whole else None


def point_of(month: Consolidated) -> Point:
    """The figures of `month`."""
    tally = month.tally()
    return Point(
        period=month.period,
        owing=len(month.expected),
        filed=sum(filing.receipt is not None for filing in month.expected),
        owed=tally.total() - tally[Standing.WAIVED],
        done=sum(tally[standing] for standing in DONE_STANDINGS),
        overdue=tally[Standing.OVERDUE],
        totals=month.totals,
        sample=month.sample,
    )


def course_of(
    earlier: Sequence[Point], before: Consolidated | None, now: Consolidated
) -> tuple[Point, ...]:
    """All months, the oldest first; `earlier` are those before the last one."""
    return (*earlier, *(point_of(month) for month in (before, now) if month is not None))
