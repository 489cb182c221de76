"""`status`: who has filed, who not, who late; how long until the deadline."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from cv183_reports.catalogue import intake as ledger
from cv183_reports.cli.month import Month, brought_together, read_months
from cv183_reports.cli.opening import clock, open_register, period_of
from cv183_reports.cli.screen import show_findings, show_names
from cv183_reports.cli.verdicts import OUTCOMES
from cv183_reports.model import Register, Unit
from cv183_reports.model.consolidated import Consolidated, Debt, FilingStanding, UnitFiling
from cv183_reports.model.finding import Judgement, Outcome
from cv183_reports.validation.batch import Received
from cv183_reports.vietnamese.wording import duration, instant, month_name

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
    (FilingStanding.FAULTY, "Phải gửi lại (tệp không dùng được)"),
    (FilingStanding.LATE, "Gửi muộn"),
    (FilingStanding.WAIVED, "Được miễn, hoãn báo cáo"),
)


def show_status(root: Path, text: str, as_of: str | None, *, as_json: bool) -> int:
    """Prints how the units stand with the month's file."""
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root)
    month, _ = read_months(workspace, register, period, until=now if as_of else None)
    consolidated = brought_together(month, register, now)
    again = _sent_again(month, register)
    if as_json:
        told = _json(consolidated) | {"versions": [_versions_json(each) for each in again]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    _show(consolidated)
    _show_versions(again)
    _show_strays([r.judgement for r in month.received if _is_stray(r.judgement)])
    if not workspace.has_month(period):
        click.echo(f"\nChưa nhận báo cáo nào. Nhận bằng: cv183-report receive {period} TỆP…")
    click.echo(f"\nXem từng lỗi: cv183-report check {period}")
    return 0


_STRAYS = 20
"""Files of nobody that are named."""


@dataclass(frozen=True, slots=True)
class _SentAgain:
    """A unit that sent more than one file."""

    unit: Unit
    versions: tuple[Received, ...]
    """The latest last."""
    counted: str
    """The file that counts; empty where none does."""


def _sent_again(month: Month, register: Register) -> list[_SentAgain]:
    """In official order."""
    counted = {filing.unit: filing.file for filing in month.batch.filings}
    return [
        _SentAgain(unit, versions, counted.get(unit.code, ""))
        for unit in register.units
        if len(versions := month.batch.versions.get(unit.code, ())) > 1
    ]


def _show_versions(again: Sequence[_SentAgain]) -> None:
    if not again:
        return
    click.echo(f"\nGửi nhiều lần ({len(again)}):")
    for each in again:
        click.echo(f"  {each.unit.short_name} [{each.unit.code}]:")
        for number, version in enumerate(each.versions, 1):
            judgement = version.judgement
            mark = "→" if judgement.file == each.counted else " "
            click.echo(
                f"   {mark} bản {number}: {instant(version.receipt.at)}, "
                f"{OUTCOMES[judgement.outcome]}: {judgement.file}"
            )
        if not each.counted:
            click.echo("     chưa tính bản nào")


def _versions_json(each: _SentAgain) -> dict[str, object]:
    return {
        "code": each.unit.code,
        "name": each.unit.short_name,
        "files": [
            {
                "file": version.judgement.file,
                "received": version.receipt.at.isoformat(),
                "evidence": version.receipt.evidence,
                "outcome": version.judgement.outcome.value,
                "counts": version.judgement.file == each.counted,
            }
            for version in each.versions
        ],
    }


def _show_strays(strays: Sequence[Judgement]) -> None:
    """Files of nobody, of many the first; and what is wrong with the ledger itself."""
    on_ledger = [f for j in strays for f in j.findings if f.code == ledger.BROKEN_LINE.code]
    files = [j.file for j in strays if not {f.code for f in j.findings} & {ledger.BROKEN_LINE.code}]
    if files:
        click.echo(f"\nKhông rõ của đơn vị nào ({len(files)} tệp):")
        show_names(files[:_STRAYS])
        if len(files) > _STRAYS:
            click.echo(f"  … và {len(files) - _STRAYS} tệp khác.")
    if on_ledger:
        click.echo()
        show_findings(on_ledger)


def _is_stray(judgement: Judgement) -> bool:
    return judgement.unit is None and judgement.outcome is not Outcome.IGNORED


def _with_errors(filings: Sequence[UnitFiling]) -> list[UnitFiling]:
    """Units whose file counts, but for some rows."""
    return [f for f in filings if f.debt is Debt.INCOMPLETE]


def _show(now: Consolidated) -> None:
    click.echo(
        f"Tình hình gửi báo cáo {month_name(now.period.year, now.period.month)}, lúc {instant(now.as_of)}"
    )
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
        show_names(f"{f.unit.short_name} [{f.unit.code}]" for f in filings)


def _until_due(now: Consolidated) -> str:
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


def _json(now: Consolidated) -> dict[str, object]:
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
