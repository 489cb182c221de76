"""Mails laid into the folder of a month, or given to `check`: read as the files in them."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as mails
from tests.builders_mail import attached, letter, outlook, posted
from tests.conftest import Command
from tests.test_cli import filled, form, put

WARD, OTHER = "thuynguyen@haiphong.gov.vn", "ubkt@haiphong.gov.vn"
PDF = b"%PDF-1.7\n"


def with_addresses(root: Path) -> Path:
    """The working folder, the register telling two addresses."""
    path = root / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Đơn vị"]
    column = next(c.column for c in sheet[3] if c.value == "Thư điện tử")
    for row in sheet.iter_rows(min_row=4):
        if row[0].value in ("11329", "ubkt-tu"):
            sheet.cell(row[0].row, column, WARD if row[0].value == "11329" else OTHER)
    book.save(path)
    return root


def checked(root: Path, command: Command) -> dict[str, tuple[str, str | None, list[str]]]:
    """File → outcome, unit, codes of what is said beside the time of receipt."""
    ran = command("--root", root, "check", "--json", root / "data" / "2025-09" / "nop")
    return {
        Path(file["file"]).as_posix().rpartition("nop/")[2]: (
            file["outcome"],
            file["unit"],
            [f["code"] for f in file["findings"] if f["code"].startswith(("FIL", "SUB11"))],
        )
        for file in json.loads(ran.out)["files"]
    }


def test_a_form_in_a_mail_counts_from_the_minute_the_mail_came(
    empty: Path, command: Command
) -> None:
    root = with_addresses(empty)
    data = filled(form(root, command))
    mail = letter(("bao-cao.xlsx", data), ("bản ký.pdf", PDF), sender=WARD)
    late = "from a by b; Mon, 22 Sep 2025 09:00:00 +0000"
    put(root, "thu.eml", posted(mail, late), at="2025-09-20 09:00")
    found = checked(root, command)
    outcome, unit, codes = found["thu.eml/bao-cao.xlsx"]
    assert (unit, codes) == ("11329", [])
    assert outcome in ("accepted-with-warnings", "has-errors")
    assert found["thu.eml/bản ký.pdf"] == ("ignored", None, [mails.COMPANION.code])
    ran = command("--root", root, "check", root / "data" / "2025-09" / "nop")
    assert (
        "nhận lúc 16 giờ, ngày 22/9/2025, theo thời điểm máy chủ thư nhận thư “Báo cáo tháng 9” từ"
        f" {WARD}; sau hạn"
    ) in ran.out
    ran = command("--root", root, "build", "2025-09")
    assert "1/142" in ran.out
    ran = command("--root", root, "status", "2025-09", "--json", "--as-of", "2025-09-23")
    assert json.loads(ran.out)["late"] == 1


def test_a_message_of_outlook_counts_too(empty: Path, command: Command) -> None:
    root = with_addresses(empty)
    data = filled(form(root, command))
    put(root, "thu.msg", outlook(attached("bao-cao.xlsx", data), p5D01=WARD))
    assert checked(root, command)["thu.msg/bao-cao.xlsx"][1:] == ("11329", [])
    assert "1/142" in command("--root", root, "build", "2025-09").out


def test_a_sender_that_is_not_the_units_is_remarked_on(empty: Path, command: Command) -> None:
    root = with_addresses(empty)
    data = filled(form(root, command))
    put(root, "1.eml", posted(letter(("a.xlsx", data), sender="ai.do@gmail.com")))
    put(root, "2.eml", posted(letter(("a.xlsx", data), sender=OTHER)))
    found = checked(root, command)
    assert found["1.eml/a.xlsx"][1:] == ("11329", [mails.SENDER_UNKNOWN.code])
    assert found["2.eml/a.xlsx"][1:] == ("11329", [mails.SENDER_OF_OTHERS.code])


def test_whose_an_unreadable_file_is_its_sender_tells(empty: Path, command: Command) -> None:
    root = with_addresses(empty)
    put(root, "1.eml", posted(letter(("a.pdf", PDF), sender=f"Văn thư <{WARD.upper()}>")))
    put(root, "2.eml", posted(letter(sender=OTHER)))
    put(root, "3.eml", posted(letter(("a.pdf", PDF), sender="ai.do@gmail.com")))
    assert checked(root, command) == {
        "1.eml/a.pdf": ("rejected", "11329", [files.PDF.code]),
        "2.eml": ("rejected", "ubkt-tu", [mails.WITHOUT_FILES.code]),
        "3.eml/a.pdf": ("rejected", None, [files.PDF.code]),
    }
    status = command("--root", root, "status", "2025-09", "--as-of", "2025-09-22T15:55").out
    assert "3.eml/a.pdf" in status


def test_two_units_that_send_each_others_file_are_both_told(empty: Path, command: Command) -> None:
    """Whose a form is stands inside it; its name and its sender only contradict."""
    root = with_addresses(empty)
    came = empty.parent / "Tải về"
    came.mkdir()
    forms = {unit: filled(form(root, command, unit)) for unit in ("11329", "ubkt-tu")}
    swapped = {"11329": ("ubkt-tu", OTHER), "ubkt-tu": ("11329", WARD)}
    for unit, (other, address) in swapped.items():
        mail = letter((f"{other}-2025-09.xlsx", forms[unit]), sender=address)
        received = "from a by b; Sat, 20 Sep 2025 02:00:00 +0000"
        (came / f"{unit}.eml").write_bytes(posted(mail, received))
    ran = command("--root", root, "receive", "2025-09", came, "--json")
    told = {
        file["unit"]: {finding["code"] for finding in file["findings"]}
        for file in json.loads(ran.out)["files"]
    }
    assert told.keys() == swapped.keys()
    assert all({"SUB008", "SUB111"} <= codes for codes in told.values())
