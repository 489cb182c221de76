"""How the monthly files came, and what units still owe: a paragraph among what is wanting, whom to phone, the letter to those that owe."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from cv183_reports.catalogue.files import is_of_the_inside
from cv183_reports.catalogue.intake import SAME_TIME, UNKNOWN_ORDER
from cv183_reports.consolidation.consolidate import reminded
from cv183_reports.model import Indicator, Obligation, Period, Register, Unit
from cv183_reports.model.consolidated import Consolidated, Debt, FilingStanding, UnitFiling
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.model.prose import (
    About,
    AppendixKind,
    Basis,
    Block,
    ReminderProse,
    body,
    intro,
    item,
)
from cv183_reports.narrative.phrases import (
    NAMED,
    all_of,
    by_order,
    cited,
    figures_named,
    in_one_bracket,
    in_workbook,
    leaders,
    month,
    name_of,
    names_of,
    noun,
    pointer,
)
from cv183_reports.vietnamese.wording import (
    change,
    count,
    deadline_words,
    duration,
    instant,
    joined,
    lower_first,
    percent,
    period_name,
    period_word,
    sentence,
    short_period,
    upper_first,
)

_NAMED = 5
"""Units that the paragraph names; more are in the appendix."""
APPENDIX = "Phụ lục"
"""Of the letter: the only one, so without a number."""
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


def paragraph(now: Consolidated, before: Consolidated | None) -> Block:
    """The discipline of reporting, exceptions by name."""
    told = (
        _received_overall(now, before),
        _outstanding(now),
        _late(now),
        _waived(now),
        _incomplete(now),
    )
    return body(" ".join(sentence(text) for text in told if text), basis=Basis(About.FILING))


def received(now: Consolidated) -> int:
    """Units whose file came and can be read."""
    return len(_senders(now))


def _senders(now: Consolidated) -> tuple[Unit, ...]:
    return standing(now, FilingStanding.ON_TIME, FilingStanding.LATE)


def standing(now: Consolidated, *wanted: FilingStanding) -> tuple[Unit, ...]:
    """Units that stand so with their file, in official order."""
    return tuple(filing.unit for filing in now.filings if filing.standing in wanted)


def _named(units: Sequence[Unit]) -> str:
    """``, gồm phường A, xã B``; nothing of many, whom the appendix names."""
    if len(units) > _NAMED:
        return ""
    return f", gồm {names_of(units)}" if len(units) > 1 else f", là {names_of(units)}"


def _received_overall(now: Consolidated, before: Consolidated | None) -> str:
    total, came = len(now.expected), received(now)
    if now.filings and not total:
        return ""
    where = pointer(now, AppendixKind.FILING)
    until = f"tính đến {instant(now.as_of)}, " if now.as_of < now.due else ""
    if not came:
        return f"{until}chưa có đơn vị nào trong số {count(total)} đơn vị gửi báo cáo{where}"
    tally = now.filing_tally()
    on_time, late = tally[FilingStanding.ON_TIME], tally[FilingStanding.LATE]
    if not on_time:
        shares = f"{all_of(came, 'sau hạn')} (thời hạn {deadline_words(now.due)})"
    elif late:
        punctual = f"trong đó {count(on_time)} đơn vị gửi đúng hạn ({deadline_words(now.due)})"
        shares = f"{punctual}, {count(late)} đơn vị gửi sau hạn"
    else:
        shares = f"{all_of(came, 'đúng hạn')} ({deadline_words(now.due)})"
    share = f"có {count(came)}/{count(total)} đơn vị gửi báo cáo (đạt {percent(came, total)})"
    return f"{until}{share}{_against(now, before)}; {in_one_bracket(f'{shares}{where}')}"


def _outstanding(now: Consolidated) -> str:
    missing = standing(now, FilingStanding.MISSING) if received(now) else ()
    unusable = standing(now, FilingStanding.FAULTY)
    parts = []
    if missing:
        parts.append(f"{count(len(missing))} đơn vị chưa gửi{_named(missing)}")
    if unusable:
        parts.append(
            f"{count(len(unusable))} đơn vị gửi chưa đúng biểu mẫu, cần gửi lại{_named(unusable)}"
        )
    return f"còn {'; '.join(parts)}" if parts else ""


def _late(now: Consolidated) -> str:
    units = standing(now, FilingStanding.LATE)
    if not units or len(units) > _NAMED:
        return ""
    return f"đơn vị gửi sau hạn{_named(units)}".replace(", ", " ", 1)


def _waived(now: Consolidated) -> str:
    units = standing(now, FilingStanding.WAIVED)
    if not units:
        return ""
    return (
        f"ngoài ra, có {count(len(units))} đơn vị được miễn, hoãn gửi báo cáo kỳ này{_named(units)}"
    )


def _incomplete(now: Consolidated) -> str:
    """Files that count but for some rows, cells or figures: those are in no result."""
    short = [f.unit for f in now.filings if f.to_mend]
    if not short:
        return ""
    return (
        f"có {count(len(short))} đơn vị còn nội dung, số liệu để trống hoặc chưa thống nhất, "
        f"chưa được tổng hợp{_named(short)}"
    )


def _against(now: Consolidated, before: Consolidated | None) -> str:
    """``, tăng 03 đơn vị so với tháng 8``; empty when last month is unknown.

    Over units that owed a file in both months: to be excused is no fall.
    """
    if before is None:
        return ""
    both = _expected(now) & _expected(before)
    later, earlier = (len(both & {u.code for u in _senders(month)}) for month in (now, before))
    base = _base(now, before, both)
    if earlier == later:
        return f", bằng {month(before.period, now.period)}{base}"
    return f", {change(later, earlier, 'đơn vị')} so với {month(before.period, now.period)}{base}"


def _expected(told: Consolidated) -> set[str]:
    return {filing.unit.code for filing in told.expected}


def _base(now: Consolidated, before: Consolidated, both: set[str]) -> str:
    """What the change is counted over, where the figures of the two months have another base."""
    told = []
    if _expected(now) != both or _expected(before) != both:
        told.append(f"tính trên {count(len(both))} đơn vị phải gửi cả hai {noun(now)}")
    if now.as_of < now.due and before.received_until:
        until = instant(before.received_until)
        told.append(f"{month(before.period, now.period)} tính cả báo cáo nhận đến {until}")
    return f" ({'; '.join(told)})" if told else ""


_UNDECIDED = {
    SAME_TIME.code: "Gửi hai báo cáo khác nhau cùng lúc, chưa xác định bản chính",
    UNKNOWN_ORDER.code: "Gửi nhiều báo cáo khác nhau, không rõ bản nào gửi sau, chưa xác định bản chính",
}
_MOST_NAMED = 2
"""Obligations that one note names."""
_CALLED = 8
"""Figures by name that somebody hears on the telephone; and more than a row of the list has room for is cut off."""
_FAULTS_TOLD = 3
"""Cells that somebody hears of, likewise."""
_DAMAGED = "Tệp bị hỏng, không mở được"
"""Of whatever is wrong inside a file: what it is called there helps nobody who signs or reads a letter."""


def note(now: Consolidated, filing: UnitFiling, most: int | None = None) -> str:
    """What the unit has to send or mend; empty when nothing can be said. Of its figures `most` by name.

    ``Nội dung chưa hợp lệ: tổ chức đại hội (ý (1), mục 2). Số liệu chưa hợp lệ: hồ sơ tiếp nhận``.
    """
    if filing.standing is FilingStanding.FAULTY:
        return _why_unusable(now, filing)
    parts = (
        ("Nội dung chưa hợp lệ", _obligations_named(obligations_of(now.register, filing.faulty))),
        (
            "Nội dung có ô chưa hợp lệ",
            _obligations_named(obligations_of(now.register, filing.short)),
        ),
        ("Nội dung chưa báo cáo", _obligations_named(obligations_of(now.register, filing.blank))),
        (
            "Số liệu chưa hợp lệ",
            _figures_named(indicators_of(now.register, filing.faulty_figures), most),
        ),
    )
    return ". ".join(f"{label}: {what}" for label, what in parts if what)


def _obligations_named(obligations: Sequence[Obligation]) -> str:
    """Where there are few, each by the first part of its name; all as the dispatch numbers them."""
    if len(obligations) > _MOST_NAMED:
        return cited(obligations)
    return "; ".join(
        f"{lower_first(each.short_text.partition(';')[0])} ({cited([each])})"
        for each in obligations
    )


def _figures_named(indicators: Sequence[Indicator], most: int | None) -> str:
    """``hồ sơ tiếp nhận; …; và 25 số liệu khác``."""
    named = figures_named(indicators[:most])
    rest = len(indicators) - len(indicators[:most])
    return f"{named}; và {count(rest)} số liệu khác" if rest else named


def obligations_of(register: Register, codes: Collection[str]) -> list[Obligation]:
    """Those of `codes`, in the order of the dispatch."""
    return [obligation for obligation in register.obligations if obligation.code in codes]


def indicators_of(register: Register, codes: Collection[str]) -> list[Indicator]:
    """Those of `codes`, in the register's order."""
    return [indicator for indicator in register.indicators if indicator.code in codes]


def kept(now: Consolidated, filing: UnitFiling) -> str:
    """What stays done as the unit said before, by month: ``Hoàn thành theo báo cáo tháng 8/2025: ý (3), mục 1``."""
    done: dict[Period, list[Obligation]] = {}
    for assignment in now.assignments:
        if assignment.unit is filing.unit and assignment.reported_in:
            done.setdefault(assignment.reported_in, []).append(assignment.obligation)
    return ". ".join(
        f"Hoàn thành theo báo cáo {short_period(month)}: {cited(done[month])}"
        for month in sorted(done)
    )


def _why_unusable(now: Consolidated, filing: UnitFiling) -> str:
    """That nobody knows which of its files is meant; else the first error of each of them."""
    errors = [
        finding
        for finding in now.findings
        if finding.severity is Severity.ERROR and finding.place.file in filing.files
    ]
    undecided = [_UNDECIDED[finding.code] for finding in errors if finding.code in _UNDECIDED]
    if undecided:
        return undecided[0]
    reasons = {finding.place.file: _reason(finding) for finding in reversed(errors)}
    return "; ".join(dict.fromkeys(reasons[file] for file in filing.files if file in reasons))


def _reason(error: Finding) -> str:
    return _DAMAGED if is_of_the_inside(error.code) else error.message


class Call(Struct, frozen=True):
    """One unit to phone."""

    unit: Unit
    group: str
    """Name of its group, as a heading."""
    state: str
    """Why: ``Chưa gửi``, ``Gửi muộn, còn 02 nội dung cần sửa. …``."""


class CallGroup(Struct, frozen=True):
    """The units of one group that one officer looks after."""

    title: str
    calls: tuple[Call, ...]


def calls(now: Consolidated) -> tuple[CallGroup, ...]:
    """Every unit that owes or has to be asked something, by group and officer, in official order.

    A unit whose file is whole is not phoned, however late the file came.
    """
    groups = {group.code: upper_first(group.name) for group in now.register.groups}
    order = {group.code: group.order for group in now.register.groups}
    asked = _asked(now)
    called = [filing for filing in now.filings if filing.debt or filing.unit.code in asked]
    first: dict[tuple[str, str], int] = {}
    for filing in called:
        first.setdefault((filing.unit.group, filing.unit.officer), filing.unit.order)

    def place(filing: UnitFiling) -> tuple[int, int, str]:
        unit = filing.unit
        return order[unit.group], first[unit.group, unit.officer], unit.officer

    sorted_ = sorted(called, key=lambda filing: (*place(filing), filing.unit.order))
    return tuple(
        _group(now, groups[members[0].unit.group], members)
        for _, each in groupby(sorted_, key=place)
        if (members := list(each))
    )


def _asked(now: Consolidated) -> dict[str, list[str]]:
    """What to ask of each unit, by its code."""
    asked: dict[str, list[str]] = {}
    for question in now.questions:
        asked.setdefault(question.unit.code, []).append(question.text)
    return asked


def _group(now: Consolidated, name: str, members: list[UnitFiling]) -> CallGroup:
    officer, asked = members[0].unit.officer, _asked(now)
    who = f" – cán bộ theo dõi: {officer}" if officer else ""
    calls = []
    for filing in members:
        owed = [_state(now, filing)] if filing.debt else []
        state = "; ".join((*owed, *asked.get(filing.unit.code, ())))
        calls.append(Call(filing.unit, name, state))
    return CallGroup(f"{name}{who} ({count(len(members))} đơn vị)", tuple(calls))


def _state(now: Consolidated, filing: UnitFiling) -> str:
    """What is wrong, in one line."""
    if filing.debt is Debt.MISSING:
        return Debt.MISSING.value
    if filing.debt is Debt.UNUSABLE:
        why = note(now, filing)
        return f"{Debt.UNUSABLE.value}: {lower_first(why)}" if why else Debt.UNUSABLE.value
    late = "gửi muộn, " if filing.standing is FilingStanding.LATE else ""
    wrong = len(filing.to_mend)
    told = (note(now, filing, _CALLED), *_faults_told(now, filing))
    return upper_first(
        f"{late}còn {count(wrong)} nội dung cần sửa. {'. '.join(filter(None, told))}"
    )


def _faults_told(now: Consolidated, filing: UnitFiling) -> Iterator[str]:
    """What is wrong in which cell, where it is little enough to be said on the telephone."""
    errors = [
        finding
        for finding in now.findings
        if finding.severity is Severity.ERROR and finding.place.file in filing.files
    ]
    if len(errors) <= _FAULTS_TOLD and all(error.place.cell for error in errors):
        for error in errors:
            yield f"{in_workbook(error.place)}{lower_first(error.message)}"


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
    rows = cited(obligations_of(now.register, {*filing.faulty, *filing.short, *filing.blank}))
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
    overall = now.register.overall_report
    if overall and overall.deadline:
        due = deadline_words(overall.deadline.at(now.period))
        reason = f", để kịp tổng hợp, báo cáo {leaders(now.register)} {due}"
    return f"ngay khi nhận được công văn này{reason}"


def _closing(owing: Sequence[UnitFiling]) -> str:
    who = "đơn vị" if len(owing) == 1 else "các đơn vị"
    return f"đề nghị {who} quan tâm, phối hợp thực hiện"
