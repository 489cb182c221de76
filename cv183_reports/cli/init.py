"""`init` on the screen: what was laid where, and what to fill in first."""

from __future__ import annotations

from pathlib import Path

import click

from cv183_reports.app import Cause
from cv183_reports.app.opening import lay_folder
from cv183_reports.cli.screen import show_outputs
from cv183_reports.workspace.folder import failed


def init(folder: Path) -> int:
    """Lays a new working folder, and says what comes next."""
    outputs = lay_folder(folder)
    show_outputs(outputs)
    if failed(outputs):
        return Cause.MACHINE
    click.echo(f"Đã tạo thư mục làm việc {folder}.")
    click.echo(
        "Việc tiếp theo: điền e-mail, điện thoại các đơn vị và người ký vào data/danh-muc.xlsx,"
    )
    click.echo(
        f'rồi vào thư mục đó chạy: cv183-report templates KỲ (ví dụ 2025-09).  [cd "{folder}"]'
    )
    click.echo("Làm bằng chuột: bấm đúp tệp CV183 trong thư mục đó, hoặc: cv183-report desk.")
    return 0
