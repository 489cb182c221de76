"""All sentences of the monthly report, in order."""

from __future__ import annotations

from collections.abc import Sequence

from cv183_reports.consolidation.progress import Point, course_of
from cv183_reports.model import Register
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import ReportProse
from cv183_reports.narrative import figures, filing, plans, results, voices
from cv183_reports.narrative.phrases import basis, by_order, leaders, matter, names_of, subject
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
    board = now.register.settings.board
    return ReportProse(
        subject=subject(board.subject, now.period),
        opening=_opening(now),
        closing=f"{board.name} trân trọng báo cáo {leaders(now.register)} xem xét, cho ý kiến chỉ đạo.",
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
    register = now.register
    return (
        f"{by_order(register.profile)}, {register.settings.board.name} {_together(register)}tổng hợp, "
        f"đánh giá {matter(register, now.period)} ({basis(now)}), báo cáo {leaders(register)} như sau:"
    )


def _together(register: Register) -> str:
    """With whom the dispatch has the report made."""
    codes = register.overall_report.with_units if register.overall_report else ()
    partners = [unit for code in codes if (unit := register.unit(code))]
    return f"phối hợp với {names_of(partners)} " if partners else ""
