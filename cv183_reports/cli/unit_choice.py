"""Which units a command is for: those of ``--unit`` and ``--group``."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from cv183_reports.catalogue import machine
from cv183_reports.cli.clerk import USAGE
from cv183_reports.cli.opening import Stopped
from cv183_reports.model import Period, Register, Source, Unit
from cv183_reports.model.finding import Finding


def chosen_units(
    register: Register, period: Period, units: Sequence[str], groups: Sequence[str]
) -> tuple[Unit, ...]:
    """The units named, in official order.

    Raises:
        Stopped: a unit or group that the register does not have; all of them are named.
    """
    owing = register.units_in(period)
    known = {unit.code for unit in owing}
    findings = [_unknown_unit(code, owing) for code in units if code not in known]
    group_codes = tuple(group.code for group in register.groups)
    findings += [
        machine.UNKNOWN_GROUP.at(Source("--group"), value=code, known=group_codes)
        for code in groups
        if code not in group_codes
    ]
    if findings:
        raise Stopped(tuple(findings), USAGE)
    if not units and not groups:
        return owing
    return tuple(unit for unit in owing if unit.code in units or unit.group in groups)


def _unknown_unit(code: str, owing: Sequence[Unit]) -> Finding:
    near = difflib.get_close_matches(code, [unit.code for unit in owing], n=3)
    hint = f"; gần giống: {', '.join(near)}" if near else ""
    return machine.UNKNOWN_UNIT.at(Source("--unit"), value=code, hint=hint)
