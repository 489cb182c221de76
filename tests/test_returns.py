"""Returns: a unit gets its own workbook back marked, mends it there, and it is taken without more ado."""

from __future__ import annotations

import email
import errno
import json
import re
import zipfile
from collections.abc import Callable
from email import policy
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cv183_reports.app import returns
from cv183_reports.app.deciding import Wish
from cv183_reports.app.where import where_it_stands
from cv183_reports.cli import receive as screen
from cv183_reports.workspace import folder as workspace
from tests.builders_other import spoilt
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


def test_what_the_disk_does_not_take_is_not_called_returned(
    empty: Path, came: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = laid(came, "bc.xlsx", filled(form(empty, command), n1_1=FAULTY), at="2025-09-20T09:00")
    monkeypatch.setattr(workspace, "_stage", full)
    ran = command("--root", empty, "receive", PERIOD, path, "--as-of", "2025-09-20T10:00")
    assert (ran.code, "Trả lại" in ran.out, "MAY023" in ran.out) == (3, False, True)
    assert "Chưa ghi được tệp trả lại của 1 đơn vị trong out/2025-09/tra-lai/MÃ:" in ran.out
    assert "mail 2025-09 returns" not in ran.out


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
    command("--root", empty, "receive", PERIOD, path, "--keep-period")
    text, _ = reply(empty)
    assert (
        "- Biểu mẫu đã gửi là của tháng 8 năm 2025, không phải tháng 9 năm 2025.\n"
        in text.replace("\r", "")
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


def test_a_text_of_the_reply_that_another_program_holds_is_said_and_the_workbook_is_there(
    empty: Path, came: Path, command: Command, held: Callable[..., None]
) -> None:
    path = laid(came, "bc.xlsx", filled(form(empty, command), n1_1=FAULTY))
    held("tra-lai.txt")
    for _ in range(2):  # the second run remembers the first
        ran = command("--root", empty, "receive", PERIOD, path)
        assert (ran.code, ran.out.count("MAY014"), "STN" in ran.out) == (3, 1, False)
        assert [name.endswith(" (cần sửa).xlsx") for name in names(empty)] == [True]


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


# What no program ever wrote.


NOISE = "<!-- x --><?y z?>"
NOISY = [
    ("xl/workbook.xml", "<sheets>", f"<sheets>{NOISE}"),
    ("xl/workbook.xml", "</sheets>", f"{NOISE}</sheets>"),
    ("xl/workbook.xml", "<bookViews>", f"<bookViews>{NOISE}"),
    ("xl/workbook.xml", "<definedNames>", f"{NOISE}<definedNames>{NOISE}"),
    ("xl/_rels/workbook.xml.rels", "<Relationship ", f"{NOISE}<Relationship "),
    ("[Content_Types].xml", "<Override ", f"{NOISE}<Override "),
    ("xl/styles.xml", "<fonts ", f"{NOISE}<fonts "),
    ("xl/styles.xml", "<cellXfs ", f"{NOISE}<cellXfs "),
    ("xl/worksheets/sheet2.xml", "<sheetData>", f"{NOISE}<sheetData>{NOISE}"),
    ("xl/worksheets/sheet2.xml", "</sheetData>", f"{NOISE}</sheetData>{NOISE}"),
    ("xl/worksheets/sheet2.xml", "<sheetViews>", f"{NOISE}<sheetViews>{NOISE}"),
]


@pytest.mark.parametrize(("part", "old", "new"), NOISY)
def test_comments_and_instructions_in_a_part_never_keep_it_from_being_marked(
    empty: Path, came: Path, command: Command, part: str, old: str, new: str
) -> None:
    data = spoilt(filled(form(empty, command), n1_1=FAULTY), part, old, new)
    ran = command("--root", empty, "receive", PERIOD, laid(came, "bc.xlsx", data))
    assert (ran.code, "STN030" in ran.out) == (0, False)
    (workbook,) = folder(empty).glob("* (cần sửa).xlsx")
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames == ["Cần sửa", "Hướng dẫn", "Báo cáo", "Số liệu", "_meta"]
    assert book["Báo cáo"]["H6"].comment is not None


def test_a_copy_that_reads_otherwise_is_not_sent_but_a_form_with_the_answers(
    empty: Path, came: Path, command: Command
) -> None:
    """Excel finds a relationship at any depth; a copy made of the others would lose the sheet."""
    data = filled(form(empty, command), n1_1=FAULTY)
    with zipfile.ZipFile(BytesIO(data)) as package:
        rels = package.read("xl/_rels/workbook.xml.rels").decode()
    (arrow,) = re.findall(r"<Relationship [^>]*sheet4[^>]*/>", rels)
    nested = spoilt(data, "xl/_rels/workbook.xml.rels", arrow, f"<q><q>{arrow}</q></q>")
    ran = command("--root", empty, "receive", PERIOD, laid(came, "bc.xlsx", nested))
    assert (ran.code, "STN030" in ran.out, "có lỗi phải sửa" in ran.out) == (0, True, True)
    (workbook,) = folder(empty).glob("* (cần sửa).xlsx")
    book = openpyxl.load_workbook(workbook)
    assert "_meta" in book.sheetnames
    said = [c.value for row in book["Báo cáo"].iter_rows() for c in row]
    assert (FAULTY in said, "Đã làm việc 1.1" in said) == (True, True)
    mended = laid(came, "lại.xlsx", workbook.read_bytes(), at="2025-09-21T09:00")
    assert "SUB001" not in command("--root", empty, "check", mended).out


def test_a_return_that_fails_is_one_units_matter_and_comes_after_the_verdicts(
    empty: Path, came: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(came, "1.xlsx", filled(form(empty, command), n1_1=FAULTY))
    laid(came, "2.xlsx", filled(form(empty, command, "11560"), n1_1=FAULTY))
    drafted = returns.return_draft

    def failing(*arguments: Any, **named: Any) -> Any:
        if arguments[1].code == "11329":
            raise KeyError("whatever")
        return drafted(*arguments, **named)

    monkeypatch.setattr(returns, "return_draft", failing)
    ran = command("--root", empty, "receive", PERIOD, came)
    assert (ran.code, ran.out.count("STN029")) == (1, 1)
    assert names(empty, "11560") != []
    assert ran.out.index("ghi sổ 2 tệp") < ran.out.index("STN029")
    assert "Trả lại 1 đơn vị" in ran.out


def test_verdicts_stand_on_the_screen_before_anything_is_made_for_units(
    empty: Path, came: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(came, "11329-quét.pdf", b"%PDF-1.7")
    seen = []

    def stopped(_: object) -> None:
        seen.append(capsys.readouterr().out)
        raise KeyboardInterrupt

    monkeypatch.setattr(screen, "give_back", stopped)
    with pytest.raises(KeyboardInterrupt):
        screen.receive(
            empty, PERIOD, [came], None, Wish(), convert_legacy=False, keep_period=False, dry_run=False,
            as_json=False,
        )  # fmt: skip
    assert "11329-quét.pdf: không dùng được" in seen[0]


def test_what_is_not_counted_is_a_point_of_the_reply(
    empty: Path, came: Path, command: Command
) -> None:
    """A share written for a percentage, a field that is none; the rest of the row counts."""
    book = openpyxl.load_workbook(BytesIO(filled(form(empty, command))))
    sheet = book["Báo cáo"]
    head = next(c for row in sheet.iter_rows() for c in row if c.value == "Trạng thái")
    columns = {str(c.value): c.column for c in sheet[head.row] if c.value}
    sheet.cell(6, columns["Tỷ lệ (%)"], 0.8)
    sheet.cell(6, columns["Khó khăn, vướng mắc"], "Thiếu máy tính cho bộ phận một cửa")
    sheet.cell(6, columns["Lĩnh vực"], "CNTT")
    out = BytesIO()
    book.save(out)
    path = laid(came, "bc.xlsx", out.getvalue())
    command("--root", empty, "receive", PERIOD, path)
    text, _ = reply(empty)
    assert "Tỷ lệ ghi «0,8», có thể là 0,8% hoặc 80%" in text
    assert "Lĩnh vực ghi «CNTT», không có trong danh sách" in text
    told = json.loads(command("--root", empty, "check", PERIOD, "--json").out)
    (record,) = (r for r in told["files"][0]["records"] if r["obligation"] == "1.1")
    assert (record["percent"], record["field"]) == (None, None)
    assert record["difficulty"] == "Thiếu máy tính cho bộ phận một cửa"
    assert filings(empty, command)["with_errors"] == 1
    assert where_it_stands(empty, PERIOD).faulty == 1
    called = command("--root", empty, "status", PERIOD, "--call-list").out
    assert "òn 01 nội dung cần sửa. Nội dung có ô chưa hợp lệ: " in " ".join(called.split())
    assert "Trang Báo cáo, ô I6: tỷ lệ ghi «0,8», có thể là" in " ".join(called.split())
    ran = command("--root", empty, "mail", PERIOD, "reminders", "--unit", "11329")
    assert "1 thư nháp" in ran.out
