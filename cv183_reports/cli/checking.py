"""`check`: says everything wrong with files, and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import click

from cv183_reports.cli.month import Month, judged, read_months
from cv183_reports.cli.opening import FINDINGS, open_register
from cv183_reports.cli.screen import show_findings, tally_line
from cv183_reports.finding import Finding, Judgement, Outcome
from cv183_reports.intake.envelope import Arrival, gather
from cv183_reports.model import Figure, Period, Record, Register
from cv183_reports.validation.batch import Received, settle
from cv183_reports.workspace import Workspace

_SATISFACTORY = {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS, Outcome.IGNORED}

_OUTCOMES = {
    Outcome.ACCEPTED: "dùng được",
    Outcome.ACCEPTED_WITH_WARNINGS: "dùng được, có cảnh báo",
    Outcome.HAS_ERRORS: "có lỗi phải sửa",
    Outcome.REJECTED: "không dùng được",
    Outcome.IGNORED: "bỏ qua",
}


def check_files(root: Path, paths: Sequence[Path], *, as_json: bool) -> int:
    """Judges the files, those of one unit and month together."""
    workspace, register = open_register(root)
    months = _Earlier(workspace, register)
    received = [_judged(arrival, register, months) for arrival in gather(list(paths), Path.cwd())]
    judgements = _settled(received, register)
    if as_json:
        click.echo(
            json.dumps({"files": [_file(j) for j in judgements]}, ensure_ascii=False, indent=1)
        )
    else:
        _show(judgements)
    return 0 if all(j.outcome in _SATISFACTORY for j in judgements) else FINDINGS


@dataclass(slots=True)
class _Earlier:
    """The months before those checked, read when first asked for."""

    workspace: Workspace
    register: Register
    months: dict[Period, Month | None] = field(default_factory=dict)

    def before(self, period: Period) -> Month | None:
        """The month before `period`, if it lies in the working folder."""
        if period not in self.months:
            there = self.workspace.inbox(period.previous).is_dir()
            self.months[period] = (
                read_months(self.workspace, self.register, period.previous)[0] if there else None
            )
        return self.months[period]


def _judged(arrival: Arrival, register: Register, months: _Earlier) -> Received:
    """Judged against the month before the one that the file itself names."""
    alone = judged(arrival, register, None, None)
    period = alone.judgement.period
    before = months.before(period) if period else None
    return judged(arrival, register, None, before) if before else alone


def _settled(received: Sequence[Received], register: Register) -> list[Judgement]:
    """In the order given; files of different months never compete."""
    positions: dict[Period | None, list[int]] = {}
    for position, each in enumerate(received):
        positions.setdefault(each.judgement.period, []).append(position)
    settled: dict[int, Judgement] = {}
    for of_month in positions.values():
        batch = settle([received[position] for position in of_month], register)
        settled.update(zip(of_month, batch.judgements, strict=True))
    return [settled[position] for position in range(len(received))]


def _show(judgements: Sequence[Judgement]) -> None:
    for judgement in judgements:
        click.echo(f"{judgement.file}: {_OUTCOMES[judgement.outcome]}")
    findings = [finding for judgement in judgements for finding in judgement.findings]
    if findings:
        click.echo()
        show_findings(findings)
    click.echo()
    click.echo(
        f"Đã kiểm tra {len(judgements)} tệp: {tally_line(findings) or 'không có lỗi, cảnh báo'}."
    )


def _file(judgement: Judgement) -> dict[str, object]:
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
