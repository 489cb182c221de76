"""The consolidated workbook, read back as text and by two readers: every figure where it belongs."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.model import LOCAL, Period, Status
from cv183_reports.model.consolidated import Consolidated, Standing
from cv183_reports.spreadsheet.grid import CellKind, Sheet, Workbook
from cv183_reports.spreadsheet.style import wrapped_lines
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.summary.columns import LOOKS
from cv183_reports.summary.workbook import write_summary
from cv183_reports.vietnamese.wording import SAMPLE_MARK
from tests.months import CUT_OFF, SEPTEMBER, filing, record, register
from tests.summary_cases import (
    BROKEN,
    FILE,
    OBLIGATIONS,
    SHEETS,
    august,
    charts,
    drawn,
    month,
    september,
)

CAPTION = "Kỳ báo cáo: tháng 9 năm 2025 – xét tại 16 giờ, ngày 22/9/2025"
HEAD_ROWS = 3


def read(data: bytes) -> Workbook:
    workbook, findings = read_workbook(data, FILE)
    assert workbook is not None
    assert findings == ()
    return workbook


def sheet(data: bytes, name: str) -> Sheet:
    found = read(data).sheet(name)
    assert found is not None
    return found


def formulas(page: Worksheet) -> dict[str, str]:
    """The formulas of a sheet by cell, as openpyxl reads them."""
    return {
        cell.coordinate: cell.value
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


WRITTEN = write_summary(september(), august())


@pytest.mark.parametrize("name", SHEETS)
def test_each_list_says_exactly(name: str) -> None:
    expected = SHEETS[name].format(message=BROKEN.message, remedy=BROKEN.remedy).strip()
    title, caption, *rest = drawn(WRITTEN, name).splitlines()
    assert title.startswith("| 1 | ")
    assert caption.startswith(f"| 2 | {CAPTION} |")
    assert "\n".join(rest) == expected


def test_what_came_after_the_judgement_is_told_under_each_title() -> None:
    day = datetime(2025, 9, 24, 10, 57, tzinfo=LOCAL)
    late = month(filing("10888", at=day))
    early = replace(late, as_of=datetime(2025, 9, 20, tzinfo=LOCAL))
    in_time = replace(early, accepted=(filing("10888", at=datetime(2025, 9, 21, 8, tzinfo=LOCAL)),))
    for now, said in (
        (
            late,
            "xét tại 16 giờ, ngày 22/9/2025, gồm cả báo cáo gửi sau hạn, nhận đến 10 giờ 57 phút, ngày 24/9/2025",
        ),
        (in_time, "xét tại 00 giờ, ngày 20/9/2025, gồm cả báo cáo nhận đến 08 giờ, ngày 21/9/2025"),
    ):
        for page in openpyxl.load_workbook(BytesIO(write_summary(now, None))).worksheets:
            assert page["A2"].value == f"Kỳ báo cáo: tháng 9 năm 2025 – {said}"


def test_the_sheets_are_these_and_excel_takes_their_names() -> None:
    names = [one.name for one in read(WRITTEN).sheets]
    assert names == ["Tổng quan", "Diễn biến", *SHEETS]
    assert max(map(len, names)) <= 31


def test_every_class_has_its_column_in_the_official_order() -> None:
    assert list(LOOKS) == list(Standing)


def test_dates_are_true_dates() -> None:
    done = sheet(WRITTEN, "Số liệu hợp lệ").at(6, 7)
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

    if share := re.fullmatch(r"=100\*([A-Z]+\d+)/([A-Z]+\d+)", formula):
        part, whole = (values[place].value for place in share.groups())
        return float(100 * part / whole)
    over = re.fullmatch(r"=(SUM|AVERAGE)\((.+)\)", formula)
    if over is None:
        minuend, subtrahend = (
            round(values[place].value, int(digits or 9))
            for place, digits in re.findall(r"(?:ROUND\()?([A-Z]+\d+)(?:,(\d)\))?", formula)
        )
        return float(minuend - subtrahend)
    found = numbers(over[2])
    return sum(found) / (len(found) if over[1] == "AVERAGE" else 1)


def calculated(data: bytes) -> openpyxl.Workbook:
    """The workbook with the cached results of its formulas."""
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


def check_formulas(data: bytes, cached: openpyxl.Workbook) -> int:
    """Every formula gives what is cached beside it; how many there were."""
    asked = openpyxl.load_workbook(BytesIO(data))
    count = 0
    for name in asked.sheetnames:
        for place, formula in formulas(asked[name]).items():
            assert computed(formula, cached[name]) == pytest.approx(cached[name][place].value)
            count += 1
    return count


def test_every_formula_gives_what_is_cached() -> None:
    assert check_formulas(WRITTEN, calculated(WRITTEN)) == 47


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
    book = calculated(data)
    check_formulas(data, book)
    *_, bottom = book["Tiến độ"].iter_rows(values_only=True)
    assert bottom[3:-1] == (*(now.tally()[standing] for standing in Standing), 17)
    *_, bottom = book["Số liệu theo đơn vị"].iter_rows(values_only=True)
    totals = [now.total(code) for code in ("N1", "N2", "N3")]
    expected = [None if t is None or t.value is None else float(t.value) for t in totals]
    assert list(bottom[4:]) == [None if e is None else pytest.approx(e) for e in expected]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


def result_of(text: str) -> str:
    """`text`, said as a result, as the reader finds it."""
    now = month(filing("10888", record("10888", "1.1", result=text)))
    cell = sheet(write_summary(now, None), "Số liệu hợp lệ").at(5, 8)
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
        turned = page.title in {"Tổng quan", "Nguồn chỉ tiêu", "Nhiệm vụ trọng tâm tháng tới"}
        assert page.page_setup.orientation == ("portrait" if turned else "landscape")
        assert int(page.page_setup.paperSize) == 9
        fits = page.sheet_properties.pageSetUpPr.fitToPage
        assert fits or page.page_setup.scale == 82, page.title
        fonts = {cell.font.name for row in page.iter_rows() for cell in row if cell.value}
        assert fonts == {"Times New Roman"}
    for name in SHEETS:
        header = int(re.findall(r"\d+", book[name].freeze_panes)[0]) - 1
        assert book[name].print_title_rows.endswith(f"${header}")
    assert book["Tình hình gửi"].print_title_rows == "$4:$4"
    assert book["Tiến độ"].print_title_rows == "$4:$5"
    assert book.properties.created == datetime(2025, 1, 1)
    assert book["Chỉ tiêu"]["F9"].number_format == "#,##0.00"
    assert book["Số liệu hợp lệ"]["F5"].number_format == "#,##0.0"


def test_file_paths_and_what_another_sheet_prints_stay_off_paper() -> None:
    book = openpyxl.load_workbook(BytesIO(WRITTEN))
    for name, last in (
        ("Tình hình gửi", "$A$1:$N$9"),
        ("Tiến độ", "$A$1:$Q$12"),
        ("Số liệu hợp lệ", "$A$1:$L$8"),
        ("Nguồn chỉ tiêu", "$A$1:$G$9"),
        ("Khó khăn, kiến nghị", "$A$1:$L$6"),
        ("Nhiệm vụ trọng tâm tháng tới", "$A$1:$F$5"),
    ):
        assert book[name].print_area.endswith(last), name
        assert {c.alignment.wrap_text for c in next(book[name].iter_rows(5, 5))[-1:]} <= {
            None,
            True,
        }
    assert not book["Chỉ tiêu"].print_area


def test_what_was_not_asked_is_grey_and_what_was_not_given_is_only_blank() -> None:
    asked = register()
    wider = replace(asked.indicators[0], code="N0", groups=("ban",))
    both = replace(asked, indicators=(wider, *asked.indicators))
    now = consolidate(both, SEPTEMBER, (), as_of=CUT_OFF, unreadable={})
    page = openpyxl.load_workbook(BytesIO(write_summary(now, None)))["Số liệu theo đơn vị"]
    fills = [[page.cell(row, column).fill.fill_type for column in (5, 6)] for row in (7, 8)]
    assert fills == [[None, "solid"], ["solid", None]]


def test_long_texts_make_their_rows_higher() -> None:
    now = month(
        filing("10888", record("10888", "1.1", result="chữ " * 100), record("10888", "1.3"))
    )
    page = openpyxl.load_workbook(BytesIO(write_summary(now, None)))["Số liệu hợp lệ"]
    assert page.row_dimensions[5].height == 15 * 5
    assert page.row_dimensions[6].height is None


def test_a_month_without_a_submission_still_gives_a_true_workbook() -> None:
    data = write_summary(month(), None)
    assert "| 6 | Đơn vị phải gửi báo cáo | 4 |  |" in drawn(data, "Tổng quan")
    assert "| 12 | Tổng cộng |  |  | ƒ 0 |" in drawn(data, "Tiến độ")
    for name in ("Số liệu hợp lệ", "Nguồn chỉ tiêu", "Khó khăn, kiến nghị", "Phát hiện"):
        assert "| 5 | Không có. |" in drawn(data, name)
    assert len(charts(data)) == 2
    check_formulas(data, calculated(data))


def test_an_average_may_stand_in_the_first_column() -> None:
    known = register()
    turned = replace(known, indicators=(known.indicators[2], *known.indicators[:2]))
    came = filing("10888", figures={"N3": "7.5", "N1": 3})
    now = consolidate(turned, SEPTEMBER, [came], as_of=CUT_OFF, unreadable={})
    page = drawn(write_summary(now, None), "Số liệu theo đơn vị")
    assert "| 10 | Toàn thành phố |  |  |  | ƒ 7.5 | ƒ 3 |" in page


def test_a_share_changes_by_the_difference_of_exact_shares() -> None:
    now = month(filing("10888", figures={"N1": 10_000, "N2": 1_186}))
    before = month(filing("10888", figures={"N1": 10_000, "N2": 484}), period=Period(2025, 8))
    assert "| Tỷ lệ | 11.86 | 4.84 | 3 | 1 | 0 | 1 | 11.86 | 4.84 | ƒ 7.02 |" in drawn(
        write_summary(now, before), "Chỉ tiêu"
    )


def test_a_number_that_is_wider_than_its_column_is_shown_smaller() -> None:
    """Excel would put ``####`` in its place, on the screen and on paper."""
    now = month(filing("10888", figures={"N1": 183_086_564_616, "N2": 1}))
    book = openpyxl.load_workbook(BytesIO(write_summary(now, august())))
    wide = [
        cell
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if isinstance(cell.value, int) and cell.value > 1_000_000
    ]
    assert len({cell.parent.title for cell in wide}) > 3
    assert all(cell.alignment.shrink_to_fit for cell in wide)


def test_the_note_of_a_sheet_is_not_cut_off_at_the_end_of_its_page() -> None:
    book = openpyxl.load_workbook(BytesIO(WRITTEN))
    for name in ("Chỉ tiêu", "Số liệu theo đơn vị"):
        page = book[name]
        assert page["A4"].alignment.wrap_text
        (over,) = (each for each in page.merged_cells.ranges if each.coord.startswith("A4:"))
        columns = [get_column_letter(n) for n in range(1, over.max_col + 1)]
        room = sum(page.column_dimensions[letter].width for letter in columns)
        lines = wrapped_lines(page["A4"].value, room)
        assert page.row_dimensions[4].height >= 15 * lines
        assert room * (page.page_setup.scale or 82) / 100 <= 140, "what A4, lying, has room for"


def test_a_table_of_the_course_begins_a_page_with_its_heading() -> None:
    """Below the charts no heading ends a page, and the long table has its header on its page."""
    for before, broken in ((august(), (2, 3)), (None, (3,))):
        page = openpyxl.load_workbook(BytesIO(write_summary(september(), before)))["Diễn biến"]
        heads = {
            f"{cell.value}"[0]: cell.row
            for (cell,) in page.iter_rows(max_col=1)
            if re.match(r"\d\. ", f"{cell.value}")
        }
        assert [brk.id for brk in page.row_breaks.brk] == [heads[f"{n}"] - 1 for n in broken]
    nothing = openpyxl.load_workbook(BytesIO(write_summary(month(), None)))["Diễn biến"]
    assert not nothing.row_breaks.brk, "a table without rows needs no page"


def test_shares_above_all_are_within_the_chart() -> None:
    now = month(filing("10888", figures={"N1": 100, "N2": 130}))
    course = [chart for chart in charts(write_summary(now, august())) if "<c:lineChart>" in chart]
    assert ['<c:max val="100"/>' in chart for chart in course] == [True, False]
