"""Mails as units send them: .eml composed as mailers do, .msg and winmail.dat built byte by byte."""

from __future__ import annotations

import binascii
import re
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

from msgspec import Struct

Tree = Mapping[str, "bytes | Tree"]

SENDER = "vanthu.thuynguyen@haiphong.gov.vn"
RECEIVED = "from mx.haiphong.gov.vn (10.0.0.5) by mail.thanhuy.vn with ESMTPS id 4XbQ;\r\n Mon, 22 Sep 2025 08:52:07 +0000 (UTC)"


def letter(
    *files: tuple[str, bytes],
    subject: str = "Báo cáo tháng 9",
    sender: str = f"Văn thư phường <{SENDER}>",
    date: str = "Mon, 22 Sep 2025 15:50:00 +0700",
    text: str = "Kính gửi Ban Tổ chức Thành ủy.",
) -> EmailMessage:
    """A mail with these attachments, not yet received."""
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    if date:
        message["Date"] = date
    message.set_content(text)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def posted(message: EmailMessage, received: str = RECEIVED) -> bytes:
    """The mail as it lies in the mailbox: servers put their lines above it."""
    return f"Received: {received}\r\n".encode() + message.as_bytes()


# .msg


class _Node(Struct):
    name: str
    kind: int
    content: bytes = b""
    child: int = 0xFFFFFFFF
    right: int = 0xFFFFFFFF
    start: int = 0xFFFFFFFE


def ole(tree: Tree) -> bytes:
    """An OLE file (MS-CFB, version 3) of storages and streams."""
    nodes = [_Node("Root Entry", 5)]
    _plant(tree, nodes, 0)
    sectors: list[bytes] = []
    fat: list[int] = []
    small, minifat = bytearray(), list[int]()

    def chain(content: bytes) -> int:
        start, count = len(sectors), -(-len(content) // 512)
        for n in range(count):
            sectors.append(content[n * 512 : n * 512 + 512].ljust(512, b"\0"))
            fat.append(start + n + 1 if n + 1 < count else 0xFFFFFFFE)
        return start if count else 0xFFFFFFFE

    for node in nodes:
        if node.kind == 2 and node.content:
            if len(node.content) >= 4096:
                node.start = chain(node.content)
            else:
                node.start, count = len(minifat), -(-len(node.content) // 64)
                minifat += [node.start + n + 1 for n in range(count - 1)] + [0xFFFFFFFE]
                small += node.content.ljust(count * 64, b"\0")
    nodes[0].start, nodes[0].content = chain(bytes(small)), bytes(small)
    minifat_start = chain(struct.pack(f"<{len(minifat)}L", *minifat).ljust(512, b"\xff"))
    minifat_count = len(sectors) - minifat_start
    directory = chain(b"".join(map(_entry, nodes)))
    fat_sectors = next(n for n in range(1, 110) if n * 128 >= len(sectors) + n)
    fat_start = len(sectors)
    fat += [0xFFFFFFFD] * fat_sectors
    packed = struct.pack(f"<{len(fat)}L", *fat).ljust(fat_sectors * 512, b"\xff")
    difat = [fat_start + n for n in range(fat_sectors)] + [0xFFFFFFFF] * (109 - fat_sectors)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack(
        "<16x5H6x9L109L", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, directory, 0, 4096,
        minifat_start, minifat_count, 0xFFFFFFFE, 0, *difat,
    )  # fmt: skip
    return header + b"".join(sectors) + packed


def _plant(tree: Tree, nodes: list[_Node], parent: int) -> None:
    """The nodes under `parent`, chained by their right sides, in the order MS-CFB asks for."""
    before: int | None = None
    for name, content in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        number = len(nodes)
        is_stream = isinstance(content, bytes)
        nodes.append(_Node(name, 2 if is_stream else 1, content if is_stream else b""))
        if before is None:
            nodes[parent].child = number
        else:
            nodes[before].right = number
        before = number
        if not isinstance(content, bytes):
            _plant(content, nodes, number)


def _entry(node: _Node) -> bytes:
    name = f"{node.name}\0".encode("utf-16-le")
    start = 0 if node.kind == 1 else node.start
    return struct.pack(
        "<64sHBB3L16xL16xLQ",
        name, len(name), node.kind, 1, 0xFFFFFFFF, node.right, node.child, 0, start, len(node.content),
    )  # fmt: skip


Value = str | bytes | int | bool | datetime


def properties(values: Mapping[int, Value], header: int, *, ansi: str = "") -> dict[str, bytes]:
    """The streams that hold these properties of a message or an attachment (MS-OXMSG)."""
    streams: dict[str, bytes] = {}
    table = bytes(header)
    for identity, value in values.items():
        if isinstance(value, bool):
            kind, fixed = 0x000B, struct.pack("<Q", value)
        elif isinstance(value, int):
            kind, fixed = 0x0003, struct.pack("<Q", value)
        elif isinstance(value, datetime):
            ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
            kind, fixed = 0x0040, struct.pack("<Q", ticks)
        else:
            kind = 0x0102 if isinstance(value, bytes) else 0x001E if ansi else 0x001F
            raw = value if isinstance(value, bytes) else value.encode(ansi or "utf-16-le")
            size = len(raw) + {0x001E: 1, 0x001F: 2, 0x0102: 0}[kind]
            fixed = struct.pack("<LL", size, 3)
            streams[f"__substg1.0_{identity:04X}{kind:04X}"] = raw
        table += struct.pack("<LL8s", identity << 16 | kind, 6, fixed)
    return {"__properties_version1.0": table, **streams}


def attached(name: str, data: bytes | Tree, **more: Value) -> Tree:
    """The storage of one attachment: a file, or the tree of a message within."""
    values: dict[int, Value] = {0x3707: name, **{int(k[1:], 16): v for k, v in more.items()}}
    if isinstance(data, bytes):
        return properties({0x3705: 1, 0x3701: data, **values}, 8)
    return {**properties({0x3705: 5, **values}, 8), "__substg1.0_3701000D": data}


def outlook_tree(
    *attachments: Tree, header: int = 32, ansi: str = "", **more: Value
) -> dict[str, bytes | Tree]:
    """The tree of a message; `more` are properties, ``p0037="…"``."""
    values: dict[int, Value] = {
        0x001A: "IPM.Note",
        0x0037: "Báo cáo tháng 9",
        0x5D01: SENDER.upper(),
        0x0E06: datetime(2025, 9, 22, 8, 52, 7, tzinfo=UTC),
        0x0039: datetime(2025, 9, 22, 8, 50, tzinfo=UTC),
        **{int(key[1:], 16): value for key, value in more.items()},
    }
    storages = {f"__attach_version1.0_#{n:08X}": each for n, each in enumerate(attachments)}
    return {**properties(values, header, ansi=ansi), **storages}


def outlook(*attachments: Tree, ansi: str = "", **more: Value) -> bytes:
    """A .msg with these attachments."""
    return ole(outlook_tree(*attachments, ansi=ansi, **more))


# winmail.dat


def winmail(*files: tuple[str, str, bytes]) -> bytes:
    """A winmail.dat of files, each with its short name, its long one and its bytes."""
    attributes: list[tuple[int, int, bytes]] = [(1, 0x00089006, b"\0\0\1\0")]
    for short, long, data in files:
        name = f"{long}\0".encode("utf-16-le")
        mapi = struct.pack("<LHHLL", 1, 0x001F, 0x3707, 1, len(name)) + name
        attributes += [
            (2, 0x00069002, bytes(14)),
            (2, 0x00018010, short.encode("cp1258", "replace") + b"\0"),
            (2, 0x0006800F, data),
            (2, 0x00069005, mapi),
        ]
    return b"\x78\x9f\x3e\x22\1\0" + b"".join(_attributes(attributes))


def _attributes(attributes: Sequence[tuple[int, int, bytes]]) -> list[bytes]:
    return [
        struct.pack("<BLL", level, number, len(value))
        + value
        + struct.pack("<H", sum(value) & 0xFFFF)
        for level, number, value in attributes
    ]


# Signed and encrypted envelopes (.p7m: CMS of RFC 5652)

_PKCS = b"\x2a\x86\x48\x86\xf7\x0d\x01"
SIGNED, ENVELOPED, ENCRYPTED = (_PKCS + end for end in (b"\x07\x02", b"\x07\x03", b"\x07\x06"))
ENVELOPED_AND_WHOLE = _PKCS + b"\x09\x10\x01\x17"


def der(tag: int, *content: bytes, endless: bool = False) -> bytes:
    """An element; `endless`: of indefinite length, as programs write that do not know it yet."""
    inner = b"".join(content)
    if endless:
        return bytes([tag, 0x80]) + inner + b"\0\0"
    if len(inner) < 0x80:
        return bytes([tag, len(inner)]) + inner
    size = len(inner).to_bytes((len(inner).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(size)]) + size + inner


def envelope(kind: bytes, *content: bytes, endless: bool = False) -> bytes:
    """An envelope of that kind around the elements of its content."""
    inner = der(0xA0, der(0x30, *content, endless=endless), endless=endless)
    return der(0x30, der(0x06, kind), inner, endless=endless)


def signed(content: bytes | None, *, endless: bool = False) -> bytes:
    """What was signed, in one piece or in pieces of a kilobyte; None: only the signature."""
    pieces = [(content or b"")[n : n + 1_000] for n in range(0, len(content or b""), 1_000)]
    octets = der(0x24, *(der(0x04, each) for each in pieces), endless=True)
    told = octets if endless else der(0x04, content or b"")
    inner = () if content is None else (der(0xA0, told, endless=endless),)
    return envelope(
        SIGNED,
        der(0x02, b"\x01"),
        der(0x31, der(0x30, der(0x06, b"\x60\x86\x48\x01\x65\x03\x04\x02\x01"), der(0x05))),
        der(0x30, der(0x06, _PKCS + b"\x07\x01"), *inner, endless=endless),
        der(0xA0, der(0x30, bytes(300))),
        der(0x31, der(0x30, der(0x02, b"\x01"))),
        endless=endless,
    )


def entity(*files: tuple[str, bytes]) -> bytes:
    """What mailers sign: the parts of a letter, without its head."""
    message = letter(*files)
    for name in ("From", "Subject", "Date"):
        del message[name]
    return message.as_bytes()


def in_mailbox(*mails: bytes) -> bytes:
    """Mails one after the other, as mail programs export a folder (mboxrd)."""
    head = b"From vt@x.vn Mon Sep 22 10:00:00 2025\n"
    quoted = (re.sub(rb"(?m)^(>*From )", rb">\1", mail) for mail in mails)
    return b"".join(head + mail.replace(b"\r\n", b"\n").rstrip() + b"\n\n" for mail in quoted)


def uuencoded(name: str, data: bytes) -> str:
    """A file as it was written into letters before there were attachments."""
    lines = (binascii.b2a_uu(data[n : n + 45]).decode() for n in range(0, len(data), 45))
    return f"begin 644 {name}\n{''.join(lines)}`\nend\n"
