"""The letter to the units that still owe the report of the month."""

from __future__ import annotations

from collections.abc import Sequence

from cv183_reports.consolidation.owing import reminded
from cv183_reports.model.consolidated import Consolidated, Debt, UnitFiling
from cv183_reports.model.prose import Block, ReminderProse, body, intro, item
from cv183_reports.narrative.filing import received
from cv183_reports.narrative.phrases import NAMED, by_order, leaders, name_of
from cv183_reports.vietnamese.wording import (
    count,
    deadline_words,
    duration,
    instant,
    joined,
    listed,
    month_name,
    month_word,
    sentence,
    upper_first,
)

APPENDIX = "Phụ lục"
"""The only one, so without a number."""
_WORDS = {
    Debt.MISSING: "chưa gửi báo cáo",
    Debt.UNUSABLE: "đã gửi nhưng tệp không sử dụng được, phải gửi lại",
    Debt.INCOMPLETE: "đã gửi báo cáo nhưng còn nội dung, số liệu có lỗi hoặc để trống, phải sửa, bổ sung",
}


def compose(now: Consolidated) -> ReminderProse | None:
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
    when = month_name(now.period.year, now.period.month)
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
    when = month_name(now.period.year, now.period.month)
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
        f"{month_name(now.period.year, now.period.month)} về {board} {deadline_words(now.due)}"
    )
    came, total = received(now), len(now.expected)
    sent = (
        f"có {count(came)}/{count(total)} đơn vị đã gửi báo cáo"
        if came
        else "chưa có đơn vị nào gửi báo cáo"
    )
    if _is_over(now):
        return f"{ask}. Đến nay đã quá thời hạn; {sent}"
    left = duration(now.due - now.as_of)
    return f"{ask}. Đến {instant(now.as_of)}, {sent}; còn {left} đến hạn"


def _standing(now: Consolidated, owing: Sequence[UnitFiling]) -> list[Block]:
    """Who owes what; in groups of units, in official order."""
    if len(owing) == 1:
        only = owing[0]
        return [
            body(sentence(f"đến nay, {only.unit.name} {_WORDS[_debt(only)]}{_what(now, only)}"))
        ]
    if _is_long(owing):
        shares = [
            f"{count(len(filings))} đơn vị {_WORDS[debt]}"
            for debt, filings in _debts(owing).items()
        ]
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
    """`` (mục 1.1, 2.1; số liệu: …)``: the rows and figures of a file that counts."""
    if filing.debt is not Debt.INCOMPLETE:
        return ""
    codes = [o.code for o in now.register.obligations if o.code in {*filing.faulty, *filing.blank}]
    names = [i.name for i in now.register.indicators if i.code in filing.faulty_figures]
    parts = [
        f"mục {listed(codes)}" if codes else "",
        f"số liệu: {'; '.join(names)}" if names else "",
    ]
    return f" ({'; '.join(part for part in parts if part)})"


def _wanted(now: Consolidated, owing: Sequence[UnitFiling]) -> list[Block]:
    """What each has to do, and until when."""
    board, month = now.register.settings.board.name, month_word(now.period.month)
    where = f"tại {APPENDIX}" if _is_long(owing) else "ở trên"
    asks = {
        Debt.MISSING: f"điền đủ biểu mẫu báo cáo {month} đã được gửi đến, gửi về {board}",
        Debt.UNUSABLE: f"gửi lại tệp Excel (.xlsx) của biểu mẫu {month}, mở được và đã điền đủ",
        Debt.INCOMPLETE: (
            f"sửa, bổ sung đúng các nội dung, số liệu nêu {where} trong chính biểu mẫu đã gửi, gửi lại cả tệp"
        ),
    }
    if len(owing) == 1:
        only = owing[0]
        ask = f"{board} đề nghị {only.unit.name} {asks[_debt(only)]} {_until(now)}"
        return [body(sentence(ask))]
    subjects = {
        Debt.MISSING: "đơn vị chưa gửi",
        Debt.UNUSABLE: "đơn vị phải gửi lại",
        Debt.INCOMPLETE: "đơn vị còn nội dung phải sửa",
    }
    lines = [f"{subjects[debt]}: {asks[debt]}" for debt in _debts(owing)]
    lead = f"{board} đề nghị các đơn vị thực hiện {_until(now)}, cụ thể:"
    return [intro(lead), *(item(sentence(line)) for line in lines)]


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
    who = owing[0].unit.name if len(owing) == 1 else "các đơn vị"
    return f"đề nghị {who} quan tâm, phối hợp thực hiện"
