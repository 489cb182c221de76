"""`build`: the documents of a month, everything rendered and checked first, then put in place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import click

from cv183_reports import __version__
from cv183_reports.cli.clerk import MACHINE
from cv183_reports.cli.month import Month, brought_together, cut_off, read_months, root_relative
from cv183_reports.cli.opening import FINDINGS, clock, open_register, period_of, read_file
from cv183_reports.cli.rendering import open_template, rendered
from cv183_reports.cli.screen import failed, needs_action, show_findings, show_outputs, tally_line
from cv183_reports.cli.unit_reports import unit_reports
from cv183_reports.consolidated import Consolidated, FilingStanding
from cv183_reports.document.house_style import in_house_style
from cv183_reports.document.monthly import monthly_report
from cv183_reports.finding import Finding, Outcome, Severity
from cv183_reports.model import Period
from cv183_reports.narrative.monthly import compose
from cv183_reports.vietnamese.wording import instant, percent
from cv183_reports.workbook.layout import SAMPLE_MARK
from cv183_reports.workbook.summary import write_summary
from cv183_reports.workspace import Output, Workspace, publish, sha256

_MONTHLY = "bao-cao-thang.docx"
_UNITS = "don-vi"
_LOG = "nhat-ky.json"
_NEXT = (
    "Việc tiếp theo: mở báo cáo trong Word, soát lại, điền số và ngày ký; chạy lại build khi có báo cáo bổ sung, "
    "phần đã sửa được giữ nguyên."
)
_LIBRARIES = ("Jinja2", "XlsxWriter")
"""Whose versions decide the bytes of the outputs."""


@dataclass(frozen=True, slots=True)
class _Built:
    """One month, read and brought together, before anything is rendered."""

    workspace: Workspace
    month: Month
    now: Consolidated
    before: Consolidated | None

    @property
    def invented(self) -> bool:
        """Whether any figure of the documents, this month's or last month's, is a sample."""
        return self.now.sample or (self.before is not None and self.before.sample)


def build_month(root: Path, text: str, as_of: str | None, *, strict: bool) -> int:
    """Reads, judges, consolidates, renders, checks, then writes.

    A template with faults leaves its document out and is told; everything else is done.
    """
    period, now = period_of(text), clock(as_of)
    built = _brought_together(root, period, now, until=now if as_of else None)
    report, faults = _monthly(built)
    own, unit_faults = unit_reports(built.workspace, built.now.register, built.month)
    faults = (*faults, *unit_faults)
    documents = {f"tong-hop-{period}.xlsx": write_summary(built.now, built.before)}
    if report is not None:
        documents = {f"bao-cao-thang-{period}.docx": report, **documents}
    written = documents | {f"{_UNITS}/{name}": data for name, data in own.items()}
    root_folder, out = built.workspace.root, built.workspace.out(period)
    outputs = publish(root_folder, out, {**documents, _LOG: _log(built, written)})
    unit_outputs = publish(root_folder, out / _UNITS, own) if own else ()
    _summary(built, outputs, unit_outputs, faults)
    if failed((*outputs, *unit_outputs)):
        return MACHINE
    found = (*faults, *built.month.findings) if strict else faults
    return FINDINGS if needs_action(found) else 0


def _brought_together(
    root: Path, period: Period, now: datetime, *, until: datetime | None
) -> _Built:
    workspace, register = open_register(root)
    month, before = read_months(workspace, register, period, until=until)
    style = in_house_style(register)
    this = brought_together(month, style, cut_off(register, period, now))
    if before is None:
        return _Built(workspace, month, this, None)
    at = cut_off(register, before.period, now)
    return _Built(workspace, month, this, brought_together(before, style, at))


def _monthly(built: _Built) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The monthly report, and what is wrong with its template; None when that is an error."""
    template, found = open_template(built.workspace, _MONTHLY)
    if template is None:
        return None, found
    prose = compose(built.now, built.before)
    report = monthly_report(built.now, prose, SAMPLE_MARK if built.invented else "")
    data, faults = rendered(template, report)
    return data, (*found, *faults)


def _log(built: _Built, documents: Mapping[str, bytes]) -> bytes:
    """What went in and what came out, by SHA-256; the same month gives the same log."""
    workspace, month, now = built.workspace, built.month, built.now
    counted = {filing.file for filing in month.batch.filings}
    templates = sorted(workspace.templates.glob("*.docx"))
    entries = {
        "period": str(month.period),
        "as_of": now.as_of.isoformat(),
        "sample": built.invented,
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


def _summary(
    built: _Built,
    outputs: Sequence[Output],
    unit_outputs: Sequence[Output],
    faults: Sequence[Finding],
) -> None:
    """What was made of what, and the next step."""
    month, now = built.month, built.now
    if built.invented:
        click.echo(f"*** {SAMPLE_MARK}: có tệp tập dùng trong số liệu, không phải báo cáo thật ***")
    click.echo(_counts(month, now))
    show_findings(_serious(month))
    inbox = root_relative(built.workspace, built.workspace.inbox(month.period))
    if not month.received:
        click.echo(f"Chưa có tệp nào trong {inbox}: văn bản đúng với việc chưa đơn vị nào gửi.")
    click.echo("Văn bản:")
    show_outputs(outputs)
    if unit_outputs:
        click.echo(
            f"  {unit_outputs[0].path.parent}  (báo cáo riêng của {len(unit_outputs)} đơn vị)"
        )
        show_outputs([output for output in unit_outputs if output.finding])
    if faults:
        show_findings(faults)
    if month.received:
        click.echo(f"Xem từng lỗi: cv183-report check {inbox}")
    if not failed((*outputs, *unit_outputs)) and not needs_action(faults):
        click.echo(_NEXT)


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
