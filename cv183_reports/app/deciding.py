"""What a person decides of files that came, booked as lines of the ledger: one is taken, one set aside, a call taken back."""

from __future__ import annotations

import difflib
from datetime import datetime
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.history import read_before
from cv183_reports.app.journal import outdated_by
from cv183_reports.app.month import Month, decisions_of, open_ledger, read_month
from cv183_reports.app.opening import clock, open_register, period_of
from cv183_reports.app.receive import ReceivedFiles
from cv183_reports.catalogue import intake as catalogue
from cv183_reports.catalogue.intake import MORE_FILES
from cv183_reports.catalogue.machine import refusal
from cv183_reports.intake.guard import shown_name
from cv183_reports.intake.inbox import names_in
from cv183_reports.intake.ledger import (
    Decision,
    Ledger,
    LedgerLine,
    Will,
    Withdrawal,
    append,
    new_call,
    sha256_of,
)
from cv183_reports.model import Register, Source
from cv183_reports.model.finding import Rule, Severity
from cv183_reports.validation.batch import Received, settle
from cv183_reports.validation.reading import at_most
from cv183_reports.vietnamese.wording import lower_first
from cv183_reports.workspace.folder import Workspace


class Wish(Struct, frozen=True):
    """What a person wants done with what came: one of these."""

    take: str = ""
    """The file that counts for its unit."""
    set_aside: str = ""
    """The file that counts for nothing."""
    reason: str = ""
    """Why it is set aside."""
    undo: bool = False
    """The last call is taken back."""


def decide(
    root: Path, text: str, wish: Wish, as_of: str | None = None, *, progress: ShowProgress = Unseen
) -> ReceivedFiles:
    """Books what a person decided of files of the month; nothing is deleted, all can be taken back.

    Raises:
        Stopped: no such period or file; the file cannot count; nothing to take back; no sound
            register; a ledger that cannot be read or written.
    """
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root, period)
    before = read_before(workspace, register, period, now=now, progress=progress)
    month = read_month(workspace, register, period, before, progress=progress)
    deciding = _Deciding(workspace, register, month, now)
    lines = deciding.lines(wish)
    try:
        append(workspace.ledger(period), lines)
    except OSError as error:
        place = Source(workspace.shown(workspace.ledger(period)))
        raise Stopped((refusal(error, place, catalogue.NOT_BOOKED),), Cause.MACHINE) from None
    undone = deciding.ledger.last_call if wish.undo else ()
    month = read_month(workspace, register, period, before, known=month.received, progress=progress)
    decided = () if wish.undo else lines
    return ReceivedFiles(
        workspace,
        register,
        now,
        before,
        month,
        decided=decided,
        undone=undone,
        outdated=tuple(outdated_by(workspace, month)),
    )


def _file_on(path: Path) -> Path | None:
    """The file on disk that `path` names, or in which it names something (``thư.eml/bc.xlsx``)."""
    try:
        return next((each for each in (path, *path.parents) if each.is_file()), None)
    except (OSError, ValueError):
        return None


class _Deciding(Struct, dict=True):
    """One decision, before it is booked."""

    workspace: Workspace
    register: Register
    month: Month
    now: datetime
    call: str = field(default_factory=new_call)

    @cached_property
    def ledger(self) -> Ledger:
        """What was booked of the month so far."""
        return open_ledger(self.workspace, self.month.period)

    def lines(self, wish: Wish) -> tuple[LedgerLine, ...]:
        """What is to be booked.

        Raises:
            Stopped: it cannot be done.
        """
        if wish.undo:
            if not self.ledger.last_call:
                raise self._refused(catalogue.NOTHING_TO_UNDO, "--undo")
            return (Withdrawal(self.ledger.last_call[0].call, self.now, self.call),)
        if wish.take:
            return (self._taken(wish.take),)
        found = self._meant(wish.set_aside, "--set-aside")
        return tuple(self._decision(each, Will.SET_ASIDE, reason=wish.reason) for each in found)

    def _taken(self, value: str) -> Decision:
        """The choice of the one file that is meant, if it can count."""
        meant = self._meant(value, "--take")
        able = {each.sha256: each for each in meant if each.judgement.filing is not None}
        if not able:
            raise self._in_vain(meant[0])
        if len(able) > 1:
            files = at_most([f"«{each.judgement.file}»" for each in able.values()], MORE_FILES)
            told = {"value": value, "count": len(able), "files": files}
            raise self._refused(catalogue.SEVERAL_FILES, "--take", **told)
        (chosen,) = able.values()
        unit = chosen.judgement.unit or ""
        over = {
            each.sha256
            for each in self.month.received
            if each.judgement.unit == unit and each.judgement.filing is not None
        }
        decision = self._decision(chosen, Will.TAKE, over=tuple(sorted(over - {chosen.sha256})))
        ledger = replace(self.ledger, decisions=(*self.ledger.decisions, decision))
        decided = decisions_of(ledger, self.month.received)
        batch = settle(self.month.received, self.register, decided)
        same = {e.judgement.file for e in self.month.received if e.sha256 == chosen.sha256}
        if same.isdisjoint(filing.file for filing in batch.filings):
            raise self._in_vain(chosen)
        return decision

    def _meant(self, value: str, option: str) -> list[Received]:
        """The files that a person means: by the name on the screen, of a mail or .zip, or by a path.

        Quotation marks in the name are lost where a person quotes it, as the remedies do.
        """
        name = shown_name(value)
        received = self.month.received
        found = [each for each in received if each.judgement.file == name]
        found = found or [e for e in received if e.judgement.file.startswith(f"{name}/")]
        found = found or [e for e in received if e.judgement.file.replace('"', "") == name]
        path = _file_on(Path(value))
        found = found or (self._out_of(path, Path(value)) if path else [])
        if found:
            return found
        if path is not None:
            raise self._refused(catalogue.NOT_RECEIVED, value, path=path)
        near = difflib.get_close_matches(name, [each.judgement.file for each in received], n=3)
        hint = (f"; gần giống: {', '.join(f'«{each}»' for each in near)}" * bool(near),)
        raise self._refused(catalogue.NO_SUCH_FILE, option, value=value, near=hint)

    def _out_of(self, path: Path, value: Path) -> list[Received]:
        """What came with the bytes of a file on disk or out of it; of a mail or .zip only what `value` names within it."""
        found = self._with_bytes_of(path)
        within = shown_name(value.relative_to(path).as_posix()) if value != path else ""
        return [e for e in found if e.judgement.file.endswith(f"/{within}")] if within else found

    def _with_bytes_of(self, path: Path) -> list[Received]:
        """What came with the bytes of that file on disk, or out of it."""
        try:
            digest = sha256_of(path)
        except (OSError, ValueError):
            return []
        keys = names_in(self.ledger, {})
        inside = {file for (original, _, _), file in keys.items() if original == digest}
        return [
            each
            for each in self.month.received
            if each.sha256 == digest or each.judgement.file in inside
        ]

    def _decision(
        self, each: Received, will: Will, *, over: tuple[str, ...] = (), reason: str = ""
    ) -> Decision:
        names = {file: key for key, file in names_in(self.ledger, {}).items()}
        file = each.judgement.file
        original, name, within = names.get(file, ("", file, ""))
        unit = each.judgement.unit or ""
        return Decision(
            will, original, name, within, each.sha256, unit, over, reason, self.now, self.call
        )

    def _in_vain(self, each: Received) -> Stopped:
        errors = [f for f in each.judgement.findings if f.severity is Severity.ERROR]
        why = (f": {lower_first(errors[0].message)}" if errors else "",)
        return self._refused(catalogue.TAKE_IN_VAIN, each.judgement.file, why=why)

    def _refused(self, rule: Rule, place: str, **told: object) -> Stopped:
        period = self.month.period
        return Stopped((rule.at(Source(place), period=period, **told),), Cause.USAGE)
