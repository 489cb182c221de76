"""A mail as the Internet carries it (.eml: RFC 5322, MIME), taken apart."""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Iterator
from email import errors
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from quopri import decodestring

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as mails
from cv183_reports.intake.guard import is_written, may_be_sent
from cv183_reports.intake.mail import (
    MAX_ATTACHMENTS,
    MAX_FORWARDED,
    Attachment,
    Mail,
    address,
    attachment_name,
    cloud_links,
    is_ornament,
    legible,
    mail_name,
    stamp,
)
from cv183_reports.intake.wrappings import (
    from_uuencode,
    in_winmail,
    is_envelope,
    is_winmail,
    uuencoded,
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
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*")
_MORE_BASE64 = re.compile(rb"[A-Za-z0-9+/]{60}")
_FILE_IN_BASE64 = (b"UEsDB", b"0M8R4KGx")
"""How a workbook begins, .xlsx or .xls, that is still encoded."""
_BLANKS = b" \t\r\n"
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_LINE_ENDS = (b"", b"\r", b"\n")
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_MAILS = frozenset({"message/rfc822", "message/global", "message/news"})
_STATUS = frozenset(f"message/{kind}" for kind in (
    "delivery-status", "disposition-notification", "global-delivery-status",
    "global-disposition-notification", "feedback-report",
))  # fmt: skip
"""What makes a report of it: written by a machine for machines."""
_FRAGMENT = "message/partial"

_BODIES = frozenset({"text/plain", "text/html", "text/enriched", "text/rtf"})


class _Part(Message):
    """A part of a mail; of kind message/… it has parts of its own only if it is a mail as it stands."""

    @property
    def declared(self) -> str:
        """The type it declares; what is in it may be another."""
        return super().get_content_type()

    def get_content_type(self) -> str:
        kind = self.declared
        is_leaf = kind.startswith("message/") and not (kind in _MAILS and _encoding(self) in _PLAIN)
        return "application/octet-stream" if is_leaf else kind


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
        whole = data.removeprefix(b"\xef\xbb\xbf").lstrip(_BLANKS)
        message = BytesParser(_Part, policy=_AsWritten()).parsebytes(whole)
        return _Reading().mail(message, MAX_FORWARDED)
    except _FAULTS as problem:
        raise Refusal(files.MAIL) from problem


def _refuse_beyond(limit: int, count: int) -> None:
    if count > limit:
        raise Refusal(mails.TOO_MANY_PARTS, limit=limit)


class _Reading(Struct):
    """The reading of one mail file: its attachments and those of the mails in it are counted together."""

    count: int = 0

    def mail(self, message: Message, deeper: int) -> Mail:
        """`message`, and so many mails forwarded within each other in it."""
        parts = _Parts()
        parts.gather(message)
        attachments = [each for part in parts.carried for each in self._carried(part, deeper)]
        is_report = parts.is_report
        if is_report:
            attachments = [_of_report(each) for each in attachments if _is_of_use(each)]
        is_answer = _text(message, "Auto-Submitted").lower().startswith("auto-")
        return Mail(
            subject=legible(_text(message, "Subject")),
            sender=address(_text(message, "From")),
            stamp=stamp(
                _all(message, "Received"), (legible(_text(message, "Date")), mails.BY_DATE)
            ),
            attachments=tuple(attachments),
            links=cloud_links(parts.texts),
            is_automatic=is_report or is_answer,
            is_cut=parts.is_cut,
        )

    def _carried(self, part: _Leaf, deeper: int) -> Iterator[Attachment]:
        """What one part of a mail brings: one attachment, or those packed in a winmail.dat."""
        for attachment in _attachments(part, self, deeper):
            self.count += 1
            _refuse_beyond(MAX_ATTACHMENTS, self.count)
            yield attachment


def _is_of_use(attachment: Attachment) -> bool:
    """Whether a report carries it for more than its own sake: a form, or the letter that came back."""
    content = attachment.content
    return isinstance(content, Mail) or (may_be_sent(content) and not attachment.is_ornament)


def _of_report(attachment: Attachment) -> Attachment:
    return replace(attachment, is_returned=isinstance(attachment.content, Mail))


class _Leaf(Struct, frozen=True):
    message: Message | None
    kind: str
    """As it declares itself."""
    name: str
    content: bytes | Rule | None
    """None: it is a mail."""
    is_shown: bool
    """Stands within the text of the letter, as pictures do."""
    number: int


class _Parts(Struct):
    """The leaves of one mail: its texts, and what it carries."""

    carried: list[_Leaf] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    is_cut: bool = False
    is_report: bool = False
    """Of a server, on a letter that it delivered or did not."""

    def gather(self, root: Message) -> None:
        """Sort all parts of `root`; a mail forwarded in it is one part."""
        waiting = [(root, False)]
        while waiting:
            message, is_related = waiting.pop()
            kind = message.get_content_type()
            is_multipart = kind.startswith("multipart/")
            if is_multipart and not _inner(message) and may_be_sent(_content(message)):
                self._sort(message, kind, is_related=is_related)
                continue
            self.is_cut |= any(isinstance(defect, _CUT) for defect in message.defects)
            if is_multipart:
                related = is_related or kind == "multipart/related"
                waiting += [(each, related) for each in reversed(_inner(message))]
            else:
                self._sort(message, kind, is_related=is_related)

    def _sort(self, message: Message, kind: str, *, is_related: bool) -> None:
        declared = message.declared if isinstance(message, _Part) else kind
        self.is_report |= declared in _STATUS
        self.is_cut |= declared == _FRAGMENT and message.get_param("total") != "1"
        name = attachment_name(_raw_name(message))
        disposition = _text(message, "Content-Disposition").strip().lower()
        inline = disposition.startswith("inline") or message["Content-ID"] is not None
        content = None if kind in _MAILS else _content(message)
        is_body = kind in _BODIES and not name and not disposition.startswith("attachment")
        if is_body and (is_written(content) or not may_be_sent(content)):
            self._read(content if isinstance(content, bytes) else b"")
        else:
            self._carry(message, declared, name, content, is_shown=is_related or inline)

    def _read(self, text: bytes) -> None:
        """A text of the letter, and the files that are written into it."""
        self.texts.append(text)
        for name, content in uuencoded(text):
            self._carry(None, "", attachment_name(name.decode("utf-8", "surrogateescape")), content)

    def _carry(
        self,
        message: Message | None,
        kind: str,
        name: str,
        content: bytes | Rule | None,
        *,
        is_shown: bool = False,
    ) -> None:
        _refuse_beyond(MAX_ATTACHMENTS, len(self.carried))
        number = len(self.carried) + 1
        self.carried.append(_Leaf(message, kind, name, content, is_shown, number))


def _attachments(part: _Leaf, reading: _Reading, deeper: int) -> Iterator[Attachment]:
    unnamed = mails.FORWARDED if part.kind in _MAILS else mails.UNNAMED
    name, content = part.name or unnamed.format(number=part.number), part.content
    if content is None:
        yield _forwarded(part, reading, deeper)
    elif is_winmail(content) or (part.kind in _TNEF and not may_be_sent(content)):
        yield from _from_winmail(name, content)
    elif isinstance(content, bytes) and content.lstrip(_BLANKS).startswith(b"begin "):
        yield from _written(name, content)
    elif part.kind in _SEALED and not (is_envelope(content) or may_be_sent(content)):
        yield Attachment(name, mails.DAMAGED_ATTACHMENT)
    else:
        shown = is_ornament(part.kind, name, content, is_shown=part.is_shown)
        yield Attachment(name, content, shown)


def _written(name: str, text: bytes) -> Iterator[Attachment]:
    """The files that are uuencoded in `text`; where there are none, the text itself."""
    is_written = False
    for own, content in uuencoded(text):
        is_written = True
        yield Attachment(attachment_name(own.decode("utf-8", "surrogateescape")) or name, content)
    if not is_written:
        yield Attachment(name, text)


def _forwarded(part: _Leaf, reading: _Reading, deeper: int) -> Attachment:
    """A mail forwarded as it is."""
    mail = next(iter(_inner(part.message)), None) if part.message is not None else None
    titled = mail_name(legible(_text(mail, "Subject"))) if mail else ""
    name = part.name or titled or mails.FORWARDED.format(number=part.number)
    if mail is None:
        return Attachment(name, mails.DAMAGED_ATTACHMENT)
    if not deeper:
        return Attachment(name, files.NESTED_TOO_DEEP)
    return Attachment(name, reading.mail(mail, deeper - 1))


def _from_winmail(name: str, content: bytes | Rule) -> Iterator[Attachment]:
    if isinstance(content, Rule):
        yield Attachment(name, content)
        return
    try:
        for inner_name, inner in in_winmail(content):
            yield Attachment(attachment_name(inner_name) or name, inner)
    except Refusal as refusal:
        yield Attachment(name, refusal.rule)


def _content(message: Message) -> bytes | Rule:
    """What a part holds, decoded; only what its encoding can have written is taken."""
    content = _decoded(message, _encoding(message))
    if isinstance(content, bytes) and content.lstrip(_BLANKS).startswith(_FILE_IN_BASE64):
        return _from_base64(content) or content  # encoded, and not declared to be
    return content


def _inner(message: Message) -> list[Message]:
    """The parts within a part."""
    inner = message.get_payload()
    return [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []


def _encoding(message: Message) -> str:
    """How a part is said to be encoded; what some mailers write around the name, and before it, is not of it."""
    written = _text(message, "Content-Transfer-Encoding").strip().lower()
    name = re.split(r"[\s;(]", written)[0].strip("\"'.")
    return "base64" if name == "x-base64" else name


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
    decoded = from_uuencode(payload) if encoding in _UUENCODE else decoded
    return mails.DAMAGED_ATTACHMENT if decoded is None else decoded


def _from_base64(payload: bytes) -> bytes | None:
    """The bytes in `payload`; the marks that fill up its end may be too many or too few.

    Behind them a gateway may have added lines of its own.
    """
    encoded, _, behind = payload.partition(b"=")
    packed, rest = encoded.translate(None, _BLANKS), behind.lstrip(b"= \t")
    is_one_piece = rest[:1] in _LINE_ENDS and not _MORE_BASE64.search(rest)
    if len(packed) % 4 == 1 or not _BASE64.fullmatch(packed) or not is_one_piece:
        return None
    return a2b_base64(packed + b"=" * (-len(packed) % 4))


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
