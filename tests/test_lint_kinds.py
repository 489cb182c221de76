"""Kinds of papers that are laid out otherwise than a report: agreements, copies, laws, slips; each without a false finding."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from docx.document import Document
from msgspec import structs

from cv183_reports.lint.judge import judge
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.word.document import read_facts
from tests.lint_documents import Blocks, Grid, Row, Tabbed, built, changed, ruled
from tests.lint_papers import DAY, LONG, article, department_letter, end, head, named, right, text
from tests.lint_papers_others import cell_resolution, party_letter, party_plan
from tests.test_lint_spared import codes, decision, department, judged, plan
from tests.word_correct import saved, word
from tests.word_pieces import Page, Piece


def _agreement(*below: Piece) -> Blocks:
    (nation, motto), _ = right("", "")
    return (
        Page(),
        nation,
        motto,
        Piece("HỢP ĐỒNG", bold=True, before=12),
        *below,
        text("Hôm nay, ngày 10 tháng 10 năm 2025, chúng tôi gồm có bên A và bên B."),
        text("Điều 1. Nội dung", bold=True),
        text(LONG),
        Row(
            (Piece("ĐẠI DIỆN BÊN A", bold=True), Piece("Nguyễn Văn An", bold=True, before=70)),
            (Piece("ĐẠI DIỆN BÊN B", bold=True), Piece("Trần Thị Bình", bold=True, before=70)),
        ),
    )


@pytest.mark.parametrize("subject", [(), (Piece("Sửa chữa trụ sở", bold=True),)])
def test_an_agreement_has_its_number_below_its_name(subject: tuple[Piece, ...]) -> None:
    document = built(_agreement(*subject, Piece("Số: 12/2025/HĐ-SC", size=13)))
    anatomy = judged(document).anatomy
    assert codes(document) == ""
    assert [part.text for part in anatomy.of(PartKind.NUMBER)] == ["Số: 12/2025/HĐ-SC"]
    assert anatomy.of(PartKind.ISSUER, PartKind.SUPERIOR) == ()


def test_an_agreement_under_a_letterhead_needs_all_of_it() -> None:
    blocks = list(_agreement())
    blocks[1:3] = head(("UBND TỈNH BÌNH LÂM", "SỞ XÂY DỰNG"), "Số: 11/HĐ-SXD", "Bình Lâm")[1:2]
    assert codes(built(blocks)) == "FMT012 FMT012"


@pytest.mark.parametrize("code", ["SY", "TrS", "SL"])
def test_a_copy_is_no_letter(code: str) -> None:
    ending = end(("- Các phòng, ban;",), "GIÁM ĐỐC")
    assert codes(built(department(ending, number=f"Số: 19/{code}-SNV"))) == "FMT170"


def test_a_letter_without_kinh_gui_points_to_none() -> None:
    blocks = department(text(LONG), end(("- Các phòng, ban;",), "GIÁM ĐỐC"), number="Số: 19/SNV-VP")
    assert codes(built(blocks)) == "FMT012 FMT012"


@pytest.mark.parametrize(
    ("blocks", "number", "expected"),
    [
        (department_letter, "", "FMT012"),
        (department_letter, "Số:      /STC-QLNS", "FMT166"),
        (department_letter, "Số:", "FMT040 FMT166"),
        (party_letter, "", "FMT012"),
        (party_letter, "Số      -CV/BTCTU", "FMT166"),
    ],
)
def test_a_letter_lacks_its_number_alone(
    blocks: Callable[[], Blocks], number: str, expected: str
) -> None:
    assert codes(built(changed(blocks(), "Số", text=number))) == expected


def test_what_is_issued_on_its_grounds_is_the_last_of_them() -> None:
    """A legal text: every căn cứ ends with a semicolon, and who issues what stands below, slanted too."""
    issued = "Ủy ban nhân dân tỉnh ban hành Quyết định quy định chức năng, nhiệm vụ, quyền hạn, cơ cấu tổ chức của Sở Nội vụ."
    blocks = department(
        *named("QUYẾT ĐỊNH", "Quy định chức năng, nhiệm vụ của Sở Nội vụ"),
        text("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;", italic=True),
        text("Theo đề nghị của Giám đốc Sở Nội vụ;", italic=True),
        text(issued, italic=True),
        article("Điều 1. Phạm vi điều chỉnh"),
        text(LONG),
        end(("- Bộ Nội vụ;",), "GIÁM ĐỐC"),
        number="Số: 45/2025/QĐ-UBND",
    )
    assert codes(built(blocks)) == ""


@pytest.mark.parametrize(
    "note", ["Nguồn: Sở Nội vụ.", "Đơn vị tính: triệu đồng", "(Ghi chú: số ước)"]
)
@pytest.mark.parametrize("above", [True, False])
def test_a_small_line_beside_a_table_is_none_of_the_text(note: str, above: bool) -> None:
    table = Grid((("STT", "Nhiệm vụ"), ("1", "Số hóa hồ sơ")))
    line = Piece(note, size=12, italic=True, align="left")
    beside = (line, table) if above else (table, line)
    assert codes(built(plan(text(LONG), *beside, text(LONG)))) == ""
    assert "FMT050" in codes(built(plan(text(LONG), line, text(LONG))))


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [("GIẤY MỜI", "GM", ""), ("PHIẾU CHUYỂN", "PC", ""), ("THÔNG BÁO", "TB", "FMT075")],
)
def test_what_is_written_to_one_says_to_whom(name: str, code: str, expected: str) -> None:
    changes = {
        "name": {"text": name},
        "number": {"text": f"Số 12-{code}/BTCTU"},
        "basis_1": {"text": "Kính gửi: Văn phòng Thành ủy;", "align": "center", "indent": 0},
        "basis_2": None,
        "reference_1": None,
        "reference_2": None,
    }
    facts, _ = read_facts(word("hd05", **changes), "van-ban.docx")
    assert facts is not None
    found = {fault.finding.code for fault in judge(facts).faults} - {"FMT082"}
    assert " ".join(found) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ""),
        (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ""),
        (("PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH"), "FMT143"),
        (("CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"), "FMT143"),
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), "FMT012"),
        (("KT. CHỦ TỊCH",), "FMT012"),
    ],
)
def test_who_is_signed_for_stands_above_who_signs(lines: tuple[str, ...], expected: str) -> None:
    blocks = plan(text(LONG))[:-1]
    assert codes(built((*blocks, end(("- Ủy ban nhân dân tỉnh;",), *lines)))) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("KT. PHÓ GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "FMT144"),
        (("TL. PHÓ GIÁM ĐỐC THƯỜNG TRỰC", "CHÁNH VĂN PHÒNG"), "FMT144"),
        (("KT. PHÓ GIÁM ĐỐC PHỤ TRÁCH", "PHÓ GIÁM ĐỐC"), ""),
        (("TM. ỦY BAN NHÂN DÂN", "KT. PHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "FMT144"),
        (("KT. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"), "FMT145"),
        (("KT. SỞ NỘI VỤ", "PHÓ GIÁM ĐỐC"), "FMT145"),
        (("TL. SỞ NỘI VỤ", "CHÁNH VĂN PHÒNG"), "FMT145"),
        (("TL. ỦY BAN NHÂN DÂN", "CHÁNH VĂN PHÒNG"), ""),
        (("TUQ. ỦY BAN NHÂN DÂN", "GIÁM ĐỐC"), ""),
        (("KT. TRƯỞNG KHU PHỐ", "PHÓ TRƯỞNG KHU PHỐ"), ""),
        (("KT. GIÁM ĐỐC", "GIÁM ĐỐC"), "FMT146"),
        (("TL. CHÁNH VĂN PHÒNG", "CHÁNH VĂN PHÒNG"), "FMT146"),
        (("TL. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "FMT146"),
        (("KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG"), "FMT146"),
        (("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG"), ""),
        (("TL. GIÁM ĐỐC", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), ""),
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC THƯỜNG TRỰC"), ""),
        (("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"), "FMT146"),
        (("TM. HỘI ĐỒNG NHÂN DÂN", "PHÓ CHỦ TỊCH"), ""),
        (("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH"), ""),
        (("Q. GIÁM ĐỐC",), ""),
    ],
)
def test_who_signs_may_sign_by_the_right_above(lines: tuple[str, ...], expected: str) -> None:
    """NĐ 30, điều 13 and Phụ lục I II.7a: KT, TL, TUQ stand before the title of who heads the office."""
    blocks = plan(text(LONG))[:-1]
    assert codes(built((*blocks, end(("- Ủy ban nhân dân tỉnh;",), *lines)))) == expected


@pytest.mark.parametrize(
    ("authority", "position", "expected"),
    [
        ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", ""),
        ("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", ""),
        ("K/T BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "FMT145"),
        ("K/T TRƯỞNG BAN", "TRƯỞNG BAN", "FMT146"),
        ("T/L TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "FMT146"),
        ("K/T PHÓ TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "FMT144"),
    ],
)
def test_who_signs_a_paper_of_the_party(authority: str, position: str, expected: str) -> None:
    changes = {"authority": {"text": authority}, "position": {"text": position}}
    changes |= {"number": {"text": "Số 12-BC/TU"}} if "BAN THƯỜNG VỤ" in authority else {}
    facts, _ = read_facts(word("hd36", **changes), "van-ban.docx")
    assert facts is not None
    found = {fault.finding.code for fault in judge(facts).faults} - {"FMT083"}
    assert " ".join(sorted(found)) == expected


def test_a_member_of_a_steering_committee_has_a_title_elsewhere() -> None:
    names = ("UBND TỈNH BÌNH LÂM", "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ")
    ending = end(("- Các sở, ban, ngành;",), "KT. TRƯỞNG BAN", "CHÁNH VĂN PHÒNG")
    blocks = (
        *head(names, "Số: 12/KH-BCĐ", "Bình Lâm"),
        *named("KẾ HOẠCH", "Hoạt động năm 2026"),
        text(LONG),
        ending,
    )
    assert codes(built(blocks)) == ""


@pytest.mark.parametrize("opening", ["Kính gởi", "Kính gửi"])
def test_a_misspelt_kinh_gui_is_still_one(opening: str) -> None:
    line = Piece(f"{opening}: Ủy ban nhân dân tỉnh.", before=6, after=6)
    blocks = department(
        *named("BÁO CÁO", "Kết quả chuyển đổi số"),
        line,
        text(LONG),
        end(("- Như trên;",), "GIÁM ĐỐC"),
        number="Số: 12/BC-SNV",
    )
    assert codes(built(blocks)) == ("" if opening == "Kính gửi" else "FMT111")


def test_grounds_below_kinh_trinh_are_none_of_those_written_to() -> None:
    changes = {
        "name": {"text": "TỜ TRÌNH"},
        "number": {"text": "Số 12-TTr/BTCTU"},
        "intro": {"text": "- Căn cứ Quy chế làm việc,"},
        "basis_1": {"text": "Kính trình: Ban Thường vụ Thành ủy;", "align": "center", "indent": 0},
    }
    facts, _ = read_facts(word("hd05", **changes), "van-ban.docx")
    assert facts is not None
    bases = judge(facts).anatomy.of(PartKind.LEGAL_BASIS)
    assert [part.text for part in bases] == [
        "- Căn cứ Chương trình công tác.",
        "- Căn cứ Quy chế làm việc,",
    ]


def test_a_number_by_a_tab_is_told_from_a_date_without_its_comma() -> None:
    blocks = list(plan(text(LONG)))
    row = blocks[2]
    assert isinstance(row, Row)
    blocks[2] = Tabbed(row.left[0], structs.replace(row.right[0], text=f"Bình Lâm ngày {DAY}"))
    assert codes(built(blocks)) == "FMT042"


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        ("ngày 5 tháng 9 năm 2025", "Số 12-BC/BTCTU", "FMT043"),
        ("ngày 06 tháng 9 năm 2025", "Số 12-BC/BTCTU", "FMT083"),
        ("ngày 05 tháng 9 năm 2025", "Số    -BC/BTCTU", "FMT166"),
        ("ngày      tháng 9 năm 2025", "Số 12-BC/BTCTU", "FMT166"),
        ("ngày      tháng 10 năm 2025", "Số 12-BC/BTCTU", "FMT083 FMT166"),
        ("ngày 05 tháng 9 năm 2025", "Số    -TB/BTCTU", "FMT064 FMT083 FMT166"),
    ],
)
def test_a_chi_dan_is_told_only_what_it_says_wrong(day: str, number: str, expected: str) -> None:
    changes = {"dateline": {"text": f"Hải Phòng, {day}"}, "number": {"text": number}}
    facts, _ = read_facts(word("hd36", **changes), "van-ban.docx")
    assert facts is not None
    assert " ".join(sorted(fault.finding.code for fault in judge(facts).faults)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Điều 1. Một.", "Điều 2. Hai.", "Điều 3. Ba."), "FMT131"),
        (("Điều 1. Một.", "Điều 2. Hai.", "Điều 1. Một.", "Điều 2. Hai."), "FMT131"),
        (("Điều 1. Một.", "Điều 3. Hai.", "Điều 3. Ba.", "Điều 4. Bốn."), "FMT131 FMT132"),
        (("Điều 1. Một.", "Điều 3. Ba."), "FMT131 FMT132"),
        (("Điều 1. Một.", "“Điều 15. Khác.", "Điều 3. Ba."), "FMT131"),
        (("Điều 5. Năm.", "Điều 6. Sáu."), "FMT131"),
        (("1. Một.", "3. Ba.", "9. Chín."), ""),
    ],
)
def test_what_is_counted_goes_on_by_one(lines: tuple[str, ...], expected: str) -> None:
    blocks = plan(text(LONG), *(text(line) for line in lines))
    assert codes(built(blocks)) == expected


def minutes(abstract: str) -> Blocks:
    """Of a cell of the Party: its sheet has no form of trích yếu."""
    head, *rest = cell_resolution()[1:]
    assert isinstance(head, Row)
    left = tuple(
        structs.replace(each, text=each.text.replace("-NQ/", "-BB/")) for each in head.left
    )
    told = {"NGHỊ QUYẾT": "BIÊN BẢN", "họp chi bộ tháng 9 năm 2025": abstract}
    return (
        Page(),
        structs.replace(head, left=left),
        *(
            structs.replace(each, text=told.get(each.text, each.text))
            if isinstance(each, Piece)
            else each
            for each in rest
        ),
    )


@pytest.mark.parametrize("abstract", ["Sinh hoạt chi bộ tháng 9", "họp chi bộ tháng 9"])
def test_minutes_begin_their_matter_as_they_like(abstract: str) -> None:
    assert codes(built(minutes(abstract))) == ""


def test_kinh_gui_stands_above_the_text() -> None:
    *head, address, body, end_ = party_letter()
    assert codes(built((*head, body, address, end_))) == "FMT102"
    assert codes(built((*head, address, body, end_))) == ""


@pytest.mark.parametrize(
    ("reference", "rules"),
    [
        ("(Kèm theo Báo cáo số 12-BC/BTCTU, ngày 05/9/2025 của Ban Tổ chức Tỉnh ủy)", "hd36"),
        ("(Kèm theo Báo cáo số      -BC/BTCTU, ngày      /9/2026 của Ban Tổ chức Tỉnh ủy)", "hd05"),
        ("(Kèm theo Kế hoạch số 12/KH-SNV ngày 05 tháng 9 năm 2025 của Sở Nội vụ)", "nd30"),
        ("(Kèm theo Kế hoạch của Sở Nội vụ)", "hd05"),
        ("(Kèm theo Báo cáo số 12-BC/BTCTU, ngày 05/19/2025 của Ban Tổ chức Tỉnh ủy)", "hd05"),
    ],
)
def test_what_goes_with_another_is_judged_by_the_set_of_that(reference: str, rules: str) -> None:
    blocks = (Page(), Piece("TÓM TẮT", bold=True), Piece(reference, italic=True), text(LONG))
    assert judged(built(blocks)).choice.rules.code == rules


def without_day(blocks: Blocks) -> Document:
    """As drafted: neither number, day, month nor year are known."""
    document = built(blocks)
    for paragraph in document.tables[0]._cells[0].paragraphs:
        if paragraph.text.startswith("Số"):
            paragraph.runs[0].text = re.sub(r"\d+", "   ", paragraph.text)
    for paragraph in document.tables[0]._cells[1].paragraphs:
        if "ngày" in paragraph.text:
            paragraph.runs[0].text = re.sub(r"\d+", "  ", paragraph.text)
    return document


@pytest.mark.parametrize(
    ("paper", "rules"), [(party_letter, "hd36"), (cell_resolution, "hd36"), (party_plan, "hd05")]
)
def test_a_paper_without_a_day_is_judged_by_the_set_that_it_keeps(
    paper: Callable[[], Blocks], rules: str
) -> None:
    facts, _ = read_facts(saved(without_day(paper())), "van-ban.docx")
    assert facts is not None
    verdict = judge(facts)
    assert (verdict.choice.rules.code, verdict.faults) == (rules, ())


def test_a_paper_that_cites_a_later_day_is_not_of_the_set_before() -> None:
    blocks = party_letter()
    later = (*blocks[:-2], text(f"Thực hiện Quy định ngày 01/6/2026, {LONG}"), *blocks[-2:])
    facts, _ = read_facts(saved(without_day(later)), "van-ban.docx")
    assert facts is not None
    assert judge(facts).choice.rules.code == "hd05"


COUNTED = [
    (("*1. Một", "Lời.", "*1. Hai", "Lời."), "FMT132"),
    (("*1. Một", "Lời.", "*2. Hai", "Lời.", "*2. Ba", "Lời."), "FMT132"),
    (("*1. Một", "*1.1. Nhỏ", "Lời.", "*2. Hai", "*2.1. Nhỏ", "Lời."), ""),
    (("*Về tổ chức", "*1. Một", "Lời.", "*Về cán bộ", "*1. Một", "Lời."), ""),
    (("*1. Phạm vi", "1. Quy chế này quy định.", "2. Đối tượng.", "*2. Trách nhiệm"), ""),
    (("1. Một.", "1. Một nữa."), ""),
    (("*1. Một", "Lời.", "*3. Ba"), ""),
    (("a) Một;", "b) Hai;", "d) Bốn."), "FMT132"),
    (("a) Một;", "b) Hai;", "b) Ba."), "FMT132"),
    (("a) Một;", "- Lời;", "c) Ba."), "FMT132"),
    (("a) Một; b) Hai;", "c) Ba."), ""),
    (("a) Một;", "b) Hai;", "c) Ba;", "d) Bốn;", "e) Năm;", "g) Sáu;", "h) Bảy."), ""),
    (("a) Một;", "b) Hai;", "c) Ba;", "d) Bốn;", "đ) Năm;", "e) Sáu;", "g) Bảy."), ""),
    (("a) Một;", "b) Hai.", "2. Việc khác:", "d) Theo mẫu;"), ""),
    (("a) Một;", "“b) Hai khác;", "d) Bốn."), ""),
    (("a) Một;", "h) Tám."), ""),
]


@pytest.mark.parametrize(("lines", "expected"), COUNTED)
def test_headings_and_points_come_once_and_in_their_order(
    lines: tuple[str, ...], expected: str
) -> None:
    shown = (text(line.removeprefix("*"), bold=line.startswith("*")) for line in lines)
    assert codes(built(plan(text(LONG), *shown, text(LONG)))) == expected


_ANNEX = "(Kèm theo Kế hoạch số 12/KH-SNV ngày 05 tháng 9 năm 2025 của Sở Nội vụ)"


@pytest.mark.parametrize(
    ("break_before", "expected"), [(True, ""), (False, "FMT084 FMT085")], ids=["page", "same page"]
)
def test_an_appendix_may_begin_with_a_letterhead(break_before: bool, expected: str) -> None:
    """The agency on the left, nation and motto on the right, above the label: the page begins with them."""
    (nation, motto), _ = right("", "")
    left = (Piece("UBND TỈNH BÌNH LÂM", size=13), ruled(Piece("SỞ NỘI VỤ", size=13, bold=True)))
    appendix = (
        Row(left, (nation, motto)),
        Piece("Phụ lục", bold=True),
        Piece("DANH MỤC NHIỆM VỤ", bold=True),
        Piece(_ANNEX, italic=True, after=6),
        Grid((("STT", "Nhiệm vụ"), ("1", "Số hóa hồ sơ"))),
    )
    page = (Page(),) if break_before else ()
    blocks = (*plan(text(f"{LONG} (Chi tiết tại Phụ lục kèm theo).")), *page, *appendix)
    assert codes(built(blocks)) == expected


@pytest.mark.parametrize(
    "said",
    [
        ("(Đã ký)",),
        ("Đã ký",),
        ("Ký bởi: Sở Nội vụ", "Email: sonoivu@binhlam.gov.vn", "Thời gian ký: 05.09.2025 16:10:22"),
        ("Người ký: Sở Nội vụ", "Cơ quan: Tỉnh Bình Lâm", "Ngày ký: 05-09-2025 16:10:22 +07:00"),
    ],
)
def test_what_a_signature_says_of_itself_is_no_name(said: tuple[str, ...]) -> None:
    ending = end(("- Ủy ban nhân dân tỉnh;",), "GIÁM ĐỐC")
    *titles, name = ending.right
    marks = (Piece(line, size=8, align="left") for line in said)
    signed = structs.replace(ending, right=(*titles, *marks, name))
    assert codes(built((*plan(text(LONG))[:-1], signed))) == ""


@pytest.mark.parametrize(
    ("names", "number", "signing", "kept"),
    [
        (("BỘ CHỈ HUY QUÂN SỰ TỈNH BÌNH LÂM", "BAN CHỈ HUY PHÒNG THỦ KHU VỰC 1"), "BC-PTKV", ("KT. CHỈ HUY TRƯỞNG", "PHÓ CHỈ HUY TRƯỞNG - THAM MƯU TRƯỞNG"), "VT"),
        (("UBND PHƯỜNG BÌNH LÂM", "ĐỘI QUẢN LÝ TRẬT TỰ ĐÔ THỊ"), "BC-ĐQLTT", ("KT. ĐỘI TRƯỞNG", "ĐỘI PHÓ"), "VT"),
        (("THANH TRA CHÍNH PHỦ", "CỤC I"), "BC-CI", ("TL. TỔNG THANH TRA", "CỤC TRƯỞNG"), "VT"),
        (("TÒA ÁN NHÂN DÂN TỈNH BÌNH LÂM", "TÒA HÌNH SỰ"), "TB-THS", ("TL. CHÁNH ÁN", "THẨM PHÁN"), "Hồ sơ vụ án"),
        (("THI HÀNH ÁN DÂN SỰ TỈNH BÌNH LÂM", "PHÒNG THI HÀNH ÁN KHU VỰC 1"), "TB-THADS", ("TL. TRƯỞNG THI HÀNH ÁN", "CHẤP HÀNH VIÊN"), "HS, VT"),
    ],
    ids=["forces", "team", "inspectors", "court", "enforcement"],
)  # fmt: skip
def test_titles_and_files_of_other_offices(
    names: tuple[str, str], number: str, signing: tuple[str, ...], kept: str
) -> None:
    blocks = (
        *head(names, f"Số: 12/{number}", "Bình Lâm"),
        *named("BÁO CÁO" if number.startswith("BC") else "THÔNG BÁO", "Kết quả công tác"),
        text(LONG),
        end(("- Các cơ quan liên quan;",), *signing, kept=f"- Lưu: {kept}."),
    )
    assert codes(built(blocks)) == ""


_PARTED = (
    ("TRƯỜNG TIỂU HỌC", "VÕ THỊ SÁU"),
    ("BỆNH VIỆN", "VIỆT TIỆP"),
    ("VĂN PHÒNG", "HĐND TỈNH"),
    ("BAN QUẢN LÝ", "KHU KINH TẾ"),
    ("TRUNG TÂM VĂN HÓA,", "THỂ THAO"),
    ("HỘI ĐỒNG THI ĐUA -", "KHEN THƯỞNG"),
    ("CẢNG VỤ HÀNG HẢI", "QUẢNG NINH"),
)


@pytest.mark.parametrize("names", _PARTED)
def test_two_bold_lines_may_be_the_one_name_of_an_office(names: tuple[str, str]) -> None:
    signing = "HIỆU TRƯỞNG" if names[0].startswith("TRƯỜNG") else "GIÁM ĐỐC"
    blocks = (
        *head(names, "Số: 45/BC-THVTS", "An Lộc", own=2),
        *named("BÁO CÁO", "Kết quả năm học"),
        text(LONG),
        end(("- Các tổ chuyên môn;",), signing, kept="- Lưu: VT."),
    )
    assert "FMT023" not in codes(built(blocks))


def test_two_bold_bodies_are_not_one_name() -> None:
    names = ("ỦY BAN NHÂN DÂN TỈNH BÌNH LÂM", "BAN QUẢN LÝ RỪNG")
    blocks = (
        *head(names, "Số: 45/BC-BQLR", "An Lộc", own=2),
        *named("BÁO CÁO", "Kết quả năm học"),
        text(LONG),
        end(("- Các tổ chuyên môn;",), "TRƯỞNG BAN", kept="- Lưu: VT."),
    )
    assert "FMT023" in codes(built(blocks))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("(Kèm theo Quy chế hoạt động của Tổ công tác)", ""),
        ("(Kèm theo Quyết định số 12/QĐ-SNV ngày 05/9/2025 của Sở Nội vụ)", ""),
        ("(Kèm theo Quyết định số 13/QĐ-SNV ngày 05/9/2025 của Sở Nội vụ)", "FMT083"),
    ],
)
def test_an_appendix_may_go_with_what_a_decision_issues(said: str, expected: str) -> None:
    issued = "(Kèm theo Quyết định số 12/QĐ-SNV ngày 05/9/2025 của Giám đốc Sở Nội vụ)"
    blocks = decision(
        "GIÁM ĐỐC SỞ NỘI VỤ",
        Page(),
        Piece("QUY CHẾ", bold=True),
        Piece("Hoạt động của Tổ công tác", bold=True),
        Piece(issued, italic=True, after=6),
        text("Điều 1. Phạm vi", bold=True),
        text("Mẫu báo cáo tại Phụ lục kèm theo Quy chế này."),
        Page(),
        Piece("Phụ lục", bold=True),
        Piece("MẪU BÁO CÁO", bold=True),
        Piece(said, italic=True, after=6),
        Grid((("STT", "Nhiệm vụ"), ("1", "Số hóa hồ sơ"))),
    )
    assert codes(built(blocks)) == expected
