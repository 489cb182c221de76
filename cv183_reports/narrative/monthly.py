"""All sentences of the monthly report, in order."""

from __future__ import annotations

from collections.abc import Sequence

from cv183_reports.consolidation.progress import Point, course_of
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import ReportProse
from cv183_reports.narrative import figures, filing, plans, results, voices
from cv183_reports.narrative.phrases import COMMITTEE, basis, by_order, subject
from cv183_reports.narrative.trend import course


def compose(
    now: Consolidated, before: Consolidated | None, earlier: Sequence[Point] = ()
) -> ReportProse:
    """What the month says.

    Args:
        now: the month.
        before: the month before; None where it is unknown.
        earlier: how the months before that one went, the oldest first.
    """
    issuer = now.register.settings.board.name
    return ReportProse(
        subject=subject(now.period),
        opening=_opening(now),
        closing=f"{issuer} trân trọng báo cáo {COMMITTEE} xem xét, cho ý kiến chỉ đạo.",
        sections=(
            filing.section(now, before),
            results.section(now, course(course_of(earlier, before, now))),
            figures.section(now, before),
            voices.difficulties(now),
            voices.proposals(now),
            plans.section(now),
        ),
    )


def _opening(now: Consolidated) -> str:
    settings = now.register.settings
    return (
        f"{by_order(settings)}, {settings.board.name} phối hợp với Đảng ủy Ủy ban nhân dân thành phố tổng hợp, "
        f"đánh giá {subject(now.period).replace(chr(10), ' ')} ({basis(now)}), báo cáo {COMMITTEE} như sau:"
    )
