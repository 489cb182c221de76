"""One door for every kind of workbook: the reader is chosen by content, never by extension."""

from __future__ import annotations

from enum import Enum
from io import BytesIO

from cv183_reports.catalogue import files
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal, entries
from cv183_reports.spreadsheet.bounded import Worker
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.ods import read_ods
from cv183_reports.spreadsheet.xls.reader import read_xls
from cv183_reports.spreadsheet.xlsb import read_xlsb
from cv183_reports.spreadsheet.xlsx.reader import read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the older Office programs begins (MS-CFB)."""
CONTENT_TYPES = "[content_types].xml"
MIMETYPE = "mimetype"
BINARY_MAIN = "xl/workbook.bin"
"""Names of parts, in lower case, that tell one kind from another."""


class Kind(Enum):
    """The kinds of workbook that are read; the value is what a finding calls them."""

    XLSX = "Excel (.xlsx)"
    XLS = "Excel đời cũ (.xls)"
    XLSB = "Excel nhị phân (.xlsb)"
    ODS = "bảng tính OpenDocument (.ods)"


def kind_of(data: bytes) -> Kind:
    """Which reader `data` is for; what none of them knows is for the reader of .xlsx to refuse."""
    if data.startswith(OLE):
        return Kind.XLS
    if BINARY_MAIN.encode() not in data and MIMETYPE.encode() not in data:
        return Kind.XLSX  # names stand in a zip as they are: no need to list it
    try:
        names = {part_name(entry.name) for entry in entries(BytesIO(data))}
    except Refusal:
        return Kind.XLSX
    if CONTENT_TYPES in names:
        return Kind.XLSB if BINARY_MAIN in names else Kind.XLSX
    return Kind.ODS if MIMETYPE in names else Kind.XLSX


def part_name(name: str) -> str:
    """The name of an entry as parts are compared."""
    return name.replace("\\", "/").lstrip("/").lower()


def read_any(data: bytes, file: str, worker: Worker) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the workbook in `data`, of whatever kind; findings name it `file`.

    Args:
        data: the bytes of the file.
        file: its name, as findings say it.
        worker: for the kinds that a library reads; started only when one has come.

    Returns:
        The workbook and what is to be said of it: single cells that cannot be read, and a note
        when it is not an .xlsx; or None and why the whole file cannot be read.
    """
    kind = kind_of(data)
    workbook, findings = _read(kind, data, file, worker)
    if workbook is None or kind is Kind.XLSX:
        return workbook, findings
    return workbook, (files.OTHER_KIND.at(Source(file), kind=kind.value), *findings)


def _read(
    kind: Kind, data: bytes, file: str, worker: Worker
) -> tuple[Workbook | None, tuple[Finding, ...]]:
    match kind:
        case Kind.XLSX:
            return read_workbook(data, file)
        case Kind.XLS:
            return read_xls(data, file, worker)
        case Kind.XLSB:
            return read_xlsb(data, file)
        case Kind.ODS:
            return read_ods(data, file)
