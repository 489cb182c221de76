"""Workbooks of other kinds than .xlsx, built by hand: .ods from its XML, .xlsb record by record."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZipFile

from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook
from tests.builders_xlsx import RawEntry, packed, parts, raw_zip, relationships

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:{prefix}"' for prefix in ("office", "table", "text", "style", "calcext")
)


def ods(rows: str, *, styles: str = "", after: str = "", **more: str) -> bytes:
    """An .ods of one sheet, Báo cáo, with these rows; `more` are further parts, ``.`` written ``_``."""
    return ods_of(f'<table:table table:name="Báo cáo">{rows}</table:table>{after}', styles, **more)


def ods_of(body: str, styles: str = "", **more: str) -> bytes:
    """An .ods whose spreadsheet is `body`."""
    head = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = (
        f"<office:document-content {_NAMESPACES}>{head}<office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    named = {
        "content.xml": content,
        **{name.replace("__", "/").replace("_xml", ".xml"): text for name, text in more.items()},
    }
    first = RawEntry("mimetype", ODS.encode(), stored=True)
    return raw_zip([first, *(RawEntry(name, text.encode()) for name, text in named.items())])


def row(*cells: str, **attributes: str) -> str:
    """A row of an .ods; each cell is ``attributes>content``, as a cell element has them."""
    given = "".join(
        f' table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    inner = "".join(f"<table:table-cell {cell}</table:table-cell>" for cell in cells)
    return f"<table:table-row{given}>{inner}</table:table-row>"


_SECTOR = 512
_FREE, _LAST, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(stream: bytes, name: str = "Workbook") -> bytes:
    """An OLE file (MS-CFB, sectors of 512 bytes) of one stream of up to 7 MB: FAT, directory, stream."""
    used = -(-len(stream) // _SECTOR)
    tables = -(-(used + 2) // (_SECTOR // 4 - 1))
    chain = [*[_FAT] * tables, _LAST, *range(tables + 2, tables + 1 + used), _LAST]
    chain += [_FREE] * (tables * _SECTOR // 4 - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, tables, tables, 0, 4_096, _LAST, 0, _LAST, 0)
    head += b"".join(struct.pack("<I", n if n < tables else _FREE) for n in range(109))
    root = _directory("Root Entry", 5, 1, _LAST, 0)
    entries = root + _directory(name, 2, _FREE, tables + 1, len(stream))
    sectors = (head, struct.pack(f"<{len(chain)}I", *chain), entries, stream)
    return b"".join(part.ljust(-(-len(part) // _SECTOR) * _SECTOR, b"\0") for part in sectors)


def _directory(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    units = name.encode("utf-16-le")
    head = units.ljust(64, b"\0") + struct.pack("<HBB", len(units) + 2, kind, 1)
    return head + struct.pack("<III36xIQ", _FREE, _FREE, child, start, size)


ERRORS = {
    "#NULL!": 0,
    "#DIV/0!": 7,
    "#VALUE!": 15,
    "#REF!": 23,
    "#NAME?": 29,
    "#NUM!": 36,
    "#N/A": 42,
}


def record(identity: int, content: bytes = b"") -> bytes:
    """One record of an .xlsb."""
    return _varint(identity) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def wide(text: str) -> bytes:
    """A text as records hold it."""
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def xlsb(book: Workbook, *, since_1904: bool = False) -> bytes:
    """`book` as an .xlsb; texts are shared strings, numbers doubles or packed."""
    strings: list[str] = []
    styles = sorted(
        {(cell.number_format, cell.font) for s in book.sheets for cell in s.cells.values()}
    )
    sheets = [_sheet(sheet, strings, styles) for sheet in book.sheets]
    tabs = b"".join(
        record(
            156,
            struct.pack("<II", not sheet.visible, number) + wide(f"s{number}") + wide(sheet.name),
        )
        for number, sheet in enumerate(book.sheets, 1)
    )
    main = record(131) + record(153, struct.pack("<III", since_1904, 0, 0)) + tabs + record(132)
    arrows = [(f"s{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
    named: dict[str, str | bytes | None] = {
        **dict.fromkeys(parts()),
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(("r", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": main,
        "xl/_rels/workbook.bin.rels": relationships(
            *arrows, ("t", "sharedStrings", "sharedStrings.bin"), ("y", "styles", "styles.bin")
        ),
        "xl/sharedStrings.bin": b"".join(record(19, b"\0" + wide(text)) for text in strings),
        "xl/styles.bin": _styles(styles),
        **{f"xl/worksheets/sheet{n}.bin": content for n, content in enumerate(sheets, 1)},
    }  # fmt: skip
    return packed({}, named)


def xlsb_with(changes: Mapping[str, bytes | None]) -> bytes:
    """A small .xlsb, some parts changed."""
    cell = Cell(1, 1, CellKind.TEXT, "chữ")
    whole = xlsb(Workbook("x", (Sheet("Báo cáo", True, {(1, 1): cell}),)))
    return packed(unpacked(whole), changes)


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def spoilt(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with something else in one of its parts, once."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(name, content)
    return stream.getvalue()


def _styles(styles: Sequence[tuple[str, str]]) -> bytes:
    formats = b"".join(
        record(44, struct.pack("<H", 164 + n) + wide(code)) for n, (code, _) in enumerate(styles)
    )
    fonts = b"".join(record(43, bytes(21) + wide(font)) for _, font in styles)
    named = record(626) + record(47, struct.pack("<4H", 0xFFFF, 0, 0, 0)) + record(627)
    own = b"".join(record(47, struct.pack("<4H", 0, 164 + n, n, 0)) for n in range(len(styles)))
    return formats + fonts + named + record(617) + own + record(618)


def _sheet(sheet: Sheet, strings: list[str], styles: Sequence[tuple[str, str]]) -> bytes:
    out = bytearray(record(129))
    out += b"".join(
        record(60, struct.pack("<4IH", column - 1, column - 1, 2304, 0, 1))
        for column in sorted(sheet.hidden_columns)
    )
    for number, cells in sheet.rows().items():
        hidden = 0x10 if number in sheet.hidden_rows else 0
        out += record(0, struct.pack("<IIBHB", number - 1, 0, 0, 300, hidden))
        for cell in cells:
            style = styles.index((cell.number_format, cell.font))
            identity, content = _cell(cell, strings)
            out += record(identity, struct.pack("<II", cell.column - 1, style) + content)
    for merged in sheet.merged:
        corners = (merged.top, merged.bottom, merged.left, merged.right)
        out += record(176, struct.pack("<4I", *(corner - 1 for corner in corners)))
    return bytes(out + record(130))


def _cell(cell: Cell, strings: list[str]) -> tuple[int, bytes]:
    formula = 6 if cell.from_formula else 0  # the records of formulas lie beyond those of values
    match cell.kind:
        case CellKind.TEXT if cell.from_formula:
            return 8, wide(cell.text) + bytes(8)
        case CellKind.TEXT:
            strings.append(cell.text)
            return 7, struct.pack("<I", len(strings) - 1)
        case CellKind.BOOLEAN:
            return (10 if formula else 4), bytes([cell.text == "TRUE"])
        case CellKind.ERROR:
            return (11 if formula else 3), bytes([ERRORS[cell.text]])
        case _:
            assert cell.number is not None
            whole = int(cell.number)
            if whole == cell.number and not formula and abs(whole) < 1 << 29:
                return 2, struct.pack("<I", (whole << 2 | 2) & 0xFFFFFFFF)
            return (9 if formula else 5), struct.pack("<d", float(cell.number))
