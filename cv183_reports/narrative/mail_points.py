"""The points of e-mails to units: what a unit owes, what is wrong with what it sent."""

from __future__ import annotations

from collections.abc import Iterable

from cv183_reports.consolidated import FilingStanding, UnitFiling
from cv183_reports.finding import Finding, Severity
from cv183_reports.model import Period
from cv183_reports.vietnamese.wording import count, listed, month_name, sentence

OWING = frozenset({FilingStanding.MISSING, FilingStanding.FAULTY})
"""Those whose month's report is still owed whole."""

_MOST_FAULTS = 30
"""Points of one e-mail; the marked workbook has them all."""


def owed_points(filing: UnitFiling, period: Period) -> tuple[str, ...]:
    """What `filing`, whose standing is one of OWING, still owes.

    Raises:
        ValueError: it owes nothing.
    """
    month = month_name(period.year, period.month)
    match filing.standing:
        case FilingStanding.MISSING:
            return (f"Đơn vị chưa gửi báo cáo {month}.",)
        case FilingStanding.FAULTY:
            files = listed(file.rpartition("/")[2] for file in filing.files)
            return (f"Báo cáo {month} đơn vị đã gửi ({files}) không tổng hợp được, cần gửi lại.",)
        case _:
            raise ValueError(f"{filing.unit.code} owes no report")


def fault_points(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The errors among `findings`, one line each: place, what is wrong, what to do."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    points = [_point(finding) for finding in errors[:_MOST_FAULTS]]
    if left := len(errors) - len(points):
        points.append(f"Và {count(left)} chỗ khác.")
    return tuple(dict.fromkeys(points))


def _point(finding: Finding) -> str:
    place = finding.place
    where = (
        f"Trang {place.sheet}, ô {place.cell}"
        if place.cell
        else place.sheet and f"Trang {place.sheet}"
    )
    told = f"{sentence(finding.message)} {finding.remedy}"
    return f"{where}: {told}" if where else told
