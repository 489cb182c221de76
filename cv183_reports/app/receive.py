"""`receive`: each file kept untouched, booked with its time of receipt, and checked at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from errno import ENOSPC
from pathlib import Path

from cv183_reports.app.mail import MailDesk
from cv183_reports.app.month import (
    Month,
    judged,
    open_ledger,
    read_before,
    read_month,
)
from cv183_reports.app.opening import clock, open_register, period_of
from cv183_reports.app.returns import ReturnDesk, Returned, return_files
from cv183_reports.app.running import Progress, Unseen
from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as catalogue
from cv183_reports.document.house_style import in_house_style
from cv183_reports.intake.guard import is_ignored, shown_name
from cv183_reports.intake.inbox import Arrival, inside, named_once, names_in, unpacked, walk
from cv183_reports.intake.ledger import Booking, append, keep, sweep
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.finding import Finding, Judgement, Rule
from cv183_reports.validation.batch import Received
from cv183_reports.workspace.folder import TEMPORARY, Workspace, reason, state_file

_UNTAKEN = (files.NOT_FOUND, files.CANNOT_OPEN)
"""Nothing came: there is nothing to keep or to book, and the next try counts."""


@dataclass(slots=True)
class _Reception:
    """One run of `receive`: what it works with, and what came of it so far."""

    workspace: Workspace
    register: Register
    period: Period
    before: Month | None
    now: datetime
    convert_legacy: bool
    booked: dict[tuple[str, str, str], bool]
    """What the ledger has, and whether its legacy texts are converted; what this run adds included."""
    shown: dict[tuple[str, str, str], str]
    """Under which name each of those is shown."""
    names: dict[str, int]
    """All those names (see `named_once`)."""
    received: list[Received] = field(default_factory=list)
    told: list[Judgement] = field(default_factory=list)
    """Of what is booked and not kept: a lock file, Thumbs.db."""
    again: int = 0
    """Things that the ledger had before."""
    refused: list[Finding] = field(default_factory=list)
    """What the machine did not let us keep or book."""
    missing: list[Finding] = field(default_factory=list)
    """Paths that lead nowhere."""
    is_stopped: bool = False
    """The machine lets nothing more be kept or booked."""

    def take(self, path: Path, forbidden: Rule | None) -> None:
        """Keeps, judges and books one file, and everything packed in it."""
        place = Source(str(path))
        forbidden = forbidden or _closed(path)
        if forbidden in _UNTAKEN:
            told = self.missing if forbidden is files.NOT_FOUND else self.refused
            told.append(forbidden.at(place))
            return
        name = shown_name(path.name)
        try:
            digest, arrivals = self._kept(path, name, forbidden)
            bookings, received = self._judged(arrivals, digest, name)
        except OSError as error:
            self.refused.append(catalogue.NOT_KEPT.at(place, reason=reason(error)))
            self.is_stopped = error.errno == ENOSPC
            return
        try:
            if bookings:
                append(self.workspace.ledger(self.period), bookings)
        except OSError as error:
            self.refused.append(catalogue.NOT_BOOKED.at(place, reason=reason(error)))
            self.is_stopped = True
            return
        self.booked.update((booking.key, booking.convert_legacy) for booking in bookings)
        if digest:
            self.received += received
        else:
            self.told += [each.judgement for each in received]

    def _kept(self, path: Path, name: str, forbidden: Rule | None) -> tuple[str, Iterator[Arrival]]:
        """SHA-256 of the copy that is kept, and what it brings; what is no report at all is not kept."""
        if forbidden is not None:
            return "", iter((Arrival(name, None, None, forbidden.at(Source(name))),))
        if is_ignored(name) is not None or not path.is_file():
            return "", unpacked(path, name)
        kept = keep(path, self.workspace.originals(self.period))
        return kept.sha256, unpacked(kept.path, name, kept.modified)

    def _judged(
        self, arrivals: Iterator[Arrival], digest: str, name: str
    ) -> tuple[list[Booking], list[Received]]:
        """Lines for the ledger and judgements, of what it does not have yet."""
        bookings: list[Booking] = []
        received: list[Received] = []
        for arrival in arrivals:
            key = (digest, name, inside(arrival, name))
            if self.booked.get(key, False) or (key in self.booked and not self.convert_legacy):
                self.again += 1
                continue
            shown = self._shown(arrival, key)
            each = judged(shown, self.register, self.period, self.before)
            received.append(each)
            bookings.append(self._booking(shown, each, key))
        return bookings, received

    def _shown(self, arrival: Arrival, key: tuple[str, str, str]) -> Arrival:
        """The arrival as the month will show it."""
        asked = replace(arrival, convert_legacy=self.convert_legacy)
        is_kept, _, _ = key
        if key in self.shown:
            return replace(asked, file=self.shown[key])
        if not is_kept:
            return asked
        named = named_once(asked, self.names)
        self.shown[key] = named.file
        return named

    def _booking(self, arrival: Arrival, received: Received, key: tuple[str, str, str]) -> Booking:
        digest, name, within = key
        judgement, receipt = received.judgement, received.receipt if arrival.receipt else None
        return Booking(
            original=digest,
            name=name,
            inside=within,
            sha256=received.sha256,
            received=receipt.at if receipt else None,
            evidence=receipt.evidence if receipt else "",
            sender=arrival.sender,
            booked=self.now,
            outcome=judgement.outcome,
            unit=judgement.unit or "",
            findings=tuple(dict.fromkeys(finding.code for finding in judgement.findings)),
            convert_legacy=self.convert_legacy,
        )


def _closed(path: Path) -> Rule | None:
    """What keeps us from opening it, if it is a file at all (a pipe would never end)."""
    try:
        if path.is_file():
            path.open("rb").close()
        return None if path.exists() else files.NOT_FOUND
    except OSError:
        return files.CANNOT_OPEN


@dataclass(frozen=True, slots=True)
class ReceivedFiles:
    """What came of one run of `receive`."""

    workspace: Workspace
    register: Register
    period: Period
    judgements: tuple[Judgement, ...]
    """Of this run, those that can be read judged together with everything of the month."""
    again: int
    """Things that the ledger had before."""
    untaken: tuple[Finding, ...]
    """What is to be said of files that were not taken."""
    missing: tuple[Finding, ...]
    """Those of them whose path leads nowhere."""
    refused: tuple[Finding, ...]
    """Those of them that the machine did not let us keep or book."""
    returned: tuple[Returned, ...]


def receive_files(
    root: Path,
    text: str,
    paths: Sequence[Path],
    as_of: str | None = None,
    *,
    convert_legacy: bool = False,
    progress: Progress = Unseen,
) -> ReceivedFiles:
    """Takes in everything in `paths`; what the ledger has already is not booked twice.

    With `convert_legacy` the ledger also keeps, of each of them, that its TCVN3 and VNI texts are
    to be taken as what they most likely say.

    Raises:
        Stopped: no such period; no sound register; a ledger that cannot be read.
    """
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root)
    before = read_before(workspace, register, period, progress=progress)
    ledger = open_ledger(workspace, period)
    sweep(workspace.originals(period), time.time())
    booked = {booking.key: booking.convert_legacy for booking in ledger.bookings}
    names: dict[str, int] = {}
    shown = names_in(ledger, names)
    reception = _Reception(
        workspace, register, period, before, now, convert_legacy, booked, shown, names
    )
    own = _take_all(reception, paths, progress)
    month = read_month(
        workspace, register, period, before, known=reception.received, progress=progress
    )
    desk = MailDesk(workspace, in_house_style(register), period, now)
    returned = return_files(ReturnDesk(desk, register, month, before))
    return ReceivedFiles(
        workspace,
        register,
        period,
        tuple(_of_this_run(reception, month)),
        reception.again,
        (*own, *reception.missing, *reception.refused),
        tuple(reception.missing),
        tuple(reception.refused),
        returned,
    )


def _take_all(
    reception: _Reception, paths: Sequence[Path], progress: Progress
) -> tuple[Finding, ...]:
    """Takes everything in `paths` that units can have sent; gives what is to be said of the rest."""
    workspace, period = reception.workspace, reception.period
    everything = list(walk(paths))
    is_own = _own(workspace, period)
    given = [each for each in everything if not is_own(each[0])]
    with progress(f"Tiếp nhận kỳ {period}", len(given)) as waiting:
        for number, (path, forbidden) in enumerate(given, 1):
            reception.take(path, forbidden)
            waiting.step()
            if reception.is_stopped:
                place = Source(workspace.shown(workspace.data / str(period)))
                left = catalogue.NOT_REACHED.at(place, count=len(given) - number)
                reception.refused += [left] if number < len(given) else []
                break
    left_out = len(everything) - len(given)
    place = Source(workspace.shown(workspace.root))
    return (catalogue.OWN_FILES.at(place, count=left_out),) if left_out else ()


def _own(workspace: Workspace, period: Period) -> Callable[[Path], bool]:
    """Tells of a file whether the program makes it, or works with it: no unit sent it."""
    state, _ = state_file(workspace.root)
    made = (workspace.out(period).parent, workspace.templates.parent, state.parent)
    folders = {folder.resolve() for folder in made}
    register, months = workspace.register.resolve(), workspace.data.resolve()
    of_a_month = {workspace.ledger(period).name, workspace.editor(period).name}

    def is_own(path: Path) -> bool:
        there = path.resolve()
        is_of_month = there.parent.parent == months and there.name in of_a_month
        is_half_written = months in there.parents and there.name.startswith(TEMPORARY)
        is_kept = there == register or is_of_month or is_half_written
        return is_kept or not folders.isdisjoint(there.parents)

    return is_own


def _of_this_run(reception: _Reception, month: Month) -> list[Judgement]:
    """What was received now, what can be read judged together with everything of the month."""
    now = {each.judgement.file for each in reception.received}
    settled = [judgement for judgement in month.batch.judgements if judgement.file in now]
    return [*settled, *reception.told]
