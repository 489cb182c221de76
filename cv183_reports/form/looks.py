"""Row heights: estimated when the form is written, fitted again by Excel while a clerk types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cv183_reports.form.layout import Column, Input, Mark
from cv183_reports.form.values import NoValue, Typed
from cv183_reports.model import Period, Unit
from cv183_reports.spreadsheet.style import FONT, write_text
from cv183_reports.vietnamese.wording import month_name

LINE_HEIGHT = 15.0
"""Points that one line of the form's font takes."""
_HIGHEST = 409.0
"""Points; Excel's limit."""
_PADDING = 3.0
_LETTERS = 1.12
"""Letters of running Vietnamese that fit where Excel counts one digit of the column's width."""


def lines_of(text: str, width: float) -> int:
    """Lines that `text` takes when wrapped in a column of `width` (in digits, as Excel counts)."""
    room = max(1, int(width * _LETTERS))
    return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))


def fitted_height(texts: Iterable[tuple[str, float]], least: int = 1) -> float:
    """Points that a row needs for texts with their column widths, and for `least` lines."""
    lines = max((lines_of(text, width) for text, width in texts), default=least)
    return min(max(lines, least) * LINE_HEIGHT + _PADDING, _HIGHEST)


def _wrapped(paragraph: str, room: int) -> int:
    """Lines after breaking between words; a word longer than a line takes as many as it needs."""
    lines, used = 1, 0
    for word in paragraph.split(" "):
        if used and used + len(word) > room:
            lines, used = lines + 1, 0
        used += len(word) + 1
        if used > room + 1:
            lines, used = lines + (used - 2) // room, (used - 2) % room + 2
    return lines


class GrowingSheet(Worksheet):
    """A worksheet with rows whose height is only where Excel starts from.

    XlsxWriter marks every height as set by hand (``customHeight``), and such a row never grows.
    Excel leaves the mark out of rows that it fitted itself; so does this sheet.
    """

    def __init__(self) -> None:
        super().__init__()
        self._growing: set[int] = set()

    def fit_row(self, row: int, texts: Iterable[tuple[str, float]], least: int = 1) -> None:
        """Make `row` high enough for texts with their column widths, and for `least` lines."""
        self.set_row(row, fitted_height(texts, least))
        self._growing.add(row)

    def _xml_start_tag_unencoded(
        self, tag: str, attributes: Iterable[tuple[str, object]] = ()
    ) -> None:
        kept = list(attributes)
        if tag == "row" and int(str(dict(kept)["r"])) - 1 in self._growing:
            kept.remove(("customHeight", 1))
        super()._xml_start_tag_unencoded(tag, kept)


COLOURS = {
    Mark.INPUT: "#FFFBE0",
    Mark.LOCKED: "#F0F0F0",
    Mark.DONE: "#C6E7C0",
    Mark.OVERDUE: "#F9C4C0",
    Mark.CONTRADICTORY: "#FFC266",
    Mark.NEW: "#BDD7EE",
}
_DATE_FORMAT = "dd/mm/yyyy"
_TEXT_FORMAT = 49
"""Excel's number for ``@``: keeps what begins with ``-``, ``=`` or ``+``, and a phone number's leading zero, as typed."""
_FRAME = {"border": 1, "border_color": "#A6A6A6", "text_wrap": True, "valign": "top"}
_CENTRED = {"align": "center"}
_A4 = 9
_NARROW = 15
"""Columns up to this width hold codes, dates and states, not prose."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Every cell format of one workbook."""

    title: Format
    sample: Format
    note: Format
    label: Format
    fact: Format
    entry: Format
    """Input cell of the header block and of the plan."""
    section: Format
    locked: Format
    locked_centre: Format
    head: Format
    head_input: Format
    inputs: dict[Input, Format]
    numbers: tuple[Format, Format]
    """Whole, with decimals."""
    last_numbers: tuple[Format, Format]
    notices: dict[Mark, Format]
    """Of column Lưu ý."""
    partial: Callable[[int, str], Format]
    """A locked figure with that many decimals, and words after it that do not belong to its value."""
    heading: Format
    plain: Format
    prose: Format
    marks: dict[Mark, Format]
    """Fills only, for conditional formats and the legend."""

    @classmethod
    def of(cls, book: Workbook) -> Styles:
        """The formats, added to `book`."""
        grey = {**_FRAME, "bg_color": COLOURS[Mark.LOCKED]}
        yellow = {**_FRAME, "bg_color": COLOURS[Mark.INPUT], "locked": False}
        text = {**yellow, "num_format": _TEXT_FORMAT}
        head = {**_FRAME, **_CENTRED, "bold": True, "valign": "vcenter"}
        whole, decimal = ({"num_format": _number_format(decimals)} for decimals in (0, 1))
        add = book.add_format
        return cls(
            title=add({"bold": True, "font_size": 14}),
            sample=add({"bold": True, "font_size": 14, "font_color": "#C00000"}),
            note=add({"italic": True}),
            label=add({"bold": True, "align": "right", "valign": "vcenter", "indent": 1}),
            fact=add({"valign": "vcenter"}),
            entry=add({**text, "valign": "vcenter"}),
            section=add({"bold": True, "top": 1, "bottom": 1, "bg_color": "#DCE6F1"}),
            locked=add(grey),
            locked_centre=add({**grey, **_CENTRED}),
            head=add({**head, "bg_color": "#D9D9D9"}),
            head_input=add({**head, "bg_color": "#FFE38A"}),
            inputs={
                Input.TEXT: add(text),
                Input.CHOICE: add(yellow),
                Input.PERCENT: add({**yellow, **_CENTRED}),
                Input.DATE: add({**yellow, **_CENTRED, "num_format": _DATE_FORMAT}),
            },
            numbers=(add({**yellow, **whole}), add({**yellow, **decimal})),
            last_numbers=(add({**grey, **whole}), add({**grey, **decimal})),
            notices={
                mark: add({**grey, **_CENTRED, "bold": True, "bg_color": colour})
                for mark, colour in COLOURS.items()
            },
            partial=cache(
                lambda decimals, words: add(
                    {**grey, "num_format": f'{_number_format(decimals)}" {words}"'}
                )
            ),
            heading=add({"bold": True}),
            plain=add(_FRAME),
            prose=add({"text_wrap": True, "valign": "top"}),
            marks={mark: add({"bg_color": colour}) for mark, colour in COLOURS.items()},
        )

    def number(self, decimals: int) -> Format:
        """The format of an input figure."""
        return self.numbers[decimals > 0]

    def last_number(self, decimals: int) -> Format:
        """The format of last month's figure."""
        return self.last_numbers[decimals > 0]

    def locked_in(self, column: Column) -> Format:
        """The format of a locked cell: short values stand in the middle."""
        return self.locked if column.width > _NARROW else self.locked_centre


def _number_format(decimals: int) -> str:
    return "#,##0.0#" if decimals else "#,##0"


def put(sheet: Worksheet, row: int, column: int, value: Typed | None, style: Format) -> None:
    """Write `value` as what it is; a text is never taken for a formula, a number or a link."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        write_text(sheet, row, column, value, style)
    elif isinstance(value, NoValue):
        sheet.write_formula(row, column, "=NA()", style, "#N/A")
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), style)
    else:
        sheet.write_number(row, column, float(value), style)


def write_heads(
    sheet: Worksheet, row: int, columns: tuple[Column, ...], styles: Styles, height: float
) -> None:
    """The header row of a table, with the widths of its columns; yellow over what is to fill in."""
    sheet.set_row(row, height)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        style = styles.head if column.input is Input.LOCKED else styles.head_input
        sheet.write_string(row, index, column.header, style)


def protect(sheet: Worksheet) -> None:
    """Lock all but the input cells, without a password; rows, columns and cells may be formatted."""
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


def set_up_page(sheet: Worksheet, unit: Unit, period: Period, *, landscape: bool) -> None:
    """A4, the unit and page numbers at the foot; a table as wide as the page, a text on one page."""
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0 if landscape else 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    font = f'&"{FONT},Regular"&10'
    name = unit.short_name.replace("&", "&&")
    month = month_name(period.year, period.month)
    sheet.set_footer(f"&L{font}{name} – {month}&R{font}Trang &P/&N")
