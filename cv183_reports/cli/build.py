"""`build` on the screen: what was made of what, what a person has to carry over, and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cv183_reports.app import Cause
from cv183_reports.app.build import BuiltMonth, ComparedDocument, build_month
from cv183_reports.catalogue import closing
from cv183_reports.cli.screen import Bar, code_of, show_findings, show_outputs
from cv183_reports.model.finding import needs_action
from cv183_reports.vietnamese.wording import count
from cv183_reports.workspace.folder import Placed, lying

if TYPE_CHECKING:
    from cv183_reports.differences.comparison import Difference, Differences

_NEXT = (
    "Việc tiếp theo: mở báo cáo trong Word, soát lại, điền số và ngày ký; chạy lại build khi có báo cáo bổ sung, "
    "phần đã sửa được giữ nguyên."
)


_SHOWN = 3
"""Differences of one document on the screen; the list has them all."""
_CONTEXT = 24
"""Characters around what changed, on the screen."""


def build(
    root: Path,
    period: str,
    as_of: str | None,
    only: Sequence[str],
    units: Sequence[str],
    *,
    strict: bool,
) -> int:
    """Makes the documents; with `strict` errors in units' files count for the exit code, too."""
    built = build_month(root, period, as_of, only, units, Bar)
    _summary(built)
    if built.is_hindered or built.is_adrift:
        return Cause.MACHINE
    of_closing = (f for f in built.material.month.ledger if f.code in closing.FAULTS)
    found = [*built.faults, *of_closing, *(built.material.month.findings if strict else ())]
    return code_of(found)


def _summary(built: BuiltMonth) -> None:
    """What was made of what, and the next step."""
    material, faults = built.material, built.faults
    month = material.month
    if built.warning:
        click.echo(built.warning)
    show_findings(month.ledger)
    show_findings(built.apart)
    click.echo(built.counts)
    show_findings(list(month.batch.unsettled))
    if not month.received:
        click.echo("Đến lúc xét chưa có tệp nào: văn bản đúng với việc chưa đơn vị nào gửi.")
    if material.editing.file:
        click.echo(material.editing.told)
    click.echo("Văn bản:")
    _show(built)
    for compared in built.compared:
        _show_compared(compared)
    show_findings([*faults, *built.held])
    if month.received:
        click.echo(f"Xem từng lỗi: cv183-report check {month.period}")
    is_sound = not built.is_hindered and not needs_action((*faults, *built.held))
    if is_sound and month.closed is None:
        click.echo(_NEXT)


def _show(built: BuiltMonth) -> None:
    """Where everything is: units' own reports by their folder, the others one by one."""
    own = built.own_reports
    apart = {output.path for output in own}
    show_outputs([output for output in built.outputs if output.path not in apart])
    if there := lying(own):
        click.echo(f"  {there[0].path.parent}  (báo cáo riêng của {len(there)} đơn vị)")
    if own:
        show_outputs([o for o in own if o.finding or o.placed is Placed.KEPT])


def _show_compared(compared: ComparedDocument) -> None:
    """What the new version says otherwise than the one that a person edited."""
    for line in compared.told():
        click.echo(f"  {line}")
    if compared.found and not compared.is_settled:
        _some(compared.found)
    show_outputs(compared.outputs)
    show_findings(compared.findings)


def _some(found: Differences) -> None:
    for difference in found.found[:_SHOWN]:
        click.echo(f"    {_in_short(difference)}")
    if len(found.found) > _SHOWN:
        click.echo("    …")


def _in_short(difference: Difference) -> str:
    if difference.places > 1:
        return f"{difference.where}: {count(difference.places)} chỗ"
    from cv183_reports.differences.comparison import marked

    was, now = marked(difference.old, difference.new)
    return f"{difference.where}: {_changed(was)} → {_changed(now)}"


def _changed(pieces: tuple[tuple[str, bool], ...]) -> str:
    """From the first change to the last, with a little of what stands around."""
    text = "".join(piece for piece, _ in pieces)
    if len(text) <= 2 * _CONTEXT or not any(changed for _, changed in pieces):
        return f"«{text if len(text) <= 2 * _CONTEXT else text[: 2 * _CONTEXT] + '…'}»"
    start = 0
    for piece, changed in pieces:
        if changed:
            break
        start += len(piece)
    begin = max(0, start - _CONTEXT // 2)
    end = begin + 2 * _CONTEXT
    return f"«{'…' if begin else ''}{text[begin:end].strip()}{'…' if end < len(text) else ''}»"
