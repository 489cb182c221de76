"""Turns of phrase that several sections share."""

from __future__ import annotations

from collections.abc import Sequence

from cv183_reports.model import Period, Settings, Unit
from cv183_reports.model.consolidated import Consolidated, Theme
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import count, instant, listed, month_name, month_word

COMMITTEE = "Thường trực Thành ủy"
"""To whom every report goes in the end (dispatch 1.4, 5.4)."""
NAMED = 8
"""Units that a sentence names; a longer list moves to an appendix."""

_LIST_MARKS = " \t-+•*–"
"""What a line of a list may begin with, or end with, in a cell."""
_MARKS = ".;:,!?…"

_TIERS = ("Phường ", "Xã ", "Đặc khu ")


def subject(period: Period) -> str:
    """Trích yếu, in two balanced lines: the name that the dispatch gives this report (1.4, 5.4)."""
    when = month_name(period.year, period.month)
    return (
        f"tình hình triển khai thực hiện và vận hành mô hình\nchính quyền địa phương 02 cấp {when}"
    )


def by_order(settings: Settings) -> str:
    """What every report begins with: the dispatch it obeys."""
    return (
        f"Thực hiện {settings.dispatch} về triển khai Kết luận số 183-KL/TW, ngày 01/8/2025 của Bộ Chính trị, "
        "Ban Bí thư"
    )


def basis(now: Consolidated) -> str:
    """What a report rests on: when it is judged, and when the last file came that it counts."""
    until = now.received_until
    if until is None or until <= now.as_of:
        return f"số liệu tính đến {instant(now.as_of)}"
    return f"xét tại thời hạn {instant(now.due)}, gồm cả báo cáo gửi sau hạn, nhận đến {instant(until)}"


def name_of(unit: Unit) -> str:
    """As it stands inside a sentence: ``phường Thủy Nguyên``; a city unit by its full name."""
    short = unit.short_name
    return short[0].lower() + short[1:] if short.startswith(_TIERS) else unit.name


def names_of(units: Sequence[Unit]) -> str:
    """``phường A, xã B``; names that hold commas themselves are set apart by semicolons."""
    names = [name_of(unit) for unit in units]
    return "; ".join(names) if any("," in name for name in names) else listed(names)


def units_named(units: Sequence[Unit], appendix: str) -> str:
    """``gồm: phường A, xã B``, or a pointer to `appendix` when there are too many to name."""
    if len(units) > NAMED:
        return f"chi tiết tại {appendix}"
    return f"gồm: {names_of(units)}" if len(units) > 1 else f"là {names_of(units)}"


def who_said(theme: Theme) -> str:
    """``phường A, xã B`` for one or two units, else ``23 đơn vị``."""
    units = theme.units
    return names_of(units) if len(units) <= 2 else f"{count(len(units))} đơn vị"  # noqa: PLR2004


def names_itself(unit: Unit, text: str) -> bool:
    """Whether `text` says whose it is."""
    return fold_words(unit.short_name) in fold_words(text)


def month(period: Period) -> str:
    """``tháng 8``: a month named beside the one reported."""
    return month_word(period.month)


def in_line(text: str) -> str:
    """A unit's text as part of a paragraph: its lines follow each other, its words stay."""
    lines = [" ".join(line.strip(_LIST_MARKS).split()) for line in text.splitlines()]
    joined = ""
    for line in filter(None, lines):
        joined += ("" if not joined else " " if joined[-1] in _MARKS else "; ") + line
    return joined


def without_full_stop(text: str) -> str:
    """`text` ready to be followed by our own words."""
    return in_line(text).rstrip(" .;,")
