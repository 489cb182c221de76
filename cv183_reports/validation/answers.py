"""One row of Báo cáo → the record it makes, or why it makes none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form.layout import ANSWER_COLUMNS, Input
from cv183_reports.form.submission import Row
from cv183_reports.model import Field, Level, Record, Register, Status
from cv183_reports.model.finding import Finding
from cv183_reports.validation.consistency import Asked, contradictions
from cv183_reports.validation.reading import (
    has_error,
    read_choice,
    read_date,
    read_percent,
    read_prose,
    read_text,
)
from cv183_reports.validation.structure import Issued, as_issued
from cv183_reports.vietnamese import wording

_HEADERS = {column.key: column.header for column in ANSWER_COLUMNS}
_SORTED = Issued(swapped=catalogue.TEXT_SWAPPED, changed=catalogue.TEXT_CHANGED)
_FILLED_IN = {column.key for column in ANSWER_COLUMNS if column.input is not Input.LOCKED}


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One row, judged."""

    record: Record | None
    blank: bool
    """Nothing was filled in."""
    findings: tuple[Finding, ...]


def judge_row(row: Row, asked: Asked, register: Register) -> RowVerdict:
    """What `row` validly says; no record if a cell of it is wrong."""
    texts = {obligation.code: obligation.text for obligation in register.obligations}
    text = tuple(as_issued(row.slot("text"), row.code, texts, _SORTED))
    may_be_blank = asked.waived or asked.obligation.judged_by_receipt
    if _FILLED_IN.isdisjoint(row.cells):
        place = row.place("status")
        missing = () if may_be_blank else (catalogue.ROW_BLANK.at(place, code=row.code),)
        return RowVerdict(None, blank=True, findings=text + missing)
    record, found = _read(row, asked)
    findings = text + found
    if record is not None:
        record, dated = _date_of_last_month(row, record, asked)
        findings += dated + contradictions(row, record, asked)
    return RowVerdict(None if has_error(findings) else record, blank=False, findings=findings)


def _read(row: Row, asked: Asked) -> tuple[Record | None, tuple[Finding, ...]]:
    """The record that the cells make, each taken by itself; None without a status."""
    status = read_choice(row.slot("status"), _HEADERS["status"], Status, catalogue.STATUS_UNKNOWN)
    percent = read_percent(row.slot("percent"), _HEADERS["percent"])
    done_on = read_date(row.slot("done_on"), _HEADERS["done_on"], asked.plausible)
    result = read_prose(row.slot("result"), _HEADERS["result"])
    evidence = read_text(row.slot("evidence"), _HEADERS["evidence"])
    difficulty = read_prose(row.slot("difficulty"), _HEADERS["difficulty"], may_be_nothing=True)
    field = read_choice(row.slot("field"), _HEADERS["field"], Field, catalogue.CHOICE_UNKNOWN)
    proposal = read_prose(row.slot("proposal"), _HEADERS["proposal"], may_be_nothing=True)
    level = read_choice(row.slot("level"), _HEADERS["level"], Level, catalogue.CHOICE_UNKNOWN)
    cells = (status, percent, done_on, result, evidence, difficulty, field, proposal, level)
    findings = tuple(finding for cell in cells for finding in cell.findings)
    if status.value is None:
        return None, (*_status_blank(row), *findings)
    record = Record(
        unit=asked.unit,
        obligation=row.code,
        status=status.value,
        percent=percent.value,
        done_on=done_on.value,
        result=result.value,
        evidence=evidence.value,
        difficulty=difficulty.value,
        field=field.value,
        proposal=proposal.value,
        level=level.value,
        source=row.place("status"),
    )
    return record, findings


def _status_blank(row: Row) -> Iterator[Finding]:
    slot = row.slot("status")
    if slot.cell is None:
        yield catalogue.STATUS_BLANK.at(slot.place, code=row.code)


def _date_of_last_month(
    row: Row, record: Record, asked: Asked
) -> tuple[Record, tuple[Finding, ...]]:
    """What was done by a fixed date stays done on the day that was told before."""
    slot, deadline, last = row.slot("done_on"), asked.obligation.deadline, asked.last
    is_undated = record.status is Status.DONE and slot.cell is None
    if not is_undated or deadline is None or deadline.once is None:
        return record, ()
    if last is None or last.status is not Status.DONE or last.done_on is None:
        return record, ()
    told = catalogue.DATE_FROM_LAST.at(slot.place, value=wording.short_date(last.done_on))
    return replace(record, done_on=last.done_on), (told,)
