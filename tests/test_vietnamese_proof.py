"""What is mistyped is told with what is right; names, loans, codes, blanks to fill in are left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.vietnamese.proof import both_day_forms, both_tone_places, typos
from cv183_reports.vietnamese.spelling import TypoKind, _entries
from cv183_reports.vietnamese.syllables import is_syllable, misspelling, spelt
from tests.vietnamese_cases import cases

MISTYPED = """
| text                                               | kind            | found                 | right               |
| -------------------------------------------------- | --------------- | --------------------- | ------------------- |
| Ban hành kế hoạch , triển khai thực hiện.          | BLANK_BEFORE    | ␣                     |                     |
| Đã họp chi bộ ; đã báo cáo.                        | BLANK_BEFORE    | ␣                     |                     |
| Ban hành kế hoạch,triển khai thực hiện.            | BLANK_MISSING   | ,                     | ,␣                  |
| Hoàn thành trong năm 2025,báo cáo cấp trên.        | BLANK_MISSING   | ,                     | ,␣                  |
| Về việc:triển khai nhiệm vụ.                       | BLANK_MISSING   | :                     | :␣                  |
| Đã họp chi bộ.Đã báo cáo cấp trên.                 | BLANK_MISSING   | .                     | .␣                  |
| Ủy ban nhân dân(sau đây gọi là Ủy ban).            | BLANK_MISSING   | (                     | ␣(                  |
| Tỷ lệ đạt 98 ,7% kế hoạch.                         | BLANK_BEFORE    | ␣                     |                     |
| Đoàn gồm :các đồng chí Phó Chủ tịch.               | BLANK_BEFORE    | ␣:                    | :␣                  |
| Đã có 15 xã,12 phường nộp.                         | BLANK_MISSING   | ,                     | ,␣                  |
| Đã đạt 98%,tăng so với kỳ trước.                   | BLANK_MISSING   | ,                     | ,␣                  |
| Đã họp tại Hải Phòng.Các đơn vị đã nộp.            | BLANK_MISSING   | .                     | .␣                  |
| Đã báo cáo cấp trên.. Tiếp tục thực hiện.          | DOUBLED_MARK    | ..                    | .                   |
| Triển khai  thực hiện nhiệm vụ.                    | TWO_BLANKS      | ␣␣                    | ␣                   |
| Tại  phiên họp đã thống nhất.                      | TWO_BLANKS      | ␣␣                    | ␣                   |
| Họp từ  05 giờ 30 phút.                            | TWO_BLANKS      | ␣␣                    | ␣                   |
| Các đơn vị ( gồm 05 sở) đã nộp.                    | BLANK_INSIDE    | ␣                     |                     |
| Chủ đề “Dân chủ ” được chọn.                       | BLANK_INSIDE    | ␣                     |                     |
| Phát triển kinh tế- xã hội của xã.                 | ONE_SIDED_DASH  | -␣                    | ␣-␣                 |
| Phát triển kinh tế -xã hội của xã.                 | ONE_SIDED_DASH  | ␣-                    | ␣-␣                 |
| Đã họp chi bộ,, đã báo cáo.                        | DOUBLED_MARK    | ,,                    | ,                   |
| Đã báo cáo cấp trên..                              | DOUBLED_MARK    | ..                    | .                   |
| Đang thực hiện viêc sắp xếp.                       | SYLLABLE        | viêc                  |                     |
| Đã hòan thành nhiệm vụ.                            | SYLLABLE        | hòan                  | hoàn                |
| Qũy đất của xã còn ít.                             | SYLLABLE        | Qũy                   | Quỹ                 |
| KHỎAN CHI CỦA XÃ                                   | SYLLABLE        | KHỎAN                 | KHOẢN               |
| Hội viên đóng hộii phí hằng năm.                   | STRANGE         | hộii                  |                     |
| Theo quy địnhcủa pháp luật.                        | STRANGE         | địnhcủa               |                     |
| Người cūa đơn vị.                                  | STRANGE         | cūa                   |                     |
| Nhiệm vụ dduwowcj giao.                            | KEYS            | dduwowcj              | được                |
| Nhiệm vụ dduowcj giao.                             | KEYS            | dduowcj               | được                |
| Thực hiện vieejc sắp xếp.                          | KEYS            | vieejc                | việc                |
| Nguwowif dân đồng tình.                            | KEYS            | Nguwowif              | Người               |
| Chưa thuwcj hiện, khoong có vướng mắc.             | KEYS            | thuwcj                | thực                |
| Nhiệm vụ d9u7o7c5 giao.                            | KEYS            | d9u7o7c5              | được                |
| Nhân dân Vie65t Nam.                               | KEYS            | Vie65t                | Việt                |
| Bao cao ket qua thuc hien nhiem vu trong thang.    | UNACCENTED      | Bao cao ket qua thuc hien nhiem vu trong thang |  |
| Xã đã bao cao ket qua thuc hien nhiem vu được giao. | UNACCENTED     | bao cao ket qua thuc hien nhiem vu |  |
| Thuc hien nhiem vu tháng 9, các xã đã báo cáo.     | UNACCENTED      | Thuc hien nhiem vu    |                     |
| Xã to chuc hop va phan cong cac dong chi phu trach từng thôn. | UNACCENTED | to chuc hop va phan cong cac dong chi phu trach | |
| Quyền lợi của của hội viên.                        | TWICE           | của của               | của                 |
| Các các đơn vị đã nộp.                             | TWICE           | Các các               | Các                 |
| Nhà tưởng niệm niệm liệt sĩ.                       | PERHAPS_TWICE   | niệm niệm             | niệm                |
| Các nghành đã báo cáo.                             | MISSPELT        | nghành                | ngành               |
| Các đơn vị thực hiên tốt.                          | MISSPELT        | thực hiên             | thực hiện           |
| Mọi nhiệm vu được giao.                            | MISSPELT        | nhiệm vu              | nhiệm vụ            |
| Đơn vị xuất xắc toàn ngành.                        | MISSPELT        | xuất xắc              | xuất sắc            |
| Ủy ban nhân dân thành phố hải phòng.               | CAPITAL         | hải phòng             | Hải Phòng           |
| Trình Ban Tổ Chức xem xét.                         | CAPITAL         | Ban Tổ Chức           | Ban Tổ chức         |
| Việc sử lý cán bộ vi phạm.                         | MISSPELT        | sử lý                 | xử lý               |
| Sử lý cán bộ vi phạm.                              | MISSPELT        | Sử lý                 | Xử lý               |
| Chuẩn đoán sai nguyên nhân.                        | MISSPELT        | Chuẩn đoán            | Chẩn đoán           |
| Tránh cọ sát với dân.                              | MISSPELT        | cọ sát                | cọ xát              |
| Hướng dân số 37/HD-BCA về nghiệp vụ.               | MISSPELT        | Hướng dân             | Hướng dẫn           |
| Thực hiện theo qui định.                           | VARIANT         | qui định              | quy định            |
| Trình Ban thường vụ xem xét.                       | CAPITAL         | Ban thường vụ         | Ban Thường vụ       |
| Ban thường vụ Thành ủy đã họp.                     | CAPITAL         | Ban thường vụ         | Ban Thường vụ       |
| Các đồng chí Đảng Viên mới.                        | CAPITAL         | Đảng Viên             | đảng viên           |
| Nhân dân Việt nam.                                 | CAPITAL         | Việt nam              | Việt Nam            |
| Bộ Quôc phòng và Hội đồng đã họp.                  | SYLLABLE        | Quôc                  |                     |
| Đảng Viên phải gương mẫu.                          | CAPITAL         | Đảng Viên             | Đảng viên           |
| Đoàn công tác của Truờng Chính trị.                | MISSPELT        | Truờng                | Trường              |
| Ban hành Hướng dân số 37/HD-BCA.                   | MISSPELT        | Hướng dân             | Hướng dẫn           |
| Đảng ủy, Mặc trận Tổ quốc đã họp.                  | MISSPELT        | Mặc trận              | Mặt trận            |
| Theo Khoản 2 Điều 29 của Nghị định.                | CAPITAL         | Khoản                 | khoản               |
| Tỷ lệ đạt 98.5% kế hoạch.                          | NUMBER          | 98.5                  | 98,5                |
| Kinh phí là 12.5 tỷ đồng.                          | NUMBER          | 12.5                  | 12,5                |
| Kinh phí là 1,234,567 đồng.                        | NUMBER          | 1,234,567             | 1.234.567           |
| Tỷ lệ đạt 98 % kế hoạch.                           | NUMBER          | ␣%                    | %                   |
| Công văn ngày 5/9/2025 của sở.                     | DAY             | 5/9/2025              | 05/9/2025           |
| Công văn ngày 15/2/2025 của sở.                    | DAY             | 15/2/2025             | 15/02/2025          |
| Họp ngày 5/9 tại xã.                               | DAY             | 5/9                   | 05/9                |
| Quyết định ngày 5 tháng 12 năm 2011 của bộ.        | DAY             | 5                     | 05                  |
| Đã sắp xếp 5 đơn vị hành chính.                    | SMALL_NUMBER    | 5                     | 05                  |
| Phong trào "Bình dân học vụ số" của xã.            | STRAIGHT_QUOTES | "Bình dân học vụ số"  | “Bình dân học vụ số” |
| Chương trình “Đối thoại" của xã.                   | OPEN_QUOTE      | “Đối thoại"           | “Đối thoại”         |
| Các sở, ban, ngành... của thành phố đã nộp.        | THREE_DOTS      | ...                   | …                   |
"""

LEFT_ALONE = r"""
| text                                                                                       |
| ------------------------------------------------------------------------------------------ |
| Tỉnh Đắk Lắk, huyện Krông Pắc, ông Y Bion Niê và bà H'Ngăm Niê Kđăm.                       |
| Đoàn công tác của Zürich, São Paulo và François đã thăm trường.                            |
| Căn cứ Quyết định số 12/QĐ-UBND, Nghị quyết số 18-NQ/TW và Thông tư 08/2023/TT-BGDĐT.      |
| Liên hệ qua vanphong@xa.gov.vn hoặc https://dichvucong.gov.vn/p/home,trang-chu.            |
| Đại hội Hội Nông dân; hành vi vi phạm; phân công công việc; trực tiếp tiếp nhận.           |
| Song song với việc chung chung, năm năm qua luôn luôn thực hiện từ từ.                     |
| Trong lịch sử lý luận của Đảng; chủ chương trình; giám sát nhập khẩu; định hướng dân số.   |
| Máy tính dùng chip mới, sử dụng format cũ, box thư, max 5 GB; đi xe bus, xem news.         |
| Họ và tên : ..................... Chức vụ : ........                                       |
| Ngày   tháng  năm 2025, số  -BC/TU, từ ngày   đến ngày  của Sở.                              |
| Số …./QĐ-UBND ngày … tháng … năm 2025                                                      |
| Mục 2.1 nêu rõ; phần mềm 3.5 đã cũ; diện tích 3,5 ha; 1.234 người; 98,5%.                  |
| Lúc 14:30 ngày 05/9/2025 và 31/12/2025; tỷ lệ 1/2; quý 4/2025; Nghị quyết 57.              |
| Khoản 2 Điều 29 quy định như sau:                                                          |
| Theo khoản 2 Điều 29, điểm a khoản 1 Điều 2.                                               |
| Tổ 3 đơn vị; từ 3 - 5 đơn vị; khoản 2 người; 15 đơn vị; 05 đơn vị.                         |
| Ths.Nguyễn Văn An, Tp.Hải Phòng, lớp 10,11 và 12; các sở, ngành.. của tỉnh; 1,2 và 98,7%.  |
| Lớp 10A,B,C; các phòng CAT(PC04), VT; PC04; A4; H5N1; CO2; PM2.5.                          |
| Báo Nhân Dân, ông Nguyễn Văn Kiệt, bà Lò Thị Quyên, xã Ea Súp.                             |
| ĐẢNG BỘ THÀNH PHỐ, UBND, HĐND, MTTQ, ĐU, BTCTU.                                            |
| -  Ban hành kế hoạch.                                                                      |
| a)  Triển khai kế hoạch.                                                                   |
| The committee of the ASEAN needs to see this book soon.                                    |
| Đồng chí Nguyễn Hửu Phước và đồng chí Nguyễn Hoàng Thiện; bà Lê Thị Sẳn, ông Mổi, ông ĐỄ.  |
| Thôn Chung Tâm, xã Hướng Dân; ông Nguyễn Văn Sâm nhập viện; ông Lê Bắc đầu tư thêm.        |
| Đồng chí Nguyễn Văn Được được bầu; đồng chí Lê Văn Tiến tiến hành kiểm tra.                |
| Người Việt Nam định cư ở nước ngoài; Việt Nam định hướng; ông Vũ Thái nguyên là Bí thư.    |
| Những vấn đề nghi vấn; tính khả thi đưa vào quy hoạch; đặt sản xuất lên đầu; đặt sản phẩm. |
| Nâng cao tính chấp hành; vận chuyển thống nhất; máy xúc vật liệu; cùng chung tâm nguyện.   |
| Đặt quyền và lợi ích của dân lên trên; thúc đẩy đủ mạnh; tính chất vất vả; dự định xuất ngũ. |
| Báo điện tử Nhân Dân, Truyền hình Nhân Dân; Công ty kiểm toán AASC; chuyển đổi sổ bảo hiểm. |
| Giải quyết quyết định; dẫn chứng chứng minh; nhà ở ở nông thôn; giám sát sát thực tế.      |
| Ở thôn 5 xã bên; giai đoạn 2 dự án; theo mục 2.1 tháng trước; phiên bản 2.0 năm 2025.      |
| Ông Nay Păt và bà Siu Hơt, huyện Krông Păc; ông Giàng A Tôc đã họp.                        |
| Ban thường vụ cấp ủy xem xét; tại xã, đặc khu. Ủy ban kiểm tra các cấp báo cáo.            |
| b) Ban thường vụ đảng uỷ xã, phường, đặc khu.                                              |
| Đơn tố cáo trách nhiệm vu khống; thành phô mai; giáo hội nghi ngờ; bớt đi cho đỡ vướng mắt. |
| Chương trình “Smart City Hai Phong”; hát khap, chip hot; quan tâm cho con trong ba năm qua. |
| Gửi tệp Bao cao ket qua thuc hien nhiem vu.docx, ở D:\bao cao\ket qua thuc hien, về xã.     |
| Ghi tiêu đề thư “Bao cao ket qua thuc hien”; soạn theo cú pháp ket qua thuc hien nhiem vu.  |
| Hòa và hoà, ủy và uỷ đều đúng; quý, quỹ, khuỷu, ngoằn ngoèo, huơ, thuở.                    |
"""


@pytest.mark.parametrize(("text", "kind", "found", "right"), cases(MISTYPED))
def test_what_is_mistyped_is_told(text: str, kind: str, found: str, right: str) -> None:
    told = [(typo.kind.name, text[typo.start : typo.end], typo.right) for typo in typos(text)]
    assert (kind, found, right) in told
    assert {name for name, _, _ in told} == {kind}


@pytest.mark.parametrize("text", [text for (text,) in cases(LEFT_ALONE)])
def test_what_is_right_is_left_alone(text: str) -> None:
    assert [(typo.kind.name, text[typo.start : typo.end]) for typo in typos(text)] == []


@pytest.mark.parametrize("text", [row[0] for row in cases(MISTYPED)])
def test_what_is_put_right_has_no_such_fault_any_more(text: str) -> None:
    for typo in reversed([typo for typo in typos(text) if typo.certain]):
        text = text[: typo.start] + typo.right + text[typo.end :]
    assert [typo for typo in typos(text) if typo.certain] == []


def test_a_word_spelt_in_two_ways_is_told_once() -> None:
    texts = ["Ủy ban nhân dân và Uỷ ban Kiểm tra", "ủy viên; tòa án; hoà giải; “hòa”"]
    assert both_tone_places(texts) == (("uỷ", "ủy"),)


def test_days_of_two_forms_are_told() -> None:
    texts = ["ngày 05/9/2025", "ngày 31-8-2025 và 06/9/2025", "số 12-34-2025/A"]
    assert both_day_forms(texts) == ("31-8-2025", "05/9/2025")
    assert both_day_forms(texts[:1]) is None


PIECES = ["a", "ă", "đ", ".", ",", "(", ")", "“", "”", '"', "-", "5", "/", "%", "việc", " "]


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_places_lie_in_the_text_and_in_order(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    found = typos(text)
    assert all(0 <= typo.start <= typo.end <= len(text) for typo in found)
    assert [typo.start for typo in found] == sorted(typo.start for typo in found)
    assert all(text[typo.start : typo.end] != typo.right for typo in found if typo.certain)


@given(
    st.sampled_from(["hoang", "duyên", "khuyu", "nghiêng", "giêng", "qua", "quyên", "ươm", "yêu"]),
    st.sampled_from("\u0300\u0309\u0303\u0301\u0323"),
)
def test_a_tone_put_on_a_syllable_makes_a_syllable(letters: str, tone: str) -> None:
    word = spelt(letters, tone)
    assert is_syllable(word)
    assert misspelling(word + tone) is not None


def test_every_row_of_the_list_would_be_told() -> None:
    """No row is hidden by another rule, or written so that it can never match."""
    for entries in _entries().values():
        for entry in entries:
            text = " ".join(entry.words)
            told = {typo.right for typo in typos(f"x {text} y")} | {
                typo.right for typo in typos(text)
            }
            kinds = {typo.kind for typo in typos(f"x {text} y")}
            assert entry.right in told or TypoKind.SYLLABLE in kinds, entry


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Họp thứ Tư, ngày 10 tháng 9 năm 2025.", ""),
        ("Họp ngày 10 tháng 9 năm 2025 (thứ Tư).", ""),
        ("Họp ngày 10 tháng 9 năm 2025 (thứ Năm).", "10 tháng 9 năm 2025 (thứ Năm"),
        ("Họp thứ 2, ngày 15/9/2025; Chủ nhật, ngày 14/9/2025.", ""),
        ("Họp Chủ nhật, ngày 15/9/2025.", "Chủ nhật, ngày 15/9/2025"),
        ("Ngày 31 tháng 4, đơn vị họp.", "31 tháng 4"),
        ("Ngày 30 tháng 4; ngày 29 tháng 02 năm 2024; ngày 29/02/2024.", ""),
        ("Họp ngày 29/02/2025.", "29/02/2025"),
        ("Giỗ ngày 30/02 âm lịch.", ""),
        ("Trong ngày 13/15 đơn vị đã nộp; trong ngày 31/45 đơn vị.", ""),
        ("Số liệu tháng 13/2025.", "13/2025"),
        ("Trong 18 tháng năm 2024 - 2025; tháng 12 năm 2025.", ""),
        ("Từ ngày 10/9/2025 đến hết ngày 05/9/2025.", "Từ ngày 10/9/2025 đến hết ngày 05/9/2025"),
        ("Từ ngày 05/9/2025 đến ngày 10/9/2025.", ""),
        ("Nghị định số 15/13/2025/NĐ-CP.", ""),
        (
            "Ấn bản thứ 2 (ngày 01/8/2010); kỳ họp thứ 5 (21/5/2018); lần thứ 7, ngày 25/12/2015.",
            "",
        ),
        ("Tạp chí, số 92 tháng 2 năm 1925.", ""),
    ],
)
def test_days_that_cannot_be(text: str, found: str) -> None:
    told = [text[typo.start : typo.end] for typo in typos(text) if typo.kind is TypoKind.NO_DAY]
    assert told == ([found] if found else [])


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Kết quả (chi tiết tại phụ lục kèm theo.", [8]),
        ("Kết quả (chi tiết tại phụ lục kèm theo", []),
        ("Kết quả 50 triệu đồng).", [21]),
        ("Các mục a), b) và 1), 2) nêu trên; (i) một; ii) hai.", []),
        ("Cụm từ “điểm a khoản 1 (mục 2)” thay bằng “điểm b”.", []),
        ("Ông nói: “Cần làm ngay.", []),
        ('"c1) Cơ quan chuyên môn về nông nghiệp.', []),
        ("bản hướng dẫn thực hiện Luật này).", []),
        ("“Điều 5. Quy định chung (sửa đổi).", []),
        ("Bãi bỏ khoản 3 Điều 5”.", []),
        ("Phong trào “3 không đã lan rộng.", [11]),
    ],
)
def test_brackets_that_stand_alone(text: str, at: list[int]) -> None:
    assert [typo.start for typo in typos(text) if typo.kind is TypoKind.ONE_BRACKET] == at


@pytest.mark.parametrize(
    "text",
    [
        "Theo Báo cáo số 12/BC-UBND và báo cáo số liệu 12/15.",
        "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15; Sắc luật số 27/TT-SLU.",
        "Diện tích 2000ha; 2000m2; tệp thang9.xlsx; mẫu C12.",
        "Kinh phí 1.250.000 đồng; 1,25 tỷ đồng; 15.000 đồng.",
        "Các biện pháp theo điều 5 nêu trên.",
    ],
)
def test_what_only_looks_wrong_beside_numbers(text: str) -> None:
    assert typos(text) == ()


@pytest.mark.parametrize(
    ("text", "found", "right"),
    [
        ("Đơn vị đã xây dưng kế hoạch.", "xây dưng", "xây dựng"),
        ("Kết quả đạt dược còn thấp.", "đạt dược", "đạt được"),
        ("Tinh hình triển khai nhệm vụ.", "nhệm vụ", "nhiệm vụ"),
        ("Công tác tham muu kịp thời.", "tham muu", "tham mưu"),
        ("Cơ quan sẻ tiếp tục thực hiện.", "sẻ tiếp tục", "sẽ tiếp tục"),
        ("Theo hướng dẫn của Bộ nội vụ.", "Bộ nội vụ", "Bộ Nội vụ"),
        ("Theo hướng dẫn của Sở Tài Chính.", "Sở Tài Chính", "Sở Tài chính"),
        ("Tại Trung tâm phục vụ hành chính công phường.", "Trung tâm phục vụ hành chính công", "Trung tâm Phục vụ hành chính công"),
        ("Ông Nguyeenx Văn An báo cáo.", "Nguyeenx", "Nguyễn"),
    ],
)  # fmt: skip
def test_what_clerks_mistype_is_told(text: str, found: str, right: str) -> None:
    told = [(text[typo.start : typo.end], typo.right) for typo in typos(text)]
    assert (found, right) in told


@pytest.mark.parametrize(
    "text",
    [
        "Người dân xã Bờ Ngoong, ông Khor và ông James Caan dự họp.",
        "Sáp nhập thị trấn Hưng Hà và xã Hưng Nhân.",
        "Không được áp đặt quyền lực lên nhân dân.",
        "Tổ chức xử lý tài sản công xuất hóa đơn điện tử.",
        "Lực lượng này cũng cố tìm cách ngăn chặn.",
        "Dữ liệu chia sẻ được lưu; khoản có tính chất lương.",
        "Bổ nhiệm ông Trần Văn Phòng; toà xử ly hôn.",
        "Chủ tịch nước ký chứng thực Hiến pháp; phát triển khái niệm mới.",
        "Bộ Công Thương và Sở Xây dựng kế hoạch hóa công việc.",
        "Tham gia xúc tiến đầu tư; cộng đồng dân cư sử dụng đất; dự kiến nghỉ Tết 09 ngày.",
        "Thương hiệu xuất hiện từ lâu, giá tương đối tương đương; nêu kỹ nguyên nhân; ghi chú trong biểu.",
        "Họp tại xã Thải Giàng Phố; châu thuộc trấn Hưng Hóa; đặt quyền người dân lên trên; cả nước tập chung tay.",
        "Khi cơn bão tồn tại trên biển; thị trấn thương mại; miền Bắc buộc phải cắt điện; Quốc hội nghỉ giữa kỳ.",
        "Ban Cán sự Đảng Ủy ban nhân dân tỉnh; thú y¹ và đặc khu²; diện tích 62,5 m².",
        "Treo panô, khẩu hiệu; mái fibrôximăng; xem catalô; tấn công từ chối dịch vụ (DDoS).",
        "Thông báo kết luận số 1863-TB/TU; Thông báo ý kiến kết luận số 45/TB-VP.",
        "Đẩy mạnh boost trên mạng; nhạc roots ở xã; các hội thi teens đã diễn ra; tỉnh ĐĂK LĂK, ĐƯQS.",
        "Thư viện Pháp luật. ngày 05/9/2025; TP. hồ; các trang tr. 5; xem mua-gió.jpg.",
        "Tại các phòng 201,202,203 và thửa 125,126,127.",
        "UBND Quận 8 tổ chức họp; Chi bộ 3 tổ chức sinh hoạt; Sư đoàn 5 tổ chức; Phường 3 tổ chức.",
    ],
)
def test_what_only_looks_mistyped(text: str) -> None:
    assert typos(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Khắc phục những tồn tại tại các đơn vị và hiện tại tại xã.",
        "Các bước tiếp theo theo quy định; hồ sơ kèm theo theo mẫu; theo theo dõi của Sở.",
        "Nội dung nêu trên trên địa bàn tỉnh; giải phóng mặt bằng bằng vốn xã; tặng bằng bằng khen.",
        "Hệ thống thống kê và hệ thống thống nhất; thiết bị bị hỏng; triệu tập tập huấn; bảo vệ vệ sinh.",
        "Các đại biểu biểu quyết; sản xuất xuất khẩu; tuyên truyền truyền thống; phân cấp cấp phép.",
        "Quy hoạch phân khu khu vực phía Nam; vận tải hàng không không gián đoạn; nông dân dân tộc thiểu số.",
    ],
)
def test_where_two_compounds_meet_a_word_stands_twice(text: str) -> None:
    assert typos(text) == ()


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("Họp tại tại xã.", "tại tại", "TWICE"),
        ("Đã tồn, tại tại xã.", "tại tại", "TWICE"),
        ("Làm theo theo quy định.", "theo theo", "TWICE"),
        ("Kế hoạch không không có kinh phí.", "không không", "PERHAPS_TWICE"),
        ("Các khu khu công nghiệp.", "khu khu", "PERHAPS_TWICE"),
        ("Theo kết luận số 12-KL/TU.", "kết luận", "CAPITAL"),
        ("Tổng số 1,250,000 đồng; mã 250,125,100.", "1,250,000", "NUMBER"),
        ("Công tác DDangr của xã.", "DDangr", "KEYS"),
        ("Chăn nuôi gia xúc.", "gia xúc", "MISSPELT"),
        ("Bên cạnh keest quả đạt được.", "keest", "KEYS"),
        ("Đã thoongs nhất.", "thoongs", "KEYS"),
        ("KẾT QUẢ THƯC HIỆN", "THƯC", "SYLLABLE"),
        ("Duy tu đường. thay thế bóng đèn.", "đường. thay", "CAPITAL"),
    ],
)
def test_elsewhere_it_is_told(text: str, found: str, kind: str) -> None:
    told = [(text[typo.start : typo.end], typo.kind.name) for typo in typos(text)]
    assert (found, kind) in told
