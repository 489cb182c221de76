"""Submission → Judgement: what one file validly says and everything wrong with it, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from msgspec import Struct

from cv183_reports.catalogue import structure
from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form import fields
from cv183_reports.form.fields import (
    ANSWERS_SHEET,
    plan_heading,
)
from cv183_reports.form.values import Submission, Table
from cv183_reports.model import (
    Answered,
    Cycle,
    Figure,
    Filing,
    Highlight,
    Period,
    Plan,
    Receipt,
    Record,
    Register,
    Source,
    Unit,
)
from cv183_reports.model.finding import Finding, Judgement, Outcome, needs_action, outcome_of
from cv183_reports.model.submission import shared_codes
from cv183_reports.validation.consistency import Asked, LastSaid, grey_cells, judge_row
from cv183_reports.validation.figures import judge_figures
from cv183_reports.validation.identity import Identity, identify
from cv183_reports.validation.reading import (
    read_line,
    read_prose,
)
from cv183_reports.validation.structure import (
    Asking,
    Codes,
    floating,
    issued_codes,
    leftovers,
    lost_columns,
    on_file,
    only_table,
    usable_rows,
)

_ITEM = re.compile(r"(?:\d{1,2} ?[.)]|[-+*•–✓➢]) *(?=\D)")
"""How an item of a list begins."""
_BETWEEN_ITEMS = re.compile(r"(?<=[;.]) +(?=\d{1,2} ?[.)] *\D)")
"""Where one that is numbered follows another in one line."""


def judge_submission(
    submission: Submission,
    register: Register,
    expected: Period | None,
    receipt: Receipt,
    *,
    last: Mapping[tuple[str, str], Record],
    last_figures: Mapping[tuple[str, str], Figure],
    on_cells: Sequence[Finding] = (),
    sender: str = "",
) -> Judgement:
    """What `submission` validly says, and every finding on it.

    Args:
        submission: the file, described.
        register: who owes what.
        expected: the month being gathered; None takes any.
        receipt: when the file came.
        last: last month's records by (unit, obligation).
        last_figures: last month's figures by (unit, indicator).
        on_cells: what the reader found in single cells; told first, and not a second time.
        sender: the address the file was sent from, for a suggestion whose it may be.
    """
    identity = identify(submission, register, expected, sender)
    table, wrong = _answers_table(submission, register)
    unit, period = identity.unit, identity.period
    if unit is None or period is None or table is None or needs_action(identity.findings):
        return _rejected(submission, identity, (*on_cells, *identity.findings, *wrong))
    issued = issued_codes(submission.meta, register.at(period), unit)
    asking = Asking(unit, period, register, receipt, issued)
    answers = _judge_answers(table, asking, last)
    figures = judge_figures(submission, asking, last_figures)
    besides = _judge_besides(submission, unit, period.cycle)
    filing = Filing(
        unit=unit.code,
        period=period,
        file=submission.file,
        receipt=receipt,
        sample=submission.meta is not None and bool(submission.meta.sample),
        records=answers.records,
        figures=figures.figures,
        plans=besides.plans,
        faulty=shared_codes(answers.faulty),
        blank=shared_codes(answers.blank),
        faulty_figures=shared_codes(figures.faulty),
        unseen=shared_codes(answers.unseen | figures.unseen),
        header=besides.header,
        highlight=besides.highlight,
        short=shared_codes(answers.short),
    )
    told = (*besides.above, *answers.findings, *figures.findings, *besides.below)
    findings = (
        *on_cells,
        *identity.findings,
        *on_file(submission),
        *floating(submission, register.settings.board.name),
        *_not_told(told, on_cells),
        *_around(submission, unit, period, register, (last, last_figures)),
    )
    return Judgement(submission.file, outcome_of(findings), unit.code, period, filing, findings)


def _answers_table(
    submission: Submission, register: Register
) -> tuple[Table | None, tuple[Finding, ...]]:
    """The table Báo cáo; else what is wrong with it."""
    none = structure.NO_ANSWERS_TABLE.at(Source(submission.file), sheet=ANSWERS_SHEET)
    known = {obligation.code for obligation in register.obligations}
    return only_table(submission.answers, ANSWERS_SHEET, none, known)


def _around(
    submission: Submission,
    unit: Unit,
    period: Period,
    register: Register,
    last: LastSaid,
) -> Iterator[Finding]:
    """What stands outside the cells to fill in.

    Nothing of the grey cells of a form issued before the register changed: they said something else.
    """
    month = register.at(period)
    is_outdated = submission.meta is not None and submission.meta.fingerprint != month.fingerprint
    yield from leftovers(submission, unit, register, outdated=is_outdated)
    if not is_outdated:
        yield from grey_cells(submission, unit, month, period, last)


def _not_told(findings: Sequence[Finding], told: Sequence[Finding]) -> Iterator[Finding]:
    """Without those on cells that hold nothing because the reader could not read them."""
    unread = {finding.place for finding in told}
    error = catalogue.CELL_ERROR.code
    return (f for f in findings if f.code != error or f.place not in unread)


def _rejected(
    submission: Submission, identity: Identity, findings: tuple[Finding, ...]
) -> Judgement:
    return Judgement(
        file=submission.file,
        outcome=Outcome.REJECTED,
        unit=identity.unit.code if identity.unit else None,
        period=identity.period,
        filing=None,
        findings=findings,
    )


class _Answers(Struct, frozen=True):
    """The table Báo cáo, judged."""

    records: tuple[Record, ...]
    """In the register's order."""
    faulty: frozenset[str]
    blank: frozenset[str]
    short: frozenset[str]
    unseen: frozenset[str]
    findings: tuple[Finding, ...]


def _judge_answers(
    table: Table, asking: Asking, last: Mapping[tuple[str, str], Record]
) -> _Answers:
    register, unit = asking.register, asking.unit
    owed = {o.code: o for o in asking.month.obligations_of(unit)}
    excused = {code for code, o in owed.items() if o.judged_by_receipt or asking.is_waived(o)}
    known = frozenset(o.code for o in register.obligations)
    ever = frozenset(o.code for o in register.obligations_of(unit))
    elsewhere = frozenset(indicator.code for indicator in register.indicators)
    codes = Codes(known, tuple(owed), ever, asking.issued, elsewhere)
    rows = usable_rows(table, fields.ANSWER_COLUMNS, codes, excused)
    verdicts = {
        row.code: judge_row(row, Asked(asking, owed[row.code], last.get((unit.code, row.code))))
        for row in rows.usable
    }
    records = {code: verdict.record for code, verdict in verdicts.items()}
    faulty = {code for code, verdict in verdicts.items() if verdict.is_faulty}
    return _Answers(
        records=tuple(record for code in owed if (record := records.get(code))),
        faulty=frozenset({*faulty, *rows.deleted, *rows.unusable}),
        blank=frozenset({code for code, v in verdicts.items() if v.blank} - excused),
        short=frozenset(code for code, v in verdicts.items() if v.is_short),
        unseen=frozenset(rows.unseen),
        findings=(
            *lost_columns(table, structure.COLUMN_LOST),
            *rows.findings,
            *_missing(table, rows.deleted),
            *chain.from_iterable(verdict.findings for verdict in verdicts.values()),
        ),
    )


def _missing(table: Table, codes: Sequence[str]) -> Iterator[Finding]:
    place = Source(table.place.file, table.place.sheet)
    return (structure.ROW_MISSING.at(place, code=code) for code in codes)


class _Besides(Struct, frozen=True):
    """What stands above and below the table Báo cáo, judged."""

    header: Answered
    highlight: Highlight | None
    plans: tuple[Plan, ...]
    above: tuple[Finding, ...]
    below: tuple[Finding, ...]


def _judge_besides(submission: Submission, unit: Unit, cycle: Cycle) -> _Besides:
    header, above = _header(submission)
    highlight, on_highlight = _highlight(submission, unit)
    plans, on_plans = _plans(submission, unit, cycle)
    return _Besides(header, highlight, plans, above, (*on_highlight, *on_plans))


def _plans(
    submission: Submission, unit: Unit, cycle: Cycle
) -> tuple[tuple[Plan, ...], tuple[Finding, ...]]:
    """Lines of next month's plan; one with a wrong cell is left out."""
    heading = plan_heading(cycle)
    read = [(slot, read_prose(slot, heading, may_be_nothing=True)) for slot in submission.plans]
    plans = tuple(
        Plan(unit.code, item, slot.place) for slot, line in read for item in _items(line.value)
    )
    return plans, tuple(finding for _, line in read for finding in line.findings)


def _items(text: str) -> tuple[str, ...]:
    """The items of a list that was typed into one line of the plan, without its marks; else the text."""
    lines = [line for line in text.splitlines() if line]
    if len(lines) == 1:
        lines = _numbered_on(lines[0])
    begun = [_ITEM.match(line) for line in lines]
    if not all(begun):
        return (text,)
    return tuple(line[mark.end() :] for line, mark in zip(lines, begun, strict=True) if mark)


def _numbered_on(line: str) -> list[str]:
    """``1. Họp dân; 2. Sửa trụ sở`` as two; whole where it does not count on from 1."""
    items = _BETWEEN_ITEMS.split(line)
    counted = all(re.match(rf"{n} ?[.)]", item) for n, item in enumerate(items, start=1))
    return items if counted else [line]


def _highlight(submission: Submission, unit: Unit) -> tuple[Highlight | None, tuple[Finding, ...]]:
    """What the unit says stands out; a wrong cell says nothing."""
    slot = submission.highlight
    if slot is None or submission.meta is None:
        return None, ()
    label = submission.meta.highlight
    read = read_prose(slot, label, may_be_nothing=True)
    told = Highlight(unit.code, label, read.value, slot.place) if read.value else None
    return told, read.findings


def _header(submission: Submission) -> tuple[Answered, tuple[Finding, ...]]:
    """What the unit wrote into the header block; a line with a wrong cell says nothing."""
    slots = {line: submission.header.get(line.key) for line in fields.header_inputs()}
    read = {line: read_line(slot, line.label) for line, slot in slots.items() if slot}
    told = MappingProxyType({line.key: reading.value for line, reading in read.items()})
    return told, tuple(finding for reading in read.values() for finding in reading.findings)
