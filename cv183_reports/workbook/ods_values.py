"""The value of a cell of an .ods, from what the file declares and what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from cv183_reports.workbook.grid import CellKind
from cv183_reports.workbook.xlsx_cell_values import Value
from cv183_reports.workbook.xlsx_values import instant, iso, iso_instant, number, serial_of

_ERROR = re.compile(r"#[A-Z][A-Z/0-9_]*[!?]|#N/A|Err:\d{3}")
"""What LibreOffice and Excel show for an error; files declare it a text, or a number, or nothing."""
_DURATION = re.compile(
    r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8}(?:[.,]\d{1,9})?)S)?)?"
)
_SECONDS = (86_400, 3_600, 60, 1)
_BOOLEANS = {"true": "TRUE", "1": "TRUE", "false": "FALSE", "0": "FALSE"}
SHARE = "0%"
"""Format of a value of type percentage, whose own format stands far away in the styles."""


def value_of(
    given: dict[str, str], shown: str | None, *, is_error: bool
) -> tuple[Value | None, str]:
    """The value of a cell, and the characters it was read from.

    Args:
        given: attributes of the cell, without prefix.
        shown: its paragraphs as text; None where it has none at all.
        is_error: LibreOffice declares the value an error.
    """
    kind, formula = given.get("value-type", ""), given.get("formula")
    text = shown or ""
    error = _ERROR.fullmatch(given.get("string-value") or text)
    if is_error or (error and (formula is not None or kind in ("", "string"))):
        return Value(CellKind.ERROR, error[0] if error else text or "#N/A"), text
    if not kind and formula is not None and (text or shown is None):
        return Value(CellKind.UNCALCULATED, _formula(formula)), formula
    if kind in ("", "string"):
        text = given.get("string-value") or text
        return Value(CellKind.TEXT, text), text
    attribute, read = _READERS.get(kind, ("value-type", _unknown))
    stored = given.get(attribute, "").strip()
    return read(stored), stored


def _formula(formula: str) -> str:
    """``of:=A1`` without its language."""
    return formula[formula.find("=") :] if "=" in formula else f"={formula}"


def _number(stored: str) -> Value | None:
    amount = number(stored)
    return None if amount is None else Value(CellKind.NUMBER, stored, amount)


def _date(stored: str) -> Value | None:
    when = iso_instant(stored)
    return None if when is None else Value(CellKind.DATE, iso(when), serial_of(when), when)


def _time(stored: str) -> Value | None:
    """A time of day is an instant, as in Excel; a longer or negative time is an amount of days."""
    found = _DURATION.fullmatch(stored)
    if found is None or not any(found.groups()[1:]):
        return None
    amounts = (Decimal((part or "0").replace(",", ".")) for part in found.groups()[1:])
    seconds = sum(amount * size for amount, size in zip(amounts, _SECONDS, strict=True))
    days = Decimal(-seconds if found[1] else seconds) / _SECONDS[0]
    when = instant(days, since_1904=False) if 0 <= days < 1 else None
    if when is None:
        return _number(f"{days:f}"[:40])
    return Value(CellKind.DATE, iso(when), days, when)


def _boolean(stored: str) -> Value | None:
    shown = _BOOLEANS.get(stored)
    return None if shown is None else Value(CellKind.BOOLEAN, shown)


def _unknown(_stored: str) -> None:
    """A type of value that OpenDocument does not have."""


_READERS: dict[str, tuple[str, Callable[[str], Value | None]]] = {
    **dict.fromkeys(("float", "percentage", "currency"), ("value", _number)),
    "date": ("date-value", _date),
    "time": ("time-value", _time),
    "boolean": ("boolean-value", _boolean),
}
"""By type of value: the attribute that holds it, and how it is read."""
