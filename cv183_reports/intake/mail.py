"""A mail taken apart: what is attached, who sent it, what it says of the time it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cv183_reports.catalogue import intake as mails
from cv183_reports.intake.guard import is_picture
from cv183_reports.model import Receipt, Source
from cv183_reports.model.finding import Finding, Rule, quote

MAX_ATTACHMENTS = 2_000
MAX_FORWARDED = 4
"""Mails within mails that are taken apart."""
MAX_LINKS = 5
_SHOWN_LINK = 200
"""Characters."""

_ORNAMENTS = frozenset(
    f"{main}/{sub}"
    for main in ("text", "application")
    for sub in ("calendar", "ics", "vcard", "x-vcard", "directory", "pgp-signature")
) | {"application/pkcs7-signature", "application/x-pkcs7-signature"}
_ORNAMENT_NAMES = (".ics", ".vcf", ".p7s")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One thing that a mail carries."""

    name: str
    """Fit to be shown; never empty, no folder."""
    content: bytes | Mail | Rule
    """Its bytes; the mail that was forwarded in it; or why neither can be had."""
    is_ornament: bool = False
    """Belongs to the letter, not to what is sent with it: a picture shown in it, a signature."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail (thư)."""

    subject: str
    sender: str
    """Bare address of From, lower case; empty where there is none."""
    stamp: Stamp | None
    """None: nothing in the mail tells when it came."""
    attachments: tuple[Attachment, ...] = ()
    links: tuple[str, ...] = ()
    """Addresses of files kept in a cloud that its text or its attachments point to."""
    is_automatic: bool = False
    is_cut: bool = False
    """It ends before its end, or a part of it cannot be found."""
    received_unreadable: bool = False
    """It has a ``Received`` header that tells no instant."""

    @property
    def shown(self) -> str:
        """How a sentence calls it: ``thư “Báo cáo tháng 9” từ a@b.vn``."""
        mail = (
            mails.MAIL_ABOUT.format(subject=quote(self.subject))
            if self.subject
            else mails.SOME_MAIL
        )
        return mails.MAIL_FROM.format(mail=mail, sender=self.sender) if self.sender else mail

    def receipt(self, outer: Receipt) -> Receipt:
        """When it came; by `outer`, the receipt of what it lies in, where it does not tell."""
        if self.stamp is None:
            evidence = mails.BY_OUTER_TIME.format(evidence=outer.evidence, mail=self.shown)
            at = outer.at
        else:
            evidence, at = self.stamp.evidence.format(mail=self.shown), self.stamp.at
        if self.received_unreadable:
            evidence = mails.RECEIVED_UNREADABLE.format(evidence=evidence)
        return Receipt(at, evidence)

    def finding(self, file: str) -> Finding | None:
        """What is to be said of the mail itself, lying at `file`."""
        place = Source(file)
        if self.is_automatic:
            return mails.AUTOMATIC.at(place)
        if self.is_cut:
            return mails.TRUNCATED.at(place)
        carries = any(not each.is_ornament for each in self.attachments)
        links = tuple(link[:_SHOWN_LINK] for link in self.links[:MAX_LINKS])
        if links:
            return (mails.ALSO_LINKS if carries else mails.ONLY_LINKS).at(place, links=links)
        return None if carries else mails.WITHOUT_FILES.at(place)


@dataclass(frozen=True, slots=True)
class Stamp:
    """An instant in a mail, and the sentence (with a field ``{mail}``) that says what tells it."""

    at: datetime
    evidence: str


def is_ornament(mime: str, name: str, content: object, *, is_shown: bool) -> bool:
    """Whether a part belongs to the letter itself; `is_shown`: it stands within its text."""
    if mime in _ORNAMENTS or mime.startswith("message/") or name.lower().endswith(_ORNAMENT_NAMES):
        return True
    return is_shown and (mime.startswith("image/") or is_picture(content))
