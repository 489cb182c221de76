"""More units than there are, for measuring how the work grows."""

from __future__ import annotations

from dataclasses import replace

from cv183_reports.model import PresentationStyle, Register, Unit

_FIRST_CODE = 90_001
"""No commune of Việt Nam has a code from here on."""


def scaled(register: Register, units: int) -> Register:
    """The register with `units` units: its own, and invented communes after them.

    Raises:
        ValueError: fewer units than the register has, or no commune to take after.
    """
    added = units - len(register.units)
    communes = [unit for unit in register.units if unit.code.isdigit()]
    if added < 0 or not communes:
        raise ValueError(f"cannot make {len(register.units)} units into {units}")
    group = communes[0].group
    first = len(register.units)
    invented = tuple(_commune(n, group, first + n) for n in range(added))
    return replace(register, units=register.units + invented)


def _commune(number: int, group: str, order: int) -> Unit:
    name = f"Minh họa {number + 1:04d}"
    return Unit(
        code=str(_FIRST_CODE + number),
        name=f"Đảng ủy xã {name}",
        short_name=f"Xã {name}",
        group=group,
        style=PresentationStyle.PARTY,
        order=order,
    )
