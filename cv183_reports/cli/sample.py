"""`sample` on the screen: where the invented month lies, and what it can be tried with."""

from __future__ import annotations

from pathlib import Path

import click

from cv183_reports.app import Cause
from cv183_reports.app.sample import MadeSample, make_sample
from cv183_reports.cli.screen import Bar, show_outputs
from cv183_reports.workspace.folder import Placed, failed


def sample(root: Path, period: str, units: int | None, seed: str | None, into: Path | None) -> int:
    """Makes an invented month, and says so."""
    made = make_sample(root, period, units, seed, into, Bar)
    click.echo("Số liệu minh họa (bịa, mọi tệp đều ghi rõ):")
    if made.is_new:
        _show_folder(made)
    else:
        show_outputs(made.outputs)
    if failed(made.outputs):
        return Cause.MACHINE
    where = f' --root "{made.root}"' if made.is_new else ""
    click.echo(f"Việc tiếp theo: cv183-report{where} build {made.period}")
    return 0


def _show_folder(made: MadeSample) -> None:
    """The new working folder: whose it is, and what was sent; what `init` lays is not named one by one."""
    added = f", trong đó {made.invented} xã bịa thêm" if made.invented else ""
    click.echo(f"  {made.root}  (thư mục làm việc mới: {made.units} đơn vị{added})")
    zips = [each for each in made.outputs if each.path.suffix == ".zip"]
    show_outputs([each for each in zips if each.placed is Placed.WRITTEN])
