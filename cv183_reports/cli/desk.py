"""`desk` in the window it was started from: where the page is, and that it is closed."""

from __future__ import annotations

from pathlib import Path

import click

from cv183_reports.desk import open_desk


def desk(root: Path, *, browser: bool) -> int:
    """Opens the desk, and stays until it is closed."""
    open_desk(root, click.echo, browser=browser)
    return 0
