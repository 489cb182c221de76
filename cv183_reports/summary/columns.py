"""What several sheets of the consolidated workbook share: columns, and how each class looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from types import MappingProxyType

from msgspec import Struct

from cv183_reports.form.fields import Column, Input, answer_text
from cv183_reports.model import Answer, Answered, Obligation, Register, Source, Unit
from cv183_reports.model.consolidated import Standing
from cv183_reports.spreadsheet.style import Style
from cv183_reports.spreadsheet.writer import Amount, T, TableColumn, WrittenValue

TOTAL = "Tổng cộng"
PERIOD = "Kỳ"
CHART_LABEL = "Nhãn biểu đồ"
"""Obligation with the number of units that owe it."""
CODE, INDICATOR, THIS_MONTH, LAST_MONTH = "Mã", "Chỉ tiêu", "Kỳ này", "Kỳ trước"
SAME_THIS_MONTH, SAME_LAST_MONTH = "Kỳ này (cùng đơn vị)", "Kỳ trước (cùng đơn vị)"
SAME_UNITS = "Số đơn vị có số liệu cả hai kỳ"
CARRIED = "Trong đó lấy số báo cáo trước"
CHANGE = "Tăng, giảm (cùng đơn vị)"
"""Never between totals over different units: a unit that did not report would look like a fall."""


class ClassLook(Struct, frozen=True):
    """Where one class stands in Tiến độ and how charts colour it."""

    group: str
    colour: str
    alarming: bool = False
    """Should be zero."""


_WITH_DEADLINE = "Nhiệm vụ có thời hạn"
_WITHOUT_DEADLINE = "Nhiệm vụ không quy định thời hạn"
_NOT_OWED = "Không thực hiện"
_UNKNOWN = "Chưa có số liệu"
LOOKS: Mapping[Standing, ClassLook] = MappingProxyType(
    {
        Standing.DONE_ON_TIME: ClassLook(_WITH_DEADLINE, "#2E7D32"),
        Standing.DONE_LATE: ClassLook(_WITH_DEADLINE, "#9CCC65"),
        Standing.WITHIN_DEADLINE: ClassLook(_WITH_DEADLINE, "#64B5F6"),
        Standing.OVERDUE: ClassLook(_WITH_DEADLINE, "#C62828", alarming=True),
        Standing.DONE: ClassLook(_WITHOUT_DEADLINE, "#00897B"),
        Standing.UNDER_WAY: ClassLook(_WITHOUT_DEADLINE, "#1565C0"),
        Standing.NOT_BEGUN: ClassLook(_WITHOUT_DEADLINE, "#FFB300"),
        Standing.NOT_ARISING: ClassLook(_NOT_OWED, "#CFD8DC"),
        Standing.NOT_COMPETENT: ClassLook(_NOT_OWED, "#90A4AE"),
        Standing.WAIVED: ClassLook(_NOT_OWED, "#D7CCC8"),
        Standing.FAULTY: ClassLook(_UNKNOWN, "#8E24AA", alarming=True),
        Standing.BLANK: ClassLook(_UNKNOWN, "#CE93D8", alarming=True),
        Standing.NOT_FILED: ClassLook(_UNKNOWN, "#424242", alarming=True),
    }
)
UNKNOWN = frozenset(
    standing
    for standing, look in LOOKS.items()
    if look.group == _UNKNOWN or standing is Standing.WAIVED
)
"""Classes that say nothing of how far the work has come."""


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
        TableColumn("Mã đơn vị", 12, lambda row: unit(row).code, Style.CENTRE),
        TableColumn("Đơn vị", 27, lambda row: unit(row).short_name),
    )


def obligation_columns(obligation: Callable[[T], Obligation]) -> tuple[TableColumn[T], ...]:
    """Code and short text of the obligation of a row."""
    return (
        TableColumn("Mã nhiệm vụ", 8, lambda row: obligation(row).code, Style.CENTRE),
        TableColumn("Nhiệm vụ", 44, lambda row: obligation(row).short_text),
    )


def cell_columns(source: Callable[[T], Source]) -> tuple[TableColumn[T], ...]:
    """Sheet and cell that a row was read from."""
    return (
        TableColumn("Trang tính", 9, lambda row: source(row).sheet),
        TableColumn("Ô", 6, lambda row: source(row).cell, Style.CENTRE),
    )


def file_column(header: str, file: Callable[[T], str]) -> TableColumn[T]:
    """The file that a row was read from: paths are long and alike, so they stay off paper."""
    return TableColumn(header, 14, file, Style.PATH, printed=False)


def source_columns(source: Callable[[T], Source]) -> tuple[TableColumn[T], ...]:
    """Sheet, cell and file that a row was read from: the last columns of a table."""
    return (*cell_columns(source), file_column("Tệp nguồn", lambda row: source(row).file))


_STYLES = {Input.PERCENT: Style.NUMBER, Input.DATE: Style.DATE}
"""Of answers that are no texts."""


def answer_column(
    asked: Column, answers: Callable[[T], Answered], *, width: int = 0, printed: bool = True
) -> TableColumn[T]:
    """A column of the form, under the form's own header; as wide as `asked` says, or `width`."""
    style = _STYLES.get(asked.input, Style.TEXT)
    return TableColumn(
        asked.header,
        width or asked.listed_width,
        lambda row: _shown(answers(row).get(asked.key)),
        style,
        printed=printed,
    )


def _shown(answer: Answer) -> WrittenValue:
    match answer:
        case Decimal():
            exponent = answer.normalize().as_tuple().exponent
            return Amount(answer, max(0, -int(exponent)))
        case date():
            return answer
        case _:
            return answer_text(answer)
