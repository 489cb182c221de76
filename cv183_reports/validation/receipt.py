"""How a file came: when, from whom, whether it came before, what it changed of the last one; whose it is if it cannot be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import intake, machine, submission
from cv183_reports.form import fields
from cv183_reports.form.fields import (
    ANSWERS_SHEET,
    HEADER_BLOCK,
    HIGHLIGHT_ROW,
    VALUE,
    answer_text,
    inputs,
    plan_heading,
)
from cv183_reports.model import Figure, Filing, Period, Receipt, Record, Register, Source
from cv183_reports.model.finding import Finding, Judgement, Outcome, Severity, outcome_of, quote
from cv183_reports.validation.identity import judge_sender, unit_of_sender
from cv183_reports.vietnamese.wording import instant, period_name, upper_first


def is_late(filing: Filing, register: Register) -> bool:
    """Whether the file came after the deadline of its month."""
    return not filing.receipt.is_before(register.due(filing.period))


_LEEWAY = timedelta(minutes=10)
"""By which the clocks of two machines may differ."""


def credible(receipt: Receipt, period: Period | None, now: datetime, *, invented: bool) -> Receipt:
    """The receipt; without its instant where nothing of `period` can have come then.

    Nothing comes after `now`, and nothing of a month before that month begins: its forms are made for
    it. What is `invented` for practice may come until its month ends; where the clock itself stands
    before the month, it proves nothing of the next.
    """
    if receipt.at is None:
        return receipt
    latest = now + _LEEWAY
    if period is not None and (invented or now < period.begin):
        latest = max(latest, period.end)
    said = {"evidence": receipt.evidence, "at": instant(receipt.at)}
    if receipt.at > latest:
        return replace(receipt, at=None, evidence=intake.AFTER_NOW.format(**said))
    if period is not None and receipt.at < period.begin:
        month = period_name(period)
        evidence = intake.BEFORE_PERIOD.format(**said, month=month)
        return replace(receipt, at=None, evidence=evidence)
    return receipt


def with_receipt(judgement: Judgement, sender: str, register: Register) -> Judgement:
    """The judgement of a readable file, with when it came and what the address it came from says."""
    judged = _with_sender(judgement, sender, register)
    if judged.filing is None:
        return judged
    came = tuple(_came(judged.filing, register))
    findings = (*came, *judged.findings)
    is_doubted = any(finding.severity is not Severity.NOTE for finding in came)
    outcome = outcome_of(findings) if is_doubted else judged.outcome
    return replace(judged, outcome=outcome, findings=findings)


def sent_before(judgement: Judgement, same: str, expected: Period) -> Judgement:
    """Of a form of last month that had come for last month byte for byte (as `same`): just that."""
    period = judgement.period
    if period is None:
        return judgement
    told = intake.FILE_OF_LAST_MONTH.at(
        Source(judgement.file),
        found=period_name(period),
        other=Source(same),
        expected=period_name(expected),
    )
    others = (f for f in judgement.findings if f.code != submission.WRONG_PERIOD.code)
    return replace(judgement, findings=(told, *others))


def is_of_another_month(judgement: Judgement) -> bool:
    """Whether the file was turned away for the month it is of."""
    return any(finding.code == submission.WRONG_PERIOD.code for finding in judgement.findings)


def turned_away(
    file: str, sender: str, findings: Iterable[Finding], register: Register, booked: str = ""
) -> Judgement:
    """A file of which nothing can be read; whose it is, only its name or its sender can tell.

    `booked` is the code of the unit that the ledger named when it could still be read.
    """
    found = tuple(findings)
    if all(finding.severity is Severity.NOTE for finding in found):
        return Judgement(file, Outcome.IGNORED, None, None, None, found)
    owner = unit_of_sender(sender, register)
    told = booked if register.unit(booked) else _unit_in_name(file, register)
    unit = told or (owner.code if owner else None)
    return Judgement(file, Outcome.REJECTED, unit, None, None, found)


def _with_sender(judgement: Judgement, sender: str, register: Register) -> Judgement:
    unit = register.unit(judgement.unit) if judgement.unit else None
    if unit is None:
        return judgement
    told = tuple(judge_sender(sender, unit, register, judgement.file))
    findings = (*judgement.findings, *told)
    outcome = outcome_of(findings) if judgement.filing and told else judgement.outcome
    return replace(judgement, outcome=outcome, findings=findings)


def _came(filing: Filing, register: Register) -> Iterator[Finding]:
    """When the file came and what says so: what counts as late rests on it."""
    place, receipt = Source(filing.file), filing.receipt
    evidence = (receipt.evidence,)  # whole: only a text alone is shortened
    if receipt.at is None:
        told = {"period": filing.period, "file": place}
        yield intake.UNKNOWN_TIME.at(place, evidence=evidence, **told)
    else:
        late = "; sau hạn" if is_late(filing, register) else ""
        yield machine.RECEIVED.at(place, at=instant(receipt.at), evidence=evidence, late=late)
        unread = tuple(claim.evidence for claim in receipt.claims if claim.at is None)
        if unread:
            at, claim = instant(receipt.at), (upper_first("; ".join(unread)),)
            yield intake.DOUBTFUL_TIME.at(place, claim=claim, evidence=evidence, at=at)
    yield from _forwarded(filing, register)


def _forwarded(filing: Filing, register: Register) -> Iterator[Finding]:
    """The time that the innermost mail around the file tells: for a person to weigh."""
    told = [(claim, claim.at) for claim in filing.receipt.claims if claim.at is not None]
    for claim, at in told[-1:]:
        is_earlier = is_late(filing, register) and at < register.due(filing.period)
        rule = intake.FORWARDED_EARLIER if is_earlier else intake.FORWARDED_TIME
        yield rule.at(Source(filing.file), claim=(claim.evidence,), at=instant(at))


def _unit_in_name(file: str, register: Register) -> str | None:
    """The code that the name of a form of ours begins with."""
    name = unicodedata.normalize("NFC", file.rpartition("/")[2]).casefold()
    codes = [unit.code for unit in register.units if name.startswith(f"{unit.code.casefold()}-")]
    return max(codes, key=len, default=None)


_LED_IN = 20
"""Characters that two long texts show before the place where they part."""
_OBLIGATION, _INDICATOR = "Nhiệm vụ {}", "Chỉ tiêu {}"
"""What a row is called."""


class _Said(Struct, frozen=True):
    """One row as a filing says it."""

    what: str
    place: Source
    values: tuple[tuple[str, str], ...]
    """Header of the column and what stands there, as printed; empty = nothing."""


def differences(older: Filing, newer: Filing) -> Iterator[Finding]:
    """One finding for each row that says something else, one for each that lost something.

    A row with an error in the newer is passed over: it is there, and what is wrong with it is said.
    """
    before, after = _rows_and_header(older), _rows_and_header(newer)
    were_faulty, are_faulty = _faulty(older), _faulty(newer)
    for what in dict.fromkeys((*before, *after)):
        place = after[what].place if what in after else Source(newer.file)
        if what in are_faulty:
            continue
        if what in were_faulty:
            mended = {"what": what, "other": Source(older.file), "changes": (intake.MENDED,)}
            yield intake.CHANGED.at(place, **mended)
            continue
        had, has = _values(before, what), _values(after, what)
        yield from _difference(what, place, older.file, had, has)


def differ(one: Filing, other: Filing) -> bool:
    """Whether the two say anything else, or of something only one says it rightly.

    Who filled it in is nothing that is reported on.
    """
    here, there = _rows(one), _rows(other)
    alike = (_values(here, what) == _values(there, what) for what in (*here, *there))
    return _faulty(one) != _faulty(other) or not all(alike)


def _values(rows: dict[str, _Said], what: str) -> dict[str, str]:
    """What stands in a row, by the header of the column; a row that is not there has nothing."""
    values = rows[what].values if what in rows else ()
    return {header: value for header, value in values if value}


def _faulty(filing: Filing) -> set[str]:
    """The rows that were left out because of an error."""
    return {
        *(_OBLIGATION.format(code) for code in filing.faulty),
        *(_INDICATOR.format(code) for code in filing.faulty_figures),
    }


def _difference(
    what: str, place: Source, other: str, had: dict[str, str], has: dict[str, str]
) -> Iterator[Finding]:
    lost = [header for header in had if header not in has]
    if lost:
        fields = tuple(f"{header} «{quote(had[header])}»" for header in lost)
        yield intake.EMPTIED.at(place, what=what, other=Source(other), fields=fields)
    changed = [header for header, value in has.items() if value != had.get(header)]
    if changed:
        changes = tuple(
            f"{header} «{old}» → «{new}»"
            for header in changed
            for old, new in [_contrasted(had.get(header, ""), has[header])]
        )
        yield intake.CHANGED.at(place, what=what, other=Source(other), changes=changes)


def _contrasted(old: str, new: str) -> tuple[str, str]:
    """Both texts shortened for a sentence, from a few words before the place where they part."""
    parts = (place for place, pair in enumerate(zip(old, new, strict=False)) if len({*pair}) > 1)
    same = next(parts, min(len(old), len(new)))
    if same <= _LED_IN or max(len(old), len(new)) <= _LED_IN:
        return quote(old), quote(new)
    start = old.rfind(" ", 0, same - _LED_IN) + 1
    lead = "…" if start else ""
    return quote(lead + old[start:]), quote(lead + new[start:])


def _rows(filing: Filing) -> dict[str, _Said]:
    """What `filing` says, by the name of the row."""
    rows = [
        *(_of_record(record) for record in filing.records),
        *(_of_figure(figure) for figure in filing.figures),
    ]
    if filing.plans:
        plans = "; ".join(plan.text for plan in filing.plans)
        heading = plan_heading(filing.period.cycle)
        rows.append(_Said(heading, filing.plans[0].source, (("nội dung", plans),)))
    if told := filing.highlight:
        rows.append(_Said(HIGHLIGHT_ROW, told.source, (("nội dung", told.text),)))
    return {row.what: row for row in rows}


def _rows_and_header(filing: Filing) -> dict[str, _Said]:
    """What `filing` says and who says it, by the name of the row."""
    values = tuple(
        (line.label, answer_text(filing.header.get(line.key))) for line in fields.header_inputs()
    )
    place = Source(filing.file, ANSWERS_SHEET)
    return {HEADER_BLOCK: _Said(HEADER_BLOCK, place, values)} | _rows(filing)


def _of_record(record: Record) -> _Said:
    columns = inputs(fields.ANSWER_COLUMNS)
    values = tuple((c.header, answer_text(record.answers.get(c.key))) for c in columns)
    return _Said(_OBLIGATION.format(record.obligation), record.source, values)


def _of_figure(figure: Figure) -> _Said:
    beside = ((c.header, answer_text(figure.beside.get(c.key))) for c in fields.asked_beside())
    values = ((VALUE.header, answer_text(figure.value)), *beside)
    return _Said(_INDICATOR.format(figure.indicator), figure.source, values)
