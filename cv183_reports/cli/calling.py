"""`status --call-list`: whom to phone, on the screen, and as Word and Excel files."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import click

from cv183_reports.cli.clerk import MACHINE
from cv183_reports.cli.month import brought_together, read_months
from cv183_reports.cli.opening import FINDINGS, clock, open_register, period_of
from cv183_reports.cli.rendering import open_template, rendered
from cv183_reports.cli.screen import failed, needs_action, show_findings, show_outputs
from cv183_reports.consolidation.owing import CallGroup, calls
from cv183_reports.document.call_list import call_list
from cv183_reports.document.house_style import in_house_style
from cv183_reports.model import Unit
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.spreadsheet.style import SAMPLE_MARK
from cv183_reports.summary.call_list import write_call_list
from cv183_reports.vietnamese.wording import instant, month_name
from cv183_reports.workspace.folder import Workspace, publish

_NAME = "danh-sach-goi"
_SCREEN = 100
"""Characters of a line on the screen."""
_INDENT = 6


def show_calls(root: Path, text: str, as_of: str | None, *, as_json: bool, save: bool) -> int:
    """Prints the units that owe, by group and officer; with `save` writes the list as files too."""
    period, instant_now = period_of(text), clock(as_of)
    workspace, register = open_register(root)
    month, _ = read_months(workspace, register, period, until=instant_now if as_of else None)
    now = brought_together(month, in_house_style(register), instant_now)
    if as_json:
        click.echo(json.dumps(_json(now), ensure_ascii=False, indent=1))
    else:
        _show(now)
    return _save(workspace, now, quiet=as_json) if save else 0


def _show(now: Consolidated) -> None:
    groups, month = calls(now), month_name(now.period.year, now.period.month)
    if not groups:
        click.echo(f"Không còn đơn vị nào phải gọi về báo cáo {month}.")
        return
    click.echo(
        f"Danh sách gọi về báo cáo {month}, lúc {instant(now.as_of)}: {len(now.owing)} đơn vị"
    )
    rank = 0
    for group in groups:
        click.echo(f"\n{group.title}")
        for call in group.calls:
            rank += 1
            click.echo(f"{rank:>4}. {call.unit.short_name} [{call.unit.code}]  {_reach(call.unit)}")
            click.echo(_wrapped(call.state))


def _reach(unit: Unit) -> str:
    """Phone and address; a unit without either says so."""
    return ", ".join(part for part in (unit.phone, unit.email) if part) or "(danh mục chưa có số)"


def _wrapped(text: str) -> str:
    indent = " " * _INDENT
    return textwrap.fill(
        text, _SCREEN, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _save(workspace: Workspace, now: Consolidated, *, quiet: bool) -> int:
    """Both files into the month's folder; the Excel file even where the Word template has faults."""
    files = {f"{_NAME}-{now.period}.xlsx": write_call_list(now)}
    template, faults = open_template(workspace, f"{_NAME}.docx")
    if template is not None:
        data, found = rendered(template, call_list(now, SAMPLE_MARK if now.sample else ""))
        faults += found
        if data is not None:
            files[f"{_NAME}-{now.period}.docx"] = data
    outputs = publish(workspace.root, workspace.out(now.period), files)
    if not quiet:
        click.echo("\nĐã ghi:")
        show_outputs(outputs)
    show_findings(faults)
    if failed(outputs):
        return MACHINE
    return FINDINGS if needs_action(faults) else 0


def _json(now: Consolidated) -> dict[str, object]:
    return {
        "period": str(now.period),
        "as_of": now.as_of.isoformat(),
        "calls": [call for group in calls(now) for call in _json_calls(group)],
    }


def _json_calls(group: CallGroup) -> list[dict[str, str]]:
    return [
        {
            "code": call.unit.code,
            "name": call.unit.short_name,
            "group": call.unit.group,
            "officer": call.unit.officer,
            "phone": call.unit.phone,
            "email": call.unit.email,
            "state": call.state,
        }
        for call in group.calls
    ]
