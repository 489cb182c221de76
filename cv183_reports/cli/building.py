"""`build`: the documents of a month, everything rendered and checked first, then put in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.clerk import MACHINE
from cv183_reports.cli.differing import list_differences
from cv183_reports.cli.documents import UNITS, Material, select
from cv183_reports.cli.editing import follow_editor
from cv183_reports.cli.journal import LOG, log
from cv183_reports.cli.month import (
    Month,
    brought_together,
    cut_off,
    months_before,
    read_month,
    root_relative,
)
from cv183_reports.cli.opening import FINDINGS, clock, open_register, period_of
from cv183_reports.cli.screen import failed, needs_action, show_findings, show_outputs, tally_line
from cv183_reports.consolidation.trend import Point, point_of
from cv183_reports.document.house_style import in_house_style
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.consolidated import Consolidated, FilingStanding
from cv183_reports.model.finding import Finding, Outcome, Severity
from cv183_reports.spreadsheet.style import SAMPLE_MARK
from cv183_reports.vietnamese.wording import instant, percent
from cv183_reports.workspace.folder import Output, Placed, Workspace, publish

_NEXT = (
    "Việc tiếp theo: mở báo cáo trong Word, soát lại, điền số và ngày ký; chạy lại build khi có báo cáo bổ sung, "
    "phần đã sửa được giữ nguyên."
)


def build_month(
    root: Path,
    text: str,
    as_of: str | None,
    only: Sequence[str],
    units: Sequence[str],
    *,
    strict: bool,
) -> int:
    """Reads, judges, consolidates, renders, checks, then writes.

    Makes every document, or those named in `only`, or the own reports of `units`.

    A template with faults leaves its document out and is told; everything else is done.
    """
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root)
    selection = select(register, period, only, units)
    material = read_material(
        workspace, register, period, now, selection.units, until=now if as_of else None
    )
    made = [document.make(material) for document in selection.documents]
    files = {name: data for each in made for name, data in each.files.items()}
    faults = (*material.editing.findings, *(fault for each in made for fault in each.faults))
    if units:
        faults += _without_report(material)
    outputs = _publish(material, files, is_whole=selection.is_whole)
    _summary(material, outputs, faults)
    if failed(outputs):
        return MACHINE
    found = (*faults, *material.month.findings) if strict else faults
    return FINDINGS if needs_action(found) else 0


def _publish(
    material: Material, files: Mapping[str, bytes], *, is_whole: bool
) -> tuple[Output, ...]:
    """Puts the documents in place, folder by folder, the month's own folder with the log of all."""
    root, out = material.workspace.root, material.workspace.out(material.month.period)
    folders: dict[str, dict[str, bytes]] = {"": {}}
    for path, data in files.items():
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, {})[name] = data
    folders[""][LOG] = log(material, files, is_whole=is_whole)
    return tuple(
        output
        for folder, inside in folders.items()
        for output in publish(root, out / folder, inside)
    )


def _without_report(material: Material) -> tuple[Finding, ...]:
    """The units asked for by name of which no file counts."""
    period = str(material.month.period)
    return tuple(
        machine.NO_OWN_REPORT.at(Source("--unit"), unit=filing.unit.name, period=period)
        for filing in material.now.filings
        if filing.unit.code in material.units and filing.receipt is None
    )


def read_material(
    workspace: Workspace,
    register: Register,
    period: Period,
    now: datetime,
    units: frozenset[str] = frozenset(),
    *,
    until: datetime | None = None,
    read_only: bool = False,
) -> Material:
    """The month and those before, read and brought together, each read once; `units` as in Material.

    With `read_only` the editor's sheet is followed and left as it is.
    """
    style = in_house_style(register)

    def together(month: Month) -> Consolidated:
        return brought_together(month, style, cut_off(register, month.period, now))

    earlier: list[Point] = []
    last: Month | None = None
    before: Consolidated | None = None
    for last in months_before(workspace, register, period, until=until):
        if before is not None:
            earlier.append(point_of(before))
        before = together(last)
    month = read_month(workspace, register, period, last, until=until)
    in_retrospect = read_only or until is not None
    this, editing = follow_editor(workspace, together(month), in_retrospect=in_retrospect)
    return Material(workspace, month, this, before, units, tuple(earlier), editing)


def _summary(material: Material, outputs: Sequence[Output], faults: Sequence[Finding]) -> None:
    """What was made of what, and the next step."""
    month, now = material.month, material.now
    if material.invented:
        click.echo(f"*** {SAMPLE_MARK}: có tệp tập dùng trong số liệu, không phải báo cáo thật ***")
    click.echo(_counts(month, now))
    show_findings(_serious(month))
    inbox = root_relative(material.workspace, material.workspace.inbox(month.period))
    if not month.received:
        click.echo(f"Chưa có tệp nào trong {inbox}: văn bản đúng với việc chưa đơn vị nào gửi.")
    if material.editing.file:
        click.echo(material.editing.told)
    click.echo("Văn bản:")
    _show(material, outputs)
    list_differences(material.workspace.root, outputs)
    if faults:
        show_findings(faults)
    if month.received:
        click.echo(f"Xem từng lỗi: cv183-report check {month.period}")
    if not failed(outputs) and not needs_action(faults):
        click.echo(_NEXT)


def _show(material: Material, outputs: Sequence[Output]) -> None:
    """Where everything is: units' own reports by their folder, the others one by one."""
    folder = material.workspace.out(material.month.period) / UNITS
    own = [output for output in outputs if output.path.parent == folder]
    show_outputs([output for output in outputs if output not in own])
    if own:
        click.echo(f"  {folder}  (báo cáo riêng của {len(own)} đơn vị)")
        show_outputs([o for o in own if o.finding or o.placed is Placed.KEPT])


def _counts(month: Month, now: Consolidated) -> str:
    tally = now.filing_tally()
    came = tally[FilingStanding.ON_TIME] + tally[FilingStanding.LATE]
    refused = sum(j.outcome is Outcome.REJECTED for j in month.batch.judgements)
    share = f" ({percent(came, len(now.expected))})" if now.expected else ""
    return (
        f"Kỳ {month.period}, xét tại {instant(now.as_of)}: {came}/{len(now.expected)} đơn vị đã gửi"
        f"{share}, {tally[FilingStanding.LATE]} gửi muộn, "
        f"{tally[FilingStanding.FAULTY]} phải gửi lại; đọc {len(month.received)} tệp, "
        f"{refused} tệp không dùng được; {tally_line(month.findings) or 'không có lỗi'}."
    )


def _serious(month: Month) -> list[Finding]:
    """Errors on files that do not count, unless a later one of the unit does: whole units hang on them."""
    batch = month.batch
    settled = {
        filing.unit: batch.versions[filing.unit][-1].judgement.file for filing in batch.filings
    }
    counted = {filing.file for filing in batch.filings}
    return [
        finding
        for judgement in batch.judgements
        if judgement.file not in counted
        and settled.get(judgement.unit or "", judgement.file) == judgement.file
        for finding in judgement.findings
        if finding.severity is Severity.ERROR
    ]
