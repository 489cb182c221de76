"""The records of a part of an .xlsb (MS-XLSB 2.1.4), and the values that stand in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cv183_reports.catalogue import files
from cv183_reports.ooxml.archive import Refusal

_LONGEST_TEXT = 65_536
_SEVEN_BITS, _MORE = 0x7F, 0x80
_LENGTH_BYTES = 4


class Record:
    """One record: `identity` says what it is; its fields are taken one after the other.

    Taking more than the record holds raises Refusal.
    """

    __slots__ = ("_at", "_content", "_end", "_part", "identity")

    def __init__(self, part: str, identity: int, content: bytes, at: int, end: int) -> None:
        self.identity = identity
        self._part = part
        self._content = content
        self._at = at
        self._end = end

    def take(self, layout: struct.Struct) -> tuple[int | float, ...]:
        """The next fields."""
        at, self._at = self._at, self._at + layout.size
        if self._at > self._end:
            raise Refusal(files.BAD_RECORD, part=self._part)
        return layout.unpack_from(self._content, at)

    def number(self, layout: struct.Struct) -> int:
        """The next field, a whole number."""
        return int(self.take(layout)[0])

    def skip(self, count: int) -> None:
        """Leave out `count` bytes."""
        self._at += count

    def text(self) -> str:
        """The next field, a text: its length in UTF-16 units, then these. A length of -1 is no text."""
        length = self.number(UINT)
        if length == 0xFFFFFFFF:  # noqa: PLR2004
            return ""
        at, self._at = self._at, self._at + 2 * length
        if length > _LONGEST_TEXT or self._at > self._end:
            raise Refusal(files.BAD_RECORD, part=self._part)
        return self._content[at : self._at].decode("utf-16-le", "replace")


BYTE, USHORT, UINT, INT = (struct.Struct(f"<{code}") for code in "BHIi")
DOUBLE = struct.Struct("<d")


def records(part: str, content: bytes) -> Iterator[Record]:
    """Every record of `part`, in order.

    Raises:
        Refusal: the part ends within a record.
    """
    at, size = 0, len(content)
    while at < size:
        identity, at = _number(part, content, at, 2)
        length, at = _number(part, content, at, _LENGTH_BYTES)
        if at + length > size:
            raise Refusal(files.BAD_RECORD, part=part)
        yield Record(part, identity, content, at, at + length)
        at += length


def _number(part: str, content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first (0x9C 0x01 is 156), and where it ends."""
    value = 0
    for position in range(most):
        if at >= len(content):
            raise Refusal(files.BAD_RECORD, part=part)
        byte = content[at]
        at += 1
        value |= (byte & _SEVEN_BITS) << 7 * position
        if not byte & _MORE:
            break
    return value, at


def rk_number(packed: int) -> float:
    """A number packed into four bytes: a whole number or the upper half of a double, or a hundredth."""
    if packed & 0x2:
        value = float((packed >> 2) - (0x40000000 if packed & 0x80000000 else 0))
    else:
        (value,) = DOUBLE.unpack(struct.pack("<II", 0, packed & 0xFFFFFFFC))
    return value / 100 if packed & 0x1 else value
