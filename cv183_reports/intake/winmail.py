"""winmail.dat: the attachments that Outlook packs into one file of its own (TNEF, MS-OXTNEF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cv183_reports.catalogue import intake as mails
from cv183_reports.ooxml.archive import Refusal

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


def begins(content: object) -> bool:
    """Whether `content` is a winmail.dat."""
    return isinstance(content, bytes) and content.startswith(_SIGNATURE)


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file packed in `data`.

    Raises:
        Refusal: damaged, cut, or no winmail.dat; every checksum is proved before anything is given.
    """
    yield from list(_files(list(_attributes(data))))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _FIRST
    if not begins(data) or len(data) < _FIRST:
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
