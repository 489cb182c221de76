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
from cv183_reports.prose import BlockKind, Section
from cv183_reports.vietnamese.text import place_tones
from cv183_reports.vietnamese.wording import instant, month_name

KIND = "BC"
KIND_NAME = "Báo cáo"
_ADDRESSEE = "Thường trực Thành ủy"


def monthly_report(now: Consolidated, sections: Sequence[Section], sample: str) -> MonthlyReport:
    """All that the template of the monthly report prints.

    Args:
        now: the month.
        sections: I to VI, composed.
        sample: what a report that rests on invented files says of itself; empty for a real one.
    """
    settings, period = now.register.settings, now.period
    return MonthlyReport(
        letterhead=letterhead(settings, period, KIND),
        subject=_subject(now),
        sample=_styled(now, sample),
        opening=_styled(now, _opening(now)),
        sections=tuple(_section_styled(now, section) for section in sections),
        closing=_styled(
            now,
            f"{settings.issuer_name} trân trọng báo cáo {_ADDRESSEE} xem xét, cho ý kiến chỉ đạo.",
        ),
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
    settings = now.register.settings
    subject = _subject(now).replace("\n", " ")
    return (
        f"Thực hiện {settings.dispatch} về triển khai Kết luận số 183-KL/TW, ngày 01/8/2025 của Bộ Chính trị, Ban Bí "
        f"thư, {settings.issuer_name} phối hợp với Đảng ủy Ủy ban nhân dân thành phố tổng hợp, đánh giá {subject} "
        f"({_basis(now)}), báo cáo {_ADDRESSEE} như sau:"
    )


def _basis(now: Consolidated) -> str:
    """What the report rests on: when it is judged, and when the last file came that it counts."""
    until = now.received_until
    if until is None or until <= now.as_of:
        return f"số liệu tính đến {instant(now.as_of)}"
    return f"xét tại thời hạn {instant(now.due)}, gồm cả báo cáo gửi sau hạn, nhận đến {instant(until)}"


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
