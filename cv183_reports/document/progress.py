"""The report of Văn phòng Thành ủy on the progress of the dispatch: Consolidated and prose → its context."""

from __future__ import annotations

from dataclasses import fields

from cv183_reports.document.appendices import filing_groups, overdue_groups, progress_table
from cv183_reports.document.context import ProgressReport
from cv183_reports.document.letterhead import issued
from cv183_reports.model.consolidated import Consolidated, Debt
from cv183_reports.model.prose import ReportProse


def progress_report(now: Consolidated, prose: ReportProse, sample: str) -> ProgressReport:
    """All that the template of the progress report prints.

    Args:
        now: the month.
        prose: its sentences, composed.
        sample: what a report that rests on invented files says of itself; empty for a real one.
    """
    paper = issued(now, now.register.settings.office, prose, sample)
    return ProgressReport(
        **{field.name: getattr(paper, field.name) for field in fields(paper)},
        progress=progress_table(now),
        overdue=overdue_groups(now),
        owing=filing_groups(now, [f for f in now.owing if f.debt is not Debt.INCOMPLETE]),
    )
