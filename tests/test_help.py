"""`help`: the guide on the screen, by number, by title, by words; plain text, nothing of Markdown."""

from __future__ import annotations

import re

import pytest

from cv183_reports.app.guide import advice_on, guide_sections
from tests.conftest import REPOSITORY, Command


def test_all_sections_are_named(command: Command) -> None:
    ran = command("help")
    guide = (REPOSITORY / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.+)$", guide, re.MULTILINE)
    assert len(titles) > 10
    assert ran.code == 0
    assert [line.strip() for line in ran.out.splitlines() if line.startswith("  ")] == titles


@pytest.mark.parametrize("topic", ["7.1", "7", "7.", "chốt số liệu", "CHOT SO LIEU"])
def test_a_section_is_found_by_number_and_by_title(command: Command, topic: str) -> None:
    ran = command("help", topic)
    assert ran.code == 0
    assert ran.out.lstrip().startswith("7. Ký xong: chốt số liệu của tháng\n===")
    assert '    cv183-report close 2025-09 --signed "D:\\Trinh ky' in ran.out


def test_words_are_found_in_passages(command: Command) -> None:
    ran = command("help", "gửi", "nhiều", "lần")
    assert "Gửi nhiều lần. Cứ receive tệp mới" in ran.out
    assert len(ran.out.splitlines()) < 20


def test_items_within_items_begin_a_line(command: Command) -> None:
    guide = (REPOSITORY / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    nested = len(
        re.findall(r"^ +- ", guide.partition("## 1. ")[2].partition("\n## ")[0], re.MULTILINE)
    )
    assert nested > 1
    assert len(re.findall(r"^- ", command("help", "1").out, re.MULTILINE)) == nested


def test_what_is_not_spoken_of_is_said_with_the_nearest(command: Command) -> None:
    ran = command("help", "chuan bij mot lan")
    assert ran.code == 2
    assert "«1. Chuẩn bị (một lần)»" in ran.err
    assert "MAY048" in ran.err


def test_every_section_is_plain_text_no_wider_than_the_screen(command: Command) -> None:
    for number in range(1, 12):
        out = command("help", str(number)).out
        text = [line for line in out.splitlines() if not line.startswith("    ")]
        assert not re.search(r"\*\*|`|!\[|^\||<br>", "\n".join(text), re.MULTILINE)
        assert max(map(len, text)) < 100


def test_nothing_of_the_guide_is_lost_in_passages() -> None:
    for section in guide_sections():
        words = re.findall(r"\w+", section.text)
        assert re.findall(r"\w+", " ".join(section.passages)) == words
        assert advice_on(section.title).sections == (section,)


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (r"Lời thư sửa được \(mục (\d+)\)", "Sửa mẫu văn bản, lời thư"),
        (r"\(mục (\d+) nói từng tệp để làm gì\)", "Tệp nào để làm gì"),
    ],
)
def test_a_sentence_of_the_guide_leads_to_the_section_it_means(sentence: str, title: str) -> None:
    guide = (REPOSITORY / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    (number,) = re.findall(sentence, guide)
    assert f"## {number}. {title}\n" in guide
