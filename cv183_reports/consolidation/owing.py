"""Who still owes the monthly file."""

from __future__ import annotations

from cv183_reports.model import Register, Unit
from cv183_reports.model.consolidated import Consolidated, UnitFiling
from cv183_reports.vietnamese.text import fold


def is_board(register: Register, unit: Unit) -> bool:
    """Whether `unit` is the body to which all others send their files."""
    return fold(register.settings.board.name) == fold(unit.name)


def reminded(now: Consolidated) -> tuple[UnitFiling, ...]:
    """Who is written to, in official order: all that owe but the board, which does not write to itself."""
    return tuple(filing for filing in now.owing if not is_board(now.register, filing.unit))
