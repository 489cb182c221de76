"""`build` after somebody edited the report: what is merged, what the clerk is told, and the list to tick off."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.conftest import Command
from tests.shipped import NAMED, keep_rows
from tests.test_cli import filled, form, outputs, put

UNITS = NAMED | {"10903", "11329", "11359"}
BUILD = ("build", "2025-09", "--only", "bao-cao-thang")
REPORT = "bao-cao-thang-2025-09.docx"
SECOND = "bao-cao-thang-2025-09 (bản 2).docx"
MERGED = "bao-cao-thang-2025-09 (bản đã ghép).docx"
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
    """Of ten units one filed, the report was built and a sentence added to it."""
    keep_rows(empty / "data" / "danh-muc.xlsx", {"Đơn vị": UNITS})
    put(empty, "a.xlsx", filled(form(empty, command)))
    command("--root", empty, *BUILD, "--only", "don-vi")
    edit(empty / "out" / "2025-09" / REPORT, "đơn vị gửi báo cáo (đạt", " Đây là ý kiến chỉ đạo.")
    return empty


def test_unchanged_data_leaves_an_edited_report_alone(signed: Path, command: Command) -> None:
    was = outputs(signed)
    ran = command("--root", signed, *BUILD)
    assert ran.code == 0
    assert f"{REPORT}  (giữ bản đã có người sửa; số liệu không đổi từ đó)" in ran.out
    assert outputs(signed) == was


def words(data: bytes) -> str:
    """All that stands in the body, tables too, in one line."""
    body = Document(BytesIO(data)).element.body
    return " ".join(" ".join(p.text for p in body.iter(qn("w:p"))).split())


def test_changed_data_is_merged_into_the_edited_report(signed: Path, command: Command) -> None:
    put(signed, "b.xlsx", filled(form(signed, command, "11359"), n1_1="Hoàn thành"))
    mine = outputs(signed)[REPORT]
    ran = command("--root", signed, *BUILD)
    assert ran.code == 0
    assert f"chỗ mới vào {MERGED}" in ran.out
    assert "anh chị cũng đã sửa" not in ran.out
    assert rows(signed) == []
    made = outputs(signed)
    assert made[REPORT] == mine
    told = words(made[MERGED])
    assert "02/10 đơn vị gửi báo cáo (đạt" in told
    assert told.replace(" Đây là ý kiến chỉ đạo.", "") == words(made[SECOND])
    command("--root", signed, *BUILD)
    assert outputs(signed) == made


def test_three_edits_and_a_late_file_stand_side_by_side_and_the_conflict_is_told(
    signed: Path, command: Command
) -> None:
    """One sentence added (by `signed`), one paragraph taken out, one figure put in by hand."""
    path = signed / "out" / "2025-09" / REPORT
    document = Document(str(path))
    gone = next(p for p in document.paragraphs if p.text.startswith("- Nhiệm vụ thường xuyên"))
    gone._p.getparent().remove(gone._p)
    figure = next(p for p in document.paragraphs if p.text.startswith("- Chế độ báo cáo"))
    run = next(run for run in figure.runs if "01/10" in run.text)
    run.text = run.text.replace("01/10", "05/10")
    document.save(str(path))
    late = filled(form(signed, command, "11359"), n1_1="Hoàn thành")
    put(signed, "b.xlsx", late, at="2025-09-22 18:00")
    ran = command("--root", signed, *BUILD)
    assert ran.code == 0
    made = outputs(signed)
    told, new = words(made[MERGED]), words(made[SECOND])
    assert "Đây là ý kiến chỉ đạo." in told
    assert "05/10" in told
    assert "- Nhiệm vụ thường xuyên" in new
    assert "- Nhiệm vụ thường xuyên" not in told
    filed = next(p for p in new.split("Có ") if "đơn vị gửi báo cáo (đạt" in p).partition(")")[0]
    assert filed.startswith("02/10")
    assert filed in told
    listed = rows(signed)
    assert [row[4].partition(":")[0] for row in listed] == ["đã xóa", "đã sửa", "đã sửa"]
    assert "05/10" in listed[1][4]
    assert listed[2][3].endswith(
        "Đơn vị gửi sau hạn là phường Gia Viên."
    )  # where the sentence was added
    comments = [c.text for c in Document(BytesIO(made[MERGED])).comments]
    assert len(comments) == len(listed)
    assert all("Nay là" in text for text in comments)
    assert "01/10" in comments[1]


def test_who_takes_the_merged_report_goes_on_from_it(signed: Path, command: Command) -> None:
    """It is saved over the edited one, and the new version is taken away, as the list says."""
    put(signed, "b.xlsx", filled(form(signed, command, "11359")))
    command("--root", signed, *BUILD)
    folder = signed / "out" / "2025-09"
    (folder / REPORT).write_bytes(outputs(signed)[MERGED])
    (folder / SECOND).unlink()
    ran = command("--root", signed, *BUILD)
    assert "(giữ bản đã có người sửa" in ran.out
    assert not (folder / SECOND).exists()
    put(signed, "c.xlsx", filled(form(signed, command, "10903")))
    ran = command("--root", signed, *BUILD)
    assert f"chỗ mới vào {MERGED}" in ran.out
    assert "anh chị cũng đã sửa" not in ran.out
    told = words(outputs(signed)[MERGED])
    assert "03/10 đơn vị gửi báo cáo (đạt" in told
    assert "Đây là ý kiến chỉ đạo." in told


def test_a_merged_report_that_somebody_edited_is_kept(signed: Path, command: Command) -> None:
    put(signed, "b.xlsx", filled(form(signed, command, "11359")))
    command("--root", signed, *BUILD)
    path = signed / "out" / "2025-09" / MERGED
    edit(path, "đơn vị gửi báo cáo (đạt", " Thêm vào bản đã ghép.")
    mine = path.read_bytes()
    put(signed, "c.xlsx", filled(form(signed, command, "10903")))
    command("--root", signed, *BUILD)
    assert path.read_bytes() == mine
    assert "bao-cao-thang-2025-09 (bản đã ghép) (bản 2).docx" in outputs(signed)


@pytest.mark.parametrize("name", [MERGED, LIST])
def test_what_lies_beside_an_edited_report_and_is_open_is_a_refusal_too(
    signed: Path, command: Command, name: str
) -> None:
    put(signed, "b.xlsx", filled(form(signed, command, "11359")))
    assert command("--root", signed, *BUILD).code == 0
    (signed / "out" / "2025-09" / f"~${name[2:]}").write_bytes(b"")
    put(signed, "c.xlsx", filled(form(signed, command, "10903")))
    ran = command("--root", signed, *BUILD)
    assert (ran.code, "MAY011" in ran.out) == (3, True)
    assert "Việc tiếp theo" not in ran.out


def test_an_edited_report_of_a_unit_is_told_too(signed: Path, command: Command) -> None:
    folder = signed / "out" / "2025-09" / "don-vi"
    (own,) = folder.glob("11329-*.docx")
    edit(own, "Thực hiện Công văn", " x")
    book = openpyxl.load_workbook(BytesIO(filled(form(signed, command))))
    (cell,) = (c for row in book["Báo cáo"] for c in row if c.value == "Đã làm việc 1.1")
    cell.value = "Đã giao thêm 15 việc"
    target = BytesIO()
    book.save(target)
    put(signed, "c.xlsx", target.getvalue(), at="2025-09-21 09:00")
    ran = command("--root", signed, "build", "2025-09", "--only", "don-vi")
    assert f"{own.name}: đã ghép" in ran.out
    assert (folder / f"khac-biet-{own.name}").is_file()
    assert (folder / f"{own.stem} (bản đã ghép).docx").is_file()


def test_a_report_that_word_can_no_longer_read_is_still_compared_with_what_we_wrote(
    signed: Path, command: Command
) -> None:
    report = signed / "out" / "2025-09" / REPORT
    report.write_bytes(b"not a document")
    put(signed, "b.xlsx", filled(form(signed, command, "11359")))
    ran = command("--root", signed, *BUILD)
    assert ran.code == 0
    assert "bản mới khác " in ran.out
    assert "Không ghép được số liệu mới vào tệp đã sửa: tệp không đọc được" in ran.out
    assert MERGED not in outputs(signed)
    assert report.read_bytes() == b"not a document"


def test_without_the_version_before_nothing_is_guessed(signed: Path, command: Command) -> None:
    for copy in (signed / ".cv183" / "ban-da-ghi").iterdir():
        copy.unlink()
    put(signed, "b.xlsx", filled(form(signed, command, "11359")))
    ran = command("--root", signed, *BUILD)
    assert "không còn giữ bản trước khi sửa" in ran.out
    assert LIST not in outputs(signed)
