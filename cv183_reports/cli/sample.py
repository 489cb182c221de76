"""`sample` on the screen: where the invented month lies."""

from __future__ import annotations

from pathlib import Path

import click

from cv183_reports.app.running import Cause
from cv183_reports.app.sample import make_sample
from cv183_reports.cli.screen import show_outputs
from cv183_reports.workspace.folder import failed


def sample(root: Path, period: str, units: int | None, seed: str | None) -> int:
    """Makes an invented month, and says so."""
    of_period, outputs = make_sample(root, period, units, seed)
    click.echo("Số liệu minh họa (bịa, mọi tệp đều ghi rõ):")
    show_outputs(outputs)
    if failed(outputs):
        return Cause.MACHINE
    click.echo(f"Việc tiếp theo: cv183-report build {of_period}")
    return 0
