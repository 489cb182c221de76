"""The monthly report of Ban Tổ chức to Thường trực Thành ủy: Consolidated and prose → its context."""

from __future__ import annotations

from dataclasses import fields

from cv183_reports.document.appendices import (
    figure_tables,
    filing_groups,
    overdue_rows,
    progress_table,
    theme_tables,
)
from cv183_reports.document.context import MonthlyReport
from cv183_reports.document.letter import issued
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import About, ReportProse


def monthly_report(now: Consolidated, prose: ReportProse, sample: str) -> MonthlyReport:
    """All that the template of the monthly report prints.

    Args:
        now: the month.
        prose: its sentences, composed.
        sample: what a report that rests on invented files says of itself; empty for a real one.
    """
    paper = issued(now, now.register.settings.board, prose, sample)
    return MonthlyReport(
        **{field.name: getattr(paper, field.name) for field in fields(paper)},
        progress=progress_table(now),
        filing=filing_groups(now, now.filings),
        overdue=overdue_rows(now),
        difficulties=theme_tables(now.difficulties, About.DIFFICULTIES),
        proposals=theme_tables(now.proposals, About.PROPOSALS),
        figures=figure_tables(now),
    )
