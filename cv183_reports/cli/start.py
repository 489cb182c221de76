"""The program without a command: where the month stands, what comes next; on a terminal by number."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from cv183_reports.app import Cause, Stopped
from cv183_reports.app.opening import expect_register
from cv183_reports.app.where import MonthStanding, Step, last_period, where_it_stands
from cv183_reports.catalogue import machine
from cv183_reports.cli.screen import Bar
from cv183_reports.model import LOCAL, Period
from cv183_reports.vietnamese.wording import SAMPLE_MARK, period_name, period_noun, upper_first
from cv183_reports.workspace.folder import Workspace

_ALWAYS = (Step.RECEIVE, Step.BUILD, Step.MAIL_REMINDERS)
"""What may be wanted at any time of an open month."""
_ENOUGH = "0"


def start(root: Path, run: Callable[[Sequence[str]], None]) -> int:
    """Says where the month stands; on a terminal offers what can be done, and does it by `run`."""
    try:
        expect_register(Workspace(root))
    except Stopped as stopped:
        if stopped.cause is not Cause.USAGE:
            raise
        click.echo(machine.NO_FOLDER_YET.format(folder=root.resolve()))
        return 0
    period, now = last_period(root, datetime.now(LOCAL)), datetime.now(LOCAL)
    standing = where_it_stands(root, str(period), progress=Bar)
    for line in lines(root, standing):
        click.echo(line)
    this = Period.holding(now.date(), period.cycle)
    if period < this:
        click.echo(
            f"{upper_first(period_noun(this.cycle))} này là {this}, chưa có gì: {Step.TEMPLATES.command(this)}"
        )
    click.echo("Làm bằng nút bấm trên trang: cv183-report desk")
    if sys.stdin.isatty() and sys.stdout.isatty():
        _offer(standing, run)
    return 0


def lines(root: Path, standing: MonthStanding) -> Iterator[str]:
    """The page: deadlines, how far each thing is, the next step."""
    month = period_name(standing.period)
    yield f"Kỳ {standing.period} ({month}) – thư mục làm việc {root.resolve()}"
    if standing.invented:
        yield f"*** {SAMPLE_MARK} ***"
    yield standing.deadlines
    for stage in standing.stages:
        yield f"  {stage.mark.value} {stage.name:<16}{stage.told}"
    step = standing.next
    yield f"Việc tiếp theo: {step.command(standing.period)}"
    yield f"  ({step.words(standing.period.cycle)})"


def _offer(standing: MonthStanding, run: Callable[[Sequence[str]], None]) -> None:
    steps = list(dict.fromkeys((standing.next, *(() if standing.closed else _ALWAYS))))
    click.echo()
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step.words(standing.period.cycle)}")
    click.echo(f"  {_ENOUGH}. thôi")
    known = [_ENOUGH, *(str(number) for number in range(1, len(steps) + 1))]
    choice = click.prompt("Chọn số", default=_ENOUGH, type=click.Choice(known), show_choices=False)
    if choice != _ENOUGH:
        run(_arguments(steps[int(choice) - 1], standing))


def _arguments(step: Step, standing: MonthStanding) -> list[str]:
    """The command line of that step, what only a person knows asked for."""
    words = step.command(standing.period).split()[1:]
    given = [word for word in words if not word.startswith("TỆP")]
    if given == words:
        return words
    typed = click.prompt("Kéo thả tệp hoặc thư mục vào đây rồi bấm Enter")
    return [*given, *_paths(typed)]


def _paths(typed: str) -> list[str]:
    """The paths on one line; where a quote is missing in pieces, which the command joins again."""
    try:
        return shlex.split(typed, posix=sys.platform != "win32")
    except ValueError:
        return typed.split()
