"""Word templates: every rule of the catalogue has its case, and what must never happen does not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement

from cv183_reports.catalogue import template as catalogue
from cv183_reports.model.finding import Rule, Severity
from cv183_reports.template import word as engine
from cv183_reports.template.word import load_template
from tests.word_templates import (
    CONTEXT,
    FILE,
    ROWS,
    add_table,
    body_of,
    codes,
    loaded,
    rendered,
    saved,
    shown,
    template_file,
)

# Faults. Every rule of the catalogue has its case here or below.

TAG_FAULTS: list[tuple[Rule, list[str]]] = [
    (catalogue.LOST_CONTENT, ["{# ghi chú #}A{#p bỏ cả đoạn #}"]),
    (catalogue.UNKNOWN_FILTER, ["{{ rows|map }}"]),
    (catalogue.UNCLOSED_TAG, ["A {{ ten B"]),
    (catalogue.UNCLOSED_TAG, ["A {{ ten {{ ten }}"]),
    (catalogue.UNCLOSED_TAG, ["{# ghi chú"]),
    (catalogue.UNOPENED_TAG, ["A ten }} B"]),
    (catalogue.UNKNOWN_TAG, ["{% fro row in rows %}"]),
    (catalogue.UNKNOWN_TAG, ["{% set x = 1 %}"]),
    (catalogue.UNKNOWN_TAG, ["{% raw %}"]),
    (catalogue.UNKNOWN_TAG, ["{% include 'x' %}"]),
    (catalogue.BAD_TAG, ["{{ }}"]),
    (catalogue.BAD_TAG, ["{{ ten ten }}"]),
    (catalogue.BAD_TAG, ["{{ 1e400 }}"]),
    (catalogue.BAD_TAG, ["{% if 1 < -1e400 %}A{% endif %}"]),
    (catalogue.BAD_TAG, ["{% if %}A{% endif %}"]),
    (catalogue.BAD_TAG, ["{% if yes %}A{% endif yes %}"]),
    (catalogue.BAD_TAG, ["{% for row of rows %}A{% endfor %}"]),
    (catalogue.BAD_TAG, ["{{ " + "not " * 100 + "ten }}"]),
    (catalogue.BAD_TAG, ["{{ ten" + ".ten" * 200 + " }}"]),
    (catalogue.BAD_TAG, ["{% for loop in rows %}A{% endfor %}"]),
    (catalogue.NEVER_BEGUN, ["{% if yes %}A{% else %}B{% else %}C{% endif %}"]),
    (catalogue.NEVER_BEGUN, ["{% if yes %}A{% else %}B{% elif yes %}C{% endif %}"]),
    (catalogue.BAD_TAG, ["{{ " + "(" * 600 + "1" + ")" * 600 + " }}"]),
    (catalogue.NEVER_ENDED, ["{%p for row in rows %}", "A"]),
    (catalogue.NEVER_ENDED, ["{% if yes %}{% for row in rows %}A{% endif %}"]),
    (catalogue.NEVER_BEGUN, ["A", "{%p endfor %}"]),
    (catalogue.NEVER_BEGUN, ["{% for row in rows %}{% elif yes %}{% endfor %}"]),
    (catalogue.CROSSED, ["{%p if yes %}", "A {% endif %}"]),
    (catalogue.OUTSIDE_TABLE, ["{%tr if yes %}{%p endif %}"]),
    (catalogue.LOST_CONTENT, ["{%p if yes %} chữ này", "A", "{%p endif %}"]),
    (catalogue.LOST_CONTENT, ["{%p if yes %}", "A", "{{ ten }}{%p endif %}"]),
    (catalogue.FORBIDDEN, ["{{ ten.upper() }}"]),
    (catalogue.FORBIDDEN, ["{% for i in range(3) %}A{% endfor %}"]),
    (catalogue.FORBIDDEN, ["{{ 9**9 }}"]),
    (catalogue.FORBIDDEN, ["{{ {'a': 1} }}"]),
    (catalogue.FORBIDDEN, ["{% for row in rows recursive %}A{% endfor %}"]),
    (catalogue.UNKNOWN_FILTER, ["{{ ten|safe }}"]),
    (catalogue.UNKNOWN_FILTER, ["{{ ten is defined }}"]),
    (catalogue.TOO_DEEP, ["{% if yes %}" * 13 + "{% endif %}" * 13]),
]


@pytest.mark.parametrize(("rule", "paragraphs"), TAG_FAULTS)
def test_fault_of_a_tag(rule: Rule, paragraphs: list[str]) -> None:
    template, findings = load_template(template_file(*paragraphs), FILE)
    assert template is None
    assert rule.code in codes(findings)
    finding = next(finding for finding in findings if finding.code == rule.code)
    assert (finding.place.file, finding.place.sheet) == (FILE, catalogue.BODY)


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        (catalogue.CROSSED, [["{%tr for r in rows %}"], ["{{ r.unit }}"], ["{% endfor %}"]]),
        (catalogue.CROSSED, [["{% for r in rows %}", "{{ r.unit }}{% endfor %}"]]),
        (catalogue.CROSSED, [["{% for r in rows %}"], ["{{ r.unit }}{% endfor %}"]]),
        (catalogue.LOST_CONTENT, [["{%tr if yes %}", "A"], ["B", "{%tr endif %}"]]),
    ],
)
def test_fault_in_a_table(rule: Rule, rows: list[list[str]]) -> None:
    template, findings = load_template(template_file(table=rows), FILE)
    assert template is None
    assert set(codes(findings)) == {rule.code}


RENDER_FAULTS: list[tuple[Rule, str]] = [
    (catalogue.UNKNOWN_NAME, "{{ tenn }}"),
    (catalogue.UNKNOWN_NAME, "{{ rows[0].uint }}"),
    (catalogue.UNKNOWN_NAME, "{{ rows[0]['uint'] }}"),
    (catalogue.UNKNOWN_NAME, "{{ rows[0].__class__ }}"),
    (catalogue.UNKNOWN_NAME, "{{ rows.count }}"),
    (catalogue.UNKNOWN_NAME, "{{ ten.format }}"),
    (catalogue.UNKNOWN_NAME, "{% for row in rows %}{{ loop.idnex }}{% endfor %}"),
    (catalogue.NO_VALUE, "{{ none }}"),
    (catalogue.NO_VALUE, "{{ 'x' ~ none }}"),
    (catalogue.NO_VALUE, "{{ (rows[0].note, 'x')|join }}"),
    (catalogue.UNPRINTABLE, "{{ rows }}"),
    (catalogue.UNPRINTABLE, "{{ yes }}"),
    (catalogue.UNPRINTABLE, "{{ 0.5 }}"),
    (catalogue.ILLEGAL_CHARACTER, "{{ 'a\\u0007' }}"),
    (catalogue.NOT_A_LIST, "{% for c in ten %}{{ c }}{% endfor %}"),
    (catalogue.NOT_A_LIST, "{{ empty|first }}"),
    (catalogue.WRONG_OPERATION, "{{ ten + 1 }}"),
    (catalogue.WRONG_OPERATION, "{{ 'a'*30000000 }}"),
    (catalogue.WRONG_OPERATION, "{{ (1,)*30000000 }}"),
    (catalogue.WRONG_OPERATION, "{{ '%1000000000d' % 1 }}"),
    (catalogue.WRONG_OPERATION, "{{ 1 // 0 }}"),
    (catalogue.WRONG_OPERATION, "{{ rows[9] }}"),
    (catalogue.WRONG_OPERATION, "{% if ten > 1 %}A{% endif %}"),
]


@pytest.mark.parametrize(("rule", "text"), RENDER_FAULTS)
def test_fault_of_a_value(rule: Rule, text: str) -> None:
    template = loaded(template_file("Mở đầu {{ ten }}", f"Đoạn này: {text}", "{{ ten }}"))
    result, findings = template.render(CONTEXT)
    assert result is None
    assert codes(findings) == [rule.code]
    assert text[-10:] in findings[0].message


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x0b", "\x0c", "\r", "\x1f", "\ud800", "\ufffe"]
)
def test_illegal_character_in_a_value(character: str) -> None:
    template = loaded(template_file("{{ ten }}"))
    result, findings = template.render({"ten": f"a{character}b"})
    assert result is None
    assert codes(findings) == [catalogue.ILLEGAL_CHARACTER.code]
    assert f"U+{ord(character):04X}" in findings[0].message


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("{% for a in rows %}{% for b in rows %}A{% endfor %}{% endfor %}", "{% for b in rows %}"),
        ("{{ ten }}{% for a in rows %}{{ ten }}{% endfor %}", "{% for a in rows %}"),
        ("{% for a in rows %}{{ ten }}{{ ten }}{{ ten }}{% endfor %}", "{{ ten }}"),
    ],
)
def test_runaway_loops_are_stopped(text: str, tag: str) -> None:
    template = loaded(template_file(text))
    result, findings = template.render({"rows": ROWS * 1_000, "ten": "x" * 30_000})
    assert result is None
    assert codes(findings) == [catalogue.RUNAWAY.code]
    assert f"(thẻ {tag} " in findings[0].message


def test_all_faults_in_one_pass() -> None:
    data = template_file(
        "{{ mở", "{% fro x %}", "{{ a b }}", "{%p endfor %}", header="{{ x|tojson }}", footer="}}"
    )
    template, findings = load_template(data, FILE)
    assert template is None
    assert sorted((f.code, f.place.sheet) for f in findings) == [
        ("TPL010", catalogue.BODY),
        ("TPL011", catalogue.FOOTER),
        ("TPL012", catalogue.BODY),
        ("TPL013", catalogue.BODY),
        ("TPL015", catalogue.BODY),
        ("TPL021", catalogue.HEADER),
    ]


def test_all_unknown_names_in_one_pass_with_suggestions() -> None:
    template = loaded(
        template_file("{{ tenn }} {{ rowss }}", "Cuối {{ zzz }}", header="{{ tenn }}")
    )
    _, findings = template.render(CONTEXT)
    assert [(f.code, f.place.sheet) for f in findings] == [
        ("TPL030", catalogue.BODY),
        ("TPL030", catalogue.BODY),
        ("TPL030", catalogue.BODY),
        ("TPL030", catalogue.HEADER),
    ]
    assert "có thể dùng: ten." in findings[0].remedy
    assert "có thể dùng: rows." in findings[1].remedy
    assert "Cuối {{ zzz }}" in findings[2].message
    assert all(name in findings[2].remedy for name in CONTEXT)


def test_unknown_field_suggests_the_fields_of_its_value() -> None:
    _, findings = loaded(template_file("{{ rows[0].unti }}")).render(CONTEXT)
    assert "có thể dùng: unit" in findings[0].remedy


def test_one_fault_of_each_part_at_rendering() -> None:
    template = loaded(template_file("{{ none }}", header="{{ rows }}", footer="{{ ten }}"))
    result, findings = template.render(CONTEXT)
    assert result is None
    assert codes(findings) == [catalogue.NO_VALUE.code, catalogue.UNPRINTABLE.code]


def test_long_paragraph_is_shown_around_the_tag() -> None:
    _, findings = load_template(template_file("a " * 200 + "ngay trước {{ lỗi"), FILE)
    assert "ngay trước {{ lỗi" in findings[0].message


# Faults that need a change of the document.


def change_fault(rule: Rule, change: Callable[[Document], object], *paragraphs: str) -> None:
    template, findings = load_template(template_file(*paragraphs, change=change), FILE)
    assert codes(findings) == [rule.code]
    assert (template is None) == (rule.severity is Severity.ERROR)


def test_picture_in_a_vanishing_paragraph() -> None:
    def picture(document: Document) -> None:
        document.paragraphs[0].runs[0]._r.append(OxmlElement("w:drawing"))

    change_fault(catalogue.LOST_CONTENT, picture, "{%p if yes %}", "{%p endif %}")


def test_tag_in_a_field_code() -> None:
    def field(document: Document) -> None:
        code = OxmlElement("w:instrText")
        code.text = ' HYPERLINK "{{ ten }}" '
        document.paragraphs[0].runs[0]._r.append(code)

    change_fault(catalogue.MISPLACED, field, "A")


def test_tracked_changes_are_a_warning() -> None:
    def tracked(document: Document) -> None:
        paragraph = document.paragraphs[0]._p
        inserted = OxmlElement("w:ins")
        inserted.extend(paragraph.r_lst)
        paragraph.append(inserted)

    change_fault(catalogue.TRACKED, tracked, "{{ ten }}")


def test_no_page_set_up() -> None:
    def cut(document: Document) -> None:
        body = document.element.body
        body.remove(body[-1])

    change_fault(catalogue.NO_SECTION, cut, "A")


def test_table_inside_a_table_with_cell_loops() -> None:
    def nest(document: Document) -> None:
        add_table(document, [["A", "{%tc if yes %}", "B", "{%tc endif %}"]])
        document.tables[0].rows[0].cells[0].add_table(1, 1)

    change_fault(catalogue.NESTED_TABLE, nest)


def repacked(data: bytes, name: str, content: bytes | None) -> bytes:
    """The package with one part changed, or gone."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
            elif content is not None:
                new.writestr(entry, content)
    return stream.getvalue()


DTD = b'<!DOCTYPE w:document [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        (catalogue.NOT_WORD, b""),
        (catalogue.NOT_WORD, b"%PDF-1.7"),
        (catalogue.NOT_WORD, template_file("A")[:-30]),
        (catalogue.NOT_WORD, repacked(template_file("A"), "[Content_Types].xml", None)),
        (catalogue.NOT_WORD, repacked(template_file("A"), "[Content_Types].xml", b"<x")),
        (catalogue.NOT_WORD, repacked(template_file("A"), "word/document.xml", None)),
        (catalogue.DAMAGED, repacked(template_file("A"), "word/document.xml", b"<w:document")),
        (
            catalogue.DAMAGED,
            repacked(
                template_file("A"),
                "word/document.xml",
                body_of(template_file("A")).replace(b"<w:document", DTD + b"<w:document", 1),
            ),
        ),
        (
            catalogue.DAMAGED,
            repacked(
                template_file("A"),
                "word/document.xml",
                body_of(template_file("A")).replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            ),
        ),
    ],
)
def test_fault_of_the_file(rule: Rule, data: bytes) -> None:
    template, findings = load_template(data, FILE)
    assert template is None
    assert codes(findings) == [rule.code]


def test_too_many_parts() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.xml", "")
    assert codes(load_template(stream.getvalue(), FILE)[1]) == [catalogue.TOO_LARGE.code]


def test_what_is_not_well_formed_never_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    template = loaded(template_file("{{ ten }}"))
    monkeypatch.setattr(engine, "mend", lambda xml: xml[:-3])
    result, findings = template.render(CONTEXT)
    assert result is None
    assert codes(findings) == [catalogue.BROKEN_OUTPUT.code]


def test_template_without_tags_comes_out_as_it_is() -> None:
    assert shown(rendered(saved(docx.Document()), {})) == []
