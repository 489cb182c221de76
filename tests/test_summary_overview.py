"""Tổng quan of the consolidated workbook: changes over the same units, and charts of what stands in cells."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.model import Constraint, Period, Status
from cv183_reports.model.consolidated import FilingStanding, Standing
from cv183_reports.summary.workbook import write_summary
from tests.months import filing, record, register
from tests.summary_cases import OBLIGATIONS, OVERVIEW, august, charts, drawn, month, september

WRITTEN = write_summary(september(), august())
STATUSES = st.sampled_from([None, *Status])


def overview_charts(data: bytes) -> list[str]:
    """Those of Tổng quan; lines stand in Diễn biến."""
    return [chart for chart in charts(data) if "<c:lineChart>" not in chart]


def test_the_overview_counts_this_month_against_the_last() -> None:
    assert drawn(WRITTEN, "Tổng quan").endswith(OVERVIEW.rstrip())


def test_each_chart_says_what_it_is_to_those_who_cannot_see_it() -> None:
    with ZipFile(BytesIO(WRITTEN)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/drawings/drawing")]
        drawings = "".join(package.read(name).decode() for name in names)
    told = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]+)"', drawings)
    assert len(told) == drawings.count("<xdr:cNvPr ") == len(charts(WRITTEN))
    assert told[0] == "Tình hình gửi báo cáo (số đơn vị)"


def test_the_charts_draw_what_stands_in_the_cells() -> None:
    sent, bars, columns = overview_charts(WRITTEN)
    assert "'Tổng quan'!$B$21:$F$21" in sent
    assert "'Tổng quan'!$B$24:$F$24" in sent
    assert [s.value in sent for s in FilingStanding] == [True] * 5
    present = [s for s in Standing if september().tally()[s]]
    assert re.findall(r"<c:tx><c:strRef><c:f>'Tiến độ'!\$(\w)\$5", bars) == list("DEGIKNOP")
    assert len(present) == 8
    assert bars.count("'Tiến độ'!$R$6:$R$11") == 8
    assert "'Tổng quan'!$A$46:$A$47" in columns
    assert re.findall(r"<c:v>([^<]+)</c:v></c:pt></c:numCache>", columns) == ["8", "0"]
    assert re.findall(r"'Tổng quan'!\$([CD])\$46:\$\1\$47", columns) == ["D", "C"]
    for drawing, words in (
        (sent, ("Tình hình gửi báo cáo (số đơn vị)",)),
        (
            bars,
            (
                "Tiến độ từng nhiệm vụ (tỷ lệ số đơn vị được giao)",
                "Tỷ lệ số đơn vị",
                "Mã nhiệm vụ (số đơn vị được giao)",
            ),
        ),
        (
            columns,
            (
                "Phục vụ hành chính công – các đơn vị có số liệu cả hai kỳ",
                "Đơn vị tính: hồ sơ",
            ),
        ),
    ):
        assert set(re.findall(r"<a:t>([^<]+)</a:t>", drawing)) == set(words)


def test_a_part_is_not_drawn_beside_its_whole() -> None:
    known = register()
    part = Constraint(("N2",), "<=", ("N1",), "")
    now = replace(september(), register=replace(known, constraints=(part,)))
    assert "<c:f>'Tổng quan'!$A$46</c:f>" in overview_charts(write_summary(now, august()))[2]


@given(st.lists(STATUSES, min_size=6, max_size=6), st.lists(STATUSES, min_size=6, max_size=6))
@settings(max_examples=15, deadline=None)
def test_what_moves_between_classes_adds_up_to_nothing(
    here: list[Status | None], there: list[Status | None]
) -> None:
    now, before = (
        month(
            filing(
                "10888",
                *(record("10888", o, s) for o, s in zip(OBLIGATIONS, said, strict=True) if s),
            )
        )
        for said in (here, there)
    )
    page = openpyxl.load_workbook(BytesIO(write_summary(now, before)))["Tổng quan"]
    changes = {page.cell(row, 1).value: page.cell(row, 4).value for row in range(28, 41)}
    assert sum(change or 0 for change in changes.values()) == 0
    unknown = ("Được miễn, hoãn", "Báo cáo chưa hợp lệ", "Báo cáo để trống", "Chưa gửi báo cáo")
    assert [changes[name] for name in unknown] == [None] * 4


def test_a_first_month_compares_with_nothing() -> None:
    data = write_summary(september(), None)
    said = "| 7 | N1 | Phục vụ hành chính công | Hồ sơ tiếp nhận | hồ sơ | Cộng dồn | 125 |  | 3 | 2 | 0 |  |  |  |  |"
    assert said in drawn(data, "Chỉ tiêu")
    assert "kỳ có" not in drawn(data, "Tổng quan")
    columns = overview_charts(data)[2]
    assert re.findall(r"<a:t>([^<]+)</a:t>", columns)[0] == "Phục vụ hành chính công"
    assert columns.count("<c:ser>") == 1


def test_charts_cover_neither_tables_nor_each_other() -> None:
    with ZipFile(BytesIO(WRITTEN)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    corners = re.findall(r"<xdr:col>(\d+)</xdr:col>.*?<xdr:row>(\d+)</xdr:row>", drawing)
    spots = [(int(column), int(row)) for column, row in corners]
    ranges = list(zip(spots[::2], spots[1::2], strict=True))
    assert [left for (left, _), _ in ranges] == [8, 8, 8]
    assert ranges[0][0][1] == 0
    for (_, (_, bottom)), ((_, top), _) in pairwise(ranges):
        assert top >= bottom
    page = openpyxl.load_workbook(BytesIO(WRITTEN))["Tổng quan"]
    assert page.max_column == 7
    assert page.page_setup.scale == 82
    assert page.column_dimensions["I"].width > 100, (
        "what is under the charts fits no page but its own"
    )


def test_a_unit_that_did_not_report_is_not_a_fall() -> None:
    given = {"10888": {"N1": 100}, "11329": {"N1": 900}}
    before = month(*(filing(unit, figures=f) for unit, f in given.items()), period=Period(2025, 8))
    now = month(filing("10888", figures={"N1": 110}))
    data = write_summary(now, before)
    assert "| Cộng dồn | 110 | 1000 | 3 | 1 | 0 | 1 | 110 | 100 | ƒ 10 |" in drawn(data, "Chỉ tiêu")
    assert "| Hồ sơ tiếp nhận | 1 | 110 | 100 | ƒ 10 |" in drawn(data, "Tổng quan")
