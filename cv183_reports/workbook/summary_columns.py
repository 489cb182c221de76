"""What several sheets of the consolidated workbook share: columns, and how each class looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

from cv183_reports.consolidated import Standing
from cv183_reports.model import Obligation, Register, Source, Unit
from cv183_reports.workbook.layout import ANSWER_COLUMNS, column
from cv183_reports.workbook.sheet_style import Style
from cv183_reports.workbook.sheet_writer import T, TableColumn, Value

TOTAL = "Tổng cộng"
CODE, THIS_MONTH, LAST_MONTH, CHANGE = "Mã", "Kỳ này", "Kỳ trước", "Tăng, giảm"
INDICATOR = "Chỉ tiêu"


@dataclass(frozen=True, slots=True)
class Look:
    """Where one class stands in Tiến độ and how charts colour it."""

    group: str
    colour: str
    alarming: bool = False
    """Should be zero."""


_WITH_DEADLINE = "Có thời hạn"
_WITHOUT_DEADLINE = "Không ấn định thời hạn"
_NOT_OWED = "Không phải thực hiện"
_UNKNOWN = "Chưa có số liệu"
LOOKS: Mapping[Standing, Look] = MappingProxyType(
    {
        Standing.DONE_ON_TIME: Look(_WITH_DEADLINE, "#2E7D32"),
        Standing.DONE_LATE: Look(_WITH_DEADLINE, "#9CCC65"),
        Standing.WITHIN_DEADLINE: Look(_WITH_DEADLINE, "#64B5F6"),
        Standing.OVERDUE: Look(_WITH_DEADLINE, "#C62828", alarming=True),
        Standing.DONE: Look(_WITHOUT_DEADLINE, "#00897B"),
        Standing.UNDER_WAY: Look(_WITHOUT_DEADLINE, "#1565C0"),
        Standing.NOT_BEGUN: Look(_WITHOUT_DEADLINE, "#FFB300"),
        Standing.NOT_ARISING: Look(_NOT_OWED, "#CFD8DC"),
        Standing.NOT_COMPETENT: Look(_NOT_OWED, "#90A4AE"),
        Standing.FAULTY: Look(_UNKNOWN, "#8E24AA", alarming=True),
        Standing.BLANK: Look(_UNKNOWN, "#CE93D8", alarming=True),
        Standing.NOT_FILED: Look(_UNKNOWN, "#424242", alarming=True),
    }
)


def unit_of(register: Register, code: str) -> Unit:
    """The unit of that code, which consolidation has made sure of."""
    unit = register.unit(code)
    assert unit is not None
    return unit


def rank_column() -> TableColumn[T]:
    """Counts the rows as they are written, so it serves one table."""
    ranks = count(1)
    return TableColumn("STT", 6, lambda _: next(ranks), Style.CENTRE)


def unit_columns(unit: Callable[[T], Unit]) -> tuple[TableColumn[T], ...]:
    """Code and short name of the unit of a row."""
    return (
        TableColumn("Mã đơn vị", 11, lambda row: unit(row).code, Style.CENTRE),
        TableColumn("Đơn vị", 26, lambda row: unit(row).short_name),
    )


def obligation_columns(obligation: Callable[[T], Obligation]) -> tuple[TableColumn[T], ...]:
    """Code and short text of the obligation of a row."""
    return (
        TableColumn("Mã nhiệm vụ", 9, lambda row: obligation(row).code, Style.CENTRE),
        TableColumn("Nhiệm vụ", 34, lambda row: obligation(row).short_text),
    )


def source_columns(source: Callable[[T], Source]) -> tuple[TableColumn[T], ...]:
    """File, sheet and cell that a row was read from."""
    return (
        TableColumn("Tệp nguồn", 30, lambda row: source(row).file),
        TableColumn("Trang tính", 12, lambda row: source(row).sheet),
        TableColumn("Ô", 8, lambda row: source(row).cell, Style.CENTRE),
    )


def answer_column(
    key: str, width: int, value: Callable[[T], Value], style: Style = Style.TEXT
) -> TableColumn[T]:
    """A column of the form, under the form's own header."""
    return TableColumn(column(ANSWER_COLUMNS, key).header, width, value, style)
