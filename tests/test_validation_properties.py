"""What holds for every form: order is nothing, every cell is used or named, nothing is silent."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.catalogue import submission as catalogue
from cv183_reports.model import Filing, Source
from cv183_reports.model.finding import Finding, Judgement
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, column_letters
from tests.submission_cases import FOLDER, judged, submitted

MIXED = submitted(
    """
| Báo cáo |                |           |                 |                                      |                     |
| ------- | -------------- | --------- | --------------- | ------------------------------------ | ------------------- |
| Mã      | Trạng thái     | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện                    | Khó khăn, vướng mắc |
| 1.1     | Dang thuc hien | 60        |                 | Đã sắp xếp xong các phòng chuyên môn | không               |
| 1.3     | Hoàn thành     | 80        | 10.8.2025       | Đã ban hành quy chế làm việc         |                     |
| 1.4     |                |           |                 |                                      |                     |
| 3.1     | Hoàn thành     | 0.8       | @2025-08-20     | Đã bố trí đủ trụ sở                  |                     |
"""
)
UNUSED = "Văn bản lạ không đâu có"
NOTES = {f"Số liệu!C{row}" for row in range(2, 6)}
"""A note beside a figure explains it to whoever checks; no document prints it."""


def essence(judgement: Judgement) -> object:
    """What a judgement says, without the places it says it of."""
    filing = judgement.filing
    assert filing is not None
    nowhere = Source("")
    records = [replace(record, source=nowhere) for record in filing.records]
    figures = [replace(figure, source=nowhere) for figure in filing.figures]
    said = sorted((finding.code, finding.message) for finding in judgement.findings)
    return records, figures, filing.faulty, filing.blank, said


def moved(sheet: Sheet, rows: list[int], columns: list[int]) -> Sheet:
    """`sheet` with the rows under its header, and its columns, in another order."""
    cells = {}
    for cell in sheet.cells.values():
        row = 1 if cell.row == 1 else rows[cell.row - 2]
        column = columns[cell.column - 1]
        cells[row, column] = replace(cell, row=row, column=column)
    return replace(sheet, cells=cells)


WIDEST = max(cell.column for sheet in MIXED.sheets for cell in sheet.cells.values())


@given(st.permutations(range(2, 12)), st.permutations(range(1, WIDEST + 1)))
def test_order_of_rows_and_columns_is_nothing(rows: list[int], columns: list[int]) -> None:
    sheets = tuple(
        sheet if sheet.name == "_meta" else moved(sheet, rows, columns) for sheet in MIXED.sheets
    )
    assert essence(judged(replace(MIXED, sheets=sheets))) == essence(judged(MIXED))


@given(
    st.sampled_from(["Báo cáo", "Số liệu", "Trang khác"]),
    st.integers(1, 12),
    st.integers(1, 9),
)
def test_text_in_any_cell_is_used_or_named(name: str, row: int, column: int) -> None:
    good = submitted("")
    sheet = good.sheet(name) or Sheet(name, True, {})
    reference = f"{column_letters(column)}{row}"
    if sheet.at(row, column) is not None or f"{name}!{reference}" in NOTES:
        return
    cells = {**sheet.cells, (row, column): Cell(row, column, CellKind.TEXT, UNUSED)}
    others = tuple(each for each in good.sheets if each.name != name)
    book = replace(good, sheets=(*others, replace(sheet, cells=cells)))
    judgement = judged(book)
    assert judgement.filing is not None
    assert is_used(judgement.filing) or any(
        names(finding, name, reference, row) for finding in judgement.findings
    )


def is_used(filing: Filing) -> bool:
    return any(
        UNUSED in (record.result, record.evidence, record.difficulty, record.proposal)
        for record in filing.records
    )


def names(finding: Finding, sheet: str, reference: str, row: int) -> bool:
    if finding.place.sheet != sheet:
        return False
    is_row = finding.code in {"SUB018", "SUB061"} and finding.place.cell[1:] == str(row)
    listed = finding.message.replace(",", " ").split()
    return is_row or finding.place.cell == reference or reference in listed


@given(st.binary(max_size=40), st.sampled_from(["B2", "C2", "D2", "E2", "A2"]))
@settings(max_examples=50)
def test_any_text_is_judged_without_breaking(raw: bytes, reference: str) -> None:
    text = raw.decode("utf-16-le", errors="ignore")
    if not text:
        return
    book = submitted("")
    sheet = book.sheets[1]
    place = (int(reference[1:]), ord(reference[0]) - 64)
    cells = {**sheet.cells, place: Cell(*place, CellKind.TEXT, text)}
    changed = replace(book, sheets=(book.sheets[0], replace(sheet, cells=cells), book.sheets[2]))
    judgement = judged(changed)
    assert judgement.filing is not None
    assert (
        len(judgement.filing.records) + len(judgement.filing.faulty | judgement.filing.blank) == 3
    )


def test_all_faults_of_a_file_are_told_in_one_pass() -> None:
    book = submitted(
        """
| Báo cáo |                |           |                 |                                |                     |           |
| ------- | -------------- | --------- | --------------- | ------------------------------ | ------------------- | --------- |
| Mã      | Trạng thái     | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện              | Khó khăn, vướng mắc | Lĩnh vực  |
| 1.1     | Xong rồi       | đã xong   | tháng 8         | C«ng t¸c x©y dùng §¶ng bé x·   | #REF!               | Nhân sự   |
| 1.3     | Hoàn thành     | 80        | @2026-01-01     |                                | =A1                 |           |
| 9       | Hoàn thành     |           |                 |                                |                     |           |
"""
    )
    judgement = judged(book)
    assert sorted(finding.code for finding in judgement.findings) == [
        "SUB016", "SUB020", "SUB030", "SUB031", "SUB032", "SUB040", "SUB042", "SUB047",
        "SUB050", "SUB060", "SUB063", "SUB072",
    ]  # fmt: skip
    assert judgement.filing is not None
    assert judgement.filing.faulty == {"1.1", "1.3", "3.1"}
    assert judgement.filing.records == ()


def test_a_rejected_file_says_why_and_counts_for_nothing() -> None:
    for path in sorted((FOLDER / "should_fail").glob("SUB00[1-6]-*.md")):
        judgement = judged(submitted(path.read_text(encoding="utf-8").partition("# findings")[0]))
        assert judgement.filing is None, path.stem
        assert judgement.findings, path.stem


def test_what_the_reader_could_not_read_is_told_once() -> None:
    book = submitted(
        """
| Số liệu |        |         |
| ------- | ------ | ------- |
| Mã      | Kỳ này | Ghi chú |
| CD01    | #?     |         |
| CD02    | #?     |         |
"""
    )
    told = catalogue.FIGURE_UNREADABLE.at(Source(book.file, "Số liệu", "B2"), code="-", value="?")
    first, *others = judged(book, on_cells=(told,)).findings
    assert first is told
    assert [(f.code, f.place.cell) for f in others] == [("SUB030", "B3"), ("SUB084", "")]
