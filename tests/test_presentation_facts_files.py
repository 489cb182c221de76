"""Whole files: what others' programs write, what is told of a document, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from cv183_reports.catalogue import lint as presentation
from cv183_reports.model.finding import Rule
from cv183_reports.ooxml import xml
from cv183_reports.vietnamese.text_width import text_width_mm
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import (
    Alignment,
    LineRule,
    LineSpacing,
    RunFacts,
    paragraphs_in,
)
from tests.word_facts import (
    STRICT,
    TRANSITIONAL,
    cell,
    changed,
    facts,
    packed,
    paragraph,
    row,
    run,
    style,
    table,
    word,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
LIBREOFFICE = Path(__file__).parent / "data" / "facts-libreoffice.docx"


def test_a_file_of_libreoffice() -> None:
    found = facts(LIBREOFFICE.read_bytes())
    (section,) = found.sections
    assert (section.width, section.title_page) == (210.009, True)
    (number,) = paragraphs_in(section.headers.default)
    assert (number.alignment, number.runs[0].field) == (Alignment.CENTER, "PAGE")
    assert [p.text for p in paragraphs_in(section.headers.first)] == [""]
    assert next(found.tables).columns == (79.992, 85.002)
    title, day = list(found.paragraphs)[2:4]
    look = {"font": "Times New Roman"}
    assert title.runs == (
        RunFacts("ĐẢNG CỘNG SẢN VIỆT NAM", size=15.0, bold=True, underline="single", **look),
    )
    assert day.runs == (
        RunFacts("Hải Phòng, ngày 05 tháng 9 năm 2025", size=14.0, italic=True, **look),
    )
    body, *listed = list(found.paragraphs)[5:]
    assert (body.style, body.alignment, body.indent_first) == (
        "Nội dung",
        Alignment.JUSTIFIED,
        10.001,
    )
    assert (body.space_before, body.line) == (6.0, LineSpacing(LineRule.EXACT, 19.0))
    assert [p.text for p in listed] == ["1.\tKết quả.", "2.\tKiến nghị."]
    assert [(line.length, line.horizontal) for line in found.lines] == [(64.999, True)]


def test_a_file_of_python_docx() -> None:
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    made = document.add_paragraph("Thực hiện ", style="List Bullet")
    made.add_run("đúng hạn").bold = True
    made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    made.paragraph_format.first_line_indent = Mm(10)
    made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    made.paragraph_format.line_spacing = Pt(18)
    document.add_heading("Kết quả", 1)
    document.add_table(2, 2, style="Table Grid").cell(1, 1).text = "ô"
    stream = BytesIO()
    document.save(stream)
    found = facts(stream.getvalue())
    listed, heading, *_ = found.paragraphs
    assert listed.text == "•\tThực hiện đúng hạn"
    assert [(one.text, one.font, one.size, one.bold) for one in listed.runs] == [
        ("Thực hiện ", "Times New Roman", 14.0, False),
        ("đúng hạn", "Times New Roman", 14.0, True),
    ]
    assert (listed.style, listed.alignment, listed.contextual_spacing) == ("List Bullet", Alignment.JUSTIFIED, True)  # fmt: skip
    assert (listed.indent_first, listed.line) == (10.001, LineSpacing(LineRule.EXACT, 18.0))
    assert (heading.keep_next, heading.space_before) == (True, 24.0)
    assert heading.runs[0] == RunFacts("Kết quả", "Calibri", 14.0, bold=True, color="365F91")  # fmt: skip
    (grid,) = found.tables
    assert (grid.has_borders, grid.rows[1].cells[1].text) == (True, "ô")


def test_a_strict_file_says_the_same() -> None:
    data = word(
        table(row(cell(paragraph("a", '<w:jc w:val="both"/>', "<w:b/>")))),
        styles=style("paragraph", "N", '<w:rPr><w:sz w:val="28"/></w:rPr>', default="1"),
    )
    strict = changed(data, f"{TRANSITIONAL}/wordprocessingml/2006", f"{STRICT}/wordprocessingml")
    strict = changed(strict, f"{TRANSITIONAL}/officeDocument/2006", f"{STRICT}/officeDocument")
    strict = changed(strict, 'w:val="28"', 'w:val="14pt"')
    assert strict != data
    assert facts(strict) == facts(data)


def test_what_is_told_of_a_document() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("vạch")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("chú {{ a }}")}</w:footnote>'
    )
    changes = "<w:ins/><w:del/><w:r><w:rPr><w:rPrChange/></w:rPr></w:r><w:moveTo/>"
    body = (
        f"<w:p>{run('Kính gửi {{ ten', '<w:b/>')}{run(' }}')}{run('{%p if x %}')}{changes}</w:p>"
        + paragraph("{ một } {{ chưa đóng")
    )
    found = facts(
        word(
            body,
            footnotes=notes,
            comments="<w:comment/><w:comment/>",
            header1=paragraph("đầu"),
        )
    )
    (note,) = found.notes
    assert note.identity == "1"
    assert (found.comments, found.tracked_changes) == (2, 4)
    assert found.template_tags == ("{{ ten }}", "{%p if x %}", "{{ a }}")


def test_the_index_counts_paragraphs_as_the_part_does() -> None:
    lxml_order = "<a:txBody><a:p/></a:txBody><mc:AlternateContent><mc:Choice/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    body = f"<w:p><w:r>{lxml_order.format(paragraph('không chọn'))}</w:r></w:p>{paragraph('sau')}"
    assert [(p.text, p.index) for p in facts(word(body)).paragraphs] == [("", 0), ("sau", 2)]


def with_part(name: str, content: str | bytes) -> bytes:
    stream = BytesIO(word(paragraph()))
    with ZipFile(stream, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


BILLION = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'
REFUSED: list[tuple[str, bytes | Callable[[], bytes], Rule]] = [
    ("nothing", b"", presentation.EMPTY_FILE),
    ("zeros", b"\0" * 5_000, presentation.EMPTY_FILE),
    ("text", "Báo cáo".encode(), presentation.NOT_WORD),
    ("PDF", b"%PDF-1.7\n", presentation.OTHER_KIND),
    ("RTF", b"{\\rtf1 a}", presentation.OLD_WORD),
    (".doc", OLE + "WordDocument\0".encode("utf-16-le"), presentation.OLD_WORD),
    (".xls", OLE + "Workbook\0".encode("utf-16-le"), presentation.NOT_WORD),
    ("encrypted", OLE + "EncryptedPackage\0".encode("utf-16-le"), presentation.PASSWORD),
    ("truncated", word(paragraph())[:-30], presentation.DAMAGED),
    ("head of a zip", b"PK\3\4", presentation.DAMAGED),
    ("a zip of files", packed({"a.txt": "a"}), presentation.DAMAGED_PART),
    ("a spreadsheet", changed(word(paragraph()), "word/document.xml", "xl/workbook.xml"), presentation.NOT_WORD),
    ("no way to the text", packed({"_rels/.rels": "<Relationships/>"}), presentation.NOT_WORD),
    ("no body", packed({"word/document.xml": "<w:document xmlns:w='w'/>"}), presentation.DAMAGED_PART),
    ("bad XML", packed({"word/document.xml": "<w:document><w:body>"}), presentation.DAMAGED_PART),
    ("entities", packed({"word/document.xml": BILLION}), presentation.UNSAFE),
    ("entities elsewhere", with_part("word/khac.xml", BILLION), presentation.UNSAFE),
    ("two parts of one name", with_part("WORD/document.xml", "<a/>"), presentation.DAMAGED_PART),
    ("deep", word("<w:sdt>" * 70 + "</w:sdt>" * 70), presentation.BEYOND_LIMITS),
    ("large", b"PK" + b"a" * 11_000_000, presentation.BEYOND_LIMITS),
    ("an inflated bomb", lambda: with_part("word/media/a.bin", b"\0" * 50_000_000), presentation.BEYOND_LIMITS),
    ("no paragraph", word(""), presentation.NO_TEXT),
    ("no word", word(paragraph(" ")), presentation.NO_TEXT),
]  # fmt: skip


@pytest.mark.parametrize(("data", "rule"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED])  # fmt: skip
def test_what_cannot_be_read_is_one_finding(data: bytes | Callable[[], bytes], rule: Rule) -> None:
    found, (finding,) = read_facts(data if isinstance(data, bytes) else data(), "tệp.docx")
    assert found is None
    assert (finding.code, finding.place.file) == (rule.code, "tệp.docx")
    assert "Excel" not in f"{finding.message} {finding.remedy}"


@pytest.mark.parametrize("limit", ["MAX_ELEMENTS", "MAX_BLOCKS"])
def test_more_than_any_honest_document_has(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, limit, 40)
    found, (finding,) = read_facts(word(paragraph() * 41), "a.docx")
    assert found is None
    assert finding.code == presentation.TOO_LONG.code
    assert "40" in finding.message


HOSTILE = [
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
    "<w:tbl/><w:tbl><w:tr/><w:tr><w:tc/></w:tr></w:tbl>",
    '<w:p><w:pPr><w:ind w:left="99999999999999999999"/><w:spacing w:line="-"/></w:pPr></w:p>',
    '<w:p><w:pPr><w:sectPr><w:cols w:num="999999999"/><w:pgSz w:w="x"/></w:sectPr></w:pPr></w:p>',
    '<w:p><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr><w:pStyle/></w:pPr></w:p>',
    '<w:p><w:r><w:fldChar/><w:fldChar w:fldCharType="separate"/><w:sym/><w:footnoteReference/></w:r></w:p>',
    "<w:p><w:r><w:drawing><wp:anchor/><wp:inline><wp:extent/></wp:inline></w:drawing></w:r></w:p>",
    '<w:p><w:r><w:pict><v:line/><v:group coordsize="0,0"><v:rect style=":;;a:b"/></v:group></w:pict></w:r></w:p>',
    "<mc:AlternateContent/><w:sdt/><w:sectPr/>",
]  # fmt: skip


@pytest.mark.parametrize("inner", HOSTILE)
def test_nonsense_within_the_text_hides_nothing_else(inner: str) -> None:
    assert list(facts(word(inner + paragraph("còn đây"))).paragraphs)[-1].text == "còn đây"


WHOLE = word(table(row(cell(paragraph("ô")))) + paragraph("Chữ", "<w:jc/>", "<w:b/>"))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_any_byte_may_be_wrong(at: int, byte: int) -> None:
    damaged = WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :]
    found, findings = read_facts(damaged, "a.docx")
    assert (found is None) == (len(findings) == 1)


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic", "millimetres"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False, 72.9),  # facts/the-thuc.md, 3.5
        ("Hải Phòng, ngày 15 tháng 10 năm 2025", 14, False, True, 79.3),
        ("ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG", 14, False, False, 80.2),
        ("THÀNH UỶ HẢI PHÒNG", 14, False, False, 53.9),
        ("1", 72, False, False, 12.7),
        ("", 14, True, True, 0.0),
    ],
)
def test_widths(text: str, size: float, bold: bool, italic: bool, millimetres: float) -> None:
    assert text_width_mm(text, size, bold, italic) == pytest.approx(millimetres, abs=0.1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ấẩậ", "aaa"),
        ("ớ", "ơ"),
        ("Ữ", "Ư"),
        ("e\u0301", "e"),
        ("a\u00a0b", "a b"),
        ("‑", "-"),
        ("漢", "8"),
    ],
)
def test_letters_of_one_width(one: str, other: str) -> None:
    assert text_width_mm(one, 14) == text_width_mm(other, 14)
