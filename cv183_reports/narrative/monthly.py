"""The monthly report: its sections in order, assessment first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cv183_reports.consolidation.choices import PLANS, printed
from cv183_reports.consolidation.progress import Completion, Point, completion, course_of, moves
from cv183_reports.consolidation.salience import days_overdue, salience
from cv183_reports.consolidation.themes import without_lead_in
from cv183_reports.model import Register
from cv183_reports.model.consolidated import AfterClosing, Consolidated, FilingStanding, Theme
from cv183_reports.model.prose import (
    About,
    Assessment,
    AssessmentPart,
    Basis,
    Block,
    ReportProse,
    Section,
    body,
    item,
)
from cv183_reports.narrative import evaluation, figures, results, voices
from cv183_reports.narrative.figures import course
from cv183_reports.narrative.phrases import (
    appendices,
    by_order,
    in_line,
    leaders,
    matter,
    month,
    names_of,
    noun,
    shortened,
    subject,
    who_said,
    without_full_stop,
)
from cv183_reports.vietnamese.wording import (
    change,
    count,
    instant,
    lower_first,
    percent,
    period_name,
    roman,
    sentence,
)


@dataclass(frozen=True, slots=True)
class MonthsBefore:
    """What a month is told against."""

    last: Consolidated | None = None
    """The month before; None where it is unknown."""
    earlier: tuple[Point, ...] = ()
    """How the months before that one went, the oldest first."""
    later: AfterClosing | None = None
    """What came after the month before was closed, and would change it."""


FIRST_MONTH = MonthsBefore()
"""Of a month before which nothing is known."""
_TASKS_TITLE = "Nhiệm vụ trọng tâm {}"


def drafted(now: Consolidated, before: MonthsBefore) -> tuple[Assessment, ...]:
    """Every assessment of the report, as the program drafts it."""
    return evaluation.assessments(now, salience(now, before.last, before.earlier))


def compose(
    now: Consolidated, before: MonthsBefore, judged: Sequence[Assessment] | None = None
) -> ReportProse:
    """What the month says.

    Args:
        now: the month.
        before: what it is told against.
        judged: the assessments as staff want them; None: as drafted.
    """
    board, known = now.register.settings.board, drafted(now, before) if judged is None else judged
    last = before.last

    def of(part: AssessmentPart) -> list[Assessment]:
        return [each for each in known if each.part is part]

    trend = course(course_of(before.earlier, last, now))
    makers: tuple[Callable[[str], Section], ...] = (
        lambda rank: _evaluation(rank, now, last, of(AssessmentPart.EVALUATION)),
        lambda rank: results.work_section(rank, now, trend),
        lambda rank: figures.section(rank, now, last, before.later),
        lambda rank: voices.difficulties_section(rank, now, last, of(AssessmentPart.CAUSES)),
        lambda rank: voices.proposals_section(rank, now, last, of(AssessmentPart.PROPOSALS)),
        lambda rank: _tasks(rank, now, of(AssessmentPart.TASKS)),
    )
    return ReportProse(
        subject=subject(board.subject, now.period),
        opening=_opening(now),
        closing=f"{board.name} kính đề nghị {leaders(now.register)} xem xét, cho ý kiến chỉ đạo.",
        sections=tuple(make(roman(rank)) for rank, make in enumerate(makers, start=1)),
        appendices=appendices(now),
    )


def _opening(now: Consolidated) -> str:
    register, until = now.register, now.received_until
    at = now.as_of if until is None or until <= now.as_of else until
    return (
        f"{by_order(register.profile)}, {register.settings.board.name} {_together(register)}"
        f"báo cáo {leaders(register)} {matter(register, now.period)} "
        f"(số liệu tổng hợp đến {instant(at)}) như sau:"
    )


def _together(register: Register) -> str:
    """With whom the dispatch has the report made."""
    codes = register.overall_report.with_units if register.overall_report else ()
    partners = [unit for code in codes if (unit := register.unit(code))]
    return f"phối hợp với {names_of(partners)} " if partners else ""


def _evaluation(
    rank: str, now: Consolidated, before: Consolidated | None, judged: Sequence[Assessment]
) -> Section:
    """The verdict, the figures that matter, then what moved, who leads and who lags."""
    begin = [each for each in judged if each.key == evaluation.VERDICT]
    rest = [each for each in judged if each.key != evaluation.VERDICT]
    blocks = (
        *(body(each.text, basis=each.basis) for each in begin),
        *_four_figures(now, before),
        *(body(each.text, basis=each.basis) for each in rest),
    )
    return Section(rank, "Đánh giá chung", blocks)


def _four_figures(now: Consolidated, before: Consolidated | None) -> list[Block]:
    told = completion(now.assignments)
    figures_told = (
        (_completed(told, now, before), Basis(About.ASSIGNMENTS)),
        (_ongoing(told, now), Basis(About.ASSIGNMENTS)),
        (_filed(now), Basis(About.FILING)),
        (_overdue(now), Basis(About.OVERDUE, _late_codes(now))),
    )
    return [item(sentence(text), basis) for text, basis in figures_told if text]


def _completed(told: Completion, now: Consolidated, before: Consolidated | None) -> str:
    if not told.owed:
        return ""
    text = (
        f"nhiệm vụ phải hoàn thành: {count(told.done)}/{count(told.owed)} lượt, đạt {percent(told.done, told.owed)} "
        "(mỗi nhiệm vụ giao một đơn vị tính một lượt)"
    )
    kept = sum(a.reported_in is not None for a in now.assignments)
    text += f", trong đó {count(kept)} lượt theo báo cáo {noun(now)} trước" if kept else ""
    if before is None:
        return text
    moved = moves(now, before)
    if moved.done == moved.done_before:
        return text
    then = month(before.period)
    gained = change(moved.done, moved.done_before, "lượt hoàn thành")
    return f"{text}; trên các lượt có báo cáo cả hai {noun(now)}, {gained} so với {then}"


def _ongoing(told: Completion, now: Consolidated) -> str:
    total, done = told.ongoing.total(), told.kept_up
    if not total or not now.accepted:
        return ""
    return f"nhiệm vụ thường xuyên: {count(done)}/{count(total)} lượt đang thực hiện, đạt {percent(done, total)}"


def _filed(now: Consolidated) -> str:
    total, tally = len(now.expected), now.filing_tally()
    if not total:
        return ""
    in_time, late = tally[FilingStanding.ON_TIME], tally[FilingStanding.LATE]
    silent = total - in_time - late
    text = f"chế độ báo cáo: {count(in_time)}/{count(total)} đơn vị gửi đúng hạn, đạt {percent(in_time, total)}"
    text += f"; {count(late)} đơn vị gửi sau hạn" if late else ""
    return text + (f"; {count(silent)} đơn vị chưa có báo cáo hợp lệ" if silent else "")


def _late_codes(now: Consolidated) -> tuple[str, ...]:
    late = {a.obligation.order: a.obligation.code for a in now.overdue_tasks}
    return tuple(late[order] for order in sorted(late))


def _overdue(now: Consolidated) -> str:
    late = now.overdue_tasks
    if not late:
        return "không có nhiệm vụ quá hạn" if now.accepted else ""
    units = {a.unit.code for a in late}
    days = max(days_overdue(a, now) for a in late)
    return f"nhiệm vụ quá hạn: {count(len(late))} lượt của {count(len(units))} đơn vị, lâu nhất {count(days)} ngày"


def _tasks(rank: str, now: Consolidated, tasks: Sequence[Assessment]) -> Section:
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
    return Section(rank, _TASKS_TITLE.format(period_name(following)), tuple(blocks))


def _plan(theme: Theme) -> str:
    if theme.edited:
        return without_full_stop(theme.text)
    return lower_first(without_full_stop(shortened(without_lead_in(in_line(theme.text)))))
