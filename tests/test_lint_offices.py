"""Sound papers that only some offices write: agreements without a letterhead, congresses, copies, two that issue one."""

from __future__ import annotations

import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from msgspec import structs

from cv183_reports.lint.judge import judge
from cv183_reports.model.finding import Severity
from cv183_reports.word.document import read_facts
from tests.lint_documents import Blocks, Row, Tabbed, built, changed
from tests.lint_papers import (
    LONG,
    commune_decision,
    end,
    head,
    ministry_letter,
    named,
    school_plan,
    telegram,
    text,
)
from tests.lint_papers_others import cell_resolution, tabbed
from tests.word_correct import saved
from tests.word_pieces import Page, Piece


def codes(blocks: Blocks) -> str:
    facts, findings = read_facts(saved(built(blocks)), "van-ban.docx")
    assert facts is not None
    assert not findings
    return " ".join(sorted(fault.finding.code for fault in judge(facts).faults))


def agreement(name: str, *below: Piece) -> Blocks:
    return (
        Page(),
        Piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True),
        Piece("Độc lập - Tự do - Hạnh phúc", bold=True, underline=True),
        *below[:1],
        Piece(name, bold=True, before=12),
        *below[1:],
        text("Hôm nay, ngày 05 tháng 9 năm 2025, chúng tôi gồm:"),
        text("Bên A: Sở Xây dựng tỉnh Bình Lâm", bold=True),
        text("Điều 1. Nội dung công việc", bold=True),
        text(LONG),
        Row(
            (Piece("ĐẠI DIỆN BÊN A", bold=True), Piece("Nguyễn Văn An", bold=True, before=70)),
            (Piece("ĐẠI DIỆN BÊN B", bold=True), Piece("Trần Thị Bình", bold=True, before=70)),
        ),
    )


@pytest.mark.parametrize(
    "blocks",
    [
        agreement("HỢP ĐỒNG DỊCH VỤ", Piece(""), Piece("Số: 27/2025/HĐ-DV")),
        agreement("HỢP ĐỒNG TƯ VẤN GIÁM SÁT THI CÔNG", Piece(""), Piece("Số: 12/2025/HĐ-TVGS")),
        agreement(
            "BẢN GHI NHỚ",
            Piece("Bình Lâm, ngày 05 tháng 9 năm 2025", italic=True, align="right"),
            Piece("Về hợp tác đào tạo nguồn nhân lực", bold=True),
        ),
    ],
)
def test_an_agreement_of_its_parties_has_the_letterhead_of_none(blocks: Blocks) -> None:
    assert codes(blocks) == ""


def test_a_chairman_may_issue_above_the_name_of_his_committee() -> None:
    names = ("CHỦ TỊCH", "ỦY BAN NHÂN DÂN TỈNH BÌNH LÂM")
    blocks = telegram()
    top = head(names, "Số: 05/CĐ-UBND", "Bình Lâm", own=2)
    assert codes((*top, *blocks[3:])) == ""


@pytest.mark.parametrize(
    ("signing", "expected"), [("T/M ĐOÀN CHỦ TỊCH", ""), ("T/M CHI BỘ", "FMT012")]
)
def test_for_the_presidium_of_a_congress_a_name_signs(signing: str, expected: str) -> None:
    blocks = list(cell_resolution())
    row = blocks[-1]
    assert isinstance(row, Row)
    _, _, signatory = row.right
    blocks[-1] = Row(row.left, (Piece(signing, bold=True), signatory))
    assert codes(tuple(blocks)) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [("Số 01-QC/BTCTU-UBKTTU", ""), ("Số 01-QC/BTCTU", "FMT063")]
)
def test_who_issues_with_a_board_signs_in_his_own_way(number: str, expected: str) -> None:
    blocks = changed(cell_resolution(), "NGHỊ QUYẾT", text="QUY CHẾ")
    blocks = changed(blocks, "Số 03", text=number)
    blocks = changed(blocks, "T/M CHI BỘ", text="T/M ỦY BAN KIỂM TRA")
    assert codes(changed(blocks, "BÍ THƯ", text="CHỦ NHIỆM")) == expected


@pytest.mark.parametrize(
    ("superior", "expected"), [("SỞ Y TẾ BÌNH LÂM", ""), ("SỞ TÀI CHÍNH BÌNH LÂM", "FMT061")]
)
def test_a_centre_for_health_may_write_degrees(superior: str, expected: str) -> None:
    blocks = (
        *head((superior, "TRUNG TÂM KIỂM SOÁT"), "Số: 12/KH-KS", "Bình Lâm"),
        *named("KẾ HOẠCH", "Chuyển đổi số năm 2026"),
        text(LONG),
        end(("- Ủy ban nhân dân tỉnh;",), "GIÁM ĐỐC", name="ThS. Nguyễn Văn An"),
    )
    assert codes(blocks) == expected


def test_who_made_a_copy_says_so_below_it() -> None:
    """NĐ 30, Phụ lục I, phần III.2: below the document itself."""
    copy = (
        Row(
            (
                Piece("ỦY BAN NHÂN DÂN", bold=True),
                Piece("PHƯỜNG AN LỘC", bold=True),
                Piece("Số: 45/SY-UBND"),
            ),
            (
                Piece("SAO Y", bold=True),
                Piece("An Lộc, ngày 06 tháng 9 năm 2025", italic=True),
            ),
        ),
        end(("- Các phòng chuyên môn;",), "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    )
    assert codes((*ministry_letter(), Piece(""), *copy)) == ""
    assert codes((*commune_decision(), Piece(""), *copy)) == ""


def test_of_several_lines_drawn_that_nearest_in_length_is_told() -> None:
    blocks = tuple(
        structs.replace(block, rules=((15, 40), (100, 165)))
        if isinstance(block, Tabbed) and block.rules
        else block
        for block in tabbed()
    )
    facts, _ = read_facts(saved(built(blocks)), "van-ban.docx")
    assert facts is not None
    (fault,) = judge(facts).faults
    assert (fault.finding.code, fault.finding.severity) == ("FMT015", Severity.NOTE)
    assert "dài 65 mm" in fault.finding.message


def narrow(blocks: Blocks, left: float) -> Blocks:
    """`blocks` with another left column of their head."""
    return tuple(
        structs.replace(block, widths=(left, 165 - left))
        if isinstance(block, Row) and rank < _HEAD_ENDS
        else block
        for rank, block in enumerate(blocks)
    )


_HEAD_ENDS = 3


def condensed(document: Document, words: str, points: float) -> Document:
    """The letters of the first line that begins so, drawn together: Font → Advanced → Spacing."""
    line = next(p for p in document.element.body.iter(qn("w:p")) if p.text.startswith(words))
    for run in line.iter(qn("w:r")):
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(-20 * points)))
        run.get_or_add_rPr().append(spacing)
    return document


@pytest.mark.parametrize(
    ("words", "left", "points", "expected"),
    [
        ("CỘNG HÒA", 73, 0, ""),
        ("An Lộc, ngày", 106, 0, "FMT019"),
        ("An Lộc, ngày", 106, 1.2, ""),
    ],
)
def test_a_date_that_must_not_wrap_may_be_drawn_together(
    words: str, left: float, points: float, expected: str
) -> None:
    document = condensed(built(narrow(school_plan(), left)), words, points)
    facts, _ = read_facts(saved(document), "van-ban.docx")
    assert facts is not None
    found = [fault.finding.code for fault in judge(facts).faults]
    assert " ".join(each for each in found if each == "FMT019") == expected
