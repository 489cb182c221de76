"""`status` on the screen and as JSON: who has filed, who not, who late; how long is left; whom to phone."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cv183_reports.app import Cause
from cv183_reports.app.status import MonthStatus, SentAgain, month_status, save_calls, who_to_call
from cv183_reports.cli.screen import (
    Bar,
    code_of,
    placed_json,
    show_findings,
    show_names,
    show_outputs,
)
from cv183_reports.model import Unit
from cv183_reports.model.consolidated import Consolidated, Debt, FilingStanding, UnitFiling
from cv183_reports.model.finding import OUTCOMES, Judgement
from cv183_reports.outbox.sent import MailKind
from cv183_reports.validation.batch import SetAside
from cv183_reports.vietnamese.wording import count, duration, instant, instant_if_known, period_name
from cv183_reports.workspace.folder import Workspace, failed, lying

if TYPE_CHECKING:
    from cv183_reports.narrative.filing import CallGroup

_KEYS = {
    FilingStanding.ON_TIME: "on_time",
    FilingStanding.LATE: "late",
    FilingStanding.FAULTY: "faulty",
    FilingStanding.MISSING: "missing",
    FilingStanding.WAIVED: "waived",
}
_COLUMNS = ("Nhóm", "Phải gửi", "Đúng hạn", "Muộn", "Gửi lại", "Chưa gửi", "Miễn", "Còn lỗi")
_NAMED = (
    (FilingStanding.MISSING, "Chưa gửi"),
    (FilingStanding.FAULTY, "Cần gửi lại (tệp chưa tổng hợp được)"),
    (FilingStanding.LATE, "Gửi muộn"),
    (FilingStanding.WAIVED, "Được miễn, hoãn báo cáo"),
)
_MAILS = {
    MailKind.TEMPLATES: "biểu mẫu",
    MailKind.RECEIPTS: "báo đã nhận",
    MailKind.RETURNS: "trả lại",
    MailKind.REMINDERS: "đôn đốc",
    MailKind.REPORTS: "báo cáo",
}
_STRAYS = 20
"""Files of nobody that are named."""
_SCREEN = 100
"""Characters of a line on the screen."""
_INDENT = 6


def status(root: Path, period: str, as_of: str | None, *, as_json: bool) -> int:
    """Says how the units stand with the month's file."""
    found = month_status(root, period, as_of, Bar)
    if as_json:
        told = _standing_json(found.now) | {
            "versions": [_versions_json(each) for each in found.sent_again],
            "set_aside": [_aside_json(each) for each in found.aside],
            "questions": [{"code": q.unit.code, "text": q.text} for q in found.now.questions],
            "mails": _mails_json(found),
            "findings": [placed_json(finding) for finding in found.ledger],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    _show(found)
    return 0


def call_list(root: Path, period: str, as_of: str | None, *, as_json: bool, save: bool) -> int:
    """Says which units owe, by group and officer; with `save` writes the list as files too."""
    workspace, now = who_to_call(root, period, as_of, Bar)
    if as_json:
        click.echo(json.dumps(_calls_json(now), ensure_ascii=False, indent=1))
    else:
        _show_calls(now)
    return _save(workspace, now, quiet=as_json) if save else 0


def overview(root: Path, period: str, as_of: str | None) -> int:
    """Writes the month as one page for the browser."""
    from cv183_reports.app.status import save_overview

    outputs = save_overview(root, period, as_of, Bar).outputs
    if lying(outputs):
        click.echo("Đã ghi, mở bằng trình duyệt (không cần mạng):")
    show_outputs(outputs)
    return Cause.MACHINE if failed(outputs) else 0


def _show(found: MonthStatus) -> None:
    period = found.now.period
    if found.ledger:
        show_findings(found.ledger)
        click.echo()
    _show_counts(found.now)
    _show_versions(found.sent_again)
    _show_aside(found.aside)
    _show_questions(found.now)
    _show_strays(found.strays)
    _show_mails(found)
    if not found.has_month:
        click.echo(f"\nChưa nhận báo cáo nào. Nhận bằng: cv183-report receive {period} TỆP…")
    click.echo(f"\nXem từng lỗi: cv183-report check {period}")


def _show_mails(found: MonthStatus) -> None:
    """What the program sent, and of which mails nobody knows."""
    sent = [
        f"{words} {count(number)} đơn vị"
        for kind, words in _MAILS.items()
        if (number := len(found.mails.units(kind)))
    ]
    if sent:
        click.echo(f"\nThư chương trình đã gửi: {', '.join(sent)}.")
    unsure = sorted({code for kind in MailKind for code in found.mails.unsure(kind)})
    if unsure:
        click.echo(
            f"Không rõ thư đã gửi hay chưa ({len(unsure)} đơn vị; xem: cv183-report mail … --send):"
        )
        show_names(unsure)


def _mails_json(found: MonthStatus) -> dict[str, object]:
    mails = found.mails
    return {
        kind.name.lower(): {"sent": len(mails.units(kind)), "unsure": sorted(mails.unsure(kind))}
        for kind in MailKind
    }


def _show_versions(again: Sequence[SentAgain]) -> None:
    if not again:
        return
    click.echo(f"\nGửi nhiều lần ({len(again)}):")
    for each in again:
        click.echo(f"  {each.unit.labelled}:")
        for number, version in enumerate(each.versions, 1):
            judgement = version.judgement
            mark = "→" if judgement.file == each.counted else " "
            click.echo(
                f"   {mark} bản {number}: {instant_if_known(version.receipt.at)}, "
                f"{OUTCOMES[judgement.outcome]}: {judgement.file}"
            )
        if not each.counted:
            click.echo("     chưa tính bản nào")


def _versions_json(each: SentAgain) -> dict[str, object]:
    return {
        "code": each.unit.code,
        "name": each.unit.short_name,
        "files": [
            {
                "file": version.judgement.file,
                "received": version.receipt.at.isoformat() if version.receipt.at else None,
                "evidence": version.receipt.evidence,
                "outcome": version.judgement.outcome.value,
                "counts": version.judgement.file == each.counted,
            }
            for version in each.versions
        ],
    }


def _show_aside(aside: Sequence[SetAside]) -> None:
    """Every file that somebody took out, with the reason."""
    if aside:
        click.echo(f"\nĐể riêng, không tính ({len(aside)} tệp):")
    for each in aside:
        click.echo(f"  {each.file}: {each.reason} ({instant(each.at)})")


def _aside_json(each: SetAside) -> dict[str, str]:
    return {"file": each.file, "reason": each.reason, "at": each.at.isoformat()}


def _show_questions(now: Consolidated) -> None:
    """Whom to ask what, whatever they owe."""
    if now.questions:
        click.echo(f"\nPhải hỏi ({len(now.questions)}):")
    for question in now.questions:
        click.echo(f"  {question.unit.labelled}: {question.text}")


def _show_strays(strays: Sequence[Judgement]) -> None:
    """Files of nobody, of many the first."""
    files = [judgement.file for judgement in strays]
    if files:
        click.echo(f"\nKhông rõ của đơn vị nào ({len(files)} tệp):")
        show_names(files[:_STRAYS])
        if len(files) > _STRAYS:
            click.echo(f"  … và {len(files) - _STRAYS} tệp khác.")


def _with_errors(filings: Sequence[UnitFiling]) -> list[UnitFiling]:
    """Units whose file counts, but for some rows."""
    return [f for f in filings if f.debt is Debt.INCOMPLETE]


def _show_counts(now: Consolidated) -> None:
    click.echo(f"Tình hình gửi báo cáo {period_name(now.period)}, lúc {instant(now.as_of)}")
    click.echo(_until_due(now))
    click.echo()
    rows = [(group.name, _of_group(now, group.code)) for group in now.register.groups]
    rows = [(name, filings) for name, filings in rows if filings]
    width = max(len(name) for name, _ in (*rows, (_COLUMNS[0], ())))
    click.echo(_line(width, *_COLUMNS))
    for name, filings in (*rows, ("Tổng cộng", now.filings)):
        click.echo(_line(width, name, *_counts(filings)))
    for standing, label in _NAMED:
        _name(label, [f for f in now.filings if f.standing is standing])
    _name("Đã gửi nhưng còn nội dung có lỗi hoặc để trống", _with_errors(now.filings))


def _name(label: str, filings: Sequence[UnitFiling]) -> None:
    """The units under a label, with their codes, wrapped for the screen."""
    if filings:
        click.echo(f"\n{label} ({len(filings)}):")
        show_names(f.unit.labelled for f in filings)


def _until_due(now: Consolidated) -> str:
    if now.as_of == now.due:
        return f"Xét tại hạn gửi báo cáo: {instant(now.due)}."
    if now.as_of < now.due:
        return f"Còn {duration(now.due - now.as_of)} đến hạn ({instant(now.due)})."
    return f"Đã quá hạn {instant(now.due)}: {duration(now.as_of - now.due)}."


def _of_group(now: Consolidated, group: str) -> tuple[UnitFiling, ...]:
    return tuple(filing for filing in now.filings if filing.unit.group == group)


def _counts(filings: Sequence[UnitFiling]) -> tuple[str, ...]:
    tally = Counter(filing.standing for filing in filings)
    counts = (_expected(filings), *(tally[standing] for standing in FilingStanding))
    return tuple(str(count) for count in (*counts, len(_with_errors(filings))))


def _expected(filings: Sequence[UnitFiling]) -> int:
    """Units that owe a file."""
    return sum(filing.standing is not FilingStanding.WAIVED for filing in filings)


def _line(width: int, name: str, *figures: str) -> str:
    return f"{name:<{width}}" + "".join(f"{figure:>10}" for figure in figures)


def _standing_json(now: Consolidated) -> dict[str, object]:
    return {
        "period": str(now.period),
        "as_of": now.as_of.isoformat(),
        "deadline": now.due.isoformat(),
        "seconds_left": max(0, int((now.due - now.as_of).total_seconds())),
        **_tally(now.filings),
        "groups": [
            {"code": group.code, "name": group.name, **_tally(filings)}
            for group in now.register.groups
            if (filings := _of_group(now, group.code))
        ],
    }


def _tally(filings: Sequence[UnitFiling]) -> dict[str, object]:
    """Counts, which but for the waived add up to the expected, and the units behind each."""
    tally = Counter(filing.standing for filing in filings)
    expected = _expected(filings)
    return {
        "expected": expected,
        "received": expected - tally[FilingStanding.MISSING],
        **{key: tally[standing] for standing, key in _KEYS.items()},
        "with_errors": len(_with_errors(filings)),
        "units": {
            **{
                key: _named([f for f in filings if f.standing is standing])
                for standing, key in _KEYS.items()
            },
            "with_errors": _named(_with_errors(filings)),
        },
    }


def _named(filings: Sequence[UnitFiling]) -> list[dict[str, str]]:
    return [{"code": f.unit.code, "name": f.unit.short_name} for f in filings]


def _show_calls(now: Consolidated) -> None:
    from cv183_reports.narrative.filing import calls

    groups, month = calls(now), period_name(now.period)
    if not groups:
        click.echo(f"Không còn đơn vị nào phải gọi về báo cáo {month}.")
        return
    click.echo(
        f"Danh sách gọi về báo cáo {month}, lúc {instant(now.as_of)}: "
        f"{sum(len(group.calls) for group in groups)} đơn vị"
    )
    rank = 0
    for group in groups:
        click.echo(f"\n{group.title}")
        for call in group.calls:
            rank += 1
            click.echo(f"{rank:>4}. {call.unit.labelled}  {_reach(call.unit)}")
            click.echo(_wrapped(call.state))


def _reach(unit: Unit) -> str:
    """Phone and address; a unit without either says so."""
    return ", ".join(part for part in (unit.phone, unit.email) if part) or "(danh mục chưa có số)"


def _wrapped(text: str) -> str:
    indent = " " * _INDENT
    return textwrap.fill(
        text, _SCREEN, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _save(workspace: Workspace, now: Consolidated, *, quiet: bool) -> int:
    outputs, faults = save_calls(workspace, now)
    if not quiet:
        click.echo("\nĐã ghi:")
        show_outputs(outputs)
    show_findings(faults)
    if failed(outputs):
        return Cause.MACHINE
    return code_of(faults)


def _calls_json(now: Consolidated) -> dict[str, object]:
    from cv183_reports.narrative.filing import calls

    return {
        "period": str(now.period),
        "as_of": now.as_of.isoformat(),
        "calls": [call for group in calls(now) for call in _group_json(group)],
    }


def _group_json(group: CallGroup) -> list[dict[str, str]]:
    return [
        {
            "code": call.unit.code,
            "name": call.unit.short_name,
            "group": call.unit.group,
            "officer": call.unit.officer,
            "phone": call.unit.phone,
            "email": call.unit.email,
            "state": call.state,
        }
        for call in group.calls
    ]
