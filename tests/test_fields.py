"""The table of what the form asks: whatever a unit fills in comes back everywhere, from whatever row of it.

One unit's form goes out, is filled in by header as a clerk does, is received, and received again with
more in it; then every column of the table is looked for where it must be. A table with columns that no
code knows must do as well as today's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec import Struct
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.catalogue.submission import LEGACY_ENCODING
from cv183_reports.form import fields
from cv183_reports.form.blank import carried_over, write_form
from cv183_reports.form.fields import (
    DIFFICULTY,
    DONE_ON,
    EVIDENCE,
    FORM_VERSION,
    HIGHLIGHT_ROW,
    INSTRUCTIONS_SHEET,
    META_SHEET,
    NEW_DEADLINE,
    PROPOSAL,
    STATUS,
    VALUE,
    Column,
    HeaderField,
    Input,
    choices_of,
)
from cv183_reports.form.filled import describe
from cv183_reports.form.values import LastMonth
from cv183_reports.model import Receipt, Status, Unit
from cv183_reports.model.finding import Judgement
from cv183_reports.validation.batch import Received, settle
from cv183_reports.validation.judgement import judge_submission
from cv183_reports.vietnamese.text import fold
from tests.builders import REGISTER
from tests.builders_xlsx import read
from tests.conftest import Command
from tests.marked_cases import marked
from tests.months import SEPTEMBER
from tests.shipped import shipped_register
from tests.submission_cases import RECEIVED, judged, submitted
from tests.summary_cases import drawn
from tests.test_cli import form, put

UNIT, OBLIGATION, INDICATOR = "11329", "1.3", "CB01"
RECEIPT = Receipt(SEPTEMBER.instant(20), "thử")
FIRST, SECOND = "11329-1.xlsx", "11329-2.xlsx"


class Side(Enum):
    """Options of an invented column."""

    LEFT = "bên trái"
    RIGHT = "bên phải"


def column(key: str, kind: Input, **more: Any) -> Column:
    return Column(key, f"Cột {key}", 14, kind, f"Ghi {key}.", since=FORM_VERSION, **more)


ADDED = (
    column("x_side", Input.CHOICE, options=tuple(Side), is_voice=True),
    column("x_day", Input.DATE, months_ahead=12),
    column("x_text", Input.TEXT),
    column("x_prose", Input.PROSE, may_be_nothing=True, is_voice=True),
    column("x_share", Input.PERCENT),
)
ADDED_BESIDE = (column("y_text", Input.TEXT), column("y_side", Input.CHOICE, options=tuple(Side)))
ADDED_LINE = HeaderField("x_line", "Dòng lạ", Input.TEXT, 0, EVIDENCE, PROPOSAL)


def with_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some in the middle of the table, some behind its end."""
    place = fields.ANSWER_COLUMNS.index(DIFFICULTY)
    before, after = fields.ANSWER_COLUMNS[:place], fields.ANSWER_COLUMNS[place:]
    answers = (*before, *ADDED[:2], *after, *ADDED[2:])
    monkeypatch.setattr(fields, "ANSWER_COLUMNS", answers)
    monkeypatch.setattr(fields, "FIGURE_COLUMNS", (*fields.FIGURE_COLUMNS, *ADDED_BESIDE))
    monkeypatch.setattr(fields, "HEADER_FIELDS", (*fields.HEADER_FIELDS, ADDED_LINE))


class Told(Struct, frozen=True):
    """One value as it is typed, in JSON, in a sentence and in tong-hop."""

    typed: object
    json: object
    words: str
    listed: str


def told(asked: Column | HeaderField) -> Told:
    """What the clerk says to what is asked: no two texts are the same."""
    match asked.input:
        case Input.CHOICE:
            assert isinstance(asked, Column)
            chosen = (
                Status.DONE.value
                if asked.key == STATUS.key
                else choices_of(asked, shipped_register().profile)[-1]
            )
            return Told(chosen, chosen, chosen, chosen)
        case Input.PERCENT:
            return Told(100, 100, "100", "100")
        case Input.DATE if asked.key == NEW_DEADLINE.key:
            return Told(date(2025, 12, 10), "2025-12-10", "10/12/2025", "2025-12-10")
        case Input.DATE:
            return Told(date(2025, 8, 10), "2025-08-10", "10/8/2025", "2025-08-10")
        case Input.NUMBER:
            return Told(7, 7, "7", "7")
        case _:
            text = f"Đơn vị tự ghi {asked.key}"
            return Told(text, text, text, text)


def below(sheet: Worksheet, code: str, asked: Column) -> openpyxl.cell.Cell:
    """The cell in the row of `code` under the header of `asked`."""
    head = next(row for row in sheet.iter_rows() if row[0].value == "Mã")
    at = next(cell.column for cell in head if cell.value == asked.header)
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == code)
    return sheet.cell(row, at)


def beside(sheet: Worksheet, line: HeaderField) -> openpyxl.cell.Cell:
    """The cell right of the label of `line`."""
    label = next(cell for row in sheet.iter_rows() for cell in row if cell.value == line.label)
    return sheet.cell(label.row, label.column + 1)


STANDS_OUT = "Thu ngân sách đạt 61,4 tỷ đồng; giải ngân đầu tư công 72,5%"
"""What the unit says to the one question that its group is asked beside its obligations."""


def under_label(sheet: Worksheet) -> openpyxl.cell.Cell:
    """The cell under the label of that question."""
    label = shipped_register().group_of(shipped_unit()).highlight
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == label)
    return sheet.cell(cell.row + 1, cell.column)


def shipped_unit() -> Unit:
    unit = shipped_register().unit(UNIT)
    assert unit is not None
    return unit


def saved(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def barely_filled(blank: bytes) -> bytes:
    book = openpyxl.load_workbook(BytesIO(blank))
    below(book["Báo cáo"], OBLIGATION, STATUS).value = Status.IN_PROGRESS.value
    below(book["Số liệu"], INDICATOR, VALUE).value = 5
    return saved(book)


def wholly_filled(blank: bytes) -> bytes:
    book = openpyxl.load_workbook(BytesIO(blank))
    answers, figures = book["Báo cáo"], book["Số liệu"]
    for asked in fields.inputs(fields.ANSWER_COLUMNS):
        below(answers, OBLIGATION, asked).value = told(asked).typed
    for asked in fields.inputs(fields.FIGURE_COLUMNS):
        below(figures, INDICATOR, asked).value = told(asked).typed
    for line in fields.header_inputs():
        beside(answers, line).value = told(line).typed
    under_label(answers).value = STANDS_OUT
    return saved(book)


@pytest.fixture(params=["today", "added"])
def blank(
    request: pytest.FixtureRequest,
    empty: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> bytes:
    """The form that went out, under today's table and under one with columns that no code knows."""
    if request.param == "added":
        with_added(monkeypatch)
    return form(empty, command, UNIT)


def missing(asked: Iterable[Column | HeaderField], found: dict[str, object]) -> list[str]:
    """What of `asked` is not there as it was said."""
    return [each.key for each in asked if found.get(each.key) != told(each).json]


def test_what_is_filled_in_comes_back_in_the_json(
    blank: bytes, empty: Path, command: Command
) -> None:
    put(empty, FIRST, wholly_filled(blank))
    (file,) = json.loads(command("--root", empty, "check", "2025-09", "--json").out)["files"]
    (record,), (figure,) = file["records"], file["figures"]
    assert missing(fields.inputs(fields.ANSWER_COLUMNS), record) == []
    assert missing(fields.inputs(fields.FIGURE_COLUMNS), figure) == []
    assert missing(fields.header_inputs(), file["header"]) == []
    assert file["highlight"] == STANDS_OUT
    assert (record["obligation"], figure["indicator"]) == (OBLIGATION, INDICATOR)


def test_what_is_filled_in_later_is_told_cell_by_cell(
    blank: bytes, empty: Path, command: Command
) -> None:
    put(empty, FIRST, barely_filled(blank), at="2025-09-20 09:00")
    put(empty, SECOND, wholly_filled(blank), at="2025-09-20 10:00")
    files = json.loads(command("--root", empty, "check", "2025-09", "--json").out)["files"]
    changed = [f["message"] for file in files for f in file["findings"] if f["code"] == "SUB094"]
    assert [message.partition(" khác")[0] for message in changed] == [
        "Đầu biểu",
        f"Nhiệm vụ {OBLIGATION}",
        f"Chỉ tiêu {INDICATOR}",
        HIGHLIGHT_ROW,
    ]
    head, row, figure, standing_out = changed
    assert f"«» → «{STANDS_OUT[:40]}" in standing_out
    lost = [
        line.key
        for line in fields.header_inputs()
        if f"{line.label} «» → «{told(line).words}»" not in head
    ]
    was = {STATUS.key: Status.IN_PROGRESS.value, VALUE.key: "5"}
    for said, columns in ((row, fields.ANSWER_COLUMNS), (figure, fields.FIGURE_COLUMNS)):
        lost += [
            each.key
            for each in fields.inputs(columns)
            if f"{each.header} «{was.get(each.key, '')}» → «{told(each).words}»" not in said
        ]
    assert lost == []


def test_what_is_filled_in_stands_in_tong_hop(blank: bytes, empty: Path, command: Command) -> None:
    put(empty, FIRST, wholly_filled(blank))
    assert command("--root", empty, "build", "2025-09", "--only", "tong-hop").code == 0
    data = (empty / "out" / "2025-09" / "tong-hop-2025-09.xlsx").read_bytes()
    answers = fields.inputs(fields.ANSWER_COLUMNS)
    voices = [each for each in answers if each.is_voice]
    figures = fields.inputs(fields.FIGURE_COLUMNS)
    lost = [
        (name, header)
        for name, header, value in (
            *(("Số liệu hợp lệ", each.header, told(each).listed) for each in answers),
            *(("Khó khăn, kiến nghị", each.header, told(each).listed) for each in voices),
            *(
                ("Nguồn chỉ tiêu", each.header, told(each).listed)
                for each in figures
                if each != VALUE
            ),
            (HIGHLIGHT_ROW, "Nội dung", STANDS_OUT),
            *(("Tình hình gửi", each.label, told(each).listed) for each in fields.header_inputs()),
        )
        if value not in under(data, name, header)
    ]
    assert {DIFFICULTY, PROPOSAL} <= {*voices}
    assert lost == []


def under(data: bytes, name: str, header: str) -> list[str]:
    """What stands under a header of a sheet of tong-hop."""
    rows = [line[2:-2].split(" | ") for line in drawn(data, name).splitlines()]
    at = next(row.index(header) for row in rows if header in row)
    return [row[at] for row in rows if len(row) > at]


def test_a_form_made_anew_holds_the_same_answers(blank: bytes) -> None:
    unit = shipped_register().unit(UNIT)
    assert unit is not None
    came = describe(read(wholly_filled(blank)))
    fresh = carried_over(came, unit, shipped_register(), SEPTEMBER, LastMonth())
    book = openpyxl.load_workbook(BytesIO(fresh))
    answers, figures = book["Báo cáo"], book["Số liệu"]
    cells = [
        *((e, below(answers, OBLIGATION, e)) for e in fields.inputs(fields.ANSWER_COLUMNS)),
        *((e, below(figures, INDICATOR, e)) for e in fields.inputs(fields.FIGURE_COLUMNS)),
        *((line, beside(answers, line)) for line in fields.header_inputs()),
    ]
    assert under_label(answers).value == STANDS_OUT
    kept = {asked.key: cell.value for asked, cell in cells}
    days = {key: value for key, value in kept.items() if isinstance(value, datetime)}
    assert {DONE_ON.key, NEW_DEADLINE.key} <= days.keys()
    assert kept | {key: value.date() for key, value in days.items()} == {
        asked.key: told(asked).typed for asked, _ in cells
    }


def test_a_choice_that_is_none_is_marked_in_its_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    with_added(monkeypatch)
    unit = shipped_register().unit(UNIT)
    assert unit is not None
    blank = write_form(unit, shipped_register(), SEPTEMBER, LastMonth())
    book = openpyxl.load_workbook(BytesIO(wholly_filled(blank)))
    (side, *_) = ADDED
    cell = below(book["Báo cáo"], OBLIGATION, side)
    cell.value = "ở giữa"
    data = saved(book)
    judgement = judge_submission(
        describe(read(data)), shipped_register(), SEPTEMBER, RECEIPT, last={}, last_figures={}
    )
    (wrong,) = [f for f in judgement.findings if f.place.cell == cell.coordinate]
    assert wrong.code == side.unknown.code
    assert side.header in wrong.message
    copy = openpyxl.load_workbook(BytesIO(marked(data, judgement.findings)))
    comment = copy["Báo cáo"][cell.coordinate].comment
    assert comment is not None
    assert "ở giữa" in comment.text


def test_excel_offers_and_checks_what_an_added_column_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_added(monkeypatch)
    unit = shipped_register().unit(UNIT)
    assert unit is not None
    data = write_form(unit, shipped_register(), SEPTEMBER, LastMonth())
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book["Báo cáo"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    side, day, *_ = (rules[below(sheet, OBLIGATION, each).coordinate] for each in ADDED)
    area = side.formula1.replace(f"{META_SHEET}!", "").replace("$", "")
    assert [cell.value for (cell,) in book[META_SHEET][area]] == ["bên trái", "bên phải"]
    assert from_excel(int(day.formula2)) == datetime(2026, 10, 10)
    done_on = rules[below(sheet, OBLIGATION, DONE_ON).coordinate]
    assert from_excel(int(done_on.formula2)) == datetime(2025, 10, 10)
    new_deadline = rules[below(sheet, OBLIGATION, NEW_DEADLINE).coordinate]
    limits = (new_deadline.formula1, new_deadline.formula2)
    assert [from_excel(int(limit)) for limit in limits] == [
        datetime(2025, 9, 23),
        datetime(2026, 10, 10),
    ]
    hints = {cell.value for row in book[INSTRUCTIONS_SHEET].iter_rows() for cell in row}
    assert {each.header for each in (*ADDED, *ADDED_BESIDE)} <= hints


def test_keys_and_headers_are_told_apart() -> None:
    for columns in (fields.ANSWER_COLUMNS, fields.FIGURE_COLUMNS):
        assert len({each.key for each in columns}) == len(columns)
        assert len({fold(each.header) for each in columns}) == len(columns)
    labels = [fold(line.label) for line in fields.HEADER_FIELDS]
    assert len(set(labels)) == len(labels)
    assert [e.key for e in fields.ANSWER_COLUMNS if e.input is Input.NUMBER] == []
    assert [e.key for e in fields.FIGURE_COLUMNS if e.input is Input.NUMBER] == [VALUE.key]
    for asked in (*fields.ANSWER_COLUMNS, *fields.FIGURE_COLUMNS):
        offers = choices_of(asked, shipped_register().profile)
        assert bool(offers) is (asked.input is Input.CHOICE)


def with_header(prepared_by: str, phone: str, note: str = "", file: str = FIRST) -> Judgement:
    """A good form with these lines above its table, and that note beside a figure."""
    drawn = f"""
| Báo cáo    |                |           |                 |                       |
| ---------- | -------------- | --------- | --------------- | --------------------- |
| Người lập  | {prepared_by}  |           | Điện thoại      | {phone}               |
| Mã         | Trạng thái     | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện     |
| 1.1        | Đang thực hiện | 60        |                 | Đã sắp xếp các phòng  |
| 1.3        | Hoàn thành     | 100       | @2025-08-10     | Đã ban hành quy chế   |
| 3.1        | Hoàn thành     |           | @2025-08-20     | Đã bố trí đủ trụ sở   |

| Số liệu |        |         |
| ------- | ------ | ------- |
| Mã      | Kỳ này | Ghi chú |
| CD01    | 120    | {note}  |
| CD02    | 100    |         |
| CD03    | 20     |         |
| CD04    | 97.5   |         |
"""
    return judged(submitted(drawn, file))


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [("912345678", "912345678"), ("'0912 345 678", "0912 345 678"), ("", "")],
)
def test_a_telephone_number_is_its_digits(typed: str, read_as: str) -> None:
    judgement = with_header("Trần Thị B", typed)
    assert judgement.filing is not None
    assert judgement.findings == ()
    assert judgement.filing.header == {"prepared_by": "Trần Thị B", "phone": read_as}


def test_a_wrong_note_is_told_and_its_figure_counts() -> None:
    judgement = with_header("Trần Thị B", "", "§¶ng ñy ®· chØ ®¹o rµ so¸t ®éi ngò c¸n bé")
    (wrong,) = judgement.findings
    assert (wrong.code, wrong.place.sheet, wrong.place.cell) == (
        LEGACY_ENCODING.code,
        "Số liệu",
        "C2",
    )
    assert judgement.filing is not None
    (first, *_) = judgement.filing.figures
    assert (first.indicator, first.value, first.beside["note"]) == ("CD01", 120, "")


def test_who_filled_it_in_does_not_tell_two_files_apart() -> None:
    receipt = Receipt(RECEIVED, "theo tên tệp")
    files = [
        Received(file, receipt, with_header(name, "", file=file))
        for name, file in (("Trần Thị B", FIRST), ("Lê Văn C", SECOND))
    ]
    (filing,) = settle(files, REGISTER).filings
    assert filing.header["prepared_by"] in {"Trần Thị B", "Lê Văn C"}
