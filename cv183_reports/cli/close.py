"""`close`, `reopen` on the screen: what was kept of a month, or why it is not closed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app.close import close_month, reopen_month
from cv183_reports.app.verify import verdict
from cv183_reports.catalogue import closing as catalogue
from cv183_reports.cli.screen import Bar, show_findings
from cv183_reports.vietnamese.wording import count, instant


def close(root: Path, period: str, signed: Sequence[Path], as_of: str | None, why: str) -> int:
    """Closes the month, and says with what figures."""
    found = close_month(root, period, signed, as_of, why, Bar)
    closed = found.published
    for each in found.verified:
        click.echo(f"{each.file} ({each.called}): {verdict(each)}")
    scans = [paper.name for paper in closed.signed if not paper.called]
    if scans:
        click.echo(catalogue.SCANS.format(count=count(len(scans)), names=", ".join(scans)))
    at = instant(closed.closed)
    click.echo(catalogue.CLOSED_NOW.format(period=closed.period, at=at, path=found.path))
    show_findings(found.findings)
    click.echo(catalogue.NEXT.format(period=closed.period, following=closed.period.following))
    return 0


def reopen(root: Path, period: str, why: str, as_of: str | None) -> int:
    """Opens the month again."""
    opened = reopen_month(root, period, why, as_of)
    click.echo(catalogue.OPEN_AGAIN.format(period=opened))
    return 0
