"""Section II: results of the 24 obligations, in the order of the dispatch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from cv183_reports.consolidated import DONE_STANDINGS, Assignment, Consolidated, Standing
from cv183_reports.model import Obligation, Status
from cv183_reports.narrative.phrases import (
    in_line,
    name_of,
    units_named,
    without_full_stop,
)
from cv183_reports.prose import Block, Section, body, heading, intro, item
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import (
    count,
    percent,
    percent_points,
    sentence,
    short_date,
)

_EXAMPLES = 3
"""Units whose own words illustrate an obligation that many owe."""
_EXAMPLE_LENGTH = range(60, 401)
"""Characters of a result worth quoting."""

_WORDS = {
    Standing.DONE_ON_TIME: "hoàn thành đúng hạn",
    Standing.DONE_LATE: "hoàn thành sau hạn",
    Standing.WITHIN_DEADLINE: "đang thực hiện, còn trong hạn",
    Standing.OVERDUE: "chưa hoàn thành, đã quá hạn",
    Standing.DONE: "hoàn thành",
    Standing.UNDER_WAY: "đang thực hiện",
    Standing.NOT_BEGUN: "chưa thực hiện",
    Standing.NOT_ARISING: "không phát sinh",
    Standing.NOT_COMPETENT: "không thuộc thẩm quyền",
    Standing.FAULTY: "báo cáo có lỗi, phải sửa",
    Standing.BLANK: "để trống nội dung báo cáo",
    Standing.NOT_FILED: "chưa gửi báo cáo",
}


def section(now: Consolidated) -> Section:
    """Section II of the monthly report."""
    blocks: list[Block] = [body(sentence(_overall(now)))]
    by_section = groupby(now.register.obligations, key=lambda o: o.section_number)
    for _, obligations in by_section:
        blocks += _dispatch_section(now, list(obligations))
    return Section("II", "Kết quả thực hiện các nhiệm vụ", tuple(blocks))


def shares(tally: Counter[Standing], noun: str) -> str:
    """Every class that has something in it, with its number; the numbers add up to the whole."""
    return "; ".join(
        f"{count(tally[standing])} {noun} {words}"
        for standing, words in _WORDS.items()
        if tally[standing]
    )


def _overall(now: Consolidated) -> str:
    tally, total = now.tally(), len(now.assignments)
    done = sum(tally[standing] for standing in DONE_STANDINGS)
    return (
        f"{count(len(now.register.obligations))} nhiệm vụ của Công văn được giao thành {count(total)} lượt cho "
        f"{count(len(now.filings))} đơn vị; đã hoàn thành {count(done)} lượt ({percent(done, total)}). "
        f"Cụ thể: {shares(tally, 'lượt')} (Phụ lục 1)"
    )


def _dispatch_section(now: Consolidated, obligations: Sequence[Obligation]) -> list[Block]:
    """One section of the dispatch; one that holds a single obligation is headed by that."""
    number = obligations[0].section_number
    if len(obligations) == 1 and obligations[0].code == number:
        title = without_full_stop(obligations[0].short_text)
        return [heading(f"{number}. {title}"), *_obligation(now, obligations[0], "")]
    blocks = [heading(f"{number}. {obligations[0].section}")]
    for obligation in obligations:
        lead = f"{obligation.code}. {without_full_stop(obligation.short_text)}:"
        blocks += _obligation(now, obligation, lead)
    return blocks


def _obligation(now: Consolidated, obligation: Obligation, lead: str) -> list[Block]:
    assigned = [a for a in now.assignments if a.obligation.code == obligation.code]
    if len(assigned) == 1:
        return [body(_single(assigned[0]), lead)]
    if not assigned:
        return []
    text = _many(assigned, now.tally(obligation.code))
    examples = [] if obligation.judged_by_receipt else _examples(assigned)
    if not examples:
        return [body(text, lead)]
    return [intro(f"{text} Một số kết quả cụ thể:", lead), *(item(example) for example in examples)]


def _many(assigned: Sequence[Assignment], tally: Counter[Standing]) -> str:
    """How far the units that share an obligation have come."""
    done, total = _done(assigned), len(assigned)
    main = (
        f"có {count(done)}/{count(total)} đơn vị hoàn thành ({percent(done, total)})"
        if done
        else f"chưa có đơn vị nào hoàn thành trong số {count(total)} đơn vị được giao"
    )
    texts = [f"{main}; cụ thể: {shares(tally, 'đơn vị')}"]
    overdue = [a.unit for a in assigned if a.standing is Standing.OVERDUE and a.record is not None]
    if overdue:
        texts.append(
            f"{count(len(overdue))} đơn vị báo cáo chưa hoàn thành, đã quá hạn, "
            f"{units_named(overdue, 'Phụ lục 3')}"
        )
    return " ".join(sentence(text) for text in texts)


def _done(assigned: Sequence[Assignment]) -> int:
    return sum(a.standing in DONE_STANDINGS for a in assigned)


def _single(assignment: Assignment) -> str:
    """What the one unit that owes it says: its standing in our words, then its own."""
    record = assignment.record
    words = _WORDS[assignment.standing]
    if record is None:
        return sentence(f"{name_of(assignment.unit)} {words}")
    if record.status is Status.DONE and record.done_on:
        words += f" ngày {short_date(record.done_on)}"
    elif record.percent is not None and record.status is not Status.DONE:
        words += f", đạt {percent_points(record.percent)}"
    texts = [sentence(f"{name_of(assignment.unit)} {words}")]
    if record.result:
        texts.append(sentence(in_line(record.result)))
    if record.evidence:
        texts.append(sentence(f"minh chứng: {in_line(record.evidence)}"))
    return " ".join(texts)


def _examples(assigned: Sequence[Assignment]) -> list[str]:
    """The fullest results, in the units' own words, no two alike; official order decides ties."""
    told = [
        (assignment, assignment.record.result)
        for assignment in assigned
        if assignment.record is not None and len(assignment.record.result) in _EXAMPLE_LENGTH
    ]
    told.sort(key=lambda pair: (-len(pair[1]), pair[0].unit.order))
    chosen: dict[str, tuple[Assignment, str]] = {}
    for assignment, text in told:
        chosen.setdefault(fold_words(text)[:40], (assignment, text))
        if len(chosen) == _EXAMPLES:
            break
    return [
        sentence(f"{name_of(assignment.unit)}: {in_line(text)}")
        for assignment, text in chosen.values()
    ]
