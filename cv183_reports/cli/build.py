"""`build` on the screen: what was made of what, what a person has to carry over, and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app.build import BuiltMonth, ComparedDocument, build_month
from cv183_reports.app.documents import UNITS, Material
from cv183_reports.app.running import Cause
from cv183_reports.catalogue import closing
from cv183_reports.cli.screen import Bar, show_findings, show_outputs
from cv183_reports.differences.comparison import Difference, Differences, marked
from cv183_reports.model import Source
from cv183_reports.model.finding import needs_action
from cv183_reports.spreadsheet.style import SAMPLE_MARK
from cv183_reports.vietnamese.wording import count
from cv183_reports.workspace.folder import Output, Placed, failed

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
    if failed(built.outputs) or built.is_adrift:
        return Cause.MACHINE
    of_closing = (f for f in built.material.month.ledger if f.code in closing.FAULTS)
    found = [*built.faults, *of_closing, *(built.material.month.findings if strict else ())]
    return Cause.FINDINGS if needs_action(found) else 0


def _summary(built: BuiltMonth) -> None:
    """What was made of what, and the next step."""
    material, outputs, faults = built.material, built.outputs, built.faults
    month = material.month
    if material.invented:
        click.echo(f"*** {SAMPLE_MARK}: có tệp tập dùng trong số liệu, không phải báo cáo thật ***")
    show_findings(month.ledger)
    if month.closed is not None:
        folder = Source(material.workspace.shown(material.folder))
        show_findings([closing.APART.at(folder, period=month.period)])
    click.echo(built.counts)
    show_findings(list(month.batch.unsettled))
    inbox = material.workspace.shown(material.workspace.inbox(month.period))
    if not month.received:
        click.echo(f"Chưa có tệp nào trong {inbox}: văn bản đúng với việc chưa đơn vị nào gửi.")
    if material.editing.file:
        click.echo(material.editing.told)
    click.echo("Văn bản:")
    _show(material, outputs)
    for compared in built.compared:
        _show_compared(compared)
    show_findings([*faults, *built.held])
    if month.received:
        click.echo(f"Xem từng lỗi: cv183-report check {month.period}")
    is_sound = not failed(outputs) and not needs_action((*faults, *built.held))
    if is_sound and month.closed is None:
        click.echo(_NEXT)


def _show(material: Material, outputs: Sequence[Output]) -> None:
    """Where everything is: units' own reports by their folder, the others one by one."""
    folder = material.workspace.out(material.month.period) / UNITS
    own = [output for output in outputs if output.path.parent == folder]
    show_outputs([output for output in outputs if output not in own])
    if own:
        click.echo(f"  {folder}  (báo cáo riêng của {len(own)} đơn vị)")
        show_outputs([o for o in own if o.finding or o.placed is Placed.KEPT])


def _show_compared(compared: ComparedDocument) -> None:
    """What the new version says otherwise than the one that a person edited."""
    if compared.found is None:
        click.echo(
            f"  {compared.edited}: không còn giữ bản trước khi sửa nên không kê được chỗ khác."
        )
    elif compared.merged:
        _tell_merged(compared, compared.found)
    elif not compared.is_settled:
        _tell(compared.edited, compared.found, compared.list_name)
    show_outputs(compared.outputs)
    show_findings(compared.findings)


def _tell_merged(compared: ComparedDocument, found: Differences) -> None:
    """What was carried over, and what a person has to weigh."""
    click.echo(
        f"  {compared.edited}: đã ghép {count(found.carried)} chỗ mới vào {compared.merged}; soát lại trong Word."
    )
    if found.found:
        click.echo(
            f"    {count(found.places)} chỗ anh chị cũng đã sửa được giữ nguyên, có ghi chú trong bản đã ghép; "
            f"xem {compared.list_name}"
        )
        _some(found)


def _tell(kept: str, found: Differences, name: str) -> None:
    """A few lines on the screen."""
    if not found.found:
        click.echo(f"  {kept}: không còn chỗ nào phải chép từ bản mới.")
        return
    own = f", {count(found.contested)} chỗ anh chị cũng đã sửa" if found.contested else ""
    done = f", đã chép {count(found.carried)} chỗ" if found.carried else ""
    click.echo(f"  {kept}: bản mới khác {count(found.places)} chỗ{own}{done}; xem {name}")
    _some(found)


def _some(found: Differences) -> None:
    for difference in found.found[:_SHOWN]:
        click.echo(f"    {_in_short(difference)}")
    if len(found.found) > _SHOWN:
        click.echo("    …")


def _in_short(difference: Difference) -> str:
    if difference.places > 1:
        return f"{difference.where}: {count(difference.places)} chỗ"
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
