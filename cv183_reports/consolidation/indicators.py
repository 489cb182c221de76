"""Figures of units, brought together into one value of an indicator (Cách tổng hợp), and its change since last month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cv183_reports.model import Aggregation, Figure, Indicator, Nature, Register
from cv183_reports.model.consolidated import Consolidated, UnitFiling

Given = Mapping[str, Mapping[str, Decimal]]
"""Unit → indicator → figure."""


def asked_for(
    indicator: Indicator, register: Register, filings: Iterable[UnitFiling]
) -> list[UnitFiling]:
    """Units that are asked for all that makes `indicator`; `register`: as of the month."""
    parts = [each for each in register.indicators if each.code in indicator.parts]
    return [filing for filing in filings if all(map(filing.is_asked_for, parts))]


def given_whole(indicator: Indicator, figures: Iterable[Figure]) -> Given:
    """The figures that make `indicator`, of the units that gave all of them.

    A unit that left one part of a ratio out would bend it.
    """
    parts = set(indicator.parts)
    given: dict[str, dict[str, Decimal]] = {}
    for figure in figures:
        if figure.indicator in parts:
            given.setdefault(figure.unit, {})[figure.indicator] = figure.value
    return {unit: values for unit, values in given.items() if values.keys() == parts}


def brought_together(indicator: Indicator, given: Given, units: Collection[str]) -> Decimal | None:
    """The value over `units`, exact; None over none, or where nothing stands below the line."""
    if not units:
        return None
    if indicator.aggregation is Aggregation.RATIO:
        below = _sum(indicator.denominator, given, units)
        return _sum(indicator.numerator, given, units) * 100 / below if below else None
    total = _sum((indicator.code,), given, units)
    return total / len(units) if indicator.aggregation is Aggregation.AVERAGE else total


def _sum(codes: Iterable[str], given: Given, units: Collection[str]) -> Decimal:
    return sum((given[unit][code] for code in codes for unit in units), Decimal())


@dataclass(frozen=True, slots=True)
class Level:
    """One indicator over all units that are known to have it."""

    value: Decimal | None
    """Exact; None: nobody gave it (or a ratio with nothing below the line)."""
    asked: int
    units: int
    """Units that it covers."""
    carried: int
    """Of those, units that sent no file: their figures are those of last month's."""


def level_of(indicator: Indicator, now: Consolidated, before: Consolidated | None) -> Level:
    """`indicator` this month; what stands or has added up does not vanish with a file that did not come."""
    given = given_whole(indicator, now.figures)
    carried = carried_of(indicator, now, before)
    known = {**given, **carried}
    asked = len(asked_for(indicator, now.register, now.filings))
    value = brought_together(indicator, known, known)
    return Level(value, asked, len(known), len(carried))


def carried_of(indicator: Indicator, now: Consolidated, before: Consolidated | None) -> Given:
    """Last month's figures of units that sent no file; none of what happens anew each month."""
    parts = [each for each in now.register.indicators if each.code in indicator.parts]
    if before is None or any(part.nature is Nature.FLOW for part in parts):
        return {}
    silent = {
        filing.unit.code
        for filing in asked_for(indicator, now.register, now.filings)
        if filing.receipt is None
    }
    known = given_whole(indicator, before.figures)
    return {unit: figures for unit, figures in known.items() if unit in silent}


@dataclass(frozen=True, slots=True)
class Change:
    """How one indicator moved, over the units of which it is known in both months."""

    indicator: Indicator
    exact_now: Decimal
    exact_before: Decimal
    units: int
    """Units of which it is known in both months (for a ratio: all its parts)."""

    @property
    def now(self) -> Decimal:
        """As totals are shown."""
        return self.indicator.rounded(self.exact_now)

    @property
    def before(self) -> Decimal:
        """As totals are shown."""
        return self.indicator.rounded(self.exact_before)

    @property
    def difference(self) -> Decimal:
        """Above zero: more than last month. Of the exact values, rounded once."""
        digits = Decimal(1).scaleb(-self.indicator.total_decimals)
        return (self.exact_now - self.exact_before).quantize(digits, ROUND_HALF_UP)


def change_of(
    indicator: Indicator, now: Consolidated, before: Consolidated | None
) -> Change | None:
    """The change of `indicator`; None when of no unit it is known in both months."""
    if before is None:
        return None
    here = {**given_whole(indicator, now.figures), **carried_of(indicator, now, before)}
    there = given_whole(indicator, before.figures)
    units = here.keys() & there.keys()
    later = brought_together(indicator, here, units)
    earlier = brought_together(indicator, there, units)
    if later is None or earlier is None:
        return None
    return Change(indicator, later, earlier, len(units))
