"""One worksheet part of an .xlsb → its non-blank cells."""

from __future__ import annotations

from collections.abc import Callable

from cv183_reports.catalogue import files
from cv183_reports.workbook.grid import CellKind, CellRange
from cv183_reports.workbook.sheet_builder import SheetBuilder
from cv183_reports.workbook.xls_values import error_text
from cv183_reports.workbook.xlsb_records import (
    BYTE,
    DOUBLE,
    UINT,
    USHORT,
    Record,
    records,
    rk_number,
)
from cv183_reports.workbook.xlsx_cell_values import Surroundings, Value, value_of
from cv183_reports.workbook.xlsx_styles import CellStyle
from cv183_reports.workbook.xlsx_values import MAX_COLUMN, MAX_ROW

_ROW, _COLUMNS, _MERGED = 0, 60, 176
_FORMULAS = frozenset({8, 9, 10, 11})
_FIRST_SHORT, _LAST_SHORT = 12, 18
"""Cells that stand right of the one before and leave out their column."""
_STYLE = 0xFFFFFF
"""The style of a cell: 24 bits of four bytes."""
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x10, 0x01

Read = Callable[[Record, Surroundings], tuple[str, str]]
"""Type and stored characters of a cell, as an .xlsx would have them; a text has the type ``""``."""


class _Sheet:
    def __init__(self, built: SheetBuilder, around: Surroundings) -> None:
        self._built = built
        self._around = around
        self._row = self._column = 0
        self._hidden = False

    def take(self, record: Record) -> None:
        if record.identity == _ROW:
            self._begin_row(record)
        elif record.identity in _READERS:
            self._cell(record, _READERS[record.identity])
        elif record.identity == _MERGED:
            top, bottom, left, right = (record.number(UINT) + 1 for _ in range(4))
            self._built.merge(CellRange(top, left, bottom, right))
        elif record.identity == _COLUMNS:
            self._columns(record)

    def _begin_row(self, record: Record) -> None:
        self._row, self._column = record.number(UINT) + 1, 0
        record.skip(7)
        self._hidden = bool(record.number(BYTE) & _ROW_HIDDEN)

    def _columns(self, record: Record) -> None:
        first, last = record.number(UINT), record.number(UINT)
        record.skip(8)
        if record.number(USHORT) & _COLUMN_HIDDEN:
            self._built.hide_columns(range(first + 1, min(last, MAX_COLUMN - 1) + 2))

    def _cell(self, record: Record, read: Read | None) -> None:
        is_short = _FIRST_SHORT <= record.identity <= _LAST_SHORT
        self._column = self._column + 1 if is_short else record.number(UINT) + 1
        if not (1 <= self._row <= MAX_ROW and self._column <= MAX_COLUMN):
            raise self._built.refusal(files.BAD_REFERENCE, reference=f"{self._row}:{self._column}")
        style = self._around.style(str(record.number(UINT) & _STYLE))
        if read is not None:
            kind, stored = read(record, self._around)
            self._built.keep(
                self._row,
                self._column,
                _value(kind, stored, style, self._around),
                stored,
                style,
                from_formula=record.identity in _FORMULAS,
                hidden=self._hidden,
            )


def read_sheet(part: str, content: bytes, built: SheetBuilder, around: Surroundings) -> None:
    """Give every non-blank cell of the worksheet part to `built`; raises Refusal where it is not sound."""
    sheet = _Sheet(built, around)
    for record in records(part, content):
        sheet.take(record)


def _value(kind: str, stored: str, style: CellStyle, around: Surroundings) -> Value | None:
    return value_of(kind, stored, style, around) if kind else Value(CellKind.TEXT, stored)


def _rk(record: Record, _around: Surroundings) -> tuple[str, str]:
    return "n", repr(rk_number(record.number(UINT))).removesuffix(".0")


def _real(record: Record, _around: Surroundings) -> tuple[str, str]:
    return "n", repr(record.take(DOUBLE)[0]).removesuffix(".0")


def _boolean(record: Record, _around: Surroundings) -> tuple[str, str]:
    return "b", str(record.number(BYTE))


def _error(record: Record, _around: Surroundings) -> tuple[str, str]:
    return "e", error_text(record.number(BYTE))


def _text(record: Record, _around: Surroundings) -> tuple[str, str]:
    return "", record.text()


def _rich_text(record: Record, _around: Surroundings) -> tuple[str, str]:
    record.skip(1)
    return "", record.text()


def _shared(record: Record, _around: Surroundings) -> tuple[str, str]:
    return "s", str(record.number(UINT))


_READERS: dict[int, Read | None] = {
    1: None,
    2: _rk,
    3: _error,
    4: _boolean,
    5: _real,
    6: _text,
    7: _shared,
    8: _text,
    9: _real,
    10: _boolean,
    11: _error,
    12: None,
    13: _rk,
    14: _error,
    15: _boolean,
    16: _real,
    17: _text,
    18: _shared,
    62: _rich_text,
}
"""By number of the record (MS-XLSB 2.3): BrtCellBlank … BrtFmlaError, the short ones, BrtCellRString."""
