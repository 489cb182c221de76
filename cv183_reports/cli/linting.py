"""`lint`: judges Word documents by the rules of presentation; writes nothing but an asked-for copy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import click

from cv183_reports.catalogue import machine
from cv183_reports.catalogue.lint import COPY_EXISTS, ONE_COPY, OWNER_FILE, UNKNOWN_RULES
from cv183_reports.cli.clerk import MACHINE, USAGE
from cv183_reports.cli.opening import FINDINGS, Stopped
from cv183_reports.cli.screen import MARKS, needs_action, tally_line
from cv183_reports.lint.case import Fault
from cv183_reports.lint.comments import Comment, with_comments
from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.lint.parts.document import explained
from cv183_reports.lint.rules import RuleSet, rules_named
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, quote
from cv183_reports.ooxml.archive import MAX_FILE
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import DocumentFacts
from cv183_reports.workspace.folder import TEMPORARY, reason, replace_file


@dataclass(frozen=True, slots=True)
class _Linted:
    """One file: what was read of it, and what was found."""

    path: Path
    data: bytes
    facts: DocumentFacts | None
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    """Of the file as such."""

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Those of the file, then those of the document."""
        faults = self.verdict.faults if self.verdict else ()
        return (*self.findings, *(fault.finding for fault in faults))


def lint_files(
    paths: Sequence[Path],
    rules: str | None,
    *,
    as_json: bool,
    explain: bool,
    comments: Path | None,
) -> int:
    """Judges each file, by the named set of rules or by its own.

    Raises:
        Stopped: no such set of rules; `comments` with several files, or a file that is there.
    """
    rule_set = _rule_set(rules)
    _check_copy(paths, comments)
    linted = [_lint(path, rule_set) for path in paths]
    if as_json:
        click.echo(
            json.dumps({"files": [_as_json(each) for each in linted]}, ensure_ascii=False, indent=1)
        )
    else:
        for each in linted:
            _show(each, explain=explain)
    if comments is not None:
        _write_copy(linted[0], comments, quiet=as_json)
    return FINDINGS if any(needs_action(each.all_findings) for each in linted) else 0


def _rule_set(code: str | None) -> RuleSet | None:
    if code is None:
        return None
    found = rules_named(code)
    if found is None:
        raise Stopped((UNKNOWN_RULES.at(Source("--rules"), value=code),), USAGE)
    return found


def _check_copy(paths: Sequence[Path], comments: Path | None) -> None:
    if comments is None:
        return
    if len(paths) != 1:
        raise Stopped((ONE_COPY.at(Source("--comments"), count=len(paths)),), USAGE)
    if comments.exists():
        raise Stopped((COPY_EXISTS.at(Source(str(comments))),), USAGE)


def _lint(path: Path, rules: RuleSet | None) -> _Linted:
    if path.name.startswith("~$"):
        return _Linted(path, b"", None, None, (OWNER_FILE.at(Source(path.name)),))
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        finding = machine.NOT_READ.at(Source(str(path)), reason=reason(error))
        return _Linted(path, b"", None, None, (finding,))
    facts, findings = read_facts(data, path.name)
    return _Linted(path, data, facts, judge(facts, rules) if facts else None, tuple(findings))


def _show(linted: _Linted, *, explain: bool) -> None:
    click.echo(f"{linted.path}: {tally_line(linted.all_findings) or 'không có lỗi, cảnh báo'}")
    if linted.verdict:
        choice = linted.verdict.choice
        click.echo(f"  Theo {choice.rules.source} ({choice.rules.code}): {choice.why}.")
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


def _position(fault: Fault) -> tuple[int, int]:
    return fault.page or 0, fault.paragraphs[0][1] if fault.paragraphs else -1


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


def _as_json(linted: _Linted) -> dict[str, object]:
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


def _write_copy(linted: _Linted, copy: Path, *, quiet: bool) -> None:
    """The copy with comments; of a file that could not be read there is none, and that is said."""
    if linted.facts is None or linted.verdict is None:
        click.echo(f"Không ghi bản có chú thích: {copy}", err=True)
        return
    data = with_comments(linted.data, *_comments(linted.facts, linted.verdict))
    try:
        _put(copy, data)
    except OSError as error:
        raise Stopped(
            (machine.NOT_WRITTEN.at(Source(str(copy)), reason=reason(error)),), MACHINE
        ) from None
    click.echo(f"Đã ghi bản có chú thích: {copy}", err=quiet)


def _put(copy: Path, data: bytes) -> None:
    """`data` at `copy`, whole or not at all; what somebody put there meanwhile stays."""
    temporary = copy.with_name(f"{TEMPORARY}{copy.name}.tmp")
    try:
        temporary.write_bytes(data)
        if copy.exists():
            raise FileExistsError(copy)
        replace_file(temporary, copy)
    finally:
        temporary.unlink(missing_ok=True)


def _comments(facts: DocumentFacts, verdict: Verdict) -> tuple[str, list[Comment]]:
    """The name of the main part, and a comment at the first paragraph of each fault."""
    main = next(facts.paragraphs)
    comments = []
    for fault in verdict.faults:
        at = [index for part, index in fault.paragraphs if part == main.part]
        text = f"{fault.finding.message}. {fault.finding.remedy} [{fault.finding.code}]"
        comments.append(Comment(at[0] if at else main.index, text))
    return main.part, comments
