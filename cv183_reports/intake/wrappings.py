"""What programs wrap attachments in: winmail.dat, signed envelopes, uuencode within a text."""

from __future__ import annotations

import re
import struct
from binascii import Error as NotEncoded
from binascii import a2b_base64, a2b_uu
from collections.abc import Iterator

from msgspec import Struct, field

from cv183_reports.catalogue import intake as mails
from cv183_reports.model.finding import Rule
from cv183_reports.ooxml.archive import Refusal

# winmail.dat: the attachments that Outlook packs into one file of its own (TNEF, MS-OXTNEF).

_SIGNATURE = b"\x78\x9f\x3e\x22"
_FIRST = 6
"""Offset of the first attribute: after the signature and a key."""
_ATTRIBUTE = struct.Struct("<BLL")
"""Level, id, length of data; behind the data stands a checksum of two bytes."""
_CHECKSUM = struct.Struct("<H")
_LEVELS = (1, 2)
_BEGIN, _TITLE, _DATA, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_LONG_NAME = struct.pack("<HH", 0x001F, 0x3707)
_LONG_NAME_8BIT = struct.pack("<HH", 0x001E, 0x3707)
_LENGTHS = struct.Struct("<LL")
"""How many values (one), and the bytes of it."""


def is_winmail(content: object) -> bool:
    """Whether `content` is a winmail.dat."""
    return isinstance(content, bytes) and content.startswith(_SIGNATURE)


def in_winmail(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file packed in `data`.

    Raises:
        Refusal: damaged, cut, or no winmail.dat; every checksum is proved before anything is given.
    """
    yield from list(_files(list(_attributes(data))))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _FIRST
    if not is_winmail(data) or len(data) < _FIRST:
        raise Refusal(mails.UNREADABLE_WINMAIL)
    while at < len(data):
        if at + _ATTRIBUTE.size > len(data):
            raise Refusal(mails.UNREADABLE_WINMAIL)
        level, number, length = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        if level not in _LEVELS or at + length + _CHECKSUM.size > len(data):
            raise Refusal(mails.UNREADABLE_WINMAIL)
        value = data[at : at + length]
        at += length
        if _CHECKSUM.unpack_from(data, at)[0] != sum(value) & 0xFFFF:
            raise Refusal(mails.UNREADABLE_WINMAIL)
        at += _CHECKSUM.size
        yield number, value


def _files(attributes: list[tuple[int, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Each attachment begins with its rendering data; a title, data and properties follow."""
    name, content, is_open = "", None, False
    for number, value in [*attributes, (_BEGIN, b"")]:
        if number == _BEGIN:
            if is_open and content is None:
                raise Refusal(mails.UNREADABLE_WINMAIL)
            if content is not None:
                yield name, content
            name, content, is_open = "", None, True
        elif number == _TITLE:
            name = name or value.rstrip(b"\0").decode("utf-8", "surrogateescape")
        elif number == _DATA:
            content = value
        elif number == _PROPERTIES:
            name = _long_name(value) or name


def _long_name(properties: bytes) -> str:
    """The long file name among the MAPI properties of an attachment; the title is cut to 8.3."""
    for tag, encoding in ((_LONG_NAME, "utf-16-le"), (_LONG_NAME_8BIT, "utf-8")):
        at = properties.find(tag)
        start = at + len(tag) + _LENGTHS.size
        if at >= 0 and start <= len(properties):
            _, length = _LENGTHS.unpack_from(properties, at + len(tag))
            raw = properties[start : start + length]
            errors = "replace" if encoding == "utf-16-le" else "surrogateescape"
            return raw.decode(encoding, errors).rstrip("\0")
    return ""


# A signed envelope (.p7m: PKCS #7, CMS of RFC 5652, in BER).

_PKCS = b"\x2a\x86\x48\x86\xf7\x0d\x01"
_SIGNED = _PKCS + b"\7\2"
_ENCRYPTED = {
    _PKCS + b"\7\3",  # enveloped
    _PKCS + b"\7\4",  # signed and enveloped
    _PKCS + b"\7\6",  # by a key that both know
    _PKCS + b"\x09\x10\x01\x17",  # enveloped, and proved to be whole
}
_SEQUENCE, _SET, _INTEGER, _OID, _EXPLICIT = 0x30, 0x31, 0x02, 0x06, 0xA0
_OCTETS, _OCTETS_IN_PIECES = 0x04, 0x24
_CONSTRUCTED, _MANY, _INDEFINITE = 0x20, 0x1F, 0x80
_LENGTH_BYTES = 4
_DEPTH = 16
_MOST_ELEMENTS = 500_000
"""Of one envelope, each as often as it is passed; what was signed comes in pieces of a kilobyte or more."""
_OUTSIDE = 25
"""Bytes in which the type of an envelope stands."""


def is_envelope(content: object) -> bool:
    """Whether `content` is a signed or encrypted envelope."""
    if not isinstance(content, bytes) or content[:1] != b"\x30":
        return False
    return any(
        bytes([_OID, len(each)]) + each in content[:_OUTSIDE] for each in (_SIGNED, *_ENCRYPTED)
    )


def in_envelope(data: bytes) -> bytes | None:
    """What was signed in `data`; None where the signature stands apart from it.

    The signature is not judged: whose a form is, other things say.

    Raises:
        Refusal: encrypted, damaged, or cut.
    """
    try:
        kind, inner = _content(_Ber(data).enter(_SEQUENCE))
        if kind in _ENCRYPTED:
            raise Refusal(mails.SEALED)
        if kind != _SIGNED or inner is None:
            raise Refusal(mails.DAMAGED_ATTACHMENT)
        signed = inner.enter(_SEQUENCE)
        signed.skip(_INTEGER)
        signed.skip(_SET)
        _, octets = _content(signed.enter(_SEQUENCE))
        return None if octets is None else b"".join(octets.octets())
    except (IndexError, ValueError) as problem:
        raise Refusal(mails.DAMAGED_ATTACHMENT) from problem


def _content(element: _Ber) -> tuple[bytes, _Ber | None]:
    """The type that an element names and the content that follows it, if any does."""
    kind = element.value(_OID)
    return kind, element.enter(_EXPLICIT) if element.has_more else None


class _Ber(Struct):
    """A walk through the elements of one element, each read once; what is not as expected raises."""

    data: bytes
    at: int = 0
    end: int | None = -1
    """None: it ends at two zeros."""
    depth: int = 0
    passed: list[int] = field(default_factory=lambda: [0])
    """How many elements all walks through this envelope have passed."""

    def __post_init__(self) -> None:
        self.end = len(self.data) if self.end == -1 else self.end
        if self.depth > _DEPTH:
            raise ValueError(self.depth)

    @property
    def has_more(self) -> bool:
        """Whether another element follows."""
        if self.end is None:
            return self.data[self.at : self.at + 2] != b"\0\0"
        return self.at < self.end

    def enter(self, tag: int) -> _Ber:
        """The inside of the next element, which must be of that type; the walk goes on behind it."""
        start, end = self._head(tag)
        inner = _Ber(self.data, start, end, self.depth + 1, self.passed)
        self.at = start if end is None else end
        if end is None:
            behind = _Ber(self.data, start, None, self.depth + 1, self.passed)
            while behind.has_more:
                behind.skip()
            self.at = behind.at + 2
        return inner

    def skip(self, tag: int | None = None) -> None:
        """Passes the next element."""
        self.enter(self.data[self.at] if tag is None else tag)

    def value(self, tag: int) -> bytes:
        """The content of the next element, which must be of that type and in one piece."""
        start, end = self._head(tag)
        if end is None:
            raise ValueError(tag)
        self.at = end
        return self.data[start:end]

    def octets(self) -> Iterator[bytes]:
        """The bytes of the octet strings that follow, of which each may be in pieces."""
        while self.has_more:
            if self.data[self.at] == _OCTETS:
                yield self.value(_OCTETS)
            else:
                yield from self.enter(_OCTETS_IN_PIECES).octets()

    def _head(self, tag: int) -> tuple[int, int | None]:
        """Where the content of the next element begins and ends."""
        found, length = self.data[self.at], self.data[self.at + 1]
        start = self.at + 2
        self.passed[0] += 1
        if found != tag or found & _MANY == _MANY or self.passed[0] > _MOST_ELEMENTS:
            raise ValueError(found)
        if length == _INDEFINITE:
            if not found & _CONSTRUCTED:
                raise ValueError(length)
            return start, None
        if length > _INDEFINITE:
            size = length - _INDEFINITE
            if size > _LENGTH_BYTES:
                raise ValueError(size)
            length = int.from_bytes(self.data[start : start + size], "big")
            start += size
        end = start + length
        if end > (len(self.data) if self.end is None else self.end):
            raise ValueError(length)
        return start, end


# uuencode: files written into the text of a letter, from before MIME.

_BEGINS = re.compile(rb"^begin(-base64)? [0-7]{3,4} ([^\r\n]{1,255}?)[ \t]*\r?$", re.MULTILINE)
_ENDS = re.compile(rb"^(?:end|====)[ \t]*\r?$", re.MULTILINE)


def uuencoded(text: bytes) -> Iterator[tuple[bytes, bytes | Rule]]:
    """Name and content of each file written into `text`."""
    at = 0
    while begins := _BEGINS.search(text, at):
        ends = _ENDS.search(text, begins.end())
        lines = text[begins.end() : ends.start() if ends else len(text)].split(b"\n")[1:]
        content = _decoded([line.rstrip(b"\r") for line in lines], in_base64=bool(begins[1]))
        if ends is None or content is None:
            yield begins[2], mails.DAMAGED_ATTACHMENT
        else:
            yield begins[2], content
        at = ends.end() if ends else len(text)


def from_uuencode(payload: bytes) -> bytes | None:
    """The one file that `payload` is; None where it is not, or not whole."""
    lines = payload.strip().splitlines()
    if not lines or not lines[0].startswith(b"begin ") or lines[-1].strip() != b"end":
        return None
    return _decoded(lines[1:-1], in_base64=False)


def _decoded(lines: list[bytes], *, in_base64: bool) -> bytes | None:
    """The bytes of these lines; None where one is not as it was written."""
    try:
        if in_base64:
            return a2b_base64(b"".join(lines), strict_mode=True)
        return b"".join(a2b_uu(line) for line in lines if line.strip())
    except NotEncoded:
        return None
