"""Tables, sections with their headers, drawings: what stands around the paragraphs."""

from __future__ import annotations

import pytest

from cv183_reports.word.facts import (
    CellPlace,
    DocumentFacts,
    Drawn,
    LineFacts,
    TableFacts,
    paragraphs_in,
)
from tests.word_facts import A4, cell, facts, paragraph, row, run, style, table, word


def only_table(body: str, styles: str = "") -> TableFacts:
    return next(facts(word(body, styles=styles)).tables)


def side(name: str, kind: str = "single") -> str:
    return f'<w:{name} w:val="{kind}" w:sz="4"/>'


def test_a_table_and_where_its_paragraphs_are() -> None:
    inner = table(row(cell(paragraph("trong"))), columns=(1000,))
    first_row = row(
        cell(paragraph("a") + paragraph("b"), '<w:gridSpan w:val="2"/>'),
        trpr="<w:tblHeader/><w:cantSplit/>",
    )
    second = row(cell(paragraph("c"), '<w:vMerge w:val="restart"/>'), cell(inner + paragraph("d")))
    third = row(cell(paragraph(""), "<w:vMerge/>"), trpr='<w:gridBefore w:val="1"/>')
    body = paragraph("đầu") + table(first_row, second, third)
    document = facts(word(body))
    found, nested = document.tables
    assert found.columns == (50.006, 50.006)
    assert [each.header for each in found.rows] == [True, False, False]
    assert [(c.column, c.span, c.continues) for r in found.rows for c in r.cells] == [
        (0, 2, False),
        (0, 1, False),
        (1, 1, False),
        (1, 1, True),
    ]
    assert (found.index, nested.index, nested.place) == (0, 1, CellPlace(0, 1, 1))
    assert [(p.text, p.index, p.place) for p in document.paragraphs] == [
        ("đầu", 0, None),
        ("a", 1, CellPlace(0, 0, 0)),
        ("b", 2, CellPlace(0, 0, 0)),
        ("c", 3, CellPlace(0, 1, 0)),
        ("trong", 4, CellPlace(1, 0, 0)),
        ("d", 5, CellPlace(0, 1, 1)),
        ("", 6, CellPlace(0, 2, 0)),
    ]


def test_rows_and_cells_in_content_controls() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inner = control.format(row(control.format(cell(control.format(paragraph("a"))))))
    assert only_table(table(inner)).text == "a"


@pytest.mark.parametrize(
    ("tblpr", "tcpr", "width"),
    [
        ("", "", 50.006),
        ("", '<w:tcW w:w="1134" w:type="dxa"/>', 20.003),
        ("", '<w:tcW w:w="0" w:type="auto"/>', 50.006),
        ("", '<w:gridSpan w:val="2"/>', 100.012),
        ('<w:tblW w:w="5670" w:type="dxa"/>', '<w:tcW w:w="2500" w:type="pct"/>', 50.006),
        ('<w:tblW w:w="50%" w:type="pct"/>', '<w:tcW w:w="50%" w:type="pct"/>', 41.276),
    ],
)
def test_widths_of_cells(tblpr: str, tcpr: str, width: float) -> None:
    body = table(row(cell(paragraph(), tcpr)), tblpr=tblpr) + A4.format("", "")
    assert only_table(body).rows[0].cells[0].width == pytest.approx(width, abs=0.04)


def test_margins_of_cells_take_from_the_room() -> None:
    default = only_table(table(row(cell(paragraph())))).rows[0].cells[0]
    assert (default.margin_left, default.margin_right) == (2.0, 2.0)
    body = table(
        row(cell(paragraph(), '<w:tcMar><w:start w:w="0" w:type="dxa"/></w:tcMar>')),
        tblpr='<w:tblCellMar><w:left w:w="170"/><w:right w:w="170"/></w:tblCellMar>',
    )
    found = only_table(body).rows[0].cells[0]
    assert (found.margin_left, found.margin_right) == (0.0, 2.999)
    assert next(paragraphs_in(found.blocks)).room == pytest.approx(47.0, abs=0.01)


STYLE = style(
    "table",
    "Grid",
    f"<w:tblPr><w:tblBorders>{side('top')}{side('insideH')}</w:tblBorders></w:tblPr>"
    f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{side("bottom", "double")}{side("insideV")}'
    "</w:tcBorders></w:tcPr></w:tblStylePr>",
)
NAMED = '<w:tblStyle w:val="Grid"/>'
LOOK = f'{NAMED}<w:tblLook w:firstRow="1" w:noHBand="1" w:noVBand="1"/>'

BORDERS = [
    ("nothing said", "", "", 0, ""),
    ("of the style, at the edge", NAMED, "", 0, "bottom top"),
    ("of the style, inside", NAMED, "", 1, "top"),
    ("of a part of the style", LOOK, "", 0, "bottom right top"),
    ("put off by the table", f"{NAMED}<w:tblBorders>{side('top', 'none')}</w:tblBorders>", "", 0, "bottom"),
    ("put off by the cell", NAMED, f"<w:tcBorders>{side('top', 'nil')}</w:tcBorders>", 0, "bottom"),
    ("of the cell", "", f"<w:tcBorders>{side('end')}</w:tcBorders>", 1, "right"),
]  # fmt: skip


@pytest.mark.parametrize(("tblpr", "tcpr", "at", "shown"), [c[1:] for c in BORDERS], ids=[c[0] for c in BORDERS])  # fmt: skip
def test_borders_of_cells(tblpr: str, tcpr: str, at: int, shown: str) -> None:
    one, other = cell(paragraph(), tcpr), cell(paragraph())
    found = only_table(table(row(one, other), row(one, other), tblpr=tblpr), STYLE)
    borders = found.rows[at].cells[0].borders
    names = ("bottom", "left", "right", "top")
    assert " ".join(name for name in names if getattr(borders, name)) == shown
    assert borders.visible == bool(shown)


def test_a_table_with_a_line_anywhere_is_ruled() -> None:
    rows = row(cell(paragraph())), row(cell(paragraph()))
    assert only_table(table(*rows, tblpr=LOOK), STYLE).has_borders
    assert not only_table(table(*rows), STYLE).has_borders


def test_a_row_that_goes_on_over_a_page_is_one_page_further() -> None:
    split = "<w:p><w:r><w:t>1</w:t><w:lastRenderedPageBreak/><w:t>2</w:t></w:r></w:p>"
    body = table(row(cell(split), cell(split))) + paragraph("sau")
    assert [p.page_hint for p in facts(word(body)).paragraphs] == [1, 1, 2]


def reference(kind: str, page: str, part: str) -> str:
    return f'<w:{kind}Reference w:type="{page}" r:id="{part}"/>'


def sectioned(settings: str = "") -> DocumentFacts:
    first = A4.format(
        reference("header", "default", "header1") + reference("footer", "even", "footer1"),
        '<w:titlePg/><w:pgNumType w:start="3" w:fmt="upperRoman"/>',
    )
    second = (
        f"<w:sectPr>{reference('header', 'default', 'header2')}"
        '<w:type w:val="continuous"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:left="1134" w:right="1134"/><w:cols w:num="2" w:space="1134"/></w:sectPr>'
    )
    body = (
        paragraph("một") + paragraph("hết một", first) + paragraph("hai", second) + paragraph("ba")
    )
    return facts(
        word(
            body + A4.format("", ""),
            settings=settings,
            header1=paragraph("đầu trang"),
            header2=paragraph("đầu khác"),
            footer1=paragraph("chân chẵn"),
        )
    )


def test_sections() -> None:
    found = sectioned()
    one, two, three = found.sections
    assert (one.width, one.height) == (210.009, 297.004)
    assert (one.margins.left, one.margins.right, one.margins.header) == (30.004, 14.993, 10.001)
    assert (one.title_page, one.page_number_start, one.page_number_format) == (
        True,
        3,
        "upperRoman",
    )
    assert (two.start, two.columns, two.width) == ("continuous", 2, 297.004)
    assert (three.start, three.title_page, three.page_number_start) == ("nextPage", False, None)
    assert [(p.text, p.section) for p in found.paragraphs] == [
        ("một", 0),
        ("hết một", 0),
        ("hai", 1),
        ("ba", 2),
    ]
    assert [p.room for p in found.paragraphs][1:3] == pytest.approx([165.0, 118.5], abs=0.02)


def test_headers_go_on_until_another_is_named() -> None:
    one, two, three = sectioned().sections
    texts = [
        [
            next((p.text for p in paragraphs_in(blocks)), "")
            for blocks in (h.first, h.default, h.even)
        ]
        for h in (one.headers, two.headers, three.headers)
    ]
    assert texts == [["", "đầu trang", "đầu trang"], ["đầu khác"] * 3, ["đầu khác"] * 3]
    assert next(paragraphs_in(three.headers.default)).part == "word/header2.xml"
    assert next(paragraphs_in(three.headers.default)).section == 1
    assert three.footers.even == ()


def test_settings_of_all_sections() -> None:
    assert not any(one.mirrored for one in sectioned().sections)
    found = sectioned('<w:mirrorMargins/><w:evenAndOddHeaders w:val="1"/>').sections
    assert all(one.mirrored for one in found)
    assert next(paragraphs_in(found[2].footers.even)).text == "chân chẵn"
    assert found[2].headers.even == ()


def test_a_document_without_page_set_up_has_words_own() -> None:
    (one,) = facts(word(paragraph())).sections
    assert (one.width, one.height, one.margins.left) == (215.9, 279.4, 25.4)


def drawn(inner: str, cx: int, cy: int, place: str) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>{place}'
        f'<wp:extent cx="{cx}" cy="{cy}"/><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:line from='0,0' to='9pt,0'/>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


OFFSET = (
    '<wp:positionH relativeFrom="column"><wp:posOffset>360000</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>72000</wp:posOffset></wp:positionV>'
)
CENTRED = (
    '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
)
CONNECTOR = (
    '<wps:wsp><wps:spPr><a:prstGeom prst="straightConnector1"/><a:ln w="9525"><a:solidFill>'
    '<a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
)
FLAT = '<wps:wsp><wps:spPr><a:prstGeom prst="rect"/><a:ln/></wps:spPr></wps:wsp>'
VML = "<w:r><w:pict>{}</w:pict></w:r>"

LINES = [
    (drawn(CONNECTOR, 2_628_000, 0, OFFSET), 73.0, 0.0, 10.0, ""),
    (drawn(FLAT, 2_628_000, 9_000, CENTRED), 73.0, 0.25, None, "center"),
    (VML.format('<v:line from="0,0" to="206.95pt,0" strokeweight="1pt" style="position:absolute"/>'), 73.007, 0.0, None, ""),
    (VML.format('<v:shape type="#_x0000_t32" style="position:absolute;margin-left:28.35pt;margin-top:2mm;width:206.95pt;height:0"/>'), 73.007, 0.0, 10.001, ""),
    (VML.format('<v:rect style="width:5cm;height:.5pt;mso-position-horizontal:center;mso-position-horizontal-relative:margin" fillcolor="black" stroked="f"/>'), 50.0, 0.176, None, "center"),
    (VML.format('<v:group style="width:100mm;height:10mm" coordsize="1000,100"><v:line from="0,0" to="730,0"/></v:group>'), 73.0, 0.0, None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "width", "height", "left", "aligned"), LINES)
def test_drawn_lines(
    inner: str, width: float, height: float, left: float | None, aligned: str
) -> None:
    body = table(row(cell(f"<w:p>{run('ĐẢNG CỘNG SẢN VIỆT NAM')}</w:p><w:p>{inner}</w:p>")))
    (found,) = facts(word(body)).lines
    place = CellPlace(0, 0, 0)
    assert found == LineFacts(Drawn("word/document.xml", 1, place, width, height, left, aligned))
    assert found.horizontal
    assert found.length == pytest.approx(73.0 if width != 50 else 50.0, abs=0.01)


BOX = "<w:txbxContent>{}</w:txbxContent>"
BOXES = [
    drawn(f"<wps:wsp><wps:spPr/><wps:txbx>{BOX}</wps:txbx><wps:bodyPr lIns='0' rIns='0'/></wps:wsp>", 1_800_000, 360_000, OFFSET),
    VML.format(f"<v:shape style='width:55.08mm;height:10mm'><v:textbox>{BOX}</v:textbox></v:shape>"),
]  # fmt: skip


@pytest.mark.parametrize("box", BOXES)
def test_text_boxes(box: str) -> None:
    document = facts(
        word(f"<w:p>{run('ngoài')}{box.format(paragraph('trong'))}</w:p>{paragraph('sau')}")
    )
    (found,) = document.text_boxes
    (inner,) = paragraphs_in(found.blocks)
    assert (inner.text, inner.index, inner.room) == ("trong", 1, pytest.approx(50.0, abs=0.01))
    assert found.drawn.paragraph == 0
    assert document.lines == ()
    outer = list(document.paragraphs)
    assert outer[0].text == "ngoài"
    assert outer[-1].text == "sau"


def test_shapes_of_a_group_have_sizes_of_their_own() -> None:
    flat = '<wps:wsp><wps:spPr><a:xfrm><a:ext cx="{}" cy="0"/></a:xfrm><a:prstGeom prst="line"/></wps:spPr></wps:wsp>'
    group = f"<wpg:wgp>{flat.format(360_000)}{flat.format(720_000)}</wpg:wgp>"
    body = f"<w:p>{run('a')}{drawn(group, 2_628_000, 72_000, OFFSET)}</w:p>"
    assert [line.length for line in facts(word(body)).lines] == [10.0, 20.0]
