""".ods: every way its XML may say the same thing, and what no library reads of it.

``tests/data/saved/excel-*.ods`` were saved by Excel and come from the tests of calamine (MIT).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Rule
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook
from cv183_reports.spreadsheet.ods import read_ods
from tests.builders_other import ODS, ods, ods_of, row
from tests.builders_xlsx import RawEntry, raw_zip
from tests.calamine import assert_read_alike
from tests.saved_forms import FOLDER

TEXT = 'office:value-type="string">'
P = "<text:p>{}</text:p>"


def read(data: bytes) -> Workbook:
    workbook, findings = read_ods(data, "tep.ods")
    assert findings == ()
    assert workbook is not None
    return workbook


def only_sheet(data: bytes) -> Sheet:
    (sheet,) = read(data).sheets
    return sheet


def only_cell(cell: str, styles: str = "") -> Cell:
    (found,) = only_sheet(ods(row(cell), styles=styles)).cells.values()
    return found


def float_cell(value: str) -> str:
    return f'office:value-type="float" office:value="{value}"><text:p>x</text:p>'


VALUES = [
    (float_cell("80"), "NUMBER 80"),
    (float_cell("0.80000000000000004"), "NUMBER 0.8"),
    (float_cell("1E+020"), "NUMBER 100000000000000000000"),
    ('office:value-type="currency" office:currency="VND" office:value="5">', "NUMBER 5"),
    ('office:value-type="date" office:date-value="2025-08-15">', "DATE 2025-08-15"),
    ('office:value-type="date" office:date-value="2025-08-15T14:30:05.5">', "DATE 2025-08-15T14:30:05.500000"),
    ('office:value-type="time" office:time-value="PT07H30M00S">', "DATE 1899-12-31T07:30:00"),
    ('office:value-type="time" office:time-value="PT30H00M00S">', "NUMBER 1.25"),
    ('office:value-type="time" office:time-value="-PT12H">', "NUMBER -0.5"),
    ('office:value-type="boolean" office:boolean-value="true"><text:p>ĐÚNG</text:p>', "BOOLEAN TRUE"),
    (TEXT + P.format("#REF!"), "ERROR #REF!"),
    ('table:formula="of:=1/0" calcext:value-type="error" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p>', "ERROR #DIV/0!"),
    ('table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>', "ERROR #DIV/0!"),
    ('table:formula="of:=1/0" office:value-type="string" office:string-value="#REF!">', "ERROR #REF!"),
    ('table:formula="of:=A2" office:value-type="string"><text:p>Err:522</text:p>', "ERROR Err:522"),
    ('table:formula="of:=1/0" calcext:value-type="error">', "ERROR #N/A"),
    ('table:formula="of:=SUM([.A1:.A2])">', "UNCALCULATED =SUM([.A1:.A2])"),
    ('table:formula="msoxl:=A1"><text:p>5</text:p>', "UNCALCULATED =A1"),
    ('table:formula="of:=A1" office:value-type="string" office:string-value="chữ"><text:p>khác</text:p>', "TEXT chữ"),
    (">" + P.format("không khai kiểu"), "TEXT không khai kiểu"),
    (TEXT + P.format("a") + P.format("") + P.format("b"), "TEXT a\n\nb"),
    (TEXT + P.format("a<text:line-break/>b<text:tab/>c"), "TEXT a\nb\tc"),
    (TEXT + P.format("\n  a \n b<text:s/> <text:s text:c='2'/>c"), "TEXT a b    c"),
    (TEXT + P.format("a<text:span> <text:a>b</text:a></text:span>c"), "TEXT a bc"),
    (TEXT + P.format("a<text:note><text:p>chú</text:p></text:note>b"), "TEXT ab"),
    (TEXT + "<office:annotation><text:p>ghi chú</text:p></office:annotation>" + P.format("a"), "TEXT a"),
    (TEXT + P.format("a") + "<draw:frame><draw:text-box><text:p>hình</text:p></draw:text-box></draw:frame>", "TEXT a"),
    (TEXT + "<text:list><text:list-item><text:p>mục</text:p></text:list-item></text:list>", "TEXT mục"),
    (TEXT + P.format("_x0041_ &amp; &lt;b>"), "TEXT _x0041_ & <b>"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), VALUES)
def test_values(cell: str, expected: str) -> None:
    found = only_cell(cell)
    shown = found.number if found.kind is CellKind.NUMBER else found.text
    assert f"{found.kind.name} {shown}" == expected


def test_a_number_that_shows_nothing_has_the_format_that_hides() -> None:
    empty, bare = (float_cell("467").replace(P.format("x"), p) for p in (P.format(""), ""))
    assert only_cell(empty).number_format == ";;;"
    assert only_cell(bare).number_format == "General"


def test_a_percentage_is_a_share_whatever_its_format_looks_like() -> None:
    cell = only_cell('office:value-type="percentage" office:value="0.8"><text:p>80%</text:p>')
    assert (cell.text, cell.number_format) == ("0.8", "0%")


@pytest.mark.parametrize("blank", [">", ">" + P.format(""), TEXT + P.format(""), 'table:formula="of:=&quot;&quot;">' + P.format("")])  # fmt: skip
def test_blank_cells_are_not_kept(blank: str) -> None:
    assert only_sheet(ods(row(blank))).cells == {}


def test_cells_stand_where_repetition_puts_them() -> None:
    a, b = TEXT + P.format("a"), TEXT + P.format("b")
    gap = 'table:number-columns-repeated="16381">'
    rows = (
        row(">", number_rows_repeated="3")
        + "<table:table-header-rows>"
        + row(">", 'table:number-columns-repeated="2" ' + a, gap, number_rows_repeated="2")
        + "</table:table-header-rows><table:table-row-group><table:table-row-group>"
        + row(b)
        + "</table:table-row-group></table:table-row-group>"
        + row(">", number_rows_repeated="1048569")
        + row('table:number-columns-repeated="16383">', b)
    )
    cells = only_sheet(ods(rows)).cells
    assert {cell.reference: cell.text for cell in cells.values()} == {
        **dict.fromkeys(("B4", "C4", "B5", "C5"), "a"),
        **dict.fromkeys(("A6", "XFD1048576"), "b"),
    }


def test_merged_covered_and_hidden() -> None:
    cell = TEXT + P.format("a")
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    merged = 'table:number-columns-spanned="2" table:number-rows-spanned="3" ' + cell
    covered = "<table:covered-table-cell " + cell + "</table:covered-table-cell>"
    rows = row(merged).replace("</table:table-row>", covered + "</table:table-row>")
    rows += row(cell, visibility="filter") + row(">", visibility="collapse")
    workbook, findings = read_ods(ods(columns + rows), "tep.ods")
    assert workbook is not None
    (sheet,) = workbook.sheets
    assert [str(merge) for merge in sheet.merged] == ["A1:B3"]
    assert set(sheet.cells) == {(1, 1)}
    assert [(f.code, f.place.cell) for f in findings] == [
        (files.COVERED_CELL.code, "B1"),
        (files.COVERED_CELL.code, "A2"),
    ]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {2, 3})


STYLES = (
    '<style:style style:name="Default" style:family="table-cell"><style:text-properties style:font-name="Arial"/></style:style>'
    '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Default"/>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"><style:text-properties style:font-name=".VnTime"/></style:style>'
    '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def test_fonts_come_from_the_cell_its_row_or_its_column_and_what_their_styles_stand_on() -> None:
    cell = TEXT + P.format("a")
    columns = '<table:table-column table:default-cell-style-name="ce1"/><table:table-column table:default-cell-style-name="ce2"/>'
    rows = (
        row('table:style-name="ce2" ' + cell, cell)
        + row(cell, default_cell_style_name="ce2")
        + row(cell)
    )
    cells = only_sheet(ods(columns + rows, styles=STYLES)).cells
    fonts = {cell.reference: cell.font for cell in cells.values()}
    assert fonts == {"A1": ".VnTime", "B1": ".VnTime", "A2": ".VnTime", "A3": "Arial"}


@pytest.mark.parametrize("name", ["excel-kinds", "excel-hidden"])
def test_what_excel_wrote_reads_as_calamine_reads_it(name: str) -> None:
    path = FOLDER / f"{name}.ods"
    book = read(path.read_bytes())
    assert_read_alike(book, path)


def test_hidden_sheets_links_macros_and_what_is_no_sheet() -> None:
    table = (
        '<table:table table:name="{}" table:style-name="{}">'
        + row(TEXT + P.format("a"))
        + "</table:table>"
    )
    linked = table.replace(
        "<table:table-row", '<table:table-source xlink:href="x.ods"/><table:table-row'
    ).replace("<table:table ", '<table:table xmlns:xlink="x" ', 1)
    tracked = (
        "<table:tracked-changes><table:deletion>"
        + table.format("cũ", "")
        + "</table:deletion></table:tracked-changes>"
    )
    book = read(ods_of(tracked + table.format("một", "ta1") + linked.format("hai", ""), STYLES))
    assert [(sheet.name, sheet.visible) for sheet in book.sheets] == [("một", False), ("hai", True)]
    assert (book.has_external_links, book.has_macros) == (True, False)
    macros = {"Basic__script-lc_xml": "<a/>"}
    assert read(ods(row(">"), **macros)).has_macros


def text_document() -> bytes:
    content = '<office:document-content xmlns:office="o"><office:body><office:text/></office:body></office:document-content>'
    return raw_zip([RawEntry("mimetype", ODS.encode()), RawEntry("content.xml", content.encode())])


def sheets(count: int) -> str:
    return '<table:table table:name="a"/>' * count


CASES: list[tuple[str, Rule, Callable[[], bytes]]] = [
    ("no content", files.MISSING_PART, (FOLDER / "form.xlsx").read_bytes),
    ("no sheets", files.NO_SHEETS, lambda: ods_of("")),
    ("31 sheets", files.TOO_MANY_SHEETS, lambda: ods_of(sheets(31))),
    ("a text document", files.NOT_A_WORKBOOK, text_document),
    ("DTD", files.DOCTYPE, lambda: ods(row(">"), styles_xml="<!DOCTYPE a><a/>")),
    ("DTD where nobody looks", files.DOCTYPE, lambda: ods(row(">"), settings_xml="<!DOCTYPE a><a/>")),
    ("password", files.PASSWORD, lambda: ods(row(">"), **{"META-INF__manifest_xml": '<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>'})),
    ("a row for every row of Excel", files.TOO_MANY_CELLS, lambda: ods(row(TEXT + P.format("a"), number_rows_repeated="1048576"))),
    ("a cell in every column and row", files.TOO_MANY_CELLS, lambda: ods(row('table:number-columns-repeated="16384" ' + TEXT + P.format("a"), number_rows_repeated="1048576"))),
    ("column 16385", files.BAD_REFERENCE, lambda: ods(row('table:number-columns-repeated="16384">', TEXT + P.format("a")))),
    ("row 1048577", files.BAD_REFERENCE, lambda: ods(row(">", number_rows_repeated="1048576") + row(TEXT + P.format("a")))),
    ("repeated in words", files.BAD_REFERENCE, lambda: ods(row(">", number_rows_repeated="hai"))),
    ("long text", files.LONG_TEXT, lambda: ods(row(TEXT + P.format("a" * 32_768)))),
    ("millions of spaces", files.LONG_TEXT, lambda: ods(row(TEXT + P.format('<text:s text:c="9999999"/>' * 1_000)))),
    ("number in words", files.UNREADABLE_CELL, lambda: ods(row(float_cell("tám mươi")))),
    ("not a number", files.UNREADABLE_CELL, lambda: ods(row(float_cell("NaN")))),
    ("30 February", files.UNREADABLE_CELL, lambda: ods(row('office:value-type="date" office:date-value="2025-02-30">'))),
    ("no time", files.UNREADABLE_CELL, lambda: ods(row('office:value-type="time" office:time-value="PT">'))),
    ("unknown type", files.UNREADABLE_CELL, lambda: ods(row('office:value-type="void">' + P.format("a")))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "data"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_each_gives_exactly_its_code(rule: Rule, data: Callable[[], bytes]) -> None:
    assert [finding.code for finding in read_ods(data(), "tep.ods")[1]] == [rule.code]


INKS = (
    ("#ffffff", "", True),
    ("#FFFFFF", "transparent", True),
    ("#ffffff", "#fffbe0", True),
    ("#1f4e78", "#1f4e78", True),
    ("#ffffff", "#d9d9d9", False),
    ("#ff0000", "#fffbe0", False),
    ("#000000", "#000000", False),
    ("", "#000000", False),
    ("white", "", False),
)


@pytest.mark.parametrize(("ink", "ground", "is_faint"), INKS)
def test_letters_of_the_colour_of_their_ground(ink: str, ground: str, *, is_faint: bool) -> None:
    """Ground and letters come from the style of the cell, or from the one that it stands on."""
    styles = (
        '<style:style style:name="base" style:family="table-cell">'
        f'<style:table-cell-properties fo:background-color="{ground}"/></style:style>'
        '<style:style style:name="on" style:family="table-cell" style:parent-style-name="base">'
        f'<style:text-properties fo:color="{ink}" fo:background-color="#00ff00"/></style:style>'
        '<style:style style:name="auto" style:family="table-cell" style:parent-style-name="on">'
        '<style:text-properties style:use-window-font-color="true"/></style:style>'
    ).replace("fo:", "style:")
    cell = TEXT + P.format("a")
    rows = row(*(f'table:style-name="{name}" {cell}' for name in ("on", "base", "auto")))
    assert only_sheet(ods(rows, styles=styles)).faint == ({(1, 1)} if is_faint else set())


@pytest.mark.parametrize(
    ("size", "is_optimal", "hidden"),
    [("0cm", False, (1, 1)), ("0.1pt", False, (1, 1)), ("0.02in", False, (0, 1)), ("0.2cm", False, (0, 0)), ("0cm", True, (0, 1))],
)  # fmt: skip
def test_what_is_drawn_without_width_or_height_is_hidden(
    size: str, hidden: tuple[int, int], *, is_optimal: bool
) -> None:
    styles = (
        '<style:style style:name="ro" style:family="table-row"><style:table-row-properties '
        f'style:row-height="{size}" style:use-optimal-row-height="{str(is_optimal).lower()}"/></style:style>'
        '<style:style style:name="co" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{size}"/></style:style>'
    )
    columns = '<table:table-column table:style-name="co"/>'
    sheet = only_sheet(ods(columns + row(TEXT + P.format("a"), style_name="ro"), styles=styles))
    assert (len(sheet.hidden_rows), len(sheet.hidden_columns)) == hidden
