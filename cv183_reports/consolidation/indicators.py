"""Figures of units, brought together into one value of an indicator (Cách tổng hợp), and its change since last month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cv183_reports.model import Aggregation, Figure, Indicator, Register
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
class Change:
    """How one indicator moved, over the units that gave it in both months."""

    now: Decimal
    before: Decimal
    """Both rounded as totals are shown."""
    units: int
    """Units that gave it in both months (for a ratio: all its parts)."""

    @property
    def difference(self) -> Decimal:
        """Above zero: more than last month."""
        return self.now - self.before


def change_of(
    indicator: Indicator, now: Consolidated, before: Consolidated | None
) -> Change | None:
    """The change of `indicator`; None when no unit gave it in both months."""
    if before is None:
        return None
    here, there = given_whole(indicator, now.figures), given_whole(indicator, before.figures)
    units = here.keys() & there.keys()
    later = brought_together(indicator, here, units)
    earlier = brought_together(indicator, there, units)
    if later is None or earlier is None:
        return None
    return Change(indicator.rounded(later), indicator.rounded(earlier), len(units))
