from __future__ import annotations

import random
import unicodedata

import pytest

from cv183_reports.vietnamese.legacy import (
    CP1258,
    TCVN3,
    TCVN3_LETTERS,
    VNI,
    VNI_LETTERS,
    decode,
    detect,
)
from tests.vietnamese_cases import cases

TCVN3_ROWS = """
| vowel | plain | huyền | hỏi | ngã | sắc | nặng |
|-------|-------|-------|-----|-----|-----|------|
| a     |       | B5    | B6  | B7  | B8  | B9   |
| ă     | A8    | BB    | BC  | BD  | BE  | C6   |
| â     | A9    | C7    | C8  | C9  | CA  | CB   |
| e     |       | CC    | CE  | CF  | D0  | D1   |
| ê     | AA    | D2    | D3  | D4  | D5  | D6   |
| i     |       | D7    | D8  | DC  | DD  | DE   |
| o     |       | DF    | E1  | E2  | E3  | E4   |
| ô     | AB    | E5    | E6  | E7  | E8  | E9   |
| ơ     | AC    | EA    | EB  | EC  | ED  | EE   |
| u     |       | EF    | F1  | F2  | F3  | F4   |
| ư     | AD    | F5    | F6  | F7  | F8  | F9   |
| y     |       | FA    | FB  | FC  | FD  | FE   |
| đ     | AE    |       |     |     |     |      |
| Ă     | A1    |       |     |     |     |      |
| Â     | A2    |       |     |     |     |      |
| Ê     | A3    |       |     |     |     |      |
| Ô     | A4    |       |     |     |     |      |
| Ơ     | A5    |       |     |     |     |      |
| Ư     | A6    |       |     |     |     |      |
| Đ     | A7    |       |     |     |     |      |
"""

VNI_ROWS = """
| vowel | plain | huyền | hỏi | ngã | sắc | nặng |
|-------|-------|-------|-----|-----|-----|------|
| a     |       | aø    | aû  | aõ  | aù  | aï   |
| ă     | aê    | aè    | aú  | aü  | aé  | aë   |
| â     | aâ    | aà    | aå  | aã  | aá  | aä   |
| e     |       | eø    | eû  | eõ  | eù  | eï   |
| ê     | eâ    | eà    | eå  | eã  | eá  | eä   |
| i     |       | ì     | æ   | ó   | í   | ò    |
| o     |       | oø    | oû  | oõ  | où  | oï   |
| ô     | oâ    | oà    | oå  | oã  | oá  | oä   |
| ơ     | ô     | ôø    | ôû  | ôõ  | ôù  | ôï   |
| u     |       | uø    | uû  | uõ  | uù  | uï   |
| ư     | ö     | öø    | öû  | öõ  | öù  | öï   |
| y     |       | yø    | yû  | yõ  | yù  | î    |
| đ     | ñ     |       |     |     |     |      |
"""


def letters(rows: str) -> dict[str, str]:
    """Stored form by letter, from one of the two tables."""
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    return {
        unicodedata.normalize("NFC", vowel + tone): stored
        for vowel, *row in cases(rows)
        for tone, stored in zip(tones, row, strict=True)
        if stored
    }


def test_tcvn3_table_is_the_published_one() -> None:
    published = {chr(int(byte, 16)): letter for letter, byte in letters(TCVN3_ROWS).items()}
    assert published == TCVN3_LETTERS
    assert len(TCVN3_LETTERS) == 74


def test_vni_table_is_the_published_one() -> None:
    small = {stored: letter for letter, stored in letters(VNI_ROWS).items()}
    capital = {stored.upper(): letter.upper() for stored, letter in small.items()}
    assert small | capital == VNI_LETTERS
    assert len(VNI_LETTERS) == 134


RECOGNISED = """
| stored                              | font           | encoding    | offered                          |
|-------------------------------------|----------------|-------------|----------------------------------|
| C«ng t¸c x©y dùng §¶ng              |                | TCVN3       | Công tác xây dựng Đảng           |
| UBND x· Tiªn L·ng b¸o c¸o H§ND      |                | TCVN3       | UBND xã Tiên Lãng báo cáo HĐND   |
| Coâng taùc xaây döïng Ñaûng         |                | VNI-Windows | Công tác xây dựng Đảng           |
| COÂNG TAÙC XAÂY DÖÏNG ÑAÛNG         |                | VNI-Windows | CÔNG TÁC XÂY DỰNG ĐẢNG           |
| tyû leä 80%, kyõ naêng              | Times New Roman| VNI-Windows | tỷ lệ 80%, kỹ năng               |
| Thµnh ñy                            | .VnTime        | TCVN3       | Thành ủy                         |
| Thµnh ñy H¶i Phßng                  | .VnTimeH       | TCVN3       | THÀNH ỦY HẢI PHÒNG               |
| cã                                  | .VnArial       | TCVN3       | có                               |
| ñi                                  | VNI-Times      | VNI-Windows | đi                               |
| ñi                                  | .VnTime        | TCVN3       | ủi                               |
"""


@pytest.mark.parametrize(("stored", "font", "encoding", "offered"), cases(RECOGNISED))
def test_recognised(stored: str, font: str, encoding: str, offered: str) -> None:
    legacy = detect(stored, font)
    assert legacy is not None
    assert (legacy.encoding, legacy.text) == (encoding, offered)


def test_soft_hyphen_is_a_letter_of_tcvn3() -> None:
    legacy = detect("ph\u00ad\u00eang, l\u00ad\u00acng th\u00ad\u00ebng")
    assert legacy is not None
    assert legacy.text == "phường, lương thưởng"


MIXED = """
| stored                                    | font      | offered                                   | from    |
|-------------------------------------------|-----------|-------------------------------------------|---------|
| Đã họp, c«ng t¸c của xã                   |           | Đã họp, công tác của xã                   | c«ng    |
| đã thông qua nghÞ quyÕt vÒ tæ chøc bé m¸y |           | đã thông qua nghị quyết về tổ chức bộ máy | nghÞ    |
| Đảng ủy đã häp                            | .VnTime   | Đảng ủy đã họp                            | häp     |
| Đã chỉ đạo coâng taùc của chi bộ          |           | Đã chỉ đạo công tác của chi bộ            | coâng   |
| Đảng ủy thực hiện ngµy 12/8 nghÞ quyÕt    |           | Đảng ủy thực hiện ngày 12/8 nghị quyết    | ngµy    |
"""


@pytest.mark.parametrize(("stored", "font", "offered", "first"), cases(MIXED))
def test_legacy_words_among_good_ones(stored: str, font: str, offered: str, first: str) -> None:
    legacy = detect(stored, font)
    assert legacy is not None
    assert legacy.text == offered
    assert stored[legacy.start :].startswith(first)


ORDINARY = """
| text                                                  | font            |
|-------------------------------------------------------|-----------------|
| Señor®                                                |                 |
| ©                                                     |                 |
| µm                                                    |                 |
| Bụi mịn dưới 5 µm                                     |                 |
| naïve                                                 |                 |
| Señor® nói “naïve” © 2025                             |                 |
| café Nestlé, São Paulo, Zürich, Björn, où, Noël, für  |                 |
| · Công tác cán bộ                                     |                 |
| ống Ø20, 3×4 m, 2ª, §5, ±0,5, 20°C, m², ½             |                 |
| Ðo đạc đất                                            |                 |
| Đảng ủy xã đã häp, giao việc cho từng chi bộ          |                 |
| Hội nghị tại khách sạn Mövenpick, ông François chủ trì|                 |
| tôi có xã                                             |                 |
| Công tác xây dựng Đảng                                | .VnTime         |
| Công tác xây dựng Đảng                                | VNI-Times       |
| UBND xã, HĐND xã                                      |                 |
| Da hoan thanh                                         | .VnTime         |
| 12.345                                                | .VnTime         |
|                                                       | .VnTime         |
"""


@pytest.mark.parametrize(("text", "font"), cases(ORDINARY))
def test_ordinary_text_is_never_flagged(text: str, font: str) -> None:
    assert detect(text, font) is None


REPORT_WORDS = """
triển khai thực hiện kết luận của bộ chính trị về mô hình chính quyền địa phương hai cấp các đảng ủy
xã phường đặc khu tiếp tục rà soát sắp xếp tổ chức bộ máy cán bộ công chức bảo đảm hoạt động hiệu lực
hiệu quả không để gián đoạn công việc phục vụ người dân doanh nghiệp trung tâm hành chính giải quyết
hồ sơ đúng hạn trễ vướng mắc khó khăn kiến nghị đề xuất thẩm quyền phân định nhiệm vụ cơ sở vật chất
trang thiết bị chuyển đổi số hạ tầng mạng phần mềm dùng chung kinh phí trụ sở dôi dư chế độ nghỉ hưu
thôi trước tuổi bồi dưỡng tập huấn báo cáo thường trực thành hằng tháng ngày đơn vị chỉ tiêu tỷ lệ
"""


def phrases(words: int) -> list[str]:
    chooser = random.Random(183)
    return [" ".join(chooser.choices(REPORT_WORDS.split(), k=words)) for _ in range(300)]


def stored_in(phrase: str, encoding: str) -> str:
    table = TCVN3_LETTERS if encoding == TCVN3 else VNI_LETTERS
    stored = {letter: sequence for sequence, letter in table.items()}
    return "".join(stored.get(letter, letter) for letter in phrase)


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
@pytest.mark.parametrize(("words", "least"), [(1, 0.6), (2, 0.87), (3, 0.96), (5, 0.98), (8, 0.99)])
def test_how_many_phrases_are_recognised(encoding: str, words: int, least: float) -> None:
    offers = [(phrase, detect(stored_in(phrase, encoding))) for phrase in phrases(words)]
    right = [phrase for phrase, legacy in offers if legacy and legacy.text == phrase]
    assert len(right) >= least * len(offers)


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
def test_decoding_is_exact(encoding: str) -> None:
    for phrase in phrases(8):
        assert decode(stored_in(phrase, encoding), encoding) == phrase


@pytest.mark.parametrize("words", [1, 2, 3, 5, 8])
def test_no_false_alarm_on_unicode(words: int) -> None:
    for phrase in phrases(words):
        forms = (
            phrase,
            phrase.title(),
            unicodedata.normalize("NFD", phrase),
            phrase.replace("đ", "ð").replace("Đ", "Ð"),
            phrase.upper().replace("Đ", "Ð"),
        )
        assert [form for form in forms if detect(form)] == []


WINDOWS_1258 = """
| said                                                       |
|------------------------------------------------------------|
| Đến ngày 16/9/2025, đã ban hành 05 văn bản chỉ đạo         |
| ĐẢNG ỦY PHƯỜNG ĐÃ TỔ CHỨC HỘI NGHỊ                         |
| Phân công nhiệm vụ cho từng đồng chí ủy viên               |
| Trụ sở đã sửa xong                                         |
"""


@pytest.mark.parametrize("said", [row[0] for row in cases(WINDOWS_1258)])
def test_windows_1258_that_was_read_as_windows_1252_is_found(said: str) -> None:
    """Its tones stand behind their vowels; hats, the breve and the horn do not."""
    stored = _tones_apart(said).encode("cp1258").decode("cp1252")
    found = detect(stored)
    assert found is not None
    assert (found.encoding, found.text) == (CP1258, said)
    assert decode(stored, CP1258) == said


def _tones_apart(text: str) -> str:
    pieces = []
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        own = unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in tones))
        pieces += [own, *tones]
    return "".join(pieces)


@pytest.mark.parametrize(
    "text", ["Ý kiến, lòng, gì, đòi hỏi, cõi đời", "Zürich, São Paulo, Noël, où", "HÒA, XÃ, MÌ"]
)
def test_letters_of_windows_1258_in_good_text_are_good(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Kết quả ®¹t 98% so với kế hoạch năm.", "đạt 98%"),
        ("Phường ®ång ý chủ trương.", "đồng ý"),
        ("Thực hiện công tác c¸n bộ tại phường.", "cán bộ"),
        ("Đảng ủy đã hoµn thành kế hoạch.", "hoàn thành"),
    ],
)
def test_one_word_with_a_sign_for_a_letter_is_enough(text: str, meant: str) -> None:
    found = detect(text)
    assert found is not None
    assert meant in found.text


@pytest.mark.parametrize(
    "text",
    [
        "Cài đặt Microsoft® Office, AMIS® cho phường.",
        "Dự án «an toàn» và «ông bà» của phường.",
        "Mô-men 5 N·m, 25 µg/m³, ống Ø200 tại phường.",
        "Mẫu ® đã đăng ký, nhãn ©2025 của phường.",
    ],
)
def test_signs_that_are_signs_are_no_letters(text: str) -> None:
    assert detect(text) is None
