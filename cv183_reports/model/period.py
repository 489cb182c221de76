"""Periods and instants, local time."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum, IntEnum

from msgspec import Struct

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The only clock. A fixed offset: Việt Nam has no summer time, and Windows ships no zone database."""


class Cycle(IntEnum):
    """How often is reported; the value is the number of months in a period."""

    MONTH = 1
    QUARTER = 3


_PERIOD = re.compile(r"(20\d\d)-(?:(0[1-9]|1[0-2])|Q([1-4]))")
_MONTH = re.compile(
    r"(?P<year>20\d\d)[-/.](?P<month>0?[1-9]|1[0-2])|(?P<m>0?[1-9]|1[0-2])[-/.](?P<y>20\d\d)"
)
_QUARTER = re.compile(
    r"(?P<year>20\d\d)[-/. ]?Q(?P<quarter>[1-4])"
    r"|(?:(?:Q|QU[YÝ] ?)0?(?P<q>[1-4])|(?:QU[YÝ] ?)?(?P<roman>I{1,3}|IV))(?:[-/. ]| NĂM )(?P<y>20\d\d)"
)
_ROMAN = ("I", "II", "III", "IV")
_MONTHS_OF_A_YEAR = 12


def quarter_number(text: str) -> int:
    """Of a quarter written ``3`` or ``III``."""
    return _ROMAN.index(text) + 1 if text in _ROMAN else int(text)


class Period(Struct, frozen=True, order=True):
    """One period of the dispatch (kỳ báo cáo): a month, written ``2025-09``, or a quarter, ``2025-Q3``."""

    year: int
    month: int
    """Of a quarter the last one: files are due in it, and documents bear it in their date."""
    cycle: Cycle = Cycle.MONTH

    @classmethod
    def of_quarter(cls, year: int, number: int) -> Period:
        """The first to fourth quarter of `year`."""
        return cls(year, number * Cycle.QUARTER, Cycle.QUARTER)

    @classmethod
    def holding(cls, day: date, cycle: Cycle) -> Period:
        """The period in which `day` lies."""
        return cls(day.year, -(-day.month // cycle) * cycle, cycle)

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """The period that `text` names in the form YYYY-MM or YYYY-QN, or None."""
        found = _PERIOD.fullmatch(text.strip())
        if found is None:
            return None
        year = int(found[1])
        return cls.of_quarter(year, int(found[3])) if found[3] else cls(year, int(found[2]))

    @classmethod
    def typed(cls, text: str) -> Period | None:
        """The period that a person means; None: there is no such month, and no such quarter.

        A bare number is a month: ``2025-09``, ``2025-9``, ``9/2025``, ``09-2025``. A quarter says that it is one, by
        a word or by a Roman numeral: ``2025-Q3``, ``Q3/2025``, ``quý 3/2025``, ``quý III năm 2025``, ``III/2025``.
        """
        if found := _MONTH.fullmatch(text.strip()):
            return cls(int(found["year"] or found["y"]), int(found["month"] or found["m"]))
        found = _QUARTER.fullmatch(" ".join(unicodedata.normalize("NFC", text).upper().split()))
        if found is None:
            return None
        number = quarter_number(found["quarter"] or found["q"] or found["roman"])
        return cls.of_quarter(int(found["year"] or found["y"]), number)

    @property
    def number(self) -> int:
        """Which one of its year."""
        return self.month // self.cycle

    @property
    def begin(self) -> datetime:
        """The first instant of it."""
        return datetime(self.year, self.month - self.cycle + 1, 1, tzinfo=LOCAL)

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return self.following.begin

    def covers(self, other: Period) -> bool:
        """Whether all of `other` lies in it."""
        return self.begin <= other.begin and other.end <= self.end

    @property
    def previous(self) -> Period:
        """The period before."""
        return self._moved(-self.cycle, self.cycle)

    @property
    def following(self) -> Period:
        """The period after."""
        return self._moved(self.cycle, self.cycle)

    def month_after(self, months: int) -> Period:
        """The month that many months after its own, of a quarter the last one."""
        return self._moved(months, Cycle.MONTH)

    def _moved(self, months: int, cycle: Cycle) -> Period:
        year, month = divmod(
            self.year * _MONTHS_OF_A_YEAR + self.month - 1 + months, _MONTHS_OF_A_YEAR
        )
        return Period(year, month + 1, cycle)

    def since(self, first: Period) -> int:
        """How many periods after `first` it is."""
        months = (self.year - first.year) * _MONTHS_OF_A_YEAR + self.month - first.month
        return months // self.cycle

    def instant(self, day: int, at: time = time()) -> datetime:
        """The instant of `day` of its month, of a quarter the last one, at `at`, local time."""
        return datetime.combine(date(self.year, self.month, day), at, LOCAL)

    def __str__(self) -> str:
        if self.cycle is Cycle.QUARTER:
            return f"{self.year:04d}-Q{self.number}"
        return f"{self.year:04d}-{self.month:02d}"


class Kind(Enum):
    """How an obligation recurs (Loại)."""

    ONE_OFF = "Một lần"
    MONTHLY = "Hằng tháng"
    QUARTERLY = "Hằng quý"
    ONGOING = "Thường xuyên"

    @property
    def cycle(self) -> Cycle | None:
        """How often it is owed anew; None: it is not."""
        return {Kind.MONTHLY: Cycle.MONTH, Kind.QUARTERLY: Cycle.QUARTER}.get(self)

    @property
    def recurs(self) -> bool:
        """Whether it is owed anew in every period."""
        return self.cycle is not None


class Deadline(Struct, frozen=True):
    """An exclusive instant: done strictly before it is on time (dispatch: "trước ngày …")."""

    once: datetime | None = None
    """The instant of a one-off obligation."""
    monthly_day: int | None = None
    """Of every period: the day of its month, of a quarter the last one."""
    monthly_time: time = time()

    def at(self, period: Period) -> datetime:
        """The instant that counts in `period`."""
        if self.once is not None:
            return self.once
        assert self.monthly_day is not None
        return period.instant(self.monthly_day, self.monthly_time)
