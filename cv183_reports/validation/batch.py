"""What a resubmission changed: the older filing against the newer one, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from cv183_reports.catalogue import intake
from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form import fields
from cv183_reports.form.fields import VALUE, Column, Input, answer_text, inputs
from cv183_reports.form.layout import ANSWERS_SHEET, HEADER_BLOCK, PLAN_HEADING
from cv183_reports.model import LOCAL, Figure, Filing, Receipt, Record, Register, Source, Unit
from cv183_reports.model.finding import Finding, Judgement, Outcome, Severity, quote
from cv183_reports.validation.judgement import outcome_of
from cv183_reports.validation.reading import at_most
from cv183_reports.vietnamese.text import fold_words

_LED_IN = 20
"""Characters that two long texts show before the place where they part."""
_OBLIGATION, _INDICATOR = "Nhiệm vụ {}", "Chỉ tiêu {}"
"""What a row is called."""


@dataclass(frozen=True, slots=True)
class _Said:
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
            mended = {"what": what, "other": Source(older.file), "changes": (catalogue.MENDED,)}
            yield catalogue.CHANGED.at(place, **mended)
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
        yield catalogue.EMPTIED.at(place, what=what, other=Source(other), fields=fields)
    changed = [header for header, value in has.items() if value != had.get(header)]
    if changed:
        changes = tuple(
            f"{header} «{old}» → «{new}»"
            for header in changed
            for old, new in [_contrasted(had.get(header, ""), has[header])]
        )
        yield catalogue.CHANGED.at(place, what=what, other=Source(other), changes=changes)


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
        rows.append(_Said(PLAN_HEADING, filing.plans[0].source, (("nội dung", plans),)))
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


_COPIED_LENGTH = 40
"""Shorter texts are the same by chance."""
_UNKNOWN = datetime.min.replace(tzinfo=LOCAL)
_AT_ONCE = timedelta(minutes=1)
"""Two files of one unit that came closer together: the order in which they were copied, or
packed, tells nothing of which one is meant."""
_FAULTY = {Outcome.HAS_ERRORS, Outcome.REJECTED}
_NAMED = 3
"""Units that a finding on copied texts names; it counts the others."""


@dataclass(frozen=True, slots=True)
class Received:
    """One file of the period, judged, with what the ledger knows of it."""

    sha256: str
    """Of its bytes; empty where they could not be read, and then like no other."""
    receipt: Receipt
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Batch:
    """All files of one period, settled."""

    judgements: tuple[Judgement, ...]
    """One for each file, in the order given, with the findings that only the whole shows."""
    filings: tuple[Filing, ...]
    """The one that counts for each unit, by code of the unit."""
    unreadable: Mapping[str, tuple[str, ...]]
    """Units that sent something of which nothing counts: code → their files."""
    versions: Mapping[str, tuple[Received, ...]]
    """Everything each unit sent, the same file once: code → its files, the latest last."""

    def faulty(self, register: Register) -> Iterator[tuple[Unit, Judgement]]:
        """The latest file of each unit that has to mend it, in official order.

        A unit that has sent a sound file after a bad one gets none back.
        """
        for unit in register.units:
            sent = self.versions.get(unit.code, ())
            if sent and sent[-1].judgement.outcome in _FAULTY:
                yield unit, sent[-1].judgement

    @property
    def unsettled(self) -> Iterator[Finding]:
        """Errors on files that do not count, unless a later one of the unit does: whole units hang on them."""
        settled = {
            filing.unit: self.versions[filing.unit][-1].judgement.file for filing in self.filings
        }
        counted = {filing.file for filing in self.filings}
        return (
            finding
            for judgement in self.judgements
            if judgement.file not in counted
            for is_last in [settled.get(judgement.unit or "", judgement.file) == judgement.file]
            for finding in judgement.findings
            if finding.severity is Severity.ERROR
            and (is_last or finding.code == intake.UNKNOWN_ORDER.code)
        )


@dataclass(frozen=True, slots=True)
class _Decision:
    """What became of the files of one unit."""

    counted: Filing | None
    findings: tuple[Finding, ...]


def settle(received: Sequence[Received], register: Register) -> Batch:
    """Which file counts for each unit: the latest that could be read.

    Two different ones less than a minute apart are never chosen between: the unit then has no
    filing. An invented file counts only where no real one can be read.
    The order of `received` decides nothing but the order of the judgements.
    """
    by_unit: dict[str, list[Received]] = {}
    for each in received:
        if each.judgement.unit is not None and each.judgement.outcome is not Outcome.IGNORED:
            by_unit.setdefault(each.judgement.unit, []).append(each)
    decisions = {unit: _decide(by_unit[unit]) for unit in sorted(by_unit)}
    versions = {unit: tuple(_once_each(_in_order(by_unit[unit]))[0]) for unit in decisions}
    filings = tuple(d.counted for d in decisions.values() if d.counted)
    found: dict[str, list[Finding]] = {}
    for finding in chain(*(d.findings for d in decisions.values()), _copied(filings, register)):
        found.setdefault(finding.place.file, []).append(finding)
    return Batch(
        judgements=tuple(
            _with(each.judgement, found.get(each.judgement.file, ())) for each in received
        ),
        filings=filings,
        unreadable={
            unit: tuple(each.judgement.file for each in _in_order(by_unit[unit]))
            for unit, decision in decisions.items()
            if decision.counted is None
        },
        versions=versions,
    )


def _in_order(received: Sequence[Received]) -> list[Received]:
    """By when they came; those of which nobody knows when, before all others."""
    return sorted(received, key=lambda r: (r.receipt.at or _UNKNOWN, r.sha256, r.judgement.file))


def _with(judgement: Judgement, own: Sequence[Finding]) -> Judgement:
    """The judgement with what all files together say of its file."""
    findings = (*judgement.findings, *own)
    is_read = judgement.filing is not None
    outcome = outcome_of(findings) if is_read and own else judgement.outcome
    return replace(judgement, outcome=outcome, findings=findings)


def _decide(received: Sequence[Received]) -> _Decision:
    """Which of one unit's files counts; invented ones stand back behind a real one."""
    real = [each for each in received if not _is_invented(each)]
    readable = [each.judgement.file for each in _in_order(real) if each.judgement.filing]
    if not readable:
        return _latest(received)
    decision, other = _latest(real), Source(readable[-1])
    aside = [each.judgement.file for each in _in_order(received) if _is_invented(each)]
    told = (catalogue.SAMPLE_ASIDE.at(Source(file), other=other) for file in aside)
    return replace(decision, findings=(*decision.findings, *told))


def _is_invented(each: Received) -> bool:
    return each.judgement.filing is not None and each.judgement.filing.sample


def _latest(received: Sequence[Received]) -> _Decision:
    """Which of these files counts: the last that could be read."""
    single, findings = _once_each(_in_order(received))
    readable = [(each, each.judgement.filing) for each in single if each.judgement.filing]
    if not readable:
        return _Decision(None, tuple(findings))
    untimed = [filing for each, filing in readable if each.receipt.at is None]
    instant = readable[-1][0].receipt.at
    if instant is None:
        return _of_unknown_order(untimed, findings)
    timed = [(at, filing) for each, filing in readable if (at := each.receipt.at)]
    latest = [filing for at, filing in timed if instant - at < _AT_ONCE]
    older = [filing for at, filing in timed if instant - at >= _AT_ONCE]
    *others, counted = latest
    if any(differ(other, counted) for other in others):
        return _Decision(None, (*findings, *_undecided(latest)))
    findings += _replaced([*older, *others], counted)
    if older:
        findings += differences(older[-1], counted)
    findings += [
        catalogue.NEWER_UNREADABLE.at(Source(counted.file), other=Source(each.judgement.file))
        for each in single
        if each.judgement.filing is None and each.receipt.at and each.receipt.at >= instant
    ]
    return _Decision(counted, (*findings, *_aside(untimed, counted)))


def _of_unknown_order(filings: Sequence[Filing], findings: Sequence[Finding]) -> _Decision:
    """Of files of which nobody knows when they came, one counts only where they say the same."""
    *others, counted = filings
    if not any(differ(other, counted) for other in others):
        return _Decision(counted, (*findings, *_aside(others, counted)))
    told = [
        intake.UNKNOWN_ORDER.at(
            Source(one.file), other=Source(other.file), counted=intake.NONE_COUNTS
        )
        for one in filings
        for other in [next(o for o in filings if o.file != one.file)]
    ]
    return _Decision(None, (*findings, *told))


def _aside(filings: Sequence[Filing], counted: Filing) -> Iterator[Finding]:
    """Files of which nobody knows when they came never replace another."""
    for filing in filings:
        place, other = Source(filing.file), Source(counted.file)
        if differ(filing, counted):
            yield intake.UNKNOWN_ORDER.at(place, other=other, counted=intake.OTHER_COUNTS)
        else:
            yield intake.SAME_CONTENT.at(place, other=other)


def _once_each(ordered: Sequence[Received]) -> tuple[list[Received], list[Finding]]:
    """The files without those that repeat the one before byte for byte: the first receipt counts."""
    single: list[Received] = []
    findings: list[Finding] = []
    for each in ordered:
        if each.sha256 and single and single[-1].sha256 == each.sha256:
            place, other = Source(each.judgement.file), single[-1].judgement.file
            findings.append(catalogue.SAME_FILE.at(place, other=Source(other)))
        else:
            single.append(each)
    return single, findings


def _undecided(latest: Sequence[Filing]) -> Iterator[Finding]:
    for filing in latest:
        other = next(o.file for o in latest if o.file != filing.file)
        yield catalogue.SAME_TIME.at(Source(filing.file), other=Source(other))


def _replaced(filings: Sequence[Filing], counted: Filing) -> Iterator[Finding]:
    return (catalogue.REPLACED.at(Source(f.file), other=Source(counted.file)) for f in filings)


def _copied(filings: Sequence[Filing], register: Register) -> Iterator[Finding]:
    """Texts of one unit that others have word for word, of the same obligation.

    One finding for all that a unit has in common with the same others: units that copy, copy it all.
    """
    said: dict[tuple[str, Column, str], list[Record]] = {}
    prose = [column for column in fields.ANSWER_COLUMNS if column.input is Input.PROSE]
    for record in (record for filing in filings for record in filing.records):
        for column in prose:
            text = answer_text(record.answers.get(column.key))
            if len(text) >= _COPIED_LENGTH:
                said.setdefault((record.obligation, column, fold_words(text)), []).append(record)
    shared: dict[tuple[str, tuple[str, ...]], dict[Column, list[Record]]] = {}
    for (_, column, _), records in said.items():
        for record in records:
            others = tuple(r.unit for r in records if r.unit != record.unit)
            if others:
                shared.setdefault((record.unit, others), {}).setdefault(column, []).append(record)
    for (_, others), columns in shared.items():
        first = next(iter(columns.values()))[0]
        what = tuple(_shared_texts(column, records) for column, records in columns.items())
        yield catalogue.TEXT_SHARED.at(first.source, what=what, units=_names(others, register))


def _shared_texts(column: Column, records: Sequence[Record]) -> str:
    codes = ", ".join(record.obligation for record in records)
    return f"{column.header} của nhiệm vụ {codes}"


def _names(codes: Sequence[str], register: Register) -> tuple[object, ...]:
    names = [unit.short_name for code in codes if (unit := register.unit(code))]
    return at_most(names, catalogue.MORE_UNITS, _NAMED)
