"""All sentences of the report on the progress of the dispatch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from cv183_reports.consolidation.choices import says_only_how_it_stands
from cv183_reports.consolidation.consolidate import is_board
from cv183_reports.consolidation.progress import (
    Progress,
    Stage,
    falling_due,
    fulfilled_by,
    gained,
    moves,
    owners_next,
    progress,
    term,
)
from cv183_reports.model import Kind, Obligation, Record, Status
from cv183_reports.model.consolidated import (
    DONE_STANDINGS,
    Assignment,
    Consolidated,
    Debt,
    FilingStanding,
    Standing,
    Theme,
)
from cv183_reports.model.prose import Block, ReportProse, Section, body, heading, intro, item
from cv183_reports.narrative import filing, results
from cv183_reports.narrative.evaluation import done_until
from cv183_reports.narrative.phrases import (
    NAMED,
    base_of_moves,
    by_order,
    cited,
    from_to,
    in_one_bracket,
    in_sentence,
    item_mark,
    month,
    name_of,
    names_of,
    noun,
    own_names,
    subject,
    syllables,
    task_next,
    told_of,
    with_evidence,
    with_whom,
    without_day_done,
    without_full_stop,
)
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import (
    change,
    count,
    deadline_words,
    instant,
    joined,
    listed,
    lower_first,
    percent,
    percent_points,
    period_name,
    sentence,
    short_date,
    upper_first,
)

_OWING = "Phụ lục 2"
"""Who has not done what is overdue, and who has not reported."""
_MOST = 3
"""Obligations or fields that a sentence names as those with the most units."""
_NAMES = 40
"""Syllables of names that one sentence bears."""
_STAGES = {
    Stage.DONE: "đã hoàn thành ở tất cả đơn vị phải thực hiện",
    Stage.WITHIN_DEADLINE: "chưa hoàn thành, còn trong hạn",
    Stage.UNDER_WAY: "thường xuyên hoặc không quy định thời hạn, đang thực hiện",
    Stage.NOT_BEGUN: "thường xuyên hoặc không quy định thời hạn, còn đơn vị chưa thực hiện",
    Stage.OVERDUE: "đã quá hạn, còn đơn vị chưa hoàn thành",
    Stage.UNTOLD: "chưa đủ báo cáo của đơn vị được giao để đánh giá",
    Stage.NOT_OWED: "các đơn vị được giao báo cáo không phát sinh, không thuộc thẩm quyền hoặc được miễn, hoãn",
}
"""In the order of the list."""
_UNDONE = {
    Standing.OVERDUE: "đã quá hạn, chưa hoàn thành",
    Standing.WITHIN_DEADLINE: "chưa hoàn thành, còn trong hạn",
    Standing.UNDER_WAY: "đang thực hiện",
    Standing.NOT_BEGUN: "chưa thực hiện",
}
"""Of units that have to do it yet, in the order of the sentence."""
_UNSENT = _UNDONE | {
    Standing.OVERDUE: "đã quá hạn, chưa gửi",
    Standing.WITHIN_DEADLINE: "chưa gửi, còn trong hạn",
}
"""Of the obligation that the monthly file itself fulfils."""
_UNUSABLE = "có tệp chưa tổng hợp được, cần gửi lại"
"""Of the same."""
_APART = {
    Standing.NOT_ARISING: "báo cáo không phát sinh nội dung",
    Standing.NOT_COMPETENT: "báo cáo nội dung không thuộc thẩm quyền",
    Standing.FAULTY: "có báo cáo chưa hợp lệ, cần rà soát, gửi lại",
    Standing.BLANK: "chưa báo cáo nội dung này",
    Standing.NOT_FILED: "chưa gửi báo cáo",
    Standing.WAIVED: "được miễn, hoãn",
}
"""Of all others."""


def progress_prose(now: Consolidated, before: Consolidated | None) -> ReportProse:
    """What the month says of the progress; `before` is the month before, None where it is unknown."""
    office = now.register.settings.office
    told = progress(now)
    sections = (
        Section("I", "Tiến độ chung", _overall(now, before, told)),
        Section("II", "Tiến độ thực hiện từng nhiệm vụ", _each(now, before)),
        Section("III", "Đánh giá chung", _assessment(now, told)),
        _ahead(now),
    )
    return ReportProse(
        subject=subject(office.subject, now.period),
        opening=_opening(now),
        closing=f"{office.name} trân trọng báo cáo {listed(office.addressees)} xem xét, cho ý kiến chỉ đạo.",
        sections=sections,
    )


def _opening(now: Consolidated) -> str:
    return (
        f"{by_order(now.register.profile)}, {now.register.settings.office.name} "
        "báo cáo tiến độ thực hiện các nhiệm vụ được giao như sau:"
    )


def _rests_on(now: Consolidated) -> str:
    """What came until when is counted, and when it is judged."""
    until, board = now.received_until, now.register.settings.board.name
    if until is None or until <= now.as_of:
        judged = instant(now.as_of)
        return f"số liệu tổng hợp từ báo cáo của các đơn vị gửi {board} đến {judged}"
    return (
        f"số liệu tổng hợp từ báo cáo của các đơn vị gửi {board} đến {instant(until)}; "
        f"tiến độ xét tại thời hạn gửi báo cáo, {instant(now.due)}"
    )


def _overall(
    now: Consolidated, before: Consolidated | None, told: Sequence[Progress]
) -> tuple[Block, ...]:
    """Section I: all assignments by class, all obligations by stage; both add up."""
    stages = [
        item(sentence(f"{words}: {count(len(those))} nhiệm vụ ({cited(those)})"))
        for stage, words in _STAGES.items()
        if (those := _in_stage(told, stage))
    ]
    table = " (Phụ lục 1)" if _has_lists(now) else " (Phụ lục)"
    begin = [sentence(_rests_on(now)), results.overall(now, table), _since(now, before)]
    blocks = [body(text) for text in begin if text]
    if stages:
        blocks += [intro(f"Tiến độ của {count(len(told))} nhiệm vụ:"), *stages]
    return tuple(blocks)


def _has_lists(now: Consolidated) -> bool:
    """Whether anybody stands in the second appendix; else there is only the first, without a number."""
    return bool(now.overdue_tasks) or any(f.debt is not Debt.INCOMPLETE for f in now.owing)


def _in_stage(told: Sequence[Progress], stage: Stage) -> list[Obligation]:
    return [each.obligation for each in told if each.stage is stage]


def _since(now: Consolidated, before: Consolidated | None) -> str:
    """All assignments done and overdue, against last month, with both figures."""
    if before is None:
        return ""
    moved = moves(now, before)
    parts = [
        f"số lượt {words} {from_to(there, here)}"
        for words, here, there in (
            ("đã hoàn thành", moved.done, moved.done_before),
            ("quá hạn chưa hoàn thành", moved.overdue, moved.overdue_before),
        )
        if here != there
    ]
    if not parts:
        return ""
    return sentence(
        f"so với {month(before.period, now.period)}, {joined(parts)} (tính trên các {base_of_moves(now)})"
    )


def _each(now: Consolidated, before: Consolidated | None) -> tuple[Block, ...]:
    """Section II: every obligation, numbered as the dispatch numbers it."""
    blocks = _measure(now, before)
    for number, group in groupby(progress(now), key=lambda each: each.obligation.section_number):
        told = list(group)
        first = told[0].obligation
        alone = len(told) == 1 and first.code == number
        title = first.short_text if alone else upper_first(first.section.removeprefix("Giao "))
        blocks.append(heading(f"{number}. {without_full_stop(title)}"))
        for each in told:
            of = each.obligation
            lead = "" if alone else f"{item_mark(of)} {without_full_stop(of.short_text)}:"
            blocks.append(body(_told(now, before, each.assigned), lead))
    return tuple(blocks)


def _told(now: Consolidated, before: Consolidated | None, assigned: Sequence[Assignment]) -> str:
    """What is said of one obligation: of the one unit that owes it, or of all that share it."""
    if len(assigned) == 1:
        texts = [_single(assigned[0], now), _single_since(assigned[0], now, before)]
    else:
        given = _given(assigned, now)
        texts = [given, *_many(assigned), _many_since(assigned[0].obligation, now, before)]
    return " ".join(sentence(text) for text in texts if text)


def _measure(now: Consolidated, before: Consolidated | None) -> list[Block]:
    """What rises and falls are counted over."""
    if before is None or not (now.accepted and before.accepted):
        return []
    filing_alone = cited([now.register.filing])
    apart = "" if now.as_of < now.due else f"; riêng {filing_alone} tính trên tất cả các đơn vị"
    text = f"tăng, giảm so với {month(before.period, now.period)} tính trên các đơn vị có báo cáo cả hai {noun(now)}{apart}"
    return [body(sentence(text))]


def _given(assigned: Sequence[Assignment], now: Consolidated) -> str:
    """How many owe it, until when, with whom."""
    obligation, owners = assigned[0].obligation, count(len(assigned))
    until = term(obligation, now.period)
    match obligation.kind:
        case Kind.ONE_OFF if obligation.deadline is not None:
            text = f"giao {owners} đơn vị hoàn thành {until}"
        case Kind.ONE_OFF:
            text = f"giao {owners} đơn vị, không quy định thời hạn"
        case _:
            text = f"giao {owners} đơn vị thực hiện {until}"
    company = with_whom(obligation, now.register)
    return f"{text} ({company})" if company else text


def _many(assigned: Sequence[Assignment]) -> list[str]:
    """How far the units that share it have come: done, yet to do, all others; the numbers add up."""
    owing = [a for a in assigned if a.standing is not Standing.WAIVED]
    if not owing:
        return ["các đơn vị được giao đều được miễn, hoãn"]
    obligation, total = assigned[0].obligation, len(owing)
    tally = Counter(a.standing for a in assigned)
    done = sum(tally[standing] for standing in fulfilled_by(obligation))
    undone, apart = _UNDONE, _APART
    if obligation.judged_by_receipt:
        undone, apart = _UNSENT, _APART | {Standing.FAULTY: _UNUSABLE}
    if done:
        shares = [percent(done, total)] if done < total else []
        note = "; ".join((*shares, *results.reported_before(assigned)))
        main = f"có {count(done)}/{count(total)} đơn vị {results.verb(obligation)}"
        main += (f" ({note})" if note else "") + results.of_done(tally, done, obligation)
    elif tally[Standing.NOT_FILED] == total:
        main = f"chưa có báo cáo của {count(total)} đơn vị phải thực hiện"
        apart = {Standing.WAIVED: _APART[Standing.WAIVED]}
    else:
        return _none(assigned, owing, undone, apart)
    undone = {s: words for s, words in undone.items() if s not in fulfilled_by(obligation)}
    parts = (("còn ", undone), ("ngoài ra, ", apart))
    told = ((lead, _shares(tally, words, assigned)) for lead, words in parts)
    return [main, *(lead + "; ".join(shares) for lead, shares in told if shares)]


def _none(
    assigned: Sequence[Assignment],
    owing: Sequence[Assignment],
    undone: Mapping[Standing, str],
    apart: Mapping[Standing, str],
) -> list[str]:
    """How those `owing` stand none of which fulfils it: all alike, or by class; then who is excused."""
    tally = Counter(a.standing for a in owing)
    verb = results.verb_undone(owing[0].obligation)
    main = f"chưa có đơn vị nào trong số {count(len(owing))} đơn vị {verb}"
    yet, besides = (_shares(tally, words, owing) for words in (undone, apart))
    waived = Counter(a.standing for a in assigned) - tally
    excused = _shares(waived, {Standing.WAIVED: _APART[Standing.WAIVED]}, assigned)
    if len(tally) == 1:
        (standing,) = tally
        words = {**undone, **apart}[standing]
        told = [results.alike(owing, words, words + _who(standing, owing), "phải thực hiện")]
    elif yet:
        told, excused = [main, f"còn {'; '.join(yet)}"], [*besides, *excused]
    else:
        told = [f"{main}: {'; '.join(besides)}"]
    return told + ([f"ngoài ra, {'; '.join(excused)}"] if excused else [])


def _shares(
    tally: Counter[Standing], words: Mapping[Standing, str], assigned: Sequence[Assignment]
) -> list[str]:
    """``17 đơn vị …``: the classes that have something in them, with names where those matter."""
    return [
        f"{count(tally[standing])} đơn vị {said}{_who(standing, assigned)}"
        for standing, said in words.items()
        if tally[standing]
    ]


def _who(standing: Standing, assigned: Sequence[Assignment]) -> str:
    """Who is overdue, or excused, or declines what the dispatch gives it by name; the appendix of many."""
    declines = standing in (Standing.NOT_ARISING, Standing.NOT_COMPETENT)
    if not declines and standing not in (Standing.OVERDUE, Standing.WAIVED):
        return ""
    units = [a.unit for a in assigned if a.standing is standing and (a.is_by_name or not declines)]
    if not units:
        return ""
    if syllables(names := names_of(units)) <= _NAMES and len(units) <= NAMED:
        return f" ({names})"
    return f" ({_OWING})" if standing is Standing.OVERDUE else ""


def _single(assignment: Assignment, now: Consolidated) -> str:
    """How the one unit that owes it stands, in our words, then what it says of it.

    It is not named where the heading over its obligations does.
    """
    obligation, record = assignment.obligation, assignment.record
    parts = [with_whom(obligation, now.register)]
    if obligation.deadline is not None and assignment.waiver is None:
        parts.insert(0, f"thời hạn {deadline_words(obligation.deadline.at(now.period))}")
    note = "; ".join(part for part in parts if part)
    bound = f" ({note})" if note else ""
    who = "" if _heads(assignment) else f"{name_of(assignment.unit)} "
    stands = _state(assignment)
    if record is None:
        return in_one_bracket(f"{who}{stands}{bound}")
    own = own_names(assignment.unit)
    said = [
        text
        for theme in now.results_of(obligation.code)
        if not says_only_how_it_stands(theme.text)
        and (text := sentence(without_day_done(told_of(theme), record.done_on, own)))
    ]
    whole = sentence(f"{who}{stands}{bound}")
    begin = results.standing_before(" ".join(said), whole, assignment, record.evidence)
    told = with_evidence([in_one_bracket(begin), *said], record.evidence)
    told = told if said else in_one_bracket(told)
    if record.new_deadline is not None and assignment.standing is Standing.OVERDUE:
        told += f" Đề nghị lùi thời hạn hoàn thành đến ngày {short_date(record.new_deadline)}."
    return told


def _heads(assignment: Assignment) -> bool:
    """Whether the section of the dispatch is headed by the unit itself."""
    obligation = assignment.obligation
    title = fold_words(obligation.section.removeprefix("Giao "))
    return obligation.code != obligation.section_number and title == fold_words(
        assignment.unit.name
    )


def _state(assignment: Assignment) -> str:
    """How far it is; a share only of what is done once."""
    is_monthly = assignment.obligation.kind is Kind.MONTHLY
    if assignment.waiver is None and assignment.record is None:
        return (_UNDONE | _APART).get(assignment.standing) or results.state(assignment)
    if is_monthly and assignment.standing in _UNDONE and assignment.waiver is None:
        return _UNDONE[assignment.standing]
    return results.state(assignment)


def _many_since(obligation: Obligation, now: Consolidated, before: Consolidated | None) -> str:
    more = gained(obligation, now, before) if before is not None else None
    if before is None or more is None:
        return ""
    if not more and obligation.kind is Kind.ONGOING:
        return ""
    moved = change(more, 0, "đơn vị") if more else "không thay đổi"
    return (
        f"so với {month(before.period, now.period)}, số đơn vị {results.verb(obligation)} {moved}"
    )


def _single_since(assignment: Assignment, now: Consolidated, before: Consolidated | None) -> str:
    """Where the one unit stood last month, of what is done once, unless it had done it, did not say, or is excused."""
    if before is None or assignment.obligation.kind is not Kind.ONE_OFF or assignment.waiver:
        return ""
    earlier = next(
        (
            a
            for a in before.assignments
            if (a.unit.code, a.obligation.code)
            == (assignment.unit.code, assignment.obligation.code)
        ),
        None,
    )
    if earlier is None or earlier.record is None or earlier.standing in DONE_STANDINGS:
        return ""
    if results.state(earlier) == results.state(assignment):
        return f"không thay đổi so với {month(before.period, now.period)}"
    return f"{month(before.period, now.period)} {_earlier_state(earlier, earlier.record)}"


def _earlier_state(earlier: Assignment, said: Record) -> str:
    """How far it then was, or why it was not to be done, as the unit said."""
    if earlier.standing in _APART:
        return _APART[earlier.standing]
    if said.percent:
        return f"đạt {percent_points(said.percent)}"
    return _UNDONE[Standing.NOT_BEGUN if said.status is Status.NOT_STARTED else Standing.UNDER_WAY]


def _assessment(now: Consolidated, told: Sequence[Progress]) -> tuple[Block, ...]:
    """Section III: what went well, what did not; a part with nothing to say is left out."""
    parts = (
        ("Kết quả đạt được", _achieved(now, told)),
        ("Hạn chế, khó khăn", _wanting(now, told)),
    )
    blocks: list[Block] = []
    kept = [(title, lines) for title, texts in parts if (lines := [t for t in texts if t])]
    for rank, (title, lines) in enumerate(kept, start=1):
        blocks += [heading(f"{rank}. {title}")] if len(kept) > 1 else []
        blocks += [item(sentence(line)) for line in lines]
    return tuple(blocks)


def _achieved(now: Consolidated, told: Sequence[Progress]) -> Iterable[str]:
    done = _in_stage(told, Stage.DONE)
    if done:
        yield f"có {count(len(done))}/{count(len(told))} nhiệm vụ đã hoàn thành ở tất cả đơn vị phải thực hiện"
    came, total = filing.received(now), len(now.expected)
    late = {assignment.unit.code for assignment in now.overdue}
    clear = sum(f.receipt is not None and f.unit.code not in late for f in now.expected)
    if now.accepted and not late:
        yield "không có nhiệm vụ quá hạn chưa hoàn thành"
    elif 1 < clear == came:
        yield f"cả {count(came)} đơn vị đã gửi báo cáo không có nhiệm vụ quá hạn"
    elif clear:
        yield (
            f"có {count(clear)}/{count(came)} đơn vị đã gửi báo cáo không còn nhiệm vụ quá hạn ({percent(clear, came)})"
        )
    on_time = now.filing_tally()[FilingStanding.ON_TIME]
    if on_time:
        yield f"có {count(on_time)}/{count(total)} đơn vị gửi báo cáo đúng hạn ({percent(on_time, total)})"


def _wanting(now: Consolidated, told: Sequence[Progress]) -> Iterable[str]:
    yield from _overdue(now)
    yield _slowest(told)
    yield _without_report(now)
    yield _difficulties(now)


def _overdue(now: Consolidated) -> Iterable[str]:
    """What is overdue, then who has not sent a report at all: each with its number of units."""
    late = now.overdue_tasks
    unsent = len(now.overdue) - len(late)
    if late:
        units = {a.unit.code for a in late}
        tasks = {a.obligation.order: a.obligation for a in late}
        codes = cited([tasks[order] for order in sorted(tasks)])
        yield (
            f"còn {count(len(late))} lượt nhiệm vụ quá hạn chưa hoàn thành của {count(len(units))} đơn vị, "
            f"thuộc {codes} {now.register.profile.dispatch.kind} ({_OWING})"
        )
    if unsent:
        yield f"còn {count(unsent)} đơn vị quá hạn chưa gửi báo cáo {noun(now)} ({_OWING})"


def _slowest(told: Sequence[Progress]) -> str:
    """The obligations that most units are overdue with; nothing where there is only one."""
    counts = Counter(
        {
            each.obligation: sum(a.standing is Standing.OVERDUE for a in each.assigned)
            for each in told
            if each.stage is Stage.OVERDUE and not each.obligation.judged_by_receipt
        }
    )
    if len(counts) < 2:  # noqa: PLR2004 - a most needs another
        return ""
    most = [
        f"{cited([obligation])} ({count(units)} đơn vị)"
        for obligation, units in counts.most_common(_MOST)
        if units > 1
    ]
    return f"nhiệm vụ có nhiều đơn vị quá hạn nhất: {'; '.join(most)}" if most else ""


def _without_report(now: Consolidated) -> str:
    """Whose progress is not known, and over how many assignments."""
    owing = filing.standing(now, FilingStanding.MISSING, FilingStanding.FAULTY)
    tally = now.tally()
    unknown = tally[Standing.NOT_FILED] + tally[Standing.FAULTY] + tally[Standing.BLANK]
    if not unknown:
        return ""
    who = f"{count(len(owing))} đơn vị chưa có báo cáo ({_OWING})" if owing else ""
    rows = "một số báo cáo còn nội dung chưa thống nhất hoặc chưa đầy đủ"
    why = joined([part for part in (who, rows if _has_bad_rows(now) else "") if part])
    because = f", do {why}" if why else ""
    return f"chưa xác định được tiến độ của {count(unknown)} lượt nhiệm vụ{because}"


def _has_bad_rows(now: Consolidated) -> bool:
    return any(f.faulty or f.blank for f in now.filings)


def _difficulties(now: Consolidated) -> str:
    if not now.difficulties:
        return ""
    units = {group.label: _speakers(group.themes) for group in now.difficulties}
    everyone = set().union(*units.values())
    most = sorted(units, key=lambda label: -len(units[label]))[:_MOST]
    known = now.register.profile.fields
    told = f"có {count(len(everyone))} đơn vị nêu khó khăn, vướng mắc"
    if len(units) == 1:
        return f"{told} về {in_sentence(known, most[0])}"
    fields = "; ".join(
        f"{in_sentence(known, label)} ({count(len(units[label]))} đơn vị)" for label in most
    )
    return f"{told}, nhiều nhất về: {fields}"


def _speakers(themes: Sequence[Theme]) -> set[str]:
    return {unit.code for theme in themes for unit in theme.units}


def _ahead(now: Consolidated) -> Section:
    """Section IV: who sends what is missing, who completes what is overdue, what falls due."""
    following = now.period.following
    lines = [*_still_owed(now), *_falling_due(now)]
    title = f"Nhiệm vụ trọng tâm {period_name(following)}"
    return Section("IV", title, tuple(item(sentence(line)) for line in lines))


def _still_owed(now: Consolidated) -> Iterable[str]:
    owing = filing.standing(now, FilingStanding.MISSING, FilingStanding.FAULTY)
    others = [unit for unit in owing if not is_board(now.register, unit)]
    board, what = now.register.settings.board.name, f"gửi báo cáo {period_name(now.period)}"
    if others:
        named = names_of(others)
        who = f": {named}" if syllables(named) <= _NAMES else f" ({_OWING})"
        yield f"{board} đôn đốc {count(len(others))} đơn vị {what}{who}"
    if len(others) < len(owing):
        yield f"{board} {what}"
    for each in progress(now):
        if not each.obligation.judged_by_receipt:
            owners = {unit.code for unit in owners_next(now, each.obligation)}
            late = [
                a for a in each.assigned if a.standing is Standing.OVERDUE and a.unit.code in owners
            ]
            if late:
                what = lower_first(without_full_stop(each.obligation.short_text))
                who = (
                    name_of(late[0].unit)
                    if len(late) == 1
                    else f"các đơn vị còn quá hạn ({count(len(late))} đơn vị, {_OWING})"
                )
                until = done_until(now, late)
                yield f"{who} hoàn thành nhiệm vụ {what} ({cited([each.obligation])}) {until}"


def _falling_due(now: Consolidated) -> list[str]:
    due = falling_due(now)
    return [line for at, obligation in due if (line := _due(now, at, obligation))]


def _due(now: Consolidated, at: datetime, obligation: Obligation) -> str:
    """Who has to do what until when; empty when all of them are excused."""
    owners = owners_next(now, obligation)
    if not owners:
        return ""
    owner = name_of(owners[0]) if len(owners) == 1 else f"các đơn vị ({count(len(owners))} đơn vị)"
    what = task_next(now, obligation)
    return f"{owner} {what} {deadline_words(at)} ({cited([obligation])})"
