"""What an e-mail says: every name that a mail template may use, and the points of a letter to a unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cv183_reports.form.layout import META_SHEET
from cv183_reports.model import Dispatch, Issuer, Period, Unit
from cv183_reports.model.consolidated import Consolidated, Debt, UnitFiling
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.narrative.owed import note
from cv183_reports.vietnamese.wording import (
    count,
    deadline_words,
    instant,
    listed,
    lower_first,
    month_name,
    sentence,
)

_MOST_FAULTS = 30
"""Points of one e-mail; the marked workbook has them all."""


@dataclass(frozen=True, slots=True)
class CoverNote:
    """What one e-mail says."""

    unit: str
    """Full name of the unit written to; empty for a document that goes to the leadership."""
    month: str
    """``tháng 9 năm 2025``."""
    deadline: str
    """``trước 11 giờ, ngày 10/9/2025``."""
    due: str
    """The same instant alone: ``11 giờ, ngày 10/9/2025``; a file of that moment is late."""
    overdue: bool
    """Whether that instant has come."""
    issuer: str
    dispatch: str
    """How documents cite the dispatch: ``Công văn số …, ngày … của …``."""
    kind: str
    """What it is called after that: ``Công văn``."""
    matter: str
    """What it is about, after ``về``."""
    directive: str
    """The document that it carries out, for subjects."""
    subject: str
    """What the report of `issuer` is about, inside a sentence."""
    leaders: str
    """To whom that report goes."""
    officer: str
    """Who looks after the unit; may be empty."""
    attachments: tuple[str, ...]
    """Names of the files that go with it."""
    points: tuple[str, ...]
    """What is owed, or wrong, one line each."""
    sample: str
    """The mark of invented figures; empty for true ones."""


def cover_note(
    dispatch: Dispatch,
    issuer: Issuer,
    period: Period,
    due: datetime,
    unit: Unit | None,
    *,
    attachments: tuple[str, ...] = (),
    points: tuple[str, ...] = (),
    overdue: bool = False,
    sample: str = "",
) -> CoverNote:
    """The note of `issuer` to `unit` (None: the leadership) on `period`, whose files are due at `due`."""
    return CoverNote(
        unit.name if unit else "",
        month_name(period.year, period.month),
        deadline_words(due),
        instant(due),
        overdue,
        issuer.name,
        dispatch.name,
        dispatch.kind,
        dispatch.matter,
        dispatch.directive,
        " ".join(issuer.subject.split()),
        listed(issuer.addressees),
        unit.officer if unit else "",
        attachments,
        points,
        sample,
    )


def owed_points(now: Consolidated, filing: UnitFiling) -> tuple[str, ...]:
    """What `filing`, one of those that owe, still owes; nothing for one that owes nothing."""
    month = month_name(now.period.year, now.period.month)
    why = note(now, filing)
    reasons = f" ({lower_first(why)})" if why else ""
    match filing.debt:
        case Debt.MISSING:
            return (f"Đơn vị chưa gửi báo cáo {month}.",)
        case Debt.UNUSABLE:
            files = listed(file.rpartition("/")[2] for file in filing.files)
            sent = f"Tệp đơn vị đã gửi cho báo cáo {month} ({files})"
            return (f"{sent} chưa tổng hợp được{reasons}; đề nghị đơn vị gửi lại.",)
        case Debt.INCOMPLETE:
            sent = f"Đã nhận báo cáo {month} của đơn vị; còn nội dung, số liệu chưa thống nhất hoặc chưa đầy đủ"
            return (f"{sent}. {why}. Đề nghị rà soát, bổ sung ngay trong tệp đã gửi rồi gửi lại.",)
        case None:
            return ()


def fault_points(findings: Iterable[Finding], *, remedies: bool = True) -> tuple[str, ...]:
    """The errors among `findings`, one line each: place, what is wrong, what to do.

    Without `remedies` where the letter itself says what to do: of a file that cannot be used at
    all, they are the office's, not the unit's.
    """
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    points = [_point(finding, remedies=remedies) for finding in errors[:_MOST_FAULTS]]
    if left := len(errors) - len(points):
        points.append(f"Và {count(left)} chỗ khác.")
    return tuple(dict.fromkeys(points))


def _point(finding: Finding, *, remedies: bool) -> str:
    place = finding.place
    where = (
        f"Trang {place.sheet}, ô {place.cell}: "
        if place.cell
        else f"Trang {place.sheet}: "
        if place.sheet and place.sheet != META_SHEET
        else ""
    )
    return f"{where}{sentence(finding.message)}{remedies * f' {finding.remedy}'}"
