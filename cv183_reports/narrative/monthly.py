"""The monthly report: its sections in order, assessment first; those on the work and on figures in modules of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from msgspec import Struct

from cv183_reports.consolidation.choices import PLANS, foremost, printed, ranked_proposals
from cv183_reports.consolidation.progress import Completion, Point, completion, course_of, moves
from cv183_reports.consolidation.salience import by_days_overdue, days_overdue, salience
from cv183_reports.consolidation.themes import was_put, without_courtesies, without_lead_in
from cv183_reports.model import Register
from cv183_reports.model.consolidated import (
    AfterClosing,
    Assignment,
    Consolidated,
    FilingStanding,
    Theme,
    ThemeGroup,
)
from cv183_reports.model.prose import (
    About,
    AppendixKind,
    Assessment,
    AssessmentPart,
    Basis,
    Block,
    BlockKind,
    BlockRow,
    ReportProse,
    Section,
    body,
    heading,
    intro,
    item,
)
from cv183_reports.narrative import evaluation, figures, filing, results
from cv183_reports.narrative.figures import course
from cv183_reports.narrative.phrases import (
    all_of,
    appendices,
    as_prose,
    base_of_moves,
    by_order,
    cited,
    from_to,
    full_name,
    in_sentence,
    leaders,
    matter,
    month,
    names_of,
    noun,
    overdue_for,
    pointer,
    shortened,
    subject,
    who_said,
    without_full_stop,
)
from cv183_reports.vietnamese.wording import (
    count,
    deadline_words,
    instant,
    mid_sentence,
    number,
    percent,
    percent_points,
    period_name,
    roman,
    sentence,
    short_date,
    upper_first,
)

DIFFICULTIES_TITLE = "Hạn chế, khó khăn, nguyên nhân"
PROPOSALS_TITLE = "Kiến nghị, đề xuất"
_TASKS_TITLE = "Nhiệm vụ trọng tâm {}"
_REASON = 70
"""Characters of a difficulty in that table."""
_PUT_BEFORE, _NEW = "Đã nêu {}", "Nêu lần đầu"


class MonthsBefore(Struct, frozen=True):
    """What a month is told against."""

    last: Consolidated | None = None
    """The month before; None where it is unknown."""
    earlier: tuple[Point, ...] = ()
    """How the months before that one went, the oldest first."""
    later: AfterClosing | None = None
    """What came after the month before was closed, and would change it."""


FIRST_MONTH = MonthsBefore()
"""Of a month before which nothing is known."""


def drafted(now: Consolidated, before: MonthsBefore) -> tuple[Assessment, ...]:
    """Every assessment of the report, as the program drafts it."""
    return evaluation.assessments(now, salience(now, before.last, before.earlier))


def monthly_prose(
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
    figured: list[Callable[[str], Section]] = []
    if figures.are_asked(now):
        figured = [lambda rank: figures.section(rank, now, last, before.later)]
    makers: tuple[Callable[[str], Section], ...] = (
        lambda rank: _evaluation(rank, now, last, of(AssessmentPart.EVALUATION)),
        lambda rank: results.work_section(rank, now, trend),
        *figured,
        lambda rank: difficulties_section(rank, now, last, of(AssessmentPart.CAUSES)),
        lambda rank: proposals_section(rank, now, last, of(AssessmentPart.PROPOSALS)),
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
    text += _of_them_told_before(told.done, now)
    if before is None:
        return text
    moved = moves(now, before)
    if moved.done == moved.done_before:
        return text
    went = from_to(moved.done_before, moved.done)
    since = f"so với {month(before.period, now.period)}, {went} ({base_of_moves(now)})"
    return f"{sentence(text)} {sentence(since)}"


def _of_them_told_before(done: int, now: Consolidated) -> str:
    """``, trong đó 03 lượt theo báo cáo tháng trước``: what stands though its unit sent nothing since."""
    told_in = [a.reported_in for a in now.assignments if a.reported_in is not None]
    if not told_in:
        return ""
    several = "" if set(told_in) == {now.period.previous} else "các "
    source = f"theo báo cáo {several}{noun(now)} trước"
    if len(told_in) == done:
        return f", {all_of(done, source)}"
    return f", trong đó {count(len(told_in))} lượt {source}"


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
        return _none_overdue(now) if now.accepted else ""
    units = {a.unit.code for a in late}
    days = max(days_overdue(a, now) for a in late)
    longest = "lâu nhất " if len(late) > 1 else ""
    text = f"nhiệm vụ quá hạn: {count(len(late))} lượt của {count(len(units))} đơn vị, {longest}{overdue_for(days)}"
    return text + _mostly_caused(now)


def _mostly_caused(now: Consolidated) -> str:
    """``; nguyên nhân đơn vị nêu nhiều nhất: chủ quan (05/08 lượt)``, of more than half of what is overdue."""
    late = now.overdue_tasks
    told = Counter(a.record.cause.value for a in late if a.record and a.record.cause)
    value, most = max(told.items(), key=itemgetter(1), default=("", 0))
    if 2 * most <= len(late):
        return ""
    cause = in_sentence(now.register.profile.causes, value)
    if most == len(late):
        return f"; nguyên nhân đơn vị nêu: {all_of(most, cause)}"
    return f"; nguyên nhân đơn vị nêu nhiều nhất: {cause} ({count(most)}/{count(len(late))} lượt)"


def _none_overdue(now: Consolidated) -> str:
    """Of units of which nothing counts nobody knows."""
    nothing = "không có nhiệm vụ quá hạn"
    known = now.filed == len(now.expected)
    return nothing if known else f"các đơn vị có báo cáo hợp lệ {nothing}"


def difficulties_section(
    rank: str, now: Consolidated, before: Consolidated | None, causes: Sequence[Assessment]
) -> Section:
    """What is wanting, what hinders, and why; parts with nothing to say are left out.

    Args:
        rank: number of the section.
        now: the month.
        before: the month before.
        causes: what is judged of the causes.
    """
    parts = (
        ("Nhiệm vụ quá hạn", _overdue_table(now)),
        ("Chấp hành chế độ báo cáo", [filing.paragraph(now, before)]),
        ("Khó khăn, vướng mắc của các đơn vị", _difficulties(now)),
        ("Nguyên nhân", [body(each.text, basis=each.basis) for each in causes]),
    )
    return Section(rank, DIFFICULTIES_TITLE, tuple(_headed(parts)))


def _headed(parts: Sequence[tuple[str, Sequence[Block]]]) -> Iterator[Block]:
    """Each part under its numbered heading; the only one needs none."""
    told = [(title, blocks) for title, blocks in parts if blocks]
    for rank, (title, blocks) in enumerate(told, start=1):
        if len(told) > 1:
            yield heading(f"{rank}. {title}")
        yield from blocks


def _overdue_table(now: Consolidated) -> list[Block]:
    late, where = by_days_overdue(now), pointer(now, AppendixKind.OVERDUE)
    unsent = len(now.overdue) - len(late)
    if not late:
        text = f"còn {count(unsent)} lượt nhiệm vụ gửi báo cáo {noun(now)} quá hạn{where}"
        rest = _none_overdue(now) if now.accepted else "chưa đủ báo cáo để xác định nhiệm vụ khác"
        told = sentence(f"{text}; {rest}")
        return [body(told, basis=Basis(About.OVERDUE))] if unsent else []
    units = {a.unit.code for a in late}
    text = f"còn {count(len(late))} lượt nhiệm vụ quá hạn của {count(len(units))} đơn vị{where}"
    text += f", không kể {count(unsent)} đơn vị chưa gửi báo cáo {noun(now)}" if unsent else ""
    shown = late[: evaluation.OVERDUE_ROWS]
    text += f"; {_which_overdue(late, len(shown), now)}:" if len(shown) < len(late) else ":"
    rows: list[BlockRow] = []
    ranks = iter(range(1, len(shown) + 1))
    for _, group in groupby(shown, key=lambda a: (a.obligation.order, a.deadline)):
        own = list(group)
        rows.append(BlockRow((_task_named(own[0]),)))
        rows += [_overdue_row(str(next(ranks)), each, now) for each in own]
    lead = intro(upper_first(text), basis=Basis(About.OVERDUE, _codes(late)))
    return [lead, Block(BlockKind.OVERDUE_TABLE, "", rows=tuple(rows))]


def _which_overdue(late: Sequence[Assignment], shown: int, now: Consolidated) -> str:
    """That the first so many are the longest, unless the next is as long."""
    is_longest = days_overdue(late[shown - 1], now) > days_overdue(late[shown], now)
    return (
        f"{count(shown)} lượt quá hạn lâu nhất" if is_longest else f"trong đó {count(shown)} lượt"
    )


def _task_named(late: Assignment) -> str:
    """``Hoàn thiện hồ sơ … (ý (3), mục 1), thời hạn trước ngày 15/8/2025``."""
    assert late.deadline is not None
    what = without_full_stop(late.obligation.short_text)
    return f"{what} ({cited([late.obligation])}), thời hạn {deadline_words(late.deadline)}"


def _codes(late: Sequence[Assignment]) -> tuple[str, ...]:
    return tuple({a.obligation.order: a.obligation.code for a in late}.values())


def _overdue_row(rank: str, late: Assignment, now: Consolidated) -> BlockRow:
    record = late.record
    cells = (
        full_name(late.unit),
        number(days_overdue(late, now)),
        percent_points(record.percent) if record and record.percent is not None else "",
        _reason(late),
        short_date(record.new_deadline) if record and record.new_deadline else "",
    )
    return BlockRow(cells, Basis(About.ASSIGNMENT, (late.unit.code, late.obligation.code)), rank)


def _reason(late: Assignment) -> str:
    """What kind of cause, and the difficulty, as the unit gave them."""
    record = late.record
    if record is None:
        return ""
    kind = record.cause.value if record.cause else ""
    told = without_full_stop(shortened(without_lead_in(as_prose(record.difficulty)), _REASON))
    return ": ".join(part for part in (kind, told) if part)


def _difficulties(now: Consolidated) -> list[Block]:
    if not now.difficulties:
        return [body(_silent(now, "khó khăn, vướng mắc"))] if not now.accepted else []
    lead = f"{_speakers(now.difficulties)} nêu khó khăn, vướng mắc{pointer(now, AppendixKind.VOICES)}; nổi lên là:"
    blocks = [intro(lead, basis=Basis(About.DIFFICULTIES))]
    for group, themes in foremost(now):
        units = {unit.code for theme in group.themes for unit in theme.units}
        field = f"{group.label} ({count(len(units))} đơn vị)"
        blocks += [
            item(
                f"{field}: {_line(now, theme, len(units))}",
                Basis(About.DIFFICULTIES, (group.label, theme.text)),
            )
            for theme in themes
        ]
    return blocks


def _line(now: Consolidated, theme: Theme, speakers: int) -> str:
    """The unit's own words from the fact on, or those of staff as they are, and who of the `speakers` said so."""
    text = _in_short(now, theme)
    text = text if theme.edited else mid_sentence(text)
    if len(theme.units) != speakers:
        return f"{text} ({who_said(theme)})."
    return text if text.endswith(".") else f"{text}."


def _in_short(now: Consolidated, theme: Theme) -> str:
    if theme.edited:
        return without_full_stop(theme.text)
    whole = without_courtesies(without_lead_in(as_prose(theme.text)))
    text = shortened(whole)
    return without_full_stop(text) + (pointer(now, AppendixKind.VOICES) if text != whole else "")


def proposals_section(
    rank: str, now: Consolidated, before: Consolidated | None, own: Sequence[Assessment]
) -> Section:
    """What the board puts forward itself, then what units ask for, by who can settle it.

    Args:
        rank: number of the section.
        now: the month.
        before: the month before, to tell what was put already.
        own: the board's proposals.
    """
    board = now.register.settings.board.name
    mine = [intro(f"{board} đề nghị {leaders(now.register)}:")] if own else []
    mine += [item(each.text, each.basis) for each in own]
    parts = (
        (f"Đề nghị của {board}", mine),
        (f"{PROPOSALS_TITLE} của các đơn vị", _asked(now, before)),
    )
    return Section(rank, PROPOSALS_TITLE, tuple(_headed(parts)))


def _asked(now: Consolidated, before: Consolidated | None) -> list[Block]:
    if not now.proposals:
        return [body(_silent(now, "kiến nghị, đề xuất"))]
    chosen, where = ranked_proposals(now), pointer(now, AppendixKind.VOICES)
    lead = f"{_speakers(now.proposals)} kiến nghị, đề xuất{where}{_which(now, chosen)}:"
    rows: list[BlockRow] = []
    for group, ranked in chosen:
        units = {unit.code for theme in group.themes for unit in theme.units}
        rows.append(BlockRow((f"{_addressed(now, group.label)} ({count(len(units))} đơn vị)",)))
        rows += [
            _proposal_row(str(rank), theme, group.label, now, before) for rank, theme in ranked
        ]
    table = Block(BlockKind.PROPOSAL_TABLE, "", rows=tuple(rows))
    return [intro(lead, basis=Basis(About.PROPOSALS)), table]


def _which(
    now: Consolidated, chosen: Sequence[tuple[ThemeGroup, Sequence[tuple[int, Theme]]]]
) -> str:
    """Which of all proposals the table has: what several units ask for, some, or all."""
    shown = [theme for _, ranked in chosen for _, theme in ranked]
    if all(len(theme.units) > 1 for theme in shown):
        return "; các nội dung nhiều đơn vị nêu"
    return "; trong đó có" if len(shown) < sum(len(g.themes) for g in now.proposals) else ""


def _proposal_row(
    rank: str, theme: Theme, label: str, now: Consolidated, before: Consolidated | None
) -> BlockRow:
    put = ""
    if before is not None:
        again = was_put(theme, label, before)
        put = _PUT_BEFORE.format(month(before.period, now.period)) if again else _NEW
    cells = (upper_first(_in_short(now, theme)), upper_first(who_said(theme)), put)
    return BlockRow(cells, Basis(About.PROPOSALS, (label, theme.text)), rank)


def _addressed(now: Consolidated, label: str) -> str:
    """``Đối với cấp xã``; a missing label has no prefix."""
    if label.startswith("Chưa nêu"):
        return label
    return f"Đối với {in_sentence(now.register.profile.levels, label)}"


def _speakers(groups: Sequence[ThemeGroup]) -> str:
    units = {unit.code for group in groups for theme in group.themes for unit in theme.units}
    return f"Có {count(len(units))} đơn vị"


def _silent(now: Consolidated, what: str) -> str:
    if not now.accepted:
        return f"Chưa có báo cáo của đơn vị để tổng hợp {what}."
    return f"Các đơn vị đã gửi báo cáo không nêu {what}."


def _tasks(rank: str, now: Consolidated, tasks: Sequence[Assessment]) -> Section:
    """What comes next month: the tasks with who leads and until when, then what units plan.

    Args:
        rank: number of the section.
        now: the month.
        tasks: as judged.
    """
    following = now.period.following
    blocks = [item(each.text, each.basis) for each in tasks]
    blocks += _planned(now)
    if not blocks:
        blocks.append(body("Không có nhiệm vụ đến hạn; các đơn vị chưa nêu nhiệm vụ trọng tâm."))
    return Section(rank, _TASKS_TITLE.format(period_name(following)), tuple(blocks))


def _planned(now: Consolidated) -> list[Block]:
    """What units plan, each in a sentence, so that semicolons of theirs stay within it."""
    shown = printed(now.plan_themes, PLANS)
    if not shown:
        return []
    told = [f"{_plan(theme)} ({who_said(theme)})" for theme in shown]
    told[0] = f"Các đơn vị xác định nhiệm vụ trọng tâm: {told[0]}"
    basis = Basis(About.PLANS, tuple(theme.text for theme in shown))
    return [body(" ".join(map(sentence, told)), basis=basis)]


def _plan(theme: Theme) -> str:
    if theme.edited:
        return without_full_stop(theme.text)
    return mid_sentence(without_full_stop(shortened(without_lead_in(as_prose(theme.text)))))
