"""Many months: their figures, the sentence, the sheet with its lines, and a year built in one go."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given

from cv183_reports.consolidation.progress import Point, course_of, point_of
from cv183_reports.model import Filing, Kind, Period, Status
from cv183_reports.model.consolidated import Consolidated, Standing
from cv183_reports.narrative.figures import course
from cv183_reports.narrative.monthly import MonthsBefore, monthly_prose
from cv183_reports.summary.workbook import write_summary
from tests.conftest import Command, lay
from tests.months import filing, on, record
from tests.summary_cases import drawn, month
from tests.test_consolidation import anything_filed
from tests.test_summary import calculated, check_formulas
from tests.test_waivers import together, waiver


def point(year: int, at: int, filed: int, done: int, of: int = 200) -> Point:
    return Point(Period(year, at), of, filed, of, done, 0, (), sample=False)


def run(*filed_and_done: tuple[int, int]) -> list[Point]:
    """Months that end with September 2025."""
    period, points = Period(2025, 9), []
    for filed, done in reversed(filed_and_done):
        points.append(point(period.year, period.month, filed, done))
        period = period.previous
    return points[::-1]


COURSES = [
    ([], ""),
    ([(190, 20), (191, 30)], ""),
    (
        [(190, 20), (191, 30), (200, 40)],
        (
            "Qua 03 tháng (từ tháng 7/2025 đến tháng 9/2025), tỷ lệ đơn vị đã gửi báo cáo lần lượt là 95%, 95,5% và 100%; "
            "tỷ lệ lượt nhiệm vụ phải hoàn thành đã hoàn thành lần lượt là 10%, 15% và 20%."
        ),
    ),
    (
        [(190, 20)] * 4,
        (
            "Qua 04 tháng (từ tháng 6/2025 đến tháng 9/2025), tỷ lệ đơn vị đã gửi báo cáo giữ ở mức 95%; "
            "tỷ lệ lượt nhiệm vụ phải hoàn thành đã hoàn thành giữ ở mức 10%."
        ),
    ),
    (
        [(190, 20), (180, 30), (199, 40), (150, 50), (189, 60)],
        (
            "Qua 05 tháng (từ tháng 5/2025 đến tháng 9/2025), tỷ lệ đơn vị đã gửi báo cáo giảm từ 95% xuống 94,5% "
            "(cao nhất 99,5%, tháng 7/2025; thấp nhất 75%, tháng 8/2025); "
            "tỷ lệ lượt nhiệm vụ phải hoàn thành đã hoàn thành tăng từ 10% lên 30%."
        ),
    ),
    (
        [(190, 20), (180, 10), (199, 40), (199, 50), (190, 20)],
        (
            "Qua 05 tháng (từ tháng 5/2025 đến tháng 9/2025), tỷ lệ đơn vị đã gửi báo cáo tháng đầu và tháng cuối đều là 95% "
            "(cao nhất 99,5%, tháng 7/2025; thấp nhất 90%, tháng 6/2025); "
            "tỷ lệ lượt nhiệm vụ phải hoàn thành đã hoàn thành tháng đầu và tháng cuối đều là 10% "
            "(cao nhất 25%, tháng 8/2025; thấp nhất 5%, tháng 6/2025)."
        ),
    ),
]


@pytest.mark.parametrize(("months", "expected"), COURSES)
def test_the_sentence(months: list[tuple[int, int]], expected: str) -> None:
    assert course(run(*months)) == expected


def test_the_months_of_another_year_bear_it() -> None:
    points = [point(2025, 11, 10, 1), point(2025, 12, 20, 2), point(2026, 1, 30, 3)]
    assert "từ tháng 11/2025 đến tháng 01/2026" in course(points)


def test_a_month_in_which_nobody_owed_anything_has_no_rate() -> None:
    nothing = Point(Period(2025, 6), 0, 0, 0, 0, 0, (), sample=False)
    assert nothing.filing_rate is nothing.done_rate is nothing.overdue_rate is None
    assert course([nothing, *run((190, 20), (191, 30))]) == ""


@given(anything_filed())
def test_a_month_counts_what_its_documents_count(filings: list[Filing]) -> None:
    now = together((waiver("10888"),), *filings)
    told = point_of(now)
    assert told.owing == 3
    assert told.filed == sum(f.unit != "10888" for f in filings)
    assert told.owed == sum(
        a.obligation.kind is not Kind.ONGOING and a.standing is not Standing.WAIVED
        for a in now.assignments
    )
    assert told.done + told.overdue <= told.owed
    assert told.done_rate == Decimal(100 * told.done) / told.owed


def test_a_waiver_is_no_fall() -> None:
    everyone = [filing(unit) for unit in ("so-ab", "10903", "11329")]
    assert point_of(together((waiver("10888"),), *everyone)).filing_rate == 100


def months(count: int, *, sample: bool = False) -> list[Consolidated]:
    """The last of them September; each knows a little more than the one before."""
    period, made = Period(2025, 9), []
    for at in range(count, 0, -1):
        done = record("10888", "1.3", Status.DONE, done_on=on(14))
        figures = {"N1": 100, "N2": min(100, 8 * at), "N3": "7.25"}
        came = filing("10888", *([done] if at > 1 else []), figures=figures, sample=sample)
        made.append(month(came, period=period))
        period = period.previous
    return made[::-1]


def book(all_months: Sequence[Consolidated]) -> bytes:
    *earlier, now = all_months
    points = [point_of(each) for each in earlier[:-1]]
    return write_summary(now, earlier[-1] if earlier else None, points)


def lines(data: bytes) -> list[str]:
    with ZipFile(BytesIO(data)) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if "charts/chart" in n]
    return [chart for chart in charts if "<c:lineChart>" in chart]


@pytest.mark.parametrize("count", [2, 3, 12, 24])
def test_lines_have_a_point_for_every_month_and_draw_what_stands_in_the_cells(count: int) -> None:
    data = book(months(count))
    workbook = calculated(data)
    page = workbook["Diễn biến"]
    rates, shares = lines(data)
    assert (rates.count("<c:ser>"), shares.count("<c:ser>")) == (3, 1)
    for chart, last in ((rates, "09/2025"), (shares, "09/2025")):
        for first_row, last_row in re.findall(r"<c:cat>.*?\$A\$(\d+):\$A\$(\d+)", chart):
            assert int(last_row) - int(first_row) + 1 == count
            assert page[f"A{last_row}"].value == last
    name, cells = re.findall(
        r"<c:f>'Diễn biến'!\$(\w)\$\d+</c:f>.*?<c:val>.*?\$(\w)\$\d+:", shares
    )[0]
    assert name == cells == "B"
    assert check_formulas(data, workbook) > 3 * count


def test_a_single_month_has_tables_and_no_line() -> None:
    data = book(months(1))
    assert lines(data) == []
    assert "| 09/2025 | 4 | 1 | ƒ 25 | 9 | 1 | ƒ 11.11111111111111 | 3 |" in drawn(
        data, "Diễn biến"
    )


def test_every_main_indicator_stands_with_its_months_and_units() -> None:
    text = drawn(book(months(3)), "Diễn biến")
    assert "| Hồ sơ trực tuyến | hồ sơ | 8 | 16 | 24 | 1 | 1 | 1 |" in text
    assert "| Tỷ lệ trực tuyến | % | 8 | 16 | 24 | 1 | 1 | 1 |" in text


def test_charts_stand_above_the_tables() -> None:
    data = book(months(3))
    page = openpyxl.load_workbook(BytesIO(data))["Diễn biến"]
    heading = next(row[0].row for row in page.iter_rows() if str(row[0].value).startswith("1. "))
    with ZipFile(BytesIO(data)) as archive:
        drawing = archive.read("xl/drawings/drawing2.xml").decode()
    rows = [int(row) for row in re.findall(r"<xdr:row>(\d+)</xdr:row>", drawing)]
    assert len(rows) == 4
    assert max(rows) < heading


def test_the_report_says_the_course_once_there_is_one() -> None:
    three = months(3)
    told = [
        block.text
        for each in (three, three[1:])
        for section in monthly_prose(
            each[-1], MonthsBefore(each[-2], earlier=tuple(point_of(m) for m in each[:-2]))
        ).sections
        for block in section.blocks
        if block.text.startswith("Qua ")
    ]
    assert told == [course(course_of([point_of(three[0])], three[1], three[2]))]


def test_one_invented_month_marks_all() -> None:
    real, invented = months(3), months(3, sample=True)
    data = write_summary(real[2], real[1], [point_of(invented[0])])
    page = openpyxl.load_workbook(BytesIO(data))["Diễn biến"]
    assert page["A3"].value == "SỐ LIỆU MINH HỌA"


def test_months_are_read_back_to_the_first_gap(tmp_path: Path, command: Command) -> None:
    folder = lay(tmp_path, months=("2025-08", "2025-09"), few=True)
    shutil.copytree(folder / "data" / "2025-08", folder / "data" / "2025-06")
    assert command("--root", folder, "build", "2025-09").code == 0
    path = folder / "out" / "2025-09" / "tong-hop-2025-09.xlsx"
    page = openpyxl.load_workbook(path, data_only=True)["Diễn biến"]
    first = [row[0] for row in page.iter_rows(values_only=True)]
    start = first.index("Kỳ")
    assert first[start : start + 4] == ["Kỳ", "08/2025", "09/2025", None]
