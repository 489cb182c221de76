"""`build` after somebody edited the report: what the clerk is told, and the list to tick off."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.conftest import Command
from tests.test_cli import filled, form, outputs, put

REPORT = "bao-cao-thang-2025-09.docx"
SECOND = "bao-cao-thang-2025-09 (bản 2).docx"
LIST = "khac-biet-bao-cao-thang-2025-09.docx"


def edit(path: Path, find: str, text: str) -> None:
    """Puts `text` behind the first paragraph that has `find`, as a leader would."""
    document = Document(str(path))
    next(p for p in document.paragraphs if find in p.text).add_run(text)
    document.save(str(path))


def rows(root: Path) -> list[list[str]]:
    document = Document(BytesIO(outputs(root)[LIST]))
    return [[c.text for c in row.cells] for table in document.tables for row in table.rows[1:]]


@pytest.fixture
def signed(empty: Path, command: Command) -> Path:
    """One unit filed, the report was built and a sentence added to it."""
    put(empty, "a.xlsx", filled(form(empty, command)))
    command("--root", empty, "build", "2025-09")
    edit(empty / "out" / "2025-09" / REPORT, "đã gửi báo cáo (đạt", " Đây là ý kiến chỉ đạo.")
    return empty


def test_unchanged_data_leaves_an_edited_report_alone(signed: Path, command: Command) -> None:
    was = outputs(signed)
    ran = command("--root", signed, "build", "2025-09")
    assert ran.code == 0
    assert f"{REPORT}  (giữ bản đã có người sửa; số liệu không đổi từ đó)" in ran.out
    assert outputs(signed) == was


def test_changed_data_is_listed_place_by_place(signed: Path, command: Command) -> None:
    put(signed, "b.xlsx", filled(form(signed, command, "11359"), n1_1="Hoàn thành"))
    ran = command("--root", signed, "build", "2025-09")
    assert ran.code == 0
    assert f"{REPORT}: bản mới khác " in ran.out
    assert "01 chỗ anh chị cũng đã sửa" in ran.out
    assert "Mục I: " in ran.out
    told = rows(signed)
    first = told[0]
    assert first[1] == "Mục I"
    assert first[2].startswith("Có 01/142 đơn vị đã gửi báo cáo")
    assert first[3].startswith("Có 02/142 đơn vị đã gửi báo cáo")
    assert first[4].endswith("Đây là ý kiến chỉ đạo.")
    assert {row[4] for row in told[1:]} == {"chưa sửa"}
    settled = outputs(signed)
    command("--root", signed, "build", "2025-09")
    assert outputs(signed) == settled


def test_the_list_grows_shorter_and_ends_when_the_new_version_is_taken_away(
    signed: Path, command: Command
) -> None:
    put(signed, "b.xlsx", filled(form(signed, command, "11359")))
    command("--root", signed, "build", "2025-09")
    before = len(rows(signed))
    folder = signed / "out" / "2025-09"
    mine, new = Document(str(folder / REPORT)), Document(str(folder / SECOND))
    wanted = next(p for p in new.paragraphs if "02/142" in p.text)
    old = next(p for p in mine.paragraphs if "01/142" in p.text)
    old.text = wanted.text
    mine.save(str(folder / REPORT))
    ran = command("--root", signed, "build", "2025-09")
    assert "đã chép 01 chỗ" in ran.out
    assert len(rows(signed)) == before - 1
    (folder / SECOND).unlink()
    ran = command("--root", signed, "build", "2025-09")
    assert "(giữ bản đã có người sửa" in ran.out
    assert not (folder / SECOND).exists()
    assert rows(signed) == []


def test_an_edited_report_of_a_unit_is_told_too(signed: Path, command: Command) -> None:
    folder = signed / "out" / "2025-09" / "don-vi"
    (own,) = folder.glob("11329-*.docx")
    edit(own, "Thực hiện Công văn", " x")
    put(signed, "c.xlsx", filled(form(signed, command), n1_1="Hoàn thành"), at="2025-09-21 09:00")
    ran = command("--root", signed, "build", "2025-09")
    assert f"xem khac-biet-{own.name}" in ran.out
    assert (folder / f"khac-biet-{own.name}").is_file()


def test_a_report_that_word_can_no_longer_read_is_still_compared_with_what_we_wrote(
    signed: Path, command: Command
) -> None:
    report = signed / "out" / "2025-09" / REPORT
    report.write_bytes(b"not a document")
    put(signed, "b.xlsx", filled(form(signed, command, "11359")))
    ran = command("--root", signed, "build", "2025-09")
    assert ran.code == 0
    assert "bản mới khác " in ran.out
    assert report.read_bytes() == b"not a document"


def test_without_the_version_before_nothing_is_guessed(signed: Path, command: Command) -> None:
    for copy in (signed / ".cv183" / "ban-da-ghi").iterdir():
        copy.unlink()
    put(signed, "b.xlsx", filled(form(signed, command, "11359")))
    ran = command("--root", signed, "build", "2025-09")
    assert "không còn giữ bản trước khi sửa" in ran.out
    assert LIST not in outputs(signed)
