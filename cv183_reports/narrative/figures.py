"""Section III: the main figures, against last month."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from cv183_reports.consolidation.indicators import Change, asked_for, change_of
from cv183_reports.model import Indicator
from cv183_reports.model.consolidated import Consolidated, IndicatorTotal
from cv183_reports.model.prose import About, Basis, Block, Section, body, heading, item
from cv183_reports.narrative.phrases import month
from cv183_reports.vietnamese.wording import count, number, sentence

_BASE = 0.9
"""A change over less than this part of the units that make the total says over how many."""


def section(now: Consolidated, before: Consolidated | None) -> Section:
    """Section III of the monthly report."""
    known = [t for t in now.totals if t.value is not None and t.indicator.is_main]
    if not known:
        text = "Chưa có số liệu chủ yếu của kỳ này (Phụ lục 5)."
        return Section("III", "Một số số liệu chủ yếu", (body(text),))
    blocks: list[Block] = [body(sentence(_basis(now, before)), basis=Basis(About.GIVERS))]
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


def _basis(now: Consolidated, before: Consolidated | None) -> str:
    givers = len({figure.unit for figure in now.figures})
    text = (
        f"số liệu chủ yếu tổng hợp từ báo cáo của {count(givers)} đơn vị; "
        "số liệu khác và số liệu từng đơn vị tại Phụ lục 5"
    )
    if before is None or not before.figures:
        return text
    return f"{text}. Tăng, giảm so với {month(before.period)} tính trên các đơn vị có số liệu cả hai tháng"


def _line(total: IndicatorTotal, now: Consolidated, before: Consolidated | None) -> str:
    indicator = total.indicator
    assert total.value is not None
    unit = indicator.measure if indicator.measure == "%" else f" {indicator.measure}"
    text = f"{indicator.name}: {_in_sentence(indicator.rounded(total.value), indicator)}{unit}"
    could = _could_give(indicator, now)
    if total.given < could:
        text += f" (số liệu của {count(total.given)}/{count(could)} đơn vị)"
    change = change_of(indicator, now, before)
    if change is None:
        return text
    is_small = change.units < _BASE * total.given
    base = f" (tính trên {count(change.units)} đơn vị)" if is_small else ""
    return f"{text}, {_moved(change, indicator)}{base}"


def _could_give(indicator: Indicator, now: Consolidated) -> int:
    """Units whose file counts and that are asked for all that makes the figure."""
    asked = asked_for(indicator, now.register, now.filings)
    return sum(filing.receipt is not None for filing in asked)


def _moved(change: Change, indicator: Indicator) -> str:
    """``tăng 56 hồ sơ``, or ``không thay đổi``."""
    if not change.difference:
        return "không thay đổi"
    noun = "điểm phần trăm" if indicator.measure == "%" else indicator.measure
    word = "tăng" if change.difference > 0 else "giảm"
    return f"{word} {_in_sentence(abs(change.difference), indicator)} {noun}"


def _in_sentence(value: Decimal, indicator: Indicator) -> str:
    """A whole number below 10 takes a 0."""
    digits = indicator.total_decimals
    return number(value, digits) if digits else count(int(value))
