"""`mail` on the screen: how many drafts lie where, and what is to be looked at before they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app.drafting import MailKind
from cv183_reports.app.mail import make_drafts
from cv183_reports.app.running import Cause
from cv183_reports.cli.screen import Bar, show_findings, show_outputs
from cv183_reports.model.finding import needs_action
from cv183_reports.workspace.folder import failed

_NEXT = (
    "Việc tiếp theo: bấm đúp từng tệp .eml, xem người nhận, nội dung, tệp đính kèm rồi bấm Gửi; "
    "chương trình không tự gửi thư."
)


def mail(
    root: Path,
    period: str,
    kind: str,
    units: Sequence[str],
    groups: Sequence[str],
    as_of: str | None,
) -> int:
    """Writes the drafts of that kind, and says what was made."""
    made = make_drafts(root, period, MailKind[kind.upper()], units, groups, as_of, Bar)
    click.echo(made.told)
    show_outputs([output for output in made.outputs if output.finding])
    show_findings(made.findings)
    if failed(made.outputs):
        return Cause.MACHINE
    if made.outputs:
        click.echo(_NEXT)
    return Cause.FINDINGS if needs_action(made.findings) else 0
