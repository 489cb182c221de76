"""The consolidated workbook, read back as text and by two readers: every figure where it belongs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.consolidated import Consolidated, FilingStanding, Standing
from cv183_reports.consolidation import consolidate
from cv183_reports.model import Period, Status
from cv183_reports.outline import outline
from cv183_reports.workbook.grid import CellKind, Sheet, Workbook
from cv183_reports.workbook.layout import SAMPLE_MARK
from cv183_reports.workbook.summary import write_summary
from cv183_reports.workbook.summary_columns import LOOKS
from cv183_reports.workbook.xlsx_reader import read_workbook
from tests.months import CUT_OFF, SEPTEMBER, filing, record, register
from tests.summary_cases import BROKEN, KEY_COUNTS, SHEETS, august, month, september

FILE = "tong-hop-2025-09.xlsx"
CAPTION = "Kỳ báo cáo: tháng 9 năm 2025 – số liệu tính đến 16 giờ ngày 22/9/2025"
HEAD_ROWS = 3
OBLIGATIONS = ("1.1", "1.3", "1.4", "2.1", "3.1", "9")


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
        minuend, subtrahend = (
            round(values[place].value, int(digits or 9))
            for place, digits in re.findall(r"(?:ROUND\()?([A-Z]+\d+)(?:,(\d)\))?", formula)
        )
        return float(minuend - subtrahend)
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
    assert check_formulas(WRITTEN) == 58


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
                figures={} if unit == "so-ab" else {"N1": len(row), "N3": str(score)},
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


def test_charts_cover_neither_tables_nor_each_other() -> None:
    with ZipFile(BytesIO(WRITTEN)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    corners = re.findall(r"<xdr:col>(\d+)</xdr:col>.*?<xdr:row>(\d+)</xdr:row>", drawing)
    spots = [(int(column), int(row)) for column, row in corners]
    filing_spot, progress_spot, indicator_spot = zip(spots[::2], spots[1::2], strict=True)
    (left, top), (_, filing_bottom) = filing_spot
    assert (left, top) == (7, 3)
    assert progress_spot[0][0] == 7
    assert progress_spot[0][1] >= filing_bottom
    assert indicator_spot[0][0] == 0
    assert indicator_spot[0][1] >= max(progress_spot[1][1], 36)


def test_an_average_may_stand_in_the_first_column() -> None:
    known = register()
    turned = replace(known, indicators=(known.indicators[2], *known.indicators[:2]))
    came = filing("10888", figures={"N3": "7.5", "N1": 3})
    now = consolidate(turned, SEPTEMBER, [came], as_of=CUT_OFF, unreadable={})
    page = drawn(write_summary(now, None), "Số liệu theo đơn vị")
    assert "| 9 | Toàn thành phố |  |  | ƒ 7.5 | ƒ 3 |" in page


def test_a_change_is_the_difference_of_what_is_shown() -> None:
    now = month(filing("10888", figures={"N1": 10_000, "N2": 1_186}))
    before = month(filing("10888", figures={"N1": 10_000, "N2": 484}), period=Period(2025, 8))
    row = drawn(write_summary(now, before), "Chỉ tiêu").splitlines()[-3]
    assert row.endswith("| Tỷ lệ | 11.86 | 4.84 | ƒ 7.1 | 3 | 1 |")
