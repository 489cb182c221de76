"""What a form may be filled with before it is written: last month's answers, and this month's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from cv183_reports.model import (
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
class Told:
    """The latest that the unit validly said of one obligation, and in which month's report."""

    period: Period
    record: Record


@dataclass(frozen=True, slots=True)
class Total:
    """A figure of one unit, added over the months before (lũy kế)."""

    value: Decimal
    months: int
    """How many months gave it."""
    of: int
    """How many months there are."""


@dataclass(frozen=True, slots=True)
class LastMonth:
    """What the unit validly said before; shown in the grey cells (Kỳ trước, Lưu ý, Lũy kế)."""

    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))
    """Of the month before, by code of the obligation."""
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))
    """Of the month before, by code of the indicator."""
    told: Mapping[str, Told] = field(default_factory=lambda: MappingProxyType({}))
    """Of any month before, by code of the obligation."""
    totals: Mapping[str, Total] = field(default_factory=lambda: MappingProxyType({}))
    """By code of the indicator; nothing where no month gave a figure."""
    unseen: frozenset[str] = frozenset()
    """Obligations that its latest report was not asked for yet."""

    @classmethod
    def of(
        cls, register: Register, period: Period, months: Sequence[tuple[Period, Filing | None]]
    ) -> LastMonth:
        """As the filings of one unit tell it in a form for `period`.

        `months` are those before it in which the unit owed a report, the latest first; None: it
        gave none that counts.
        """
        filings = [filing for _, filing in months if filing]
        last = dict(months).get(period.previous)
        return cls(
            MappingProxyType({r.obligation: r for r in last.records} if last else {}),
            MappingProxyType({f.indicator: f for f in last.figures} if last else {}),
            MappingProxyType(
                {
                    record.obligation: Told(filing.period, record)
                    for filing in reversed(filings)
                    for record in filing.records
                }
            ),
            MappingProxyType(_totals(register.at(period), filings, [each for each, _ in months])),
            _new(register.at(period), period.previous, filings) if months else frozenset(),
        )


def _totals(
    register: Register, filings: Sequence[Filing], months: Sequence[Period]
) -> dict[str, Total]:
    """Every figure of one unit's filings, added, of the `months` that the indicator was asked in."""
    given: dict[str, list[Decimal]] = {}
    for figure in (figure for filing in filings for figure in filing.figures):
        given.setdefault(figure.indicator, []).append(figure.value)
    return {
        each.code: Total(
            sum(given[each.code], Decimal()),
            len(given[each.code]),
            sum(map(each.holds_in, months)),
        )
        for each in register.indicators
        if each.code in given
    }


def _new(register: Register, last: Period, filings: Sequence[Filing]) -> frozenset[str]:
    """What the unit has not been asked before: in its latest report, or by the `last` month at all."""
    told, lacked = (filings[0].period, filings[0].unseen) if filings else (last, frozenset())
    began = {each.code for each in register.obligations if not each.holds_in(told)}
    return lacked | began


Cells = Mapping[str, Typed]
"""The input cells of one row, by key of the column; what is not in it stays blank."""
NO_CELLS: Cells = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything typed into one form."""

    rows: Mapping[str, Cells]
    """By code of the obligation."""
    figures: Mapping[str, Cells]
    """By code of the indicator."""
    plans: tuple[str, ...] = ()
    header: Cells = field(default_factory=lambda: NO_CELLS)
    """Of the header block, by key of the field."""
    highlight: str = ""
    """What the unit's group is asked for above the plan."""


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
        return self.register.due(self.period)

    @property
    def highlight(self) -> str:
        """The label of the text that the unit's group is asked for; empty: of none."""
        return self.register.group_of(self.unit).highlight

    def waiver(self, obligation: Obligation) -> Waiver | None:
        """What excuses the unit from `obligation` this month."""
        return self.register.waiver(self.unit, obligation, self.period)
