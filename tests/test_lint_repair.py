"""The repaired copy: what is repaired and what is left, that looks leave the text alone, and that twice is once."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.lint.repair import RepairedCopy, repair
from cv183_reports.lint.rules import HD05, HD36
from cv183_reports.vietnamese.legacy import TCVN3_LETTERS
from cv183_reports.vietnamese.text_width import text_width_mm
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import DocumentFacts, ParagraphFacts
from tests import word_others
from tests.laid_out import LaidOut, laid_out_once
from tests.lint_documents import Blocks, built, changed, draw
from tests.lint_papers import LONG, department_letter, school_plan, ward_decision
from tests.lint_papers_others import SOUND, chapters, party_letter, party_plan, tabbed
from tests.test_validity import faults as invalid
from tests.word_correct import saved, word
from tests.word_facts import STRICT, TRANSITIONAL
from tests.word_facts import facts as read

MAIN = "word/document.xml"
TRACKED = "FMT009"


@cache
def judged(data: bytes) -> tuple[DocumentFacts, Verdict]:
    found, findings = read_facts(data, "văn bản.docx")
    assert found is not None
    assert not findings
    return found, judge(found)


@cache
def repaired(data: bytes) -> RepairedCopy:
    return repair(data, *judged(data))


def left(copy: RepairedCopy) -> str:
    return " ".join(sorted(fault.finding.code for fault in copy.verdict.faults))


def texts(facts: DocumentFacts) -> list[str]:
    """Of the body and of its boxes."""
    boxes = [p for box in facts.text_boxes for p in box.blocks if isinstance(p, ParagraphFacts)]
    return [each.own_text for each in (*facts.paragraphs, *boxes) if each.part == MAIN]


@pytest.mark.parametrize("name", [*SOUND])
def test_a_sound_document_is_copied_as_it_is(name: str) -> None:
    data = saved(built(SOUND[name]))
    errors = [each for each in repaired(data).done if each.finding.severity.name != "NOTE"]
    assert errors == []


def test_the_same_document_gives_the_same_copy() -> None:
    data = word_others.habit()
    found = read(data)
    assert repair(data, found, judge(found)).data == repair(data, found, judge(found)).data


LETTERS: tuple[tuple[str, str, str, str], ...] = (
    ("hd36", "title", "ĐẢNG CÔNG SẢN VIỆT NAN", "ĐẢNG CỘNG SẢN VIỆT NAM"),
    ("nd30", "nation", "CỘNG HÒA XÃ HỘI CHỦ NGHỈA VIỆTNAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("nd30", "motto", "Độc lập Tự do – Hạnh phút", "Độc lập - Tự do - Hạnh phúc"),
    ("hd36", "label", "NƠI NHẬN:", "Nơi nhận:"),
    ("hd36", "name", "BÁO CAO", "BÁO CÁO"),
    ("hd36", "star", "***", "*"),
    ("hd36", "dashes", "---", "-----"),
    ("hd36", "number", "Số: 5 - BC/BTCTU", "Số 05-BC/BTCTU"),
    ("hd36", "number", "Số: 12/BC-BTCTU", "Số 12-BC/BTCTU"),
    ("nd30", "number", "Số 12-BC/SNV", "Số: 12/BC-SNV"),
    ("nd30", "number", "Số 12 / BC – SNV", "Số: 12/BC-SNV"),
    (
        "hd36",
        "dateline",
        "Hải Phòng, ngày 5 tháng 09 năm 2025",
        "Hải Phòng, ngày 05 tháng 9 năm 2025",
    ),
    (
        "hd36",
        "dateline",
        "Hải Phòng,  ngày 05 tháng 9 năm 2025",
        "Hải Phòng, ngày 05 tháng 9 năm 2025",
    ),
    (
        "hd36",
        "dateline",
        "TP Hải Phòng, ngày 05 tháng 9 năm 2025",
        "Hải Phòng, ngày 05 tháng 9 năm 2025",
    ),
    ("hd05-letter", "subject", "V/v: gửi báo cáo", "về việc gửi báo cáo"),
    ("nd30-letter", "subject", "Về việc gửi báo cáo", "V/v gửi báo cáo"),
    ("hd36", "abstract", "Kết quả thực hiện nhiệm vụ", "kết quả thực hiện nhiệm vụ"),
    ("hd05-letter", "addressee", "Kính gữi: Các đảng ủy;", "Kính gửi: Các đảng ủy;"),
    ("hd05-letter", "addressee", "Kính gửi Các đảng ủy;", "Kính gửi: Các đảng ủy;"),
    ("hd05-letter", "addressee", "Kính gửi : Các đảng ủy;", "Kính gửi: Các đảng ủy;"),
    ("hd05", "basis_1", "Căn cứ Quy chế làm việc,", "- Căn cứ Quy chế làm việc;"),
    ("hd36", "heading_ii", "II. Nhiệm vụ", "II- Nhiệm vụ"),
    ("hd36", "last", "Trên đây là báo cáo ./.", "Trên đây là báo cáo."),
    ("hd36", "last", "Trên đây là báo cáo;", "Trên đây là báo cáo."),
    ("hd36", "authority", "KT. TRƯỞNG BAN", "K/T TRƯỞNG BAN"),
    ("nd30", "authority", "K/T GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
    ("hd36", "signatory", "PGS.TS. Nguyễn Văn An", "Nguyễn Văn An"),
    ("hd36", "signatory", "NGUYỄN VĂN AN", "Nguyễn Văn An"),
    ("hd36", "recipient_1", "Thường trực Thành ủy;", "- Thường trực Thành ủy,"),
    ("hd36", "kept", "- Lưu: Ban Tổ chức", "- Lưu Ban Tổ chức."),
    ("nd30", "kept", "- Lưu VT, TH", "- Lưu: VT, TH."),
    ("hd36", "body_4", "Ðảng bộ đã chỉ đạo. " * 3, "Đảng bộ đã chỉ đạo. " * 3),
    ("hd36", "body_4", "Đảng bộ đa\u0303 chi\u0309 đạo.", "Đảng bộ đã chỉ đạo."),
    ("hd36", "body_4", "C«ng t¸c x©y dùng §¶ng", "Công tác xây dựng Đảng"),
    ("hd36", "body_4", "\uf0b7 Công tác xây dựng", "- Công tác xây dựng"),
    ("hd36", "body_4", "CÃ´ng tÃ¡c xÃ¢y dá»±ng", "Công tác xây dựng"),
)


@pytest.mark.parametrize(("kind", "piece", "wrong", "right"), LETTERS, ids=[x[2] for x in LETTERS])
def test_letters_are_repaired_as_tracked_changes(
    kind: str, piece: str, wrong: str, right: str
) -> None:
    data = word(kind, **{piece: {"text": wrong}})
    copy = repaired(data)
    shown = texts(read(copy.data))
    assert right in shown
    assert TRACKED in left(copy)
    assert wrong in _refused(copy.data)
    assert right in _accepted(copy.data)


def _accepted(data: bytes) -> list[str]:
    return [_said(p, "w:t", "w:ins") for p in _paragraphs(data)]


def _refused(data: bytes) -> list[str]:
    return [_said(p, "w:delText", "w:del") for p in _paragraphs(data)]


def _paragraphs(data: bytes) -> list[etree._Element]:
    return list(docx.Document(io.BytesIO(data)).element.iter(qn("w:p")))


def _said(paragraph: etree._Element, name: str, change: str) -> str:
    """What stands in it outside all changes, and inside those of one kind."""
    found = []
    for text in paragraph.iter(qn("w:t"), qn("w:delText")):
        within = {each.tag for each in text.iterancestors(qn("w:ins"), qn("w:del"))}
        if within <= {qn(change)} and (not within or text.tag == qn(name)):
            found.append(text.text or "")
    return "".join(found)


def test_tracked_changes_tell_who_and_no_time() -> None:
    copy = repaired(word("hd36", title={"text": "ĐẢNG CỘNG SẢN VIỆT NAN"}))
    changes = [
        each
        for paragraph in _paragraphs(copy.data)
        for each in paragraph.iter(qn("w:ins"), qn("w:del"))
    ]
    assert [each.get(qn("w:author")) for each in changes] == ["cv183-report"] * 2
    assert [each.get(qn("w:date")) for each in changes] == [None, None]
    assert len({each.get(qn("w:id")) for each in changes}) == 2
    (inserted,) = (each for each in changes if each.tag == qn("w:ins"))
    (taken,) = (each for each in changes if each.tag == qn("w:del"))
    looks = [etree.tostring(each.find(f"{qn('w:r')}/{qn('w:rPr')}")) for each in (inserted, taken)]
    assert looks[0] == looks[1]


# A look never spreads.


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"size": 13}},
        {"heading_i": {"bold": False}},
        {"label": {"bold": True}},
        {"body_1": {"size": 13}},
    ],
    ids=str,
)
def test_a_look_is_set_where_it_is_wrong_and_nowhere_else(change: dict[str, object]) -> None:
    before = word("hd36", **change)
    (fault,) = judge(read(before)).faults
    after = repaired(before).data
    pairs = zip(_paragraphs(before), _paragraphs(after), strict=True)
    touched = {rank for rank, pair in enumerate(pairs) if _differ(*pair)}
    assert touched == {index for _, index in fault.paragraphs}
    with ZipFile(io.BytesIO(before)) as old, ZipFile(io.BytesIO(after)) as new:
        assert {n for n in old.namelist() if old.read(n) != new.read(n)} == {MAIN}


def _differ(one: etree._Element, other: etree._Element) -> bool:
    return etree.tostring(one) != etree.tostring(other)


def test_a_heading_in_the_style_of_the_body_leaves_the_body_alone() -> None:
    document = built(chapters())
    for paragraph in document.paragraphs:
        paragraph.style = document.styles["Body Text"]
    document.styles["Body Text"].font.bold = None
    heading = next(each for each in document.paragraphs if each.text.startswith("Phần II"))
    heading.runs[0].bold = False
    copy = repaired(saved(document))
    assert "FMT031" in {each.finding.code for each in copy.done}
    after = docx.Document(io.BytesIO(copy.data))
    assert after.styles["Body Text"].font.bold is None
    bold = [each.text for each in after.paragraphs if any(run.bold for run in each.runs)]
    before = [each.text for each in document.paragraphs if any(run.bold for run in each.runs)]
    assert set(bold) == {*before, heading.text}


def test_only_the_wrong_letters_of_a_line_are_touched() -> None:
    document = built(school_plan())
    name = next(each for each in document.paragraphs if each.text == "KẾ HOẠCH")
    (run,) = name.runs
    run.text = "KẾ "
    small = name.add_run("HOẠCH")
    small.bold, small.font.size, small.font.name = True, Pt(11), "Times New Roman"
    first = etree.tostring(run._r)
    after = docx.Document(io.BytesIO(repaired(saved(document)).data))
    runs = next(each for each in after.paragraphs if each.text == "KẾ HOẠCH").runs
    assert etree.tostring(runs[0]._r) == first
    assert runs[1].font.size == Pt(13)


# Where repairing would do harm, the finding stays.


def _body(document: Document) -> docx.text.paragraph.Paragraph:
    return next(each for each in document.paragraphs if each.text == LONG)


def _white(document: Document) -> None:
    run = _body(document).add_run(" Chữ trắng.")
    run.font.size, run.font.color.rgb = Pt(14), RGBColor(255, 255, 255)


def _symbol(document: Document) -> None:
    run = _body(document).add_run("ü")
    run.font.size, run.font.name = Pt(14), "Wingdings"


def _broken_lines(document: Document) -> None:
    paragraph = _body(document)
    paragraph.alignment = 0
    paragraph.add_run().add_break()


def _large_paper(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(420)


def _number_in_a_box(document: Document) -> None:
    section = document.sections[0]
    paragraph = section.header.paragraphs[0]._p
    field = parse_xml(
        f'<w:p {nsdecls("w")}><w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p>'
    )
    for child in list(paragraph):
        paragraph.remove(child)
    box = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:rect style="width:20pt;height:20pt">'
        "<v:textbox><w:txbxContent/></v:textbox></v:rect></w:pict></w:r>"
    )
    next(box.iter(qn("w:txbxContent"))).append(field)
    paragraph.append(box)


def _field(document: Document) -> None:
    name = next(each for each in document.paragraphs if each.text == "Phần II")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " REF ten ")
    name._p.append(field)
    field.append(name.runs[0]._r)
    _body(document).add_run(" …………")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_white, "FMT008"),
        (_symbol, "FMT007"),
        (_broken_lines, "FMT052"),
        (_large_paper, "FMT001"),
        (_number_in_a_box, "FMT003"),
        (_field, "FMT164"),
    ],
)
def test_what_would_do_harm_is_left(change: Callable[[Document], None], expected: str) -> None:
    document = built(chapters())
    change(document)
    data = saved(document)
    copy = repaired(data)
    assert expected in left(copy)
    assert texts(read(copy.data)) == texts(read(data))


def test_letters_of_a_field_are_left() -> None:
    document = built(school_plan())
    motto = next(each for each in document.element.iter(qn("w:p")) if "Độc lập" in _text(each))
    (run,) = motto.iter(qn("w:r"))
    run.find(qn("w:t")).text = "Độc lập - Tự do - Hạnh phút"
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " DOCPROPERTY tieu_ngu ")
    motto.append(field)
    field.append(run)
    data = saved(document)
    copy = repaired(data)
    assert left(copy) == "FMT111"
    assert copy.data is data


def _text(paragraph: etree._Element) -> str:
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))


# Pages.


def _edges(data: bytes) -> tuple[str, str]:
    """What the header of the first page and that of the others say."""
    page = read(data).sections[0]
    return tuple(  # type: ignore[return-value]
        "".join(
            run.field or run.text for p in blocks if isinstance(p, ParagraphFacts) for run in p.runs
        )
        for blocks in (page.headers.first, page.headers.default)
    )


@pytest.mark.parametrize(
    "page",
    [
        {"number": ""},
        {"footer": True},
        {"different_first": False},
        {"number": "right", "number_size": 11},
        {"footer": True, "different_first": False, "format": "upperRoman", "header": 20},
    ],
    ids=str,
)
def test_the_page_number_comes_where_it_belongs(page: dict[str, object]) -> None:
    copy = repaired(word("hd36", page=page))
    assert left(copy) == ""
    assert _edges(copy.data) == ("", "PAGE")


def test_words_beside_the_page_number_go_as_a_tracked_change() -> None:
    document = built(chapters())
    paragraph = document.sections[0].header.paragraphs[0]
    run = paragraph.add_run("Trang ")
    run.font.size, run.font.name = Pt(14), "Times New Roman"
    paragraph._p.insert(1, run._r)
    copy = repaired(saved(document))
    assert left(copy) == TRACKED
    assert _edges(copy.data) == ("", "PAGE")
    names = [n for n in ZipFile(io.BytesIO(copy.data)).namelist() if "header" in n]
    parts = [ZipFile(io.BytesIO(copy.data)).read(name).decode() for name in names]
    assert sum(">Trang </w:delText>" in part for part in parts) == 1


def test_a_table_that_fitted_its_page_fits_the_narrower_one() -> None:
    document = built(chapters())
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(10)
    table = document.add_table(1, 2)
    table.autofit = False
    for column in table.columns:
        column.width = Mm(95)
    for cell in table.rows[0].cells:
        cell.width = Mm(95)
    copy = repaired(saved(document))
    page = read(copy.data).sections[0]
    room = page.width - page.margins.left - page.margins.right
    last = list(read(copy.data).tables)[-1]
    assert sum(last.columns) == pytest.approx(room, abs=0.1)
    assert sum(cell.width for cell in last.rows[0].cells) == pytest.approx(room, abs=0.1)


def test_a_head_whose_letters_grew_is_given_room() -> None:
    blocks = changed(changed(school_plan(), "CỘNG", size=10), "VÕ THỊ SÁU", border=None)
    document = built(blocks)
    for row in document.tables[0].rows:
        for cell, width in zip(row.cells, (95, 70), strict=True):
            cell.width = Mm(width)
    for column, width in zip(document.tables[0].columns, (95, 70), strict=True):
        column.width = Mm(width)
    table = next(read(repaired(saved(document)).data).tables)
    (left_side, right_side) = table.rows[0].cells
    nation = right_side.blocks[0]
    assert isinstance(nation, ParagraphFacts)
    assert nation.runs[0].size == 12
    assert text_width_mm(nation.own_text, 12, bold=True) < nation.room
    assert left_side.width + right_side.width == pytest.approx(165, abs=0.1)


# Rules that are drawn.


def test_a_missing_rule_is_drawn_once_as_long_as_the_words() -> None:
    copy = repaired(word("hd36", title={"underline": False}))
    (line,) = read(copy.data).lines
    assert line.length == pytest.approx(73, abs=3)
    assert left(copy) == ""
    assert b"cv183-report" in ZipFile(io.BytesIO(copy.data)).read(MAIN)


@pytest.mark.parametrize(("begins", "ends"), [(100, 110), (60, 150)])
def test_a_drawn_rule_is_stretched_about_its_middle(begins: float, ends: float) -> None:
    blocks = changed(school_plan(), "Độc lập", underline=False)
    document = built(blocks)
    motto = next(
        p
        for cell in document.tables[0]._cells
        for p in cell.paragraphs
        if p.text.startswith("Độc lập")
    )
    draw(motto, (begins, ends))
    copy = repaired(saved(document))
    assert left(copy) == ""
    (line,) = read(copy.data).lines
    assert line.length == pytest.approx(60, abs=1)
    drawn = next(
        docx.Document(io.BytesIO(copy.data)).element.iter("{urn:schemas-microsoft-com:vml}line")
    )
    ends_in_mm = [float(drawn.get(name).split("pt")[0]) * 25.4 / 72 for name in ("from", "to")]
    assert sum(ends_in_mm) / 2 == pytest.approx((begins + ends) / 2, abs=0.1)


# Documents of others.

OTHERS = {
    "boxes": word_others.boxes,
    "tabs": word_others.tabs,
    "habit": word_others.habit,
    "plain": word_others.plain,
    "decomposed": word_others.decomposed,
    "tabbed head": lambda: saved(built(tabbed())),
    "letter": lambda: saved(built(changed(party_letter(), "Nơi nhận", text="NƠI NHẬN:"))),
    "decision": lambda: saved(built(changed(ward_decision(), "Điều 2", lead=""))),
    "plan": lambda: saved(built(changed(party_plan(), LONG, font="Arial", size=12))),
}


@pytest.mark.parametrize("name", OTHERS)
def test_documents_of_others_are_better_and_as_valid(name: str, tmp_path: Path) -> None:
    data = OTHERS[name]()
    copy = repaired(data)
    before = {fault.finding.code for fault in judge(read(data)).faults}
    after = set(left(copy).split()) - {TRACKED}
    assert after <= before
    assert not {each.finding.code for each in copy.done} & after & {"FMT007", "FMT020", "FMT050"}
    assert invalid(tmp_path, copy.data) == invalid(tmp_path, data)
    assert repaired(copy.data).data == copy.data


WRONG: dict[str, object] = {
    "page": {"number": "", "left": 20, "width": 216, "height": 279},
    "title": {"text": "ĐẢNG CỘNG SẢN VIỆT NAN", "size": 12, "underline": False},
    "issuer": {"underline": True},
    "star": {"text": "***"},
    "name": {"align": "left"},
    "body_1": {
        "align": "left",
        "indent": 0,
        "line": 1.5,
        "rule": "multiple",
        "font": "Arial",
        "color": "0000FF",
    },
    "label": {"text": "Nơi nhân", "underline": False},
    "signatory": {"text": "TS. NGUYỄN VĂN AN"},
}
"""Something of each kind, in one document."""


def test_a_copy_with_everything_wrong_is_valid(tmp_path: Path) -> None:
    data = word("hd36", **WRONG)
    copy = repaired(data)
    assert left(copy) == TRACKED
    assert invalid(tmp_path, copy.data) == invalid(tmp_path, data)


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LaidOut]:
    def copies() -> dict[str, bytes]:
        found = {name: repaired(make()).data for name, make in OTHERS.items()}
        return {**found, "all wrong": repaired(word("hd36", **WRONG)).data}  # type: ignore[arg-type]

    return laid_out_once(copies, "repaired copies", tmp_path_factory)


def test_libreoffice_opens_every_copy(laid_out: dict[str, LaidOut]) -> None:
    assert all(each.pages for each in laid_out.values())
    pages = laid_out["all wrong"].pages
    assert pages[0].row("ĐẢNG CỘNG SẢN VIỆT") is not None
    assert [page.rows[0].text for page in pages[1:2]] == ["2"]
    assert not pages[0].rows[0].text.isdecimal()
    assert {(round(page.width), round(page.height)) for page in pages} == {(210, 297)}


def test_a_strict_document_stays_strict() -> None:
    data = word("hd36", page={"number": ""}, title={"text": "ĐẢNG CỘNG SẢN VIỆT NAN"})
    for old, new in (
        (f"{TRANSITIONAL}/wordprocessingml/2006/main", f"{STRICT}/wordprocessingml/main"),
        (
            f"{TRANSITIONAL}/officeDocument/2006/relationships",
            f"{STRICT}/officeDocument/relationships",
        ),
    ):
        data = _rewritten(data, old, new)
    copy = repaired(data)
    assert left(copy) == TRACKED
    with ZipFile(io.BytesIO(copy.data)) as package:
        for name in package.namelist():
            assert f"{TRANSITIONAL}/wordprocessingml/2006/main".encode() not in package.read(name)
        arrows = package.read("word/_rels/document.xml.rels").decode()
    assert f'"{STRICT}/officeDocument/relationships/header"' in arrows


def _rewritten(data: bytes, old: str, new: str) -> bytes:
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old.encode(), new.encode()))
    return stream.getvalue()


def test_values_come_from_the_rules_that_judged() -> None:
    line = {"line": 40, "rule": "exact"}
    assert left(repaired(word("hd36", body_1=line))) == ""
    copy = repaired(word("hd05", body_1=line))
    spacing = {p.line.value for p in read(copy.data).paragraphs if p.own_text.startswith("Cấp ủy")}
    assert all(HD05.text.lines.holds(value) for value in spacing)
    assert HD36.text.lines.holds(40)


def _in_old_font(document: Document) -> Document:
    """The same in TCVN3: small letters in ``.VnTime``, capitals as small ones in ``.VnTimeH``."""
    old = {letter: byte for byte, letter in TCVN3_LETTERS.items()}
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    pieces = [each for block in (document, *cells) for each in block.paragraphs]
    for run in (run for piece in pieces for run in piece.runs):
        capitals = run.text.isupper() and not run.text.isascii()
        letters = run.text.lower() if capitals else run.text
        run.text = "".join(old.get(letter, letter) for letter in letters)
        run.font.name = ".VnTimeH" if capitals else ".VnTime"
    return document


@pytest.mark.parametrize("make", [school_plan, ward_decision, department_letter])
def test_a_paper_in_an_old_font_is_repaired_by_the_rules_of_whose_it_is(
    make: Callable[[], Blocks],
) -> None:
    """What its letters hide, the head, says that it is a state paper: it gets no number as the Party writes it."""
    copy = repaired(saved(_in_old_font(built(make()))))
    assert left(copy) == TRACKED
    assert repaired(copy.data).data == copy.data
