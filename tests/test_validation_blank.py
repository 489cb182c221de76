"""What clerks write to say nothing, that nobody has counted yet, or where it is said; and their neighbours that say something."""

from __future__ import annotations

import pytest

from cv183_reports.spreadsheet.grid import Cell, CellKind
from cv183_reports.validation.reading import (
    is_dash,
    is_left_blank,
    is_none,
    names_no_paper,
    points_elsewhere,
    says_not_counted,
    says_nothing,
)

NONE = (
    *(
        "Không",
        "không có.",
        "Ko có",
        "chưa",
        "K",
        "x",
        "N/A",
        "0",
        "-",
        "…",
        "//",
        "Không có gì thêm",
    ),
    *("Hiện nay chưa có khó khăn", "Đến nay không", "Hiện tại chưa", "Trong kỳ không phát sinh"),
    *("Trong tháng này không có vướng mắc", "Đơn vị không có khó khăn", "Không gặp khó khăn"),
    *(
        "Không có khó khăn, vướng mắc gì lớn",
        "Chưa phát hiện khó khăn, vướng mắc",
        "Không phát sinh khó khăn, vướng mắc trong kỳ",
        "Trong quá trình thực hiện nhiệm vụ đơn vị không gặp khó khăn, vướng mắc nào",
        "Tính đến nay cơ bản không có tồn tại, hạn chế",
        "None",
    ),
    *(
        "Không có ý kiến",
        "Không có kiến nghị, đề xuất khác",
        "Không có vướng mắc phát sinh trong kỳ",
        "Nhìn chung không có khó khăn",
        "Không vướng",
        "Không xảy ra",
    ),
)
SOMETHING = (
    *("Không có cán bộ chuyên trách", "Chưa có văn bản hướng dẫn", "Không có kinh phí", "Kinh phí"),
    *("Nhìn chung thuận lợi", "Không xảy ra vi phạm", "Không vướng mặt bằng"),
    *("Không lớn lắm", "Đơn vị chưa có con dấu", "Cơ bản thuận lợi", "Quá trình thực hiện chậm"),
    *("Không có khó khăn lớn, còn thiếu người", "Hiện nay chưa bố trí được trụ sở", "10", "Họp"),
)


@pytest.mark.parametrize("text", NONE)
def test_words_of_none(text: str) -> None:
    assert is_none(text)
    assert not points_elsewhere(text)


@pytest.mark.parametrize("text", SOMETHING)
def test_words_that_only_begin_so(text: str) -> None:
    assert not is_none(text)
    assert not points_elsewhere(text)
    assert not is_left_blank(Cell(1, 1, CellKind.TEXT, text))


ELSEWHERE = (
    *("nt", "-nt-", "Như trên", "Xem mục 1.1", "Tương tự", "Như kỳ trước", "Giống tháng trước"),
    *("Như tháng 8", "Giữ nguyên như báo cáo tháng 8", "Đã báo cáo kỳ trước", "Như báo cáo trước"),
    *(
        "Đã báo cáo tại báo cáo tháng 8/2025",
        "Không thay đổi",
        "Không có gì thay đổi so với kỳ trước",
    ),
    *(
        "Xem file đính kèm",
        "(có văn bản kèm theo)",
        "Chi tiết tại phụ lục gửi kèm",
        "Kèm theo báo cáo",
    ),
    *("Chi tiết tại file đính kèm mail", "Đã gửi qua Zalo", "Báo cáo gửi qua email ngày 20/9"),
    *("Trùng với nhiệm vụ 1.2", "Nội dung như mục 1.2", "Đã nêu ở mục 1.1", "Như đã báo cáo"),
    *("Đã báo cáo cụ thể tại mục 1.1", "Đã báo cáo tại nội dung trên"),
    *(
        "Có báo cáo riêng",
        "Nội dung theo báo cáo đính kèm",
        "Xem phụ lục",
        "Theo biểu số 02",
        "Xem bảng II",
        "Nội dung này đã nêu ở mục 1.2",
        "Tương tự 1.2",
        "Xem sheet 2",
        "Đã ghi ở cột bên",
        "Idem",
    ),
)
HERE = (
    *("Đã báo cáo Thường trực", "Đã gửi qua trục liên thông", "Đã báo cáo tại hội nghị tháng 9"),
    *("Đã báo cáo", "Báo cáo số 15-BC/ĐU kèm theo", "Ban hành kế hoạch kèm theo phụ lục chi tiết"),
    *(
        "Tương tự các xã khác, đã bố trí xong",
        "Như trên đã báo cáo, đơn vị đã trình",
        "Theo báo cáo số 41",
    ),
    *(
        "Thay đổi trụ sở",
        "Cùng 12 xã ký kết",
        "Kết quả đã đạt 12",
        "Đã ghi trong nghị quyết của chi bộ",
        "Không thay đổi được thiết kế",
        "Chưa có biểu mẫu",
        "Xem xét bổ sung biên chế",
    ),
)


NO_PAPER = (
    *("Chưa ban hành", "Đang trình ký", "Đã có đủ hồ sơ", "Gửi sau", "Đính kèm", "Ảnh chụp"),
    *("Bản cứng lưu tại văn phòng", "Đã gửi qua eOffice", "Link drive"),
)
PAPER = (
    *("Bản đồ quy hoạch", "Ảnh chụp phòng họp ngày 05/9/2025", "Biên bản họp"),
    *("Đã gửi Báo cáo số 12-BC/ĐU", "Bản cam kết số 03", "Kèm theo Báo cáo số 12-BC/ĐU"),
)


@pytest.mark.parametrize("text", NO_PAPER)
def test_words_that_name_no_document(text: str) -> None:
    assert names_no_paper(text)


@pytest.mark.parametrize("text", PAPER)
def test_words_that_name_a_document(text: str) -> None:
    assert not names_no_paper(text)


@pytest.mark.parametrize("text", ELSEWHERE)
def test_words_that_point_elsewhere(text: str) -> None:
    assert points_elsewhere(text)
    assert not is_none(text)


@pytest.mark.parametrize("text", HERE)
def test_words_that_say_it_themselves(text: str) -> None:
    assert not points_elsewhere(text)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Chưa thống kê được", True),
        ("hiện đang tổng hợp", True),
        ("Không có số liệu", True),
        ("Chờ rà soát", True),
        ("Chưa xác định được tỷ lệ", True),
        ("Đang rà soát 57 hồ sơ", False),
        ("Chưa", False),
        ("300", False),
    ],
)
def test_what_nobody_has_counted_yet(text: str, *, is_so: bool) -> None:
    assert says_not_counted(Cell(1, 1, CellKind.TEXT, text)) is is_so


@pytest.mark.parametrize(
    ("text", "dash", "words"),
    [
        ("-", True, False),
        (" – ", True, False),
        ("...", True, False),
        ("…", True, False),
        ("/", True, False),
        ("//", False, False),
        ("0", False, False),
        ("không", False, True),
        ("1/2", False, False),
    ],
)
def test_marks_and_words_for_a_blank_value(text: str, *, dash: bool, words: bool) -> None:
    cell = Cell(1, 1, CellKind.TEXT, text)
    assert (is_dash(cell), says_nothing(cell)) == (dash, words)
    assert is_left_blank(cell) is (dash or words)
