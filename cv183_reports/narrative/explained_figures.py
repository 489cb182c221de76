"""Figures explained: an indicator over all units, the figures of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cv183_reports.consolidation.indicators import given_whole, parts_of
from cv183_reports.model import Aggregation, Figure, Indicator
from cv183_reports.model.consolidated import Consolidated, IndicatorTotal, UnitFiling
from cv183_reports.narrative.explained import Evidence, Explanation, Part, Sum, added
from cv183_reports.vietnamese.wording import number, upper_first

_RULES = {
    Aggregation.SUM: "Cộng số của các đơn vị trong kỳ.",
    Aggregation.LAST: "Cộng số cuối kỳ của các đơn vị (không cộng qua các kỳ).",
    Aggregation.AVERAGE: "Bình quân cộng của các đơn vị có số liệu.",
    Aggregation.RATIO: "100 × tử số / mẫu số, chỉ tính đơn vị có đủ mọi số liệu thành phần.",
}
_NOT_COUNTED = "Được hỏi nhưng chưa có số liệu, không tính"


def indicator(now: Consolidated, key: Sequence[str]) -> Explanation:
    """One indicator: by group of units; of a ratio, by what stands above and below the line."""
    total = now.total(key[0])
    if total is None:
        raise KeyError(key)
    asked = total.indicator
    rule = f"{asked.code}. {asked.name} ({asked.measure}). {_RULES[asked.aggregation]}"
    if asked.aggregation is Aggregation.RATIO:
        parts, sums = _ratio(now, total)
    else:
        parts, sums = _plain(now, total)
    return Explanation(rule, (*parts, *_missing(now, asked)), sums)


def _plain(now: Consolidated, total: IndicatorTotal) -> tuple[tuple[Part, ...], tuple[Sum, ...]]:
    asked = total.indicator
    given = [figure for figure in now.figures if figure.indicator == asked.code]
    parts = tuple(
        _part(now, upper_first(group.name), asked, some)
        for group in now.register.groups
        if (some := [f for f in given if _group(now, f) == group.code])
    )
    whole = added("Cộng", parts, asked.decimals)
    if asked.aggregation is not Aggregation.AVERAGE or total.value is None:
        return parts, (whole,)
    written = f"{number(whole.total, asked.decimals)} / {number(total.given)}"
    mean = Sum("Bình quân", written, asked.rounded(total.value), asked.total_decimals)
    return parts, (whole, mean)


def _ratio(now: Consolidated, total: IndicatorTotal) -> tuple[tuple[Part, ...], tuple[Sum, ...]]:
    asked = total.indicator
    units = given_whole(asked, now.figures).keys()
    known = {i.code: i for i in now.register.indicators}

    def side(codes: Sequence[str]) -> tuple[Part, ...]:
        return tuple(
            _part(
                now,
                f"{code}. {known[code].name}",
                known[code],
                [f for f in now.figures if f.indicator == code and f.unit in units],
            )
            for code in codes
        )

    above, below = side(asked.numerator), side(asked.denominator)
    decimals = max(known[code].decimals for code in parts_of(asked))
    top, bottom = added("Tử số", above, decimals), added("Mẫu số", below, decimals)
    sums: tuple[Sum, ...] = (top, bottom)
    if total.value is not None:
        written = f"100 × {number(top.total, decimals)} / {number(bottom.total, decimals)}"
        rate = Sum("Tỷ lệ (%)", written, asked.rounded(total.value), asked.total_decimals)
        sums = (top, bottom, rate)
    return (*above, *below), sums


def _group(now: Consolidated, figure: Figure) -> str:
    unit = now.register.unit(figure.unit)
    assert unit is not None
    return unit.group


def _part(now: Consolidated, label: str, asked: Indicator, figures: Sequence[Figure]) -> Part:
    value = sum((figure.value for figure in figures), Decimal())
    return Part(label, value, tuple(_given(now, asked, f) for f in figures), asked.decimals)


def _given(now: Consolidated, asked: Indicator, figure: Figure) -> Evidence:
    unit = now.register.unit(figure.unit)
    assert unit is not None
    return Evidence(unit, number(figure.value, asked.decimals), figure.source)


def _missing(now: Consolidated, asked: Indicator) -> tuple[Part, ...]:
    """Units that are asked and do not count: they add nothing, and are named."""
    codes = parts_of(asked)
    groups = [set(i.groups) for i in now.register.indicators if i.code in codes]
    counted = given_whole(asked, now.figures)
    absent = [
        filing
        for filing in now.filings
        if filing.is_asked
        and filing.unit.code not in counted
        and all(filing.unit.group in each for each in groups)
    ]
    if not absent:
        return ()
    return (Part(_NOT_COUNTED, 0, tuple(_why(filing, codes) for filing in absent)),)


def _why(filing: UnitFiling, codes: Sequence[str]) -> Evidence:
    said = "chưa có báo cáo dùng được"
    if filing.receipt is not None:
        wrong = set(codes) & set(filing.faulty_figures)
        said = "có ghi nhưng không hợp lệ" if wrong else "để trống"
    return Evidence(filing.unit, said, None)


def figures(now: Consolidated, key: Sequence[str]) -> Explanation:
    """Figures of one unit, each its own part."""
    unit, *codes = key
    known = {i.code: i for i in now.register.indicators}
    given = {f.indicator: f for f in now.figures if f.unit == unit}
    parts = tuple(
        _part(
            now, f"{code}. {known[code].name} ({known[code].measure})", known[code], [given[code]]
        )
        for code in codes
        if code in given
    )
    rule = "Số đơn vị ghi ở trang Số liệu; ô trống: không ghi; x: không hỏi; (*): có ghi nhưng không hợp lệ nên không tính."
    return Explanation(rule, parts, ())


def givers(now: Consolidated, _: Sequence[str]) -> Explanation:
    """Units that gave at least one figure, by group, with how many."""
    first: dict[str, Figure] = {}
    counts: dict[str, int] = {}
    for figure in now.figures:
        first.setdefault(figure.unit, figure)
        counts[figure.unit] = counts.get(figure.unit, 0) + 1
    parts = []
    for group in now.register.groups:
        units = [f.unit for f in now.filings if f.unit.group == group.code and f.unit.code in first]
        told = tuple(
            Evidence(unit, f"{counts[unit.code]} chỉ tiêu, từ ô", first[unit.code].source)
            for unit in units
        )
        if units:
            parts.append(Part(upper_first(group.name), len(units), told))
    rule = "Đếm đơn vị có ít nhất một số liệu hợp lệ ở trang Số liệu."
    return Explanation(rule, tuple(parts), (added("Số đơn vị", parts),))
