"""What `receive` and `check` leave on the screen: what asks for nothing briefly, the worst and the sum last."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Command
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


def test_files_mostly_of_another_month_are_told_in_the_sum(
    empty: Path, came: Path, command: Command
) -> None:
    for unit in ("11329", "11560"):
        laid(came, f"{unit}.xlsx", filled(form(empty, command, unit)))
    told = command("--root", empty, "receive", "2025-10", came).out
    assert "2 tệp là báo cáo của kỳ 2025-09; nếu gõ nhầm kỳ" in told
    laid(came, "tháng trước.xlsx", filled(form(empty, command, period="2025-08")))
    assert "là báo cáo của kỳ" not in command("--root", empty, "receive", PERIOD, came).out
