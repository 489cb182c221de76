"""How the workbooks that we write look: cells, letters, row heights, pages; and text that stays text (XlsxWriter)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from cv183_reports.ooxml.archive import forget_system
from cv183_reports.vietnamese.text_width import EM, text_units

FONT = "Times New Roman"
"""Of all documents and forms (HD05-HD/VPTW, NĐ 30/2020/NĐ-CP)."""
CREATED = datetime(2025, 1, 1, tzinfo=UTC)
"""A constant, so that the same figures give the same bytes."""
SIZE = 11
"""Points of the letters of a cell."""


class Look(Struct, frozen=True, eq=False):
    """What a cell looks like; one Look is known by itself, not by what it says, since every cell asks."""

    size: int = SIZE
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    colour: str = ""
    """Of the letters: ``#1F3864``; empty = black."""
    fill: str = ""
    frame: str = ""
    """Colour of the thin line on every side; empty = none."""
    above: str = ""
    """Colour of the line above, whatever the others are."""
    below: str = ""
    across: str = ""
    """``left``, ``center``, ``right``; empty = as Excel puts texts and numbers."""
    down: str = ""
    """``top``, ``vcenter``; empty = at the foot."""
    indent: int = 0
    wrap: bool = False
    pattern: str = ""
    """Excel's number format."""
    open: bool = False
    """May be typed into though the sheet is protected."""

    def properties(self, decimals: int) -> dict[str, object]:
        """As XlsxWriter names them; a number has `decimals` digits after the comma.

        One that is wider than its column is shown smaller: Excel would put ``####`` in its place.
        """
        pattern = (
            self.pattern.replace(WHOLE_NUMBER, number_pattern(decimals))
            if decimals
            else self.pattern
        )
        said: dict[str, object] = {
            "bold": self.bold,
            "italic": self.italic,
            "underline": int(self.underline),
            "font_strikeout": self.strike,
            "font_color": self.colour,
            "bg_color": self.fill,
            "border": int(bool(self.frame)),
            "border_color": self.frame,
            "align": self.across,
            "valign": self.down,
            "indent": self.indent,
            "text_wrap": self.wrap,
            "shrink": WHOLE_NUMBER in self.pattern and not self.wrap,
            "num_format": pattern,
        }
        for side, colour in (("top", self.above), ("bottom", self.below)):
            said |= {side: 1, f"{side}_color": colour} if colour else {}
        base = {"font_name": FONT, "font_size": self.size, "locked": not self.open}
        return base | {name: value for name, value in said.items() if value}


def argb(colour: str) -> str:
    """A colour as workbooks store it: ``FF1F3864``."""
    return colour.replace("#", "FF")


WHOLE_NUMBER = "#,##0"
_COUNT = f'{WHOLE_NUMBER};-{WHOLE_NUMBER};"–"'
_NAVY = "#1F3864"
_CELL = Look(frame="#BFBFBF", down="top")
_MIDDLE = replace(_CELL, across="center", wrap=True)
_FIGURE = replace(_CELL, across="right", indent=1)
_HEAD = replace(_CELL, bold=True, across="center", down="vcenter", wrap=True)


class Style:
    """The looks of tong-hop and of the lists: what a cell is for."""

    TITLE = Look(bold=True, size=15, colour=_NAVY)
    SUBTITLE = Look(italic=True, colour="#404040")
    MARK = Look(bold=True, size=13, colour="#FF0000")
    HEADING = Look(bold=True, size=12, colour=_NAVY, down="vcenter")
    HEADER = replace(_HEAD, fill="#1F4E79", colour="#FFFFFF")
    GROUP = replace(_HEAD, fill="#D6E4F0", colour=_NAVY)
    TEXT = replace(_CELL, wrap=True)
    LINK = replace(_CELL, wrap=True, colour="#0563C1")
    CENTRE = _MIDDLE
    COUNT = replace(_FIGURE, pattern=_COUNT)
    """Zero shows as a dash."""
    ALARM = replace(_FIGURE, pattern=f"[Red]{_COUNT}")
    """A count that should be zero: red unless it is."""
    NUMBER = replace(_FIGURE, pattern=WHOLE_NUMBER)
    CHANGE = replace(_FIGURE, pattern=f"+{WHOLE_NUMBER};-{WHOLE_NUMBER};0")
    """With its sign."""
    DATE = replace(_MIDDLE, pattern="dd/mm/yyyy")
    INSTANT = replace(_MIDDLE, pattern="dd/mm/yyyy hh:mm")
    SHADED = replace(_CELL, down="", fill="#E7E6E6")
    """Blank because nothing was asked."""
    TOTAL = replace(_FIGURE, bold=True, fill="#F2F2F2", pattern=WHOLE_NUMBER)
    TOTAL_LABEL = replace(_CELL, bold=True, fill="#F2F2F2")
    PATH = _CELL
    """One line, running over the cells to its right."""
    NOTE = Look(italic=True, colour="#404040", wrap=True, down="top")
    NOTHING = Look(italic=True, colour="#7F7F7F")


YELLOW, GREY, FRAME = "#FFFBE0", "#F0F0F0", "#A6A6A6"
GREEN, ORANGE, RED, BLUE = "#C6E7C0", "#FFC266", "#F9C4C0", "#BDD7EE"
GREY_TEXT = "#7F7F7F"


class ToFill:
    """The looks of the workbooks that others fill in: yellow cells are theirs, grey ones are ours."""

    TITLE = Look(bold=True, size=14)
    SAMPLE = replace(TITLE, colour="#C00000")
    PLAIN = Look(frame=FRAME, wrap=True, down="top")
    HEAD = replace(PLAIN, bold=True, across="center", down="vcenter", fill="#D9D9D9")
    HEAD_INPUT = replace(HEAD, fill="#FFE38A")
    OURS = replace(PLAIN, fill=GREY)
    OURS_CENTRE = replace(OURS, across="center")
    THEIRS = replace(PLAIN, fill=YELLOW, open=True)
    THEIRS_CENTRE = replace(THEIRS, across="center")


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Look, int], Format] = {}

    def of(self, look: Look, decimals: int = 0) -> Format:
        """The format of `look`, with `decimals` digits after the comma where it shows numbers."""
        made = self._made.get((look, decimals))
        if made is None:
            made = self._workbook.add_format(look.properties(decimals))
            self._made[look, decimals] = made
        return made


class NewWorkbook(Workbook):
    """A workbook to be written into `target`; the same bytes on any system.

    The default font is that of the texts, since its digits measure the columns. The parts of a `large`
    workbook wait on the disk, not in memory, until they are packed.
    """

    def __init__(self, target: BytesIO, *, large: bool = False) -> None:
        font = {"font_name": FONT, "font_size": SIZE, "font_scheme": False}
        super().__init__(target, {"in_memory": not large, "default_format_properties": font})
        self._target = target

    def close(self) -> None:
        """Write it, if it is not written yet."""
        super().close()
        forget_system(self._target)


def number_pattern(decimals: int) -> str:
    """Excel's pattern of a number with `decimals` digits after the comma, in any locale."""
    return f"{WHOLE_NUMBER}.{'0' * decimals}" if decimals else WHOLE_NUMBER


_CELL_LIMIT = 32_767
"""UTF-16 units that Excel keeps in one cell."""
_SURELY_FITS = _CELL_LIMIT // 2
_CUT = " … [bị cắt, xem tệp nguồn]"


_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write_text(sheet: Worksheet, row: int, column: int, text: str, shape: Format) -> None:
    """Put `text` into a cell as text, whatever it begins with, as `cell_text` says."""
    text = cell_text(text)
    if is_taken_for_runs(text):
        sheet.write_rich_string(row, column, text[0], shape, text[1:], shape)
    else:
        sheet.write_string(row, column, text, shape)


def cell_text(text: str) -> str:
    """`text` as a cell can hold it: what Excel cannot is cut, or replaced, visibly.

    Names of files may hold halves of characters, which are none.
    """
    if not text.isprintable():
        text = _NO_CHARACTER.sub("\ufffd", text)
    return _fitting(text) if len(text) > _SURELY_FITS else text


def is_taken_for_runs(text: str) -> bool:
    """Whether XlsxWriter takes a text for ready-made XML; it goes in as two runs."""
    return text.startswith("<r>") and text.endswith("</r>")


def _fitting(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= _CELL_LIMIT * 2:
        return text
    return units[: (_CELL_LIMIT - len(_CUT)) * 2].decode("utf-16-le", "ignore") + _CUT


def merge_text(sheet: Worksheet, place: tuple[int, int, int], text: str, shape: Format) -> None:
    """Put `text` over the cells of one row, `place` being (row, first column, last column)."""
    row, first, last = place
    if first < last:
        sheet.merge_range(row, first, row, last, "", shape)
    write_text(sheet, row, first, text, shape)


LINE_HEIGHT = 15.0
"""Points that one line of letters of `SIZE` takes."""
_HIGHEST = 409.0
"""Points; Excel's limit."""
MOST_LINES = int(_HIGHEST // LINE_HEIGHT) - 1
"""Of letters of `SIZE` that the highest row surely shows."""
_ROOM = 5.25 * 0.95
"""Points of letters in one unit of a column's width: Excel's 7 pixels, less what its screen and a
printer need more than the font says."""
_SPACE = text_units(" ")


def wrapped_lines(text: str, width: float, *, size: float = SIZE, bold: bool = False) -> int:
    """Lines that `text` takes when wrapped in a column of `width` (in digits, as Excel counts)."""
    room = max(width * _ROOM / size * EM, EM)
    if "\n" not in text:
        return _wrapped(text, room, bold)
    return sum(_wrapped(paragraph, room, bold) for paragraph in text.split("\n"))


@lru_cache(maxsize=16_384)
def _wrapped(paragraph: str, room: float, bold: bool) -> int:  # noqa: FBT001
    """Lines after breaking between words; a word longer than a line takes as many as it needs."""
    lines, used = 1, 0.0
    for word in paragraph.split(" "):
        wide = _units(word, bold)
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        used += wide
        if used > room:
            more = int(used // room)
            lines, used = lines + more, used - more * room
        used += _SPACE
    return lines


@lru_cache(maxsize=100_000)
def _units(word: str, bold: bool) -> int:  # noqa: FBT001
    """The same syllables come back in every text."""
    return text_units(word, bold)


def fitted_height(
    texts: Iterable[tuple[str, float]],
    least: int = 1,
    *,
    size: float = SIZE,
    padding: float = 3.0,
) -> float:
    """Points that a row needs for texts with their column widths, and for `least` lines."""
    lines = max((wrapped_lines(text, width, size=size) for text, width in texts), default=least)
    return min(max(lines, least) * LINE_HEIGHT * size / SIZE + padding, _HIGHEST)


def string_cell(place: str, shape: Format, number: int) -> str:
    """A cell of the part that shows the text of that number."""
    return f'{_cell(place, shape)} t="s"><v>{number}</v></c>'


def number_cell(place: str, shape: Format, number: float) -> str:
    """A cell of the part that holds a number."""
    return f"{_cell(place, shape)}><v>{number:.16G}</v></c>"


def blank_cell(place: str, shape: Format) -> str:
    """A cell of the part that holds nothing."""
    return f"{_cell(place, shape)}/>"


def _cell(place: str, shape: Any) -> str:
    return f'<c r="{place}" s="{shape._get_xf_index()}"'  # noqa: SLF001


class PlainSheet(Worksheet):
    """A worksheet of thousands of plain cells, named by row and column alone: the same file in half the time."""

    fh: Any
    """XlsxWriter's stream, typed by it as if it were never set."""
    write_string = Worksheet._write_string  # type: ignore[assignment] # noqa: SLF001 - looks for no ``A1``
    write_number = Worksheet._write_number  # type: ignore[assignment] # noqa: SLF001
    write_blank = Worksheet._write_blank  # type: ignore[assignment] # noqa: SLF001

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """One cell of the part; what has no format of its own, and rare kinds, as XlsxWriter does it."""
        if not cell.format:
            super()._write_cell(row, col, cell)
            return
        place = xl_rowcol_to_cell_fast(row, col)
        match type(cell).__name__:
            case "String":
                self.fh.write(string_cell(place, cell.format, cell.string))
            case "Blank":
                self.fh.write(blank_cell(place, cell.format))
            case "Number" | "Datetime":
                self.fh.write(number_cell(place, cell.format, cell.number))
            case _:
                super()._write_cell(row, col, cell)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
        return _prepared(formula, expand_future_functions)


@lru_cache(maxsize=4_096)
def _prepared(formula: str, expand: bool) -> str:  # noqa: FBT001
    """`formula` as XlsxWriter stores it: it looks for some 150 names of functions, and forms repeat their rules."""
    return str(Worksheet()._prepare_formula(formula, expand))  # type: ignore[no-untyped-call] # noqa: SLF001


class GrowingSheet(PlainSheet):
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

    def height(self, row: int) -> float:
        """Points of `row`; of one whose height nobody set, those of a line."""
        pixels = self.row_sizes[row][0] if row in self.row_sizes else None
        return LINE_HEIGHT if pixels is None else pixels * 0.75

    def _xml_start_tag_unencoded(
        self, tag: str, attributes: Iterable[tuple[str, object]] = ()
    ) -> None:
        kept = list(attributes)
        if tag == "row" and int(str(dict(kept)["r"])) - 1 in self._growing:
            kept.remove(("customHeight", 1))
        super()._xml_start_tag_unencoded(tag, kept)


_A4 = 9
_SHORT, _LONG = 8.27, 11.69
"""Inches."""
_POINTS = 72
"""To the inch."""
_SIDE, _EDGE = 0.25, 0.5
"""Inches of the margins at the left and the right, above and below."""
_DIGIT, _AROUND = 7, 5
"""Excel's pixels of a digit, and around the digits of a column."""
_DOTS = 89
"""Such pixels to the inch: Excel has 96, LibreOffice makes columns wider."""
LEGIBLE = 9
"""Points: letters on paper are never smaller."""
_SCALE = math.ceil(100 * LEGIBLE / SIZE)
"""Percent of the print where a sheet is too wide for one page."""


def set_up_page(
    sheet: Worksheet,
    foot: str,
    widths: Sequence[float],
    *,
    repeated: int = 0,
    landscape: bool = True,
) -> None:
    """A4 with numbered pages: one that is as wide as the sheet, or several side by side.

    Args:
        sheet: to be printed.
        foot: stands at the left below every page, in Excel's own code.
        widths: of the columns that are printed.
        repeated: how many of them stand on every page, from the left.
        landscape: the paper lies on its side.
    """
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=_SIDE, right=_SIDE, top=_EDGE, bottom=_EDGE)
    font = f'&"{FONT},Regular"&{SIZE}'
    sheet.set_footer(f"&L{font}{foot}&R{font}Trang &P/&N", {"scale_with_doc": False})
    if _pixels(widths) <= paper_room(landscape=landscape):
        sheet.fit_to_pages(1, 0)
        return
    sheet.set_print_scale(_SCALE)
    if repeated:
        sheet.repeat_columns(0, repeated - 1)


def paper_room(*, landscape: bool) -> float:
    """Pixels of columns that one page takes where letters are as small as they may be on paper."""
    paper = (_LONG if landscape else _SHORT) - 2 * _SIDE
    return paper * _DOTS * 100 / _SCALE


def columns_of_a_page(widths: Sequence[float], *, landscape: bool = True) -> int:
    """How many columns of these widths, from the left, stand on the first page; at least one."""
    room = paper_room(landscape=landscape)
    return max(1, sum(_pixels(widths[:many]) <= room for many in range(1, len(widths) + 1)))


def _pixels(widths: Sequence[float]) -> float:
    return sum(width * _DIGIT + _AROUND for width in widths)


def keep_together(
    sheet: GrowingSheet,
    blocks: Sequence[range],
    widths: Sequence[float],
    *,
    repeated: float = 0,
    landscape: bool = True,
) -> list[int]:
    """Rows before which to begin a page, so that none of `blocks` of rows is parted by its end.

    Args:
        sheet: with the heights of all its rows.
        blocks: a heading with what it must not be parted from, from the top down.
        widths: of the columns that are printed.
        repeated: points of the rows that stand on every page.
        landscape: the paper lies on its side.
    """
    paper = paper_room(landscape=landscape) * _SCALE / 100
    scale = max(_SCALE / 100, min(1.0, paper / _pixels(widths)))
    room = ((_SHORT if landscape else _LONG) - 2 * _EDGE) * _POINTS / scale
    whole = {block.start: sum(map(sheet.height, block)) for block in blocks}
    taken, found = 0.0, []
    for row in range(max((block.stop for block in blocks), default=0)):
        if taken + sheet.height(row) > room:
            taken = repeated
        elif taken + whole.get(row, 0) > room:
            found.append(row)
            taken = repeated
        taken += sheet.height(row)
    return found
