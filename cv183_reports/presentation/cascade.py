"""Levels of properties laid one over the other, as Word does: defaults, styles, direct formatting.

One level is a flat mapping from the name of a property to its attributes: ``{"jc": {"val": "both"}}``;
what stands one deeper is named with it: ``pBdr.bottom``, ``numPr.numId``, ``tabs.5103``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from cv183_reports.ooxml.tree import Node
from cv183_reports.presentation.measures import is_on

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
