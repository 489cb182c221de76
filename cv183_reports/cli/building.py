"""`build`: the documents of a month, everything rendered and checked first, then put in place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.clerk import MACHINE, Stopped
from cv183_reports.cli.month import Month, brought_together, cut_off, read_months, root_relative
from cv183_reports.cli.opening import FINDINGS, clock, open_register, period_of, read_file
from cv183_reports.cli.screen import failed, needs_action, show_findings, show_outputs, tally_line
from cv183_reports.consolidated import Consolidated, FilingStanding
from cv183_reports.document.monthly import monthly_report
from cv183_reports.document.template import load_template
from cv183_reports.finding import Outcome
from cv183_reports.model import Source
from cv183_reports.narrative import figures, filing, plans, results, voices
from cv183_reports.vietnamese.wording import instant, percent
from cv183_reports.workbook.layout import SAMPLE_MARK
from cv183_reports.workbook.summary import write_summary
from cv183_reports.workspace import Output, Workspace, publish, sha256

_MONTHLY = "bao-cao-thang.docx"
_LOG = "nhat-ky.json"
_LIBRARIES = ("Jinja2", "XlsxWriter")
"""Whose versions decide the bytes of the outputs."""


@dataclass(frozen=True, slots=True)
class _Rendered:
    """One output before it is put in place."""

    name: str
    data: bytes


def build_month(root: Path, text: str, as_of: str | None, *, strict: bool) -> int:
    """Reads, judges, consolidates, renders, checks, then writes."""
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root)
    month, before = read_months(workspace, register, period)
    at = cut_off(register, period, now)
    this = brought_together(month, register, at)
    last = (
        brought_together(before, register, cut_off(register, before.period, now))
        if before
        else None
    )
    documents = [
        _monthly(workspace, this, last),
        _Rendered(f"tong-hop-{period}.xlsx", write_summary(this, last)),
    ]
    log = _log(workspace, month, this, documents)
    outputs = publish(
        workspace.root,
        workspace.out(period),
        {document.name: document.data for document in (*documents, log)},
    )
    _summary(workspace, month, this, outputs)
    if failed(outputs):
        return MACHINE
    return FINDINGS if strict and needs_action(month.findings) else 0


def _monthly(workspace: Workspace, now: Consolidated, before: Consolidated | None) -> _Rendered:
    """The monthly report.

    Raises:
        Stopped: its template is missing or faulty; every fault is named and nothing is written.
    """
    path = workspace.templates / _MONTHLY
    if not path.is_file():
        raise Stopped((machine.NO_TEMPLATE.at(Source(root_relative(workspace, path))),), FINDINGS)
    template, faults = load_template(read_file(path), path.name)
    if template is None:
        raise Stopped(faults, FINDINGS)
    sections = (
        filing.section(now, before),
        results.section(now),
        figures.section(now, before),
        voices.difficulties(now),
        voices.proposals(now),
        plans.section(now),
    )
    report = monthly_report(now, sections, SAMPLE_MARK)
    data, faults = template.render({f.name: getattr(report, f.name) for f in fields(report)})
    if data is None:
        raise Stopped(faults, FINDINGS)
    return _Rendered(f"bao-cao-thang-{now.period}.docx", data)


def _log(
    workspace: Workspace, month: Month, now: Consolidated, documents: Sequence[_Rendered]
) -> _Rendered:
    """What went in and what came out, by SHA-256; the same month gives the same log."""
    templates = sorted(workspace.templates.glob("*.docx"))
    entries = {
        "period": str(month.period),
        "as_of": now.as_of.isoformat(),
        "sample": now.sample,
        "versions": {
            "cv183-report": version("cv183-report"),
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
                "counts": any(f.file == judgement.file for f in month.batch.filings),
                "findings": [f"{f.code} {f.place}" for f in judgement.findings],
            }
            for received, judgement in zip(month.received, month.batch.judgements, strict=True)
        ],
        "outputs": {document.name: sha256(document.data) for document in documents},
    }
    text = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    return _Rendered(_LOG, text.encode())


def _summary(
    workspace: Workspace, month: Month, now: Consolidated, outputs: Sequence[Output]
) -> None:
    """What was made of what, and the next step."""
    tally = now.filing_tally()
    came = tally[FilingStanding.ON_TIME] + tally[FilingStanding.LATE]
    judgements = month.batch.judgements
    refused = [j for j in judgements if j.outcome is Outcome.REJECTED]
    if now.sample:
        click.echo(
            f"*** {SAMPLE_MARK}: các tệp nhận được là tệp tập dùng, không phải báo cáo thật ***"
        )
    click.echo(
        f"Kỳ {month.period}, xét đến {instant(now.as_of)}: {came}/{len(now.filings)} đơn vị đã gửi"
        f" ({percent(came, len(now.filings))}), {tally[FilingStanding.LATE]} gửi muộn; "
        f"đọc {len(judgements)} tệp, {len(refused)} tệp không dùng được; "
        f"{tally_line(month.findings) or 'không có lỗi'}."
    )
    if refused:
        show_findings([f for j in refused for f in j.findings])
    click.echo("Văn bản:")
    show_outputs(outputs)
    inbox = root_relative(workspace, workspace.inbox(month.period))
    if not workspace.inbox(month.period).is_dir():
        click.echo(f"Chưa có thư mục {inbox}: văn bản đúng với việc chưa đơn vị nào gửi.")
    click.echo(f"Xem từng lỗi: cv183-report check {inbox}")
    click.echo(
        "Việc tiếp theo: mở báo cáo trong Word, soát lại, điền số và ngày ký; chạy lại build khi có báo cáo bổ sung, phần đã sửa được giữ nguyên."
    )
