"""`check`: says everything wrong with files, and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.month import Month, judged, read_months
from cv183_reports.cli.opening import FINDINGS, open_register
from cv183_reports.cli.screen import show_findings, tally_line
from cv183_reports.finding import Finding, Judgement, Outcome
from cv183_reports.intake.envelope import Arrival, gather
from cv183_reports.model import Figure, Period, Record, Register, Source
from cv183_reports.validation.batch import Received, settle
from cv183_reports.vietnamese.wording import listed, lower_first
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
    """Judges the files, those of one unit and month together.

    Files of one month's inbox are judged as `build` judges them: for that month.
    """
    workspace, register = open_register(root)
    months = _Earlier(workspace, register)
    expected = _month_of(workspace, paths)
    received = [
        _judged(arrival, register, months, expected) for arrival in gather(list(paths), Path.cwd())
    ]
    judgements = _settled(received, register, expected)
    if as_json:
        files = [_file(judgement) for judgement in judgements]
        click.echo(json.dumps({"files": files}, ensure_ascii=False, indent=1))
    else:
        _show(paths, judgements)
    return 0 if all(j.outcome in _SATISFACTORY for j in judgements) else FINDINGS


def _month_of(workspace: Workspace, paths: Sequence[Path]) -> Period | None:
    """The month in whose folder all of `paths` lie."""
    data = workspace.data.resolve()
    months = {
        Period.parse(path.resolve().relative_to(data).parts[0]) if _lies_in(path, data) else None
        for path in paths
    }
    return months.pop() if len(months) == 1 else None


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve() != folder and path.resolve().is_relative_to(folder)


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


def _judged(
    arrival: Arrival, register: Register, months: _Earlier, expected: Period | None
) -> Received:
    """Judged against the month before the one expected, or the one that the file itself names."""
    if expected is not None:
        return judged(arrival, register, expected, months.before(expected))
    alone = judged(arrival, register, None, None)
    period = alone.judgement.period
    before = months.before(period) if period else None
    return judged(arrival, register, None, before) if before else alone


def _settled(
    received: Sequence[Received], register: Register, expected: Period | None
) -> list[Judgement]:
    """In the order given; files of different months never compete."""
    positions: dict[Period | None, list[int]] = {}
    for position, each in enumerate(received):
        positions.setdefault(expected or each.judgement.period, []).append(position)
    settled: dict[int, Judgement] = {}
    for of_month in positions.values():
        batch = settle([received[position] for position in of_month], register)
        settled.update(zip(of_month, batch.judgements, strict=True))
    return [settled[position] for position in range(len(received))]


def _show(paths: Sequence[Path], judgements: Sequence[Judgement]) -> None:
    if not judgements:
        show_findings([machine.NO_FILES.at(Source(listed(str(path) for path in paths)))])
        return
    for judgement in judgements:
        told = next((f.message for f in judgement.findings if f.code == machine.RECEIVED.code), "")
        when = f" — {lower_first(told)}" if told else ""
        click.echo(f"{judgement.file}: {_OUTCOMES[judgement.outcome]}{when}")
    findings = [f for j in judgements for f in j.findings if f.code != machine.RECEIVED.code]
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
