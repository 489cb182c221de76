"""The summary on one page, which goes with the monthly report: Consolidated and prose → its context."""

from __future__ import annotations

from dataclasses import replace

from cv183_reports.document.context import Brief
from cv183_reports.document.letterhead import (
    REPORT,
    REPORT_NAME,
    attached_to,
    cited_by_number,
    styled,
)
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import BriefFigure, BriefProse
from cv183_reports.template.chart import Bar, BarChart


def brief(now: Consolidated, prose: BriefProse, sample: str) -> Brief:
    """All that the template of the summary prints.

    Args:
        now: the month.
        prose: its sentences, composed.
        sample: what a summary that rests on invented files says of itself; empty for a real one.
    """
    board = now.register.settings.board
    this_month, last_month = prose.months
    return Brief(
        subject=prose.subject,
        sample=styled(now, sample),
        attached_to=attached_to(board, now.period, REPORT, REPORT_NAME),
        verdict=prose.verdict,
        this_month=this_month,
        last_month=last_month,
        figures=tuple(_styled(now, figure) for figure in prose.figures),
        note=styled(now, prose.note),
        completion_title=styled(now, prose.shares_title),
        completion=_chart(now, prose),
        lead=styled(now, prose.lead),
        decisions=prose.decisions,
        report=cited_by_number(board, REPORT, REPORT_NAME),
    )


def _styled(now: Consolidated, figure: BriefFigure) -> BriefFigure:
    """Names of figures are the register's, the rest is ours."""
    return replace(figure, name=styled(now, figure.name), change=styled(now, figure.change))


def _chart(now: Consolidated, prose: BriefProse) -> BarChart:
    bars = tuple(Bar(styled(now, each.group), each.points, each.told) for each in prose.shares)
    told = "; ".join(f"{bar.label} {bar.text}" for bar in bars)
    return BarChart(bars, f"{styled(now, prose.shares_title)}: {told}" if bars else "")
