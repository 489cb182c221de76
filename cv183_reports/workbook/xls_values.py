"""What the binary kinds of Excel (.xls, .xlsb) have in common: error values by number."""

from __future__ import annotations

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def error_text(number: int) -> str:
    """``#REF!`` for 23; an error Excel does not know is still an error."""
    return _ERRORS.get(number, f"#{number}")
