"""A small month through the command line: what counts once, what is asked, on which base a change is told."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec import Struct
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.cli import cli
from cv183_reports.cli.clerk import run
from tests.conftest import Command, lay
from tests.shipped import FIRST_ROW, MONTHS, archive_of, sent
from tests.test_cli import put, text_of

AUGUST, SEPTEMBER = MONTHS
AT = ("--as-of", "2025-09-22T15:00")
"""An hour before the deadline."""
BAD_ROW, TWICE, WAIVED, FALLS = "11560", "11383", "10903", "10507"
BY_NAME = {"du-ubnd": ("3.1", "Không thuộc thẩm quyền"), "btc-tu": ("5.1", "Không phát sinh")}
"""Who says of a task that the dispatch gives it by name that it is none of its own."""
UNDECIDED = "Gửi hai báo cáo khác nhau cùng lúc, chưa xác định bản chính"

Edit = Callable[[openpyxl.Workbook], None]


def cell(sheet: Worksheet, code: str, header: str) -> openpyxl.cell.Cell:
    """The cell of a form in the row of that code, under that header."""
    head = next(row for row in sheet.iter_rows() if header in [c.value for c in row])
    column = next(c.column for c in head if c.value == header)
    row = next(row[0].row for row in sheet.iter_rows() if str(row[0].value) == code)
    return sheet.cell(row, column)


def edited(data: bytes, edit: Edit) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def typed(code: str, **values: object) -> Edit:
    """Types into the row of an obligation; the blank stands for one in a header."""

    def edit(book: openpyxl.Workbook) -> None:
        for header, value in values.items():
            cell(book["Báo cáo"], code, header.replace("_", " ")).value = value

    return edit


def figure(data: bytes, code: str) -> int:
    value = cell(openpyxl.load_workbook(BytesIO(data))["Số liệu"], code, "Kỳ này").value
    assert isinstance(value, int)
    return value


def sent_by(month: str, unit: str) -> bytes:
    """The only file of a unit in an invented month."""
    (data,) = (data for each, data in sent(month) if each.unit.code == unit)
    return data


def fallen(book: openpyxl.Workbook) -> None:
    """One less than nothing that was said before can be: what is settled for good falls to none."""
    cell(book["Số liệu"], "TS02", "Kỳ này").value = 0


def twice(root: Path) -> None:
    """Two reports of one unit at one time, each with a fault of its own."""
    data = sent_by(SEPTEMBER, TWICE)
    for name, code in (("một", "1.1"), ("hai", "1.2")):
        put(root, f"bản {name}.xlsx", edited(data, typed(code, Trạng_thái="lung tung")))


def waive(root: Path) -> None:
    path = root / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(path)
    decided = ["Công văn số 15-CV/BTCTU", date(2025, 9, 5), "Trưởng ban", "Bão"]
    for column, value in enumerate([WAIVED, "*", SEPTEMBER, None, *decided], 1):
        book["Miễn, hoãn"].cell(FIRST_ROW, column, value)
    book.save(path)


class Lived(Struct, frozen=True):
    """The month and what the commands said of it."""

    out: Path
    checked: dict[str, Any]
    status: dict[str, Any]
    calls: dict[str, str]

    def found(self, code: str) -> list[tuple[str, dict[str, Any]]]:
        """The unit and the finding, of each finding with that code."""
        files = self.checked["files"]
        return [(x["unit"], f) for x in files for f in x["findings"] if f["code"] == code]

    def sheet(self, name: str) -> list[str]:
        """The rows of one sheet of tong-hop, each as one text."""
        book = openpyxl.load_workbook(self.out / f"tong-hop-{SEPTEMBER}.xlsx")
        rows = book[name].iter_rows(values_only=True)
        return [" | ".join(str(value) for value in row if value is not None) for row in rows]

    def text(self, name: str) -> str:
        return text_of((self.out / f"{name}-{SEPTEMBER}.docx").read_bytes())


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    root = lay(tmp_path_factory.mktemp("lived") / "Ban Tổ chức", months=MONTHS, few=True)
    edits: dict[str, Edit] = {
        BAD_ROW: typed("1.4", Trạng_thái="lung tung"),
        FALLS: fallen,
        **{unit: typed(code, Trạng_thái=said) for unit, (code, said) in BY_NAME.items()},
    }
    with zipfile.ZipFile(archive_of(SEPTEMBER, root)) as archive:
        entries = {entry: archive.read(entry) for entry in archive.infolist()}
    owners = {each.name: each.unit.code for each, _ in sent(SEPTEMBER)}
    with zipfile.ZipFile(archive_of(SEPTEMBER, root), "w") as archive:
        for entry, data in entries.items():
            owner = owners[entry.filename]
            if owner != TWICE:
                archive.writestr(entry, edited(data, edits[owner]) if owner in edits else data)
    twice(root)
    waive(root)

    def said(*arguments: str) -> str:
        shown = StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(shown):
            patch.setattr(sys, "argv", ["cv183-report", "--root", str(root), *arguments])
            with pytest.raises(SystemExit) as end:
                run(cli)
        assert end.value.code in (0, 1)
        return shown.getvalue()

    said("build", SEPTEMBER, *AT)
    calls = json.loads(said("status", SEPTEMBER, *AT, "--call-list", "--json"))["calls"]
    return Lived(
        root / "out" / SEPTEMBER,
        json.loads(said("check", SEPTEMBER, "--json")),
        json.loads(said("status", SEPTEMBER, *AT, "--json")),
        {call["code"]: call["state"] for call in calls},
    )


def test_a_bad_row_of_the_filing_itself_is_told_and_counts_once_as_received(lived: Lived) -> None:
    """1.4 is judged by the receipt: the unit filed in time and owes nothing."""
    assert BAD_ROW in [unit for unit, f in lived.found("SUB060") if "lung tung" in f["message"]]
    assert BAD_ROW not in lived.calls
    (row,) = (row for row in lived.sheet("Tình hình gửi") if f"| {BAD_ROW} |" in row)
    assert "| Đúng hạn |" in row
    assert "1.4" not in row
    turned_away = {TWICE} | {
        x["unit"] for x in lived.checked["files"] if x["outcome"] == "rejected"
    }
    book = openpyxl.load_workbook(lived.out / f"tong-hop-{SEPTEMBER}.xlsx")
    assert cell(book["Tiến độ"], "1.4", "Báo cáo chưa hợp lệ").value == len(turned_away)
    assert cell(book["Tiến độ"], "1.1", "Báo cáo chưa hợp lệ").value > len(turned_away)


def test_the_reason_for_resending_is_whole_wherever_it_stands(lived: Lived) -> None:
    assert UNDECIDED.lower() in lived.calls[TWICE].lower()
    (row,) = (row for row in lived.sheet("Tình hình gửi") if f"| {TWICE} |" in row)
    assert UNDECIDED in row
    assert UNDECIDED in lived.text("bao-cao-thang")


def test_a_change_in_filing_tells_its_base_where_waivers_and_the_instant_differ(
    lived: Lived,
) -> None:
    assert lived.status["expected"] == 141
    told = lived.text("bao-cao-thang")
    assert "tính trên 141 đơn vị phải gửi cả hai tháng" in told
    assert "tháng 8 tính cả báo cáo nhận đến" in told


def test_a_cumulative_figure_that_falls_is_asked_about_and_counted(lived: Lived) -> None:
    before = figure(sent_by(AUGUST, FALLS), "TS02")
    ((unit, found),) = lived.found("SUB121")
    assert (unit, found["severity"]) == (FALLS, "warning")
    assert all(words in found["message"] for words in ("TS02", "ghi 0", f"đã ghi {before}"))
    (row,) = (
        r for r in lived.sheet("Nguồn chỉ tiêu") if r.startswith(f"{FALLS} |") and "TS02" in r
    )
    assert "xử lý xong | 0 | Số liệu" in row


def test_who_declines_a_task_given_by_name_is_asked_and_named(lived: Lived) -> None:
    found = dict(lived.found("SUB120"))
    assert found.keys() == BY_NAME.keys()
    for unit, (code, said) in BY_NAME.items():
        assert found[unit]["severity"] == "warning"
        assert f"«{said}»" in found[unit]["message"]
        assert f"nhiệm vụ {code}" in found[unit]["message"]
        assert said.casefold() in lived.text("bao-cao-tien-do").casefold()


@pytest.mark.parametrize("code", ["con", "lpt1"])
def test_a_code_that_windows_cannot_name_stops_before_anything_is_written(
    tmp_path: Path, command: Command, code: str
) -> None:
    root = lay(tmp_path / "CV")
    path = root / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(path)
    place = next(row[0] for row in book["Đơn vị"].iter_rows() if str(row[0].value) == BAD_ROW)
    place.value = code
    book.save(path)
    for arguments in (("templates", SEPTEMBER), ("build", SEPTEMBER), ("doctor",)):
        ran = command("--root", root, *arguments)
        assert ran.code == 1
        told = ran.out + ran.err
        assert f"Mã «{code}» trùng tên Windows" in told
        assert place.coordinate in told
        assert "REG068" in told
    assert [path for path in (root / "out").rglob("*") if path.is_file()] == []
