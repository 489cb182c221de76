"""What an office does in its own way, and no rule forbids, is not told; what it lacks still is."""

from __future__ import annotations

import copy
import io

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from msgspec import structs

from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.word.document import read_facts
from tests.lint_documents import Block, Blocks, Grid, Row, built, changed, draw, ruled
from tests.lint_papers import (
    DAY,
    LONG,
    article,
    end,
    head,
    named,
    proposal,
    right,
    school_plan,
    text,
    ward_decision,
)
from tests.lint_papers_others import chapters
from tests.word_correct import saved, word, write
from tests.word_pieces import Page, Piece


def judged(document: Document) -> Verdict:
    facts, findings = read_facts(saved(document), "van-ban.docx")
    assert facts is not None
    assert not findings
    return judge(facts)


def codes(document: Document) -> str:
    return " ".join(sorted(fault.finding.code for fault in judged(document).faults))


def department(*below: Block, number: str = "Số: 12/QĐ-SNV") -> Blocks:
    return (*head(("UBND TỈNH BÌNH LÂM", "SỞ NỘI VỤ"), number, "Bình Lâm"), *below)


def decision(decider: str = "GIÁM ĐỐC SỞ NỘI VỤ", *below: Block) -> Blocks:
    """So short that who decides stands near Nơi nhận."""
    return department(
        *named("QUYẾT ĐỊNH", "Về việc thành lập Tổ công tác"),
        Piece(decider, bold=True, before=12, after=12),
        text("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", italic=True),
        text("Theo đề nghị của Chánh Văn phòng Sở.", italic=True),
        Piece("QUYẾT ĐỊNH:", bold=True, before=12, after=12),
        article("Điều 1. Thành lập Tổ công tác."),
        article("Điều 2. Các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành./."),
        end(("- Như Điều 2;",), "GIÁM ĐỐC"),
        *below,
    )


def plan(*body: Block, subject: str = "Chuyển đổi số năm 2026") -> Blocks:
    return department(
        *named("KẾ HOẠCH", subject),
        *body,
        end(("- Ủy ban nhân dân tỉnh (để báo cáo);",), "GIÁM ĐỐC"),
        number="Số: 12/KH-SNV",
    )


# Letters


def _dot(document: Document, **look: object) -> Document:
    run = next(each for each in document.paragraphs if each.text == LONG).add_run("”")
    run.font.size, run.font.name = Pt(14), "Times New Roman"
    for name, value in look.items():
        setattr(run.font, name, value)
    return document


@pytest.mark.parametrize("look", [{"size": Pt(16)}, {"size": Pt(13)}, {"name": "Arial"}])
def test_a_mark_without_letters_shows_neither_size_nor_font(look: dict[str, object]) -> None:
    assert codes(_dot(built(chapters()), **look)) == ""


def test_a_mark_without_letters_shows_no_colour() -> None:
    document = _dot(built(chapters()))
    run = next(each for each in document.paragraphs if each.text.startswith(LONG)).runs[-1]
    run.font.color.rgb = RGBColor.from_string("0000FF")
    assert codes(document) == ""


def test_a_box_to_tick_is_of_another_font() -> None:
    document = built(chapters())
    body = next(each for each in document.paragraphs if each.text == LONG)
    run = body.add_run("\uf0a3")
    run.font.size, run.font.name = Pt(14), "Wingdings 2"
    assert codes(document) == ""


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ({"color": "0D0D0D"}, ""),
        ({"color": "262626"}, "FMT008"),
        ({"font": "TimesNewRomanPSMT"}, ""),
        ({"font": "TimesNewRomanPSMT;Times New Roman"}, ""),
        ({"font": "Arial;Times New Roman"}, "FMT007"),
    ],
)
def test_what_prints_as_black_times_new_roman(look: dict[str, object], expected: str) -> None:
    assert codes(built(changed(school_plan(), LONG, **look))) == expected


def test_spaces_of_paragraphs_add_up_where_the_file_says_so() -> None:
    blocks = tuple(
        text(block.text, before=3, after=3, bold=block.bold) if _is_text(block) else block  # type: ignore[union-attr]
        for block in plan(text("I. MỤC TIÊU", bold=True), text(LONG), text(LONG), text(LONG))
    )
    document = built(blocks)
    assert codes(document) == "FMT055"
    compat = document.settings.element.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        document.settings.element.append(compat)
    compat.insert(0, OxmlElement("w:doNotUseHTMLParagraphAutoSpacing"))
    assert codes(document) == ""


def _is_text(block: Block) -> bool:
    return isinstance(block, Piece) and block.align == "both"


# The head


def test_an_empty_column_before_the_head_is_a_margin() -> None:
    document = built(proposal())
    for row in document.tables[0].rows:
        first = row._tr.tc_lst[0]
        empty = copy.deepcopy(first)
        for paragraph in list(empty.iter(qn("w:r"))):
            paragraph.getparent().remove(paragraph)
        first.addprevious(empty)
    verdict = judged(document)
    assert [part.text for part in verdict.anatomy.of(PartKind.ISSUER)] != []
    assert "FMT012" not in {fault.finding.code for fault in verdict.faults}


def test_nation_and_motto_may_stand_in_one_paragraph() -> None:
    (nation, motto), _ = right("Bình Lâm", DAY)
    blocks = list(plan(text(LONG)))
    row = blocks[1]
    assert isinstance(row, Row)
    both = Piece(f"{nation.text} {motto.text}", size=13, bold=True, underline=True)
    blocks[1] = Row(row.left, (both,))
    anatomy = judged(built(blocks)).anatomy
    assert [part.text for part in anatomy.of(PartKind.NATION, PartKind.MOTTO)] == [
        nation.text,
        motto.text,
    ]
    assert codes(built(blocks)) == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("An Lộc, ngày      tháng      năm", "FMT166"),
        ("An Lộc, ngày … tháng … năm 20…", "FMT166"),
        ("An Lộc, ngày 12 háng 9 năm 2025", "FMT042"),
        ("An Lộc, ngày 12 tháng 9 năm", "FMT042"),
    ],
)
def test_a_date_is_unset_or_complete(written: str, expected: str) -> None:
    assert codes(built(changed(school_plan(), "An Lộc, ngày", text=written))) == expected


def test_what_looks_like_a_date_or_a_star_below_the_text_is_none() -> None:
    blocks = plan(
        text(f"{LONG} Thẻ ghi:"),
        text("- Ngày, tháng, năm sinh;"),
        Piece("*"),
        text(LONG),
    )
    anatomy = judged(built(changed(blocks, "Bình Lâm, ngày", text="Bình Lâm"))).anatomy
    assert anatomy.of(PartKind.DATELINE, PartKind.STAR) == ()
    assert [part.text for part in anatomy.of(PartKind.NAME)] == ["KẾ HOẠCH"]


def test_a_circular_of_the_law_is_no_regulation() -> None:
    blocks = department(
        Piece("THÔNG TƯ", bold=True, before=12),
        Piece("QUY ĐỊNH MỨC THU PHÍ KIỂM DỊCH", bold=True),
        text(LONG),
        end(("- Văn phòng Chính phủ;",), "GIÁM ĐỐC"),
        number="Số: 08/2025/TT-SNV",
    )
    assert codes(built(blocks)) == "FMT170"


def test_bold_capitals_set_by_hand_name_a_paper() -> None:
    name = Piece("ĐIỀU LỆ CỦA HỘI CHĂN NUÔI TỈNH BÌNH LÂM", bold=True, align="both")
    assert codes(built(department(name, text(LONG)))) == "FMT170"


def test_what_a_decision_issues_may_bear_a_letterhead_without_number() -> None:
    """NĐ 30, Phụ lục III, mẫu 1.2: neither number nor date nor Nơi nhận of its own."""
    reference = "(Ban hành kèm theo Quyết định số 09/QĐ-UBND ngày 21 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh)"
    blocks = (
        *head(("ỦY BAN NHÂN DÂN", "TỈNH BÌNH LÂM"), "", "Bình Lâm", own=2)[:2],
        *named("QUY ĐỊNH", "Tuyển chọn nhiệm vụ khoa học và công nghệ"),
        Piece(reference, italic=True, after=12),
        Piece("Chương I", bold=True),
        Piece("QUY ĐỊNH CHUNG", bold=True, after=6),
        text(LONG),
        Row((Piece(""),), (Piece("TM. ỦY BAN NHÂN DÂN", bold=True), Piece("CHỦ TỊCH", bold=True))),
    )
    assert codes(built(blocks)) == ""
    assert codes(built(tuple(b for b in blocks if getattr(b, "text", "") != reference))) != ""


def test_a_trich_yeu_set_by_hand_is_known_by_its_bold_letters() -> None:
    subject = Piece(f"Về việc {LONG[:150]}", bold=True, align="both", indent=12.7)
    document = built(department(Piece("KẾ HOẠCH", bold=True), subject, text(LONG)))
    dot = document.paragraphs[-2].add_run(".")
    dot.font.size, dot.font.name = Pt(14), "Times New Roman"
    anatomy = judged(document).anatomy
    assert [part.text for part in anatomy.of(PartKind.ABSTRACT)] == [f"{subject.text}."]


def test_a_ministry_of_society_is_no_commune() -> None:
    blocks = (
        *head(("BỘ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"), "Số: 12/KH-LĐTBXH", "Hà Nội", own=2),
        *named("KẾ HOẠCH", "Chuyển đổi số năm 2026"),
        text(LONG),
        end(("- Văn phòng Chính phủ;",), "BỘ TRƯỞNG"),
    )
    assert codes(built(blocks)) == ""


@pytest.mark.parametrize(("share", "expected"), [(0.4, ""), (0.9, "FMT110"), (None, "FMT018")])
def test_a_blank_line_with_a_border_is_a_rule(share: float | None, expected: str) -> None:
    blocks = list(changed(plan(text(LONG)), "SỞ NỘI VỤ", border=None))
    row = blocks[1]
    assert isinstance(row, Row)
    blank = Piece("", size=4) if share is None else ruled(Piece("SỞ NỘI VỤ", 13, True), part=share)
    blocks[1] = Row((*row.left, structs.replace(blank, text="", size=4)), row.right)
    assert codes(built(blocks)) == expected


def test_a_blank_line_with_a_border_below_a_party_agency_is_one_too_many() -> None:
    document = docx.Document(io.BytesIO(word("hd36")))
    (name,) = (each for each in document.element.body.iter(qn("w:p")) if each.text == "BAN TỔ CHỨC")
    blank = OxmlElement("w:p")
    name.addnext(blank)
    write(Paragraph(blank, document._body), Piece("", border=25))
    assert codes(document) == "FMT017"


# The end


@pytest.mark.parametrize(
    ("title", "number", "expected"),
    [
        ("K/T TRƯỞNG BAN TỔ CHỨC", "Số 12-BC/BTCTU-BNCTU", ""),
        ("K/T TRƯỞNG BAN TỔ CHỨC", "Số 12-BC/BTCTU", "FMT062"),
    ],
)
def test_in_a_paper_of_two_a_title_says_of_which(title: str, number: str, expected: str) -> None:
    changes = {"authority": {"text": title}, "number": {"text": number}}
    facts, _ = read_facts(word("hd36", **changes), "van-ban.docx")
    assert facts is not None
    found = {fault.finding.code for fault in judge(facts).faults}
    assert " ".join(found - {"FMT083"}) == expected


def test_a_signature_by_one_tab_goes_on_below_the_last_recipient() -> None:
    blocks = (
        *decision()[:-1],
        Piece("Nơi nhận:\tGIÁM ĐỐC", bold=True, align="left"),
        Piece("- Như Điều 2;", size=11, align="left"),
        Piece("- Lưu: VT.", size=11, align="left"),
        Piece("\tNguyễn Văn An", bold=True, align="left"),
    )
    anatomy = judged(built(blocks)).anatomy
    assert [part.text for part in anatomy.of(PartKind.SIGNATORY)] == ["Nguyễn Văn An"]
    assert [part.text for part in anatomy.of(PartKind.RECIPIENT)] == ["- Như Điều 2;", "- Lưu: VT."]


def test_who_signs_by_tabs_is_judged_where_the_page_ends_with_the_name() -> None:
    blocks = (
        *decision()[:-1],
        Piece("Nơi nhận:\t\tGIÁM ĐỐC", bold=True, align="left"),
        Piece("- Như Điều 2;", size=11, align="left"),
        Piece("- Lưu: VT.", size=11, align="left"),
        Piece("\t\tTS. Nguyễn Văn An", bold=True, align="left"),
    )
    document = built(blocks)
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Danh sách Tổ công tác")
    verdict = judged(document)
    assert [part.text for part in verdict.anatomy.attached] == ["Danh sách Tổ công tác"]
    assert "FMT061" in {fault.finding.code for fault in verdict.faults}


@pytest.mark.parametrize("decider", ["GIÁM ĐỐC SỞ NỘI VỤ", "BỘ TRƯỞNG BỘ NỘI VỤ"])
def test_who_decides_does_not_sign_there(decider: str) -> None:
    verdict = judged(built(decision(decider)))
    assert [part.text for part in verdict.anatomy.of(PartKind.SIGNATORY)] == ["Nguyễn Văn An"]
    assert [fault.finding.code for fault in verdict.faults] == []


def test_a_note_below_the_last_recipient_is_none() -> None:
    blocks = list(decision())
    row = blocks[-1]
    assert isinstance(row, Row)
    note = Piece("Các đơn vị tải tài liệu phiên họp tại:", size=13, align="left")
    blocks[-1] = Row((*row.left, note), row.right)
    assert codes(built(blocks)) == ""


def test_blanks_behind_a_signature_do_not_hide_it() -> None:
    blocks = (
        *decision()[:-1],
        Piece("Nơi nhận:\t\t\t\t\tKT. GIÁM ĐỐC", bold=True, align="left"),
        Piece("- Như Điều 2;\t\t\t\t\tPHÓ GIÁM ĐỐC\t     ", bold=True, align="left"),
        Piece("- Lưu: VT.", size=11, align="left"),
    )
    anatomy = judged(built(blocks)).anatomy
    assert [part.text for part in anatomy.of(PartKind.POSITION)] == ["PHÓ GIÁM ĐỐC"]


def test_a_slip_behind_a_letter_of_one_page_needs_no_page_number() -> None:
    slip = (
        *head(("UBND TỈNH BÌNH LÂM", "SỞ NỘI VỤ"), "", "Bình Lâm")[1:2],
        Piece("PHIẾU GHI Ý KIẾN", bold=True),
        *(text(LONG) for _ in range(4)),
    )
    letter = decision()
    page = Page(number="")
    assert codes(built((page, *letter[1:], Page(number=""), *slip))) == ""
    assert codes(built((page, *letter[1:-1], *(text(LONG) for _ in range(4)), letter[-1]))) != ""


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (f"{LONG[:-1]}./.", ""),
        (LONG[:-1], "FMT057 FMT225"),
    ],
)
def test_a_note_in_brackets_below_the_text_does_not_end_it(last: str, expected: str) -> None:
    note = text("(Gửi kèm dự thảo Quyết định)", italic=True)
    assert codes(built(plan(text(LONG), text(last), note))) == expected


@pytest.mark.parametrize("kept", ["- Lưu: VT, CCHC&TN.(M.An)", "- Lưu: VT, NC.(04b)"])
def test_a_line_of_keeping_may_end_with_who_drafted_it(kept: str) -> None:
    blocks = decision()[:-1]
    assert codes(built((*blocks, end(("- Như Điều 2;",), "GIÁM ĐỐC", kept=kept)))) == ""


def test_a_recipient_may_go_on_below_a_comma() -> None:
    lines = ("- Văn phòng, Thanh tra,", "các phòng thuộc Sở;", "- Như Điều 2;")
    assert codes(built((*decision()[:-1], end(lines, "GIÁM ĐỐC")))) == ""
    lines = ("- Văn phòng, Thanh tra,", "- Như Điều 2;")
    assert codes(built((*decision()[:-1], end(lines, "GIÁM ĐỐC")))) == "FMT071"


# Appendices


def test_the_head_of_a_form_in_an_appendix_is_no_title() -> None:
    reference = f"(Kèm theo Kế hoạch số 12/KH-SNV ngày {DAY} của Sở Nội vụ)"
    form = head(("UBND TỈNH BÌNH LÂM", "SỞ NỘI VỤ"), "Số:     /BC-SNV", "Bình Lâm")[1:]
    blocks = _appended("Phụ lục", reference=reference, mention="Chi tiết tại Phụ lục.")
    rank = next(i for i, each in enumerate(blocks) if getattr(each, "text", "") == reference)
    assert codes(built((*blocks[: rank + 1], *form, text(LONG)))) == ""


def _appended(*labels: str, reference: str, mention: str) -> Blocks:
    pages: list[Block] = []
    for label in labels:
        pages += [Page(), Piece(label, bold=True), Piece("DANH MỤC NHIỆM VỤ", bold=True)]
        pages += [Piece(reference, italic=True)] if reference else []
        pages.append(Grid((("STT", "Nhiệm vụ"), ("1", "Số hóa hồ sơ"))))
    return (*plan(text(f"{LONG} {mention}")), *pages)


@pytest.mark.parametrize(
    ("agency", "expected"),
    [("Sở Nội vụ", ""), ("Sở NV", ""), ("SNV", "FMT083"), ("Sở Tư pháp", "FMT083")],
)
def test_a_chi_dan_may_say_dinh_kem_and_shorten_a_name(agency: str, expected: str) -> None:
    reference = f"(Đính kèm Kế hoạch số 12/KH-SNV ngày {DAY} của {agency})"
    blocks = _appended("Phụ lục", reference=reference, mention="Chi tiết tại Phụ lục.")
    assert codes(built(blocks)) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("Ban Thường vụ Đảng ủy", ""),
        ("Ban Chấp hành Đảng bộ phường", ""),
        ("Đảng ủy phường", ""),
        ("Ban Thường vụ Đảng ủy phường An Lộc", ""),
        ("Đảng ủy phường Bình Lâm", "FMT083"),
        ("Văn phòng Đảng ủy", "FMT083"),
        ("Ủy ban Kiểm tra Đảng ủy", "FMT083"),
    ],
)
def test_a_chi_dan_may_name_the_board_of_a_committee(who: str, expected: str) -> None:
    reference = f"(Kèm theo Báo cáo số 12-BC/ĐU, ngày 05/9/2025 của {who})"
    changes = {f"reference_{rank}": {"text": reference} for rank in (1, 2)}
    changes["number"] = {"text": "Số 12-BC/ĐU"}
    changes["superior"] = {"text": "ĐẢNG BỘ TỈNH BÌNH LÂM"}
    changes["issuer"] = {"text": "ĐẢNG ỦY PHƯỜNG AN LỘC"}
    changes["dateline"] = {"text": "An Lộc, ngày 05 tháng 9 năm 2025"}
    facts, _ = read_facts(word("hd36", **changes), "van-ban.docx")
    assert facts is not None
    assert " ".join(fault.finding.code for fault in judge(facts).faults) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Phụ lục Ia", "Phụ lục Ib", "Phụ lục II"), ""),
        (("Phụ lục I", "Phụ lục I.1", "Phụ lục II"), ""),
        (("Phụ lục I", "Phụ lục I", "Phụ lục II"), "FMT080"),
        (("Phụ lục Ia", "Phụ lục IIIa"), "FMT080 FMT086"),
    ],
)
def test_an_appendix_may_have_parts(labels: tuple[str, ...], expected: str) -> None:
    reference = f"(Kèm theo Kế hoạch số 12/KH-SNV ngày {DAY} của Sở Nội vụ)"
    blocks = _appended(*labels, reference=reference, mention="Chi tiết tại Phụ lục I, Phụ lục II.")
    assert codes(built(blocks)) == expected


def test_an_appendix_of_what_is_attached_is_mentioned_there() -> None:
    reference = f"(Kèm theo Quyết định số 12/QĐ-UBND ngày {DAY} của Ủy ban nhân dân phường An Lộc)"
    appendix = (
        Page(),
        Piece("Phụ lục", bold=True),
        Piece("MẪU BIÊN BẢN", bold=True),
        Piece(reference, italic=True),
        text(LONG),
    )
    assert codes(built((*ward_decision(), *appendix))) == "FMT086"
    assert codes(built((*ward_decision(), text("Mẫu biên bản tại Phụ lục."), *appendix))) == ""


def test_a_bracket_below_the_title_of_an_appendix_is_no_title() -> None:
    reference = f"(Kèm theo Kế hoạch số 12/KH-SNV ngày {DAY} của Sở Nội vụ)"
    blocks = list(_appended("Phụ lục", reference=reference, mention="Chi tiết tại Phụ lục."))
    rank = next(i for i, each in enumerate(blocks) if getattr(each, "text", "") == reference)
    blocks.insert(rank, Piece("(đối với dự án nhóm C)", italic=True))
    assert codes(built(blocks)) == ""


# The text


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (text(f"B. HIỆN TRẠNG TỔ CHỨC {LONG[:90].upper()}", bold=True), ""),
        (text("Mục 4. Hồ sơ thanh tra, chuyển hồ sơ vụ việc có dấu hiệu phạm tội", bold=True), ""),
        (text(f"MỤC 4. {LONG[:110].upper()}", bold=True), ""),
        (text("I. TỈNH BÌNH LÂM (trước sắp xếp)", bold=True), ""),
        (text("I. Tỉnh Bình Lâm (trước sắp xếp)", bold=True), "FMT032"),
        (text("II. Nội dung: Phiên họp lần thứ nhất của Tổ", lead="II. Nội"), ""),
        (text("2. Kết quả thực hiện: đến hết tháng 11 năm 2025", lead="2. Kết"), ""),
        (text("1. Cơ sở sản xuất: Công ty cổ phần Bình Lâm"), ""),
        (text("2. Nhiệm vụ trọng tâm"), "FMT033"),
        (text(f"4. Sở Nội vụ chủ trì, phối hợp với các đơn vị {LONG[:100]}".rstrip(". ")), ""),
    ],
    ids=lambda value: value.text[:24] if isinstance(value, Piece) else value,
)
def test_headings_and_what_only_looks_like_one(heading: Piece, expected: str) -> None:
    assert codes(built(plan(text(LONG), heading, text(LONG)))) == expected


# Places


def _signed(*lines: tuple[int, str]) -> Blocks:
    """Signed by lines that so many blanks push into the middle of their column."""
    blocks = list(plan(text(LONG)))
    row = blocks[-1]
    assert isinstance(row, Row)
    pieces = [Piece(f"{' ' * blanks}{line}", bold=True, align="left") for blanks, line in lines]
    blocks[-1] = Row(row.left, tuple(pieces), widths=(90, 75))
    return tuple(blocks)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (((13, "KT. GIÁM ĐỐC"), (11, "PHÓ GIÁM ĐỐC"), (13, "Nguyễn Văn An")), ""),
        (((0, "CHÁNH VĂN PHÒNG"), (7, "Đỗ Văn An")), ""),
        (((1, "KT. GIÁM ĐỐC"), (0, "PHÓ GIÁM ĐỐC"), (3, "Nguyễn Văn An")), ""),
        (((0, "GIÁM ĐỐC"), (30, "Nguyễn Văn An")), "FMT114"),
        (((0, "GIÁM ĐỐC"), (0, "Nguyễn Văn An")), "FMT114"),
    ],
)
def test_a_signature_placed_by_blanks(lines: tuple[tuple[int, str], ...], expected: str) -> None:
    assert codes(built(_signed(*lines))) == expected


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [("          SỞ NỘI VỤ", set()), ("SỞ NỘI VỤ", {"FMT023", "FMT024"})],
)
def test_names_placed_by_blanks(issuer: str, expected: set[str]) -> None:
    blocks = changed(plan(text(LONG)), "UBND TỈNH", align="left")
    blocks = changed(blocks, "SỞ NỘI VỤ", text=issuer, align="left", border=None)
    assert set(codes(built(blocks)).split()) - {"FMT018"} == expected


@pytest.mark.parametrize("letters", [112, 160])
@pytest.mark.parametrize(("length", "expected"), [(60, ""), (130, "FMT110")])
def test_a_rule_below_a_trich_yeu_is_measured_by_its_lines(
    letters: int, length: float, expected: str
) -> None:
    """One that goes on over two lines by itself is as wide as its lines, not as all of it."""
    blocks = changed(plan(text(LONG)), "Chuyển đổi số", text=LONG[:letters].strip(), border=None)
    document = built(blocks)
    abstract = next(each for each in document.paragraphs if each.text == LONG[:letters].strip())
    draw(abstract, (50, 50 + length))
    assert codes(document) == expected


@pytest.mark.parametrize(("sentences", "expected"), [(16, ""), (24, "FMT003")])
def test_a_page_number_is_asked_of_what_surely_has_a_second_page(
    sentences: int, expected: str
) -> None:
    """Counted by lines and not by letters: a page of single lines holds some 2.700."""
    sentence = "Các đơn vị tập trung chỉ đạo, tổ chức thực hiện nhiệm vụ được giao, bảo đảm đúng tiến độ và chất lượng."
    body = text(" ".join([sentence] * sentences), line=1.0)
    blank = text("", line=1.0)
    blocks = plan(body, subject="Chuyển đổi số")
    assert codes(built((Page(number=""), *blocks[1:], *[blank] * 20))) == expected


def _nested(document: Document, *cells: int) -> Document:
    """What stands in these cells of the last table, in tables of their own."""
    for rank in cells:
        cell = document.tables[-1].rows[0].cells[rank]
        pieces = [each._p for each in cell.paragraphs]
        inner = cell.add_table(1, 1)._tbl.tr_lst[0].tc_lst[0]
        for piece in pieces:
            inner.append(piece)
        inner.remove(inner.p_lst[0])
    return document


@pytest.mark.parametrize("cells", [(), (0,), (1,), (0, 1)])
def test_who_signs_beside_another_stands_in_a_table_of_his_own(cells: tuple[int, ...]) -> None:
    """A table in the cell of another that only sets both side by side: what is beside it is none of the text."""
    drawn = Piece("NGƯỜI GHI BIÊN BẢN", bold=True, align="left", indent=10)
    blocks = department(
        *named("BIÊN BẢN", "Họp đánh giá kết quả công tác"),
        text(LONG),
        Row(
            (drawn, Piece("Trần Thị Bình", bold=True, align="left", indent=15, before=70)),
            (
                Piece("CHỦ TRÌ", bold=True),
                Piece("GIÁM ĐỐC", bold=True),
                Piece("Nguyễn Văn An", bold=True, before=70),
            ),
        ),
        number="Số: 12/BB-SNV",
    )
    assert codes(_nested(built(blocks), *cells)) == ""
