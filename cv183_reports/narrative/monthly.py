"""All sentences of the monthly report, in order."""

from __future__ import annotations

from cv183_reports.consolidated import Consolidated
from cv183_reports.narrative import figures, filing, plans, results, voices
from cv183_reports.narrative.phrases import COMMITTEE, by_order, subject
from cv183_reports.prose import MonthlyProse
from cv183_reports.vietnamese.wording import instant


def compose(now: Consolidated, before: Consolidated | None) -> MonthlyProse:
    """What the month says; `before` is the month before, None where it is unknown."""
    issuer = now.register.settings.board.name
    return MonthlyProse(
        subject=subject(now.period),
        opening=_opening(now),
        closing=f"{issuer} trân trọng báo cáo {COMMITTEE} xem xét, cho ý kiến chỉ đạo.",
        sections=(
            filing.section(now, before),
            results.section(now),
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
        f"đánh giá {subject(now.period).replace(chr(10), ' ')} ({_basis(now)}), báo cáo {COMMITTEE} như sau:"
    )


def _basis(now: Consolidated) -> str:
    """What the report rests on: when it is judged, and when the last file came that it counts."""
    until = now.received_until
    if until is None or until <= now.as_of:
        return f"số liệu tính đến {instant(now.as_of)}"
    return f"xét tại thời hạn {instant(now.due)}, gồm cả báo cáo gửi sau hạn, nhận đến {instant(until)}"
