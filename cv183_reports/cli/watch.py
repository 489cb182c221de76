"""`watch` on the screen: one line for each file as it comes in, what goes back, and the tally at the end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from cv183_reports.app import Cause
from cv183_reports.app.watch import CameIn, watch_folder
from cv183_reports.catalogue import machine
from cv183_reports.cli.screen import SEVERITY_MARKS, finding_lines, in_short, running_on
from cv183_reports.model import Register
from cv183_reports.model.finding import OUTCOMES, Judgement, Outcome, Severity

_EVERY = 2.0
"""Seconds from one look at the folder to the next."""
_SIGNS = {
    Outcome.ACCEPTED: "✓",
    Outcome.ACCEPTED_WITH_WARNINGS: "!",
    Outcome.HAS_ERRORS: "✗",
    Outcome.REJECTED: "✗",
}


def watch(root: Path, period: str, folder: Path, as_of: str | None) -> int:
    """Receives what comes into `folder` until the clerk stops it."""
    click.echo(f"Theo dõi {folder}: tệp đến được nhận vào kỳ {period}. Dừng: Ctrl+C.")
    tally: Counter[Outcome] = Counter()
    try:
        with running_on():
            for came in watch_folder(root, period, folder, _again, as_of):
                for line in _lines(came):
                    click.echo(line)
                tally.update(_outcomes(came))
    except KeyboardInterrupt:
        click.echo()
    parts = [f"{tally[outcome]} {label}" for outcome, label in OUTCOMES.items() if tally[outcome]]
    told = f" ({'; '.join(parts)})" if parts else ""
    click.echo(f"Đã dừng: nhận {tally.total()} tệp{told}.")
    click.echo(f"Xem cả kỳ: cv183-report status {period}")
    return Cause.FINDINGS if tally[Outcome.HAS_ERRORS] + tally[Outcome.REJECTED] else 0


def _again() -> bool:
    time.sleep(_EVERY)
    return True


def _outcomes(came: CameIn) -> Iterator[Outcome]:
    if came.received is not None:
        yield from (judgement.outcome for judgement in came.received.judgements)


def _lines(came: CameIn) -> Iterator[str]:
    yield from map(in_short, finding_lines(came.hindered))
    if came.received is None:
        return
    at = f"{came.received.now:%H:%M}"
    if came.received.wrong_month is not None:
        yield from finding_lines([came.received.wrong_month])
    for judgement in came.received.judgements:
        yield in_short(f"{at} {_told(judgement, came.received.register)}")
    returned = came.given.returned if came.given else ()
    for each in returned:
        if each.is_new and not each.is_refused:
            folder = came.received.workspace.shown(each.outputs[0].path.parent)
            yield in_short(
                f"{' ' * len(at)} ↩ trả lại {each.shown}: tệp đã đánh dấu, thư nháp trong {folder}"
            )
    refused = [o.finding for each in returned if each.is_refused for o in each.outputs if o.finding]
    yield from map(in_short, finding_lines([*dict.fromkeys(refused)]))


def _told(judgement: Judgement, register: Register) -> str:
    """Whose it is, what became of it, the first thing that is wrong with it."""
    unit = register.unit(judgement.unit) if judgement.unit else None
    whose = unit.labelled if unit else "chưa rõ đơn vị"
    own = (finding for finding in judgement.findings if finding.code != machine.RECEIVED.code)
    worst = min(own, key=lambda finding: list(Severity).index(finding.severity), default=None)
    first = f"; {SEVERITY_MARKS[worst.severity]} {worst.message}" if worst else ""
    sign = _SIGNS.get(judgement.outcome, "·")
    return f"{sign} {whose}: {OUTCOMES[judgement.outcome]} ({judgement.file}){first}"
