"""`lint` on the screen and as JSON: page by page, part by part, what is wrong and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from cv183_reports.app import Cause
from cv183_reports.app.lint import Linted, lint_files, save_summary, write_copy, write_repaired
from cv183_reports.cli.screen import SEVERITY_MARKS, Bar
from cv183_reports.lint.anatomy import explained
from cv183_reports.lint.checks import Fault
from cv183_reports.lint.judge import Verdict
from cv183_reports.lint.repair import Mended, RepairedCopy
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
    fix: Path | None = None,
    summary: Path | None = None,
) -> int:
    """Judges each file, and says what was found.

    `comments`, `fix`, `summary`: where a copy with comments, a repaired one, a table goes.
    """
    linted = lint_files(paths, rules, comments, fix, summary, progress=Bar)
    if fix is not None:
        code = _repaired(linted[0], fix, comments, as_json=as_json)
    else:
        code = _judged(linted, comments, as_json=as_json, explain=explain)
    if summary is not None:
        save_summary(linted, summary)
        click.echo(f"Đã ghi bảng tổng hợp: {summary}", err=as_json)
    return code


def _judged(
    linted: Sequence[Linted], comments: Path | None, *, as_json: bool, explain: bool
) -> int:
    if as_json:
        _print_json([_as_json(each) for each in linted])
    else:
        for each in linted:
            _show(each, explain=explain)
        if len(linted) > 1:
            click.echo(_summary(linted))
    if comments is not None:
        _show_copy(linted[0], comments, quiet=as_json)
    if all(each.leads_nowhere for each in linted):
        return Cause.USAGE
    return Cause.FINDINGS if any(needs_action(each.all_findings) for each in linted) else 0


def _repaired(linted: Linted, copy: Path, comments: Path | None, *, as_json: bool) -> int:
    """Writes the repaired copy of one file, and says what was done and what a person must do."""
    repaired = write_repaired(linted, copy)
    left = linted.all_findings
    if repaired is not None:
        left = (*linted.findings, *(fault.finding for fault in repaired.verdict.faults))
    if as_json:
        _print_json([{**_as_json(linted), "fix": _fix_as_json(repaired, copy)}])
    elif repaired is not None:
        _show_repaired(linted, repaired, copy)
    else:
        _show(linted, explain=False)
    if repaired is None:
        click.echo(f"Không ghi bản đã sửa: {copy}", err=True)
    if comments is not None:
        _show_copy(linted, comments, quiet=as_json)
    if linted.leads_nowhere:
        return Cause.USAGE
    return Cause.FINDINGS if needs_action(left) else 0


def _show_repaired(linted: Linted, repaired: RepairedCopy, copy: Path) -> None:
    choice = linted.verdict.choice if linted.verdict else repaired.verdict.choice
    click.echo(f"{linted.path}")
    click.echo(f"  Theo {choice.rules.source} ({choice.rules.code}): {choice.why}.")
    did = f"Đã sửa {count(len(repaired.done))} mục" if repaired.done else "Không có gì tự sửa được"
    click.echo(f"  {did}. Bản sao: {copy}")
    for each in repaired.done:
        click.echo(f"    {_done_line(each)}")
    left = repaired.verdict.faults
    click.echo(
        f"  Còn {count(len(left))} mục phải tự xem lại:" if left else "  Không còn lỗi, cảnh báo."
    )
    _show_faults(left)


def _done_line(done: Mended) -> str:
    named = not done.part or done.finding.message.startswith(done.part)
    where = "" if named else f"{done.part}: "
    how = ", sửa có theo dõi" if done.is_tracked else ""
    return f"✓ {done.finding.code} {where}{done.finding.message} ({count(done.places)} chỗ{how})"


def _fix_as_json(repaired: RepairedCopy | None, copy: Path) -> dict[str, object] | None:
    if repaired is None:
        return None
    return {
        "copy": str(copy),
        "done": [
            {
                "code": each.finding.code,
                "part": each.part,
                "message": each.finding.message,
                "places": each.places,
                "tracked": each.is_tracked,
            }
            for each in repaired.done
        ],
        "left": [_finding(fault.finding, fault) for fault in repaired.verdict.faults],
    }


def _print_json(files: Sequence[dict[str, object]]) -> None:
    click.echo(json.dumps({"files": files}, ensure_ascii=False, indent=1))


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
    return (
        f"{SEVERITY_MARKS[finding.severity]} {finding.code} {finding.message}. → {finding.remedy}"
    )


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
