"""How a file came: when, from whom, whether it came before; and whose it is if it cannot be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from cv183_reports.catalogue import intake, machine, submission
from cv183_reports.model import Filing, Period, Register, Source
from cv183_reports.model.finding import Finding, Judgement, Outcome, Severity
from cv183_reports.validation.identity import judge_sender, unit_of_sender
from cv183_reports.validation.judgement import outcome_of
from cv183_reports.vietnamese.wording import instant, month_name


def is_late(filing: Filing, register: Register) -> bool:
    """Whether the file came after the deadline of its month."""
    return filing.receipt.at >= register.due(filing.period)


def with_receipt(judgement: Judgement, sender: str, register: Register) -> Judgement:
    """The judgement of a readable file, with when it came and what the address it came from says."""
    judged = _with_sender(judgement, sender, register)
    if judged.filing is None:
        return judged
    return replace(judged, findings=(_received(judged.filing, register), *judged.findings))


def sent_before(judgement: Judgement, same: str, expected: Period) -> Judgement:
    """Of a form of last month that had come for last month byte for byte (as `same`): just that."""
    period = judgement.period
    if period is None:
        return judgement
    told = intake.FILE_OF_LAST_MONTH.at(
        Source(judgement.file),
        found=month_name(period.year, period.month),
        other=Source(same),
        expected=month_name(expected.year, expected.month),
    )
    others = (f for f in judgement.findings if f.code != submission.WRONG_PERIOD.code)
    return replace(judgement, findings=(told, *others))


def is_of_another_month(judgement: Judgement) -> bool:
    """Whether the file was turned away for the month it is of."""
    return any(finding.code == submission.WRONG_PERIOD.code for finding in judgement.findings)


def turned_away(
    file: str, sender: str, findings: Iterable[Finding], register: Register
) -> Judgement:
    """A file of which nothing can be read; whose it is, only its name or its sender can tell."""
    found = tuple(findings)
    if all(finding.severity is Severity.NOTE for finding in found):
        return Judgement(file, Outcome.IGNORED, None, None, None, found)
    owner = unit_of_sender(sender, register)
    unit = _unit_in_name(file, register) or (owner.code if owner else None)
    return Judgement(file, Outcome.REJECTED, unit, None, None, found)


def _with_sender(judgement: Judgement, sender: str, register: Register) -> Judgement:
    unit = register.unit(judgement.unit) if judgement.unit else None
    if unit is None:
        return judgement
    told = tuple(judge_sender(sender, unit, register, judgement.file))
    findings = (*judgement.findings, *told)
    outcome = outcome_of(findings) if judgement.filing and told else judgement.outcome
    return replace(judgement, outcome=outcome, findings=findings)


def _received(filing: Filing, register: Register) -> Finding:
    """When the file came and what says so: what counts as late rests on it."""
    return machine.RECEIVED.at(
        Source(filing.file),
        at=instant(filing.receipt.at),
        evidence=(filing.receipt.evidence,),  # whole: only a text alone is shortened
        late="; sau hạn" if is_late(filing, register) else "",
    )


def _unit_in_name(file: str, register: Register) -> str | None:
    """The code that the name of a form of ours begins with."""
    name = unicodedata.normalize("NFC", file.rpartition("/")[2]).casefold()
    codes = [unit.code for unit in register.units if name.startswith(f"{unit.code.casefold()}-")]
    return max(codes, key=len, default=None)
