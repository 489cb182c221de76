"""`close`, `reopen`: the figures of a month are kept as they were signed, until somebody opens it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from cv183_reports import __version__
from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.build import read_material
from cv183_reports.app.documents import Material
from cv183_reports.app.history import inbox_of
from cv183_reports.app.journal import inputs_of
from cv183_reports.app.month import closed_month, open_ledger
from cv183_reports.app.opening import clock, open_register, period_of, read_file
from cv183_reports.app.verify import (
    OpenedPaper,
    VerifiedDocument,
    recognised_paper,
    verdict,
    verify_paper,
)
from cv183_reports.catalogue import closing as catalogue
from cv183_reports.catalogue.files import reason
from cv183_reports.catalogue.intake import MORE_FILES
from cv183_reports.catalogue.machine import refusal
from cv183_reports.consolidation.closing import Published, SignedPaper, written
from cv183_reports.consolidation.progress import course_of
from cv183_reports.intake.ledger import (
    Closing,
    Kept,
    Ledger,
    LedgerLine,
    Reopening,
    append_after,
    keep,
    new_call,
)
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.validation.reading import at_most
from cv183_reports.vietnamese.wording import count, instant
from cv183_reports.workspace.folder import Workspace, free_name, put_in_place, sha256

_SCANS = {
    ".pdf": b"%PDF-",
    **dict.fromkeys((".jpg", ".jpeg"), b"\xff\xd8\xff"),
    ".png": b"\x89PNG",
}
"""Ending of a scan, or of a photograph of a page → how the file begins."""
_FORMER = "chot-cu.json"
"""What the figures of a closing that was taken back are called once there are new ones."""


class ClosedMonth(Struct, frozen=True):
    """One month, closed."""

    published: Published
    verified: tuple[VerifiedDocument, ...]
    path: Path
    """Of chot.json."""
    findings: tuple[Finding, ...]
    """What is worth a word all the same."""

    def told(self) -> Iterator[str]:
        """How each paper compares, which scans are kept, since when the month is closed."""
        closed = self.published
        for each in self.verified:
            yield f"{each.file} ({each.called}): {verdict(each)}"
        scans = [paper.name for paper in closed.signed if not paper.called]
        if scans:
            yield catalogue.SCANS.format(count=count(len(scans)), names=", ".join(scans))
        at = instant(closed.closed)
        yield catalogue.CLOSED_NOW.format(period=closed.period, at=at, path=self.path)


def close_month(
    root: Path,
    text: str,
    signed: Sequence[Path],
    as_of: str | None = None,
    why: str = "",
    progress: ShowProgress = Unseen,
) -> ClosedMonth:
    """Compares what was signed with the data, and keeps the month as its documents tell it.

    Args:
        root: the working folder.
        text: the period, as typed.
        signed: the Word documents that were signed, and scans of them.
        as_of: the instant to take for now; None: the clock's.
        why: the reason to close though a paper differs from the data, or before the month is due;
            empty: neither may be.
        progress: told while a person waits.

    Raises:
        Stopped: no such month; it is closed already; a file that is not read or is no document of
            the month; a difference; the machine refused. Nothing is closed then.
    """
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root, period)
    _must_be_open(open_ledger(workspace, period), period)
    papers = [_opened(path, register, period) for path in signed]
    if not any(papers):
        raise _stopped(catalogue.NO_DOCUMENT, "--signed")
    until = now if as_of else None
    material = read_material(
        workspace, register, period, now, until=until, read_only=True, progress=progress
    )
    verified = [verify_paper(paper, material) if paper else None for paper in papers]
    _must_be_sound(material, [each for each in verified if each], now, why)
    kept = [_kept(workspace, period, path) for path in signed]
    kept_papers = tuple(map(_signed_paper, signed, kept, verified))
    published = _published(material, kept_papers, now, why)
    path = _written(workspace, published)
    found = tuple(_open_before(workspace, period))
    return ClosedMonth(published, tuple(filter(None, verified)), path, found)


def reopen_month(root: Path, text: str, why: str, as_of: str | None = None) -> Period:
    """Opens a closed month again: a line in the ledger; the figures that were signed stay where they are.

    Raises:
        Stopped: no such month; it is not closed; the machine refused.
    """
    period, now = period_of(text), clock(as_of)
    workspace, _ = open_register(root, period)

    def line(ledger: Ledger) -> tuple[LedgerLine, ...]:
        if ledger.closing is None:
            raise _stopped(catalogue.NOT_CLOSED, "KỲ", period=period)
        return (Reopening(why, now, new_call()),)

    _book(workspace, period, line)
    return period


def _stopped(rule: Rule, place: str, **told: object) -> Stopped:
    return Stopped((rule.at(Source(place), **told),), Cause.USAGE)


def _must_be_open(ledger: Ledger, period: Period) -> None:
    if ledger.closing is not None:
        at = instant(ledger.closing.booked)
        raise _stopped(catalogue.ALREADY_CLOSED, "KỲ", period=period, at=at)


def _opened(path: Path, register: Register, period: Period) -> OpenedPaper | None:
    """A document that was signed; None: the scan of one, which nobody reads."""
    if not path.is_file():
        error = IsADirectoryError() if path.is_dir() else FileNotFoundError()
        raise _stopped(catalogue.SIGNED_NOT_READ, str(path), reason=reason(error))
    ending = path.suffix.lower()
    if ending not in _SCANS:
        return recognised_paper(path, register, period)
    if not read_file(path).startswith(_SCANS[ending]):
        raise _stopped(catalogue.NOT_SCAN, str(path), ending=ending)
    return None


def _must_be_sound(
    material: Material, verified: Sequence[VerifiedDocument], now: datetime, why: str
) -> None:
    """Nothing keeps the month from being closed, but what somebody gives a reason for."""
    month, period = material.month, material.month.period
    if month.adrift or month.shut:
        finding = catalogue.ADRIFT.at(Source(f"Kỳ {period}"), period=period)
        raise Stopped((*month.ledger, *month.lost, finding), Cause.MACHINE)
    if why:
        return
    found = [
        catalogue.DIFFERS.at(Source(each.file), found=(verdict(each).rstrip("."),), period=period)
        for each in verified
        if not each.is_clean
    ]
    found += _came_since(material) if found else ()
    if now < material.now.due:
        due = instant(material.now.due)
        found.append(catalogue.TOO_EARLY.at(Source(f"Kỳ {period}"), period=period, due=due))
    if found:
        raise Stopped(tuple(found), Cause.FINDINGS)


def _came_since(material: Material) -> Iterator[Finding]:
    """That files came since the documents were made, where that may be why a paper differs."""
    month, known = material.month, inputs_of(material.folder)
    since = [each for each in month.received if each.sha256 and each.sha256 not in known]
    times = [each.receipt.at for each in month.received if each.sha256 in known and each.receipt.at]
    if not since or not times:
        return
    files = at_most([f"«{each.judgement.file}»" for each in since], MORE_FILES)
    until = max(times) + timedelta(minutes=1)
    yield catalogue.CAME_SINCE.at(
        Source(f"Kỳ {month.period}"),
        count=len(since),
        files=files,
        period=month.period,
        at=(f"{until:%Y-%m-%dT%H:%M}",),
    )


def _kept(workspace: Workspace, period: Period, path: Path) -> Kept:
    try:
        return keep(path, workspace.signed(period))
    except OSError as error:
        found = refusal(error, Source(str(path)), catalogue.NOT_WRITTEN)
        raise Stopped((found,), Cause.MACHINE) from None


def _signed_paper(path: Path, kept: Kept, verified: VerifiedDocument | None) -> SignedPaper:
    if verified is None:
        return SignedPaper(path.name, kept.sha256)
    told = verified.verification
    left = sum(each.count for each in verified.leftovers) - verified.blanks
    return SignedPaper(
        name=path.name,
        sha256=kept.sha256,
        called=verified.called,
        wanted=verified.wanted,
        figures=told.figures,
        misprints=len(told.misprints),
        left=left,
    )


def _published(
    material: Material, signed: tuple[SignedPaper, ...], now: datetime, why: str
) -> Published:
    month = material.month
    *course, _ = course_of(material.earlier, material.before, material.now)
    return Published(
        kept=month.kept_as(material.now, course),
        closed=now,
        program=__version__,
        register_sha256=sha256(read_file(material.workspace.register)),
        signed=signed,
        reason=why,
        decisions=material.editing.decisions,
        inbox=inbox_of(material.workspace, month.period),
    )


def _written(workspace: Workspace, published: Published) -> Path:
    """chot.json in its place, and the line that makes the month closed."""
    path, data = workspace.closing(published.period), written(published)

    def line(ledger: Ledger) -> tuple[LedgerLine, ...]:
        _must_be_open(ledger, published.period)
        if path.exists():
            path.rename(free_name(path.with_name(_FORMER)))
        put_in_place(path, data)
        return (Closing(sha256(data), published.closed, new_call()),)

    _book(workspace, published.period, line)
    return path


def _book(
    workspace: Workspace, period: Period, line: Callable[[Ledger], tuple[LedgerLine, ...]]
) -> None:
    try:
        append_after(workspace.ledger(period), line)
    except OSError as error:
        place = Source(workspace.shown(workspace.closing(period)))
        found = refusal(error, place, catalogue.NOT_WRITTEN)
        raise Stopped((found,), Cause.MACHINE) from None


def _open_before(workspace: Workspace, period: Period) -> Iterator[Finding]:
    """That the month before is still open: what comes late in it moves what later ones compare with."""
    before = period.previous
    if workspace.has_month(before):
        closed = closed_month(workspace, before, open_ledger(workspace, before))
        if not isinstance(closed, Published):
            yield catalogue.BEFORE_IS_OPEN.at(Source(f"Kỳ {before}"), before=before)
