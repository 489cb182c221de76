"""What the rows of Miễn, hoãn say together, and against the units and obligations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cv183_reports.catalogue import register as rules
from cv183_reports.model import Obligation, Period, Unit, Waiver
from cv183_reports.model.finding import Finding
from cv183_reports.register.entries import NO_MONTH, Entry
from cv183_reports.register.sheets import Waivers


def check_waivers(
    waivers: Sequence[Entry[Waiver]], units: Sequence[Unit], obligations: Sequence[Obligation]
) -> Iterator[Finding]:
    """Units and obligations that nothing bears, what is excused twice, what is not owed anyway."""
    known = {unit.code: unit for unit in units}
    codes = {obligation.code for obligation in obligations}
    for at, entry in enumerate(waivers):
        waiver, row = entry.value, entry.row
        unit = known.get(waiver.unit)
        if unit is None and waiver.unit:
            yield rules.WAIVED_UNIT_UNKNOWN.at(row.place(Waivers.UNIT), value=waiver.unit)
        if waiver.obligation and waiver.obligation not in codes:
            place = row.place(Waivers.OBLIGATION)
            yield rules.WAIVED_OBLIGATION_UNKNOWN.at(place, value=waiver.obligation)
        elif unit is not None:
            yield from _not_owed(entry, unit, obligations)
        earlier = next((e for e in waivers[:at] if _overlap(e.value, waiver)), None)
        if earlier is not None and waiver.first != NO_MONTH:
            place = row.place(Waivers.UNIT)
            yield rules.WAIVED_TWICE.at(place, first=earlier.row.number)


def _overlap(one: Waiver, other: Waiver) -> bool:
    """Whether both excuse the same assignment: one assignment has one decision."""
    same = one.obligation == other.obligation or not (one.obligation and other.obligation)
    return one.unit == other.unit and same and one.first <= other.last and other.first <= one.last


def _not_owed(
    entry: Entry[Waiver], unit: Unit, obligations: Sequence[Obligation]
) -> Iterator[Finding]:
    """Excused from what the unit would not owe: harmless, but perhaps another was meant."""
    waiver = entry.value
    owners = {unit.code, unit.group}
    owed = {o.code for o in obligations if owners & set(o.assigned_to)}
    if waiver.obligation and waiver.obligation not in owed:
        place, told = entry.row.place(Waivers.OBLIGATION), unit.short_name
        yield rules.WAIVED_NOT_OWED.at(place, code=waiver.obligation, unit=told)
    elif NO_MONTH < waiver.first <= waiver.last and not any(
        unit.owes_in(period) for period in _months(waiver)
    ):
        place = entry.row.place(Waivers.FIRST)
        yield rules.WAIVED_NOT_THERE.at(place, unit=unit.short_name)


def _months(waiver: Waiver) -> Iterator[Period]:
    month = waiver.first
    while month <= waiver.last:
        yield month
        month = month.following
