"""One door for every kind of workbook: the reader is chosen by content, never by extension.

What units send is read in the bounded worker; what it found comes back encoded, by its types.
Excel locks with its own default password (MS-OFFCRYPTO) where the structure of an .xls is protected, and other
programs where they write "read only"; it opens both without asking, and so is read what it locked. Any other password
is the unit's, and stays its own.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from io import BytesIO

import msgspec

from cv183_reports.catalogue import files
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import MAX_FILE, OLE, Refusal, entries, is_locked
from cv183_reports.spreadsheet.bounded import Failed, Trouble, Worker
from cv183_reports.spreadsheet.grid import Workbook

_DEFAULT = "VelvetSweatshop"
CONTENT_TYPES = "[content_types].xml"
MIMETYPE = "mimetype"
BINARY_MAIN = "xl/workbook.bin"
"""Names of parts, in lower case, that tell one kind from another."""


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


Read = tuple[Workbook | None, tuple[Finding, ...]]
"""The workbook and what is to be said of it: single cells that cannot be read, and a note when it is
not an .xlsx; or None and why the whole file cannot be read."""

_JOB = f"{__name__}:answer"
_TROUBLES = {
    Trouble.TOO_LONG: files.READING_TOO_LONG,
    Trouble.TOO_MUCH_MEMORY: files.READING_TOO_BIG,
    Trouble.BROKE_OFF: files.READING_BROKE_OFF,
    Trouble.NOT_STARTED: files.READING_NOT_STARTED,
}


def read_any(data: bytes, file: str, worker: Worker) -> Read:
    """Read the workbook in `data`, of whatever kind, in `worker`, whose limits hold for the whole file.

    Findings name it `file`.
    """
    if len(data) > MAX_FILE:
        return read_here(data, file)  # refused at once
    answer = worker.run(_JOB, _ASKING.encode((file, data)))
    if isinstance(answer, Failed):
        return None, (_TROUBLES[answer.trouble].at(Source(file)),)
    return _READ.decode(answer)


def answer(payload: bytes) -> bytes:
    """The job of the worker: what `read_here` gives, encoded."""
    file, data = _ASKED.decode(payload)
    return _ASKING.encode(read_here(data, file))


def read_here(data: bytes, file: str) -> Read:
    """Read the workbook in `data` in this process, without limits of time and memory.

    One that Excel itself opens without asking for its password is read like any other.
    """
    workbook, findings = _read(data, file)
    if workbook is not None or files.PASSWORD.code not in {finding.code for finding in findings}:
        return workbook, findings
    opened = unlocked(data)
    if opened is None:
        return workbook, findings
    workbook, findings = _read(opened, file)
    return workbook, (files.DEFAULT_PASSWORD.at(Source(file)), *findings)


def _read(data: bytes, file: str) -> Read:
    if is_locked(data):
        return None, (files.PASSWORD.at(Source(file)),)
    kind = kind_of(data)
    workbook, findings = _reader(kind)(data, file)
    if workbook is None or kind is WorkbookKind.XLSX:
        return workbook, findings
    return workbook, (files.OTHER_KIND.at(Source(file), kind=kind.value), *findings)


def _reader(kind: WorkbookKind) -> Callable[[bytes, str], Read]:
    """Imported when a file of the kind comes: whoever hands files to the worker needs none of them."""
    match kind:
        case WorkbookKind.XLSX:
            from cv183_reports.spreadsheet.xlsx import read_workbook as read  # noqa: PLC0415
        case WorkbookKind.XLS:
            from cv183_reports.spreadsheet.xls import read_xls as read  # noqa: PLC0415
        case WorkbookKind.XLSB:
            from cv183_reports.spreadsheet.xlsb import read_xlsb as read  # noqa: PLC0415
        case WorkbookKind.ODS:
            from cv183_reports.spreadsheet.ods import read_ods as read  # noqa: PLC0415
    return read


_ASKING = msgspec.msgpack.Encoder()
_ASKED = msgspec.msgpack.Decoder(tuple[str, bytes])
_READ = msgspec.msgpack.Decoder(Read)
