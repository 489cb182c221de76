"""How the monthly files came: one paragraph among what is wanting, and what other sections ask of it."""

from __future__ import annotations

from collections.abc import Sequence

from cv183_reports.model import Unit
from cv183_reports.model.consolidated import Consolidated, FilingStanding
from cv183_reports.model.prose import About, AppendixKind, Basis, Block, body
from cv183_reports.narrative.phrases import month, names_of, pointer
from cv183_reports.vietnamese.wording import (
    change,
    count,
    deadline_words,
    instant,
    percent,
    sentence,
)

_NAMED = 5
"""Units that the paragraph names; more are in the appendix."""


def paragraph(now: Consolidated, before: Consolidated | None) -> Block:
    """The discipline of reporting, exceptions by name."""
    told = (
        _received_overall(now, before),
        _outstanding(now),
        _late(now),
        _waived(now),
        _incomplete(now),
    )
    return body(" ".join(sentence(text) for text in told if text), basis=Basis(About.FILING))


def received(now: Consolidated, group: str | None = None) -> int:
    """Units whose file came and can be read."""
    return sum(group in (None, unit.group) for unit in _senders(now))


def _senders(now: Consolidated) -> tuple[Unit, ...]:
    return standing(now, FilingStanding.ON_TIME, FilingStanding.LATE)


def standing(now: Consolidated, *wanted: FilingStanding) -> tuple[Unit, ...]:
    """Units that stand so with their file, in official order."""
    return tuple(filing.unit for filing in now.filings if filing.standing in wanted)


def _named(units: Sequence[Unit]) -> str:
    """``, gồm phường A, xã B``; nothing of many, whom the appendix names."""
    if len(units) > _NAMED:
        return ""
    return f", gồm {names_of(units)}" if len(units) > 1 else f", là {names_of(units)}"


def _received_overall(now: Consolidated, before: Consolidated | None) -> str:
    total, came = len(now.expected), received(now)
    if now.filings and not total:
        return ""
    where = pointer(now, AppendixKind.FILING)
    until = f"tính đến {instant(now.as_of)}, " if now.as_of < now.due else ""
    if not came:
        return f"{until}chưa có đơn vị nào trong số {count(total)} đơn vị gửi báo cáo{where}"
    tally = now.filing_tally()
    on_time, late = tally[FilingStanding.ON_TIME], tally[FilingStanding.LATE]
    punctual = f"trong đó {count(on_time)} đơn vị gửi đúng hạn ({deadline_words(now.due)})"
    shares = f"{punctual}, {count(late)} đơn vị gửi sau hạn"
    return (
        f"{until}có {count(came)}/{count(total)} đơn vị gửi báo cáo (đạt {percent(came, total)})"
        f"{_against(now, before)}; {shares if late else f'đều đúng hạn ({deadline_words(now.due)})'}{where}"
    )


def _outstanding(now: Consolidated) -> str:
    missing = standing(now, FilingStanding.MISSING) if received(now) else ()
    unusable = standing(now, FilingStanding.FAULTY)
    parts = []
    if missing:
        parts.append(f"{count(len(missing))} đơn vị chưa gửi{_named(missing)}")
    if unusable:
        parts.append(
            f"{count(len(unusable))} đơn vị gửi chưa đúng biểu mẫu, cần gửi lại{_named(unusable)}"
        )
    return f"còn {'; '.join(parts)}" if parts else ""


def _late(now: Consolidated) -> str:
    units = standing(now, FilingStanding.LATE)
    if not units or len(units) > _NAMED:
        return ""
    return f"đơn vị gửi sau hạn{_named(units)}".replace(", ", " ", 1)


def _waived(now: Consolidated) -> str:
    units = standing(now, FilingStanding.WAIVED)
    if not units:
        return ""
    return (
        f"ngoài ra, có {count(len(units))} đơn vị được miễn, hoãn gửi báo cáo kỳ này{_named(units)}"
    )


def _incomplete(now: Consolidated) -> str:
    """Files that count but for some rows or figures: those are in no result."""
    short = [f.unit for f in now.filings if f.faulty or f.blank or f.faulty_figures]
    if not short:
        return ""
    return (
        f"có {count(len(short))} đơn vị còn nội dung, số liệu để trống hoặc chưa thống nhất, "
        f"chưa được tổng hợp{_named(short)}"
    )


def _against(now: Consolidated, before: Consolidated | None) -> str:
    """``, tăng 03 đơn vị so với tháng 8``; empty when last month is unknown.

    Over units that owed a file in both months: to be excused is no fall.
    """
    if before is None:
        return ""
    both = _expected(now) & _expected(before)
    later, earlier = (len(both & {u.code for u in _senders(month)}) for month in (now, before))
    base = _base(now, before, both)
    if earlier == later:
        return f", bằng {month(before.period)}{base}"
    return f", {change(later, earlier, 'đơn vị')} so với {month(before.period)}{base}"


def _expected(told: Consolidated) -> set[str]:
    return {filing.unit.code for filing in told.expected}


def _base(now: Consolidated, before: Consolidated, both: set[str]) -> str:
    """What the change is counted over, where the figures of the two months have another base."""
    told = []
    if _expected(now) != both or _expected(before) != both:
        told.append(f"tính trên {count(len(both))} đơn vị phải gửi cả hai tháng")
    if now.as_of < now.due and before.received_until:
        until = instant(before.received_until)
        told.append(f"{month(before.period)} tính cả báo cáo nhận đến {until}")
    return f" ({'; '.join(told)})" if told else ""
