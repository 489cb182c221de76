"""A month that is over, with all that later ones ask of it: its figures, what counted, what still counts of those before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cv183_reports.consolidation.indicators import Earlier
from cv183_reports.consolidation.progress import Point
from cv183_reports.model import Filing, Period, Register
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.frozen import Thawing, frozen, frozen_whole, thawed_whole


@dataclass(frozen=True, slots=True)
class MonthBefore:
    """What of one month had a part in the documents of later ones."""

    period: Period
    closed: str
    """SHA-256 of its chot.json; empty: it is open."""
    files: tuple[tuple[str, str], ...]
    """Of an open one the files that count, with their SHA-256."""


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """One month as later ones see it; no file of it, or of those before, is read for that."""

    period: Period
    month: Consolidated
    """With the register of that time."""
    course: tuple[Point, ...]
    """The months before it, the oldest first, as its documents told them."""
    before: Earlier
    """What of the months before still counts after it, the latest first."""
    received: Mapping[str, str]
    """Every file it was made of, or that did not count: name → SHA-256."""
    history: tuple[MonthBefore, ...] = ()
    """Of the open months before it, and the closed one before those; empty once it is closed itself."""

    @property
    def by_unit(self) -> dict[str, Filing]:
        """The filings that counted."""
        return {filing.unit: filing for filing in self.month.accepted}

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """The files that counted, with their SHA-256."""
        counted = {filing.file for filing in self.month.accepted}
        return tuple(each for each in self.received.items() if each[0] in counted)


def kept_told(kept: KeptMonth) -> dict[str, Any]:
    """The month as JSON holds it, in named parts."""
    return {
        "period": str(kept.period),
        "received": dict(kept.received),
        "register": frozen_whole(kept.month.register),
        "history": frozen(kept.history),
        "course": [frozen(point) for point in kept.course],
        "month": frozen(kept.month),
        "before": [
            {"period": str(period), "filings": {unit: frozen(f) for unit, f in filings.items()}}
            for period, filings in kept.before
        ],
    }


def told_kept(told: Mapping[str, Any]) -> KeptMonth:
    """What `kept_told` gave.

    Raises:
        Exception: it is none.
    """
    thawing = Thawing(thawed_whole(told["register"], Register))
    return KeptMonth(
        period=thawing.thawed(told["period"], Period),
        month=thawing.thawed(told["month"], Consolidated),
        course=thawing.thawed(told["course"], tuple[Point, ...]),
        before=tuple(
            (thawing.thawed(each["period"], Period), _filings(thawing, each["filings"]))
            for each in told["before"]
        ),
        received=told["received"],
        history=thawing.thawed(told["history"], tuple[MonthBefore, ...]),
    )


def _filings(thawing: Thawing, told: Mapping[str, object]) -> Mapping[str, Filing]:
    return {unit: thawing.thawed(each, Filing) for unit, each in told.items()}
