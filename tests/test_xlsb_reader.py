""".xlsb: what real Excel wrote reads as python-calamine reads it; what we write by hand comes back whole.

``tests/data/saved/excel-*.xlsb`` were saved by Excel and come from the tests of calamine (MIT).
"""

from __future__ import annotations

import random
import struct
from datetime import datetime

import pytest
from msgspec.structs import replace

from cv183_reports.catalogue import files, submission
from cv183_reports.model.finding import Rule
from cv183_reports.spreadsheet.grid import Cell, CellKind, Floating, FloatingKind, Sheet, Workbook
from cv183_reports.spreadsheet.xlsb import read_xlsb, rk_number
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.builders_other import record, unpacked, wide, xlsb, xlsb_with
from tests.builders_xlsx import DOCUMENT, packed, relationships
from tests.calamine import assert_read_alike
from tests.saved_forms import FOLDER, filled
from tests.submission_cases import judged

SHEET = "xl/worksheets/sheet1.bin"


def read(data: bytes) -> Workbook:
    workbook, findings = read_xlsb(data, "tep.xlsb")
    assert findings == ()
    assert workbook is not None
    return workbook


@pytest.mark.parametrize("name", ["excel-kinds", "excel-1904", "excel-hidden"])
def test_what_excel_wrote_reads_as_calamine_reads_it(name: str) -> None:
    path = FOLDER / f"{name}.xlsb"
    book = read(path.read_bytes())
    assert_read_alike(book, path)


def test_a_form_comes_back_cell_by_cell() -> None:
    original, _ = read_workbook(filled(), "tep.xlsb")
    assert original is not None
    again = read(xlsb(original))
    assert [sheet.name for sheet in again.sheets] == [sheet.name for sheet in original.sheets]
    for before, after in zip(original.sheets, again.sheets, strict=True):
        assert after == replace(before, cells=after.cells)
        assert after.cells == before.cells


def test_every_kind_of_value_and_what_surrounds_it() -> None:
    """Errors, results of formulas, fonts, hidden rows and columns: all that calamine does not tell."""
    cells = [
        Cell(1, 1, CellKind.ERROR, "#REF!"),
        Cell(1, 2, CellKind.ERROR, "#N/A", formula="="),
        Cell(2, 1, CellKind.BOOLEAN, "TRUE", formula="="),
        Cell(2, 2, CellKind.BOOLEAN, "FALSE"),
        Cell(3, 16_384, CellKind.TEXT, "chữ", font=".VnTime", formula="="),
        Cell(1_048_576, 1, CellKind.TEXT, "_x0041_"),
    ]
    sheet = Sheet(
        "Số liệu", False, {(c.row, c.column): c for c in cells},
        hidden_rows=frozenset({2, 1_048_576}), hidden_columns=frozenset({3, 7}),
    )  # fmt: skip
    assert read(xlsb(Workbook("tep.xlsb", (sheet,)))).sheets == (sheet,)


def test_dates_since_1904() -> None:
    when = datetime(2025, 8, 15)
    cell = Cell(1, 1, CellKind.NUMBER, "44422", 44422, number_format="dd/mm/yyyy")  # type: ignore[arg-type]
    data = xlsb(Workbook("x", (Sheet("a", True, {(1, 1): cell}),)), since_1904=True)
    assert read(data).sheets[0].cells[1, 1].when == when


@pytest.mark.parametrize(
    ("stored", "value"),
    [(0x0000019A, 102), (0x00002711, 0.0), (0xFFFFFFFE, -1), (0x3FF00000, 1.0), (0x3FF00001, 0.01), (0x0000019B, 1.02)],
)  # fmt: skip
def test_packed_numbers(stored: int, value: float) -> None:
    assert rk_number(stored) == pytest.approx(value)


def comment(author: int, row: int, column: int) -> bytes:
    """A comment on one cell, counted from 0."""
    place = struct.pack("<5I", author, row, row, column, column)
    return record(635, place + bytes(16)) + record(637, b"\0" + wide("đã xong")) + record(636)


def colour(kind: int, index: int, tint: int = 0, rgb: str = "000000") -> bytes:
    """A colour of a kind: by its number alone, or given in red, green and blue as well (odd kinds)."""
    return struct.pack("<BBh", kind, index, tint) + bytes.fromhex(rgb) + b"\xff"


RGB, NUMBERED, THEME, AUTOMATIC = 0x05, 0x02, 0x06, 0x00
NO_FILL, SOLID = 0, 1
INKS = (
    (colour(RGB, 0xFF, rgb="ffffff"), NO_FILL, b"", True),
    (colour(RGB | 0x02, 0, rgb="fffffe"), SOLID, colour(RGB, 0xFF, rgb="fffbe0"), True),
    (colour(NUMBERED, 9), NO_FILL, b"", True),
    (colour(THEME, 0), NO_FILL, b"", True),
    (colour(THEME, 0, tint=-900), NO_FILL, b"", False),
    (colour(RGB, 0xFF, rgb="1f4e78"), SOLID, colour(RGB, 0xFF, rgb="1f4e78"), True),
    (colour(RGB, 0xFF, rgb="ffffff"), SOLID, colour(RGB, 0xFF, rgb="1f4e78"), False),
    (colour(RGB, 0xFF, rgb="ffffff"), 0x11, colour(RGB, 0xFF, rgb="ffffff"), False),
    (colour(AUTOMATIC, 0), NO_FILL, b"", False),
)


@pytest.mark.parametrize(("ink", "pattern", "ground", "faint"), INKS)
def test_letters_of_the_colour_of_their_ground(
    ink: bytes, pattern: int, ground: bytes, *, faint: bool
) -> None:
    font = record(43, bytes(12) + ink + b"\0" + wide("Arial"))
    fill = record(45, struct.pack("<I", pattern) + ground + bytes(48))
    look = record(617) + record(47, struct.pack("<4H", 0, 0, 0, 0)) + record(618)
    (sheet,) = read(xlsb_with({"xl/styles.bin": font + fill + look})).sheets
    assert sheet.faint == ({(1, 1)} if faint else set())


@pytest.mark.parametrize(("height", "width", "unseen"), [(5, 90, True), (300, 2304, False)])
def test_rows_and_columns_without_a_size(height: int, width: int, *, unseen: bool) -> None:
    column = record(60, struct.pack("<4IH", 0, 0, width, 0, 0x06))
    row = record(0, struct.pack("<IIBHB", 0, 0, 0, height, 0x20))
    text = record(6, struct.pack("<II", 0, 0) + wide("chữ"))
    (sheet,) = read(xlsb_with({SHEET: column + row + text})).sheets
    assert (sheet.hidden_rows, sheet.hidden_columns) == (({1}, {1}) if unseen else (set(), set()))


DRAWN = (
    f'<xdr:wsDr xmlns:xdr="{DOCUMENT}"><xdr:oneCellAnchor><xdr:from><xdr:col>7</xdr:col>'
    "<xdr:row>8</xdr:row></xdr:from><xdr:sp><t>trả lời ở đây</t></xdr:sp></xdr:oneCellAnchor></xdr:wsDr>"
)
OVER: dict[str, bytes | None] = {
    SHEET.replace("sheets/", "sheets/_rels/") + ".rels": relationships(
        ("rId1", "comments", "../comments1.bin"), ("rId2", "drawing", "../drawings/drawing1.xml")
    ).encode(),
    "xl/comments1.bin": record(628)
    + record(632, wide("Văn thư phường"))
    + comment(0, 8, 6)
    + comment(9, 9, 0)
    + record(629),
    "xl/drawings/drawing1.xml": DRAWN.encode(),
}
"""What lies over the sheet: two comments, one by nobody who is named, and a text box."""


def test_comments_and_boxes_over_the_cells_are_noted_where_they_lie() -> None:
    (sheet,) = read(xlsb_with(OVER)).sheets
    assert set(sheet.floating) == {
        Floating(FloatingKind.COMMENT, 9, 7, "Văn thư phường"),
        Floating(FloatingKind.COMMENT, 10, 1),
        Floating(FloatingKind.TEXT_BOX, 9, 8),
    }


def test_a_unit_is_told_of_what_lies_over_the_table_of_an_xlsb() -> None:
    original, _ = read_workbook(filled(), "tep.xlsb")
    assert original is not None
    at = [sheet.name for sheet in original.sheets].index("Báo cáo") + 1
    number = {name.replace("sheet1.", f"sheet{at}."): data for name, data in OVER.items()}
    judgement = judged(read(packed(unpacked(xlsb(original)), number)))
    told = [f for f in judgement.findings if f.code == submission.FLOATING.code]
    assert ["G9" in f.message for f in told] == [True]
    assert judgement.filing is not None


ROW = record(0, bytes(12))
CASES: list[tuple[str, Rule, dict[str, bytes | None]]] = [
    ("no sheet part", files.MISSING_PART, {SHEET: None}),
    ("no workbook", files.MISSING_PART, {"xl/workbook.bin": None}),
    ("no tabs", files.NO_SHEETS, {"xl/workbook.bin": record(131)}),
    ("31 tabs", files.TOO_MANY_SHEETS, {"xl/workbook.bin": record(156, bytes(8) + wide("s1") + wide("a")) * 31}),
    ("record cut short", files.BAD_RECORD, {SHEET: ROW + b"\x07\x0c\0"}),
    ("length cut short", files.BAD_RECORD, {SHEET: ROW + b"\x07"}),
    ("cell cut short", files.BAD_RECORD, {SHEET: ROW + record(5, bytes(10))}),
    ("text cut short", files.BAD_RECORD, {SHEET: ROW + record(6, bytes(8) + b"\xff\xff\0\0a\0")}),
    ("cell outside rows", files.BAD_REFERENCE, {SHEET: record(2, bytes(12))}),
    ("row 1048577", files.BAD_REFERENCE, {SHEET: record(0, b"\0\0\x10\0" + bytes(8)) + record(2, bytes(12))}),
    ("column 16385", files.BAD_REFERENCE, {SHEET: ROW + record(2, b"\0\x40\0\0" + bytes(8))}),
    ("comment cut short", files.BAD_RECORD, {**OVER, "xl/comments1.bin": record(635, bytes(10))}),
    ("one cell twice", files.DUPLICATE_CELL, {SHEET: ROW + record(2, bytes(12)) * 2}),
    ("no such string", files.UNREADABLE_CELL, {SHEET: ROW + record(7, bytes(8) + b"\x09\0\0\0")}),
    ("200,001 cells", files.TOO_MANY_CELLS, {SHEET: b"".join(record(0, n.to_bytes(4, "little") + bytes(8)) + record(13, bytes(8)) * 16_000 for n in range(13))}),
    ("a part that nobody needs has a DTD", files.DOCTYPE, {"xl/x.xml": b"<!DOCTYPE a><a/>"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "changes"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_each_gives_exactly_its_code(rule: Rule, changes: dict[str, bytes | None]) -> None:
    _, findings = read_xlsb(xlsb_with(changes), "tep.xlsb")
    assert [finding.code for finding in findings] == [rule.code]


def test_spoilt_records_never_raise() -> None:
    original, _ = read_workbook(filled(), "tep.xlsb")
    assert original is not None
    honest = unpacked(xlsb(replace(original, sheets=original.sheets[-2:])))
    dice = random.Random(7)
    for _ in range(400):
        part = dice.choice([name for name in honest if name.endswith(".bin")])
        spoilt = bytearray(honest[part])
        for _ in range(dice.randrange(1, 4)):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        workbook, findings = read_xlsb(packed(honest, {part: bytes(spoilt)}), "tep.xlsb")
        assert workbook is not None or len(findings) == 1
