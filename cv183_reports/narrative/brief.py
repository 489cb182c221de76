"""The summary on one page: the verdict, six figures against last month, how groups of units stand, what to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice

from msgspec import Struct

from cv183_reports.consolidation.choices import ranked_proposals
from cv183_reports.consolidation.consolidate import Change, change_of
from cv183_reports.consolidation.progress import completion, moves
from cv183_reports.consolidation.salience import most_told, salience
from cv183_reports.consolidation.themes import without_courtesies, without_lead_in
from cv183_reports.model import Aggregation, Indicator
from cv183_reports.model.consolidated import (
    Consolidated,
    FilingStanding,
    IndicatorTotal,
)
from cv183_reports.model.prose import (
    Assessment,
    AssessmentPart,
    BriefFigure,
    BriefProse,
    BriefShare,
)
from cv183_reports.narrative.evaluation import PROPOSE_SHARED, VERDICT
from cv183_reports.narrative.figures import moved, with_measure
from cv183_reports.narrative.monthly import MonthsBefore
from cv183_reports.narrative.phrases import (
    as_prose,
    base_of_moves,
    in_line,
    leaders,
    month,
    shortened,
    subject,
    who_said,
    without_full_stop,
)
from cv183_reports.vietnamese.wording import (
    count,
    number,
    percent,
    sentence,
    upper_first,
)

_FIGURES = 6
_DECISIONS = 3
_MOST_GROUPS = 8
"""Bars that the chart has room for."""
_ROOM, _NAME_ROOM = 260, 80
"""Characters of a paragraph, of the name of a figure: whatever was written stays on one page; the report has all."""
_CARRIED = "*"
"""As in the report: figures in which last month's stand in for those of units that sent nothing."""
_CONTINUED = "(xem tiếp tại Báo cáo)."
_RISEN, _FALLEN, _SAME = "▲", "▼", "–"
_UNCHANGED = f"{_SAME} không thay đổi"
_NOT_DUE = "chưa đến hạn"
_NO_GROUND = "chưa so sánh được"
_UNKNOWN, _NONE = "chưa có số liệu", "không có"
_POINTS = "điểm %"


def brief_prose(
    now: Consolidated, before: MonthsBefore, judged: Sequence[Assessment]
) -> BriefProse:
    """What the summary of the month says.

    Args:
        now: the month.
        before: what it is told against.
        judged: the assessments as staff want them.
    """
    last = before.last
    verdict = next((each.text for each in judged if each.key == VERDICT), "")
    own = [each for each in judged if each.part is AssessmentPart.PROPOSALS]
    shares, figures = _shares(now), tuple(islice(_figures(now, before), _FIGURES))
    return BriefProse(
        subject=subject(now.register.settings.board.subject, now.period),
        verdict=_within_room(verdict),
        months=(_headed(now, now), _headed(last, now) if last is not None else ""),
        figures=figures,
        note=_note(now, last, figures),
        shares_title=_shares_title(now, shares),
        shares=shares,
        lead=_lead(now, len(own)),
        decisions=tuple(_decision(now, each) for each in own[:_DECISIONS]),
    )


def _headed(at: Consolidated, now: Consolidated) -> str:
    return upper_first(month(at.period, now.period))


def _within_room(text: str) -> str:
    """`text`, its lines joined, cut at a sentence where it is too long, and that said."""
    whole = in_line(text)
    if len(whole) <= _ROOM:
        return whole
    return f"{shortened(whole, _ROOM - len(_CONTINUED) - 1)} {_CONTINUED}"


def _figures(now: Consolidated, before: MonthsBefore) -> Iterator[BriefFigure]:
    """All that could be told, the first first."""
    last = before.last
    yield from _work(now, last)
    found = salience(now, last, before.earlier)
    shifts = (*found.improved[:1], *found.worsened[:1], *found.improved[1:], *found.worsened[1:])
    told = [shift.change.indicator for shift in shifts]
    mains = [each for each in now.register.indicators if each.is_main and each not in told]
    mains.sort(key=lambda each: each.aggregation is not Aggregation.RATIO)
    for indicator in (*told, *mains):
        yield _indicator(indicator, now, last)


class _Part(Struct, frozen=True):
    """A count out of a count."""

    part: int
    whole: int

    @property
    def told(self) -> str:
        """``471/525 (89,7%)``."""
        return f"{count(self.part)}/{count(self.whole)} ({percent(self.part, self.whole)})"

    @property
    def points(self) -> Decimal:
        """Exact."""
        return Decimal(100 * self.part) / self.whole


def _work(now: Consolidated, last: Consolidated | None) -> Iterator[BriefFigure]:
    """How the tasks and the filing stand; nothing of what nobody has to do."""
    yield from _share("Lượt nhiệm vụ hoàn thành", _completed, now, last)
    yield from _share("Đơn vị gửi báo cáo đúng hạn", _in_time, now, last)
    yield _overdue(now, last)
    yield from _share("Lượt thường xuyên đang thực hiện", _ongoing, now, last)


def _completed(at: Consolidated) -> _Part:
    told = completion(at.assignments)
    return _Part(told.done, told.owed)


def _ongoing(at: Consolidated) -> _Part:
    told = completion(at.assignments)
    return _Part(told.kept_up, told.ongoing.total())


def _in_time(at: Consolidated) -> _Part:
    return _Part(at.filing_tally()[FilingStanding.ON_TIME], len(at.expected))


def _share(
    name: str, of: Callable[[Consolidated], _Part], now: Consolidated, last: Consolidated | None
) -> Iterator[BriefFigure]:
    here, there = of(now), of(last) if last is not None else _Part(0, 0)
    if not here.whole:
        return
    if last is None or not there.whole:
        yield BriefFigure(name, _share_told(of, now), "", "")
        return
    blocked = _blocked(now, last, rests_on_answers=of is not _in_time)
    if of is _ongoing and not (most_told(now) and most_told(last)):  # it fell for want of answers
        blocked = blocked or _NO_GROUND
    moved = blocked or _share_moved(of, now, last)
    yield BriefFigure(name, _share_told(of, now), _share_told(of, last), moved)


def _share_told(of: Callable[[Consolidated], _Part], at: Consolidated) -> str:
    """What goes on is not known of units of which nobody said it."""
    return _UNKNOWN if of is _ongoing and not at.accepted else of(at).told


def _share_moved(of: Callable[[Consolidated], _Part], now: Consolidated, last: Consolidated) -> str:
    """What is completed moves as the report tells it: over what both months answer."""
    if of is _completed:
        both = moves(now, last)
        return _tasks_moved(both.done_before, both.done, of(now).part - of(last).part)
    points = _tenth(of(now).points - of(last).points)
    return _arrow(points, f"{number(abs(points), 1)} {_POINTS}")


def _tenth(points: Decimal) -> Decimal:
    return points.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _arrow(difference: Decimal | int, told: str) -> str:
    """With a word beside it, for a print without colours or a reader who is read to."""
    if not difference:
        return _UNCHANGED
    return f"{_RISEN} tăng {told}" if difference > 0 else f"{_FALLEN} giảm {told}"


def _tasks_moved(before: int, after: int, shown: int) -> str:
    """How what both months answer moved; with both numbers where those `shown` beside it moved otherwise."""
    difference = after - before
    told = _arrow(difference, f"{count(abs(difference))} lượt")
    if difference == shown:
        return told
    if not difference:
        return f"{told} (đều {count(after)})"
    return f"{told} (từ {count(before)} {'lên' if difference > 0 else 'còn'} {count(after)})"


def _blocked(now: Consolidated, last: Consolidated | None, *, rests_on_answers: bool) -> str:
    """Why this month cannot be compared with the last one; empty: it can."""
    if now.as_of < now.due:
        return _NOT_DUE
    silent = last is None or not (now.accepted and last.accepted)
    return _NO_GROUND if rests_on_answers and silent else ""


def _overdue(now: Consolidated, last: Consolidated | None) -> BriefFigure:
    name = "Lượt nhiệm vụ quá hạn"
    if last is None:
        return BriefFigure(name, _overdue_told(now), "", "")
    blocked = _blocked(now, last, rests_on_answers=True)
    both, shown = moves(now, last), len(now.overdue_tasks) - len(last.overdue_tasks)
    told = _tasks_moved(both.overdue_before, both.overdue, shown)
    return BriefFigure(name, _overdue_told(now), _overdue_told(last), blocked or told)


def _overdue_told(at: Consolidated) -> str:
    """How many, of how many units; that there is none is known of the units alone that told."""
    late, told = at.overdue_tasks, at.filed
    if not late and told:
        rest = (
            "" if told == len(at.expected) else f" ở {count(told)}/{count(len(at.expected))} đơn vị"
        )
        return f"{_NONE}{rest}"
    if not late:
        return _UNKNOWN
    return f"{count(len(late))} ({count(len({each.unit.code for each in late}))} đơn vị)"


def _indicator(indicator: Indicator, now: Consolidated, last: Consolidated | None) -> BriefFigure:
    """Over the units of which it is known in both months, where there are such."""
    total = now.total(indicator.code)
    assert total is not None, "every indicator of the month has a total"
    told = change_of(indicator, now, last)
    if told is not None:
        name = f"{_named(indicator)}{_covered(total, told.units)}"
        here, there = (with_measure(value, indicator) for value in (told.now, told.before))
        return BriefFigure(name, here, there, _moved(told))
    if total.value is None:
        return BriefFigure(_named(indicator), _UNKNOWN, "", "")
    name = f"{_named(indicator)}{_covered(total, total.units)}"
    return BriefFigure(name, with_measure(indicator.rounded(total.value), indicator), "", "")


def _named(indicator: Indicator) -> str:
    return shortened(indicator.name, _NAME_ROOM)


def _covered(total: IndicatorTotal, units: int) -> str:
    """`` (107/114 đơn vị)*``; empty where all that are asked are in it and told it this month."""
    share = f" ({count(units)}/{count(total.asked)} đơn vị)" if units != total.asked else ""
    return share + (_CARRIED if total.carried else "")


def _moved(told: Change) -> str:
    if not told.difference:
        return _UNCHANGED
    indicator = told.indicator
    if indicator.measure != "%":
        return f"{_RISEN if told.difference > 0 else _FALLEN} {moved(told)}"
    size = number(abs(told.difference), indicator.total_decimals)
    return _arrow(told.difference, f"{size} {_POINTS}")


def _note(now: Consolidated, last: Consolidated | None, figures: Sequence[BriefFigure]) -> str:
    """What a lượt is, over whose answers both months are counted, and what the mark means."""
    valid = [f"báo cáo hợp lệ: {_accepted(now)}"]
    told = ["mỗi nhiệm vụ giao một đơn vị tính một lượt"]
    if last is not None:
        valid.append(f"{month(last.period, now.period)}: {_accepted(last)}")
    told.append("; ".join(valid))
    if last is not None:
        told.append(f"số lượt tăng, giảm tính trên các {base_of_moves(now)}")
    if any(_POINTS in each.change for each in figures):
        told.append(f"{_POINTS} tính trước khi làm tròn")
    if any(each.name.endswith(_CARRIED) for each in figures):
        told.append("dấu * gồm cả số theo báo cáo gần nhất của đơn vị chưa có báo cáo kỳ này")
    return " ".join(map(sentence, told))


def _accepted(at: Consolidated) -> str:
    return f"{count(at.filed)}/{count(len(at.expected))} đơn vị"


def _shares(now: Consolidated) -> tuple[BriefShare, ...]:
    """Of each group that has something to complete; of many groups those that lag most."""
    told = []
    for group in now.register.groups:
        own = completion(each for each in now.assignments if each.unit.group == group.code)
        if own.owed:
            part = _Part(own.done, own.owed)
            told.append(BriefShare(upper_first(group.name), part.points, part.told))
    lowest = sorted(told, key=lambda share: share.points)[:_MOST_GROUPS]
    return tuple(share for share in told if share in lowest)


def _shares_title(now: Consolidated, shares: Sequence[BriefShare]) -> str:
    owing = {each.unit.group for each in now.assignments}
    text = "Tỷ lệ hoàn thành nhiệm vụ theo nhóm đơn vị (lượt hoàn thành/lượt phải hoàn thành)"
    if len(shares) == _MOST_GROUPS < len(owing):
        return f"{text}: {count(_MOST_GROUPS)} nhóm thấp nhất"
    return text


def _lead(now: Consolidated, proposed: int) -> str:
    board, whom = now.register.settings.board.name, leaders(now.register)
    if not proposed:
        return f"{board} không có nội dung đề nghị {whom} quyết định kỳ này."
    if proposed <= _DECISIONS:
        return f"{board} đề nghị {whom}:"
    return f"{board} đề nghị {whom} ({count(_DECISIONS)} trong {count(proposed)} nội dung):"


def _decision(now: Consolidated, proposal: Assessment) -> str:
    """As in the report; what it only points to there is told here, where there is room."""
    text = _within_room(proposal.text)
    gist = "" if proposal.edited else _gist(now, proposal.key, _ROOM - len(text) - 1)
    return f"{text} {gist}" if gist else text


def _gist(now: Consolidated, key: str, room: int) -> str:
    """The proposal that most units share, of those that one of the board brings together by number."""
    for group, ranked in ranked_proposals(now):
        if ranked and key == f"{PROPOSE_SHARED} {group.label}":
            _, theme = ranked[0]
            text = (
                theme.text
                if theme.edited
                else without_courtesies(without_lead_in(as_prose(theme.text)))
            )
            lead, tail = "Nhiều đơn vị nêu nhất: “", f"” ({who_said(theme)})."
            left = room - len(lead) - len(tail)
            short = without_full_stop(shortened(text, max(left, 1)))
            return f"{lead}{short}{tail}" if len(short) <= left else ""
    return ""
