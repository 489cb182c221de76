"""Returns: a unit gets its own workbook back marked, mends it there, and it is taken without more ado."""

from __future__ import annotations

import email
import json
from email import policy
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Command
from tests.test_cli import filled, form
from tests.test_receive import PERIOD, filings, laid

FAULTY = "Xong rồi nhé"


@pytest.fixture
def came(tmp_path: Path) -> Path:
    return tmp_path / "Tải về"


def folder(root: Path, unit: str = "11329") -> Path:
    return root / "out" / PERIOD / "tra-lai" / unit


def names(root: Path, unit: str = "11329") -> list[str]:
    return sorted(path.name for path in folder(root, unit).glob("*"))


def reply(root: Path, unit: str = "11329") -> tuple[str, list[str]]:
    """Text of the reply, and the names of what is attached."""
    data = (folder(root, unit) / "thu-tra-lai.eml").read_bytes()
    message = email.message_from_bytes(data, policy=policy.default)
    assert message["X-Unsent"] == "1"
    part = message.get_body(("plain",))
    assert part is not None
    return part.get_content(), [str(a.get_filename()) for a in message.iter_attachments()]


def test_a_faulty_form_comes_back_marked_and_the_mended_one_is_taken(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command), n1_1=FAULTY)
    path = laid(came, "bc.xlsx", data, at="2025-09-20T09:00")
    ran = command("--root", empty, "receive", PERIOD, path, "--as-of", "2025-09-20T10:00")
    assert ran.code == 0
    assert "Trả lại 1 đơn vị" in ran.out
    (workbook,) = folder(empty).glob("* (cần sửa).xlsx")
    text, attached = reply(empty)
    assert f"ô H6: Trạng thái ghi «{FAULTY}»" in text
    assert "trước 16 giờ, ngày 22/9/2025" in text
    assert attached == ["11329-phuong-ngo-quyen-2025-09-can-sua.xlsx"]

    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames[0] == "Cần sửa"
    book["Báo cáo"]["H6"] = "Đang thực hiện"
    out = BytesIO()
    book.save(out)
    mended = laid(came, workbook.name, out.getvalue(), at="2025-09-21T09:00")
    ran = command("--root", empty, "receive", PERIOD, mended, "--as-of", "2025-09-21T10:00")
    assert f"{workbook.name}: dùng được" in ran.out
    assert "Trả lại" not in ran.out
    assert not folder(empty).exists()
    told = filings(empty, command)
    assert (told["on_time"], told["with_errors"]) == (1, 0)


def test_what_cannot_be_read_gets_the_form_to_fill_in(
    empty: Path, came: Path, command: Command
) -> None:
    path = laid(came, "11329-quét.pdf", b"%PDF-1.7\n")
    command("--root", empty, "receive", PERIOD, path)
    (issued,) = folder(empty).glob("*.xlsx")
    assert issued.read_bytes() == form(empty, command)
    text, attached = reply(empty)
    assert "Tệp là PDF" in text
    assert "điền lại báo cáo vào tệp này" in text
    assert len(attached) == 1


def test_a_letter_tells_the_unit_what_is_wrong_not_the_office_what_to_do(
    empty: Path, came: Path, command: Command
) -> None:
    path = laid(came, "bc.xlsx", filled(form(empty, command, period="2025-08")))
    command("--root", empty, "receive", PERIOD, path)
    text, _ = reply(empty)
    assert "- Biểu mẫu này của tháng 8 năm 2025, không phải tháng 9 năm 2025.\n" in text.replace(
        "\r", ""
    )
    assert "_meta" not in text


def test_a_text_of_the_reply_that_is_gone_is_said_and_the_workbook_is_there_all_the_same(
    empty: Path, came: Path, command: Command
) -> None:
    path = laid(came, "bc.xlsx", filled(form(empty, command), n1_1=FAULTY))
    (empty / "templates" / "mail" / "tra-lai.txt").unlink()
    ran = command("--root", empty, "receive", PERIOD, path)
    assert (ran.code, "templates/mail/tra-lai.txt" in ran.out) == (1, True)
    assert [name.endswith(" (cần sửa).xlsx") for name in names(empty)] == [True]
    told = json.loads(command("--root", empty, "receive", PERIOD, path, "--json").out)
    assert [f["file"] for f in told["findings"]] == ["templates/mail/tra-lai.txt"]


def test_a_form_without_a_needed_column_comes_back_whole_with_its_answers(
    empty: Path, came: Path, command: Command
) -> None:
    book = openpyxl.load_workbook(BytesIO(filled(form(empty, command))))
    sheet = book["Báo cáo"]
    head = next(c for row in sheet.iter_rows() for c in row if c.value == "Tỷ lệ (%)")
    head.value = "Cột lạ"
    out = BytesIO()
    book.save(out)
    command("--root", empty, "receive", PERIOD, laid(came, "bc.xlsx", out.getvalue()))
    (workbook,) = folder(empty).glob("* (cần sửa).xlsx")
    back = openpyxl.load_workbook(workbook)["Báo cáo"]
    values = [c.value for row in back.iter_rows() for c in row]
    assert "Tỷ lệ (%)" in values
    assert "Đã làm việc 1.1" in values


def test_a_return_that_somebody_edited_stays_when_nothing_is_to_be_returned_any_more(
    empty: Path, came: Path, command: Command
) -> None:
    command("--root", empty, "receive", PERIOD, laid(came, "11329-a.pdf", b"%PDF-1.7"))
    draft = folder(empty) / "thu-tra-lai.eml"
    draft.write_bytes(draft.read_bytes() + b"\r\nthem")
    sound = laid(came, "bc.xlsx", filled(form(empty, command)), at="2025-09-21T09:00")
    command("--root", empty, "receive", PERIOD, sound)
    assert names(empty) == ["thu-tra-lai.eml"]


def test_the_same_reception_gives_the_same_returns(
    empty: Path, came: Path, command: Command
) -> None:
    laid(came, "bc.xlsx", filled(form(empty, command), n1_1=FAULTY))
    told = []
    for day in ("2025-09-20T10:00", "2025-09-21T10:00"):
        ran = command("--root", empty, "receive", PERIOD, came, "--as-of", day, "--json")
        told.append(json.loads(ran.out)["returned"])
        written = {name: (folder(empty) / name).read_bytes() for name in names(empty)}
        if day == "2025-09-20T10:00":
            first = written
    assert written == first
    assert told[0] == told[1]
    assert told[0][0]["unit"] == "11329"
