"""The value of a cell, from the characters stored and the type the file gives them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from cv183_reports.workbook.grid import CellKind
from cv183_reports.workbook.xlsx_styles import PLAIN, CellStyle
from cv183_reports.workbook.xlsx_values import (
    decoded,
    instant,
    iso,
    iso_instant,
    number,
    serial_of,
)

_INDEX_DIGITS = 9
_BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the cells of a workbook refer to."""

    strings: Sequence[str]
    styles: Sequence[CellStyle]
    since_1904: bool

    def style(self, index: str) -> CellStyle:
        """The style of that index; the plain one where the file has none."""
        place = _index(index, len(self.styles))
        return PLAIN if place is None else self.styles[place]


class Value(NamedTuple):
    """What a cell holds, as `Cell` has it (a named tuple: made once for every cell)."""

    kind: CellKind
    text: str
    number: Decimal | None = None
    when: datetime | None = None


def value_of(stored_type: str, stored: str, style: CellStyle, around: Surroundings) -> Value | None:
    """The value; None when what is stored can be no value of that type."""
    read = _READERS.get(stored_type)
    return None if read is None else read(stored, style, around)


def _shared(stored: str, _style: CellStyle, around: Surroundings) -> Value | None:
    place = _index(stored.strip(), len(around.strings))
    return None if place is None else Value(CellKind.TEXT, around.strings[place])


def _text(stored: str, _style: CellStyle, _around: Surroundings) -> Value:
    return Value(CellKind.TEXT, decoded(stored))


def _number(stored: str, style: CellStyle, around: Surroundings) -> Value | None:
    digits = stored.strip()
    amount = number(digits)
    if amount is None:
        return None
    if style.is_date:
        when = instant(amount, since_1904=around.since_1904)
        if when is not None:
            return Value(CellKind.DATE, iso(when), amount, when)
    return Value(CellKind.NUMBER, digits, amount)


def _boolean(stored: str, _style: CellStyle, _around: Surroundings) -> Value | None:
    shown = _BOOLEANS.get(stored.strip())
    return None if shown is None else Value(CellKind.BOOLEAN, shown)


def _error(stored: str, _style: CellStyle, _around: Surroundings) -> Value | None:
    shown = stored.strip()
    return Value(CellKind.ERROR, shown) if shown else None


def _iso_date(stored: str, _style: CellStyle, _around: Surroundings) -> Value | None:
    when = iso_instant(stored.strip())
    return None if when is None else Value(CellKind.DATE, iso(when), serial_of(when), when)


def _index(text: str, size: int) -> int | None:
    """`text` as an index below `size`; None for anything else."""
    if text.isdigit() and text.isascii() and len(text) <= _INDEX_DIGITS:
        place = int(text)
        return place if place < size else None
    return None


_READERS: dict[str, Callable[[str, CellStyle, Surroundings], Value | None]] = {
    "n": _number,
    "s": _shared,
    "str": _text,
    "inlineStr": _text,
    "b": _boolean,
    "e": _error,
    "d": _iso_date,
}
