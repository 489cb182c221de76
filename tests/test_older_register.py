"""A register made before the profile was thought of is read as it is; what it lacks is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cv183_reports.model import OwnPaper, Register
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.register import read_register
from cv183_reports.spreadsheet.grid import Workbook
from tests.conftest import REPOSITORY
from tests.register_tables import changed, workbook
from tests.shipped import SHIPPED, book_at, shipped_register

OLDER = REPOSITORY / "tests" / "data" / "phien-ban-1" / "danh-muc.xlsx"
ADDED = {
    "Danh sách chọn": "trang «Danh sách chọn»",
    "Nhóm đơn vị": "cột «Ký hiệu», «Cơ quan cấp trên», «Quyền hạn ký», «Chức vụ người ký», «Nơi lưu»",
    "Đơn vị": "cột «Ký hiệu», «Cơ quan cấp trên», «Quyền hạn ký», «Chức vụ người ký», «Nơi lưu», «Cơ quan ban hành», «Nơi ban hành»",
    "Thiết lập": "mục «Nơi báo cáo», «Trích yếu», «Tên loại công văn», «Cơ quan ban hành công văn», «Nội dung công văn», «Văn bản được triển khai», «Thực hiện từ ngày», «Kỳ báo cáo đầu tiên», «Nhiệm vụ lập báo cáo», «Phạm vi tổng hợp», «Loại đơn vị hành chính», «Nơi báo cáo (báo cáo tiến độ)», «Trích yếu (báo cáo tiến độ)»",
}  # fmt: skip


def read(book: Workbook) -> tuple[Register, tuple[Finding, ...]]:
    register, findings = read_register(book, lambda: book_at(SHIPPED))
    assert register is not None, [str(finding) for finding in findings]
    return register, findings


def told(findings: tuple[Finding, ...]) -> dict[str, str]:
    """By sheet, what was taken from the shipped register."""
    assert {(f.code, f.severity) for f in findings} <= {("REG051", Severity.NOTE)}
    return {f.place.sheet: f.message.split("chưa có ")[1].split(";")[0] for f in findings}


def without(book: Workbook, name: str, *texts: str) -> Workbook:
    """`book` without the columns under those headers, and the rows that begin with those texts."""
    sheet = next(sheet for sheet in book.sheets if sheet.name == name)
    gone = [cell for cell in sheet.cells.values() if cell.text in texts]
    columns, rows = {c.column for c in gone if c.row == 1}, {c.row for c in gone if c.row > 1}
    kept = {at: c for at, c in sheet.cells.items() if at[0] not in rows and at[1] not in columns}
    sheets = (replace(s, cells=kept) if s is sheet else s for s in book.sheets)
    return replace(book, sheets=tuple(sheets))


def said_otherwise(book: Workbook, old: str, new: str) -> Workbook:
    """`book` with `old` replaced in every text."""
    sheets = (
        replace(
            s, cells={at: replace(c, text=c.text.replace(old, new)) for at, c in s.cells.items()}
        )
        for s in book.sheets
    )
    return replace(book, sheets=tuple(sheets))


def test_the_register_of_the_first_version_says_what_it_always_said() -> None:
    register, findings = read(book_at(OLDER))
    assert told(findings) == ADDED
    shipped = shipped_register()
    assert (
        replace(register, indicators=shipped.indicators) == shipped
    )  # it told no stock from a sum


def test_a_register_with_everything_asks_for_no_other() -> None:
    def never() -> Workbook:
        raise AssertionError

    register, findings = read_register(book_at(SHIPPED), never)
    assert (register, findings) == (shipped_register(), ())


def test_what_it_has_stays_its_own() -> None:
    book = without(changed(("toàn tỉnh", "toàn vùng")), "Thiết lập", "Nơi báo cáo", "Trích yếu")
    register, findings = read(book)
    assert told(findings) == {"Thiết lập": "mục «Nơi báo cáo», «Trích yếu»"}
    assert register.settings.board.addressees == ("Thường trực Thành ủy",)
    assert register.profile.whole == "toàn vùng"
    assert register.profile.dispatch.directive == "Chỉ thị số 7"


def test_columns_are_taken_by_code() -> None:
    book = without(workbook(), "Đơn vị", "Ký hiệu", "Nơi ban hành")
    register, findings = read(book)
    assert told(findings) == {"Đơn vị": "cột «Ký hiệu», «Nơi ban hành»"}
    papers = {unit.code: unit.paper for unit in register.units}
    assert papers["so-noi-vu"] == OwnPaper("SNV", capacity="TM. SỞ", title="CHÁNH VĂN PHÒNG")
    assert papers["10903"] == OwnPaper()


def test_a_unit_that_the_shipped_register_does_not_know_has_what_its_group_has() -> None:
    register, _ = read(said_otherwise(book_at(OLDER), "11560", "12345"))
    unit = register.unit("12345")
    assert unit is not None
    assert unit.paper == OwnPaper()
    assert unit.paper.over(register.group_of(unit).paper).symbol == "ĐU"


@pytest.mark.parametrize("whose", ["Văn phòng Thành ủy", "Văn phòng Tỉnh ủy"])
def test_rows_of_the_other_issuer_bear_its_name_or_that_of_its_document(whose: str) -> None:
    register, findings = read(said_otherwise(workbook(), "(báo cáo tiến độ)", f"({whose})"))
    assert findings == ()
    assert register.settings == read(workbook())[0].settings


def test_a_row_in_another_name_is_none_of_ours() -> None:
    book = changed(("|Số văn bản (báo cáo tiến độ)", "|Số văn bản (Văn phòng khác)"))
    _, findings = read_register(book, lambda: book_at(SHIPPED))
    assert [f.code for f in findings] == ["REG033", "REG034"]


def test_the_sheet_under_another_name_is_not_taken_for_missing() -> None:
    _, findings = read_register(
        changed(("# Danh sách chọn", "# Danh sách")), lambda: book_at(SHIPPED)
    )
    assert [f.code for f in findings] == ["REG001"]
