"""`desk` in the window it was started from: where the page is, and that it is closed."""

from __future__ import annotations

from pathlib import Path

import click

from cv183_reports.desk.door import keep_open


def desk(root: Path, *, browser: bool) -> int:
    """Opens the desk, and stays until it is closed."""
    keep_open(root, click.echo, browser=browser)
    return 0
