"""`doctor`: is this machine, this working folder, fit for the month? One line a topic, how to mend beside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.catalogue import doctor as rules
from cv183_reports.cli.machine_facts import machine_facts
from cv183_reports.cli.opening import FINDINGS, Stopped, register_and_findings
from cv183_reports.cli.screen import MARKS, needs_action
from cv183_reports.cli.template_trial import try_mail_templates, try_templates
from cv183_reports.health import Topic, Verdict, examine
from cv183_reports.model import Register, Source
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.register.sheets import SettingRows, SettingsTable
from cv183_reports.workspace.folder import Workspace

_SOUND = "✓"
_UNKNOWN = "chưa thử được vì danh mục còn lỗi"
_WORST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_BLANK = "…"
"""What stands in the settings for a number or a day that is not known yet."""


def examine_machine(root: Path, *, as_json: bool) -> int:
    """Looks at everything, says everything, changes nothing."""
    workspace = Workspace(root)
    register, found = _register(workspace)
    verdicts = (
        *examine(machine_facts(workspace, register)),
        Verdict(Topic.REGISTER, _contents(register), found),
        *_templates(workspace, register),
    )
    if as_json:
        checks = [_as_json(verdict) for verdict in verdicts]
        click.echo(json.dumps({"checks": checks}, ensure_ascii=False, indent=1))
    else:
        _show(verdicts)
    return FINDINGS if needs_action(f for v in verdicts for f in v.findings) else 0


def _register(workspace: Workspace) -> tuple[Register | None, tuple[Finding, ...]]:
    """The register, and what is wrong with it; no error of it ends the examination."""
    try:
        register, found = register_and_findings(workspace)
    except Stopped as stopped:
        return None, stopped.findings
    dispatch = register.settings.dispatch
    if _BLANK not in dispatch:
        return register, found
    place = Source(workspace.register.name, SettingsTable.SHEET.name)
    told = {"key": SettingRows.DISPATCH.key, "value": dispatch}
    return register, (*found, rules.UNFINISHED_SETTING.at(place, **told))


def _contents(register: Register | None) -> str:
    if register is None:
        return ""
    addressed = sum(bool(unit.email) for unit in register.units)
    return (
        f"{len(register.units)} đơn vị ({addressed} có thư điện tử), "
        f"{len(register.obligations)} nhiệm vụ, {len(register.indicators)} chỉ tiêu"
    )


def _templates(workspace: Workspace, register: Register | None) -> tuple[Verdict, ...]:
    if register is None:
        topics = (Topic.TEMPLATES, Topic.MAIL_TEMPLATES)
        return tuple(Verdict(topic, _UNKNOWN, ()) for topic in topics)
    return (
        Verdict(Topic.TEMPLATES, _listed(workspace.templates), try_templates(workspace, register)),
        Verdict(
            Topic.MAIL_TEMPLATES,
            _listed(workspace.mail_templates),
            try_mail_templates(workspace, register),
        ),
    )


def _listed(folder: Path) -> str:
    return f"đã thử {sum(path.name[0] not in '.~' for path in folder.glob('*.*'))} mẫu"


def _mark(verdict: Verdict) -> str:
    severities = {finding.severity for finding in verdict.findings}
    if verdict.detail == _UNKNOWN:
        return MARKS[Severity.NOTE]
    return next((MARKS[each] for each in _WORST if each in severities), _SOUND)


def _show(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        detail = f": {verdict.detail}" if verdict.detail else ""
        click.echo(f"{_mark(verdict)} {verdict.topic.value}{detail}")
        for finding in verdict.findings:
            mark = MARKS[finding.severity]
            click.echo(
                f"    {mark} {finding.place}: {finding.message}. → {finding.remedy} [{finding.code}]"
            )
    wrong = sum(_mark(verdict) not in {_SOUND, MARKS[Severity.NOTE]} for verdict in verdicts)
    click.echo()
    click.echo(f"{wrong} mục cần xem lại." if wrong else "Máy và thư mục làm việc sẵn sàng.")


def _as_json(verdict: Verdict) -> dict[str, object]:
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
