"""What clerks write in templates beside plain tags: braces to print, dashes of Word, page breaks, lists, ids."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from cv183_reports.catalogue import template as catalogue
from cv183_reports.template.word import load_template
from tests.word_templates import CONTEXT, FILE, body_of, codes, rendered, shown, template_file

PRINTED = (
    (
        "Dùng {_{ ten }_} và {_% if %_}, {_# ghi chú #_}",
        "Dùng {{ ten }} và {% if %}, {# ghi chú #}",
    ),
    ("Tập hợp {a, {b}} và {{ ten }}", "Tập hợp {a, {b}} và Sở Nội vụ"),
    ("{a {{ ten }} b}", "{a Sở Nội vụ b}"),
    ("{{ ten ~ “ – ” ~ ten }}", "Sở Nội vụ – Sở Nội vụ"),
    ("{{ 5 – 1 }}", "4"),
    ("{%– if yes –%}a{% endif %}", "a"),
    ("{{ rate — 1 }}", "97.20"),
)


@pytest.mark.parametrize(("written", "printed"), PRINTED)
def test_what_a_clerk_means_is_printed(written: str, printed: str) -> None:
    assert shown(rendered(template_file(written), CONTEXT)) == [printed]


@pytest.mark.parametrize(
    "written",
    [
        "{ ten }",
        "{ { ten } }",
        "｛｛ ten ｝｝",
        "[[ ten ]]",
        "«ten»",
        "<<ten>>",
        "{ {nobody} }",
        "{ row.unit }",
        "{ % if yes % }",
    ],
)
def test_what_was_meant_as_a_tag_is_never_printed_as_it_stands(written: str) -> None:
    template, found = load_template(template_file(f"Kính gửi: {written}", "{{ ten }}"), FILE)
    if template is not None:
        _, found = template.render(CONTEXT)
    assert codes(found) == [catalogue.UNMARKED.code]
    assert f"«{written}»" in found[0].message


@pytest.mark.parametrize(
    "written",
    ["{ông}", "«Một cửa»", "«online»", "[1] và [[2]]", "{ x }", "a << b, c >> d", "{ 5% }"],
)
def test_what_was_not_meant_as_a_tag_is_printed(written: str) -> None:
    assert shown(rendered(template_file(written), CONTEXT)) == [written]


def test_a_lone_closing_mark_is_still_a_slip() -> None:
    _, found = load_template(template_file("{ ten }} và {a}}"), FILE)
    assert codes(found) == [catalogue.UNOPENED_TAG.code] * 2
    assert "}_}" in found[0].remedy


@pytest.mark.parametrize("level", ["p", "tr", "tc", "r"])
def test_letters_parted_from_their_mark_are_named(level: str) -> None:
    _, found = load_template(
        template_file(f"{{% {level} if yes %}}", f"{{% {level} endif %}}"), FILE
    )
    assert codes(found) == [catalogue.PARTED_LEVEL.code] * 2
    assert f"«{level}» phải viết liền" in found[0].message


def test_dashes_take_plain_spaces_only() -> None:
    def soft(document: Document) -> None:
        paragraph = document.add_paragraph("Tại ")
        paragraph.add_run().add_break()
        paragraph.add_run("{%- if yes -%}\u00a0xã {%- endif %}\u00a0có")

    assert shown(rendered(template_file(change=soft), CONTEXT)) == ["Tại \n\u00a0xã\u00a0có"]


def _page_breaks(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    return [
        "---" if paragraph._p.xpath('.//w:br[@w:type="page"]') else paragraph.text
        for paragraph in document.paragraphs
    ]


def test_page_breaks_beside_tags_of_paragraphs_survive() -> None:
    def broken(document: Document) -> None:
        for text in ("{%p for row in rows %}", "{{ row.unit }}", "{%p endfor %}"):
            run = document.add_paragraph().add_run(text)
            if "endfor" in text:
                run._r.addprevious(document.add_paragraph().add_run()._r)
                run._r.getprevious().append(OxmlElement("w:br", {qn("w:type"): "page"}))
        document.paragraphs[-1]._p.getparent().remove(document.paragraphs[-1]._p)

    units = [row.unit for row in CONTEXT["rows"]]  # type: ignore[attr-defined]
    lines = _page_breaks(rendered(template_file(change=broken), CONTEXT))
    assert lines == [units[0], "---", units[1], "---"]


def test_a_page_break_behind_the_opening_tag_is_in_the_loop() -> None:
    def broken(document: Document) -> None:
        document.add_paragraph("{%p for row in rows %}").add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("{{ row.unit }}")
        document.add_paragraph("{%p endfor %}")

    units = [row.unit for row in CONTEXT["rows"]]  # type: ignore[attr-defined]
    lines = _page_breaks(rendered(template_file(change=broken), CONTEXT))
    assert lines == ["---", units[0], "---", units[1]]


def test_a_column_break_beside_a_tag_survives() -> None:
    def broken(document: Document) -> None:
        document.add_paragraph("{%p for row in rows %}").add_run().add_break(WD_BREAK.COLUMN)
        document.add_paragraph("{{ row.unit }}")
        document.add_paragraph("{%p endfor %}")

    document = docx.Document(io.BytesIO(rendered(template_file(change=broken), CONTEXT)))
    breaks = document.element.xpath('//w:br[@w:type="column"]')
    assert len(breaks) == len(CONTEXT["rows"])  # type: ignore[arg-type]


def _complex_field(instructions: str) -> str:
    marks = [
        f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    ]
    code = f"<w:r {nsdecls('w')}><w:instrText>{instructions}</w:instrText></w:r>"
    result = f"<w:r {nsdecls('w')}><w:t>{{{{ ten }}}}</w:t></w:r>"
    return "".join((marks[0], code, marks[1], result, marks[2]))


def _simple_field(instructions: str) -> str:
    result = "<w:r><w:t>{{ ten }}</w:t></w:r>"
    return f'<w:fldSimple {nsdecls("w")} w:instr="{instructions}">{result}</w:fldSimple>'


@pytest.mark.parametrize("field", [_simple_field, _complex_field])
@pytest.mark.parametrize(
    ("instructions", "expected"),
    [
        (" DATE \\@ dd/MM/yyyy ", [catalogue.IN_FIELD.code]),
        (" PAGE ", [catalogue.IN_FIELD.code]),
        (" =SUM(ABOVE) ", [catalogue.IN_FIELD.code]),
        (" REF ten \\h ", []),
        (" HYPERLINK ten ", []),
    ],
)
def test_a_tag_that_word_will_write_over_is_told(
    field: Callable[[str], str], instructions: str, expected: list[str]
) -> None:
    def with_field(document: Document) -> None:
        paragraph = document.add_paragraph()._p
        wrapped = f"<w:p {nsdecls('w')}>{field(instructions)}</w:p>"
        paragraph.extend(list(parse_xml(wrapped)))

    _, findings = load_template(template_file(change=with_field), FILE)
    assert codes(findings) == expected


DRAWING = (
    f"<w:r {nsdecls('w', 'wp')}><w:drawing><wp:inline><wp:extent cx='9' cy='9'/>"
    "<wp:docPr id='7' name='Hình'/></wp:inline></w:drawing></w:r>"
)


def test_bookmarks_and_pictures_of_a_loop_have_ids_of_their_own() -> None:
    def marked(document: Document) -> None:
        document.add_paragraph("{%p for row in rows %}")
        paragraph = document.add_paragraph()
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), "5")
        start.set(qn("w:name"), "muc")
        end.set(qn("w:id"), "5")
        paragraph._p.append(start)
        paragraph.add_run("{{ row.unit }}")
        paragraph._p.append(end)
        paragraph._p.append(parse_xml(DRAWING))
        document.add_paragraph("{%p endfor %}")

    xml = body_of(rendered(template_file(change=marked), CONTEXT)).decode()
    assert re.findall(r'w:name="(muc\w*)"', xml) == ["muc", "muc_2"]
    starts = re.findall(r'<w:bookmarkStart w:id="(\d+)"', xml)
    assert starts == re.findall(r'<w:bookmarkEnd w:id="(\d+)"', xml)
    assert len(set(starts)) == len(starts) == 2
    pictures = re.findall(r'<wp:docPr id="(\d+)"', xml)
    assert len(set(pictures)) == len(pictures) == 2


def _with_part(data: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, content.replace(*change) if entry.filename == name else content)
    return target.getvalue()


def test_a_tag_in_the_properties_of_the_file_is_refused() -> None:
    def titled(document: Document) -> None:
        document.core_properties.title = "Báo cáo {{ ten }}"

    template, found = load_template(template_file("{{ ten }}", change=titled), FILE)
    assert template is None
    assert codes(found) == [catalogue.OUT_OF_REACH.code]
    assert "thuộc tính tệp" in found[0].message
    assert "{{ ten }}" in found[0].message


def test_a_tag_in_any_other_part_is_refused() -> None:
    data = template_file("{{ ten }}")
    name = "word/theme/theme1.xml"
    told = _with_part(data, name, (b"</a:themeElements>", b"</a:themeElements><!-- -->{{ ten }}"))
    _, found = load_template(told, FILE)
    assert codes(found) == [catalogue.OUT_OF_REACH.code]
    assert name in found[0].message


@pytest.mark.parametrize("written", ["{{ ten }}", "%7B%7B%20ten%20%7D%7D"])
def test_a_tag_in_the_address_of_a_link_is_refused(written: str) -> None:
    def linked(document: Document) -> None:
        address = f"https://xa.vn/{written}"
        document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    _, found = load_template(template_file("{{ ten }}", change=linked), FILE)
    assert codes(found) == [catalogue.OUT_OF_REACH.code]
    assert "địa chỉ của liên kết" in found[0].message
    assert "«{{ ten }}»" in found[0].message


def test_a_tag_in_the_words_of_an_automatic_number_is_refused() -> None:
    change = (b'w:lvlText w:val="%1."', b'w:lvlText w:val="{{ ten }} %1."')
    data = _with_part(template_file("{{ ten }}"), "word/numbering.xml", change)
    _, found = load_template(data, FILE)
    assert codes(found) == [catalogue.OUT_OF_REACH.code]
    assert "đánh số tự động" in found[0].message


def test_a_tag_in_a_text_that_word_takes_in_is_refused() -> None:
    def chunked(document: Document) -> None:
        name = PackURI("/word/chunk.html")
        part = Part(name, "text/html", b"<p>{{ ten }}</p>", document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.A_F_CHUNK)

    _, found = load_template(template_file("{{ ten }}", change=chunked), FILE)
    assert codes(found) == [catalogue.OUT_OF_REACH.code]
    assert "chunk.html" in found[0].message


def test_the_mark_of_a_note_is_not_lost_with_a_tag() -> None:
    def noted(document: Document) -> None:
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), "2")
        document.paragraphs[0].add_run()._r.append(mark)

    data = template_file("{%p if yes %}", "A", "{%p endif %}", change=noted)
    _, found = load_template(data, FILE)
    assert codes(found) == [catalogue.LOST_CONTENT.code]
    assert "cước chú" in found[0].message


def test_a_deleted_tag_is_called_deleted() -> None:
    def tracked(document: Document) -> None:
        document.add_paragraph("Kính gửi ")._p.append(
            parse_xml(
                f"<w:del {nsdecls('w')} w:id='1' w:author='a' w:date='2025-09-01T00:00:00Z'>"
                "<w:r><w:delText>{{ cu }}</w:delText></w:r></w:del>"
            )
        )

    template, found = load_template(template_file("{{ ten }}", change=tracked), FILE)
    assert template is None
    assert codes(found) == [catalogue.TRACKED.code, catalogue.DELETED_TAG.code]


@pytest.mark.parametrize(("style", "warned"), [("List Number", True), ("List Bullet", False)])
def test_numbers_in_a_loop_of_a_loop_run_on_and_that_is_said(*, style: str, warned: bool) -> None:
    def listed(document: Document) -> None:
        document.add_paragraph("{%p for row in rows %}")
        document.add_paragraph("{%p for value in row['values'] %}")
        document.add_paragraph("{{ value }}", style=style)
        document.add_paragraph("{%p endfor %}")
        document.add_paragraph("{%p endfor %}")

    template, found = load_template(template_file(change=listed), FILE)
    assert template is not None
    assert codes(found) == ([catalogue.NUMBERS_RUN_ON.code] if warned else [])


def test_notes_of_rows_and_paragraphs_take_theirs_away() -> None:
    data = template_file("A", "{#p ghi chú #}", "B", table=[["{#tr ghi chú #}", ""], ["1", "2"]])
    assert shown(rendered(data, CONTEXT)) == ["A", "B", "| 1 | 2 |"]
