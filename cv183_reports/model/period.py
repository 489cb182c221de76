"""Months and instants, local time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The only clock. A fixed offset: Việt Nam has no summer time, and Windows ships no zone database."""

_PERIOD = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_TYPED = re.compile(
    r"(?P<year>20\d\d)[-/.](?P<month>0?[1-9]|1[0-2])|(?P<m>0?[1-9]|1[0-2])[-/.](?P<y>20\d\d)"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month of the dispatch (kỳ báo cáo), written ``2025-09``."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """The period that `text` names in the form YYYY-MM, or None."""
        found = _PERIOD.fullmatch(text.strip())
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def typed(cls, text: str) -> Period | None:
        """The period that a person means: ``2025-09``, ``2025-9``, ``9/2025``, ``09-2025``; None: no month."""
        found = _TYPED.fullmatch(text.strip())
        if found is None:
            return None
        return cls(int(found["year"] or found["y"]), int(found["month"] or found["m"]))

    @property
    def previous(self) -> Period:
        """The month before."""
        return Period(self.year - 1, 12) if self.month == 1 else Period(self.year, self.month - 1)

    @property
    def following(self) -> Period:
        """The month after."""
        return Period(self.year + 1, 1) if self.month == 12 else Period(self.year, self.month + 1)  # noqa: PLR2004

    def instant(self, day: int, at: time = time()) -> datetime:
        """The instant of `day` of this month at `at`, local time."""
        return datetime.combine(date(self.year, self.month, day), at, LOCAL)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """An exclusive instant: done strictly before it is on time (dispatch: "trước ngày …")."""

    once: datetime | None = None
    """The instant of a one-off obligation."""
    monthly_day: int | None = None
    monthly_time: time = time()

    def at(self, period: Period) -> datetime:
        """The instant that counts in `period`."""
        if self.once is not None:
            return self.once
        assert self.monthly_day is not None
        return period.instant(self.monthly_day, self.monthly_time)
