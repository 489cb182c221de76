"""Charts of Word templates: filled in by name, labels as they are given, nothing of the template's numbers left."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from lxml import etree

from cv183_reports.template.chart import BarChart, ChartBar
from cv183_reports.template.word import load_template
from tests.conftest import REPOSITORY
from tests.word_templates import CONTEXT, template_file

SHIPPED = (REPOSITORY / "templates" / "docx" / "tom-tat.docx").read_bytes()
PART, BODY = "word/charts/chart1.xml", "word/document.xml"
C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
A = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
CHART = BarChart(
    (
        ChartBar("Sở A & B", Decimal("83.25"), "25/30 (83,3%)"),
        ChartBar("Cấp ủy <cấp xã>", Decimal(100), "04/04 (100%)"),
    ),
    'Tỷ lệ "hoàn thành" <theo nhóm> & đơn vị',
)
KIND = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
ARROW = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The package with that part rewritten, which it must be."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                fresh = change(text.decode()).encode()
                assert fresh != text
                text = fresh
            target.writestr(name, text)
    return stream.getvalue()


def part_of(data: bytes, part: str) -> str:
    with ZipFile(BytesIO(data)) as package:
        return package.read(part).decode()


def with_chart(*paragraphs: str) -> bytes:
    """A template of these paragraphs, then the drawing of the shipped one and its chart."""
    plain = template_file(*paragraphs)
    drawing = re.search(
        r"<w:p>(?:(?!</w:p>).)*<w:drawing>.*?</w:p>", part_of(SHIPPED, BODY), re.DOTALL
    )
    assert drawing is not None
    stream = BytesIO()
    with ZipFile(BytesIO(plain)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name).decode("utf-8", "surrogateescape")
            if name == BODY:
                own = drawing[0].replace('w:val="TTBảngsố"', 'w:val="Normal"')
                wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
                own = own.replace("<wp:inline ", f'<wp:inline xmlns:wp="{wp}" ')
                at = max(text.rfind("<w:sectPr"), 0)
                text = text[:at] + own + text[at:]
            elif name == "word/_rels/document.xml.rels":
                arrow = f'<Relationship Id="rId13" Type="{ARROW}" Target="charts/chart1.xml"/>'
                assert '"rId13"' not in text
                text = text.replace("</Relationships>", f"{arrow}</Relationships>")
            elif name == "[Content_Types].xml":
                own = f'<Override PartName="/{PART}" ContentType="{KIND}"/>'
                text = text.replace("</Types>", f"{own}</Types>")
            target.writestr(name, text.encode("utf-8", "surrogateescape"))
        target.writestr(PART, part_of(SHIPPED, PART))
    return stream.getvalue()


def rendered(data: bytes, **context: object) -> bytes:
    template, found = load_template(data, "mẫu.docx")
    assert template is not None, found
    made, faults = template.render({**CONTEXT, "completion": CHART, **context})
    assert made is not None, faults
    return made


def faults_of(data: bytes, **context: object) -> list[tuple[str, str]]:
    template, found = load_template(data, "mẫu.docx")
    if template is not None:
        made, found = template.render({**CONTEXT, "completion": CHART, **context})
        assert (made is None) == bool(found)
    return [(each.code, each.message) for each in found]


@pytest.fixture(scope="module")
def template() -> bytes:
    return with_chart("{{ ten }}")


def test_a_chart_draws_what_the_context_says_and_nothing_else(template: bytes) -> None:
    chart = etree.fromstring(part_of(rendered(template), PART).encode())
    names = chart.findall(".//c:cat/c:strLit/c:pt/c:v", C)
    lengths = chart.findall(".//c:val/c:numLit/c:pt/c:v", C)
    labels = chart.findall(".//c:dLbls/c:dLbl", C)
    assert [name.text for name in names] == ["Sở A & B", "Cấp ủy <cấp xã>"]
    assert [length.text for length in lengths] == ["83.25", "100"]
    assert ["".join(label.itertext()) for label in labels] == ["25/30 (83,3%)", "04/04 (100%)"]
    counts = [each.get("val") for each in chart.findall(".//c:ptCount", C)]
    assert counts == ["2", "2"]
    fonts = {each.get("typeface") for each in chart.findall(".//c:dLbl//a:latin", C | A)}
    assert fonts == {"Times New Roman"}


def test_its_alternative_text_is_the_context_s(template: bytes) -> None:
    document = Document(BytesIO(rendered(template)))
    (drawn,) = document.element.xpath(".//wp:docPr")
    assert (drawn.get("name"), drawn.get("descr")) == ("completion", CHART.description)


def test_the_looks_are_the_template_s(template: bytes) -> None:
    red = changed(template, PART, lambda text: text.replace("595959", "C00000"))
    assert "C00000" in part_of(rendered(red), PART)


def test_a_second_drawing_of_the_same_month_has_the_same_bytes(template: bytes) -> None:
    loaded, _ = load_template(template, "mẫu.docx")
    assert loaded is not None
    context = {**CONTEXT, "completion": CHART}
    first = loaded.render(context)
    other = loaded.render({**context, "completion": BarChart(CHART.bars[:1], "khác")})
    assert first[0] != other[0]
    assert loaded.render(context) == first == load_template(template, "")[0].render(context)  # type: ignore[union-attr]


def test_nothing_to_draw_leaves_nothing_of_the_template(template: bytes) -> None:
    chart = part_of(rendered(template, completion=BarChart((), "")), PART)
    assert re.findall(r"<c:v>.*?</c:v>|<c:dLbl>", chart) == []


def test_a_workbook_behind_the_chart_is_let_go(template: bytes) -> None:
    workbook = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    kept = changed(
        template, PART, lambda text: text.replace("</c:chartSpace>", f"{workbook}</c:chartSpace>")
    )
    assert "externalData" not in part_of(rendered(kept), PART)


def test_cells_that_the_chart_refers_to_become_its_own_words(template: bytes) -> None:
    def referring(text: str) -> str:
        cells = "<c:strRef><c:f>Sheet1!$A$2</c:f><c:strCache><c:ptCount val='1'/></c:strCache></c:strRef>"
        return re.sub(r"<c:strLit>.*?</c:strLit>", cells, text)

    chart = part_of(rendered(changed(template, PART, referring)), PART)
    assert "Sheet1" not in chart
    assert "Sở A &amp; B" in chart


SERIES = re.compile(r"<c:ser>.*</c:ser>", re.DOTALL)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: SERIES.sub(lambda found: found[0] * 2, text),
        lambda text: SERIES.sub("", text),
        lambda text: text.replace("barChart", "lineChart"),
        lambda text: re.sub(r"<c:dLbls>.*</c:dLbls>", "", text, flags=re.DOTALL),
        lambda text: text.replace("</c:chart>", "", 1),
    ],
    ids=["two series", "no series", "lines", "no labels", "broken"],
)
def test_a_chart_of_another_kind_is_told_with_its_name(
    template: bytes, change: Callable[[str], str]
) -> None:
    found = faults_of(changed(template, PART, change))
    assert [code for code, _ in found] in (["TPL041"], ["TPL001"])
    assert found[0][0] == "TPL001" or "«completion»" in found[0][1]


@pytest.mark.parametrize("value", ["chữ", None, 3])
def test_a_chart_without_numbers_of_its_own_is_never_printed(
    template: bytes, value: object
) -> None:
    ((code, message),) = faults_of(template, completion=value)
    assert (code, "«completion»" in message) == ("TPL042", True)


def test_a_misspelt_name_is_told_with_the_nearest(template: bytes) -> None:
    named = changed(template, BODY, lambda text: text.replace('"completion"', '"completoin"'))
    template_, _ = load_template(named, "mẫu.docx")
    assert template_ is not None
    made, (fault,) = template_.render({**CONTEXT, "completion": CHART})
    assert made is None
    assert fault.code == "TPL042"
    assert "completion" in f"{fault.message} {fault.remedy}"


def test_what_xml_cannot_hold_is_a_finding(template: bytes) -> None:
    bad = BarChart((ChartBar("Sở\x07 A", Decimal(1), "1"),), "")
    ((code, message),) = faults_of(template, completion=bad)
    assert (code, "«Sở\N{REPLACEMENT CHARACTER} A»" in message) == ("TPL043", True)


def test_a_chart_is_no_text() -> None:
    assert [code for code, _ in faults_of(with_chart("{{ completion }}"))] == ["TPL032"]
