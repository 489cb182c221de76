"""What kind of workbook some bytes are: by content, never by extension; and those that Excel itself has locked.

Excel locks with its own default password (MS-OFFCRYPTO) where the structure of an .xls is protected, and other programs
where they write "read only"; it opens both without asking. Any other password is the unit's, and stays its own.
"""

from __future__ import annotations

from enum import Enum
from io import BytesIO

from cv183_reports.ooxml.archive import MAX_FILE, Refusal, entries

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the older Office programs begins (MS-CFB), and one that is locked."""
_PACKAGE = "EncryptedPackage\0".encode("utf-16-le")
_DEFAULT = "VelvetSweatshop"


def is_locked(data: bytes) -> bool:
    """Whether `data` is an .xlsx or .xlsb under a password; an .xls tells it only when it is read."""
    return data.startswith(OLE) and _PACKAGE in data


def unlocked(data: bytes) -> bytes | None:
    """The workbook in `data`; None where Excel's own password does not open it.

    A hostile file can keep this busy or make it raise anything: only within the bounded worker.
    """
    if not data.startswith(OLE):
        return None
    import msoffcrypto  # noqa: PLC0415 - only where a locked file has come

    opened = BytesIO()
    try:
        book = msoffcrypto.OfficeFile(BytesIO(data))
        book.load_key(password=_DEFAULT)  # what then comes out is looked at as any file
        book.decrypt(opened)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a damaged file makes the library raise whatever it likes
        return None
    return opened.getvalue() if opened.tell() <= MAX_FILE else None


CONTENT_TYPES = "[content_types].xml"
MIMETYPE = "mimetype"
BINARY_MAIN = "xl/workbook.bin"
"""Names of parts, in lower case, that tell one kind from another."""


class WorkbookKind(Enum):
    """The kinds of workbook that are read; the value is what a finding calls them."""

    XLSX = "Excel (.xlsx)"
    XLS = "Excel đời cũ (.xls)"
    XLSB = "Excel nhị phân (.xlsb)"
    ODS = "bảng tính OpenDocument (.ods)"


def kind_of(data: bytes) -> WorkbookKind:
    """Which reader `data` is for; what none of them knows is for the reader of .xlsx to refuse."""
    if data.startswith(OLE):
        return WorkbookKind.XLS
    if BINARY_MAIN.encode() not in data and MIMETYPE.encode() not in data:
        return WorkbookKind.XLSX  # names stand in a zip as they are: no need to list it
    try:
        names = {part_name(entry.name) for entry in entries(BytesIO(data))}
    except Refusal:
        return WorkbookKind.XLSX
    if CONTENT_TYPES in names:
        return WorkbookKind.XLSB if BINARY_MAIN in names else WorkbookKind.XLSX
    return WorkbookKind.ODS if MIMETYPE in names else WorkbookKind.XLSX


def part_name(name: str) -> str:
    """The name of an entry as parts are compared."""
    return name.replace("\\", "/").lstrip("/").lower()
