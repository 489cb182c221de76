"""The measures and switches of OOXML: whole numbers in odd units, or (Strict) numbers with a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.facts import AUTO, NO_BORDERS, Border, Borders

MM_PER_POINT = 25.4 / 72
_POINTS = {
    "pt": 1.0,
    "in": 72.0,
    "cm": 72 / 2.54,
    "mm": 72 / 25.4,
    "pc": 12.0,
    "pi": 12.0,
    "px": 0.75,
}
_MEASURE = re.compile(r"\s*(-?\d{0,9}(?:\.\d{1,9})?)\s*(pt|in|cm|mm|pc|pi|px|)\s*", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_OFF = frozenset({"0", "false", "off", "none"})
_TWIPS_PER_POINT = 20
_EMU_PER_MM = 36_000


def points(written: str, per_point: float = _TWIPS_PER_POINT) -> float | None:
    """The points that `written` means, in units of 1/`per_point` pt where it names none; None if none.

    The default is twips (1/20 pt); font sizes are in half points, widths of borders in eighths.
    """
    found = _MEASURE.fullmatch(written)
    if found is None or not found[1].strip("-"):
        return None
    number = float(found[1])
    return number * _POINTS[found[2]] if found[2] else number / per_point


def millimetres(written: str, default: float = 0.0) -> float:
    """The millimetres that a length in twips, or with a unit, means."""
    found = points(written)
    return default if found is None else round(found * MM_PER_POINT, 3)


def emu(written: str) -> float | None:
    """The millimetres that a length of DrawingML means (English Metric Units); None if none."""
    number = whole(written)
    return None if number is None else round(number / _EMU_PER_MM, 3)


def whole(written: str) -> int | None:
    """The whole number that `written` is, or None."""
    return int(written) if _WHOLE.fullmatch(written) else None


def is_on(written: str | None) -> bool:
    """Whether a switch that is there is on; without a value it is."""
    return written is None or written not in _OFF


Level = Mapping[str, Mapping[str, str]]

NOTHING: Level = MappingProxyType({})

_DEEPER = frozenset({"pBdr", "numPr", "tblBorders", "tcBorders", "tblCellMar", "tcMar"})
_NO_PROPERTIES = frozenset({"rPr", "sectPr", "pPrChange", "rPrChange", "tcPrChange", "tblPrChange"})
_BY_ATTRIBUTE = frozenset({"rFonts", "lang", "ind", "spacing"})
"""Properties whose attributes are inherited one by one; of all others the whole is replaced."""
_RIVALS = {
    "ascii": "asciiTheme",
    "hAnsi": "hAnsiTheme",
    "eastAsia": "eastAsiaTheme",
    "cs": "cstheme",
    "firstLine": "hanging",
    "hanging": "firstLine",
    "left": "start",
    "start": "left",
    "right": "end",
    "end": "right",
}
"""Attributes that put an end to an inherited one of another name."""

TOGGLES = frozenset({"b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish"})
"""Properties that styles turn over instead of setting (ECMA-376 part 1, 17.7.3)."""


def level(properties: Node | None) -> Level:
    """What one ``rPr``, ``pPr``, ``tblPr`` or ``tcPr`` says."""
    if properties is None:
        return NOTHING
    found: dict[str, Mapping[str, str]] = {}
    for child in properties:
        if child.name in _DEEPER:
            found |= {f"{child.name}.{inner.name}": inner.attributes for inner in child}
        elif child.name == "tabs":
            found |= {f"tabs.{tab.get('pos')}": tab.attributes for tab in child}
        elif child.name not in _NO_PROPERTIES:
            found[child.name] = child.attributes
    return found


def merged(levels: Iterable[Level]) -> Level:
    """All `levels` as one, each laid over those before it."""
    result: dict[str, Mapping[str, str]] = {}
    for one in levels:
        for name, said in one.items():
            inherited = result.get(name) if name in _BY_ATTRIBUTE else None
            result[name] = said if inherited is None else _joined(inherited, said)
    return result


def switched_on(defaults: Level, styles: Iterable[Level], direct: Level) -> frozenset[str]:
    """The TOGGLES that hold.

    Direct formatting decides; else defaults that say yes; else an odd number of `styles`: the table
    style, the paragraph style and the character style, each with all it is based on.
    """
    levels = tuple(styles)
    return frozenset(name for name in TOGGLES if _holds(name, defaults, levels, direct))


def _holds(name: str, defaults: Level, styles: tuple[Level, ...], direct: Level) -> bool:
    if name in direct:
        return is_on(direct[name].get("val"))
    if name in defaults and is_on(defaults[name].get("val")):
        return True
    return sum(name in one and is_on(one[name].get("val")) for one in styles) % 2 == 1


def _joined(inherited: Mapping[str, str], said: Mapping[str, str]) -> Mapping[str, str]:
    over = {_RIVALS[name] for name in said if name in _RIVALS}
    return {name: value for name, value in inherited.items() if name not in over} | dict(said)


_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_SCRIPTS = {"hansi": "latin", "ascii": "latin", "eastasia": "ea", "bidi": "cs"}
_MAPPED = {
    "text1": "dk1",
    "dark1": "dk1",
    "text2": "dk2",
    "dark2": "dk2",
    "background1": "lt1",
    "light1": "lt1",
    "background2": "lt2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
    "tx1": "dk1",
    "tx2": "dk2",
    "bg1": "lt1",
    "bg2": "lt2",
}
"""Names of documents and drawings → names of the theme (the mapping every honest document has)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Fonts and colours by role; without a theme part nothing is known."""

    _fonts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _colors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Node | None) -> Theme:
        """The theme in the part ``theme1.xml``."""
        elements = None if root is None else root.child("themeElements")
        if elements is None:
            return cls()
        return cls(_fonts(elements.child("fontScheme")), _colors(elements.child("clrScheme")))

    def font(self, role: str) -> str:
        """The font of a role such as ``minorHAnsi``; empty when the theme has none."""
        size = role[:5]
        return self._fonts.get((size, _SCRIPTS.get(role[5:].lower(), "")), "")

    def color(self, said: Mapping[str, str], attribute: str = "val") -> str:
        """The colour that a ``w:color``, border or ``w:shd`` says: AUTO, six hex digits, or empty.

        Args:
            said: its attributes.
            attribute: ``val``; of a border ``color``; ``fill`` for the ground of a shading.
        """
        prefix, role = ("themeFill",) * 2 if attribute == "fill" else ("theme", "themeColor")
        base, written = self.role(said.get(role, "")), hex_color(said.get(attribute, ""))
        if f"{prefix}Tint" in said or f"{prefix}Shade" in said:
            # Word keeps beside them the colour it worked out.
            return written or base
        return base or written

    def role(self, name: str) -> str:
        """The colour of a role such as ``accent1`` or ``text1``; empty when unknown."""
        return self._colors.get(_MAPPED.get(name, name), "")


def hex_color(written: str) -> str:
    """AUTO, or six hex digits in capitals; empty when `written` is neither."""
    if written == AUTO:
        return AUTO
    digits = written.removeprefix("#")
    return digits.upper() if _HEX.fullmatch(digits) else ""


def _fonts(scheme: Node | None) -> dict[tuple[str, str], str]:
    found = {}
    for size in () if scheme is None else scheme:
        for script in size:
            found[size.name[:5], script.name] = script.get("typeface")
    return found


def _colors(scheme: Node | None) -> dict[str, str]:
    found = {}
    for role in () if scheme is None else scheme:
        for said in role:
            color = hex_color(said.get("lastClr") or said.get("val"))
            if color:
                found[role.name] = color
    return found


_INVISIBLE = frozenset({"", "nil", "none"})
_PER_EIGHTH = 8


def border(said: Mapping[str, str] | None, theme: Theme) -> Border | None:
    """The line that one side says; None when it says none."""
    if said is None or said.get("val", "") in _INVISIBLE:
        return None
    return Border(
        kind=said["val"],
        width=points(said.get("sz", ""), _PER_EIGHTH) or 0.0,
        color=theme.color(said, "color") or AUTO,
        space=points(said.get("space", ""), 1) or 0.0,
    )


def paragraph_borders(said: Level, theme: Theme) -> Borders:
    """The lines around a paragraph."""
    found = {
        side: border(said.get(f"pBdr.{side}"), theme)
        for side in ("top", "bottom", "left", "right", "between")
    }
    return Borders(**found) if any(found.values()) else NO_BORDERS
