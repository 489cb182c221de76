"""Drafts of the month's e-mails: what each says, by every name that a text in templates/mail may use, and its file (.eml).

A draft is for one unit of the register, at all its addresses: a plain text, attachments.
``X-Unsent: 1`` makes Outlook and Thunderbird open the file as a message still to be sent. What the mail
program adds when a person sends it is left to it: From, Date and Message-ID. A Message-ID of ours,
the same at every build, would make mail servers drop a draft that is rightly sent a second time. A
letter that we send ourselves has all three, and is otherwise the draft to the letter.

The text is text/plain alone: the drafts need no looks, every program shows it as it is, and staff
who change it change the only copy there is (an HTML twin would keep the old words).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email import policy
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import asdict

from cv183_reports.catalogue import machine
from cv183_reports.catalogue import outbox as catalogue
from cv183_reports.catalogue.files import reason
from cv183_reports.catalogue.intake import TEXT_SHARED
from cv183_reports.model import Dispatch, Filing, Issuer, Period, Register, Source, Unit
from cv183_reports.model.consolidated import Consolidated, Debt, UnitFiling
from cv183_reports.model.finding import Finding, Outcome, Severity
from cv183_reports.narrative.filing import note
from cv183_reports.narrative.phrases import in_workbook
from cv183_reports.ooxml.package import carries
from cv183_reports.outbox.sent import MailKind, Matter
from cv183_reports.validation.batch import Received
from cv183_reports.validation.receipt import is_late
from cv183_reports.vietnamese.text import place_tones, to_ascii
from cv183_reports.vietnamese.wording import (
    SAMPLE_MARK,
    count,
    deadline_words,
    instant,
    instant_if_known,
    listed,
    lower_first,
    period_name,
    period_noun,
    sentence,
)
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
_MOST_FAULTS = 30
"""Points of one e-mail; the marked workbook has them all."""


class CoverNote(Struct, frozen=True):
    """What one e-mail says."""

    unit: str
    """Full name of the unit written to; empty for a document that goes to the leadership."""
    month: str
    """``tháng 9 năm 2025``, ``quý I năm 2026``."""
    noun: str
    """What such a period is called: ``tháng``, ``quý``."""
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
    officer_phone: str
    """May be empty."""
    attachments: tuple[str, ...]
    """Names of the files that go with it."""
    points: tuple[str, ...]
    """What is owed, or wrong, or came, one line each."""
    notes: tuple[str, ...]
    """What was noted in a file that counts, likewise."""
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
    notes: tuple[str, ...] = (),
    overdue: bool = False,
    sample: str = "",
) -> CoverNote:
    """The note of `issuer` to `unit` (None: the leadership) on `period`, whose files are due at `due`."""
    return CoverNote(
        unit.name if unit else "",
        period_name(period),
        period_noun(period.cycle),
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
        unit.officer_phone if unit else "",
        attachments,
        points,
        notes,
        sample,
    )


def owed_points(
    now: Consolidated, filing: UnitFiling, faults: tuple[str, ...] = (), *, is_marked: bool = False
) -> tuple[str, ...]:
    """What `filing`, one of those that owe, still owes; nothing for one that owes nothing.

    `faults`: the places to mend in a file that counts in part. `is_marked`: whether that file goes
    along with each of them marked.
    """
    month = period_name(now.period)
    why = note(now, filing)
    reasons = f" ({lower_first(why)})" if why else ""
    match filing.debt:
        case Debt.MISSING:
            late = (
                "; đề nghị gửi ngay, đồng thời cho biết lý do chậm" if now.as_of >= now.due else ""
            )
            return (f"Đơn vị chưa gửi báo cáo {month}{late}.",)
        case Debt.UNUSABLE:
            files = listed(file.rpartition("/")[2] for file in filing.files)
            sent = f"Tệp đơn vị đã gửi cho báo cáo {month} ({files})"
            return (f"{sent} chưa tổng hợp được{reasons}; đề nghị đơn vị gửi lại.",)
        case Debt.INCOMPLETE:
            sent = f"Đã nhận báo cáo {month} của đơn vị; còn nội dung, số liệu chưa thống nhất hoặc chưa đầy đủ"
            where = "tệp đính kèm, đã đánh dấu từng chỗ," if is_marked else "tệp đã gửi"
            ask = f"Đề nghị rà soát, bổ sung ngay trong {where} rồi gửi lại"
            if faults:
                return (f"{sent}. {ask}:", *faults)
            return (f"{sent}. {why}. {ask}.",)
        case None:
            return ()


def fault_points(findings: Iterable[Finding], *, remedies: bool = True) -> tuple[str, ...]:
    """The errors among `findings`, one line each: place, what is wrong, what to do.

    Without `remedies` where the letter itself says what to do: of a file that cannot be used at
    all, they are the office's, not the unit's.
    """
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    return _points(errors, remedies=remedies)


def note_points(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The warnings among `findings` on what stands in the sheets, one line each: place, what was noted.

    What the office alone is to look at has no place in a sheet (who sent the file, when it came), or
    is said of other units; so are most remedies, which are left out.
    """
    warnings = [
        finding
        for finding in findings
        if finding.severity is Severity.WARNING
        and finding.place.sheet
        and finding.code != TEXT_SHARED.code
    ]
    return _points(warnings, remedies=False)


def _points(findings: Sequence[Finding], *, remedies: bool) -> tuple[str, ...]:
    points = [_point(finding, remedies=remedies) for finding in findings[:_MOST_FAULTS]]
    if left := len(findings) - len(points):
        points.append(f"Và {count(left)} chỗ khác.")
    return tuple(dict.fromkeys(points))


def _point(finding: Finding, *, remedies: bool) -> str:
    where = in_workbook(finding.place)
    return f"{where}{sentence(finding.message)}{remedies * f' {finding.remedy}'}"


_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=75)
"""RFC 2047 allows an encoded word 75 characters."""
_LINE_END = re.compile(r"\r\n?|\n")


class AttachmentKind(Enum):
    """What an attachment is; the value is its MIME type."""

    EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"

    @property
    def extension(self) -> str:
        """``xlsx``."""
        return _EXTENSIONS[self]


_EXTENSIONS = {
    AttachmentKind.EXCEL: "xlsx",
    AttachmentKind.WORD: "docx",
    AttachmentKind.PDF: "pdf",
}


class Enclosure(Struct, frozen=True):
    """One file that goes with a draft."""

    title: str
    """What its name is made of, without extension: ``11560-Phường Thủy Nguyên-2025-09``."""
    data: bytes
    kind: AttachmentKind

    @property
    def name(self) -> str:
        """In ASCII, which every mail program gets right: ``11560-phuong-thuy-nguyen-2025-09.xlsx``."""
        return to_ascii(f"{self.title}.{self.kind.extension}").lower()


class MailDraft(Struct, frozen=True):
    """One e-mail, not yet sent."""

    recipient: Unit | None
    """None, or a unit without an address: the person who sends it fills in the recipient."""
    subject: str
    body: str
    """Plain text; lines end with ``\\n``."""
    attachments: tuple[Enclosure, ...] = ()
    about: str = ""
    """What tells it from another of its kind to the same unit beside the attachments: of a receipt, the file received."""


class Postmark(Struct, frozen=True):
    """What a letter that is sent has beside its draft."""

    sender: str
    """Address."""
    sender_name: str
    date: datetime
    message_id: str


def draft_name(title: str) -> str:
    """File name of a draft in ASCII: ``11560-phuong-thuy-nguyen-2025-09.eml``."""
    return to_ascii(f"{title}.eml").lower()


def write_draft(draft: MailDraft, register: Register) -> bytes:
    """The .eml file of `draft`; the same bytes for the same draft.

    Raises:
        ValueError: its recipient, or the recipient's address, is not the register's.
    """
    message = _message(draft, register)
    message["X-Unsent"] = "1"
    return message.as_bytes(policy=_WIRE)


def write_letter(draft: MailDraft, register: Register, postmark: Postmark) -> bytes:
    """The e-mail of `draft` as it leaves; lines end with CRLF, all of it is ASCII.

    Raises:
        ValueError: as `write_draft`.
    """
    message = _message(draft, register)
    message["From"] = formataddr((postmark.sender_name, postmark.sender))
    message["Date"] = format_datetime(postmark.date)
    message["Message-ID"] = postmark.message_id
    return message.as_bytes(policy=_WIRE)


def _message(draft: MailDraft, register: Register) -> MIMEMultipart:
    """What a draft and a letter have in common: all but where it comes from, when, and what it is called."""
    message = MIMEMultipart("mixed", boundary=_boundary(draft))
    address = _address(draft, register)
    if address:
        message["To"] = address
    subject = Header(" ".join(draft.subject.split()), "utf-8", header_name="Subject")
    message["Subject"] = subject  # type: ignore[assignment] # MIMEMultipart's stub forgets Header
    message.attach(MIMEText(_LINE_END.sub("\r\n", draft.body), "plain", "utf-8"))
    for attachment in draft.attachments:
        message.attach(_part(attachment))
    return message


def _address(draft: MailDraft, register: Register) -> str:
    if draft.recipient is None:
        return ""
    known = register.unit(draft.recipient.code)
    if known is None or known.email != draft.recipient.email:
        raise ValueError(f"{draft.recipient.code} is not addressed as the register says")
    return ", ".join(known.addresses)


def _part(attachment: Enclosure) -> MIMEBase:
    part = MIMEBase(*attachment.kind.value.split("/"), name=attachment.name)
    part.set_payload(attachment.data)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part


def _boundary(draft: MailDraft) -> str:
    """Made of the content; ``=_`` occurs in no base64 text."""
    digest = hashlib.sha256(f"{draft.subject}\0{draft.body}".encode())
    for attachment in draft.attachments:
        digest.update(attachment.name.encode() + b"\0" + attachment.data)
    return f"=_cv183_{digest.hexdigest()[:32]}"


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
        if text not in self._texts:
            path = self.workspace.mail_templates / f"{text}.txt"
            self._texts[text] = _loaded(path, self.workspace.shown(path))
        return self._texts[text]


def _loaded(path: Path, name: str) -> tuple[TextTemplate | None, tuple[Finding, ...]]:
    from cv183_reports.template.text import load_text_template  # noqa: PLC0415 - see above

    if not path.is_file():
        return None, (catalogue.NO_TEMPLATE.at(Source(name)),)
    try:
        return load_text_template(path.read_bytes(), name)
    except OSError as error:
        return None, (machine.NOT_READ.at(Source(str(path)), reason=reason(error)),)


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
    """A receipt for the file that counts: what came when, how it is counted, what is to be mended, what was noted."""
    receipt = filing.receipt
    is_whole = received.judgement.outcome is not Outcome.HAS_ERRORS
    how = catalogue.LATE if is_late(filing, desk.register) else catalogue.IN_TIME
    at = instant_if_known(receipt.at)
    name = filing.file.rpartition("/")[2]
    findings = received.judgement.findings
    points = (
        catalogue.RECEIVED_FILE.format(file=name, sha256=received.sha256),
        catalogue.RECEIVED_AT.format(at=at, how=how if receipt.at else catalogue.TIME_UNKNOWN),
        catalogue.COUNTS_WHOLE if is_whole else catalogue.COUNTS_IN_PART,
        *fault_points(finding for finding in findings if finding.place.sheet),
    )
    notes = note_points(findings)
    return desk.draft(RECEIPT, unit, (), points, notes, about=received.sha256)


def after_closing_draft(
    desk: MailDesk, unit: Unit, received: Received, closed: datetime
) -> Drafted:
    """A receipt for what came once the month was closed: when, and that it changes nothing published."""
    told = {"at": instant_if_known(received.receipt.at), "closed": instant(closed)}
    points = (catalogue.CAME_AFTER_CLOSING.format(**told, noun=period_noun(desk.period.cycle)),)
    return desk.draft(AFTER_CLOSING, unit, (), points, about=received.sha256)


def unit_report_draft(desk: MailDesk, unit: Unit, enclosed: Enclosure) -> Drafted:
    """The unit's own report, for its signature."""
    return desk.draft(UNIT_REPORT, unit, (enclosed,))


def _too_heavy(addressed: str, attachments: Sequence[Enclosure]) -> tuple[Finding, ...]:
    size = sum(len(attachment.data) for attachment in attachments)
    if size <= _HEAVY:
        return ()
    told = {"size": -(-size >> 20), "limit": _HEAVY >> 20}
    return (catalogue.TOO_HEAVY.at(Source(addressed), **told),)
