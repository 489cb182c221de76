"""What Excel itself checks and colours while a clerk fills the form in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xlsxwriter.worksheet import Worksheet

from cv183_reports.form.layout import (
    ANSWER_COLUMNS,
    FIGURE_COLUMNS,
    META_SHEET,
    REFUSALS,
    Column,
    Input,
    Mark,
    choices_of,
)
from cv183_reports.form.looks import Styles
from cv183_reports.form.values import Form
from cv183_reports.model import Constraint, Indicator, Period, Profile, Status
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.vietnamese.wording import short_date

FIRST_LIST_COLUMN = 3
"""Column of the hidden sheet, from 0, where the lists of the drop-downs begin."""
_GRACE = timedelta(days=9)
"""A form that comes late may still name a day of the month after, up to its 10th."""
_LONGEST_MESSAGE = 255
_LONGEST_TITLE = 32
"""Both limits are Excel's."""


def position(columns: tuple[Column, ...], key: str) -> int:
    """Index of a column, from 0."""
    return next(index for index, column in enumerate(columns) if column.key == key)


def list_columns() -> tuple[Column, ...]:
    """The columns with a drop-down, in the order of their lists in the hidden sheet."""
    return tuple(column for column in ANSWER_COLUMNS if column.input is Input.CHOICE)


def check_answer(sheet: Worksheet, row: int, column: Column, form: Form, hint: str) -> None:
    """Let one cell of Báo cáo show its hint and refuse what it cannot take."""
    index = position(ANSWER_COLUMNS, column.key)
    rule = {**_accepted(column, row, form), **_prompt(column, hint)}
    if column.input in REFUSALS:
        rule |= _refusal(column.input, form)
    sheet.data_validation(row, index, row, index, rule)


def check_figure(
    sheet: Worksheet, row: int, indicator: Indicator, constraints: Iterable[Constraint]
) -> None:
    """Let one figure show what it must agree with, and refuse what is no number."""
    index = position(FIGURE_COLUMNS, "value")
    column = FIGURE_COLUMNS[index]
    hint = "\n".join([column.hint, *(constraint.text for constraint in constraints)])
    kind = "decimal" if indicator.decimals else "integer"
    rule = {"validate": kind, "criteria": ">=", "value": 0}
    refusal = {"error_title": "Chưa đúng", "error_message": REFUSALS[Input.NUMBER]}
    sheet.data_validation(row, index, row, index, {**rule, **refusal, **_prompt(column, hint)})


def _accepted(column: Column, row: int, form: Form) -> dict[str, object]:
    match column.input:
        case Input.CHOICE:
            return {"validate": "list", "source": _list_source(column, form.register.profile)}
        case Input.PERCENT:
            return {"validate": "custom", "value": _points(_cell(column.key, row))}
        case Input.DATE:
            limits = {"minimum": _first_date(form), "maximum": _last_date(form.period)}
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


def _refusal(kind: Input, form: Form) -> dict[str, object]:
    first, last = short_date(_first_date(form)), short_date(_last_date(form.period))
    message = REFUSALS[kind].format(first=first, last=last)
    return {"error_title": "Chưa đúng", "error_message": message}


def _first_date(form: Form) -> date:
    return form.register.profile.dispatch.earliest


def _last_date(period: Period) -> date:
    return period.following.instant(1).date() + _GRACE


def _cell(key: str, row: int) -> str:
    """``G6``, for an input column and a row from 0."""
    return f"{column_letters(position(ANSWER_COLUMNS, key) + 1)}{row + 1}"


@dataclass(frozen=True, slots=True)
class Colouring:
    """The coloured conditions of one row of Báo cáo. Earlier conditions win."""

    sheet: Worksheet
    styles: Styles
    row: int

    def _when(self, key: str, condition: str, mark: Mark) -> None:
        index = position(ANSWER_COLUMNS, key)
        _colour(self.sheet, (self.row, index), condition, self.styles, mark)

    def _is(self, status: Status) -> str:
        return f'{_cell("status", self.row)}="{status.value}"'

    def contradictions(self) -> None:
        """Orange: what contradicts itself or is missing."""
        row = self.row
        status, percent, done_on = (_cell(key, row) for key in ("status", "percent", "done_on"))
        field, proposal, level = (_cell(key, row) for key in ("field", "proposal", "level"))
        done, named = self._is(Status.DONE), f'{_cell("difficulty", row)}&{proposal}<>""'
        unfinished = f"AND({done},ISNUMBER({percent}),{percent}<100)"
        mark = Mark.CONTRADICTORY
        self._when("status", f'AND({status}="",COUNTA({percent}:{level})>0)', mark)
        self._when("status", unfinished, mark)
        self._when("percent", unfinished, mark)
        self._when("done_on", f'IF({done},{done_on}="",{done_on}<>"")', mark)
        self._when("result", f'AND({done},{_cell("result", row)}="")', mark)
        self._when("field", f'AND({field}="",{named})', mark)
        self._when("level", f'AND({level}="",{proposal}<>"")', mark)

    def overdue(self, deadline: datetime) -> None:
        """Red: not done though `deadline` has gone by, or done after it."""
        begun = f"OR({self._is(Status.NOT_STARTED)},{self._is(Status.IN_PROGRESS)})"
        done_on = _cell("done_on", self.row)
        instant = (
            f"DATE({deadline.year},{deadline.month},{deadline.day})"
            f"+TIME({deadline.hour},{deadline.minute},0)"
        )
        late = f"AND({self._is(Status.DONE)},ISNUMBER({done_on}),{done_on}>={instant})"
        self._when("status", begun, Mark.OVERDUE)
        self._when("done_on", late, Mark.OVERDUE)

    def done(self) -> None:
        """Green: done."""
        self._when("status", self._is(Status.DONE), Mark.DONE)


def mark_figures(
    sheet: Worksheet, constraint: Constraint, rows: Mapping[str, int], styles: Styles
) -> None:
    """Orange: the figures of a constraint that is broken, once all of them are given.

    Args:
        sheet: Số liệu.
        constraint: All its indicators are asked of the unit.
        rows: Row of each indicator, from 0.
        styles: The formats.
    """
    column = position(FIGURE_COLUMNS, "value")
    letter = column_letters(column + 1)
    codes = (*constraint.left, *constraint.right)
    cells = {code: f"{letter}{rows[code] + 1}" for code in codes}
    left, right = ("+".join(cells[c] for c in s) for s in (constraint.left, constraint.right))
    given = f"COUNT({','.join(cells.values())})={len(cells)}"
    broken = "<>" if constraint.relation == "=" else ">"
    condition = f"AND({given},ROUND({left}-({right}),6){broken}0)"
    for code in cells:
        _colour(sheet, (rows[code], column), condition, styles, Mark.CONTRADICTORY)


def _colour(
    sheet: Worksheet, cell: tuple[int, int], condition: str, styles: Styles, mark: Mark
) -> None:
    options = {
        "type": "formula",
        "criteria": f"={condition}",
        "format": styles.marks[mark],
        "stop_if_true": True,
    }
    sheet.conditional_format(*cell, *cell, options)
