"""What the strict reader reads: each way a spreadsheet program may store the same thing."""

from __future__ import annotations

import struct
from datetime import datetime
from decimal import Decimal

import pytest

from cv183_reports.catalogue import files
from cv183_reports.spreadsheet.grid import CellKind, CellRange
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.builders_xlsx import (
    DOCUMENT,
    MAIN,
    SHEET,
    STRICT_DOCUMENT,
    STRICT_MAIN,
    codes,
    only_cell,
    only_sheet,
    packed,
    parts,
    raw_workbook,
    read,
    relationships,
    sheet_xml,
    strings_xml,
    styles_xml,
    workbook_xml,
)

ONE_CELL = '<row r="1"><c r="A1"{}</c></row>'


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (' t="s"><v>0</v>', CellKind.TEXT, "chữ"),
        (' t="s"><v>\n            0\n        </v>', CellKind.TEXT, "chữ"),
        (' t="str"><v>chữ</v>', CellKind.TEXT, "chữ"),
        (' t="inlineStr"><is><t>chữ</t></is>', CellKind.TEXT, "chữ"),
        (
            ' t="inlineStr"><is><r><t>ch</t></r><r><t>ữ</t></r><rPh><t>x</t></rPh></is>',
            CellKind.TEXT,
            "chữ",
        ),
        (' t="str"><v xml:space="preserve">  chữ\n </v>', CellKind.TEXT, "  chữ\n "),
        ("><v>12</v>", CellKind.NUMBER, "12"),
        (' t="n"><v>12</v>', CellKind.NUMBER, "12"),
        (' t="b"><v>1</v>', CellKind.BOOLEAN, "TRUE"),
        (' t="b"><v>false</v>', CellKind.BOOLEAN, "FALSE"),
        (' t="e"><v>#REF!</v>', CellKind.ERROR, "#REF!"),
        (' s="1"><v>45884</v>', CellKind.DATE, "2025-08-15"),
        (' s="1"><v>45884.666666666664</v>', CellKind.DATE, "2025-08-15T16:00:00"),
        (' t="d"><v>2025-08-15</v>', CellKind.DATE, "2025-08-15"),
        (' t="d"><v>2025-08-15T16:00:00Z</v>', CellKind.DATE, "2025-08-15T16:00:00"),
        ("><f>A2*2</f>", CellKind.UNCALCULATED, "=A2*2"),
        ("><f>A2*2</f><v/>", CellKind.UNCALCULATED, "=A2*2"),
        (' t="str"><f>A2</f>', CellKind.UNCALCULATED, "=A2"),
        (' t="e"><f>1/0</f><v>#DIV/0!</v>', CellKind.ERROR, "#DIV/0!"),
        (' s="1"><v>-5</v>', CellKind.NUMBER, "-5"),
        (' s="99"><v>5</v>', CellKind.NUMBER, "5"),
        (' s="x"><v> 5 </v>', CellKind.NUMBER, "5"),
    ],
)
def test_a_value_in_each_stored_form(cell: str, kind: CellKind, text: str) -> None:
    read_cell = only_cell(raw_workbook(ONE_CELL.format(cell)))
    assert (read_cell.kind, read_cell.text) == (kind, text)


@pytest.mark.parametrize(
    "cell",
    [
        "/>",
        ">",
        "><v/>",
        "><v></v>",
        ' t="s"><v/>',
        ' t="str"><f>B1</f><v></v>',
        ' t="inlineStr"><is><t/></is>',
    ],
)
def test_blank_cells_are_left_out(cell: str) -> None:
    closed = (
        ONE_CELL.format(cell).replace("/></c>", "/>") if cell == "/>" else ONE_CELL.format(cell)
    )
    assert only_sheet(raw_workbook(closed)).cells == {}


def test_formulas_keep_their_cached_value_and_say_so() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="C1"><v>2</v></c></row>'
    )
    cells = only_sheet(raw_workbook(rows)).cells.values()
    assert [(cell.text, cell.from_formula) for cell in cells] == [
        ("2", True),
        ("a", True),
        ("2", False),
    ]


def test_a_shared_formula_without_result_names_its_first_text() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:C1" si="0">B9*2</f></c>'
        '<c r="B1"><f t="shared" si="0"/></c><c r="C1"><f t="shared" si="0"/><v>8</v></c></row>'
    )
    cells = only_sheet(raw_workbook(rows)).cells.values()
    assert [(cell.kind, cell.text) for cell in cells] == [
        (CellKind.UNCALCULATED, "=B9*2"),
        (CellKind.UNCALCULATED, "=B9*2"),
        (CellKind.NUMBER, "8"),
    ]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("_x000D_", "\r"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x005F_x005F_x000D_", "_x005F\r"),
        ("_x000d_", "\r"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_ ", "\ufffd "),
        ("_x00_ _x12345_ x000D_", "_x00_ _x12345_ x000D_"),
    ],
)
def test_escapes_are_decoded_once_from_left_to_right(stored: str, text: str) -> None:
    shared = raw_workbook(
        ONE_CELL.format(' t="s"><v>0</v>'), strings=strings_xml(f"<t>{stored}</t>")
    )
    inline = raw_workbook(ONE_CELL.format(f' t="inlineStr"><is><t>{stored}</t></is>'))
    assert only_cell(shared).text == only_cell(inline).text == text


def test_rich_shared_text_is_joined_without_phonetic_guides() -> None:
    rich = "<r><rPr><b/></rPr><t>Đã </t></r><r><t>xong</t></r><rPh sb='0'><t>KANA</t></rPh>"
    data = raw_workbook(ONE_CELL.format(' t="s"><v>1</v>'), strings=strings_xml("<t/>", rich))
    assert only_cell(data).text == "Đã xong"


def test_rows_and_cells_without_address_follow_the_one_before() -> None:
    rows = (
        "<row><c><v>1</v></c><c/><c><v>2</v></c></row>"
        '<row r="5"><c r="D5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    )
    cells = only_sheet(raw_workbook(rows)).cells.values()
    assert [cell.reference for cell in cells] == ["A1", "C1", "D5", "E5", "A6"]


def test_the_last_cell_of_a_sheet_is_read_and_nothing_before_it_is_stored() -> None:
    sheet = only_sheet(
        raw_workbook('<row r="1048576"><c r="XFD1048576" s="1"/><c/></row>'.replace("<c/>", ""))
    )
    assert sheet.cells == {}
    cell = only_cell(raw_workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert cell.reference == "XFD1048576"


def test_merges_hidden_rows_and_hidden_columns() -> None:
    sheet = sheet_xml(
        '<row r="1" hidden="1"/><row r="2" hidden="true"><c r="A2"><v>1</v></c></row>'
        '<row r="3" hidden="0"><c r="C3"><v>1</v></c></row>',
        after='<mergeCells><mergeCell ref="A2:B3"/><mergeCell ref="D4"/></mergeCells>',
        before='<cols><col min="2" max="3" hidden="1"/><col min="5" max="9"/></cols>',
    )
    read_sheet = only_sheet(packed(parts(), {SHEET: sheet}))
    assert read_sheet.merged == (CellRange(2, 1, 3, 2), CellRange(4, 4, 4, 4))
    assert read_sheet.hidden_rows == {2}
    assert read_sheet.hidden_columns == {2, 3}


def test_other_elements_of_a_sheet_are_not_taken_for_cells() -> None:
    after = (
        "<controls><anchor><from><row>5</row></from></anchor></controls>"
        "<extLst><ext><f>B1</f><v>9</v><c r='Z9'><v>9</v></c></ext></extLst>"
    )
    assert len(only_sheet(packed(parts(), {SHEET: sheet_xml("", after=after)})).cells) == 0


def test_fonts_and_number_formats_come_from_the_styles_of_cells_only() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
        '<fonts><font/><font><sz val="13"/><name val=".VnTime"/></font></fonts><fills><fill/></fills>'
        '<cellStyleXfs><xf numFmtId="14" fontId="0"/></cellStyleXfs>'
        '<cellXfs><xf fontId="1"/><xf numFmtId="164" fontId="1"><alignment/></xf><xf numFmtId="9" fontId="7"/></cellXfs>'
        '<dxfs><dxf><font><name val="Arial"/></font><numFmt numFmtId="164" formatCode="d"/></dxf></dxfs>'
        "</styleSheet>"
    )
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>1</v></c><c r="C1" s="2"><v>1</v></c></row>'
    cells = only_sheet(raw_workbook(rows, styles=styles)).cells.values()
    assert [(cell.number_format, cell.font) for cell in cells] == [
        ("General", ".VnTime"),
        ("0.0%", ".VnTime"),
        ("0%", ""),
    ]


def test_a_workbook_without_styles_and_shared_strings() -> None:
    rels = relationships(("rId1", "worksheet", "worksheets/sheet1.xml"))
    changes = {
        "xl/styles.xml": None,
        "xl/sharedStrings.xml": None,
        "xl/_rels/workbook.xml.rels": rels,
    }
    assert only_cell(packed(parts(), changes)).number_format == "General"


def test_1904_dates() -> None:
    changes = {"xl/workbook.xml": workbook_xml(pr='<workbookPr date1904="1"/>')}
    cell = only_cell(packed(parts(ONE_CELL.format(' s="1"><v>44422</v>')), changes))
    assert cell.when == datetime(2025, 8, 15)
    assert cell.number == Decimal(44422)


def test_strict_ooxml() -> None:
    strict = {
        name: part.decode().replace(MAIN, STRICT_MAIN).replace(DOCUMENT, STRICT_DOCUMENT)
        for name, part in parts().items()
    }
    assert only_cell(packed(parts(), strict)).text == "1"


def test_prefixed_elements() -> None:
    prefixed = sheet_xml('<x:row r="1"><x:c r="A1" t="str"><x:v>a</x:v></x:c></x:row>')
    prefixed = prefixed.replace("<sheetData", "<x:sheetData").replace(
        "</sheetData", "</x:sheetData"
    )
    prefixed = prefixed.replace("<worksheet xmlns=", "<x:worksheet xmlns:x=").replace(
        "</work", "</x:work"
    )
    assert only_cell(packed(parts(), {SHEET: prefixed})).text == "a"


@pytest.mark.parametrize(
    "target",
    [
        "worksheets/sheet1.xml",
        "/xl/worksheets/sheet1.xml",
        "worksheets\\sheet1.xml",
        "../xl/worksheets/./sheet1.xml",
        "Worksheets/SHEET1.xml",
    ],
)
def test_targets_of_relationships_in_each_spelling(target: str) -> None:
    changes = {"xl/_rels/workbook.xml.rels": relationships(("rId1", "worksheet", target))}
    assert only_cell(packed(parts(), changes)).text == "1"


def test_part_names_with_backslashes_and_other_case() -> None:
    content = parts()
    odd = {
        name.replace("xl/worksheets/", "XL\\Worksheets\\"): part for name, part in content.items()
    }
    assert only_cell(packed(odd)).text == "1"


def test_sheets_in_the_order_of_tabs_with_their_visibility() -> None:
    sheets = (
        '<sheet name="Số liệu" sheetId="3" r:id="rId9"/>'
        '<sheet name="_meta" sheetId="1" state="veryHidden" r:id="rId1"/>'
        '<sheet name="a_x0041_" sheetId="2" state="hidden" r:id="rId1"/>'
    )
    rels = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "worksheet", "worksheets/b.xml")
    )
    changes = {
        "xl/workbook.xml": workbook_xml(sheets),
        "xl/_rels/workbook.xml.rels": rels,
        "xl/worksheets/b.xml": sheet_xml(""),
    }
    found = [(s.name, s.visible, len(s.cells)) for s in read(packed(parts(), changes)).sheets]
    assert found == [("Số liệu", True, 0), ("_meta", False, 1), ("aA", False, 1)]


def test_macros_and_external_links() -> None:
    rels = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "vbaProject", "vbaProject.bin"),
        ("rId3", "externalLink", "externalLinks/externalLink1.xml"),
    )
    workbook = read(packed(parts(), {"xl/_rels/workbook.xml.rels": rels}))
    assert workbook.has_macros
    assert workbook.has_external_links
    plain = read(packed(parts()))
    assert (plain.has_macros, plain.has_external_links) == (False, False)


def test_utf16_parts_are_read() -> None:
    declared = '<?xml version="1.0" encoding="UTF-16"?>'
    utf16 = (declared + sheet_xml(ONE_CELL.format(' t="str"><v>chữ</v>'))).encode("utf-16")
    content = packed({**parts(), SHEET: utf16})
    assert only_cell(content).text == "chữ"


def test_one_bad_cell_does_not_silence_the_others() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>7</v></c><c r="B1"><v>1</v></c></row>'
    assert codes(raw_workbook(rows)) == ["FIL051"]


def test_a_million_styled_empty_rows() -> None:
    rows = "".join(f'<row r="{row}" s="1"/>' for row in range(1, 1_048_577))
    assert only_sheet(raw_workbook(rows)).cells == {}


@pytest.mark.parametrize(
    "styles", [styles_xml("dd/mm/yyyy", fonts=""), f'<styleSheet xmlns="{MAIN}"/>']
)
def test_poor_styles(styles: str) -> None:
    assert only_cell(raw_workbook(ONE_CELL.format("><v>1</v>"), styles=styles)).font == ""


def test_a_directory_counted_by_the_record_of_zip64_is_read() -> None:
    """As some programs end every zip, however small (APPNOTE 4.3.14)."""
    data = raw_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    at = data.rindex(b"PK\5\6")
    count, size, offset = struct.unpack_from("<H2L", data, at + 10)
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    end = b"PK\5\6" + b"\0" * 4 + b"\xff" * 12 + b"\0\0"
    assert only_cell(data[:at] + record + locator + end).text == "1"
    _, (finding,) = read_workbook(data[:at] + end, "tep.xlsx")
    assert finding.code == files.BROKEN_ZIP.code
