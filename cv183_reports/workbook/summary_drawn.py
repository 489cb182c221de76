"""The indicators that Tổng quan draws, chosen so that one chart may put them side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cv183_reports.model import Aggregation, Constraint
from cv183_reports.spreadsheet.writer import Table, TableColumn
from cv183_reports.workbook.summary_columns import (
    INDICATOR,
    SAME_LAST_MONTH,
    SAME_THIS_MONTH,
    THIS_MONTH,
)
from cv183_reports.workbook.summary_counts import LABEL
from cv183_reports.workbook.summary_figures import Compared, change_columns, total_columns

_MOST = 6
"""Indicators side by side that still have room for their names."""


@dataclass(frozen=True, slots=True)
class Drawn:
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
        return max(row.now.indicator.total_decimals for row in self.rows)


def drawn_of(rows: Sequence[Compared], constraints: Iterable[Constraint]) -> Drawn | None:
    """The largest set that one chart may compare, the first of its size; None: no figures at all."""
    compared = any(row.change for row in rows)
    parts = _parts(constraints)
    sets: dict[tuple[str, str], list[Compared]] = {}
    for row in rows:
        indicator = row.now.indicator
        known = row.change if compared else row.now.value is not None
        whole = indicator.code not in parts and indicator.aggregation is not Aggregation.RATIO
        if known and whole:
            sets.setdefault((indicator.topic, indicator.measure), []).append(row)
    if not sets:
        return None
    (topic, measure), chosen = max(sets.items(), key=lambda found: len(found[1]))
    return Drawn(topic, measure, tuple(chosen[:_MOST]), compared)


def _parts(constraints: Iterable[Constraint]) -> set[str]:
    """Indicators that are part of one other: beside it, they would count the same things twice."""
    return {
        code for constraint in constraints if len(constraint.right) == 1 for code in constraint.left
    }


def drawn_table(drawn: Drawn) -> Table[Compared]:
    """The numbers that the chart draws."""
    label: TableColumn[Compared] = TableColumn(INDICATOR, LABEL, lambda c: c.now.indicator.name)
    return Table((label, *(change_columns() if drawn.compared else total_columns())), drawn.rows)
