"""The figures of one submission: what each cell validly says, alone, beside the others and against last month's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from msgspec import Struct

from cv183_reports.catalogue import structure
from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form import fields
from cv183_reports.form.fields import (
    FIGURES_SHEET,
    MEASURE,
    NAME,
    NOTE,
    VALUE,
    Column,
)
from cv183_reports.form.values import Row, Slot, Submission, Table
from cv183_reports.model import (
    Constraint,
    Figure,
    Indicator,
    Nature,
    Period,
    Register,
    Source,
)
from cv183_reports.model.finding import Finding, needs_action
from cv183_reports.model.submission import shared_answers, shared_number
from cv183_reports.spreadsheet.grid import Cell, CellKind
from cv183_reports.validation.reading import (
    Reading,
    either,
    is_dash,
    looks_otherwise,
    noted,
    nothing_written,
    says_not_counted,
    says_nothing,
    unusable,
)
from cv183_reports.validation.seen import exact, is_rounded, is_share, number_shown, plain, shown
from cv183_reports.validation.structure import (
    Asking,
    Codes,
    Issued,
    Rows,
    as_issued,
    lost_columns,
    only_table,
    usable_rows,
)
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.parsing import UNREADABLE_NUMBER, ParsedNumber, Problem, parse_number
from cv183_reports.vietnamese.text import fold

_LEAP = 10
"""Times as much, or as little, as last month."""
_LARGE = 100
"""Below this a leap tells nothing."""
_BEYOND = 100_000
"""Times last month's number: đồng where millions of them are asked for, never a month's growth."""
_MEANT = 9
"""Decimals of a formula's result; what lies behind them is left by adding binary fractions."""
_IMPOSSIBLE = 10**15
"""Beyond what Excel holds exactly."""
_SLIP = Decimal("0.000001")
"""Left over by a calculation; nobody counts in millionths."""
_PERCENT = "%"
_SORTED = Issued(swapped=catalogue.FIGURE_SWAPPED, changed=catalogue.FIGURE_RENAMED)


class FiguresVerdict(Struct, frozen=True):
    """The figures of one submission, judged."""

    figures: tuple[Figure, ...] = ()
    """In the register's order."""
    faulty: frozenset[str] = frozenset()
    """Indicators that the form gives but that do not count."""
    unseen: frozenset[str] = frozenset()
    """Indicators that the form never had."""
    findings: tuple[Finding, ...] = ()


class _Last(Struct, frozen=True):
    """The month before the one judged."""

    period: Period
    figures: Mapping[tuple[str, str], Figure]


def judge_figures(
    submission: Submission, asking: Asking, last: Mapping[tuple[str, str], Figure]
) -> FiguresVerdict:
    """What the submission validly says of the indicators asked of its unit.

    `last` has last month's figures by (unit, indicator).
    """
    unit = asking.unit
    asked = {indicator.code: indicator for indicator in asking.month.indicators_of(unit)}
    if not asked and not submission.figures:
        return FiguresVerdict()
    none = structure.NO_FIGURES_TABLE.at(Source(submission.file), sheet=FIGURES_SHEET)
    known = frozenset(indicator.code for indicator in asking.register.indicators)
    table, wrong = only_table(submission.figures, FIGURES_SHEET, none, known)
    if table is None:
        return FiguresVerdict(findings=wrong)
    ever = frozenset(indicator.code for indicator in asking.register.indicators_of(unit))
    elsewhere = frozenset(obligation.code for obligation in asking.register.obligations)
    codes = Codes(known, tuple(asked), ever, asking.issued, elsewhere)
    rows = usable_rows(table, fields.FIGURE_COLUMNS, codes)
    beside = fields.asked_beside()
    read = {row.code: _read(row, asked[row.code], beside, asking) for row in rows.usable}
    before = _Last(asking.period.previous, last)
    return _verdict(_Judged(table, rows, asked, read), asking.month, before)


class _FigureRead(Struct, frozen=True):
    """One row, each cell taken by itself."""

    figure: Figure | None
    is_wrong: bool
    """What stands for the figure cannot be taken."""
    findings: tuple[Finding, ...]


class _Judged(Struct, frozen=True):
    """The table, its rows read."""

    table: Table
    rows: Rows
    asked: Mapping[str, Indicator]
    read: Mapping[str, _FigureRead]
    """By code, of the rows that can be used."""

    @property
    def given(self) -> dict[str, Figure]:
        """The figures, by code, in the register's order."""
        return {
            code: figure
            for code in self.asked
            if (read := self.read.get(code)) and (figure := read.figure)
        }

    @property
    def unread(self) -> set[str]:
        """Indicators of which something stands there that cannot be taken."""
        wrong = {code for code, read in self.read.items() if read.is_wrong}
        return wrong | self.rows.unusable

    @property
    def on_cells(self) -> Iterator[Finding]:
        """What was found in single cells."""
        return (finding for read in self.read.values() for finding in read.findings)


def _verdict(judged: _Judged, month: Register, last: _Last) -> FiguresVerdict:
    """What counts: a figure that contradicts another does not, and neither does the other."""
    given, unread = judged.given, judged.unread
    broken = [constraint for constraint in month.constraints if _is_broken(constraint, given)]
    left_out = {code for constraint in broken for code in (*constraint.left, *constraint.right)}
    on_last = {
        row.code: tuple(_against_last(row, judged.asked[row.code], given[row.code], last))
        for row in judged.rows.usable
        if row.code in given
    }
    left_out |= {code for code, found in on_last.items() if needs_action(found)}
    told = {*given, *unread, *judged.rows.unseen}
    return FiguresVerdict(
        figures=tuple(figure for code, figure in given.items() if code not in left_out),
        faulty=frozenset(left_out | unread),
        unseen=frozenset(judged.rows.unseen),
        findings=(
            *lost_columns(judged.table, structure.NOTES_LOST),
            *judged.rows.findings,
            *judged.on_cells,
            *_blanks(tuple(code for code in judged.asked if code not in told), judged.table.place),
            *(_broken(constraint, given) for constraint in broken),
            *chain.from_iterable(on_last.values()),
        ),
    )


def _read(row: Row, indicator: Indicator, columns: Sequence[Column], asking: Asking) -> _FigureRead:
    """What one row says, if it still is the indicator's own; in `columns` what stands beside the figure."""
    name = as_issued(row.slot(NAME), row.code, asking.names, _SORTED)
    value = _read_value(row.slot(VALUE), indicator)
    findings = (*name, *_issued_measure(row, indicator), *value.findings, *_in_notes(row))
    beside = {column.key: asking.read(row, column) for column in columns}
    on_beside = tuple(finding for read in beside.values() for finding in read.findings)
    is_wrong = needs_action(findings)
    figure = None
    if value.value is not None and not is_wrong:
        answers = shared_answers(tuple((key, read.value) for key, read in beside.items()))
        code, place = indicator.code, row.place(VALUE)
        figure = Figure(asking.unit.code, code, shared_number(str(value.value)), place, answers)
    return _FigureRead(figure, is_wrong, (*findings, *on_beside))


def _in_notes(row: Row) -> Iterator[Finding]:
    """A number beside a blank figure: it was typed a column too far."""
    note = row.cell(NOTE)
    if note is None or row.cell(VALUE) is not None or parse_number(shown(note)).value is None:
        return
    told = {"value": shown(note), "column": NOTE.header, "asked": VALUE.header}
    yield catalogue.FIGURE_IN_NOTES.at(row.place(NOTE), code=row.code, **told)


def _issued_measure(row: Row, indicator: Indicator) -> Iterator[Finding]:
    slot, measure = row.slot(MEASURE), indicator.measure
    if slot.cell is None or slot.cell.text == measure:
        return
    if not fold(measure) == fold(slot.cell.text) != "":
        value = shown(slot.cell)
        yield catalogue.FIGURE_MEASURE.at(slot.place, code=row.code, value=value, measure=measure)


def _read_value(slot: Slot, indicator: Indicator) -> Reading[Decimal | None]:
    findings = unusable(slot) or looks_otherwise(slot, indicator.measure)
    if slot.cell is None or findings or is_dash(slot.cell):
        return Reading(None, findings)
    if says_not_counted(slot.cell):
        return Reading(None, nothing_written(slot, VALUE.header))
    if says_nothing(slot.cell):
        told = {"code": indicator.code, "value": shown(slot.cell)}
        return Reading(None, (catalogue.FIGURE_OF_NOTHING.at(slot.place, **told),))
    parsed = _parse(slot.cell, indicator)
    if parsed.value is None:
        return Reading(None, (_unread(slot, slot.cell, parsed, indicator),))
    value = _rounded(parsed.value, indicator)
    found = tuple(_limits(slot, value, indicator))
    if parsed.noted or value != parsed.value:
        found = (*_read_as(slot, slot.cell, value, indicator), *found)
    return Reading(value, found)


def _read_as(slot: Slot, cell: Cell, value: Decimal, indicator: Indicator) -> tuple[Finding, ...]:
    """What is read otherwise than it is stored; of a count that was typed, a person is asked: 1.230 may be shown as 1."""
    is_typed = cell.kind is CellKind.NUMBER and not cell.from_formula
    if indicator.decimals or not is_typed or cell.number is None or not is_rounded(cell):
        return noted(slot, indicator.code, wording.number(value))
    told = {"stored": wording.number(exact(cell.number)), "value": wording.number(value)}
    return (catalogue.COUNT_HIDES_PART.at(slot.place, code=indicator.code, **told),)


def _rounded(value: Decimal, indicator: Indicator) -> Decimal:
    """More digits than the register keeps are rounded; a count stays what was counted."""
    near = value.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP)
    if indicator.decimals or abs(near - value) < _SLIP:
        return plain(near)
    return value


def _parse(cell: Cell, indicator: Indicator) -> ParsedNumber:
    if cell.kind is CellKind.TEXT:
        whole = indicator.decimals == 0
        parsed = parse_number(cell.text, whole=whole, measure=indicator.measure)
        return UNREADABLE_NUMBER if parsed.value and abs(parsed.value) >= _IMPOSSIBLE else parsed
    if cell.kind is not CellKind.NUMBER or cell.number is None:
        return UNREADABLE_NUMBER
    number = number_shown(cell)
    is_strange = is_share(cell) and indicator.measure != _PERCENT
    if number is None or is_strange or abs(number) >= _IMPOSSIBLE:
        return UNREADABLE_NUMBER
    rounded = round(number, _MEANT) if cell.from_formula else number
    return ParsedNumber(plain(rounded), noted=is_rounded(cell))


def _unread(slot: Slot, cell: Cell, parsed: ParsedNumber, indicator: Indicator) -> Finding:
    value = shown(cell)
    if parsed.problem is Problem.AMBIGUOUS:
        readings = either(wording.number(reading) for reading in parsed.readings)
        return catalogue.FIGURE_AMBIGUOUS.at(
            slot.place, code=indicator.code, value=value, readings=readings
        )
    return catalogue.FIGURE_UNREADABLE.at(slot.place, code=indicator.code, value=value)


def _limits(slot: Slot, value: Decimal, indicator: Indicator) -> Iterator[Finding]:
    code, decimals = indicator.code, indicator.decimals
    if value < 0:
        yield catalogue.FIGURE_NEGATIVE.at(slot.place, code=code, value=wording.number(value))
    if value != round(value, decimals):
        yield catalogue.FIGURE_DECIMALS.at(slot.place, code=code, value=wording.number(value))


def _blanks(codes: tuple[str, ...], place: Source) -> Iterator[Finding]:
    if codes:
        yield catalogue.FIGURES_BLANK.at(Source(place.file, place.sheet), codes=codes)


def _is_broken(constraint: Constraint, given: Mapping[str, Figure]) -> bool:
    """Only told where every figure it speaks of is given."""
    if not given.keys() >= {*constraint.left, *constraint.right}:
        return False
    left, right = (
        sum((given[code].value for code in side), Decimal())
        for side in (constraint.left, constraint.right)
    )
    return left > right if constraint.relation == "<=" else left != right


def _broken(constraint: Constraint, given: Mapping[str, Figure]) -> Finding:
    codes = (*constraint.left, *constraint.right)
    numbers = tuple(
        f"{code} = {wording.number(given[code].value)} tại {given[code].source.cell}"
        for code in codes
    )
    place = given[constraint.left[0]].source
    whole = (constraint.text.rstrip(". "),)
    return catalogue.CONSTRAINT_BROKEN.at(place, text=whole, numbers=numbers, codes=codes)


def _against_last(row: Row, indicator: Indicator, now: Figure, last: _Last) -> Iterator[Finding]:
    """What last month's figure of the unit says of this one."""
    before = last.figures.get((now.unit, now.indicator))
    if before is None:
        return
    rounded = before.value.quantize(now.value, ROUND_HALF_UP)
    falls = indicator.nature is Nature.CUMULATIVE and now.value < rounded
    if not falls and (row.cell(NOTE) is not None or not _is_leap(now.value, before.value)):
        return
    value, other = wording.number(now.value), wording.number(before.value)
    if falls:
        month, month_before = map(wording.period_name, (last.period.following, last.period))
        yield catalogue.FIGURE_FALLS.at(
            now.source, code=row.code, value=value, month=month, last=other, before=month_before
        )
    elif before.value >= 1 and now.value > before.value * _BEYOND:
        times, measure = wording.number(Decimal(_BEYOND)), indicator.measure
        told = {"code": row.code, "value": value, "last": other, "times": times, "measure": measure}
        yield catalogue.FIGURE_OTHER_MEASURE.at(now.source, **told)
    else:
        yield catalogue.FIGURE_LEAP.at(now.source, code=row.code, value=value, last=other)


def _is_leap(now: Decimal, before: Decimal) -> bool:
    """A number ten times last month's is often a slip, unless the clerk explains it."""
    small, large = sorted((now, before))
    return large >= _LARGE and 0 < small * _LEAP <= large
