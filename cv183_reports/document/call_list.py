"""The list of units to phone as a document: Consolidated → its context."""

from __future__ import annotations

from itertools import count as numbers

from cv183_reports.consolidation.owing import calls
from cv183_reports.document.context import CallList, CallListGroup, CallRow
from cv183_reports.document.letterhead import styled
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.vietnamese.wording import deadline_words, instant, month_name


def call_list(now: Consolidated, sample: str) -> CallList:
    """All that the template of the list prints.

    Args:
        now: the month.
        sample: what a list that rests on invented files says of itself; empty for a real one.
    """
    ranks = numbers(1)
    return CallList(
        month=month_name(now.period.year, now.period.month),
        as_of=instant(now.as_of),
        deadline=deadline_words(now.due),
        sample=styled(now, sample),
        groups=tuple(
            CallListGroup(
                styled(now, group.title),
                tuple(
                    CallRow(
                        str(next(ranks)),
                        call.unit.short_name,
                        call.unit.officer,
                        call.unit.phone,
                        call.unit.email,
                        call.state,
                    )
                    for call in group.calls
                ),
            )
            for group in calls(now)
        ),
    )
