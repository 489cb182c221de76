"""Styles of cells as far as reading needs them: number format, font, what is not seen; and texts in several looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, TypeVar

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


Colour = tuple[int, int, int] | None
"""Red, green, blue; None: nobody knows without the theme."""
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


class StylesHandler(Handler):
    """Reads ``styles.xml``; afterwards `styles` holds one style for each index that cells use.

    `hiding` has the indexes of the looks of rules (conditional formats) in which nobody sees what a cell says.
    """

    def __init__(self) -> None:
        self.styles: list[CellStyle] = []
        self.hiding: set[int] = set()
        self._rule = _RuleLook()
        self._rules = 0
        self._path: list[str] = []
        self._is_solid = False
        self._formats: dict[str, str] = {}
        self._fonts: list[FontLook] = []
        self._inks: list[Colour] = []
        self._grounds: list[Colour] = []
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
            self._inks.append(BLACK)
        elif parent == "font" and self._path[-3:-2] == ["fonts"]:
            self._fonts[-1] = with_property(self._fonts[-1], name, attributes)
            if name == "color":
                self._inks[-1] = stated_colour(attributes)
        elif self._path[:2] == ["styleSheet", "fills"]:
            self._ground(name, attributes)
        elif parent == "cellXfs":
            self.styles.append(self._style(attributes))
        elif self._path[1:3] == ["dxfs", "dxf"]:
            self._look_of_rule(name, attributes)

    def end(self, name: str) -> None:
        """Leave the element."""
        self._path.pop()
        if name == "dxf" and self._path[1:] == ["dxfs"]:
            if self._rule.hides:
                self.hiding.add(self._rules)
            self._rules += 1

    def _look_of_rule(self, name: str, attributes: dict[str, str]) -> None:
        """Note what a rule makes of the cells that it is for."""
        match name:
            case "dxf":
                self._rule = _RuleLook()
            case "color" if self._path[-2] == "font":
                self._rule = replace(self._rule, ink=stated_colour(attributes))
            case "strike":
                struck = with_property(PLAIN_FONT, name, attributes).struck
                self._rule = replace(self._rule, struck=struck)
            case "bgColor":
                self._rule = replace(self._rule, ground=stated_colour(attributes))
            case "numFmt":
                self._rule = replace(self._rule, pattern=decoded(attributes.get("formatCode", "")))

    def _ground(self, name: str, attributes: dict[str, str]) -> None:
        """Note what lies under the cells of a fill: nothing, a colour, or what no one colour tells."""
        if name == "fill":
            self._grounds.append(None)
        elif name == "patternFill" and attributes.get("patternType", "none") == "none":
            self._grounds[-1] = WHITE
        elif name == "fgColor" and self._is_solid:
            self._grounds[-1] = stated_colour(attributes)
        self._is_solid = name == "patternFill" and attributes.get("patternType") == "solid"

    def _style(self, attributes: dict[str, str]) -> CellStyle:
        number, font_id, fill_id = (
            attributes.get(name, "0") for name in ("numFmtId", "fontId", "fillId")
        )
        key = (number, font_id, fill_id)
        if key not in self._known:
            number_format = self._format(number)
            font = _at(self._fonts, font_id, PLAIN_FONT)
            cannot_be_seen = is_faint(
                _at(self._inks, font_id, BLACK), _at(self._grounds, fill_id, None)
            )
            look = (font.name, font.struck, font.shift, cannot_be_seen)
            self._known[key] = CellStyle(number_format, shows_date(number_format), *look)
        return self._known[key]

    def _format(self, identity: str) -> str:
        """The file's own format of that number goes before the built-in one."""
        if identity in self._formats:
            return self._formats[identity]
        return _BUILT_IN.get(int(identity), "General") if _is_index(identity) else "General"


class _RuleLook(Struct, frozen=True):
    """What a rule (conditional format) says of the looks of a cell; what it does not say stays the cell's own."""

    ink: Colour = BLACK
    ground: Colour = WHITE
    pattern: str = ""
    struck: bool = False

    @property
    def hides(self) -> bool:
        """Whether nobody sees what a cell of a pale ground says, or sees it struck through."""
        is_blank = {*self.pattern.strip()} == {";"}
        return is_faint(self.ink, self.ground) or is_blank or self.struck


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
_NUMBERED = {"0": BLACK, "8": BLACK, "1": WHITE, "9": WHITE, "64": BLACK, "65": WHITE}
_RGB = re.compile("(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_PALE_INK, _PALE_GROUND = 0xF0, 0xE0
"""The least of each of the three in a colour that is as good as white, for letters and under them."""


def stated_colour(attributes: Mapping[str, str]) -> Colour:
    """The colour that a font or a fill names; of a theme only its white and black, not made lighter or darker."""
    if found := _RGB.fullmatch(attributes.get("rgb", "")):
        red, green, blue = bytes.fromhex(found[1])
        return red, green, blue
    if "theme" in attributes:
        is_pure = attributes.get("tint", "0") in ("0", "")
        return {"0": WHITE, "1": BLACK}.get(attributes["theme"]) if is_pure else None
    return _NUMBERED.get(attributes.get("indexed", "64"))


def is_faint(ink: Colour, ground: Colour) -> bool:
    """Whether letters of that colour cannot be seen on that ground; of black ones nobody means that."""
    if ink is None or ground is None or ink == BLACK:
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
    is_odd = is_legacy_font(font.name) or is_symbol_font(font.name)
    return font.struck or font.shift != 0 or is_odd


_WINGDINGS = {"o": "☐", "q": "☐", "r": "☐", "\xa8": "☐", "x": "☒", "\xfd": "☒", "\xfe": "☑"}
_PICTURES = {
    "wingdings": _WINGDINGS | {"\xfc": "✓", "\xfb": "✗"},
    "wingdings 2": {"P": "✓", "O": "✗", "R": "☑", "Q": "☒", "S": "☒", "T": "☒", "\xa3": "☐"},
    "webdings": {"a": "✓", "r": "✗", "c": "☐"},
    "symbol": {
        "\xa3": "≤",
        "\xb3": "≥",
        "\xb9": "≠",
        "\xbb": "≈",
        "\xae": "→",
        "\xb4": "×",
        "\xb8": "÷",
        "\xb7": "•",
    },
}
"""What stands for a character in a font of pictures, as far as it says anything: boxes and ticks, signs of arithmetic."""
_GREEK = "symbol"
"""The one font of them whose other characters are letters."""
_BULLET = "\uf0b7"
_PRIVATE = 0xF000
_LATIN = 0x100
_WORD = re.compile(r"\S+")


@cache
def is_symbol_font(name: str) -> bool:
    """Whether the characters of that font are pictures."""
    return name.lower().startswith(("wingdings", "webdings", _GREEK))


def pictured(text: str, font: str) -> str:
    """`text` as it looks in a font of pictures: ``☑`` for ``R`` in Wingdings 2.

    A picture alone that says nothing is a bullet; several in a row are no letters any more.
    """
    name = font.lower()
    known = _PICTURES.get(name, {})
    if name.startswith(_GREEK):
        return "".join(known.get(letter, letter) for letter in text)

    def seen(found: re.Match[str]) -> str:
        alone = found[0] if ord(found[0][0]) >= _LATIN else _BULLET
        return known.get(found[0], alone) if len(found[0]) == 1 else "".join(map(letter, found[0]))

    def letter(each: str) -> str:
        return known.get(each) or (chr(_PRIVATE + ord(each)) if ord(each) < _LATIN else each)

    return _WORD.sub(seen, text)


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


_MAX_PARENTS = 20


def local_names(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes without prefix; LibreOffice's own extras (``calcext:``) repeat standard names."""
    return {
        name.rpartition(":")[2]: value
        for name, value in attributes.items()
        if not name.startswith("calcext:")
    }


class OdsStyles(Handler):
    """Reads styles of an .ods wherever they stand: in ``styles.xml`` and at the head of ``content.xml``."""

    def __init__(self) -> None:
        self._style = ("", "")
        self._looks: dict[tuple[str, str], _Said] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._hidden: set[tuple[str, str]] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note the parent, the font, the ground and the visibility of a style."""
        if name not in _OF_A_STYLE:
            return
        given = local_names(attributes)
        if name in ("style", "default-style"):
            self._style = (given.get("family", ""), given.get("name", ""))
            self._parents[self._style] = given.get("parent-style-name", "")
        elif name == "text-properties":
            self._note(_said(given))
        elif name == "table-cell-properties":
            self._note(_Said(ground=given.get("background-color", "")))
        elif given.get("display") == "false" or _has_no_size(given):
            self._hidden.add(self._style)

    def _note(self, said: _Said) -> None:
        self._looks[self._style] = said.on(self._looks.get(self._style, _NOTHING_SAID))

    def look(self, style: str, family: str, around: FontLook = PLAIN_FONT) -> FontLook:
        """How the text of a cell, or of a span `around` which is a look, looks in that style."""
        said = self._all_said(style, family).on(_Said(around.name, around.struck, around.shift))
        return FontLook(said.font, bool(said.struck), said.shift or 0)

    def is_faint(self, style: str) -> bool:
        """Whether nobody sees the text of a cell of that style, for the ground has its colour."""
        said = self._all_said(style, "table-cell")
        return is_faint(_named_colour(said.ink, BLACK), _named_colour(said.ground, WHITE))

    def _all_said(self, style: str, family: str) -> _Said:
        """What the style says, and of what it does not say itself what the style says that it stands on."""
        said = _NOTHING_SAID
        for _ in range(_MAX_PARENTS):
            said = said.on(self._looks.get((family, style), _NOTHING_SAID))
            if not style:
                break
            style = self._parents.get((family, style), "")
        return said

    def hides(self, style: str, family: str = "table") -> bool:
        """Whether a sheet, a row or a column of that style is hidden, or too narrow to be seen."""
        return (family, style) in self._hidden


class _Said(NamedTuple):
    """What a style says of text and what lies under it; empty and None: nothing."""

    font: str = ""
    struck: bool | None = None
    shift: int | None = None
    ink: str = ""
    ground: str = ""

    def on(self, other: _Said) -> _Said:
        """This, and of what it does not say what `other` says."""
        struck = other.struck if self.struck is None else self.struck
        shift = other.shift if self.shift is None else self.shift
        font, ink, ground = (
            self.font or other.font,
            self.ink or other.ink,
            self.ground or other.ground,
        )
        return _Said(font, struck, shift, ink, ground)


_NOTHING_SAID = _Said()


def _said(given: dict[str, str]) -> _Said:
    font = given.get("font-name") or given.get("font-family", "").strip("'\"")
    lines = [given[name] for name in _LINES if name in given]
    struck = any(line != "none" for line in lines) if lines else None
    is_automatic = given.get("use-window-font-color") == "true"
    ink = _AUTOMATIC if is_automatic else given.get("color", "")
    return _Said(font, struck, _shift(given.get("text-position")), ink)


_OF_A_STYLE = frozenset(
    {
        *("style", "default-style", "text-properties", "table-properties"),
        *("table-cell-properties", "table-row-properties", "table-column-properties"),
    }
)
_AUTOMATIC, _NO_GROUND = "auto", "transparent"
_LINES = ("text-line-through-style", "text-line-through-type")
_PERCENT = re.compile("-?[0-9]{1,3}%")
_LENGTH = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(cm|mm|in|pt)")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0}
_LEAST_HEIGHT, _LEAST_WIDTH = 0.5, 2.5
"""Points of a row and of a column of which something is seen: half a point, half a character."""


def length_in_points(length: str) -> float | None:
    """A length of an .ods in points; None where it is none."""
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _POINTS[found[2]] if found else None


def _has_no_size(given: dict[str, str]) -> bool:
    """Whether a row or a column is too narrow to be seen; one as high as its text needs never is."""
    if given.get("use-optimal-row-height") == "true":
        return False
    height, width = (
        length_in_points(given.get("row-height", "")),
        length_in_points(given.get("column-width", "")),
    )
    is_low = height is not None and height < _LEAST_HEIGHT
    return is_low or (width is not None and width < _LEAST_WIDTH)


def _named_colour(text: str, missing: Colour) -> Colour:
    """The colour of ``#rrggbb``; `missing` where none is named."""
    if text in ("", _AUTOMATIC, _NO_GROUND):
        return missing
    return stated_colour({"rgb": text[1:]}) if text.startswith("#") else None


def _shift(position: str | None) -> int | None:
    """1: raised; -1: lowered; None: not said."""
    if position is None:
        return None
    place = position.partition(" ")[0]
    if place in ("super", "sub"):
        return 1 if place == "super" else -1
    if not _PERCENT.fullmatch(place):
        return 0
    amount = int(place.removesuffix("%"))
    return (amount > 0) - (amount < 0)
