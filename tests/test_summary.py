"""The consolidated workbook, read back as text and by two readers: every figure where it belongs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.catalogue import files
from cv183_reports.consolidated import Consolidated, FilingStanding, Standing
from cv183_reports.consolidation import consolidate
from cv183_reports.model import LOCAL, Field, Filing, Level, Period, Plan, Source, Status
from cv183_reports.outline import outline
from cv183_reports.workbook.grid import CellKind, Sheet, Workbook
from cv183_reports.workbook.layout import SAMPLE_MARK
from cv183_reports.workbook.summary import write_summary
from cv183_reports.workbook.summary_columns import LOOKS
from cv183_reports.workbook.xlsx_reader import read_workbook
from tests.months import CUT_OFF, SEPTEMBER, filing, on, record, register

FILE = "tong-hop-2025-09.xlsx"
CAPTION = "Kỳ báo cáo: tháng 9 năm 2025 – số liệu tính đến 16 giờ ngày 22/9/2025"
HEAD_ROWS = 3
OBLIGATIONS = ("1.1", "1.3", "1.4", "2.1", "3.1", "9")

SHEETS = {
    "Tình hình gửi": """
| 4 | STT | Mã đơn vị | Đơn vị | Nhóm đơn vị | Tình trạng | Thời điểm nhận | Căn cứ | Tệp | Nhiệm vụ được giao | Số liệu hợp lệ | Nhiệm vụ có lỗi | Nhiệm vụ để trống |
| 5 | 1 | so-ab | Sở A & B | sở, ban, ngành | Chưa gửi |  |  |  | 5 | 0 |  |  |
| 6 | 2 | 10888 | Xã Cẩm Giang | cấp ủy cấp xã | Đúng hạn | 2025-09-20T09:00:00 | theo thời điểm của tệp | 10888.xlsx | 4 | 4 |  |  |
| 7 | 3 | 10903 | Xã Cẩm Giàng | cấp ủy cấp xã | Đã gửi nhưng không đọc được |  |  | hong.xlsx | 4 | 0 |  |  |
| 8 | 4 | 11329 | Phường Ngô Quyền | cấp ủy cấp xã | Muộn | 2025-09-22T16:00:00 | theo thời điểm của tệp | 11329.xlsx | 4 | 2 | 1.1 | 2.1 |
| 9 | Tổng cộng |  |  |  |  |  |  |  | ƒ 17 | ƒ 6 |  |  |
- gộp ô: A9:H9
- cố định từ D5
- lọc A4:L8""",
    "Tiến độ": """
| 4 |  |  |  | Có thời hạn |  |  |  | Không ấn định thời hạn |  |  | Không phải thực hiện |  | Chưa có số liệu |  |  |  |
| 5 | Mã | Nhiệm vụ | Thời hạn | Hoàn thành đúng hạn | Hoàn thành sau hạn | Chưa hoàn thành, còn hạn | Chưa hoàn thành, quá hạn | Hoàn thành | Đang thực hiện | Chưa thực hiện | Không phát sinh | Không thuộc thẩm quyền | Báo cáo có lỗi | Báo cáo để trống | Chưa gửi báo cáo | Tổng cộng |
| 6 | 1.1 | Nhiệm vụ 1.1 |  | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 2 | 0 | 1 | ƒ 4 |
| 7 | 1.3 | Nhiệm vụ 1.3 | trước ngày 15/8/2025 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 1 | ƒ 4 |
| 8 | 1.4 | Nhiệm vụ 1.4 | trước 16 giờ, ngày 22/9/2025 | 1 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | ƒ 4 |
| 9 | 2.1 | Nhiệm vụ 2.1 |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 1 | 1 | 0 | ƒ 3 |
| 10 | 3.1 | Nhiệm vụ 3.1 | trước ngày 31/8/2025 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | ƒ 1 |
| 11 | 9 | Nhiệm vụ 9 |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | ƒ 1 |
| 12 | Tổng cộng |  |  | ƒ 2 | ƒ 1 | ƒ 0 | ƒ 2 | ƒ 0 | ƒ 1 | ƒ 0 | ƒ 1 | ƒ 0 | ƒ 5 | ƒ 1 | ƒ 4 | ƒ 17 |
- gộp ô: D4:G4, H4:J4, K4:L4, M4:O4, A12:C12
- cố định từ C6
- lọc A5:P11""",
    "Số liệu hợp lệ": """
| 4 | Kỳ báo cáo | Mã đơn vị | Đơn vị | Mã nhiệm vụ | Nhiệm vụ | Trạng thái | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện | Văn bản minh chứng | Khó khăn, vướng mắc | Lĩnh vực | Kiến nghị, đề xuất | Cấp giải quyết | Tệp nguồn | Trang tính | Ô |
| 5 | 09/2025 | 10888 | Xã Cẩm Giang | 1.1 | Nhiệm vụ 1.1 | Đang thực hiện | 62.5 |  |  |  | =Thiếu cán bộ | Cán bộ, biên chế |  |  | 10888.xlsx | Báo cáo | G9 |
| 6 | 09/2025 | 10888 | Xã Cẩm Giang | 1.3 | Nhiệm vụ 1.3 | Hoàn thành |  | 2025-08-14 | Đã xong | 15-BC/ĐU |  |  |  |  | 10888.xlsx | Báo cáo | G9 |
| 7 | 09/2025 | 10888 | Xã Cẩm Giang | 2.1 | Nhiệm vụ 2.1 | Không phát sinh |  |  |  |  |  |  | Giao thêm | Thành ủy, Ban Thường vụ Thành ủy | 10888.xlsx | Báo cáo | G9 |
| 8 | 09/2025 | 11329 | Phường Ngô Quyền | 1.3 | Nhiệm vụ 1.3 | Chưa thực hiện |  |  |  |  |  |  |  |  | 11329.xlsx | Báo cáo | G9 |
- cố định từ E5
- lọc A4:Q8""",
    "Chỉ tiêu": """
| 4 | Mã | Nội dung | Chỉ tiêu | Đơn vị tính | Cách tổng hợp | Kỳ này | Kỳ trước | Tăng, giảm | Số đơn vị được hỏi | Số đơn vị có số liệu |
| 5 | N1 | Phục vụ hành chính công | Hồ sơ tiếp nhận | hồ sơ | Cộng dồn | 125 | 40 | ƒ 85 | 3 | 2 |
| 6 | N2 | Phục vụ hành chính công | Hồ sơ trực tuyến | hồ sơ | Cộng dồn | 0 | 8 | ƒ -8 | 3 | 1 |
| 7 | N3 | Phục vụ hành chính công | Điểm chỉ số | điểm | Bình quân | 7.875 |  |  | 3 | 2 |
| 8 | N4 | Phục vụ hành chính công | Tỷ lệ trực tuyến | % | Tỷ lệ | 0 | 20 | ƒ -20 | 3 | 1 |
- cố định từ D5
- lọc A4:J8""",
    "Số liệu theo đơn vị": """
| 4 |  |  |  | Phục vụ hành chính công |  |  |
| 5 | STT | Mã đơn vị | Đơn vị | N1. Hồ sơ tiếp nhận (hồ sơ) | N2. Hồ sơ trực tuyến (hồ sơ) | N3. Điểm chỉ số (điểm) |
| 6 | 1 | 10888 | Xã Cẩm Giang | 100 | 0 | 7.25 |
| 7 | 2 | 10903 | Xã Cẩm Giàng |  |  |  |
| 8 | 3 | 11329 | Phường Ngô Quyền | 25 |  | 8.5 |
| 9 | Toàn thành phố |  |  | ƒ 125 | ƒ 0 | ƒ 7.875 |
- gộp ô: D4:F4, A9:C9
- cố định từ D6
- lọc A5:F8""",
    "Nguồn chỉ tiêu": """
| 4 | Mã đơn vị | Đơn vị | Mã chỉ tiêu | Chỉ tiêu | Giá trị | Tệp nguồn | Trang tính | Ô |
| 5 | 10888 | Xã Cẩm Giang | N1 | Hồ sơ tiếp nhận | 100 | 10888.xlsx | Số liệu | E9 |
| 6 | 10888 | Xã Cẩm Giang | N2 | Hồ sơ trực tuyến | 0 | 10888.xlsx | Số liệu | E9 |
| 7 | 10888 | Xã Cẩm Giang | N3 | Điểm chỉ số | 7.25 | 10888.xlsx | Số liệu | E9 |
| 8 | 11329 | Phường Ngô Quyền | N1 | Hồ sơ tiếp nhận | 25 | 11329.xlsx | Số liệu | E9 |
| 9 | 11329 | Phường Ngô Quyền | N3 | Điểm chỉ số | 8.5 | 11329.xlsx | Số liệu | E9 |
- cố định từ C5
- lọc A4:H9""",
    "Quá hạn": """
| 4 | STT | Mã đơn vị | Đơn vị | Mã nhiệm vụ | Nhiệm vụ | Thời hạn | Số ngày quá hạn | Trạng thái | Tỷ lệ (%) | Kết quả thực hiện | Khó khăn, vướng mắc | Cán bộ theo dõi | Điện thoại đơn vị |
| 5 | 1 | so-ab | Sở A & B | 1.4 | Nhiệm vụ 1.4 | trước 16 giờ, ngày 22/9/2025 | 0 | Chưa gửi báo cáo |  |  |  |  |  |
| 6 | 2 | 11329 | Phường Ngô Quyền | 1.3 | Nhiệm vụ 1.3 | trước ngày 15/8/2025 | 38 | Chưa thực hiện |  |  |  |  |  |
- cố định từ D5
- lọc A4:M6""",
    "Khó khăn, kiến nghị": """
| 4 | STT | Mã đơn vị | Đơn vị | Mã nhiệm vụ | Nhiệm vụ | Khó khăn, vướng mắc | Lĩnh vực | Kiến nghị, đề xuất | Cấp giải quyết | Tệp nguồn | Trang tính | Ô |
| 5 | 1 | 10888 | Xã Cẩm Giang | 1.1 | Nhiệm vụ 1.1 | =Thiếu cán bộ | Cán bộ, biên chế |  |  | 10888.xlsx | Báo cáo | G9 |
| 6 | 2 | 10888 | Xã Cẩm Giang | 2.1 | Nhiệm vụ 2.1 |  |  | Giao thêm | Thành ủy, Ban Thường vụ Thành ủy | 10888.xlsx | Báo cáo | G9 |
- cố định từ D5
- lọc A4:L6""",
    "Nhiệm vụ trọng tâm tháng tới": """
| 4 | STT | Mã đơn vị | Đơn vị | Nội dung | Tệp nguồn | Trang tính | Ô |
| 5 | 1 | 10888 | Xã Cẩm Giang | Rà soát trụ sở | 10888.xlsx | Báo cáo | B20 |
- cố định từ D5
- lọc A4:G5""",
    "Phát hiện": """
| 4 | STT | Mã lỗi | Mức độ | Tệp nguồn | Trang tính | Ô | Phát hiện | Cách xử lý |
| 5 | 1 | FIL031 | lỗi | hong.xlsx | Báo cáo | F12 | {message} | {remedy} |
- cố định từ C5
- lọc A4:H5""",
}

KEY_COUNTS = """
| 5 | Nội dung | Kỳ này | Kỳ trước | Tăng, giảm |  |  |
| 6 | Đơn vị phải gửi báo cáo | 4 | 4 | ƒ 0 |  |  |
| 7 | Đơn vị đã gửi, đọc được | 2 | 1 | ƒ 1 |  |  |
| 8 | Đơn vị chưa gửi hoặc tệp không đọc được | 2 | 3 | ƒ -1 |  |  |
| 9 | Lượt nhiệm vụ được giao | 17 | 17 | ƒ 0 |  |  |
| 10 | Lượt nhiệm vụ hoàn thành | 3 | 1 | ƒ 2 |  |  |
| 11 | Lượt nhiệm vụ quá hạn | 2 | 3 | ƒ -1 |  |  |
| 12 | Đơn vị nêu khó khăn, vướng mắc | 1 | 0 | ƒ 1 |  |  |
| 13 | Đơn vị có kiến nghị, đề xuất | 1 | 0 | ƒ 1 |  |  |
| 14 | Lỗi phát hiện trong các tệp | 1 | 0 | ƒ 1 |  |  |
| 16 | 2. Tình hình gửi báo cáo |  |  |  |  |  |
| 17 | Nhóm đơn vị | Đúng hạn | Muộn | Đã gửi nhưng không đọc được | Chưa gửi | Tổng cộng |
| 18 | sở, ban, ngành | 0 | 0 | 0 | 1 | ƒ 1 |
| 19 | cấp ủy cấp xã | 1 | 1 | 1 | 0 | ƒ 3 |
| 20 | Tổng cộng | ƒ 1 | ƒ 1 | ƒ 1 | ƒ 1 | ƒ 4 |
"""

BROKEN = files.DAMAGED_PART.at(Source("hong.xlsx", "Báo cáo", "F12"), part="xl/styles.xml")


def month(*filings: Filing, period: Period = SEPTEMBER, **more: object) -> Consolidated:
    given = {"unreadable": {}, **more}
    return consolidate(register(), period, filings, as_of=CUT_OFF, **given)  # type: ignore[arg-type]


def september(*, sample: bool = False) -> Consolidated:
    """One unit in time, one late with a faulty and a blank row, one unreadable, one missing."""
    giang = filing(
        "10888",
        record(
            "10888", "1.1", percent=Decimal("62.5"), difficulty="=Thiếu cán bộ", field=Field.STAFF
        ),
        record("10888", "1.3", Status.DONE, done_on=on(14), result="Đã xong", evidence="15-BC/ĐU"),
        record("10888", "2.1", Status.NOT_ARISING, proposal="Giao thêm", level=Level.CITY_PARTY),
        figures={"N1": 100, "N2": 0, "N3": "7.25"},
        sample=sample,
    )
    quyen = filing(
        "11329",
        record("11329", "1.3", Status.NOT_STARTED),
        at=datetime(2025, 9, 22, 16, tzinfo=LOCAL),
        figures={"N1": 25, "N3": "8.5"},
        faulty=("1.1",),
        blank=("2.1",),
    )
    plan = Plan("10888", "Rà soát trụ sở", Source("10888.xlsx", "Báo cáo", "B20"))
    return month(
        replace(giang, plans=(plan,)),
        quyen,
        unreadable={"10903": ("hong.xlsx",)},
        findings=(BROKEN,),
    )


def august(*, sample: bool = False) -> Consolidated:
    came = filing("10888", figures={"N1": 40, "N2": 8}, sample=sample)
    return month(came, period=Period(2025, 8))


def read(data: bytes) -> Workbook:
    workbook, findings = read_workbook(data, FILE)
    assert workbook is not None
    assert findings == ()
    return workbook


def sheet(data: bytes, name: str) -> Sheet:
    found = read(data).sheet(name)
    assert found is not None
    return found


def drawn(data: bytes, name: str) -> str:
    """One sheet as Markdown, without its letters."""
    whole = outline(data, FILE).partition(f"## {name}\n")[2].partition("\n## ")[0].rstrip()
    return "\n".join(line for line in whole.splitlines() if not line.startswith(("| |", "|--")))


def formulas(page: Worksheet) -> dict[str, str]:
    """The formulas of a sheet by cell, as openpyxl reads them."""
    return {
        cell.coordinate: cell.value
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def charts(data: bytes) -> list[str]:
    with ZipFile(BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        return [archive.read(name).decode() for name in names]


WRITTEN = write_summary(september(), august())


@pytest.mark.parametrize("name", SHEETS)
def test_each_list_says_exactly(name: str) -> None:
    expected = SHEETS[name].format(message=BROKEN.message, remedy=BROKEN.remedy).strip()
    title, caption, *rest = drawn(WRITTEN, name).splitlines()
    assert title.startswith("| 1 | ")
    assert caption.startswith(f"| 2 | {CAPTION} |")
    assert "\n".join(rest) == expected


def test_the_overview_counts_this_month_against_the_last() -> None:
    assert KEY_COUNTS.strip() in drawn(WRITTEN, "Tổng quan")


def test_the_sheets_are_these_and_excel_takes_their_names() -> None:
    names = [one.name for one in read(WRITTEN).sheets]
    assert names == ["Tổng quan", *SHEETS]
    assert max(map(len, names)) <= 31


def test_every_class_has_its_column_in_the_official_order() -> None:
    assert list(LOOKS) == list(Standing)


def test_dates_are_true_dates() -> None:
    done = sheet(WRITTEN, "Số liệu hợp lệ").at(6, 8)
    received = sheet(WRITTEN, "Tình hình gửi").at(8, 6)
    assert done is not None
    assert received is not None
    assert (done.kind, done.when) == (CellKind.DATE, datetime(2025, 8, 14))
    assert (received.kind, received.when) == (CellKind.DATE, datetime(2025, 9, 22, 16))


def computed(formula: str, values: Worksheet) -> float:
    """What Excel would make of one of our formulas."""

    def numbers(area: str) -> list[float]:
        cells = values[area]
        return [c.value for row in cells for c in row if isinstance(c.value, int | float)]

    over = re.fullmatch(r"=(SUM|AVERAGE)\((.+)\)", formula)
    if over is None:
        minuend, subtrahend = formula.removeprefix("=").split("-")
        return float(values[minuend].value - values[subtrahend].value)
    found = numbers(over[2])
    return sum(found) / (len(found) if over[1] == "AVERAGE" else 1)


def check_formulas(data: bytes) -> int:
    """Every formula gives what is cached beside it; how many there were."""
    asked = openpyxl.load_workbook(BytesIO(data))
    cached = openpyxl.load_workbook(BytesIO(data), data_only=True)
    count = 0
    for name in asked.sheetnames:
        for place, formula in formulas(asked[name]).items():
            assert computed(formula, cached[name]) == pytest.approx(cached[name][place].value)
            count += 1
    return count


def test_every_formula_gives_what_is_cached() -> None:
    assert check_formulas(WRITTEN) == 67


STATUSES = st.sampled_from([None, *Status])


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["so-ab", "10888", "10903", "11329"]),
        st.lists(STATUSES, min_size=6, max_size=6),
    ),
    st.decimals(0, 10**9, places=2),
)
def test_the_classes_add_up_whatever_came(
    said: dict[str, list[Status | None]], score: Decimal
) -> None:
    now = month(
        *(
            filing(
                unit,
                *(record(unit, o, s) for o, s in zip(OBLIGATIONS, row, strict=True) if s),
                figures={"N1": len(unit), "N3": str(score)},
            )
            for unit, row in said.items()
        )
    )
    data = write_summary(now, None)
    check_formulas(data)
    page = openpyxl.load_workbook(BytesIO(data), data_only=True)["Tiến độ"]
    *_, bottom = page.iter_rows(values_only=True)
    assert bottom[3:] == (*(now.tally()[standing] for standing in Standing), 17)
    matrix = openpyxl.load_workbook(BytesIO(data), data_only=True)["Số liệu theo đơn vị"]
    *_, bottom = matrix.iter_rows(values_only=True)
    totals = [now.total(code) for code in ("N1", "N2", "N3")]
    expected = [None if t is None or t.value is None else float(t.value) for t in totals]
    assert list(bottom[3:]) == [None if e is None else pytest.approx(e) for e in expected]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


def result_of(text: str) -> str:
    """`text`, said as a result, as the reader finds it."""
    now = month(filing("10888", record("10888", "1.1", result=text)))
    cell = sheet(write_summary(now, None), "Số liệu hợp lệ").at(5, 9)
    assert cell is not None
    assert cell.kind is CellKind.TEXT
    return cell.text


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_any_text_comes_back_as_written(text: str) -> None:
    assert result_of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84 225",
        "@SUM(A1)",
        "http://haiphong.gov.vn",
        "007",
        "<r><t>x</t></r>",
        "<r></r>",
        " hai đầu ",
        "dòng 1\ndòng 2",
        "_x0041_",
        "x" * 32_767,
    ],
)
def test_text_that_excel_or_xlsxwriter_would_take_for_something_else(text: str) -> None:
    assert result_of(text) == text


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384])
def test_text_too_long_for_a_cell_is_cut_and_says_so(text: str) -> None:
    kept = result_of(text)
    start, mark, rest = kept.partition(" … [bị cắt, xem tệp nguồn]")
    assert mark
    assert rest == ""
    assert text.startswith(start)
    assert 32_760 <= len(kept.encode("utf-16-le")) / 2 <= 32_767


def test_same_figures_same_bytes() -> None:
    assert write_summary(september(), august()) == WRITTEN


@pytest.mark.parametrize(
    ("now", "before", "marked"),
    [
        (september(), august(), False),
        (september(), None, False),
        (september(sample=True), None, True),
        (september(), august(sample=True), True),
    ],
)
def test_invented_figures_are_marked_on_every_sheet(
    now: Consolidated, before: Consolidated | None, *, marked: bool
) -> None:
    book = openpyxl.load_workbook(BytesIO(write_summary(now, before)))
    for page in book.worksheets:
        cell = page.cell(HEAD_ROWS, 1)
        assert (cell.value == SAMPLE_MARK) is marked, page.title
        assert (page.oddHeader.right.text == SAMPLE_MARK) is marked
        assert (cell.font.color is not None and cell.font.color.rgb == "FFFF0000") is marked


def test_pages_are_set_up_for_reading_and_printing() -> None:
    book = openpyxl.load_workbook(BytesIO(WRITTEN))
    for page in book.worksheets:
        assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        fonts = {cell.font.name for row in page.iter_rows() for cell in row if cell.value}
        assert fonts == {"Times New Roman"}
    for name in SHEETS:
        header = int(re.findall(r"\d+", book[name].freeze_panes)[0]) - 1
        assert book[name].print_title_rows.endswith(f"${header}")
    assert book["Tình hình gửi"].print_title_rows == "$4:$4"
    assert book["Tiến độ"].print_title_rows == "$4:$5"
    assert book.properties.created == datetime(2025, 1, 1)
    assert book["Chỉ tiêu"]["F7"].number_format == "#,##0.00"
    assert book["Số liệu hợp lệ"]["G5"].number_format == "#,##0.0"


def test_what_was_not_asked_is_grey_and_what_was_not_given_is_only_blank() -> None:
    asked = register()
    wider = replace(asked.indicators[0], code="N0", groups=("ban",))
    both = replace(asked, indicators=(wider, *asked.indicators))
    now = consolidate(both, SEPTEMBER, (), as_of=CUT_OFF, unreadable={})
    page = openpyxl.load_workbook(BytesIO(write_summary(now, None)))["Số liệu theo đơn vị"]
    fills = [[page.cell(row, column).fill.fill_type for column in (4, 5)] for row in (6, 7)]
    assert fills == [[None, "solid"], ["solid", None]]


def test_long_texts_make_their_rows_higher() -> None:
    now = month(
        filing("10888", record("10888", "1.1", result="chữ " * 100), record("10888", "1.3"))
    )
    page = openpyxl.load_workbook(BytesIO(write_summary(now, None)))["Số liệu hợp lệ"]
    assert page.row_dimensions[5].height == 15 * 9
    assert page.row_dimensions[6].height is None


def test_the_charts_draw_what_stands_in_the_cells() -> None:
    doughnut, bars, columns = charts(WRITTEN)
    assert "<c:doughnutChart>" in doughnut
    assert "'Tổng quan'!$B$17:$E$17" in doughnut
    assert "'Tổng quan'!$B$20:$E$20" in doughnut
    assert [s.value in doughnut for s in FilingStanding] == [True] * 4
    present = [s for s in Standing if september().tally()[s]]
    assert re.findall(r"<c:tx><c:strRef><c:f>'Tiến độ'!\$(\w)\$5", bars) == list("DEGIKMNO")
    assert len(present) == 8
    assert bars.count("'Tiến độ'!$A$6:$A$11") == 8
    assert "'Chỉ tiêu'!$C$5:$C$6" in columns
    assert re.findall(r"'Chỉ tiêu'!\$([FG])\$5:\$\1\$6", columns) == ["G", "F"]
    for drawing, words in (
        (doughnut, ("Tình hình gửi báo cáo",)),
        (bars, ("Tiến độ từng nhiệm vụ", "Mã nhiệm vụ", "Tỷ lệ số đơn vị")),
        (columns, ("Phục vụ hành chính công", "Chỉ tiêu", "Đơn vị tính: hồ sơ")),
    ):
        titles = re.findall(r"<a:t>([^<]+)</a:t>", drawing)
        assert all(any(word in title for title in titles) for word in words)


def test_a_month_without_a_submission_still_gives_a_true_workbook() -> None:
    data = write_summary(month(), None)
    assert "| 6 | Đơn vị phải gửi báo cáo | 4 |  |" in drawn(data, "Tổng quan")
    assert "| 12 | Tổng cộng |  |  | ƒ 0 |" in drawn(data, "Tiến độ")
    for name in ("Số liệu hợp lệ", "Nguồn chỉ tiêu", "Khó khăn, kiến nghị", "Phát hiện"):
        assert "| 5 | Không có. |" in drawn(data, name)
    assert len(charts(data)) == 2
    check_formulas(data)


def test_a_first_month_compares_with_nothing() -> None:
    assert (
        "| 5 | N1 | Phục vụ hành chính công | Hồ sơ tiếp nhận | hồ sơ | Cộng dồn | 125 |  |  |"
        in (drawn(write_summary(september(), None), "Chỉ tiêu"))
    )
    assert "$G$5" not in charts(write_summary(september(), None))[2]
