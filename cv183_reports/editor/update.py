"""bien-tap.xlsx brought up to date where it lies (openpyxl): what `changes` says, and nothing that staff wrote."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.editor.blank import (
    ProgramRow,
    Shown,
    look_of,
)
from cv183_reports.editor.changes import Changes
from cv183_reports.editor.reading import EditorSheet
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import local, named_like
from cv183_reports.spreadsheet.grid import Cell, CellKind, Workbook
from cv183_reports.spreadsheet.style import FONT, Look, argb, fitted_height
from cv183_reports.spreadsheet.xlsx.reader import read_workbook

_REPLACED = re.compile(
    r"calcChain|sharedStrings|printerSettings|docProps/|theme/|\.rels$|Content_Types|/$|customXml|metadata"
)
"""Parts that Excel makes anew, or that hold nothing a person wrote."""
_NUMBERS = re.compile(r"\d+")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_EXTENSIONS = "định dạng hoặc vùng in mà riêng Excel biết"
_WHOLE = "tệp"
_STYLES = "xl/styles.xml"
_FONT = (
    *(
        "b",
        "i",
        "strike",
        "condense",
        "extend",
        "outline",
        "shadow",
        "u",
        "vertAlign",
        "sz",
        "color",
    ),
    *("name", "family", "charset", "scheme"),
)
"""The order of what is said of a font (ECMA-376 part 1, 18.8.22); openpyxl has one of its own."""


@dataclass(frozen=True, slots=True)
class NotKept:
    """Why the file cannot be rewritten without loss: what would be lost, for the finding."""

    what: str


def updated(data: bytes, changes: Changes) -> bytes | NotKept:
    """`data` with `changes` in it; the same bytes for the same arguments.

    What openpyxl would drop (pictures, drawings, threaded comments) it warns of, or it is found out by
    comparing the result with the original, part by part and cell by cell; then nothing is written.
    """
    book = _loaded(data)
    written = {change.sheet for change in changes.cells}
    written |= {sheet.sheet.name for sheet, _ in changes.newcomers}
    if book is None or not written <= {*book.sheetnames}:
        return NotKept(_EXTENSIONS)
    free = _rows_without_own_height(data, book)
    for change in changes.cells:
        _put(book[change.sheet], change.row, change.column, change.value)
    for sheet, lines in changes.newcomers:
        free.setdefault(sheet.sheet.name, set()).update(
            _append(book[sheet.sheet.name], sheet, lines)
        )
    try:
        fresh = _saved(book, free)
    except Refusal:  # larger than can be read again
        return NotKept(_WHOLE)
    lost = _lost_parts(data, fresh) or _lost_cells(data, fresh, changes)
    return NotKept(lost) if lost else fresh


def _loaded(data: bytes) -> Book | None:
    """The workbook; None where openpyxl says it drops something, or cannot read what Excel can."""
    with warnings.catch_warnings(record=True) as dropped:
        warnings.simplefilter("always")
        try:
            book = load_workbook(BytesIO(data), rich_text=True)
        except Exception:  # noqa: BLE001 - on files of other programs it raises whatever comes
            return None
    return None if dropped else book


def _put(sheet: Worksheet, row: int, column: int, value: Shown) -> None:
    cell = sheet.cell(row, column)
    cell.value = value or None
    if isinstance(value, str) and value:
        cell.data_type = "s"  # a text may begin with "="


def _append(sheet: Worksheet, read: EditorSheet, lines: Iterable[ProgramRow]) -> list[int]:
    """Writes `lines` under the last row; the rows they got, high enough for their text."""
    rows = []
    for row, line in enumerate(lines, start=read.last_row + 1):
        for column, position in read.positions.items():
            _put(sheet, row, position, line.values.get(column, ""))
            _dress(sheet, row, position, look_of(column))
        texts = [(str(line.values.get(column, "")), column.width) for column in read.positions]
        sheet.row_dimensions[row].height = fitted_height(texts)
        rows.append(row)
    if sheet.auto_filter.ref:
        first, _, end = sheet.auto_filter.ref.partition(":")
        letters = end.rstrip("0123456789") or first.rstrip("0123456789")
        sheet.auto_filter.ref = f"{first}:{letters}{sheet.max_row}"
    return rows


def _dress(sheet: Worksheet, row: int, position: int, look: Look) -> None:
    """As the rows of the first build look."""
    cell = sheet.cell(row, position)
    side = Side("thin", argb(look.frame))
    cell.font = Font(name=FONT, size=look.size, color=argb(look.colour) if look.colour else None)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.fill = PatternFill("solid", fgColor=argb(look.fill))
    cell.alignment = Alignment(
        horizontal=look.across or None, vertical=look.down, wrap_text=look.wrap
    )


def _rows_without_own_height(data: bytes, book: Book) -> dict[str, set[int]]:
    """Rows whose height Excel fits to their text: openpyxl would fix the height they have now."""
    package = Package(data)
    found = [_growing(package.read(part)) for part in _sheet_parts(package)]
    return (
        dict(zip(book.sheetnames, found, strict=False))
        if len(found) == len(book.sheetnames)
        else {}
    )


def _sheet_parts(package: Package) -> list[str]:
    return sorted(
        (n for n in package.names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)),
        key=lambda n: int(_NUMBERS.findall(n)[0]),
    )


def _growing(part: bytes) -> set[int]:
    rows = set()
    for row in _ROW.finditer(part):
        number = _ROW_NUMBER.search(row[1])
        if number and not re.search(rb'customHeight="(?:1|true)"', row[1]):
            rows.add(int(number[1]))
    return rows


def _saved(book: Book, free: dict[str, set[int]]) -> bytes:
    """The workbook as openpyxl saves it, the heights of the rows in `free` kept but not fixed."""
    target = BytesIO()
    book.save(target)
    package = Package(target.getvalue())
    for part, name in zip(_sheet_parts(package), book.sheetnames, strict=True):
        if free.get(name):
            package.put(part, _freed(package.read(part), free[name]))
    styles = package.root(_STYLES)
    for font in styles.iter(named_like(styles, "font")):
        font[:] = sorted(font, key=lambda each: _FONT.index(local(each)))
    package.put(_STYLES, styles)
    package.forget_when_saved()
    return package.packed()


def _freed(part: bytes, rows: set[int]) -> bytes:
    def freed(row: re.Match[bytes]) -> bytes:
        number = _ROW_NUMBER.search(row[1])
        is_free = number is not None and int(number[1]) in rows
        return row[0].replace(b' customHeight="1"', b"") if is_free else row[0]

    return _ROW.sub(freed, part)


def _lost_parts(old: bytes, new: bytes) -> str:
    """Kinds of parts that the new package has fewer of: ``drawings/drawing``."""
    kept, had = _kinds(new), _kinds(old)
    return ", ".join(sorted(kind for kind in had if had[kind] > kept.get(kind, 0)))


def _kinds(data: bytes) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for name in Package(data).names:
        if not _REPLACED.search(name):
            kind = _NUMBERS.sub("", name.removeprefix("xl/").rpartition(".")[0])
            kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


def _lost_cells(old: bytes, new: bytes, changes: Changes) -> str:
    """The first cell that differs though it should not, as a strict reading of both files tells."""
    before, _ = read_workbook(old, "")
    after, _ = read_workbook(new, "")
    assert before is not None
    if after is None:
        return _WHOLE
    meant = {(c.sheet, c.row, c.column) for c in changes.cells}
    has = _cells(after)
    return next(
        (
            f"{sheet}!{cell.reference}"
            for (sheet, row, column), cell in _cells(before).items()
            if (sheet, row, column) not in meant and not _same(cell, has.get((sheet, row, column)))
        ),
        "",
    )


def _cells(workbook: Workbook) -> dict[tuple[str, int, int], Cell]:
    return {
        (sheet.name, *at): cell for sheet in workbook.sheets for at, cell in sheet.cells.items()
    }


def _same(cell: Cell, now: Cell | None) -> bool:
    """A formula loses its cached result and is calculated again by Excel."""
    if now is None:
        return False
    if cell.from_formula or CellKind.UNCALCULATED in (cell.kind, now.kind):
        return now.kind is CellKind.UNCALCULATED or now.from_formula
    return (cell.kind, cell.text) == (now.kind, now.text)
