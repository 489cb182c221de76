"""tinh-hinh.html by itself, of the month as it stands: what `receive` and `status --html` leave for the eye."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cv183_reports.app.history import months_before, read_months
from cv183_reports.app.month import Month, brought_together, closed_month, open_ledger
from cv183_reports.app.opening import clock, open_register, period_of
from cv183_reports.app.running import Progress, Unseen
from cv183_reports.consolidation.consolidate import cut_off
from cv183_reports.consolidation.progress import Point, point_of
from cv183_reports.document.letterhead import in_house_style
from cv183_reports.model import Register
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.overview.page import OVERVIEW_FILE, write_page
from cv183_reports.published.closing import Published
from cv183_reports.workspace.folder import Output, Workspace, publish
from cv183_reports.workspace.remembered import begin


def save_overview(
    root: Path, text: str, as_of: str | None = None, progress: Progress = Unseen
) -> tuple[Output, ...]:
    """Writes the page of the month as it stands, of a closed month as it was signed.

    Raises:
        Stopped: no such period or instant; no sound register.
    """
    period, now = period_of(text), clock(as_of)
    begin(root)
    workspace, register = open_register(root)
    until = now if as_of else None
    closed = closed_month(workspace, period, open_ledger(workspace, period), until)
    if isinstance(closed, Published):
        data = write_page(closed.month, (*closed.kept.course, point_of(closed.month)))
        return publish(workspace.root, workspace.out_after_closing(period), {OVERVIEW_FILE: data})
    month, _ = read_months(workspace, register, period, until=until, progress=progress)
    files = overview_files(workspace, register, month, now, until)
    return publish(workspace.root, workspace.out(period), files)


def overview_files(
    workspace: Workspace,
    register: Register,
    month: Month,
    now: datetime,
    until: datetime | None = None,
) -> dict[str, bytes]:
    """Name → content of the page of a month that was read; none of one that is closed.

    As `build` makes it: judged at the deadline of the files where that has passed.
    """
    if month.closed is not None:
        return {}
    before = months_before(workspace, register, month.period, until=until)
    course = _course(register, before, now)
    this = _together(register, month, now)
    return {OVERVIEW_FILE: write_page(this, (*course, point_of(this)))}


def _course(register: Register, months: Iterable[Month], now: datetime) -> list[Point]:
    """How the months before went, the oldest first."""
    course: list[Point] = []
    for month in months:
        if month.kept is not None:
            course = [*month.kept.course, point_of(month.kept.month)]
        else:
            course.append(point_of(_together(register, month, now)))
    return course


def _together(register: Register, month: Month, now: datetime) -> Consolidated:
    """The month without its themes, of which the page tells nothing."""
    asked = in_house_style(register.at(month.period))
    return brought_together(month, asked, cut_off(register, month.period, now), texts=False)
