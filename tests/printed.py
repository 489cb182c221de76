"""What our papers print, as any reader of .xlsx and .docx finds it: tables by their headers, numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
from msgspec import Struct

from tests.oracle import Change
from tests.oracle_sources import Indicator

Row = dict[str, object]


class Book:
    """A workbook with the results of its formulas."""

    def __init__(self, path: Path) -> None:
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
        self._sheets = {sheet.title: [tuple(row) for row in sheet.values] for sheet in book}

    def table(self, sheet: str, *headers: str) -> list[Row]:
        """The rows under the first row that has all these headers, up to an empty one."""
        rows = iter(self._sheets[sheet])
        heads = next((row for row in rows if set(headers) <= set(row)), None)
        assert heads is not None, (sheet, headers)
        found = []
        for row in rows:
            if not any(value is not None for value in row):
                break
            found.append({str(h): v for h, v in zip(heads, row, strict=False) if h is not None})
        return found

    def has(self, sheet: str, header: str) -> bool:
        return any(header in row for row in self._sheets[sheet])


class Paper(Struct, frozen=True):
    """A Word document: its paragraphs, and its tables as texts of cells."""

    paragraphs: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]

    @classmethod
    def read(cls, path: Path) -> Paper:
        document = docx.Document(str(path))
        return cls(
            tuple(paragraph.text for paragraph in document.paragraphs),
            tuple(
                tuple(tuple(cell.text.strip() for cell in row.cells) for row in table.rows)
                for table in document.tables
            ),
        )

    def rows(self, *headers: str, without: Sequence[str] = ()) -> list[dict[str, str]]:
        """The rows of every table with all these headers in one of its first two rows and none of `without`.

        Lines that head a group, one text over all columns, are no rows.
        """
        return [row for table in self.tables for row in _rows(table, headers, without)]

    def with_columns(self, *headers: str) -> Iterator[tuple[tuple[str, ...], ...]]:
        """The tables with these headers, header rows and all."""
        return (table for table in self.tables if table and set(headers) <= set(table[0]))


def _rows(
    table: Sequence[tuple[str, ...]], headers: Sequence[str], without: Sequence[str]
) -> Iterator[dict[str, str]]:
    at = next((at for at, row in enumerate(table[:2]) if set(headers) <= set(row)), None)
    if at is None or set(without) & set(table[at]):
        return
    for row in table[at + 1 :]:
        if len(set(row)) > 1 and row != table[at]:
            yield dict(zip(table[at], row, strict=True))


def number(text: str) -> Decimal | None:
    """``1.939.613,0`` of ``1.939.613,0 (107/114)``; None of an empty cell."""
    head = text.removesuffix("%").partition(" (")[0]
    return Decimal(head.replace(".", "").replace(",", ".")) if head else None


def day(text: str) -> date | None:
    """The last day named: ``trước 16 giờ, ngày 22/9/2025``."""
    found = re.findall(r"(\d+)/(\d+)/(\d{4})", text)
    return date(*map(int, reversed(found[-1]))) if found else None


def minute(text: str) -> tuple[date | None, int, int] | None:
    """``10 giờ 44 phút, ngày 19/9/2025``; None of an empty cell."""
    found = re.search(r"(\d+) giờ(?: (\d+))?", text)
    return (day(text), int(found[1]), int(found[2] or 0)) if found else None


SHARE = re.compile(
    r"(\d+)/(\d+) (đơn vị|nhiệm vụ|lượt)[^;.(/]{0,80}?(?:\((?:đạt )?|, đạt )(\d+(?:,\d)?)%"
)


def shares(paper: Paper) -> Iterator[tuple[str, int, int, Decimal]]:
    """Every ``107/114 đơn vị … (93,9%)`` of the sentences, with its paragraph."""
    for text in paper.paragraphs:
        for part, whole, _, rate in SHARE.findall(text):
            yield text, int(part), int(whole), Decimal(rate.replace(",", "."))


def change_agrees(
    cell: str, indicator: Indicator, change: Change | None, beside: tuple[Decimal | None, Decimal]
) -> None:
    """``-62 (từ 241 còn 179)``: by the exact values, with both where others stand `beside` it; a dash where nothing moved."""
    if change is None:
        assert cell in ("–", ""), (indicator.code, cell)
        return
    found = re.fullmatch(
        r"([+-][\d.,]+|–)(?: \((?:từ ([\d.,]+) (?:lên|còn) ([\d.,]+)|đều ([\d.,]+))\))?", cell
    )
    assert found, (indicator.code, cell)
    moved = (change.now - change.before).quantize(
        Decimal(1).scaleb(-indicator.digits), ROUND_HALF_UP
    )
    assert (number(found[1].removeprefix("+").strip("–")) or Decimal()) == moved, indicator.code
    compared = (indicator.shown(change.before), indicator.shown(change.now))
    if beside == compared:
        assert found[1] == cell, (indicator.code, cell)
    elif moved:
        assert (number(found[2]), number(found[3])) == compared, (indicator.code, cell)
    else:
        assert number(found[4]) == compared[1], (indicator.code, cell)
