"""Whose file counts and which: what the program decides, what it asks, what a person decides and takes back."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.builders_mail import letter, posted
from tests.conftest import Command
from tests.shipped import NAMED, edit_register, keep_rows
from tests.test_cli import filled, form
from tests.test_receive import PERIOD, came, filings, laid

__all__ = ["came"]

OWN, OTHER = "11542", "11533"
"""Phường Nam Triệu, Phường Hòa Bình."""
UNITS = (OWN, OTHER, "11329", "11359", "11560", *NAMED)
OWN_NAME, OTHER_NAME = "Phường Nam Triệu", "Phường Hòa Bình"


def address(unit: str) -> str:
    return f"{unit}@haiphong.gov.vn"


@pytest.fixture
def addressed(empty: Path) -> Path:
    """Each of few units has its own address in the register."""
    keep_rows(empty / "data" / "danh-muc.xlsx", {"Đơn vị": UNITS})
    edit_register(empty / "data" / "danh-muc.xlsx", _address_all)
    return empty


def _address_all(book: openpyxl.Workbook) -> None:
    sheet = book["Đơn vị"]
    head = next(row for row in sheet.iter_rows() if "Thư điện tử" in [c.value for c in row])
    column = next(c.column for c in head if c.value == "Thư điện tử")
    for (code,) in sheet.iter_rows(min_row=head[0].row + 1, max_col=1):
        if code.value:
            sheet.cell(code.row, column, address(str(code.value)))


def mail(came: Path, name: str, sender: str, day: str, *files: tuple[str, bytes]) -> Path:
    """A mail from `sender` that our server took in at `day`: ``19 Sep 2025 09:13``."""
    message = letter(*files, sender=f"Văn thư <{sender}>")
    received = f"from mail.haiphong.gov.vn by mx.haiphong.gov.vn; Fri, {day}:00 +0700"
    return laid(came, name, posted(message, received), at="2025-09-23T08:00")


def receive(root: Path, command: Command, *arguments: object) -> tuple[int, dict[str, Any]]:
    ran = command("--root", root, "receive", PERIOD, *arguments, "--json")
    return ran.code, json.loads(ran.out)


def counted(root: Path, command: Command) -> dict[str, str]:
    """Which file counts for each unit."""
    files = json.loads(command("--root", root, "check", PERIOD, "--json").out)["files"]
    return {file["unit"]: file["file"] for file in files if file["counts"]}


def called(root: Path, command: Command, unit: str) -> str:
    """Why the unit is to be phoned; nothing where it is not."""
    ran = command("--root", root, "status", PERIOD, "--call-list", "--json")
    calls = json.loads(ran.out)["calls"]
    return next((call["state"] for call in calls if call["code"] == unit), "")


def from_both(root: Path, came: Path, command: Command, *, own_first: bool = True) -> None:
    """The ward's own report, and its form sent by the neighbour."""
    data = filled(form(root, command, OWN))
    days = ("19 Sep 2025 09:13", "21 Sep 2025 08:47")
    own, wrong = days if own_first else reversed(days)
    mail(came, "tự gửi.eml", address(OWN), own, ("bc.xlsx", data))
    other = filled(data, n1_1="Hoàn thành")
    mail(came, "gửi nhầm.eml", address(OTHER), wrong, (f"{OTHER}.xlsx", other))


# From another unit's address.


@pytest.mark.parametrize("own_first", [True, False])
def test_a_neighbours_mail_never_replaces_the_units_own_and_both_are_phoned(
    addressed: Path, came: Path, command: Command, *, own_first: bool
) -> None:
    from_both(addressed, came, command, own_first=own_first)
    ran = command("--root", addressed, "receive", PERIOD, came)
    assert "Phải hỏi (1;" in ran.out
    assert counted(addressed, command) == {OWN: "tự gửi.eml/bc.xlsx"}
    files = json.loads(command("--root", addressed, "check", PERIOD, "--json").out)["files"]
    (wrong,) = (file for file in files if file["file"].startswith("gửi nhầm"))
    assert (wrong["outcome"], wrong["unit"]) == ("rejected", OWN)
    (told,) = (f for f in wrong["findings"] if f["code"] == "SUB111")
    assert told["severity"] == "error"
    assert f"{address(OTHER)}, là địa chỉ của Đảng ủy phường Hòa Bình" in told["message"]
    assert f'--take "gửi nhầm.eml/{OTHER}.xlsx"' in told["remedy"]
    assert "có gửi nhầm tệp của Đảng ủy phường Nam Triệu" in called(addressed, command, OTHER)
    assert "gửi từ địa chỉ của Đảng ủy phường Hòa Bình" in called(addressed, command, OWN)
    assert not (addressed / "out" / PERIOD / "tra-lai").exists()


def test_alone_it_does_not_count_until_a_person_takes_it(
    addressed: Path, came: Path, command: Command
) -> None:
    data = filled(form(addressed, command, OWN))
    mail(came, "gửi nhầm.eml", address(OTHER), "21 Sep 2025 08:47", ("bc.xlsx", data))
    receive(addressed, command, came)
    assert counted(addressed, command) == {}
    assert "chưa tính tệp này" in called(addressed, command, OWN)
    code, told = receive(addressed, command, "--take", "gửi nhầm.eml/bc.xlsx")
    assert (code, [each["kind"] for each in told["decided"]]) == (0, ["take"])
    assert counted(addressed, command) == {OWN: "gửi nhầm.eml/bc.xlsx"}
    assert (called(addressed, command, OWN), called(addressed, command, OTHER)) == ("", "Chưa gửi")


def test_a_scan_from_the_neighbour_is_not_returned_to_the_unit(
    addressed: Path, came: Path, command: Command
) -> None:
    scan = (f"{OWN}-quét.pdf", b"%PDF-1.7")
    mail(came, "quét.eml", address(OTHER), "21 Sep 2025 08:47", scan)
    _, told = receive(addressed, command, came)
    assert told["returned"] == []
    assert "có gửi nhầm tệp" in called(addressed, command, OTHER)
    ran = command("--root", addressed, "check", PERIOD)
    assert "đề nghị gửi lại tệp Excel" in ran.out
    assert "--take" not in ran.out
    receive(addressed, command, "--set-aside", f"quét.eml/{OWN}-quét.pdf", "--reason", "nhầm")
    ran = command("--root", addressed, "check", PERIOD)
    assert "STN031" in ran.out
    assert "--take" not in ran.out


def test_what_the_gathering_body_hands_on_counts(
    addressed: Path, came: Path, command: Command
) -> None:
    data = filled(form(addressed, command, OWN))
    mail(came, "chuyển.eml", address("btc-tu"), "21 Sep 2025 08:47", ("bc.xlsx", data))
    receive(addressed, command, came)
    assert counted(addressed, command) == {OWN: "chuyển.eml/bc.xlsx"}


# Two at one time.


def remedies(root: Path, command: Command, code: str) -> list[list[str]]:
    """The commands that the findings of that code offer, as they stand there."""
    files = json.loads(command("--root", root, "check", PERIOD, "--json").out)["files"]
    found = (f["remedy"] for file in files for f in file["findings"] if f["code"] == code)
    offered = (re.findall('cv183-report (receive .*?--(?:take|set-aside) ".*?")', r) for r in found)
    return [shlex.split(each) for each in chain.from_iterable(offered)]


def test_a_remedy_is_a_command_that_can_be_given_as_it_stands(
    addressed: Path, came: Path, command: Command
) -> None:
    two_at_once(addressed, came, command)
    for given in remedies(addressed, command, "SUB091"):
        ran = command("--root", addressed, *given)
        assert ran.code == 0
        assert counted(addressed, command) == {OWN: given[-1]}
        assert f"receive {PERIOD} --undo" in ran.out
    receive(addressed, command, "--set-aside", "hai tệp.eml/bc.xlsx", "--reason", "nhầm")
    (again,) = remedies(addressed, command, "STN031")
    assert command("--root", addressed, *again).code == 0
    assert counted(addressed, command) == {OWN: "hai tệp.eml/bc.xlsx"}


def test_what_was_decided_is_named_as_it_is_on_the_screen(
    addressed: Path, came: Path, command: Command
) -> None:
    data = filled(form(addressed, command, OWN))
    for folder, status in (("a", "Đang thực hiện"), ("b", "Hoàn thành")):
        path = laid(came / folder, "BC.xlsx", filled(data, n1_1=status))
        command("--root", addressed, "receive", PERIOD, path)
    assert "«BC.xlsx (2)»." in command("--root", addressed, "receive", PERIOD, "--take", path).out
    assert counted(addressed, command) == {OWN: "BC.xlsx (2)"}


def two_at_once(root: Path, came: Path, command: Command) -> tuple[bytes, bytes]:
    data = filled(form(root, command, OWN))
    other = filled(data, n1_1="Hoàn thành")
    files = (("bc.xlsx", data), ("bc (1).xlsx", other))
    mail(came, "hai tệp.eml", address(OWN), "22 Sep 2025 15:59", *files)
    receive(root, command, came)
    assert counted(root, command) == {}
    return data, other


def test_the_same_file_again_later_says_which_of_two_is_meant(
    addressed: Path, came: Path, command: Command
) -> None:
    data, _ = two_at_once(addressed, came, command)
    mail(came, "bản cuối.eml", address(OWN), "22 Sep 2025 18:00", ("bc.xlsx", data))
    receive(addressed, command, came)
    assert counted(addressed, command) == {OWN: "hai tệp.eml/bc.xlsx"}
    told = filings(addressed, command)
    assert (told["on_time"], told["late"], told["faulty"]) == (1, 0, 0)
    assert called(addressed, command, OWN) == ""


@pytest.mark.parametrize("named", ["hai tệp.eml/bc (1).xlsx", "path"])
def test_a_person_says_which_of_two_is_meant(
    addressed: Path, came: Path, command: Command, named: str
) -> None:
    data, other = two_at_once(addressed, came, command)
    if named == "path":
        named = str(laid(came.parent, "lưu riêng.xlsx", other))
    code, _ = receive(addressed, command, "--take", named)
    assert code == 0
    assert counted(addressed, command) == {OWN: "hai tệp.eml/bc (1).xlsx"}
    assert "STN032" in command("--root", addressed, "check", PERIOD).out
    later = filled(data, n1_1="Chưa thực hiện")
    mail(came, "sau.eml", address(OWN), "22 Sep 2025 18:00", ("bc.xlsx", later))
    receive(addressed, command, came)
    assert counted(addressed, command) == {OWN: "sau.eml/bc.xlsx"}


def test_the_copy_of_a_file_that_counts_may_be_taken_as_well(
    addressed: Path, came: Path, command: Command
) -> None:
    data, _ = two_at_once(addressed, came, command)
    receive(addressed, command, "--take", "hai tệp.eml/bc (1).xlsx")
    mail(came, "bản cuối.eml", address(OWN), "22 Sep 2025 15:58", ("bc.xlsx", data))
    receive(addressed, command, came)
    assert counted(addressed, command) == {OWN: "hai tệp.eml/bc (1).xlsx"}
    assert receive(addressed, command, "--take", "hai tệp.eml/bc.xlsx")[0] == 0
    assert "STN032" in command("--root", addressed, "check", PERIOD).out
    assert receive(addressed, command, "--take", "bản cuối.eml/bc.xlsx")[0] == 0
    assert "STN032" in command("--root", addressed, "check", PERIOD).out
    (file,) = counted(addressed, command).values()
    assert file in ("hai tệp.eml/bc.xlsx", "bản cuối.eml/bc.xlsx")


def test_what_check_named_on_disk_can_be_taken_once_it_is_received(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command))
    both = (("1.xlsx", data), ("2.xlsx", filled(data, n1_1="Hoàn thành")))
    path = laid(came, "gói.zip", zipped(*both))
    assert f'--take "{path}/2.xlsx"' in command("--root", empty, "check", path).out
    take = ("receive", PERIOD, "--take", f"{path}/2.xlsx")
    refused = command("--root", empty, *take)
    assert (refused.code, "[STN038]" in refused.err) == (2, True)
    advised = re.search(r"cv183-report (receive .*?), rồi", refused.err)
    assert advised
    command("--root", empty, *shlex.split(advised[1]))
    assert counted(empty, command) == {}
    assert command("--root", empty, *take).code == 0
    assert counted(empty, command) == {"11329": "gói.zip/2.xlsx"}


def test_a_name_with_quotation_marks_is_known_without_them(
    addressed: Path, came: Path, command: Command
) -> None:
    data = filled(form(addressed, command, OWN))
    files = (('BC "cuối".xlsx', data), ("BC.xlsx", filled(data, n1_1="Hoàn thành")))
    mail(came, "1.eml", address(OWN), "22 Sep 2025 15:59", *files)
    receive(addressed, command, came)
    assert receive(addressed, command, "--take", "1.eml/BC cuối.xlsx")[0] == 0
    assert counted(addressed, command) == {OWN: '1.eml/BC "cuối".xlsx'}


def test_an_older_version_may_be_taken_too_and_the_last_word_counts(
    addressed: Path, came: Path, command: Command
) -> None:
    data = filled(form(addressed, command, OWN))
    mail(came, "1.eml", address(OWN), "20 Sep 2025 09:00", ("bc.xlsx", data))
    later = filled(data, n1_1="Hoàn thành")
    mail(came, "2.eml", address(OWN), "21 Sep 2025 09:00", ("bc.xlsx", later))
    receive(addressed, command, came)
    for name in ("1.eml", "2.eml", "1.eml"):
        assert receive(addressed, command, "--take", name)[0] == 0
        assert counted(addressed, command) == {OWN: f"{name}/bc.xlsx"}


# Set aside, taken back.


def test_a_file_set_aside_counts_for_nothing_and_is_named_in_every_list(
    addressed: Path, came: Path, command: Command
) -> None:
    from_both(addressed, came, command)
    receive(addressed, command, came)
    why = "gửi nhầm của phường bạn"
    code, told = receive(addressed, command, "--set-aside", "tự gửi.eml", "--reason", why)
    assert (code, told["decided"][0]["reason"]) == (0, why)
    assert counted(addressed, command) == {}
    checked = command("--root", addressed, "check", PERIOD).out
    assert "tự gửi.eml/bc.xlsx: để riêng, không tính" in checked
    assert f"không tính: {why}" in checked
    status = command("--root", addressed, "status", PERIOD).out
    assert f"Để riêng, không tính (1 tệp):\n  tự gửi.eml/bc.xlsx: {why}" in status
    command("--root", addressed, "build", PERIOD)
    journal = json.loads((addressed / "out" / PERIOD / "nhat-ky.json").read_bytes())
    (entry,) = (each for each in journal["inputs"] if each["file"].startswith("tự gửi"))
    assert (entry["outcome"], entry["counts"], entry["set_aside"]) == ("set-aside", False, why)
    book = openpyxl.load_workbook(addressed / "out" / PERIOD / "ket-qua-nhan.xlsx")
    rows = [[cell.value for cell in row] for row in book["Tệp"].iter_rows()]
    (row,) = (row for row in rows if row[-1] == "tự gửi.eml/bc.xlsx")
    assert row[3:5] == ["Để riêng, không tính", "Không"]
    assert receive(addressed, command, "--undo")[0] == 0
    assert counted(addressed, command) == {OWN: "tự gửi.eml/bc.xlsx"}


def test_set_aside_it_asks_nobody_any_more_and_taking_it_brings_it_back(
    addressed: Path, came: Path, command: Command
) -> None:
    from_both(addressed, came, command)
    receive(addressed, command, came)
    receive(addressed, command, "--set-aside", "gửi nhầm.eml", "--reason", "nhầm")
    assert called(addressed, command, OWN) == ""
    assert called(addressed, command, OTHER) == "Chưa gửi"
    receive(addressed, command, "--take", f"gửi nhầm.eml/{OTHER}.xlsx")
    assert counted(addressed, command) == {OWN: f"gửi nhầm.eml/{OTHER}.xlsx"}


def test_a_file_in_the_folder_may_be_set_aside_and_stays_so_when_it_is_received(
    empty: Path, command: Command
) -> None:
    path = laid(empty / "data" / PERIOD / "nop", "bc.xlsx", filled(form(empty, command)))
    name = next(iter(counted(empty, command).values()))
    assert receive(empty, command, "--set-aside", name, "--reason", "thử")[0] == 0
    assert counted(empty, command) == {}
    receive(empty, command, path)
    assert counted(empty, command) == {}


def test_the_last_call_is_taken_back_by_a_line_and_the_one_before_after_it(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command))
    one = laid(came, "1.xlsx", data, at="2025-09-20T09:00")
    two = laid(came, "2.xlsx", filled(data, n1_1="Hoàn thành"), at="2025-09-21T09:00")
    ledger = empty / "data" / PERIOD / "so-tiep-nhan.jsonl"
    for path in (one, two):
        command("--root", empty, "receive", PERIOD, path)
    before = ledger.read_bytes()
    code, told = receive(empty, command, "--undo")
    assert (code, [each["file"] for each in told["undone"]]) == (0, ["2.xlsx"])
    assert ledger.read_bytes().startswith(before)
    assert counted(empty, command) == {"11329": "1.xlsx"}
    assert len([p for p in (empty / "data" / PERIOD / "goc").rglob("*") if p.is_file()]) == 2
    assert receive(empty, command, "--undo")[0] == 0
    assert counted(empty, command) == {}
    ran = command("--root", empty, "receive", PERIOD, "--undo")
    assert (ran.code, "STN027" in ran.err) == (2, True)
    assert "STN011" not in command("--root", empty, "check", PERIOD).out
    command("--root", empty, "receive", PERIOD, two)
    assert counted(empty, command) == {"11329": "2.xlsx"}


# Wrong usage.


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "STN021"),
        (("--take", "a", "--undo"), "STN020"),
        (("b.xlsx", "--undo"), "STN020"),
        (("--set-aside", "a"), "STN022"),
        (("--set-aside", "a", "--reason", "  "), "STN022"),
        (("--take", "a", "--reason", "x"), "STN023"),
        (("--take", "bc.xls"), "STN024"),
        (("--set-aside", "không có", "--reason", "x"), "STN024"),
        (("--take", "quét.pdf"), "STN025"),
        (("--take", "gói.zip"), "STN026"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence_and_books_nothing(
    empty: Path, came: Path, command: Command, arguments: tuple[str, ...], code: str
) -> None:
    data = filled(form(empty, command))
    both = (("1.xlsx", data), ("2.xlsx", filled(data, n1_1="Hoàn thành")))
    laid(came, "bc.xlsx", filled(form(empty, command, "11560")))
    laid(came, "quét.pdf", b"%PDF-1.7")
    laid(came, "gói.zip", zipped(*both))
    command("--root", empty, "receive", PERIOD, came)
    ledger = empty / "data" / PERIOD / "so-tiep-nhan.jsonl"
    before = ledger.read_bytes()
    ran = command("--root", empty, "receive", PERIOD, *arguments)
    assert (ran.code, ran.err.count(f"[{code}]"), ran.err.count("\n")) == (2, 1, 1)
    assert ledger.read_bytes() == before
    if code == "STN024" and "bc.xls" in arguments:
        assert "gần giống: «bc.xlsx»" in ran.err


def zipped(*files: tuple[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return target.getvalue()


# A call for the wrong month.


def test_files_mostly_of_another_month_book_nothing_and_the_right_command_is_named(
    empty: Path, came: Path, command: Command
) -> None:
    for unit in ("11329", "11560"):
        laid(came, f"{unit}.xlsx", filled(form(empty, command, unit)))
    laid(came, "tháng 8.xlsx", filled(form(empty, command, "11407", period="2025-08")))
    ran = command("--root", empty, "receive", "2025-10", came)
    assert (ran.code, "STN028 2/3 tệp là báo cáo của kỳ 2025-09" in ran.out) == (2, True)
    assert f'cv183-report receive 2025-09 "{came}"' in ran.out
    assert not (empty / "data" / "2025-10").exists()
    told = json.loads(command("--root", empty, "receive", "2025-10", came, "--json").out)
    assert [f["code"] for f in told["findings"]] == ["STN028"]
    assert command("--root", empty, "receive", PERIOD, came).code == 0
    assert len(counted(empty, command)) == 2


def test_one_wrong_form_among_those_of_the_month_is_booked_and_returned(
    empty: Path, came: Path, command: Command
) -> None:
    laid(came, "11329.xlsx", filled(form(empty, command)))
    command("--root", empty, "receive", PERIOD, came)
    wrong = laid(came, "11560.xlsx", filled(form(empty, command, "11560", period="2025-08")))
    _, told = receive(empty, command, came)
    assert [each["unit"] for each in told["returned"]] == ["11560"]
    assert command("--root", empty, "receive", PERIOD, "--undo").code == 0
    assert command("--root", empty, "receive", PERIOD, wrong).code == 2
    _, told = receive(empty, command, wrong, "--keep-period")
    assert [each["unit"] for each in told["returned"]] == ["11560"]


def test_what_the_month_before_has_is_counted_where_the_month_is_wrong(
    empty: Path, came: Path, command: Command
) -> None:
    """A whole mailbox of last month in which one form was older still: that one alone is not the month meant."""
    for unit in ("11329", "11560", "11383"):
        laid(came, f"{unit}.xlsx", filled(form(empty, command, unit)))
    laid(came, "tháng 8.xlsx", filled(form(empty, command, "11407", period="2025-08")))
    assert command("--root", empty, "receive", PERIOD, came).code == 0
    ran = command("--root", empty, "receive", "2025-10", came)
    assert (ran.code, "STN028 3/4 tệp là báo cáo của kỳ 2025-09" in ran.out) == (2, True)


# What the screen and check say.


def test_check_says_of_each_file_whether_it_counts_and_gives_the_plan(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command))
    book = openpyxl.load_workbook(laid(came, "1.xlsx", data))
    sheet = book["Báo cáo"]
    (head,) = (c for row in sheet.iter_rows() for c in row if "trọng tâm" in str(c.value or ""))
    sheet.cell(head.row + 1, head.column, "Rà soát đội ngũ cán bộ không chuyên trách")
    book.save(came / "1.xlsx")
    laid(came, "1.xlsx", (came / "1.xlsx").read_bytes(), at="2025-09-21T09:00")
    laid(came, "0.xlsx", data, at="2025-09-20T09:00")
    files = json.loads(command("--root", empty, "check", came, "--json").out)["files"]
    assert [(file["counts"], file["plans"]) for file in files] == [
        (False, []),
        (True, ["Rà soát đội ngũ cán bộ không chuyên trách"]),
    ]
