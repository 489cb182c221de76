"""Whose a form seems to be whose hidden sheet is gone: suggested, and certain only where it is."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from cv183_reports.form.filled import describe
from cv183_reports.model import LOCAL
from cv183_reports.validation.identity import suggest
from tests.builders import workbook
from tests.conftest import Command, lay
from tests.shipped import shipped_register
from tests.submission_cases import judged, submitted

SHEET = """
| Báo cáo |                |           |                 |                   |
| ------- | -------------- | --------- | --------------- | ----------------- |
| Đơn vị  | {unit} |           |                 |                   |
| Mã      | Trạng thái     | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện |
| 1.1     | Đang thực hiện | 60        |                 | Đã sắp xếp        |
"""

CASES = [
    # header cell, name of the file, the unit that is certain, or those that are named
    ("Đảng ủy phường Thủy Nguyên (11560)", "a.xlsx", "11560", "11560"),
    ("ĐẢNG UỶ PHƯỜNG THUỶ NGUYÊN", "a.xlsx", "11560", "11560"),
    ("Phường Thuỷ Nguyên", "bao cao.xlsx", "11560", "11560"),
    ("Phường Hoà Bình", "a.xlsx", "11533", "11533"),
    ("Xã Cẩm Giang", "a.xlsx", "10888", "10888"),
    ("Xã Cẩm Giàng", "a.xlsx", "10903", "10903"),
    ("xa Cam Giang", "a.xlsx", None, "10888 10903"),
    ("xa Kien Thuy", "a.xlsx", None, "11680"),
    ("Phường Hải An", "a.xlsx", "11413", "11413"),
    ("Xã Cẩm Giang (10903)", "a.xlsx", None, "10888 10903"),
    ("ĐU P. Thủy Nguyên (11560)", "a.xlsx", "11560", "11560"),
    ("", "11560-Phường Thủy Nguyên-2025-09.xlsx", "11560", "11560"),
    ("", "BC tháng 9 xã Cẩm Giàng.xlsx", "10903", "10903"),
    ("", "BC thang 9 xa Cam Giang (1).xlsx", None, "10888 10903"),
    ("", "so-noi-vu.xlsx", "so-noi-vu", "so-noi-vu"),
    ("Xã Cẩm Giang", "10903-Xã Cẩm Giàng-2025-09.xlsx", None, "10888 10903"),
    ("Xã Cẩm Giang", "BC xa Cam Giang.xlsx", "10888", "10888"),
    ("Xã Không Có", "a.xlsx", None, ""),
    ("", "báo cáo.xlsx", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "file", "certain", "named"), CASES)
def test_only_a_code_or_a_full_name_is_certain(
    unit: str, file: str, certain: str | None, named: str
) -> None:
    found = suggest(describe(workbook(SHEET.format(unit=unit), file)), shipped_register(), "")
    assert (found.unit.code if found.unit else None) == certain
    message = found.finding.message if found.finding else ""
    assert [code for code in named.split() if f"[{code}]" not in message] == []
    assert message.count("[") == len(named.split())


def test_an_address_of_one_unit_is_certain_unless_the_form_says_otherwise() -> None:
    units = (
        replace(unit, email="cg@example.vn" if unit.code == "10903" else "")
        for unit in shipped_register().units
    )
    one = replace(shipped_register(), units=tuple(units))
    found = suggest(describe(workbook(SHEET.format(unit=""), "a.xlsx")), one, "CG@example.vn")
    assert found.unit is not None
    assert found.unit.code == "10903"
    other = suggest(
        describe(workbook(SHEET.format(unit="Xã Cẩm Giang"), "a.xlsx")), one, "cg@example.vn"
    )
    assert other.unit is None


def test_what_is_suggested_is_still_rejected_but_can_be_given_back() -> None:
    judgement = judged(submitted("- without _meta"))
    assert judgement.filing is None
    assert judgement.unit == "11560"
    assert [finding.code for finding in judgement.findings] == ["SUB001", "SUB101"]


def test_the_file_of_last_month_is_called_just_that(tmp_path: Path, command: Command) -> None:
    root = lay(tmp_path / "CV")
    command("--root", root, "templates", "2025-08", "--unit", "11329")
    (form,) = (root / "out" / "2025-08" / "bieu-mau").glob("*.xlsx")
    for month in ("2025-08", "2025-09"):
        laid = tmp_path / f"bc {month}.xlsx"
        laid.write_bytes(form.read_bytes())
        at = datetime.fromisoformat(f"{month}-20T09:00").replace(tzinfo=LOCAL).timestamp()
        os.utime(laid, (at, at))
        now = f"{month}-20T10:00"
        ran = command("--root", root, "receive", month, laid, "--as-of", now)
    assert "Đây chính là tệp đã gửi cho tháng 8 năm 2025 («bc 2025-08.xlsx»)" in ran.out
    assert "SUB113" in ran.out
    assert "SUB003" not in ran.out
