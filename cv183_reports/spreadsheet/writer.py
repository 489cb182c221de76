"""Tables declared as data, written onto worksheets by one loop (XlsxWriter)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from io import StringIO
from itertools import groupby
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cv183_reports.model import LOCAL
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.spreadsheet.style import (
    FONT,
    Formats,
    Look,
    PlainSheet,
    Style,
    blank_cell,
    cell_text,
    columns_of_a_page,
    fitted_height,
    is_taken_for_runs,
    merge_text,
    number_cell,
    set_up_page,
    string_cell,
    wrapped_lines,
    write_text,
)
from cv183_reports.vietnamese.wording import SAMPLE_MARK

T = TypeVar("T")

NO_ROWS = "Không có."
"""Stands in a table without rows, so that an empty sheet does not look like a mistake."""

_HEADER_NAME = re.compile(r"\[([^\]]+)\]")


class Shade(Enum):
    """A cell that is empty because nothing was asked, unlike None: asked and not given."""

    NOT_ASKED = "not asked"


class Amount(Struct, frozen=True):
    """A number shown with so many digits after the comma."""

    value: Decimal
    decimals: int


class Formula(Struct, frozen=True):
    """A formula with the result we computed ourselves, so that staff can trace and readers need not calculate."""

    text: str
    """Without ``=``; ``[Kỳ này]`` stands for the cell of the same row under that header."""
    result: int | Amount


class Link(Struct, frozen=True):
    """A text that opens a file."""

    text: str
    address: str
    """From the folder of the workbook, or from a drive, with slashes."""


WrittenValue = str | int | date | Amount | Formula | Link | Shade | None
"""What a getter may give; datetimes (a kind of date) are aware."""


class Bottom(Enum):
    """What stands under a column in the total row; the value is Excel's function."""

    NOTHING = ""
    SUM = "SUM"
    AVERAGE = "AVERAGE"


class TableColumn(Struct, Generic[T], frozen=True):
    """One column of a table whose rows are T."""

    header: str
    width: int
    """In characters of the default font, as Excel counts."""
    value: Callable[[T], WrittenValue]
    style: Look = Style.TEXT
    bottom: Bottom = Bottom.NOTHING
    group: str = ""
    """Heading above the header, shared by neighbours of the same group."""
    printed: bool = True
    """False: for the screen only. Such columns come last."""


class SheetTable(Struct, Generic[T], frozen=True):
    """Columns and rows. A table with a total label has a total row, unless it has no rows."""

    columns: tuple[TableColumn[T], ...]
    rows: Sequence[T]
    total_label: str = ""
    """Stands under the columns left of the first that is brought together."""


class PlacedTable(Struct, frozen=True):
    """Where a table came to stand; rows and columns from 0, as XlsxWriter counts."""

    sheet: str
    headers: tuple[str, ...]
    top: int
    """The first row of the heading."""
    header_row: int
    last_row: int
    """The last row of data; the header row when there are none."""
    total_row: int | None

    @property
    def bottom(self) -> int:
        """The last row that is taken."""
        return self.total_row or max(self.last_row, self.header_row + 1)

    def column(self, header: str) -> int:
        """The column under that header."""
        return self.headers.index(header)

    def header_cells(self, first: str, last: str) -> list[str | int]:
        """The header cells from `first` to `last`, for a chart."""
        return self._span(self.header_row, first, self.header_row, last)

    def cells(self, header: str) -> list[str | int]:
        """The data cells under `header`, for a chart."""
        return self._span(self.header_row + 1, header, self.last_row, header)

    def total_cells(self, first: str, last: str) -> list[str | int]:
        """The cells of the total row from `first` to `last`, for a chart."""
        assert self.total_row is not None
        return self._span(self.total_row, first, self.total_row, last)

    def _span(self, top: int, first: str, bottom: int, last: str) -> list[str | int]:
        return [self.sheet, top, self.column(first), bottom, self.column(last)]


AT_ONCE = 20_000
"""Cells that a worksheet of many rows holds; what comes before them is settled."""


class SettlingSheet(PlainSheet):
    """A worksheet that holds rows to which nothing is added any more as small text: cells take thirty times as much."""

    dim_rowmin: Any
    dim_rowmax: Any
    str_table: Any
    """XlsxWriter's own, typed by it as if they were never set."""

    def __init__(self) -> None:
        super().__init__()
        self._settled: list[bytes] = []
        self._unsettled = 0
        """The first row that is still cells."""

    def settle(self, end: int) -> None:
        """Takes no more cells above row `end`."""
        last, self.dim_rowmax = self.dim_rowmax, end - 1
        self._keep(self._aside(self._write_unsettled))
        self.dim_rowmax = last
        for row in range(self._unsettled, end):
            self.table.pop(row, None)
        self._unsettled = end

    def add_rows(
        self, first: int, rows: Sequence[Sequence[str]], heights: Sequence[float | None]
    ) -> None:
        """Adds rows that are text already.

        Args:
            first: the row where they begin; what stands above takes no more cells.
            rows: the cells of each row, all of the same columns from the first on.
            heights: of the rows, in points; None: as every row.
        """
        if self._unsettled < first:
            self.settle(first)
        wide, end = len(rows[0]), first + len(rows)
        self._check_dimensions(first, 0)
        self._check_dimensions(end - 1, wide - 1)
        self._keep(
            "".join(
                f'<row r="{row}" spans="1:{wide}"{_height(height)}>{"".join(cells)}</row>'
                for row, cells, height in zip(range(first + 1, end + 1), rows, heights, strict=True)
            )
        )
        self._unsettled = end

    def string(self, place: str, shape: Format, text: str) -> str:
        """A cell with a text that is no runs."""
        number = self.str_table._get_shared_string_index(cell_text(text))  # noqa: SLF001
        return string_cell(place, shape, number)

    def taken(self, row: int, column: int) -> str:
        """The text of a cell, which is no longer one."""
        cell = self.table[row].pop(column)
        return self._aside(lambda: self._write_cell(row, column, cell))

    def _keep(self, rows: str) -> None:
        self._settled.append(zlib.compress(rows.encode(), 1))

    def _aside(self, write: Callable[[], None]) -> str:
        """What is written, instead of into the part."""
        whole, self.fh = self.fh, StringIO()
        write()
        written = str(self.fh.getvalue())
        self.fh = whole
        return written

    def _write_unsettled(self) -> None:
        first = self.dim_rowmin
        self.dim_rowmin = max(first, self._unsettled)
        super()._write_rows()
        self.dim_rowmin = first

    def _write_rows(self) -> None:
        for rows in self._settled:
            self.fh.write(zlib.decompress(rows).decode())
        self._write_unsettled()


def _height(points: float | None) -> str:
    """The attributes of a row of that height, which Excel counts in pixels."""
    if points is None:
        return ""
    return f' ht="{int(points * 4 / 3 + 0.5) * 0.75:.16g}" customHeight="1"'


def write_table(
    sheet: Worksheet, formats: Formats, table: SheetTable[T], *, top: int
) -> PlacedTable:
    """Write `table` from row `top` (from 0) and the first column on.

    Rows are made as high as their longest text. Excel would do so by itself on opening; LibreOffice
    trusts the heights of a file that names Excel as its maker, as XlsxWriter's do.
    """
    grouped = any(column.group for column in table.columns)
    header_row = top + 1 if grouped else top
    last_row = header_row + len(table.rows)
    placed = PlacedTable(
        str(sheet.name),
        tuple(column.header for column in table.columns),
        top,
        header_row,
        last_row,
        last_row + 1 if table.total_label and table.rows else None,
    )
    pen = _Pen(sheet, formats, placed)
    if grouped:
        pen.groups([column.group for column in table.columns])
    pen.headers(table)
    if table.rows:
        pen.rows(table)
    else:
        write_text(sheet, header_row + 1, 0, NO_ROWS, formats.of(Style.NOTHING))
    if placed.total_row is not None:
        plain = [column.bottom is Bottom.NOTHING for column in table.columns]
        place = (placed.total_row, 0, plain.index(False) - 1)
        merge_text(sheet, place, table.total_label, formats.of(Style.TOTAL_LABEL))
    return placed


class _Pen(Struct, frozen=True):
    """Writes the parts of one table."""

    sheet: Worksheet
    formats: Formats
    placed: PlacedTable

    def groups(self, groups: Sequence[str]) -> None:
        """The row of group headings, one over all neighbours of the same group."""
        at = 0
        for group, columns in groupby(groups):
            end = at + len(list(columns))
            if group:
                shape = self.formats.of(Style.GROUP)
                merge_text(self.sheet, (self.placed.top, at, end - 1), group, shape)
            at = end

    def headers(self, table: SheetTable[T]) -> None:
        """The header row."""
        row, shape = self.placed.header_row, self.formats.of(Style.HEADER)
        for at, column in enumerate(table.columns):
            write_text(self.sheet, row, at, column.header, shape)
        lines = max(wrapped_lines(each.header, each.width, bold=True) for each in table.columns)
        self.sheet.set_row(row, fitted_height((), lines))

    def rows(self, table: SheetTable[T]) -> None:
        """The data, as many rows at a time as fit into memory, and the cells of the total row."""
        first, wide = self.placed.header_row + 1, len(table.columns)
        together = max(AT_ONCE // wide, 1)
        whole: list[list[WrittenValue]] = [[] for _ in table.columns]
        for start in range(0, len(table.rows), together):
            rows = table.rows[start : start + together]
            values = [[column.value(row) for row in rows] for column in table.columns]
            self._some(table.columns, values, first + start)
            for column, each, gathered in zip(table.columns, values, whole, strict=True):
                if column.bottom is not Bottom.NOTHING:
                    gathered.extend(each)
        if self.placed.total_row is not None:
            for at, (column, gathered) in enumerate(zip(table.columns, whole, strict=True)):
                self.bottom(self.placed.total_row, at, column.bottom, gathered)

    def _some(
        self,
        columns: Sequence[TableColumn[T]],
        values: Sequence[Sequence[WrittenValue]],
        first: int,
    ) -> None:
        """The values of these columns, in the rows from row `first` on."""
        heights = _heights(columns, values)
        if isinstance(self.sheet, SettlingSheet):
            texts = [
                [*self._texts(self.sheet, at, column.style, each, first)]
                for at, (column, each) in enumerate(zip(columns, values, strict=True))
            ]
            self.sheet.add_rows(first, list(zip(*texts, strict=True)), heights)
            return
        for at, (column, each) in enumerate(zip(columns, values, strict=True)):
            look = partial(self.formats.of, column.style)
            for row, value in enumerate(each, first):
                self.value(row, at, value, look)
        for row, height in enumerate(heights, first):
            if height is not None:
                self.sheet.set_row(row, height)

    def _texts(
        self, sheet: SettlingSheet, at: int, style: Look, values: Sequence[WrittenValue], first: int
    ) -> Iterator[str]:
        """The cells of a column as text; those of rare kinds are written first, and taken back."""
        look = cache(partial(self.formats.of, style))
        letters, plain = column_letters(at + 1), look()
        for row, value in enumerate(values, first):
            place = f"{letters}{row + 1}"
            match value:
                case None | "":
                    yield blank_cell(place, plain)
                case str() if not is_taken_for_runs(value):
                    yield sheet.string(place, plain, value)
                case int():
                    yield number_cell(place, plain, value)
                case Amount():
                    yield number_cell(place, look(value.decimals), _stored(value.value))
                case _:
                    self.value(row, at, value, look)
                    yield sheet.taken(row, at)

    def value(
        self, row: int, column: int, value: WrittenValue, look: Callable[..., Format]
    ) -> None:
        """One cell; `look` gives its format, of a number with so many decimals."""
        formats, sheet = self.formats, self.sheet
        match value:
            case None | "":
                sheet.write_blank(row, column, None, look())
            case str():
                write_text(sheet, row, column, value, look())
            case Link():
                # It looks for a scheme at the start and for what is in percents already: all of it is.
                address = f"external:{quote(value.address, safe='/:')}"
                sheet.write_url(row, column, address, formats.of(Style.LINK), value.text)
            case int():
                sheet.write_number(row, column, value, look())
            case Amount():
                sheet.write_number(row, column, _stored(value.value), look(value.decimals))
            case datetime():
                naive = value.astimezone(LOCAL).replace(tzinfo=None)
                sheet.write_datetime(row, column, naive, look())
            case date():
                midnight = datetime.combine(value, time())
                sheet.write_datetime(row, column, midnight, look())
            case Formula():
                number, decimals = _number(value.result)
                text = _resolved(value.text, row, self.placed)
                sheet.write_formula(row, column, text, look(decimals), _stored(number))
            case Shade.NOT_ASKED:
                sheet.write_blank(row, column, None, formats.of(Style.SHADED))

    def bottom(self, row: int, column: int, bottom: Bottom, values: Sequence[WrittenValue]) -> None:
        """One cell of the total row: blank where there is nothing to bring together."""
        results = [value.result if isinstance(value, Formula) else value for value in values]
        numbers = [_number(value) for value in results if isinstance(value, int | Amount)]
        if bottom is Bottom.NOTHING or not numbers:
            self.sheet.write_blank(row, column, None, self.formats.of(Style.TOTAL))
            return
        total = sum((number for number, _ in numbers), Decimal())
        if bottom is Bottom.AVERAGE:
            total /= len(numbers)
        letters = column_letters(column + 1)
        first, last = self.placed.header_row + 2, self.placed.last_row + 1
        formula = f"={bottom.value}({letters}{first}:{letters}{last})"
        shape = self.formats.of(Style.TOTAL, max(decimals for _, decimals in numbers))
        self.sheet.write_formula(row, column, formula, shape, _stored(total))


def _heights(
    columns: Sequence[TableColumn[T]], values: Sequence[Sequence[WrittenValue]]
) -> list[float | None]:
    """Points that each row needs for the texts of its columns; None: one line is enough."""
    lines = [1] * len(values[0])
    for column, each in zip(columns, values, strict=True):
        if column.style.wrap:
            _wrap(each, column.width, lines)
    return [fitted_height((), most, padding=0) if most > 1 else None for most in lines]


def _wrap(values: Sequence[WrittenValue], width: int, lines: list[int]) -> None:
    """Makes room in `lines` for the texts of a column of that width."""
    known: dict[str, int] = {}
    for rank, value in enumerate(values):
        text = value.text if isinstance(value, Link) else value
        if isinstance(text, str):
            if text not in known:
                known[text] = wrapped_lines(text, width)
            lines[rank] = max(lines[rank], known[text])


def _resolved(formula: str, row: int, placed: PlacedTable) -> str:
    """`formula` with each ``[header]`` replaced by the cell of `row` under it."""
    return "=" + _HEADER_NAME.sub(
        lambda found: f"{column_letters(placed.column(found[1]) + 1)}{row + 1}", formula
    )


def _stored(number: Decimal) -> int | float:
    """As XlsxWriter takes it; whole numbers without ``.0``."""
    return int(number) if number == number.to_integral_value() else float(number)


def _number(value: int | Amount) -> tuple[Decimal, int]:
    if isinstance(value, Amount):
        return value.value, value.decimals
    return Decimal(value), 0


class WrittenSheet(Struct, Generic[T], frozen=True):
    """One sheet that holds one table."""

    name: str
    """At most 31 characters (Excel)."""
    title: str
    table: SheetTable[T]
    frozen: int
    """Columns that stay in place when one scrolls to the right, and head every printed page."""
    note: str = ""
    """Line above the table: how to read it."""
    portrait: bool = False


class WrittenBook(Struct, frozen=True):
    """The workbook being written and what every sheet of it says at the top."""

    workbook: Workbook
    formats: Formats
    caption: str
    """Line under each title: the month and the instant."""
    sample: bool
    """Invented figures: every sheet is marked, on screen and on paper."""

    def head(self, sheet: Worksheet, title: str) -> int:
        """Write the title lines; the first row that is free below them."""
        write_text(sheet, 0, 0, title, self.formats.of(Style.TITLE))
        write_text(sheet, 1, 0, self.caption, self.formats.of(Style.SUBTITLE))
        if self.sample:
            write_text(sheet, 2, 0, SAMPLE_MARK, self.formats.of(Style.MARK))
        return 3

    def set_up_page(
        self,
        sheet: Worksheet,
        widths: Sequence[float],
        *,
        repeated: int = 0,
        landscape: bool = True,
    ) -> None:
        """As every page, with the name of the sheet at the foot and the sample mark at the head.

        Args:
            sheet: to be printed.
            widths: of the columns that are printed.
            repeated: how many of them stand on every page, from the left.
            landscape: the paper lies on its side.
        """
        set_up_page(sheet, "&A", widths, repeated=repeated, landscape=landscape)
        sheet.hide_gridlines(2)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if self.sample:
            mark = f'&R&"{FONT},Bold"&12&KFF0000{SAMPLE_MARK}'
            sheet.set_header(mark, {"scale_with_doc": False})


def write_sheet(book: WrittenBook, sheet: WrittenSheet[T]) -> PlacedTable:
    """Add `sheet` to the book: title, table, filter, frozen panes, print set-up."""
    written = book.workbook.add_worksheet(sheet.name, SettlingSheet)
    columns = sheet.table.columns
    for at, column in enumerate(columns):
        written.set_column(at, at, column.width)
    top = book.head(written, sheet.title)
    if sheet.note:
        _write_note(book, written, sheet, top)
        top += 1
    placed = write_table(written, book.formats, sheet.table, top=top)
    written.autofilter(placed.header_row, 0, placed.last_row, len(columns) - 1)
    written.freeze_panes(placed.header_row + 1, sheet.frozen)
    _set_up_pages(book, written, sheet, placed)
    return placed


def _write_note(book: WrittenBook, written: Worksheet, sheet: WrittenSheet[T], row: int) -> None:
    """How to read the table, in as many lines as it takes over the columns of the first page."""
    widths = [column.width for column in sheet.table.columns if column.printed]
    last = columns_of_a_page(widths, landscape=not sheet.portrait) - 1
    merge_text(written, (row, 0, last), sheet.note, book.formats.of(Style.NOTE))
    written.set_row(row, fitted_height([(sheet.note, sum(widths[: last + 1]))]))


def _set_up_pages(
    book: WrittenBook, written: Worksheet, sheet: WrittenSheet[T], placed: PlacedTable
) -> None:
    """Which columns go on paper, and what heads each page."""
    printed = [column.width for column in sheet.table.columns if column.printed]
    if len(printed) < len(sheet.table.columns):
        written.print_area(0, 0, placed.bottom, len(printed) - 1)
    book.set_up_page(written, printed, repeated=sheet.frozen, landscape=not sheet.portrait)
    written.repeat_rows(placed.top, placed.header_row)
