"""The value of a cell, from the characters stored and the type the file gives them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from cv183_reports.catalogue import files
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.spreadsheet.grid import Cell, CellKind, CellRange, Sheet, column_letters
from cv183_reports.spreadsheet.values import (
    decoded,
    instant,
    iso,
    iso_instant,
    number,
    serial_of,
)
from cv183_reports.spreadsheet.xlsx.styles import PLAIN, CellStyle

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


MAX_SHEETS = 30
MAX_CELLS = 200_000
"""Non-blank cells of a sheet; merged ranges likewise."""
MAX_TEXT = 32_767
"""Characters of a cell, Excel's own limit."""
_MAX_UNREADABLE = 1_000
"""Cells of a sheet each told of by itself; more is no slip but another kind of file."""
SHOWN = 100
"""Characters kept of a cell that cannot be read."""


class SheetBuilder:
    """One sheet in the making; `sheet()` gives it, `findings` what could not be read in single cells."""

    def __init__(self, file: str, name: str) -> None:
        self.name = name
        self.findings: list[Finding] = []
        self._file = file
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merged: list[CellRange] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()

    def sheet(self, *, visible: bool) -> Sheet:
        """The sheet as gathered so far."""
        return Sheet(
            self.name,
            visible,
            self._cells,
            tuple(self._merged),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
        )

    def keep(
        self,
        row: int,
        column: int,
        value: Value | None,
        stored: str,
        style: CellStyle,
        *,
        from_formula: bool = False,
        hidden: bool = False,
    ) -> None:
        """Keep one cell; one that holds no text at all is blank and left out.

        A cell that cannot be read (`value` is None, or longer than Excel's cells are) is kept as an
        ERROR, so that nobody takes it for blank, and told of in `findings`.

        Raises:
            Refusal: too many cells, too many unreadable ones, or the same cell twice.
        """
        if value is None or len(value.text) > MAX_TEXT:
            value = self._unreadable(row, column, value, stored)
        elif not value.text:
            return
        key = (row, column)
        if key in self._cells:
            raise Refusal(files.DUPLICATE_CELL).within(self.name, _reference(row, column))
        if len(self._cells) >= MAX_CELLS:
            raise self.refusal(files.TOO_MANY_CELLS, limit=MAX_CELLS)
        self._cells[key] = Cell(
            row,
            column,
            value.kind,
            value.text,
            value.number,
            value.when,
            style.number_format,
            style.font,
            from_formula,
        )
        if hidden:
            self._hidden_rows.add(row)

    def merge(self, merged: CellRange) -> None:
        """Note a merged range."""
        if len(self._merged) >= MAX_CELLS:
            raise self.refusal(files.TOO_MANY_CELLS, limit=MAX_CELLS)
        self._merged.append(merged)

    def hide_columns(self, columns: range) -> None:
        """Note hidden columns; files write each column once."""
        if not columns or columns[0] in self._hidden_columns:
            reference = f"{columns.start}:{columns.stop - 1}"
            raise self.refusal(files.BAD_REFERENCE, reference=reference)
        self._hidden_columns.update(columns)

    def refusal(self, rule: Rule, **values: object) -> Refusal:
        """Why the sheet as a whole cannot be read."""
        return Refusal(rule, **values).within(self.name)

    def _unreadable(self, row: int, column: int, value: Value | None, stored: str) -> Value:
        """Tell of a cell that cannot be read; an error value stands in its place."""
        if len(self.findings) >= _MAX_UNREADABLE:
            raise self.refusal(files.TOO_MANY_UNREADABLE, limit=_MAX_UNREADABLE)
        shown = (stored if value is None else value.text)[:SHOWN]
        place = Source(self._file, self.name, _reference(row, column))
        self.findings.append(
            files.UNREADABLE_CELL.at(place, value=shown)
            if value is None
            else files.LONG_TEXT.at(place, count=len(value.text), limit=MAX_TEXT, value=shown)
        )
        return Value(CellKind.ERROR, shown)


def _reference(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"
