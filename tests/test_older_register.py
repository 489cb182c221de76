"""A register made before the profile was thought of is read as it is; what it lacks is said, and added if asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.cell import Cell
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.model import Better, Indicator, Nature, OwnPaper, Register, Thresholds
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.register.older import done_without
from cv183_reports.register.reader import read_register
from cv183_reports.register.rewriting import completed
from cv183_reports.register.sheets import SettingRows
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.builders import xlsx
from tests.conftest import REPOSITORY, Command
from tests.register_tables import changed, settled, workbook
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
    asks_less = tuple(replace(group, highlight="") for group in shipped.groups)
    assert any(group.highlight for group in shipped.groups)
    assert register.groups == asks_less
    profile = replace(shipped.profile, direction_topic="")
    assert replace(register, indicators=()) == replace(
        shipped, indicators=(), groups=asks_less, profile=profile
    )
    known = [replace(i, nature=Nature.FLOW, better=None) for i in shipped.indicators]
    assert wherever_printed([replace(i, nature=Nature.FLOW) for i in register.indicators]) == (
        wherever_printed(known)
    )


def wherever_printed(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Without where they are printed, which an older register says for itself and keeps."""
    return [replace(each, is_main=True) for each in indicators]


def test_what_a_register_does_without_is_told_and_nothing_is_taken_for_it() -> None:
    found = tuple(done_without(workbook(), lambda: book_at(SHIPPED)))
    assert {(f.code, f.severity) for f in found} == {("REG071", Severity.NOTE)}
    rows = (
        SettingRows.CYCLE,
        SettingRows.DIRECTION_TOPIC,
        *SettingRows.THRESHOLDS.all,
        *SettingRows.MAIL.all,
    )
    assert {f.place.sheet: f.message.split("chưa có ")[1].split(";")[0] for f in found} == {
        "Nhóm đơn vị": "cột «Nội dung nổi bật»",
        "Đơn vị": "cột «Điện thoại cán bộ»",
        "Nhiệm vụ": "cột «Hiệu lực từ kỳ», «Hiệu lực đến kỳ»",
        "Chỉ tiêu": "cột «Tính chất số liệu», «Hiệu lực từ kỳ», «Hiệu lực đến kỳ», «Chiều hướng tốt»",
        "Thiết lập": "mục " + ", ".join(f"«{setting.key}»" for setting in rows),
    }
    assert {f.message.split("; ")[1] for f in found} == {"đang dùng như khi để trống"}
    assert tuple(done_without(book_at(SHIPPED), lambda: book_at(SHIPPED))) == ()
    register, findings = read(workbook())
    assert findings == ()
    assert register.profile.direction_topic == ""
    assert register.settings.thresholds == Thresholds()


def test_one_threshold_of_its_own_stays_when_the_others_are_added() -> None:
    own = settled("Ngưỡng: số đơn vị cùng kiến nghị | {12}")
    book = completed_book(xlsx(changed(*WRITTEN_DAYS, *own)))
    register, findings = read_register(book)
    assert findings == ()
    assert register is not None
    assert register.settings.thresholds == Thresholds(shared=12)


def test_what_the_shipped_register_says_of_its_own_figures_is_said_of_no_others() -> None:
    """HC01 and HC11 are other figures here, HC08 is the same, and no topic has the shipped name."""
    others = (
        ("| HC02 | Hồ sơ trước hạn ", "| HC11 | Hồ sơ trước hạn "),
        ("| HC03 | Hồ sơ đúng hạn  ", "| HC08 | Hồ sơ giải quyết quá hạn "),
        ("(HC02 + HC03)", "(HC11 + HC08)"),
        ("| HC02 + HC03 |", "| HC11 + HC08 |"),
    )
    book = completed_book(xlsx(changed(*WRITTEN_DAYS, *others)))
    register, findings = read_register(book)
    assert findings == ()
    assert register is not None
    assert {i.code: i.better for i in register.indicators if i.better} == {"HC08": Better.LOWER}
    assert register.profile.direction_topic == ""


WRITTEN_DAYS = tuple((f"{{{day}}}", day) for day in ("31/12/2025", "15/8/2025", "01/7/2025"))
"""The invented workbook in bytes knows days in words alone."""


def completed_book(data: bytes) -> Workbook:
    """What `doctor --fix` makes of a register."""
    fresh = completed(data, SHIPPED.read_bytes())
    assert isinstance(fresh, tuple)
    found, _ = read_workbook(fresh[0], "danh-muc.xlsx")
    assert found is not None
    return found


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
    assert [f.code for f in findings] == ["REG076", "REG034"]


def test_the_sheet_under_another_name_is_not_taken_for_missing() -> None:
    _, findings = read_register(
        changed(("# Danh sách chọn", "# Danh sách")), lambda: book_at(SHIPPED)
    )
    assert [(f.code, f.place.sheet) for f in findings] == [("REG040", "Danh sách")]


@pytest.fixture
def without_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """`doctor` tries no templates: with this register one test lets it do so."""
    monkeypatch.setattr("cv183_reports.app.doctor.try_templates", lambda *_: ())


def lay_older(root: Path, *edits: Callable[[openpyxl.Workbook], None]) -> Path:
    """A working folder with the register of the first version, as staff left it."""
    path = root / "data" / "danh-muc.xlsx"
    path.write_bytes(_older(*edits))
    return path


@cache
def _older(*edits: Callable[[openpyxl.Workbook], None]) -> bytes:
    if not edits:
        return OLDER.read_bytes()
    book = openpyxl.load_workbook(OLDER)
    for edit in edits:
        edit(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def edited(book: openpyxl.Workbook) -> None:
    """What a year of work leaves in a register."""
    units, settings = book["Đơn vị"], book["Thiết lập"]
    units["F5"] = "btc@vidu.vn"
    units["F5"].fill = PatternFill("solid", fgColor="FF00FF00")
    units["F5"].comment = Comment("gọi trước khi gửi", "Lan")
    units.column_dimensions["B"].width = 77
    units["L3"], units["L5"] = "Ghi chú riêng", "nhớ nhắc"
    settings["B10"] = datetime(2025, 9, 23)
    settings["B19"] = "Văn phòng Thành ủy Hải Phòng"
    book["Nhiệm vụ"].row_dimensions[5].hidden = True


def text_of(path: Path) -> dict[tuple[str, str], object]:
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_doctor_tells_what_is_taken_and_adds_it_when_asked(
    empty: Path, command: Command, request: pytest.FixtureRequest
) -> None:
    path = lay_older(empty, edited)
    before, written = path.read_bytes(), text_of(path)
    told = command("--root", empty, "doctor").out
    assert told.count("[REG051]") == len(ADDED)
    assert told.count("[REG071]") == 6
    assert path.read_bytes() == before

    request.getfixturevalue("without_trial")
    fixed = command("--root", empty, "doctor", "--fix").out
    assert "[REG051]" not in fixed
    assert "[REG071]" not in fixed
    assert "mục «Ngưỡng: vận hành tốt (%)»" in fixed
    assert "danh-muc.truoc-bo-sung.xlsx" in fixed
    assert path.with_name("danh-muc.truoc-bo-sung.xlsx").read_bytes() == before
    whole, now = path.read_bytes(), text_of(path)
    changed_cells = {at: now.get(at) for at in written if now.get(at) != written[at]}
    assert {str(value)[-17:] for value in changed_cells.values()} == {"(báo cáo tiến độ)"}
    assert len(changed_cells) == 10

    again = command("--root", empty, "doctor", "--fix").out
    assert "KTM018" not in again
    assert path.read_bytes() == whole


@pytest.mark.usefixtures("without_trial")
def test_what_is_added_looks_like_the_shipped_register(empty: Path, command: Command) -> None:
    path = lay_older(empty, edited)
    command("--root", empty, "doctor", "--fix")
    book, ours = openpyxl.load_workbook(path), openpyxl.load_workbook(SHIPPED)
    units = book["Đơn vị"]
    assert (units["F5"].fill.fgColor.rgb, units["F5"].comment.text) == (
        "FF00FF00",
        "gọi trước khi gửi",
    )
    assert (units.column_dimensions["B"].width, units["L5"].value) == (77, "nhớ nhắc")
    assert book["Nhiệm vụ"].row_dimensions[5].hidden
    assert book.sheetnames == ours.sheetnames
    assert [units.cell(3, at).value for at in range(13, 20)] == [
        ours["Đơn vị"].cell(3, at).value for at in range(12, 19)
    ]
    for sheet, place, model in (
        ("Đơn vị", "M3", "L3"),
        ("Đơn vị", "M5", "L5"),
        ("Danh sách chọn", "B3", "B3"),
        ("Thiết lập", "A27", "A27"),
        ("Thiết lập", "B33", "B33"),
    ):
        mine, theirs = book[sheet][place], ours[sheet][model]
        assert mine.value == theirs.value
        assert looks(mine) == looks(theirs)
    rules = book["Thiết lập"].data_validations.dataValidation
    assert any("B33" in rule.sqref and rule.type == "date" for rule in rules)
    assert lists_of(book["Chỉ tiêu"]) == lists_of(ours["Chỉ tiêu"])
    assert book["Danh sách chọn"].data_validations.dataValidation
    whole = {str(rule.sqref): rule for rule in rules if rule.type == "whole"}
    settings = book["Thiết lập"]
    keys = {settings.cell(int(place[1:]), 1).value: rule for place, rule in whole.items()}
    assert {key: (rule.formula1, rule.formula2) for key, rule in keys.items()} == {
        each.key: (str(each.least), str(each.most))
        for each in (*SettingRows.THRESHOLDS.all, SettingRows.MAIL.port)
    }
    register, findings = read_register(book_of(path))
    assert register is not None, findings
    shipped = shipped_register()
    own = {"settings": shipped.settings, "units": shipped.units, "indicators": shipped.indicators}
    assert replace(register, **own) == shipped
    assert wherever_printed(register.indicators) == wherever_printed(shipped.indicators)
    assert [unit.paper for unit in register.units] == [unit.paper for unit in shipped.units]


def lists_of(sheet: Worksheet) -> dict[object, str | None]:
    """By header, what the cells under it offer."""
    rules = sheet.data_validations.dataValidation
    return {sheet[f"{str(rule.sqref)[0]}3"].value: rule.formula1 for rule in rules}


def looks(cell: Cell) -> tuple[object, ...]:
    return (
        (cell.font.name, cell.font.sz, cell.font.b, cell.font.i),
        (cell.fill.fill_type, cell.fill.fgColor.rgb),
        (cell.border.left.style, cell.border.top.style),
        (cell.alignment.wrap_text, cell.alignment.vertical),
        cell.number_format,
    )


def book_of(path: Path) -> Workbook:
    found, _ = read_workbook(path.read_bytes(), path.name)
    assert found is not None
    return found


def test_a_drop_down_that_excel_stores_apart_stays(tmp_path: Path) -> None:
    """Excel moves a list that stands in another sheet into an extension, which openpyxl drops."""
    older = OLDER.read_bytes()
    rule = re.search(
        rb'<dataValidation (?P<options>[^>]*?) sqref="D4:D205"><formula1>(?P<list>[^<]*)</formula1></dataValidation>',
        zipped_part(older, "xl/worksheets/sheet3.xml"),
    )
    assert rule is not None
    apart = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        b'<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        b"<x14:dataValidation " + rule["options"] + b"><x14:formula1><xm:f>" + rule["list"]
        + b"</xm:f></x14:formula1><xm:sqref>D4:D205</xm:sqref></x14:dataValidation>"
        b"</x14:dataValidations></ext></extLst></worksheet>"
    )  # fmt: skip
    data = with_part(
        older,
        "xl/worksheets/sheet3.xml",
        lambda part: (
            part.replace(rule[0], b"")
            .replace(b'<dataValidations count="4"', b'<dataValidations count="3"')
            .replace(b"</worksheet>", apart)
        ),
    )
    fresh = completed(data, SHIPPED.read_bytes())
    assert isinstance(fresh, tuple)
    path = tmp_path / "danh-muc.xlsx"
    path.write_bytes(fresh[0])
    rules = openpyxl.load_workbook(path)["Đơn vị"].data_validations.dataValidation
    lists = {str(r.sqref): (r.formula1, r.promptTitle, r.showErrorMessage) for r in rules}
    assert lists["D4:D205"] == ("'Nhóm đơn vị'!$A$4:$A$23", "Nhóm", True)


@pytest.mark.usefixtures("without_trial")
def test_what_openpyxl_would_lose_keeps_the_file_as_it_is(empty: Path, command: Command) -> None:
    path = lay_older(empty, with_chart)
    path.write_bytes(with_part(path.read_bytes(), "xl/media/image1.png", lambda _: b"x"))
    before = path.read_bytes()
    told = command("--root", empty, "doctor", "--fix").out
    assert "[KTM019]" in told
    assert path.read_bytes() == before


def with_chart(book: openpyxl.Workbook) -> None:
    book["Đọc trước"].add_chart(BarChart(), "E2")


@pytest.mark.usefixtures("without_trial")
def test_an_open_register_is_left_alone(empty: Path, command: Command) -> None:
    path = lay_older(empty)
    path.with_name("~$danh-muc.xlsx").write_bytes(b"")
    before = path.read_bytes()
    assert "[KTM020]" in command("--root", empty, "doctor", "--fix").out
    assert path.read_bytes() == before
    assert not path.with_name("danh-muc.truoc-bo-sung.xlsx").exists()


def zipped_part(data: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed, or added."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(target, "w") as out:
        for entry in archive.namelist():
            content = archive.read(entry)
            out.writestr(entry, change(content) if entry == name else content)
        if name not in archive.namelist():
            out.writestr(name, change(b""))
    return target.getvalue()
