"""Where a figure of the report comes from: the rule, the parts that make it, and each part's cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from cv183_reports.consolidation.trend import Point
from cv183_reports.model import Source, Unit
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
from cv183_reports.narrative.explained import Evidence, Explanation, Part, Sum, added
from cv183_reports.narrative.explained_figures import figures, givers, indicator
from cv183_reports.narrative.trend import trend_explained
from cv183_reports.vietnamese.wording import (
    deadline_words,
    decision,
    instant,
    percent_points,
    short_date,
)

_CLASSES = (
    "Đếm nhiệm vụ × đơn vị được giao, mỗi lượt vào đúng một loại. Có thời hạn: hoàn thành đúng hạn khi ngày hoàn thành "
    "trước thời hạn, quá hạn khi chưa hoàn thành lúc xét ({as_of}). Không có thời hạn: theo trạng thái đơn vị ghi. Riêng mục "
    "{filing} theo thời điểm nhận tệp. Dòng có ô sai, dòng để trống, đơn vị chưa gửi và nội dung được miễn, hoãn là loại riêng."
)
_THEMES = (
    "Các ý của đơn vị nói cùng một nội dung được gộp lại; câu in ra là nguyên văn của một đơn vị, hoặc lời cán bộ tổng hợp "
    "sửa trong bảng biên tập; số đơn vị là số đơn vị khác nhau đã nêu."
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
    return _TELLERS[basis.about](now, basis.key)


def _filing(now: Consolidated, key: Sequence[str]) -> Explanation:
    """How all units filed, or those of one group."""
    chosen = [f for f in now.filings if not key or f.unit.group == key[0]]
    parts = tuple(
        Part(standing.value, len(some), tuple(map(_came, some)))
        for standing in FilingStanding
        if (some := [f for f in chosen if f.standing is standing])
    )
    sent = [
        p for p in parts if p.label in (FilingStanding.ON_TIME.value, FilingStanding.LATE.value)
    ]
    owing = [part for part in parts if part.label != FilingStanding.WAIVED.value]
    rule = (
        f"Đếm đơn vị phải gửi báo cáo theo tệp đã nhận: đúng hạn khi nhận {deadline_words(now.due)}, muộn khi nhận từ lúc đó; "
        "phải gửi lại khi có tệp nhưng không dùng được. Đơn vị được miễn, hoãn không tính vào số phải gửi."
    )
    return Explanation(rule, parts, (added("Đã gửi", sent), added("Phải gửi", owing)))


def _came(filing: UnitFiling) -> Evidence:
    said = f"nhận lúc {instant(filing.receipt.at)}" if filing.receipt else ""
    if filing.waiver is not None:
        said = f"theo {decision(filing.waiver.document, filing.waiver.decided_on)}"
    source = Source(filing.files[0]) if filing.files else None
    return Evidence(filing.unit, said, source)


def _assignments(now: Consolidated, key: Sequence[str]) -> Explanation:
    """All classes, or the one that the key names."""
    chosen = [a for a in now.assignments if not key or a.standing.value in key]
    parts = _by_class(now, chosen, _with_code)
    done = [part for part in parts if part.label in {s.value for s in DONE_STANDINGS}]
    if key:
        return Explanation(_rule(now), parts, (added("Tổng số lượt", parts),))
    return Explanation(
        _rule(now), parts, (added("Đã hoàn thành", done), added("Tổng số lượt", parts))
    )


def _obligation(now: Consolidated, key: Sequence[str]) -> Explanation:
    """All classes of one obligation, or the one that the key names."""
    code, *only = key
    assigned = [a for a in now.assignments if a.obligation.code == code]
    chosen = [a for a in assigned if not only or a.standing.value in only]
    parts = _by_class(now, chosen, lambda said, _: said)
    return Explanation(_rule(now), parts, (added("Tổng số lượt", parts),))


def _rule(now: Consolidated) -> str:
    return _CLASSES.format(as_of=instant(now.as_of), filing=now.register.filing.code)


def _with_code(said: str, assignment: Assignment) -> str:
    return f"{assignment.obligation.code}: {said}" if said else assignment.obligation.code


def _by_class(
    now: Consolidated, chosen: Iterable[Assignment], words: Callable[[str, Assignment], str]
) -> tuple[Part, ...]:
    assigned = list(chosen)
    filings = {filing.unit.code: filing for filing in now.filings}
    return tuple(
        Part(
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
        said = f"nhận lúc {instant(filing.receipt.at)}" if filing.receipt else ""
    elif record is None:
        said = ""
    else:
        said = record.status.value
        said += f" ngày {short_date(record.done_on)}" if record.done_on else ""
        said += f", {percent_points(record.percent)}" if record.percent is not None else ""
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
        Part(
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
        Part(
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
        Part(group.label, len(_speakers(group.themes)), _said(group.themes)) for group in groups
    )
    everyone = _speakers(theme for group in groups for theme in group.themes)
    told = Sum("Số đơn vị khác nhau (một đơn vị có thể nêu ở nhiều phần)", "", len(everyone))
    return Explanation(_THEMES, parts, (told,))


def _theme(theme: Theme) -> Explanation:
    part = Part("Đơn vị nêu", len(theme.units), _said([theme]))
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
    return _theme(next(theme for theme in now.plan_themes if theme.text == key[0]))


_TELLERS: Mapping[About, Callable[[Consolidated, Sequence[str]], Explanation]] = MappingProxyType(
    {
        About.FILING: _filing,
        About.ASSIGNMENTS: _assignments,
        About.OBLIGATION: _obligation,
        About.ASSIGNMENT: _assignment,
        About.OVERDUE: _overdue,
        About.GIVERS: givers,
        About.INDICATOR: indicator,
        About.FIGURES: figures,
        About.UNIT: _unit,
        About.DIFFICULTIES: lambda now, key: _voices(now.difficulties, key),
        About.PROPOSALS: lambda now, key: _voices(now.proposals, key),
        About.RESULTS: lambda now, key: _voices(now.results, key),
        About.PLANS: _plans,
    }
)
