"""The tables of Tổng quan, and the native charts that draw them: counts of this month, of last, the change over what both know.

All that a chart draws stands in the cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import cycle

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from cv183_reports.consolidation.progress import Completion, completion
from cv183_reports.model import Aggregation, Constraint, UnitGroup
from cv183_reports.model.consolidated import (
    Assignment,
    Consolidated,
    FilingStanding,
    Standing,
    ThemeGroup,
)
from cv183_reports.model.finding import Severity
from cv183_reports.spreadsheet.style import FONT, SIZE, Style, number_pattern
from cv183_reports.spreadsheet.writer import (
    Amount,
    Bottom,
    Formula,
    PlacedTable,
    SheetTable,
    TableColumn,
)
from cv183_reports.summary.columns import (
    CHANGE,
    CHART_LABEL,
    INDICATOR,
    LAST_MONTH,
    LOOKS,
    PERIOD,
    SAME_LAST_MONTH,
    SAME_THIS_MONTH,
    THIS_MONTH,
    TOTAL,
    UNKNOWN,
)
from cv183_reports.summary.sheets import Compared, change_columns, total_columns
from cv183_reports.vietnamese.wording import count, upper_first

_SHARE_DECIMALS = 1


class Scope(Struct, frozen=True):
    """What is counted of a month."""

    units: frozenset[str]
    """Units whose words count."""
    assignments: frozenset[tuple[str, str]]
    """Unit and obligation."""


def common(now: Consolidated, before: Consolidated) -> Scope:
    """What both months know: units that both have a file of, assignments that both say something of."""
    here, there = _known(now), _known(before)
    return Scope(here.units & there.units, here.assignments & there.assignments)


def _known(month: Consolidated) -> Scope:
    told = (a for a in month.assignments if a.reported_in is None)
    known = (a for a in told if a.standing not in UNKNOWN)
    return Scope(frozenset(f.unit for f in month.accepted), _keys(known))


def _whole(month: Consolidated) -> Scope:
    return Scope(frozenset(f.unit for f in month.accepted), _keys(month.assignments))


def _keys(assignments: Iterable[Assignment]) -> frozenset[tuple[str, str]]:
    return frozenset(_key(assignment) for assignment in assignments)


def _key(assignment: Assignment) -> tuple[str, str]:
    return assignment.unit.code, assignment.obligation.code


def _tally(month: Consolidated, scope: Scope) -> Counter[Standing]:
    return Counter(a.standing for a in month.assignments if _key(a) in scope.assignments)


def _speakers(groups: Iterable[ThemeGroup], scope: Scope) -> int:
    """How many units said any of it."""
    said = {unit.code for group in groups for theme in group.themes for unit in theme.units}
    return len(said & scope.units)


def _completion(month: Consolidated, scope: Scope) -> Completion:
    return completion(a for a in month.assignments if _key(a) in scope.assignments)


class _Subject(Struct, frozen=True):
    """One key count."""

    label: str
    of: Callable[[Consolidated, Scope], int]
    compared: bool = True


_SUBJECTS = (
    _Subject("Đơn vị phải gửi báo cáo", lambda c, _: len(c.expected)),
    _Subject("Đơn vị đã gửi báo cáo hợp lệ", lambda c, _: c.filed),
    _Subject("Đơn vị chưa gửi hoặc cần gửi lại", lambda c, _: len(c.expected) - c.filed),
    _Subject("Đơn vị được miễn, hoãn báo cáo", lambda c, _: len(c.filings) - len(c.expected)),
    _Subject("Lượt nhiệm vụ được giao", lambda c, _: len(c.assignments)),
    _Subject("Lượt nhiệm vụ phải hoàn thành", lambda c, scope: _completion(c, scope).owed),
    _Subject("Lượt nhiệm vụ đã hoàn thành", lambda c, scope: _completion(c, scope).done),
    _Subject(
        "Lượt nhiệm vụ quá hạn (kể cả chưa gửi báo cáo)",
        lambda c, scope: _completion(c, scope).overdue,
    ),
    _Subject("Lượt nhiệm vụ thường xuyên", lambda c, scope: _completion(c, scope).ongoing.total()),
    _Subject("Đơn vị nêu khó khăn, vướng mắc", lambda c, s: _speakers(c.difficulties, s)),
    _Subject("Đơn vị có kiến nghị, đề xuất", lambda c, s: _speakers(c.proposals, s)),
    _Subject(
        "Lỗi phát hiện trong các tệp",
        lambda c, _: sum(finding.severity is Severity.ERROR for finding in c.findings),
        compared=False,
    ),
)


class CountLine(Struct, frozen=True):
    """One label with a count of this month and of the last."""

    label: str
    now: int
    before: int | None
    change: int | None
    """None where the two months cannot be compared."""


def key_table(now: Consolidated, before: Consolidated | None) -> SheetTable[CountLine]:
    """The counts a leader asks for first."""
    both = common(now, before) if before else None

    def line(subject: _Subject) -> CountLine:
        whole = subject.of(now, _whole(now))
        if before is None or both is None:
            return CountLine(subject.label, whole, None, None)
        change = subject.of(now, both) - subject.of(before, both) if subject.compared else None
        return CountLine(subject.label, whole, subject.of(before, _whole(before)), change)

    return SheetTable(_line_columns("Nội dung"), [line(subject) for subject in _SUBJECTS])


def key_note(now: Consolidated, before: Consolidated | None) -> str:
    """Over what the changes of the key table are counted."""
    if before is None:
        return ""
    both = common(now, before)
    return (
        f"Tăng, giảm của lượt hoàn thành, quá hạn chỉ tính {count(len(both.assignments))} lượt nhiệm vụ có "
        f"số liệu cả hai kỳ; của khó khăn, kiến nghị chỉ tính {count(len(both.units))} đơn vị có báo cáo "
        "hợp lệ cả hai kỳ."
    )


def class_table(now: Consolidated, before: Consolidated | None) -> SheetTable[CountLine]:
    """Assignments by class; the changes add up to 0."""
    tally, earlier = now.tally(), before.tally() if before else None
    moved = _moved(now, before) if before else {}
    lines = [
        CountLine(s.value, tally[s], None if earlier is None else earlier[s], moved.get(s))
        for s in LOOKS
    ]
    whole = tally.total()

    def share(line: CountLine) -> Amount | None:
        return Amount(Decimal(line.now * 100) / whole, _SHARE_DECIMALS) if whole else None

    shares = TableColumn("Tỷ lệ (%)", COUNT, share, Style.NUMBER, Bottom.SUM)
    return SheetTable((*_line_columns("Phân loại"), shares), lines, TOTAL)


def _moved(now: Consolidated, before: Consolidated) -> dict[Standing, int]:
    both = common(now, before)
    here, there = _tally(now, both), _tally(before, both)
    return {s: here[s] - there[s] for s in LOOKS if s not in UNKNOWN}


def class_note(now: Consolidated, before: Consolidated | None) -> str:
    """Over what the changes of the class table are counted."""
    if before is None:
        return ""
    size = count(len(common(now, before).assignments))
    return f"Tăng, giảm chỉ tính {size} lượt nhiệm vụ có số liệu cả hai kỳ."


def _line_columns(heading: str) -> tuple[TableColumn[CountLine], ...]:
    """Label, this month, last month, change."""
    return (
        TableColumn(heading, LABEL, lambda line: line.label),
        TableColumn(THIS_MONTH, COUNT, lambda line: line.now, Style.COUNT, Bottom.SUM),
        TableColumn(LAST_MONTH, COUNT, lambda line: line.before, Style.COUNT, Bottom.SUM),
        TableColumn(CHANGE, COUNT, lambda line: line.change, Style.CHANGE),
    )


def filing_table(now: Consolidated) -> SheetTable[UnitGroup]:
    """How the units of each group filed."""
    owing = {filing.unit.group for filing in now.filings}
    tallies = {group: now.filing_tally(group) for group in owing}

    def tallied(standing: FilingStanding) -> Callable[[UnitGroup], int]:
        return lambda group: tallies[group.code][standing]

    names = [standing.value for standing in FilingStanding]
    whole = f"SUM([{names[0]}]:[{names[-1]}])"
    return SheetTable(
        (
            TableColumn("Nhóm đơn vị", LABEL, lambda g: upper_first(g.name)),
            *(
                TableColumn(standing.value, COUNT, tallied(standing), Style.COUNT, Bottom.SUM)
                for standing in FilingStanding
            ),
            TableColumn(
                TOTAL,
                COUNT,
                lambda g: Formula(whole, tallies[g.code].total()),
                Style.TOTAL,
                Bottom.SUM,
            ),
        ),
        [group for group in now.register.groups if group.code in owing],
        TOTAL,
    )


_MOST = 6


"""Indicators side by side that still have room for their names."""


class DrawnGroup(Struct, frozen=True):
    """Indicators of one topic and one measure, none of them part of another."""

    topic: str
    measure: str
    rows: tuple[Compared, ...]
    compared: bool
    """Against last month, over the units that gave each in both months."""

    @property
    def title(self) -> str:
        """What the chart and its table show, and over which units."""
        return f"{self.topic} – các đơn vị có số liệu cả hai kỳ" if self.compared else self.topic

    @property
    def headers(self) -> tuple[str, ...]:
        """The columns that the chart draws, last month first."""
        return (SAME_LAST_MONTH, SAME_THIS_MONTH) if self.compared else (THIS_MONTH,)

    @property
    def decimals(self) -> int:
        """Digits after the comma that every number is shown with."""
        return max(row.indicator.total_decimals for row in self.rows)


def drawn_of(rows: Sequence[Compared], constraints: Iterable[Constraint]) -> DrawnGroup | None:
    """The largest set that one chart may compare, the first of its size; None: no figures at all."""
    compared = any(row.change for row in rows)
    parts = _parts(constraints)
    sets: dict[tuple[str, str], list[Compared]] = {}
    for row in rows:
        indicator = row.indicator
        known = row.change if compared else row.now.value is not None
        whole = indicator.code not in parts and indicator.aggregation is not Aggregation.RATIO
        if known and whole:
            sets.setdefault((indicator.topic, indicator.measure), []).append(row)
    if not sets:
        return None
    (topic, measure), chosen = max(sets.items(), key=lambda found: len(found[1]))
    return DrawnGroup(topic, measure, tuple(chosen[:_MOST]), compared)


def _parts(constraints: Iterable[Constraint]) -> set[str]:
    """Indicators that are part of one other: beside it, they would count the same things twice."""
    return {
        code for constraint in constraints if len(constraint.right) == 1 for code in constraint.left
    }


def drawn_table(drawn: DrawnGroup) -> SheetTable[Compared]:
    """The numbers that the chart draws."""
    label: TableColumn[Compared] = TableColumn(INDICATOR, LABEL, lambda c: c.indicator.name)
    return SheetTable(
        (label, *(change_columns() if drawn.compared else total_columns())), drawn.rows
    )


LABEL, COUNT = 40, 12


"""Widths of the column of labels and of each column of counts."""

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
_LABELLED_LINES = 3
"""The same of lines."""
_ALL = 100
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
    workbook: Workbook, table: PlacedTable, title: str, headers: Sequence[str], highest: Decimal
) -> Chart:
    """Lines of the shares under `headers`, one point for each month of the `table`; `highest` of all.

    Many months or lines have no room for labels: their numbers stand in the table.
    """
    chart = _chart(workbook, {"type": "line"}, title)
    few = table.last_row - table.header_row <= _LABELLED and len(headers) <= _LABELLED_LINES
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
    axis = {"name": "%", "name_font": _AXIS, "num_font": _SMALL, "min": 0, "num_format": "0"}
    axis |= {"max": 100, "major_unit": 20} if highest <= _ALL else {}
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
