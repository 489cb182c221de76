"""`templates`: one form for each unit, last month's answers beside the empty cells."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.clerk import MACHINE, USAGE
from cv183_reports.cli.month import Month, read_months
from cv183_reports.cli.opening import Stopped, open_register, period_of
from cv183_reports.cli.screen import Bar, failed, show_outputs
from cv183_reports.finding import Finding
from cv183_reports.model import Period, Register, Source, Unit
from cv183_reports.workbook.blank import form_name, write_form
from cv183_reports.workbook.form_values import LastMonth
from cv183_reports.workspace import Placed, Workspace, publish


def make_forms(root: Path, text: str, units: Sequence[str], groups: Sequence[str]) -> int:
    """Writes the forms of the units asked for, or of all."""
    period = period_of(text)
    workspace, register = open_register(root)
    chosen = _chosen(register, period, units, groups)
    last = _last_month(workspace, register, period)
    files: dict[str, bytes] = {}
    with Bar(f"Làm biểu mẫu kỳ {period}", len(chosen)) as bar:
        for unit in chosen:
            filing = last.filing(unit.code) if last else None
            invented = filing is not None and filing.sample
            files[form_name(unit, period)] = write_form(
                unit, register, period, LastMonth.of(filing), sample=invented
            )
            bar.step()
    folder = workspace.out(period) / "bieu-mau"
    outputs = publish(workspace.root, folder, files)
    fresh = sum(output.placed is Placed.WRITTEN for output in outputs)
    click.echo(f"{len(outputs)} biểu mẫu trong {folder} ({fresh} ghi mới).")
    if last is None:
        click.echo(f"Không có báo cáo kỳ {period.previous}: các ô “Kỳ trước” để trống.")
    show_outputs([output for output in outputs if output.finding])
    if failed(outputs):
        return MACHINE
    click.echo(
        "Việc tiếp theo: gửi mỗi đơn vị đúng tệp của mình; báo cáo gửi về chép vào "
        f"{workspace.inbox(period)}."
    )
    return 0


def _last_month(workspace: Workspace, register: Register, period: Period) -> Month | None:
    if not workspace.inbox(period.previous).is_dir():
        return None
    return read_months(workspace, register, period.previous)[0]


def _chosen(
    register: Register, period: Period, units: Sequence[str], groups: Sequence[str]
) -> tuple[Unit, ...]:
    """The units named, in official order.

    Raises:
        Stopped: a unit or group that the register does not have; all of them are named.
    """
    owing = register.units_in(period)
    known = {unit.code for unit in owing}
    findings = [_unknown_unit(code, owing) for code in units if code not in known]
    group_codes = tuple(group.code for group in register.groups)
    findings += [
        machine.UNKNOWN_GROUP.at(Source("--group"), value=code, known=group_codes)
        for code in groups
        if code not in group_codes
    ]
    if findings:
        raise Stopped(tuple(findings), USAGE)
    if not units and not groups:
        return owing
    return tuple(unit for unit in owing if unit.code in units or unit.group in groups)


def _unknown_unit(code: str, owing: Sequence[Unit]) -> Finding:
    near = difflib.get_close_matches(code, [unit.code for unit in owing], n=3)
    hint = f"; gần giống: {', '.join(near)}" if near else ""
    return machine.UNKNOWN_UNIT.at(Source("--unit"), value=code, hint=hint)
