"""Ready-to-send drafts (.eml): one unit of the register at all its addresses, a plain text, attachments. Never sends.

``X-Unsent: 1`` makes Outlook and Thunderbird open the file as a message still to be sent. What the mail
program adds when a person sends it is left to it: From, Date and Message-ID. A Message-ID of ours,
the same at every build, would make mail servers drop a draft that is rightly sent a second time.

The text is text/plain alone: the drafts need no looks, every program shows it as it is, and staff
who change it change the only copy there is (an HTML twin would keep the old words).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import policy
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from enum import Enum

from cv183_reports.model import Register, Unit
from cv183_reports.vietnamese.text import to_ascii

_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=75)
"""RFC 2047 allows an encoded word 75 characters."""
_LINE_END = re.compile(r"\r\n?|\n")


class AttachmentKind(Enum):
    """What an attachment is; the value is its MIME type."""

    EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @property
    def extension(self) -> str:
        """``xlsx``."""
        return {AttachmentKind.EXCEL: "xlsx", AttachmentKind.WORD: "docx"}[self]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file that goes with a draft."""

    title: str
    """What its name is made of, without extension: ``11560-Phường Thủy Nguyên-2025-09``."""
    data: bytes
    kind: AttachmentKind

    @property
    def name(self) -> str:
        """In ASCII, which every mail program gets right: ``11560-phuong-thuy-nguyen-2025-09.xlsx``."""
        return to_ascii(f"{self.title}.{self.kind.extension}").lower()


@dataclass(frozen=True, slots=True)
class MailDraft:
    """One e-mail, not yet sent."""

    recipient: Unit | None
    """None, or a unit without an address: the person who sends it fills in the recipient."""
    subject: str
    body: str
    """Plain text; lines end with ``\\n``."""
    attachments: tuple[Enclosure, ...] = ()


def draft_name(title: str) -> str:
    """File name of a draft in ASCII: ``11560-phuong-thuy-nguyen-2025-09.eml``."""
    return to_ascii(f"{title}.eml").lower()


def write_draft(draft: MailDraft, register: Register) -> bytes:
    """The .eml file of `draft`; the same bytes for the same draft.

    Raises:
        ValueError: its recipient, or the recipient's address, is not the register's.
    """
    message = MIMEMultipart("mixed", boundary=_boundary(draft))
    address = _address(draft, register)
    if address:
        message["To"] = address
    subject = Header(" ".join(draft.subject.split()), "utf-8", header_name="Subject")
    message["Subject"] = subject  # type: ignore[assignment] # MIMEMultipart's stub forgets Header
    message["X-Unsent"] = "1"
    message.attach(MIMEText(_LINE_END.sub("\r\n", draft.body), "plain", "utf-8"))
    for attachment in draft.attachments:
        message.attach(_part(attachment))
    return message.as_bytes(policy=_WIRE)


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
