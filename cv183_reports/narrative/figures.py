"""Section III: the main figures, against last month."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from cv183_reports.consolidated import Consolidated, IndicatorTotal
from cv183_reports.narrative.phrases import month
from cv183_reports.prose import Block, Section, body, heading, item
from cv183_reports.vietnamese.wording import count, number, sentence


def section(now: Consolidated, before: Consolidated | None) -> Section:
    """Section III of the monthly report."""
    known = [total for total in now.totals if total.value is not None]
    if not known:
        text = "Chưa có đơn vị nào gửi số liệu của kỳ này."
        return Section("III", "Một số số liệu chủ yếu", (body(text),))
    blocks: list[Block] = [body(sentence(_basis(now, before)))]
    topics = groupby(known, key=lambda total: total.indicator.topic)
    for rank, (topic, totals) in enumerate(topics, start=1):
        blocks.append(heading(f"{rank}. {topic}"))
        blocks += [item(sentence(_line(total, before))) for total in totals]
    return Section("III", "Một số số liệu chủ yếu", tuple(blocks))


def _basis(now: Consolidated, before: Consolidated | None) -> str:
    givers = len({figure.unit for figure in now.figures})
    text = f"số liệu tổng hợp từ báo cáo của {count(givers)} đơn vị"
    if before is not None and before.figures:
        earlier = len({figure.unit for figure in before.figures})
        text += f" ({month(before.period)}: {count(earlier)} đơn vị)"
    return f"{text}; số liệu từng đơn vị tại Phụ lục 5"


def _line(total: IndicatorTotal, before: Consolidated | None) -> str:
    assert total.value is not None
    measure = total.indicator.measure
    unit = measure if measure == "%" else f" {measure}"
    value = total.indicator.rounded(total.value)
    text = f"{total.indicator.name}: {_in_sentence(value, total)}{unit}"
    earlier = before.total(total.indicator.code) if before else None
    if before is None or earlier is None or earlier.value is None:
        return text
    return f"{text}, {_difference(value, total.indicator.rounded(earlier.value), total)} {month(before.period)}"


def _difference(now: Decimal, before: Decimal, total: IndicatorTotal) -> str:
    """``tăng 56 hồ sơ so với``, or ``bằng``."""
    if now == before:
        return "bằng"
    noun = "điểm %" if total.indicator.measure == "%" else total.indicator.measure
    word = "tăng" if now > before else "giảm"
    return f"{word} {_in_sentence(abs(now - before), total)} {noun} so với"


def _in_sentence(value: Decimal, total: IndicatorTotal) -> str:
    """A whole number below 10 takes a 0."""
    digits = total.indicator.total_decimals
    return number(value, digits) if digits else count(int(value))
