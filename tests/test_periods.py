"""What begins later never reaches back, and what has ended is asked no more: whole runs, as clerks make them."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.model import Period
from cv183_reports.sample.answers import Writer
from cv183_reports.sample.month import SEED
from tests.conftest import Command, lay
from tests.shipped import NAMED, keep_rows, register_at, sent
from tests.test_cli import form, text_of

AUGUST, SEPTEMBER, OCTOBER = "2025-08", "2025-09", "2025-10"
WARD = "11329"
NEW_TASK = {
    "Mã": "2.3",
    "Mục của công văn": "Cấp ủy cấp xã",
    "Nội dung nguyên văn": "Rà soát trang thiết bị phục vụ hành chính công.",
    "Nội dung rút gọn": "Rà soát trang thiết bị",
    "Giao cho": "cap-xa",
    "Loại": "Một lần",
    "Minh chứng hoàn thành": "Báo cáo rà soát.",
    "Cách xét": "Theo báo cáo của đơn vị",
}
NEW_FIGURE = {
    "Mã": "TB01",
    "Tên chỉ tiêu": "Máy tính được cấp trong kỳ",
    "Đơn vị tính": "máy",
    "Chủ đề": "Trang thiết bị",
    "Hỏi nhóm": "cap-xa",
    "Cách tổng hợp": "Cộng dồn",
    "Số chữ số thập phân": "0",
    "In trong báo cáo": "Có",
}
SINCE, UNTIL = "Hiệu lực từ kỳ", "Hiệu lực đến kỳ"
DOCUMENTS = (
    *("bao-cao-thang", "tom-tat", "bao-cao-tien-do", "cong-van-don-doc", "tong-hop"),
    "don-vi",
)


def write(root: Path, sheet: str, cells: dict[str, str], *, below: str | None = None) -> None:
    """Fill cells of the register's row of that code; of a new row, below that of another code."""
    path = root / "data" / "danh-muc.xlsx"
    path.write_bytes(_written(path.read_bytes(), sheet, tuple(cells.items()), below))


@cache
def _written(
    data: bytes, sheet: str, cells: Collection[tuple[str, str]], below: str | None
) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    page = book[sheet]
    code = below or dict(cells)["Mã"]
    columns = {str(cell.value): cell.column for cell in page[3] if cell.value}
    row = next(r for r in range(4, page.max_row) if page.cell(r, 1).value == code)
    if below is not None:
        page.insert_rows(row + 1)
        row += 1
    for header, value in cells:
        page.cell(3, columns.setdefault(header, page.max_column + 1)).value = header
        page.cell(row, columns[header]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_new(root: Path, since: str = "") -> Path:
    """The register with one more obligation and indicator, asked from that month on."""
    write(root, "Nhiệm vụ", NEW_TASK | {SINCE: since}, below="2.2")
    write(root, "Chỉ tiêu", NEW_FIGURE | {SINCE: since}, below="CS09")
    return root


def with_few(root: Path, months: Iterable[str] = (AUGUST, SEPTEMBER)) -> Path:
    """A working folder to which a tenth of the invented files came, of the units that sent one in either month."""
    lay(root, months=tuple(months))
    kept = set[str]()
    for path in sorted((root / "data").glob("*/nop/*.zip")):
        whole = BytesIO(path.read_bytes())
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
            for entry in source.infolist()[::10]:
                target.writestr(entry, source.read(entry))
                kept.add(entry.filename)
    units = {e.unit.code for m in (AUGUST, SEPTEMBER) for e, _ in sent(m) if e.name in kept}
    keep_rows(root / "data" / "danh-muc.xlsx", {"Đơn vị": {*units, *NAMED, WARD}})
    return root


def told(root: Path, command: Command, *arguments: str) -> tuple[int, str]:
    """What a command says, but for where the working folder lies."""
    ran = command("--root", root, *arguments)
    return ran.code, (ran.out + ran.err).replace(str(root), "")


def built(root: Path, command: Command, month: str, *documents: str) -> dict[str, bytes]:
    """Every output of the month by its path; the log without what identifies the register's file."""
    only = [word for name in documents for word in ("--only", name)]
    units = ("--unit", WARD) if "don-vi" in documents else ()
    assert command("--root", root, "build", month, *only, *units).code == 0
    out = root / "out" / month
    files = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    log = json.loads(files["nhat-ky.json"])
    del log["register"]["sha256"]
    return files | {"nhat-ky.json": json.dumps(log).encode()}


def codes(data: bytes, sheet: str) -> list[str]:
    """The codes that a form asks for."""
    page: Worksheet = openpyxl.load_workbook(BytesIO(data))[sheet]
    first = [str(row[0].value) for row in page.iter_rows() if row[0].value]
    return [code for code in first if code.replace(".", "").isalnum()]


def errors(root: Path, command: Command, month: str) -> list[tuple[str, str]]:
    """Every error that `check` finds: file and code; and what became of each file."""
    found = json.loads(told(root, command, "check", month, "--json")[1])
    return [
        (file["file"], finding["code"])
        for file in found["files"]
        for finding in file["findings"]
        if finding["severity"] == "error"
    ]


def test_what_begins_in_october_changes_no_byte_of_september(
    tmp_path: Path, command: Command
) -> None:
    plain = lay(tmp_path / "plain", months=(AUGUST, SEPTEMBER), few=True)
    later = with_new(lay(tmp_path / "later", months=(AUGUST, SEPTEMBER), few=True), OCTOBER)
    files = built(plain, command, SEPTEMBER, *DOCUMENTS)
    assert len(files) == 7
    assert built(later, command, SEPTEMBER, *DOCUMENTS) == files


def test_what_begins_in_october_changes_no_word_about_september(
    tmp_path: Path, command: Command
) -> None:
    plain, later = with_few(tmp_path / "plain"), with_new(with_few(tmp_path / "later"), OCTOBER)
    for arguments in (
        ("check", SEPTEMBER),
        ("status", SEPTEMBER, "--as-of", "2025-09-23 09:00", "--call-list"),
        ("explain", SEPTEMBER, "HC13"),
    ):
        assert told(later, command, *arguments) == told(plain, command, *arguments)
    assert form(later, command, WARD, SEPTEMBER) == form(plain, command, WARD, SEPTEMBER)


def test_october_asks_for_it_and_says_that_it_is_new(tmp_path: Path, command: Command) -> None:
    root = with_new(with_few(tmp_path / "cv"), OCTOBER)
    for month, is_asked in ((AUGUST, False), (SEPTEMBER, False), (OCTOBER, True)):
        data = form(root, command, WARD, month)
        assert ("2.3" in codes(data, "Báo cáo")) is is_asked
        assert ("TB01" in codes(data, "Số liệu")) is is_asked
    page = openpyxl.load_workbook(BytesIO(data))["Báo cáo"]
    notices = {str(row[0].value): row[3].value for row in page.iter_rows(min_row=5)}
    assert [code for code, notice in notices.items() if notice == "Nhiệm vụ mới"] == ["2.3"]


def test_an_invented_month_answers_what_it_asks(tmp_path: Path) -> None:
    register = register_at(with_new(lay(tmp_path / "cv"), OCTOBER) / "data" / "danh-muc.xlsx")
    unit = register.unit(WARD)
    assert unit is not None
    for month, is_asked in ((9, False), (10, True)):
        day = date(2025, month, 20)
        answers = Writer(unit, register, Period(2025, month), day, SEED).answers()
        assert ("2.3" in answers.rows) is is_asked
        assert ("TB01" in answers.figures) is is_asked


@pytest.fixture
def ended(tmp_path: Path) -> Path:
    """A working folder in whose register one obligation and one indicator ended with August."""
    root = with_few(tmp_path / "cv")
    write(root, "Nhiệm vụ", {"Mã": "2.2", UNTIL: AUGUST})
    write(root, "Chỉ tiêu", {"Mã": "KN02", UNTIL: AUGUST})
    return root


def test_what_ended_is_in_the_forms_and_documents_of_its_months_alone(
    ended: Path, command: Command
) -> None:
    task, figure = "Rà soát, đánh giá đội ngũ cán bộ cấp xã", "đã được trả lời, giải quyết, lũy kế"
    for month, is_asked in ((AUGUST, True), (SEPTEMBER, False), (OCTOBER, False)):
        data = form(ended, command, WARD, month)
        assert ("2.2" in codes(data, "Báo cáo")) is is_asked
        assert ("KN02" in codes(data, "Số liệu")) is is_asked
    for month, is_told in ((AUGUST, True), (SEPTEMBER, False)):
        files = built(ended, command, month, "bao-cao-thang", "bao-cao-tien-do")
        monthly = text_of(files[f"bao-cao-thang-{month}.docx"])
        assert (task in monthly) is is_told
        assert (f"Kiến nghị, vướng mắc {figure}" in monthly) is is_told
        assert (task in text_of(files[f"bao-cao-tien-do-{month}.docx"])) is is_told


def test_forms_that_were_out_when_something_ended_are_not_at_fault(
    ended: Path, tmp_path: Path, command: Command
) -> None:
    plain = with_few(tmp_path / "plain")
    assert errors(ended, command, SEPTEMBER) == errors(plain, command, SEPTEMBER)
    text = told(ended, command, "check", SEPTEMBER)[1]
    assert "Mã 2.2 không có hiệu lực trong kỳ này" in text
    assert "Mã KN02 không có hiệu lực trong kỳ này" in text


def test_forms_that_were_out_when_something_was_added_are_not_at_fault(
    tmp_path: Path, command: Command
) -> None:
    plain, added = with_few(tmp_path / "plain"), with_new(with_few(tmp_path / "added"))
    assert errors(added, command, SEPTEMBER) == errors(plain, command, SEPTEMBER)
    assert "Biểu mẫu đã phát cho đơn vị chưa có 2.3" in told(added, command, "check", SEPTEMBER)[1]
    for root in (plain, added):
        assert told(root, command, "receive", SEPTEMBER, *map(str, incoming(root)))[0] == 0
    returned = [
        sorted(p.name for p in (root / "out" / SEPTEMBER / "tra-lai").iterdir())
        for root in (plain, added)
    ]
    assert returned[0] == returned[1] != []
    asked = ("status", SEPTEMBER, "--as-of", "2025-09-23 09:00", "--call-list")
    assert told(added, command, *asked) == told(plain, command, *asked)


def incoming(root: Path) -> list[Path]:
    """What came, laid aside so that `receive` takes it in."""
    aside = root / "den"
    shutil.move(root / "data" / SEPTEMBER / "nop", aside)
    return sorted(aside.iterdir())


def test_what_was_done_once_stays_done_in_a_month_without_a_file(
    tmp_path: Path, command: Command
) -> None:
    root = with_few(tmp_path / "cv")
    found = json.loads(told(root, command, "explain", SEPTEMBER, "1.3", "--json")[1])
    (place,) = found["places"]
    kept = {
        each["unit"]: each
        for part in place["parts"]
        for each in part["evidence"]
        if "theo báo cáo tháng 8/2025" in each["said"]
    }
    files = built(root, command, SEPTEMBER, "bao-cao-thang", "tong-hop")
    log = json.loads(files["nhat-ky.json"])
    once = [each for each in log["kept_from_before"] if each["obligation"] == "1.3"]
    assert {each["unit"] for each in once} == kept.keys() != set()
    assert {each["period"] for each in once} == {AUGUST}
    came = {each["unit"] for each in log["inputs"] if each["counts"]}
    assert not came & kept.keys()
    page = openpyxl.load_workbook(BytesIO(files[f"tong-hop-{SEPTEMBER}.xlsx"]))["Tình hình gửi"]
    rows = [[str(cell.value or "") for cell in row] for row in page.iter_rows()]
    reasons = {row[1]: row for row in rows if row[1]}
    assert all(
        "Hoàn thành theo báo cáo tháng 8/2025: ý (3), mục 1" in " ".join(reasons[u]) for u in kept
    )
    monthly = text_of(files[f"bao-cao-thang-{SEPTEMBER}.docx"])
    assert f"; {len(kept):02} đơn vị theo báo cáo tháng 8/2025)" in monthly
    assert monthly.count("Hoàn thành theo báo cáo tháng 8/2025: ý (3), mục 1") == len(kept)
