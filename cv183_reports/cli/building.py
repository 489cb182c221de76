"""`build`: the documents of a month, everything rendered and checked first, then put in place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import click

from cv183_reports import __version__
from cv183_reports.cli.clerk import MACHINE
from cv183_reports.cli.documents import DOCUMENTS, UNITS, Material
from cv183_reports.cli.month import Month, brought_together, cut_off, read_months, root_relative
from cv183_reports.cli.opening import FINDINGS, clock, open_register, period_of, read_file
from cv183_reports.cli.screen import failed, needs_action, show_findings, show_outputs, tally_line
from cv183_reports.consolidated import Consolidated, FilingStanding
from cv183_reports.document.house_style import in_house_style
from cv183_reports.finding import Finding, Outcome, Severity
from cv183_reports.model import Period
from cv183_reports.vietnamese.wording import instant, percent
from cv183_reports.workbook.layout import SAMPLE_MARK
from cv183_reports.workspace import Output, publish, sha256

_LOG = "nhat-ky.json"
_NEXT = (
    "Việc tiếp theo: mở báo cáo trong Word, soát lại, điền số và ngày ký; chạy lại build khi có báo cáo bổ sung, "
    "phần đã sửa được giữ nguyên."
)
_LIBRARIES = ("Jinja2", "XlsxWriter")
"""Whose versions decide the bytes of the outputs."""


def build_month(root: Path, text: str, as_of: str | None, *, strict: bool) -> int:
    """Reads, judges, consolidates, renders, checks, then writes.

    A template with faults leaves its document out and is told; everything else is done.
    """
    period, now = period_of(text), clock(as_of)
    material = _brought_together(root, period, now, until=now if as_of else None)
    made = [document.make(material) for document in DOCUMENTS]
    files = {name: data for each in made for name, data in each.files.items()}
    faults = tuple(fault for each in made for fault in each.faults)
    outputs = _publish(material, files)
    _summary(material, outputs, faults)
    if failed(outputs):
        return MACHINE
    found = (*faults, *material.month.findings) if strict else faults
    return FINDINGS if needs_action(found) else 0


def _publish(material: Material, files: Mapping[str, bytes]) -> tuple[Output, ...]:
    """Puts the documents in place, folder by folder, the month's own folder with the log of all."""
    root, out = material.workspace.root, material.workspace.out(material.month.period)
    folders: dict[str, dict[str, bytes]] = {"": {}}
    for path, data in files.items():
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, {})[name] = data
    folders[""][_LOG] = _log(material, files)
    return tuple(
        output
        for folder, inside in folders.items()
        for output in publish(root, out / folder, inside)
    )


def _brought_together(
    root: Path, period: Period, now: datetime, *, until: datetime | None
) -> Material:
    workspace, register = open_register(root)
    month, before = read_months(workspace, register, period, until=until)
    style = in_house_style(register)
    this = brought_together(month, style, cut_off(register, period, now))
    if before is None:
        return Material(workspace, month, this, None)
    at = cut_off(register, before.period, now)
    return Material(workspace, month, this, brought_together(before, style, at))


def _log(material: Material, documents: Mapping[str, bytes]) -> bytes:
    """What went in and what came out, by SHA-256; the same month gives the same log."""
    workspace, month, now = material.workspace, material.month, material.now
    counted = {filing.file for filing in month.batch.filings}
    templates = sorted(workspace.templates.glob("*.docx"))
    entries = {
        "period": str(month.period),
        "as_of": now.as_of.isoformat(),
        "sample": material.invented,
        "versions": {
            "cv183-report": __version__,
            **{name: version(name) for name in _LIBRARIES},
        },
        "register": {
            "file": root_relative(workspace, workspace.register),
            "sha256": sha256(read_file(workspace.register)),
            "fingerprint": now.register.fingerprint,
        },
        "templates": {path.name: sha256(read_file(path)) for path in templates},
        "inputs": [
            {
                "file": judgement.file,
                "sha256": received.sha256,
                "received": received.receipt.at.isoformat(),
                "evidence": received.receipt.evidence,
                "outcome": judgement.outcome.value,
                "unit": judgement.unit,
                "counts": judgement.file in counted,
                "findings": [f"{f.code} {f.place}" for f in judgement.findings],
            }
            for received, judgement in zip(month.received, month.batch.judgements, strict=True)
        ],
        "outputs": {name: sha256(data) for name, data in documents.items()},
    }
    return (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()


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
    click.echo("Văn bản:")
    _show(material, outputs)
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
        show_outputs([output for output in own if output.finding])


def _counts(month: Month, now: Consolidated) -> str:
    tally = now.filing_tally()
    came = tally[FilingStanding.ON_TIME] + tally[FilingStanding.LATE]
    refused = sum(j.outcome is Outcome.REJECTED for j in month.batch.judgements)
    return (
        f"Kỳ {month.period}, xét tại {instant(now.as_of)}: {came}/{len(now.filings)} đơn vị đã gửi"
        f" ({percent(came, len(now.filings))}), {tally[FilingStanding.LATE]} gửi muộn, "
        f"{tally[FilingStanding.FAULTY]} phải gửi lại; đọc {len(month.received)} tệp, "
        f"{refused} tệp không dùng được; {tally_line(month.findings) or 'không có lỗi'}."
    )


def _serious(month: Month) -> list[Finding]:
    """Errors on files that do not count at all: whole units hang on them."""
    counted = {filing.file for filing in month.batch.filings}
    return [
        finding
        for judgement in month.batch.judgements
        if judgement.file not in counted
        for finding in judgement.findings
        if finding.severity is Severity.ERROR
    ]
