"""Section II: results of the 24 obligations, in the order of the dispatch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby

from cv183_reports.consolidation.choices import EXAMPLES, printed
from cv183_reports.consolidation.progress import (
    Completion,
    Progress,
    completion,
    fulfilled_by,
    progress,
)
from cv183_reports.model import Kind, Obligation, Period, Status
from cv183_reports.model.consolidated import (
    Assignment,
    Consolidated,
    Standing,
    Theme,
)
from cv183_reports.model.prose import About, Basis, Block, Section, body, heading, intro, item
from cv183_reports.narrative.phrases import (
    NAMED,
    in_line,
    name_of,
    names_itself,
    names_of,
    with_evidence,
    without_day_done,
    without_full_stop,
)
from cv183_reports.vietnamese.wording import (
    count,
    decision,
    percent,
    percent_points,
    sentence,
    short_date,
    short_month,
    upper_first,
)

_OVERDUE_APPENDIX = "Phụ lục 3"

_WORDS = {
    Standing.DONE_ON_TIME: "hoàn thành đúng hạn",
    Standing.DONE_LATE: "hoàn thành sau hạn",
    Standing.WITHIN_DEADLINE: "chưa hoàn thành, còn trong hạn",
    Standing.OVERDUE: "chưa hoàn thành, đã quá hạn",
    Standing.DONE: "hoàn thành",
    Standing.UNDER_WAY: "đang thực hiện",
    Standing.NOT_BEGUN: "chưa thực hiện",
    Standing.NOT_ARISING: "không phát sinh",
    Standing.NOT_COMPETENT: "không thuộc thẩm quyền",
    Standing.WAIVED: "được miễn, hoãn",
    Standing.FAULTY: "báo cáo có lỗi, phải sửa",
    Standing.BLANK: "để trống nội dung báo cáo",
    Standing.NOT_FILED: "chưa gửi báo cáo",
}
_UNIT_WORDS = _WORDS | {
    Standing.NOT_ARISING: "báo cáo không phát sinh nội dung",
    Standing.NOT_COMPETENT: "báo cáo nội dung không thuộc thẩm quyền",
}
"""Of units, who say so themselves."""
_FILING_WORDS = _UNIT_WORDS | {
    Standing.WITHIN_DEADLINE: "chưa gửi, còn trong hạn",
    Standing.OVERDUE: "chưa gửi, đã quá hạn",
    Standing.FAULTY: "phải gửi lại",
}
"""Of the obligation that the monthly file itself fulfils."""
_DONE_WORDS = {
    Standing.DONE_ON_TIME: "đúng hạn",
    Standing.DONE_LATE: "sau hạn",
    Standing.DONE: "không quy định thời hạn",
}
"""Of what is done, where that was said before."""
_UNDONE_WORDS = {
    Standing.WITHIN_DEADLINE: "còn trong hạn",
    Standing.OVERDUE: "đã quá hạn",
}
"""Of what is not done, where that was said before."""
_BEGUN = (Standing.WITHIN_DEADLINE, Standing.OVERDUE, Standing.UNDER_WAY, Standing.NOT_BEGUN)
_OTHER = tuple(s for s in tuple(Standing)[7:] if s is not Standing.WAIVED)


Tell = Callable[[Sequence[Assignment], str], list[Block]]
"""What is said of one obligation: its assignments and the words the paragraph begins with → blocks."""


def section(now: Consolidated, course: str) -> Section:
    """Section II of the monthly report; `course` says how the months went, empty for a few."""
    begin = [body(overall(now), basis=Basis(About.ASSIGNMENTS))]
    begin += [body(course, basis=Basis(About.COURSE))] if course else []
    blocks = (*begin, *by_section(now, partial(_with_examples, now)))
    return Section("II", "Kết quả thực hiện các nhiệm vụ", blocks)


def by_section(now: Consolidated, tell: Tell) -> tuple[Block, ...]:
    """Every obligation under the section of the dispatch that gives it, in its order."""
    blocks: list[Block] = []
    told = groupby(progress(now), key=lambda each: each.obligation.section_number)
    for _, obligations in told:
        blocks += _dispatch_section(list(obligations), tell)
    return tuple(blocks)


def overall(now: Consolidated) -> str:
    """All assignments by class, what can be completed and what is ongoing apart; the numbers add up."""
    waived = now.tally()[Standing.WAIVED]
    excused = f", trong đó {count(waived)} lượt {_WORDS[Standing.WAIVED]}" if waived else ""
    given = (
        f"{now.register.profile.dispatch.kind} giao {count(len(now.register.obligations))} nhiệm vụ cho {count(len(now.filings))} đơn vị, "
        f"tổng số {count(len(now.assignments))} lượt nhiệm vụ (mỗi nhiệm vụ giao một đơn vị tính một lượt){excused} (Phụ lục 1)"
    )
    told = completion(now.assignments)
    parts = [given, *_completed(told)]
    if told.ongoing:
        shares = _shares(told.ongoing, tuple(Standing), "lượt", _WORDS)
        parts.append(f"nhiệm vụ thường xuyên ({count(told.ongoing.total())} lượt): {shares}")
    return " ".join(sentence(part) for part in parts)


def _completed(told: Completion) -> list[str]:
    """How much of what can be completed is, and how the rest stands."""
    if not told.owed:
        return []
    main = (
        f"trong {count(told.owed)} lượt nhiệm vụ phải hoàn thành (không kể nhiệm vụ thường xuyên), "
    )
    if told.done:
        shares = _shares(told.completable, tuple(_DONE_WORDS), "lượt", _DONE_WORDS)
        main += f"đã hoàn thành {count(told.done)} lượt ({percent(told.done, told.owed)}): {shares}"
    else:
        main += "chưa có lượt nào hoàn thành"
    rest = ((_BEGUN, "chưa hoàn thành"), (_OTHER, "còn lại"))
    return [main] + [
        f"{lead}: {shares}"
        for classes, lead in rest
        if (shares := _shares(told.completable, classes, "lượt", _WORDS | _UNDONE_WORDS))
    ]


def _shares(
    tally: Mapping[Standing, int],
    classes: Sequence[Standing],
    noun: str,
    words: Mapping[Standing, str],
) -> str:
    """``104 đơn vị …; 17 đơn vị …``: the classes that have something in them."""
    return "; ".join(f"{count(tally[c])} {noun} {words[c]}" for c in classes if tally[c])


def _dispatch_section(told: Sequence[Progress], tell: Tell) -> list[Block]:
    """One section of the dispatch; one that holds a single obligation is headed by that."""
    first = told[0].obligation
    number = first.section_number
    if len(told) == 1 and first.code == number:
        title = without_full_stop(first.short_text)
        return [heading(f"{number}. {title}"), *tell(told[0].assigned, "")]
    blocks = [heading(f"{number}. {upper_first(first.section.removeprefix('Giao '))}")]
    for each in told:
        lead = f"{each.obligation.code}. {without_full_stop(each.obligation.short_text)}:"
        blocks += tell(each.assigned, lead)
    return blocks


def _with_examples(now: Consolidated, assigned: Sequence[Assignment], lead: str) -> list[Block]:
    """How far it is, and what some units say of it."""
    code = assigned[0].obligation.code
    basis = Basis(About.OBLIGATION, (code,))
    if len(assigned) == 1:
        return [body(single(assigned[0], now.results_of(code)), lead, basis)]
    text = many(assigned, _OVERDUE_APPENDIX)
    examples = [
        item(_example(theme), Basis(About.RESULTS, (code, theme.text)))
        for theme in printed(now.results_of(code), EXAMPLES)
    ]
    if not examples:
        return [body(text, lead, basis)]
    return [intro(f"{text} Một số kết quả cụ thể:", lead, basis), *examples]


def many(assigned: Sequence[Assignment], overdue_in: str) -> str:
    """How far the units that share an obligation have come: one sentence, its numbers add up.

    Units that are overdue are named, or `overdue_in`, the appendix that lists them, where they are many.
    """
    waived = [a.unit for a in assigned if a.standing is Standing.WAIVED]
    if not waived:
        return sentence(_of_those_owing(assigned, overdue_in))
    if len(waived) == len(assigned):
        return sentence(f"{count(len(waived))} đơn vị được giao đều {_WORDS[Standing.WAIVED]}")
    owing = [a for a in assigned if a.standing is not Standing.WAIVED]
    named = f" ({names_of(waived)})" if len(waived) <= NAMED else ""
    excused = f"ngoài ra, {count(len(waived))} đơn vị {_WORDS[Standing.WAIVED]}{named}"
    return sentence(f"{_of_those_owing(owing, overdue_in)}; {excused}")


def _of_those_owing(assigned: Sequence[Assignment], overdue_in: str) -> str:
    """Of units that no decision excuses."""
    obligation, total = assigned[0].obligation, len(assigned)
    tally = Counter(a.standing for a in assigned)
    words = _FILING_WORDS if obligation.judged_by_receipt else _UNIT_WORDS
    advanced = fulfilled_by(obligation)
    done = sum(tally[standing] for standing in advanced)
    if not any(a.record for a in assigned) and not done:
        return f"chưa có báo cáo của {count(total)} đơn vị được giao"
    if not done:
        main = f"chưa có đơn vị nào trong số {count(total)} đơn vị báo cáo hoàn thành"
    else:
        share = "; ".join((percent(done, total), *_reported_before(assigned)))
        main = f"có {count(done)}/{count(total)} đơn vị {verb(obligation)} ({share})"
        if obligation.deadline is not None:
            main += f", {_on_time(tally)}"
        elif obligation.kind is Kind.ONGOING and tally[Standing.DONE]:
            main += f", trong đó {count(tally[Standing.DONE])} đơn vị báo cáo hoàn thành"
    rest = [standing for standing in Standing if standing not in advanced]
    late = _overdue(assigned, words[Standing.OVERDUE], overdue_in)
    told = {Standing.OVERDUE: late} | _declined(assigned)
    shares = _shares(tally, rest, "đơn vị", words | told)
    return f"{main}; {shares}" if shares else main


def _declined(assigned: Sequence[Assignment]) -> dict[Standing, str]:
    """Who says that it does not owe what the dispatch gives it by name."""
    found = {}
    for standing in (Standing.NOT_ARISING, Standing.NOT_COMPETENT):
        units = [a.unit for a in assigned if a.standing is standing and a.is_by_name]
        if units:
            found[standing] = f"{_UNIT_WORDS[standing]} ({names_of(units)})"
    return found


def verb(obligation: Obligation) -> str:
    """What a unit that fulfils it does."""
    if obligation.judged_by_receipt:
        return "đã gửi báo cáo"
    if obligation.kind is Kind.ONGOING:
        return "báo cáo thực hiện thường xuyên"
    return "hoàn thành"


def _reported_before(assigned: Sequence[Assignment]) -> list[str]:
    """``03 đơn vị theo báo cáo tháng 8/2025``: of those that have no report of this month."""
    months = Counter(a.reported_in for a in assigned if a.reported_in)
    return [f"{count(months[m])} đơn vị theo {_report_of(m)}" for m in sorted(months)]


def _report_of(month: Period) -> str:
    return f"báo cáo {short_month(month.year, month.month)}"


def _on_time(tally: Counter[Standing]) -> str:
    """``trong đó 104 đơn vị đúng hạn, 17 đơn vị sau hạn``, or ``đều đúng hạn``."""
    shares = (
        (tally[Standing.DONE_ON_TIME], "đúng hạn"),
        (tally[Standing.DONE_LATE], "sau hạn"),
    )
    told = [(number, words) for number, words in shares if number]
    if len(told) == 1:
        return f"đều {told[0][1]}"
    return "trong đó " + ", ".join(f"{count(number)} đơn vị {words}" for number, words in told)


def _overdue(assigned: Sequence[Assignment], words: str, appendix: str) -> str:
    """With the units, where they are few enough to name."""
    units = [a.unit for a in assigned if a.standing is Standing.OVERDUE]
    named = names_of(units) if len(units) <= NAMED else appendix
    return f"{words} ({named})"


def state(assignment: Assignment) -> str:
    """``chưa hoàn thành, còn trong hạn, đạt 60%``: how one unit stands, in our words."""
    record, words = assignment.record, _UNIT_WORDS[assignment.standing]
    if assignment.waiver is not None:
        waiver = assignment.waiver
        return f"{words} theo {decision(waiver.document, waiver.decided_on)}"
    if record is None:
        return words
    if assignment.standing is Standing.UNDER_WAY and assignment.obligation.kind is Kind.ONGOING:
        return "thực hiện thường xuyên"
    if assignment.reported_in is not None:
        words += f" theo {_report_of(assignment.reported_in)}"
    if record.status is Status.DONE and record.done_on:
        return f"{words} ngày {short_date(record.done_on)}"
    if record.percent is not None and record.status is not Status.DONE:
        return f"{words}, đạt {percent_points(record.percent)}"
    return words


def single(assignment: Assignment, results: Sequence[Theme]) -> str:
    """What the one unit that owes it says: its standing in our words, then its own."""
    record = assignment.record
    stands = sentence(f"{name_of(assignment.unit)} {state(assignment)}")
    if record is None:
        return stands
    said = [sentence(without_day_done(in_line(t.text), record.done_on)) for t in results]
    day = f" ngày {short_date(record.done_on)}" if record.done_on else ""
    if day and day in " ".join(said).replace(" Ngày", " ngày").replace("Ngày ", " ngày "):
        stands = stands.replace(day, "")
    return with_evidence([stands, *said], record.evidence)


def _example(theme: Theme) -> str:
    """The unit's own words behind its name, unless they say it themselves; or as staff worded them."""
    text = in_line(theme.text)
    if theme.edited:
        return sentence(text)
    unit = next(voice.unit for voice in theme.voices if voice.text == theme.text)
    return sentence(text if names_itself(unit, text) else f"{name_of(unit)}: {text}")
