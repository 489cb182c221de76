"""`mail … receipts`: each unit whose file counts is told what came when, how it is counted, what was noted in it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from cv183_reports.workspace.folder import sha256
from tests.conftest import Command
from tests.test_cli import filled, form
from tests.test_mailing import attachments, body, drafts
from tests.test_receive import PERIOD, laid

NOTED = "dang thuc hien"
FAULTY = "Xong rồi nhé"


def receipts(root: Path, command: Command, *units: str, as_of: str = "2025-09-22T15:00") -> None:
    asked = [word for unit in units for word in ("--unit", unit)]
    ran = command("--root", root, "mail", PERIOD, "receipts", *asked, "--as-of", as_of)
    assert ran.code == 0, ran.out + ran.err


def points(text: str) -> list[str]:
    return [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]


def looked_after(root: Path, unit: str, name: str, phone: str) -> None:
    path = root / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Đơn vị"]
    head = {str(cell.value): cell.column for cell in sheet[3]}
    row = next(row[0].row for row in sheet.iter_rows(min_row=4) if row[0].value == unit)
    sheet.cell(row, head["Cán bộ theo dõi"], name)
    sheet.cell(row, head["Điện thoại cán bộ"], phone)
    book.save(path)


@pytest.fixture
def came(empty: Path, tmp_path: Path, command: Command) -> dict[str, bytes]:
    """What four units sent: sound, with a warning, with a fault, late; a fifth sent what is no report."""
    data = {
        "11329": filled(form(empty, command, "11329")),
        "11359": filled(form(empty, command, "11359"), n1_1=NOTED),
        "11383": filled(form(empty, command, "11383"), n1_1=FAULTY),
        "so-noi-vu": filled(form(empty, command, "so-noi-vu")),
        "11560": b"not a workbook",
    }
    for unit, content in data.items():
        at = "2025-09-22T16:00" if unit == "so-noi-vu" else "2025-09-20T09:05"
        laid(tmp_path / "Tải về", f"{unit}-bc.xlsx", content, at=at)
    command("--root", empty, "receive", PERIOD, tmp_path / "Tải về", "--as-of", "2025-09-22T17:00")
    return data


def test_each_unit_whose_file_counts_gets_one_and_nobody_else(
    empty: Path, came: dict[str, bytes], command: Command
) -> None:
    receipts(empty, command, as_of="2025-09-22T17:00")
    made = {
        name.partition("-phuong")[0].partition("-2025")[0]: m
        for name, m in drafts(empty, "da-nhan").items()
    }
    assert set(made) == {"11329", "11359", "11383", "so-noi-vu-so-noi-vu"}
    told = {name: points(body(message)) for name, message in made.items()}
    assert [attachments(message) for message in made.values()] == [{}] * 4
    assert told["11329"][:3] == [
        f"Tệp: 11329-bc.xlsx; mã tệp (SHA-256): {sha256(came['11329'])}.",
        "Nhận lúc: 09 giờ 05 phút, ngày 20/9/2025; đúng hạn.",
        "Cách tính: toàn bộ nội dung được tổng hợp.",
    ]
    assert told["so-noi-vu-so-noi-vu"][1] == (
        "Nhận lúc: 16 giờ, ngày 22/9/2025; sau hạn, tính là gửi muộn."
    )
    assert told["11383"][2].startswith(
        "Cách tính: được tổng hợp, trừ những chỗ chưa hợp lệ sau đây"
    )
    assert told["11383"][3].startswith("Trang Báo cáo, ô H6: Trạng thái ghi ")
    assert told["11359"][2] == told["11329"][2]
    noted = f"Trang Báo cáo, ô H6: Trạng thái ghi «{NOTED}», được hiểu là «Đang thực hiện»."
    assert [noted in told[unit] for unit in ("11359", "11329", "11383")] == [True, False, False]
    assert all("Hãy" not in point for unit in ("11329", "11359") for point in told[unit])


def test_a_file_of_which_one_cell_is_left_out_does_not_count_whole(
    empty: Path, tmp_path: Path, command: Command
) -> None:
    """The row counts; what its cell says is asked for in the letter that returns the file."""
    book = openpyxl.load_workbook(BytesIO(filled(form(empty, command, "11329"))))
    book["Báo cáo"]["M6"] = "như trên"
    data = BytesIO()
    book.save(data)
    path = laid(tmp_path / "Tải về", "bc.xlsx", data.getvalue())
    command("--root", empty, "receive", PERIOD, path, "--as-of", "2025-09-22T15:00")
    receipts(empty, command)
    (message,) = drafts(empty, "da-nhan").values()
    assert points(body(message))[2].startswith(
        "Cách tính: được tổng hợp, trừ những chỗ chưa hợp lệ"
    )


def test_what_is_to_be_mended_is_asked_for_until_the_deadline_alone(
    empty: Path, came: dict[str, bytes], command: Command
) -> None:
    assert came
    for as_of, is_told in (("2025-09-22T15:59", True), ("2025-09-22T16:00", False)):
        receipts(empty, command, "11359", as_of=as_of)
        (message,) = (m for name, m in drafts(empty, "da-nhan").items() if "(" not in name)
        assert ("gửi lại trước 16 giờ, ngày 22/9/2025; tệp" in body(message)) == is_told
        assert "số liệu, nội dung vẫn được tính đúng như đơn vị ghi" in body(message)


def test_receipts_returns_and_reminders_name_the_officer_and_the_telephone(
    empty: Path, came: dict[str, bytes], command: Command
) -> None:
    assert came
    for unit in ("11359", "11383", "10507"):
        looked_after(empty, unit, "Trần Văn Bình", "0225 3842 183")
    said = "cán bộ theo dõi của Ban Tổ chức Thành ủy: Trần Văn Bình, điện thoại 0225 3842 183; hoặc"
    for kind, folder, unit in (
        ("receipts", "da-nhan", "11359"),
        ("returns", "tra-lai", "11383"),
        ("reminders", "don-doc", "10507"),
    ):
        command(
            "--root", empty, "mail", PERIOD, kind, "--unit", unit, "--as-of", "2025-09-22T15:00"
        )
        (message,) = drafts(empty, folder).values()
        assert said in body(message)


def test_nothing_came_is_said(empty: Path, command: Command) -> None:
    ran = command("--root", empty, "mail", PERIOD, "receipts")
    assert (ran.code, "THU044" in ran.out) == (0, True)


def test_without_the_text_of_an_older_folder_it_is_told(
    empty: Path, came: dict[str, bytes], command: Command
) -> None:
    assert came
    (empty / "templates" / "mail" / "da-nhan.txt").unlink()
    ran = command("--root", empty, "mail", PERIOD, "receipts")
    assert (ran.code, ran.out.count("THU001")) == (1, 1)
