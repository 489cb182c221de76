"""A mail taken apart: what is attached, who sent it, what it says of the time it came."""

from __future__ import annotations

import re
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Iterable
from dataclasses import dataclass
from quopri import decodestring

from cv183_reports.catalogue import intake as mails
from cv183_reports.intake.guard import (
    decoded_name,
    is_mail,
    is_picture,
    may_be_sent,
    showable,
    shown_name,
)
from cv183_reports.intake.mail_time import Stamp
from cv183_reports.intake.wrappings import in_envelope, is_envelope
from cv183_reports.model import Claim, Receipt, Source
from cv183_reports.model.finding import Finding, Rule, quote
from cv183_reports.ooxml.archive import Refusal

MAX_ATTACHMENTS = 2_000
MAX_FORWARDED = 4
"""Mails within mails that are taken apart."""
_ORNAMENTS = frozenset(
    f"{main}/{sub}"
    for main in ("text", "application")
    for sub in ("calendar", "ics", "vcard", "x-vcard", "directory", "pgp-signature")
) | {"application/pkcs7-signature", "application/x-pkcs7-signature"}
_HEADERS_ONLY = "text/rfc822-headers"
"""The head of a mail that could not be delivered."""
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
    is_returned: bool = False
    """The letter that a server could not deliver: in our mailbox it is one of our own."""


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

    @property
    def shown(self) -> str:
        """How a sentence calls it: ``thư “Báo cáo tháng 9” từ a@b.vn``."""
        mail = (
            mails.MAIL_ABOUT.format(subject=quote(self.subject))
            if self.subject
            else mails.SOME_MAIL
        )
        return mails.MAIL_FROM.format(mail=mail, sender=self.sender) if self.sender else mail

    @property
    def receipt(self) -> Receipt:
        """When it came, as far as it tells: the time of the file that it was saved in tells nothing."""
        unread = tuple(Claim(said, None) for said in self._unread)
        if self.stamp is None:
            return Receipt(None, mails.NO_TIME.format(mail=self.shown))
        if self.stamp.at is None:
            return Receipt(None, "; ".join(claim.evidence for claim in unread))
        return Receipt(self.stamp.at, self.stamp.evidence.format(mail=self.shown), unread)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What it tells of its time where it lies in another mail: anybody can have written that."""
        receipt = self.receipt
        return (Claim(receipt.evidence, receipt.at),) if receipt.at is not None else ()

    @property
    def _unread(self) -> tuple[str, ...]:
        unread = self.stamp.unread if self.stamp else ()
        return tuple(
            sentence.format(mail=self.shown, value=quote(legible(value)))
            for sentence, value in unread
        )

    def carried(self, *, is_inner: bool) -> tuple[Attachment, ...]:
        """What is sent with it; a letter that came back is only where it came back to somebody else."""
        sent = (each for each in self.attachments if not each.is_ornament)
        return tuple(each for each in sent if is_inner or not each.is_returned)

    def finding(self, file: str, *, is_inner: bool) -> Finding | None:
        """What is to be said of the mail itself, lying at `file`; `is_inner`: in another mail."""
        place, carries = Source(file), bool(self.carried(is_inner=is_inner))
        if self.is_automatic and not carries:
            return mails.AUTOMATIC.at(place)
        if self.is_cut:
            return mails.TRUNCATED.at(place)
        if self.links:
            rule = mails.ALSO_LINKS if carries else mails.ONLY_LINKS
            return rule.at(place, places=tuple(dict.fromkeys(map(place_of, self.links))))
        return None if carries else mails.WITHOUT_FILES.at(place)


def is_ornament(mime: str, name: str, content: object, *, is_shown: bool) -> bool:
    """Whether a part belongs to the letter itself; `is_shown`: it stands within its text.

    What may be a form is none, whatever the part declares itself to be.
    """
    if mime == _HEADERS_ONLY:
        return not may_be_sent(content) or (isinstance(content, bytes) and is_mail(content))
    if may_be_sent(content) or _is_signed_content(mime, content):
        return False
    if mime in _ORNAMENTS or mime.startswith("message/") or name.lower().endswith(_ORNAMENT_NAMES):
        return True
    return is_shown and (mime.startswith("image/") or is_picture(content))


def _is_signed_content(mime: str, content: object) -> bool:
    """Whether something was signed that lies in `content` itself; a signature alone is an ornament."""
    if not (isinstance(content, bytes) and is_envelope(content)):
        return False
    try:
        return in_envelope(content) is not None
    except Refusal:
        return mime not in _ORNAMENTS


_LONGEST = 8_192
"""Characters of a header that are looked at."""
_LONGEST_NAME, _NAME_BEGINS, _NAME_ENDS = 200, 180, 19
"""Characters of a file name that are shown."""
_NOT_IN_NAMES = re.compile(r"[^\w.+-]+")
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_IN_BRACKETS = re.compile(r"<([^<>@\s]{1,128}@[^<>@\s]{1,255})>")
_BARE = re.compile(r"[^\s<>()\",;:@\\]{1,128}@[^\s<>()\",;:@\\]{1,255}")


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


def attachment_name(raw: str) -> str:
    """The name of an attachment, fit to be shown, without the folders of the sender; may be empty."""
    name = legible(raw).strip("\"' ")
    shown = shown_name(name).rpartition("/")[2] if name else ""
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_NAME_BEGINS]}…{shown[-_NAME_ENDS:]}"


def mail_name(subject: str) -> str:
    """The name of a mail that has none of its own, by its subject; may be empty."""
    title = _NOT_IN_NAMES.sub(" ", subject).strip()
    return attachment_name(f"{title}.eml") if title else ""


def address(raw: str) -> str:
    """The bare address in a From header, lower case; empty where there is none."""
    text = raw[:_LONGEST]
    found = _IN_BRACKETS.findall(text) or _BARE.findall(text)[:1]
    return legible(found[-1]).casefold() if found else ""


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
    return _cloud(host) is not None


def place_of(link: str) -> str:
    """What people call the place that `link` leads to; the address itself is nobody's to open."""
    host = re.match(r"https?://([^/:?#]*)", link, re.IGNORECASE)
    return (_cloud(host[1]) or mails.SOME_SITE) if host else mails.SHARED_FOLDER


def _cloud(host: str) -> str | None:
    names = (name for at, name in mails.CLOUDS.items() if f".{host.lower()}".endswith(f".{at}"))
    return next(names, None)
