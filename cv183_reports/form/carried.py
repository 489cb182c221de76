"""Answers of a returned form carried over into a fresh one: for files that cannot be marked themselves.

A unit that sent .xls or .ods, or a form whose columns were renamed or lost, gets a sound form back with
its own answers in it. Nothing is judged or mended: what was wrong stays wrong, to be marked in turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from decimal import Decimal
from types import MappingProxyType

from cv183_reports.form import fields
from cv183_reports.form.blank import write_form
from cv183_reports.form.fields import Column, Input
from cv183_reports.form.submission import Row, Submission, Table
from cv183_reports.form.values import Answers, Cells, LastMonth, NoValue, Typed
from cv183_reports.model import Period, Register, Unit
from cv183_reports.spreadsheet.grid import Cell, CellKind
from cv183_reports.vietnamese.wording import short_date

_HUNDRED = Decimal(100)
_WITHOUT_VALUE = frozenset({CellKind.ERROR, CellKind.UNCALCULATED})


def carried_over(
    submission: Submission, unit: Unit, register: Register, period: Period, last: LastMonth
) -> bytes:
    """A form of `unit` for `period` in which its answers stand, right or wrong, as it wrote them.

    Carried over are the rows whose codes the unit owes (of two rows of one code the first), the
    figures, the plan, and who made the form. A cell without a value (an error, a formula that was
    never calculated) is ``#N/A``, so that nobody takes it for blank. What stands elsewhere has no place in a form; it is
    in the file that came, and in the findings on it.
    """
    month = register.at(period)
    owed = {obligation.code for obligation in month.obligations_of(unit)}
    asked = {indicator.code for indicator in month.indicators_of(unit)}
    rows = {
        row.code: _typed(row, fields.inputs(fields.ANSWER_COLUMNS))
        for row in _rows(submission.answers)
        if row.code in owed
    }
    figures = {
        row.code: _typed(row, fields.inputs(fields.FIGURE_COLUMNS))
        for row in _rows(submission.figures)
        if row.code in asked
    }
    answers = Answers(
        MappingProxyType(rows),
        MappingProxyType(figures),
        tuple(_words(slot.cell) for slot in submission.plans if slot.cell),
        MappingProxyType(dict(_header(submission))),
    )
    sample = submission.meta is not None and bool(submission.meta.sample)
    return write_form(unit, register, period, last, answers, sample=sample)


def _rows(tables: Iterable[Table]) -> Iterable[Row]:
    """The rows of all tables, the first of each code last, so that it counts."""
    return reversed([row for table in tables for row in table.rows])


def _typed(row: Row, columns: Iterable[Column]) -> Cells:
    """What is typed into those cells of a row."""
    return {
        column.key: _value(cell, column.input) for column in columns if (cell := row.cell(column))
    }


def _value(cell: Cell, wanted: Input) -> Typed:
    """The cell's value where the new cell shows the same, else the words that were shown."""
    if cell.kind in _WITHOUT_VALUE:
        return NoValue()
    is_amount = wanted is not Input.DATE and "%" not in cell.number_format
    if cell.kind is CellKind.NUMBER and cell.number is not None and is_amount:
        return cell.number
    is_day = cell.when is not None and cell.when.time() == time()
    if cell.kind is CellKind.DATE and cell.when is not None and is_day and wanted is Input.DATE:
        return cell.when.date()
    return _words(cell)


def _words(cell: Cell) -> str:
    """The cell as text, as its program showed it."""
    if cell.kind is CellKind.NUMBER and cell.number is not None and "%" in cell.number_format:
        return f"{(cell.number * _HUNDRED).normalize():f}%"
    if cell.kind is CellKind.DATE and cell.when is not None:
        day = short_date(cell.when)
        return day if cell.when.time() == time() else f"{day} {cell.when:%H:%M:%S}"
    return cell.text


def _header(submission: Submission) -> Iterable[tuple[str, Typed]]:
    for line in fields.header_inputs():
        slot = submission.header.get(line.key)
        if slot is not None and slot.cell is not None:
            yield line.key, _words(slot.cell)
