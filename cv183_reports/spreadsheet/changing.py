"""A workbook that a person filled in, changed by openpyxl: nothing it holds may be lost, or it stays as it is."""

from __future__ import annotations

import re
import warnings
from collections.abc import Set as AbstractSet
from copy import copy
from io import BytesIO

from msgspec import Struct
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet as BookSheet

from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import Handler, local, named_like
from cv183_reports.spreadsheet.grid import Cell, CellKind, Workbook
from cv183_reports.spreadsheet.xlsx import Frame, read_workbook

_REPLACED = re.compile(
    r"calcChain|sharedStrings|printerSettings|docProps/|theme/|\.rels$|Content_Types|/$|customXml|metadata"
)
"""Parts that Excel makes anew, or that hold nothing a person wrote."""
_NO_DRAWING = re.compile(rb"<(?:\w+:)?wsDr\b[^>]*(?:/>|>\s*</(?:\w+:)?wsDr>)\s*\Z")
"""LibreOffice saves an empty one with every sheet that has drop-downs."""
_NUMBERS = re.compile(r"\d+")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
EXTENSIONS = "định dạng hoặc vùng in mà riêng Excel biết"
ALL_OF_IT = "tệp"
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
_APART = "Data Validation extension"
"""What openpyxl says of drop-downs whose list stands in another sheet, which Excel stores apart."""


class NotKept(Struct, frozen=True):
    """Why the file cannot be rewritten without loss: what would be lost, for the finding."""

    what: str


def opened(data: bytes) -> Book | None:
    """The workbook with all its drop-downs; None where openpyxl says it drops something, or cannot read what Excel can."""
    with warnings.catch_warnings(record=True) as dropped:
        warnings.simplefilter("always")
        try:
            book = load_workbook(BytesIO(data), rich_text=True)
        except Exception:  # noqa: BLE001 - on files of other programs it raises whatever comes
            return None
    if any(_APART not in str(warning.message) for warning in dropped):
        return None
    if dropped:
        for sheet, rules in zip(book.worksheets, _extended(data), strict=True):
            for rule in rules:
                sheet.add_data_validation(rule)
    return book


def _extended(data: bytes) -> list[list[DataValidation]]:
    """By worksheet, the rules that Excel stores apart."""
    package = Package(data)
    frame = Frame.of(package, "")
    tabs = _Tabs()
    package.parse(frame.main, tabs)
    parts = {arrow.identity: arrow for arrow in frame.relationships}
    found = []
    for arrow in (parts[identity] for identity in tabs.identities):
        if arrow.kind == "worksheet":
            reader = _Extended()
            package.parse(arrow.target, reader)
            found.append(reader.rules)
    return found


class _Tabs(Handler):
    """The sheets of the workbook part, in order."""

    def __init__(self) -> None:
        self.identities: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.identities += [attributes[key] for key in attributes if key.endswith(":id")]


class _Extended(Handler):
    """Gathers the rules of the extension of one worksheet."""

    def __init__(self) -> None:
        self.rules: list[DataValidation] = []
        self._options: dict[str, str] | None = None
        self._texts: dict[str, str] = {}
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        if name == "dataValidation" and "sqref" not in attributes:
            self._options, self._texts = attributes, {}

    def text(self, text: str) -> None:
        if self._options is not None:
            key = self._path[-2] if self._path[-1] == "f" else self._path[-1]
            self._texts[key] = self._texts.get(key, "") + text

    def end(self, name: str) -> None:
        self._path.pop()
        if name == "dataValidation" and self._options is not None:
            rule = DataValidation(sqref=self._texts.pop("sqref"))
            for key, value in (*self._options.items(), *self._texts.items()):
                if key in (*DataValidation.__attrs__, *DataValidation.__elements__):
                    setattr(rule, key, value)
            self.rules.append(rule)
            self._options = None


def rows_without_own_height(data: bytes, book: Book) -> dict[str, set[int]]:
    """Rows whose height Excel fits to their text: openpyxl would fix the height they have now."""
    package = Package(data)
    found = [_growing(package.read(part)) for part in _sheet_parts(package)]
    return (
        dict(zip(book.sheetnames, found, strict=False))
        if len(found) == len(book.sheetnames)
        else {}
    )


def begin_with(book: Book, made: bytes) -> dict[str, set[int]]:
    """Puts the only sheet of `made`, a workbook of ours, before those of `book`, and shows it first.

    Returns its rows whose height Excel fits to their text, under its name.
    """
    donor = load_workbook(BytesIO(made), rich_text=True)
    source = donor.worksheets[0]
    sheet = book.create_sheet(source.title, 0)
    for row in source.iter_rows():
        for cell in row:
            _copy(cell, sheet.cell(cell.row, cell.column))
    for area in source.merged_cells.ranges:
        sheet.merge_cells(str(area))
    for letter, column in source.column_dimensions.items():
        sheet.column_dimensions[letter] = ColumnDimension(
            sheet, letter, min=column.min, max=column.max, width=column.width
        )
    for number, height in source.row_dimensions.items():
        sheet.row_dimensions[number].height = height.height
    copy_page(source, sheet)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = sheet
    return {sheet.title: rows_without_own_height(made, donor)[source.title]}


_LOOKS = ("font", "fill", "border", "alignment", "number_format", "protection")


def _copy(cell: BookCell | MergedCell, to: BookCell | MergedCell) -> None:
    if isinstance(cell, BookCell) and isinstance(to, BookCell):
        to.value = cell.value
        to.data_type = cell.data_type  # a text may begin with "="
    if cell.has_style:
        for part in _LOOKS:
            setattr(to, part, copy(getattr(cell, part)))


def copy_page(source: BookSheet, sheet: BookSheet) -> None:
    """Drop-downs, colours by rule, what stays in sight, filter, and the page on paper."""
    for validation in source.data_validations.dataValidation:
        sheet.add_data_validation(copy(validation))
    for area in source.conditional_formatting:
        for rule in area.rules:
            sheet.conditional_formatting.add(str(area.sqref), copy(rule))
    sheet.freeze_panes = source.freeze_panes
    sheet.auto_filter.ref = source.auto_filter.ref
    sheet.print_title_rows = source.print_title_rows
    sheet.print_title_cols = source.print_title_cols
    sheet.print_area = source.print_area
    sheet.page_setup = copy(source.page_setup)
    sheet.page_margins = copy(source.page_margins)
    sheet.sheet_properties = copy(source.sheet_properties)
    sheet.HeaderFooter = copy(source.HeaderFooter)


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


def saved(book: Book, free: dict[str, set[int]]) -> bytes:
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


def what_is_lost(old: bytes, new: bytes, meant: AbstractSet[tuple[str, int, int]]) -> str:
    """Kinds of parts that `new` has fewer of, or the first cell that differs though it is not `meant` to; empty: nothing."""
    return _lost_parts(old, new) or _lost_cells(old, new, meant)


def _lost_cells(old: bytes, new: bytes, meant: AbstractSet[tuple[str, int, int]]) -> str:
    """As a strict reading of both files tells."""
    before, _ = read_workbook(old, "")
    after, _ = read_workbook(new, "")
    assert before is not None
    if after is None:
        return ALL_OF_IT
    has = _cells(after)
    return next(
        (
            f"{sheet}!{cell.reference}"
            for (sheet, row, column), cell in _cells(before).items()
            if (sheet, row, column) not in meant and not _same(cell, has.get((sheet, row, column)))
        ),
        "",
    )


def _lost_parts(old: bytes, new: bytes) -> str:
    """Kinds of parts that the new package has fewer of: ``drawings/drawing``."""
    kept, had = _kinds(new), _kinds(old)
    return ", ".join(sorted(kind for kind in had if had[kind] > kept.get(kind, 0)))


def _kinds(data: bytes) -> dict[str, int]:
    kinds: dict[str, int] = {}
    package = Package(data)
    for name in package.names:
        if not (_REPLACED.search(name) or _draws_nothing(package, name)):
            kind = _NUMBERS.sub("", name.removeprefix("xl/").rpartition(".")[0])
            kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


def _draws_nothing(package: Package, name: str) -> bool:
    return "/drawings/" in name and _NO_DRAWING.search(package.read(name)) is not None


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
