"""Templates that other programs saved again, or in which people left their marks: still the same template."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from lxml import etree

from cv183_reports.catalogue import template as catalogue
from cv183_reports.model.finding import Severity
from cv183_reports.template.word import load_template
from tests.word_templates import (
    CONTEXT,
    FILE,
    body_of,
    codes,
    rendered,
    saved,
    shown,
    template_file,
)

LIBREOFFICE = Path(__file__).parent / "data" / "template-libreoffice.docx"
"""Two loops and a condition end in section breaks that Word kept in empty paragraphs."""

# LibreOffice.


def test_a_template_of_libreoffice_keeps_its_sections() -> None:
    template, findings = load_template(LIBREOFFICE.read_bytes(), FILE)
    assert template is not None
    assert codes(findings) == [catalogue.NO_PAGE_NUMBERS.code] * 2
    data, faults = template.render(CONTEXT)
    assert faults == ()
    assert data is not None
    assert [line for line in shown(data) if line] == [
        "BÁO CÁO của Sở Nội vụ",
        "Phường Thủy Nguyên: 3",
        "Xã An Lão: 7",
        "Phụ lục 1",
        "Sở Nội vụ",
        "Phụ lục 2",
        "| Phường Thủy Nguyên | 3 |",
        "| Xã An Lão | 7 |",
        "Hết",
    ]
    sections = docx.Document(io.BytesIO(data)).sections
    assert [round(section.page_width.mm) for section in sections] == [210, 297, 297]


def test_pages_without_numbers_are_named() -> None:
    _, findings = load_template(LIBREOFFICE.read_bytes(), FILE)
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert "thứ 1 trong mẫu, bắt đầu bằng «BÁO CÁO của {{ ten }}»" in findings[0].message
    assert "thứ 2 trong mẫu, bắt đầu bằng «Phụ lục 1»" in findings[1].message


# Section breaks in paragraphs that vanish.


def break_in(*tags: str) -> Callable[[Document], None]:
    """The tags in one paragraph that also ends a section; ``B`` begins the next."""

    def change(document: Document) -> None:
        document.add_section(WD_SECTION.NEW_PAGE)
        document.paragraphs[-1].add_run("".join(tags))
        document.add_paragraph("B")

    return change


@pytest.mark.parametrize(
    ("before", "tags", "after", "lines"),
    [
        (["{%p if yes %}", "A"], ["{%p endif %}"], [], ["A", "§", "B"]),
        (["{%p if empty %}", "A"], ["{%p endif %}"], [], ["§", "B"]),
        (["{%p for r in rows %}", "A"], ["{%p endfor %}"], [], ["A", "A", "§", "B"]),
        (["A"], ["{%p if empty %}"], ["{%p endif %}"], ["A", "§"]),
        (["{%p if yes %}", "A"], ["{%p endif %}", "{%p if empty %}"], ["{%p endif %}"], ["A", "§"]),
        (["A"], ["{#p ghi chú #}"], [], ["A", "§", "B"]),
        (
            ["{%p for r in rows %}", "{%p if yes %}", "A"],
            ["{%p endif %}"],
            ["{%p endfor %}"],
            ["A", "§", "B", "A", "§", "B"],
        ),
        (["{% if yes -%}"], ["A{% endif %}"], [], ["A", "§", "B"]),
    ],
)
def test_section_break_leaves_its_tag(
    before: list[str], tags: list[str], after: list[str], lines: list[str]
) -> None:
    def change(document: Document) -> None:
        break_in(*tags)(document)
        for text in after:
            document.add_paragraph(text)

    data = rendered(template_file(*before, change=change), CONTEXT)
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    assert ["§" if is_break(p._p) else p.text for p in paragraphs] == lines


def is_break(paragraph: CT_P) -> bool:
    """Whether it holds a section's end, and nothing that takes room."""
    if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        return False
    spacing = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert spacing is not None
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("20", "exact")
    assert not paragraph.text
    return True


@pytest.mark.parametrize(
    ("before", "tags", "after"),
    [
        (["{%p if yes %}", "A"], ["{%p else %}"], ["{%p endif %}"]),
        (["{%p if yes %}"], ["{%p if yes %}", "{%p endif %}"], ["{%p endif %}"]),
    ],
)
def test_section_break_that_belongs_to_neither_side(
    before: list[str], tags: list[str], after: list[str]
) -> None:
    def change(document: Document) -> None:
        break_in(*tags)(document)
        for text in after:
            document.add_paragraph(text)

    template, findings = load_template(template_file(*before, change=change), FILE)
    assert template is None
    assert codes(findings) == [catalogue.SECTION_BREAK.code]


# Page numbers.


def number_pages(document: Document, code: str) -> None:
    """A field in the header of the first section, its code cut in two as Word may."""
    paragraph = document.sections[0].header.paragraphs[0]
    for part in (code[:3], code[3:]):
        text = OxmlElement("w:instrText")
        text.text = part
        paragraph.add_run()._r.append(text)


@pytest.mark.parametrize(
    ("code", "linked", "warned"),
    [
        (" PAGE ", True, False),
        (" PAGE ", False, True),
        (r" page \* MERGEFORMAT ", False, True),
        (" NUMPAGES ", False, False),
        (" PAGEREF x ", False, False),
    ],
)
def test_page_numbers(code: str, linked: bool, warned: bool) -> None:
    def change(document: Document) -> None:
        number_pages(document, code)
        section = document.add_section(WD_SECTION.NEW_PAGE)
        section.header.is_linked_to_previous = linked
        document.add_paragraph("{%p if yes %}")
        document.add_paragraph("{%p endif %}")
        document.add_paragraph("Phụ lục {{ ten }}")

    template, findings = load_template(template_file("A", change=change), FILE)
    assert template is not None
    assert codes(findings) == ([catalogue.NO_PAGE_NUMBERS.code] if warned else [])
    assert all("thứ 2 trong mẫu, bắt đầu bằng «Phụ lục {{ ten }}»" in f.message for f in findings)


def test_a_number_in_the_footer_is_a_number() -> None:
    def change(document: Document) -> None:
        number_pages(document, " PAGE ")
        section = document.add_section(WD_SECTION.NEW_PAGE)
        section.header.is_linked_to_previous = False
        field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>'
        section.footer.paragraphs[0]._p.append(parse_xml(field))

    assert load_template(template_file("A", change=change), FILE)[1] == ()


# Word and people.


def around(name: str, settings: str) -> Callable[[etree._Element], None]:
    """Wraps an element in a content control or a smart tag."""

    def wrap(element: etree._Element) -> None:
        holds = f"<w:{name}Content/>" if name == "sdt" else ""
        made = parse_xml(f"<w:{name} {nsdecls('w')}>{settings}{holds}</w:{name}>")
        element.addprevious(made)
        (made[-1] if holds else made).append(element)

    return wrap


CONTROL = around("sdt", '<w:sdtPr><w:alias w:val="Tên"/><w:dataBinding w:xpath="/x"/></w:sdtPr>')


def test_content_controls_around_paragraphs_rows_and_cells() -> None:
    def change(document: Document) -> None:
        for paragraph in document.paragraphs[::2]:
            CONTROL(paragraph._p)
        table = document.tables[0]
        CONTROL(table.rows[0]._tr)
        CONTROL(table.rows[1].cells[0]._tc)

    data = template_file(
        *("{%p if yes %}", "A", "{%p endif %}", "{{ ten }}"),
        table=[
            ["{%tr for r in rows %}", ""],
            ["{{ r.unit }}", "{{ r.count }}"],
            ["{%tr endfor %}", ""],
        ],
        change=change,
    )
    result = rendered(data, CONTEXT)
    assert shown(result) == ["A", "Sở Nội vụ", "| Phường Thủy Nguyên | 3 |", "| Xã An Lão | 7 |"]
    assert b"w:sdt" not in body_of(result)


@pytest.mark.parametrize("wrap", [CONTROL, around("smartTag", "<w:smartTagPr/>")])
def test_wrapped_runs_within_a_tag(wrap: Callable[[etree._Element], None]) -> None:
    def change(document: Document) -> None:
        wrap(document.paragraphs[0].runs[1]._r)

    data = template_file(["{% if yes %}A {{ t", "en }} B{% endif", " %}!"], change=change)
    assert shown(rendered(data, CONTEXT)) == ["A Sở Nội vụ B!"]


def test_comments_do_not_leave_the_template() -> None:
    def change(document: Document) -> None:
        for paragraph in document.paragraphs:
            document.add_comment(paragraph.runs[:1], text="Xem lại {{ thẻ }}", author="Lan")

    data = template_file("{%p if yes %}", ["{{ t", "en }}"], "{%p endif %}", change=change)
    assert b"comment" in body_of(data)
    result = rendered(data, CONTEXT)
    assert shown(result) == ["Sở Nội vụ"]
    assert_no_comments(result)


def test_comments_do_not_leave_a_template_without_tags() -> None:
    def change(document: Document) -> None:
        document.add_comment(document.paragraphs[0].runs, text="Xem lại", author="Lan")

    result = rendered(template_file("A", change=change), CONTEXT)
    assert shown(result) == ["A"]
    assert_no_comments(result)


def assert_no_comments(data: bytes) -> None:
    assert b"comment" not in body_of(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "Lan" not in archive.read("word/comments.xml").decode()
    assert list(docx.Document(io.BytesIO(data)).comments) == []


def test_bookmarks_between_paragraphs_part_nothing() -> None:
    def change(document: Document) -> None:
        cell = document.tables[0].rows[0].cells[0]
        for number, paragraph in enumerate((*document.paragraphs, *cell.paragraphs)):
            for name in ("bookmarkEnd", "bookmarkStart"):
                mark = OxmlElement(f"w:{name}")
                mark.set(qn("w:id"), str(number))
                mark.set(qn("w:name"), f"_Toc{number}")
                paragraph._p.addnext(mark)

    data = template_file(
        *("Ở{% if yes -%}", " phố", "{%- endif %}, ok"),
        table=[["{%p if yes %}\nA\n{%p endif %}", "B"]],
        change=change,
    )
    assert shown(rendered(data, CONTEXT)) == ["Ở phố, ok", "| A | B |"]


def test_python_docx_saves_the_same_template() -> None:
    data = template_file("{%p if yes %}", "{{ ten }}", "{%p endif %}", header="{{ ten }}")
    again = saved(docx.Document(io.BytesIO(data)))
    assert shown(rendered(again, CONTEXT)) == shown(rendered(data, CONTEXT))
