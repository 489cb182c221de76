"""Where a figure of indicators comes from, and how it moved: parts with their evidence, and sums that re-add them in sight."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import Change, asked_for, change_of, given_whole
from cv183_reports.consolidation.progress import Point
from cv183_reports.consolidation.salience import contributions, value_of_each
from cv183_reports.model import Aggregation, Figure, Indicator, Source, Unit
from cv183_reports.model.consolidated import Consolidated, UnitFiling
from cv183_reports.narrative.phrases import month, noun
from cv183_reports.vietnamese.wording import count, lower_first, number, short_period, upper_first

_RULES = {
    Aggregation.SUM: "Cộng số của các đơn vị trong kỳ.",
    Aggregation.LAST: "Cộng số cuối kỳ của các đơn vị (không cộng qua các kỳ).",
    Aggregation.AVERAGE: "Bình quân cộng của các đơn vị có số liệu.",
    Aggregation.RATIO: "100 × tử số / mẫu số, chỉ tính đơn vị có đủ mọi số liệu thành phần.",
}
_CARRIED = "Chưa gửi báo cáo, lấy số của báo cáo trước"
_MORE_DIGITS = 4
"""With which unrounded shares and means are written."""
_NOT_COUNTED = "Được hỏi nhưng chưa có số liệu, không tính"


class Evidence(Struct, frozen=True):
    """One thing that counts, of one unit."""

    unit: Unit
    said: str
    """Its value in words; empty where nothing was said."""
    source: Source | None
    """File, sheet and cell; None: nothing came."""


class ExplainedPart(Struct, frozen=True):
    """What belongs together and is counted as one."""

    label: str
    value: Decimal | int
    evidence: tuple[Evidence, ...]
    decimals: int = 0


class Sum(Struct, frozen=True):
    """One figure, written out from the parts."""

    label: str
    written: str
    """``126 + 7``; empty where nothing is added."""
    total: Decimal | int
    decimals: int = 0

    def __str__(self) -> str:
        total = number(self.total, self.decimals)
        return (
            f"{self.label}: {self.written} = {total}" if self.written else f"{self.label}: {total}"
        )


class Explanation(Struct, frozen=True):
    """Where one figure comes from."""

    rule: str
    """How it is counted, in words."""
    parts: tuple[ExplainedPart, ...]
    sums: tuple[Sum, ...]


def added(label: str, parts: Sequence[ExplainedPart], decimals: int = 0) -> Sum:
    """The sum of `parts`, written out."""
    written = " + ".join(number(part.value, decimals) for part in parts)
    total = sum((part.value for part in parts), Decimal())
    return Sum(label, written if len(parts) > 1 else "", total, decimals)


def indicator_explained(now: Consolidated, code: str) -> Explanation:
    """One indicator: by group of units; of a ratio, by what stands above and below the line."""
    asked = _asked(now, code)
    rule = f"{asked.code}. {asked.name} ({asked.measure}). {_RULES[asked.aggregation]}"
    carried = _carried(asked, now)
    silent = {figure.unit for figure in carried}
    if silent:
        rule += f" {_CARRIED}: số trong báo cáo gần nhất của đơn vị."
    parts, sums = _made(now, asked, now.figures, carried)
    return Explanation(rule, (*parts, *_missing(now, asked, silent)), sums)


def indicators_explained(now: Consolidated, codes: Sequence[str]) -> Explanation:
    """Several indicators, one after the other."""
    told = [indicator_explained(now, code) for code in codes]
    rule = " ".join(each.rule for each in told)
    parts = tuple(part for each in told for part in each.parts)
    return Explanation(rule, parts, tuple(one for each in told for one in each.sums))


def change_explained(now: Consolidated, before: Consolidated, code: str) -> Explanation:
    """How one indicator moved: both months over the same units, the difference, and what each unit adds to it."""
    asked = _asked(now, code)
    change = change_of(asked, now, before)
    if change is None:
        raise KeyError(code)
    here, there = (given_whole(asked, at.known_of(asked)) for at in (now, before))
    both = here.keys() & there.keys()
    sides = [_in_month(at, asked, both, month(at.period, now.period)) for at in (before, now)]
    parts = [_added_by(asked, change, now, before), *sides[1][0], *sides[0][0]]
    sums = (*sides[0][1], *sides[1][1], _difference(change))
    return Explanation("", tuple(parts), sums)


def _in_month(
    at: Consolidated, asked: Indicator, units: Collection[str], called: str
) -> tuple[list[ExplainedPart], list[Sum]]:
    """What `units` gave in one of two months, what it is `called` before each part."""
    figures = [figure for figure in at.known_of(asked) if figure.unit in units]
    parts, sums = _made(at, asked, figures, ())
    name = upper_first(called)
    return (
        [replace(part, label=f"{name}, {lower_first(part.label)}") for part in parts],
        [replace(one, label=f"{name}, {lower_first(one.label)}") for one in sums],
    )


def _difference(change: Change) -> Sum:
    """Of the exact values, since rounded ones would not give it."""
    asked = change.indicator
    written = " - ".join(_exactly(each, asked) for each in (change.exact_now, change.exact_before))
    measure = "điểm phần trăm" if asked.measure == "%" else asked.measure
    label = f"Thay đổi trên cùng {count(change.units)} đơn vị ({measure})"
    return Sum(label, written, change.difference, asked.total_decimals)


def _exactly(value: Decimal, asked: Indicator) -> str:
    """As totals are shown; what that would round with more digits."""
    more = 0 if asked.rounded(value) == value else _MORE_DIGITS
    return number(value, asked.total_decimals + more)


def _added_by(
    asked: Indicator, change: Change, now: Consolidated, before: Consolidated
) -> ExplainedPart:
    """What each unit adds to the change, those first that add most to it."""
    rose = 1 if change.difference > 0 else -1
    moving = [each for each in contributions(asked, now, before) if each.change]
    moving.sort(key=lambda each: (-rose * each.change, each.unit.order))
    told = tuple(Evidence(each.unit, _exactly(each.change, asked), None) for each in moving)
    label = "Các đơn vị góp vào thay đổi"
    return ExplainedPart(label, change.difference, told, asked.total_decimals)


def unusual_explained(now: Consolidated, trend: Sequence[Point], code: str) -> Explanation:
    """The value a unit of each month, and the median of those before this one."""
    asked = _asked(now, code)
    told = indicator_explained(now, code)
    digits = max(asked.total_decimals, 1)
    values = [
        (point, value) for point in trend if (value := value_of_each(point, asked)) is not None
    ]
    each = [
        Sum(
            f"Bình quân một đơn vị, {short_period(point.period)}",
            _shared(point, asked),
            value,
            digits,
        )
        for point, value in values
    ]
    usual = median([value for point, value in values if point.period != now.period])
    middle = Sum(f"Trung vị {count(len(values) - 1)} {noun(now)} trước", "", usual, digits)
    return Explanation(told.rule, told.parts, (*told.sums, *each[:-1], middle, each[-1]))


def _shared(point: Point, asked: Indicator) -> str:
    """``22.895 / 114``: the total of a month and its units; empty of what is a share or a mean itself."""
    total = next(each for each in point.totals if each.indicator.code == asked.code)
    if total.value is None or asked.aggregation in (Aggregation.RATIO, Aggregation.AVERAGE):
        return ""
    return f"{number(total.value, asked.decimals)} / {number(total.units)}"


def _asked(now: Consolidated, code: str) -> Indicator:
    total = now.total(code)
    if total is None:
        raise KeyError(code)
    return total.indicator


def _carried(asked: Indicator, now: Consolidated) -> tuple[Figure, ...]:
    """Figures of months before that count for units that sent no file."""
    known = [figure for each in now.carried for figure in each.figures]
    silent = given_whole(asked, known)
    return tuple(f for f in known if f.unit in silent and f.indicator in asked.parts)


def _made(
    now: Consolidated, asked: Indicator, figures: Sequence[Figure], carried: Sequence[Figure]
) -> tuple[tuple[ExplainedPart, ...], tuple[Sum, ...]]:
    """What `figures` of a month and those `carried` into it make."""
    if asked.aggregation is Aggregation.RATIO:
        return _ratio(now, asked, figures, carried)
    return _plain(now, asked, figures, carried)


def _plain(
    now: Consolidated, asked: Indicator, figures: Sequence[Figure], carried: Sequence[Figure]
) -> tuple[tuple[ExplainedPart, ...], tuple[Sum, ...]]:
    given = [figure for figure in figures if figure.indicator == asked.code]
    parts = [
        _part(now, upper_first(group.name), asked, some)
        for group in now.register.groups
        if (some := [f for f in given if _group(now, f) == group.code])
    ]
    parts += [_part(now, _CARRIED, asked, carried)] if carried else []
    whole = added("Cộng", parts, asked.decimals)
    units = len(given) + len(carried)
    if asked.aggregation is not Aggregation.AVERAGE or not units:
        return tuple(parts), (whole,)
    written = f"{number(whole.total, asked.decimals)} / {number(units)}"
    mean = Sum(
        "Bình quân", written, asked.rounded(Decimal(whole.total) / units), asked.total_decimals
    )
    return tuple(parts), (whole, mean)


def _ratio(
    now: Consolidated, asked: Indicator, figures: Sequence[Figure], carried: Sequence[Figure]
) -> tuple[tuple[ExplainedPart, ...], tuple[Sum, ...]]:
    units = {*given_whole(asked, figures), *(figure.unit for figure in carried)}
    known = {i.code: i for i in now.register.indicators}

    def side(codes: Sequence[str]) -> tuple[ExplainedPart, ...]:
        return tuple(
            _part(
                now,
                f"{code}. {known[code].name}",
                known[code],
                [f for f in (*figures, *carried) if f.indicator == code and f.unit in units],
            )
            for code in codes
        )

    above, below = side(asked.numerator), side(asked.denominator)
    decimals = max(known[code].decimals for code in asked.parts)
    top, bottom = added("Tử số", above, decimals), added("Mẫu số", below, decimals)
    sums: tuple[Sum, ...] = (top, bottom)
    if bottom.total:
        written = f"100 × {number(top.total, decimals)} / {number(bottom.total, decimals)}"
        share = asked.rounded(100 * Decimal(top.total) / Decimal(bottom.total))
        sums = (top, bottom, Sum("Tỷ lệ (%)", written, share, asked.total_decimals))
    return (*above, *below), sums


def _group(now: Consolidated, figure: Figure) -> str:
    unit = now.register.unit(figure.unit)
    assert unit is not None
    return unit.group


def _part(
    now: Consolidated, label: str, asked: Indicator, figures: Sequence[Figure]
) -> ExplainedPart:
    value = sum((figure.value for figure in figures), Decimal())
    return ExplainedPart(
        label, value, tuple(_given(now, asked, f) for f in figures), asked.decimals
    )


def _given(now: Consolidated, asked: Indicator, figure: Figure) -> Evidence:
    unit = now.register.unit(figure.unit)
    assert unit is not None
    return Evidence(unit, number(figure.value, asked.decimals), figure.source)


def _missing(
    now: Consolidated, asked: Indicator, carried: Collection[str]
) -> tuple[ExplainedPart, ...]:
    """Units that are asked and do not count: they add nothing, and are named."""
    counted = {*given_whole(asked, now.figures), *carried}
    could = asked_for(asked, now.register, now.filings)
    absent = [filing for filing in could if filing.unit.code not in counted]
    if not absent:
        return ()
    return (ExplainedPart(_NOT_COUNTED, 0, tuple(_why(filing, asked.parts) for filing in absent)),)


def _why(filing: UnitFiling, codes: Sequence[str]) -> Evidence:
    said = "chưa có báo cáo dùng được"
    if filing.receipt is not None:
        wrong = set(codes) & set(filing.faulty_figures)
        said = "có ghi nhưng không hợp lệ" if wrong else "để trống"
    return Evidence(filing.unit, said, None)


def figures_explained(now: Consolidated, key: Sequence[str]) -> Explanation:
    """Figures of one unit, each its own part."""
    unit, *codes = key
    known = {i.code: i for i in now.register.indicators}
    given = {f.indicator: f for f in now.known_figures if f.unit == unit}
    parts = tuple(
        _part(
            now, f"{code}. {known[code].name} ({known[code].measure})", known[code], [given[code]]
        )
        for code in codes
        if code in given
    )
    rule = "Số đơn vị ghi ở trang Số liệu; ô trống: không ghi; x: không hỏi; (*): có ghi nhưng không hợp lệ nên không tính."
    kept = next((each for each in now.carried if each.unit.code == unit), None)
    if kept is not None:
        rule += f" {_CARRIED}: {short_period(kept.period)}."
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
            parts.append(ExplainedPart(upper_first(group.name), len(units), told))
    rule = "Đếm đơn vị có ít nhất một số liệu hợp lệ ở trang Số liệu."
    return Explanation(rule, tuple(parts), (added("Số đơn vị", parts),))
