from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.vietnamese.syllables import is_syllable
from cv183_reports.vietnamese.text import (
    CONTROL_CHARACTERS,
    LOOK_ALIKE,
    SYMBOL_BULLETS,
    Cleaned,
    clean,
    file_name,
    fold,
    fold_words,
    lazy_pattern,
    not_written,
    place_tones,
    signs,
    to_ascii,
    without_links,
    without_markup,
    without_pictures,
)
from tests.vietnamese_cases import cases

AWKWARD = st.characters(codec=None) | st.sampled_from(
    "ÐƉðɖĐđ\u0300\u0309\u0303\u0301\u0323\u0302\u00a0\u200b\u00ad\r\n\x0b\x07 .-/\ufeffyYıİẞß"
)
ANY_TEXT = st.text(AWKWARD, max_size=40)

CLEANED = [
    ("CRLF", "một\r\nhai", "một\nhai", ()),
    ("CR, VT, U+2028, U+2029", "1\r2\v3\u20284\u20295", "1\n2\n3\n4\n5", ()),
    ("odd spaces", "\u00a0Hải\u202f\u3000Phòng\t9 ", "Hải Phòng 9", ()),
    ("zero-width, BOM, soft hyphen", "\ufeffHải\u200b Phò\u00adng\u200d", "Hải Phòng", ()),
    ("a mark behind a zero-width", "e\u200b\u0302\u0301", "ế", ()),
    ("NFD", unicodedata.normalize("NFD", "Đảng uỷ"), "Đảng uỷ", ()),
    ("control characters", "Hải\x07 Phòng\x1f\x00", "Hải Phòng", (CONTROL_CHARACTERS,)),
    ("not XML", "a\ufffe\uffff\ud800b", "ab", (CONTROL_CHARACTERS,)),
    ("C1 controls", "a\x93b", "ab", (CONTROL_CHARACTERS,)),
    ("look-alikes", "Ðảng ủy, Ɖội, ðã", "Đảng ủy, Đội, đã", (LOOK_ALIKE,)),
    ("abbreviations", "QÐ, UBNÐ, 15-BC/ÐU, Ð/c", "QĐ, UBNĐ, 15-BC/ĐU, Đ/c", (LOOK_ALIKE,)),
    (
        "another alphabet",
        "Тổ сhứс, Ноàn thành, Ƌã gửi",
        "Tổ chức, Hoàn thành, Đã gửi",
        (LOOK_ALIKE,),
    ),
    ("letters of mathematics", "𝗧𝗼̂̉ 𝗰𝗵𝘂̛́𝗰 𝟎𝟓 𝘩𝘰̣̂𝘪 nghị", "Tổ chức 05 hội nghị", (LOOK_ALIKE,)),
    ("words of another alphabet", "СССР, Иванов, со, α-amylase", "СССР, Иванов, со, α-amylase", ()),
    ("Icelandic", "Guðmundsson", "Guðmundsson", ()),
    ("both", "Ðảng\x01", "Đảng", (CONTROL_CHARACTERS, LOOK_ALIKE)),
    ("runs of blanks", "a   b\n   c   \nd", "a b\nc\nd", ()),
    ("blank lines", "\n\n a\n \n\n\t\nb\n\n", "a\n\nb", ()),
    ("one blank line stays", "a\n\nb", "a\n\nb", ()),
    ("quotes, dashes, ½ and m² stay", "“a” ‘b’ – ½ m² … ①", "“a” ‘b’ – ½ m² … ①", ()),
    ("nothing", " \u00a0\u200b\n", "", ()),
]


@pytest.mark.parametrize(("text", "printed", "removed"), [row[1:] for row in CLEANED])
def test_clean(text: str, printed: str, removed: tuple[str, ...]) -> None:
    cleaned = clean(text)
    assert (cleaned.text, cleaned.removed) == (printed, removed)


@given(ANY_TEXT)
def test_clean_is_idempotent(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once
    assert clean(once).removed == ()


@given(ANY_TEXT)
def test_clean_text_is_nfc_and_legal_in_xml(text: str) -> None:
    printed = clean(text).text
    assert unicodedata.is_normalized("NFC", printed)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in printed)


FOLDED = """
| as written               | folded               |
|--------------------------|----------------------|
| Tỷ lệ (%)                | ti le                |
| TỈ⍽LỆ                    | ti le                |
| Khó khăn,  vướng mắc:    | kho khan vuong mac   |
| Đang thực hiện           | dang thuc hien       |
| ÐANG THỰC HIỆN           | dang thuc hien       |
| Kỳ trước: Trạng thái     | ki truoc trang thai  |
| Mã số 12_b               | ma so 12 b           |
| …                        |                      |
"""


@pytest.mark.parametrize(("text", "folded"), cases(FOLDED))
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


SAME_WORDS = """
| one                      | other                    | same |
|--------------------------|--------------------------|------|
| Phường Hòa Bình          | phường hoà bình          | yes  |
| Phường Thủy Nguyên       | PHƯỜNG THUỶ NGUYÊN       | yes  |
| hoàn thành               | hòan thành               | yes  |
| Ðảng ủy, xã Kiến Thụy    | Đảng uỷ xã Kiến Thuỵ     | yes  |
| Xã Cẩm Giang             | Xã Cẩm Giàng             | no   |
| Xã Vĩnh Am               | Xã Vĩnh An               | no   |
| tỷ lệ                    | tỉ lệ                    | no   |
| hòa                      | hóa                      | no   |
| da                       | đa                       | no   |
| cân                      | căn                      | no   |
| 15 hồ sơ                 | 16 hồ sơ                 | no   |
"""


@pytest.mark.parametrize(("one", "other", "same"), cases(SAME_WORDS))
def test_fold_words(one: str, other: str, same: str) -> None:
    assert (fold_words(one) == fold_words(other)) == (same == "yes")
    assert fold_words(one) == fold_words(unicodedata.normalize("NFD", one))


@given(ANY_TEXT)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_words(fold_words(text)) == fold_words(text)


TONE_STYLES = """
| old style                       | new style                       |
|---------------------------------|---------------------------------|
| Ủy ban, ỦY BAN, ủy viên         | Uỷ ban, UỶ BAN, uỷ viên         |
| Thành ủy, Đảng ủy, THÀNH ỦY     | Thành uỷ, Đảng uỷ, THÀNH UỶ     |
| hòa, hóa, hỏa, hõa, họa         | hoà, hoá, hoả, hoã, hoạ         |
| khỏe, lòe, Khóe                 | khoẻ, loè, Khoé                 |
| Kiến Thụy, thủy lợi, tùy, lũy   | Kiến Thuỵ, thuỷ lợi, tuỳ, luỹ   |
| khóa XIV; (tòa án)              | khoá XIV; (toà án)              |
| quý, quỳ, Quỹ, QUỶ              | quý, quỳ, Quỹ, QUỶ              |
| hoàn, hoặc, tuyết, toàn, ngoài  | hoàn, hoặc, tuyết, toàn, ngoài  |
| của, múa, thuở, quá, khuỷu      | của, múa, thuở, quá, khuỷu      |
| huỳnh, huýt, loét, xoèn xoẹt    | huỳnh, huýt, loét, xoèn xoẹt    |
"""


@pytest.mark.parametrize(("old", "new"), cases(TONE_STYLES))
def test_place_tones(old: str, new: str) -> None:
    assert place_tones(old, new_style=True) == new
    assert place_tones(new, new_style=False) == old
    assert place_tones(new, new_style=True) == new
    assert place_tones(old, new_style=False) == old


@given(ANY_TEXT | st.text("hqngktrioaeuyòóỏõọùúủũụÒÓỎÙÚỦáàãảạẻéèýỷỳỵ ", max_size=30))
def test_moving_tones_away_and_back_gives_the_old_style(text: str) -> None:
    old = place_tones(text, new_style=False)
    assert place_tones(place_tones(old, new_style=True), new_style=False) == old
    assert fold_words(old) == fold_words(text)


ASCII_NAMES = """
| text                                | file name                         |
|-------------------------------------|-----------------------------------|
| Phường Thủy Nguyên                  | Phuong-Thuy-Nguyen                |
| 11560-Đặc khu Cát Hải.xlsx          | 11560-Dac-khu-Cat-Hai.xlsx        |
| Báo cáo (bản 2).docx                | Bao-cao-ban-2.docx                |
| Ðảng ủy: "số 15/BC"?                | Dang-uy-so-15-BC                  |
| con.xlsx                            | _con.xlsx                         |
| LPT1                                | _LPT1                             |
| ../../etc                           | etc                               |
| “…”                                 | _                                 |
"""

VIETNAMESE_NAMES = """
| text                                | file name                         |
|-------------------------------------|-----------------------------------|
| Phường  Thủy Nguyên                 | Phường Thủy Nguyên                |
| Báo cáo số 15/BC: "quý III"?        | Báo cáo số 15-BC- -quý III        |
| Báo cáo. . .                        | Báo cáo                           |
| aux.docx                            | _aux.docx                         |
| CON                                 | _CON                              |
| Con Cuông                           | Con Cuông                         |
| ..                                  | _                                 |
"""


@pytest.mark.parametrize(("text", "name"), cases(ASCII_NAMES))
def test_to_ascii(text: str, name: str) -> None:
    assert to_ascii(text) == name


@pytest.mark.parametrize(("text", "name"), cases(VIETNAMESE_NAMES))
def test_file_name(text: str, name: str) -> None:
    assert file_name(text) == name


@given(ANY_TEXT | st.text(max_size=300))
def test_file_names_are_accepted_by_windows(text: str) -> None:
    assert to_ascii(text).isascii()
    for name in (to_ascii(text), file_name(text)):
        assert 0 < len(name.encode()) <= 200
        assert not set(name) & set('<>:"/\\|?*\n')
        assert name == name.strip(" ").rstrip(".")


def test_long_file_name_keeps_its_extension() -> None:
    name = file_name("Báo cáo " * 60 + ".docx")
    assert name.endswith(" Báo.docx")
    assert len(name.encode()) <= 200


def test_syllables() -> None:
    good = "nghiêng quyết giữ gì giếng khuỷu quốc ủy uỷ hòa hoà thuở xoong ngoằn khuya ƯỚC yêu"
    bad = "caù aõ đỏc cac hòan tofu strong UBND đ quan9 aăn ghhe"
    assert [word for word in good.split() if not is_syllable(word)] == []
    assert [word for word in bad.split() if is_syllable(word)] == []


BULLETS = (
    ("\uf0b7 Đã họp\n\uf0a7\tĐã giao", "- Đã họp\n- Đã giao", (SYMBOL_BULLETS,)),
    ("một \uf0b7 hai", "một • hai", (SYMBOL_BULLETS,)),
    ("👨\u200d👩\u200d👧, đoàn\u200d viên", "👨\u200d👩\u200d👧, đoàn viên", ()),
)


@pytest.mark.parametrize(("text", "printed", "removed"), BULLETS)
def test_symbols_become_bullets_and_emoji_keep_their_joiners(
    text: str, printed: str, removed: tuple[str, ...]
) -> None:
    assert clean(text) == Cleaned(printed, removed)


@pytest.mark.parametrize(
    ("text", "words", "pictures"),
    [
        ("✅ Đã hoàn thành 100% 👍", "Đã hoàn thành 100%", ("✅", "👍")),
        ("👉 Đã họp\n🔹Đã ban hành ⭐⭐.", "Đã họp\nĐã ban hành.", ("👉", "🔹", "⭐⭐")),
        ("Tốt👍👍🏽, rất tốt 🎯 đã xong", "Tốt, rất tốt đã xong", ("👍👍🏽", "🎯")),
        ("👨\u200d👩\u200d👧 hộ", "hộ", ("👨\u200d👩\u200d👧",)),
        ("1️⃣ Đã họp\n2️⃣ Đã giao 3️⃣", "1. Đã họp\n2. Đã giao 3", ()),
        ("✔️ Đã họp", "✔ Đã họp", ()),
        ("❤️ 👍", "", ("❤️", "👍")),
        ("Xã A ✅; xã B ❌; ☑ có ☐ không", "Xã A ✅; xã B ❌; ☑ có ☐ không", ()),
        ("➢ Từ 30℃ → 25℃, ≥ 6 ½ m² № 12 ☎ 0225 ★", "➢ Từ 30℃ → 25℃, ≥ 6 ½ m² № 12 ☎ 0225 ★", ()),
        ("a\n\nb", "a\n\nb", ()),
    ],
)
def test_pictures_go_and_what_means_something_stays(
    text: str, words: str, pictures: tuple[str, ...]
) -> None:
    assert without_pictures(text) == (words, pictures)


STRUCK = ("~~Đã họp~~ Đã họp lại", "<s>Đã họp</s> Đã họp lại", "<del>01/9</del> 02/9")


@pytest.mark.parametrize("text", STRUCK)
def test_what_marks_strike_out_is_not_meant_to_be_said(text: str) -> None:
    assert not_written(text) != ()


@pytest.mark.parametrize("text", ["khoảng ~~ 5", "A ~ B", "dưới <50 hồ sơ"])
def test_what_only_looks_struck_out_stays(text: str) -> None:
    assert not_written(text) == ()


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("**Kết quả:** A<br>B & C (**), 5 < 6", "Kết quả: A\nB & C (**), 5 < 6", ("**", "<br>")),
        ("# Kết quả\nphường số #1", "Kết quả\nphường số #1", ("#",)),
        ("<p>Đã&nbsp;họp</p>\n<p>5 &lt; 6</p>", "Đã họp\n5 < 6", ("<p>", "&nbsp;", "</p>", "&lt;")),
        ("&lt;b&gt;Đã họp&lt;/b&gt;", "Đã họp", ("&lt;", "&gt;")),
        ("**A** tại x.vn/?a=1&copy=2", "A tại x.vn/?a=1&copy=2", ("**",)),
        ("2 * 3 ** 4, R&D, <5 người>", "2 * 3 ** 4, R&D, <5 người>", ()),
        ("**", "**", ()),
    ],
)
def test_text_of_other_programs_is_shown_as_they_show_it(
    text: str, plain: str, marks: tuple[str, ...]
) -> None:
    assert without_markup(text) == (plain, marks)


def test_signs_that_say_something_are_named_too() -> None:
    assert signs("✅ Đã họp") == ("✅",)
    assert signs("👍 Xã A ✅; xã B ❌, xã C ❌") == ("👍", "✅", "❌")


SITES = ("drive.google.com", "sharepoint.com", "zalo.me", "1drv.ms", "dropbox.com")


@pytest.mark.parametrize(
    ("text", "words", "links"),
    [
        ("Đã ban hành quy chế", "Đã ban hành quy chế", 0),
        ("https://drive.google.com/drive/folders/1AbC?usp=sharing", "", 1),
        (
            "Báo cáo số 12-BC/ĐU (https://drive.google.com/file/d/1/view).",
            "Báo cáo số 12-BC/ĐU.",
            1,
        ),
        ("Đã ban hành, xem tại: https://1drv.ms/b/s!Ax", "Đã ban hành", 1),
        ("Link: https://dropbox.com/a; Báo cáo số 12-BC/ĐU", "Báo cáo số 12-BC/ĐU", 1),
        ("Đã làm xong http://1drv.ms/x, còn 02 việc", "Đã làm xong, còn 02 việc", 1),
        ("Nghị quyết số 5\nhttps://zalo.me/1\nhttps://zalo.me/2", "Nghị quyết số 5", 2),
        ("Minh chứng drive.google.com/open?id=1 và zalo.me/g/abc.", "Minh chứng và.", 2),
        ("Xem www.dropbox.com/van-ban.", "", 1),
        ("Xem www.haiphong.gov.vn/van-ban.", "Xem www.haiphong.gov.vn/van-ban.", 0),
        ("Kho https://cong-ty.sharepoint.com/:x:/s/a/E1?e=2", "Kho", 1),
        ("Sử dụng Zalo, Drive trong điều hành", "Sử dụng Zalo, Drive trong điều hành", 0),
        ("Thư: a@zalo.me, tổ 1.2.3, mục 1/2", "Thư: a@zalo.me, tổ 1.2.3, mục 1/2", 0),
        ("Tệp ở HTTPS://DROPBOX.COM/X", "Tệp", 1),
        (r"Xem C:\Users\PC\Desktop\BC so 15.docx", "", 1),
        (r"Báo cáo số 15-BC/ĐU (D:\Báo cáo\BC 15.pdf)", "Báo cáo số 15-BC/ĐU", 1),
        ("file:///D:/Bao%20cao/BC15.pdf", "", 1),
        (r"\\may-chu\chung\BC 15.xlsx; Kế hoạch số 3", "Kế hoạch số 3", 1),
        (r"Tỷ lệ 1:2\3, (C: 12)", r"Tỷ lệ 1:2\3, (C: 12)", 0),
    ],
)
def test_addresses_are_taken_out_and_what_stands_beside_stays(
    text: str, words: str, links: int
) -> None:
    found = without_links(text, SITES)
    assert (found[0], len(found[1])) == (words, links)
    assert without_links(found[0], SITES) == (found[0], ())


def test_a_lazy_pattern_answers_as_the_compiled_one() -> None:
    lazy, compiled = (
        lazy_pattern(r"(?P<day>\d+)/(\d+)", re.ASCII),
        re.compile(r"(?P<day>\d+)/(\d+)", re.ASCII),
    )
    assert (lazy.pattern, lazy.flags, lazy.groups) == (
        compiled.pattern,
        compiled.flags,
        compiled.groups,
    )
    assert lazy.sub(r"\2/\1", "15/8, 1/9") == compiled.sub(r"\2/\1", "15/8, 1/9") == "8/15, 9/1"
    assert [each["day"] for each in lazy.finditer("15/8, 1/9")] == ["15", "1"]
    assert lazy_pattern(b"[ab]+").fullmatch(b"abba")


def test_a_wrong_pattern_is_told_when_it_is_asked() -> None:
    with pytest.raises(re.error):
        lazy_pattern("(").match("(")
