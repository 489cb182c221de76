"""What kind of workbook some bytes are: by content, never by extension."""

from __future__ import annotations

from enum import Enum
from io import BytesIO

from cv183_reports.ooxml.archive import Refusal, entries
from cv183_reports.spreadsheet.locked import OLE

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
