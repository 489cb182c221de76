"""The rows of the five appendices of the monthly report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from cv183_reports.consolidated import (
    Assignment,
    Consolidated,
    Standing,
    ThemeGroup,
    UnitFiling,
)
from cv183_reports.document.context import (
    FigureColumn,
    FigureRow,
    FigureTable,
    FilingGroup,
    FilingRow,
    OverdueRow,
    ProgressRow,
    ProgressTable,
    ThemeRow,
    ThemeTable,
)
from cv183_reports.model import Aggregation, Indicator, Unit
from cv183_reports.vietnamese.wording import (
    count,
    instant,
    listed,
    number,
    percent_points,
    short_date,
    upper_first,
)

_FIGURE_COLUMNS = 12
"""Most figures side by side on a landscape page; topics are packed up to it, a longer one is cut."""


def progress_table(now: Consolidated) -> ProgressTable:
    """Phụ lục 1: obligations × classes. Each row, and the last one, adds up to its total."""
    rows = tuple(_progress_row(now, o.code, o.code, o.short_text) for o in now.register.obligations)
    return ProgressTable(
        tuple(standing.value for standing in Standing),
        rows,
        _progress_row(now, None, "", "Tổng cộng"),
    )


def _progress_row(now: Consolidated, obligation: str | None, code: str, text: str) -> ProgressRow:
    tally = now.tally(obligation)
    counts = tuple(number(tally[s]) if tally[s] else "" for s in Standing)
    return ProgressRow(code, text, number(tally.total()), counts)


def filing_groups(now: Consolidated) -> tuple[FilingGroup, ...]:
    """Phụ lục 2: every unit that owes, by group, ranked through."""
    groups = []
    rank = 0
    for group in now.register.groups:
        filings = [filing for filing in now.filings if filing.unit.group == group.code]
        rows = tuple(_filing_row(rank + at, filing) for at, filing in enumerate(filings, start=1))
        rank += len(rows)
        if rows:
            groups.append(
                FilingGroup(f"{upper_first(group.name)} ({count(len(rows))} đơn vị)", rows)
            )
    return tuple(groups)


def _filing_row(rank: int, filing: UnitFiling) -> FilingRow:
    notes = []
    if filing.faulty:
        notes.append(f"Có lỗi: {listed(list(filing.faulty))}")
    if filing.blank:
        notes.append(f"Để trống: {listed(list(filing.blank))}")
    return FilingRow(
        str(rank),
        filing.unit.short_name,
        instant(filing.receipt.at) if filing.receipt else "",
        filing.standing.value,
        f"{filing.valid}/{filing.owed}" if filing.receipt else "",
        "; ".join(notes),
    )


def overdue_rows(now: Consolidated) -> tuple[OverdueRow, ...]:
    """Phụ lục 3: what is not done though its deadline has passed, by unit."""
    late = sorted(
        (a for a in now.assignments if a.standing is Standing.OVERDUE),
        key=lambda a: (a.unit.order, a.obligation.order),
    )
    rows: list[OverdueRow] = []
    by_unit = groupby(late, key=lambda a: a.unit.code)
    for rank, (_, assignments) in enumerate(by_unit, start=1):
        rows += [_overdue_row(rank, at, assignment) for at, assignment in enumerate(assignments)]
    return tuple(rows)


def _overdue_row(rank: int, at: int, assignment: Assignment) -> OverdueRow:
    """The first row of a unit carries its rank and name."""
    assert assignment.deadline is not None
    record = assignment.record
    percent = percent_points(record.percent) if record and record.percent is not None else ""
    last_day = assignment.deadline
    shown = instant(last_day) if last_day.hour else short_date(last_day.date())
    return OverdueRow(
        "" if at else str(rank),
        "" if at else assignment.unit.short_name,
        assignment.obligation.code,
        assignment.obligation.short_text,
        f"Trước {shown}",
        record.status.value if record else Standing.NOT_FILED.value,
        percent,
    )


def theme_tables(groups: Sequence[ThemeGroup]) -> tuple[ThemeTable, ...]:
    """Phụ lục 4: every theme, with every unit that said it."""
    return tuple(
        ThemeTable(
            group.label,
            tuple(
                ThemeRow(
                    str(rank),
                    theme.text,
                    number(len(theme.units)),
                    listed([unit.short_name for unit in theme.units]),
                )
                for rank, theme in enumerate(group.themes, start=1)
            ),
        )
        for group in groups
    )


def figure_tables(now: Consolidated) -> tuple[FigureTable, ...]:
    """Phụ lục 5: as few tables as the page is wide; topics asked of the same units side by side."""
    asked = [i for i in now.register.indicators if i.aggregation is not Aggregation.RATIO]
    groups_of = {
        topic: _groups(list(part)) for topic, part in groupby(asked, key=lambda i: i.topic)
    }
    tables: list[FigureTable] = []
    for groups, indicators in groupby(asked, key=lambda i: groups_of[i.topic]):
        units = [filing.unit for filing in now.filings if filing.unit.group in groups]
        tables += [_figure_table(now, part, units) for part in _packed(list(indicators))]
    return tuple(tables)


def _groups(indicators: Sequence[Indicator]) -> frozenset[str]:
    """Every group asked for one of the indicators."""
    return frozenset(group for indicator in indicators for group in indicator.groups)


def _packed(indicators: Sequence[Indicator]) -> list[list[Indicator]]:
    """Whole topics, as many as fit side by side."""
    parts: list[list[Indicator]] = [[]]
    for _, topic in groupby(indicators, key=lambda i: i.topic):
        columns = list(topic)
        for start in range(0, len(columns), _FIGURE_COLUMNS):
            part = columns[start : start + _FIGURE_COLUMNS]
            if len(parts[-1]) + len(part) <= _FIGURE_COLUMNS:
                parts[-1] += part
            else:
                parts.append(part)
    return parts


def _figure_table(
    now: Consolidated, indicators: Sequence[Indicator], units: Sequence[Unit]
) -> FigureTable:
    given = {(f.unit, f.indicator): f.value for f in now.figures}
    rows = tuple(
        FigureRow(
            str(rank),
            unit.short_name,
            tuple(_figure(unit, i, given.get((unit.code, i.code))) for i in indicators),
        )
        for rank, unit in enumerate(units, start=1)
    )
    return FigureTable(
        "; ".join(dict.fromkeys(i.topic for i in indicators)),
        tuple(FigureColumn(i.name, i.measure) for i in indicators),
        rows,
        tuple(_total(now, indicator) for indicator in indicators),
    )


def _figure(unit: Unit, indicator: Indicator, value: Decimal | None) -> str:
    """``x`` where the unit is not asked, nothing where it did not say."""
    if unit.group not in indicator.groups:
        return "x"
    return "" if value is None else number(value, indicator.decimals)


def _total(now: Consolidated, indicator: Indicator) -> str:
    total = now.total(indicator.code)
    if total is None or total.value is None:
        return ""
    return number(total.value, indicator.total_decimals)
