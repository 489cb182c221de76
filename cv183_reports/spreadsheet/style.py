"""How new workbooks look: fonts, colours, borders, number formats, and text that stays text (XlsxWriter)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum, auto
from types import MappingProxyType

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = "Times New Roman"
CREATED = datetime(2025, 1, 1, tzinfo=UTC)
"""A constant, so that the same figures give the same bytes."""

_CELL_LIMIT = 32_767
"""UTF-16 units that Excel keeps in one cell."""
_CUT = " … [bị cắt, xem tệp nguồn]"

_GRID = {"border": 1, "border_color": "#BFBFBF"}
_TOP = {"valign": "top", **_GRID}
_MIDDLE = {"align": "center", "text_wrap": True, **_TOP}
_HEAD = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, **_GRID}
_FIGURE = {"align": "right", "indent": 1, **_TOP}
_TOTAL = {"bold": True, "bg_color": "#F2F2F2"}
_NUMBER = "#,##0"
_COUNT = '#,##0;-#,##0;"–"'
_NAVY = "#1F3864"


class Style(Enum):
    """What a cell is for."""

    __hash__ = object.__hash__  # by identity: Enum's own, by name, is slow, and every cell asks

    TITLE = auto()
    SUBTITLE = auto()
    MARK = auto()
    HEADING = auto()
    HEADER = auto()
    GROUP = auto()
    TEXT = auto()
    LABEL = auto()
    """One line, shrunk where it would not fit."""
    CENTRE = auto()
    COUNT = auto()
    """Zero shows as a dash."""
    ALARM = auto()
    """A count that should be zero: red unless it is."""
    NUMBER = auto()
    CHANGE = auto()
    """With its sign."""
    DATE = auto()
    INSTANT = auto()
    SHADED = auto()
    """Blank because nothing was asked."""
    TOTAL = auto()
    TOTAL_LABEL = auto()
    PATH = auto()
    """One line, running over the cells to its right."""
    NOTE = auto()
    NOTHING = auto()


_PROPERTIES: Mapping[Style, Mapping[str, object]] = MappingProxyType(
    {
        Style.TITLE: {"bold": True, "font_size": 15, "font_color": _NAVY},
        Style.SUBTITLE: {"italic": True, "font_color": "#404040"},
        Style.MARK: {"bold": True, "font_size": 13, "font_color": "#FF0000"},
        Style.HEADING: {"bold": True, "font_size": 12, "font_color": _NAVY, "valign": "vcenter"},
        Style.HEADER: {"bg_color": "#1F4E79", "font_color": "#FFFFFF", **_HEAD},
        Style.GROUP: {"bg_color": "#D6E4F0", "font_color": _NAVY, **_HEAD},
        Style.TEXT: {"text_wrap": True, **_TOP},
        Style.LABEL: {"shrink": True, **_TOP},
        Style.CENTRE: _MIDDLE,
        Style.COUNT: {"num_format": _COUNT, **_FIGURE},
        Style.ALARM: {"num_format": "[Red]" + _COUNT, **_FIGURE},
        Style.NUMBER: {"num_format": _NUMBER, **_FIGURE},
        Style.CHANGE: {"num_format": "+#,##0;-#,##0;0", **_FIGURE},
        Style.DATE: {"num_format": "dd/mm/yyyy", **_MIDDLE},
        Style.INSTANT: {"num_format": "dd/mm/yyyy hh:mm", **_MIDDLE},
        Style.SHADED: {"bg_color": "#E7E6E6", **_GRID},
        Style.TOTAL: {"num_format": _NUMBER, **_TOTAL, **_FIGURE},
        Style.TOTAL_LABEL: {**_TOTAL, **_TOP},
        Style.PATH: _TOP,
        Style.NOTE: {
            "italic": True,
            "font_size": 10,
            "font_color": "#404040",
            "text_wrap": True,
            "valign": "top",
        },
        Style.NOTHING: {"italic": True, "font_color": "#7F7F7F"},
    }
)


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Style, int], Format] = {}

    def of(self, style: Style, decimals: int = 0) -> Format:
        """The format of `style`, with `decimals` digits after the comma where it shows numbers."""
        made = self._made.get((style, decimals))
        if made is None:
            made = self._workbook.add_format(_properties(style, decimals))
            self._made[style, decimals] = made
        return made


def options() -> dict[str, object]:
    """XlsxWriter's; the default font is that of the texts, since its digits measure the columns."""
    font = {"font_name": FONT, "font_size": 11, "font_scheme": False}
    return {"in_memory": True, "default_format_properties": font}


def number_pattern(decimals: int) -> str:
    """Excel's pattern of a number with `decimals` digits after the comma, in any locale."""
    return f"{_NUMBER}.{'0' * decimals}" if decimals else _NUMBER


def _properties(style: Style, decimals: int) -> dict[str, object]:
    properties: dict[str, object] = {"font_name": FONT, "font_size": 11, **_PROPERTIES[style]}
    if decimals:
        pattern = str(properties["num_format"])
        properties["num_format"] = pattern.replace(_NUMBER, number_pattern(decimals))
    return properties


def write_text(sheet: Worksheet, row: int, column: int, text: str, shape: Format) -> None:
    """Put `text` into a cell as text, whatever it begins with; what Excel cannot hold is cut visibly.

    XlsxWriter takes a string between ``<r>`` and ``</r>`` for ready-made XML, so such a text goes in
    as two runs.
    """
    text = _fitting(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        sheet.write_rich_string(row, column, text[0], shape, text[1:], shape)
    else:
        sheet.write_string(row, column, text, shape)


def _fitting(text: str) -> str:
    if len(text) * 2 <= _CELL_LIMIT:
        return text
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


SAMPLE_MARK = "SỐ LIỆU MINH HỌA"
