"""`build` with the editor's sheet, as staff live with it from build to build."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from cv183_reports.app.where import Papers, where_it_stands
from cv183_reports.model.prose import TextKind
from tests.conftest import Command
from tests.shipped import lay
from tests.test_cli import filled, form, outputs, put, text_of

REPORT = "bao-cao-thang-2025-09.docx"
SHEET = TextKind.DIFFICULTY.value


def says(root: Path, command: Command, unit: str, difficulty: str) -> None:
    """`unit` files, naming one difficulty of digital work."""
    book = openpyxl.load_workbook(BytesIO(filled(form(root, command, unit))))
    sheet = book["Báo cáo"]
    head = next(c.row for row in sheet.iter_rows() for c in row if c.value == "Trạng thái")
    columns = {str(c.value): c.column for c in sheet[head] if c.value}
    row = next(r for r in range(head, head + 20) if sheet.cell(r, columns["Mã"]).value == "1.1")
    sheet.cell(row, columns["Khó khăn, vướng mắc"], difficulty)
    sheet.cell(row, columns["Lĩnh vực"], "Chuyển đổi số")
    target = BytesIO()
    book.save(target)
    put(root, f"{unit}.xlsx", target.getvalue())


def editor(root: Path) -> Path:
    return root / "data" / "2025-09" / "bien-tap.xlsx"


def decide(root: Path, text: str, column: str, value: str) -> None:
    book = openpyxl.load_workbook(editor(root))
    sheet = book[SHEET]
    columns = {str(c.value): c.column for c in sheet[5] if c.value}
    texts = columns["Nội dung đơn vị báo cáo"]
    row = next(r for r in range(6, sheet.max_row + 1) if sheet.cell(r, texts).value == text)
    sheet.cell(row, columns[column], value)
    book.save(editor(root))


def edited_in_log(root: Path) -> dict[str, int]:
    log = json.loads(outputs(root)["nhat-ky.json"])["editing"]
    assert isinstance(log, dict)
    return log


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the folder of `month` is kept once it is made."""
    return tmp_path_factory.mktemp("saved") / "month"


@pytest.fixture
def month(saved: Path, tmp_path: Path, command: Command) -> Path:
    """A working folder to which two units sent their difficulties; built."""
    if not saved.exists():
        lay(saved)
        says(saved, command, "11329", "Đường truyền mạng chậm")
        says(saved, command, "11359", "Thiếu máy quét")
        assert command("--root", saved, "build", "2025-09").code == 0
    return shutil.copytree(saved, tmp_path / "Ban Tổ chức – tháng 9")


def test_documents_are_no_longer_current_once_the_sheet_decides_otherwise(
    month: Path, command: Command
) -> None:
    def papers() -> Papers:
        return where_it_stands(month, "2025-09").papers

    now = time.time()
    os.utime(editor(month), (now, now))
    assert papers() is Papers.CURRENT
    decide(month, "Thiếu máy quét", "Nội dung biên tập", "Còn thiếu máy quét hồ sơ.")
    os.utime(editor(month), (now + 60, now + 60))
    assert papers() is Papers.REWORDED
    assert "bảng biên tập" in where_it_stands(month, "2025-09").stages[3].told
    assert command("--root", month, "build", "2025-09").code == 0
    os.utime(editor(month), (now + 120, now + 120))
    assert papers() is Papers.CURRENT


def test_the_first_build_makes_the_sheet_and_the_second_leaves_it(
    month: Path, command: Command
) -> None:
    made, documents = editor(month).read_bytes(), outputs(month)
    ran = command("--root", month, "build", "2025-09")
    assert "bien-tap.xlsx  (không đổi)" in ran.out
    assert editor(month).read_bytes() == made
    assert outputs(month) == documents


def test_a_month_to_which_nothing_came_has_its_assessments_alone(
    empty: Path, command: Command
) -> None:
    command("--root", empty, "build", "2025-09")
    book = openpyxl.load_workbook(editor(empty))
    filled = {sheet.title: sheet.cell(6, 1).value for sheet in book}
    assert [name for name, first in filled.items() if first is not None] == ["Đánh giá"]


def test_later_builds_follow_the_sheet_and_add_what_is_new(month: Path, command: Command) -> None:
    decide(month, "Đường truyền mạng chậm", "Nội dung biên tập", "Hạ tầng mạng còn yếu")
    decide(month, "Thiếu máy quét", "Đưa vào báo cáo", "Không")
    ran = command("--root", month, "build", "2025-09")
    assert "sửa lời 01 nội dung, bỏ 01 nội dung" in ran.out
    report = text_of(outputs(month)[REPORT])
    assert "- Chuyển đổi số (01 đơn vị): Hạ tầng mạng còn yếu." in report
    assert "Đường truyền mạng chậm" not in report
    assert "Thiếu máy quét" not in report
    log = edited_in_log(month)
    assert (log["edited"], log["omitted"], log["wanted"], log["likeness"]) == (1, 1, 0, 70)

    says(month, command, "11383", "Hiện nay, đường truyền mạng rất chậm")
    ran = command("--root", month, "build", "2025-09")
    assert ran.code == 0
    assert "ghi thêm 01 nội dung mới" in ran.out
    report = text_of(outputs(month)[REPORT])
    assert "- Chuyển đổi số (02 đơn vị): Hạ tầng mạng còn yếu." in report
    settled = editor(month).read_bytes()
    command("--root", month, "build", "2025-09")
    assert editor(month).read_bytes() == settled


def test_an_open_sheet_is_followed_but_not_written(month: Path, command: Command) -> None:
    decide(month, "Thiếu máy quét", "Đưa vào báo cáo", "Không")
    was = editor(month).read_bytes()
    editor(month).with_name("~$bien-tap.xlsx").write_bytes(b"")
    says(month, command, "11383", "Trụ sở chật hẹp")
    ran = command("--root", month, "build", "2025-09")
    assert ran.code == 0
    assert "BTA013" in ran.out
    assert editor(month).read_bytes() == was
    report = text_of(outputs(month)[REPORT])
    assert "Trụ sở chật hẹp" in report
    assert "Thiếu máy quét" not in report


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7", b"PK\x03\x04 no more"])
def test_a_damaged_sheet_is_said_and_the_documents_are_made(
    month: Path, command: Command, damage: bytes
) -> None:
    editor(month).write_bytes(damage)
    ran = command("--root", month, "build", "2025-09")
    assert ran.code == 1
    assert "BTA001" in ran.out
    assert editor(month).read_bytes() == damage
    assert "Thiếu máy quét" in text_of(outputs(month)[REPORT])


def test_a_sheet_that_may_not_be_read_stops_nothing(
    month: Path, command: Command, held: Callable[..., None]
) -> None:
    """Excel and some scanners on Windows hold a file so that nobody may read it."""
    held("bien-tap.xlsx")
    ran = command("--root", month, "build", "2025-09")
    assert ran.code == 1
    assert "BTA001" in ran.out


def test_a_tampered_key_is_named(month: Path, command: Command) -> None:
    decide(month, "Thiếu máy quét", "Đưa vào báo cáo", "Có")
    decide(month, "Thiếu máy quét", "Mã dòng", "tự ghi")
    ran = command("--root", month, "build", "2025-09")
    assert ran.code == 1
    assert "BTA005 Khó khăn, vướng mắc!K" in ran.out
