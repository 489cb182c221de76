"""Answers carried over into a fresh form: they are judged there as where they came from."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cv183_reports.form.blank import carried_over
from cv183_reports.form.filled import describe
from cv183_reports.form.values import LastMonth
from cv183_reports.model import Source
from cv183_reports.model.finding import Judgement
from cv183_reports.spreadsheet.grid import Workbook
from tests.builders import REGISTER, WARD
from tests.builders_xlsx import read
from tests.marked_cases import marked
from tests.submission_cases import PERIOD, judged, submitted

FAULTY = """
| Báo cáo |                |           |                 |                           |                     |                    |                |
| ------- | -------------- | --------- | --------------- | ------------------------- | ------------------- | ------------------ | -------------- |
| Mã      | Trạng thái     | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện         | Khó khăn, vướng mắc | Kiến nghị, đề xuất | Cấp giải quyết |
| 1.1     | Dang thuc hien | %0.8      |                 | Đã sắp xếp xong các phòng | 2025                |                    |                |
| 1.3     | Hoàn thành     | 80        | 10.8.2025       | =A1 & "x"                 |                     | Đề nghị bổ sung    | Bộ Nội vụ      |
| 3.1     | Hoàn thành     | xong      | @2025-08-20     | #REF!                     | @2025-08-01         |                    |                |

| Số liệu |                            |         |
| ------- | -------------------------- | ------- |
| Mã      | Chỉ tiêu                   | Kỳ này  |
| CD01    | Hồ sơ tiếp nhận            | 120     |
| CD02    | Hồ sơ đã giải quyết        | 100     |
| CD03    | Hồ sơ đang giải quyết      | mười    |
| CD04    | Tỷ lệ số hóa               | 12.5    |
"""


def carried(book: Workbook) -> Workbook:
    return read(carried_over(describe(book), WARD, REGISTER, PERIOD, LastMonth()))


def essence(judgement: Judgement) -> object:
    """What counts and what is wrong, without places."""
    filing = judgement.filing
    assert filing is not None
    nowhere = Source("")
    records = [replace(record, source=nowhere) for record in filing.records]
    figures = [replace(figure, source=nowhere) for figure in filing.figures]
    return records, figures, filing.faulty, filing.blank, [plan.text for plan in filing.plans]


@pytest.mark.parametrize("drawn", ["", FAULTY], ids=["good", "faulty"])
def test_what_counts_is_the_same_as_before(drawn: str) -> None:
    book = submitted(drawn)
    assert essence(judged(carried(book))) == essence(judged(book))


def test_each_answer_stands_as_it_was_shown() -> None:
    answers, figures = (carried(submitted(FAULTY)).sheet(n) for n in ("Báo cáo", "Số liệu"))
    assert answers is not None
    assert figures is not None
    texts = {cell.reference: cell.text for cell in answers.cells.values()}
    assert [texts.get(f"{c}6") for c in "HIJKM"] == [
        "Dang thuc hien",
        "80%",
        None,
        "Đã sắp xếp xong các phòng",
        "2025",
    ]
    assert [texts.get(f"{c}7") for c in "HIJKPQ"] == [
        "Hoàn thành",
        "80",
        "10.8.2025",
        "#N/A",
        "Đề nghị bổ sung",
        "Bộ Nội vụ",
    ]
    assert [texts.get(f"{c}10") for c in "IJKM"] == ["xong", "2025-08-20", "#N/A", "01/8/2025"]
    assert [figures.cells[row, 6].text for row in range(7, 11)] == ["120", "100", "mười", "12.5"]


def test_the_fresh_form_can_be_marked() -> None:
    fresh = carried_over(describe(submitted(FAULTY)), WARD, REGISTER, PERIOD, LastMonth())
    first = judged(read(fresh))
    assert first.findings
    copy = marked(fresh, first.findings)
    assert judged(read(copy)) == first


def test_a_form_without_a_column_and_with_its_rows_moved_comes_back_whole() -> None:
    moved = """
| Báo cáo           |            |      |           |                 |
| ----------------- | ---------- | ---- | --------- | --------------- |
| Kết quả thực hiện | Trạng thái | Mã   | Tỷ lệ (%) | Ngày hoàn thành |
| Đã làm xong cả    | Hoàn thành | ~3.1 | 100       | @2025-08-20     |
| Đang làm dở       | Hoàn thành | 99   |           |                 |
- without Lĩnh vực
"""
    sheet = carried(submitted(moved)).sheet("Báo cáo")
    assert sheet is not None
    texts = {cell.reference: cell.text for cell in sheet.cells.values()}
    assert [texts.get(f"{c}10") for c in "AHIJK"] == [
        "3.1",
        "Hoàn thành",
        "100",
        "2025-08-20",
        "Đã làm xong cả",
    ]
    assert texts["O4"] == "Lĩnh vực"
    assert "Đang làm dở" not in texts.values()
