"""Số liệu → figures: each number by itself, then against its constraints and last month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cv183_reports.catalogue import submission as rules
from cv183_reports.form.layout import FIGURE_COLUMNS, FIGURES_SHEET
from cv183_reports.form.submission import Row, Slot, Submission, Table
from cv183_reports.model import (
    Constraint,
    Figure,
    Indicator,
    Nature,
    Period,
    Register,
    Source,
    Unit,
)
from cv183_reports.model.finding import Finding
from cv183_reports.spreadsheet.grid import Cell, CellKind
from cv183_reports.validation.reading import (
    Reading,
    either,
    exact,
    has_error,
    is_dash,
    is_share,
    plain,
    shown,
    unusable,
)
from cv183_reports.validation.structure import (
    Codes,
    Issued,
    Rows,
    as_issued,
    lost_columns,
    only_table,
    usable_rows,
)
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.parsing import ParsedNumber, Problem, parse_number
from cv183_reports.vietnamese.text import fold

_LEAP = 10
"""Times as much, or as little, as last month."""
_LARGE = 100
"""Below this a leap tells nothing."""
_MEANT = 9
"""Decimals of a formula's result; what lies behind them is left by adding binary fractions."""
_IMPOSSIBLE = 10**15
"""Beyond what Excel holds exactly."""
_UNREADABLE = ParsedNumber(None, Problem.UNREADABLE)
_SLIP = Decimal("0.000001")
"""Left over by a calculation; nobody counts in millionths."""
_PERCENT = "%"
_SORTED = Issued(swapped=rules.FIGURE_SWAPPED, changed=rules.FIGURE_RENAMED)


@dataclass(frozen=True, slots=True)
class FiguresVerdict:
    """The figures of one submission, judged."""

    figures: tuple[Figure, ...] = ()
    """In the register's order."""
    faulty: frozenset[str] = frozenset()
    """Indicators that the form gives but that do not count."""
    unseen: frozenset[str] = frozenset()
    """Indicators that the form never had."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Last:
    """The month before the one judged."""

    period: Period
    figures: Mapping[tuple[str, str], Figure]


def judge_figures(
    submission: Submission,
    unit: Unit,
    period: Period,
    register: Register,
    issued: frozenset[str],
    last: Mapping[tuple[str, str], Figure],
) -> FiguresVerdict:
    """What the submission validly says of the indicators asked of `unit`.

    `issued` are the codes that the form is known to have had; `last` has last month's figures by
    (unit, indicator).
    """
    month = register.at(period)
    asked = tuple(indicator.code for indicator in month.indicators_of(unit))
    if not asked and not submission.figures:
        return FiguresVerdict()
    none = rules.NO_FIGURES_TABLE.at(Source(submission.file), sheet=FIGURES_SHEET)
    known = frozenset(indicator.code for indicator in register.indicators)
    table, wrong = only_table(submission.figures, FIGURES_SHEET, none, known)
    if table is None:
        return FiguresVerdict(findings=wrong)
    ever = frozenset(indicator.code for indicator in register.indicators_of(unit))
    rows = usable_rows(table, FIGURE_COLUMNS, Codes(known, asked, ever, issued))
    return _judged(table, rows, unit, month, _Last(period.previous, last))


def _judged(
    table: Table,
    rows: Rows,
    unit: Unit,
    month: Register,
    last: _Last,
) -> FiguresVerdict:
    """The figures of the usable rows, each by itself, then against each other and last month."""
    asked = {indicator.code: indicator for indicator in month.indicators_of(unit)}
    read = {row.code: _read(row, asked[row.code], month) for row in rows.usable}
    given = {
        row.code: Figure(unit.code, row.code, value, row.place("value"))
        for row in rows.usable
        if (value := read[row.code].value) is not None
    }
    unread = {code for code, reading in read.items() if has_error(reading.findings)}
    told = {*given, *unread, *rows.unusable, *rows.unseen}
    broken = [constraint for constraint in month.constraints if _is_broken(constraint, given)]
    left_out = {code for constraint in broken for code in (*constraint.left, *constraint.right)}
    return FiguresVerdict(
        figures=tuple(given[code] for code in asked if code in given and code not in left_out),
        faulty=frozenset(left_out | unread | rows.unusable),
        unseen=frozenset(rows.unseen),
        findings=(
            *lost_columns(table, rules.NOTES_LOST),
            *rows.findings,
            *(finding for reading in read.values() for finding in reading.findings),
            *_blanks(tuple(code for code in asked if code not in told), table.place),
            *(_broken(constraint, given) for constraint in broken),
            *(
                finding
                for row in rows.usable
                if row.code in given
                for finding in _against_last(row, asked[row.code], given[row.code], last)
            ),
        ),
    )


def _read(row: Row, indicator: Indicator, register: Register) -> Reading[Decimal | None]:
    """The value of one row, if the row still is the indicator's own."""
    names = {known.code: known.name for known in register.indicators}
    name = as_issued(row.slot("name"), row.code, names, _SORTED)
    issued = (*name, *_issued_measure(row, indicator))
    value = _read_value(row.slot("value"), indicator)
    findings = (*issued, *value.findings)
    return Reading(None if has_error(findings) else value.value, findings)


def _issued_measure(row: Row, indicator: Indicator) -> Iterator[Finding]:
    slot, measure = row.slot("measure"), indicator.measure
    if slot.cell is None or slot.cell.text == measure:
        return
    if not fold(measure) == fold(slot.cell.text) != "":
        value = shown(slot.cell)
        yield rules.FIGURE_MEASURE.at(slot.place, code=row.code, value=value, measure=measure)


def _read_value(slot: Slot, indicator: Indicator) -> Reading[Decimal | None]:
    findings = unusable(slot)
    if slot.cell is None or findings or is_dash(slot.cell):
        return Reading(None, findings)
    parsed = _parse(slot.cell, indicator)
    if parsed.value is None:
        return Reading(None, (_unread(slot, slot.cell, parsed, indicator),))
    value = _rounded(parsed.value, indicator)
    found = tuple(_limits(slot, value, indicator))
    if parsed.noted or value != parsed.value:
        reading = wording.number(value)
        note = rules.VALUE_READ_AS.at(
            slot.place, column=indicator.code, value=shown(slot.cell), reading=reading
        )
        found = (note, *found)
    return Reading(value, found)


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
        return _UNREADABLE if parsed.value and abs(parsed.value) >= _IMPOSSIBLE else parsed
    if cell.kind is not CellKind.NUMBER or cell.number is None:
        return _UNREADABLE
    number = exact(cell.number)
    if abs(number) >= _IMPOSSIBLE:
        return _UNREADABLE
    rounded = round(number, _MEANT) if cell.from_formula else number
    in_points = indicator.measure == _PERCENT and is_share(cell)
    return ParsedNumber(plain(rounded * 100 if in_points else rounded))


def _unread(slot: Slot, cell: Cell, parsed: ParsedNumber, indicator: Indicator) -> Finding:
    value = shown(cell)
    if parsed.problem is Problem.AMBIGUOUS:
        readings = either(wording.number(reading) for reading in parsed.readings)
        return rules.FIGURE_AMBIGUOUS.at(
            slot.place, code=indicator.code, value=value, readings=readings
        )
    return rules.FIGURE_UNREADABLE.at(slot.place, code=indicator.code, value=value)


def _limits(slot: Slot, value: Decimal, indicator: Indicator) -> Iterator[Finding]:
    shown_value = wording.number(value)
    if value < 0:
        yield rules.FIGURE_NEGATIVE.at(slot.place, code=indicator.code, value=shown_value)
    if value != round(value, indicator.decimals):
        yield rules.FIGURE_DECIMALS.at(
            slot.place, code=indicator.code, value=shown_value, decimals=indicator.decimals
        )


def _blanks(codes: tuple[str, ...], place: Source) -> Iterator[Finding]:
    if codes:
        yield rules.FIGURES_BLANK.at(Source(place.file, place.sheet), codes=codes)


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
    return rules.CONSTRAINT_BROKEN.at(place, text=whole, numbers=numbers, codes=codes)


def _against_last(row: Row, indicator: Indicator, now: Figure, last: _Last) -> Iterator[Finding]:
    """What last month's figure of the unit says of this one."""
    before = last.figures.get((now.unit, now.indicator))
    if before is None:
        return
    value, other = wording.number(now.value), wording.number(before.value)
    if indicator.nature is Nature.CUMULATIVE and now.value < before.value:
        month, month_before = _month(last.period.following), _month(last.period)
        yield rules.FIGURE_FALLS.at(
            now.source, code=row.code, value=value, month=month, last=other, before=month_before
        )
    elif "note" not in row.cells and _leaps(now.value, before.value):
        yield rules.FIGURE_LEAP.at(now.source, code=row.code, value=value, last=other)


def _month(period: Period) -> str:
    return wording.month_name(period.year, period.month)


def _leaps(now: Decimal, before: Decimal) -> bool:
    """A number ten times last month's is often a slip, unless the clerk explains it."""
    small, large = sorted((now, before))
    return large >= _LARGE and 0 < small * _LEAP <= large
