"""A mail taken apart: what is attached, who sent it, what it says of the time it came."""

from __future__ import annotations

import re
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from quopri import decodestring

from cv183_reports.catalogue import intake as mails
from cv183_reports.intake.guard import decoded_name, is_picture, showable, shown_name
from cv183_reports.model import LOCAL, Receipt, Source
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


_LONGEST = 8_192
"""Characters of a header that are looked at."""
_LONGEST_NAME, _NAME_BEGINS, _NAME_ENDS = 200, 180, 19
"""Characters of a file name that are shown."""
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_IN_BRACKETS = re.compile(r"<([^<>@\s]{1,128}@[^<>@\s]{1,255})>")
_BARE = re.compile(r"[^\s<>()\",;:@\\]{1,128}@[^\s<>()\",;:@\\]{1,255}")
_SANE_YEARS = range(2000, 2100)
"""A clock that tells another year was never set."""
_UNKNOWN_ZONE = re.compile(r"-0000\s*(?:\(.*\))?\s*")
"""RFC 5322: an instant in UTC, told by a machine that does not know where it stands."""


def legible(raw: str) -> str:
    """A header value as text: NFC, one line, encoded words (RFC 2047) and raw 8-bit bytes decoded.

    Encoded words are decoded wherever they stand, in file names too, where no standard allows
    them and most mailers write them; neighbours are joined first: a letter may be cut in two.
    """
    text = raw[:_LONGEST]
    if any("\udc80" <= character <= "\udcff" for character in text):
        text = decoded_name(text.encode("utf-8", "surrogateescape"), utf8=False)
    text = "".join(_decoded_words(text)) if "=?" in text else text
    return showable(" ".join(text.split()))


def file_name(raw: str) -> str:
    """The name of an attachment, fit to be shown, without the folders of the sender; may be empty."""
    name = legible(raw).strip("\"' ")
    shown = shown_name(name).rpartition("/")[2] if name else ""
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_NAME_BEGINS]}…{shown[-_NAME_ENDS:]}"


def address(raw: str) -> str:
    """The bare address in a From header, lower case; empty where there is none."""
    text = raw[:_LONGEST]
    found = _IN_BRACKETS.findall(text) or _BARE.findall(text)[:1]
    return legible(found[-1]).casefold() if found else ""


def stamp(received: Sequence[str], dates: Sequence[str]) -> tuple[Stamp | None, bool]:
    """What tells when a mail came: the topmost Received, else Date; whether Received tells nothing."""
    at = _instant(received[0][:_LONGEST].rpartition(";")[2]) if received else None
    if at is not None:
        return Stamp(at, mails.BY_RECEIVED), False
    at = _instant(dates[0][:_LONGEST]) if dates else None
    return None if at is None else Stamp(at, mails.BY_DATE), bool(received)


def sane(at: datetime) -> datetime | None:
    """An instant in local time; None when no true clock can have told it."""
    return at.astimezone(LOCAL).replace(microsecond=0) if at.year in _SANE_YEARS else None


def _instant(text: str) -> datetime | None:
    """A date of RFC 5322 that names its zone; None for anything else."""
    try:
        at = parsedate_to_datetime(" ".join(text.split()))
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC) if _UNKNOWN_ZONE.search(text) else at
        return None if at.tzinfo is None else sane(at)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _decoded_words(text: str) -> list[str]:
    """`text` in pieces, its encoded words decoded."""
    pieces: list[str] = []
    pending, charset, at = b"", "", 0
    for word in _WORD.finditer(text):
        gap = text[at : word.start()]
        at = word.end()
        if gap.strip() or not pending or word[1].lower() != charset:
            pieces += [_in_charset(pending, charset), "" if pending and not gap.strip() else gap]
            pending = b""
        charset = word[1].lower()
        pending += _bytes_of(word)
    return [*pieces, _in_charset(pending, charset), text[at:]]


def _bytes_of(word: re.Match[str]) -> bytes:
    encoded = word[3].encode("utf-8", "replace")
    if word[2] in "qQ":
        return decodestring(encoded, header=True)
    try:
        return a2b_base64(encoded + b"==")
    except NotBase64:
        return word[0].encode("utf-8", "replace")


def _in_charset(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset or "ascii")
    except (LookupError, ValueError):
        return decoded_name(data, utf8=False)


_LOOKED_AT = 1024 * 1024
"""Bytes of one text."""
_CLOUDS = (
    "drive.google.com",
    "docs.google.com",
    "1drv.ms",
    "onedrive.live.com",
    "sharepoint.com",
    "dropbox.com",
    "fshare.vn",
    "mega.nz",
    "wetransfer.com",
    "we.tl",
    "icloud.com",
    "mediafire.com",
)
_LINK = re.compile(rb"https?://([a-z0-9.-]{3,100})/[!#-;=?-~]{1,2000}", re.IGNORECASE)
"""An address of ASCII, up to a blank, a quote or an angle bracket."""
_TRAILING = ".,;:)]'*"


def cloud_links(texts: Iterable[bytes]) -> tuple[str, ...]:
    """The addresses of cloud storage in `texts`, each once, in the order they stand."""
    found: dict[str, None] = {}
    for text in texts:
        for link in _LINK.finditer(text[:_LOOKED_AT]):
            if is_cloud(link[1].decode("ascii")):
                found.setdefault(link[0].decode("ascii").replace("&amp;", "&").rstrip(_TRAILING))
    return tuple(found)


def is_cloud(host: str) -> bool:
    """Whether files lie at `host` for others to fetch."""
    return any(host.lower() == cloud or host.lower().endswith(f".{cloud}") for cloud in _CLOUDS)
