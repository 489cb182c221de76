"""The native charts of the consolidated workbook; all they draw stands in its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from cv183_reports.consolidated import FilingStanding, Standing
from cv183_reports.model import Aggregation
from cv183_reports.workbook.sheet_style import FONT, number_pattern
from cv183_reports.workbook.sheet_writer import Placed
from cv183_reports.workbook.summary_columns import (
    CODE,
    INDICATOR,
    LAST_MONTH,
    LOOKS,
    THIS_MONTH,
)
from cv183_reports.workbook.summary_figures import Compared

_FILING_COLOURS = {
    FilingStanding.ON_TIME: "#2E7D32",
    FilingStanding.LATE: "#FFB300",
    FilingStanding.FAULTY: "#8E24AA",
    FilingStanding.MISSING: "#C62828",
}
_SMALL = {"name": FONT, "size": 10}
_LABEL = {"name": FONT, "size": 9}
_AXIS = {"name": FONT, "size": 10, "bold": False, "italic": True}
_PALE_LINES = {"visible": True, "line": {"color": "#E0E0E0", "width": 0.75}}
_HORIZONTAL = 360
"""XlsxWriter's word for an explicit rotation of 0°: long names wrap, and never lean."""
_MOST_COLUMNS = 8
"""Indicators side by side that still have room for their names."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring indicators of one topic and one measure, which one chart may compare."""

    topic: str
    measure: str
    decimals: int
    start: int
    stop: int
    """Their rows in Chỉ tiêu, as in a slice."""


def longest_run(compared: Sequence[Compared]) -> Run | None:
    """The longest run of indicators that has something to draw, the first of its length."""
    found: list[Run] = []
    start = 0
    for (topic, measure, drawn), members in groupby(compared, key=_kind):
        rows = list(members)
        if drawn and any(row.now.value is not None for row in rows):
            shown = rows[:_MOST_COLUMNS]
            decimals = max(row.now.indicator.decimals for row in shown)
            found.append(Run(topic, measure, decimals, start, start + len(shown)))
        start += len(rows)
    return max(found, key=lambda run: run.stop - run.start, default=None)


def _kind(row: Compared) -> tuple[str, str, bool]:
    indicator = row.now.indicator
    return indicator.topic, indicator.measure, indicator.aggregation is not Aggregation.RATIO


def filing_chart(workbook: Workbook, filing: Placed, counts: Sequence[int]) -> Chart:
    """A doughnut of how units filed, from the total row of the table by group.

    Args:
        workbook: gets the chart.
        filing: the table; its headers are the values of FilingStanding.
        counts: the totals, to leave out the labels of what is zero.
    """
    names = [standing.value for standing in FilingStanding]
    chart = _chart(workbook, {"type": "doughnut"}, "Tình hình gửi báo cáo (số đơn vị)")
    chart.add_series(
        {
            "name": "Số đơn vị",
            "categories": filing.header_cells(names[0], names[-1]),
            "values": filing.total_cells(names[0], names[-1]),
            "points": [_fill(_FILING_COLOURS[standing]) for standing in FilingStanding],
            "data_labels": {
                "value": True,
                "font": {"name": FONT, "size": 11, "bold": True, "color": "#FFFFFF"},
                "custom": [{"delete": count == 0} for count in counts],
            },
        }
    )
    chart.set_legend({"position": "right", "font": _SMALL})
    return chart


def progress_chart(workbook: Workbook, progress: Placed, present: Sequence[Standing]) -> Chart:
    """Bars of 100 %, one for each obligation, of the classes that are `present`."""
    title = "Tiến độ từng nhiệm vụ (tỷ lệ số đơn vị được giao)"
    chart = _chart(workbook, {"type": "bar", "subtype": "percent_stacked"}, title)
    for standing in present:
        chart.add_series(
            {
                "name": progress.header_cells(standing.value, standing.value),
                "categories": progress.cells(CODE),
                "values": progress.cells(standing.value),
                "gap": 35,
                **_fill(LOOKS[standing].colour),
            }
        )
    chart.set_y_axis(
        {
            "name": "Mã nhiệm vụ",
            "name_font": _AXIS,
            "num_font": _SMALL,
            "reverse": True,
            "crossing": "max",
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_x_axis(
        {
            "name": "Tỷ lệ số đơn vị",
            "name_font": _AXIS,
            "num_font": _SMALL,
            "num_format": "0%",
            "major_gridlines": _PALE_LINES,
        }
    )
    chart.set_legend({"position": "bottom", "font": _SMALL})
    return chart


def indicator_chart(workbook: Workbook, indicators: Placed, run: Run, *, compare: bool) -> Chart:
    """Columns of the indicators of `run`: last month, where there is one to compare, beside this."""
    chart = _chart(workbook, {"type": "column"}, run.topic)
    shown = ((LAST_MONTH, "#B0BEC5"), (THIS_MONTH, "#1565C0"))
    for header, colour in shown if compare else shown[1:]:
        chart.add_series(
            {
                "name": indicators.header_cells(header, header),
                "categories": indicators.cells(INDICATOR, run.start, run.stop),
                "values": indicators.cells(header, run.start, run.stop),
                "gap": 80,
                "data_labels": {
                    "value": True,
                    "num_format": number_pattern(run.decimals),
                    "font": _SMALL,
                },
                **_fill(colour),
            }
        )
    names = {**_SMALL, "rotation": _HORIZONTAL}
    chart.set_x_axis({"name": INDICATOR, "name_font": _AXIS, "num_font": names})
    chart.set_y_axis(
        {
            "name": f"Đơn vị tính: {run.measure}",
            "name_font": _AXIS,
            "num_font": _SMALL,
            "num_format": number_pattern(0),
            "min": 0,
            "major_gridlines": _PALE_LINES,
        }
    )
    chart.set_legend({"position": "bottom", "font": _SMALL})
    return chart


def _chart(workbook: Workbook, kind: dict[str, str], title: str) -> Chart:
    chart = workbook.add_chart(kind)
    assert isinstance(chart, Chart)
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 12, "bold": True}})
    chart.set_chartarea({"border": {"color": "#BFBFBF"}})
    return chart


def _fill(colour: str) -> dict[str, dict[str, str]]:
    return {"fill": {"color": colour}}
