"""Figures of units, brought together into one value of an indicator (Cách tổng hợp), and its change since last month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cv183_reports.model import Aggregation, Figure, Filing, Indicator, Nature, Period, Register
from cv183_reports.model.consolidated import (
    CarriedFigures,
    Consolidated,
    IndicatorTotal,
    UnitFiling,
)

Earlier = Sequence[tuple[Period, Mapping[str, Filing]]]
"""What counted in the months before, by unit, the latest first."""
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


def carried_figures(
    register: Register, filings: Iterable[UnitFiling], earlier: Earlier
) -> tuple[CarriedFigures, ...]:
    """What stands or has added up does not vanish with a file that did not come.

    Args:
        register: as of the month.
        filings: of the month.
        earlier: what counted in the months before, by unit, the latest first.
    """
    found = []
    for filing in filings:
        last = _last_report(filing.unit.code, earlier)
        if filing.receipt is not None or last is None:
            continue
        kept = {
            indicator.code
            for indicator in register.indicators
            if indicator.nature is not Nature.FLOW and filing.is_asked_for(indicator)
        }
        figures = tuple(figure for figure in last.figures if figure.indicator in kept)
        if figures:
            found.append(CarriedFigures(filing.unit, last.period, figures, last.sample))
    return tuple(found)


def _last_report(unit: str, earlier: Earlier) -> Filing | None:
    return next((filings[unit] for _, filings in earlier if unit in filings), None)


def totals_of(
    register: Register,
    filings: Sequence[UnitFiling],
    accepted: Iterable[Filing],
    carried: Iterable[CarriedFigures],
) -> tuple[IndicatorTotal, ...]:
    """Every indicator over all units of which it is known; `register`: as of the month."""
    figures = tuple(figure for each in accepted for figure in each.figures)
    silent = tuple(figure for each in carried for figure in each.figures)

    def total(indicator: Indicator) -> IndicatorTotal:
        given, kept = given_whole(indicator, figures), given_whole(indicator, silent)
        known = {**given, **kept}
        value = brought_together(indicator, known, known)
        asked = len(asked_for(indicator, register, filings))
        return IndicatorTotal(indicator, value, asked, len(given), len(kept))

    return tuple(map(total, register.indicators))


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
    here, there = (given_whole(indicator, month.known_figures) for month in (now, before))
    units = here.keys() & there.keys()
    later = brought_together(indicator, here, units)
    earlier = brought_together(indicator, there, units)
    if later is None or earlier is None:
        return None
    return Change(indicator, later, earlier, len(units))
