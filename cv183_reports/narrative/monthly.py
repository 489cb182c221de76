"""The six sections of the monthly report, in order."""

from __future__ import annotations

from cv183_reports.consolidated import Consolidated
from cv183_reports.narrative import figures, filing, plans, results, voices
from cv183_reports.prose import Section


def sections(now: Consolidated, before: Consolidated | None) -> tuple[Section, ...]:
    """I to VI; `before` is the month before, None where it is unknown."""
    return (
        filing.section(now, before),
        results.section(now),
        figures.section(now, before),
        voices.difficulties(now),
        voices.proposals(now),
        plans.section(now),
    )
