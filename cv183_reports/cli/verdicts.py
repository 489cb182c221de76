"""Judgements on the screen and as JSON: what `check` and `receive` say of files."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.month import is_late
from cv183_reports.cli.screen import show_lines, tally_line
from cv183_reports.model import Figure, Record, Register
from cv183_reports.model.finding import Finding, Judgement, Outcome
from cv183_reports.vietnamese.wording import lower_first

OUTCOMES = {
    Outcome.ACCEPTED: "dùng được",
    Outcome.ACCEPTED_WITH_WARNINGS: "dùng được, có cảnh báo",
    Outcome.HAS_ERRORS: "có lỗi phải sửa",
    Outcome.REJECTED: "không dùng được",
    Outcome.IGNORED: "bỏ qua",
}
_QUIET = "dùng được, gửi đúng hạn, không có gì phải xem"


_LISTED = 20
"""Files that ask for nothing and are named all the same; more of them are only counted."""
_SHOWN = 200
"""Files with findings that are shown; ``--json`` has them all."""


def show_judgements(judgements: Sequence[Judgement], register: Register) -> None:
    """Each file with what was found in it: first those that ask for nothing, last the worst."""
    passed = [j for j in judgements if j.outcome is Outcome.IGNORED]
    quiet = [j for j in judgements if _is_quiet(j, register)]
    ranks = list(OUTCOMES)
    rest = sorted(
        (j for j in judgements if j.outcome is not Outcome.IGNORED and not _is_quiet(j, register)),
        key=lambda judgement: ranks.index(judgement.outcome),
    )
    for group, words in ((passed, OUTCOMES[Outcome.IGNORED]), (quiet, _QUIET)):
        if len(group) > _LISTED:
            click.echo(f"{len(group)} tệp {words}.")
        else:
            _show_each(group, register)
    if len(rest) > _SHOWN:
        click.echo(
            f"{len(rest) - _SHOWN} tệp khác, nhẹ hơn hoặc tương tự, không nêu ở đây (xem đủ: thêm --json)."
        )
    _show_each(rest[-_SHOWN:], register)


def _is_quiet(judgement: Judgement, register: Register) -> bool:
    """Whether the file counts, came in time, and nothing at all is to be said of it."""
    filing = judgement.filing
    return filing is not None and not is_late(filing, register) and not _own(judgement)


def _own(judgement: Judgement) -> list[Finding]:
    """What is said of the file but when it came."""
    return [f for f in judgement.findings if f.code != machine.RECEIVED.code]


def _show_each(judgements: Sequence[Judgement], register: Register) -> None:
    for judgement in judgements:
        unit = register.unit(judgement.unit) if judgement.unit else None
        received = (f.message for f in judgement.findings if f.code == machine.RECEIVED.code)
        told = [unit.short_name if unit else "", *map(lower_first, received)]
        after = ", ".join(filter(None, told))
        click.echo(f"{judgement.file}: {OUTCOMES[judgement.outcome]}{after and f' — {after}'}")
        show_lines(_own(judgement))


def show_tally(judgements: Sequence[Judgement]) -> None:
    """How many files, and how many findings."""
    findings = [finding for judgement in judgements for finding in judgement.findings]
    told = tally_line(findings) or "không có lỗi, cảnh báo"
    click.echo(f"\nĐã kiểm tra {len(judgements)} tệp: {told}.")


def as_json(judgement: Judgement) -> dict[str, object]:
    """One file, judged: its outcome, what counts of it, and every finding."""
    filing = judgement.filing
    return {
        "file": judgement.file,
        "outcome": judgement.outcome.value,
        "unit": judgement.unit,
        "period": str(judgement.period) if judgement.period else None,
        "records": [_record(record) for record in filing.records] if filing else [],
        "figures": [_figure(figure) for figure in filing.figures] if filing else [],
        "findings": [finding_json(finding) for finding in judgement.findings],
    }


def _record(record: Record) -> dict[str, object]:
    return {
        "obligation": record.obligation,
        "status": record.status.value,
        "percent": _number(record.percent),
        "done_on": record.done_on.isoformat() if record.done_on else None,
        "result": record.result,
        "evidence": record.evidence,
        "difficulty": record.difficulty,
        "field": record.field.value if record.field else None,
        "proposal": record.proposal,
        "level": record.level.value if record.level else None,
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {"indicator": figure.indicator, "value": _number(figure.value)}


def _number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def finding_json(finding: Finding) -> dict[str, object]:
    """One finding, without its file."""
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "message": finding.message,
        "remedy": finding.remedy,
    }
