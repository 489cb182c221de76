"""The effective look of runs: one property set at one level of the cascade, and what Word shows."""

from __future__ import annotations

import pytest

from cv183_reports.word.facts import AUTO, RunFacts
from tests.word_facts import cell, facts, first, paragraph, row, run, style, table, word

THEME = (
    "<a:themeElements><a:clrScheme><a:dk1><a:sysClr val='windowText' lastClr='000000'/></a:dk1>"
    "<a:accent1><a:srgbClr val='4472C4'/></a:accent1></a:clrScheme><a:fontScheme>"
    "<a:majorFont><a:latin typeface='Calibri Light'/></a:majorFont>"
    "<a:minorFont><a:latin typeface='Cambria'/><a:ea typeface=''/></a:minorFont>"
    "</a:fontScheme></a:themeElements>"
)


def levels(
    defaults: str = "",
    base: str = "",
    derived: str = "",
    character: str = "",
    direct: str = "",
    in_table: str = "",
) -> RunFacts:
    """The look of a run whose paragraph style is derived from a base, in a table with a style."""
    styles = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault></w:docDefaults>"
        + style("paragraph", "Base", f"<w:rPr>{base}</w:rPr>", default="1")
        + style("paragraph", "Derived", f"<w:rPr>{derived}</w:rPr>", "Base")
        + style("character", "Letters", f"<w:rPr>{character}</w:rPr>")
        + style("table", "Grid", f"<w:rPr>{in_table}</w:rPr>")
    )
    within = paragraph("Chữ", '<w:pStyle w:val="Derived"/>', f'<w:rStyle w:val="Letters"/>{direct}')
    body = table(row(cell(within)), tblpr='<w:tblStyle w:val="Grid"/>')
    return first(body, styles=styles).runs[0]


ON, OFF = "<w:b/>", '<w:b w:val="0"/>'

# docDefaults, table style, base style, derived style, character style, direct → bold?
TOGGLES = """
| .  | .  | .  | .  | .  | .  | thường |
| on | .  | .  | .  | .  | .  | đậm |
| .  | on | .  | .  | .  | .  | đậm |
| .  | .  | on | .  | .  | .  | đậm |
| .  | .  | .  | on | .  | .  | đậm |
| .  | .  | .  | .  | on | .  | đậm |
| .  | .  | .  | .  | .  | on | đậm |
| .  | .  | on | on | .  | .  | đậm |
| .  | .  | on | off| .  | .  | thường |
| .  | .  | on | .  | on | .  | thường |
| .  | .  | on | .  | off| .  | đậm |
| .  | on | on | .  | .  | .  | thường |
| .  | on | on | .  | on | .  | đậm |
| .  | .  | on | .  | on | on | đậm |
| .  | .  | on | .  | .  | off| thường |
| on | .  | on | .  | on | .  | đậm |
| on | .  | .  | .  | .  | off| thường |
"""


@pytest.mark.parametrize("line", TOGGLES.strip().splitlines())
def test_toggles(line: str) -> None:
    *said, shown = (word.strip() for word in line.strip("| ").split("|"))
    written = [{"on": ON, "off": OFF, ".": ""}[word] for word in said]
    defaults, in_table, base, derived, character, direct = written
    found = levels(defaults, base, derived, character, direct, in_table)
    assert found.bold == (shown == "đậm")


ORDINARY = [
    ({}, "size", 10.0),
    ({"defaults": '<w:sz w:val="28"/>'}, "size", 14.0),
    ({"defaults": '<w:sz w:val="28"/>', "in_table": '<w:sz w:val="24"/>'}, "size", 12.0),
    ({"in_table": '<w:sz w:val="24"/>', "base": '<w:sz w:val="29"/>'}, "size", 14.5),
    ({"base": '<w:sz w:val="28"/>', "derived": '<w:sz w:val="30"/>'}, "size", 15.0),
    ({"derived": '<w:sz w:val="30"/>', "character": '<w:sz w:val="16"/>'}, "size", 8.0),
    ({"character": '<w:sz w:val="16"/>', "direct": '<w:sz w:val="26"/>'}, "size", 13.0),
    ({"direct": '<w:sz w:val="11pt"/>'}, "size", 11.0),
    ({"direct": '<w:sz w:val="rất to"/>'}, "size", 10.0),
    ({"base": '<w:u w:val="single"/>'}, "underline", "single"),
    ({"base": '<w:u w:val="single"/>', "direct": '<w:u w:val="none"/>'}, "underline", ""),
    ({}, "color", AUTO),
    ({"base": '<w:color w:val="ff0000"/>'}, "color", "FF0000"),
    ({"base": '<w:color w:val="FF0000"/>', "direct": '<w:color w:val="auto"/>'}, "color", AUTO),
    ({"base": "<w:caps/>"}, "caps", True),
    ({"base": "<w:caps/>", "character": "<w:caps/>"}, "caps", False),
    ({"direct": "<w:smallCaps/>"}, "small_caps", True),
    ({"direct": "<w:i/>"}, "italic", True),
    ({"direct": "<w:dstrike/>"}, "strike", True),
    ({"direct": '<w:spacing w:val="-6"/>'}, "spacing", -0.3),
]


@pytest.mark.parametrize(("said", "name", "shown"), ORDINARY)
def test_other_properties(said: dict[str, str], name: str, shown: object) -> None:
    assert getattr(levels(**said), name) == shown


FONTS = [
    ("", "", ["Times New Roman"]),
    ('w:ascii="Arial" w:hAnsi="Arial"', "", ["Arial"]),
    ('w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"', "", ["Cambria"]),
    ('w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi" w:ascii="Arial"', "", ["Calibri Light"]),
    (
        'w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"',
        'w:ascii="Arial" w:hAnsi="Arial"',
        ["Arial"],
    ),
    ('w:ascii="Arial" w:hAnsi="Arial"', 'w:hAnsiTheme="minorHAnsi"', ["Arial", "Cambria"]),
    ('w:asciiTheme="nowhere" w:ascii="Arial" w:hAnsi="Arial"', "", ["Arial"]),
    ('w:ascii="Arial" w:hAnsi="Arial" w:cs="Tahoma" w:eastAsia="SimSun"', "", ["Arial"]),
]


@pytest.mark.parametrize(("in_style", "direct", "fonts"), FONTS)
def test_fonts(in_style: str, direct: str, fonts: list[str]) -> None:
    styles = style("paragraph", "S", f"<w:rPr><w:rFonts {in_style}/></w:rPr>", default="1")
    found = first(paragraph("Thế", "", f"<w:rFonts {direct}/>"), styles=styles, theme=THEME)
    assert [one.font for one in found.runs[: len(fonts)]] == fonts
    assert found.text == "Thế"


def test_vietnamese_letters_take_the_font_of_high_letters() -> None:
    direct = '<w:rFonts w:ascii="Arial" w:hAnsi="Times New Roman"/>'
    found = first(paragraph("Thành ủy", "", direct))
    assert [(one.text, one.font) for one in found.runs] == [
        ("Th", "Arial"),
        ("à", "Times New Roman"),
        ("nh ", "Arial"),
        ("ủ", "Times New Roman"),
        ("y", "Arial"),
    ]


def test_quotation_marks_hinted_east_asian_take_the_east_asian_font() -> None:
    fonts = 'w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="SimSun"'
    plain = first(paragraph("“a”", "", f"<w:rFonts {fonts}/>"))
    assert [one.font for one in plain.runs] == ["Arial"]
    hinted = first(paragraph("“a”", "", f'<w:rFonts {fonts} w:hint="eastAsia"/>'))
    assert [(one.text, one.font) for one in hinted.runs] == [
        ("“", "SimSun"),
        ("a", "Arial"),
        ("”", "SimSun"),
    ]


@pytest.mark.parametrize(
    ("color", "shown"),
    [
        ('w:val="auto" w:themeColor="text1"', "000000"),
        ('w:val="FFFFFF" w:themeColor="accent1"', "4472C4"),
        ('w:val="2F5496" w:themeColor="accent1" w:themeShade="BF"', "2F5496"),
        ('w:themeColor="accent1" w:themeTint="99"', "4472C4"),
        ('w:val="123456" w:themeColor="accent6"', "123456"),
    ],
)
def test_theme_colours(color: str, shown: str) -> None:
    assert first(paragraph("a", "", f"<w:color {color}/>"), theme=THEME).runs[0].color == shown


def test_a_style_that_is_not_there_is_the_default_style() -> None:
    styles = style("paragraph", "N", '<w:rPr><w:sz w:val="28"/></w:rPr>', default="1")
    found = first(
        paragraph("a", '<w:pStyle w:val="Không"/>', '<w:rStyle w:val="Không"/>'), styles=styles
    )
    assert (found.style, found.runs[0].size) == ("Tên N", 14.0)


def test_styles_based_on_each_other_end() -> None:
    styles = style("paragraph", "A", "<w:rPr><w:b/></w:rPr>", "B") + style(
        "paragraph", "B", '<w:rPr><w:sz w:val="30"/></w:rPr>', "A"
    )
    found = first(paragraph("a", '<w:pStyle w:val="A"/>'), styles=styles).runs[0]
    assert (found.bold, found.size) == (True, 15.0)


def test_without_styles_word_has_its_own_defaults() -> None:
    assert first(paragraph("Chữ")).runs == (RunFacts("Chữ", "Times New Roman", 10.0),)


def test_neighbours_of_one_look_are_one_run() -> None:
    runs = run("a", "<w:b/>"), run("b", '<w:b w:val="1"/>'), run("c")
    assert [one.text for one in first(f"<w:p>{''.join(runs)}</w:p>").runs] == ["ab", "c"]


CONDITIONAL = """
| first row | 0,0 | firstRow=1 | đậm |
| first row off | 0,0 | firstRow=0 | thường |
| first row | 1,0 | firstRow=1 | thường |
| first column | 1,0 | firstColumn=1 | nghiêng |
| last row | 2,1 | lastRow=1 | 16 |
| corner | 0,0 | firstRow=1 firstColumn=1 | 20 |
| band 1 | 1,1 | firstRow=1 noHBand=0 | FF0000 |
| band 2 | 2,1 | firstRow=1 noHBand=0 | auto |
"""


@pytest.mark.parametrize("line", CONDITIONAL.strip().splitlines())
def test_parts_of_a_table_style(line: str) -> None:
    _, at, look, shown = (word.strip() for word in line.strip("| ").split("|"))
    parts = {
        "firstRow": "<w:b/>",
        "firstCol": "<w:i/>",
        "lastRow": '<w:sz w:val="32"/>',
        "nwCell": '<w:sz w:val="40"/>',
        "band1Horz": '<w:color w:val="FF0000"/>',
    }
    said = "".join(
        f'<w:tblStylePr w:type="{part}"><w:rPr>{rpr}</w:rPr></w:tblStylePr>'
        for part, rpr in parts.items()
    )
    flags = " ".join(
        f'w:{name}="{value}"'
        for name, value in (
            {"noHBand": "1", "noVBand": "1"} | dict(f.split("=") for f in look.split())
        ).items()
    )
    rows = [row(*(cell(paragraph(f"{r},{c}")) for c in range(2))) for r in range(3)]
    body = table(*rows, tblpr=f'<w:tblStyle w:val="T"/><w:tblLook {flags}/>')
    document = facts(word(body, styles=style("table", "T", said)))
    found = next(p for p in document.paragraphs if p.text == at).runs[0]
    assert shown in {
        "đậm" if found.bold else "thường",
        "nghiêng" if found.italic else "",
        f"{found.size:g}",
        found.color,
    }


def test_the_look_of_a_table_as_one_number() -> None:
    said = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
    for number, bold in (("04A0", True), ("0480", False), ("zz", False)):
        properties = f'<w:tblStyle w:val="T"/><w:tblLook w:val="{number}"/>'
        body = table(row(cell(paragraph())), tblpr=properties)
        assert first(body, styles=style("table", "T", said)).runs[0].bold is bold
