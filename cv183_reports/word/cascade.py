"""What a document says of looks, level over level: measures, switches, the theme, the style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct, field

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.facts import AUTO, NO_BORDERS, Borders

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

    The default is twips (1/20 pt); font sizes are in half points.
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

NO_LEVEL: Level = MappingProxyType({})


def is_set(said: Level, name: str) -> bool:
    """Whether a switch is there and on."""
    return name in said and is_on(said[name].get("val"))


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
        return NO_LEVEL
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
}
"""Names of documents → names of the theme (the mapping every honest document has)."""


class DocumentTheme(Struct, frozen=True):
    """Fonts and colours by role; without a theme part nothing is known."""

    _fonts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _colors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Node | None) -> DocumentTheme:
        """The theme in the part ``theme1.xml``."""
        elements = None if root is None else root.child("themeElements")
        if elements is None:
            return cls()
        return cls(_fonts(elements.child("fontScheme")), _colors(elements.child("clrScheme")))

    def font(self, role: str) -> str:
        """The font of a role such as ``minorHAnsi``; empty when the theme has none."""
        size = role[:5]
        return self._fonts.get((size, _SCRIPTS.get(role[5:].lower(), "")), "")

    def color(self, said: Mapping[str, str]) -> str:
        """The colour that the attributes of a ``w:color`` say: AUTO, six hex digits, or empty."""
        role = said.get("themeColor", "")
        base = self._colors.get(_MAPPED.get(role, role), "")
        written = _hex_color(said.get("val", ""))
        if "themeTint" in said or "themeShade" in said:
            # Word keeps beside them the colour it worked out.
            return written or base
        return base or written


def _hex_color(written: str) -> str:
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
            color = _hex_color(said.get("lastClr") or said.get("val"))
            if color:
                found[role.name] = color
    return found


_INVISIBLE = frozenset({"", "nil", "none"})


def has_line(said: Mapping[str, str] | None) -> bool:
    """Whether one side says a line that is seen."""
    return said is not None and said.get("val", "") not in _INVISIBLE


def paragraph_borders(said: Level) -> Borders:
    """The lines around a paragraph."""
    found = {
        side: has_line(said.get(f"pBdr.{side}"))
        for side in ("top", "bottom", "left", "right", "between")
    }
    return Borders(**found) if any(found.values()) else NO_BORDERS


PARAGRAPH, CHARACTER, TABLE, NUMBERING = "paragraph", "character", "table", "numbering"

_LONGEST_CHAIN = 24
"""Styles one on another; beyond it (or in a circle) the rest of the chain is not followed."""


class WordStyle(Struct, frozen=True, eq=False):
    """One style, as defined."""

    identity: str
    kind: str
    name: str
    based_on: str
    node: Node
    run: Level
    paragraph: Level


class WordStyles(Struct):
    """All styles of a document; ids compare as written."""

    run_defaults: Level = field(default_factory=dict)
    paragraph_defaults: Level = field(default_factory=dict)
    _styles: dict[tuple[str, str], WordStyle] = field(default_factory=dict)
    _default: dict[str, str] = field(default_factory=dict)
    _runs: dict[tuple[str, str], Level] = field(default_factory=dict)
    _chains: dict[tuple[str, str], tuple[WordStyle, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Node | None) -> WordStyles:
        """The styles in the part ``styles.xml``; none where there is no such part."""
        found = cls()
        if root is None:
            return found
        defaults = root.child("docDefaults")
        if defaults is not None:
            found.run_defaults = level(defaults.descend("rPrDefault", "rPr"))
            found.paragraph_defaults = level(defaults.descend("pPrDefault", "pPr"))
        for node in root:
            if node.name == "style":
                found._add(node)
        return found

    def _add(self, node: Node) -> None:
        style = WordStyle(
            identity=node.get("styleId"),
            kind=node.get("type", PARAGRAPH),
            name=node.value("name"),
            based_on=node.value("basedOn"),
            node=node,
            run=level(node.child("rPr")),
            paragraph=level(node.child("pPr")),
        )
        self._styles.setdefault((style.kind, style.identity), style)
        if "default" in node.attributes and is_on(node.get("default")):
            self._default[style.kind] = style.identity

    def identity(self, kind: str, named: str) -> str:
        """The id of the style that holds where a document names `named`: the default if it is unknown."""
        return named if (kind, named) in self._styles else self._default.get(kind, "")

    def name(self, kind: str, identity: str) -> str:
        """What Word calls the style; empty when there is none."""
        style = self._styles.get((kind, identity))
        return "" if style is None else style.name

    def chain(self, kind: str, identity: str) -> tuple[WordStyle, ...]:
        """The style and all it is based on, the first of them first."""
        key = (kind, identity)
        if key not in self._chains:
            self._chains[key] = self._followed(kind, identity)
        return self._chains[key]

    def _followed(self, kind: str, identity: str) -> tuple[WordStyle, ...]:
        chain: dict[str, WordStyle] = {}
        style = self._styles.get((kind, identity))
        while style is not None and style.identity not in chain and len(chain) < _LONGEST_CHAIN:
            chain[style.identity] = style
            style = self._styles.get((kind, style.based_on))
        return tuple(reversed(chain.values()))

    def run(self, kind: str, identity: str) -> Level:
        """What the style, with all it is based on, says of runs."""
        key = (kind, identity)
        if key not in self._runs:
            self._runs[key] = merged(style.run for style in self.chain(kind, identity))
        return self._runs[key]
