"""The measures and switches of OOXML: whole numbers in odd units, or (Strict) numbers with a unit."""

from __future__ import annotations

import re

MM_PER_POINT = 25.4 / 72
_POINTS = {
    "pt": 1.0,
    "in": 72.0,
    "cm": 72 / 2.54,
    "mm": 72 / 25.4,
    "pc": 12.0,
    "pi": 12.0,
    "px": 0.75,
}
_MEASURE = re.compile(r"\s*(-?\d{0,9}(?:\.\d{1,9})?)\s*(pt|in|cm|mm|pc|pi|px|)\s*", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_OFF = frozenset({"0", "false", "off", "none"})
_TWIPS_PER_POINT = 20
_EMU_PER_MM = 36_000


def points(written: str, per_point: float = _TWIPS_PER_POINT) -> float | None:
    """The points that `written` means, in units of 1/`per_point` pt where it names none; None if none.

    The default is twips (1/20 pt); font sizes are in half points, widths of borders in eighths.
    """
    found = _MEASURE.fullmatch(written)
    if found is None or not found[1].strip("-"):
        return None
    number = float(found[1])
    return number * _POINTS[found[2]] if found[2] else number / per_point


def millimetres(written: str, default: float = 0.0) -> float:
    """The millimetres that a length in twips, or with a unit, means."""
    found = points(written)
    return default if found is None else round(found * MM_PER_POINT, 3)


def emu(written: str) -> float | None:
    """The millimetres that a length of DrawingML means (English Metric Units); None if none."""
    number = whole(written)
    return None if number is None else round(number / _EMU_PER_MM, 3)


def whole(written: str) -> int | None:
    """The whole number that `written` is, or None."""
    return int(written) if _WHOLE.fullmatch(written) else None


def is_on(written: str | None) -> bool:
    """Whether a switch that is there is on; without a value it is."""
    return written is None or written not in _OFF
