"""`sample`: an invented month, to learn with and to test with."""

from __future__ import annotations

from pathlib import Path

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.clerk import MACHINE, USAGE
from cv183_reports.cli.opening import Stopped, open_register, period_of
from cv183_reports.cli.screen import failed, show_outputs
from cv183_reports.model import Source
from cv183_reports.sample.month import sample_month
from cv183_reports.workspace.folder import publish


def make_sample(root: Path, text: str, units: int | None, seed: str) -> int:
    """Writes one .zip of returned forms into the month's inbox."""
    period = period_of(text)
    workspace, register = open_register(root)
    if units is not None and units < len(register.units):
        few = machine.TOO_FEW_UNITS.at(Source("--units"), value=units, known=len(register.units))
        raise Stopped((few,), USAGE)
    inbox, name = workspace.inbox(period), f"bao-cao-minh-hoa-{period}.zip"
    if inbox.is_dir() and any(path.name != name for path in inbox.iterdir()):
        raise Stopped(
            (machine.REAL_FILES.at(Source(str(inbox)), folder=Source(str(inbox))),), USAGE
        )
    data = sample_month(register, period, seed=seed, units=units)
    outputs = publish(workspace.root, inbox, {name: data})
    click.echo("Số liệu minh họa (bịa, mọi tệp đều ghi rõ):")
    show_outputs(outputs)
    if failed(outputs):
        return MACHINE
    click.echo(f"Việc tiếp theo: cv183-report build {period}")
    return 0
