"""One sentence on how several months went, where there are enough to show a course."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from cv183_reports.consolidation.progress import Point
from cv183_reports.model import Period
from cv183_reports.narrative.explained import Explanation, Sum
from cv183_reports.vietnamese.wording import (
    count,
    joined,
    number,
    percent_points,
    sentence,
    short_month,
    upper_first,
)

LEAST = 3
"""Months that make a course; two are compared already, wherever last month is named."""
_LISTED = 4
"""Months whose rates are all given; of more, the first and last, the highest and the lowest."""
_MEASURES: tuple[tuple[str, Callable[[Point], Decimal | None]], ...] = (
    ("tỷ lệ đơn vị đã gửi báo cáo", lambda point: point.filing_rate),
    ("tỷ lệ lượt nhiệm vụ phải hoàn thành đã hoàn thành", lambda point: point.done_rate),
)
_RULE = (
    "Mỗi kỳ xét tại thời hạn của kỳ đó: 100 × đơn vị đã gửi / đơn vị phải gửi; 100 × lượt hoàn thành / lượt phải hoàn thành. "
    "Không tính nhiệm vụ thường xuyên và nội dung được miễn, hoãn. Đơn vị, tệp, ô của từng kỳ: hỏi kỳ đó."
)


def course(trend: Sequence[Point]) -> str:
    """``Qua 03 tháng (từ … đến …), tỷ lệ … lần lượt là …``; empty for fewer than LEAST months."""
    told = [
        f"{words} {_told(known)}"
        for words, of in _MEASURES
        if len(known := [(p.period, rate) for p in trend if (rate := of(p)) is not None]) >= LEAST
    ]
    if not told:
        return ""
    months = f"từ {_month(trend[0].period)} đến {_month(trend[-1].period)}"
    return sentence(f"qua {count(len(trend))} tháng ({months}), {'; '.join(told)}")


def trend_explained(trend: Sequence[Point]) -> Explanation:
    """Each rate of each month, written out."""
    sums = [
        Sum(
            f"{upper_first(words)}, {_month(point.period)} (%)",
            f"100 × {number(part)} / {number(of)}",
            rate.quantize(Decimal("0.1"), ROUND_HALF_UP),
            1,
        )
        for rank, (words, rate_of) in enumerate(_MEASURES)
        for point in trend
        if (rate := rate_of(point)) is not None
        for part, of in [((point.filed, point.owing), (point.done, point.owed))[rank]]
    ]
    return Explanation(_RULE, (), tuple(sums))


def _told(known: Sequence[tuple[Period, Decimal]]) -> str:
    rates = [percent_points(rate) for _, rate in known]
    if len(set(rates)) == 1:
        return f"giữ ở mức {rates[0]}"
    if len(known) <= _LISTED:
        return f"lần lượt là {joined(rates)}"
    extremes = _extremes(known)
    return _ends(known[0][1], known[-1][1]) + (f" ({'; '.join(extremes)})" if extremes else "")


def _ends(first: Decimal, last: Decimal) -> str:
    begin, end = percent_points(first), percent_points(last)
    if begin == end:
        return f"tháng đầu và tháng cuối đều là {begin}"
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
        f"{words} {percent_points(rate)}, {_month(period)}"
        for words, (period, rate), is_beyond in beyond
        if is_beyond
    ]


def _rate(known: tuple[Period, Decimal]) -> Decimal:
    return known[1]


def _month(period: Period) -> str:
    return short_month(period.year, period.month)
