"""Every name that a mail template may use: texts ready to print, and lists of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cv183_reports.model import Issuer, Period, Settings, Unit
from cv183_reports.vietnamese.wording import deadline_words, instant, month_name


@dataclass(frozen=True, slots=True)
class CoverNote:
    """What one e-mail says."""

    unit: str
    """Full name of the unit written to; empty for a document that goes to the leadership."""
    month: str
    """``tháng 9 năm 2025``."""
    deadline: str
    """``trước 16 giờ, ngày 22/9/2025``."""
    due: str
    """The same instant alone: ``16 giờ, ngày 22/9/2025``; a file of that moment is late."""
    overdue: bool
    """Whether that instant has come."""
    issuer: str
    dispatch: str
    officer: str
    """Who looks after the unit; may be empty."""
    attachments: tuple[str, ...]
    """Names of the files that go with it."""
    points: tuple[str, ...]
    """What is owed, or wrong, one line each."""
    sample: str
    """The mark of invented figures; empty for true ones."""


def cover_note(
    settings: Settings,
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
        settings.dispatch,
        unit.officer if unit else "",
        attachments,
        points,
        sample,
    )
