"""`templates`: one form for each unit, last month's answers beside the empty cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.cli.clerk import MACHINE
from cv183_reports.cli.month import Month, read_before
from cv183_reports.cli.opening import open_register, period_of
from cv183_reports.cli.screen import Bar, failed, show_outputs
from cv183_reports.cli.unit_choice import chosen_units
from cv183_reports.form.blank import form_name, write_form
from cv183_reports.form.values import LastMonth
from cv183_reports.model import Period, Register, Unit
from cv183_reports.vietnamese.wording import listed
from cv183_reports.workspace.folder import Placed, publish

FORMS_FOLDER = "bieu-mau"
"""Within the folder of the period."""


def make_forms(root: Path, text: str, units: Sequence[str], groups: Sequence[str]) -> int:
    """Writes the forms of the units asked for, or of all."""
    period = period_of(text)
    workspace, register = open_register(root)
    chosen = chosen_units(register, period, units, groups)
    last = read_before(workspace, register, period)
    excused = [unit for unit in chosen if register.waiver(unit, register.filing, period)]
    if not units:
        chosen = tuple(unit for unit in chosen if unit not in excused)
    files: dict[str, bytes] = {}
    with Bar(f"Làm biểu mẫu kỳ {period}", len(chosen)) as bar:
        for unit in chosen:
            files[form_name(unit, period)] = form_of(unit, register, period, last)
            bar.step()
    folder = workspace.out(period) / FORMS_FOLDER
    outputs = publish(workspace.root, folder, files)
    fresh = sum(output.placed is Placed.WRITTEN for output in outputs)
    click.echo(f"{len(outputs)} biểu mẫu trong {folder} ({fresh} ghi mới).")
    if last is None:
        click.echo(f"Không có báo cáo kỳ {period.previous}: các ô “Kỳ trước” để trống.")
    if excused and not units:
        names = listed([f"{unit.short_name} [{unit.code}]" for unit in excused])
        click.echo(
            f"Không làm biểu mẫu cho {len(excused)} đơn vị được miễn, hoãn báo cáo: {names}."
        )
    show_outputs([output for output in outputs if output.finding])
    if failed(outputs):
        return MACHINE
    click.echo(
        "Việc tiếp theo: gửi mỗi đơn vị đúng tệp của mình; báo cáo gửi về nhận bằng "
        f"cv183-report receive {period} TỆP…."
    )
    return 0


def form_of(unit: Unit, register: Register, period: Period, last: Month | None) -> bytes:
    """The form of one unit, with what it said in the months before."""
    filings = last.filings_of(unit) if last else ()
    invented = any(filing.sample for _, filing in filings if filing)
    return write_form(unit, register, period, told_before(unit, period, last), sample=invented)


def told_before(unit: Unit, period: Period, last: Month | None) -> LastMonth:
    """What `unit` said in the months before `period`, of which `last` is the latest."""
    return LastMonth.of(period, tuple(last.filings_of(unit)) if last else ())
