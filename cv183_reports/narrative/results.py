"""Section II: results of the 24 obligations, in the order of the dispatch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from cv183_reports.consolidated import DONE_STANDINGS, Assignment, Consolidated, Standing
from cv183_reports.model import Kind, Obligation, Status, Unit
from cv183_reports.narrative.phrases import (
    NAMED,
    in_line,
    name_of,
    names_itself,
    names_of,
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
    upper_first,
)

_EXAMPLES = 3
"""Units whose own words illustrate an obligation that many owe."""
_EXAMPLE_LENGTH = range(30, 601)
"""Characters of a result worth quoting."""

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
    Standing.FAULTY: "báo cáo có lỗi, phải sửa",
    Standing.BLANK: "để trống nội dung báo cáo",
    Standing.NOT_FILED: "chưa gửi báo cáo",
}
_FILING_WORDS = _WORDS | {
    Standing.WITHIN_DEADLINE: "chưa gửi, còn trong hạn",
    Standing.OVERDUE: "chưa gửi, đã quá hạn",
    Standing.FAULTY: "phải gửi lại",
}
"""Of the obligation that the monthly file itself fulfils."""
_DATED = tuple(Standing)[:4]
_UNDATED = tuple(Standing)[4:7]
_OTHER = tuple(Standing)[7:]


def section(now: Consolidated) -> Section:
    """Section II of the monthly report."""
    blocks: list[Block] = [body(_overall(now))]
    by_section = groupby(now.register.obligations, key=lambda o: o.section_number)
    for _, obligations in by_section:
        blocks += _dispatch_section(now, list(obligations))
    return Section("II", "Kết quả thực hiện các nhiệm vụ", tuple(blocks))


def _overall(now: Consolidated) -> str:
    """All classes that have something in them, in three sentences whose numbers add up."""
    tally, total = now.tally(), len(now.assignments)
    done = sum(tally[standing] for standing in DONE_STANDINGS)
    main = (
        f"{count(len(now.register.obligations))} nhiệm vụ của Công văn được giao cho {count(len(now.filings))} đơn vị, "
        f"tổng số {count(total)} lượt; đã hoàn thành {count(done)} lượt ({percent(done, total)}) (Phụ lục 1)"
    )
    parts = [main]
    for lead, classes in (
        ("nhiệm vụ có thời hạn", _DATED),
        ("nhiệm vụ không quy định thời hạn", _UNDATED),
        ("còn lại", _OTHER),
    ):
        shares = _shares(tally, classes, "lượt", _WORDS)
        if shares:
            parts.append(f"{lead}: {shares}")
    return " ".join(sentence(part) for part in parts)


def _shares(
    tally: Counter[Standing], classes: Sequence[Standing], noun: str, words: Mapping[Standing, str]
) -> str:
    """``104 đơn vị …; 17 đơn vị …``: the classes that have something in them."""
    return "; ".join(f"{count(tally[c])} {noun} {words[c]}" for c in classes if tally[c])


def _dispatch_section(now: Consolidated, obligations: Sequence[Obligation]) -> list[Block]:
    """One section of the dispatch; one that holds a single obligation is headed by that."""
    number = obligations[0].section_number
    if len(obligations) == 1 and obligations[0].code == number:
        title = without_full_stop(obligations[0].short_text)
        return [heading(f"{number}. {title}"), *_obligation(now, obligations[0], "")]
    owner = upper_first(obligations[0].section.removeprefix("Giao "))
    blocks = [heading(f"{number}. {owner}")]
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
    """How far the units that share an obligation have come: one sentence, its numbers add up."""
    obligation, total = assigned[0].obligation, len(assigned)
    words = _FILING_WORDS if obligation.judged_by_receipt else _WORDS
    advanced = _advanced(obligation)
    done = sum(tally[standing] for standing in advanced)
    if not any(a.record for a in assigned) and not done:
        return sentence(f"chưa có báo cáo của {count(total)} đơn vị được giao")
    if not done:
        main = f"chưa có đơn vị nào trong số {count(total)} đơn vị báo cáo hoàn thành"
    else:
        main = (
            f"có {count(done)}/{count(total)} đơn vị {_verb(obligation)} ({percent(done, total)})"
        )
        if obligation.deadline is not None:
            main += f", {_on_time(tally)}"
    rest = [standing for standing in Standing if standing not in advanced]
    shares = _shares(tally, rest, "đơn vị", words | {Standing.OVERDUE: _overdue(assigned, words)})
    return sentence(f"{main}; {shares}" if shares else main)


def _advanced(obligation: Obligation) -> tuple[Standing, ...]:
    """The classes that count as fulfilled; what is ongoing is fulfilled by being done all along."""
    if obligation.kind is Kind.ONGOING:
        return (Standing.DONE, Standing.UNDER_WAY)
    return tuple(standing for standing in Standing if standing in DONE_STANDINGS)


def _verb(obligation: Obligation) -> str:
    if obligation.judged_by_receipt:
        return "đã gửi báo cáo"
    if obligation.kind is Kind.ONGOING:
        return "báo cáo đang thực hiện thường xuyên"
    return "hoàn thành"


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


def _overdue(assigned: Sequence[Assignment], words: Mapping[Standing, str]) -> str:
    """With the units, where they are few enough to name."""
    units = [a.unit for a in assigned if a.standing is Standing.OVERDUE]
    named = names_of(units) if len(units) <= NAMED else "Phụ lục 3"
    return f"{words[Standing.OVERDUE]} ({named})"


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
    if record.evidence and fold_words(record.evidence) not in fold_words(record.result):
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
    return [_example(assignment.unit, in_line(text)) for assignment, text in chosen.values()]


def _example(unit: Unit, text: str) -> str:
    """The unit's words, behind its name unless they say it themselves."""
    return sentence(text if names_itself(unit, text) else f"{name_of(unit)}: {text}")
