"""This month against last month, over the same units: a unit that sent no figures is not a fall."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cv183_reports.aggregation import brought_together, given_whole
from cv183_reports.model import Indicator
from cv183_reports.model.consolidated import Consolidated


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
