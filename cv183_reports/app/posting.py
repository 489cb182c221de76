"""`mail --send`: the drafts of one kind leave through the office's own server, each booked before and after.

What is sent is what lies in the drafts. Sent before is told by the book: the same unit, the same kind,
the same files. A reminder holds for half a day: who still owes tomorrow is reminded again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import make_msgid
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen, Waiting
from cv183_reports.app.mail import Drafts, make_drafts, units_named
from cv183_reports.app.month import open_sent
from cv183_reports.app.opening import chosen_units, period_of, register_and_findings
from cv183_reports.catalogue import outbox as catalogue
from cv183_reports.catalogue import register as rules
from cv183_reports.catalogue.files import reason
from cv183_reports.model import LOCAL, MailServer, Source, Unit
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.outbox.drafts import MailDraft, Postmark, matter_of, write_letter
from cv183_reports.outbox.sending import Carrier, Handover, NoCarrier, Outgoing, Reply, connect
from cv183_reports.outbox.sent import (
    Fate,
    MailKind,
    Posted,
    SentBook,
    SentFile,
    book_after,
    not_given,
)
from cv183_reports.register.sheets import SettingsTable
from cv183_reports.validation.reading import at_most
from cv183_reports.vietnamese.wording import instant
from cv183_reports.workspace.folder import Placed, Workspace, sha256

PAUSES = (30, 60, 120, 240, 300)
"""Seconds before each new try of what the server put off: greylisting asks for some minutes."""
_LOST_IN_A_ROW = 3
"""Connections that may break one after the other before it is better to wait."""
_TRIES, _PAUSE = 5, 1.0
"""How often, and after how many seconds, the book is tried again once a mail has left."""


class DueLetter(Struct, frozen=True):
    """One mail that is to leave."""

    draft: MailDraft
    unit: Unit
    to: tuple[str, ...]
    """Those of its addresses that have not had it."""
    message_id: str
    is_again: bool = False
    """Whether it leaves though the book has it: somebody named the unit."""


class Posting(Struct, frozen=True):
    """What is to be sent, for a person to look at before."""

    server: MailServer
    kind: MailKind
    drafts: Drafts
    book: Path
    letters: tuple[DueLetter, ...]
    done: int
    """Mails that the book has already."""
    findings: tuple[Finding, ...]

    @property
    def sender_name(self) -> str:
        """Who writes."""
        return self.drafts.desk.register.settings.board.name


def prepare(
    root: Path,
    text: str,
    kind: MailKind,
    units: Sequence[str] = (),
    groups: Sequence[str] = (),
    as_of: str | None = None,
    resend: Sequence[str] = (),
    progress: ShowProgress = Unseen,
) -> Posting:
    """Writes the drafts, and says which of them are to be sent. Opens no connection.

    `resend` names units that get theirs even though the book has it, or cannot tell.

    Raises:
        Stopped: as `make_drafts`; no server; a book that cannot be read.
    """
    period, workspace = period_of(text), Workspace(root)
    register, told = register_and_findings(workspace, period)
    server = _server(workspace, register.settings.mail_server, told)
    again = chosen_units(register, period, resend, ()) if resend else ()
    book = open_sent(workspace, period)
    if unknown := tuple(f for f in book.findings if f.severity is Severity.ERROR):
        raise Stopped(unknown, Cause.FINDINGS)
    made = make_drafts(root, text, kind, units, groups, as_of, progress)
    chosen = _Choice(kind, book, server, frozenset(unit.code for unit in again))
    for draft, output in zip(made.letters, made.outputs, strict=True):
        if output.placed is Placed.FAILED:
            continue
        is_ours = output.placed in (Placed.WRITTEN, Placed.UNCHANGED) and not output.finding
        chosen.consider(draft, workspace.shown(output.path), is_ours=is_ours)
    chosen.conclude(workspace, made, again)
    findings = (*made.findings, *book.findings, *chosen.findings)
    path = workspace.sent_book(period)
    return Posting(server, kind, made, path, tuple(chosen.letters), chosen.done, findings)


def _server(workspace: Workspace, server: MailServer | None, told: Sequence[Finding]) -> MailServer:
    if server is not None:
        return server
    wrong = [
        replace(finding, severity=Severity.ERROR)
        for finding in told
        if finding.code == rules.MAIL_SERVER_MALFORMED.code
    ]
    place = Source(workspace.register.name, SettingsTable.SHEET.name)
    raise Stopped(tuple(wrong) or (catalogue.NO_SERVER.at(place),), Cause.FINDINGS)


class _Choice(Struct):
    """Which drafts leave, and what is to be said of the others."""

    kind: MailKind
    book: SentBook
    server: MailServer
    again: frozenset[str]
    letters: list[DueLetter] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    done: int = 0
    unaddressed: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def consider(self, draft: MailDraft, file: str, *, is_ours: bool) -> None:
        """One draft, and whether its file is as we wrote it."""
        unit = draft.recipient
        if unit is None:
            self.unaddressed.append(file.rpartition("/")[2])
            return
        self.seen.add(unit.code)
        since = self.kind.since(datetime.now(LOCAL))
        standing = self.book.standing(matter_of(self.kind, draft), since)
        unknown = [line for line in standing.values() if line.is_unsure]
        is_again = unit.code in self.again
        left = unit.addresses if is_again else not_given(standing, unit.addresses)
        if unknown and not is_again:
            self.findings.append(unsure(unit, unknown[-1]))
        if not left:
            self.done += bool(unit.addresses) and not unknown
        elif not is_ours:
            self.findings.append(catalogue.EDITED_DRAFT.at(Source(file)))
        else:
            name = unknown[-1].message_id if unknown else ""
            domain = self.server.sender.rpartition("@")[2]
            letter = DueLetter(draft, unit, left, name or make_msgid(domain=domain), is_again)
            self.letters.append(letter)

    def conclude(self, workspace: Workspace, made: Drafts, again: Sequence[Unit]) -> None:
        """What is to be said of all of them."""
        place = Source(workspace.shown(made.folder))
        if self.unaddressed:
            files = at_most(self.unaddressed, catalogue.MORE)
            told = {"count": len(self.unaddressed), "files": files}
            self.findings.append(catalogue.NO_ADDRESSEE.at(place, **told))
        changed = [letter.unit for letter in self.letters if self._is_changed(letter)]
        if changed:
            told = {"count": len(changed), "units": units_named(changed)}
            self.findings.append(catalogue.CHANGED_SINCE.at(place, **told))
        if strange := [unit for unit in again if unit.code not in self.seen]:
            self.findings.append(catalogue.NOT_TO_RESEND.at(place, units=units_named(strange)))

    def _is_changed(self, letter: DueLetter) -> bool:
        last = self.book.last(self.kind, letter.unit.code)
        matter = matter_of(self.kind, letter.draft)
        return last is not None and self.kind is not MailKind.REMINDERS and last.matter != matter


def unsure(unit: Unit, line: Posted) -> Finding:
    """That nobody knows whether the mail of that line came."""
    told = {"at": (instant(line.at),), "addresses": line.to, "unit": unit.code}
    return catalogue.UNSURE.at(Source(unit.labelled), **told)


_SERVICE = "cv183-report"
"""Under which the system's own store keeps the password, if somebody asked for that."""


def can_keep_passwords() -> bool:
    """Whether the system's store can be reached from here."""
    return find_spec("keyring") is not None


def kept_password(server: MailServer) -> str | None:
    """The password in the system's own store; None: there is none, or no store."""
    if not can_keep_passwords():
        return None
    try:
        import keyring

        kept: str | None = keyring.get_password(_SERVICE, f"{server.user}@{server.host}")
    except Exception:  # noqa: BLE001 - each system's store has errors of its own (Windows: pywintypes.error)
        return None
    return kept


def keep_password(server: MailServer, password: str) -> bool:
    """Puts the password into the system's own store, and never into a file; whether it took it."""
    try:
        import keyring

        keyring.set_password(_SERVICE, f"{server.user}@{server.host}", password)
    except Exception:  # noqa: BLE001 - as above
        return False
    return True


class SendingResult(Struct, frozen=True):
    """What became of it."""

    sent: int
    """Mails that left now."""
    left: int
    """Mails that did not, and can be tried again."""
    findings: tuple[Finding, ...]
    cause: Cause | None
    """None: all left."""
    is_login_refused: bool = False
    is_cut: bool = False
    """Whether a person stopped it."""


Wait = Callable[[int, int], None]
"""Waits so many seconds; as many mails are waiting."""


def wait_quietly(seconds: int, _: int) -> None:
    """Waits without a word."""
    time.sleep(seconds)


def post(
    posting: Posting, password: str, progress: ShowProgress = Unseen, wait: Wait = wait_quietly
) -> SendingResult:
    """Sends the letters of `posting`, each booked before and after; nothing that a network does raises.

    Ctrl+C stops it in good order.
    """
    carrier = connect(posting.server, password)
    if isinstance(carrier, NoCarrier):
        cause = Cause.FINDINGS if carrier.is_login else Cause.MACHINE
        found = (carrier.finding,)
        return SendingResult(0, len(posting.letters), found, cause, carrier.is_login)
    with progress("Gửi thư", len(posting.letters)) as bar:
        run = _Run(posting, carrier, password, bar)
        try:
            run.all(wait)
        except _Halted as halted:
            run.findings.append(halted.finding)
            run.cause = halted.cause
        except KeyboardInterrupt:
            run.is_cut = True
        finally:
            run.carrier.close(politely=not run.is_cut)
    return run.result()


class _Halted(Exception):  # noqa: N818 - no error of the program
    """Nothing more can be sent."""

    def __init__(self, finding: Finding, cause: Cause) -> None:
        super().__init__(finding.message)
        self.finding, self.cause = finding, cause


class _Run(Struct):
    """One run of sending, under way."""

    posting: Posting
    carrier: Carrier
    password: str
    bar: Waiting
    sent: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    """Units of which nothing more is to be tried."""
    put_off: dict[str, Reply] = field(default_factory=dict)
    trouble: Finding | None = None
    """Why there was no connection the last time."""
    findings: list[Finding] = field(default_factory=list)
    cause: Cause | None = None
    is_cut: bool = False

    def all(self, wait: Wait) -> None:
        """Every letter; what was put off again after a pause, as long as the patience lasts."""
        letters = self._round(self.posting.letters)
        for pause in PAUSES:
            if not letters:
                return
            self.carrier.close()
            wait(pause, len(letters))
            letters = self._round(letters)
        if letters and self.trouble:
            raise _Halted(self.trouble, Cause.MACHINE)
        for letter in letters:
            reply = self.put_off.get(letter.unit.code, Reply(0))
            place = Source(letter.unit.labelled)
            self.findings.append(catalogue.PUT_OFF.at(place, answer=reply.quoted))

    def _round(self, letters: Sequence[DueLetter]) -> list[DueLetter]:
        """One try of each; those that are to be tried again."""
        left: list[DueLetter] = []
        lost = 0
        for number, letter in enumerate(letters):
            if lost == _LOST_IN_A_ROW or not self._is_connected():
                return [*left, *letters[number:]]
            again = self._try(letter)
            if again and not self.carrier.is_open and self._is_connected():
                again = self._try(again)
            lost = 0 if self.carrier.is_open else lost + 1
            if again:
                left.append(again)
            else:
                self.over.add(letter.unit.code)
                self.bar.step()
        return left

    def _is_connected(self) -> bool:
        if self.carrier.is_open:
            return True
        found = connect(self.posting.server, self.password)
        if isinstance(found, NoCarrier):
            if not found.is_for_now:
                raise _Halted(found.finding, Cause.MACHINE)
            self.trouble = found.finding
            return False
        self.carrier, self.trouble = found, None
        return True

    def _try(self, letter: DueLetter) -> DueLetter | None:
        """Sends one letter; what of it is to be tried again."""
        posting, now = self.posting, datetime.now(LOCAL)
        mark = Postmark(posting.server.sender, posting.sender_name, now, letter.message_id)
        data = write_letter(letter.draft, posting.drafts.desk.register, mark)
        if not self._book_leaving(letter, now):
            return None
        try:
            outgoing = Outgoing(posting.server.sender, letter.to, data)
            handover = self.carrier.deliver(outgoing)
        except KeyboardInterrupt:
            if not self.carrier.is_handed_over:
                self._book(self._line(letter, Fate.NOT_SENT, letter.to, Reply(0)))
            raise
        self._book(*self._lines(letter, handover))
        return self._judged(letter, handover)

    def _judged(self, letter: DueLetter, handover: Handover) -> DueLetter | None:
        """What is to be said of it; what of it is to be tried again."""
        place, reply, refused = Source(letter.unit.labelled), handover.reply, handover.refused
        others = tuple(address for address in letter.to if address not in refused)
        later = {each: answer for each, answer in refused.items() if answer.is_for_now}
        for address in [each for each in refused if each not in later]:
            told = {"address": (address,), "answer": refused[address].quoted}
            self.findings.append(catalogue.ADDRESS_REFUSED.at(place, **told))
        if handover.fate is Fate.SENT:
            self.sent.add(letter.unit.code)
        elif handover.fate is Fate.UNSURE:
            self.findings.append(
                unsure(letter.unit, self._line(letter, Fate.UNSURE, others, reply))
            )
        elif others and reply.is_for_now:
            later |= dict.fromkeys(others, reply)
        elif others and handover.is_of_sender:
            told = {"sender": (self.posting.server.sender,), "answer": reply.quoted}
            raise _Halted(catalogue.SENDER_REFUSED.at(place, **told), Cause.FINDINGS)
        elif others:
            self.findings.append(catalogue.LETTER_REFUSED.at(place, answer=reply.quoted))
        self.put_off[letter.unit.code] = next(iter(later.values()), reply)
        to = tuple(address for address in letter.to if address in later)
        return replace(letter, to=to) if to else None

    def _lines(self, letter: DueLetter, handover: Handover) -> list[Posted]:
        """What the book says of it: of those that took it, and of each that did not."""
        refused = handover.refused
        if handover.fate is not Fate.SENT and not refused:
            return [self._line(letter, handover.fate, letter.to, handover.reply)]
        taken = tuple(address for address in letter.to if address not in refused)
        lines = [self._line(letter, handover.fate, taken, handover.reply)] if taken else []
        return lines + [
            self._line(letter, Fate.NOT_SENT, (address,), reply)
            for address, reply in refused.items()
        ]

    def _line(
        self,
        letter: DueLetter,
        fate: Fate,
        to: tuple[str, ...],
        reply: Reply,
        at: datetime | None = None,
    ) -> Posted:
        draft, server = letter.draft, self.posting.server
        return Posted(
            fate=fate,
            kind=self.posting.kind,
            unit=letter.unit.code,
            to=to,
            subject=draft.subject,
            files=tuple(SentFile(each.name, sha256(each.data)) for each in draft.attachments),
            about=draft.about,
            message_id=letter.message_id,
            server=f"{server.host}:{server.port}",
            answer=str(reply),
            at=at or datetime.now(LOCAL),
        )

    def _book_leaving(self, letter: DueLetter, now: datetime) -> bool:
        """Books that it is about to leave; False: another program was quicker, or has it in hand."""
        since, booked = self.posting.kind.since(now), False

        def decide(book: SentBook) -> tuple[Posted, ...]:
            nonlocal booked
            line = self._line(letter, Fate.LEAVING, letter.to, Reply(0), now)
            left = not_given(book.standing(line.matter, since), letter.to)
            booked = letter.is_again or left == letter.to
            return (line,) if booked else ()

        try:
            book_after(self.posting.book, decide)
        except OSError as error:
            place = Source(letter.unit.labelled)
            told = {"reason": reason(error)}
            raise _Halted(catalogue.NOT_BOOKED.at(place, **told), Cause.MACHINE) from None
        return booked

    def _book(self, *lines: Posted) -> None:
        """Books what became of a mail, with patience: nothing else can tell it any more."""
        for left in reversed(range(_TRIES)):
            try:
                return book_after(self.posting.book, lambda _: lines)
            except OSError as error:
                if left:
                    time.sleep(_PAUSE)
                    continue
                is_out = lines[0].fate is not Fate.NOT_SENT
                rule = catalogue.SENT_UNBOOKED if is_out else catalogue.NOT_BOOKED
                found = rule.at(Source(lines[0].unit), reason=reason(error))
                raise _Halted(found, Cause.MACHINE) from None
        return None

    def result(self) -> SendingResult:
        """What became of all of it."""
        left = sum(each.unit.code not in self.over for each in self.posting.letters)
        is_whole = not self.findings and not self.is_cut
        cause = self.cause or (None if is_whole else Cause.FINDINGS)
        findings = tuple(self.findings)
        return SendingResult(len(self.sent), left, findings, cause, is_cut=self.is_cut)
