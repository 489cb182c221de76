"""Sheets of plain cells: byte for byte what XlsxWriter writes by itself."""

from __future__ import annotations

import sys
from datetime import datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cv183_reports.spreadsheet.style import CREATED, GrowingSheet, NewWorkbook, PlainSheet

TEXTS = ("a < b & «c»", " đầu", "\x01_x0041_", "<r>x</r>", "=1+1", "")
NUMBERS = (0, -3, 10**20, 0.1 + 0.2, 1e-9)
FORMULAS = ("=XLOOKUP(A1,B:B,C:C)", "=SUM(A1:A2)", "{=A1}", "=ISFORMULA(A1)", "=A1<>0")


def written(kind: type[Worksheet], texts: tuple[str, ...]) -> bytes:
    """A workbook with every kind of cell, with and without formats of cells, rows and columns."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("Một", kind)
        bold, italic = (book.add_format({each: True}) for each in ("bold", "italic"))
        sheet.set_column(0, 1, 20, italic)
        sheet.set_row(1, 30, italic)
        for row, shape in enumerate((None, None, bold, italic)):
            _fill(sheet, row * 9, shape, texts)
        sheet.conditional_format(
            "A1:A9", {"type": "formula", "criteria": FORMULAS[3], "format": bold}
        )
    return out.getvalue()


def _fill(sheet: Worksheet, top: int, shape: Format | None, texts: tuple[str, ...]) -> None:
    for at, text in enumerate(texts):
        sheet.write_string(top, at, text, shape)
    for at, number in enumerate(NUMBERS):
        sheet.write_number(top + 1, at, number, shape)
    for at, formula in enumerate(FORMULAS):
        sheet.write_formula(top + 2, at, formula, shape, at)
    sheet.write_blank(top + 3, 0, None, shape)
    sheet.write_boolean(top + 3, 1, boolean=True, cell_format=shape)
    sheet.write_datetime(top + 3, 2, datetime(2025, 9, 30, 17, 5), shape)
    sheet.write_url(top + 3, 3, "external:a.xlsx", shape, "tệp")


@pytest.mark.parametrize("kind", [PlainSheet, GrowingSheet])
def test_every_kind_of_cell_is_written_as_by_the_library(kind: type[Worksheet]) -> None:
    assert written(kind, TEXTS) == written(Worksheet, TEXTS)


@given(st.lists(st.text(max_size=20), max_size=5).map(tuple))
def test_so_is_any_text(texts: tuple[str, ...]) -> None:
    assert written(PlainSheet, texts) == written(Worksheet, texts)


def test_a_workbook_is_the_same_bytes_on_any_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(system: str) -> bytes:
        monkeypatch.setattr(sys, "platform", system)  # zipfile writes it into every entry
        target = BytesIO()
        with NewWorkbook(target) as book:
            book.add_worksheet("Báo cáo").write_string(0, 0, "x")
            book.set_properties({"created": CREATED})
        return target.getvalue()

    assert made("win32") == made("linux")
