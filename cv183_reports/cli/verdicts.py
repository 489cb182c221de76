"""Judgements on the screen and as JSON: what `check` and `receive` say of files."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.screen import show_findings, tally_line
from cv183_reports.finding import Finding, Judgement, Outcome
from cv183_reports.model import Figure, Record
from cv183_reports.vietnamese.wording import lower_first

OUTCOMES = {
    Outcome.ACCEPTED: "dùng được",
    Outcome.ACCEPTED_WITH_WARNINGS: "dùng được, có cảnh báo",
    Outcome.HAS_ERRORS: "có lỗi phải sửa",
    Outcome.REJECTED: "không dùng được",
    Outcome.IGNORED: "bỏ qua",
}


def show_judgements(judgements: Sequence[Judgement]) -> None:
    """One line for each file, then everything found, by file; then how many there were."""
    for judgement in judgements:
        told = next((f.message for f in judgement.findings if f.code == machine.RECEIVED.code), "")
        when = f" — {lower_first(told)}" if told else ""
        click.echo(f"{judgement.file}: {OUTCOMES[judgement.outcome]}{when}")
    findings = [f for j in judgements for f in j.findings if f.code != machine.RECEIVED.code]
    if findings:
        click.echo()
        show_findings(findings)
    click.echo()
    click.echo(
        f"Đã kiểm tra {len(judgements)} tệp: {tally_line(findings) or 'không có lỗi, cảnh báo'}."
    )


def as_json(judgement: Judgement) -> dict[str, object]:
    """One file, judged: its outcome, what counts of it, and every finding."""
    filing = judgement.filing
    return {
        "file": judgement.file,
        "outcome": judgement.outcome.value,
        "unit": judgement.unit,
        "period": str(judgement.period) if judgement.period else None,
        "records": [_record(record) for record in filing.records] if filing else [],
        "figures": [_figure(figure) for figure in filing.figures] if filing else [],
        "findings": [_finding(finding) for finding in judgement.findings],
    }


def _record(record: Record) -> dict[str, object]:
    return {
        "obligation": record.obligation,
        "status": record.status.value,
        "percent": _number(record.percent),
        "done_on": record.done_on.isoformat() if record.done_on else None,
        "result": record.result,
        "evidence": record.evidence,
        "difficulty": record.difficulty,
        "field": record.field.value if record.field else None,
        "proposal": record.proposal,
        "level": record.level.value if record.level else None,
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {"indicator": figure.indicator, "value": _number(figure.value)}


def _number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "message": finding.message,
        "remedy": finding.remedy,
    }
