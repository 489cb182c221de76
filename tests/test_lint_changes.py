"""One thing changed in a sound document is told by its own finding, and by no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from msgspec import structs

from cv183_reports.lint.judge import judge
from cv183_reports.word.document import read_facts
from tests.lint_documents import Blocks, Row, built, changed, paged, without
from tests.lint_papers import (
    DAY,
    LONG,
    commune_decision,
    council_resolution,
    department_letter,
    end,
    head,
    hospital_report,
    ministry_letter,
    named,
    police_report,
    proposal,
    school_plan,
    text,
    ward_decision,
)
from tests.lint_papers_others import (
    cell_resolution,
    chapters,
    on_behalf,
    party_letter,
    party_plan,
    tabbed,
)
from tests.word_correct import saved
from tests.word_pieces import Page, Piece


def invitation_by_order() -> Blocks:
    """Signed by the deputy of one who signs by order."""
    return (
        *proposal()[:-1],
        end(("- Như trên;",), "TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    )


def in_words() -> Blocks:
    """Parts called «thứ nhất», «thứ hai», «thứ ba»."""
    words = {"Phần I": "Phần thứ nhất", "Phần II": "Phần thứ hai", "Phần III": "Phần thứ ba"}
    return tuple(
        structs.replace(each, text=words.get(each.text, each.text))
        if isinstance(each, Piece)
        else each
        for each in chapters()
    )


Change = tuple[Callable[[], Blocks], str, dict[str, object], str]


def codes(document: Document) -> str:
    facts, findings = read_facts(saved(document), "van-ban.docx")
    assert facts is not None
    assert not findings
    return " ".join(sorted(fault.finding.code for fault in judge(facts).faults))


OPENER = (
    "Thực hiện Công văn số 12/UBND-VX ngày 05/9/2025 của Ủy ban nhân dân phường An Lộc, "
    "nhà trường báo cáo kết quả thực hiện nhiệm vụ năm học như sau:"
)


ATTACHED = "(Kèm theo Quyết định số {} ngày {} tháng 9 năm 2025 của Chủ tịch phường)"


OF_PLAN = "(Kèm theo Kế hoạch số 210/BC-BVĐKT ngày 05 tháng 9 năm 2025"


CHANGES: tuple[Change, ...] = (
    (school_plan, LONG, {"bold": True}, "FMT130"),
    (school_plan, LONG, {"italic": True}, "FMT130"),
    (school_plan, LONG, {"underline": True}, "FMT130"),
    (party_letter, LONG, {"italic": True}, "FMT130"),
    (school_plan, LONG, {"text": f"- {LONG[:-1]} như sau:", "bold": True}, "FMT130"),
    (school_plan, LONG, {"text": OPENER, "bold": True}, "FMT130"),
    (school_plan, LONG, {"text": OPENER, "italic": True}, "FMT130"),
    (school_plan, LONG, {"text": OPENER.partition(", ")[2], "bold": True}, ""),
    (school_plan, LONG, {"text": f"1. {LONG}", "bold": True}, ""),
    (ward_decision, "ỦY BAN NHÂN DÂN PHƯỜNG", {"text": "ỦY BAN NHÂN DÂN PHƯỜNG AN LẠC"}, "FMT148"),
    (ward_decision, "ỦY BAN NHÂN DÂN PHƯỜNG", {"text": "UBND PHƯỜNG AN LỘC"}, ""),
    (ward_decision, "ỦY BAN NHÂN DÂN PHƯỜNG", {"text": "ỦY BAN NHÂN DÂN PHƯỜNG"}, ""),
    (ward_decision, "TM. ỦY BAN", {"text": "TM. HỘI ĐỒNG NHÂN DÂN"}, "FMT148"),
    (ward_decision, "TM. ỦY BAN", {"text": "TM. UBND"}, ""),
    (commune_decision, "CHỦ TỊCH ỦY", {"text": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BÌNH SƠN"}, "FMT148"),
    (commune_decision, "Số: 125", {"text": "Số: 125/QĐ-HĐND"}, "FMT148"),
    (commune_decision, "Số: 125", {"text": "Số: 125/QD-UBND"}, "FMT064"),
    (council_resolution, "Số: 08", {"text": "Số: 08/NQ-UBND"}, "FMT148"),
    (commune_decision, "- Như Điều 3", {"text": "- Như Điều 4;"}, "FMT147"),
    (commune_decision, "- Như Điều 3", {"text": "- Như Điều 2;"}, ""),
    (ward_decision, "QUYẾT ĐỊNH:", {"text": "QUYẾT NGHỊ:"}, "FMT118"),
    (ward_decision, "QUYẾT ĐỊNH:", {"text": "QUYẾT ĐINH:"}, "FMT111"),
    (ward_decision, "QUYẾT ĐỊNH:", {"text": "QUYẾT ĐỊNH"}, ""),
    (council_resolution, "QUYẾT NGHỊ:", {"text": "QUYẾT ĐỊNH:"}, "FMT118"),
    (council_resolution, "QUYẾT NGHỊ:", {"text": "NGHỊ QUYẾT:"}, "FMT118"),
    (council_resolution, "QUYẾT NGHỊ:", {"text": "QUYÉT NGHỊ:"}, "FMT111"),
    (department_letter, "Số: 325", {"text": "Số: 325/CV-STC"}, "FMT117"),
    (ward_decision, "(Kèm theo", {"text": ATTACHED.format("13/QĐ-UBND", "05")}, "FMT083"),
    (ward_decision, "(Kèm theo", {"text": ATTACHED.format("12/QĐ-UBND", "06")}, "FMT083"),
    (ward_decision, "(Kèm theo", {"text": ATTACHED.format("    /QĐ-UBND", "05")}, ""),
    (ward_decision, "(Kèm theo", {"text": "(Ban hành kèm theo Kế hoạch số 1/KH-UBND)"}, ""),
    (department_letter, "Bình Lâm, ngày", {"text": f"Hải phòng, ngày {DAY}"}, "FMT216"),
    (school_plan, LONG, {"text": f"({LONG})", "italic": True}, ""),
    (commune_decision, "ỦY BAN NHÂN DÂN", {"bold": False}, "FMT024"),
    (
        school_plan,
        "An Lộc, ngày",
        {"text": "  An Lộc, ngày 05 tháng 9 năm 2025", "align": "left"},
        "FMT114",
    ),
    (school_plan, "Độc lập", {"text": "Độc lập - Tự do - Hạnh phức"}, "FMT111"),
    (school_plan, "Độc lập", {"text": "Độc lập Tự do Hạnh phúc"}, "FMT111"),
    (school_plan, "Độc lập", {"text": "Độc lập - Tự do Hạnh phúc"}, "FMT111"),
    (school_plan, "Độc lập", {"text": "Độc lập - Tự do - Hạnh phút"}, "FMT111"),
    (school_plan, "Độc lập", {"text": "Độc Lập - Tự Do - Hạnh Phúc"}, "FMT111"),
    (school_plan, "CỘNG", {"text": "CỘNG HÒA XÃ HỘI CHỦ NGHỈA VIỆT NAM"}, "FMT111"),
    (school_plan, "CỘNG", {"text": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆTNAM"}, "FMT111"),
    (cell_resolution, "ĐẢNG CỘNG", {"text": "ĐẢNG CỘNG SẢN VIỆT NAN"}, "FMT111"),
    (cell_resolution, "ĐẢNG CỘNG", {"text": "ĐẢNG CÔNG SẢN VIỆT NAM"}, "FMT111"),
    (school_plan, "KẾ HOẠCH", {"text": "KẾ HOACH"}, "FMT111"),
    (proposal, "TỜ TRÌNH", {"text": "TỜ TRINH"}, "FMT111"),
    (school_plan, "Nơi nhận", {"text": "Nơi nhận"}, "FMT111"),
    (school_plan, "Nơi nhận", {"text": "Nơi nhân:"}, "FMT111"),
    (party_letter, "Nơi nhận", {"text": "NƠI NHẬN:"}, "FMT111"),
    (proposal, "Kính gửi", {"text": "Kính gữi: Chủ tịch Ủy ban nhân dân phường An Lộc"}, "FMT111"),
    (cell_resolution, "*", {"text": "***"}, "FMT112"),
    (proposal, "Kính gửi", {"align": "left"}, "FMT114"),
    (on_behalf, "Kính gửi", {"align": "both", "indent": 12.7}, "FMT114"),
    (school_plan, "An Lộc, ngày", {"align": "left"}, "FMT114"),
    (party_letter, "Bình Lâm, ngày", {"align": "left"}, "FMT114"),
    (school_plan, "HIỆU TRƯỞNG", {"align": "left"}, "FMT114"),
    (school_plan, "Nguyễn Văn An", {"align": "left"}, "FMT114"),
    (school_plan, "Nguyễn Văn An", {"text": "NGUYỄN VĂN AN"}, "FMT140"),
    (party_plan, "Nguyễn Văn An", {"text": "NGUYỄN VĂN AN"}, "FMT140"),
    (party_plan, "Nguyễn Văn An", {"text": "Nguyễn văn An"}, "FMT216"),
    (school_plan, "Nguyễn Văn An", {"text": "H'Yim Kđoh"}, ""),
    (school_plan, "Nguyễn Văn An", {"text": "Y Thanh Hà Niê Kđăm"}, ""),
    (on_behalf, "TUQ. GIÁM ĐỐC", {"text": "TM. GIÁM ĐỐC"}, "FMT141"),
    (police_report, "KT. GIÁM ĐỐC", {"text": "TM. SỞ TÀI CHÍNH"}, "FMT141"),
    (party_letter, "K/T CHÁNH", {"text": "T/M CHÁNH VĂN PHÒNG"}, "FMT063 FMT141"),
    (school_plan, "An Lộc, ngày", {"text": "Bình Sơn, ngày 05 tháng 9 năm 2025"}, "FMT115"),
    (commune_decision, "Bình Lâm, ngày", {"text": "An Lộc, ngày 05 tháng 9 năm 2025"}, "FMT115"),
    (school_plan, "An Lộc, ngày", {"text": "An Lộc, ngày 05  tháng 9 năm 2025"}, "FMT116"),
    (ward_decision, "Điều 2", {"lead": ""}, "FMT131"),
    (chapters, "Phần II", {"align": "both"}, "FMT031"),
    (chapters, "Phần II", {"bold": False}, "FMT031"),
    (school_plan, LONG, {"text": f"{LONG} Kinh phí …… đồng."}, "FMT164"),
    (school_plan, LONG, {"text": f"{LONG} Kinh phí «so_tien» đồng."}, "FMT164"),
    (school_plan, LONG, {"text": f"{LONG} Kinh phí {{{{ so_tien }}}} đồng."}, "FMT010"),
    (tabbed, "TRƯỜNG TIỂU HỌC AN LỘC", {"bold": False}, "FMT024"),
    (ward_decision, "PHƯỜNG AN LỘC", {"size": 14}, "FMT024"),
    (hospital_report, "SỐ LIỆU KHÁM", {"bold": False}, "FMT066"),
    (ministry_letter, "- Lưu", {"text": "- Lưu: VT, TCBC"}, "FMT072"),
    (police_report, "KT. GIÁM ĐỐC", {"text": "K/T GIÁM ĐỐC"}, "FMT060"),
    (proposal, "Nguyễn Văn An", {"text": "ThS. Nguyễn Văn An"}, "FMT061"),
    (ward_decision, "Căn cứ Luật", {"bold": True}, "FMT058"),
    (ward_decision, "Điều 3", {"bold": True}, "FMT130"),
    (ward_decision, "Điều 3", {"italic": True}, "FMT130"),
    (school_plan, LONG, {"text": f"Theo {LONG}", "bold": True}, "FMT130"),
    (school_plan, LONG, {"text": f"Theo {LONG}", "italic": True}, ""),
    (school_plan, "An Lộc, ngày", {"text": "An Lộc ngày 05 tháng 9 năm 2025"}, "FMT042"),
    (school_plan, "Số:", {"text": "Số:       /KH-THAL"}, "FMT166"),
    (school_plan, "An Lộc, ngày", {"text": "An Lộc, ngày      tháng 9 năm 2025"}, "FMT166"),
    (school_plan, "An Lộc, ngày", {"text": "An Lộc, ngày … tháng … năm 2025"}, "FMT166"),
    (party_letter, "Bình Lâm, ngày", {"text": "Bình Lâm, ngày      tháng 9 năm 2025"}, "FMT166"),
    (invitation_by_order, "KT. CHÁNH", {"text": "K/T CHÁNH VĂN PHÒNG"}, "FMT060"),
    (school_plan, "Kiểm tra", {"text": "KIỂM TRA NỘI BỘ NĂM HỌC 2025 - 2026"}, "FMT120"),
    (ministry_letter, "- Ủy ban", {"text": "- Ủy ban nhân dân các tỉnh, thành phố,"}, "FMT156"),
    (ministry_letter, "- Các đơn vị", {"text": "- Các đơn vị thuộc Bộ;"}, "FMT156"),
    (ministry_letter, "- Các đơn vị", {"text": "- Các đơn vị thuộc Bộ"}, ""),
    (ward_decision, "- Như Điều", {"text": "- Như trên;"}, "FMT157"),
    (police_report, "KT. GIÁM ĐỐC", {"text": "PHÓ GIÁM ĐỐC"}, "FMT155"),
    (cell_resolution, "T/M CHI BỘ", {"text": "T. M CHI BỘ"}, "FMT060"),
    (hospital_report, "(Kèm theo", {"text": OF_PLAN}, "FMT083"),
    (school_plan, "Số: 45", {"text": "Số: 45/THVTS-KH"}, "FMT064"),
    (school_plan, "Số: 45", {"text": "Số: 45/KHLT-THVTS"}, ""),
    (school_plan, LONG, {"text": f"{LONG} Kinh phí ??? đồng."}, "FMT164"),
    (school_plan, LONG, {"text": f"{LONG} Theo mẫu xxx."}, "FMT164"),
    (school_plan, LONG, {"text": f"{LONG} Đại hội lần thứ XXX."}, ""),
    (school_plan, LONG, {"text": f"{LONG[:-1]}. các đơn vị báo cáo."}, "FMT216"),
    (school_plan, "II. TỔ CHỨC", {"text": "II. TỔ CHỨC THƯC HIỆN"}, "FMT210"),
    (chapters, "Phần III", {"text": "Phần IV"}, "FMT132"),
    (in_words, "Phần thứ hai", {"text": "Phần thứ ba"}, "FMT132"),
    (in_words, "Phần thứ ba", {"text": "PHẦN THỨ BA"}, ""),
    (party_letter, "Bình Lâm, ngày", {"text": "Bình Lâm, ngày 31 tháng 6 năm 2025"}, "FMT042"),
)


@pytest.mark.parametrize(
    ("make", "opening", "look", "expected"),
    CHANGES,
    ids=[f"{make.__name__} {opening[:12]} {look}"[:60] for make, opening, look, _ in CHANGES],
)
def test_a_change_is_told(
    make: Callable[[], Blocks], opening: str, look: dict[str, object], expected: str
) -> None:
    assert codes(built(changed(make(), opening, **look))) == expected


def test_a_draft_without_number_and_day_is_whole() -> None:
    blank = changed(school_plan(), "Số:", text="Số:       /KH-THAL")
    assert (
        codes(built(changed(blank, "An Lộc, ngày", text="An Lộc, ngày      tháng 9 năm 2025")))
        == ""
    )


def test_a_quotation_of_paragraphs_may_be_slanted() -> None:
    blocks = changed(chapters(), LONG, text=f"1. {LONG}", italic=True)
    rank = next(i for i, each in enumerate(blocks) if getattr(each, "text", "") == f"1. {LONG}")
    quotation = changed(blocks[rank : rank + 1], "1. ", text=f"Do đó, {LONG}")
    assert codes(built((*blocks[: rank + 1], *quotation, *blocks[rank + 1 :]))) == ""


def test_names_upside_down_are_told() -> None:
    blocks = changed(proposal(), "UBND PHƯỜNG", text="X")
    blocks = changed(blocks, "PHÒNG VĂN HÓA", text="UBND PHƯỜNG AN LỘC", bold=False)
    blocks = changed(blocks, "X", text="PHÒNG VĂN HÓA - XÃ HỘI", bold=True)
    assert "FMT113" in codes(built(blocks))
    assert "FMT023" not in codes(built(blocks))


def test_a_signature_on_the_left_is_told() -> None:
    *before, ending = proposal()
    assert isinstance(ending, Row)
    swapped = structs.replace(ending, left=ending.right, right=ending.left)
    assert codes(built((*before, swapped))) == "FMT142"


def test_what_is_left_out_is_told() -> None:
    assert codes(built(without(school_plan(), "KẾ HOẠCH"))) == "FMT012"
    assert codes(built(without(proposal(), "Về việc"))) == "FMT012"


def _turned(blocks: Blocks, side: str, *ranks: int) -> Blocks:
    """The first row of `blocks` with the lines of one side in another order."""
    row = blocks[1]
    assert isinstance(row, Row)
    lines = getattr(row, side)
    turned = structs.replace(row, **{side: tuple(lines[rank] for rank in ranks)})
    return (blocks[0], turned, *blocks[2:])


@pytest.mark.parametrize(
    ("make", "side", "ranks"),
    [
        (school_plan, "right", (1, 0)),
        (cell_resolution, "left", (0, 1, 3, 2)),
        (cell_resolution, "right", (1, 0)),
    ],
)
def test_lines_of_a_head_in_another_order_are_told(
    make: Callable[[], Blocks], side: str, ranks: tuple[int, ...]
) -> None:
    assert codes(built(make())) == ""
    assert "FMT102" in codes(built(_turned(make(), side, *ranks))).split()


@pytest.mark.parametrize(
    ("make", "opening"),
    [
        (commune_decision, "QUYẾT ĐỊNH:"),
        (commune_decision, "CHỦ TỊCH ỦY BAN"),
        (council_resolution, "QUYẾT NGHỊ:"),
    ],
)
def test_a_decision_says_who_decides_and_that_it_is_decided(
    make: Callable[[], Blocks], opening: str
) -> None:
    assert codes(built(without(make(), opening))) == "FMT012"


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("Ủy ban nhân dân xã Bình Lâm", ""),
        ("Ủy ban nhân dân xã", ""),
        ("UBND xã Bình Lâm", ""),
        ("Ủy ban nhân dân xã Bình An", "FMT083"),
    ],
)
def test_a_chi_dan_names_the_place_of_its_committee(issuer: str, expected: str) -> None:
    reference = f"(Kèm theo Kế hoạch số 12/KH-UBND ngày {DAY} của {issuer})"
    blocks = (
        *head(("ỦY BAN NHÂN DÂN", "XÃ BÌNH LÂM"), "Số: 12/KH-UBND", "Bình Lâm", own=2),
        *named("KẾ HOẠCH", "Chuyển đổi số năm 2026"),
        text(f"{LONG} Chi tiết tại Phụ lục."),
        end(("- Ủy ban nhân dân tỉnh;",), "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        Page(),
        Piece("Phụ lục", bold=True),
        Piece("PHÂN CÔNG NHIỆM VỤ", bold=True),
        Piece(reference, italic=True),
    )
    assert codes(built(blocks)) == expected


def _header(document: Document) -> Paragraph:
    return document.sections[0].header.paragraphs[0]


def _bold_number(document: Document) -> None:
    for run in _header(document)._p.iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:b"))


def _slanted_number(document: Document) -> None:
    for run in _header(document)._p.iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:i"))


def _named_number(document: Document) -> None:
    run = _header(document).insert_paragraph_before().add_run("Trang ")
    run.font.name, run.font.size = "Times New Roman", Pt(14)
    above = _header(document)
    field = document.sections[0].header.paragraphs[1]
    field._p.insert(1, run._r)
    above._p.getparent().remove(above._p)


def _late_start(document: Document) -> None:
    kind = document.sections[0]._sectPr.find(qn("w:pgNumType"))
    assert kind is not None
    kind.set(qn("w:start"), "3")


def _other_even_pages(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = True


def _body(document: Document) -> Paragraph:
    return next(each for each in document.paragraphs if each.text == LONG)


def _comment(document: Document) -> None:
    document.add_comment(_body(document).runs, "Xem lại", "A", "A")


def _highlight(document: Document) -> None:
    _body(document).runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW


def _strike(document: Document) -> None:
    _body(document).runs[0].font.strike = True


def _strokes(document: Document) -> None:
    first = _body(document).runs[0]
    first.text = first.text.replace("c", "c\u0336", 1)


def _hidden(document: Document) -> None:
    run = _body(document).add_run(" Nội dung ẩn.")
    run.font.hidden, run.font.size = True, Pt(14)


def _tracked(document: Document) -> None:
    run = '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve"> Thêm.</w:t></w:r>'
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="A">{run}</w:ins>'
    _body(document)._p.append(parse_xml(inserted))


def _merge_field(document: Document) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " MERGEFIELD Ho_ten ")
    run = _body(document).add_run("«Ho_ten»")
    run.font.size = Pt(14)
    field.append(run._r)
    _body(document)._p.append(field)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_bold_number, "FMT004"),
        (_slanted_number, "FMT004"),
        (_named_number, "FMT004"),
        (_late_start, "FMT100"),
        (_other_even_pages, "FMT101"),
        (_comment, "FMT160"),
        (_highlight, "FMT161"),
        (_strike, "FMT162"),
        (_strokes, "FMT162"),
        (_hidden, "FMT163"),
        (_tracked, "FMT009"),
        (_merge_field, "FMT165"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_change_behind_the_text_is_told(
    change: Callable[[Document], None], expected: str
) -> None:
    document = built(chapters())
    change(document)
    assert codes(document) == expected


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ({"left": 25}, "FMT002"),
        ({"number": "right"}, "FMT004"),
        ({"number_size": 12}, "FMT004"),
        ({"footer": True}, "FMT004"),
        ({"different_first": False}, "FMT005"),
    ],
)
def test_another_page_is_told(look: dict[str, object], expected: str) -> None:
    assert codes(built(paged(chapters(), **look))) == expected


def test_a_body_that_is_bold_throughout_is_an_error() -> None:
    blocks = chapters()
    for _ in range(3):
        blocks = changed(blocks, LONG, text=f"Rằng {LONG}", bold=True)
    facts, _ = read_facts(saved(built(blocks)), "van-ban.docx")
    assert facts is not None
    (fault,) = judge(facts).faults
    assert (fault.finding.code, fault.finding.severity.name) == ("FMT130", "ERROR")


def test_other_bodies_than_councils_resolve_in_their_own_words() -> None:
    names = ("UBND TỈNH BÌNH LÂM", "CÔNG TY CẤP NƯỚC BÌNH LÂM")
    blocks = list(council_resolution())
    blocks[1:3] = head(names, "Số: 08/NQ-HĐTV", "Bình Lâm")[1:]
    assert codes(built(changed(tuple(blocks), "QUYẾT NGHỊ:", text="QUYẾT ĐỊNH:"))) == ""
