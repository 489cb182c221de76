"""An older danh-muc.xlsx, filled in with what the shipped one has; everything else stays as staff left it."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Sequence
from copy import copy
from io import BytesIO

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import Handler
from cv183_reports.register.older import COLUMN, ROW, Gap, filled, gaps
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.xlsx.reader import Frame, read_workbook
from cv183_reports.vietnamese.text import fold

_EXTENDED = "Data Validation extension"
"""What openpyxl says of drop-downs whose list stands in another sheet, which Excel stores apart."""
_DRAWN = re.compile(
    r"xl/(drawings|media|charts|embeddings|pivot\w+|tables|threadedComments|comments)"
)
"""Parts that openpyxl may drop without a word."""
_FIRST_ROW = 4
"""Of the tables in the shipped register, under title, hints and header."""


def updated(data: bytes, shipped: bytes) -> tuple[bytes, tuple[Gap, ...]] | None:
    """`data` with what it lacks of `shipped`, and what that was.

    Returns:
        None where openpyxl would lose something of it, or cannot write it so that it reads as it did.
    """
    before, theirs = _grid(data), _grid(shipped)
    if before is None or theirs is None:
        return None
    found = gaps(before, lambda: theirs, everything=True)
    book, source = _loaded(data), load_workbook(BytesIO(shipped))
    if book is None:
        return None
    for gap in found:
        sheet = source[_named(source, gap.sheet)]
        if gap.sheet in book.sheetnames:
            _fill(book[gap.sheet], sheet, gap)
        else:
            _copy_sheet(book, sheet, source.sheetnames)
    target = BytesIO()
    book.save(target)
    fresh = target.getvalue()
    after = _grid(fresh)
    if (
        after is None
        or _said(after) != _said(filled(before, found))
        or _drawn(data) - _drawn(fresh)
    ):
        return None
    return fresh, found


def _grid(data: bytes) -> Workbook | None:
    return read_workbook(data, "")[0]


def _said(book: Workbook) -> dict[tuple[str, int, int], tuple[str, str]]:
    """Kind and text of every cell."""
    return {
        (sheet.name, *at): (cell.kind.value, cell.text)
        for sheet in book.sheets
        for at, cell in sheet.cells.items()
    }


def _drawn(data: bytes) -> Counter[str]:
    names = (found[1] for name in Package(data).names if (found := _DRAWN.match(name)))
    return Counter(names)


def _named(book: Book, name: str) -> str:
    return next(each for each in book.sheetnames if fold(each) == fold(name))


def _loaded(data: bytes) -> Book | None:
    """The workbook with all its drop-downs; None where openpyxl says that it drops something else."""
    with warnings.catch_warnings(record=True) as dropped:
        warnings.simplefilter("always")
        try:
            book = load_workbook(BytesIO(data), rich_text=True)
        except Exception:  # noqa: BLE001 - on files of other programs it raises whatever comes
            return None
    if any(_EXTENDED not in str(warning.message) for warning in dropped):
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


def _fill(sheet: Worksheet, source: Worksheet, gap: Gap) -> None:
    """Puts the cells of `gap` in, as they look in the shipped register."""
    end = max(sheet.max_column, *(taken.column for taken in gap.cells))
    for taken in gap.cells:
        ours = sheet.cell(taken.row, taken.column)
        theirs = source.cell(taken.shipped.row, taken.shipped.column)
        _put(ours, theirs)
        if gap.kind == ROW:
            _restrict(sheet, source, theirs.coordinate, ours.coordinate)
    if gap.kind == COLUMN:
        _widen(sheet, source, gap)
    if gap.kind == ROW and gap.what:
        row, theirs_row = gap.cells[0].row, gap.cells[0].shipped.row
        sheet.row_dimensions[row].height = source.row_dimensions[theirs_row].height
        if sheet.print_area:
            sheet.print_area = re.sub(r"\d+$", str(row), sheet.print_area)
    if sheet.auto_filter.ref:
        first = sheet.auto_filter.ref.partition(":")[0]
        last = int(re.sub(r"\D", "", sheet.auto_filter.ref.partition(":")[2]) or 1)
        bottom = max(last, *(taken.row for taken in gap.cells))
        sheet.auto_filter.ref = f"{first}:{get_column_letter(end)}{bottom}"


def _restrict(sheet: Worksheet, source: Worksheet, theirs: str, ours: str) -> None:
    """The cells `ours` take what the cell `theirs` takes in the shipped register."""
    for rule in source.data_validations.dataValidation:
        if theirs in rule.sqref:
            own = copy(rule)
            own.sqref = DataValidation(sqref=ours).sqref
            sheet.add_data_validation(own)


def _put(ours: BookCell | MergedCell, theirs: BookCell | MergedCell) -> None:
    assert isinstance(ours, BookCell), "what is free is not merged"
    ours.value = theirs.value
    _dress(ours, theirs)


def _dress(ours: BookCell | MergedCell, theirs: BookCell | MergedCell) -> None:
    for name in ("font", "fill", "border", "alignment", "protection"):
        setattr(ours, name, copy(getattr(theirs, name)))
    ours.number_format = theirs.number_format


def _widen(sheet: Worksheet, source: Worksheet, gap: Gap) -> None:
    """The new column as wide as the shipped one, its blank cells framed and restricted like the others."""
    head = gap.cells[0]
    ours, theirs = (get_column_letter(at) for at in (head.column, head.shipped.column))
    sheet.column_dimensions[ours].width = source.column_dimensions[theirs].width
    taken = {cell.row for cell in gap.cells}
    model = source.cell(_FIRST_ROW, head.shipped.column)
    header = next(cell.row for cell in gap.cells if cell.shipped.row == _FIRST_ROW - 1)
    for row in range(header + 1, sheet.max_row + 1):
        if row not in taken:
            _dress(sheet.cell(row, head.column), model)
    _restrict(sheet, source, model.coordinate, f"{ours}{header + 1}:{ours}{sheet.max_row}")


def _copy_sheet(book: Book, source: Worksheet, order: Sequence[str]) -> None:
    """A sheet that the register lacks, before the settings."""
    sheet = book.create_sheet(source.title, _place(book, source.title, order))
    for row in source.iter_rows():
        for theirs in row:
            _put(sheet.cell(theirs.row, theirs.column), theirs)
    for letter, column in source.column_dimensions.items():
        sheet.column_dimensions[letter].width = column.width
    for number, line in source.row_dimensions.items():
        sheet.row_dimensions[number].height = line.height
    for rule in source.data_validations.dataValidation:
        sheet.add_data_validation(copy(rule))
    sheet.freeze_panes = source.freeze_panes
    sheet.sheet_view.showGridLines = source.sheet_view.showGridLines
    sheet.auto_filter.ref = source.auto_filter.ref
    sheet.page_setup = copy(source.page_setup)
    sheet.page_margins = copy(source.page_margins)
    sheet.sheet_properties = copy(source.sheet_properties)
    sheet.HeaderFooter = copy(source.HeaderFooter)
    sheet.print_title_rows = source.print_title_rows
    sheet.print_area = source.print_area


def _place(book: Book, title: str, order: Sequence[str]) -> int:
    """Before the first of the sheets that follow it in `order`; else the last."""
    following = order[order.index(title) + 1 :]
    ours = [fold(name) for name in book.sheetnames]
    known = [ours.index(fold(name)) for name in following if fold(name) in ours]
    return min(known, default=len(ours))
