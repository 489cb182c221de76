"""The main figures: a table against last month, and in words where they are judged or said of the leading of the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType

from cv183_reports.consolidation.indicators import Change, Level, change_of, level_of
from cv183_reports.model import Indicator
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import (
    About,
    AppendixKind,
    Basis,
    Block,
    BlockKind,
    BlockRow,
    Section,
    body,
    intro,
)
from cv183_reports.narrative.phrases import month, pointer
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import (
    count,
    joined,
    lower_first,
    number,
    sentence,
    upper_first,
)

TITLE = "Một số số liệu chủ yếu"
_SAME = "–"
"""In the place of a change that is none."""
_CARRIED = "*"
"""At figures in which last month's stand in for those of units that sent nothing."""

Published = Mapping[str, Decimal | None]
"""Indicator → what last month's report gave for it."""
NOTHING_PUBLISHED: Published = MappingProxyType({})


def section(
    rank: str, now: Consolidated, before: Consolidated | None, published: Published
) -> Section:
    """The section of the monthly report that holds the table.

    Args:
        rank: number of the section.
        now: the month.
        before: the month before.
        published: what the report of that month gave.
    """
    led = now.register.profile.direction_topic
    known = [
        (indicator, level)
        for indicator in now.register.indicators
        if indicator.is_main
        and indicator.topic != led
        and (level := level_of(indicator, now, before)).value is not None
    ]
    if not known:
        return Section(rank, TITLE, (body("Chưa có số liệu chủ yếu của kỳ này."),))
    rows: list[BlockRow] = []
    number_of = 0
    for topic, pairs in groupby(known, key=lambda pair: pair[0].topic):
        rows.append(BlockRow((topic,)))
        for indicator, level in pairs:
            number_of += 1
            rows.append(_row(str(number_of), indicator, level, now, before, published))
    heads = (upper_first(month(now.period)), upper_first(month(now.period.previous)))
    table = Block(BlockKind.FIGURE_TABLE, "", heads=heads, rows=tuple(rows))
    lead = intro(" ".join(_basis(now, before)), basis=Basis(About.GIVERS))
    return Section(rank, TITLE, (lead, table))


def _basis(now: Consolidated, before: Consolidated | None) -> list[str]:
    givers = len({figure.unit for figure in now.figures})
    told = [
        f"số liệu tổng hợp từ báo cáo của {count(givers)} đơn vị{pointer(now, AppendixKind.FIGURES)}"
    ]
    if before is None:
        return [sentence(one) for one in told]
    told.append(
        f"cột {upper_first(month(before.period))} là số đã báo cáo; tăng, giảm tính trên cùng các đơn vị có số liệu cả hai tháng "
        "(số đơn vị trong ngoặc)"
    )
    mains = [indicator for indicator in now.register.indicators if indicator.is_main]
    carried = sorted({level_of(main, now, before).carried for main in mains} - {0})
    if carried:
        units = " đến ".join(count(each) for each in dict.fromkeys((carried[0], carried[-1])))
        told.append(
            f"dấu * là số hiện có, số lũy kế gồm cả số theo báo cáo {month(before.period)} của {units} đơn vị chưa có báo cáo kỳ này"
        )
    return [sentence(one) for one in told]


def _row(
    rank: str,
    indicator: Indicator,
    level: Level,
    now: Consolidated,
    before: Consolidated | None,
    published: Published,
) -> BlockRow:
    """Indicator, this month, last month as published, change, what they cover."""
    assert level.value is not None
    last = published.get(indicator.code)
    change = change_of(indicator, now, before)
    cells = (
        f"{indicator.name} ({indicator.measure})",
        _plain(indicator.rounded(level.value), indicator),
        "" if last is None else _plain(indicator.rounded(last), indicator),
        "" if change is None else _moved_cell(change, level),
        _covered(level, change),
    )
    return BlockRow(cells, Basis(About.INDICATOR, (indicator.code,)), rank)


def _covered(level: Level, change: Change | None) -> str:
    """``107/114 (102)``: units that gave it of those asked, with ``*`` for carried figures, and those compared."""
    share = "" if level.units == level.asked else f"/{count(level.asked)}"
    text = f"{count(level.units)}{share}{_CARRIED if level.carried else ''}"
    compared = change is not None and change.units != level.units
    return f"{text} ({count(change.units)})" if change is not None and compared else text


def _plain(value: Decimal, indicator: Indicator) -> str:
    return number(value, indicator.total_decimals)


def _moved_cell(change: Change, level: Level) -> str:
    """``+91``, ``–``; with both figures of the units compared, where these are not all: ``-3 (từ 208 còn 205)``."""
    indicator = change.indicator
    if not change.difference:
        return _SAME
    sign, to = ("+", "lên") if change.difference > 0 else ("-", "còn")
    text = f"{sign}{_plain(abs(change.difference), indicator)}"
    if change.units == level.units:
        return text
    return f"{text} (từ {_plain(change.before, indicator)} {to} {_plain(change.now, indicator)})"


def moved(change: Change) -> str:
    """``tăng 56 hồ sơ``, or ``không thay đổi``."""
    if not change.difference:
        return "không thay đổi"
    measure = change.indicator.measure
    noun = "điểm phần trăm" if measure == "%" else measure
    word = "tăng" if change.difference > 0 else "giảm"
    return f"{word} {_in_sentence(abs(change.difference), change.indicator)} {noun}"


def measured(value: Decimal, indicator: Indicator) -> str:
    """With its unit of measure."""
    unit = indicator.measure if indicator.measure == "%" else f" {indicator.measure}"
    return f"{_in_sentence(value, indicator)}{unit}"


def _in_sentence(value: Decimal, indicator: Indicator) -> str:
    """A whole number below 10 takes a 0."""
    digits = indicator.total_decimals
    return number(value, digits) if digits else count(int(value))


def led_by(now: Consolidated, before: Consolidated | None) -> list[Block]:
    """How the work is led, in figures: the main ones of the topic that the register names for it."""
    topic = now.register.profile.direction_topic
    told: Sequence[tuple[Indicator, Level]] = [
        (indicator, level)
        for indicator in now.register.indicators
        if indicator.is_main and indicator.topic == topic
        if (level := level_of(indicator, now, before)).value
    ]
    if not topic or not told:
        return []
    lead = f"{month(now.period)}, các cơ quan, đơn vị có {joined([_noun(*pair) for pair in told])}"
    codes = tuple(indicator.code for indicator, _ in told)
    return [body(sentence(lead), basis=Basis(About.INDICATORS, codes))]


def _noun(indicator: Indicator, level: Level) -> str:
    """``138 văn bản chỉ đạo … đã ban hành``, or ``tỷ lệ … 81,3%`` where the name does not begin with its measure."""
    assert level.value is not None
    value, name = indicator.rounded(level.value), lower_first(indicator.name)
    share = (
        "" if level.units == level.asked else f" ({count(level.units)}/{count(level.asked)} đơn vị)"
    )
    if fold_words(name).startswith(f"{fold_words(indicator.measure)} "):
        return f"{_in_sentence(value, indicator)} {name}{share}"
    return f"{name} {measured(value, indicator)}{share}"
