"""Next month: what falls due, who still owes, what units plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cv183_reports.consolidation.choices import PLANS, printed
from cv183_reports.consolidation.likeness import without_lead_in
from cv183_reports.model import Kind, Obligation
from cv183_reports.model.consolidated import Consolidated, FilingStanding, Theme
from cv183_reports.model.editing import Assessment
from cv183_reports.model.prose import About, Basis, Block, Section, body, item
from cv183_reports.narrative.excerpts import shortened
from cv183_reports.narrative.filing import standing
from cv183_reports.narrative.phrases import (
    in_line,
    month,
    name_of,
    units_named,
    who_said,
    without_full_stop,
)
from cv183_reports.vietnamese.wording import (
    count,
    deadline_words,
    listed,
    lower_first,
    month_name,
    sentence,
)

_TITLE = "Nhiệm vụ trọng tâm {}"


def section(rank: str, now: Consolidated, tasks: Sequence[Assessment]) -> Section:
    """What comes next month: the tasks with who leads and until when, then what units plan.

    Args:
        rank: number of the section.
        now: the month.
        tasks: as judged.
    """
    following = now.period.following
    blocks = [item(each.text, each.basis) for each in tasks]
    if now.plan_themes:
        shown = printed(now.plan_themes, PLANS)
        told = "; ".join(f"{_plan(theme)} ({who_said(theme)})" for theme in shown)
        basis = Basis(About.PLANS, tuple(theme.text for theme in shown))
        blocks.append(body(f"Các đơn vị xác định nhiệm vụ trọng tâm: {told}.", basis=basis))
    if not blocks:
        blocks.append(body("Không có nhiệm vụ đến hạn; các đơn vị chưa nêu nhiệm vụ trọng tâm."))
    return Section(rank, _TITLE.format(month_name(following.year, following.month)), tuple(blocks))


def _plan(theme: Theme) -> str:
    if theme.edited:
        return without_full_stop(theme.text)
    return lower_first(without_full_stop(shortened(without_lead_in(in_line(theme.text)))))


def ahead(number: str, now: Consolidated, *, owing_in: str, overdue_in: str) -> Section:
    """What is still owed and what falls due next month.

    Args:
        number: of the section.
        now: the month.
        owing_in: the appendix that lists the units without a report.
        overdue_in: the appendix that lists what is overdue.
    """
    following = now.period.following
    due = [item(sentence(line)) for line in _falling_due(now)]
    title = _TITLE.format(month_name(following.year, following.month))
    return Section(number, title, (*_still_owed(now, owing_in, overdue_in), *due))


def _still_owed(now: Consolidated, owing_in: str, overdue_in: str) -> list[Block]:
    lines = []
    owing = standing(now, FilingStanding.MISSING, FilingStanding.FAULTY)
    if owing:
        text = (
            f"đôn đốc {count(len(owing))} đơn vị chưa có báo cáo {month_name(now.period.year, now.period.month)} "
            f"gửi bổ sung, {units_named(owing, owing_in)}"
        )
        lines.append(item(sentence(text), Basis(About.FILING)))
    late = [a for a in now.overdue if not a.obligation.judged_by_receipt]
    if late:
        by_order = sorted({a.obligation.order: a.obligation.code for a in late}.items())
        codes = tuple(code for _, code in by_order)
        text = (
            f"hoàn thành dứt điểm {count(len(late))} lượt nhiệm vụ đã quá hạn thuộc mục "
            f"{listed(codes)} của {now.register.profile.dispatch.kind} ({overdue_in})"
        )
        lines.append(item(sentence(text), Basis(About.OVERDUE, codes)))
    return lines


def _falling_due(now: Consolidated) -> list[str]:
    """Obligations whose deadline lies in the following month, the earliest first."""
    following = now.period.following
    due = [
        (o.deadline.at(following), o)
        for o in now.register.obligations
        if o.deadline is not None
        and o.holds_in(following)
        and (
            o.kind is Kind.MONTHLY
            or following.instant(1) < o.deadline.at(following) <= following.following.instant(1)
        )
    ]
    due.sort(key=lambda pair: (pair[0], pair[1].order))
    lines = (_due(now, at, obligation) for at, obligation in due)
    return [line for line in lines if line]


def _due(now: Consolidated, at: datetime, obligation: Obligation) -> str:
    """Who has to do what until when; empty when all of them are excused."""
    following = now.period.following
    owners = [
        a.unit
        for a in now.assignments
        if a.obligation.code == obligation.code
        and now.register.waiver(a.unit, obligation, following) is None
    ]
    if not owners:
        return ""
    owner = name_of(owners[0]) if len(owners) == 1 else f"{count(len(owners))} đơn vị"
    if obligation.judged_by_receipt:
        what = f"gửi báo cáo {month(following)} về {now.register.settings.board.name}"
        return f"{owner} {what} {deadline_words(at)} (mục {obligation.code} của {now.register.profile.dispatch.kind})"
    what = lower_first(without_full_stop(obligation.short_text))
    return f"{owner} {what} {deadline_words(at)} (mục {obligation.code} của {now.register.profile.dispatch.kind})"
