"""Styles of an .xlsx as far as values need them: number format, font; and texts in several looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.ooxml.xml import Handler
from cv183_reports.spreadsheet.grid import Run
from cv183_reports.spreadsheet.values import decoded

_DATE = "yyyy-mm-dd"
_TIME = "h:mm:ss"
_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);\\("$"#,##0\\)',
    6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
    7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
    8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
} | {
    # Local date forms of East Asian Excels; elsewhere Excel shows an ordinary date or time.
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), _DATE),
    **dict.fromkeys((*range(32, 36), 55, 56), _TIME),
}
"""Number formats that files name only by number (ECMA-376 part 1, 18.8.30)."""

_LONGEST = 255
"""Characters of a number format, Excel's own limit."""
_LITERAL = re.compile(r'"[^"]*"?|[\\_*].?', re.DOTALL)
"""What a format only prints, pads or fills with."""
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\]]*\]")
"""Colours, conditions, locales, currencies."""
_DATE_LETTER = re.compile("[ymdhs]", re.IGNORECASE)


class CellStyle(Struct, frozen=True):
    """What a cell's style says of its value."""

    number_format: str = "General"
    is_date: bool = False
    font: str = ""
    struck: bool = False
    shift: int = 0
    """1: superscript; -1: subscript."""
    is_faint: bool = False
    """Nobody sees the text, for the ground has its colour."""


PLAIN = CellStyle()


def shows_date(number_format: str) -> bool:
    """Whether the format shows an instant; elapsed time (``[h]:mm``) is an amount, not an instant."""
    if len(number_format) > _LONGEST:
        return False
    bare = _LITERAL.sub("", number_format)
    if _ELAPSED.search(bare):
        return False
    return bool(_DATE_LETTER.search(_BRACKETED.sub("", bare).replace("General", "")))


class FontLook(Struct, frozen=True):
    """What a font says of what is read."""

    name: str = ""
    struck: bool = False
    shift: int = 0


PLAIN_FONT = FontLook()
SHIFTS = {"superscript": 1, "subscript": -1}


def cell_style(number: int, formats: Mapping[int, str], font: FontLook) -> CellStyle:
    """The style of that number format: the file's own of that number, or the built-in one."""
    number_format = formats.get(number) or _BUILT_IN.get(number, "General")
    is_date = shows_date(number_format)
    return CellStyle(number_format, is_date, font.name, font.struck, font.shift)


class StylesHandler(Handler):
    """Reads ``styles.xml``; afterwards `styles` holds one style for each index that cells use."""

    def __init__(self) -> None:
        self.styles: list[CellStyle] = []
        self._path: list[str] = []
        self._is_solid = False
        self._formats: dict[str, str] = {}
        self._fonts: list[FontLook] = []
        self._inks: list[_Colour] = []
        self._grounds: list[_Colour] = []
        self._known: dict[tuple[str, str, str], CellStyle] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note formats, fonts and the styles of cells; what differential styles hold is not theirs."""
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if parent == "numFmts":
            self._formats[attributes.get("numFmtId", "")] = decoded(
                attributes.get("formatCode", "")
            )
        elif parent == "fonts":
            self._fonts.append(PLAIN_FONT)
            self._inks.append(_BLACK)
        elif parent == "font" and self._path[-3:-2] == ["fonts"]:
            self._fonts[-1] = with_property(self._fonts[-1], name, attributes)
            if name == "color":
                self._inks[-1] = _colour(attributes)
        elif self._path[:2] == ["styleSheet", "fills"]:
            self._ground(name, attributes)
        elif parent == "cellXfs":
            self.styles.append(self._style(attributes))

    def end(self, name: str) -> None:  # noqa: ARG002 - the base class names it
        """Leave the element."""
        self._path.pop()

    def _ground(self, name: str, attributes: dict[str, str]) -> None:
        """Note what lies under the cells of a fill: nothing, a colour, or what no one colour tells."""
        if name == "fill":
            self._grounds.append(None)
        elif name == "patternFill" and attributes.get("patternType", "none") == "none":
            self._grounds[-1] = _WHITE
        elif name == "fgColor" and self._is_solid:
            self._grounds[-1] = _colour(attributes)
        self._is_solid = name == "patternFill" and attributes.get("patternType") == "solid"

    def _style(self, attributes: dict[str, str]) -> CellStyle:
        number, font_id, fill_id = (
            attributes.get(name, "0") for name in ("numFmtId", "fontId", "fillId")
        )
        key = (number, font_id, fill_id)
        if key not in self._known:
            number_format = self._format(number)
            font = _at(self._fonts, font_id, PLAIN_FONT)
            is_faint = _is_faint(
                _at(self._inks, font_id, _BLACK), _at(self._grounds, fill_id, None)
            )
            look = (font.name, font.struck, font.shift, is_faint)
            self._known[key] = CellStyle(number_format, shows_date(number_format), *look)
        return self._known[key]

    def _format(self, identity: str) -> str:
        """The file's own format of that number goes before the built-in one."""
        if identity in self._formats:
            return self._formats[identity]
        return _BUILT_IN.get(int(identity), "General") if _is_index(identity) else "General"


def with_property(font: FontLook, name: str, attributes: Mapping[str, str]) -> FontLook:
    """`font` with what one element of its properties says (``name``, ``rFont``, ``strike``, ``vertAlign``)."""
    value = attributes.get("val", "")
    match name:
        case "name" | "rFont":
            return replace(font, name=decoded(value))
        case "strike":
            return replace(font, struck=value not in ("0", "false"))
        case "vertAlign":
            return replace(font, shift=SHIFTS.get(value, 0))
        case _:
            return font


_T = TypeVar("_T")
_Colour = tuple[int, int, int] | None
"""Red, green, blue; None: nobody knows without the theme."""
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_NUMBERED = {"0": _BLACK, "8": _BLACK, "1": _WHITE, "9": _WHITE, "64": _BLACK, "65": _WHITE}
_RGB = re.compile("(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_PALE_INK, _PALE_GROUND = 0xF0, 0xE0
"""The least of each of the three in a colour that is as good as white, for letters and under them."""


def _colour(attributes: Mapping[str, str]) -> _Colour:
    """The colour that a font or a fill names; of a theme only its white and black, not made lighter or darker."""
    if found := _RGB.fullmatch(attributes.get("rgb", "")):
        red, green, blue = bytes.fromhex(found[1])
        return red, green, blue
    if "theme" in attributes:
        is_pure = attributes.get("tint", "0") in ("0", "")
        return {"0": _WHITE, "1": _BLACK}.get(attributes["theme"]) if is_pure else None
    return _NUMBERED.get(attributes.get("indexed", "64"))


def _is_faint(ink: _Colour, ground: _Colour) -> bool:
    """Whether letters of that colour cannot be seen on that ground; of black ones nobody means that."""
    if ink is None or ground is None or ink == _BLACK:
        return False
    return ink == ground or (min(ink) >= _PALE_INK and min(ground) >= _PALE_GROUND)


def _at(items: list[_T], index: str, missing: _T) -> _T:
    return items[int(index)] if _is_index(index) and int(index) < len(items) else missing


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9  # noqa: PLR2004 - far beyond any file


_PROPERTIES = frozenset({"rFont", "strike", "vertAlign"})
_LEGACY = (".vn", "vni")
"""How the names of fonts begin whose letters are not what they seem."""


def is_legacy_font(name: str) -> bool:
    """Whether the letters of that font are not what they seem."""
    return name.lower().startswith(_LEGACY)


def is_telling(font: FontLook) -> bool:
    """Whether a run of that look says something else than its characters alone."""
    return font.struck or font.shift != 0 or is_legacy_font(font.name)


class RichText:
    """The runs of one text so far. False while nothing came."""

    __slots__ = ("_font", "_is_rich", "_runs")

    def __init__(self) -> None:
        self._runs: list[tuple[str, FontLook | None]] = []
        self._font: FontLook | None = None
        self._is_rich = False

    def __bool__(self) -> bool:
        return bool(self._runs)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A run, or a property of one, begins."""
        if name == "r":
            self._font = None
        elif name == "rPr":
            self._font, self._is_rich = PLAIN_FONT, True
        elif name in _PROPERTIES:
            self._font = with_property(self._font or PLAIN_FONT, name, attributes)

    def add(self, text: str) -> None:
        """The text of a run."""
        self._runs.append((text, self._font))

    def text(self) -> str | tuple[Run, ...]:
        """All of it; as runs only where any has a look of its own."""
        if not self._is_rich:
            return "".join(text for text, _ in self._runs)
        return tuple(run_of(text, font) for text, font in self._runs)


def run_of(text: str, font: FontLook | None) -> Run:
    """A run in that look; None: in the cell's."""
    if font is None:
        return Run(text, "", is_own=False)
    return Run(text, font.name, font.struck, font.shift)
