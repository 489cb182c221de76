"""Which rules hold for which document, and the words by which parts are known."""

from __future__ import annotations

from datetime import date

import pytest

from cv183_reports.lint.checks.head import dateline
from cv183_reports.lint.judge import judge
from cv183_reports.lint.rules import HD05, HD36, ND30, RuleSet, Span, rules_named, rules_on
from cv183_reports.lint.vocabulary import appendix_label, honorific, is_authority, is_post
from cv183_reports.word.document import read_facts
from tests.word_correct import word


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2017, 1, 1), HD36),
        (date(2026, 5, 26), HD36),
        (date(2026, 5, 27), HD05),
        (date(2027, 1, 1), HD05),
    ],
)
def test_the_party_changed_its_rules_on_27_may_2026(day: date, rules: RuleSet) -> None:
    assert rules_on(day) is rules


def test_sets_are_found_by_name() -> None:
    assert [rules_named(code) for code in ("hd36", "hd05", "nd30", "hd99")] == [
        HD36,
        HD05,
        ND30,
        None,
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Hải Phòng, ngày 26 tháng 5 năm 2026", "hd36"),
        ("Hải Phòng, ngày 27 tháng 5 năm 2026", "hd05"),
        ("Hải Phòng, ngày      tháng 5 năm 2026", "hd36"),
        ("Hải Phòng, ngày … tháng 6 năm 2026", "hd05"),
        ("Hải Phòng, ngày 5 tháng 09 năm 2025", "hd36"),
        ("Hải Phòng, ngày      tháng      năm 2026", "hd05"),
    ],
)
def test_the_date_line_chooses_the_set(line: str, code: str) -> None:
    facts, _ = read_facts(word("hd05", dateline={"text": line}), "van-ban.docx")
    assert facts is not None
    choice = judge(facts).choice
    assert choice.rules.code == code
    assert choice.why


def test_a_state_number_chooses_nd30_without_heading() -> None:
    facts, _ = read_facts(word("nd30", nation=None, motto=None), "van-ban.docx")
    assert facts is not None
    choice = judge(facts).choice
    assert choice.rules is ND30
    assert "12/BC-SNV" in choice.why


def test_sets_differ_as_the_texts_do() -> None:
    assert (HD36.list_mark, HD05.list_mark) == (",", ";")
    assert (HD36.text.lines.most, HD05.text.lines.most) == (60, 22)
    assert (HD36.basis_marks, HD05.basis_marks) == ((";", ","), (";", "."))
    assert (HD36.proposal_word, HD05.proposal_word) == ("Kính gửi", "Kính trình")
    assert [look.sizes for look in HD36.looks] == [look.sizes for look in HD05.looks]


def test_spans_hold_their_ends() -> None:
    span = Span(18, 22, 0.5)
    assert [span.holds(value) for value in (17.4, 17.5, 22.5, 22.6)] == [False, True, True, False]
    assert str(Span(13.5, 14)) == "13,5–14"


@pytest.mark.parametrize(
    ("text", "zeros"),
    [
        ("Hải Phòng, ngày 05 tháng 9 năm 2025", True),
        ("Hải Phòng, ngày 15 tháng 02 năm 2026", True),
        ("Hải Phòng, ngày 15 tháng 12 năm 2026", True),
        ("Hải Phòng, ngày      tháng 9 năm 2025", True),
        ("Hải Phòng, ngày 5 tháng 9 năm 2025", False),
        ("Hải Phòng, ngày 15 tháng 2 năm 2026", False),
        ("Hải Phòng, ngày 15 tháng 09 năm 2025", False),
    ],
)
def test_zeros_of_a_date(text: str, zeros: bool) -> None:
    read = dateline(text)
    assert read is not None
    assert read.has_right_zeros is zeros


@pytest.mark.parametrize(
    "text",
    [
        "Hải Phòng ngày 05 tháng 9 năm 2025",
        "Hải Phòng, ngày 30 tháng 02 năm 2025",
        f"Hải Phòng, ngày      tháng {'1' * 5000} năm 2025",
        "",
    ],
)
def test_what_is_no_date_line(text: str) -> None:
    assert dateline(text) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Phụ lục", ("", "")),
        ("PHỤ LỤC 12", ("12", "")),
        ("Phụ lục II:", ("II", "")),
        ("Phụ lục 1. Danh sách đơn vị", ("1", "Danh sách đơn vị")),
        ("Phụ lục 2 kèm theo báo cáo", None),
        ("Các phụ lục", None),
    ],
)
def test_labels_of_appendices(text: str, label: tuple[str, str] | None) -> None:
    assert appendix_label(text) == label


@pytest.mark.parametrize(
    "text", ["TRƯỞNG BAN", "K/T TRƯỞNG BAN", "T/M BAN THƯỜNG VỤ", "Q. TRƯỞNG BAN", "TUQ. GIÁM ĐỐC"]
)
def test_lines_that_begin_a_signing_block(text: str) -> None:
    assert is_authority(text)


@pytest.mark.parametrize("text", ["Trưởng ban", "BAN TỔ CHỨC", "NGUYỄN VĂN AN", "KẾT QUẢ"])
def test_lines_that_do_not(text: str) -> None:
    assert not is_authority(text)


def test_titles_are_known_in_any_case() -> None:
    assert is_post("Phó Chủ tịch Thường trực")
    assert not is_post("Nguyễn Văn An")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("TS. Nguyễn Văn An", "TS."),
        ("Đại tá Trần Bình", "Đại tá"),
        ("Đồng chí Lê Cường", "Đồng chí"),
        ("Bạch Thị Ngọc", ""),
        ("Ông Nguyễn Văn An", "Ông"),
        ("Ông Ích Khiêm", ""),
        ("Tạ Sĩ Anh", ""),
    ],
)
def test_degrees_and_ranks(name: str, found: str) -> None:
    assert honorific(name) == found


@pytest.mark.parametrize(
    ("superior", "place", "wanted"),
    [
        ("THÀNH ỦY HẢI PHÒNG", "Hải Phòng", ""),
        ("THÀNH ỦY HẢI PHÒNG", "Hải An", "Hải Phòng"),
        ("TỈNH ỦY BÌNH LÂM", "Bình Lâm", ""),
        ("TỈNH ỦY BÌNH LÂM", "Hải Phòng", "Bình Lâm"),
        ("TỈNH UỶ HOÀ BÌNH", "Hòa Bình", ""),
        ("THÀNH ỦY HUẾ", "Thành phố Huế", ""),
        ("ĐẢNG BỘ TỈNH BÌNH LÂM", "An Lộc", ""),
    ],
)
def test_the_place_is_the_province_of_the_committee(superior: str, place: str, wanted: str) -> None:
    line = f"{place}, ngày 05 tháng 9 năm 2025"
    data = word("hd36", superior={"text": superior}, dateline={"text": line})
    facts, _ = read_facts(data, "van-ban.docx")
    assert facts is not None
    found = [fault.finding for fault in judge(facts).faults if fault.finding.code == "FMT044"]
    assert [each.remedy.split("địa danh là ")[1].split(" (")[0] for each in found] == (
        [wanted] if wanted else []
    )
