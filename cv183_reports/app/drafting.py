"""Drafts of the month's e-mails, each from its text in templates/mail: what is sent out, returned, reminded of, handed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import asdict

from cv183_reports.app import Stopped
from cv183_reports.app.opening import read_file
from cv183_reports.catalogue import outbox as drafts
from cv183_reports.model import Filing, Issuer, Period, Register, Source, Unit
from cv183_reports.model.finding import Finding, Outcome
from cv183_reports.ooxml.package import carries
from cv183_reports.outbox.drafts import (
    Enclosure,
    MailDraft,
    cover_note,
    fault_points,
    note_points,
)
from cv183_reports.outbox.sent import MailKind, Matter
from cv183_reports.validation.batch import Received
from cv183_reports.validation.receipt import is_late
from cv183_reports.vietnamese.text import place_tones
from cv183_reports.vietnamese.wording import SAMPLE_MARK, instant, instant_if_known, period_noun
from cv183_reports.workspace.folder import Workspace, sha256

if TYPE_CHECKING:  # imported when a text is filled in: most runs find what goes back made
    from cv183_reports.template.text import TextTemplate

DRAFTS = "thu"
"""Within the folder of the period: one folder for each `MailKind`."""
RETURNS_FOLDER = "tra-lai"
"""Within the folder of the period: one folder for each unit, named by its code."""
FORM, REMINDER, RETURN, UNIT_REPORT = "bieu-mau", "don-doc", "tra-lai", "bao-cao-don-vi"
FILL_AGAIN, AFTER_CLOSING, RECEIPT = "dien-lai", "sau-chot", "da-nhan"
"""Texts in templates/mail; documents to the leadership have texts of their own names."""

_SAMPLE_MARKS = tuple(place_tones(SAMPLE_MARK, new_style=style) for style in (False, True))
"""As files say it in a register of either style."""
_HEAVY = 20 << 20
"""Bytes of all attachments of one e-mail that the usual mail server still takes."""


def matter_of(kind: MailKind, draft: MailDraft) -> Matter:
    """What `draft`, one of that kind to a unit, is when it is sent."""
    assert draft.recipient is not None, "what has no recipient is not sent"
    files = frozenset(sha256(attachment.data) for attachment in draft.attachments)
    return Matter(kind, draft.recipient.code, files, draft.about)


Drafted = tuple[MailDraft | None, tuple[Finding, ...]]
"""A draft and what is to be said of it; None when an error keeps it from being made."""


class MailDesk(Struct):
    """Where the drafts of one month are written: each text opened once."""

    workspace: Workspace
    register: Register
    """In the house style."""
    period: Period
    now: datetime
    invented: bool = False
    """Whether the drafts rest on invented figures though no attachment says so."""
    _texts: dict[str, tuple[TextTemplate | None, tuple[Finding, ...]]] = field(default_factory=dict)

    @property
    def due(self) -> datetime:
        """Until when (exclusive) the month's files have to come."""
        return self.register.due(self.period)

    def draft(
        self,
        text: str,
        unit: Unit | None,
        attachments: Sequence[Enclosure],
        points: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
        issuer: Issuer | None = None,
        about: str = "",
    ) -> Drafted:
        """The draft to `unit` (None: to the leadership) from the text of that name.

        `issuer` is who writes; None: the board. `about`: see `MailDraft`.
        """
        settings = self.register.settings
        template, found = self._opened(text)
        if template is None:
            return None, found
        sample = self.invented or any(carries(each.data, _SAMPLE_MARKS) for each in attachments)
        note = cover_note(
            self.register.profile.dispatch,
            issuer or settings.board,
            self.period,
            self.due,
            unit,
            attachments=tuple(attachment.name for attachment in attachments),
            points=points,
            notes=notes,
            overdue=self.now >= self.due,
            sample=SAMPLE_MARK if sample else "",
        )
        letter, faults = template.render(asdict(note))
        if letter is None:
            return None, (*found, *faults)
        heavy = _too_heavy(unit.name if unit else text, attachments)
        subject = f"[{SAMPLE_MARK}] {letter.subject}" if sample else letter.subject
        draft = MailDraft(unit, subject, letter.body, tuple(attachments), about)
        return draft, (*found, *faults, *heavy)

    def _opened(self, text: str) -> tuple[TextTemplate | None, tuple[Finding, ...]]:
        from cv183_reports.template.text import load_text_template

        if text not in self._texts:
            path = self.workspace.mail_templates / f"{text}.txt"
            name = self.workspace.shown(path)
            try:
                self._texts[text] = (
                    load_text_template(read_file(path), name)
                    if path.is_file()
                    else (None, (drafts.NO_TEMPLATE.at(Source(name)),))
                )
            except Stopped as stopped:
                self._texts[text] = None, stopped.findings
        return self._texts[text]


def form_draft(desk: MailDesk, unit: Unit, form: Enclosure) -> Drafted:
    """The month's form, sent out."""
    return desk.draft(FORM, unit, (form,))


def reminder_draft(
    desk: MailDesk, unit: Unit, points: tuple[str, ...], attachments: Sequence[Enclosure]
) -> Drafted:
    """A reminder of what is owed (`points`, see `narrative.filing`)."""
    about = sha256("\n".join((*points, str(desk.now >= desk.due))).encode())
    return desk.draft(REMINDER, unit, attachments, points, about=about)


def return_draft(
    desk: MailDesk,
    unit: Unit,
    findings: Sequence[Finding],
    attachments: Sequence[Enclosure],
    *,
    marked: bool = True,
) -> Drafted:
    """What the unit sent, returned: the errors among `findings`, and its workbook.

    `marked`: whether that is what it sent, with every fault marked; else it is a form to fill in anew.
    """
    text = RETURN if marked else FILL_AGAIN
    return desk.draft(text, unit, attachments, fault_points(findings, remedies=marked))


def receipt_draft(desk: MailDesk, unit: Unit, received: Received, filing: Filing) -> Drafted:
    """A receipt for the file that counts: what came when, how it is counted, what was noted in it."""
    receipt = filing.receipt
    is_whole = received.judgement.outcome is not Outcome.HAS_ERRORS
    how = drafts.LATE if is_late(filing, desk.register) else drafts.IN_TIME
    at = instant_if_known(receipt.at)
    name = filing.file.rpartition("/")[2]
    points = (
        drafts.RECEIVED_FILE.format(file=name, sha256=received.sha256),
        drafts.RECEIVED_AT.format(at=at, how=how if receipt.at else drafts.TIME_UNKNOWN),
        drafts.COUNTS_WHOLE if is_whole else drafts.COUNTS_IN_PART,
    )
    notes = note_points(received.judgement.findings)
    return desk.draft(RECEIPT, unit, (), points, notes, about=received.sha256)


def after_closing_draft(
    desk: MailDesk, unit: Unit, received: Received, closed: datetime
) -> Drafted:
    """A receipt for what came once the month was closed: when, and that it changes nothing published."""
    told = {"at": instant_if_known(received.receipt.at), "closed": instant(closed)}
    points = (drafts.CAME_AFTER_CLOSING.format(**told, noun=period_noun(desk.period.cycle)),)
    return desk.draft(AFTER_CLOSING, unit, (), points, about=received.sha256)


def unit_report_draft(desk: MailDesk, unit: Unit, report: Enclosure) -> Drafted:
    """The unit's own report, for its signature."""
    return desk.draft(UNIT_REPORT, unit, (report,))


def _too_heavy(addressed: str, attachments: Sequence[Enclosure]) -> tuple[Finding, ...]:
    size = sum(len(attachment.data) for attachment in attachments)
    if size <= _HEAVY:
        return ()
    told = {"size": -(-size >> 20), "limit": _HEAVY >> 20}
    return (drafts.TOO_HEAVY.at(Source(addressed), **told),)
