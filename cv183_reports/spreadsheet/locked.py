"""Workbooks that Excel locks with its own default password and opens without asking (MS-OFFCRYPTO).

That happens where the structure of an .xls is protected, and in files that other programs write "read
only". Any other password is the unit's, and stays its own.
"""

from __future__ import annotations

from io import BytesIO

from cv183_reports.ooxml.archive import MAX_FILE

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
