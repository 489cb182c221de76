"""What to carry over into an edited document: which places, old and new, and whether the person changed them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from io import BytesIO

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cv183_reports.differences.comparison import (
    Difference,
    DocumentLine,
    brief,
    compare,
    lines_of,
    marked,
)
from cv183_reports.differences.papers import write_list
from cv183_reports.word.document import read_facts

HEAD = ("STT", "Đơn vị", "Đúng hạn", "Muộn")
ROWS = (("1", "Xã A", "5", "0"), ("2", "Xã B", "3", "1"))
BODY = (
    "**I- Tình hình gửi báo cáo**",
    "Có 112/114 đơn vị đã gửi báo cáo (đạt 98,2%).",
    "Các đơn vị thực hiện nghiêm túc.",
    "**III- Số liệu**",
    "**1. Cán bộ**",
    "- Biên chế được giao: 7.730 người.",
)


def document(
    body: Sequence[str] = BODY, rows: Sequence[Sequence[str]] = ROWS
) -> tuple[DocumentLine, ...]:
    """Paragraphs (``**bold**``), then Phụ lục 1 with its table."""
    made = Document()
    for text in body:
        made.add_paragraph().add_run(text.strip("*")).bold = text.startswith("**")
    made.add_paragraph("Phụ lục 1")
    table = made.add_table(0, len(HEAD), "Table Grid")
    for row in (HEAD, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    target = BytesIO()
    made.save(target)
    facts, found = read_facts(target.getvalue(), "thử.docx")
    assert facts is not None, found
    return lines_of(facts)


def changed(at: int, text: str, body: Sequence[str] = BODY) -> list[str]:
    return [text if rank == at else line for rank, line in enumerate(body)]


WROTE = document()
FILED = "Có 113/114 đơn vị đã gửi báo cáo (đạt 99,1%)."


def test_lines_know_where_they_stand() -> None:
    assert [(line.where, line.text) for line in WROTE[4:]] == [
        ("Mục III, 1. Cán bộ", "1. Cán bộ"),
        ("Mục III, 1. Cán bộ", "- Biên chế được giao: 7.730 người."),
        ("Phụ lục 1", "Phụ lục 1"),
        ("Phụ lục 1, dòng “Xã A”", "Xã A | 5 | 0"),
        ("Phụ lục 1, dòng “Xã B”", "Xã B | 3 | 1"),
    ]


def test_nothing_new_is_nothing_to_carry_over() -> None:
    edited = document([*BODY, "Thêm một câu."])
    assert compare(WROTE, edited, WROTE).found == ()


def test_a_changed_figure_is_told_with_its_place_old_and_new() -> None:
    found = compare(WROTE, WROTE, document(changed(1, FILED)))
    assert found.found == (Difference("Mục I", BODY[1], FILED),)
    assert (found.places, found.carried, found.contested) == (1, 0, 0)


def test_what_the_person_changed_too_is_told_with_their_words() -> None:
    mine = BODY[1].replace("đã gửi", "đã gửi đầy đủ")
    found = compare(WROTE, document(changed(1, mine)), document(changed(1, FILED)))
    assert found.found == (Difference("Mục I", BODY[1], FILED, mine),)
    assert found.contested == 1


def test_an_edit_elsewhere_is_no_conflict() -> None:
    edited = document(changed(2, "Đồng chí Bí thư đã chỉ đạo."))
    (only,) = compare(WROTE, edited, document(changed(1, FILED))).found
    assert only.mine is None


def test_what_is_carried_over_drops_off_the_list() -> None:
    new = document(changed(1, FILED), [("1", "Xã A", "6", "0"), ROWS[1]])
    half = document(changed(1, FILED))
    found = compare(WROTE, half, new)
    assert [d.where for d in found.found] == ["Phụ lục 1, dòng “Xã A”, cột “Đúng hạn”"]
    assert found.carried == 1
    assert compare(WROTE, new, new).found == ()


def test_paragraphs_that_come_and_go() -> None:
    new = document([*BODY[:2], "Còn 01 đơn vị chưa gửi.", *BODY[3:]])
    found = compare(WROTE, WROTE, new).found
    assert [(d.old, d.new) for d in found] == [
        (BODY[2], ""),
        ("", "Còn 01 đơn vị chưa gửi."),
    ]
    carried = document([*BODY[:2], "Còn 01 đơn vị chưa gửi.", *BODY[3:], "Của tôi."])
    assert compare(WROTE, carried, new).found == ()


def test_a_row_is_known_by_its_name_and_ranks_say_nothing() -> None:
    new = document(rows=[("1", "Xã 0", "9", "9"), ("2", "Xã A", "5", "0"), ("3", "Xã B", "3", "2")])
    found = compare(WROTE, WROTE, new).found
    assert [(d.where, d.old, d.new) for d in found] == [
        ("Phụ lục 1, dòng “Xã 0”", "", "Xã 0 | 9 | 9"),
        ("Phụ lục 1, dòng “Xã B”, cột “Muộn”", "1", "2"),
    ]
    turned = document(rows=[("1", "Xã B", "3", "1"), ("2", "Xã A", "5", "0")])
    assert compare(WROTE, WROTE, turned).found == ()


def test_several_cells_of_one_row_are_one_place() -> None:
    new = document(rows=[("1", "Xã A", "6", "1"), ROWS[1]])
    mine = document(rows=[("1", "Xã A", "5", "7"), ROWS[1]])
    (only,) = compare(WROTE, mine, new).found
    assert (only.old, only.new) == ("Đúng hạn: 5\nMuộn: 0", "Đúng hạn: 6\nMuộn: 1")
    assert only.mine == "Đúng hạn: 5\nMuộn: 7"


def test_a_table_that_changed_throughout_is_one_line_but_for_conflicts() -> None:
    before = [(str(n), f"Xã số {chr(65 + n)}", str(n), "0") for n in range(20)]
    after = [(rank, name, ontime, "8") for rank, name, ontime, _ in before]
    mine = [*before[:3], ("3", before[3][1], "3", "99"), *before[4:]]
    found = compare(document(rows=before), document(rows=mine), document(rows=after))
    assert [(d.where, d.places, d.mine) for d in found.found] == [
        ("Phụ lục 1", 19, None),
        ("Phụ lục 1, dòng “Xã số D”, cột “Muộn”", 1, "99"),
    ]
    assert found.places == 20


def test_changed_figures_are_picked_out() -> None:
    was, now = marked("đạt 98,2%, tăng 1.204 người", "đạt 99%, tăng 1.310 người")
    assert [text for text, picked in was if picked] == ["98,2%", "1.204"]
    assert [text for text, picked in now if picked] == ["99%", "1.310"]


def test_long_unchanged_stretches_are_shortened_and_changes_never() -> None:
    long = " ".join(f"từ{n}" for n in range(80))
    _, now = marked(f"{long} 5 {long}", f"{long} 6 {long}")
    shown = "".join(text for text, _ in brief(now))
    assert len(shown) < 200
    assert " 6 " in shown
    assert shown.startswith("từ0 từ1")


texts = st.lists(st.sampled_from([*BODY, FILED, "Câu khác 12.", "Câu khác 13."]), max_size=8)


@example(
    [BODY[1], *[FILED] * 3, BODY[1], *[FILED] * 3], [*[FILED] * 4, BODY[1], BODY[1], *[FILED] * 2]
)
@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_marks_and_comparison_lose_nothing(one: list[str], other: list[str]) -> None:
    was, now = marked(" ".join(one), " ".join(other))
    assert "".join(text for text, _ in was) == " ".join(one)
    assert "".join(text for text, _ in now) == " ".join(other)
    wrote, new = (
        tuple(DocumentLine("Mục I", "", ("",), (text,), text) for text in said)
        for said in (one, other)
    )
    assert compare(wrote, new, new).found == ()
    changes = compare(wrote, wrote, new).found
    assert bool(changes) == (Counter(one) != Counter(other))


@pytest.mark.parametrize("carried", [0, 4])
def test_the_list_says_when_nothing_is_left(carried: int) -> None:
    found = compare(WROTE, WROTE, WROTE)
    data = write_list(type(found)((), carried), "a.docx", "a (bản 2).docx")
    text = "\n".join(p.text for p in Document(BytesIO(data)).paragraphs)
    assert ("Không còn chỗ nào phải chép" in text) == bool(carried)


def test_the_list_can_be_ticked_off_and_is_the_same_bytes() -> None:
    found = compare(WROTE, document(changed(1, "Của tôi.")), document(changed(1, FILED)))
    data = write_list(found, "a.docx", "a (bản 2).docx")
    assert data == write_list(found, "a.docx", "a (bản 2).docx")
    (table,) = Document(BytesIO(data)).tables
    assert [cell.text for cell in table.rows[1].cells] == [
        "1",
        "Mục I",
        BODY[1],
        FILED,
        "đã xóa",
        "☐",
    ]
