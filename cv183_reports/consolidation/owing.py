"""What units still owe of their monthly file, in words, and whom to phone for it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from cv183_reports.catalogue.intake import SAME_TIME, UNKNOWN_ORDER
from cv183_reports.model import Period, Register, Unit
from cv183_reports.model.consolidated import Consolidated, Debt, FilingStanding, UnitFiling
from cv183_reports.model.finding import Severity
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.wording import (
    count,
    listed,
    lower_first,
    short_month,
    upper_first,
)

_UNDECIDED = {
    SAME_TIME.code: "Gửi hai báo cáo khác nhau cùng lúc, chưa xác định bản chính",
    UNKNOWN_ORDER.code: "Gửi nhiều báo cáo khác nhau, không rõ bản nào gửi sau, chưa xác định bản chính",
}


def is_board(register: Register, unit: Unit) -> bool:
    """Whether `unit` is the body to which all others send their files."""
    return fold(register.settings.board.name) == fold(unit.name)


def reminded(now: Consolidated) -> tuple[UnitFiling, ...]:
    """Who is written to, in official order: all that owe but the board, which does not write to itself."""
    return tuple(filing for filing in now.owing if not is_board(now.register, filing.unit))


def note(now: Consolidated, filing: UnitFiling) -> str:
    """What the unit has to send or mend, by code; empty when nothing can be said."""
    if filing.standing is FilingStanding.FAULTY:
        return _why_unusable(now, filing)
    parts = (
        ("Có lỗi", filing.faulty),
        ("Để trống", filing.blank),
        ("Số liệu không hợp lệ", filing.faulty_figures),
    )
    return "; ".join(f"{label}: {listed(codes)}" for label, codes in parts if codes)


def kept(now: Consolidated, filing: UnitFiling) -> str:
    """What stays done as the unit said before, by month: ``Hoàn thành theo báo cáo tháng 8/2025: 1.3``."""
    codes: dict[Period, list[str]] = {}
    for assignment in now.assignments:
        if assignment.unit is filing.unit and assignment.reported_in:
            codes.setdefault(assignment.reported_in, []).append(assignment.obligation.code)
    return "; ".join(
        f"Hoàn thành theo báo cáo {short_month(month.year, month.month)}: {listed(codes[month])}"
        for month in sorted(codes)
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
    reasons = {finding.place.file: finding.message for finding in reversed(errors)}
    return "; ".join(dict.fromkeys(reasons[file] for file in filing.files if file in reasons))


@dataclass(frozen=True, slots=True)
class Call:
    """One unit to phone."""

    unit: Unit
    group: str
    """Name of its group, as a heading."""
    state: str
    """Why: ``Chưa gửi``, ``Gửi muộn, còn lỗi 02 nội dung (…)``."""


@dataclass(frozen=True, slots=True)
class CallGroup:
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
    wrong = len(filing.faulty) + len(filing.blank) + len(filing.faulty_figures)
    what = lower_first(note(now, filing))
    return upper_first(f"{late}còn lỗi {count(wrong)} nội dung ({what})")
