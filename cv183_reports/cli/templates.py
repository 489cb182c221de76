"""`templates` on the screen: where the forms are, who gets none, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app import Cause
from cv183_reports.app.templates import make_forms
from cv183_reports.cli.screen import Bar, show_findings, show_outputs
from cv183_reports.workspace.folder import failed


def templates(root: Path, period: str, units: Sequence[str], groups: Sequence[str]) -> int:
    """Makes the forms of the units asked for, or of all, and says where they are."""
    made = make_forms(root, period, units, groups, Bar)
    for line in made.told():
        click.echo(line)
    show_findings(made.findings)
    show_outputs([output for output in made.outputs if output.finding])
    if failed(made.outputs):
        return Cause.MACHINE
    click.echo(
        "Việc tiếp theo: gửi mỗi đơn vị đúng tệp của mình; báo cáo gửi về nhận bằng "
        f"cv183-report receive {made.period} TỆP…."
    )
    return 0
