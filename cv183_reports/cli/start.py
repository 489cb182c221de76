"""The program without a command: where the month stands, what comes next; on a terminal by number."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from cv183_reports.app.where import MonthStanding, Papers, Step, last_period, where_it_stands
from cv183_reports.catalogue import machine
from cv183_reports.cli.screen import Bar
from cv183_reports.model import LOCAL, Period
from cv183_reports.outbox.sent import MailKind
from cv183_reports.vietnamese.wording import duration, instant, month_name
from cv183_reports.workspace.folder import REGISTER

_WORDS = {
    Step.TEMPLATES: "làm biểu mẫu cho các đơn vị",
    Step.MAIL_TEMPLATES: "soạn thư gửi biểu mẫu",
    Step.RECEIVE: "nhận báo cáo đơn vị gửi về (tệp, thư, thư mục)",
    Step.MAIL_RETURNS: "soạn thư trả lại đơn vị phải sửa",
    Step.MAIL_REMINDERS: "soạn thư đôn đốc đơn vị chưa gửi",
    Step.BUILD: "làm các văn bản của tháng",
    Step.VERIFY: "soát văn bản sắp ký với số liệu",
    Step.MAIL_REPORTS: "soạn thư gửi báo cáo",
    Step.CLOSE: "chốt số liệu theo văn bản đã ký",
    Step.NEXT_MONTH: "bắt đầu tháng sau",
}
_ALWAYS = (Step.RECEIVE, Step.BUILD, Step.MAIL_REMINDERS)
"""What may be wanted at any time of an open month."""
_PAPERS = {
    Papers.NONE: "chưa làm",
    Papers.OLD: "đã làm, nhưng có tệp đến sau",
    Papers.CURRENT: "đã làm",
}
_DONE, _OPEN, _LOOK = "✓", "·", "!"
_ENOUGH = "0"


def start(root: Path, run: Callable[[Sequence[str]], None]) -> int:
    """Says where the month stands; on a terminal offers what can be done, and does it by `run`."""
    if not (root / REGISTER).is_file():
        click.echo(machine.NO_FOLDER_YET.format(folder=root.resolve()))
        return 0
    period, now = last_period(root, datetime.now(LOCAL)), datetime.now(LOCAL)
    standing = where_it_stands(root, str(period), progress=Bar)
    for line in lines(root, standing):
        click.echo(line)
    this = Period(now.year, now.month)
    if period < this:
        click.echo(f"Tháng này là {this}, chưa có gì: {Step.TEMPLATES.command(this)}")
    if sys.stdin.isatty() and sys.stdout.isatty():
        _offer(standing, run)
    return 0


def lines(root: Path, standing: MonthStanding) -> Iterator[str]:
    """The page: deadlines, how far each thing is, the next step."""
    month = month_name(standing.period.year, standing.period.month)
    yield f"Kỳ {standing.period} ({month}) – thư mục làm việc {root.resolve()}"
    yield _deadlines(standing)
    for mark, name, told in _rows(standing):
        yield f"  {mark} {name:<18}{told}"
    step = standing.next
    yield f"Việc tiếp theo: {step.command(standing.period)}"
    yield f"  ({_WORDS[step]})"


def _deadlines(standing: MonthStanding) -> str:
    left = (
        f"đã quá hạn {duration(standing.now - standing.due)}"
        if standing.is_due
        else f"còn {duration(standing.due - standing.now)}"
    )
    told = f"Hạn đơn vị gửi: {instant(standing.due)} ({left})."
    return told + (f" Hạn báo cáo: {instant(standing.report_due)}." if standing.report_due else "")


def _rows(standing: MonthStanding) -> Iterator[tuple[str, str, str]]:
    drafts = standing.drafts
    yield _mark(done=standing.forms >= standing.units), "Biểu mẫu", f"{standing.forms} tệp"
    forms = drafts[MailKind.TEMPLATES]
    sent = f"{_mails(standing, MailKind.TEMPLATES, 'thư nháp gửi biểu mẫu')}, {_mails(standing, MailKind.REMINDERS, 'thư đôn đốc')}"
    yield _mark(done=forms > 0), "Thư", sent
    more = ", ".join(
        f"{count} {words}"
        for count, words in ((standing.late, "muộn"), (standing.faulty, "phải sửa"))
        if count
    )
    came = f"{standing.came}/{standing.units} đơn vị" + (f" ({more})" if more else "")
    is_whole = standing.came >= standing.units
    yield _mark(done=is_whole, look=standing.is_due), "Báo cáo gửi về", came
    edited = f"; {standing.edited} văn bản đã sửa tay" if standing.edited else ""
    is_current = standing.papers is Papers.CURRENT
    is_old = standing.papers is Papers.OLD
    yield _mark(done=is_current, look=is_old), "Văn bản", _PAPERS[standing.papers] + edited
    slips = f"{standing.slips} phiếu soát" if standing.slips else "chưa có phiếu soát"
    yield _mark(done=standing.slips > 0), "Soát, ký", slips
    closed = f"lúc {instant(standing.closed)}" if standing.closed else "chưa chốt"
    yield _mark(done=standing.closed is not None), "Chốt số liệu", closed


def _mails(standing: MonthStanding, kind: MailKind, words: str) -> str:
    sent = standing.sent.get(kind, 0)
    return f"{standing.drafts[kind]} {words}" + (f" ({sent} đơn vị đã được gửi)" if sent else "")


def _mark(*, done: bool, look: bool = False) -> str:
    return _DONE if done else _LOOK if look else _OPEN


def _offer(standing: MonthStanding, run: Callable[[Sequence[str]], None]) -> None:
    steps = list(dict.fromkeys((standing.next, *(() if standing.closed else _ALWAYS))))
    click.echo()
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {_WORDS[step]}")
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
