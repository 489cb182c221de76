"""Section III: the main figures, against last month."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from cv183_reports.consolidated import Consolidated, IndicatorTotal
from cv183_reports.model import Aggregation
from cv183_reports.narrative.phrases import month
from cv183_reports.prose import Block, Section, body, heading, item
from cv183_reports.vietnamese.wording import count, number, sentence

_RATIO_DECIMALS = 1
_AVERAGE_DECIMALS = 2


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


def shown(total: IndicatorTotal) -> str:
    """The value as it is printed everywhere; empty when nobody gave it."""
    if total.value is None:
        return ""
    return number(total.value, _decimals(total))


def _decimals(total: IndicatorTotal) -> int:
    match total.indicator.aggregation:
        case Aggregation.RATIO:
            return _RATIO_DECIMALS
        case Aggregation.AVERAGE:
            return _AVERAGE_DECIMALS
        case _:
            return total.indicator.decimals


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
    unit = "%" if measure == "%" else f" {measure}"
    text = f"{total.indicator.name}: {shown(total)}{unit}"
    earlier = before.total(total.indicator.code) if before else None
    if before is None or earlier is None or earlier.value is None:
        return text
    return f"{text}, {_change(total, earlier.value)} {month(before.period)}"


def _change(total: IndicatorTotal, earlier: Decimal) -> str:
    """``tăng 56 hồ sơ so với``; measured between the values as printed, so that it adds up on paper."""
    assert total.value is not None
    digits = _decimals(total)
    quantum = Decimal(1).scaleb(-digits)
    difference = total.value.quantize(quantum) - earlier.quantize(quantum)
    if not difference:
        return "bằng"
    word = "tăng" if difference > 0 else "giảm"
    measure = "điểm %" if total.indicator.measure == "%" else total.indicator.measure
    return f"{word} {number(abs(difference), digits)} {measure} so với"
