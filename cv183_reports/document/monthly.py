"""The monthly report of Ban Tổ chức to Thường trực Thành ủy: Consolidated and prose → its context."""

from __future__ import annotations

from dataclasses import replace

from cv183_reports.consolidated import Consolidated
from cv183_reports.document.appendices import (
    figure_tables,
    filing_groups,
    overdue_rows,
    progress_table,
    theme_tables,
)
from cv183_reports.document.context import MonthlyReport
from cv183_reports.document.letter import attached_to, letterhead, recipients, signing_block
from cv183_reports.prose import BlockKind, MonthlyProse, Section
from cv183_reports.vietnamese.text import place_tones

KIND = "BC"
KIND_NAME = "Báo cáo"


def monthly_report(now: Consolidated, prose: MonthlyProse, sample: str) -> MonthlyReport:
    """All that the template of the monthly report prints.

    Args:
        now: the month.
        prose: its sentences, composed.
        sample: what a report that rests on invented files says of itself; empty for a real one.
    """
    settings, period = now.register.settings, now.period
    board = settings.board
    return MonthlyReport(
        letterhead=letterhead(board, settings.place, period, KIND),
        subject=prose.subject,
        sample=_styled(now, sample),
        opening=_styled(now, prose.opening),
        sections=tuple(_section_styled(now, section) for section in prose.sections),
        closing=_styled(now, prose.closing),
        recipients=recipients(board, period),
        signing=signing_block(board),
        attached_to=attached_to(board, period, KIND, KIND_NAME),
        progress=progress_table(now),
        filing=filing_groups(now),
        overdue=overdue_rows(now),
        difficulties=theme_tables(now.difficulties),
        proposals=theme_tables(now.proposals),
        figures=figure_tables(now),
    )


def _styled(now: Consolidated, text: str) -> str:
    """Our own words in the house style of tone marks (ủy or uỷ); never used on units' words."""
    return place_tones(text, new_style=now.register.settings.new_tone_marks)


def _section_styled(now: Consolidated, section: Section) -> Section:
    """Titles and headings are ours alone; paragraphs hold units' words and stay as composed."""
    blocks = tuple(
        replace(block, text=_styled(now, block.text)) if block.kind is BlockKind.HEADING else block
        for block in section.blocks
    )
    return replace(section, title=_styled(now, section.title), blocks=blocks)
