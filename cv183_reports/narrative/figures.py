"""Section III: the main figures, against last month."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from cv183_reports.consolidation.indicators import Change, change_of
from cv183_reports.model import Indicator
from cv183_reports.model.consolidated import Consolidated, IndicatorTotal
from cv183_reports.model.prose import About, Basis, Block, Section, body, heading, item
from cv183_reports.narrative.phrases import month
from cv183_reports.vietnamese.wording import count, number, sentence


def section(now: Consolidated, before: Consolidated | None) -> Section:
    """Section III of the monthly report."""
    known = [each for each in now.totals if each.indicator.is_main and each.value is not None]
    if not known:
        text = "Chưa có số liệu chủ yếu của kỳ này (Phụ lục 5)."
        return Section("III", "Một số số liệu chủ yếu", (body(text),))
    blocks: list[Block] = [body(sentence(_basis(now)), basis=Basis(About.GIVERS))]
    topics = groupby(known, key=lambda total: total.indicator.topic)
    for rank, (topic, totals) in enumerate(topics, start=1):
        blocks.append(heading(f"{rank}. {topic}"))
        blocks += [
            item(
                sentence(_line(total, now, before)),
                Basis(About.INDICATOR, (total.indicator.code,)),
            )
            for total in totals
        ]
    return Section("III", "Một số số liệu chủ yếu", tuple(blocks))


def _basis(now: Consolidated) -> str:
    givers = len({figure.unit for figure in now.figures})
    text = (
        f"số liệu chủ yếu tổng hợp từ báo cáo của {count(givers)} đơn vị; "
        "số liệu khác và số liệu từng đơn vị tại Phụ lục 5"
    )
    if not any(each.indicator.is_main and each.carried for each in now.totals):
        return text
    months = sorted({each.period for each in now.carried})
    reports = f"báo cáo {month(months[0])}" if len(months) == 1 else "báo cáo gần nhất"
    return f"{text}. Số hiện có, số lũy kế của đơn vị chưa gửi báo cáo lấy theo {reports}"


def _line(level: IndicatorTotal, now: Consolidated, before: Consolidated | None) -> str:
    """The value, over how many units, and how it moved over the same units."""
    assert level.value is not None
    indicator = level.indicator
    notes = []
    if level.units < level.asked:
        notes.append(f"{count(level.units)}/{count(level.asked)} đơn vị")
    if level.carried:
        notes.append(f"trong đó {count(level.carried)} đơn vị lấy số của báo cáo trước")
    text = f"{indicator.name}: {_measured(indicator.rounded(level.value), indicator)}"
    text += f" ({', '.join(notes)})" if notes else ""
    change = change_of(indicator, now, before)
    if change is None or before is None:
        return text
    if change.units == level.units:
        return f"{text}, {_moved(change)} so với {_former(change, before)}"
    both = f"Của {count(change.units)} đơn vị có số liệu cả hai tháng"
    if not change.difference:
        return f"{text}. {both}: {_measured(change.now, indicator)}, không thay đổi"
    former = _measured(change.before, indicator)
    if indicator.measure != "%":
        former = _in_sentence(change.before, indicator)
    there = f"{month(before.period)}: {former}"
    here = f"{month(now.period)}: {_measured(change.now, indicator)}"
    return f"{text}. {both}: {there}, {here}, {_moved(change)}"


def _former(change: Change, before: Consolidated) -> str:
    """``tháng 8 (1.400 hồ sơ)``; what did not change is not said twice."""
    then = month(before.period)
    return f"{then} ({_measured(change.before, change.indicator)})" if change.difference else then


def _moved(change: Change) -> str:
    """``tăng 56 hồ sơ``, or ``không thay đổi``."""
    if not change.difference:
        return "không thay đổi"
    measure = change.indicator.measure
    noun = "điểm phần trăm" if measure == "%" else measure
    word = "tăng" if change.difference > 0 else "giảm"
    return f"{word} {_in_sentence(abs(change.difference), change.indicator)} {noun}"


def _measured(value: Decimal, indicator: Indicator) -> str:
    """With its unit of measure."""
    unit = indicator.measure if indicator.measure == "%" else f" {indicator.measure}"
    return f"{_in_sentence(value, indicator)}{unit}"


def _in_sentence(value: Decimal, indicator: Indicator) -> str:
    """A whole number below 10 takes a 0."""
    digits = indicator.total_decimals
    return number(value, digits) if digits else count(int(value))
