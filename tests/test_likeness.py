"""Texts of units that say the same, and those that only look so."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cv183_reports.consolidation.themes import (
    LIGHT,
    LIKENESS,
    SENSITIVE,
    linked,
    say,
    says_same,
    themes,
    without_courtesies,
    without_lead_in,
)
from cv183_reports.model import Source
from cv183_reports.model.consolidated import Theme, ThemeGroup, Voice
from tests.months import register
from tests.test_explain import material, read_before

__all__ = ["read_before"]

SAME = """
Thiếu cán bộ chuyên trách về công nghệ thông tin | Thiếu cán bộ chuyên trách CNTT
Đề nghị UBND thành phố bổ sung kinh phí cho cấp xã | Kiến nghị Ủy ban nhân dân thành phố sớm bổ sung nguồn kinh phí cho cấp xã trong thời gian tới.
Trụ sở làm việc chật hẹp, xuống cấp | Trụ sở chật hẹp, xuống cấp.
Đường truyền mạng chậm, thường xuyên bị gián đoạn | Hiện nay, đường truyền mạng chậm, thường xuyên gián đoạn
Thiếu công chức chuyên môn về đất đai, xây dựng, môi trường | Thiếu công chức chuyên môn về đất đai, xây dựng, môi trường, ảnh hưởng đến tiến độ giải quyết hồ sơ
Kinh phí hoạt động đuợc cấp còn chậm | Kinh phí hoạt động được cấp còn chậm
Chưa có hướng dẫn cụ thể về chế độ | Chưa được hướng dẫn cụ thể về chế độ
TTHC về đất đai phức tạp | Thủ tục hành chính về đất đai còn phức tạp
Còn thiếu 5 công chức tư pháp | Hiện thiếu 05 công chức tư pháp
Đề nghị bố trí kinh phí sửa chữa trụ sở | Đề nghị bố trí kinh phí để sửa chữa trụ sở, nhằm đáp ứng yêu cầu nhiệm vụ
Phần mềm hộ tịch chưa liên thông, phải nhập hai lần | Phải nhập hai lần do phần mềm hộ tịch chưa liên thông
Bộ phận tiếp nhận có lúc quá tải do hồ sơ hộ tịch tăng đột biến vào đầu tuần | Hồ sơ hộ tịch tăng đột biến vào đầu tuần, bộ phận tiếp nhận có lúc quá tải
Chưa có hướng dẫn cụ thể về cách tính chế độ đối với người có thời gian công tác gián đoạn | Cách tính chế độ với người có thời gian công tác gián đoạn chưa được hướng dẫn cụ thể
Nhân lực tại chỗ bị ảnh hưởng do việc cử người tăng cường về cấp xã | Việc cử người tăng cường về cấp xã ảnh hưởng đến nhân lực tại chỗ
"""
OTHER = """
Còn thiếu 05 công chức chuyên môn | Còn thiếu 03 công chức chuyên môn
Thiếu hai công chức tư pháp hộ tịch | Thiếu ba công chức tư pháp hộ tịch
Hoàn thành trước ngày 15/8/2025 việc bàn giao | Hoàn thành trước ngày 25/8/2025 việc bàn giao
Thực hiện Nghị định số 178/2024/NĐ-CP còn chậm | Thực hiện Nghị định số 67/2025/NĐ-CP còn chậm
Đề nghị sáp nhập Trung tâm Văn hóa | Đề nghị không sáp nhập Trung tâm Văn hóa
Đã được cấp kinh phí sửa chữa trụ sở | Chưa được cấp kinh phí sửa chữa trụ sở
Không được tuyển dụng công chức mới | Không có tuyển dụng công chức mới
Việc chi trả cho cán bộ nghỉ chế độ chưa đầy đủ | Việc chi trả cho cán bộ nghỉ chế độ đầy đủ
Hồ sơ tồn đọng, không ảnh hưởng đến người dân | Hồ sơ tồn đọng, ảnh hưởng đến người dân
Sở chưa hướng dẫn việc bàn giao | Sở chưa hướng dẫn kịp thời việc bàn giao
Sở chưa hướng dẫn | Sở chưa hướng dẫn kịp thời
Lãnh đạo chưa quan tâm đầu tư cơ sở vật chất | Lãnh đạo chưa đầu tư cơ sở vật chất
Đề nghị tăng biên chế công chức cấp xã | Đề nghị giảm biên chế công chức cấp xã
Trụ sở đủ chỗ làm việc cho cán bộ, công chức | Trụ sở thiếu chỗ làm việc cho cán bộ, công chức
Đề nghị giao quyền cấp phép cho cấp xã | Đề nghị thu quyền cấp phép của cấp xã
Thiếu máy tính ở bộ phận một cửa | Thiếu máy in ở bộ phận một cửa
Thiếu máy tính cho bộ phận một cửa của trung tâm | Thiếu máy tính bảng cho bộ phận một cửa của trung tâm
Đề nghị Sở Tài chính hướng dẫn | Đề nghị Sở Nội vụ hướng dẫn
Đề nghị Sở Nội vụ hướng dẫn xã Cẩm Giang sắp xếp thôn | Đề nghị Sở Nội vụ hướng dẫn xã Cẩm Giàng sắp xếp thôn
Cần bổ sung biên chế địa chính | Cần bổ sung biên chế tư pháp
Đề nghị bố trí kinh phí cho xã, phường | Đề nghị bố trí kinh phí cho xã, phường để mua máy tính
Chỉ thiếu máy tính cho công chức | Thiếu máy tính cho công chức
Đã cấp kinh phí hoạt động cho tổ chức đảng, chưa cấp kinh phí hoạt động cho đoàn thể | Chưa cấp kinh phí hoạt động cho tổ chức đảng, đã cấp kinh phí hoạt động cho đoàn thể
Thiếu công chức địa chính, thừa công chức tư pháp | Thừa công chức địa chính, thiếu công chức tư pháp
Có trụ sở riêng, chưa có kho lưu trữ | Có kho lưu trữ, chưa có trụ sở riêng
Đề nghị chuyển Trung tâm Y tế từ huyện về tỉnh quản lý | Đề nghị chuyển Trung tâm Y tế từ tỉnh về huyện quản lý
Biên chế cao hơn nhu cầu thực tế | Nhu cầu thực tế cao hơn biên chế
Biên chế được giao cao hơn nhiều so với số cán bộ có mặt | Số cán bộ có mặt cao hơn nhiều so với biên chế được giao
Thiếu công chức tư pháp, hồ sơ giải quyết chậm | Thiếu công chức tư pháp, hồ sơ giải quyết chậm, dẫn đến không còn khiếu nại
"""
LEAD_INS = """
Qua theo dõi, hiện nay các ban xây dựng Đảng còn ít người | Các ban xây dựng Đảng còn ít người
Thực tế cho thấy, hiện tại một bộ phận công chức chưa quen việc mới | Một bộ phận công chức chưa quen việc mới
Qua tổng hợp, hiện chưa có hướng dẫn | Chưa có hướng dẫn
Hiện kinh phí về chậm | Kinh phí về chậm
Thời gian qua việc chi trả chậm | Việc chi trả chậm
Hiện đại hóa trang thiết bị còn chậm | Hiện đại hóa trang thiết bị còn chậm
Hiện trạng trụ sở xuống cấp | Hiện trạng trụ sở xuống cấp
Qua cầu phao đi lại khó khăn | Qua cầu phao đi lại khó khăn
Đơn vị kiến nghị Ban Thường vụ Thành ủy bổ sung biên chế | Đề nghị Ban Thường vụ Thành ủy bổ sung biên chế
Kính đề nghị: Sở Nội vụ hướng dẫn | Đề nghị Sở Nội vụ hướng dẫn
Đề nghị cấp trên sớm bố trí kinh phí | Đề nghị sớm bố trí kinh phí
Đề xuất Sở Tài chính cấp đủ mã quan hệ ngân sách | Đề nghị Sở Tài chính cấp đủ mã quan hệ ngân sách
Kiến nghị của cử tri chậm được trả lời | Kiến nghị của cử tri chậm được trả lời
Hiện nay | Hiện nay
Cần có hướng dẫn chung | Cần có hướng dẫn chung
"""
HORIZONS = [
    # what units say, and the sentences that stand for them with how many say so
    (
        (
            "Đề nghị bổ sung biên chế trong năm nay",
            "Đề nghị bổ sung biên chế",
            "Kiến nghị bổ sung biên chế",
        ),
        [("Đề nghị bổ sung biên chế", 3)],
    ),
    (
        ("Đề nghị bổ sung biên chế trong năm nay", "Kiến nghị bổ sung biên chế trong năm nay"),
        [("Đề nghị bổ sung biên chế trong năm nay", 2)],
    ),
    (
        ("Đề nghị bổ sung biên chế trong năm nay", "Đề nghị bổ sung biên chế trong quý tới"),
        [("Đề nghị bổ sung biên chế", 2)],
    ),
    (
        ("Đề nghị Chính phủ bổ sung biên chế", "Đề nghị Bộ Nội vụ bổ sung biên chế"),
        [("Đề nghị Chính phủ bổ sung biên chế", 1), ("Đề nghị Bộ Nội vụ bổ sung biên chế", 1)],
    ),
]
_CLAIMS = re.compile(
    r"\d[\d./]*\d|\d|(?:trong|hết|cuối) (?:năm nay|tháng tới|quý tới|thời gian (?:tới|sớm nhất))|quý [ivx]+\b|năm sau"
    r"|chính phủ|trung ương|quốc hội|thành ủy|hđnd|ubnd|(?:bộ|sở) (?:nội vụ|tài chính|y tế|tư pháp|xây dựng)"
)
"""Numbers, days, horizons and addressees, told apart without anything of ours."""
REGISTER = register()
PIECES = """
thiếu đủ không chưa đã 05 03 công chức tư pháp địa chính máy in máy tính sáp nhập bố trí kinh phí cho
của về sớm đề nghị để dẫn đến chậm Sở Nội vụ Sở Tài chính , từ sang xã
trong năm nay trong quý tới
"""


def pairs(table: str) -> list[tuple[str, str]]:
    rows = (line.split(" | ") for line in table.strip().splitlines())
    return [(one, other) for one, other in rows]


def voice(unit: str, text: str, cell: str = "L9") -> Voice:
    known = REGISTER.unit(unit)
    assert known is not None
    return Voice(known, text, Source(f"{unit}.xlsx", "Báo cáo", cell), "1.1")


def grouped(*texts: str) -> list[set[str]]:
    codes = [unit.code for unit in REGISTER.units]
    voices = [voice(codes[at % len(codes)], text, f"L{at}") for at, text in enumerate(texts)]
    return [{v.text for v in theme.voices} for theme in themes(voices)]


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_texts_that_say_the_same_are_one(one: str, other: str) -> None:
    assert len(grouped(one, other)) == 1


@pytest.mark.parametrize(("one", "other"), pairs(OTHER))
def test_texts_that_only_look_alike_are_two(one: str, other: str) -> None:
    assert len(grouped(one, other)) == 2


def test_the_most_complete_wording_stands_and_names_nobody() -> None:
    (theme,) = themes(
        [
            voice("10888", "Xã Cẩm Giang thiếu công chức về CNTT"),
            voice("10903", "Thiếu công chức CNTT"),
            voice("11329", "Hiện thiếu công chức công nghệ thông tin"),
        ]
    )
    assert theme.text == "Hiện thiếu công chức công nghệ thông tin"
    assert [unit.code for unit in theme.units] == ["10888", "10903", "11329"]


def test_texts_that_all_name_their_own_unit_stand_alone() -> None:
    told = themes(
        [
            voice("10888", "Trụ sở xã Cẩm Giang xuống cấp"),
            voice("10903", "Trụ sở xã Cẩm Giàng xuống cấp"),
        ]
    )
    assert [len(theme.units) for theme in told] == [1, 1]


@pytest.mark.parametrize(("said", "expected"), pairs(LEAD_INS))
def test_a_sentence_begins_with_the_fact(said: str, expected: str) -> None:
    assert without_lead_in(said) == expected
    assert without_lead_in(expected) == expected


def test_thanks_are_no_part_of_a_proposal() -> None:
    asked = "Đề nghị Sở Nội vụ bổ sung biên chế."
    for thanks in ("Xin trân trọng cảm ơn!", "Trân trọng cám ơn./.", "Đơn vị xin cảm ơn"):
        assert without_courtesies(f"{asked} {thanks}") == asked
    assert without_courtesies("Đề nghị gửi thư cảm ơn.") == "Đề nghị gửi thư cảm ơn."


@pytest.mark.parametrize(("said", "expected"), HORIZONS)
def test_a_merged_sentence_names_no_day_that_not_all_named(
    said: tuple[str, ...], expected: list[tuple[str, int]]
) -> None:
    codes = [unit.code for unit in REGISTER.units]
    told = themes(voice(codes[at], text) for at, text in enumerate(said))
    assert sorted((theme.text, len(theme.units)) for theme in told) == sorted(expected)


def claimed(text: str) -> set[str]:
    plain = unicodedata.normalize("NFC", text).lower().replace("ủy ban nhân dân", "ubnd")
    plain = plain.replace("hội đồng nhân dân", "hđnd")
    return {found.lstrip("0") for found in _CLAIMS.findall(plain)}


def overstated(theme: Theme) -> list[tuple[str, str]]:
    """What the sentence claims that a unit did not say."""
    told = claimed(without_lead_in(theme.text))
    return [(v.unit.code, each) for v in theme.voices for each in told - claimed(v.text)]


def test_the_merged_sentences_of_the_shipped_months_claim_what_every_unit_said() -> None:
    known = material()
    assert known.before is not None
    merged = 0
    for month in (known.now, known.before):
        groups = (*month.difficulties, *month.proposals, ThemeGroup("", month.plan_themes))
        for theme in (theme for group in groups for theme in group.themes):
            assert overstated(theme) == [], theme.text
            merged += len(theme.units) > 1
    assert merged > 50


@given(
    st.lists(
        st.lists(st.sampled_from(PIECES.split()), min_size=2, max_size=12).map(" ".join),
        min_size=2,
        max_size=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_merged_sentences_of_any_texts_claim_what_every_unit_said(said: list[str]) -> None:
    codes = [unit.code for unit in REGISTER.units]
    endings = ("", " trong năm nay", " trong quý tới", "")
    voices = [
        voice(codes[at % len(codes)], text + ending, f"L{at}")
        for at, text in enumerate(said)
        for ending in endings[at % 2 :]
    ]
    assert [overstated(theme) for theme in themes(voices) if overstated(theme)] == []


def test_groups_are_no_chains() -> None:
    """The middle is alike to both ends by one addition each; the ends are not alike."""
    brief = "Thiếu công chức chuyên môn về đất đai, xây dựng, môi trường"
    delay = f"{brief}, ảnh hưởng đến tiến độ giải quyết hồ sơ"
    burden = f"{brief}, gây khó khăn trong quản lý trật tự xây dựng"
    assert says_same(say(brief), say(delay))
    assert says_same(say(brief), say(burden))
    assert not says_same(say(delay), say(burden))
    assert len(grouped(brief, delay, burden)) == 2


def test_light_words_decide_nothing() -> None:
    assert not LIGHT & SENSITIVE


def test_themes_are_ordered_by_how_many_units_say_them() -> None:
    told = themes(
        [
            voice("so-ab", "Mạng chậm"),
            voice("10888", "Thiếu trụ sở"),
            voice("10903", "Đơn vị đề nghị thiếu trụ sở"),
        ]
    )
    assert [len(theme.units) for theme in told] == [2, 1]


texts = st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=9).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(texts, min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_files_is_nothing(said: list[str], random: object) -> None:
    units = [unit.code for unit in REGISTER.units]
    voices = [voice(units[at % 4], text, f"L{at}") for at, text in enumerate(said)]
    mixed = list(voices)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert themes(voices) == themes(mixed)


@settings(max_examples=150, deadline=None)
@given(st.lists(texts, min_size=2, max_size=9))
def test_every_two_of_a_group_are_alike_and_nobody_is_lost(said: list[str]) -> None:
    distinct = list(dict.fromkeys(map(say, said)))
    groups = linked(distinct)
    assert sorted(map(repr, (s for group in groups for s in group))) == sorted(map(repr, distinct))
    for group in groups:
        for one in group:
            assert all(says_same(one, other) for other in group if other is not one)
            assert len({other.numbers for other in group}) == 1
            assert len({len(other.denied) for other in group}) == 1


@given(texts, texts)
def test_saying_the_same_is_mutual(one: str, other: str) -> None:
    assert says_same(say(one), say(other)) == says_same(say(other), say(one))


def test_the_threshold_is_a_share() -> None:
    assert 0 < LIKENESS < 100
    assert isinstance(themes([voice("10888", "Mạng chậm")])[0], Theme)
