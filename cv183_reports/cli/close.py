"""`close`, `reopen` on the screen: what was kept of a month, or why it is not closed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app.close import close_month, reopen_month
from cv183_reports.catalogue import closing as catalogue
from cv183_reports.cli.screen import Bar, show_findings


def close(root: Path, period: str, signed: Sequence[Path], as_of: str | None, why: str) -> int:
    """Closes the month, and says with what figures."""
    found = close_month(root, period, signed, as_of, why, Bar)
    closed = found.published
    for line in found.told():
        click.echo(line)
    show_findings(found.findings)
    click.echo(
        catalogue.NEXT_CLOSED.format(period=closed.period, following=closed.period.following)
    )
    return 0


def reopen(root: Path, period: str, why: str, as_of: str | None) -> int:
    """Opens the month again."""
    opened = reopen_month(root, period, why, as_of)
    click.echo(catalogue.OPEN_AGAIN.format(period=opened))
    return 0
