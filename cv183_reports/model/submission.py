"""What one submission validly says, and where it stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from cv183_reports.model.calendar import Period
from cv183_reports.model.register import Choice


class Status(Enum):
    """What a unit says of one obligation (Trạng thái); the value is what the form offers."""

    NOT_STARTED = "Chưa thực hiện"
    IN_PROGRESS = "Đang thực hiện"
    DONE = "Hoàn thành"
    NOT_ARISING = "Không phát sinh"
    NOT_COMPETENT = "Không thuộc thẩm quyền"


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a value was read."""

    file: str
    """Path as the clerk knows it: ``nop.zip/11560-….xlsx``, relative to the folder searched."""
    sheet: str = ""
    cell: str = ""
    """``F12``; empty = the sheet or file as a whole."""

    def __str__(self) -> str:
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{self.file} · {where}" if where else self.file


@dataclass(frozen=True, slots=True)
class Claim:
    """What tells another time than the one that counts, and decides nothing."""

    evidence: str
    at: datetime | None
    """None: it cannot be read; `evidence` then quotes it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """When a file came, and what says so."""

    at: datetime | None
    """None: nothing tells it that can be read and be true. Such a receipt decides nothing."""
    evidence: str
    """``theo thời điểm của tệp trong nop.zip``; without `at`, why nothing tells it."""
    claims: tuple[Claim, ...] = ()

    def is_before(self, deadline: datetime) -> bool:
        """Whether it came in time, as far as anybody can know."""
        return self.at is None or self.at < deadline


@dataclass(frozen=True, slots=True)
class Record:
    """What one submission validly says of one assignment (số liệu hợp lệ)."""

    unit: str
    obligation: str
    status: Status
    percent: Decimal | None
    """In points, 0–100; None = not given."""
    done_on: date | None
    result: str
    evidence: str
    difficulty: str
    field: Choice | None
    proposal: str
    level: Choice | None
    source: Source
    """The status cell."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one submission validly says of one indicator. No figure = not given; zero is a figure."""

    unit: str
    indicator: str
    value: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class Plan:
    """One line of "Nhiệm vụ trọng tâm tháng tới"."""

    unit: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Filing:
    """One submission that counts: one unit, one period, judged."""

    unit: str
    period: Period
    file: str
    receipt: Receipt
    sample: bool
    """True: an invented file; every document built from it says SỐ LIỆU MINH HỌA."""
    records: tuple[Record, ...]
    figures: tuple[Figure, ...]
    plans: tuple[Plan, ...]
    faulty: frozenset[str]
    """Obligations left out because a cell of theirs is wrong."""
    blank: frozenset[str]
    """Obligations whose row came back with nothing in it."""
    faulty_figures: frozenset[str] = frozenset()
    """Indicators left out because their cell is wrong or they contradict each other."""
    unseen: frozenset[str] = frozenset()
    """Obligations and indicators of the month that its form, issued before they were thought of, lacked."""
