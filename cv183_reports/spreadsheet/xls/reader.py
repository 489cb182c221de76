"""The reader of .xls (Excel 97–2003): read by xlrd, held to the limits here.

An .xls has no checksum: a file cut short is refused, but a changed bit in a number or a text reads as
another number or text. Nor does it tell a formula that was never calculated from one that was, or
links to other files.
"""

from __future__ import annotations

from typing import Any

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal, refuse_too_big
from cv183_reports.spreadsheet.building import (
    MAX_SHEETS,
    Budget,
    SheetBuilder,
    Surroundings,
    Value,
    value_of,
)
from cv183_reports.spreadsheet.grid import (
    CellKind,
    CellRange,
    Floating,
    FloatingKind,
    Run,
    Sheet,
    Workbook,
)
from cv183_reports.spreadsheet.values import error_text
from cv183_reports.spreadsheet.xls.content import XlsError, content_of
from cv183_reports.spreadsheet.xlsx.styles import CellStyle, shows_date


def read_xls(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the .xls in `data`; what is returned is as of `xlsx_reader.read_workbook`."""
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
        CellStyle(number_format, shows_date(number_format), font, struck, shift)
        for number_format, font, struck, shift in content["styles"]
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
            value = value._replace(runs=tuple(Run(*run) for run in runs))
        built.keep(row, column, value, stored, style, formula=formula, hidden=row in hidden)
    for row, column, author in content["comments"]:
        built.float(Floating(FloatingKind.COMMENT, row, column, author))
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
