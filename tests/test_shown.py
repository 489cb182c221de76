"""What a person sees in a cell is what is read of it, in every kind of file alike.

The files in tests/data/shown were made by openpyxl and saved again by LibreOffice; floating.xlsx by XlsxWriter.
"""

from __future__ import annotations

import pytest

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Rule
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.spreadsheet.building import Budget, SheetBuilder, text_value
from cv183_reports.spreadsheet.cell_style import PLAIN
from cv183_reports.spreadsheet.grid import Floating, FloatingKind, Sheet
from cv183_reports.spreadsheet.reading import read_here
from tests.builders_other import ods, row
from tests.builders_xlsx import (
    SHEET,
    codes,
    packed,
    parts,
    raw_workbook,
    relationships,
    sheet_xml,
    strings_xml,
    styles_xml,
)
from tests.conftest import REPOSITORY

KINDS = ("xlsx", "ods", "xls")
TEXTS = {
    "A1": "Đã xử lý  75 hồ sơ",
    "A4": "95¹",
    "A5": "12 m², H₂O",
    "A6": "Đảng ủy đã häp tại xã",
    "A9": "có ghi chú",
}
RULES = (
    files.STRUCK_PART,
    files.STRUCK_WHOLE,
    files.COVERED_CELL,
    files.CALLS_PROGRAM,
    files.PICTURE_CELL,
    files.TOO_MUCH_TEXT,
)
"""Told of here, and of covered cells in the tests of each reader."""
STRUCK = [
    (files.STRUCK_PART.code, "A1"),
    (files.STRUCK_WHOLE.code, "A2"),
    (files.STRUCK_WHOLE.code, "A3"),
]


def shown(kind: str) -> tuple[Sheet, list[tuple[str, str]]]:
    data = (REPOSITORY / "tests" / "data" / "shown" / f"shown.{kind}").read_bytes()
    workbook, findings = read_here(data, f"tep.{kind}")
    assert workbook is not None
    found = [(f.code, f.place.cell) for f in findings if f.code != files.OTHER_KIND.code]
    return workbook.sheets[0], found


@pytest.mark.parametrize("kind", KINDS)
def test_struck_out_and_raised_characters(kind: str) -> None:
    sheet, found = shown(kind)
    cells = {cell.reference: cell.text for cell in sheet.cells.values()}
    assert {place: cells[place] for place in TEXTS} == TEXTS
    assert not {"A2", "A3"} & cells.keys()
    assert found == STRUCK


_OWN, _STRUCK = "<rPr><b/></rPr>", "<rPr><strike/></rPr>"
INHERITED = (
    (f"<r><t>bỏ</t></r><r>{_OWN}<t>giữ</t></r>", "giữ", files.STRUCK_PART),
    (f"<r>{_OWN}<t>giữ </t></r><r>{_OWN}<t>hết</t></r>", "giữ hết", None),
    (f"<r><t>bỏ</t></r><r>{_STRUCK}<t>hết</t></r>", "", files.STRUCK_WHOLE),
    ("<r><t>bỏ</t></r><r><t>hết</t></r>", "", files.STRUCK_WHOLE),
    ("<t>bỏ hết</t>", "", files.STRUCK_WHOLE),
)
"""Texts of a cell that is struck through: what is said, what is told."""


@pytest.mark.parametrize(("text", "said", "rule"), INHERITED)
def test_a_run_without_a_look_of_its_own_has_the_cells(
    text: str, said: str, rule: Rule | None
) -> None:
    styles = styles_xml("0", fonts="<font/><font><strike/></font>")
    styles = styles.replace('numFmtId="164" fontId="0"', 'numFmtId="0" fontId="1"')
    rows = '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c></row>'
    data = raw_workbook(rows, strings=strings_xml(text), styles=styles)
    workbook, findings = read_here(data, "tep.xlsx")
    assert workbook is not None
    assert [cell.text for cell in workbook.sheets[0].cells.values()] == [said] * bool(said)
    assert [f.code for f in findings] == ([rule.code] if rule else [])


_STROKE = "\u0336"
STROKES = (
    (f"<t>{_STROKE.join('Đã họp')}{_STROKE} Đã ký</t>", " Đã ký", files.STRUCK_PART, "Đã họp"),
    ("<t>Đ\u0336a\u0336\u0303\u0336</t>", None, files.STRUCK_WHOLE, "Đa\u0303"),
    (f"<r><t>6{_STROKE}0{_STROKE}80</t></r>", "80", files.STRUCK_PART, "60"),
    ("<r><t>họp</t></r><r><rPr><strike/></rPr><t> hai </t></r><r><t>lần</t></r>", "họp lần", files.STRUCK_PART, "hai"),
    ("<r><t>họp</t></r><r><rPr><strike/></rPr><t> </t></r><r><t>lần</t></r>", "họp lần", None, ""),
)  # fmt: skip
"""Letters that have strokes of their own, blanks that are struck out; what is said, what is told."""


@pytest.mark.parametrize(("text", "said", "rule", "struck"), STROKES)
def test_strokes_of_letters_and_struck_blanks(
    text: str, said: str | None, rule: Rule | None, struck: str
) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    workbook, findings = read_here(raw_workbook(rows, strings=strings_xml(text)), "tep.xlsx")
    assert workbook is not None
    assert [cell.text for cell in workbook.sheets[0].cells.values()] == [said] * bool(said)
    assert [f.code for f in findings] == ([rule.code] if rule else [])
    assert all(f"«{struck}»" in f.message for f in findings)


PICTURED = (
    ("Wingdings", "ü", "✓"),
    ("Wingdings 2", "R Đang thực hiện", "☑ Đ\uf061"),
    ("Wingdings", "Ø Họp dân", "\uf0b7 \uf048"),
    ("Wingdings", "Xong", "\uf058☐"),
    ("Symbol", "³ 95%, £ 7", "≥ 95%, ≤ 7"),
    ("Arial", "R", "R"),
)
"""A font, a text in it, how begins what a person sees; letters beyond Latin-1 are taken from another font."""


@pytest.mark.parametrize(("font", "text", "seen"), PICTURED)
def test_pictures_are_no_letters(font: str, text: str, seen: str) -> None:
    styles = styles_xml("0", fonts=f'<font/><font><name val="{font}"/></font>')
    styles = styles.replace('numFmtId="164" fontId="0"', 'numFmtId="0" fontId="1"')
    run = f'<r><rPr><rFont val="{font}"/></rPr><t>{text}</t></r><r><rPr><b/></rPr><t> R</t></r>'
    rows = '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    data = raw_workbook(rows, strings=strings_xml(f"<t>{text}</t>", run), styles=styles)
    workbook, findings = read_here(data, "tep.xlsx")
    assert workbook is not None
    assert findings == ()
    whole, part = (cell.text for cell in workbook.sheets[0].cells.values())
    assert whole.startswith(seen)
    assert part == f"{whole} R"


def test_pictures_of_an_ods() -> None:
    looks = "".join(
        f'<style:style style:name="{name}" style:family="{family}">'
        '<style:text-properties style:font-name="Wingdings 2"/></style:style>'
        for name, family in (("ce", "table-cell"), ("T", "text"))
    )
    whole = 'table:style-name="ce" office:value-type="string"><text:p>R</text:p>'
    part = 'office:value-type="string"><text:p><text:span text:style-name="T">P</text:span> xong</text:p>'
    workbook, _ = read_here(ods(row(whole, part), styles=looks), "tep.ods")
    assert workbook is not None
    assert [cell.text for cell in workbook.sheets[0].cells.values()] == ["☑", "✓ xong"]


_ODS_STYLES = (
    '<style:style style:name="ce" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="T0" style:family="text"><style:text-properties style:text-line-through-type="none"/></style:style>'
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="²%"/></style:style>'
)


@pytest.mark.parametrize(
    ("text", "said", "rule"),
    [
        ('bỏ<text:span text:style-name="T0">giữ</text:span>', "giữ", files.STRUCK_PART),
        ('<text:span text:style-name="T0">giữ</text:span>', "giữ", None),
        ('bỏ<text:span text:style-name="T1">1</text:span>', "", files.STRUCK_WHOLE),
        ('bỏ<text:span text:style-name="T2">1</text:span>', "", files.STRUCK_WHOLE),
    ],
)
def test_a_span_of_an_ods_says_only_what_it_changes(
    text: str, said: str, rule: Rule | None
) -> None:
    cell = f'table:style-name="ce" office:value-type="string"><text:p>{text}</text:p>'
    workbook, findings = read_here(ods(row(cell), styles=_ODS_STYLES), "tep.ods")
    assert workbook is not None
    assert [cell.text for cell in workbook.sheets[0].cells.values()] == [said] * bool(said)
    told = [f.code for f in findings if f.code != files.OTHER_KIND.code]
    assert told == ([rule.code] if rule else [])


@pytest.mark.parametrize("kind", KINDS)
def test_fonts_of_parts_of_a_text(kind: str) -> None:
    sheet, _ = shown(kind)
    runs = {cell.reference: cell.runs for cell in sheet.cells.values() if cell.runs}
    assert list(runs) == ["A6"]
    assert [(run.text, run.font) for run in runs["A6"] if run.font == ".VnTime"] == [
        ("häp", ".VnTime")
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_comments_are_noted(kind: str) -> None:
    sheet, _ = shown(kind)
    (comment,) = sheet.floating
    assert (comment.kind, comment.row, comment.column) == (FloatingKind.COMMENT, 9, 1)
    assert comment.beginning == "trả lời ở đây"


@pytest.mark.parametrize("kind", KINDS)
def test_what_lies_over_the_cells_is_noted(kind: str) -> None:
    """A text box, a picture, a group of text boxes; not a box that holds no text. An .ods has them a column to the left."""
    data = (REPOSITORY / "tests" / "data" / "shown" / f"floating.{kind}").read_bytes()
    workbook, _ = read_here(data, f"tep.{kind}")
    assert workbook is not None
    column = 2 if kind == "ods" else 3
    assert {(each.kind, each.row, each.column) for each in workbook.sheets[0].floating} == {
        (FloatingKind.COMMENT, 1, 1),
        (FloatingKind.PICTURE, 2, 2),
        (FloatingKind.TEXT_BOX, 5, column),
        (FloatingKind.TEXT_BOX, 20, column),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_formula_of_the_day_is_known(kind: str) -> None:
    sheet, _ = shown(kind)
    assert sheet.cells[8, 1].formula == "=TODAY()"


CALLS = (
    "=cmd|' /C calc'!A0",
    "=+cmd|' /C calc'!A0",
    "=DDE|topic!item",
    "='C:\\tep\\x.exe'|'y'!A1",
    "=@SUM(1+1)*cmd|' /C calc'!A0",
    "=IF(A2=1,cmd|'/c calc'!A0,0)",
    '="a"&cmd|topic!item',
    '=DDE("cmd";"/c calc";"x")',
    '=IF(1,_xlfn.CALL("urlmon","URLDownloadToFileA"),0)',
    '=EXEC("calc.exe")',
)
PICTURES = (
    '=DISPIMG("ID_1",1)',
    '=@DISPIMG("ID_1",1)',
    '=_xlfn._xlws.IMAGE("x")',
    '=_xlfn.DISPIMG("ID_1",1)',
    '=_xlfn.IMAGE("https://x/y.png")',
)
ORDINARY = (
    *("=SUM(A2:A3)", '=IF(A2&"|"&A3="a|b!",1,0)', "='Số liệu'!B2", "='Tổ 1|Tổ 2'!B2+'Quý 3'!A1"),
    *(
        '=IF(A2="EXEC (x)",RECALL(1),0)',
        "=COUNTIF('DDE (cũ)'!A1:A9,1)",
        '=TEXT(A2,"0|0")&Sheet2!A1',
    ),
)


def formula_cell(formula: str) -> bytes:
    text = formula[1:].replace("&", "&amp;").replace("<", "&lt;")
    return raw_workbook(f'<row r="1"><c r="A1" t="str"><f>{text}</f><v>kết quả</v></c></row>')


@pytest.mark.parametrize("formula", CALLS)
def test_a_formula_that_calls_a_program(formula: str) -> None:
    assert codes(formula_cell(formula)) == [files.CALLS_PROGRAM.code]


@pytest.mark.parametrize("formula", PICTURES)
def test_a_picture_in_a_cell_is_no_answer(formula: str) -> None:
    assert codes(formula_cell(formula)) == [files.PICTURE_CELL.code]


@pytest.mark.parametrize("formula", ORDINARY)
def test_ordinary_formulas(formula: str) -> None:
    assert codes(formula_cell(formula)) == []


@pytest.mark.parametrize(
    ("inner", "what"),
    [
        ("<v>#VALUE!</v>", "hình ảnh hoặc kiểu dữ liệu liên kết"),
        ("<f>A2:A9</f><v>#VALUE!</v>", "hình ảnh hoặc lỗi của công thức"),
    ],
)
def test_a_picture_placed_in_a_cell_by_excel_or_what_looks_like_one(inner: str, what: str) -> None:
    cell = f'<row r="1"><c r="A1" t="e" vm="1">{inner}</c></row>'
    _, (found,) = read_here(raw_workbook(cell), "tep.xlsx")
    assert found.code == files.PICTURE_CELL.code
    assert what in found.message


def test_a_value_that_newer_excels_adorn_is_that_value() -> None:
    cells = '<c r="A1" vm="1"><v>7</v></c><c r="B1" t="str" vm="2"><f>B2</f><v>chữ</v></c>'
    workbook, findings = read_here(raw_workbook(f'<row r="1">{cells}</row>'), "tep.xlsx")
    assert workbook is not None
    assert findings == ()
    assert [cell.text for cell in workbook.sheets[0].cells.values()] == ["7", "chữ"]


DRAWING = (
    '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:twoCellAnchor><xdr:from><xdr:col>2</xdr:col>'
    "<xdr:row>4</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>trả lời</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></xdr:twoCellAnchor><xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col>"
    "<xdr:row>0</xdr:row></xdr:from><xdr:pic/></xdr:oneCellAnchor><xdr:twoCellAnchor><xdr:from>"
    "<xdr:col>9</xdr:col><xdr:row>9</xdr:row></xdr:from><xdr:sp/></xdr:twoCellAnchor></xdr:wsDr>"
)


def test_text_boxes_and_pictures_are_noted_where_they_lie() -> None:
    arrows = relationships(("rId1", "drawing", "../drawings/drawing1.xml"))
    data = packed(
        parts(),
        {
            SHEET.replace("sheets/", "sheets/_rels/") + ".rels": arrows,
            "xl/drawings/drawing1.xml": DRAWING,
        },
    )
    workbook, findings = read_here(data, "tep.xlsx")
    assert workbook is not None
    assert findings == ()
    assert workbook.sheets[0].floating == (
        Floating(FloatingKind.TEXT_BOX, 5, 3),
        Floating(FloatingKind.PICTURE, 1, 1),
    )


def floating(drawing: str, more: dict[str, str] | None = None) -> tuple[Floating, ...]:
    """What lies over the cells of a workbook whose sheet points to that drawing part, and to `more` by kind."""
    arrows = [("drawing", "../drawings/drawing1.xml", drawing)]
    arrows += [
        (kind, f"../x/{kind}.{'vml' if text.startswith('<') else 'bin'}", text)
        for kind, text in (more or {}).items()
    ]
    rels = relationships(*((f"rId{n}", kind, to) for n, (kind, to, _) in enumerate(arrows, 1)))
    given = {to.replace("..", "xl"): text for _, to, text in arrows}
    names = {SHEET.replace("sheets/", "sheets/_rels/") + ".rels": rels, **given}
    workbook, findings = read_here(packed(parts(), names), "tep.xlsx")
    assert workbook is not None
    assert findings == ()
    return workbook.sheets[0].floating


def anchored(row: int, last: int, reach: int, inner: str) -> str:
    return (
        f"<xdr:twoCellAnchor><xdr:from><xdr:col>2</xdr:col><xdr:row>{row}</xdr:row></xdr:from>"
        f"<xdr:to><xdr:col>5</xdr:col><xdr:row>{last}</xdr:row><xdr:rowOff>{reach}</xdr:rowOff>"
        f"</xdr:to>{inner}</xdr:twoCellAnchor>"
    )


TEXT = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>trả lời</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
ROOT = '<xdr:wsDr xmlns:xdr="x" xmlns:a="a">{}</xdr:wsDr>'
GRAPHIC = '<xdr:graphicFrame><a:graphic><a:graphicData uri="http://x/2006/{}"/></a:graphic></xdr:graphicFrame>'


def test_diagrams_are_noted_and_charts_are_not() -> None:
    both = anchored(4, 9, 0, GRAPHIC.format("diagram")) + anchored(4, 9, 0, GRAPHIC.format("chart"))
    assert floating(ROOT.format(both)) == (Floating(FloatingKind.DIAGRAM, 5, 3, bottom=9),)


def test_how_far_down_a_text_box_reaches() -> None:
    boxes = anchored(0, 9, 90_000, TEXT) + anchored(0, 3, 60_000, TEXT)
    absolute = f'<xdr:absoluteAnchor><xdr:pos x="9" y="9"/>{TEXT}</xdr:absoluteAnchor>'
    assert floating(ROOT.format(boxes + absolute)) == (
        Floating(FloatingKind.TEXT_BOX, 1, 3, bottom=10),
        Floating(FloatingKind.TEXT_BOX, 1, 3, bottom=3),
        Floating(FloatingKind.TEXT_BOX, 0, 0),
    )


OLD_SHAPE = (
    '<v:shape><x:ClientData ObjectType="{}"><x:Anchor>\n    2, 0, 5, 0, 3, 19, 8, 5</x:Anchor>'
    "</x:ClientData></v:shape>"
)
OLD = '<xml xmlns:v="v" xmlns:x="x">{}</xml>'


@pytest.mark.parametrize(
    ("old", "noted"),
    [
        (OLD.format(OLD_SHAPE.format("Note") + OLD_SHAPE.format("Pict")), (6, 3, 9)),
        (OLD.format("<br>"), (0, 0, 0)),
    ],
)
def test_an_embedded_file_is_noted_where_it_lies(old: str, noted: tuple[int, int, int]) -> None:
    row, column, bottom = noted
    found = floating(ROOT.format(""), {"vmlDrawing": old, "oleObject": "d0cf"})
    assert found == (Floating(FloatingKind.OBJECT, row, column, bottom=bottom),)
    assert floating(ROOT.format(""), {"vmlDrawing": old}) == ()


def test_shapes_of_an_ods_at_no_cell_and_how_far_down_one_reaches() -> None:
    shape = "<draw:custom-shape {}><text:p>trả lời</text:p></draw:custom-shape>"
    boxes = "".join(
        f"<draw:frame><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"
        for text in ("", "trả lời")
    )
    loose = f"<table:shapes>{shape.format('')}{boxes}</table:shapes>"
    address = 'table:end-cell-address="$\'Báo cáo\'.E7" table:end-y="{}"'
    cells = [f">{shape.format(address.format(reach))}" for reach in ("0.5cm", "0.1cm")]
    workbook, _ = read_here(ods(loose + row(*cells)), "tep.ods")
    assert workbook is not None
    assert workbook.sheets[0].floating == (
        Floating(FloatingKind.TEXT_BOX, 0, 0),
        Floating(FloatingKind.TEXT_BOX, 0, 0),
        Floating(FloatingKind.TEXT_BOX, 1, 1, bottom=7),
        Floating(FloatingKind.TEXT_BOX, 1, 2, bottom=6),
    )


INKS = (
    ('rgb="FFFFFFFF"', "none", "", True),
    ('theme="0"', "solid", 'rgb="FFFFFBE0"', True),
    ('rgb="FF1F4E78"', "solid", 'rgb="FF1F4E78"', True),
    ('indexed="9"', "solid", 'theme="0"', True),
    ('theme="0"', "solid", 'rgb="FFD9D9D9"', False),
    ('theme="0"', "solid", 'theme="4"', False),
    ('theme="0" tint="-0.5"', "none", "", False),
    ('theme="0"', "gray125", "", False),
    ('theme="1"', "solid", 'rgb="FF000000"', False),
    ('auto="1"', "solid", 'indexed="64"', False),
    ('rgb="FFFF0000"', "solid", 'rgb="FFFFFBE0"', False),
)


@pytest.mark.parametrize(("ink", "pattern", "ground", "is_faint"), INKS)
def test_letters_of_the_colour_of_their_ground(
    ink: str, pattern: str, ground: str, *, is_faint: bool
) -> None:
    fill = f'<fill><patternFill patternType="{pattern}"><fgColor {ground}/></patternFill></fill>'
    styles = (
        f"<styleSheet xmlns=\"x\"><fonts><font><name val='Arial'/></font><font><color {ink}/></font></fonts>"
        f'<fills><fill><patternFill patternType="none"/></fill>{fill}</fills>'
        '<cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="1"/></cellXfs>'
        f"<dxfs><dxf><fill><patternFill><bgColor {ink}/></patternFill></fill></dxf></dxfs></styleSheet>"
    )
    cells = '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1"><v>1</v></c><c r="C1"><v>1</v></c>'
    workbook, findings = read_here(
        raw_workbook(f'<row r="1">{cells}</row>', styles=styles), "tep.xlsx"
    )
    assert workbook is not None
    assert findings == ()
    assert workbook.sheets[0].faint == ({(1, 1), (1, 2)} if is_faint else set())


@pytest.mark.parametrize(
    ("number_format", "is_hidden"),
    [
        (";;;", True),
        ("0;-0;0;", True),
        ("0;0;0;&quot;@ đã xong&quot;", True),
        (";;;@", False),
        ("_(* #,##0_);_(* (#,##0);_(* &quot;-&quot;_);_(@_)", False),
        (";;", False),
        ("0", False),
    ],
)
def test_a_format_may_hide_a_text(number_format: str, *, is_hidden: bool) -> None:
    cells = (
        '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" s="1"><v>7</v></c>'
    )
    data = raw_workbook(f'<row r="1">{cells}</row>', styles=styles_xml(number_format))
    workbook, _ = read_here(data, "tep.xlsx")
    assert workbook is not None
    assert workbook.sheets[0].faint == ({(1, 1)} if is_hidden else set())


@pytest.mark.parametrize(("size", "is_hidden"), [("0", True), ("0.14", True), ("0.71", False)])
def test_what_is_drawn_without_width_or_height_is_hidden(size: str, *, is_hidden: bool) -> None:
    rows = f'<row r="1" ht="{size}" customHeight="1"><c r="A1"><v>1</v></c></row>'
    columns = f'<cols><col min="1" max="1" width="{size}" customWidth="1"/></cols>'
    workbook, _ = read_here(packed(parts(), {SHEET: sheet_xml(rows, before=columns)}), "tep.xlsx")
    assert workbook is not None
    sheet = workbook.sheets[0]
    assert (sheet.hidden_rows, sheet.hidden_columns) == (
        ({1}, {1}) if is_hidden else (set(), set())
    )


def test_a_covered_cell_is_no_answer() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
    sheet = sheet_xml(rows, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    workbook, (found,) = read_here(packed(parts(), {SHEET: sheet}), "tep.xlsx")
    assert workbook is not None
    assert [cell.reference for cell in workbook.sheets[0].cells.values()] == ["A1", "C1"]
    assert (found.code, found.place.cell) == (files.COVERED_CELL.code, "B1")
    assert "«2»" in found.message
    assert "A1:B1" in found.message


def test_the_characters_of_a_file_are_counted_over_all_its_sheets() -> None:
    budget = Budget(characters=10)
    first, second = (SheetBuilder("tep.xlsx", name, budget) for name in ("một", "hai"))
    first.keep(1, 1, text_value("sáu chữ"), "sáu chữ", PLAIN)
    with pytest.raises(Refusal) as refused:
        second.keep(1, 1, text_value("sáu chữ"), "sáu chữ", PLAIN)
    assert refused.value.rule is files.TOO_MUCH_TEXT


HIDING = (
    ("<font><color rgb='FFFFFFFF'/></font>", "", "cellIs", 'operator="equal"', "0", "B1"),
    ("<font><color theme='0'/></font>", "", "expression", "", 'A1&lt;&gt;""', "A1 B1 C1"),
    ("<font><color theme='0'/></font>", "", "expression", "", "A1=0", "B1"),
    ("<font><color theme='0'/></font>", "", "expression", "", "$A1=5", "A1 B1 C1"),
    ("<font><color theme='0'/></font>", "", "expression", "", "$A$1=0", ""),
    ("<font><color theme='0'/></font>", "", "expression", "", "A2=&quot;&quot;", "A1 B1 C1"),
    ("<font><color theme='0'/></font>", "", "expression", "", "B1=0", "A1 C1"),
    ("<font><color theme='0'/></font>", "", "expression", "", "LEN(Z9)=0", "A1 B1 C1"),
    ("<font><color theme='0'/></font>", "", "expression", "", "FALSE", ""),
    ("<numFmt numFmtId='170' formatCode=';;;'/>", "", "notContainsBlanks", "", "LEN(TRIM(A1))&gt;0", "A1 B1 C1"),
    ("<numFmt numFmtId='170' formatCode='0.0'/>", "", "notContainsBlanks", "", "LEN(TRIM(A1))&gt;0", ""),
    ("<font><strike/></font>", "", "expression", "", "$A1=5", "A1 B1 C1"),
    ("<font><strike val='0'/></font>", "", "expression", "", "$A1=5", ""),
    ("<font><color theme='0'/></font>", "", "containsText", 'text="đã"', "1", "C1"),
    ("<font><color theme='0'/></font>", "<bgColor rgb='FF1F4E78'/>", "cellIs", 'operator="equal"', "0", ""),
    ("<font><color rgb='FFFF0000'/></font>", "<bgColor rgb='FFFF0000'/>", "cellIs", 'operator="greaterThan"', "1", "A1 C1"),
)  # fmt: skip


@pytest.mark.parametrize(("look", "ground", "kind", "more", "formula", "hidden"), HIDING)
def test_what_a_rule_hides(
    look: str, ground: str, kind: str, more: str, formula: str, hidden: str
) -> None:
    fill = f"<fill><patternFill>{ground}</patternFill></fill>" if ground else ""
    styles = (
        "<styleSheet xmlns=\"x\"><cellXfs><xf fontId='0' fillId='0'/></cellXfs>"
        f"<dxfs><dxf><font><color rgb='FF006100'/></font></dxf><dxf>{look}{fill}</dxf></dxfs></styleSheet>"
    )
    rules = "".join(
        f'<conditionalFormatting sqref="A1:C1"><cfRule type="{kind}" dxfId="{look}" {more}>'
        f"<formula>{formula}</formula></cfRule></conditionalFormatting>"
        for look in (0, 1)
    )
    cells = '<c r="A1"><v>5</v></c><c r="B1"><v>0</v></c><c r="C1" t="s"><v>0</v></c>'
    data = packed(
        parts("", styles=styles, strings=strings_xml("<t>Đã ban hành</t>")),
        {SHEET: sheet_xml(f'<row r="1">{cells}</row>', after=rules)},
    )
    workbook, findings = read_here(data, "tep.xlsx")
    assert workbook is not None
    assert findings == ()
    (sheet,) = workbook.sheets
    assert [sheet.cells[place].reference for place in sorted(sheet.faint)] == hidden.split()


def test_a_bar_or_a_sign_in_place_of_the_number_hides_it() -> None:
    rules = '<conditionalFormatting sqref="A1:B1"><cfRule type="dataBar"><dataBar showValue="0"/></cfRule></conditionalFormatting>'
    cells = '<c r="A1"><v>5</v></c><c r="B1" t="s"><v>0</v></c>'
    data = packed(
        parts("", strings=strings_xml("<t>Đã ban hành</t>")),
        {SHEET: sheet_xml(f'<row r="1">{cells}</row>', after=rules)},
    )
    workbook, _ = read_here(data, "tep.xlsx")
    assert workbook is not None
    assert workbook.sheets[0].faint == {(1, 1)}
