"""`init` and `outline`: what needs no month."""

from __future__ import annotations

import sys
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.clerk import MACHINE, USAGE
from cv183_reports.cli.opening import Stopped, read_file
from cv183_reports.cli.screen import failed, show_outputs
from cv183_reports.model import Source
from cv183_reports.workspace.folder import MAIL_TEMPLATES, REGISTER, TEMPLATES, publish


def create(folder: Path) -> int:
    """Lays a new working folder: register, templates, and nothing else.

    Raises:
        Stopped: there is one already; nothing is changed.
    """
    if (folder / REGISTER).exists():
        raise Stopped((machine.NOT_EMPTY.at(Source(str(folder)), folder=str(folder)),), USAGE)
    seed = _seed()
    outputs = publish(
        folder,
        (folder / REGISTER).parent,
        {REGISTER.name: seed.joinpath(*REGISTER.parts).read_bytes()},
    )
    for templates in (TEMPLATES, MAIL_TEMPLATES):
        files = sorted(seed.joinpath(*templates.parts).iterdir(), key=lambda file: file.name)
        outputs += publish(
            folder, folder / templates, {file.name: file.read_bytes() for file in files}
        )
    show_outputs(outputs)
    if failed(outputs):
        return MACHINE
    click.echo(f"Đã tạo thư mục làm việc {folder}.")
    click.echo(
        "Việc tiếp theo: điền e-mail, điện thoại các đơn vị và người ký vào data/danh-muc.xlsx,"
    )
    click.echo(
        f'rồi vào thư mục đó chạy: cv183-report templates KỲ (ví dụ 2025-09).  [cd "{folder}"]'
    )
    return 0


def _seed() -> Traversable:
    """The register and templates that an installed copy carries; in a clone, the clone's own."""
    installed = resources.files("cv183_reports") / "seed"
    return installed if installed.is_dir() else resources.files("cv183_reports").joinpath("..")


def print_outline(file: Path) -> int:
    """Prints a document as text, in UTF-8 whatever the console: git reads it through a pipe."""
    from cv183_reports.outline import outline

    sys.stdout.buffer.write(outline(read_file(file), file.name).encode())
    return 0
