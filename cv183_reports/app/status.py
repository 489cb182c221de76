"""`status`: who has filed, who not, who late; whom to phone; and tinh-hinh.html of the month as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from cv183_reports.app import ShowProgress, Unseen
from cv183_reports.app.history import months_before, read_months
from cv183_reports.app.memory import begin
from cv183_reports.app.month import (
    Month,
    as_documents_tell,
    closed_month,
    month_consolidated,
    open_ledger,
    open_sent,
    was_closed,
)
from cv183_reports.app.opening import clock, in_house_style, open_register, period_of
from cv183_reports.consolidation.closing import Published
from cv183_reports.consolidation.progress import Point, point_of
from cv183_reports.model import Period, Register, Unit
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.finding import Finding, Judgement, Outcome
from cv183_reports.outbox.sent import SentBook
from cv183_reports.validation.batch import Received, SetAside
from cv183_reports.workspace.folder import Output, Workspace, publish


class SentAgain(Struct, frozen=True):
    """A unit that sent more than one file."""

    unit: Unit
    versions: tuple[Received, ...]
    """The latest last."""
    counted: str
    """The file that counts; empty where none does."""


class MonthStatus(Struct, frozen=True):
    """How the units stand with the month's file."""

    now: Consolidated
    sent_again: tuple[SentAgain, ...]
    strays: tuple[Judgement, ...]
    """Files of nobody."""
    aside: tuple[SetAside, ...]
    """Files that somebody took out."""
    ledger: tuple[Finding, ...]
    """Where the ledger is wrong, or it and the originals disagree; originals that are lost among them."""
    has_month: bool
    """Whether anything of the month can have come."""
    mails: SentBook
    """What the program sent."""


def month_status(
    root: Path, text: str, as_of: str | None = None, progress: ShowProgress = Unseen
) -> MonthStatus:
    """How the units stand with the month's file, now or at the instant given.

    Raises:
        Stopped: no such period or instant; no sound register.
    """
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root, period)
    until = now if as_of else None
    if closed := _closed(workspace, period, until):
        return closed
    month, _ = read_months(workspace, register, period, until=until, progress=progress)
    return MonthStatus(
        month_consolidated(month, register, now, texts=False),
        tuple(_sent_again(month, register)),
        tuple(judgement for judgement in month.batch.judgements if _is_stray(judgement)),
        month.batch.aside,
        (*month.ledger, *month.lost),
        workspace.has_month(month.period),
        open_sent(workspace, period),
    )


def _closed(workspace: Workspace, period: Period, until: datetime | None) -> MonthStatus | None:
    """The month as it was signed, of which nothing is read again; None: it is open."""
    ledger = open_ledger(workspace, period)
    closed = closed_month(workspace, period, ledger, until)
    if not isinstance(closed, Published):
        return None
    known = frozenset(closed.kept.received.values())
    later = [each.name for each in ledger.bookings if each.sha256 and each.sha256 not in known]
    told = (*ledger.findings, was_closed(closed, later))
    return MonthStatus(
        closed.month, (), (), (), told, has_month=True, mails=open_sent(workspace, period)
    )


def who_to_call(
    root: Path, text: str, as_of: str | None = None, progress: ShowProgress = Unseen
) -> tuple[Workspace, Consolidated]:
    """The working folder, and the month in the house style; `narrative.filing.calls` names the units.

    Raises:
        Stopped: as `month_status`.
    """
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root, period)
    until = now if as_of else None
    month, _ = read_months(workspace, register, period, until=until, progress=progress)
    return workspace, month_consolidated(month, in_house_style(register), now, texts=False)


def save_calls(
    workspace: Workspace, now: Consolidated
) -> tuple[tuple[Output, ...], tuple[Finding, ...]]:
    """Writes the list as Excel and Word files into the month's folder; what is wrong with the template.

    The Excel file comes even where the Word template has faults.
    """
    from cv183_reports.app.documents import CALL_LIST, open_template, rendered
    from cv183_reports.document.papers import call_list_paper
    from cv183_reports.summary.workbook import write_call_list
    from cv183_reports.vietnamese.wording import SAMPLE_MARK

    files = {f"{CALL_LIST}-{now.period}.xlsx": write_call_list(now)}
    template, faults = open_template(workspace, f"{CALL_LIST}.docx")
    if template is not None:
        data, found = rendered(template, call_list_paper(now, SAMPLE_MARK if now.sample else ""))
        faults += found
        if data is not None:
            files[f"{CALL_LIST}-{now.period}.docx"] = data
    return publish(workspace.root, workspace.out(now.period), files), faults


def _is_stray(judgement: Judgement) -> bool:
    is_out = judgement.outcome in (Outcome.IGNORED, Outcome.SET_ASIDE)
    return judgement.unit is None and not is_out


def _sent_again(month: Month, register: Register) -> list[SentAgain]:
    """In official order."""
    counted = {filing.unit: filing.file for filing in month.batch.filings}
    return [
        SentAgain(unit, versions, counted.get(unit.code, ""))
        for unit in register.units
        if len(versions := month.batch.versions.get(unit.code, ())) > 1
    ]


class SavedOverview(Struct, frozen=True):
    """What became of the page of a month."""

    outputs: tuple[Output, ...]
    is_closed: bool
    """Whether it is of a closed month, and lies apart from what was signed."""


def save_overview(
    root: Path, text: str, as_of: str | None = None, progress: ShowProgress = Unseen
) -> SavedOverview:
    """Writes the page of the month as it stands, of a closed month as it was signed.

    Raises:
        Stopped: no such period or instant; no sound register.
    """
    from cv183_reports.overview.page import OVERVIEW_FILE, write_page

    period, now = period_of(text), clock(as_of)
    begin(root)
    workspace, register = open_register(root, period)
    until = now if as_of else None
    closed = closed_month(workspace, period, open_ledger(workspace, period), until)
    if isinstance(closed, Published):
        data = write_page(closed.month, (*closed.kept.course, point_of(closed.month)))
        folder = workspace.out_after_closing(period)
        return SavedOverview(publish(workspace.root, folder, {OVERVIEW_FILE: data}), is_closed=True)
    month, before = read_months(workspace, register, period, until=until, progress=progress)
    files = overview_files(workspace, register, month, before, now, until)
    outputs = publish(workspace.root, workspace.out(period), files)
    return SavedOverview(outputs, is_closed=False)


def overview_files(
    workspace: Workspace,
    register: Register,
    month: Month,
    before: Month | None,
    now: datetime,
    until: datetime | None = None,
) -> dict[str, bytes]:
    """Name → content of the page of a month that was read, and the one before; none of one that is closed.

    As `build` makes it: judged at the deadline of the files where that has passed.
    """
    from cv183_reports.overview.page import OVERVIEW_FILE, write_page

    if month.is_closed:
        return {}
    is_told = before is not None and before.kept is not None
    whole = months_before(workspace, register, month.period, until=until, now=now)
    course = _course(register, (before,) if before and is_told else whole, now)
    this = as_documents_tell(month, register, now, texts=False)
    return {OVERVIEW_FILE: write_page(this, (*course, point_of(this)))}


def _course(register: Register, months: Iterable[Month], now: datetime) -> list[Point]:
    """How the months before went, the oldest first."""
    course: list[Point] = []
    for month in months:
        if month.kept is not None:
            course = [*month.kept.course, point_of(month.kept.month)]
        else:
            course.append(point_of(as_documents_tell(month, register, now, texts=False)))
    return course
