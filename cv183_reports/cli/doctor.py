"""`doctor` on the screen and as JSON: one line a topic, how to mend beside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app import Cause
from cv183_reports.app.doctor import TopicVerdict, examine_machine, in_sum
from cv183_reports.cli.screen import SEVERITY_MARKS
from cv183_reports.model.finding import Severity, needs_action

_SOUND = "✓"
_WORST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def doctor(root: Path, *, as_json: bool, fix: bool) -> int:
    """Looks at everything, and says everything."""
    verdicts = examine_machine(root, fix=fix)
    if as_json:
        checks = [_as_json(verdict) for verdict in verdicts]
        click.echo(json.dumps({"checks": checks}, ensure_ascii=False, indent=1))
    else:
        _show(verdicts)
    return Cause.FINDINGS if needs_action(f for v in verdicts for f in v.findings) else 0


def _mark(verdict: TopicVerdict) -> str:
    severities = {finding.severity for finding in verdict.findings}
    if verdict.is_unknown:
        return SEVERITY_MARKS[Severity.NOTE]
    return next((SEVERITY_MARKS[each] for each in _WORST if each in severities), _SOUND)


def _show(verdicts: Sequence[TopicVerdict]) -> None:
    for verdict in verdicts:
        click.echo(f"{_mark(verdict)} {verdict.told}")
        for finding in verdict.findings:
            mark = SEVERITY_MARKS[finding.severity]
            click.echo(
                f"    {mark} {finding.place}: {finding.message}. → {finding.remedy} [{finding.code}]"
            )
    click.echo()
    click.echo(in_sum(verdicts))


def _as_json(verdict: TopicVerdict) -> dict[str, object]:
    return {
        "topic": verdict.topic.name.lower(),
        "title": verdict.topic.value,
        "detail": verdict.detail,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.name.lower(),
                "place": str(finding.place),
                "message": finding.message,
                "remedy": finding.remedy,
            }
            for finding in verdict.findings
        ],
    }
