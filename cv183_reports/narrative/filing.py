"""Section I: who sent the monthly report, in time or not."""

from __future__ import annotations

from cv183_reports.model import Unit, UnitGroup
from cv183_reports.model.consolidated import Consolidated, FilingStanding
from cv183_reports.model.prose import About, Basis, Section, body, item
from cv183_reports.narrative.phrases import month, units_named
from cv183_reports.vietnamese.wording import (
    change,
    count,
    deadline_words,
    instant,
    percent,
    sentence,
)

_APPENDIX = "Phụ lục 2"


def section(now: Consolidated, before: Consolidated | None) -> Section:
    """Section I of the monthly report."""
    overall = [
        _received_overall(now, before),
        _outstanding(now),
        _late(now),
        _waived(now),
        _incomplete(now),
        _figures_left_out(now),
    ]
    groups = [group for group in now.register.groups if _units(now, group)]
    return Section(
        "I",
        "Tình hình gửi báo cáo",
        (
            body(" ".join(sentence(text) for text in overall if text), basis=Basis(About.FILING)),
            *(
                item(sentence(_group(group, now, before)), Basis(About.FILING, (group.code,)))
                for group in groups
            ),
        ),
    )


def received(now: Consolidated, group: str | None = None) -> int:
    """Units whose file came and can be read."""
    return sum(group in (None, unit.group) for unit in _senders(now))


def _senders(now: Consolidated) -> tuple[Unit, ...]:
    return standing(now, FilingStanding.ON_TIME, FilingStanding.LATE)


def standing(now: Consolidated, *wanted: FilingStanding) -> tuple[Unit, ...]:
    """Units that stand so with their file, in official order."""
    return tuple(filing.unit for filing in now.filings if filing.standing in wanted)


def _received_overall(now: Consolidated, before: Consolidated | None) -> str:
    total, came = len(now.expected), received(now)
    if now.filings and not total:
        return ""
    until = f"tính đến {instant(now.as_of)}, " if now.as_of < now.due else ""
    if not came:
        return f"{until}chưa có đơn vị nào trong số {count(total)} đơn vị gửi báo cáo ({_APPENDIX})"
    tally = now.filing_tally()
    on_time, late = tally[FilingStanding.ON_TIME], tally[FilingStanding.LATE]
    shares = f"trong đó {count(on_time)} đơn vị gửi đúng hạn ({deadline_words(now.due)}), {count(late)} đơn vị gửi sau hạn"
    details = f"; chi tiết tại {_APPENDIX}" if came == total else ""
    return (
        f"{until}có {count(came)}/{count(total)} đơn vị đã gửi báo cáo (đạt {percent(came, total)})"
        f"{_against(now, before, None)}; {shares if late else f'đều đúng hạn ({deadline_words(now.due)})'}{details}"
    )


def _outstanding(now: Consolidated) -> str:
    missing = standing(now, FilingStanding.MISSING) if received(now) else ()
    unusable = standing(now, FilingStanding.FAULTY)
    parts = []
    if missing:
        parts.append(f"{count(len(missing))} đơn vị chưa gửi")
    if unusable:
        parts.append(
            f"{count(len(unusable))} đơn vị đã gửi nhưng tệp không sử dụng được, phải gửi lại"
        )
    return f"còn {' và '.join(parts)} ({_APPENDIX})" if parts else ""


def _late(now: Consolidated) -> str:
    units = standing(now, FilingStanding.LATE)
    return f"đơn vị gửi sau hạn {units_named(units, _APPENDIX)}" if units else ""


def _waived(now: Consolidated) -> str:
    units = standing(now, FilingStanding.WAIVED)
    if not units:
        return ""
    named = units_named(units, _APPENDIX)
    return f"ngoài ra, có {count(len(units))} đơn vị được miễn, hoãn gửi báo cáo kỳ này, {named}"


def _incomplete(now: Consolidated) -> str:
    """Files that count but for some rows: those assignments are not in any result below."""
    short = [filing for filing in now.filings if filing.faulty or filing.blank]
    if not short:
        return ""
    rows = sum(len(filing.faulty) + len(filing.blank) for filing in short)
    return (
        f"có {count(len(short))} đơn vị còn nội dung báo cáo có lỗi hoặc để trống ({count(rows)} nội dung), "
        f"chưa được tính vào kết quả, {units_named([filing.unit for filing in short], _APPENDIX)}"
    )


def _figures_left_out(now: Consolidated) -> str:
    short = [filing.unit for filing in now.filings if filing.faulty_figures]
    if not short:
        return ""
    return (
        f"có {count(len(short))} đơn vị có số liệu không hợp lệ hoặc không khớp, chưa được tổng hợp, "
        f"{units_named(short, _APPENDIX)}"
    )


def _group(group: UnitGroup, now: Consolidated, before: Consolidated | None) -> str:
    total, came = len(_units(now, group)), received(now, group.code)
    if not came:
        return f"{group.name}: chưa có đơn vị nào trong số {count(total)} đơn vị gửi báo cáo"
    text = (
        f"{group.name}: {count(came)}/{count(total)} đơn vị đã gửi ({percent(came, total)})"
        f"{_against(now, before, group.code)}"
    )
    owing = [
        unit
        for unit in standing(now, FilingStanding.MISSING, FilingStanding.FAULTY)
        if unit.group == group.code
    ]
    if owing:
        text += f"; còn {count(len(owing))} đơn vị chưa có báo cáo, {units_named(owing, _APPENDIX)}"
    return text


def _units(now: Consolidated, group: UnitGroup) -> list[Unit]:
    return [filing.unit for filing in now.expected if filing.unit.group == group.code]


def _against(now: Consolidated, before: Consolidated | None, group: str | None) -> str:
    """``, tăng 03 đơn vị so với tháng 8``; empty when last month is unknown.

    Over units that owed a file in both months: to be excused is no fall.
    """
    if before is None:
        return ""
    both = _expected(now, group) & _expected(before, group)
    later, earlier = (len(both & {u.code for u in _senders(month)}) for month in (now, before))
    base = _base(now, before, group, both)
    if earlier == later:
        return f", bằng {month(before.period)}{base}"
    return f", {change(later, earlier, 'đơn vị')} so với {month(before.period)}{base}"


def _expected(told: Consolidated, group: str | None) -> set[str]:
    return {f.unit.code for f in told.expected if group in (None, f.unit.group)}


def _base(now: Consolidated, before: Consolidated, group: str | None, both: set[str]) -> str:
    """What the change is counted over, where the figures of the two months have another base."""
    told = []
    if _expected(now, group) != both or _expected(before, group) != both:
        told.append(f"tính trên {count(len(both))} đơn vị phải gửi cả hai tháng")
    if now.as_of < now.due and before.received_until and not group:
        until = instant(before.received_until)
        told.append(f"{month(before.period)} tính cả báo cáo nhận đến {until}")
    return f" ({'; '.join(told)})" if told else ""
