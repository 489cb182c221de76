"""Where a figure comes from: rule, parts with their evidence, and sums that re-add them in sight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from msgspec import Struct

from cv183_reports.consolidation.consolidate import asked_for, given_whole
from cv183_reports.consolidation.progress import KEPT_UP, Point, completion
from cv183_reports.model import Aggregation, Figure, Indicator, Source, Unit
from cv183_reports.model.consolidated import (
    DONE_STANDINGS,
    Assignment,
    Consolidated,
    FilingStanding,
    Standing,
    Theme,
    ThemeGroup,
    UnitFiling,
)
from cv183_reports.model.prose import About, Basis
from cv183_reports.narrative.evaluation import (
    CAUSES,
    IMPROVED,
    LAGGARDS,
    PROPOSE_FILING,
    PROPOSE_OVERDUE,
    PROPOSE_SHARED,
    PROPOSE_WORSENED,
    TASK_DUE,
    TASK_OVERDUE,
    UNUSUAL,
    WORSENED,
    rule_of,
)
from cv183_reports.narrative.figures import MEASURES
from cv183_reports.narrative.phrases import noun
from cv183_reports.vietnamese.wording import (
    deadline_words,
    decision,
    instant,
    number,
    percent_points,
    received_words,
    short_date,
    short_period,
    upper_first,
)

_RULES = {
    Aggregation.SUM: "Cộng số của các đơn vị trong kỳ.",
    Aggregation.LAST: "Cộng số cuối kỳ của các đơn vị (không cộng qua các kỳ).",
    Aggregation.AVERAGE: "Bình quân cộng của các đơn vị có số liệu.",
    Aggregation.RATIO: "100 × tử số / mẫu số, chỉ tính đơn vị có đủ mọi số liệu thành phần.",
}
_CARRIED = "Chưa gửi báo cáo, lấy số của báo cáo trước"
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


def indicator(now: Consolidated, code: str) -> Explanation:
    """One indicator: by group of units; of a ratio, by what stands above and below the line."""
    total = now.total(code)
    if total is None:
        raise KeyError(code)
    asked = total.indicator
    rule = f"{asked.code}. {asked.name} ({asked.measure}). {_RULES[asked.aggregation]}"
    carried = _carried(asked, now)
    silent = {figure.unit for figure in carried}
    if silent:
        rule += f" {_CARRIED}: số trong báo cáo gần nhất của đơn vị."
    if asked.aggregation is Aggregation.RATIO:
        parts, sums = _ratio(now, asked, carried)
    else:
        parts, sums = _plain(now, asked, carried)
    return Explanation(rule, (*parts, *_missing(now, asked, silent)), sums)


def _carried(asked: Indicator, now: Consolidated) -> tuple[Figure, ...]:
    """Figures of months before that count for units that sent no file."""
    known = [figure for each in now.carried for figure in each.figures]
    silent = given_whole(asked, known)
    return tuple(f for f in known if f.unit in silent and f.indicator in asked.parts)


def _plain(
    now: Consolidated, asked: Indicator, carried: Sequence[Figure]
) -> tuple[tuple[ExplainedPart, ...], tuple[Sum, ...]]:
    given = [figure for figure in now.figures if figure.indicator == asked.code]
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
    now: Consolidated, asked: Indicator, carried: Sequence[Figure]
) -> tuple[tuple[ExplainedPart, ...], tuple[Sum, ...]]:
    units = {*given_whole(asked, now.figures), *(figure.unit for figure in carried)}
    known = {i.code: i for i in now.register.indicators}

    def side(codes: Sequence[str]) -> tuple[ExplainedPart, ...]:
        return tuple(
            _part(
                now,
                f"{code}. {known[code].name}",
                known[code],
                [f for f in (*now.figures, *carried) if f.indicator == code and f.unit in units],
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


_CLASSES = (
    "Đếm nhiệm vụ × đơn vị được giao, mỗi lượt vào đúng một loại. Có thời hạn: hoàn thành đúng hạn khi ngày hoàn thành "
    "trước thời hạn, quá hạn khi chưa hoàn thành lúc xét ({as_of}). Không có thời hạn: theo trạng thái đơn vị ghi. Riêng mục "
    "{filing} theo thời điểm nhận tệp. Nhiệm vụ thường xuyên không tính vào số phải hoàn thành. Nhiệm vụ một lần đã báo hoàn thành ở {noun} trước mà kỳ này đơn vị chưa có báo cáo thì "
    "giữ theo báo cáo đó. Dòng có ô sai, dòng để trống, đơn vị chưa gửi và nội dung được miễn, hoãn là loại riêng."
)
_THEMES = (
    "Các ý của đơn vị nói cùng một nội dung được gộp lại; câu in ra là nguyên văn của một đơn vị, hoặc lời cán bộ tổng hợp "
    "sửa trong bảng biên tập; số đơn vị là số đơn vị khác nhau đã nêu."
)
_COURSE = (
    "Mỗi kỳ xét tại thời hạn của kỳ đó: 100 × đơn vị đã gửi / đơn vị phải gửi; 100 × lượt hoàn thành / lượt phải hoàn thành. "
    "Không tính nhiệm vụ thường xuyên và nội dung được miễn, hoãn. Đơn vị, tệp, ô của từng kỳ: hỏi kỳ đó."
)


def explain(now: Consolidated, basis: Basis, trend: Sequence[Point]) -> Explanation:
    """What the figure that rests on `basis` is made of; the parts re-add to it.

    Args:
        now: the month.
        basis: as the composer of the figure said.
        trend: all months, the oldest first, for what is said of their course.

    Raises:
        KeyError: the month has nothing of that key (a mistake of ours).
    """
    if basis.about is About.COURSE:
        return trend_explained(trend)
    if basis.about is About.INDICATOR:
        return indicator(now, basis.key[0])
    if basis.about is About.INDICATORS:
        return _several(now, basis.key)
    if basis.about is About.ASSESSMENT:
        return _assessment(now, basis.key)
    return _TELLERS[basis.about](now, basis.key)


def trend_explained(trend: Sequence[Point]) -> Explanation:
    """Each rate of each month, written out."""
    sums = [
        Sum(
            f"{upper_first(words)}, {short_period(point.period)} (%)",
            f"100 × {number(part)} / {number(of)}",
            rate.quantize(Decimal("0.1"), ROUND_HALF_UP),
            1,
        )
        for rank, (words, rate_of) in enumerate(MEASURES)
        for point in trend
        if (rate := rate_of(point)) is not None
        for part, of in [((point.filed, point.owing), (point.done, point.owed))[rank]]
    ]
    return Explanation(_COURSE, (), tuple(sums))


def _assessment(now: Consolidated, key: Sequence[str]) -> Explanation:
    """The rule that drafted it, and what it looked at."""
    name, *codes = key
    told = _looked_at(now, name, codes)
    return Explanation(rule_of(name, now), told.parts, told.sums)


def _looked_at(now: Consolidated, name: str, codes: Sequence[str]) -> Explanation:
    if name in (IMPROVED, WORSENED, PROPOSE_WORSENED, UNUSUAL):
        return indicator(now, codes[0])
    if name.startswith(TASK_DUE):
        return _obligations(now, codes)
    if name in (LAGGARDS, PROPOSE_OVERDUE) or name.startswith(TASK_OVERDUE):
        return _overdue(now, codes)
    if name.startswith(PROPOSE_SHARED):
        return _voices(now.proposals, ())
    if name == CAUSES:
        return _voices(now.difficulties, ())
    return _filing(now, ()) if name == PROPOSE_FILING else _assignments(now, ())


def _several(now: Consolidated, codes: Sequence[str]) -> Explanation:
    """Several indicators, one after the other."""
    told = [indicator(now, code) for code in codes]
    rule = " ".join(each.rule for each in told)
    parts = tuple(part for each in told for part in each.parts)
    return Explanation(rule, parts, tuple(one for each in told for one in each.sums))


def _filing(now: Consolidated, key: Sequence[str]) -> Explanation:
    """How all units filed, or those of one group."""
    chosen = [f for f in now.filings if not key or f.unit.group == key[0]]
    parts = tuple(
        ExplainedPart(standing.value, len(some), tuple(map(_came, some)))
        for standing in FilingStanding
        if (some := [f for f in chosen if f.standing is standing])
    )
    sent = [
        p for p in parts if p.label in (FilingStanding.ON_TIME.value, FilingStanding.LATE.value)
    ]
    owing = [part for part in parts if part.label != FilingStanding.WAIVED.value]
    rule = (
        f"Đếm đơn vị phải gửi báo cáo theo tệp đã nhận: đúng hạn khi nhận {deadline_words(now.due)}, muộn khi nhận từ lúc đó; "
        "cần gửi lại khi có tệp nhưng chưa tổng hợp được. Đơn vị được miễn, hoãn không tính vào số phải gửi."
    )
    return Explanation(rule, parts, (added("Đã gửi", sent), added("Phải gửi", owing)))


def _came(filing: UnitFiling) -> Evidence:
    said = received_words(filing.receipt.at) if filing.receipt else ""
    if filing.waiver is not None:
        said = f"theo {decision(filing.waiver.document, filing.waiver.decided_on)}"
    source = Source(filing.files[0]) if filing.files else None
    return Evidence(filing.unit, said, source)


def _assignments(now: Consolidated, key: Sequence[str]) -> Explanation:
    """All classes, or the one that the key names."""
    chosen = [a for a in now.assignments if not key or a.standing.value in key]
    parts = _by_class(now, chosen, _with_code)
    whole = added("Tổng số lượt", parts)
    return Explanation(_rule(now), parts, (whole,) if key else (*_completed(now), whole))


def _completed(now: Consolidated) -> tuple[Sum, ...]:
    """What can be completed, written out from all, what is ongoing and what is excused."""
    told = completion(now.assignments)
    tally = now.tally()
    ongoing, waived = told.ongoing.total(), tally[Standing.WAIVED]
    owed = _less(tally.total(), ongoing, waived)
    return (
        Sum("Nhiệm vụ thường xuyên", "", ongoing),
        Sum("Phải hoàn thành", owed, told.owed),
        _without("Đã hoàn thành", tally, told.ongoing, DONE_STANDINGS),
        _without("Nhiệm vụ thường xuyên đang thực hiện", tally, told.completable, KEPT_UP),
    )


def _without(
    label: str, tally: Counter[Standing], apart: Counter[Standing], classes: Collection[Standing]
) -> Sum:
    """What of some `classes` is left without those `apart`: ``205 + 294 - 227``."""
    whole = [tally[standing] for standing in Standing if standing in classes and tally[standing]]
    less = sum(apart[standing] for standing in classes)
    written = " + ".join(map(number, whole)) + (f" - {number(less)}" if less else "")
    return Sum(label, written if less or len(whole) > 1 else "", sum(whole) - less)


def _less(whole: int, *parts: int) -> str:
    """``814 - 289``; empty where nothing is taken away."""
    taken = [number(part) for part in parts if part]
    return " - ".join([number(whole), *taken]) if taken else ""


def _obligation(now: Consolidated, key: Sequence[str]) -> Explanation:
    """All classes of one obligation, or the one that the key names."""
    code, *only = key
    assigned = [a for a in now.assignments if a.obligation.code == code]
    chosen = [a for a in assigned if not only or a.standing.value in only]
    parts = _by_class(now, chosen, lambda said, _: said)
    return Explanation(_rule(now), parts, (added("Tổng số lượt", parts),))


def _obligations(now: Consolidated, key: Sequence[str]) -> Explanation:
    """All classes of several obligations."""
    chosen = [a for a in now.assignments if a.obligation.code in key]
    parts = _by_class(now, chosen, _with_code)
    return Explanation(_rule(now), parts, (added("Tổng số lượt", parts),))


def _rule(now: Consolidated) -> str:
    return _CLASSES.format(
        as_of=instant(now.as_of),
        filing=now.register.filing.code,
        noun=noun(now),
    )


def _with_code(said: str, assignment: Assignment) -> str:
    return f"{assignment.obligation.code}: {said}" if said else assignment.obligation.code


def _by_class(
    now: Consolidated, chosen: Iterable[Assignment], words: Callable[[str, Assignment], str]
) -> tuple[ExplainedPart, ...]:
    assigned = list(chosen)
    filings = {filing.unit.code: filing for filing in now.filings}
    return tuple(
        ExplainedPart(
            standing.value,
            len(some),
            tuple(_stands(a, filings[a.unit.code], words) for a in some),
        )
        for standing in Standing
        if (some := [a for a in assigned if a.standing is standing])
    )


def _stands(
    assignment: Assignment, filing: UnitFiling, words: Callable[[str, Assignment], str]
) -> Evidence:
    """What decides the class of one assignment, and the cell or the file where it stands."""
    record, by_receipt = assignment.record, assignment.obligation.judged_by_receipt
    file = Source(filing.files[0]) if filing.files else None
    if assignment.waiver is not None:
        said = f"theo {decision(assignment.waiver.document, assignment.waiver.decided_on)}"
    elif by_receipt:
        said = received_words(filing.receipt.at) if filing.receipt else ""
    elif record is None:
        said = ""
    else:
        said = record.status.value
        said += f" ngày {short_date(record.done_on)}" if record.done_on else ""
        said += f", {percent_points(record.percent)}" if record.percent is not None else ""
        before = assignment.reported_in
        said += f", theo báo cáo {short_period(before)}" if before else ""
    source = record.source if record is not None and not by_receipt else file
    return Evidence(assignment.unit, words(said, assignment), source)


def _assignment(now: Consolidated, key: Sequence[str]) -> Explanation:
    chosen = [a for a in now.assignments if (a.unit.code, a.obligation.code) == tuple(key)]
    if not chosen:
        raise KeyError(key)
    deadline = chosen[0].deadline
    until = f" Thời hạn: {deadline_words(deadline)}." if deadline else ""
    parts = _by_class(now, chosen, lambda said, _: said)
    return Explanation(_rule(now) + until, parts, ())


def _overdue(now: Consolidated, key: Sequence[str]) -> Explanation:
    """By obligation, as the sentence sums them."""
    late = [a for a in now.overdue if not key or a.obligation.code in key]
    late.sort(key=lambda a: (a.obligation.order, a.unit.order))
    filings = {filing.unit.code: filing for filing in now.filings}
    codes = dict.fromkeys(a.obligation.code for a in late)
    parts = tuple(
        ExplainedPart(
            f"Mục {code}",
            len(some),
            tuple(_stands(a, filings[a.unit.code], lambda said, _: said) for a in some),
        )
        for code in codes
        if (some := [a for a in late if a.obligation.code == code])
    )
    return Explanation(_rule(now), parts, (added("Quá hạn chưa hoàn thành", parts),))


def _unit(now: Consolidated, key: Sequence[str]) -> Explanation:
    """Everything one unit said, as Phụ lục 2 counts it."""
    filing = next(f for f in now.filings if f.unit.code == key[0])
    assigned = [a for a in now.assignments if a.unit.code == key[0]]
    kinds = (
        ("Có lỗi", filing.faulty),
        ("Để trống", filing.blank),
        ("Được miễn, hoãn", filing.waived),
    )
    kind_of = {code: label for label, codes in kinds for code in codes}
    valid = "Số liệu hợp lệ" if filing.receipt else "Chưa có số liệu"
    parts = tuple(
        ExplainedPart(
            label,
            len(some),
            tuple(_stands(a, filing, _with_code) for a in some),
        )
        for label in (valid, *(label for label, _ in kinds))
        if (some := [a for a in assigned if kind_of.get(a.obligation.code, valid) == label])
    )
    owed = [part for part in parts if part.label != kinds[-1][0]]
    rule = (
        f"Đơn vị: {filing.standing.value.lower()}. Số liệu hợp lệ = nhiệm vụ được giao, trừ dòng có ô sai, dòng để trống và "
        "nội dung được miễn, hoãn."
    )
    return Explanation(rule, parts, (added("Nhiệm vụ phải báo cáo", owed),))


def _voices(groups: Sequence[ThemeGroup], key: Sequence[str]) -> Explanation:
    """All fields or levels, or one theme of one of them."""
    if key:
        label, text = key
        theme = next(t for g in groups if g.label == label for t in g.themes if t.text == text)
        return _theme(theme)
    parts = tuple(
        ExplainedPart(group.label, len(_speakers(group.themes)), _said(group.themes))
        for group in groups
    )
    everyone = _speakers(theme for group in groups for theme in group.themes)
    told = Sum("Số đơn vị khác nhau (một đơn vị có thể nêu ở nhiều phần)", "", len(everyone))
    return Explanation(_THEMES, parts, (told,))


def _theme(theme: Theme) -> Explanation:
    part = ExplainedPart("Đơn vị nêu", len(theme.units), _said([theme]))
    return Explanation(_THEMES, (part,), (added("Số đơn vị", [part]),))


def _said(themes: Iterable[Theme]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(voice.unit, f"“{' '.join(voice.text.split())}”", voice.source)
        for theme in themes
        for voice in theme.voices
    )


def _speakers(themes: Iterable[Theme]) -> dict[str, Unit]:
    return {unit.code: unit for theme in themes for unit in theme.units}


def _plans(now: Consolidated, key: Sequence[str]) -> Explanation:
    told = [theme for theme in now.plan_themes if theme.text in key]
    parts = tuple(
        ExplainedPart(" ".join(theme.text.split()), len(theme.units), _said([theme]))
        for theme in told
    )
    return Explanation(_THEMES, parts, ())


_TELLERS: Mapping[About, Callable[[Consolidated, Sequence[str]], Explanation]] = MappingProxyType(
    {
        About.FILING: _filing,
        About.ASSIGNMENTS: _assignments,
        About.OBLIGATION: _obligation,
        About.OBLIGATIONS: _obligations,
        About.ASSIGNMENT: _assignment,
        About.OVERDUE: _overdue,
        About.GIVERS: givers,
        About.FIGURES: figures_explained,
        About.UNIT: _unit,
        About.DIFFICULTIES: lambda now, key: _voices(now.difficulties, key),
        About.PROPOSALS: lambda now, key: _voices(now.proposals, key),
        About.RESULTS: lambda now, key: _voices(now.results, key),
        About.PLANS: _plans,
    }
)
