"""Workbooks built part by part, zips built byte by byte: whatever no honest program would write."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from io import BytesIO

import xlsxwriter
from msgspec import Struct

from cv183_reports.spreadsheet.grid import Cell, Sheet, Workbook
from cv183_reports.spreadsheet.xlsx import read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_DOCUMENT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"

Parts = Mapping[str, str | bytes | None]
"""Content by part name; None takes the part away."""


def sheet_xml(rows: str, after: str = "", before: str = "") -> str:
    """A worksheet part of these rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def relationships(*arrows: tuple[str, str, str]) -> str:
    """A relationships part of (id, type, target)."""
    inner = "".join(
        f'<Relationship Id="{identity}" Type="{DOCUMENT}/{kind}" Target="{target}"/>'
        for identity, kind, target in arrows
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def workbook_xml(
    sheets: str = '<sheet name="Báo cáo" sheetId="1" r:id="rId1"/>', pr: str = ""
) -> str:
    """A workbook part of these sheets."""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{pr}<sheets>{sheets}</sheets></workbook>'


def strings_xml(*items: str) -> str:
    """A shared strings part; each item is what stands inside its <si>."""
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def styles_xml(*formats: str, fonts: str = "<font><name val='Times New Roman'/></font>") -> str:
    """A styles part: style 0 is plain, style n has the n-th of the custom formats."""
    customs = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(formats)
    )
    xfs = "".join(f'<xf numFmtId="{164 + n}" fontId="0"/>' for n in range(len(formats)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{customs}</numFmts><fonts>{fonts}</fonts>'
        f'<cellXfs><xf numFmtId="0" fontId="0"/>{xfs}</cellXfs></styleSheet>'
    )


def parts(rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>', **named: str) -> dict[str, bytes]:
    """The parts of the smallest honest workbook, its one sheet being `rows`."""
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook_xml(),
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        SHEET: sheet_xml(rows),
        "xl/sharedStrings.xml": named.get("strings", strings_xml("<t>chữ</t>")),
        "xl/styles.xml": named.get("styles", styles_xml("dd/mm/yyyy")),
    }
    return {name: text.encode() for name, text in texts.items()}


def packed(content: Mapping[str, bytes], changes: Parts | None = None) -> bytes:
    """An .xlsx of these parts, some of them changed, added or taken away."""
    changed = {**content, **(changes or {})}
    return raw_zip(
        [
            RawEntry(name, part.encode() if isinstance(part, str) else part)
            for name, part in changed.items()
            if part is not None
        ]
    )


def raw_workbook(rows: str, **named: str) -> bytes:
    """An .xlsx of one sheet, Báo cáo, with these rows."""
    return packed(parts(rows, **named))


def read(data: bytes) -> Workbook:
    """The workbook in `data`, read without a single finding."""
    workbook, findings = read_workbook(data, "tep.xlsx")
    assert not findings
    assert workbook is not None
    return workbook


def only_sheet(data: bytes) -> Sheet:
    """The one sheet of the workbook in `data`."""
    (sheet,) = read(data).sheets
    return sheet


def only_cell(data: bytes) -> Cell:
    """The one cell of the workbook in `data`."""
    (cell,) = only_sheet(data).cells.values()
    return cell


def codes(data: bytes) -> list[str]:
    """The codes of what `read_workbook` finds in `data`."""
    return [finding.code for finding in read_workbook(data, "tep.xlsx")[1]]


def filled_form() -> bytes:
    """A form as a clerk returns it, small: texts, numbers, dates, percents, merges, hidden rows."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": datetime(2025, 9, 1)})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    percent = book.add_format({"num_format": "0%", "font_name": "Times New Roman"})
    for name in ("Báo cáo", "Số liệu", "_meta"):
        sheet = book.add_worksheet(name)
        for row in range(6):
            sheet.write_string(row, 0, f"{name} {row}: đã ban hành Kế hoạch, = & <thực hiện>")
            sheet.write_number(row, 1, row * 12.5, percent)
            sheet.write_datetime(row, 2, datetime(2025, 8, 1 + row), day)
        sheet.write_formula(6, 1, "=SUM(B1:B6)", None, 187.5)
        sheet.merge_range(7, 0, 7, 2, "Người lập")
        sheet.set_row(3, None, None, {"hidden": True})
    book.worksheets()[2].hide()
    book.close()
    return target.getvalue()


class RawEntry(Struct, frozen=True):
    """One entry of a zip; what is given besides name and content is what the zip lies about."""

    name: str | bytes
    content: bytes = b""
    stored: bool = False
    local_name: str | bytes | None = None
    size: int | None = None
    packed: bytes | None = None
    flags: int = 0
    method: int | None = None
    same_data_as: int | None = None
    """Index of the entry before whose header this one points to."""
    modified: tuple[int, int, int, int, int, int] = (2025, 9, 22, 15, 30, 0)


_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


def raw_zip(entries: Sequence[RawEntry], count: int | None = None) -> bytes:
    """The zip of these entries, lies and all; `count` is how many it says it has."""
    body, directory = bytearray(), bytearray()
    offsets: list[int] = []
    for entry in entries:
        data = _packed(entry)
        offsets.append(len(body) if entry.same_data_as is None else offsets[entry.same_data_as])
        fixed = _fixed_fields(entry, len(data))
        name, local_name = _bytes(entry.name), _bytes(entry.local_name or entry.name)
        if entry.same_data_as is None:
            body += _LOCAL.pack(b"PK\3\4", 20, *fixed, len(local_name), 0) + local_name + data
        directory += (
            _CENTRAL.pack(b"PK\1\2", 20, 20, *fixed, len(name), 0, 0, 0, 0, 0, offsets[-1]) + name
        )
    count = len(entries) if count is None else count
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _packed(entry: RawEntry) -> bytes:
    if entry.packed is not None:
        return entry.packed
    if entry.stored:
        return entry.content
    return _deflated(entry.content)


@lru_cache(maxsize=4)
def _deflated(content: bytes) -> bytes:
    """A bomb has the same content many times."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(content) + deflater.flush()


def _fixed_fields(entry: RawEntry, packed_size: int) -> tuple[int, ...]:
    """Flags, method, time, date, CRC and sizes, as both headers have them."""
    year, month, day, hour, minute, second = entry.modified
    method = (0 if entry.stored else 8) if entry.method is None else entry.method
    size = len(entry.content) if entry.size is None else entry.size
    time, date = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    return entry.flags, method, time, date, zlib.crc32(entry.content), packed_size, size


def _bytes(name: str | bytes) -> bytes:
    return name.encode() if isinstance(name, str) else name
