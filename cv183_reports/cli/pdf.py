"""`pdf` on the screen: which PDF files were made, of how many pages, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app import Cause
from cv183_reports.app.documents import MONTHLY, called
from cv183_reports.app.pdf import PrintedFile, PrintedMonth, print_month
from cv183_reports.cli.screen import SEVERITY_MARKS, Bar, code_of, show_findings
from cv183_reports.workspace.folder import failed


def pdf(
    root: Path, period: str, only: Sequence[str], units: Sequence[str], *, two_sided: bool
) -> int:
    """Prints to PDF, and says where the files are."""
    made = print_month(root, period, only, units, two_sided=two_sided, progress=Bar)
    if made.told:
        click.echo(made.told)
    for file in made.files:
        _show(file)
    show_findings(made.findings)
    outputs = [file.output for file in made.files]
    if failed(outputs):
        return Cause.MACHINE
    if code := code_of(made.findings):
        return code
    click.echo(_next(made))
    return 0


def _next(made: PrintedMonth) -> str:
    monthly = called(MONTHLY, made.period.cycle)
    if not any(file.output.path.name.startswith(monthly) for file in made.files):
        return "Việc tiếp theo: xem lại từng tệp rồi in."
    return (
        "Việc tiếp theo: xem lại, in, trình ký. Bản ký đã quét thì để cạnh văn bản, đặt tên "
        f"{monthly}-{made.period}.pdf (không có chữ “bản in”): cv183-report mail {made.period} reports gửi kèm bản đó."
    )


def _show(file: PrintedFile) -> None:
    output = file.output
    click.echo(f"  {output.path}  ({output.placed.value}): {file.told}")
    if output.finding is not None:
        click.echo(f"  {SEVERITY_MARKS[output.finding.severity]} {output.finding}")
