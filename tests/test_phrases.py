"""Turns of phrase that the documents share, as a table that a person can judge."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cv183_reports.model import Indicator, Obligation
from cv183_reports.narrative.phrases import (
    as_prose,
    cited,
    excerpt,
    figures_named,
    in_line,
    sentences,
    shortened,
    with_evidence,
    without_full_stop,
)
from cv183_reports.vietnamese.wording import mid_sentence
from tests.shipped import shipped_register

CITED = """
| obligations                       | as the dispatch numbers them                      |
|-----------------------------------|---------------------------------------------------|
|                                   |                                                   |
| 1.3                               | ý (3), mục 1                                      |
| 5.4                               | ý (4), mục 5                                      |
| 6                                 | mục 6                                             |
| 4.2                               | ý (ii), mục 4                                     |
| 1.1 1.3                           | ý (1), (3), mục 1                                 |
| 4.1 4.2 4.3                       | ý (i), (ii), (iii), mục 4                         |
| 3.1 3.2 3.3 3.4 3.5 3.7           | ý (1) đến (5), (7), mục 3                         |
| 3.1 3.2 3.3 3.5 3.6 3.7           | ý (1), (2), (3), (5), (6), (7), mục 3             |
| 6 7 9                             | mục 6, 7, 9                                       |
| 1.1 2.1 2.2 4.3 6 7               | ý (1), mục 1; ý (1), (2), mục 2; ý (iii), mục 4; mục 6, 7 |
| 1.1 1.2 1.3 1.4 6                 | ý (1) đến (4), mục 1; mục 6                       |
"""


def rows(table: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.strip().splitlines()[2:]
    ]


def obligations(codes: str) -> list[Obligation]:
    wanted = codes.split()
    return [o for o in shipped_register().obligations if o.code in wanted]


@pytest.mark.parametrize(("codes", "words"), rows(CITED))
def test_obligations_are_cited_as_the_dispatch_numbers_them(codes: str, words: str) -> None:
    found = obligations(codes)
    assert [o.code for o in found] == codes.split()
    assert cited(found) == words


def test_letters_within_a_text_number_its_own_parts() -> None:
    """Only a text with its own one mark is an item lettered so: of two marks, neither is."""
    second, *_ = obligations("4.2")
    parts = replace(second, text="Ban hành (i) hướng dẫn, (ii) quy chế")
    other = replace(second, text="Ban hành theo ý (i)")
    assert [cited([each]) for each in (second, parts, other)] == [
        "ý (ii), mục 4",
        "ý (2), mục 4",
        "ý (2), mục 4",
    ]


FIGURES = """
| figure | in a sentence                                              |
|--------|------------------------------------------------------------|
| HC09   | hồ sơ đang giải quyết cuối kỳ                              |
| HC12   | điểm Bộ chỉ số phục vụ người dân, doanh nghiệp             |
| CB03   | vị trí lãnh đạo, quản lý còn thiếu cuối kỳ                 |
"""


@pytest.mark.parametrize(("code", "words"), rows(FIGURES))
def test_a_figure_is_named_in_words(code: str, words: str) -> None:
    assert figures_named(figures(code)) == words


def figures(*codes: str) -> list[Indicator]:
    return [i for i in shipped_register().indicators if i.code in codes]


def test_several_figures_are_parted_where_their_names_hold_commas() -> None:
    assert figures_named(figures("CB03", "HC09")) == (
        "vị trí lãnh đạo, quản lý còn thiếu cuối kỳ; hồ sơ đang giải quyết cuối kỳ"
    )


PLAN = (
    "Ban hành kế hoạch triển khai thực hiện Kết luận tới toàn thể cấp ủy cơ sở trên địa bàn phường."
)
MEETING = "Tổ chức hội nghị quán triệt cho cán bộ, đảng viên, người hoạt động không chuyên trách ở tổ dân phố."
DUTY = (
    "Phân công cấp ủy viên phụ trách từng chi bộ, từng tổ dân phố, có kiểm tra, đôn đốc hằng tuần."
)


@pytest.mark.parametrize("between", ["\n", " "])
def test_a_numbered_list_is_quoted_without_its_numbers(between: str) -> None:
    told = between.join(f"{n}. {one}" for n, one in enumerate((PLAN, MEETING, DUTY), start=1))
    assert sentences(told) == [PLAN, MEETING, DUTY]
    assert excerpt(told, set()) == f"{PLAN} {MEETING}"
    assert shortened(f"1. {PLAN} 2. {MEETING} 3. {DUTY}") == f"1. {PLAN} 2. {MEETING}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Tổng số: 12. Trong đó có 02 việc.", ["Tổng số: 12. Trong đó có 02 việc."]),
        ("Đã giao 12. Còn 02 việc.", ["Đã giao 12.", "Còn 02 việc."]),
        ("Có 1. Ba việc. 3. Xong", ["Có 1.", "Ba việc.", "3. Xong"]),
        ("Đã làm: 1) Họp. 2) Ban hành 05 văn bản.", ["Đã làm: Họp.", "Ban hành 05 văn bản."]),
    ],
)
def test_a_number_that_counts_no_items_stays(text: str, told: list[str]) -> None:
    assert sentences(text) == told


RUNNING = [
    (
        "Đã làm:\n- Ban hành 05 văn bản;\n- Tổ chức 02 hội nghị;\n- Sở Tài chính hỗ trợ",
        "Đã làm: ban hành 05 văn bản; tổ chức 02 hội nghị; Sở Tài chính hỗ trợ",
    ),
    (
        "Chỉ đạo,đã xong 12/15 chỉ tiêu (80%) ; còn 03",
        "Chỉ đạo, đã xong 12/15 chỉ tiêu (80%); còn 03",
    ),
    ("Thu 1,5 tỷ; tỷ lệ 12,5%", "Thu 1,5 tỷ; tỷ lệ 12,5%"),
    ("Thiếu máy ... và mực", "Thiếu máy ... và mực"),
    ("a) Đã ban hành b) Đang rà soát", "Đã ban hành; đang rà soát"),
    ("Đã làm: a) Họp; b) Sửa trụ sở.", "Đã làm: họp; sửa trụ sở."),
    ("a) Đã họp. b) Đã sửa trụ sở.", "Đã họp. Đã sửa trụ sở."),
    ("a) Đã họp\nb) Đã sửa trụ sở", "Đã họp; đã sửa trụ sở"),
    ("Theo điểm a) khoản 1 và điểm b) khoản 2", "Theo điểm a) khoản 1 và điểm b) khoản 2"),
    ("Nhà a) mới xây", "Nhà a) mới xây"),
    ("Đã phân công 15 đồng chí./.", "Đã phân công 15 đồng chí."),
    ("Đã họp.\nTrân trọng /.", "Đã họp. Trân trọng."),
    ("Đã ban hành quy chế.Đã phân công.Đã họp", "Đã ban hành quy chế. Đã phân công. Đã họp"),
    (
        "TP.Hải Phòng, ThS.Nguyễn Văn An, dichvucong.gov.vn",
        "TP.Hải Phòng, ThS.Nguyễn Văn An, dichvucong.gov.vn",
    ),
    (
        "Đảng ủy đã ban hành quy chế làm việc của Ban Chấp hành\nvà phân công\nđồng chí phụ trách",
        "Đảng ủy đã ban hành quy chế làm việc của Ban Chấp hành và phân công đồng chí phụ trách",
    ),
    ("- Đã họp với\ncác tổ dân phố\n- Đã sửa\ntrụ sở", "Đã họp với các tổ dân phố; đã sửa trụ sở"),
    ("Đã ban hành quy chế\nđã phân công", "Đã ban hành quy chế; đã phân công"),
    ("đã họp\nđã sửa trụ sở", "đã họp; đã sửa trụ sở"),
    (
        "I. Công tác chỉ đạo\nĐã họp\nII- Kết quả:\nĐã sửa trụ sở",
        "Công tác chỉ đạo; đã họp; kết quả: đã sửa trụ sở",
    ),
    ("I. Newton", "I. Newton"),
    ("(i) Đã họp; (ii) Đã sửa", "(i) Đã họp; (ii) Đã sửa"),
    ("Theo các khoản a) và b) của Điều 5", "Theo các khoản a) và b) của Điều 5"),
    ("a. Đã họp\nb.Đã sửa trụ sở", "Đã họp; đã sửa trụ sở"),
    ("(a) Đã họp; (b) Đã sửa trụ sở", "Đã họp; đã sửa trụ sở"),
    ("1.Đã họp\n2.Đã sửa trụ sở", "Đã họp; đã sửa trụ sở"),
    ("1- Đã họp\n2- Đã sửa trụ sở", "Đã họp; đã sửa trụ sở"),
    ("— Đã họp\n— Đã sửa trụ sở", "Đã họp; đã sửa trụ sở"),
    ("• Đã họp • Đã sửa trụ sở", "Đã họp; đã sửa trụ sở"),
    ("* Đã họp; * Đã sửa trụ sở", "Đã họp; đã sửa trụ sở"),
    ("Đã họp .Đã sửa . Đã cấp ( 12 máy )", "Đã họp. Đã sửa. Đã cấp (12 máy)"),
    ("Họp ngày 12/8/2025.Đã giao", "Họp ngày 12/8/2025. Đã giao"),
    (
        "Từ 01/9 - 20/9, + 5 ngày; Đ/c A. Đã họp - Đ/c B. Sửa",
        "Từ 01/9 - 20/9, + 5 ngày; Đ/c A. Đã họp - Đ/c B. Sửa",
    ),
]


@pytest.mark.parametrize(("text", "words"), RUNNING)
def test_a_list_becomes_running_text(text: str, words: str) -> None:
    assert as_prose(text) == words


def test_what_staff_worded_stays_to_the_letter() -> None:
    typed = "Chỉ đạo:\n- Ban hành 05 văn bản ;\n- a) Họp,sửa"
    assert in_line(typed) == "Chỉ đạo: Ban hành 05 văn bản ; a) Họp,sửa"


ENUMERATED = (
    "Trong kỳ đã rà soát vị trí việc làm, viên chức, người lao động, cơ sở vật chất của các phòng; "
    "phối hợp lắp đặt máy quét, máy in, đường truyền tại bộ phận một cửa"
)
BRACKETED = "Việc liên thông giữa các phần mềm chưa ổn định (phần mềm hộ tịch, đất đai và đăng ký kinh doanh)"


def test_a_text_is_cut_between_items_and_never_within_a_bracket() -> None:
    assert shortened(ENUMERATED, 140) == f"{ENUMERATED.partition(';')[0]}…"
    assert shortened(BRACKETED, 80) == f"{BRACKETED.partition(' (')[0]}…"
    assert shortened(f"{BRACKETED}, nhiều nơi còn lỗi hằng ngày", 110) == f"{BRACKETED}…"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rà soát hồ sơ, giấy tờ, v.v.", "Rà soát hồ sơ, giấy tờ, v.v."),
        ("Rà soát hồ sơ, v. v. ;", "Rà soát hồ sơ, v. v."),
        ("Rà soát hồ sơ v.v…", "Rà soát hồ sơ v.v…"),
        ("Rà soát hồ sơ v.v", "Rà soát hồ sơ v.v"),
        ("Rà soát hồ sơ.;", "Rà soát hồ sơ"),
    ],
)
def test_and_so_on_keeps_its_stop(text: str, words: str) -> None:
    assert without_full_stop(text) == words
    assert with_evidence([text], "Kế hoạch số 5") == f"{words} (Kế hoạch số 5)."


@pytest.mark.parametrize(
    ("evidence", "proof"),
    [
        ("(Quyết định số 15/QĐ-UBND, ngày 12/8/2025)", "Quyết định số 15/QĐ-UBND, ngày 12/8/2025"),
        ("1. Quyết định số 15\n2. Kế hoạch số 16.", "Quyết định số 15; Kế hoạch số 16"),
        ("Báo cáo số 5 (lần 2)", "Báo cáo số 5 (lần 2)"),
        ("(Báo cáo số 5) và (Kế hoạch số 6)", "(Báo cáo số 5) và (Kế hoạch số 6)"),
    ],
)
def test_a_proof_stands_in_one_bracket_without_the_marks_of_its_list(
    evidence: str, proof: str
) -> None:
    assert with_evidence(["Đã họp."], evidence) == f"Đã họp ({proof})."


INSIDE = """
| as a unit writes it                   | inside a sentence                     |
|---------------------------------------|---------------------------------------|
| Đã ban hành kế hoạch                  | đã ban hành kế hoạch                  |
| Phường Hồng Bàng còn thiếu người      | phường Hồng Bàng còn thiếu người      |
| Sở Tài chính chưa cấp mã              | Sở Tài chính chưa cấp mã              |
| Bộ máy chưa ổn định                   | bộ máy chưa ổn định                   |
| Ban hành kế hoạch                     | ban hành kế hoạch                     |
| Ban Thường vụ chỉ đạo                 | Ban Thường vụ chỉ đạo                 |
| Ủy ban nhân dân thành phố chưa phân bổ | Ủy ban nhân dân thành phố chưa phân bổ |
| Hải Phòng chưa có quy định            | Hải Phòng chưa có quy định            |
| Nghị định số 178/2024/NĐ-CP còn vướng | Nghị định số 178/2024/NĐ-CP còn vướng |
| Hướng dẫn người dân nộp hồ sơ         | hướng dẫn người dân nộp hồ sơ         |
| Theo Nghị quyết số 5                  | theo Nghị quyết số 5                  |
| Đảng viên đi làm xa                   | đảng viên đi làm xa                   |
| Nguyễn Văn An phụ trách               | Nguyễn Văn An phụ trách               |
| Đảng ủy Quân sự phối hợp              | Đảng ủy Quân sự phối hợp              |
| Thành ủy giao nhiệm vụ                | Thành ủy giao nhiệm vụ                |
| Do Sở Tài chính chưa cấp mã           | do Sở Tài chính chưa cấp mã           |
| CNTT còn thiếu                        | CNTT còn thiếu                        |
"""


@pytest.mark.parametrize(("text", "words"), rows(INSIDE))
def test_names_keep_their_capitals_inside_a_sentence(text: str, words: str) -> None:
    assert mid_sentence(text) == words
    assert in_line(f"- Đã họp\n- {text}") == f"Đã họp; {words}"
    assert in_line(f"Đã họp.\n{text}") == f"Đã họp. {text}"
    assert in_line(f"✓ Đã họp\n ➢ {text}") == f"Đã họp; {words}"
