"""The monthly report of Ban Tổ chức to Thường trực Thành ủy: Consolidated and prose → its context."""

from __future__ import annotations

from collections.abc import Sequence
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
from cv183_reports.prose import Block, BlockKind, Section
from cv183_reports.vietnamese.text import place_tones
from cv183_reports.vietnamese.wording import instant, month_name

KIND = "BC"
KIND_NAME = "Báo cáo"
_ADDRESSEE = "Thường trực Thành ủy"


def monthly_report(
    now: Consolidated, sections: Sequence[Section], sample_mark: str
) -> MonthlyReport:
    """All that the template of the monthly report prints.

    Args:
        now: the month.
        sections: I to VI, composed.
        sample_mark: what an invented month says of itself.
    """
    settings, period = now.register.settings, now.period
    return MonthlyReport(
        letterhead=letterhead(settings, period, KIND),
        subject=_subject(now),
        sample=sample_mark if now.sample else "",
        opening=_styled(now, _opening(now)),
        sections=tuple(_section_styled(now, section) for section in sections),
        closing=_styled(now, f"{settings.issuer_name} báo cáo {_ADDRESSEE} xem xét, chỉ đạo."),
        recipients=recipients(settings, period),
        signing=signing_block(settings),
        attached_to=attached_to(settings, period, KIND, KIND_NAME),
        progress=progress_table(now),
        filing=filing_groups(now),
        overdue=overdue_rows(now),
        difficulties=theme_tables(now.difficulties),
        proposals=theme_tables(now.proposals),
        figures=figure_tables(now),
    )


def _subject(now: Consolidated) -> str:
    """Trích yếu, in two balanced lines: the name the dispatch itself gives this report (1.4, 5.4)."""
    when = month_name(now.period.year, now.period.month)
    return (
        f"tình hình triển khai thực hiện và vận hành mô hình\nchính quyền địa phương 02 cấp {when}"
    )


def _opening(now: Consolidated) -> str:
    subject = _subject(now).replace("\n", " ")
    return (
        "Thực hiện Công văn của Ban Thường vụ Thành ủy về triển khai Kết luận số 183-KL/TW, ngày 01/8/2025 của "
        f"Bộ Chính trị, Ban Bí thư, {now.register.settings.issuer_name} phối hợp với Đảng ủy Ủy ban nhân dân thành "
        f"phố tổng hợp, đánh giá {subject} (số liệu tính đến {instant(now.as_of)}), báo cáo {_ADDRESSEE} như sau:"
    )


def _styled(now: Consolidated, text: str) -> str:
    """Our own words in the house style of tone marks (ủy or uỷ); never used on units' words."""
    return place_tones(text, new_style=now.register.settings.new_tone_marks)


def _section_styled(now: Consolidated, section: Section) -> Section:
    blocks = tuple(_block_styled(now, block) for block in section.blocks)
    return replace(section, title=_styled(now, section.title), blocks=blocks)


def _block_styled(now: Consolidated, block: Block) -> Block:
    lead = _styled(now, block.lead)
    if block.kind is BlockKind.HEADING:
        return replace(block, text=_styled(now, block.text), lead=lead)
    return replace(block, lead=lead)
