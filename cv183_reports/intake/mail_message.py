"""A mail as the Internet carries it (.eml: RFC 5322, MIME), taken apart."""

from __future__ import annotations

import re
from binascii import Error as NotEncoded
from binascii import a2b_base64, a2b_uu
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import errors
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from quopri import decodestring

from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as mails
from cv183_reports.intake import winmail
from cv183_reports.intake.mail import (
    MAX_ATTACHMENTS,
    MAX_FORWARDED,
    Attachment,
    Mail,
    address,
    cloud_links,
    file_name,
    is_ornament,
    legible,
    stamp,
)
from cv183_reports.model.finding import Rule
from cv183_reports.ooxml.archive import Refusal

_MAX_LINES = 1_000_000
"""A mail of base64 lines, as big as one may be, has a third of them."""
_LONGEST_HEADER = 4_096
"""Characters of a header; a file name of 255 letters, each written as ``%E1%BB%A7``, has 2,300."""
_MAX_BOUNDARIES = 10_000
_MAX_MULTIPARTS = 1_000
_CUT = (
    errors.CloseBoundaryNotFoundDefect,
    errors.StartBoundaryNotFoundDefect,
    errors.NoBoundaryInMultipartDefect,
    errors.MultipartInvariantViolationDefect,
)
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the library raises on mails that nobody wrote in earnest."""
_PLAIN = frozenset({"", "7bit", "8bit", "binary"})
_UUENCODE = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_BLANKS = b" \t\r\n"
_NOT_IN_NAMES = re.compile(r"[^\w.+-]+")

_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_BODIES = frozenset({"text/plain", "text/html", "text/enriched", "text/rtf"})


class _AsWritten(Compat32):
    """Header values as they stand in the file: 8-bit bytes stay (as surrogates) for us to decode.

    Only their beginning is kept: the library takes time that grows with the square of their length.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        return value


def read_mail(data: bytes) -> Mail:
    """The mail in `data`, with the mails that are forwarded in it.

    Raises:
        Refusal: it is no whole mail, or has more parts than any true one.
    """
    lowered = data.lower()
    _refuse_beyond(_MAX_LINES, data.count(b"\n") + data.count(b"\r"))
    _refuse_beyond(_MAX_BOUNDARIES, data.count(b"\n--") + data.count(b"\r--"))
    _refuse_beyond(_MAX_MULTIPARTS, lowered.count(b"multipart/") + lowered.count(b"message/"))
    try:
        message = BytesParser(policy=_AsWritten()).parsebytes(data.removeprefix(b"\xef\xbb\xbf"))
        return _Reading().mail(message, MAX_FORWARDED)
    except _FAULTS as problem:
        raise Refusal(files.MAIL) from problem


def _refuse_beyond(limit: int, count: int) -> None:
    if count > limit:
        raise Refusal(mails.TOO_MANY_PARTS, limit=limit)


@dataclass(slots=True)
class _Reading:
    """The reading of one mail file: its attachments and those of the mails in it are counted together."""

    count: int = 0

    def mail(self, message: Message, deeper: int) -> Mail:
        """`message`, and so many mails forwarded within each other in it."""
        parts = _Parts()
        parts.gather(message)
        attachments = [each for part in parts.carried for each in self._carried(part, deeper)]
        told, received_unreadable = stamp(_all(message, "Received"), _all(message, "Date"))
        is_report = message.get_content_type() == "multipart/report"
        is_answer = _text(message, "Auto-Submitted").lower().startswith("auto-")
        carries = any(not each.is_ornament for each in attachments)
        return Mail(
            subject=legible(_text(message, "Subject")),
            sender=address(_text(message, "From")),
            stamp=told,
            attachments=() if is_report else tuple(attachments),
            links=cloud_links(parts.texts),
            is_automatic=is_report or (is_answer and not carries),
            is_cut=parts.is_cut,
            received_unreadable=received_unreadable,
        )

    def _carried(self, part: _Part, deeper: int) -> Iterator[Attachment]:
        """What one part of a mail brings: one attachment, or those packed in a winmail.dat."""
        for attachment in _attachments(part, self, deeper):
            self.count += 1
            _refuse_beyond(MAX_ATTACHMENTS, self.count)
            yield attachment


@dataclass(frozen=True, slots=True)
class _Part:
    message: Message
    kind: str
    name: str
    is_shown: bool
    """Stands within the text of the letter, as pictures do."""
    number: int


@dataclass(slots=True)
class _Parts:
    """The leaves of one mail: its texts, and what it carries."""

    carried: list[_Part] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    is_cut: bool = False

    def gather(self, root: Message) -> None:
        """Sort all parts of `root`; a mail forwarded in it is one part."""
        waiting = [(root, False)]
        while waiting:
            message, is_related = waiting.pop()
            kind = message.get_content_type()
            self.is_cut |= any(isinstance(defect, _CUT) for defect in message.defects)
            if kind.startswith("multipart/"):
                related = is_related or kind == "multipart/related"
                waiting += [(each, related) for each in reversed(_inner(message))]
            else:
                self._sort(message, kind, is_related=is_related)

    def _sort(self, message: Message, kind: str, *, is_related: bool) -> None:
        name = file_name(_raw_name(message))
        disposition = _text(message, "Content-Disposition").strip().lower()
        if kind in _BODIES and not name and not disposition.startswith("attachment"):
            content = _content(message)
            self.texts.append(content if isinstance(content, bytes) else b"")
            return
        inline = disposition.startswith("inline") or message["Content-ID"] is not None
        number = len(self.carried) + 1
        self.carried.append(_Part(message, kind, name, is_related or inline, number))


def _attachments(part: _Part, reading: _Reading, deeper: int) -> Iterator[Attachment]:
    name = part.name or mails.UNNAMED.format(number=part.number)
    if part.kind == "message/rfc822":
        yield _forwarded(part, reading, deeper)
        return
    if part.kind in _SEALED:
        yield Attachment(name, mails.SEALED)
        return
    content = _content(part.message)
    if part.kind == "application/ms-tnef" or winmail.begins(content):
        yield from _from_winmail(name, content)
        return
    yield Attachment(name, content, is_ornament(part.kind, name, content, is_shown=part.is_shown))


def _forwarded(part: _Part, reading: _Reading, deeper: int) -> Attachment:
    """A mail forwarded as it is; some mailers encode it, against the standard."""
    mail = next(iter(_inner(part.message)), None)
    subject = legible(_text(mail, "Subject")) if mail else ""
    titled = file_name(f"{_NOT_IN_NAMES.sub(' ', subject).strip()}.eml") if subject else ""
    name = part.name or titled or mails.FORWARDED.format(number=part.number)
    if mail is None:
        return Attachment(name, mails.DAMAGED_ATTACHMENT)
    if _encoding(part.message) not in _PLAIN:
        return Attachment(name, _decoded(mail, _encoding(part.message)))
    if not deeper:
        return Attachment(name, files.NESTED_TOO_DEEP)
    return Attachment(name, reading.mail(mail, deeper - 1))


def _from_winmail(name: str, content: bytes | Rule) -> Iterator[Attachment]:
    if isinstance(content, Rule):
        yield Attachment(name, content)
        return
    try:
        for inner_name, inner in winmail.attachments(content):
            yield Attachment(file_name(inner_name) or name, inner)
    except Refusal as refusal:
        yield Attachment(name, refusal.rule)


def _content(message: Message) -> bytes | Rule:
    """What a part holds, decoded; only what its encoding can have written is taken."""
    return _decoded(message, _encoding(message))


def _inner(message: Message) -> list[Message]:
    """The parts within a part."""
    inner = message.get_payload()
    return [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []


def _encoding(message: Message) -> str:
    return re.split(r"[\s;(]", _text(message, "Content-Transfer-Encoding").strip().lower())[0]


def _decoded(message: Message, encoding: str) -> bytes | Rule:
    """The payload of `message`, which something wrote in this encoding."""
    del message["Content-Transfer-Encoding"]  # or the library decodes, and forgives what is damaged
    payload = message.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return mails.DAMAGED_ATTACHMENT
    if encoding in _PLAIN:
        return payload
    if encoding == "quoted-printable":
        return decodestring(payload)
    decoded = _from_base64(payload) if encoding == "base64" else None
    decoded = _from_uuencode(payload) if encoding in _UUENCODE else decoded
    return mails.DAMAGED_ATTACHMENT if decoded is None else decoded


def _from_base64(payload: bytes) -> bytes | None:
    packed = payload.translate(None, _BLANKS)
    return None if len(packed) % 4 or not _BASE64.fullmatch(packed) else a2b_base64(packed)


def _from_uuencode(payload: bytes) -> bytes | None:
    lines = payload.strip().splitlines()
    if not lines or not lines[0].startswith(b"begin ") or lines[-1].strip() != b"end":
        return None
    try:
        return b"".join(a2b_uu(line) for line in lines[1:-1])
    except NotEncoded:
        return None


def _raw_name(message: Message) -> str:
    """The file name as written: RFC 2231 before plain, Content-Disposition before Content-Type."""
    for header, parameter in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        found = message.get_params([], header)
        values = [value for key, value in found if key.lower() == parameter]
        for value in sorted(values, key=lambda value: isinstance(value, str)):
            name = value if isinstance(value, str) else _in_2231(*value)
            if name.strip():
                return name
    return legible(_text(message, "Content-Description")) if _is_named_oddly(message) else ""


def _is_named_oddly(message: Message) -> bool:
    """Whether the description is a file name, as some mailers write it."""
    return bool(re.fullmatch(r".*\.\w{3,4}", _text(message, "Content-Description").strip()))


def _in_2231(charset: str | None, _: str | None, value: str) -> str:
    raw = value.encode("latin-1", "surrogateescape")
    try:
        return raw.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "surrogateescape")


def _all(message: Message, name: str) -> list[str]:
    return [str(value) for value in message.get_all(name, [])]


def _text(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")
