"""The looks of the form that travels, and what Excel itself checks and colours while it is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from msgspec import Struct
from msgspec.structs import replace
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cv183_reports.form import fields
from cv183_reports.form.fields import (
    CAUSE,
    DIFFICULTY,
    DONE_ON,
    FIELD,
    LEVEL,
    META_SHEET,
    NEW_DEADLINE,
    PERCENT,
    PROPOSAL,
    REFUSALS,
    RESULT,
    STATUS,
    VALUE,
    Column,
    Input,
    Mark,
    choices_of,
    inputs,
    last_day,
    position,
)
from cv183_reports.form.values import Form, NoValue, Typed
from cv183_reports.model import Constraint, Indicator, Period, Profile, Status, Unit
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.spreadsheet.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    WHOLE_NUMBER,
    YELLOW,
    Formats,
    Look,
    ToFill,
    write_text,
)
from cv183_reports.vietnamese.wording import period_name, short_date

COLOURS = {
    Mark.INPUT: YELLOW,
    Mark.LOCKED: GREY,
    Mark.DONE: GREEN,
    Mark.OVERDUE: RED,
    Mark.CONTRADICTORY: ORANGE,
    Mark.NEW: BLUE,
}
_TEXT = "@"
"""Keeps what begins with ``-``, ``=`` or ``+``, and a telephone number's leading zero, as typed."""
_DECIMAL = f"{WHOLE_NUMBER}.0#"
_NARROW = 15
"""Columns up to this width hold codes, dates and states, not prose."""

TITLE_BLOCK = replace(ToFill.TITLE, across="center", down="vcenter", wrap=True)
"""Stands over the columns that are printed on every page."""
NOTE = Look(italic=True)
LABEL = Look(bold=True, across="right", down="vcenter", indent=1)
FACT = Look(down="vcenter", wrap=True)
LINE = Look()
"""Runs over the cells right of it."""
SECTION_LOOK = Look(bold=True, above="#000000", below="#000000", fill="#DCE6F1")
HEADING = Look(bold=True)
PROSE = Look(wrap=True, down="top")
_LAST = replace(ToFill.OURS, wrap=False)
LAST_NUMBERS = (replace(_LAST, pattern=WHOLE_NUMBER), replace(_LAST, pattern=_DECIMAL))
"""Figures of the months before: whole, with decimals. Long ones are shrunk, not shown as ``####``."""
_WRITTEN = replace(ToFill.THEIRS, pattern=_TEXT)
INPUTS = {
    Input.TEXT: _WRITTEN,
    Input.PROSE: _WRITTEN,
    Input.CHOICE: ToFill.THEIRS,
    Input.PERCENT: ToFill.THEIRS_CENTRE,
    Input.DATE: replace(ToFill.THEIRS_CENTRE, pattern="dd/mm/yyyy"),
    Input.NUMBER: replace(ToFill.THEIRS, pattern=WHOLE_NUMBER, wrap=False),
}
DECIMALS = replace(ToFill.THEIRS, pattern=_DECIMAL, wrap=False)
"""Input of a figure with decimals."""
ENTRY = replace(_WRITTEN, down="vcenter")
"""Input cell of the header block and of the plan."""
TEXT_ENTRY = _WRITTEN
"""Input cell of a text of several lines."""
NOTICES = {
    mark: replace(ToFill.OURS_CENTRE, bold=True, fill=fill) for mark, fill in COLOURS.items()
}
"""Of column Lưu ý."""
MARK_LOOKS = {mark: Look(fill=fill) for mark, fill in COLOURS.items()}
"""Fills only, for conditional formats and the legend."""


def number_input(decimals: int) -> Look:
    """Of an input figure."""
    return DECIMALS if decimals else INPUTS[Input.NUMBER]


@cache
def partial(decimals: int, words: str) -> Look:
    """Of a locked figure with that many decimals, and words after it that do not belong to its value."""
    look = LAST_NUMBERS[decimals > 0]
    return replace(look, pattern=f'{look.pattern}" {words}"')


def locked_in(column: Column) -> Look:
    """Of a locked cell: short values stand in the middle."""
    return ToFill.OURS if column.width > _NARROW else ToFill.OURS_CENTRE


def put(sheet: Worksheet, row: int, column: int, value: Typed | None, style: Format) -> None:
    """Write `value` as what it is; a text is never taken for a formula, a number or a link."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        write_text(sheet, row, column, value, style)
    elif isinstance(value, NoValue):
        sheet.write_formula(row, column, "=NA()", style, "#N/A")
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), style)
    else:
        sheet.write_number(row, column, float(value), style)


def write_heads(
    sheet: Worksheet, row: int, columns: tuple[Column, ...], formats: Formats, height: float
) -> None:
    """The header row of a table, with the widths of its columns; yellow over what is to fill in."""
    sheet.set_row(row, height)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        look = ToFill.HEAD if column.input is Input.LOCKED else ToFill.HEAD_INPUT
        sheet.write_string(row, index, column.header, formats.of(look))


def write_title(
    sheet: Worksheet,
    row: int,
    columns: Sequence[Column],
    under: Column,
    text: str,
    formats: Formats,
) -> None:
    """A title row of a table has no code; its text runs over the empty cells right of it."""
    for index in range(len(columns)):
        sheet.write_blank(row, index, None, formats.of(SECTION_LOOK))
    sheet.write_string(row, position(columns, under), text, formats.of(SECTION_LOOK))


def foot(unit: Unit, period: Period) -> str:
    """What stands at the foot of every page, in Excel's own code."""
    name = unit.short_name.replace("&", "&&")
    return f"{name} – {period_name(period)}"


def protect(sheet: Worksheet) -> None:
    """Lock all but the input cells, without a password; rows, columns and cells may be formatted."""
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


FIRST_LIST_COLUMN = 3
"""Column of the hidden sheet, from 0, where the lists of the drop-downs begin."""
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


def prompt(sheet: Worksheet, row: int, column: int, hint: str) -> None:
    """Let a cell that takes anything show its hint."""
    sheet.data_validation(row, column, row, column, {"validate": "any", "input_message": hint})


def check_figure(
    sheet: Worksheet, row: int, indicator: Indicator, constraints: Iterable[Constraint]
) -> None:
    """Let one figure show which number is meant and what it must agree with, and refuse what is no number."""
    index = position(fields.FIGURE_COLUMNS, VALUE)
    told = (fields.NATURE_HINTS[indicator.nature], VALUE.hint, *(each.text for each in constraints))
    hint = "\n".join(told)
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
            limits = {
                "minimum": _first_date(column, form),
                "maximum": last_day(column, form.period),
            }
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
    first, last = map(short_date, (_first_date(column, form), last_day(column, form.period)))
    message = REFUSALS[column.input].format(first=first, last=last)
    return {"error_title": "Chưa đúng", "error_message": message}


def _first_date(column: Column, form: Form) -> date:
    if column.after_filing:
        return form.due.date() + timedelta(days=1)
    return form.register.profile.dispatch.earliest


def _cell(column: Column, row: int) -> str:
    """``G6``, for a column of Báo cáo and a row from 0."""
    return f"{column_letters(position(fields.ANSWER_COLUMNS, column) + 1)}{row + 1}"


class Colouring(Struct, frozen=True):
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

    @property
    def _is_open(self) -> str:
        return f"OR({self._is(Status.NOT_STARTED)},{self._is(Status.IN_PROGRESS)})"

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
        cause, difficulty = map(self._cell, (CAUSE, DIFFICULTY))
        self._when(CAUSE, f'({cause}="")<>({difficulty}="")', mark)
        self._when(FIELD, f'AND({field}="",{named})', mark)
        self._when(LEVEL, f'AND({level}="",{proposal}<>"")', mark)

    def new_deadline(self, *, is_past: bool) -> None:
        """Orange: a new deadline of what is not overdue; `is_past`: the deadline has gone by."""
        asked = f'{self._cell(NEW_DEADLINE)}<>""'
        told = f"AND({asked},NOT({self._is_open}))" if is_past else asked
        self._when(NEW_DEADLINE, told, Mark.CONTRADICTORY)

    def overdue(self, deadline: datetime) -> None:
        """Red: not done though `deadline` has gone by, or done after it."""
        done_on = self._cell(DONE_ON)
        instant = (
            f"DATE({deadline.year},{deadline.month},{deadline.day})"
            f"+TIME({deadline.hour},{deadline.minute},0)"
        )
        late = f"AND({self._is(Status.DONE)},ISNUMBER({done_on}),{done_on}>={instant})"
        self._when(STATUS, self._is_open, Mark.OVERDUE)
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
        "format": formats.of(MARK_LOOKS[mark]),
        "stop_if_true": True,
    }
    sheet.conditional_format(*cell, *cell, options)
