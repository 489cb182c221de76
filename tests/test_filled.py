"""Returned forms are described by header text and code; every cell is taken once or left over."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.form.blank import form_name, write_form
from cv183_reports.form.fields import (
    ANSWER_COLUMNS,
    ANSWERS_SHEET,
    FIGURE_COLUMNS,
    FIGURES_SHEET,
    HEADER_FIELDS,
    Input,
)
from cv183_reports.form.filled import describe
from cv183_reports.form.values import Answers, LastMonth, Submission, Table
from cv183_reports.model import Figure, Period, Record, Source, Status, Unit
from cv183_reports.model.finding import Severity
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.builders import COMMUNE, DEPARTMENT, REGISTER, WARD, typed_row, workbook, xlsx
from tests.submission_cases import judged

PERIOD = Period(2025, 9)
LAST = LastMonth(
    records={
        "1.1": Record(
            WARD.code,
            "1.1",
            {"status": Status.IN_PROGRESS, "percent": Decimal(40), "result": "Đang rà soát"},
            Source("8.xlsx"),
        )
    },
    figures={"CD01": Figure(WARD.code, "CD01", Decimal(99), Source("8.xlsx"))},
)


def issued(unit: Unit, answers: Answers | None = None) -> Workbook:
    """The form that goes out to `unit`, read back from its bytes."""
    data = write_form(unit, REGISTER, PERIOD, LAST, answers, sample=True)
    book, findings = read_workbook(data, form_name(unit, PERIOD))
    assert book is not None
    assert findings == ()
    return book


def leftover_texts(submission: Submission) -> set[str]:
    return {slot.cell.text for slot in submission.leftovers if slot.cell}


@pytest.mark.parametrize("unit", [WARD, COMMUNE, DEPARTMENT], ids=lambda unit: unit.code)
def test_a_blank_form_comes_back_whole(unit: Unit) -> None:
    submission = describe(issued(unit))
    (table,) = submission.answers
    assert [row.code for row in table.rows] == [o.code for o in REGISTER.obligations_of(unit)]
    assert (table.missing, table.lost, table.extra) == ((), (), ())
    assert (table.uncoded, table.merges) == ((), ())
    assert submission.meta is not None
    assert (submission.meta.unit, submission.meta.period) == (unit.code, "2025-09")
    assert set(submission.header) == {line.key for line in HEADER_FIELDS}
    assert submission.plans == ()
    register_texts = {o.section for o in REGISTER.obligations}
    register_texts |= {i.topic for i in REGISTER.indicators} | {f"{unit.name} ({unit.code})"}
    assert leftover_texts(submission) <= register_texts


def as_numbers_exports(sheet: Sheet) -> Sheet:
    """A sheet behind the name of its table, which stands above it, too; nothing is hidden."""
    below = {(r + 1, c): replace(cell, row=r + 1) for (r, c), cell in sheet.cells.items()}
    title = Cell(1, 1, CellKind.TEXT, "Table 1")
    cells = {(1, 1): title, **below}
    return replace(sheet, name=f"{sheet.name} - Table 1", cells=cells, merged=(), visible=True)


def test_a_form_that_apples_numbers_exported_comes_back_whole() -> None:
    book = issued(WARD)
    said = (
        "This document was exported from Numbers. Each table was converted to an Excel worksheet."
    )
    summary = Sheet("Export Summary", True, {(3, 2): Cell(3, 2, CellKind.TEXT, said)})
    exported = replace(book, sheets=(summary, *map(as_numbers_exports, book.sheets)))
    submission, whole = describe(exported), describe(book)
    assert submission.meta == whole.meta
    assert leftover_texts(submission) == leftover_texts(whole)
    (table,), (issued_table,) = submission.answers, whole.answers
    assert [row.code for row in table.rows] == [row.code for row in issued_table.rows]


def test_a_filled_form_says_what_was_typed() -> None:
    answers = Answers(
        rows={"1.1": typed_row(status="Đang thực hiện", percent=60, result="=Đã rà soát & <sửa>")},
        figures={"CD01": {"value": 120, "note": "Cả tháng 8"}},
        plans=("Số hóa hồ sơ", "Tập huấn"),
        header={"prepared_by": "Trần Thị B"},
    )
    book = issued(WARD, answers)
    submission = describe(book)
    row = next(row for row in submission.answers[0].rows if row.code == "1.1")
    said: Mapping[str, str] = {key: cell.text for key, cell in row.cells.items()}
    assert said["status"] == "Đang thực hiện"
    assert said["percent"] == "60"
    assert said["result"] == "=Đã rà soát & <sửa>"
    assert said["last_result"] == "Đang rà soát"
    assert [slot.cell.text for slot in submission.plans if slot.cell] == [
        "Số hóa hồ sơ",
        "Tập huấn",
    ]
    assert submission.header["prepared_by"].cell is not None
    filing = judged(book).filing
    assert filing is not None
    assert filing.sample
    assert [plan.text for plan in filing.plans] == ["Số hóa hồ sơ", "Tập huấn"]
    assert [(f.indicator, f.value) for f in filing.figures] == [("CD01", 120)]


OPTIONAL = [
    (sheet, column.header)
    for sheet, columns in ((ANSWERS_SHEET, ANSWER_COLUMNS), (FIGURES_SHEET, FIGURE_COLUMNS))
    for column in columns
    if column.input is not Input.LOCKED and not column.required
]


@pytest.mark.parametrize(("sheet", "header"), OPTIONAL)
def test_a_deleted_column_is_lost_and_the_rest_still_read(sheet: str, header: str) -> None:
    rows = {"1.1": typed_row(status="Đang thực hiện", result="Đã họp")}
    book = issued(WARD, Answers(rows, figures={}))
    short = without_column(book, sheet, header)
    (before,) = tables_of(describe(book), sheet)
    (after,) = tables_of(describe(short), sheet)
    assert (after.missing, after.lost, after.extra) == ((), (header,), ())
    assert [row.code for row in after.rows] == [row.code for row in before.rows]
    judgement = judged(short)
    (told,) = [f for f in judgement.findings if f.code in {"SUB027", "SUB028"}]
    assert f"«{header}»" in told.message
    assert (told.severity is Severity.ERROR) == (sheet == ANSWERS_SHEET)
    assert judgement.filing is not None
    assert [record.result for record in judgement.filing.records] == ["Đã họp"]


def tables_of(submission: Submission, sheet: str) -> tuple[Table, ...]:
    return submission.answers if sheet == ANSWERS_SHEET else submission.figures


def without_column(book: Workbook, name: str, header: str) -> Workbook:
    """`book` as Excel leaves it when the column is deleted."""
    sheet = book.sheet(name)
    assert sheet is not None
    (gone,) = [cell.column for cell in sheet.cells.values() if cell.text == header]
    cells = {
        (row, column - (column > gone)): replace(cell, column=column - (column > gone))
        for (row, column), cell in sheet.cells.items()
        if column != gone
    }
    changed = replace(sheet, cells=cells)
    return replace(book, sheets=tuple(changed if s.name == name else s for s in book.sheets))


def test_header_rows_repeated_for_print_continue_the_table() -> None:
    submission = describe(
        workbook(
            """
| Báo cáo |            |           |                 |                   |
| ------- | ---------- | --------- | --------------- | ----------------- |
| Mã      | Trạng thái | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện |
| 1.1     | Hoàn thành |           |                 |                   |
| Mã      | Trạng thái | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện |
| 1.3     | Hoàn thành |           |                 |                   |
"""
        )
    )
    assert [[row.code for row in table.rows] for table in submission.answers] == [["1.1", "1.3"]]


def test_plan_lines_end_where_the_printed_lines_end() -> None:
    submission = describe(
        workbook(
            """
| Báo cáo |                              |           |                 |                   |
| ------- | ---------------------------- | --------- | --------------- | ----------------- |
| Mã      | Trạng thái                   | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện |
| 1.1     | Hoàn thành                   |           |                 |                   |
|         | Nhiệm vụ trọng tâm tháng tới |           |                 |                   |
| 1.      | một                          |           |                 | bên cạnh          |
| 2.      |                              |           |                 |                   |
|         | ba                           |           |                 |                   |
| 4.      |                              |           |                 |                   |
| 5)      | năm                          |           |                 |                   |
| 6       | sáu                          |           |                 |                   |
|         | Người lập biểu               |           |                 |                   |
"""
        )
    )
    assert [s.cell.text for s in submission.plans if s.cell] == ["một", "ba", "năm", "sáu"]
    assert leftover_texts(submission) == {"bên cạnh", "Người lập biểu"}


@pytest.mark.parametrize(
    ("heading", "is_plan"),
    [
        ("Nhiệm vụ trọng tâm tháng tới:", True),
        ("Nhiệm vụ trọng tâm tháng 10", True),
        ("NHIỆM VỤ THÁNG 10/2025", True),
        ("Phương hướng, nhiệm vụ quý IV năm 2025", True),
        ("Nhiệm vụ kỳ sau", True),
        ("Nhiệm vụ tháng 9 đã hoàn thành", False),
    ],
)
def test_a_plan_is_known_under_other_headings(heading: str, *, is_plan: bool) -> None:
    submission = describe(
        workbook(
            f"""
| Báo cáo |            |           |                 |                   |
| ------- | ---------- | --------- | --------------- | ----------------- |
| Mã      | Trạng thái | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện |
| 1.1     | Hoàn thành |           |                 |                   |
|         | {heading}  |           |                 |                   |
| 1.      | Họp dân    |           |                 |                   |
"""
        )
    )
    assert [s.cell.text for s in submission.plans if s.cell] == ["Họp dân"] * is_plan


def test_cells_that_show_nothing_are_blank() -> None:
    assert describe(workbook("| A |\n| --- |\n| \\u200b |\n| \\u00a0 |\n")).leftovers == ()


def test_a_drawn_workbook_and_its_file_are_the_same() -> None:
    markdown = """
| Một       |             |       |      |       |
| --------- | ----------- | ----- | ---- | ----- |
| 1.1       | 80          | %0.8  | =A1  | #REF! |
| xin\\nchào | @2025-08-15 | '80   | '=A1 | ~7    |

| _meta |
| ----- |
| unit  |

- merged Một!F1:F2
- hidden Một!2
- font Một!C2 .VnTime
"""
    book, findings = read_workbook(xlsx(markdown), "a.xlsx")
    assert findings == ()
    assert book is not None
    drawn = workbook(markdown, "a.xlsx")
    for read, expected in zip(book.sheets, drawn.sheets, strict=True):
        assert (read.name, read.visible) == (expected.name, expected.visible)
        assert (read.merged, read.hidden_rows) == (expected.merged, expected.hidden_rows)
        assert {k: _essence(c) for k, c in read.cells.items()} == {
            k: _essence(c) for k, c in expected.cells.items()
        }
    assert book.sheets[0].cells[2, 3].font == ".VnTime"


def _essence(cell: Cell) -> tuple[object, ...]:
    text = "" if cell.kind is CellKind.DATE else cell.text
    return cell.kind, text, cell.number, cell.when, cell.from_formula


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 30), st.integers(1, 12)),
        st.sampled_from(["Mã", "Trạng thái", "Tỷ lệ (%)", "Kỳ này", "1.1", "x", "2.", "Đơn vị", "Ghi chú",
                         "Chỉ tiêu", "Nhiệm vụ trọng tâm tháng tới", "Ngày hoàn thành", " "]),
        max_size=60,
    )
)  # fmt: skip
def test_whatever_stands_where_nothing_breaks(texts: dict[tuple[int, int], str]) -> None:
    cells = {(r, c): Cell(r, c, CellKind.TEXT, text) for (r, c), text in texts.items()}
    submission = describe(Workbook("a.xlsx", (Sheet("Báo cáo", True, cells),)))
    left = {slot.place.cell for slot in submission.leftovers}
    assert len(left) == len(submission.leftovers)
    assert left <= {cell.reference for cell in cells.values()}
