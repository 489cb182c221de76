"""Where what a report prints comes from: for each basis of a figure or judgement its rule, parts with their evidence, and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from cv183_reports.consolidation.progress import KEPT_UP, Point, completion
from cv183_reports.consolidation.salience import late_running, leading_units
from cv183_reports.model import Record, Source, Unit
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
    LEADERS,
    PROPOSE_FILING,
    PROPOSE_OVERDUE,
    PROPOSE_SHARED,
    PROPOSE_SILENT,
    PROPOSE_WORSENED,
    TASK_DUE,
    TASK_OVERDUE,
    UNUSUAL,
    VERDICT,
    WORSENED,
    difficulties_with_cause,
    rule_of,
)
from cv183_reports.narrative.figures import MEASURES
from cv183_reports.narrative.indicator_explanation import (
    Evidence,
    ExplainedPart,
    Explanation,
    Sum,
    added,
    change_explained,
    figures_explained,
    givers,
    indicator_explained,
    indicators_explained,
    unusual_explained,
)
from cv183_reports.narrative.phrases import noun
from cv183_reports.vietnamese.wording import (
    count,
    deadline_words,
    decision,
    instant,
    lower_first,
    number,
    percent_points,
    received_words,
    short_date,
    short_period,
    upper_first,
)

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


def explain(
    now: Consolidated,
    basis: Basis,
    trend: Sequence[Point],
    before: Consolidated | None = None,
) -> Explanation:
    """What the figure that rests on `basis` is made of; the parts re-add to it.

    Args:
        now: the month.
        basis: as the composer of the figure said.
        trend: all months, the oldest first, for what is said of their course.
        before: the month before, for what is said to have moved since.

    Raises:
        KeyError: the month has nothing of that key (a mistake of ours).
    """
    if basis.about is About.COURSE:
        return trend_explained(trend)
    if basis.about is About.INDICATOR:
        return indicator_explained(now, basis.key[0])
    if basis.about is About.INDICATORS:
        return indicators_explained(now, basis.key)
    if basis.about is About.ASSESSMENT:
        return _assessment(now, before, trend, basis.key)
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


def _assessment(
    now: Consolidated, before: Consolidated | None, trend: Sequence[Point], key: Sequence[str]
) -> Explanation:
    """The rule that drafted it, and what it looked at."""
    name, *codes = key
    told = _looked_at(now, before, trend, name, codes)
    return Explanation(rule_of(name, now), told.parts, told.sums)


def _looked_at(
    now: Consolidated,
    before: Consolidated | None,
    trend: Sequence[Point],
    name: str,
    codes: Sequence[str],
) -> Explanation:
    if name in (IMPROVED, WORSENED, PROPOSE_WORSENED) and before is not None:
        return change_explained(now, before, codes[0])
    if name == UNUSUAL:
        return unusual_explained(now, trend, codes[0])
    if name in (LAGGARDS, PROPOSE_FILING):
        return _lagging(now, trend, _late_tasks if name == LAGGARDS else _filing)
    rules = ((tell, rule) for rule, tell in _JUDGED.items())
    tell = next(tell for tell, rule in rules if name == rule or name.startswith(f"{rule} "))
    return tell(now, codes)


def _verdict(now: Consolidated, _: Sequence[str]) -> Explanation:
    """The two shares that decide, written out; then what is overdue or did not come."""
    told, filing, late = completion(now.assignments), _filing(now, ()), _late_tasks(now, ())
    in_time = now.filing_tally()[FilingStanding.ON_TIME]
    shares = (
        ("Tỷ lệ hoàn thành (%)", told.done, told.owed),
        ("Tỷ lệ gửi đúng hạn (%)", in_time, len(now.expected)),
    )
    sums = tuple(
        Sum(label, f"100 × {number(part)} / {number(of)}", _share(part, of), 1)
        for label, part, of in shares
        if of
    )
    units = Sum("Đơn vị có nhiệm vụ quá hạn", "", len({a.unit.code for a in now.overdue_tasks}))
    all_sums = (*_completed(now), *filing.sums, *sums, *late.sums, units)
    return Explanation("", (*late.parts, *filing.parts, *_assignments(now, ()).parts), all_sums)


def _share(part: int, of: int) -> Decimal:
    return (Decimal(100 * part) / of).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _led(now: Consolidated, _: Sequence[str]) -> Explanation:
    """Who leads, by group, with the file that came."""
    leading = {unit.code for unit in leading_units(now)}
    first = [filing for filing in now.expected if filing.unit.code in leading]
    parts = tuple(
        ExplainedPart(upper_first(group.name), len(some), tuple(map(_came, some)))
        for group in now.register.groups
        if (some := [filing for filing in first if filing.unit.group == group.code])
    )
    return Explanation("", parts, (added("Đơn vị đạt cả ba điều", parts),))


def _lagging(
    now: Consolidated,
    trend: Sequence[Point],
    rest: Callable[[Consolidated, Sequence[str]], Explanation],
) -> Explanation:
    """Who was late or silent too many months running, before what the `rest` tells."""
    running, least = late_running(now, trend[::-1]), now.register.settings.thresholds.repeated
    told = tuple(
        Evidence(filing.unit, f"{count(running[filing.unit.code])} {noun(now)} liên tiếp", None)
        for filing in now.expected
        if running[filing.unit.code] >= least
    )
    label = f"Gửi chậm hoặc chưa có báo cáo hợp lệ từ {count(least)} {noun(now)} liên tiếp"
    also = rest(now, ())
    first = (ExplainedPart(label, len(told), told),) if told else ()
    sums = (added(label, first),) if told else ()
    return Explanation("", (*first, *also.parts), (*sums, *also.sums))


def _causes(now: Consolidated, _: Sequence[str]) -> Explanation:
    """By cause: the difficulties that give one, and what is overdue and gives one."""
    voiced = difficulties_with_cause(now)
    late = [(a.unit.code, a.record) for a in now.overdue_tasks if a.record and a.record.cause]
    kinds = (("Khó khăn, vướng mắc", voiced), ("Nhiệm vụ quá hạn", late))
    told = [(label, _by_cause(now, label, given)) for label, given in kinds if given]
    sums = tuple(added(f"{label} có nêu nguyên nhân", parts) for label, parts in told)
    return Explanation("", tuple(part for _, parts in told for part in parts), sums)


def _by_cause(
    now: Consolidated, label: str, given: Sequence[tuple[str, Record]]
) -> list[ExplainedPart]:
    known = {filing.unit.code: filing.unit for filing in now.filings}
    return [
        ExplainedPart(
            f"{label}, {lower_first(cause.value)}",
            len(some),
            tuple(Evidence(known[code], f"mục {r.obligation}", r.source) for code, r in some),
        )
        for cause in now.register.profile.causes
        if (some := [(code, r) for code, r in given if r.cause and r.cause.value == cause.value])
    ]


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


def _with_cause(said: str, assignment: Assignment) -> str:
    """``Đang thực hiện, 60%, nguyên nhân: Chủ quan``."""
    cause = assignment.record.cause if assignment.record else None
    return f"{said}, nguyên nhân: {cause.value}" if cause else said


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
    return _by_obligation(now, [a for a in now.overdue if not key or a.obligation.code in key])


def _late_tasks(now: Consolidated, _: Sequence[str]) -> Explanation:
    """The same, but for the monthly file itself."""
    return _by_obligation(now, now.overdue_tasks)


def _by_obligation(now: Consolidated, overdue: Iterable[Assignment]) -> Explanation:
    late = sorted(overdue, key=lambda a: (a.obligation.order, a.unit.order))
    filings = {filing.unit.code: filing for filing in now.filings}
    codes = dict.fromkeys(a.obligation.code for a in late)
    parts = tuple(
        ExplainedPart(
            f"Mục {code}",
            len(some),
            tuple(_stands(a, filings[a.unit.code], _with_cause) for a in some),
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
_JUDGED: Mapping[str, Callable[[Consolidated, Sequence[str]], Explanation]] = MappingProxyType(
    {
        VERDICT: _verdict,
        LEADERS: _led,
        CAUSES: _causes,
        PROPOSE_OVERDUE: _late_tasks,
        PROPOSE_SILENT: lambda now, _: _filing(now, ()),
        PROPOSE_SHARED: lambda now, _: _voices(now.proposals, ()),
        TASK_OVERDUE: _overdue,
        TASK_DUE: _obligations,
    }
)
"""What a judgement looked at, but for those that need other months, too."""
