"""What `receive` and `check` leave on the screen: what asks for nothing briefly, the worst and the sum last."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Command
from tests.shipped import archive_of
from tests.test_cli import filled, form
from tests.test_receive import PERIOD, came, laid

__all__ = ["came"]


def test_of_many_files_only_those_are_named_that_somebody_has_to_look_at(
    built: Path, command: Command
) -> None:
    files = json.loads(command("--root", built, "check", PERIOD, "--json").out)["files"]
    lines = command("--root", built, "check", PERIOD).out.splitlines()
    quiet = [
        file["file"]
        for file in files
        if all(f["code"] == "MAY021" and "sau hạn" not in f["message"] for f in file["findings"])
    ]
    counted = f"{len(quiet)} tệp dùng được, gửi đúng hạn, không có gì phải xem."
    assert (lines[0] == counted) is bool(quiet)
    heads = [line.partition(".xlsx: ") for line in lines if not line.startswith("  ")]
    named = [f"{name}.xlsx" for name, colon, _ in heads if colon]
    assert sorted(named) == sorted({file["file"] for file in files} - set(quiet))
    told = [after.partition(" — ")[0] for _, colon, after in heads if colon]
    ranks = ["dùng được", "dùng được, có cảnh báo", "có lỗi phải sửa", "không dùng được"]
    assert [ranks.index(words) for words in told] == sorted(ranks.index(words) for words in told)
    assert lines[-1].startswith(f"Đã kiểm tra {len(files)} tệp: ")


def test_a_run_names_what_it_returns_and_only_counts_on_what_still_waits(
    empty: Path, came: Path, command: Command
) -> None:
    one = laid(came, "1.xlsx", filled(form(empty, command), n1_1="Xong rồi"))
    two = laid(came, "2.xlsx", filled(form(empty, command, "11560"), n1_1="Xong rồi"))
    first = command("--root", empty, "receive", PERIOD, one).out
    assert "có lỗi phải sửa — Phường Ngô Quyền, nhận lúc" in first
    assert "Trả lại 1 đơn vị" in first
    assert "Từ lần trước" not in first
    told = command("--root", empty, "receive", PERIOD, two).out.splitlines()
    start = next(n for n, line in enumerate(told) if line.startswith("Kỳ 2025-09: ghi sổ 1 tệp"))
    heads, names = told[start + 2 : -1 : 2], told[start + 3 : -1 : 2]
    labels = ["Trả lại 1", "Từ lần trước còn 1"]
    assert [head.partition(" đơn vị")[0] for head in heads] == labels
    assert names == ["  Phường Thủy Nguyên [11560]", "  Phường Ngô Quyền [11329]"]


def test_json_is_one_object_whatever_could_not_be_taken(
    empty: Path, came: Path, command: Command
) -> None:
    path = laid(came, "a.xlsx", filled(form(empty, command)))
    ran = command("--root", empty, "receive", PERIOD, came / "không có.xlsx", path, "--json")
    told = json.loads(ran.out)
    assert (ran.code, [f["code"] for f in told["findings"]]) == (2, ["FIL060"])
    assert told["findings"][0]["file"].endswith("không có.xlsx")
    assert len(told["files"]) == 1


def test_a_broken_line_of_the_ledger_is_not_called_a_file_of_nobody(
    empty: Path, came: Path, command: Command
) -> None:
    command("--root", empty, "receive", PERIOD, laid(came, "lạ.pdf", b"%PDF-1.7"))
    ledger = empty / "data" / PERIOD / "so-tiep-nhan.jsonl"
    ledger.write_bytes(ledger.read_bytes() + b'{"received": "2025')
    told = command("--root", empty, "status", PERIOD).out
    assert "Không rõ của đơn vị nào (1 tệp):\n  lạ.pdf" in told
    assert "STN001 Dòng 2 của sổ tiếp nhận" in told


def test_a_folder_named_like_the_month_does_not_hide_what_was_received(
    empty: Path, came: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("--root", empty, "receive", PERIOD, laid(came, "lạ.pdf", b"%PDF-1.7"))
    monkeypatch.chdir(empty / "data")
    told = json.loads(command("--root", "..", "check", PERIOD, "--json").out)["files"]
    assert [file["file"] for file in told] == ["lạ.pdf"]


def test_one_page_tells_of_a_whole_month_and_the_workbook_of_everything(
    empty: Path, few: Path, came: Path, command: Command
) -> None:
    """A month as it came, with files of every fault, those that cannot be taken, and questions."""
    came.mkdir()
    shutil.copy2(archive_of(PERIOD, few), came)
    data = filled(form(empty, command))
    for name, status in (("a", "Hoàn thành"), ("b", "Đang thực hiện")):
        laid(came, f"{name}.xlsx", filled(data, n1_1=status))
    missing = [came / f"không có {n}.xlsx" for n in range(9)]
    ran = command("--root", empty, "receive", PERIOD, came, *missing)
    lines = ran.out.splitlines()
    assert (ran.code, len(lines) <= 25) == (2, True)
    assert [line for line in lines if line.startswith("  ") and len(line) > 100] == []
    heads = ("Kỳ 2025-09: ghi sổ ", "Phải sửa (", "Phải hỏi (", "Trả lại ")
    assert [sum(line.startswith(head) for line in lines) for head in heads] == [1, 1, 1, 1]
    told = json.loads(command("--root", empty, "check", PERIOD, "--json").out)["files"]
    book = openpyxl.load_workbook(empty / "out" / PERIOD / "ket-qua-nhan.xlsx")
    files, points = ([*book[name].iter_rows(values_only=True)] for name in ("Tệp", "Từng điểm"))
    assert {row[-1] for row in files} >= {file["file"] for file in told}
    rows = {(row[4], row[5], row[6], row[10]) for row in points if row[0] != "STT"}
    for file in told:
        for finding in file["findings"]:
            place = finding["sheet"] or None, finding["cell"] or None
            assert (finding["code"], *place, file["file"]) in rows
    general = [row[2] for row in book["Chung cả kỳ"].iter_rows(values_only=True)]
    assert general.count("FIL060") == 9


def test_the_workbook_tells_when_each_file_was_booked(
    empty: Path, came: Path, command: Command
) -> None:
    for unit, day in (("11329", 20), ("11560", 21)):
        path = laid(came, f"{unit}.xlsx", filled(form(empty, command, unit)))
        command("--root", empty, "receive", PERIOD, path, "--as-of", f"2025-09-{day}T10:00")
    book = openpyxl.load_workbook(empty / "out" / PERIOD / "ket-qua-nhan.xlsx")
    rows = [*book["Tệp"].iter_rows(values_only=True)]
    (head,) = (row for row in rows if row[0] == "STT")
    days = {row[-1]: row[head.index("Ghi sổ lúc")] for row in rows[rows.index(head) + 1 :]}
    assert days == {
        "11329.xlsx": datetime(2025, 9, 20, 10),
        "11560.xlsx": datetime(2025, 9, 21, 10),
    }


def test_a_sentence_of_all_forms_is_one_note_of_the_month(
    empty: Path, came: Path, command: Command
) -> None:
    """The register changed after the forms went out."""
    register = Register(empty)
    for unit in register.codes[:12]:
        laid(came, f"{unit}.xlsx", filled(form(empty, command, unit)))
    register.change("Nhiệm vụ")
    ran = command("--root", empty, "receive", PERIOD, came)
    assert ran.out.count("Biểu mẫu được phát trước khi danh mục thay đổi") == 1
    told = json.loads(command("--root", empty, "check", PERIOD, "--json").out)
    (shared,) = (each for each in told["shared"] if each["code"] == "SUB009")
    assert len(shared["places"]) == 12
    assert not [f for file in told["files"] for f in file["findings"] if f["code"] == "SUB009"]


class Register:
    """The register of a working folder, as staff change it."""

    def __init__(self, root: Path) -> None:
        self.path = root / "data" / "danh-muc.xlsx"

    @property
    def codes(self) -> list[str]:
        rows = openpyxl.load_workbook(self.path)["Đơn vị"].iter_rows(min_row=2, max_col=1)
        codes = [str(cell.value) for (cell,) in rows if cell.value]
        return [code for code in codes if code.isdecimal()]

    def change(self, sheet: str) -> None:
        """One letter more in the text of the last row of that sheet."""
        book = openpyxl.load_workbook(self.path)
        page = book[sheet]
        head = next(
            row for row in page.iter_rows() if any(c.value == "Nội dung nguyên văn" for c in row)
        )
        column = next(c.column for c in head if c.value == "Nội dung nguyên văn")
        cells = [row[0] for row in page.iter_rows(min_col=column, max_col=column) if row[0].value]
        cells[-1].value = f"{cells[-1].value} nay"
        book.save(self.path)
