"""What stored characters mean: escapes, numbers as Excel shows them, serial dates, cell addresses."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from cv183_reports.spreadsheet.grid import CellRange

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_DIGITS = 15
"""Significant digits Excel keeps and shows; the 17 in files carry the noise of binary fractions."""
_AS_EXCEL = Context(prec=_DIGITS, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=40, rounding=ROUND_HALF_UP)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_LONGEST = 400
"""Characters of a written number: more than any double needs."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?", re.ASCII)

_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - Excel's dates have no zone
_EPOCH_1900 = datetime(1899, 12, 31)  # noqa: DTZ001
_EPOCH_AFTER_1900_02_29 = datetime(1899, 12, 30)  # noqa: DTZ001
_LEAP_DAY_OF_1900 = 60
"""Excel counts a 29/2/1900 that never was (from Lotus 1-2-3)."""
_LAST_DAY = 2_958_465
"""31/12/9999 in the 1900 system."""
_DAYS_1904 = 1_462
"""How far the 1904 system lags behind."""
_DAY = 86_400_000
"""Milliseconds, to which Excel keeps time."""


def decoded(text: str) -> str:
    """`text` with ``_xHHHH_`` decoded once, from left to right (ECMA-376 part 1, 22.9.2.19).

    Halves of a surrogate pair are joined; a half alone is no character and becomes U+FFFD.
    """
    if "_x" not in text:
        return text
    units = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number(digits: str) -> Decimal | None:
    """The number Excel shows for the stored `digits`: 0.8 for ``0.80000000000000004``.

    None when they are no number of Excel's (a double).
    """
    if len(digits) > _LONGEST or not _NUMBER.fullmatch(digits):
        return None
    approximate = float(digits)
    if approximate in (float("inf"), float("-inf")):
        return None
    if approximate == 0:
        return Decimal(0)
    if len(digits) <= _DIGITS and "e" not in digits and "E" not in digits:
        return Decimal(digits)
    return Decimal(f"{_AS_EXCEL.normalize(Decimal(digits)):f}")


def instant(serial: Decimal, *, since_1904: bool) -> datetime | None:
    """The naive date and time of a serial number, to the millisecond; None where Excel shows ####."""
    last = _LAST_DAY - _DAYS_1904 if since_1904 else _LAST_DAY
    milliseconds = int(_WIDE.multiply(serial, Decimal(_DAY)).to_integral_value(ROUND_HALF_UP))
    day = milliseconds // _DAY
    if not 0 <= day <= last or (day == _LEAP_DAY_OF_1900 and not since_1904):
        return None
    return _epoch(day, since_1904=since_1904) + timedelta(milliseconds=milliseconds)


def _epoch(day: int, *, since_1904: bool) -> datetime:
    if since_1904:
        return _EPOCH_1904
    return _EPOCH_1900 if day < _LEAP_DAY_OF_1900 else _EPOCH_AFTER_1900_02_29


def iso_instant(text: str) -> datetime | None:
    """The instant of a cell stored in ISO 8601, read as Excel shows it: a zone is left aside."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def serial_of(when: datetime) -> Decimal:
    """The serial number of `when` in the 1900 system, from 1/3/1900."""
    passed = when - _EPOCH_AFTER_1900_02_29
    return Decimal(passed // timedelta(milliseconds=1)) / _DAY


def iso(when: datetime) -> str:
    """``2025-08-15``, with the time only where there is one."""
    midnight = not (when.hour or when.minute or when.second or when.microsecond)
    return when.date().isoformat() if midnight else when.isoformat()


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int | None:
    """28 for ``AB``; None for what is no column of Excel's."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        return None
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column if column <= MAX_COLUMN else None


def cell_range(reference: str) -> CellRange | None:
    """The rectangle of ``A1:C3`` (or of ``A1``); None for anything else."""
    found = _RANGE.fullmatch(reference)
    if found is None:
        return None
    left, right = column_number(found[1]), column_number(found[3] or found[1])
    top, bottom = int(found[2]), int(found[4] or found[2])
    if left is None or right is None or max(top, bottom) > MAX_ROW:
        return None
    return CellRange(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def is_true(value: str | None) -> bool:
    """An XML boolean attribute."""
    return value in ("1", "true")


def whole_number(text: str, last: int) -> int | None:
    """The row or column number that `text` gives, from 1 to `last`; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(last))):
        return None
    value = int(text)
    return value if 1 <= value <= last else None


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


_FUNCTION_TOKENS = (0x21, 0x41, 0x61)
"""PtgFunc in its three classes (MS-XLS 2.5.198.62)."""
_OF_THE_DAY = {b"\xdd\x00": "=TODAY()", b"\x4a\x00": "=NOW()"}
"""Functions without arguments that give another value each day, by their numbers (MS-XLS 2.5.198.17)."""


def volatile_formula(tokens: bytes) -> str:
    """The formula that binary `tokens` hold, as far as it matters: ``=TODAY()``; else ``=``."""
    for at, token in enumerate(tokens):
        if token in _FUNCTION_TOKENS and (found := _OF_THE_DAY.get(tokens[at + 1 : at + 3])):
            return found
    return "="
