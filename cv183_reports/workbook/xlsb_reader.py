"""The strict reader of .xlsb: the same package, limits and proof of every part as for .xlsx.

A reader of our own, since python-calamine 0.9 gives an error value as a blank cell, and neither
percent formats nor hidden rows.
"""

from __future__ import annotations

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package, target
from cv183_reports.workbook.grid import Workbook
from cv183_reports.workbook.sheet_builder import MAX_SHEETS, SheetBuilder
from cv183_reports.workbook.xlsb_records import UINT, USHORT, records
from cv183_reports.workbook.xlsb_sheet import read_sheet
from cv183_reports.workbook.xlsx_cell_values import Surroundings
from cv183_reports.workbook.xlsx_frame import Frame, Tab
from cv183_reports.workbook.xlsx_styles import CellStyle, cell_style

_TEXT, _FONT, _FORMAT, _CELL_STYLE = 19, 43, 44, 47
_STYLES_BEGIN, _STYLES_END = 617, 618
_SETTINGS, _TAB = 153, 156
_TO_FONT_NAME = 21
"""Bytes of height, weight, colour and so on before the name of a font."""


def read_xlsb(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the .xlsb in `data`, with the promises of `xlsx_reader.read_workbook`."""
    try:
        return _read(Package(data), file)
    except Refusal as refusal:
        return None, (refusal.finding(file),)


def _read(package: Package, file: str) -> tuple[Workbook, tuple[Finding, ...]]:
    frame = Frame.of(package, file)
    tabs, since_1904 = _outline(frame.main, package.read(frame.main))
    strings = target(frame.relationships, "sharedStrings")
    styles = target(frame.relationships, "styles")
    around = Surroundings(
        _strings(strings, package.read(strings)) if strings else (),
        _styles(styles, package.read(styles)) if styles else (),
        since_1904,
    )

    def read_cells(part: str, built: SheetBuilder) -> None:
        read_sheet(part, package.read(part), built, around)

    return frame.assembled(tabs, read_cells)


def _outline(part: str, content: bytes) -> tuple[list[Tab], bool]:
    """The sheets in the order of their tabs, and whether dates count from 1904."""
    tabs: list[Tab] = []
    since_1904 = False
    for record in records(part, content):
        if record.identity == _SETTINGS:
            since_1904 = bool(record.number(UINT) & 1)
        elif record.identity == _TAB:
            if len(tabs) >= MAX_SHEETS:
                raise Refusal(files.TOO_MANY_SHEETS, limit=MAX_SHEETS)
            state, _ = record.number(UINT), record.number(UINT)
            relationship, name = record.text(), record.text()
            tabs.append(Tab(name, not state, relationship))
    return tabs, since_1904


def _strings(part: str, content: bytes) -> tuple[str, ...]:
    found: list[str] = []
    for record in records(part, content):
        if record.identity == _TEXT:
            record.skip(1)
            found.append(record.text())
    return tuple(found)


def _styles(part: str, content: bytes) -> tuple[CellStyle, ...]:
    """The styles that cells refer to; those of named styles stand outside."""
    fonts: list[str] = []
    formats: dict[int, str] = {}
    styles: list[CellStyle] = []
    of_cells = False
    for record in records(part, content):
        if record.identity in (_STYLES_BEGIN, _STYLES_END):
            of_cells = record.identity == _STYLES_BEGIN
        elif record.identity == _FORMAT:
            number = record.number(USHORT)
            formats[number] = record.text()
        elif record.identity == _FONT:
            record.skip(_TO_FONT_NAME)
            fonts.append(record.text())
        elif record.identity == _CELL_STYLE and of_cells:
            record.skip(2)
            number, font = record.number(USHORT), record.number(USHORT)
            styles.append(cell_style(number, formats, fonts[font] if font < len(fonts) else ""))
    return tuple(styles)
