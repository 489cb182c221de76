"""What one submission validly says, and where it stood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Generic, Protocol, Self, TypeVar, overload

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.model.period import Period
from cv183_reports.model.register import ListValue


class Status(Enum):
    """What a unit says of one obligation (Trạng thái); the value is what the form offers."""

    NOT_STARTED = "Chưa thực hiện"
    IN_PROGRESS = "Đang thực hiện"
    DONE = "Hoàn thành"
    NOT_ARISING = "Không phát sinh"
    NOT_COMPETENT = "Không thuộc thẩm quyền"

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self in (Status.NOT_STARTED, Status.IN_PROGRESS)


class Source(Struct, frozen=True, order=True):
    """Where a value was read."""

    file: str
    """Path as the clerk knows it: ``nop.zip/11560-….xlsx``, relative to the folder searched."""
    sheet: str = ""
    cell: str = ""
    """``F12``; empty = the sheet or file as a whole."""

    def __str__(self) -> str:
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{self.file} · {where}" if where else self.file


class Claim(Struct, frozen=True):
    """What tells another time than the one that counts, and decides nothing."""

    evidence: str
    at: datetime | None
    """None: it cannot be read; `evidence` then quotes it."""


class Receipt(Struct, frozen=True):
    """When a file came, and what says so."""

    at: datetime | None
    """None: nothing tells it that can be read and be true. Such a receipt decides nothing."""
    evidence: str
    """``theo thời điểm của tệp trong nop.zip``; without `at`, why nothing tells it."""
    claims: tuple[Claim, ...] = ()

    def is_before(self, deadline: datetime) -> bool:
        """Whether it came in time, as far as anybody can know."""
        return self.at is None or self.at < deadline

    def is_after(self, other: Receipt) -> bool:
        """Whether it is known to be of later; what came at an unknown time may be the last."""
        return self.at is not None and other.at is not None and self.at > other.at


class Option(Protocol):
    """What a cell may name."""

    @property
    def value(self) -> str:
        """As the form offers it."""


class Chosen(Struct, frozen=True):
    """An option of which only what it says is known any more."""

    value: str


Answer = Option | Decimal | date | str | None
"""What one cell says: an option, a number, a day, a text; None or an empty text: nothing."""
Answered = Mapping[str, Answer]
"""What the cells of one row say, by key of the column (`form.fields`)."""
NO_ANSWERS: Answered = MappingProxyType({})


@lru_cache(maxsize=16_384)
def shared_number(digits: str) -> Decimal:
    """One for all figures of that value, digit for digit: a large month has a hundred thousand of them."""
    return Decimal(digits)


def shared_answers(told: tuple[tuple[str, Answer], ...]) -> Answered:
    """One for all rows that say the same, which is mostly nothing; numbers stay as each is written: 5 is not 5.0."""
    is_written = any(isinstance(answer, Decimal) for _, answer in told)
    return MappingProxyType(dict(told)) if is_written else _shared(told)


@lru_cache(maxsize=1_000)
def _shared(told: tuple[tuple[str, Answer], ...]) -> Answered:
    return MappingProxyType(dict(told))


@lru_cache(maxsize=1_000)
def shared_codes(codes: frozenset[str]) -> frozenset[str]:
    """One for all files that leave out the same, which is mostly nothing."""
    return codes


T_co = TypeVar("T_co", covariant=True)
N_co = TypeVar("N_co", covariant=True)


class _Said(Generic[T_co, N_co]):
    """One answer of a record under its own name and type; a record without it says nothing."""

    def __init__(self, kind: type[T_co], nothing: N_co) -> None:
        self._kind, self._nothing = kind, nothing

    def __set_name__(self, _: type, name: str) -> None:
        self._key = name

    @overload
    def __get__(self, record: None, _: type) -> Self: ...
    @overload
    def __get__(self, record: Record, _: type) -> T_co | N_co: ...
    def __get__(self, record: Record | None, _: type) -> Self | T_co | N_co:
        if record is None:
            return self
        answer = record.answers.get(self._key)
        return answer if isinstance(answer, self._kind) else self._nothing


class Record(Struct, frozen=True):
    """What one submission validly says of one assignment (số liệu hợp lệ).

    It holds whatever the form asks; the documents call by name what they print.
    """

    unit: str
    obligation: str
    answers: Answered
    source: Source
    """The status cell."""

    percent = _Said(Decimal, None)
    """In points, 0–100; None = not given."""
    done_on = _Said(date, None)
    result = _Said(str, "")
    evidence = _Said(str, "")
    difficulty = _Said(str, "")
    cause = _Said(ListValue, None)
    """What the difficulty comes from (Nguyên nhân)."""
    field = _Said(ListValue, None)
    proposal = _Said(str, "")
    level = _Said(ListValue, None)
    new_deadline = _Said(date, None)
    """The day that the unit of an overdue obligation asks for instead (Hạn mới đề nghị)."""

    def __hash__(self) -> int:
        return hash((self.unit, self.obligation, self.source))

    @property
    def status(self) -> Status:
        """The one answer that no record lacks."""
        status = self.answers.get("status")
        assert isinstance(status, Status)
        return status

    def saying(self, key: str, answer: Answer) -> Self:
        """The record with another answer in place of one of its own."""
        return replace(self, answers=MappingProxyType({**self.answers, key: answer}))


class Figure(Struct, frozen=True):
    """What one submission validly says of one indicator. No figure = not given; zero is a figure."""

    unit: str
    indicator: str
    value: Decimal
    source: Source
    beside: Answered = NO_ANSWERS
    """What stands in the other cells of its row."""

    def __hash__(self) -> int:
        return hash((self.unit, self.indicator, self.value, self.source))


class Plan(Struct, frozen=True):
    """One line of "Nhiệm vụ trọng tâm tháng tới"."""

    unit: str
    text: str
    source: Source


class Highlight(Struct, frozen=True):
    """What one unit says to the one question that its group is asked beside all obligations."""

    unit: str
    label: str
    """What was asked, as its form has it."""
    text: str
    source: Source


class Filing(Struct, frozen=True):
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
    header: Answered = NO_ANSWERS
    """What the header block says, by key of the field."""
    highlight: Highlight | None = None
    """None: not asked, or nothing said."""
    short: frozenset[str] = frozenset()
    """Obligations that count, but for a cell of theirs that is wrong."""

    def __hash__(self) -> int:
        return hash((self.unit, self.period, self.file))
