"""Who files when in the invented month, under what name, and with what fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from cv183_reports.form.blank import form_name
from cv183_reports.model import Period, Register, Unit
from cv183_reports.sample.faults import SPOILT, Fault
from cv183_reports.vietnamese.text import to_ascii

_FIRST_DAY, _LAST_DAY = 15, 22
_SATURDAY = 5
_MISSING = 0.03
_LATE = 0.045
_RENAMED, _NUMBERED, _FILED_AWAY = 0.12, 0.16, 0.21
"""Bounds of one draw: above the last, the file keeps the name of its form."""
_OPENS = 7
_LATE_MINUTES = (5, 300), (930, 22 * 60)
"""After the deadline: that evening, or the next day until 14:00."""
_FOLDER = "Bao cao thang {month}"


@dataclass(frozen=True, slots=True)
class Sending:
    """One attachment that comes in."""

    unit: Unit
    name: str
    """Path inside the zip."""
    at: datetime
    """When it is received, to the even second (a zip keeps no more)."""
    written_on: date
    """When the unit filled the form in."""
    fault: Fault | None = None
    again: bool = False
    """The second file of a unit that corrects itself."""


def sendings(register: Register, period: Period, seed: str) -> tuple[Sending, ...]:
    """Every attachment of the month, in the order of receipt. Who sends none is missing."""
    due = register.due(period)
    units = register.units_in(period)
    slow = Random(f"{seed}-{period}-slow").sample(units, k=round(len(units) * (_MISSING + _LATE)))  # noqa: S311
    late = {unit.code for unit in slow[round(len(units) * _MISSING) :]}
    missing = {unit.code for unit in slow} - late
    sent = [
        _sending(unit, period, due, seed, is_late=unit.code in late)
        for unit in units
        if unit.code not in missing
    ]
    return tuple(sorted(_with_faults(sent, due, period, seed), key=_receipt))


def reported_on(register: Register, period: Period, seed: str) -> dict[str, date]:
    """The day on which each unit filled in what counts for `period`, by code; missing units are not in."""
    days: dict[str, date] = {}
    for sending in sendings(register, period, seed):
        if sending.fault not in SPOILT:
            days[sending.unit.code] = sending.written_on
    return days


def _receipt(sending: Sending) -> tuple[datetime, str]:
    return sending.at, sending.name


def _sending(unit: Unit, period: Period, due: datetime, seed: str, *, is_late: bool) -> Sending:
    draw = Random(f"{seed}-{period}-{unit.code}-sending")  # noqa: S311 invented data
    late = due + timedelta(minutes=draw.randint(*draw.choice(_LATE_MINUTES)))
    at = late if is_late else _in_time(period, due, draw)
    return Sending(unit, _name(unit, period, draw), at, at.date())


def _in_time(period: Period, due: datetime, draw: Random) -> datetime:
    """A minute of office hours between the 15th and the deadline; most come at the end."""
    day = max(draw.randint(_FIRST_DAY, _LAST_DAY) for _ in range(2))
    at = period.instant(day, time(draw.randrange(_OPENS, _OPENS + 9), draw.randrange(60)))
    while at.weekday() >= _SATURDAY:
        at -= timedelta(days=1)
    at += timedelta(seconds=draw.randrange(0, 60, 2))
    return at if at < due else due - timedelta(minutes=draw.randrange(1, 50))


def _name(unit: Unit, period: Period, draw: Random) -> str:
    """Mostly the name of the form; some rename it, number it, or send a whole folder."""
    own = form_name(unit, period)
    chance = draw.random()
    if chance < _RENAMED:
        plain = to_ascii(unit.short_name).replace("-", " ")
        return f"BC thang {period.month} {plain[:1].lower()}{plain[1:]}.xlsx"
    if chance < _NUMBERED:
        return own.replace(".xlsx", " (1).xlsx")
    if chance < _FILED_AWAY:
        return f"{_FOLDER.format(month=period.month)}/{own}"
    return own


def _with_faults(
    sent: Sequence[Sending], due: datetime, period: Period, seed: str
) -> list[Sending]:
    """One fault of each kind, each with a commune that sends in time; one commune stays without."""
    draw = Random(f"{seed}-{period}-faults")  # noqa: S311 invented data
    able = [s for s in sent if s.at < due - timedelta(hours=2) and s.unit.code.isdigit()]
    unlucky = draw.sample(able, k=max(0, min(len(able) - 1, len(Fault))))
    faults = {s.unit.code: fault for s, fault in zip(unlucky, Fault, strict=False)}
    planted = [replace(s, fault=faults.get(s.unit.code)) for s in sent]
    again = [
        replace(s, at=min(s.at + timedelta(hours=22), due - timedelta(hours=1)), again=True)
        for s in planted
        if s.fault is Fault.RESUBMITTED
    ]
    return planted + [replace(s, name=f"Gui lai/{form_name(s.unit, period)}") for s in again]
