"""The reader of .xls (Excel 97–2003): what xlrd finds in one as plain values, held to the limits here.

xlrd is plain Python: it cannot take the process with it, but a hostile file can keep it busy or make
it raise anything: only read within the bounded worker. python-calamine is not used: it gives an error
value as a blank cell, and no number formats, fonts or hidden rows.

An .xls has no checksum: a file cut short is refused, but a changed bit in a number or a text reads as
another number or text. Nor does it tell a formula that was never calculated from one that was, or
links to other files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import StringIO
from typing import Any, NamedTuple

from msgspec.structs import replace

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal, refuse_too_big
from cv183_reports.spreadsheet.building import (
    MAX_FLOATING,
    MAX_SHEETS,
    Budget,
    SheetBuilder,
    Surroundings,
    Value,
    value_of,
)
from cv183_reports.spreadsheet.cell_style import (
    BLACK,
    WHITE,
    CellStyle,
    Colour,
    is_faint,
    shows_date,
)
from cv183_reports.spreadsheet.grid import (
    MOST_OF_A_COMMENT,
    CellKind,
    CellRange,
    Floating,
    FloatingKind,
    Run,
    Sheet,
    Workbook,
)
from cv183_reports.spreadsheet.values import error_text, volatile_formula

MAX_ANSWERED = 200_001
"""Cells of a sheet that are answered: one more than may be, so that it is seen."""
MAX_SHEETS_ANSWERED = 31

_TYPES = {1: "", 2: "n", 3: "n", 4: "b", 5: "e"}
"""xlrd's cell types as those of an .xlsx; a text has the type ``""``. What is missing is blank."""
_NO_FILL, _SOLID = 0, 1
_OF_THE_SYSTEM = frozenset({0x40, 0x41, 0x7FFF})
"""Colours of letters, of grounds, and of letters again, as the screen has them (MS-XLS 2.5.161)."""
_LEAST_HEIGHT, _LEAST_WIDTH = 10, 128
"""Of a row and a column of which something is seen: half a point in twips, half a character in 256ths."""
_HEAD = struct.Struct("<2H")
_TAB, _BEGIN, _END, _FORMULA = 0x0085, 0x0809, 0x000A, 0x0006
_DRAWING, _OBJECT, _SHAPE_TEXT = 0x00EC, 0x005D, 0x01B6
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
"""Head of where a shape lies (MS-XLS 2.5.193); column and row of its corner follow."""
_CORNERS, _KIND, _LENGTH = struct.Struct("<2x8H"), struct.Struct("<4xH"), struct.Struct("<10xH")
_SLIVER = 64
"""In 256ths of a row: what reaches no further into it does not cover it."""
_LEAST = 12
"""Bytes of a record that are looked at; one cut short has none of ours."""
_PICTURE_OBJECT, _NOTE_OBJECT = 0x08, 0x19
_TO_TOKENS = 22
"""Bytes of place, style, result and flags before the tokens of a formula (MS-XLS 2.4.127)."""
_OFFSET, _PLACE = struct.Struct("<LBB"), struct.Struct("<2H")


class XlsError(Exception):
    """The file is locked with a password, or damaged."""

    def __init__(self, *, is_locked: bool) -> None:
        super().__init__(is_locked)
        self.is_locked = is_locked


def content_of(payload: bytes) -> dict[str, Any]:
    """What the .xls in `payload` holds.

    Raises:
        XlsError: locked with a password, or damaged.
    """
    import xlrd  # noqa: PLC0415 - only where an .xls has come

    try:
        book = xlrd.open_workbook(
            file_contents=payload, formatting_info=True, on_demand=True, logfile=StringIO()
        )
        return _content(book, payload)
    except MemoryError:
        raise
    except Exception as problem:
        # A damaged file makes xlrd raise whatever it likes.
        raise XlsError(is_locked="encrypted" in str(problem)) from problem


def _content(book: Any, payload: bytes) -> dict[str, Any]:
    beside = _beside(payload)
    return {
        "since_1904": book.datemode == 1,
        "has_macros": "_VBA_PROJECT".encode("utf-16-le") in payload,
        "styles": [
            (
                book.format_map[xf.format_key].format_str or "General",
                *_font(book, xf.font_index),
                _cannot_be_seen(book, xf),
            )
            for xf in book.xf_list
        ],
        "sheets": [
            _sheet_content(book.sheet_by_index(index), beside)
            for index in range(min(book.nsheets, MAX_SHEETS_ANSWERED))
        ],
    }


def _font(book: Any, index: int) -> tuple[str, bool, int]:
    """Name, whether it strikes through, 1 for raised and -1 for lowered."""
    font = book.font_list[index]
    return font.name or "", bool(font.struck_out), {1: 1, 2: -1}.get(font.escapement, 0)


def _cannot_be_seen(book: Any, style: Any) -> bool:
    """Whether letters of that style have the colour of their ground."""
    ink = _colour(book, book.font_list[style.font_index].colour_index, BLACK)
    fill = style.background
    if fill.fill_pattern == _NO_FILL:
        return is_faint(ink, WHITE)
    if fill.fill_pattern != _SOLID:
        return False
    return is_faint(ink, _colour(book, fill.pattern_colour_index, WHITE))


def _colour(book: Any, index: int, automatic: Colour) -> Colour:
    """The colour of that number in the palette of the file; `automatic` for those of the system."""
    known: Colour = book.colour_map.get(index)
    return automatic if known is None and index in _OF_THE_SYSTEM else known


def _runs(sheet: Any, row: int, column: int, text: str) -> list[tuple[str, str, bool, int]]:
    """The pieces of a text in several looks; none where it has one."""
    starts = sheet.rich_text_runlist_map.get((row, column)) or []
    if not starts:
        return []
    first = sheet.book.xf_list[sheet.cell_xf_index(row, column)].font_index
    places = [(0, first), *starts]
    ends = [at for at, _ in starts] + [len(text)]
    return [
        (text[at:end], *_font(sheet.book, font))
        for (at, font), end in zip(places, ends, strict=True)
        if at < end
    ]


def _sheet_content(sheet: Any, beside: list[_Beside]) -> dict[str, object]:
    """One sheet, rows and columns from 1; both corners of a merged range are included."""
    cells: list[tuple[int, int, str, str, int, str, list[tuple[str, str, bool, int]]]] = []
    own, drawn = beside.pop(0)
    for row in range(sheet.nrows):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        for column, kind in enumerate(kinds):
            if kind in _TYPES and values[column] != "":
                style = sheet.cell_xf_index(row, column)
                stored = _stored(values[column])
                formula = own.get((row, column), "")
                runs = _runs(sheet, row, column, stored) if kind == 1 else []
                cells.append((row + 1, column + 1, _TYPES[kind], stored, style, formula, runs))
        if len(cells) >= MAX_ANSWERED:
            break
    columns = [
        index
        for index, column in sheet.colinfo_map.items()
        if column.hidden or column.width < _LEAST_WIDTH
    ]
    rows = [row for row, info in sheet.rowinfo_map.items() if info.hidden or _is_low(info)]
    return {
        "name": sheet.name,
        "visible": sheet.visibility == 0,
        "cells": cells[:MAX_ANSWERED],
        "merged": [
            (top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
        ],
        "hidden_rows": [row + 1 for row in rows],
        "hidden_columns": [column + 1 for column in sorted(columns)],
        "floating": [
            (
                FloatingKind.COMMENT.value,
                row + 1,
                column + 1,
                note.author or "",
                note.text[:MOST_OF_A_COMMENT],
            )
            for (row, column), note in sorted(sheet.cell_note_map.items())
        ]
        + drawn,
    }


def _is_low(info: Any) -> bool:
    """Whether a row has a height of its own at which nothing of it is seen."""
    return not info.has_default_height and info.height < _LEAST_HEIGHT


def _stored(value: float | str) -> str:
    return value if isinstance(value, str) else repr(value).removesuffix(".0")


def _beside(payload: bytes) -> list[_Beside]:
    """What xlrd does not give of each worksheet, in the order of the tabs."""
    from xlrd.compdoc import CompDoc  # noqa: PLC0415

    memory, base, length = CompDoc(payload, logfile=StringIO()).locate_named_stream("Workbook")
    if memory is None:
        raise ValueError("no stream of Excel 97 or later")
    stream = bytes(memory[base : base + length])
    starts = [
        _OFFSET.unpack_from(stream, at)
        for identity, at, _ in _records(stream, 0)
        if identity == _TAB
    ]
    return [_Beside.of(stream, start) for start, _, kind in starts if kind == 0]


class _Beside(NamedTuple):
    """Formulas of one worksheet, of which xlrd gives the results only; and what is drawn over it."""

    formulas: dict[tuple[int, int], str]
    drawn: list[tuple[str, int, int, str, str, int]]
    """Text boxes that hold text, and pictures, as `Floating` has them."""

    @classmethod
    def of(cls, stream: bytes, start: int) -> _Beside:
        """What stands in the part of `stream` that begins at `start`."""
        found = cls({}, [])
        place, kind = (0,) * 8, 0
        for identity, at, length in _records(stream, start):
            record = stream[at : at + length].ljust(_LEAST, b"\0")
            if identity == _FORMULA:
                cell = _PLACE.unpack_from(record)
                found.formulas[cell] = volatile_formula(record[_TO_TOKENS:])
            elif identity == _DRAWING and (anchor := record.rfind(_ANCHOR)) >= 0:
                place = _CORNERS.unpack_from(record + bytes(_CORNERS.size), anchor + len(_ANCHOR))
            elif identity == _OBJECT:
                (kind,) = _KIND.unpack_from(record)
                if kind == _PICTURE_OBJECT:
                    found.draw(FloatingKind.PICTURE, place)
            elif (
                identity == _SHAPE_TEXT
                and kind != _NOTE_OBJECT
                and any(_LENGTH.unpack_from(record))
            ):
                found.draw(FloatingKind.TEXT_BOX, place)
        return found

    def draw(self, kind: FloatingKind, place: tuple[int, ...]) -> None:
        """Note something; `place`: column, offset, row, offset of its upper left corner and of the lower right one, from 0."""
        left, _, top, _, _, _, last, reach = place
        if len(self.drawn) < MAX_FLOATING:
            bottom = last + (reach > _SLIVER)
            self.drawn.append((kind.value, top + 1, left + 1, "", "", bottom))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Number, place and length of each record from `at` to the end of its part."""
    depth = 0
    while at + _HEAD.size <= len(stream):
        identity, length = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        depth += (identity == _BEGIN) - (identity == _END)
        yield identity, at, length
        if depth <= 0:
            return
        at += length


def read_xls(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the .xls in `data`; what is returned is as of `xlsx.read_workbook`."""
    try:
        return _read(data, file)
    except Refusal as refusal:
        return None, (refusal.finding(file),)


def _read(data: bytes, file: str) -> tuple[Workbook, tuple[Finding, ...]]:
    refuse_too_big(data)
    try:
        content = content_of(data)
    except XlsError as problem:
        raise Refusal(files.PASSWORD if problem.is_locked else files.TRUNCATED) from problem
    if not content["sheets"]:
        raise Refusal(files.NO_SHEETS)
    if len(content["sheets"]) > MAX_SHEETS:
        raise Refusal(files.TOO_MANY_SHEETS, limit=MAX_SHEETS)
    styles = [
        CellStyle(number_format, shows_date(number_format), *look)
        for number_format, *look in content["styles"]
    ]
    around = Surroundings((), styles, content["since_1904"])
    budget = Budget()
    read = [_sheet(sheet, file, around, budget) for sheet in content["sheets"]]
    workbook = Workbook(file, tuple(sheet for sheet, _ in read), has_macros=content["has_macros"])
    return workbook, tuple(finding for _, findings in read for finding in findings)


def _sheet(
    content: dict[str, Any], file: str, around: Surroundings, budget: Budget
) -> tuple[Sheet, list[Finding]]:
    """One sheet as the job answers it."""
    built = SheetBuilder(file, str(content["name"]), budget)
    hidden = set(content["hidden_rows"])
    for row, column, kind, stored, style_index, formula, runs in content["cells"]:
        style = around.style(str(style_index))
        value = _value(kind, stored, style, around)
        if value is not None and runs:
            value = replace(value, runs=tuple(Run(*run) for run in runs))
        built.keep(row, column, value, stored, style, formula=formula, hidden=row in hidden)
    for kind, *told in content["floating"]:
        built.float(Floating(FloatingKind(kind), *told))
    for top, left, bottom, right in content["merged"]:
        built.merge(CellRange(top, left, bottom, right))
    for column in content["hidden_columns"]:
        built.hide_columns(range(column, column + 1))
    return built.sheet(visible=bool(content["visible"])), built.findings


def _value(kind: str, stored: str, style: CellStyle, around: Surroundings) -> Value | None:
    """By type as the job names it; a text has none, since nothing in it is escaped."""
    if not kind:
        return Value(CellKind.TEXT, stored)
    if kind == "e":
        return Value(CellKind.ERROR, error_text(int(stored)))
    return value_of(kind, stored, style, around)
