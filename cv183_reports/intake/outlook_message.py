"""A mail as Outlook saves it (.msg: MS-OXMSG in an OLE file, MS-CFB), taken apart.

The bytes come from strangers: olefile is told to stop at every defect, no stream is read that is not
wanted, and all of them together are never more than the file itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.parser import HeaderParser
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from olefile import DEFECT_INCORRECT, OleFileIO

from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as mails
from cv183_reports.intake.guard import decoded_name, is_mail, is_mime, may_be_sent
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
    stamp,
)
from cv183_reports.intake.wrappings import is_envelope
from cv183_reports.model import LOCAL
from cv183_reports.model.finding import Rule
from cv183_reports.ooxml.archive import MEGABYTE, Refusal

if TYPE_CHECKING:
    _Ole = OleFileIO[str]
else:
    _Ole = OleFileIO

_MAX_STREAMS = 16_000
"""olefile looks each up among all before it."""
_MAX_PROPERTIES = 4_096
_FAULTS = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    struct.error,
)

_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_#"
_TOP_HEADER, _EMBEDDED_HEADER, _ATTACHMENT_HEADER = 32, 24, 8
"""Bytes before the first property."""
_PROPERTY = struct.Struct("<LL8s")
"""Tag (identity and type), flags, value or size."""
_NUMBER = struct.Struct("<L4x")
_TICKS = struct.Struct("<Q")
_FROM_1601 = datetime(1601, 1, 1, tzinfo=UTC)
_SET_YEARS = range(1602, 4501)
"""Outlook writes the first of January of 4501 where it knows no time."""

_LONG, _BOOLEAN, _TIME, _BINARY = 0x0003, 0x000B, 0x0040, 0x0102
_OBJECT, _UNICODE, _BYTES = 0x000D, 0x001F, 0x001E

_CLASS, _SUBJECT, _HEADERS, _BODY, _HTML = 0x001A, 0x0037, 0x007D, 0x1000, 0x1013
_SENT, _DELIVERED = 0x0039, 0x0E06
_SENDERS = (0x5D02, 0x5D01, 0x0065, 0x0C1F)
"""SMTP address of whom it was sent for, of who sent it; the same in whatever kind of address."""
_NAMES = (0x3707, 0x3704, 0x3001)
"""Long file name, short file name, display name."""
_DATA, _METHOD, _MIME, _CONTENT_ID, _HIDDEN = 0x3701, 0x3705, 0x370E, 0x3712, 0x7FFE
_PATHS = (0x370D, 0x3708)
_BY_REFERENCE, _EMBEDDED, _OLE_OBJECT = (2, 3, 4, 7), 5, 6


def read_outlook_message(data: bytes) -> Mail:
    """The mail in `data`, with the mails that are attached to it.

    Raises:
        Refusal: damaged, or bigger in some part than any true one.
    """
    try:
        with _StrictOle(BytesIO(data), raise_defects=DEFECT_INCORRECT) as ole:
            source = _Source(ole, len(data))
            return source.mail(_Storage.at((), _TOP_HEADER, source), MAX_FORWARDED)
    except _FAULTS as problem:
        raise Refusal(files.OUTLOOK_MESSAGE) from problem


class _StrictOle(_Ole):
    """An OLE file of so many streams that their number costs no time."""

    count = 0

    def _check_duplicate_stream(self, first_sect: int, minifat: bool = False) -> None:  # noqa: FBT001, FBT002
        self.count += 1
        if self.count > _MAX_STREAMS:
            raise Refusal(mails.TOO_MANY_PARTS, limit=_MAX_STREAMS)
        super()._check_duplicate_stream(first_sect, minifat)


class _Source(Struct, dict=True):
    """The streams of one file, as long as they are together no more than it."""

    ole: _Ole
    left: int
    """Bytes that may still be read."""
    attachments: int = 0

    @cached_property
    def paths(self) -> frozenset[tuple[str, ...]]:
        """Where anything lies in it."""
        found = self.ole.listdir(streams=True, storages=True)
        return frozenset(tuple(path) for path in found)

    def read(self, path: tuple[str, ...]) -> bytes | None:
        """The stream at `path`; None when there is none."""
        if path not in self.paths:
            return None
        size = self.ole.get_size(list(path))
        self.left -= size
        if self.left < 0:
            raise Refusal(files.OUTLOOK_MESSAGE)
        if not size:
            return b""
        return bytes(self.ole.openstream(list(path)).read())

    def mail(self, message: _Storage, deeper: int) -> Mail:
        """The message, and so many messages attached within each other in it."""
        kind = message.text(_CLASS)
        is_report = kind.upper().startswith("REPORT.")
        headers = HeaderParser().parsestr(_without_banner(message.text(_HEADERS)))
        received = [str(value) for value in headers.get_all("Received", [])]
        date = legible(str(headers.get("Date", "")))
        sender = address(str(headers.get("From", "")))
        found = [self._attachment(each, kind, deeper) for each in self._storages(message)]
        bodies = (message.text(_BODY), message.text(_HTML))
        texts = [*(body.encode() for body in bodies), message.binary(_HTML) or b""]
        return Mail(
            subject=legible(message.text(_SUBJECT)),
            sender=sender or next(filter(None, map(address, map(message.text, _SENDERS))), ""),
            stamp=stamp(
                received,
                (message.instant(_DELIVERED), mails.BY_DELIVERY),
                (message.instant(_SENT), mails.BY_DATE),
                (date, mails.BY_DATE),
            ),
            attachments=tuple(
                replace(each, is_returned=is_report and isinstance(each.content, Mail))
                for each in found
                if isinstance(each, Attachment)
            ),
            links=(*(each for each in found if isinstance(each, str)), *cloud_links(texts)),
            is_automatic=is_report,
        )

    def _storages(self, message: _Storage) -> Iterator[_Storage]:
        depth = len(message.path)
        for path in sorted(self.paths):
            inside = len(path) == depth + 1 and path[:depth] == message.path
            if inside and path[depth].startswith(_ATTACHMENT):
                self.attachments += 1
                if self.attachments > MAX_ATTACHMENTS:
                    raise Refusal(mails.TOO_MANY_PARTS, limit=MAX_ATTACHMENTS)
                yield _Storage.at(path, _ATTACHMENT_HEADER, self)

    def _attachment(self, storage: _Storage, kind: str, deeper: int) -> Attachment | str:
        """What is attached; the address of it where it lies elsewhere."""
        method = storage.number(_METHOD)
        number = int(storage.path[-1].removeprefix(_ATTACHMENT), 16) + 1
        name = next(filter(None, map(attachment_name, map(storage.text, _NAMES))), "")
        if method in _BY_REFERENCE:
            path = next(filter(None, map(storage.text, _PATHS)), name)
            return path or mails.UNNAMED.format(number=number)
        if method == _EMBEDDED:
            return self._embedded(storage, name, number, deeper)
        name = name or mails.UNNAMED.format(number=number)
        if method == _OLE_OBJECT:
            return Attachment(name, mails.DAMAGED_ATTACHMENT, is_ornament=True)
        content = storage.content()
        is_signed = kind.upper().startswith("IPM.NOTE.SMIME")
        if is_signed and not _may_be_signed(content):
            return Attachment(name, mails.DAMAGED_ATTACHMENT)
        if is_signed and isinstance(content, bytes) and is_mime(content) and not is_mail(content):
            from cv183_reports.intake.mail_message import read_mail  # noqa: PLC0415 - only where one came

            return Attachment(name, read_mail(content))
        is_shown = bool(storage.text(_CONTENT_ID)) or storage.flag(_HIDDEN)
        mime = storage.text(_MIME).lower()
        return Attachment(name, content, is_ornament(mime, name, content, is_shown=is_shown))

    def _embedded(self, storage: _Storage, name: str, number: int, deeper: int) -> Attachment:
        name = f"{name or mails.FORWARDED.format(number=number)}.msg".replace(".msg.msg", ".msg")
        path = (*storage.path, f"__substg1.0_{_DATA:04X}{_OBJECT:04X}")
        if (*path, _PROPERTIES) not in self.paths:
            return Attachment(name, mails.DAMAGED_ATTACHMENT)
        if not deeper:
            return Attachment(name, files.NESTED_TOO_DEEP)
        return Attachment(name, self.mail(_Storage.at(path, _EMBEDDED_HEADER, self), deeper - 1))


class _Storage(Struct, frozen=True):
    """A message or an attachment: its properties."""

    path: tuple[str, ...]
    source: _Source
    fixed: dict[int, bytes]
    """Tag → its eight bytes: the value, or the size of the stream that holds it."""

    @classmethod
    def at(cls, path: tuple[str, ...], header: int, source: _Source) -> _Storage:
        """The properties of what lies at `path`, `header` bytes into their stream."""
        stream = source.read((*path, _PROPERTIES))
        if stream is None or len(stream) > header + _MAX_PROPERTIES * _PROPERTY.size:
            raise Refusal(files.OUTLOOK_MESSAGE)
        ends = len(stream) - _PROPERTY.size + 1
        found = (_PROPERTY.unpack_from(stream, at) for at in range(header, ends, _PROPERTY.size))
        return cls(path, source, {tag: value for tag, _, value in found})

    def text(self, identity: int) -> str:
        """A property of text, Unicode or in some code page; empty where there is none."""
        unicode = self._stream(identity, _UNICODE)
        if unicode is not None:
            return unicode.decode("utf-16-le", "replace").rstrip("\0")
        return decoded_name((self._stream(identity, _BYTES) or b"").rstrip(b"\0"), utf8=False)

    def binary(self, identity: int) -> bytes | None:
        """A property of bytes."""
        return self._stream(identity, _BINARY)

    def content(self) -> bytes | Rule:
        """The attached file, if it is as long as its property says."""
        size = self._value(_DATA, _BINARY)
        content = self.binary(_DATA)
        if content is None or size is None or len(content) != _NUMBER.unpack(size)[0]:
            return mails.DAMAGED_ATTACHMENT
        return content

    def number(self, identity: int) -> int | None:
        """A property of 32 bits."""
        value = self._value(identity, _LONG)
        return None if value is None else int(_NUMBER.unpack(value)[0])

    def flag(self, identity: int) -> bool:
        """A property that is true or false."""
        return bool((self._value(identity, _BOOLEAN) or b"\0")[0])

    def instant(self, identity: int) -> datetime | None:
        """A property of time; None where it tells none."""
        ticks = _TICKS.unpack(self._value(identity, _TIME) or bytes(8))[0]
        try:
            at = _FROM_1601 + timedelta(microseconds=ticks // 10)
        except OverflowError:
            return None
        return at.astimezone(LOCAL).replace(microsecond=0) if at.year in _SET_YEARS else None

    def _value(self, identity: int, kind: int) -> bytes | None:
        return self.fixed.get(identity << 16 | kind)

    def _stream(self, identity: int, kind: int) -> bytes | None:
        return self.source.read((*self.path, f"__substg1.0_{identity:04X}{kind:04X}"))


def _without_banner(headers: str) -> str:
    """Exchange puts a line of its own before the header of the mail."""
    text = headers[:MEGABYTE].lstrip()
    return text.partition("\n")[2] if text.startswith("Microsoft Mail") else text


def _may_be_signed(content: bytes | Rule) -> bool:
    """Whether it is what the message of a signed or encrypted letter holds."""
    return isinstance(content, bytes) and (
        is_envelope(content) or is_mime(content) or may_be_sent(content)
    )
