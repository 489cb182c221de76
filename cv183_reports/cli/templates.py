"""`templates` on the screen: where the forms are, who gets none, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app.running import Cause
from cv183_reports.app.templates import MadeForms, make_forms
from cv183_reports.cli.screen import Bar, failed, show_outputs
from cv183_reports.vietnamese.wording import listed
from cv183_reports.workspace.folder import Placed


def templates(root: Path, period: str, units: Sequence[str], groups: Sequence[str]) -> int:
    """Makes the forms of the units asked for, or of all, and says where they are."""
    made = make_forms(root, period, units, groups, Bar)
    fresh = sum(output.placed is Placed.WRITTEN for output in made.outputs)
    click.echo(f"{len(made.outputs)} biểu mẫu trong {made.folder} ({fresh} ghi mới).")
    _show_left_out(made)
    show_outputs([output for output in made.outputs if output.finding])
    if failed(made.outputs):
        return Cause.MACHINE
    click.echo(
        "Việc tiếp theo: gửi mỗi đơn vị đúng tệp của mình; báo cáo gửi về nhận bằng "
        f"cv183-report receive {made.period} TỆP…."
    )
    return 0


def _show_left_out(made: MadeForms) -> None:
    if not made.has_last:
        click.echo(f"Không có báo cáo kỳ {made.period.previous}: các ô “Kỳ trước” để trống.")
    if made.excused:
        names = listed([f"{unit.short_name} [{unit.code}]" for unit in made.excused])
        click.echo(
            f"Không làm biểu mẫu cho {len(made.excused)} đơn vị được miễn, hoãn báo cáo: {names}."
        )
