"""What Excel itself checks and colours while a clerk fills the form in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xlsxwriter.worksheet import Worksheet

from cv183_reports.form import fields, looks
from cv183_reports.form.fields import (
    DIFFICULTY,
    DONE_ON,
    FIELD,
    LEVEL,
    PERCENT,
    PROPOSAL,
    REFUSALS,
    RESULT,
    STATUS,
    VALUE,
    Column,
    Input,
    choices_of,
    inputs,
    position,
)
from cv183_reports.form.layout import META_SHEET, Mark
from cv183_reports.form.values import Form
from cv183_reports.model import Constraint, Indicator, Period, Profile, Status
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.spreadsheet.style import Formats
from cv183_reports.vietnamese.wording import short_date

FIRST_LIST_COLUMN = 3
"""Column of the hidden sheet, from 0, where the lists of the drop-downs begin."""
_GRACE = timedelta(days=9)
"""A form that comes late may still name a day of the month after, up to its 10th."""
_LONGEST_MESSAGE = 255
_LONGEST_TITLE = 32
"""Both limits are Excel's."""


def list_columns() -> tuple[Column, ...]:
    """The columns with a drop-down, in the order of their lists in the hidden sheet."""
    return tuple(each for each in fields.ANSWER_COLUMNS if each.input is Input.CHOICE)


def check_answer(sheet: Worksheet, row: int, column: Column, form: Form, hint: str) -> None:
    """Let one cell of Báo cáo show its hint and refuse what it cannot take."""
    index = position(fields.ANSWER_COLUMNS, column)
    rule = {**_accepted(column, row, form), **_prompt(column, hint)}
    if column.input in REFUSALS:
        rule |= _refusal(column, form)
    sheet.data_validation(row, index, row, index, rule)


def check_figure(
    sheet: Worksheet, row: int, indicator: Indicator, constraints: Iterable[Constraint]
) -> None:
    """Let one figure show what it must agree with, and refuse what is no number."""
    index = position(fields.FIGURE_COLUMNS, VALUE)
    hint = "\n".join([VALUE.hint, *(constraint.text for constraint in constraints)])
    kind = "decimal" if indicator.decimals else "integer"
    rule = {"validate": kind, "criteria": ">=", "value": 0}
    refusal = {"error_title": "Chưa đúng", "error_message": REFUSALS[Input.NUMBER]}
    sheet.data_validation(row, index, row, index, {**rule, **refusal, **_prompt(VALUE, hint)})


def _accepted(column: Column, row: int, form: Form) -> dict[str, object]:
    match column.input:
        case Input.CHOICE:
            return {"validate": "list", "source": _list_source(column, form.register.profile)}
        case Input.PERCENT:
            return {"validate": "custom", "value": _points(_cell(column, row))}
        case Input.DATE:
            limits = {"minimum": _first_date(form), "maximum": _last_date(column, form.period)}
            return {"validate": "date", "criteria": "between", **limits}
        case _:
            return {"validate": "any"}


def _list_source(column: Column, profile: Profile) -> str:
    letter = column_letters(FIRST_LIST_COLUMN + list_columns().index(column) + 1)
    return f"={META_SHEET}!${letter}$1:${letter}${len(choices_of(column, profile))}"


def _points(cell: str) -> str:
    """A number between 0 and 1 is nearly always a share typed for a percentage: refused."""
    return f"=AND(ISNUMBER({cell}),{cell}>=0,{cell}<=100,OR({cell}=0,{cell}>=1))"


def _prompt(column: Column, hint: str) -> dict[str, object]:
    message = hint if len(hint) <= _LONGEST_MESSAGE else f"{hint[: _LONGEST_MESSAGE - 1]}…"
    return {"input_title": column.header[:_LONGEST_TITLE], "input_message": message}


def _refusal(column: Column, form: Form) -> dict[str, object]:
    first, last = short_date(_first_date(form)), short_date(_last_date(column, form.period))
    message = REFUSALS[column.input].format(first=first, last=last)
    return {"error_title": "Chưa đúng", "error_message": message}


def _first_date(form: Form) -> date:
    return form.register.profile.dispatch.earliest


def _last_date(column: Column, period: Period) -> date:
    for _ in range(column.months_ahead):
        period = period.following
    return period.following.instant(1).date() + _GRACE


def _cell(column: Column, row: int) -> str:
    """``G6``, for a column of Báo cáo and a row from 0."""
    return f"{column_letters(position(fields.ANSWER_COLUMNS, column) + 1)}{row + 1}"


@dataclass(frozen=True, slots=True)
class Colouring:
    """The coloured conditions of one row of Báo cáo. Earlier conditions win."""

    sheet: Worksheet
    formats: Formats
    row: int

    def _when(self, column: Column, condition: str, mark: Mark) -> None:
        index = position(fields.ANSWER_COLUMNS, column)
        _colour(self.sheet, (self.row, index), condition, self.formats, mark)

    def _cell(self, column: Column) -> str:
        return _cell(column, self.row)

    def _is(self, status: Status) -> str:
        return f'{self._cell(STATUS)}="{status.value}"'

    def contradictions(self) -> None:
        """Orange: what contradicts itself or is missing."""
        status, percent, done_on = map(self._cell, (STATUS, PERCENT, DONE_ON))
        field, proposal, level = map(self._cell, (FIELD, PROPOSAL, LEVEL))
        beside = [self._cell(column) for column in inputs(fields.ANSWER_COLUMNS)[1:]]
        done, named = self._is(Status.DONE), f'{self._cell(DIFFICULTY)}&{proposal}<>""'
        unfinished = f"AND({done},ISNUMBER({percent}),{percent}<100)"
        mark = Mark.CONTRADICTORY
        self._when(STATUS, f'AND({status}="",COUNTA({beside[0]}:{beside[-1]})>0)', mark)
        self._when(STATUS, unfinished, mark)
        self._when(PERCENT, unfinished, mark)
        self._when(DONE_ON, f'IF({done},{done_on}="",{done_on}<>"")', mark)
        self._when(RESULT, f'AND({done},{self._cell(RESULT)}="")', mark)
        self._when(FIELD, f'AND({field}="",{named})', mark)
        self._when(LEVEL, f'AND({level}="",{proposal}<>"")', mark)

    def overdue(self, deadline: datetime) -> None:
        """Red: not done though `deadline` has gone by, or done after it."""
        begun = f"OR({self._is(Status.NOT_STARTED)},{self._is(Status.IN_PROGRESS)})"
        done_on = self._cell(DONE_ON)
        instant = (
            f"DATE({deadline.year},{deadline.month},{deadline.day})"
            f"+TIME({deadline.hour},{deadline.minute},0)"
        )
        late = f"AND({self._is(Status.DONE)},ISNUMBER({done_on}),{done_on}>={instant})"
        self._when(STATUS, begun, Mark.OVERDUE)
        self._when(DONE_ON, late, Mark.OVERDUE)

    def done(self) -> None:
        """Green: done."""
        self._when(STATUS, self._is(Status.DONE), Mark.DONE)


def mark_figures(
    sheet: Worksheet, constraint: Constraint, rows: Mapping[str, int], formats: Formats
) -> None:
    """Orange: the figures of a constraint that is broken, once all of them are given.

    Args:
        sheet: Số liệu.
        constraint: All its indicators are asked of the unit.
        rows: Row of each indicator, from 0.
        formats: Of the workbook.
    """
    column = position(fields.FIGURE_COLUMNS, VALUE)
    letter = column_letters(column + 1)
    codes = (*constraint.left, *constraint.right)
    cells = {code: f"{letter}{rows[code] + 1}" for code in codes}
    left, right = ("+".join(cells[c] for c in s) for s in (constraint.left, constraint.right))
    given = f"COUNT({','.join(cells.values())})={len(cells)}"
    broken = "<>" if constraint.relation == "=" else ">"
    condition = f"AND({given},ROUND({left}-({right}),6){broken}0)"
    for code in cells:
        _colour(sheet, (rows[code], column), condition, formats, Mark.CONTRADICTORY)


def _colour(
    sheet: Worksheet, cell: tuple[int, int], condition: str, formats: Formats, mark: Mark
) -> None:
    options = {
        "type": "formula",
        "criteria": f"={condition}",
        "format": formats.of(looks.MARKS[mark]),
        "stop_if_true": True,
    }
    sheet.conditional_format(*cell, *cell, options)
