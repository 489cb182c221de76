"""The register that ships as people edit it in Excel: struck out, merged, copied, with notes under its tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.workbook import Workbook as Book

from cv183_reports.model import Register
from cv183_reports.model.finding import Finding
from cv183_reports.register.reader import read_register
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.conftest import Command
from tests.shipped import keep_senders, lay
from tests.test_register_data import DATA, book

Edit = Callable[[Book], object]
UNITS, TASKS, FIGURES, LISTS = "Đơn vị", "Nhiệm vụ", "Chỉ tiêu", "Danh sách chọn"
CONSTRAINTS, SETTINGS = "Ràng buộc", "Thiết lập"


def put(sheet: str, **cells: object) -> Edit:
    """Types into cells."""

    def edit(book: Book) -> None:
        for cell, value in cells.items():
            book[sheet][cell] = value

    return edit


def constrained(left: str, right: str) -> Edit:
    """One more row: `left` does not exceed `right`."""
    return put(CONSTRAINTS, A17=left, B17="không vượt quá", C17=right, D17="Thêm.")


def strike(sheet: str, *cells: str) -> Edit:
    def edit(book: Book) -> None:
        for cell in cells:
            book[sheet][cell].font = Font(strike=True)

    return edit


def merge(sheet: str, cells: str) -> Edit:
    return lambda book: book[sheet].merge_cells(cells)


def title_among_rows(book: Book) -> None:
    """The name of a group across the table, as offices set their lists."""
    sheet = book[UNITS]
    sheet.insert_rows(32)
    sheet["A32"] = "Các xã, phường, đặc khu"
    sheet.merge_cells("A32:S32")


def header_again(book: Book) -> None:
    sheet = book[UNITS]
    sheet.insert_rows(60)
    for cell in sheet[3]:
        sheet.cell(60, cell.column).value = cell.value


def copy(name: str, *, hidden: bool = False) -> Edit:
    def edit(book: Book) -> None:
        sheet = book.copy_worksheet(book[UNITS])
        sheet.title = name
        sheet.sheet_state = "hidden" if hidden else "visible"

    return edit


EDITS: list[tuple[str, Edit, str]] = [
    ("a unit struck out", strike(UNITS, "A40", "B40", "C40", "D40", "E40"), "REG074 Đơn vị!A40"),
    ("a deadline struck out", strike(TASKS, "H6"), "REG074 Nhiệm vụ!H6"),
    ("a code struck out", strike(TASKS, "A6"), "REG074 Nhiệm vụ!A6"),
    ("an explanation struck out", strike(SETTINGS, "C8"), ""),
    ("one section over its rows", merge(TASKS, "B4:B7"), "REG075 Nhiệm vụ!B4"),
    ("two columns of one row", merge(UNITS, "B40:C40"), "REG075 Đơn vị!B40"),
    ("the title over the table", merge(UNITS, "A1:S1"), ""),
    ("a value over its explanation", merge(SETTINGS, "B4:C4"), ""),
    ("a note among the settings", put(SETTINGS, A60="Sửa ngày 03/9"), "REG076 Thiết lập!A60"),
    ("a title among the rows", title_among_rows, "REG076 Đơn vị!A32"),
    ("a note under the table", put(UNITS, A150="Ghi chú: theo Nghị quyết"), "REG076 Đơn vị!A150"),
    ("a sum under the table", put(UNITS, B147="Tổng cộng: 142"), "REG076 Đơn vị!B147"),
    ("a note beside the table", put(UNITS, V40="đã gọi ngày 20/9"), ""),
    ("blanks under the table", put(UNITS, A150=" ", B151="\u00a0"), ""),
    ("a value without its list", put(LISTS, B25="Đất đai"), "REG005 Danh sách chọn!A25"),
    ("the header once more", header_again, ""),
    ("a copy beside the sheet", copy("Đơn vị (2)"), "REG077 Đơn vị (2)"),
    ("a copy put out of sight", copy("Đơn vị tháng 8", hidden=True), ""),
    ("a constraint within itself", constrained("TC01", "TC01"), "REG080 Ràng buộc!C17"),
    ("a constraint once more", constrained("TC02", "TC01"), "REG081 Ràng buộc!A17"),
    ("a constraint the other way", constrained("TC01", "TC02"), "REG081 Ràng buộc!A17"),
    (
        "a topic spelt otherwise",
        put(FIGURES, D21="Phục vụ hành chinh công"),
        "REG082 Chỉ tiêu!D21",
    ),
    ("a row of another topic", put(FIGURES, D22="Tổ chức bộ máy"), "REG083 Chỉ tiêu!D22"),
    ("a sheet of notes", lambda book: book.create_sheet("Ghi chú"), ""),
]


def edited(edit: Edit) -> tuple[Register | None, tuple[Finding, ...]]:
    saved = BytesIO()
    workbook = openpyxl.load_workbook(DATA)
    edit(workbook)
    workbook.save(saved)
    read, of_file = read_workbook(saved.getvalue(), DATA.name)
    assert read is not None
    return read_register(read, book, of_file)


@pytest.mark.parametrize(("edit", "expected"), [e[1:] for e in EDITS], ids=[e[0] for e in EDITS])
def test_one_slip_is_one_finding(edit: Edit, expected: str) -> None:
    register, findings = edited(edit)
    places = [f"{f.code} {f.place.sheet}!{f.place.cell or ''}".rstrip("!") for f in findings]
    assert "\n".join(places) == expected
    assert (register is None) == any(f.severity.name == "ERROR" for f in findings)


def test_what_is_struck_out_is_quoted_with_its_neighbours() -> None:
    _, (finding,) = edited(EDITS[0][1])
    assert "«11602»" in finding.message
    assert "B40, C40, D40, E40" in finding.message
    assert "cột hiệu lực" in finding.remedy


def test_a_deadline_has_its_hour() -> None:
    register, findings = edited(
        put(TASKS, H6=datetime(2025, 8, 15, 17), H10="17:00 ngày 29/8/2025")
    )
    assert not findings
    assert register is not None
    told = {task.code: task.deadline and task.deadline.once for task in register.obligations}
    assert [f"{told[code]:%d/%m %H:%M}" for code in ("1.3", "3.1")] == [
        "15/08 17:00",
        "29/08 17:00",
    ]


def test_who_makes_forms_or_documents_is_told_once_what_to_look_at(
    empty: Path, command: Command
) -> None:
    path = empty / "data" / "danh-muc.xlsx"
    workbook = openpyxl.load_workbook(path)
    copy("Đơn vị (2)")(workbook)
    put(UNITS, F40="khong-phai-dia-chi")(workbook)
    constrained("TC02", "TC01")(workbook)
    workbook.save(path)
    unit = ("--unit", "11560")
    for arguments in (("templates", "2025-09", *unit), ("build", "2025-09", *unit)):
        ran = command("--root", empty, *arguments)
        assert ran.out.count("REG") == 1
        assert "! REG084 Danh mục có 02 chỗ nên xem lại, ví dụ trang có các cột" in ran.out
    told = command("--root", empty, "doctor").out
    assert [code for code in ("REG077", "REG081", "REG013") if code in told] == [
        "REG077",
        "REG081",
        "REG013",
    ]


@pytest.mark.parametrize(
    ("sheet", "row", "code"), [(TASKS, 8, "2.1"), (FIGURES, 41, "TH01"), (TASKS, 8, "renamed")]
)
def test_what_was_taken_out_of_the_register_is_no_fault_of_units(
    tmp_path: Path, command: Command, sheet: str, row: int, code: str
) -> None:
    folder = lay(tmp_path / "CV", months=("2025-09",), few=True)
    path = folder / "data" / "danh-muc.xlsx"
    keep_senders(path)
    sound = faults_of(folder, command)
    workbook = openpyxl.load_workbook(path)
    if code == "renamed":
        workbook[sheet].cell(row, 1).value = "2.9"
    else:
        workbook[sheet].delete_rows(row)
    workbook.save(path)
    assert faults_of(folder, command) == sound
    told = command("--root", folder, "check", "2025-09").out
    assert "SUB018" not in told
    assert "không còn trong danh mục" in told


def faults_of(folder: Path, command: Command) -> set[str]:
    """The files that must be mended."""
    told = json.loads(command("--root", folder, "check", "2025-09", "--json").out)
    return {each["file"] for each in told["files"] if each["outcome"] == "has-errors"}


def test_heads_and_signing_blocks_are_in_capitals_whatever_was_typed() -> None:
    def edit(book: Book) -> None:
        put(SETTINGS, B4="Thành ủy Hải Phòng", B5="Ban Tổ chức", B11="K/T Trưởng ban")(book)
        put(SETTINGS, B12="Phó Trưởng ban", B28="tình hình vận hành mô hình.")(book)
        put("Nhóm đơn vị", D9="Đảng bộ thành phố", E9="T/M Ban Thường vụ", F9="Bí thư")(book)

    register, findings = edited(edit)
    assert not findings
    assert register is not None
    board, group = register.settings.board, register.groups[-1].paper
    assert (board.superior, board.heading) == ("THÀNH ỦY HẢI PHÒNG", "BAN TỔ CHỨC")
    assert (board.capacity, board.title) == ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")
    assert board.subject == "tình hình vận hành mô hình"
    assert group.superior == "ĐẢNG BỘ THÀNH PHỐ"
    assert (group.capacity, group.title) == ("T/M BAN THƯỜNG VỤ", "BÍ THƯ")
