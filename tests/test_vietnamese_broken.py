"""Letters broken on the way are told from letters that are only unusual."""

from __future__ import annotations

from time import process_time

import pytest

from cv183_reports.vietnamese.legacy import broken
from tests.vietnamese_cases import cases

BROKEN = """
| text                                     | shown                                    | meant                |
|------------------------------------------|------------------------------------------|----------------------|
| thực hiện nhiá»‡m vá»¥                   | thực hiện nhiá»‡m vá»¥                   | thực hiện nhiệm vụ   |
| Äáº£ng á»§y                           | Äáº£ng á»§y                           | Đảng ủy              |
| hoàn thành nhi?m v? được giao            | hoàn thành nhi?m v? được giao            |                      |
| c?a t? ch?c                              | c?a t? ch?c                              |                      |
| Ph&acirc;n c&ocirc;ng nhi&#7879;m v&#x1EE5; | Ph&acirc;n c&ocirc;ng nhi&#7879;m     | Phân công nhiệm      |
| phĂ¢n cĂ´ng                              | phĂ¢n cĂ´ng                              | phân công            |
| nhi�m vụ                            | nhi�m vụ                            |                      |
| thực hi­ện                          | thực hi­ện                          |                      |
| Ph=C3=A2n c=C3=B4ng nhi=E1=BB=87m               | Ph=C3=A2n c=C3=B4ng nhi=E1=BB=87m        | Phân công nhiệm      |
| =C4=90=E1=BA=A3ng                               | =C4=90=E1=BA=A3ng                        | Đảng                 |
| Ph%C3%A2n%20c%C3%B4ng                           | Ph%C3%A2n%20c%C3%B4ng                    | Phân%20công          |
| Ph\\u00e2n c\\u00f4ng nhi\\u1ec7m v\\u1ee5         | Ph\\u00e2n c\\u00f4ng nhi\\u1ec7m v\\u1ee5 | Phân công nhiệm vụ   |
| ─É├ú ho├án th├ánh                               | ─É├ú ho├án th├ánh                        | Đã hoàn thành        |
| nhiß╗çm vß╗Ñ                                    | nhiß╗çm vß╗Ñ                             | nhiệm vụ             |
| ƒê·∫£ng ·ªßy                                    | ƒê·∫£ng ·ªßy                             | Đảng ủy              |
| biểu tượng  lạ                     | biểu tượng  lạ                     |                      |
"""

SOUND = """
| text                                                |
|-----------------------------------------------------|
| Đảng ủy xã đã ban hành kế hoạch số 12-KH/ĐU         |
| Có vướng mắc gì không? Không.                       |
| Có vướng mắc gì không?Không có                      |
| Ai làm?làm thế nào                                  |
| https://haiphong.gov.vn/tim?q=nghi-quyet            |
| Đã xong chưa?                                       |
| https://haiphong.gov.vn/ph%C3%A2n-c%C3%B4ng.pdf     |
| drive.google.com/x?ten=b%C3%A1o                     |
| đạt 100%; 50%BC; A=B; D5=C3=B4; 2×3=6; x=C3         |
| ├── xã «Xã» ß · √9 ∆°C ƒ(x) ─── “xã»                |
| Zürich, São Paulo, François, où, Noël               |
| m², ½, 20°C, ±0,5, Ø20, “ngoặc”, 5 – 7, …           |
| HÒA, XÃ, À, ÂU, ÔNG BÀ                              |
| Sở LĐTB&XH; Sở VH&TT; R&D; &lt;đơn&gt;; a&nbsp;b    |
| 👨‍👩‍👧 đoàn viên                                       |
| phương châm “Học suốt đời” và “Giáo dục” |
| “Đã báo cáo rõ”. Xã đã “xong” |
"""


@pytest.mark.parametrize(("text", "shown", "meant"), cases(BROKEN))
def test_broken_letters_are_found(text: str, shown: str, meant: str) -> None:
    found = broken(text)
    assert found is not None
    assert (found.found, found.meant) == (shown, meant)


@pytest.mark.parametrize("text", [row[0] for row in cases(SOUND)])
def test_sound_text_is_never_called_broken(text: str) -> None:
    assert broken(text) is None


def test_text_turned_round_is_broken_and_a_number_marked_for_its_direction_is_not() -> None:
    assert broken("ban hành \u202e61\u202c văn bản") is not None
    assert broken("số \u202a0912 345 678\u202c") is None


def test_a_long_text_is_shown_around_the_break_only() -> None:
    found = broken("Đảng ủy đã họp. " * 20 + "nhi�m vụ" + " và giao việc." * 20)
    assert found is not None
    assert len(found.found) < 80
    assert "nhi�m" in found.found


@pytest.mark.parametrize("end", ["\ufffd", "\ue000", "\u00ada", "?", "\u202e", "?b"])
def test_a_word_without_end_is_looked_through_once(end: str) -> None:
    """A cell holds 32,767 characters and a sheet many cells: what takes the square of it is never done."""
    broken.cache_clear()
    before = process_time()
    for letter in "abcdefghij":
        broken(letter * 32_000 + end)
    assert process_time() - before < 5
