"""Effective format, numbers and text of paragraphs."""

from __future__ import annotations

import pytest

from cv183_reports.word.facts import (
    Alignment,
    Borders,
    LineRule,
    LineSpacing,
    ParagraphFacts,
)
from cv183_reports.word.numbering import numbered
from tests.word_facts import facts, first, paragraph, run, style, word

SINGLE = LineSpacing(LineRule.MULTIPLE, 1.0)


def levels(
    defaults: str = "", base: str = "", derived: str = "", direct: str = ""
) -> ParagraphFacts:
    styles = (
        f"<w:docDefaults><w:pPrDefault><w:pPr>{defaults}</w:pPr></w:pPrDefault></w:docDefaults>"
        + style("paragraph", "Base", f"<w:pPr>{base}</w:pPr>", default="1")
        + style("paragraph", "Derived", f"<w:pPr>{derived}</w:pPr>", "Base")
    )
    return first(paragraph("Chữ", f'<w:pStyle w:val="Derived"/>{direct}'), styles=styles)


FORMATS = [
    ({}, "alignment", Alignment.LEFT),
    ({"base": '<w:jc w:val="both"/>'}, "alignment", Alignment.JUSTIFIED),
    ({"base": '<w:jc w:val="both"/>', "direct": '<w:jc w:val="start"/>'}, "alignment", Alignment.LEFT),
    ({"derived": '<w:jc w:val="center"/>'}, "alignment", Alignment.CENTER),
    ({"base": '<w:ind w:left="567" w:firstLine="567"/>'}, "indent_left", 10.001),
    ({"base": '<w:ind w:start="567"/>', "direct": '<w:ind w:left="0"/>'}, "indent_left", 0.0),
    ({"base": '<w:ind w:firstLine="567"/>', "direct": '<w:ind w:left="10"/>'}, "indent_first", 10.001),
    ({"base": '<w:ind w:firstLine="567"/>', "direct": '<w:ind w:hanging="170"/>'}, "indent_first", -2.999),
    ({"base": '<w:ind w:hanging="170"/>', "direct": '<w:ind w:firstLine="0"/>'}, "indent_first", 0.0),
    ({"direct": '<w:ind w:right="1cm"/>'}, "indent_right", 10.0),
    ({"base": '<w:spacing w:before="120"/>', "direct": '<w:spacing w:after="60"/>'}, "space_before", 6.0),
    ({"base": '<w:spacing w:before="120"/>', "direct": '<w:spacing w:after="60"/>'}, "space_after", 3.0),
    ({"direct": '<w:spacing w:before="0" w:beforeLines="50"/>'}, "space_before", 6.0),
    ({"direct": '<w:spacing w:before="0" w:beforeAutospacing="1"/>'}, "space_before", 14.0),
    ({"direct": '<w:spacing w:afterAutospacing="on"/>'}, "space_after", 14.0),
    ({}, "line", SINGLE),
    ({"base": '<w:spacing w:line="360" w:lineRule="exact"/>'}, "line", LineSpacing(LineRule.EXACT, 18.0)),
    ({"base": '<w:spacing w:line="360" w:lineRule="exact"/>', "direct": '<w:spacing w:line="400"/>'}, "line", LineSpacing(LineRule.EXACT, 20.0)),
    ({"direct": '<w:spacing w:line="360"/>'}, "line", LineSpacing(LineRule.MULTIPLE, 1.5)),
    ({"direct": '<w:spacing w:line="360" w:lineRule="atLeast"/>'}, "line", LineSpacing(LineRule.AT_LEAST, 18.0)),
    ({"direct": '<w:spacing w:line="-360"/>'}, "line", LineSpacing(LineRule.EXACT, 18.0)),
    ({"base": "<w:contextualSpacing/>"}, "contextual_spacing", True),
    ({"base": "<w:keepNext/>"}, "keep_next", True),
    ({"base": "<w:keepNext/>", "direct": '<w:keepNext w:val="0"/>'}, "keep_next", False),
    ({"direct": "<w:keepLines/>"}, "keep_lines", True),
    ({"direct": "<w:pageBreakBefore/>"}, "page_break_before", True),
    ({"defaults": "<w:keepLines/>"}, "keep_lines", True),
    ({"direct": '<w:framePr w:wrap="auto" w:xAlign="center"/>'}, "frame", "center"),
    ({}, "style", "Tên Derived"),
    ({"base": '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>'}, "borders", Borders(bottom=True)),
    ({"base": '<w:pBdr><w:bottom w:val="single"/></w:pBdr>', "direct": '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'}, "borders", Borders()),
]  # fmt: skip


@pytest.mark.parametrize(("said", "name", "shown"), FORMATS)
def test_formats(said: dict[str, str], name: str, shown: object) -> None:
    assert getattr(levels(**said), name) == shown


def test_the_room_of_a_line() -> None:
    sizes = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1701" w:right="850"/>'
    indented = paragraph("a", '<w:ind w:left="567" w:right="567"/>')
    assert first(f"{indented}<w:sectPr>{sizes}</w:sectPr>").room == pytest.approx(
        165.0 - 20.0, abs=0.02
    )


NUMBERS = """
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1-"/><w:suff w:val="space"/><w:pPr><w:ind w:left="567"/></w:pPr></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2.%3)"/><w:suff w:val="nothing"/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/><w:lvlRestart w:val="0"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="Danh"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>
"""


def listed(list_id: int, rank: int, text: str = "a") -> str:
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{rank}"/><w:numId w:val="{list_id}"/></w:numPr>'
    )


def test_numbers_count_on_restart_and_are_written_as_the_list_says() -> None:
    turns = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 3), (1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (3, 0), (1, 0)]  # fmt: skip
    body = "".join(listed(*turn) for turn in turns)
    shown = [p.number for p in facts(word(body, numbering=NUMBERS)).paragraphs]
    assert shown == ["I-", "1.", "2.", "2.a)", "2.b)", "1.1", "II-", "1.", "1.a)", "2.2", "•", "IV-", "V-"]  # fmt: skip


def test_the_text_has_the_number_as_shown() -> None:
    texts = [first(listed(1, rank, "Kết quả"), numbering=NUMBERS).text for rank in range(3)]
    assert texts == ["I- Kết quả", "1.\tKết quả", "1.a)Kết quả"]


def test_a_list_kept_by_a_numbering_style() -> None:
    kept = style("numbering", "Danh", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    assert first(listed(4, 0), numbering=NUMBERS, styles=kept).number == "I-"


def test_a_list_of_a_style_and_its_indents() -> None:
    in_style = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>{}</w:pPr>'
    base = style("paragraph", "Base", '<w:pPr><w:ind w:left="100"/></w:pPr>')
    plain = base + style("paragraph", "S", in_style.format(""), "Base", default="1")
    own = base + style(
        "paragraph", "S", in_style.format('<w:ind w:left="284"/>'), "Base", default="1"
    )
    for styles, indent in ((plain, 10.001), (own, 5.009)):
        found = first(paragraph(), styles=styles, numbering=NUMBERS)
        assert (found.number, found.indent_left) == ("I-", indent)
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    found = first(paragraph("a", off), styles=plain, numbering=NUMBERS)
    assert (found.number, found.text, found.indent_left) == ("", "a", 1.764)


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (1999, "lowerRoman", "mcmxcix"),
        (4000, "upperRoman", "4000"),
        (26, "lowerLetter", "z"),
        (28, "upperLetter", "BB"),
        (999_999_999, "lowerLetter", "999999999"),
        (3, "decimalZero", "03"),
        (7, "none", ""),
        (7, "chineseCounting", "7"),
    ],
)
def test_number_formats(number: int, form: str, shown: str) -> None:
    assert numbered(number, form) == shown


def field(instruction: str, result: str = "", *, parted: bool = True) -> str:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    part = char.format("separate") if parted else ""
    return char.format("begin") + code + part + result + char.format("end")


IN_INSTRUCTION = field("IF", run("một")).replace("IF </w:instrText></w:r>", f"IF </w:instrText></w:r>{field('PAGE', run('1'))}")  # fmt: skip

INLINE = [
    ("tabs and breaks", '<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:br w:type="page"/><w:cr/></w:r>', "\ta\nb\f\n"),
    ("blanks kept only where told", "<w:r><w:t> a </w:t></w:r>" + run(" b "), "a b "),
    ("lines of the file", "<w:r><w:t>a\nb</w:t></w:r>", "a b"),
    ("hyphens", "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t></w:r>", "a‑b"),
    ("deleted", f"<w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>{run('còn')}", "còn"),
    ("moved away", f"<w:moveFrom>{run('đi')}</w:moveFrom><w:moveTo>{run('đến')}</w:moveTo>", "đến"),
    ("inserted", f"<w:ins>{run('thêm')}</w:ins>", "thêm"),
    ("hidden", run("ẩn", "<w:vanish/>") + run("hiện"), "hiện"),
    ("hyperlink", f"<w:hyperlink>{run('liên kết')}</w:hyperlink>", "liên kết"),
    ("content control", f"<w:sdt><w:sdtPr/><w:sdtContent>{run('trong')}</w:sdtContent></w:sdt>", "trong"),
    ("field", field("DATE", run("05/9/2025")), "05/9/2025"),
    ("field without result", field("PAGE", parted=False) + run("a"), "a"),
    ("field in the result of another", field("HYPERLINK", run("trang ") + field("PAGE", run("1"))), "trang 1"),
    ("field in the instruction of another", IN_INSTRUCTION, "một"),
    ("stray end", '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("a"), "a"),
    ("simple field", f'<w:fldSimple w:instr=" DATE ">{run("05/9")}</w:fldSimple>', "05/9"),
    ("symbol", '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
    ("bad symbol", '<w:r><w:sym w:font="Wingdings" w:char="đ"/></w:r>' + run("a"), "a"),
    ("formula", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "x"),
    ("alternatives", f"<mc:AlternateContent><mc:Choice>{run('một')}</mc:Choice><mc:Fallback>{run('hai')}</mc:Fallback></mc:AlternateContent>", "một"),
    ("fallback only", f"<mc:AlternateContent><mc:Fallback>{run('hai')}</mc:Fallback></mc:AlternateContent>", "hai"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("inline", "shown"), [case[1:] for case in INLINE], ids=[c[0] for c in INLINE]
)
def test_texts(inline: str, shown: str) -> None:
    assert first(f"<w:p>{inline}</w:p>").text == shown


def test_an_instruction_left_open_hides_no_other_paragraph() -> None:
    body = f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>{paragraph("còn")}'
    assert [p.text for p in facts(word(body)).paragraphs] == ["", "còn"]


def test_a_field_over_several_paragraphs() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = f"<w:p>{begin}{run('Mục 1')}</w:p><w:p>{run('Mục 2')}{end}{run('Hết')}</w:p>"
    found = [one for p in facts(word(body)).paragraphs for one in p.runs]
    assert [(one.text, one.field) for one in found] == [("Mục 1", "TOC"), ("Mục 2", "TOC"), ("Hết", "")]  # fmt: skip


def test_runs_tell_fields_notes_and_pictures() -> None:
    inline = (
        field("PAGE  \\* MERGEFORMAT", run("2"))
        + field("NUMPAGES")
        + '<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:drawing/></w:r>'
        + f"<w:ins>{run('thêm')}</w:ins>"
    )
    found = first(f"<w:p>{inline}</w:p>").runs
    told = [(one.text, one.field, one.note, one.picture) for one in found]
    assert told == [
        ("2", "PAGE \\* MERGEFORMAT", "", False),
        ("", "NUMPAGES", "", False),
        ("", "", "3", False),
        ("", "", "", True),
        ("thêm", "", "", False),
    ]


def test_capitals_are_typed_as_written_and_shown_as_drawn() -> None:
    found = first(paragraph("báo cáo", "", "<w:caps/>")).runs[0]
    assert (found.text, found.shown) == ("báo cáo", "BÁO CÁO")


def test_pages_by_what_word_rendered_last() -> None:
    broken = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>hai</w:t></w:r></w:p>"
    split = "<w:p><w:r><w:t>hai, ba</w:t><w:lastRenderedPageBreak/><w:t>ba</w:t></w:r></w:p>"
    body = paragraph("một") + broken + split + paragraph("ba")
    assert [p.page_hint for p in facts(word(body)).paragraphs] == [1, 2, 2, 3]
    assert first(paragraph("một")).page_hint is None
