"""What a form may be filled with before it is written: last month's answers, and this month's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from cv183_reports.model import (
    Deadline,
    Figure,
    Filing,
    Obligation,
    Period,
    Record,
    Register,
    Unit,
    Waiver,
)


@dataclass(frozen=True, slots=True)
class NoValue:
    """A cell whose formula gave no value; it shows ``#N/A``."""


Typed = str | int | Decimal | date | NoValue
"""What stands in one input cell, as a clerk types it; an empty string leaves the cell blank."""


@dataclass(frozen=True, slots=True)
class LastMonth:
    """What the unit validly said the month before; shown in the grey cells (Kỳ trước)."""

    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))
    """By code of the obligation."""
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))
    """By code of the indicator."""

    @classmethod
    def of(cls, filing: Filing | None) -> LastMonth:
        """Last month as one filing tells it; empty where there was none."""
        if filing is None:
            return cls()
        return cls(
            MappingProxyType({record.obligation: record for record in filing.records}),
            MappingProxyType({figure.indicator: figure for figure in filing.figures}),
        )


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The input cells of one obligation; each field bears the key of its column."""

    status: Typed = ""
    percent: Typed = ""
    done_on: Typed = ""
    result: Typed = ""
    evidence: Typed = ""
    difficulty: Typed = ""
    field: Typed = ""
    proposal: Typed = ""
    level: Typed = ""


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """The input cells of one indicator; each field bears the key of its column."""

    value: Typed = ""
    note: Typed = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything typed into one form."""

    rows: Mapping[str, RowAnswer]
    """By code of the obligation."""
    figures: Mapping[str, FigureAnswer]
    """By code of the indicator."""
    plans: tuple[str, ...] = ()
    prepared_by: str = ""
    phone: str = ""


NOTHING = Answers(MappingProxyType({}), MappingProxyType({}))
"""A blank form."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form to be written: whose, for which month, and what already stands in it."""

    unit: Unit
    register: Register
    period: Period
    last: LastMonth
    answers: Answers = NOTHING
    sample: bool = False

    @property
    def due(self) -> datetime:
        """The instant before which the form must be back."""
        deadline = self.register.filing.deadline
        assert isinstance(deadline, Deadline), "the obligation to file has a deadline"
        return deadline.at(self.period)

    def waiver(self, obligation: Obligation) -> Waiver | None:
        """What excuses the unit from `obligation` this month."""
        return self.register.waiver(self.unit, obligation, self.period)
