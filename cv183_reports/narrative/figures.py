"""The main figures: a table against last month, in words where they are judged, and how several months went."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby

from cv183_reports.consolidation.consolidate import Change, change_of
from cv183_reports.consolidation.progress import Point
from cv183_reports.model import Aggregation, Indicator, Nature, Period
from cv183_reports.model.consolidated import AfterClosing, Consolidated, IndicatorTotal
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
from cv183_reports.narrative.phrases import month, names_of, noun, pointer
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import (
    count,
    joined,
    lower_first,
    number,
    percent_points,
    period_noun,
    sentence,
    short_period,
    upper_first,
)

MAIN_FIGURES_TITLE = "Một số số liệu chủ yếu"
_SAME = "–"
"""In the place of a change that is none."""
_IN_THE_PERIOD = " trong (?:kỳ|tháng|quý)"
"""What names of such counts end with, said before them here."""
_NAMED = 3
"""Units up to which a sentence names them."""
_CARRIED = "*"
"""At figures in which last month's stand in for those of units that sent nothing."""


def are_asked(now: Consolidated) -> bool:
    """Whether the register asks for figures that the section has: else the report has no such section."""
    return any(each.is_main and not _is_led(each, now) for each in now.register.indicators)


def section(
    rank: str,
    now: Consolidated,
    before: Consolidated | None,
    later: AfterClosing | None = None,
) -> Section:
    """The section of the monthly report that holds the table.

    Args:
        rank: number of the section.
        now: the month.
        before: the month before.
        later: what came after that was closed.
    """
    known = [
        total
        for total in now.totals
        if total.indicator.is_main and not _is_led(total.indicator, now) and total.value is not None
    ]
    if not known:
        return Section(rank, MAIN_FIGURES_TITLE, (body("Chưa có số liệu chủ yếu của kỳ này."),))
    changes = {total.indicator.code: change_of(total.indicator, now, before) for total in known}
    rows: list[BlockRow] = []
    ranks = iter(range(1, len(known) + 1))
    for topic, group in groupby(known, key=lambda total: total.indicator.topic):
        totals = list(group)
        rows += [BlockRow((topic,))] if len(totals) > 1 else []
        rows += [
            _row(str(next(ranks)), total, changes[total.indicator.code], before) for total in totals
        ]
    shown = (now.period, now.period.previous)
    heads = tuple(upper_first(month(each, now.period)) for each in shown)
    table = Block(BlockKind.FIGURE_TABLE, "", heads=heads, rows=tuple(rows))
    known_changes = [each for each in changes.values() if each is not None]
    units = {total.indicator.code: total.units for total in known}
    measured = _measured_over(
        partly=any(each.units != units[each.indicator.code] for each in known_changes),
        unrounded=any(map(moved_unrounded, known_changes)),
    )
    told = [*_basis(now, before, measured), *([_published(later, now)] if later else [])]
    lead = intro(" ".join(map(sentence, told)), basis=Basis(About.GIVERS))
    return Section(rank, MAIN_FIGURES_TITLE, (lead, table))


def _published(later: AfterClosing, now: Consolidated) -> str:
    """That last month's figures are those that were signed, and where later files would change them."""
    changed = (
        (later.indicators, "chỉ tiêu"),
        (later.assignments, "lượt nhiệm vụ"),
    )
    what = joined([f"{count(number)} {name}" for number, name in changed if number])
    few = len(later.units) <= _NAMED
    units = names_of(later.units) if few else f"{count(len(later.units))} đơn vị"
    closed = month(later.period, now.period)
    return f"số liệu {closed} là số đã công bố; nếu tính cả báo cáo gửi sau khi chốt của {units} thì {what} của {closed} thay đổi"


def _measured_over(*, partly: bool, unrounded: bool) -> str:
    """What else is said of changes: that some are over fewer units, and not those of the rounded figures."""
    brackets = " (số đơn vị trong ngoặc)" if partly else ""
    return f"{brackets}, trước khi làm tròn" if unrounded else brackets


def _basis(now: Consolidated, before: Consolidated | None, measured: str) -> list[str]:
    """What the table rests on; how changes are `measured`."""
    givers = len({figure.unit for figure in now.figures})
    where = pointer(now, AppendixKind.FIGURES)
    told = [f"số liệu tổng hợp từ báo cáo của {count(givers)} đơn vị{where}"] if givers else []
    if before is not None:
        told.append(f"tăng, giảm tính trên cùng các đơn vị có số liệu hai {noun(now)}{measured}")
    if any(total.carried for total in now.totals if total.indicator.is_main):
        units = count(len(now.carried))
        told.append(
            f"dấu * là gồm cả số theo {carried_from(now)} của {units} đơn vị chưa có báo cáo"
        )
    return told


def carried_from(now: Consolidated) -> str:
    """``báo cáo tháng 8``: what carried figures are taken from."""
    months = {each.period for each in now.carried}
    return f"báo cáo {month(months.pop(), now.period)}" if len(months) == 1 else "báo cáo gần nhất"


def _row(
    rank: str, total: IndicatorTotal, change: Change | None, before: Consolidated | None
) -> BlockRow:
    """Indicator, this month, last month as published, change, what they cover."""
    assert total.value is not None
    indicator = total.indicator
    last = before.total(indicator.code) if before else None
    cells = (
        f"{indicator.name} ({indicator.measure})",
        _plain(indicator.rounded(total.value), indicator),
        ""
        if last is None or last.value is None
        else _plain(indicator.rounded(last.value), indicator),
        "" if change is None else _moved_cell(change, total, last),
        _covered(total, change),
    )
    return BlockRow(cells, Basis(About.INDICATOR, (indicator.code,)), rank)


def _covered(total: IndicatorTotal, change: Change | None) -> str:
    """``107/114 (102)``: units that gave it of those asked, with ``*`` for carried figures, and those compared."""
    share = "" if total.units == total.asked else f"/{count(total.asked)}"
    text = f"{count(total.units)}{share}{_CARRIED if total.carried else ''}"
    if change is None or change.units == total.units:
        return text
    return f"{text} ({count(change.units)})"


def _plain(value: Decimal, indicator: Indicator) -> str:
    return number(value, indicator.total_decimals)


def _moved_cell(change: Change, total: IndicatorTotal, last: IndicatorTotal | None) -> str:
    """``+91``, ``–``; with both figures of the units compared, where the row shows others: ``-3 (từ 208 còn 205)``."""
    indicator = change.indicator
    shown = [
        indicator.rounded(each.value) if each is not None and each.value is not None else None
        for each in (last, total)
    ]
    is_of_these = shown == [change.before, change.now]
    if not change.difference:
        return _SAME if is_of_these else f"{_SAME} (đều {_plain(change.now, indicator)})"
    sign, to = ("+", "lên") if change.difference > 0 else ("-", "còn")
    text = f"{sign}{_plain(abs(change.difference), indicator)}"
    if is_of_these:
        return text
    return f"{text} (từ {_plain(change.before, indicator)} {to} {_plain(change.now, indicator)})"


def moved_unrounded(change: Change) -> bool:
    """Whether it is not the difference of the two figures as they are shown."""
    return change.now - change.before != change.difference


def way(change: Change) -> str:
    """Which way it moved, of one that did."""
    return "tăng" if change.difference > 0 else "giảm"


def moved(change: Change) -> str:
    """``tăng 56 hồ sơ``, or ``không thay đổi``."""
    if not change.difference:
        return "không thay đổi"
    measure = change.indicator.measure
    noun = "điểm phần trăm" if measure == "%" else measure
    return f"{way(change)} {_in_sentence(abs(change.difference), change.indicator)} {noun}"


def both_figures(change: Change) -> str:
    """``từ 1.068 lên 1.125``, ``từ 73,5% còn 27,8%``: both figures, their measure being told before."""
    to = "còn" if change.difference < 0 else "lên"
    unit = "%" if change.indicator.measure == "%" else ""
    then, now = (_in_sentence(each, change.indicator) for each in (change.before, change.now))
    return f"từ {then}{unit} {to} {now}{unit}"


def with_measure(value: Decimal, indicator: Indicator) -> str:
    """With its unit of measure."""
    unit = indicator.measure if indicator.measure == "%" else f" {indicator.measure}"
    return f"{_in_sentence(value, indicator)}{unit}"


def _in_sentence(value: Decimal, indicator: Indicator) -> str:
    """A whole number below 10 takes a 0."""
    digits = indicator.total_decimals
    return number(value, digits) if digits else count(int(value))


def _is_led(indicator: Indicator, now: Consolidated) -> bool:
    """Whether it counts what was done in the month to lead the work: it is told there, not in the table."""
    topic = now.register.profile.direction_topic
    counts = indicator.nature is Nature.FLOW and indicator.aggregation is Aggregation.SUM
    return bool(topic) and indicator.topic == topic and counts


def led_by(now: Consolidated) -> list[Block]:
    """How the work was led, in figures: the main counts of the topic that the register names for it."""
    told = [
        total
        for total in now.totals
        if total.indicator.is_main and _is_led(total.indicator, now) and total.value
    ]
    if not told:
        return []
    lead = f"trong {month(now.period, now.period)}, các cơ quan, đơn vị có {joined([_noun(total) for total in told])}"
    codes = tuple(total.indicator.code for total in told)
    return [body(sentence(lead), basis=Basis(About.INDICATORS, codes))]


def _noun(total: IndicatorTotal) -> str:
    """``138 văn bản chỉ đạo …``, or ``12 lượt …`` where the name does not begin with its measure."""
    assert total.value is not None
    indicator = total.indicator
    value = indicator.rounded(total.value)
    name = lower_first(re.sub(rf"{_IN_THE_PERIOD}\Z", "", indicator.name))
    share = (
        "" if total.units == total.asked else f" ({count(total.units)}/{count(total.asked)} đơn vị)"
    )
    if fold_words(name).startswith(f"{fold_words(indicator.measure)} "):
        return f"{_in_sentence(value, indicator)} {name}{share}"
    return f"{with_measure(value, indicator)} {name}{share}"


LEAST = 3
"""Months that make a course; two are compared already, wherever last month is named."""
_LISTED = 4
"""Months whose rates are all given; of more, the first and last, the highest and the lowest."""
MEASURES: tuple[tuple[str, Callable[[Point], Decimal | None]], ...] = (
    ("tỷ lệ đơn vị đã gửi báo cáo", lambda point: point.filing_rate),
    ("tỷ lệ lượt nhiệm vụ phải hoàn thành đã hoàn thành", lambda point: point.done_rate),
)
"""What a course tells of each month: in words, and the rate."""


def course(trend: Sequence[Point]) -> str:
    """``Qua 03 tháng (từ … đến …), tỷ lệ … lần lượt là …``; empty for fewer than LEAST months."""
    called = period_noun(trend[-1].period.cycle) if trend else ""
    told = [
        f"{words} {_told(known, called)}"
        for words, of in MEASURES
        if len(known := [(p.period, rate) for p in trend if (rate := of(p)) is not None]) >= LEAST
    ]
    if not told:
        return ""
    months = f"từ {short_period(trend[0].period)} đến {short_period(trend[-1].period)}"
    return sentence(f"qua {count(len(trend))} {called} ({months}), {'; '.join(told)}")


def _told(known: Sequence[tuple[Period, Decimal]], called: str) -> str:
    rates = [percent_points(rate) for _, rate in known]
    if len(set(rates)) == 1:
        return f"giữ ở mức {rates[0]}"
    if len(known) <= _LISTED:
        return f"lần lượt là {joined(rates)}"
    extremes = _extremes(known)
    return _ends(known[0][1], known[-1][1], called) + (
        f" ({'; '.join(extremes)})" if extremes else ""
    )


def _ends(first: Decimal, last: Decimal, called: str) -> str:
    begin, end = percent_points(first), percent_points(last)
    if begin == end:
        return f"{called} đầu và {called} cuối đều là {begin}"
    return f"tăng từ {begin} lên {end}" if last > first else f"giảm từ {begin} xuống {end}"


def _extremes(known: Sequence[tuple[Period, Decimal]]) -> list[str]:
    """The highest and the lowest month between, where they go beyond the first and the last."""
    first, last = known[0][1], known[-1][1]
    highest, lowest = max(known, key=_rate), min(known, key=_rate)
    beyond = (
        ("cao nhất", highest, highest[1] > max(first, last)),
        ("thấp nhất", lowest, lowest[1] < min(first, last)),
    )
    return [
        f"{words} {percent_points(rate)}, {short_period(period)}"
        for words, (period, rate), is_beyond in beyond
        if is_beyond
    ]


def _rate(known: tuple[Period, Decimal]) -> Decimal:
    return known[1]
