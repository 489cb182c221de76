"""Legacy text taken as what it most likely says: only where a person asked for it, and always told."""

from __future__ import annotations

from dataclasses import replace

from cv183_reports.catalogue import submission as catalogue
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.spreadsheet.grid import CellKind, Sheet, Workbook
from cv183_reports.vietnamese.legacy import detect
from cv183_reports.vietnamese.text import clean


def converted(workbook: Workbook) -> tuple[Workbook, tuple[Finding, ...]]:
    """`workbook` with every TCVN3 and VNI text decoded, and one finding for each of them.

    The font of a decoded cell is forgotten with its encoding.
    """
    findings: list[Finding] = []
    sheets = tuple(_converted(workbook.file, sheet, findings) for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets), tuple(findings)


def _converted(file: str, sheet: Sheet, findings: list[Finding]) -> Sheet:
    cells = dict(sheet.cells)
    for place, cell in sheet.cells.items():
        legacy = detect(cell.text, cell.font) if cell.kind is CellKind.TEXT else None
        if legacy is not None:
            cells[place] = replace(cell, text=legacy.text, font="")
            told = {"encoding": legacy.encoding, "decoded": clean(legacy.text).text}
            where = Source(file, sheet.name, cell.reference)
            findings.append(catalogue.LEGACY_CONVERTED.at(where, value=cell.text, **told))
    return replace(sheet, cells=cells)
