"""The native charts of the consolidated workbook; all they draw stands in its cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from cv183_reports.model.consolidated import FilingStanding, Standing
from cv183_reports.spreadsheet.style import FONT, SIZE, number_pattern
from cv183_reports.spreadsheet.writer import PlacedTable
from cv183_reports.summary.columns import CHART_LABEL, INDICATOR, LOOKS, PERIOD
from cv183_reports.summary.counts import DrawnGroup

_FILING_COLOURS = {
    FilingStanding.ON_TIME: "#2E7D32",
    FilingStanding.LATE: "#FFB300",
    FilingStanding.FAULTY: "#8E24AA",
    FilingStanding.MISSING: "#C62828",
    FilingStanding.WAIVED: "#D7CCC8",
}
_THIS_COLOUR, _LAST_COLOUR = "#1565C0", "#B0BEC5"
_LINES = (
    ("#1565C0", "solid", "circle"),
    ("#2E7D32", "dash", "square"),
    ("#C62828", "solid", "triangle"),
    ("#8E24AA", "dash", "diamond"),
    ("#EF6C00", "solid", "square"),
    ("#37474F", "square_dot", "circle"),
    ("#00897B", "solid", "diamond"),
    ("#6D4C41", "dash", "triangle"),
)
"""Colour, dash and marker of each line: told apart on a black and white print too."""
_LABELLED = 4
"""Months up to which every point bears its number."""
_SMALL = {"name": FONT, "size": SIZE}
_AXIS = {"name": FONT, "size": SIZE, "bold": False, "italic": True}
_PALE_LINES = {"visible": True, "line": {"color": "#E0E0E0", "width": 0.75}}
_HORIZONTAL = 360
"""XlsxWriter's word for an explicit rotation of 0°: long names wrap, and never lean."""
_DOWNWARDS = {"reverse": True, "major_gridlines": {"visible": False}}
"""The axis of names of a bar chart: the first on top, as in its table."""


FILING_TITLE = "Tình hình gửi báo cáo (số đơn vị)"
PROGRESS_TITLE = "Tiến độ từng nhiệm vụ (tỷ lệ số đơn vị được giao)"


def filing_chart(workbook: Workbook, filing: PlacedTable) -> Chart:
    """Bars of how units filed, from the total row of the table by group.

    Args:
        workbook: gets the chart.
        filing: the table; its headers are the values of FilingStanding.
    """
    names = [standing.value for standing in FilingStanding]
    chart = _chart(workbook, {"type": "bar"}, FILING_TITLE)
    chart.add_series(
        {
            "name": "Số đơn vị",
            "categories": filing.header_cells(names[0], names[-1]),
            "values": filing.total_cells(names[0], names[-1]),
            "points": [_fill(_FILING_COLOURS[standing]) for standing in FilingStanding],
            "gap": 40,
            "data_labels": {"value": True, "font": {**_SMALL, "bold": True}},
        }
    )
    chart.set_y_axis({"num_font": _SMALL, **_DOWNWARDS})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return chart


def progress_chart(workbook: Workbook, progress: PlacedTable, present: Sequence[Standing]) -> Chart:
    """Bars of 100 %, one for each obligation, of the classes that are `present`.

    Bars of one unit are as long as bars of all, so each is named with the number of its units.
    """
    chart = _chart(workbook, {"type": "bar", "subtype": "percent_stacked"}, PROGRESS_TITLE)
    for standing in present:
        chart.add_series(
            {
                "name": progress.header_cells(standing.value, standing.value),
                "categories": progress.cells(CHART_LABEL),
                "values": progress.cells(standing.value),
                "gap": 35,
                **_fill(LOOKS[standing].colour),
            }
        )
    chart.set_y_axis(
        {
            "name": "Mã nhiệm vụ (số đơn vị được giao)",
            "name_font": _AXIS,
            "num_font": _SMALL,
            "crossing": "max",
            "interval_unit": 1,
            **_DOWNWARDS,
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


def indicator_chart(workbook: Workbook, table: PlacedTable, drawn: DrawnGroup) -> Chart:
    """Columns of the indicators of `drawn`, from its `table`."""
    chart = _chart(workbook, {"type": "column"}, drawn.title)
    colours = (_LAST_COLOUR, _THIS_COLOUR)[-len(drawn.headers) :]
    pattern = number_pattern(drawn.decimals)
    for header, colour in zip(drawn.headers, colours, strict=True):
        chart.add_series(
            {
                "name": table.header_cells(header, header),
                "categories": table.cells(INDICATOR),
                "values": table.cells(header),
                "gap": 60,
                "data_labels": {"value": True, "num_format": pattern, "font": _SMALL},
                **_fill(colour),
            }
        )
    chart.set_x_axis({"num_font": {**_SMALL, "rotation": _HORIZONTAL}})
    chart.set_y_axis(
        {
            "name": f"Đơn vị tính: {drawn.measure}",
            "name_font": _AXIS,
            "num_font": _SMALL,
            "num_format": number_pattern(0),
            "min": 0,
            "major_gridlines": _PALE_LINES,
        }
    )
    chart.set_legend({"position": "bottom", "font": _SMALL})
    return chart


def course_chart(
    workbook: Workbook, table: PlacedTable, title: str, headers: Sequence[str]
) -> Chart:
    """Lines of the shares under `headers`, one point for each month of the `table`."""
    chart = _chart(workbook, {"type": "line"}, title)
    few = table.last_row - table.header_row <= _LABELLED
    for header, (colour, dash, marker) in zip(headers, cycle(_LINES), strict=False):
        line = {"color": colour, "width": 2.25, "dash_type": dash}
        points = {"type": marker, "size": 7, **_fill(colour), "border": {"color": colour}}
        labels = {"value": True, "position": "above", "num_format": "0.0", "font": _SMALL}
        chart.add_series(
            {
                "name": table.header_cells(header, header),
                "categories": table.cells(PERIOD),
                "values": table.cells(header),
                "line": line,
                "marker": points,
                **({"data_labels": labels} if few else {}),
            }
        )
    chart.show_blanks_as("gap")
    chart.set_x_axis({"num_font": _SMALL})
    scale = {"min": 0, "max": 100, "major_unit": 20, "num_format": "0"}
    axis = {"name": "%", "name_font": _AXIS, "num_font": _SMALL, **scale}
    chart.set_y_axis({**axis, "major_gridlines": _PALE_LINES})
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
