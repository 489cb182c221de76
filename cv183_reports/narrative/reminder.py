"""The letter to the units that still owe the report of the month."""

from __future__ import annotations

from collections.abc import Sequence

from cv183_reports.consolidation.consolidate import reminded
from cv183_reports.model.consolidated import Consolidated, Debt, UnitFiling
from cv183_reports.model.prose import Block, ReminderProse, body, intro, item
from cv183_reports.narrative.filing import indicators_of, note, obligations_of, received
from cv183_reports.narrative.phrases import (
    NAMED,
    by_order,
    cited,
    figures_named,
    leaders,
    name_of,
)
from cv183_reports.vietnamese.wording import (
    count,
    deadline_words,
    duration,
    instant,
    joined,
    lower_first,
    period_name,
    period_word,
    sentence,
    upper_first,
)

APPENDIX = "Phụ lục"
"""The only one, so without a number."""
_INCOMPLETE = "nội dung, số liệu chưa thống nhất hoặc chưa đầy đủ"
_WORDS = {
    Debt.MISSING: "chưa gửi báo cáo",
    Debt.UNUSABLE: "đã gửi nhưng tệp chưa tổng hợp được",
    Debt.INCOMPLETE: f"đã gửi báo cáo nhưng {_INCOMPLETE}",
}
_SUBJECTS = {
    Debt.MISSING: "đơn vị chưa gửi",
    Debt.UNUSABLE: "đơn vị có tệp chưa tổng hợp được",
    Debt.INCOMPLETE: f"đơn vị có {_INCOMPLETE}",
}


def reminder_prose(now: Consolidated) -> ReminderProse | None:
    """The letter to exactly those that owe at the instant of `now`; None when nobody does."""
    owing = reminded(now)
    if not owing:
        return None
    return ReminderProse(
        subject=_subject(now, owing),
        addressees=_addressees(owing),
        blocks=(
            body(sentence(_rule(now))),
            *_standing(now, owing),
            *_wanted(now, owing),
        ),
        closing=sentence(_closing(owing)),
        list_title=_list_title(now) if _is_long(owing) else "",
    )


def _is_long(owing: Sequence[UnitFiling]) -> bool:
    """Whether the units stand in the appendix rather than in the letter."""
    return len(owing) > NAMED


def _list_title(now: Consolidated) -> str:
    when = period_name(now.period)
    return f"Danh sách đơn vị chưa hoàn thành việc gửi báo cáo {when}"


def _is_over(now: Consolidated) -> bool:
    return now.as_of >= now.due


def _debts(owing: Sequence[UnitFiling]) -> dict[Debt, list[UnitFiling]]:
    """The units by what they owe; only what somebody owes."""
    found = {debt: [f for f in owing if f.debt is debt] for debt in Debt}
    return {debt: filings for debt, filings in found.items() if filings}


def _subject(now: Consolidated, owing: Sequence[UnitFiling]) -> str:
    """Trích yếu, in two lines that fit under the number."""
    sends = any(filing.debt is not Debt.INCOMPLETE for filing in owing)
    mends = any(filing.debt is Debt.INCOMPLETE for filing in owing)
    what = joined([word for word, is_said in (("gửi", sends), ("hoàn chỉnh", mends)) if is_said])
    verb = "đôn đốc" if _is_over(now) else "nhắc"
    when = period_name(now.period)
    return f"về việc {verb} {what} báo cáo\n{when} về {now.register.profile.dispatch.directive}"


def _addressees(owing: Sequence[UnitFiling]) -> tuple[str, ...]:
    """Each by its full name, or all by the appendix that lists them."""
    if _is_long(owing):
        return (f"Các cơ quan, đơn vị, địa phương có tên tại {APPENDIX}",)
    return tuple(filing.unit.name for filing in owing)


def _rule(now: Consolidated) -> str:
    """What the dispatch asks for and until when, and how many have sent it."""
    board = now.register.settings.board.name
    ask = (
        f"{by_order(now.register.profile)}, các cấp ủy, cơ quan, đơn vị gửi báo cáo "
        f"{period_name(now.period)} về {board}. "
        f"Thời hạn gửi là {deadline_words(now.due)}"
    )
    came, total = received(now), len(now.expected)
    sent = (
        f"có {count(came)}/{count(total)} đơn vị đã gửi báo cáo"
        if came
        else "chưa có đơn vị nào gửi báo cáo"
    )
    if _is_over(now):
        return f"{ask}; đến nay đã quá thời hạn, {sent}"
    left = duration(now.due - now.as_of)
    return f"{ask}. Đến {instant(now.as_of)}, {sent}; còn {left} đến hạn"


def _standing(now: Consolidated, owing: Sequence[UnitFiling]) -> list[Block]:
    """Who owes what; in groups of units, in official order."""
    if len(owing) == 1:
        only = owing[0]
        stands = f"{only.unit.name} {_WORDS[_debt(only)]}{_what(now, only)}"
        ask = f"{now.register.settings.board.name} đề nghị đơn vị {_ask(now, owing, _debt(only))} {_until(now)}"
        return [body(f"{sentence(stands)} {sentence(ask)}")]
    if _is_long(owing):
        shares = [
            f"{count(len(filings))} đơn vị {_WORDS[debt]}"
            for debt, filings in _debts(owing).items()
        ]
        if len(shares) == 1:
            return [body(sentence(f"còn {shares[0]} ({APPENDIX})"))]
        text = f"còn {count(len(owing))} đơn vị chưa hoàn thành việc gửi báo cáo ({APPENDIX}), gồm: {'; '.join(shares)}"
        return [body(sentence(text))]
    blocks: list[Block] = []
    for debt, filings in _debts(owing).items():
        blocks.append(intro(f"Còn {count(len(filings))} đơn vị {_WORDS[debt]}:"))
        blocks += [item(sentence(line)) for line in _by_group(now, filings)]
    return blocks


def _by_group(now: Consolidated, filings: Sequence[UnitFiling]) -> list[str]:
    lines = []
    for group in now.register.groups:
        own = [filing for filing in filings if filing.unit.group == group.code]
        if own:
            names = [f"{name_of(filing.unit)}{_what(now, filing)}" for filing in own]
            lines.append(f"{upper_first(group.name)}: {'; '.join(names)}")
    return lines


def _debt(filing: UnitFiling) -> Debt:
    assert filing.debt is not None
    return filing.debt


def _what(now: Consolidated, filing: UnitFiling) -> str:
    """`` (ý (1), mục 1; số liệu về …)``: what of a file does not count, or why nothing of it does."""
    if filing.debt is Debt.UNUSABLE:
        why = lower_first(note(now, filing))
        return f" ({why})" if why else ""
    rows = cited(obligations_of(now.register, {*filing.faulty, *filing.blank}))
    names = figures_named(indicators_of(now.register, filing.faulty_figures))
    parts = [part for part in (rows, f"số liệu về {names}" if names else "") if part]
    return f" ({'; '.join(parts)})" if parts else ""


def _wanted(now: Consolidated, owing: Sequence[UnitFiling]) -> list[Block]:
    """What each of several has to do, and until when; what all of them have to, in one sentence."""
    if len(owing) == 1:
        return []
    board, debts = now.register.settings.board.name, list(_debts(owing))
    if len(debts) == 1:
        ask = f"{board} đề nghị các đơn vị {_ask(now, owing, debts[0])} {_until(now)}"
        return [body(sentence(ask))]
    lines = [f"{_SUBJECTS[debt]}: {_ask(now, owing, debt)}" for debt in debts]
    lead = f"{board} đề nghị các đơn vị thực hiện {_until(now)}, cụ thể:"
    return [intro(lead), *(item(sentence(line)) for line in lines)]


def _ask(now: Consolidated, owing: Sequence[UnitFiling], debt: Debt) -> str:
    """What who owes so is asked to do."""
    month = period_word(now.period)
    where = f"tại {APPENDIX}" if _is_long(owing) else "ở trên"
    match debt:
        case Debt.MISSING:
            return f"điền đủ biểu mẫu {month} đã được cấp và gửi báo cáo"
        case Debt.UNUSABLE:
            return f"điền đủ biểu mẫu Excel (.xlsx) {month} và gửi lại báo cáo"
        case Debt.INCOMPLETE:
            return f"rà soát, bổ sung các nội dung, số liệu nêu {where} trong chính biểu mẫu đã gửi và gửi lại cả tệp"


def _until(now: Consolidated) -> str:
    """Before the deadline, the deadline; after it, at once, and why it cannot wait."""
    if not _is_over(now):
        return deadline_words(now.due)
    reason = ""
    report = now.register.overall_report
    if report and report.deadline:
        due = deadline_words(report.deadline.at(now.period))
        reason = f", để kịp tổng hợp, báo cáo {leaders(now.register)} {due}"
    return f"ngay khi nhận được công văn này{reason}"


def _closing(owing: Sequence[UnitFiling]) -> str:
    who = "đơn vị" if len(owing) == 1 else "các đơn vị"
    return f"đề nghị {who} quan tâm, phối hợp thực hiện"
