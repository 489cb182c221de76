"""`lint` on the screen and as JSON: page by page, part by part, what is wrong and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from cv183_reports.app.lint import Linted, lint_files, save_summary, write_copy
from cv183_reports.app.running import Cause
from cv183_reports.cli.screen import MARKS, Bar
from cv183_reports.lint.anatomy import explained
from cv183_reports.lint.case import Fault
from cv183_reports.lint.judge import Verdict
from cv183_reports.model.finding import Finding, needs_action, quote
from cv183_reports.vietnamese.wording import count
from cv183_reports.word.facts import DocumentFacts


def lint(
    paths: Sequence[Path],
    rules: str | None,
    *,
    as_json: bool,
    explain: bool,
    comments: Path | None,
    summary: Path | None = None,
) -> int:
    """Judges each file, and says what was found; `comments`, `summary`: where a copy with comments, a table goes."""
    linted = lint_files(paths, rules, comments, summary, progress=Bar)
    if as_json:
        click.echo(
            json.dumps({"files": [_as_json(each) for each in linted]}, ensure_ascii=False, indent=1)
        )
    else:
        for each in linted:
            _show(each, explain=explain)
        if len(linted) > 1:
            click.echo(_summary(linted))
    if comments is not None:
        _show_copy(linted[0], comments, quiet=as_json)
    if summary is not None:
        save_summary(linted, summary)
        click.echo(f"Đã ghi bảng tổng hợp: {summary}", err=as_json)
    return Cause.FINDINGS if any(needs_action(each.all_findings) for each in linted) else 0


def _summary(linted: Sequence[Linted]) -> str:
    """How many files need a hand, at the end of many."""
    wrong = sum(needs_action(each.all_findings) for each in linted)
    return f"Đã kiểm tra {count(len(linted))} tệp: {count(wrong)} tệp còn phải sửa."


def _show_copy(linted: Linted, copy: Path, *, quiet: bool) -> None:
    """Where the copy with comments is; of a file that could not be read there is none, and that is said."""
    if write_copy(linted, copy):
        click.echo(f"Đã ghi bản có chú thích: {copy}", err=quiet)
    else:
        click.echo(f"Không ghi bản có chú thích: {copy}", err=True)


def _show(linted: Linted, *, explain: bool) -> None:
    click.echo(linted.told)
    if linted.judged_by:
        click.echo(f"  {linted.judged_by}")
    if explain and linted.facts and linted.verdict:
        _explain(linted.facts, linted.verdict)
    for finding in linted.findings:
        click.echo(f"  {_line(finding)}")
    if linted.verdict:
        _show_faults(linted.verdict.faults)
    click.echo()


def _show_faults(faults: Sequence[Fault]) -> None:
    """Page by page, part by part."""
    ordered = sorted(faults, key=_position)
    for page, on_page in groupby(ordered, key=lambda fault: fault.page):
        click.echo(f"  Trang {page}" if page else "  Cả văn bản")
        for part, in_part in groupby(on_page, key=lambda fault: fault.part):
            if part:
                click.echo(f"    {part}")
            for fault in in_part:
                click.echo(f"      {_line(fault.finding)}")


def _position(fault: Fault) -> tuple[int, bool, int]:
    """On each page first what is of no one part."""
    return fault.page or 0, bool(fault.part), fault.paragraphs[0][1] if fault.paragraphs else -1


def _line(finding: Finding) -> str:
    return f"{MARKS[finding.severity]} {finding.code} {finding.message}. → {finding.remedy}"


def _explain(facts: DocumentFacts, verdict: Verdict) -> None:
    """What was taken for what; neighbours of one kind on one line."""
    for (part, why), rows in groupby(
        explained(facts, verdict.anatomy), key=lambda row: (row[0], row[2])
    ):
        texts = [text for _, text, _ in rows]
        more = f" (và {len(texts) - 1} dòng tiếp theo)" if len(texts) > 1 else ""
        click.echo(f"  {part}: «{quote(texts[0])}»{more}: {why}")


def _as_json(linted: Linted) -> dict[str, object]:
    verdict = linted.verdict
    return {
        "file": str(linted.path),
        "rules": verdict.choice.rules.code if verdict else None,
        "why": verdict.choice.why if verdict else None,
        "findings": [
            *(_finding(finding, None) for finding in linted.findings),
            *(_finding(fault.finding, fault) for fault in (verdict.faults if verdict else ())),
        ],
        "parts": [
            {"part": part, "text": text, "why": why}
            for part, text, why in (
                explained(linted.facts, verdict.anatomy) if linted.facts and verdict else ()
            )
        ],
    }


def _finding(finding: Finding, fault: Fault | None) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "part": fault.part if fault else "",
        "page": fault.page if fault else None,
        "message": finding.message,
        "remedy": finding.remedy,
    }
